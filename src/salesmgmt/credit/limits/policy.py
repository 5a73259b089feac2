"""Which of several limits holds, and what they come to together: a policy, since houses differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.limits.amounts import LimitAmount, NoLimit, NotChecked
from salesmgmt.credit.limits.checks import tuple_of
from salesmgmt.credit.limits.in_force import LimitInForce
from salesmgmt.credit.limits.limit import CreditLimit, LimitKind, LimitScope
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import HALF_UP_TO_MINOR, Money, Rounding
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["LimitChoice", "LimitPolicy", "LimitStanding", "SecuredRule", "SharedRule", "ZeroLimit"]


class LimitChoice(StrEnum):
    """Which of several limits of one holder holds."""

    NEWEST = "newest"
    """The one that began last; of those the one with the lowest priority number."""
    PRIORITY = "priority"
    """The one with the lowest priority number; of those the one that began last."""
    LOWEST = "lowest"
    """The lowest amount."""
    HIGHEST = "highest"
    """The highest amount."""


class LimitStanding(StrEnum):
    """How a kind of limit stands to the base limit."""

    CHOSEN = "chosen"
    """Beside it: one of them is chosen."""
    INSTEAD = "instead"
    """In its place, as long as it holds."""
    ADDED = "added"
    """On top of it; without a base limit there is nothing that it could raise."""


class SharedRule(StrEnum):
    """How the limit of a group or segment stands to the customer's own."""

    LOWER = "lower"
    """The lower one binds; `NoLimit()` is above every amount."""
    OWN = "own"
    """The customer's own, and the other only where it has none."""
    NO_LIMIT_WINS = "no_limit_wins"
    """The lower one binds, unless the customer's own is `NoLimit()`."""
    SHARED = "shared"
    """The group's or segment's, wherever there is one."""


class ZeroLimit(StrEnum):
    """What a limit of zero says."""

    NO_CREDIT = "no_credit"
    """Nothing may be owed."""
    UNSET = "unset"
    """Nobody has set a limit, as in systems whose field for it begins at zero."""


class SecuredRule(StrEnum):
    """What becomes of the value of an insurance or guarantee that lies within the exposure."""

    SHOWN = "shown"
    """It is shown beside the limit, so that the rest can be told as the seller's own risk."""
    TAKEN_OFF = "taken_off"
    """It is taken off the limit, never below zero; a higher guarantee then leaves less."""


def _as_secured(value: SecuredRule | str) -> SecuredRule:
    return choice_of(SecuredRule, value, "secured")


def _as_choice(value: LimitChoice | str) -> LimitChoice:
    return choice_of(LimitChoice, value, "choice")


def _as_temporary(value: LimitStanding | str) -> LimitStanding:
    return choice_of(LimitStanding, value, "temporary")


def _as_seasonal(value: LimitStanding | str) -> LimitStanding:
    return choice_of(LimitStanding, value, "seasonal")


def _as_insured(value: LimitStanding | str) -> LimitStanding:
    return choice_of(LimitStanding, value, "insured")


def _as_guaranteed(value: LimitStanding | str) -> LimitStanding:
    return choice_of(LimitStanding, value, "guaranteed")


def _as_group(value: SharedRule | str) -> SharedRule:
    return choice_of(SharedRule, value, "group")


def _as_segment(value: SharedRule | str) -> SharedRule:
    return choice_of(SharedRule, value, "segment")


def _as_zero(value: ZeroLimit | str) -> ZeroLimit:
    return choice_of(ZeroLimit, value, "zero")


class _Rank(NamedTuple):
    """How high an amount is: no limit is above every amount, and no check above that."""

    kind: int
    minor: int


