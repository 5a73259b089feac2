"""Exact numbers as they come in: whole numbers, Fractions, Decimals and text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["ExactLike", "exact_number"]

ExactLike: TypeAlias = int | Fraction | Decimal | str


def exact_number(name: str, value: object) -> int | Fraction:
    """An exact number, whole where it can be.

    Raises:
        InvalidValueError: If a text is no number, or a Decimal is not finite.
        WrongTypeError: If it is a float or anything else.
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal | str):
        raise WrongTypeError(name, value, "be exact: a whole number, a Fraction, a Decimal or text")
    try:
        number = Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError):
        raise InvalidValueError(name, value, "be a number such as '12.5'") from None
    return number.numerator if number.denominator == 1 else number
