"""Floats of what is estimated: checked when they come in, rounded where people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import TypeAlias

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate

__all__ = ["NumberLike", "as_number", "check_above", "check_least", "shown"]

NumberLike: TypeAlias = int | float | Fraction | Decimal | Rate | str


def as_number(value: NumberLike, name: str) -> float:
    """A finite float from a number or its text; a share may be written `20%`.

    Raises:
        InvalidValueError: If it is not finite, or the text is no number.
        WrongTypeError: If it is no number.
    """
    found: float | None = None
    if isinstance(value, str):
        try:
            percent = value.strip().endswith("%")
            found = float(Fraction(value.strip()[:-1]) / 100 if percent else Fraction(value.strip()))
        except (ValueError, ZeroDivisionError, OverflowError):
            raise InvalidValueError(name, value, 'be a number, such as 0.3, "0.3" or "30%"') from None
    elif isinstance(value, Rate):
        found = float(value.value)
    elif not isinstance(value, bool) and isinstance(value, int | float | Fraction | Decimal):
        try:
            found = float(value)
        except (OverflowError, ValueError):
            found = None
    else:
        raise WrongTypeError(name, value, "be a number")
    if found is None or not isfinite(found):
        raise InvalidValueError(name, value, "be finite")
    return found + 0.0  # no negative zero, which prints as another number and compares as the same


def check_above(name: str, value: float, bound: float = 0.0) -> None:
    """Refuse a number that is not above a bound.

    Raises:
        InvalidValueError: If it is not.
    """
    if not value > bound:
        raise InvalidValueError(name, value, f"be above {bound:g}")


def check_least(name: str, value: float, bound: float = 0.0) -> None:
    """Refuse a number below a bound.

    Raises:
        InvalidValueError: If it is below.
    """
    if not value >= bound:
        raise InvalidValueError(name, value, f"be {bound:g} or more")


def shown(value: float, places: int = 2) -> Decimal:
    """A float as people read it: rounded to some decimal places."""
    rounded = Decimal(f"{value:.{places}f}")
    return rounded.copy_abs() if rounded == 0 else rounded