@frozen
class LimitPolicy:
    """How the limits that hold on a day come to one amount.

    First each holder's own limits are put together: one is chosen, and what comes on top is added. Then the
    customer's is held against that of its segment, and the result against those of its groups. A customer
    that is not checked stays so, whatever its group's limit.

    Attributes:
        choice: Which of several limits of one holder holds.
        temporary: How a temporary limit stands to the base limit.
        seasonal: How a seasonal one does.
        insured: How an insured one does.
        guaranteed: How a guaranteed one does.
        group: How a group's limit stands to the customer's; of several groups the lowest limit counts, or
            under `own` the nearest group's.
        segment: How a segment's limit does.
        zero: What a limit of zero says.
        secured: What becomes of the value of an insurance or guarantee that lies within the exposure.
        rounding: Of what an insured or guaranteed limit adds.

    Raises:
        InvalidValueError: If a setting is none of its choices.
        WrongTypeError: If the rounding is none.

    Examples:
        >>> limits = [
        ...     CreditLimit("L-1", "C-9", "USD 100,000"),
        ...     CreditLimit("P-1", "C-9", "USD 50,000", kind="insured", share="50%", in_exposure=True),
        ... ]
        >>> in_force = LimitPolicy().combine(limits)
        >>> str(in_force.uplift), str(in_force.amount), str(in_force.unsecured)
        ('USD 25,000.00', 'USD 125,000.00', 'USD 75,000.00')
        >>> group = [CreditLimit("G-1", "GROUP", "USD 15,000", scope="group")]
        >>> LimitPolicy().combine(limits, [group]).binding.value
        'group'
    """

    choice: LimitChoice = field(default=LimitChoice.NEWEST, converter=_as_choice)
    temporary: LimitStanding = field(default=LimitStanding.INSTEAD, converter=_as_temporary)
    seasonal: LimitStanding = field(default=LimitStanding.INSTEAD, converter=_as_seasonal)
    insured: LimitStanding = field(default=LimitStanding.ADDED, converter=_as_insured)
    guaranteed: LimitStanding = field(default=LimitStanding.ADDED, converter=_as_guaranteed)
    group: SharedRule = field(default=SharedRule.LOWER, converter=_as_group)
    segment: SharedRule = field(default=SharedRule.OWN, converter=_as_segment)
    zero: ZeroLimit = field(default=ZeroLimit.NO_CREDIT, converter=_as_zero)
    secured: SecuredRule = field(default=SecuredRule.SHOWN, converter=_as_secured)
    rounding: Rounding = HALF_UP_TO_MINOR

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.rounding, Rounding):
            raise WrongTypeError("rounding", self.rounding, "be a Rounding")

    def standing_of(self, kind: LimitKind | str) -> LimitStanding:
        """How a kind of limit stands to the base limit; the base limit itself is chosen."""
        wanted = choice_of(LimitKind, kind, "kind")
        if wanted is LimitKind.BASE:
            return LimitStanding.CHOSEN
        standings = {
            LimitKind.TEMPORARY: self.temporary,
            LimitKind.SEASONAL: self.seasonal,
            LimitKind.INSURED: self.insured,
            LimitKind.GUARANTEED: self.guaranteed,
        }
        return standings[wanted]

    def combine(
        self,
        own: Iterable[CreditLimit],
        groups: Sequence[Iterable[CreditLimit]] = (),
        segment: Iterable[CreditLimit] = (),
    ) -> LimitInForce | None:
        """What limits come to that hold on one day.

        Args:
            own: The customer's own.
            groups: Those of its groups, the nearest first.
            segment: Those of its segment.

        Returns:
            What binds, with how it came about; None where nothing was set.

        Raises:
            CurrencyMismatchError: If the limits are in several currencies.
            WrongTypeError: If something is no limit.
        """
        mine = self.of_holder(tuple_of(own, CreditLimit, "own"), LimitScope.CUSTOMER)
        wider = self.of_holder(tuple_of(segment, CreditLimit, "segment"), LimitScope.SEGMENT)
        shared = [
            found
            for group in groups
            if (found := self.of_holder(tuple_of(group, CreditLimit, "groups"), LimitScope.GROUP)) is not None
        ]
        _check_currencies([one for one in (mine, wider, *shared) if one is not None])
        result = _held(mine, wider, self.segment, _SEGMENT_CODES)
        if shared:
            nearest = shared[0] if self.group is SharedRule.OWN else min(shared, key=_rank_in_force)
            result = _held(result, nearest, self.group, _GROUP_CODES)
        return result

    def of_holder(
        self, limits: Iterable[CreditLimit], scope: LimitScope | str = LimitScope.CUSTOMER
    ) -> LimitInForce | None:
        """What the limits of one holder come to that hold on one day, whatever it belongs to.

        Args:
            limits: The limits.
            scope: Whether it is a customer, a group or a segment.

        Raises:
            CurrencyMismatchError: If the limits are in several currencies.
            WrongTypeError: If something is no limit.
        """
        limits = tuple_of(limits, CreditLimit, "limits")
        by_standing: dict[LimitStanding, list[CreditLimit]] = {standing: [] for standing in LimitStanding}
        for limit in limits:
            by_standing[self.standing_of(limit.kind)].append(limit)
        candidates = by_standing[LimitStanding.INSTEAD] or by_standing[LimitStanding.CHOSEN]
        if not candidates:
            return None
        chosen = self.chosen(candidates)
        amount = _counted(chosen, self.rounding)
        if self.zero is ZeroLimit.UNSET and isinstance(amount, Money) and not amount.minor:
            return None
        reasons = [_told(chosen, amount, self.choice, candidates)]
        names = [chosen.id]
        uplift: Money | None = None
        added = by_standing[LimitStanding.ADDED] if isinstance(amount, Money) else []
        for limit in sorted(added, key=_by_id):
            more = _counted(limit, self.rounding)
            names.append(limit.id)
            if not isinstance(more, Money):
                amount, uplift = more, None
                reasons.append(_plain(limit, more))
                break
            if not isinstance(amount, Money) or more.currency != amount.currency:
                raise _mismatch(limit, chosen)
            uplift = more if uplift is None else uplift + more
            amount = amount + more
            reasons.append(_added(limit, more))
        secured = _secured(limits, reasons)
        total = None
        if self.secured is SecuredRule.TAKEN_OFF and secured is not None and isinstance(amount, Money):
            total, amount = amount, max(amount - secured, Money.zero(amount.currency))
            off: dict[str, ReasonValue] = {"total": total, "secured": secured, "amount": amount}
            reasons.append(Reason("credit.limits.taken_off", off))
        return LimitInForce(
            amount,
            names,
            binding=choice_of(LimitScope, scope, "scope"),
            uplift=uplift,
            secured=secured,
            total=total,
            reasons=reasons,
        )

    def chosen(self, candidates: Iterable[CreditLimit]) -> CreditLimit:
        """Which of several limits of one holder holds.

        Raises:
            InvalidValueError: If there is none.
            WrongTypeError: If something is no limit.
        """
        candidates = tuple_of(candidates, CreditLimit, "candidates")
        if not candidates:
            raise InvalidValueError("candidates", candidates, "hold at least one limit")
        if self.choice is LimitChoice.NEWEST:
            return min(candidates, key=lambda one: (-_began(one), one.priority, one.id))
        if self.choice is LimitChoice.PRIORITY:
            return min(candidates, key=lambda one: (one.priority, -_began(one), one.id))
        ordered = sorted(candidates, key=lambda one: (-_began(one), one.priority, one.id))
        pick = min if self.choice is LimitChoice.LOWEST else max
        return pick(ordered, key=lambda one: _rank(_counted(one, self.rounding)))


