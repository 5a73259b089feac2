"""Reading and moving single dates."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import (
    add_days,
    add_months,
    as_date,
    as_weekday,
    days_in_month,
    month_end,
    month_start,
)
from salesmgmt.calendars.schemes import ordinal_of
from salesmgmt.errors import InvalidValueError, WrongTypeError

pytestmark = pytest.mark.properties


class Holiday(date):
    """A date of somebody's own class."""


@given(st.dates())
def test_dates_read_back_from_their_text(day: date) -> None:
    assert as_date(day) is day
    assert as_date(day.isoformat()) == day
    assert as_date(Holiday(day.year, day.month, day.day)) == day
    assert type(as_date(Holiday(day.year, day.month, day.day))) is date


@given(st.text(max_size=12))
def test_no_other_text_is_a_date(text: str) -> None:
    try:
        day = as_date(text)
    except InvalidValueError:
        return
    else:
        assert day.isoformat() == text


@pytest.mark.parametrize(
    "text",
    [
        "20260101",
        "2026-W01-1",
        "2026-1-1",
        "2026-02-30",
        "2026-13-01",
        " 2026-01-01",
        "２０２６-01-01",
        "0000-01-01",
    ],
)
def test_other_spellings_are_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="2026-03-31"):
        as_date(text)


def test_an_instant_is_no_date() -> None:
    for instant in (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)):
        with pytest.raises(WrongTypeError, match=r"paid .* \.date\(\)"):
            as_date(instant, "paid")
    others: tuple[Any, ...] = (20260101, None, 1.5)
    for value in others:
        with pytest.raises(WrongTypeError, match="date"):
            as_date(value)


@given(st.dates(), st.integers(-140_000, 140_000))
def test_months_are_added_by_their_number(day: date, months: int) -> None:
    index = day.year * 12 + day.month - 1 + months
    if not 12 <= index < 120_000:
        with pytest.raises(InvalidValueError):
            add_months(day, months)
        return
    moved = add_months(day, months)
    assert moved.year * 12 + moved.month - 1 == index
    assert moved.day == min(day.day, calendar.monthrange(moved.year, moved.month)[1])


@given(st.dates(), st.integers(-4_000_000, 4_000_000))
def test_days_are_added_by_their_number(day: date, days: int) -> None:
    if not 1 <= day.toordinal() + days <= date.max.toordinal():
        with pytest.raises(InvalidValueError):
            add_days(day, days)
        return
    assert add_days(day, days).toordinal() == day.toordinal() + days


@pytest.mark.parametrize("huge", [10**20, -(10**20)])
def test_huge_counts_raise_the_family_s_error(huge: int) -> None:
    with pytest.raises(InvalidValueError):
        add_days(date(2026, 1, 1), huge)
    with pytest.raises(InvalidValueError):
        add_months(date(2026, 1, 1), huge)


@given(st.dates())
def test_months_have_a_first_and_a_last_day(day: date) -> None:
    assert days_in_month(day.year, day.month) == calendar.monthrange(day.year, day.month)[1]
    assert month_start(day).day == 1
    assert month_start(day) <= day <= month_end(day)
    assert (month_start(day).month, month_end(day).month) == (day.month, day.month)
    assert month_end(day) == date.max or (month_end(day) + timedelta(days=1)).day == 1


def test_every_february_has_its_days() -> None:
    found = [days_in_month(year, 2) for year in range(1, 10_000)]
    assert found == [calendar.monthrange(year, 2)[1] for year in range(1, 10_000)]


@given(st.dates())
def test_ordinals_go_on_beyond_the_edges(day: date) -> None:
    assert ordinal_of(day.year, day.month, day.day) == day.toordinal()


def test_ordinals_beyond_the_edges() -> None:
    assert ordinal_of(10_000, 1, 1) == date.max.toordinal() + 1
    assert ordinal_of(0, 12, 31) == 0
    assert ordinal_of(0, 1, 1) == -365
    assert ordinal_of(0, 2, 29) == -306


@given(st.integers(0, 6))
def test_weekdays_have_numbers_and_names(weekday: int) -> None:
    assert as_weekday(weekday) == weekday
    assert as_weekday(calendar.day_name[weekday]) == weekday
    assert as_weekday(calendar.day_name[weekday].upper()) == weekday


def test_other_weekdays_are_refused() -> None:
    for value in (-1, 7, "sun", ""):
        with pytest.raises(InvalidValueError, match="weekday"):
            as_weekday(value)
    others: tuple[Any, ...] = (True, 1.0, None)
    for other in others:
        with pytest.raises(WrongTypeError, match="weekday"):
            as_weekday(other)
