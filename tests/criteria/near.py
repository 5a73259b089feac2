"""Values next to each other."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from salesmgmt.criteria.values import Value
from salesmgmt.money import Money, Rate


def around(value: Value) -> list[Value]:
    """Values on, just below and just above a literal."""
    if isinstance(value, bool):
        return [True, False]
    if isinstance(value, str):
        return [value, value + "\0", value + "x", value[:-1]]
    if isinstance(value, Money):
        return [Money(value.minor + step, value.currency) for step in (0, 1, -1)]
    if isinstance(value, Rate):
        return [Rate(value.value + Fraction(step, 97)) for step in (0, 1, -1)]
    if isinstance(value, date):
        days = [value.toordinal() + step for step in (0, 1, -1)]
        return [date.fromordinal(day) for day in days if 1 <= day <= date.max.toordinal()]
    return [value, value + Fraction(1, 97), value - Fraction(1, 97)]
