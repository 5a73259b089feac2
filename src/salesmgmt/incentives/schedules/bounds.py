"""Where the steps of a table begin: shares, amounts or numbers, and who owns a figure exactly on a bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from salesmgmt._choices import choice_of
from salesmgmt.errors import InvalidValueError, Problem, WrongTypeError
from salesmgmt.incentives.stated import written_as_share
from salesmgmt.money import Money, Rate, money_of, rate_of
from salesmgmt.money.figures import exact, half_width, read_number

__all__ = [
    "Bound",
    "BoundLike",
    "Boundary",
    "KeyKind",
    "as_boundary",
    "bound_of",
    "kind_of",
    "kind_problems",
    "nothing_like",
    "rising_problems",
    "size_of_bound",
]

Bound: TypeAlias = Rate | Money | Fraction
"""Where a step begins: a share, an amount, or a number of things, days, points."""

BoundLike: TypeAlias = Rate | Money | Fraction | Decimal | int | str
"""A bound as people write it: `"60%"`, `"USD 50,000"`, `10`."""

_SHARE_MARKS = "%‰‱％/／"
_RULE = (
    "be a share such as '60%', an amount with its currency such as 'USD 50,000', "
    "or a number such as 10, without quotation marks"
)


class KeyKind(StrEnum):
    """What the bounds of a schedule are, and so what it is entered by.

    A share is a fraction of something: attainment, margin, discount. A number counts: deals, units, days,
    months, a rank, points.
    """

    SHARE = "share"
    MONEY = "money"
    NUMBER = "number"


class Boundary(StrEnum):
    """Which step a figure exactly on a bound belongs to: the one above it, or the one below."""

    UPPER = "upper"
    LOWER = "lower"


def as_boundary(value: Boundary | str) -> Boundary:
    """The owner of a bound, from its name.

    Raises:
        InvalidValueError: If it is neither.
    """
    return choice_of(Boundary, value, "boundary", "be 'upper' or 'lower'")


def bound_of(value: BoundLike, name: str = "start") -> Bound:
    """A bound from what people write.

    Raises:
        InvalidValueError: The text is neither a share nor an amount; a bare number in quotation marks is
            refused, since it could be meant as either.
        WrongTypeError: A float or another type.

    Examples:
        >>> bound_of("60%"), bound_of("USD 50,000"), bound_of(10)
        (Rate('60%'), Money.of('USD 50,000.00'), Fraction(10, 1))
    """
    if isinstance(value, Rate | Money):
        return value
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
            raise WrongTypeError(name, value, _RULE)
        return exact(value, name)
    if written_as_share(value, _SHARE_MARKS):
        return rate_of(value, name)
    text = half_width(value)
    if read_number(text.removeprefix("-")) is not None:
        rule = f"say what it counts: {text}% is a share, USD {text} an amount, and {text} without quotation "
        raise InvalidValueError(name, value, f"{rule}marks a number")
    try:
        return money_of(value, name)
    except InvalidValueError:
        raise InvalidValueError(name, value, _RULE) from None


def kind_of(bound: Bound) -> KeyKind:
    """What a bound is."""
    if isinstance(bound, Rate):
        return KeyKind.SHARE
    return KeyKind.MONEY if isinstance(bound, Money) else KeyKind.NUMBER


def size_of_bound(bound: Bound) -> Fraction:
    """A bound without its unit: the share as a fraction, minor units, the number."""
    if isinstance(bound, Rate):
        return bound.value
    return Fraction(bound.minor) if isinstance(bound, Money) else bound


def nothing_like(bound: Bound) -> Bound:
    """Zero, in the unit of a bound."""
    if isinstance(bound, Rate):
        return Rate(0)
    return Money.zero(bound.currency) if isinstance(bound, Money) else Fraction(0)


def kind_problems(bounds: Sequence[Bound], names: Iterable[str], field: str) -> Iterator[Problem]:
    """Bounds that cannot be compared with the first one.

    Args:
        bounds: In the order in which they stand.
        names: What to call each in a problem.
        field: The field that they stand in.
    """
    for bound, name in zip(bounds, names, strict=True):
        first = bounds[0]
        if kind_of(first) is not kind_of(bound):
            yield Problem(name, field, bound, f"be of the kind of the first one, {first}")
        elif isinstance(first, Money) and isinstance(bound, Money) and first.currency != bound.currency:
            yield Problem(name, field, bound, f"be in {first.currency}, as the first one")


def rising_problems(
    bounds: Sequence[Bound], names: Sequence[str], field: str, what: str
) -> Iterator[Problem]:
    """Bounds of one kind that do not lie above the one before them.

    Args:
        bounds: In the order in which they stand.
        names: What to call each in a problem.
        field: The field that they stand in.
        what: What they are bounds of.
    """
    for name, (before, after) in zip(names[1:], pairwise(bounds), strict=True):
        if size_of_bound(after) <= size_of_bound(before):
            yield Problem(name, field, after, f"be above the {what} before it, {before}")
