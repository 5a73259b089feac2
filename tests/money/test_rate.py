"""Rates: what they are read from, what they print as, and their arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import InvalidValueError, SalesmgmtError, WrongTypeError
from salesmgmt.money import Money, Rate, rate_of
from salesmgmt.testing.money import rates

pytestmark = pytest.mark.properties

ANY_RATE: Any = Rate
ANY_OF: Any = rate_of


@given(rates())
def test_text_is_read_back(rate: Rate) -> None:
    assert Rate(str(rate)) == rate
    assert Rate(rate.figure) == rate
    assert repr(rate) == f"Rate({str(rate)!r})"
    assert f"{rate:>30}" == str(rate).rjust(30)


@given(st.integers(-(10**9), 10**9), st.integers(0, 8), st.sampled_from("%‰‱"))
def test_a_suffix_divides(digits: int, places: int, suffix: str) -> None:
    text = f"{Decimal(f'{digits}E-{places}'):f}{suffix}"
    assert Rate(text).value == Fraction(digits, 10**places * {"%": 100, "‰": 1000, "‱": 10_000}[suffix])


@given(rates(), rates(), st.fractions(), st.integers(-1000, 1000))
def test_arithmetic_is_that_of_fractions(one: Rate, two: Rate, factor: Fraction, times: int) -> None:
    assert (one + two).value == one.value + two.value
    assert (one - two).value == one.value - two.value
    assert (one * two).value == one.value * two.value
    assert (one * factor).value == (factor * one).value == one.value * factor
    assert (times * one).value == one.value * times
    assert (-one).value == -one.value
    assert abs(one).value == abs(one.value)
    assert bool(one) == (one.value != 0)
    if two:
        assert (one / two).value == one.value / two.value
    assert (one < two, one <= two, one > two, one >= two) == (
        one.value < two.value,
        one.value <= two.value,
        one.value > two.value,
        one.value >= two.value,
    )
    assert (one == two) == (one.value == two.value)


@given(rates(min_value=0, max_value=1))
def test_the_strategy_keeps_its_bounds(rate: Rate) -> None:
    assert 0 <= rate.value <= 1


@pytest.mark.parametrize(
    "text, value",
    [
        ("5%", Fraction(1, 20)),
        (" 5 % ", Fraction(1, 20)),
        ("５％", Fraction(1, 20)),
        ("4‰", Fraction(1, 250)),
        ("3‱", Fraction(3, 10_000)),
        ("0.05", Fraction(1, 20)),
        (".5", Fraction(1, 2)),
        ("1/3", Fraction(1, 3)),
        ("7.13/100", Fraction(713, 10_000)),
        (" 1 / 3", Fraction(1, 3)),
        ("１／３", Fraction(1, 3)),
        ("-5%", Fraction(-1, 20)),
        ("−5%", Fraction(-1, 20)),
        ("+5%", Fraction(1, 20)),
        ("- 5%", Fraction(-1, 20)),
        ("1,200%", Fraction(12)),
        ("100", Fraction(100)),
        ("百分之五", Fraction(1, 20)),
        ("百分之十二点五", Fraction(1, 8)),
        ("百分之一百二十", Fraction(6, 5)),
        ("百分之5.5", Fraction(11, 200)),
        ("千分之四", Fraction(1, 250)),
        ("万分之三", Fraction(3, 10_000)),
        ("负百分之五", Fraction(-1, 20)),
        ("百分之百", Fraction(1)),
        ("萬分之三", Fraction(3, 10_000)),
    ],
)
def test_what_people_write(text: str, value: Fraction) -> None:
    assert Rate(text).value == value


@pytest.mark.parametrize(
    "value, text",
    [
        ("5%", "5%"),
        ("0.004", "0.4%"),
        ("1/3", "1/3"),
        ("2", "200%"),
        ("-1/8", "-12.5%"),
        ("0", "0%"),
        ("2/4", "50%"),
        ("0.00000000000001", "0.000000000001%"),
        ("0.000000000000001", "1/1000000000000000"),
    ],
)
def test_how_it_prints(value: str, text: str) -> None:
    assert str(Rate(value)) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "five",
            "5%%",
            "%",
            "1/0",
            "1/",
            "/3",
            "1/2/3",
            "0,05",
            "1.2.3",
            "5 5",
            "1,2,3",
            "--5",
            "+-5",
            "1e-3",
        ),
        *("nan", "inf", "１²", "٥%", "5% off", "", "9" * 201),
        *("五", "百分之", "百分之一百二", "百分之x", "百分之十点"),
    ],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="it must be a number such as '5%'") as caught:
        rate_of(text, "share")
    assert caught.value.field == "share"


@given(st.text() | st.text("0123456789.,%‰/+- 百分千之五十点万负"))
def test_any_text_is_a_rate_or_refused_by_our_own_error(text: str) -> None:
    try:
        rate = Rate(text)
    except InvalidValueError:
        return
    assert Rate(str(rate)) == rate


@pytest.mark.parametrize("value", [0.05, True, None, b"5%", [5]])
def test_only_exact_numbers(value: object) -> None:
    with pytest.raises(WrongTypeError):
        ANY_RATE(value)
    with pytest.raises(WrongTypeError):
        ANY_OF(value)


def test_a_float_is_told_what_to_write() -> None:
    with pytest.raises(WrongTypeError, match=r"write it as text, as in Rate\('0.05'\)"):
        ANY_RATE(0.05)


@pytest.mark.parametrize(
    "value", [Decimal("NaN"), Decimal("Infinity"), Decimal("sNaN"), Decimal("1E+101"), Decimal("1E-101")]
)
def test_decimals_are_finite_and_of_a_sensible_size(value: Decimal) -> None:
    with pytest.raises(InvalidValueError):
        Rate(value)


def test_numbers_stand_for_themselves() -> None:
    assert Rate(5) == Rate("500%") == Rate(Decimal("5.0")) == Rate(Fraction(10, 2)) == Rate(Rate(5))
    assert rate_of(rate := Rate("5%")) is rate
    assert hash(Rate("5%")) == hash(Rate("0.05"))


@pytest.mark.parametrize(
    "broken",
    [
        lambda rate: rate * 0.5,
        lambda rate: 0.5 * rate,
        lambda rate: rate / 0.5,
        lambda rate: rate * True,
        lambda rate: rate / 0,
        lambda rate: rate / Rate(0),
    ],
)
def test_inexact_factors_and_zero_divisors_are_refused(broken: Any) -> None:
    with pytest.raises(SalesmgmtError):
        broken(Rate("5%"))


@pytest.mark.parametrize(
    "broken",
    [
        lambda rate: rate + 1,
        lambda rate: rate - 1,
        lambda rate: rate < 1,
        lambda rate: rate <= Fraction(1),
        lambda rate: rate > "5%",
        lambda rate: rate >= None,
        lambda rate: rate * "2",
        lambda rate: rate / "2",
        lambda rate: rate + Money(1, "USD"),
    ],
)
def test_rates_meet_rates_only(broken: Any) -> None:
    with pytest.raises(TypeError):
        broken(Rate("5%"))
    assert ANY_RATE(1) != 1
