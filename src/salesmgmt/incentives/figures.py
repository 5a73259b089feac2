"""What is counted: money that is not yet rounded, or a number of things."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from salesmgmt.money import Currency, Unrounded

__all__ = ["Figure", "Minor", "figure_of", "size_of"]

Figure: TypeAlias = Unrounded | Fraction
"""Money not yet rounded, or a number of things: units, deals, points."""

Minor: TypeAlias = int | Fraction
"""A figure without its unit: minor units where it is money, else the number itself."""


def size_of(figure: Figure) -> Fraction:
    """The figure without its unit."""
    return figure.minor if isinstance(figure, Unrounded) else figure


def figure_of(size: Minor, currency: Currency | None) -> Figure:
    """A figure of a size: money in a currency, or a number of things where there is none."""
    return Fraction(size) if currency is None else Unrounded(size, currency)
