"""Rounding against a slow reference that looks at the two neighbours of a figure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import InexactError, InvalidValueError, WrongTypeError
from salesmgmt.money import HALF_UP_TO_MINOR, Currency, Money, Rate, Rounding, RoundingMode, Unrounded
from salesmgmt.money.rounding import divide
from salesmgmt.testing.money import currencies, rounding_modes, roundings, unroundeds

pytestmark = pytest.mark.properties

HALF_UP, HALF_EVEN, DOWN, UP = (
    RoundingMode.HALF_UP,
    RoundingMode.HALF_EVEN,
    RoundingMode.DOWN,
    RoundingMode.UP,
)
ANY_ROUNDING: Any = Rounding

#: Ties and their neighbourhood are rare among arbitrary fractions.
near_ties = st.builds(
    lambda half, off: Fraction(half, 2) + off,
    st.integers(-50, 50),
    st.sampled_from([Fraction(0), Fraction(1, 10**9), Fraction(-1, 10**9)]),
)
figures = st.fractions() | near_ties


def slowly(value: Fraction, mode: RoundingMode) -> int:
    """The neighbour of a figure that the mode's definition picks."""
    below = floor(value)
    if below == value:
        return below
    above = below + 1
    nearer_zero, farther = (below, above) if value > 0 else (above, below)
    if mode is DOWN:
        return nearer_zero
    if mode is UP:
        return farther
    to_below, to_above = value - below, above - value
    if to_below != to_above:
        return below if to_below < to_above else above
    if mode is HALF_UP:
        return farther
    return below if below % 2 == 0 else above


@given(figures, rounding_modes())
def test_division_picks_the_neighbour_that_the_mode_names(value: Fraction, mode: RoundingMode) -> None:
    assert divide(value.numerator, value.denominator, mode) == slowly(value, mode)


@given(figures, rounding_modes())
def test_a_prepared_step_gives_the_same(value: Fraction, mode: RoundingMode) -> None:
    assert Rounding(mode=mode).divider(2)(value.numerator, value.denominator) == slowly(value, mode)


@given(figures, st.integers(1, 50), rounding_modes())
def test_a_quotient_need_not_be_in_lowest_terms(value: Fraction, times: int, mode: RoundingMode) -> None:
    assert divide(value.numerator * times, value.denominator * times, mode) == slowly(value, mode)


@given(figures, currencies(max_digits=4), st.data())
def test_a_step_rounds_to_its_multiples(value: Fraction, currency: Currency, data: st.DataObject) -> None:
    rounding = data.draw(roundings(currency=currency))
    unit = Fraction(1, currency.minor_per_major) if rounding.unit is None else Fraction(str(rounding.unit))
    step = unit * currency.minor_per_major
    expected = slowly(value / step, rounding.mode) * step
    assert rounding.apply(value, currency) == rounding.apply(value, currency.digits) == expected
    assert rounding.divider(currency)(value.numerator, value.denominator) == expected
    assert Unrounded(value, currency).round(rounding) == Money(int(expected), currency)


@given(figures, rounding_modes())
def test_a_negative_figure_is_the_mirror_image(value: Fraction, mode: RoundingMode) -> None:
    rounding = Rounding(mode=mode)
    assert rounding.apply(-value, 2) == -rounding.apply(value, 2)


@given(unroundeds(currency="USD"))
def test_the_default_is_half_up_to_the_minor_unit(figure: Unrounded) -> None:
    assert figure.round() == figure.round(HALF_UP_TO_MINOR) == figure.round(Rounding("0.01", HALF_UP))
    assert abs(figure.minor - figure.round().minor) <= Fraction(1, 2)


@given(st.integers(), roundings(currency=Currency.of("USD")))
def test_what_is_whole_already_stays(count: int, rounding: Rounding) -> None:
    amount = Money(count * rounding.unit_minor(2), "USD")
    assert amount.exact.round(rounding) == amount


@pytest.mark.parametrize(
    "amount, unit, mode, rounded",
    [
        ("0.005", None, HALF_UP, "0.01"),
        ("-0.005", None, HALF_UP, "-0.01"),
        ("0.005", None, HALF_EVEN, "0.00"),
        ("0.015", None, HALF_EVEN, "0.02"),
        ("0.019", None, DOWN, "0.01"),
        ("-0.019", None, DOWN, "-0.01"),
        ("0.011", None, UP, "0.02"),
        ("1234.56", "0.1", HALF_UP, "1234.60"),
        ("1234.56", "1", HALF_UP, "1235.00"),
        ("1234.56", "1", DOWN, "1234.00"),
        ("1234.56", "10", HALF_UP, "1230.00"),
        ("1250", "100", HALF_UP, "1300.00"),
        ("1250", "100", HALF_EVEN, "1200.00"),
        ("1.02", "0.05", HALF_UP, "1.00"),
        ("1.025", "0.05", HALF_UP, "1.05"),
    ],
)
def test_figures_worked_by_hand(amount: str, unit: str | None, mode: RoundingMode, rounded: str) -> None:
    figure = Unrounded(Fraction(amount) * 100, "USD")
    assert figure.round(Rounding(unit, mode)) == Money.of(rounded, "USD")


def test_a_unit_below_the_minor_unit_is_refused_where_it_meets_the_currency() -> None:
    step = Rounding("0.001")
    assert step.apply(Fraction(5, 3), Currency.of("KWD")) == 2
    with pytest.raises(InexactError, match="have 2 digits here"):
        step.apply(Fraction(5, 3), Currency.of("USD"))
    with pytest.raises(InexactError):
        Rounding("0.5").divider(Currency.of("JPY"))
    with pytest.raises(InexactError):
        Rounding("0.015").unit_minor(2)


def test_equal_units_are_spelt_alike() -> None:
    assert Rounding("0.10") == Rounding(Decimal("0.1")) == Rounding("０．１")
    assert str(Rounding(Decimal("1E+2")).unit) == "100"
    assert repr(Rounding("0.10")) == repr(Rounding("0.1"))
    assert Rounding(10) == ANY_ROUNDING(10)
    assert Rounding("1", "down") == Rounding("1", DOWN)
    assert (str(Rounding()), str(Rounding("10", UP))) == ("half up to the minor unit", "up to 10")


@pytest.mark.parametrize(
    "unit", ["0", "-1", "x", "1,00", "5%", "", Decimal(0), Decimal("NaN"), -5, "0.0000000000001"]
)
def test_a_unit_is_a_decimal_above_zero(unit: object) -> None:
    with pytest.raises(InvalidValueError) as caught:
        ANY_ROUNDING(unit)
    assert caught.value.field == "unit"


@pytest.mark.parametrize("unit", [0.01, True])
def test_a_unit_is_exact(unit: object) -> None:
    with pytest.raises(WrongTypeError):
        ANY_ROUNDING(unit)


def test_a_mode_is_one_of_four() -> None:
    with pytest.raises(InvalidValueError, match="'half_up', 'half_even', 'down', 'up'"):
        Rounding("1", "ceiling")


def test_payroll_rounding_of_a_rate() -> None:
    assert (Money.of("USD 1,234.50") * Rate("5%")).round() == Money.of("USD 61.73")
    assert (Money.of("USD 1,234.50") * Rate("5%")).round(Rounding(mode=HALF_EVEN)) == Money.of("USD 61.72")


def test_what_is_no_rounding_is_refused() -> None:
    with pytest.raises(WrongTypeError, match="be a Rounding"):
        (Money.of("USD 1") * Rate("1/3")).round(cast(Rounding, 2))
