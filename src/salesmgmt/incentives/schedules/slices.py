"""Slices: which part of a base earned what, so that every pay can be added up again."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.incentives.figures import Figure, Minor, figure_of, size_of
from salesmgmt.incentives.schedules.bounds import KeyKind
from salesmgmt.incentives.schedules.pays import Method, Pays, size_of_pays
from salesmgmt.incentives.schedules.tiers import Tier
from salesmgmt.money import Currency, Rate, Unrounded
from salesmgmt.money.figures import exact

__all__ = [
    "AxisKey",
    "Slice",
    "Term",
    "checked_currency",
    "checked_position",
    "checked_unit",
    "currency_for",
    "refuse_other_key",
    "sliced",
]

AxisKey: TypeAlias = Minor | str | None
"""The key of an axis: a share as a fraction, minor units, a number or a text; None: unknown."""


@frozen
class Slice:
    """A part of a base and what it earns.

    Where something below an opening figure was paid already, or a higher step takes the place of a lower one,
    the part that was paid before stands as a slice of its own, with a negative base and pay.

    Attributes:
        base: The part: money, or a number of things.
        pays: What the step pays: a rate, an amount for each unit, or a sum.
        pay: What this part earns, exact.
        tier: The tier that says so; None where there are no tiers.
        deal: The deal, where each deal runs through the schedule on its own.
        method: How the step pays.
        portion: For a sum, how much of it: 1 for all of it, 0 for what was paid before, a part of a sum that
            is spread, negative where it is taken back. None where the pay is base times `pays`.
    """

    base: Figure
    pays: Pays
    pay: Unrounded
    tier: Tier | None = None
    deal: str | None = None
    method: Method = Method.WHOLE
    portion: Rate | None = None

    @property
    def adds_up(self) -> bool:
        """Whether the pay is what the part, or the portion of the sum, earns."""
        factor = size_of(self.base) if self.portion is None else self.portion.value
        return self.pay.minor == factor * size_of_pays(self.pays)


Term: TypeAlias = tuple[Fraction, Pays, Tier | None, Method, Fraction | None]
"""A slice on its way: part of the base, what it pays, its tier, the method, the portion of a sum."""


def sliced(terms: Iterable[Term], base: Figure, currency: Currency) -> tuple[Slice, ...]:
    """Terms as slices, those left out that are nothing of nothing.

    Args:
        terms: What was worked out.
        base: The figure that they are parts of, for its unit.
        currency: Of the pay.
    """
    unit = base.currency if isinstance(base, Unrounded) else None
    found: list[Slice] = []
    for part, pays, tier, method, portion in terms:
        pay = (part if portion is None else portion) * size_of_pays(pays)
        if part or pay:
            figure = figure_of(part, unit)
            share = None if portion is None else Rate(portion)
            found.append(Slice(figure, pays, Unrounded(pay, currency), tier, None, method, share))
    return tuple(found)


def checked_currency(base: Figure, named: Currency | None, things: bool | None) -> Currency:
    """The currency of the pay for a base, which has to be one that the schedule can pay for.

    Args:
        base: What is paid for.
        named: The currency that the schedule names, if any.
        things: Whether the base has to count things, or be money, or either (None).

    Raises:
        CurrencyMismatchError: If the base is in another currency.
        InvalidValueError: If it is negative, money where things are counted, or things where money is.
        WrongTypeError: If it is no figure.
    """
    if not isinstance(base, Unrounded | Fraction):
        raise WrongTypeError("base", base, "be Unrounded money (Money.exact), or a Fraction of things")
    if size_of(base) < 0:
        raise InvalidValueError("base", base, "be 0 or more; a component says what a negative one earns")
    return currency_for(base.currency if isinstance(base, Unrounded) else None, named, things, base)


def currency_for(
    unit: Currency | None, named: Currency | None, things: bool | None, base: object = None
) -> Currency:
    """The currency of the pay for any base in a currency, or for a number of things where that is None.

    Raises:
        CurrencyMismatchError: As `checked_currency`.
        InvalidValueError: As `checked_currency`.
    """
    shown = unit if base is None else base
    if unit is None:
        if things is False or named is None:
            raise InvalidValueError("base", shown, "be money, since the schedule pays a rate of it")
        return named
    if things:
        raise InvalidValueError("base", shown, "be a number of things, for each of which an amount is paid")
    if named is not None and unit != named:
        raise CurrencyMismatchError("base", shown, f"be in {named}, as the schedule")
    return unit


def checked_position(value: Minor, name: str) -> Fraction:
    """An exact number of 0 or more, as the fraction it is.

    Raises:
        InvalidValueError: If it is below 0.
        WrongTypeError: If it is not exact.
    """
    found = exact(value, name)
    if found < 0:
        raise InvalidValueError(name, value, "be 0 or more")
    return found


def checked_unit(value: Minor | None, keyed: KeyKind, base: Figure) -> Fraction:
    """How many base units one unit of a bound is, where the base is its own key.

    Args:
        value: Minor units of the quota for shares; None, or 1, for the others.
        keyed: What the bounds are.
        base: What is paid for.

    Raises:
        InvalidValueError: If shares have no unit above 0, or the bounds measure something else than the base.
        WrongTypeError: If the unit is not exact.
    """
    if keyed is KeyKind.SHARE:
        unit = Fraction(0) if value is None else exact(value, "unit")
        if unit <= 0:
            rule = "be above 0: the quota in minor units, since the bounds are shares of it"
            raise InvalidValueError("unit", value, rule)
        return unit
    if value is not None and value != 1:
        raise InvalidValueError("unit", value, f"be 1, since the bounds are of kind {keyed}")
    refuse_other_key(keyed, money=isinstance(base, Unrounded))
    return Fraction(1)


def refuse_other_key(keyed: KeyKind, *, money: bool) -> None:
    """Refuse a base that cannot be its own key, since the bounds measure something else.

    Raises:
        InvalidValueError: If the bounds are amounts and the base is none, or the reverse.
    """
    if keyed is not KeyKind.SHARE and (keyed is KeyKind.MONEY) is not money:
        rule = f"be given: the bounds are of kind {keyed}, and the base is of another"
        raise InvalidValueError("at", None, rule)
