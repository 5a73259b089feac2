"""Dated exchange rates: which one is chosen, what is refused, and what the conversion remembers."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Conversion, Currency, ExchangeRate, ExchangeRates, Money, Rate, RateDay, Rounding
from salesmgmt.testing.money import conversions, exchange_rate_tables, exchange_rates, moneys

pytestmark = pytest.mark.properties

ANY_RATE: Any = ExchangeRate
ANY_RATES: Any = ExchangeRates
ANY_CONVERSION: Any = Conversion

JAN = [date(2026, 1, 1) + timedelta(days=k) for k in range(12)]


def usd(on: date | str, rate: str) -> ExchangeRate:
    return ExchangeRate("USD", "CNY", on if isinstance(on, date) else date.fromisoformat(on), Rate(rate))


@st.composite
def january(draw: st.DrawFn) -> ExchangeRates:
    """A table dense enough that a day finds exact, earlier, opposite or no rates."""
    rates = draw(
        st.lists(
            st.builds(
                lambda pair, day, rate: ExchangeRate(pair[0], pair[1], day, Rate(rate)),
                st.sampled_from([("USD", "CNY"), ("CNY", "USD"), ("EUR", "CNY")]),
                st.sampled_from(JAN),
                st.integers(1, 10),
            ),
            unique_by=lambda rate: (rate.base, rate.quote, rate.on),
        )
    )
    day = draw(st.sampled_from(RateDay))
    age = draw(st.none() | st.integers(0, 6)) if day is RateDay.LATEST else None
    return ExchangeRates(rates, day, age, draw(st.booleans()))


def found_slowly(table: ExchangeRates, base: str, quote: str, day: date) -> ExchangeRate | None:
    """Look at every rate and keep those that the policy allows; the youngest wins."""
    oldest = timedelta(0) if table.day is RateDay.EXACT else timedelta.max
    if table.max_age_days is not None:
        oldest = timedelta(table.max_age_days)
    allowed = [
        rate
        for rate in table.rates
        if (rate.base.code, rate.quote.code) == (base, quote) and timedelta(0) <= day - rate.on <= oldest
    ]
    return max(allowed, key=lambda rate: rate.on, default=None)


@given(
    january(),
    st.sampled_from(JAN),
    st.sampled_from(["USD", "CNY", "EUR"]),
    st.sampled_from(["USD", "CNY", "EUR"]),
)
def test_the_rate_is_the_one_that_the_policy_names(
    table: ExchangeRates, day: date, base: str, quote: str
) -> None:
    money = Money(12_345, base)
    direct = found_slowly(table, base, quote, day)
    turned = found_slowly(table, quote, base, day) if table.inverse else None
    if base == quote:
        assert table.convert(money, quote, day) == Conversion(money, quote, day)
    elif direct is not None:
        assert table.convert(money, quote, day) == Conversion(money, quote, day, direct)
    elif turned is not None:
        assert table.convert(money, quote, day) == Conversion(money, quote, day, turned, inverted=True)
    else:
        with pytest.raises(UnknownIdentifierError):
            table.convert(money, quote, day)


@given(
    st.lists(exchange_rates(), max_size=6, unique_by=lambda rate: (rate.base, rate.quote, rate.on)),
    st.randoms(),
)
def test_the_order_of_the_rates_does_not_matter(rates: list[ExchangeRate], random: Any) -> None:
    table = ExchangeRates(rates)
    random.shuffle(rates)
    assert ExchangeRates(rates) == table
    assert hash(ExchangeRates(tuple(rates))) == hash(table)


@given(exchange_rate_tables())
def test_a_table_survives_copies(table: ExchangeRates) -> None:
    for twin in (copy.deepcopy(table), pickle.loads(pickle.dumps(table))):
        assert twin == table
        assert hash(twin) == hash(table)
        for rate in table.rates:
            assert twin.convert(Money(1, rate.base), rate.quote, rate.on).quoted == rate


@given(conversions())
def test_the_worth_is_exact_until_rounded(conversion: Conversion) -> None:
    exact = conversion.exact
    assert exact.currency == conversion.to
    assert exact.amount == conversion.given.exact.amount * conversion.rate.value
    if conversion.quoted is not None:
        quoted = conversion.quoted.rate.value
        assert conversion.rate.value == (1 / quoted if conversion.inverted else quoted)
    else:
        assert conversion.round() == conversion.given
    assert conversion.round() == exact.round()
    assert pickle.loads(pickle.dumps(conversion)) == conversion
    assert str(conversion).startswith(f"{conversion.given} = {exact}")


@given(moneys(currency="USD"), exchange_rates(base="USD", quote="CNY"))
def test_there_and_back_is_exact_before_rounding(money: Money, rate: ExchangeRate) -> None:
    there = Conversion(money, "CNY", rate.on, rate)
    assert (there.exact / there.rate).minor == money.minor


def test_digits_of_both_currencies_count() -> None:
    table = ExchangeRates(
        [ExchangeRate("USD", "JPY", "2026-01-05", "156.85"), ExchangeRate("KWD", "USD", "2026-01-05", "3.25")]
    )
    assert table.convert("USD 10.01", "JPY", "2026-01-05").round() == Money(1570, "JPY")
    assert table.convert("KWD 1.001", "USD", "2026-01-05").round() == Money.of("USD 3.25")


def test_latest_or_exact() -> None:
    rates = (usd("2026-01-02", "7.1"), usd("2026-01-09", "7.2"))
    money = Money.of("USD 100")
    latest = ExchangeRates(rates, "latest", max_age_days=6)
    assert latest.convert(money, "CNY", on="2026-01-08").quoted == rates[0]
    assert latest.convert(money, "CNY", on="2026-01-09").quoted == rates[1]
    assert latest.convert(money, "CNY", on="2026-01-15").round() == Money.of("CNY 720")
    for day in ("2026-01-01", "2026-01-16"):
        with pytest.raises(UnknownIdentifierError):
            latest.convert(money, "CNY", on=day)
    with pytest.raises(UnknownIdentifierError):
        ExchangeRates(rates).convert(money, "CNY", on="2026-01-08")


def test_a_direct_quote_goes_before_a_younger_opposite_one() -> None:
    table = ExchangeRates(
        [usd("2026-01-02", "8"), ExchangeRate("CNY", "USD", "2026-01-03", "0.5")], "latest", inverse=True
    )
    assert table.convert("USD 1", "CNY", "2026-01-03").round() == Money.of("CNY 8")
    assert table.convert("CNY 8", "USD", "2026-01-02").inverted
    assert table.convert("CNY 8", "USD", "2026-01-02").round() == Money.of("USD 1")
    assert table.convert("CNY 8", "USD", "2026-01-03").round() == Money.of("USD 4")


def test_no_rate_is_chained_through_a_third_currency() -> None:
    table = ExchangeRates(
        [usd("2026-01-02", "7"), ExchangeRate("EUR", "CNY", "2026-01-02", "8")], inverse=True
    )
    with pytest.raises(UnknownIdentifierError):
        table.convert("USD 1", "EUR", "2026-01-02")


def test_the_error_says_what_the_table_has() -> None:
    table = ExchangeRates([usd("2026-01-02", "7"), usd("2026-01-01", "7.5")], "latest", max_age_days=3)
    with pytest.raises(
        UnknownIdentifierError,
        match="then or before, at most 3 days old, not turned over; the nearest is USD/CNY of 2026-01-02",
    ):
        table.convert("USD 1", "CNY", "2026-01-09")
    with pytest.raises(UnknownIdentifierError, match="the nearest is none"):
        table.convert("EUR 1", "CNY", "2026-01-09")
    with pytest.raises(UnknownIdentifierError, match="on that very day, either way"):
        ExchangeRates([], inverse=True).convert("EUR 1", "CNY", "2026-01-09")


def test_how_they_print() -> None:
    rate = ExchangeRate("USD", "CNY", "2026-01-02", "7.1", source="central parity")
    assert str(rate) == "1 USD = 7.1 CNY on 2026-01-02"
    assert str(ExchangeRate("JPY", "CNY", "2026-01-02", "1/3")) == "1 JPY = 1/3 CNY on 2026-01-02"
    assert str(Conversion("CNY 7.10", "USD", "2026-01-02", rate, inverted=True)) == (
        "CNY 7.10 = USD 1 (1 USD = 7.1 CNY on 2026-01-02, inverted)"
    )
    assert str(Conversion("CNY 7.10", "CNY", "2026-01-02")) == "CNY 7.10 = CNY 7.1"


def test_rounding_is_named() -> None:
    conversion = Conversion("USD 10", "CNY", "2026-01-02", usd("2026-01-02", "7.1234"))
    assert conversion.round() == Money.of("CNY 71.23")
    assert conversion.round(Rounding("1", "up")) == Money.of("CNY 72")


def test_rates_for_one_day_twice_are_refused_all_at_once() -> None:
    rates = [usd("2026-01-02", "7"), usd("2026-01-03", "7"), usd("2026-01-02", "7"), usd("2026-01-03", "8")]
    with pytest.raises(BatchError) as caught:
        ExchangeRates(rates)
    assert [(problem.record, problem.value) for problem in caught.value.problems] == [
        ("USD/CNY", date(2026, 1, 2)),
        ("USD/CNY", date(2026, 1, 3)),
    ]


@pytest.mark.parametrize(
    "fields, field, error",
    [
        (("USD", "USD", "2026-01-01", "1"), "quote", InvalidValueError),
        (("USD", "XYZ", "2026-01-01", "1"), "currency", UnknownIdentifierError),
        (("USD", "CNY", "2026-01-01", "0"), "rate", InvalidValueError),
        (("USD", "CNY", "2026-01-01", "-7"), "rate", InvalidValueError),
        (("USD", "CNY", "2026-01-01", 7.1), "rate", WrongTypeError),
        (("USD", "CNY", "01.01.2026", "7"), "on", InvalidValueError),
        (("USD", "CNY", "2026-02-30", "7"), "on", InvalidValueError),
        (("USD", "CNY", datetime(2026, 1, 1, tzinfo=UTC), "7"), "on", WrongTypeError),
        (("USD", "CNY", 20260101, "7"), "on", WrongTypeError),
        (("USD", "CNY", "2026-01-01", "7", None), "source", WrongTypeError),
    ],
)
def test_what_an_exchange_rate_may_not_be(
    fields: tuple[object, ...], field: str, error: type[SalesmgmtError]
) -> None:
    with pytest.raises(error) as caught:
        ANY_RATE(*fields)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "fields, field, error",
    [
        (((5,),), "rates", WrongTypeError),
        (((), "yesterday"), "day", InvalidValueError),
        (((), "latest", -1), "max_age_days", InvalidValueError),
        (((), "latest", 1.5), "max_age_days", WrongTypeError),
        (((), "exact", 3), "max_age_days", InvalidValueError),
        (((), "exact", None, "yes"), "inverse", WrongTypeError),
    ],
)
def test_what_a_table_may_not_be(fields: tuple[object, ...], field: str, error: type[SalesmgmtError]) -> None:
    with pytest.raises(error) as caught:
        ANY_RATES(*fields)
    assert caught.value.field == field


QUOTED = usd("2026-01-02", "7")


@pytest.mark.parametrize(
    "fields, field, error",
    [
        (("USD 1", "EUR", "2026-01-02", QUOTED), "quoted", CurrencyMismatchError),
        (("EUR 1", "CNY", "2026-01-02", QUOTED), "quoted", CurrencyMismatchError),
        (("CNY 1", "USD", "2026-01-02", QUOTED), "quoted", CurrencyMismatchError),
        (("USD 1", "CNY", "2026-01-02", QUOTED, True), "quoted", CurrencyMismatchError),
        (("USD 1", "CNY", "2026-01-01", QUOTED), "quoted", InvalidValueError),
        (("USD 1", "CNY", "2026-01-02"), "quoted", InvalidValueError),
        (("USD 1", "USD", "2026-01-02", None, True), "quoted", InvalidValueError),
        (("USD 1", "CNY", "2026-01-02", "7"), "quoted", WrongTypeError),
        (("USD 1", "CNY", "2026-01-02", QUOTED, 1), "inverted", WrongTypeError),
        ((Decimal(1), "CNY", "2026-01-02", QUOTED), "amount", WrongTypeError),
    ],
)
def test_what_a_conversion_may_not_be(
    fields: tuple[object, ...], field: str, error: type[SalesmgmtError]
) -> None:
    with pytest.raises(error) as caught:
        ANY_CONVERSION(*fields)
    assert caught.value.field == field


def test_convert_names_its_own_arguments() -> None:
    table = ExchangeRates([QUOTED])
    for wrong, field in (
        (("USD 1", "XYZ", "2026-01-02"), "to"),
        (("USD 1", "CNY", "soon"), "on"),
        (("1", "CNY", "soon"), "amount"),
    ):
        with pytest.raises(SalesmgmtError) as caught:
            table.convert(*wrong)
        assert caught.value.field == field


def test_currencies_of_ones_own_convert_too() -> None:
    points = Currency("PTS", 0)
    table = ExchangeRates([ExchangeRate(points, "CNY", "2026-01-02", "0.05")])
    assert table.convert(Money(130, points), "CNY", "2026-01-02").exact.amount == Fraction("6.5")
