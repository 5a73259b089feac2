"""Currencies: the table against an independent copy of ISO 4217, and what a currency of one's own may be."""

from __future__ import annotations

import copy
import pickle
from importlib.metadata import version
from typing import Any

import iso4217
import pytest
from hypothesis import given

from salesmgmt.errors import InvalidValueError, SalesmgmtError, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Currency, Money, currency_of
from salesmgmt.money.currency import CURRENCIES
from salesmgmt.money.iso_4217 import WITHOUT_MINOR_UNIT
from salesmgmt.testing.money import currencies

TABLE_OF = "20260101"

#: Typed as what a caller without a type checker has.
ANY_CURRENCY: Any = Currency
ANY_OF: Any = currency_of


def test_the_table_is_that_of_the_standard() -> None:
    theirs = {entry.code: entry for entry in iso4217.Currency}
    ours = dict(CURRENCIES)
    for code in ours.keys() & theirs.keys():
        entry = theirs[code]
        assert (ours[code].digits, int(ours[code].number)) == (entry.exponent, entry.number), code
    uncounted = {code: int(number) for code, number, _ in WITHOUT_MINOR_UNIT}
    for code in uncounted.keys() & theirs.keys():
        assert (theirs[code].exponent, theirs[code].number) == (None, uncounted[code]), code
    assert not ours.keys() & uncounted.keys()
    if version("iso4217").rpartition(".")[2] >= TABLE_OF:
        assert theirs.keys() <= ours.keys() | uncounted.keys()
    if version("iso4217").rpartition(".")[2] == TABLE_OF:
        assert theirs.keys() == ours.keys() | uncounted.keys()
        assert {code: entry.currency_name for code, entry in theirs.items() if code in ours} == {
            code: currency.name for code, currency in ours.items()
        }


@pytest.mark.parametrize("code, digits", [("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("CNY", 2)])
def test_well_known_digits(code: str, digits: int) -> None:
    assert Currency.of(code).digits == digits
    assert Currency.of(code).minor_per_major == 10**digits


def test_the_same_code_gives_the_same_object() -> None:
    assert Currency.of("USD") is Currency.of(" usd ") is currency_of("USD") is currency_of(Currency.of("USD"))


@pytest.mark.properties
@given(currencies())
def test_copies_are_equal_and_those_of_the_table_identical(currency: Currency) -> None:
    for twin in (copy.copy(currency), copy.deepcopy(currency), pickle.loads(pickle.dumps(currency))):
        assert twin == currency
        assert hash(twin) == hash(currency)
        assert (twin.number, twin.name) == (currency.number, currency.name)
        assert (twin is currency) == (currency.code in CURRENCIES)
    assert str(currency) == currency.code


def test_a_name_of_ones_own_survives() -> None:
    named = Currency("USD", 2, name="House dollars")
    assert pickle.loads(pickle.dumps(named)).name == copy.deepcopy(named).name == "House dollars"


def test_equality_is_by_code_and_digits() -> None:
    points = Currency("PTS", 0)
    assert points == Currency("PTS", 0, name="Points of the contest")
    assert hash(points) == hash(Currency("PTS", 0, name="Points of the contest"))
    assert points != Currency("PTS", 2)
    assert Currency("USD", 2) == Currency.of("USD")
    assert Money(1, Currency("USD", 2)) == Money(1, "USD")


def test_gold_has_no_minor_unit_until_somebody_states_one() -> None:
    with pytest.raises(
        InvalidValueError, match=r"gives it none: state the digits, as in Currency\('XAU', 4\)"
    ):
        Currency.of("XAU")
    gold = Currency("XAU", 4, "959", "Gold")
    assert str(Money.of("1.5", gold)) == "XAU 1.5000"
    assert Money.of("XAU 1.5", gold).minor == 15_000


@pytest.mark.parametrize("code", ["EURO", "eu", "XYZ", "", "DEM"])
def test_an_unknown_code_is_named(code: str) -> None:
    with pytest.raises(UnknownIdentifierError) as caught:
        currency_of(code, "settled_in")
    assert (caught.value.field, caught.value.value) == ("settled_in", code)


@pytest.mark.parametrize(
    "fields, field, error",
    [
        (("usd", 2), "code", InvalidValueError),
        (("US", 2), "code", InvalidValueError),
        (("ÄÖÜ", 2), "code", InvalidValueError),
        (("PT1", 2), "code", InvalidValueError),
        ((5, 2), "code", WrongTypeError),
        (("PTS", 2.0), "digits", WrongTypeError),
        (("PTS", True), "digits", WrongTypeError),
        (("PTS", -1), "digits", InvalidValueError),
        (("PTS", 19), "digits", InvalidValueError),
        (("USD", 3), "digits", InvalidValueError),
        (("PTS", 2, "1"), "number", InvalidValueError),
        (("PTS", 2, "01a"), "number", InvalidValueError),
        (("PTS", 2, 840), "number", WrongTypeError),
        (("PTS", 2, "", None), "name", WrongTypeError),
    ],
)
def test_what_a_currency_may_not_be(
    fields: tuple[object, ...], field: str, error: type[SalesmgmtError]
) -> None:
    with pytest.raises(error) as caught:
        ANY_CURRENCY(*fields)
    assert caught.value.field == field


@pytest.mark.parametrize("value", [None, 5, b"USD"])
def test_a_currency_is_no_other_type(value: object) -> None:
    with pytest.raises(WrongTypeError):
        ANY_OF(value)
