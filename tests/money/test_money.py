"""Money and Unrounded: the laws of their arithmetic, and every door through which amounts come in."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve, fields
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.errors import (
    CurrencyMismatchError,
    InexactError,
    InvalidValueError,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Currency, Money, Rate, Unrounded, money_of
from salesmgmt.testing.money import currencies, moneys, rates, unroundeds

pytestmark = pytest.mark.properties

#: Typed as what a caller without a type checker has.
ANY_MONEY: Any = Money
ANY_UNROUNDED: Any = Unrounded
ANY_OF: Any = money_of

dollars = moneys(currency="USD")


@given(moneys())
def test_an_amount_survives_every_way_out_and_in(money: Money) -> None:
    assert Money(money.minor, money.currency) == money
    assert ANY_MONEY(**{str(part.alias): getattr(money, part.name) for part in fields(Money)}) == money
    assert evolve(money) == money
    for twin in (copy.copy(money), copy.deepcopy(money), pickle.loads(pickle.dumps(money))):
        assert twin == money
        assert hash(twin) == hash(money)
    assert Money.of(money.amount, money.currency) == money
    assert Money.of(str(money), money.currency) == money
    assert Money.of(money.figure, money.currency) == money
    assert str(money) == f"{money.currency} {money.figure}"


@given(moneys())
def test_an_amount_in_decimals_is_exact(money: Money) -> None:
    assert Fraction(str(money.amount)) * 10**money.currency.digits == money.minor
    assert Fraction(money.figure.replace(",", "")) * 10**money.currency.digits == money.minor
    assert money.exact.amount == Fraction(str(money.amount))


@given(dollars, dollars, st.integers(-1000, 1000))
def test_arithmetic_is_that_of_whole_numbers(one: Money, two: Money, times: int) -> None:
    assert (one + two).minor == one.minor + two.minor
    assert (one - two).minor == one.minor - two.minor
    assert (one * times).minor == (times * one).minor == one.minor * times
    assert (-one).minor == -one.minor
    assert abs(one).minor == abs(one.minor)
    assert +one == one
    assert bool(one) == (one.minor != 0) == (not one.is_zero)
    assert (one < two, one <= two, one > two, one >= two, one == two) == (
        one.minor < two.minor,
        one.minor <= two.minor,
        one.minor > two.minor,
        one.minor >= two.minor,
        one.minor == two.minor,
    )
    assert Money.total([one, two, one], "USD") == one + two + one
    assert type(one + two) is type(one * times) is Money


@given(st.lists(dollars))
def test_sorting_is_by_amount(amounts: list[Money]) -> None:
    assert [money.minor for money in sorted(amounts)] == sorted(money.minor for money in amounts)


@given(moneys(), moneys())
def test_equal_amounts_have_equal_hashes(one: Money, two: Money) -> None:
    same = one.minor == two.minor and (one.currency.code, one.currency.digits) == (
        two.currency.code,
        two.currency.digits,
    )
    assert (one == two) == same
    assert len({one, two}) == 2 - same


@given(moneys(), rates(), st.fractions().filter(bool))
def test_what_may_leave_whole_units_is_not_yet_rounded(money: Money, rate: Rate, factor: Fraction) -> None:
    assert money * rate == rate * money == Unrounded(money.minor * rate.value, money.currency)
    assert money * factor == factor * money == Unrounded(money.minor * factor, money.currency)
    assert money / factor == Unrounded(money.minor / factor, money.currency)
    assert (money / factor * factor).exactly() == money
    assert money * Decimal("0.25") == money / 4 == money * Rate("25%")


@given(dollars, dollars)
def test_a_ratio_times_the_other_is_the_amount(one: Money, two: Money) -> None:
    assume(two)
    assert (two * one.ratio(two)).exactly() == one


@given(unroundeds(currency="USD"), unroundeds(currency="USD"), dollars, rates())
def test_unrounded_figures_compute_as_fractions(
    one: Unrounded, two: Unrounded, money: Money, rate: Rate
) -> None:
    assert (one + two).minor == one.minor + two.minor
    assert (one - two).minor == one.minor - two.minor
    assert (one + money) == (money + one) == Unrounded(one.minor + money.minor, "USD")
    assert one - money == -(money - one) == Unrounded(one.minor - money.minor, "USD")
    assert one * rate == rate * one == Unrounded(one.minor * rate.value, "USD")
    assert abs(one).minor == abs(one.minor)
    assert bool(one) == (not one.is_zero) == (one.minor != 0)
    assert (one < two, one <= two, one > two, one >= two) == (
        one.minor < two.minor,
        one.minor <= two.minor,
        one.minor > two.minor,
        one.minor >= two.minor,
    )
    assert Unrounded.total([one, money, two], "USD") == one + two + money
    if two:
        assert one.ratio(two).value == one.minor / two.minor
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one


@given(dollars)
def test_exactly_gives_back_what_is_whole(money: Money) -> None:
    assert money.exact.exactly() == money.exact.round() == money
    with pytest.raises(InexactError):
        (money.exact + Unrounded(Fraction(1, 2), "USD")).exactly()


@given(moneys(min_minor=-(10**9), max_minor=10**9, currency=Currency.of("USD")))
def test_a_float_that_comes_from_an_amount_gives_it_back(money: Money) -> None:
    assert Money.from_float(float(money.amount), "USD") == money


@given(st.floats(allow_nan=False, allow_infinity=False), currencies(max_digits=4))
def test_a_float_lies_within_its_tolerance_or_is_refused(value: float, currency: Currency) -> None:
    try:
        money = Money.from_float(value, currency, "0.00001")
    except InexactError:
        nearest = round(Fraction(value) * currency.minor_per_major)
        assert abs(Fraction(value) - Fraction(nearest, currency.minor_per_major)) > Fraction("0.00001")
    else:
        assert abs(Fraction(value) - money.exact.amount) <= Fraction("0.00001")


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12),
    currencies(),
)
def test_a_decimal_is_exact_or_refused(value: Decimal, currency: Currency) -> None:
    minor = Fraction(str(value)) * 10**currency.digits
    if minor.denominator == 1:
        assert Money.of(value, currency).minor == minor
    else:
        with pytest.raises(InexactError):
            Money.of(value, currency)


def test_examples() -> None:
    assert Money.of(5, "USD").minor == 500
    assert Money.of(Decimal("1200.50"), "USD") == Money.of("1,200.50", "USD") == Money(120_050, "USD")
    assert str(Money(-5, "USD")) == "USD -0.05"
    assert str(Money(1_234_567, "JPY")) == "JPY 1,234,567"
    assert str(Money(1, "KWD")) == "KWD 0.001"
    assert Money.zero("CNY") == Money(0, "CNY") == Money.total([], "CNY")
    assert repr(Money(5, "USD")) == "Money.of('USD 0.05')"
    assert repr(Money(5, Currency("PTS", 0))).startswith("Money(5, Currency(code='PTS', digits=0")
    assert f"{Money(5, 'USD'):>10}" == "  USD 0.05"
    assert Money.from_float(1200, "USD") == Money.of("USD 1,200")


@pytest.mark.parametrize(
    "figure, text",
    [
        (Unrounded(Fraction(1, 3), "USD"), "USD 0.003333333333…"),
        (Unrounded(Fraction(-1, 3), "USD"), "USD -0.003333333333…"),
        (Unrounded(Fraction(1, 2), "USD"), "USD 0.005"),
        (Unrounded(-123_456_789, "USD"), "USD -1,234,567.89"),
        (Unrounded(100_000, "USD"), "USD 1,000"),
        (Unrounded(0, "JPY"), "JPY 0"),
    ],
)
def test_how_an_unrounded_figure_prints(figure: Unrounded, text: str) -> None:
    assert str(figure) == text
    assert f"{figure:>30}" == text.rjust(30)


def test_an_unrounded_figure_shows_its_fraction() -> None:
    assert repr(Unrounded(Fraction(1, 3), "USD")) == "Unrounded(Fraction(1, 3), 'USD')"


def test_the_ambient_precision_is_harmless() -> None:
    money = Money.of("USD 1,234,567.89")
    assert str((money + money).amount) == "2469135.78"


@pytest.mark.parametrize("minor", [5.0, True, "5", None, Decimal(5), Fraction(5)])
def test_minor_units_are_a_plain_int(minor: object) -> None:
    with pytest.raises(WrongTypeError, match=r"be an int of minor units; Money\.of takes major units"):
        ANY_MONEY(minor, "USD")


def test_the_currency_is_checked() -> None:
    with pytest.raises(UnknownIdentifierError):
        Money(5, "XYZ")
    with pytest.raises(WrongTypeError):
        ANY_MONEY(5, 840)


def test_a_float_is_told_both_doors() -> None:
    rule = r"write Money\.of\('1200\.5', …\), or Money\.from_float"
    with pytest.raises(WrongTypeError, match=rule):
        ANY_MONEY.of(1200.5, "USD")


@pytest.mark.parametrize("amount", [True, None, b"5", Fraction(1, 2)])
def test_of_takes_text_decimals_and_ints(amount: object) -> None:
    with pytest.raises(WrongTypeError):
        ANY_MONEY.of(amount, "USD")


@pytest.mark.parametrize(
    "amount",
    [Decimal("NaN"), Decimal("-Infinity"), Decimal("1E+999999"), Decimal("1" * 150), Decimal("1E-150")],
)
def test_decimals_are_finite_and_of_a_sensible_size(amount: Decimal) -> None:
    with pytest.raises(InvalidValueError):
        Money.of(amount, "USD")


def test_a_number_needs_a_currency() -> None:
    with pytest.raises(InvalidValueError, match="have a currency beside it"):
        Money.of(5)


@pytest.mark.parametrize(
    "amount, tolerance, error",
    [
        (1.005, "0.000001", InexactError),
        (float("nan"), "0.000001", InvalidValueError),
        (float("inf"), "0.000001", InvalidValueError),
        (1.0, "0.005", InvalidValueError),
        (1.0, "-0.001", InvalidValueError),
        (1.0, 0.001, WrongTypeError),
        ("1.0", "0.001", WrongTypeError),
        (True, "0.001", WrongTypeError),
        (Decimal("1.0"), "0.001", WrongTypeError),
    ],
)
def test_what_from_float_refuses(amount: object, tolerance: object, error: type[SalesmgmtError]) -> None:
    with pytest.raises(error):
        ANY_MONEY.from_float(amount, "USD", tolerance)


def test_a_tolerance_of_nothing_takes_exact_floats_only() -> None:
    assert Money.from_float(0.5, "USD", "0") == Money.of("USD 0.50")
    with pytest.raises(InexactError):
        Money.from_float(0.1, "USD", "0")
    assert Money.from_float(1.004, "USD", "0.0049") == Money.of("USD 1.00")


MIXED = [
    lambda: Money(1, "USD") + Money(1, "EUR"),
    lambda: Money(1, "USD") - Money(1, "EUR"),
    lambda: Money(1, "USD") < Money(1, "EUR"),
    lambda: Money(1, "USD") >= Money(1, "EUR"),
    lambda: Money(1, "USD").ratio(Money(1, "EUR")),
    lambda: Money.total([Money(1, "USD"), Money(1, "EUR")], "USD"),
    lambda: Money(1, "USD").exact + Money(1, "EUR"),
    lambda: Money(1, "USD") - Money(1, "EUR").exact,
    lambda: Money(1, "USD").exact < Money(1, "EUR").exact,
    lambda: Money(1, "USD").exact.ratio(Money(1, "EUR")),
    lambda: Unrounded.total([Money(1, "EUR")], "USD"),
]


@pytest.mark.parametrize("mixed", MIXED)
def test_two_currencies_never_meet(mixed: Any) -> None:
    with pytest.raises(CurrencyMismatchError):
        mixed()


def test_one_code_with_other_digits_is_another_currency() -> None:
    with pytest.raises(
        CurrencyMismatchError, match="is 'PTS with 2 digits'; it must have 0 digits like the other PTS"
    ):
        Money(1, Currency("PTS", 0)) + Money(1, Currency("PTS", 2))


REFUSED = [
    lambda money: money * 0.5,
    lambda money: 0.5 * money,
    lambda money: money / 0.5,
    lambda money: money * True,
    lambda money: money / 0,
    lambda money: money / Rate(0),
    lambda money: money / money,
    lambda money: money.exact * 0.5,
    lambda money: money.exact / 0,
    lambda money: money.ratio(Money.zero("USD")),
    lambda money: money.ratio(5),
    lambda money: money.exact.ratio(Money.zero("USD")),
    lambda money: money.exact.ratio(5),
    lambda money: ANY_MONEY.total([5], "USD"),
    lambda money: ANY_UNROUNDED.total([5], "USD"),
    lambda money: ANY_UNROUNDED(0.5, "USD"),
    lambda money: ANY_UNROUNDED("0.5", "USD"),
    lambda money: ANY_UNROUNDED(bool(money), "USD"),
    lambda money: ANY_UNROUNDED(1, "XYZ"),
]


@pytest.mark.parametrize("broken", REFUSED)
def test_inexact_and_empty_steps_are_refused_by_our_own_errors(broken: Any) -> None:
    with pytest.raises(SalesmgmtError):
        broken(Money(1, "USD"))


STRANGERS = [
    lambda money: money + 1,
    lambda money: 1 + money,
    lambda money: money - 1,
    lambda money: sum([money]),
    lambda money: money < 1,
    lambda money: money <= 1,
    lambda money: money > 1,
    lambda money: money >= 1,
    lambda money: money * "2",
    lambda money: money * money,
    lambda money: money / "2",
    lambda money: money.exact + 1,
    lambda money: money.exact - 1,
    lambda money: 1 - money.exact,
    lambda money: money.exact < 1,
    lambda money: money.exact > 1,
    lambda money: money.exact >= 1,
    lambda money: money.exact * money,
]


@pytest.mark.parametrize("broken", STRANGERS)
def test_amounts_meet_amounts_only(broken: Any) -> None:
    with pytest.raises(TypeError):
        broken(Money(1, "USD"))


def test_an_amount_equals_no_number_and_no_unrounded_figure() -> None:
    money: object = Money(1, "USD")
    assert money != 1
    assert money != Unrounded(1, "USD")
    assert Money(1, Currency("PTS", 0)) != Money(1, Currency("PTS", 2))


def test_amounts_cannot_be_changed() -> None:
    money: Any = Money(1, "USD")
    with pytest.raises(AttributeError):
        money.minor = 2
    with pytest.raises(AttributeError):
        money.note = "x"


def test_the_converter_takes_money_and_text() -> None:
    money = Money.of("USD 5")
    assert money_of(money) is money
    assert money_of("USD 5") == money
    for wrong, error in ((5, WrongTypeError), (5.0, WrongTypeError), ("5", InvalidValueError)):
        with pytest.raises(error) as caught:
            ANY_OF(wrong, "limit")
        assert caught.value.field == "limit"


def test_an_exact_figure_is_compared_with_an_amount_and_the_reverse() -> None:
    dollar, more = Money.of("USD 1"), Unrounded(Fraction(201, 2), "USD")
    assert more > dollar
    assert more >= dollar
    assert dollar < more
    assert dollar <= more
    assert not more <= dollar
    assert not dollar > more
    with pytest.raises(CurrencyMismatchError):
        assert more > Money.of("EUR 1")


def test_text_in_place_of_minor_units_points_to_the_reader_of_texts() -> None:
    text: Any = "CNY 100"
    with pytest.raises(WrongTypeError, match=r"Money\.of takes major units: Money\.of\('CNY 100'\)"):
        Money(text)
