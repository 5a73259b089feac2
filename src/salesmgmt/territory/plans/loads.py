"""What territories carry: the sum of a measure over their accounts, beside its share and its bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money, Rate, Unrounded, currency_of
from salesmgmt.territory.plans.figures import AccountFigures
from salesmgmt.territory.plans.plan import TerritoryPlan

__all__ = ["AccountMove", "TerritoryLoad", "loads_of", "percent"]


@frozen(weakref_slot=False)
class AccountMove:
    """One account leaves a territory, or comes into one.

    Attributes:
        account: Identifier of the account.
        origin: Territory that it leaves; None where it stood in none.
        target: Territory that it comes into; None where it stands in none from now on.

    Raises:
        InvalidValueError: If the account stays where it is, or an identifier is empty.
        WrongTypeError: If one is no text.
    """

    account: str
    origin: str | None
    target: str | None

    def __attrs_post_init__(self) -> None:
        for name, value in (("account", self.account), ("origin", self.origin), ("target", self.target)):
            if value is None and name != "account":
                continue
            if not isinstance(value, str):
                raise WrongTypeError(name, value, "be text")
            if not value:
                raise InvalidValueError(name, value, "be text with at least one character")
        if self.origin == self.target:
            raise InvalidValueError("target", self.target, "be another territory than the origin")


def _as_number(value: int | Fraction) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise WrongTypeError("load", value, "be exact: a whole number or a Fraction")
    return Fraction(value)


def _as_bound(value: int | Fraction | None) -> Fraction | None:
    return None if value is None else _as_number(value)


def _as_currency(value: Currency | str | None) -> Currency | None:
    return None if value is None else currency_of(value)


@frozen
class TerritoryLoad:
    """What one territory carries of one measure.

    Attributes:
        territory: Identifier of the territory.
        measure: Name of the measure.
        load: Sum over its accounts; minor units where there is a currency.
        target: Its share of the whole.
        least: Least that it may carry; None where there is no such bound.
        most: Most that it may carry; None where there is no such bound.
        currency: Currency of the figures; None for plain numbers.

    Raises:
        WrongTypeError: If a number is not exact.

    Examples:
        >>> load = TerritoryLoad("N", "visits", 105, 100, 95, 110)
        >>> load.deviation, load.excess
        (Fraction(1, 20), Fraction(0, 1))
    """

    territory: str
    measure: str
    load: Fraction = field(converter=_as_number)
    target: Fraction = field(converter=_as_number)
    least: Fraction | None = field(default=None, converter=_as_bound)
    most: Fraction | None = field(default=None, converter=_as_bound)
    currency: Currency | None = field(default=None, converter=_as_currency)

    def __attrs_post_init__(self) -> None:
        for name, value in (("territory", self.territory), ("measure", self.measure)):
            if not isinstance(value, str) or not value:
                raise WrongTypeError(name, value, "be text with at least one character")

    @property
    def deviation(self) -> Fraction | None:
        """How far the load is above its share (below where negative), as a part of it; None for no share."""
        return None if self.target == 0 else self.load / self.target - 1

    @property
    def excess(self) -> Fraction:
        """By how much the load breaks its bounds: positive above, negative below, 0 within."""
        if self.most is not None and self.load > self.most:
            return self.load - self.most
        if self.least is not None and self.load < self.least:
            return self.load - self.least
        return Fraction(0)

    def shown(self, value: Fraction | None) -> Fraction | Money | Unrounded | None:
        """A number of this load as people read it: money where it has a currency."""
        if value is None or self.currency is None:
            return value
        if value.denominator == 1:
            return Money(int(value), self.currency)
        return Unrounded(value, self.currency)


def loads_of(
    plan: TerritoryPlan,
    figures: AccountFigures,
    *,
    measures: Iterable[str] | None = None,
    heads: Mapping[str, int | Fraction] | None = None,
) -> tuple[TerritoryLoad, ...]:
    """What the territories of a plan carry, by measure and territory.

    Shares count the territories that have accounts or no territory below them; the whole is what is placed.

    Args:
        plan: The plan; accounts without figures weigh nothing.
        figures: Figures of the accounts.
        measures: The measures wanted; None for all.
        heads: Weights of territories, such as the number of people in them; 1 where not named.

    Raises:
        UnknownIdentifierError: If a measure is unknown.
    """
    placed = plan.by_account()
    parents = {territory.parent for territory in plan.territories}
    held = set(placed.values())
    names = [each.id for each in plan.territories if each.id in held or each.id not in parents]
    weights = {name: Fraction((heads or {}).get(name, 1)) for name in names}
    whole = sum(weights.values(), Fraction(0))
    found = []
    for measure in sorted(figures.measures if measures is None else set(measures)):
        column = figures.column(measure)
        sums: dict[str, Fraction | int] = dict.fromkeys(names, 0)
        for account, value in zip(figures.accounts, column.values, strict=True):
            territory = placed.get(account)
            if territory is not None:
                sums[territory] += value
        total = sum(sums.values(), Fraction(0))
        for name in names:
            target = total * weights[name] / whole if whole else Fraction(0)
            found.append(TerritoryLoad(name, measure, Fraction(sums[name]), target, currency=column.currency))
    return tuple(found)


def percent(value: Fraction) -> Rate:
    """A part for a table: per cent with one decimal, half away from zero."""
    tenths = int(abs(value) * 1000 + Fraction(1, 2))
    return Rate(Fraction(-tenths if value < 0 else tenths, 1000))
