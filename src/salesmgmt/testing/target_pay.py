"""Strategies for pay at target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.incentives import TargetPay
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.testing.money import currencies

__all__ = ["STRATEGIES", "target_pays"]


@st.composite
def target_pays(draw: st.DrawFn, *, currency: Currency | str | None = None) -> TargetPay:
    """Every pay at target.

    Args:
        draw: Hypothesis's own.
        currency: Only this one.
    """
    unit = draw(currencies()) if currency is None else currency
    return TargetPay(
        Money(draw(st.integers(0, 10**12)), unit),
        fixed=Rate(draw(st.fractions(0, 1) | st.sampled_from((Fraction(1, 2), Fraction(3, 5))))),
        quota=Money(draw(st.integers(1, 10**15)), unit),
        per=draw(st.sampled_from(("year", "half", "quarter", "month"))),
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {TargetPay: target_pays}
)
"""A strategy for each public type of the module."""