#: Reasons of what binds, for the limit of a segment and of a group: none of one's own, the lower, the rule.
_SEGMENT_CODES = ("credit.limits.segment.only", "credit.limits.segment.lower", "credit.limits.segment.rule")
_GROUP_CODES = ("credit.limits.group.only", "credit.limits.group.lower", "credit.limits.group.rule")


def _by_id(limit: CreditLimit) -> str:
    return limit.id


def _began(limit: CreditLimit) -> int:
    return (limit.during.start or date.min).toordinal()


def _rank(amount: LimitAmount) -> _Rank:
    if isinstance(amount, Money):
        return _Rank(0, amount.minor)
    return _Rank(1 if isinstance(amount, NoLimit) else 2, 0)


def _rank_in_force(held: LimitInForce) -> _Rank:
    return _rank(held.amount)


def _counted(limit: CreditLimit, rounding: Rounding) -> LimitAmount:
    """What counts of a limit: its amount, or the share of what is insured or guaranteed."""
    if isinstance(limit.amount, Money) and limit.share.value != 1:
        return (limit.amount * limit.share).round(rounding)
    return limit.amount


def _plain(limit: CreditLimit, amount: LimitAmount, because: Iterable[Reason] = ()) -> Reason:
    if isinstance(amount, Money):
        values: dict[str, ReasonValue] = {"limit": limit.id, "amount": amount}
        return Reason("credit.limits.amount", values, facts=(limit.id,), because=because)
    if isinstance(amount, NoLimit):
        return Reason("credit.limits.no_limit", {"limit": limit.id}, facts=(limit.id,), because=because)
    return Reason("credit.limits.not_checked", {"limit": limit.id}, facts=(limit.id,), because=because)


