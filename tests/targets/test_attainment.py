"""Attainment: exact, and undefined where there is no target."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate
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


@pytest.mark.parametrize("pair", [(0.5, 1), (1, 0.5), (True, 1), (1, True), (None, 1), ("USD 5", "USD 5")])
def test_what_is_no_exact_figure_is_refused(pair: tuple[object, object]) -> None:
    with pytest.raises(WrongTypeError):
        attainment(cast(int, pair[0]), cast(int, pair[1]))


def test_decimals_are_exact_figures() -> None:
    assert attainment(Decimal("1.5"), 2) == Rate("75%")


def test_mixed_kinds_and_negative_targets_are_refused() -> None:
    with pytest.raises(InvalidValueError):
        attainment(Money.of("USD 5"), 5)
    with pytest.raises(InvalidValueError):
        attainment(5, -1)
    with pytest.raises(InvalidValueError):
        attainment(Money.of("USD 5"), Money.of("USD -1"))
    with pytest.raises(CurrencyMismatchError):
        attainment(Money.of("USD 5"), Money.of("EUR 1"))
