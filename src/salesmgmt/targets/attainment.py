"""Achieved over target: a ratio, and undefined where the target is zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, rate_of

__all__ = ["attainment"]


def attainment(
    achieved: Money | int | Fraction | Decimal, target: Money | int | Fraction | Decimal
) -> Rate | None:
    """The share of a target that was achieved, exact.

    Args:
        achieved: What was achieved, money or a number.
        target: What was to be achieved, of the same kind, 0 or more.

    Returns:
        The ratio, 1 for exactly reached; None where the target is zero, since no ratio has a meaning there.

    Raises:
        CurrencyMismatchError: If the currencies differ.
        InvalidValueError: If the target is negative, or one is money and the other a number.
        WrongTypeError: If either is a float, a flag, or no figure at all.

    Examples:
        >>> str(attainment(Money.of("USD 90"), Money.of("USD 120")))
        '75%'
    """
    if isinstance(achieved, Money) and isinstance(target, Money):
        if target.minor < 0:
            raise InvalidValueError("target", target, "be 0 or more")
        return achieved.ratio(target) if target.minor else None
    done, level = _number(achieved, "achieved"), _number(target, "target")
    if done is None or level is None:
        raise InvalidValueError("target", target, f"be of the kind of what was achieved, {achieved!r}")
    if level.value < 0:
        raise InvalidValueError("target", target, "be 0 or more")
    return done / level if level else None


def _number(value: object, name: str) -> Rate | None:
    """An exact number; None for money."""
    if isinstance(value, Money):
        return None
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        raise WrongTypeError(name, value, "be Money, or an exact number: an int, a Decimal or a Fraction")
    return rate_of(value, name)