def _told(chosen: CreditLimit, amount: LimitAmount, choice: LimitChoice, among: list[CreditLimit]) -> Reason:
    """Which limit holds, and why it is that one where there were several."""
    if len(among) == 1:
        return _plain(chosen, amount)
    codes = {
        LimitChoice.NEWEST: "credit.limits.newest",
        LimitChoice.PRIORITY: "credit.limits.priority",
        LimitChoice.LOWEST: "credit.limits.lowest",
        LimitChoice.HIGHEST: "credit.limits.highest",
    }
    others = sorted(limit.id for limit in among if limit is not chosen)
    values: dict[str, ReasonValue] = {"limit": chosen.id, "count": len(among)}
    return _plain(chosen, amount, [Reason(codes[choice], values, facts=(chosen.id, *others))])


def _added(limit: CreditLimit, more: Money) -> Reason:
    value = limit.amount if isinstance(limit.amount, Money) else more
    values: dict[str, ReasonValue] = {"limit": limit.id, "value": value, "share": limit.share, "uplift": more}
    return Reason("credit.limits.uplift", values, facts=(limit.id,))


def _secured(limits: Iterable[CreditLimit], reasons: list[Reason]) -> Money | None:
    """Value of what lies within the exposure; a reason is added for each."""
    total: Money | None = None
    for limit in sorted(limits, key=_by_id):
        if limit.in_exposure and isinstance(limit.amount, Money):
            total = limit.amount if total is None else total + limit.amount
            values: dict[str, ReasonValue] = {"limit": limit.id, "value": limit.amount}
            reasons.append(Reason("credit.limits.secured", values, facts=(limit.id,)))
    return total


def _held(
    own: LimitInForce | None, other: LimitInForce | None, rule: SharedRule, codes: tuple[str, str, str]
) -> LimitInForce | None:
    """What binds of a customer's own limit and a wider one."""
    if other is None:
        return own
    only, lower, ruled = codes
    if own is None:
        return _because(other, only)
    if isinstance(own.amount, NotChecked):
        return _because(own, "credit.limits.own.not_checked")
    if rule is SharedRule.SHARED:
        return _because(other, ruled)
    if rule is SharedRule.OWN:
        return _because(own, "credit.limits.own.rule")
    if rule is SharedRule.NO_LIMIT_WINS and isinstance(own.amount, NoLimit):
        return _because(own, "credit.limits.own.no_limit")
    if _rank(own.amount) <= _rank(other.amount):
        return _because(own, "credit.limits.own.lower")
    return _because(other, lower)


def _because(held: LimitInForce, code: str) -> LimitInForce:
    return evolve(held, reasons=(Reason(code, facts=held.limits), *held.reasons))


def _mismatch(limit: CreditLimit, other: CreditLimit) -> CurrencyMismatchError:
    found, wanted = limit.amount, other.amount
    code = found.currency.code if isinstance(found, Money) else str(found)
    unit = wanted.currency if isinstance(wanted, Money) else wanted
    return CurrencyMismatchError("limits", code, f"be in {unit}, as {other.id}; convert it first")


def _check_currencies(held: list[LimitInForce]) -> None:
    found = [one.amount.currency for one in held if isinstance(one.amount, Money)]
    for unit in found[1:]:
        if unit != found[0]:
            rule = f"be in {found[0]}, as the customer's other limits; convert it first"
            raise CurrencyMismatchError("limits", unit.code, rule)
