"""Ranges of dates against sets of days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange, gaps, merge, overlaps, range_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.testing.calendars import date_ranges

pytestmark = pytest.mark.properties

FIRST = date(2026, 2, 20)
WINDOW = tuple(FIRST + timedelta(days=days) for days in range(16))
# Days outside the window are alike: one on each side stands for them, and the edges of what a date can say.
DAYS = (date.min, FIRST - timedelta(days=1), *WINDOW, WINDOW[-1] + timedelta(days=1), date.max)

near = date_ranges(first=FIRST, last=WINDOW[-1])
anywhere = st.one_of(near, date_ranges(), st.builds(DateRange, st.none(), st.none()))
Days = frozenset[date]


def days_of(*ranges: DateRange) -> Days:
    """The days of the sample that a range holds, by its bounds alone."""
    return frozenset(
        day
        for day in DAYS
        if any(
            (one.start is None or day >= one.start) and (one.end is None or not day >= one.end)
            for one in ranges
        )
    )


@given(near)
def test_membership_is_half_open(one: DateRange) -> None:
    assert frozenset(day for day in DAYS if day in one) == days_of(one)
    if one.start is not None:
        assert one.start in one
        assert one.start - timedelta(days=1) not in one
    if one.end is not None:
        assert one.end not in one
        assert one.end - timedelta(days=1) in one
        assert one.last == one.end - timedelta(days=1)


@given(near, near)
def test_two_ranges_are_as_their_sets_of_days(a: DateRange, b: DateRange) -> None:
    left, right = days_of(a), days_of(b)
    assert (a == b) == (left == right)
    assert a.contains(b) == (right <= left)
    assert a.overlaps(b) == bool(left & right)
    common = a.intersection(b)
    assert (frozenset() if common is None else days_of(common)) == left & right
    assert days_of(*a.difference(b)) == left - right
    adjacent = not left & right and any(
        (day in left and DAYS[place + 1] in right) or (day in right and DAYS[place + 1] in left)
        for place, day in enumerate(DAYS[:-1])
    )
    assert a.touches(b) == adjacent
    if left & right or adjacent:
        assert days_of(a.union(b)) == left | right
    else:
        with pytest.raises(InvalidValueError):
            a.union(b)


@given(st.lists(near, max_size=6), near)
def test_many_ranges_are_as_their_sets_of_days(many: list[DateRange], within: DateRange) -> None:
    covered = days_of(*many)
    twice = frozenset(day for day in DAYS if sum(day in days_of(one) for one in many) > 1)
    assert days_of(*merge(many)) == covered
    assert days_of(*gaps(many, within)) == days_of(within) - covered
    assert days_of(*overlaps(many)) == twice
    for found in (merge(many), gaps(many, within), overlaps(many)):
        for before, after in pairwise(found):
            assert before.end is not None
            assert after.start is not None
            assert before.end < after.start


@given(st.lists(anywhere, max_size=5).flatmap(lambda many: st.tuples(st.just(many), st.permutations(many))))
def test_order_changes_nothing(orders: tuple[list[DateRange], list[DateRange]]) -> None:
    many, backwards = orders
    assert merge(many) == merge(backwards)
    assert overlaps(many) == overlaps(backwards)
    assert gaps(many, DateRange.always()) == gaps(backwards, DateRange.always())


@given(anywhere, anywhere)
def test_operations_meet_their_laws_at_the_edges(a: DateRange, b: DateRange) -> None:
    assert a.intersection(b) == b.intersection(a)
    common = a.intersection(b)
    pieces = a.difference(b) if common is None else (*a.difference(b), common)
    assert merge(pieces) == (a,)
    assert overlaps(pieces) == ()
    assert a.overlaps(b) == (common is not None)
    assert a.contains(b) == (common == b)
    assert merge((a, b)) == merge((*gaps((a,), b), a))


@given(anywhere)
def test_text_reads_back(one: DateRange) -> None:
    assert DateRange.of(str(one)) == one
    assert range_of(str(one)) == one
    assert range_of(one) is one
    assert DateRange(one.start, one.end) == one


@given(date_ranges(max_days=400))
def test_days_are_counted_and_listed(one: DateRange) -> None:
    listed = list(one.each_day())
    assert len(listed) == one.days
    assert listed[0] == one.start
    assert listed[-1] == one.last
    assert all(day in one for day in listed)
    assert listed == sorted(set(listed))
    assert DateRange.through(listed[0], listed[-1]) == one


@given(anywhere, st.lists(st.sampled_from(DAYS) | st.dates(), max_size=5))
def test_cutting_keeps_every_day_once(one: DateRange, days: list[date]) -> None:
    parts = one.split_at(*days)
    assert merge(parts) == (one,)
    assert overlaps(parts) == ()
    inside = {day for day in days if day in one and day != date.min and day != one.start}
    assert {part.start for part in parts[1:]} == inside


def test_years_months_and_days() -> None:
    assert str(DateRange.year(2024)) == "2024-01-01/2025-01-01"
    assert str(DateRange.month(2024, 2)) == "2024-02-01/2024-03-01"
    assert str(DateRange.month(2024, 12)) == "2024-12-01/2025-01-01"
    assert str(DateRange.day("2024-02-29")) == "2024-02-29/2024-03-01"
    assert str(DateRange.since("2024-02-29")) == "2024-02-29/.."
    assert str(DateRange.until("2024-02-29")) == "../2024-02-29"
    assert str(DateRange.always()) == "../.."
    assert DateRange.year(9999) == DateRange.month(9999, 1).union(DateRange.since("9999-02-01"))
    assert DateRange.of("/2024-01-01") == DateRange.until("2024-01-01")
    for month in (0, 13):
        with pytest.raises(InvalidValueError, match="month"):
            DateRange.month(2024, month)
    for year in (0, 10_000):
        with pytest.raises(InvalidValueError, match="year"):
            DateRange.year(year)


def test_the_edges_of_dates_are_clamped_to_open_bounds() -> None:
    assert DateRange(date.min, "2026-01-01").start is None
    assert DateRange.day(date.max).end is None
    assert DateRange.day(date.max).last is None
    assert DateRange.day(date.min) == DateRange.until(date(1, 1, 2))
    assert DateRange.through(date.min, date.max) == DateRange.always()
    assert date.max in DateRange.always()
    assert date.min in DateRange.until("2026-01-01")


def test_bounds_that_meet_leave_nothing_over() -> None:
    january = DateRange.month(2026, 1)
    assert january.split_at("2026-01-01", "2026-02-01") == (january,)
    assert gaps([january, DateRange.month(2026, 3)], january) == ()
    assert gaps([DateRange.month(2025, 12), january], january) == ()
    assert overlaps([january, DateRange.month(2026, 2)]) == ()
    assert january.difference(january) == ()
    assert january.intersection(DateRange.month(2026, 2)) is None


@pytest.mark.parametrize(
    "start, end",
    [
        ("2026-01-01", "2026-01-01"),
        ("2026-01-02", "2026-01-01"),
        (None, date.min),
        (date.min, date.min),
    ],
)
def test_a_range_without_days_is_refused(start: date | str | None, end: date | str | None) -> None:
    with pytest.raises(InvalidValueError, match=f"end .* be after the start {start or date.min}"):
        DateRange(start, end)


@pytest.mark.parametrize(
    "text", ["", "2026-01-01", "2026-01-01/2026-02-01/2026-03-01", "a/b", "2026-02-30/.."]
)
def test_text_that_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError):
        DateRange.of(text)


def test_other_types_are_refused() -> None:
    number: Any = 5
    with pytest.raises(WrongTypeError, match="start"):
        DateRange(datetime(2026, 1, 1, tzinfo=UTC), None)
    with pytest.raises(WrongTypeError, match="day"):
        assert datetime(2026, 1, 1, tzinfo=UTC) in DateRange.year(2026)
    with pytest.raises(WrongTypeError, match="during"):
        range_of(number)
    with pytest.raises(WrongTypeError, match="range"):
        DateRange.of(number)


@pytest.mark.parametrize(
    "one", [DateRange.always(), DateRange.since("2026-01-01"), DateRange.until("2026-01-01")]
)
def test_open_ranges_have_no_count(one: DateRange) -> None:
    assert not one.is_bounded
    with pytest.raises(InvalidValueError, match="start and an end"):
        assert one.days
    with pytest.raises(InvalidValueError):
        one.each_day()
