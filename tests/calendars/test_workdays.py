"""Working days, among them Chinese years in which weekends are worked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import frozen
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.calendars import (
    DateRange,
    WorkingWeek,
    add_working_days,
    working_calendar,
    working_day_from,
    working_day_until,
    working_days,
)
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.testing.calendars import date_ranges, working_weeks

pytestmark = pytest.mark.properties

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 1)
weeks = working_weeks(first=FIRST, last=LAST)
ranges = date_ranges(first=FIRST, last=LAST, bounded=True)
days = st.dates(FIRST, LAST)


@given(weeks, days)
def test_a_working_day_is_a_weekday_that_is_no_holiday_or_a_free_day_that_is_worked(
    week: WorkingWeek, day: date
) -> None:
    usual = day.weekday() not in week.weekend
    assert week.is_working_day(day) == (day in week.worked or (usual and day not in week.holidays))


@given(weeks, ranges)
def test_working_days_are_counted_one_by_one(week: WorkingWeek, during: DateRange) -> None:
    assert working_days(during, week) == len([day for day in during.each_day() if week.is_working_day(day)])


@given(weeks, days, st.integers(1, 30))
def test_counting_on_ends_on_the_nth_working_day(week: WorkingWeek, day: date, count: int) -> None:
    later = add_working_days(day, count, week)
    assert week.is_working_day(later)
    assert working_days(DateRange.through(day + DAY, later), week) == count
    earlier = add_working_days(day, -count, week)
    assert week.is_working_day(earlier)
    assert working_days(DateRange(earlier, day), week) == count
    assert add_working_days(day, 0, week) == day


@given(weeks, days)
def test_the_nearest_working_days_leave_none_between(week: WorkingWeek, day: date) -> None:
    later, earlier = working_day_from(day, week), working_day_until(day, week)
    assert earlier <= day <= later
    assert week.is_working_day(later)
    assert week.is_working_day(earlier)
    if not week.is_working_day(day):
        assert working_days(DateRange(earlier + DAY, later), week) == 0
    else:
        assert earlier == day == later


@given(st.frozensets(days, max_size=5), ranges)
def test_a_set_of_holidays_will_do(holidays: frozenset[date], during: DateRange) -> None:
    assert working_days(during, holidays) == working_days(during, WorkingWeek(holidays=holidays))
    assert working_days(during, set(holidays)) == working_days(during, holidays)


@frozen
class EvenDays:
    """Somebody's own calendar."""

    def is_working_day(self, day: date, /) -> bool:
        """Whether the day of the month is even."""
        return day.day % 2 == 0


def test_any_object_that_knows_working_days_will_do() -> None:
    assert working_days(DateRange.month(2026, 2), EvenDays()) == 14
    assert add_working_days(date(2026, 1, 30), 1, EvenDays()) == date(2026, 2, 2)
    assert working_calendar(EvenDays()) == EvenDays()


# General Office of the State Council, notice of 4 November 2025 on the holidays of 2026.
FREE_2026 = (
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
)
WORKED_2026 = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")


def test_china_in_2026() -> None:
    holidays = [day for first, last in FREE_2026 for day in DateRange.through(first, last).each_day()]
    china = WorkingWeek(holidays=holidays, worked=WORKED_2026)
    # 365 days less 104 days of weekends and the 13 statutory holidays.
    assert working_days(DateRange.year(2026), china) == 365 - 104 - 13
    assert working_days(DateRange.year(2026), frozenset(holidays)) == 365 - 104 - 13 - len(WORKED_2026)
    assert china.is_working_day(date(2026, 2, 14))
    assert not china.is_working_day(date(2026, 2, 16))
    assert add_working_days(date(2026, 9, 30), 4, china) == date(2026, 10, 12)


@given(st.integers(0, 6), days)
def test_weekdays_may_be_named(weekday: int, day: date) -> None:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    named: Any = [names[weekday], "sunday"]
    assert WorkingWeek(named) == WorkingWeek(frozenset({weekday, 6}))


@given(weeks, days)
def test_a_day_is_not_both_free_and_worked(week: WorkingWeek, day: date) -> None:
    assume(day not in week.holidays)
    with pytest.raises(InvalidValueError, match="worked"):
        WorkingWeek(week.weekend, week.holidays | {day}, week.worked | {day})


@pytest.mark.parametrize(
    "ask",
    [
        lambda: WorkingWeek(frozenset({7})),
        lambda: working_days(DateRange.since("2026-01-01"), WorkingWeek()),
        lambda: add_working_days(date.max, 1, WorkingWeek()),
        lambda: add_working_days(date.min, -1, WorkingWeek()),
        lambda: working_day_from(date(9999, 12, 1), WorkingWeek(frozenset(range(7)))),
        lambda: working_day_until(date(1, 2, 1), WorkingWeek(frozenset(range(7)))),
    ],
)
def test_questions_without_an_answer_are_refused(ask: Callable[[], object]) -> None:
    with pytest.raises(InvalidValueError):
        ask()


def test_what_knows_no_working_days_is_refused() -> None:
    dates: Any = [date(2026, 1, 1)]
    with pytest.raises(WrongTypeError, match="is_working_day"):
        working_days(DateRange.year(2026), dates)
