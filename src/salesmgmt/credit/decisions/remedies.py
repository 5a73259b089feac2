"""The smallest changes with which a document would go ahead, each of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.credit.decisions.checks import Raises
from salesmgmt.credit.decisions.choices import RANKS, Effect
from salesmgmt.credit.decisions.figures import Asked, Figures
from salesmgmt.credit.decisions.lanes import Lane
from salesmgmt.credit.decisions.requests import CreditRequest
from salesmgmt.credit.decisions.rules import CreditExclusion, CreditOverride, CreditRule, strictly
from salesmgmt.credit.positions import Position
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money, money_of
from salesmgmt.reasons import Reason

__all__ = ["ApprovedBy", "CutTo", "Pay", "RaiseLimit", "Remedy", "remedies_for", "until_of"]

GOES = RANKS[Effect.WARN]
"""The strictest rank with which a document goes ahead."""


def _positive(value: Money, field: str) -> None:
    if value.minor <= 0:
        raise InvalidValueError(field, value, "be above zero")


@frozen
class Pay:
    """So much has to come in; it settles the open items from the oldest due date on.

    Attributes:
        amount: How much.

    Raises:
        InvalidValueError: If it is not above zero.
        WrongTypeError: If it is no amount.
    """

    amount: Money = field(converter=money_of)

    def __attrs_post_init__(self) -> None:
        _positive(self.amount, "amount")

    def reason(self) -> Reason:
        """The change as a sentence."""
        return Reason("credit.remedy.pay", {"amount": self.amount})


@frozen
class CutTo:
    """The document may be worth so much.

    Attributes:
        amount: How much.

    Raises:
        InvalidValueError: If it is not above zero.
        WrongTypeError: If it is no amount.
    """

    amount: Money = field(converter=money_of)

    def __attrs_post_init__(self) -> None:
        _positive(self.amount, "amount")

    def reason(self) -> Reason:
        """The change as a sentence."""
        return Reason("credit.remedy.cut", {"amount": self.amount})


def _as_to(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "to")


def _as_until(value: date | str) -> date:
    return as_date(value, "until")


def _as_pools(
    pools: Mapping[str, Money | str] | Iterable[tuple[str, Money | str]],
) -> tuple[tuple[str, Money], ...]:
    try:
        given = [
            (name, money_of(to, "pools"))
            for name, to in (pools.items() if isinstance(pools, Mapping) else pools)
        ]
    except TypeError as error:
        raise WrongTypeError("pools", pools, "be a mapping, or pairs, of pools to amounts") from error
    for name, _ in given:
        if not isinstance(name, str) or not name:
            raise InvalidValueError("pools", name, "be a text with at least one character")
    return tuple(sorted(given))


@frozen
class RaiseLimit:
    """Limits have to be so high.

    Attributes:
        to: The limit in force of the customer, be it its own or that of its group or segment; None where it
            need not change.
        until: The last day on which it has to be: by then the document should be paid.
        pools: The limits of pools that have to be higher, too, by pool: all of each, with what members with
            limits of their own take out of it.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If no limit is named, or an amount is negative.
        WrongTypeError: If a field has another type.
    """

    to: Money | None = field(converter=_as_to)
    until: date = field(converter=_as_until)
    pools: tuple[tuple[str, Money], ...] = field(default=(), converter=_as_pools)

    def __attrs_post_init__(self) -> None:
        named = [*(() if self.to is None else (self.to,)), *(amount for _, amount in self.pools)]
        if not named:
            raise InvalidValueError("to", self.to, "be an amount, where no pool is named")
        for amount in named:
            if amount.currency != named[0].currency:
                raise CurrencyMismatchError("pools", amount.currency.code, f"be in {named[0].currency}")
            if amount.minor < 0:
                raise InvalidValueError("to", amount, "be 0 or more")

    def reason(self) -> Reason:
        """The change as a sentence, with those of pools below it."""
        pools = [
            Reason("credit.remedy.raise.pool", {"pool": name, "to": to, "until": self.until})
            for name, to in self.pools
        ]
        if self.to is not None:
            return Reason("credit.remedy.raise", {"to": self.to, "until": self.until}, because=pools)
        if len(pools) == 1:
            return pools[0]
        return Reason("credit.remedy.raise.pools", {"until": self.until}, because=pools)


@frozen
class ApprovedBy:
    """Somebody with a role has to answer for the document.

    Attributes:
        role: The role.

    Raises:
        InvalidValueError: If it is empty.
    """

    role: str

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.role, str) or not self.role:
            raise InvalidValueError("role", self.role, "be a text with at least one character")

    def reason(self) -> Reason:
        """The change as a sentence."""
        return Reason("credit.remedy.approve", {"role": self.role})


Remedy: TypeAlias = Pay | CutTo | RaiseLimit | ApprovedBy
"""One change with which a document would go ahead."""

Stopping: TypeAlias = "list[tuple[CreditRule, tuple[CreditExclusion, ...]]]"
"""The rules that stop a document, each with the exclusions that could cancel it."""

Needs: TypeAlias = Callable[[CreditRule | CreditExclusion], "int | None"]


def remedies_for(
    lane: Lane,
    figures: Figures,
    asked: Asked,
    request: CreditRequest,
    position: Position,
    until: date,
    overrides: tuple[CreditOverride, ...],
    acting: tuple[CreditOverride, ...],
) -> tuple[Remedy, ...]:
    """The smallest changes with which a stopped document goes ahead, at most one of each kind.

    Without exclusions, the most that one rule asks for is the least that satisfies all. With them, each
    change is made to see that it helps, and made a minor unit smaller to see that this does not; so what is
    offered is right, or is not offered.
    """
    if figures.status:
        return ()

    def goes(figures: Figures, asked: Asked) -> bool:
        return lane.verdict(figures, asked, acting) <= GOES

    stopping = [
        (rule, excluding)
        for rule, excluding in lane.rules
        if _stops(rule, acting) and not rule.check.ok(figures, asked, strictly(rule.check))
    ]
    sure = not lane.excludes
    unit = request.amount.currency
    found: list[Remedy] = []
    paid = _least(stopping, lane.releases, _to_pay(figures, asked))
    if paid and (sure or goes(figures.paid(paid), asked) > goes(figures.paid(paid - 1), asked)):
        found.append(Pay(Money(paid, unit)))
    cut = _least(stopping, lane.releases, _to_cut(figures, asked))
    if (
        cut
        and cut < asked.amount
        and (sure or goes(figures, asked.cut(cut)) > goes(figures, asked.cut(cut - 1)))
    ):
        found.append(CutTo(Money(asked.amount - cut, unit)))
    raised = _raised(stopping, figures, asked)
    known = figures.limit is not None  # a first limit lets other rules speak
    if raised is not None and ((sure and known) or _is_least(raised, figures, asked, goes)):
        own, pools = raised
        named = {}
        for place, minor in pools.items():
            pool = position.pools[place]
            shared = Money(minor, unit)
            named[pool.id] = shared if pool.taken is None else shared + pool.taken
        found.append(RaiseLimit(None if own is None else Money(own, unit), until, named))
    for one in overrides:
        if (
            one not in acting
            and lane.verdict(figures, asked, (*acting, *_of_role(overrides, one.role))) <= GOES
        ):
            found.append(ApprovedBy(one.role))
            break
    return tuple(found)


def _of_role(overrides: tuple[CreditOverride, ...], role: str) -> tuple[CreditOverride, ...]:
    return tuple(one for one in overrides if one.role == role)


def _to_pay(figures: Figures, asked: Asked) -> Needs:
    def needs(one: CreditRule | CreditExclusion) -> int | None:
        if one.check is None:
            return 0
        strict = strictly(one.check) if isinstance(one, CreditRule) else 1
        return one.check.to_pay(figures, asked, strict)

    return needs


def _to_cut(figures: Figures, asked: Asked) -> Needs:
    def needs(one: CreditRule | CreditExclusion) -> int | None:
        if one.check is None:
            return 0
        strict = strictly(one.check) if isinstance(one, CreditRule) else 1
        return one.check.to_cut(figures, asked, strict)

    return needs


def _stops(rule: CreditRule, acting: tuple[CreditOverride, ...]) -> bool:
    """Whether a rule stops a document, those who answer for it given."""
    if RANKS[rule.effect] <= GOES:
        return False
    return all(RANKS[one.to] > GOES for one in acting if not one.rules or rule.id in one.rules)


def _least(stopping: Stopping, releases: tuple[CreditExclusion, ...], needs: Needs) -> int | None:
    """The least of one kind of change that satisfies every rule that stops, or whatever excludes from it."""
    total: int | None = 0
    for rule, excluding in stopping:
        asking: list[CreditRule | CreditExclusion] = [rule, *excluding]
        ways = [way for way in map(needs, asking) if way is not None]
        total = None if not ways or total is None else max(total, min(ways))
    ways = [way for way in map(needs, releases) if way is not None]
    return min([*(() if total is None else (total,)), *ways], default=None)


def _raised(stopping: Stopping, figures: Figures, asked: Asked) -> Raises | None:
    """The least limits that satisfy every rule that stops and is not excluded."""
    own: int | None = None
    pools: dict[int, int] = {}
    for rule, excluding in stopping:
        if any(one.check is not None and one.check.ok(figures, asked, 1) for one in excluding):
            continue
        needed = rule.check.to_raise(figures, asked, strictly(rule.check))
        if needed is None:
            return None
        if needed[0] is not None:
            own = needed[0] if own is None else max(own, needed[0])
        for place, minor in needed[1].items():
            pools[place] = max(minor, pools.get(place, minor))
    return None if own is None and not pools else (own, pools)


def _is_least(raised: Raises, figures: Figures, asked: Asked, goes: Callable[[Figures, Asked], bool]) -> bool:
    """Whether limits let the document go ahead, and none of them does a minor unit lower."""
    own, pools = raised
    if not goes(figures.raised(own, pools), asked):
        return False
    if own and goes(figures.raised(own - 1, pools), asked):
        return False
    return not any(
        minor and goes(figures.raised(own, {**pools, place: minor - 1}), asked)
        for place, minor in pools.items()
    )


def until_of(on: date, days: int) -> date:
    """The last day of so many days from a day on; the last of all days where there are not so many."""
    return on + timedelta(days=min(days, (date.max - on).days))
