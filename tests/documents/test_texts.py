"""Exact values as text, against the constructors of the standard library."""

from __future__ import annotations

import decimal
import json
import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.documents import texts
from salesmgmt.documents.faults import Fault, path_text
from tests.documents.strategies import decimals, instants

pytestmark = pytest.mark.properties


@given(decimals())
def test_decimals_keep_every_digit(value: Decimal) -> None:
    text = texts.decimal_text(value)
    assert texts.read_decimal(text).as_tuple() == value.as_tuple() == Decimal(text).as_tuple()
    assert re.fullmatch(texts.DECIMAL, text)
    with decimal.localcontext() as context:
        context.capitals = 0
        context.prec = 2
        assert texts.decimal_text(value) == text


@given(st.fractions())
def test_fractions_are_in_lowest_terms(value: Fraction) -> None:
    assert texts.fraction_text(value) == str(value)
    assert texts.read_fraction(texts.fraction_text(value)) == value
    assert re.fullmatch(texts.FRACTION, texts.fraction_text(value))


@given(st.fractions() | st.decimals(allow_nan=False, allow_infinity=False, places=6).map(Fraction))
def test_rates_are_percentages_where_these_end(value: Fraction) -> None:
    text = texts.rate_text(value)
    assert texts.read_rate(text) == value
    assert re.fullmatch(texts.RATE, text)
    ends = (value * 100 * 10**12).denominator == 1
    assert text.endswith("%") == ends
    assert Fraction(text.removesuffix("%")) == value * (100 if ends else 1)


@given(st.integers(), st.integers(0, 18))
def test_minor_units_become_major_ones(minor: int, digits: int) -> None:
    text = texts.major_text(minor, digits)
    assert Fraction(text) == Fraction(minor, 10**digits)
    assert len(text.partition(".")[2]) == digits
    assert texts.minor_of(text, digits) == minor
    assert texts.minor_of(text.rstrip("0").rstrip(".") if digits else text, digits) == minor
    assert texts.minor_of(text, digits + 2) == minor * 100


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_come_back_bit_by_bit(value: float) -> None:
    assert texts.read_float(texts.float_text(value)).hex() == value.hex()


@given(st.dates(), instants())
def test_dates_and_times_are_iso_texts(day: date, time: datetime) -> None:
    assert texts.read_date(day.isoformat()) == day
    assert texts.read_instant(time.isoformat()) == time
    assert re.fullmatch(texts.INSTANT, time.isoformat())


@given(st.text(alphabet="0123456789.-+eE%/ ,_x٣\n", max_size=9))
def test_what_the_grammar_lacks_is_a_fault_and_the_rest_is_exact(text: str) -> None:
    for pattern, read in (
        (texts.DECIMAL, texts.read_decimal),
        (texts.FRACTION, texts.read_fraction),
        (texts.RATE, texts.read_rate),
    ):
        if re.fullmatch(pattern, text):
            number = text.removesuffix("%")
            assert Fraction(read(text)) == Fraction(number) / (100 if number != text else 1)
        else:
            with pytest.raises(Fault):
                read(text)


@pytest.mark.parametrize(
    "read, texts_given",
    [
        (
            texts.read_decimal,
            ["", "1,5", "01", ".5", "5.", "1e3", "1E3", "NaN", "1_0", " 1", "1\n", "٣", "1E+999"],
        ),
        (texts.read_fraction, ["1/0", "1/-2", "2/01", "1/2/3", "0.5", "1 / 2", "-", "/2"]),
        (texts.read_rate, ["5 %", "1/3%", "5‰", "%", "5%%", "０.5"]),
        (
            texts.read_date,
            ["2026-02-30", "20260201", "2026-W01-1", "2026-2-1", "0000-01-01", "2026-01-01T00:00:00"],
        ),
        (
            texts.read_instant,
            [
                "2026-01-01",
                "2026-01-01 00:00:00",
                "2026-01-01T25:00:00",
                "2026-01-01T00:00:00.5",
                "2026-01-01T00:00:00+25:00",
            ],
        ),
        (texts.read_float, ["nan", "inf", "1e5", "0x1p3", "1."]),
    ],
)
def test_other_spellings_are_refused(read: object, texts_given: list[str]) -> None:
    assert callable(read)
    for given_text in texts_given:
        with pytest.raises(Fault):
            read(given_text)
    others: list[object] = [None, 5, 0.5, True, [], {}, "9" * 5000, "1/" + "9" * 5000, "1E+" + "9" * 5000]
    for wrong in others:
        with pytest.raises(Fault):
            read(wrong)


def test_numbers_have_so_many_digits_and_no_more() -> None:
    longest = "9" * texts.MOST_DIGITS
    assert texts.read_fraction(longest) == texts.BEYOND - 1
    assert texts.fraction_text(Fraction(texts.BEYOND - 1)) == longest
    assert texts.read_fraction(f"1/{longest}") == Fraction(1, texts.BEYOND - 1)
    for refused in (f"{longest}9", f"1/{longest}9"):
        with pytest.raises(Fault):
            texts.read_fraction(refused)
    with pytest.raises(Fault):
        texts.fraction_text(Fraction(texts.BEYOND))
    with pytest.raises(Fault, match="at most 2 decimals"):
        texts.minor_of("1.005", 2)
    assert texts.minor_of("1.005", None) == 0


def test_paths_are_written_as_json_path_has_them() -> None:
    assert path_text(()) == "$"
    assert path_text(("a", 0, "b_1", "60%", "", "ключ", 'say "x"')) == (
        '$.a[0].b_1["60%"][""]' + f"[{json.dumps('ключ')}]" + '["say \\"x\\""]'
    )
