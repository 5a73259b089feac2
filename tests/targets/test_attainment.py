"""Attainment: exact, and undefined where there is no target."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import CurrencyMismatchError, InvalidValueError
from salesmgmt.money import Money
from salesmgmt.targets import attainment

pytestmark = pytest.mark.properties


@given(st.integers(), st.integers(min_value=1))
def test_it_is_the_exact_ratio(achieved: int, target: int) -> None:
    rate = attainment(Money(achieved, "USD"), Money(target, "USD"))
    assert rate is not None
    assert rate.value == Fraction(achieved, target)
    assert attainment(achieved, target) == rate


@given(st.integers())
def test_without_a_target_it_is_undefined(achieved: int) -> None:
    assert attainment(Money(achieved, "USD"), Money.zero("USD")) is None
    assert attainment(achieved, 0) is None


def test_mixed_kinds_and_negative_targets_are_refused() -> None:
    with pytest.raises(InvalidValueError):
        attainment(Money.of("USD 5"), 5)
    with pytest.raises(InvalidValueError):
        attainment(5, -1)
    with pytest.raises(InvalidValueError):
        attainment(Money.of("USD 5"), Money.of("USD -1"))
    with pytest.raises(CurrencyMismatchError):
        attainment(Money.of("USD 5"), Money.of("EUR 1"))
