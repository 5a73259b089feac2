"""Results that are changes: growth over a year or a period, places won or lost in a ranking."""

from __future__ import annotations

from salesmgmt.appraisal.numbers import NumberLike, as_number
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate

__all__ = ["growth", "places_gained"]


def growth(before: NumberLike, now: NumberLike) -> Rate | None:
    """By how much a figure has grown, as a share of what it was; negative where it fell.

    Returns:
        The share; None where it was zero or less, since no share has a meaning there.

    Raises:
        WrongTypeError: If a figure is a float.

    Examples:
        >>> str(growth(200, 225)), str(growth(200, 194))
        ('12.5%', '-3%')
    """
    base, level = as_number(before, "before"), as_number(now, "now")
    return Rate((level - base) / base) if base > 0 else None


def places_gained(before: int, now: int) -> int:
    """Places won in a ranking, where 1 is the first place; negative where places were lost.

    Raises:
        InvalidValueError: If a place is below 1.
        WrongTypeError: If a place is no whole number.

    Examples:
        >>> places_gained(before=5, now=3), places_gained(4, 5)
        (2, -1)
    """
    for name, place in (("before", before), ("now", now)):
        if type(place) is not int:
            raise WrongTypeError(name, place, "be a whole number")
        if place < 1:
            raise InvalidValueError(name, place, "be 1 or more")
    return before - now
