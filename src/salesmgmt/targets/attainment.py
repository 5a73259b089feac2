"""Achieved over target: a ratio, and undefined where the target is zero."""

from __future__ import annotations

from fractions import Fraction

from salesmgmt.errors import InvalidValueError
from salesmgmt.money import Money, Rate

__all__ = ["attainment"]


def attainment(achieved: Money | int | Fraction, target: Money | int | Fraction) -> Rate | None:
    """The share of a target that was achieved, exact.

    Args:
        achieved: What was achieved, money or a number.
        target: What was to be achieved, of the same kind, 0 or more.

    Returns:
        The ratio, 1 for exactly reached; None where the target is zero, since no ratio has a meaning there.

    Raises:
        CurrencyMismatchError: If the currencies differ.
        InvalidValueError: If the target is negative, or one is money and the other a number.

    Examples:
        >>> str(attainment(Money.of("USD 90"), Money.of("USD 120")))
        '75%'
    """
    if isinstance(achieved, Money) and isinstance(target, Money):
        if target.minor < 0:
            raise InvalidValueError("target", target, "be 0 or more")
        return achieved.ratio(target) if target.minor else None
    if isinstance(achieved, Money) or isinstance(target, Money):
        raise InvalidValueError("target", target, f"be of the kind of what was achieved, {achieved!r}")
    if target < 0:
        raise InvalidValueError("target", target, "be 0 or more")
    return Rate(Fraction(achieved) / Fraction(target)) if target else None
