"""Hypothesis strategies for the types of `salesmgmt.calendars`, and laws for a caller's own policies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.calendars import (
    CalendarDays,
    Change,
    Dated,
    DateRange,
    DayCount,
    FiscalCalendar,
    NamedFor,
    Period,
    PeriodIndex,
    PeriodKind,
    Thirty360,
    Timeline,
    WorkingDays,
    WorkingWeek,
    YearEnd,
    YearPattern,
)

__all__ = [
    "STRATEGIES",
    "changes",
    "check_day_count",
    "date_ranges",
    "dated_values",
    "day_counts",
    "fiscal_calendars",
    "period_indexes",
    "period_kinds",
    "periods",
    "tilings",
    "timelines",
    "working_weeks",
]

T = TypeVar("T")


@st.composite
def date_ranges(
    draw: st.DrawFn,
    *,
    first: date = date.min,
    last: date = date.max,
    bounded: bool = False,
    max_days: int | None = None,
) -> DateRange:
    """Ranges whose bounds, where they have them, lie from ``first`` to ``last``.

    Args:
        draw: Supplied by Hypothesis.
        first: Earliest bound.
        last: Latest bound.
        bounded: Whether open bounds are left out.
        max_days: Most days that a range has; given, it leaves open bounds out too.
    """
    low, high = max(first.toordinal(), date.min.toordinal() + 1), last.toordinal()
    if bounded or max_days is not None:
        start = draw(st.integers(low, high - 1))
        end = draw(st.integers(start + 1, min(high, start + (max_days or high))))
        return DateRange(date.fromordinal(start), date.fromordinal(end))
    bounds = st.none() | st.integers(low, high)
    begin, until = draw(bounds), draw(bounds)
    if begin is not None and until is not None and begin >= until:
        begin, until = (until, begin) if until < begin else (begin, None)
    return DateRange(*(None if bound is None else date.fromordinal(bound) for bound in (begin, until)))


@st.composite
def tilings(draw: st.DrawFn, whole: DateRange, *, max_parts: int = 8) -> tuple[DateRange, ...]:
    """Parts of a bounded range that cover it without gap or overlap, in order."""
    inside = st.integers(0, whole.days - 1).map(lambda days: date.fromordinal(_ordinal(whole) + days))
    return whole.split_at(*draw(st.lists(inside, max_size=max_parts - 1)))


def _ordinal(whole: DateRange) -> int:
    return (whole.start or date.min).toordinal()


def period_kinds() -> st.SearchStrategy[PeriodKind]:
    """Every kind of period."""
    return st.sampled_from(PeriodKind)


def _prefixes() -> st.SearchStrategy[str]:
    marks = st.characters(exclude_categories=("Cs", "Nd", "Nl", "No"), exclude_characters="-/")
    texts = st.text(marks, max_size=4).filter(
        lambda text: text == text.strip() and not any(mark.isdigit() for mark in text)
    )
    return st.sampled_from(("FY", "", "财年", "F")) | texts


@st.composite
def fiscal_calendars(
    draw: st.DrawFn, *, pattern: YearPattern | str | None = None, start_day: int | None = None
) -> FiscalCalendar:
    """Calendars of every pattern, or of one; months begin on any day, or on one."""
    chosen = draw(st.sampled_from(YearPattern)) if pattern is None else YearPattern(pattern)
    if chosen is not YearPattern.MONTHS:
        day = 1
    elif start_day is not None:
        day = start_day
    else:
        day = draw(st.integers(1, 31))
    return FiscalCalendar(
        start_month=draw(st.integers(1, 12)),
        start_day=day,
        pattern=chosen,
        month_named_for=draw(st.sampled_from(NamedFor)),
        year_named_for=draw(st.sampled_from(NamedFor)),
        week_start=draw(st.integers(0, 6)),
        year_end=draw(st.sampled_from(YearEnd)),
        long_month=draw(st.integers(1, 12)),
        prefix=draw(_prefixes()),
    )


@st.composite
def periods(
    draw: st.DrawFn,
    *,
    calendar: FiscalCalendar | None = None,
    kind: PeriodKind | str | None = None,
    first_year: int = 3,
    last_year: int = 9997,
) -> Period:
    """Periods of any calendar, kind and year, or of those given."""
    known = draw(fiscal_calendars()) if calendar is None else calendar
    chosen = draw(period_kinds()) if kind is None else PeriodKind(kind)
    year = draw(st.integers(first_year, last_year))
    return Period(chosen, year, draw(st.integers(1, known.count(chosen, year))), known)


@st.composite
def period_indexes(draw: st.DrawFn, *, max_size: int = 8) -> PeriodIndex:
    """Runs of neighbouring periods."""
    found = [draw(periods(last_year=9997 - max_size))]
    for _ in range(draw(st.integers(0, max_size - 1))):
        found.append(found[-1].next)
    return PeriodIndex(found)


def dated_values() -> st.SearchStrategy[Dated[str]]:
    """Short texts with the days on which they hold."""
    return st.builds(Dated[str], date_ranges(), st.text(max_size=3))


@st.composite
def timelines(
    draw: st.DrawFn,
    values: st.SearchStrategy[T],
    *,
    first: date = date.min,
    last: date = date.max,
    max_size: int = 6,
) -> Timeline[T]:
    """Timelines of any values, with and without gaps, open or not at either end."""
    bounds = sorted(draw(st.lists(st.dates(first, last), unique=True, max_size=2 * max_size)))
    pieces = DateRange.always().split_at(*bounds)
    kept = draw(st.lists(st.booleans(), min_size=len(pieces), max_size=len(pieces)))
    entries = [Dated(piece, draw(values)) for piece, keep in zip(pieces, kept, strict=True) if keep]
    return Timeline(entries[:max_size])


@st.composite
def changes(draw: st.DrawFn) -> Change[str]:
    """Changes from one short text to another, or from or to nothing."""
    on = draw(st.dates(min_value=date(1, 1, 3), max_value=date(9999, 12, 30)))
    before = draw(st.none() | st.text(max_size=3).map(lambda value: Dated(DateRange.until(on), value)))
    after = draw(st.none() | st.text(max_size=3).map(lambda value: Dated(DateRange.since(on), value)))
    return Change(on, before, after)


@st.composite
def working_weeks(draw: st.DrawFn, *, first: date = date.min, last: date = date.max) -> WorkingWeek:
    """Weeks with any free days, and holidays and worked days from ``first`` to ``last``."""
    days = st.frozensets(st.dates(first, last), max_size=8)
    holidays = draw(days)
    return WorkingWeek(draw(st.frozensets(st.integers(0, 6), max_size=6)), holidays, draw(days) - holidays)


def day_counts() -> st.SearchStrategy[DayCount]:
    """Every way of counting days that the package has."""
    counts: tuple[st.SearchStrategy[DayCount], ...] = (
        st.just(CalendarDays()),
        st.just(Thirty360()),
        st.builds(WorkingDays, working_weeks()),
    )
    return st.one_of(*counts)


def check_day_count(
    by: DayCount, *, first: date = date(2000, 1, 1), last: date = date(2040, 12, 31), max_examples: int = 100
) -> None:
    """Assert that a way of counting days is one by which parts sum to the whole.

    Args:
        by: The way to check.
        first: Earliest day for which it is asked.
        last: Latest day.
        max_examples: How many ranges to try.

    Raises:
        AssertionError: If it counts fewer than 0 days, gives two answers to one question, or counts a range
            otherwise than the parts into which it is cut.
    """

    @settings(max_examples=max_examples, deadline=None, database=None)
    @given(date_ranges(first=first, last=last, max_days=800), st.data())
    def parts_sum_to_the_whole(whole: DateRange, data: st.DataObject) -> None:
        parts = data.draw(tilings(whole))
        counted = [by.days(part) for part in parts]
        assert min(counted) >= 0
        assert sum(counted) == by.days(whole)
        assert counted == [by.days(part) for part in parts]

    parts_sum_to_the_whole()


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        CalendarDays: lambda: st.just(CalendarDays()),
        Change: changes,
        DateRange: date_ranges,
        Dated: dated_values,
        FiscalCalendar: fiscal_calendars,
        NamedFor: lambda: st.sampled_from(NamedFor),
        Period: periods,
        PeriodIndex: period_indexes,
        PeriodKind: period_kinds,
        Thirty360: lambda: st.just(Thirty360()),
        Timeline: lambda: timelines(st.text(max_size=3)),
        WorkingDays: lambda: st.builds(WorkingDays, working_weeks()),
        WorkingWeek: working_weeks,
        YearEnd: lambda: st.sampled_from(YearEnd),
        YearPattern: lambda: st.sampled_from(YearPattern),
    }
)
