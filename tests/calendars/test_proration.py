"""Proration against exact fractions of days counted one by one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.calendars import (
    CalendarDays,
    DateRange,
    DayCount,
    Thirty360,
    WorkingDays,
    WorkingWeek,
    prorate,
    prorate_parts,
    share_of,
)
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate
from salesmgmt.testing.calendars import check_day_count, date_ranges, day_counts, tilings

pytestmark = pytest.mark.properties

Data = st.DataObject
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
CASE = Path(__file__).parents[3] / "shared/cases/incentives/proration-start-in-june.json"
wholes = date_ranges(first=FIRST, last=LAST, max_days=500)
amounts = st.integers(-(10**12), 10**12)


def slow_days(by: DayCount, during: DateRange) -> int:
    """The days of a range, counted one by one."""
    match by:
        case WorkingDays():
            return sum(by.calendar.is_working_day(day) for day in during.each_day())
        case Thirty360():
            return sum(thirty(day) for day in during.each_day())
        case _:
            return sum(1 for _ in during.each_day())


def thirty(day: date) -> int:
    """What one day counts where every month has 30: the last of a short month makes up for what it lacks."""
    following = day + timedelta(days=1)
    if following.day == 1:
        return 31 - min(day.day, 30)
    return 0 if day.day >= 30 else 1


@given(wholes, day_counts())
def test_days_are_those_counted_one_by_one(whole: DateRange, by: DayCount) -> None:
    assert by.days(whole) == slow_days(by, whole)


@given(st.integers(1, 12), st.integers(2000, 2030))
def test_months_of_30_days(month: int, year: int) -> None:
    assert Thirty360().days(DateRange.month(year, month)) == 30
    assert Thirty360().days(DateRange.year(year)) == 360


@pytest.mark.parametrize(
    "during, days",
    [
        ("2007-01-15/2007-01-30", 15),
        ("2007-01-15/2007-02-15", 30),
        ("2007-01-15/2007-07-15", 180),
        ("2007-09-30/2008-03-31", 180),
        ("2007-09-30/2007-10-31", 30),
        ("2007-09-30/2008-09-30", 360),
        ("2007-01-15/2007-01-31", 15),
        ("2007-01-31/2007-02-28", 28),
        ("2007-02-28/2007-03-31", 32),
        ("2006-08-31/2007-02-28", 178),
        ("2007-02-28/2007-08-31", 182),
        ("2007-02-14/2007-02-28", 14),
        ("2007-02-26/2008-02-29", 363),
        ("2008-02-29/2009-02-28", 359),
        ("2008-02-29/2008-03-30", 31),
        ("2008-02-29/2008-03-31", 31),
    ],
)
def test_days_between_dates_under_30e_360(during: str, days: int) -> None:
    assert Thirty360().days(DateRange.of(during)) == days


@given(wholes, day_counts(), amounts, st.data())
def test_a_part_is_its_share_of_the_days(whole: DateRange, by: DayCount, amount: int, data: Data) -> None:
    assume(by.days(whole) > 0)
    part = data.draw(date_ranges(max_days=500)).intersection(whole)
    days = 0 if part is None else slow_days(by, part)
    expected = Fraction(days, slow_days(by, whole))
    assert share_of(part, whole, by) == Rate(expected)
    assert prorate(amount, part, whole, by) == amount * expected
    exact = prorate(Money(amount, "USD"), part, whole, by)
    assert exact.minor == amount * expected
    assert exact.currency.code == "USD"


@given(wholes, day_counts(), st.data())
def test_shares_of_parts_that_tile_sum_to_one(whole: DateRange, by: DayCount, data: Data) -> None:
    assume(by.days(whole) > 0)
    parts = data.draw(tilings(whole))
    assert sum((share_of(part, whole, by).value for part in parts), Fraction(0)) == 1


@given(wholes, day_counts(), amounts, st.data())
def test_parts_that_tile_sum_to_the_amount(whole: DateRange, by: DayCount, amount: int, data: Data) -> None:
    assume(by.days(whole) > 0)
    parts = data.draw(tilings(whole))
    split = prorate_parts(amount, parts, whole, by)
    assert sum(split) == amount
    moneys = prorate_parts(Money(amount, "CNY"), parts, whole, by)
    assert [money.minor for money in moneys] == list(split)
    shuffled = data.draw(st.permutations(parts))
    again = dict(zip(shuffled, prorate_parts(amount, shuffled, whole, by), strict=True))
    assert again == dict(zip(parts, split, strict=True))
    for part, units in zip(parts, split, strict=True):
        assert abs(units - prorate(amount, part, whole, by)) < 1


@given(wholes, day_counts(), amounts, st.data())
def test_days_left_out_keep_their_share(whole: DateRange, by: DayCount, amount: int, data: Data) -> None:
    assume(by.days(whole) > 0)
    parts = data.draw(tilings(whole))
    # Days left out between two others are one gap, so only single ones are left out here.
    kept = parts[::2]
    split = dict(zip(parts, prorate_parts(amount, parts, whole, by), strict=True))
    assert prorate_parts(amount, kept, whole, by) == tuple(split[part] for part in kept)


def test_units_left_over_go_to_the_earlier_days() -> None:
    thirds = ["2026-01-01/2026-01-11", "2026-01-11/2026-01-21", "2026-01-21/2026-01-31"]
    assert prorate_parts(100, thirds, "2026-01-01/2026-01-31") == (34, 33, 33)
    assert prorate_parts(100, thirds[::-1], "2026-01-01/2026-01-31") == (33, 33, 34)
    assert prorate_parts(101, thirds[1:], "2026-01-01/2026-01-31") == (34, 33)


def test_the_remaining_days_of_a_year() -> None:
    if not CASE.exists():
        pytest.skip(f"the published case is not here: {CASE}")
    case = json.loads(CASE.read_text(encoding="utf-8"), parse_float=Decimal)
    inputs, expected = case["inputs"], case["expected"]
    year = DateRange.year(date.fromisoformat(inputs["start"]).year)
    part = DateRange(inputs["start"], year.end)
    assert part.days == expected["days"]
    assert year.days == case["plan"]["year_days"]
    assert round(share_of(part, year).value * 100, 2) == Fraction(expected["factor_pct_2dp"])
    for amount, figure in (("annual_quota", "quota"), ("annual_variable", "variable")):
        paid = prorate(Money.of(inputs[amount], "USD"), part, year).round()
        assert paid == Money.of(expected[figure], "USD")


def test_working_days_are_prorated_by_any_calendar() -> None:
    by = WorkingDays(frozenset({date(2026, 1, 1)}))
    assert by.calendar == WorkingWeek(holidays=["2026-01-01"])
    assert share_of("2026-01-01/2026-01-06", "2026-01-01/2026-02-01", by) == Rate("2/21")


@frozen
class American:
    """30/360 as bonds in the United States count it, which is not additive."""

    def days(self, during: DateRange) -> int:
        """How many days the range counts."""
        start, end = during.start or FIRST, during.end or LAST
        first = min(start.day, 30)
        last = 30 if end.day == 31 and first == 30 else end.day
        return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first


def test_the_law_of_day_counts_tells_what_is_additive() -> None:
    for by in (CalendarDays(), Thirty360(), WorkingDays(WorkingWeek())):
        check_day_count(by, max_examples=30)
    with pytest.raises(AssertionError):
        check_day_count(American(), max_examples=200)


@frozen
class NoDays:
    """A way of counting that counts nothing."""

    def days(self, during: DateRange) -> int:
        """Nothing."""
        return 0


def test_times_that_count_no_days_are_refused() -> None:
    weekend = "2026-01-03/2026-01-05"
    for by in (WorkingDays(WorkingWeek()), NoDays()):
        with pytest.raises(InvalidValueError, match="whole"):
            share_of(None, weekend, by)
        with pytest.raises(InvalidValueError, match="whole"):
            prorate_parts(5, [weekend], weekend, by)
    with pytest.raises(InvalidValueError, match="whole"):
        share_of("2026-01-01/2026-02-01", "2026-01-01/..", NoDays())
    for count in (CalendarDays(), Thirty360(), WorkingDays(WorkingWeek())):
        with pytest.raises(InvalidValueError, match="start and an end"):
            count.days(DateRange.since("2026-01-01"))


def test_parts_that_are_none_of_the_whole_are_refused() -> None:
    month = "2026-01-01/2026-02-01"
    with pytest.raises(InvalidValueError, match=r"part .* lie within"):
        share_of("2026-01-20/2026-02-02", month)
    with pytest.raises(InvalidValueError, match=r"parts .* lie within"):
        prorate_parts(5, ["2025-12-31/2026-01-05"], month)
    with pytest.raises(InvalidValueError, match="parts is '2026-01-04/2026-01-05'"):
        prorate_parts(5, ["2026-01-01/2026-01-05", "2026-01-04/2026-01-07"], month)


@pytest.mark.parametrize("amount", [True, 1.5, "5", None, Decimal(5)])
def test_amounts_of_other_types_are_refused(amount: Any) -> None:
    month = "2026-01-01/2026-02-01"
    with pytest.raises(WrongTypeError, match="amount"):
        prorate(amount, month, month)
    with pytest.raises(WrongTypeError, match="amount"):
        prorate_parts(amount, [month], month)
