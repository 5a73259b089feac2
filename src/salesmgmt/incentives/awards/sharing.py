"""Sharing out: a fund divided by weights, with caps, to the last unit, and what could not be given out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import lcm

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem, SalesmgmtError
from salesmgmt.incentives.awards.funds import Fund, FundLike, as_fund
from salesmgmt.incentives.awards.standings import LeftOut, identifier
from salesmgmt.incentives.awards.texts import heading
from salesmgmt.money import (
    Currency,
    Money,
    MoneyLike,
    Rate,
    RateLike,
    Rounding,
    apportion_minor,
    money_of,
    rate_of,
)
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Column, Table

__all__ = ["Distribution", "Leftover", "PoolShare", "as_leftover", "share_out"]


class Leftover(StrEnum):
    """Where that goes which a cap keeps from somebody: to the others by their weights, or nowhere."""

    KEEP = "keep"
    REDISTRIBUTE = "redistribute"


def as_leftover(value: Leftover | str) -> Leftover:
    """A rule for what caps leave over by its name.

    Raises:
        InvalidValueError: If no rule has it.
    """
    return choice_of(Leftover, value, "leftover")


def _weight(value: RateLike) -> Fraction:
    return rate_of(value, "weight").value


def _amount(value: MoneyLike) -> Money:
    return money_of(value, "amount")


def _cap(value: MoneyLike | None) -> Money | None:
    return None if value is None else money_of(value, "most")


@frozen
class PoolShare:
    """What somebody gets of a fund.

    Attributes:
        participant: Who.
        weight: Their weight, 0 or more.
        whole: The sum of all weights.
        fund: What is shared out.
        amount: What they get.
        most: The cap that they have reached; None where none holds them back.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If the weight is below 0 or above the sum, or the amount below 0 or above the cap.
    """

    participant: str
    weight: Fraction = field(converter=_weight)
    whole: Fraction = field(converter=_weight)
    fund: Money = field(converter=_amount)
    amount: Money = field(converter=_amount)
    most: Money | None = field(default=None, converter=_cap)

    def __attrs_post_init__(self) -> None:
        identifier(self.participant, "participant")
        if not 0 <= self.weight <= self.whole:
            raise InvalidValueError("weight", self.weight, f"be from 0 to the sum of all, {self.whole}")
        limit = self.fund if self.most is None else self.most
        if self.amount.minor < 0 or self.amount > self.fund or self.amount > limit:
            raise InvalidValueError("amount", self.amount, f"be from 0 to {min(limit, self.fund)}")

    @property
    def part(self) -> Rate:
        """Their part of all weights; 0 where nobody has any."""
        return Rate(self.weight / self.whole if self.whole else 0)

    @property
    def reason(self) -> Reason:
        """The share as a reason."""
        values: dict[str, ReasonValue] = {
            "participant": self.participant,
            "weight": self.weight,
            "whole": self.whole,
            "fund": self.fund,
            "amount": self.amount,
        }
        if self.most is None:
            return Reason("incentives.award.share", values)
        return Reason("incentives.award.share.capped", {**values, "most": self.most})


def _shares(value: Iterable[PoolShare]) -> tuple[PoolShare, ...]:
    return tuple(value)


def _reasons(value: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(value)


def _left_out(value: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    return tuple(value)


@frozen
class Distribution:
    """A fund shared out: who gets what, and what could not be given out.

    Attributes:
        fund: What was shared out, and how it was filled.
        shares: What each member gets, by identifier.
        undistributed: What nobody gets; it stays in the fund.
        reasons: Why something is undistributed, and what else is to be said.
        left_out: Who is no member.
        title: What the pool is called.

    Raises:
        CurrencyMismatchError: If amounts are in several currencies.
        InvalidValueError: If the undistributed amount is below 0.
    """

    fund: Fund
    shares: tuple[PoolShare, ...] = field(converter=_shares)
    undistributed: Money = field(converter=_amount)
    reasons: tuple[Reason, ...] = field(default=(), converter=_reasons)
    left_out: tuple[LeftOut, ...] = field(default=(), converter=_left_out)
    title: str = ""

    def __attrs_post_init__(self) -> None:
        for money in (self.undistributed, *(one.fund for one in self.shares)):
            if money.currency != self.fund.amount.currency:
                raise CurrencyMismatchError(
                    "shares", money, f"be in {self.fund.amount.currency}, as the fund"
                )
        if self.undistributed.minor < 0:
            raise InvalidValueError("undistributed", self.undistributed, "be 0 or more")

    @property
    def total(self) -> Money:
        """What is given out in all."""
        return Money.total((one.amount for one in self.shares), self.fund.amount.currency)

    @property
    def adds_up(self) -> bool:
        """Whether the shares and what is undistributed make up the fund, and the fund what was put in."""
        weights = sum((one.weight for one in self.shares), Fraction(0))
        return (
            self.fund.adds_up
            and self.total + self.undistributed == self.fund.amount
            and all(one.whole == weights and one.fund == self.fund.amount for one in self.shares)
        )

    def share(self, participant: str) -> Money:
        """What somebody gets; nothing where they are no member."""
        found = (one.amount for one in self.shares if one.participant == participant)
        return next(found, Money.zero(self.fund.amount.currency))

    @property
    def reason(self) -> Reason:
        """The whole explanation as one tree: the fund, the shares, what is left and who is no member."""
        values: dict[str, ReasonValue] = {
            "fund": self.fund.amount,
            "given": self.total,
            "count": sum(1 for one in self.shares if one.amount),
            "left": self.undistributed,
        }
        below = [self.fund.reason, *(one.reason for one in self.shares), *self.reasons]
        below += [reason for one in self.left_out for reason in one.reasons]
        return Reason("incentives.award.pool", values, because=below)

    def table(self, lang: str = "en") -> Table:
        """One row for each member, with the total and what is left."""
        names = ("participant", "weight", "part", "amount", "capped")
        columns = [Column(name, heading(name, lang)) for name in names]
        rows = [(one.participant, one.weight, one.part, one.amount, one.most) for one in self.shares]
        if self.undistributed or not rows:
            rest = (heading("undistributed", lang), None, None, self.undistributed, None)
            return Table(self.title, columns, [*rows, rest], footer=self._footer(lang), lang=lang)
        return Table(self.title, columns, rows, footer=self._footer(lang), lang=lang)

    def _footer(self, lang: str) -> tuple[object, ...]:
        return heading("fund", lang), None, None, self.fund.amount, None

    def left_out_table(self, lang: str = "en") -> Table:
        """One row for each who is no member, with the reason."""
        return left_out_table(self.left_out, lang)

    def _repr_html_(self) -> str:
        return self.table().html()

    def __str__(self) -> str:
        return self.table().text()


def left_out_table(left_out: Iterable[LeftOut], lang: str) -> Table:
    """One row for each who does not take part, with the reason."""
    columns = [Column(name, heading(name, lang)) for name in ("participant", "why")]
    rows = [(one.participant, one.why(lang)) for one in left_out]
    return Table(heading("left_out", lang), columns, rows, lang=lang)


def share_out(
    fund: FundLike,
    weights: Mapping[str, RateLike],
    most: Mapping[str, MoneyLike] | MoneyLike | None = None,
    leftover: Leftover | str = Leftover.KEEP,
    unit: Decimal | int | str | None = None,
) -> Distribution:
    """Share out a fund in proportion to weights, to the last unit.

    Shares are whole units, by largest remainder; equal remainders go by identifier. Nobody without a weight
    gets anything, and what nobody may take is stated as undistributed.

    Args:
        fund: An amount, or a `Fund` with its origin.
        weights: Weight of each member, 0 or more.
        most: The most that anybody, or each of those named, may get; a cap counts in whole units.
        leftover: Whether what a cap keeps from somebody goes to the others (again and again, until nobody is
            above their cap) or stays in the fund.
        unit: The step of shares in major units, such as `"10"`; None for the minor unit.

    Raises:
        BatchError: Every weight or cap that is none or is below 0.
        CurrencyMismatchError: If a cap is in another currency than the fund.
        InexactError: If the unit is no whole number of minor units.
        InvalidValueError: If the fund is below 0.

    Examples:
        >>> shared = share_out("USD 100", {"ann": 1, "bob": 1, "cid": 1})
        >>> [str(one.amount) for one in shared.shares]
        ['USD 33.34', 'USD 33.33', 'USD 33.33']
        >>> capped = share_out("USD 100", {"ann": 8, "bob": 1, "cid": 1}, "USD 50", "redistribute")
        >>> [str(one.amount) for one in capped.shares], str(capped.undistributed)
        (['USD 50.00', 'USD 25.00', 'USD 25.00'], 'USD 0.00')
    """
    source = as_fund(fund)
    amount, currency = source.amount, source.amount.currency
    rule = as_leftover(leftover)
    step = Rounding(unit).unit_minor(currency)
    members = _checked_weights(weights)
    caps = _caps(members, most, currency)
    units, rest = divmod(amount.minor, step)
    parts, held = _divided(units, members, {who: cap // step for who, cap in caps.items()}, rule)
    whole = sum(members.values(), Fraction(0))
    shares = [
        PoolShare(
            person,
            weight,
            whole,
            amount,
            Money(parts[person] * step, currency),
            Money(caps[person], currency) if person in held else None,
        )
        for person, weight in members.items()
    ]
    left = amount.minor - sum(parts.values()) * step
    why = _why_left(members, left, rest, Money(step, currency))
    return Distribution(source, shares, Money(left, currency), why)


def _checked_weights(weights: Mapping[str, RateLike]) -> dict[str, Fraction]:
    """Weights by participant, in the order of the identifiers."""
    problems: list[Problem] = []
    found: dict[str, Fraction] = {}
    for person, value in weights.items():
        try:
            weight = rate_of(value, "weight").value
            if weight < 0:
                raise InvalidValueError("weight", value, "be 0 or more")
            found[identifier(person, "participant")] = weight
        except SalesmgmtError as error:
            problems.append(Problem.of(str(person), error))
    if problems:
        raise BatchError("weights", problems)
    return {person: found[person] for person in sorted(found)}


def _caps(
    members: Mapping[str, Fraction], most: Mapping[str, MoneyLike] | MoneyLike | None, currency: Currency
) -> dict[str, int]:
    """Caps by member in minor units."""
    if most is None:
        return {}
    given = most if isinstance(most, Mapping) else dict.fromkeys(members, most)
    problems: list[Problem] = []
    found: dict[str, int] = {}
    for person, value in given.items():
        try:
            cap = money_of(value, "most")
            if cap.currency != currency:
                raise CurrencyMismatchError("most", cap, f"be in {currency}, as the fund")
            if cap.minor < 0:
                raise InvalidValueError("most", cap, "be 0 or more")
            found[person] = cap.minor
        except SalesmgmtError as error:
            if not isinstance(most, Mapping):
                raise
            problems.append(Problem.of(str(person), error))
    if problems:
        raise BatchError("most", problems)
    return {person: cap for person, cap in found.items() if person in members}


def _divided(
    units: int, members: Mapping[str, Fraction], caps: Mapping[str, int], rule: Leftover
) -> tuple[dict[str, int], frozenset[str]]:
    """Units by member, by largest remainder and within the caps, and whom a cap holds back."""
    scale = lcm(*(weight.denominator for weight in members.values()))
    weights = {person: weight.numerator * (scale // weight.denominator) for person, weight in members.items()}
    parts = dict.fromkeys(members, 0)
    open_to = {person: weight for person, weight in weights.items() if weight}
    whole = sum(open_to.values())
    held: set[str] = set()
    if rule is Leftover.REDISTRIBUTE:
        # As everybody's part rises evenly, some reach their caps before others: these are settled first.
        for person in sorted(open_to.keys() & caps, key=lambda one: Fraction(caps[one], weights[one])):
            if caps[person] * whole >= units * weights[person]:
                break
            held.add(person)
            parts[person] = caps[person]
            units -= caps[person]
            whole -= open_to.pop(person)
    if open_to:
        shares = apportion_minor(units, list(open_to.values()), whole)
        for person, share in zip(open_to, shares, strict=True):
            parts[person] = min(share, caps.get(person, share))
            if parts[person] < share:
                held.add(person)
    return parts, frozenset(held)


def _why_left(members: Mapping[str, Fraction], left: int, rest: int, step: Money) -> list[Reason]:
    """Why something is undistributed."""
    if not left:
        return []
    currency = step.currency
    if not members:
        return [Reason("incentives.award.left.nobody", {"amount": Money(left, currency)})]
    if not any(members.values()):
        return [Reason("incentives.award.left.weightless", {"amount": Money(left, currency)})]
    found = []
    if rest:
        found.append(Reason("incentives.award.left.unit", {"amount": Money(rest, currency), "unit": step}))
    if left > rest:
        found.append(Reason("incentives.award.left.caps", {"amount": Money(left - rest, currency)}))
    return found
