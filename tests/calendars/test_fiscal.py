"""Fiscal calendars against calendars walked day by day, and the laws of periods."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange, FiscalCalendar, Period, PeriodIndex, PeriodKind
from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.testing.calendars import fiscal_calendars, period_indexes, period_kinds, periods
from tests.calendars import reference

pytestmark = pytest.mark.properties

DAY = timedelta(days=1)
KINDS = tuple(PeriodKind)
years = st.integers(4, 9995)


@given(fiscal_calendars(pattern="months"), years)
def test_months_and_their_names_are_those_of_the_walk(calendar: FiscalCalendar, year: int) -> None:
    walked = reference.years_of_days(calendar, date(year - 1, 1, 1), date(year + 2, 12, 31))
    assert year in walked
    found = calendar.year(year)
    assert (found.start, found.end - DAY) == (walked[year][0][0], walked[year][-1][1])
    assert [
        (month.start, month.end - DAY, month.calendar_month) for month in found.children("month")
    ] == walked[year]
    for number, month in enumerate(walked[year], 1):
        assert calendar.locate(month[0], "month") == (year, number)
        assert calendar.locate(month[1], "month") == (year, number)
        named = calendar.month_named(*month[2])
        assert (named.year, named.number) == (year, number)


@given(fiscal_calendars(pattern="months"), years, st.integers(0, 365))
def test_weeks_belong_where_their_fourth_day_lies(calendar: FiscalCalendar, year: int, days: int) -> None:
    day = calendar.year(year).start + days * DAY
    begin = reference.week_begin(calendar, day)
    week = calendar.period_at(day, "week")
    assert (week.start, week.end) == (begin, begin + 7 * DAY)
    fourth = begin + 3 * DAY
    for kind in KINDS[:-1]:
        assert week.parent(kind) == calendar.period_at(fourth, kind)
    walked = calendar.period_at(fourth, "year")
    earlier = [one for one in reference.walk(walked.start, fourth) if one.weekday() == fourth.weekday()]
    assert (week.year, week.number) == (walked.year, len(earlier))


@given(st.dates(date(4, 1, 1), date(9997, 1, 1)))
def test_weeks_of_calendar_years_are_those_of_iso(day: date) -> None:
    iso = day.isocalendar()
    assert FiscalCalendar().locate(day, "week") == (iso.year, iso.week)


def test_weeks_over_the_turn_of_every_kind_of_year() -> None:
    common = FiscalCalendar()
    for year in (*range(4, 450), *range(1990, 2032), *range(9590, 9998)):
        for day in reference.walk(date(year - 1, 12, 26), date(year, 1, 6)):
            iso = day.isocalendar()
            assert common.locate(day, "week") == (iso.year, iso.week)


@given(fiscal_calendars(), years, st.data())
def test_periods_tile_the_year(calendar: FiscalCalendar, year: int, data: st.DataObject) -> None:
    whole = calendar.year(year)
    for kind in KINDS[1:]:
        parts = whole.children(kind)
        assert [part.number for part in parts] == list(range(1, calendar.count(kind, year) + 1))
        assert all(part.parent("year") == whole for part in parts)
        for before, after in pairwise(parts):
            assert before.end == after.start
        if kind is PeriodKind.WEEK and calendar.pattern == "months":
            assert abs(parts[0].start - whole.start) <= 3 * DAY
            assert abs(parts[-1].end - whole.end) <= 3 * DAY
        else:
            assert (parts[0].start, parts[-1].end) == (whole.start, whole.end)
    assert (len(whole.children("half")), len(whole.children("quarter")), len(whole.children("month"))) == (
        2,
        4,
        12,
    )
    assert whole.next.start == whole.end
    assert calendar.year(year + 1) == whole.next


@given(periods(first_year=4, last_year=9996))
def test_parents_children_and_neighbours_agree(period: Period) -> None:
    assert period.next.previous == period == period.previous.next
    assert period.next.start == period.end
    assert period.previous.end == period.start
    own = KINDS.index(period.kind)
    for kind in KINDS[:own]:
        parent = period.parent(kind)
        assert parent.kind is kind
        assert period in parent.children(period.kind)
    for kind in KINDS[own + 1 :]:
        children = period.children(kind)
        assert all(child.parent(period.kind) == period for child in children)
        assert children[0].previous.parent(period.kind) == period.previous
        assert children[-1].next.parent(period.kind) == period.next
    if own:
        assert period.parent() == period.parent(KINDS[own - 1])
    if own < len(KINDS) - 1:
        assert period.children() == period.children(KINDS[own + 1])


@given(periods(first_year=4, last_year=9996), st.integers(0, 400))
def test_a_day_lies_in_the_period_that_is_found_for_it(period: Period, days: int) -> None:
    day = period.start + (days % period.days) * DAY
    assert day in period
    assert day in period.during
    assert day.isoformat() in period
    assert period.calendar.period_at(day, period.kind) == period
    assert period.calendar.locate(day.isoformat(), period.kind) == (period.year, period.number)
    assert period.end not in period
    assert period.start - DAY not in period
    assert period.during == DateRange(period.start, period.end)
    assert period.days == period.during.days


@given(periods())
def test_labels_read_back(period: Period) -> None:
    calendar = period.calendar
    assert str(period) == period.label
    assert calendar.period(period.label) == period
    bare = period.label.removeprefix(calendar.prefix)
    for typed in (bare, bare.lower(), period.label.lower(), f" {period.label} ", bare.replace("-", "", 1)):
        assert calendar.period(typed) == period
    if "-" in bare:
        year, rest = bare.split("-")
        assert calendar.period(f"{rest} {year}") == period
        assert calendar.period(f"{rest} {calendar.prefix}{year}") == period


@given(fiscal_calendars(), st.text(max_size=10))
def test_other_labels_are_refused(calendar: FiscalCalendar, text: str) -> None:
    try:
        period = calendar.period(text)
    except InvalidValueError:
        return
    assert any(mark.isdigit() for mark in text)
    assert calendar.period(period.label) == period


@given(fiscal_calendars(), years, st.integers(1, 12))
def test_a_bare_month_is_read_only_where_it_has_one_meaning(
    calendar: FiscalCalendar, year: int, number: int
) -> None:
    by_number = Period(PeriodKind.MONTH, year, number, calendar)
    by_name = calendar.month_named(year, number)
    typed = f"{year:04d}-{number:02d}"
    if by_number == by_name:
        assert calendar.period(typed) == by_number
        return
    with pytest.raises(InvalidValueError) as caught:
        calendar.period(typed)
    assert by_number.label in caught.value.rule
    assert by_name.label in caught.value.rule


@given(fiscal_calendars(), period_kinds(), st.dates(date(4, 1, 1), date(9994, 1, 1)), st.integers(1, 800))
def test_the_periods_of_a_range_are_those_that_share_a_day(
    calendar: FiscalCalendar, kind: PeriodKind, start: date, days: int
) -> None:
    during = DateRange(start, start + days * DAY)
    found = calendar.periods(kind, during)
    assert found == calendar.periods(kind.value, str(during))
    assert found[0] == calendar.period_at(start, kind)
    assert found[-1] == calendar.period_at(start + (days - 1) * DAY, kind)
    assert all(before.next == after for before, after in pairwise(found))
    index = calendar.index(kind, during)
    assert index.periods == found
    for day in (start, start + (days // 2) * DAY, start + (days - 1) * DAY):
        assert index.at(day) == calendar.period_at(day, kind)


@given(period_indexes())
def test_an_index_finds_each_of_its_days(index: PeriodIndex) -> None:
    assert index.starts == tuple(period.start for period in index.periods)
    for place, period in enumerate(index.periods):
        assert index.position(period.start) == place
        assert index.position(period.end - DAY) == place
        assert index.at(period.start.isoformat()) == period
    for outside in (index.periods[0].start - DAY, index.periods[-1].end):
        assert outside not in index.during
        with pytest.raises(UnknownIdentifierError):
            index.position(outside)


@given(fiscal_calendars(), period_kinds(), st.dates())
def test_no_date_breaks_a_calendar(calendar: FiscalCalendar, kind: PeriodKind, day: date) -> None:
    edges = [date.min + days * DAY for days in (0, 1, 366, 730, 1100, 1500)]
    edges += [date.max - days * DAY for days in (0, 1, 366, 730, 1100, 1500)]
    for edge in (day, *edges):
        try:
            found = calendar.period_at(edge, kind)
        except InvalidValueError:
            assert edge.year in (1, 2, 3, 9997, 9998, 9999)
        else:
            assert edge in found
    for year in (2, 9998):
        with pytest.raises(InvalidValueError, match="year"):
            calendar.year(year)
    first = Period(kind, 3, 1, calendar)
    last = Period(kind, 9997, calendar.count(kind, 9997), calendar)
    assert first.during.start == first.start
    assert last.during.end == last.end
    with pytest.raises(InvalidValueError, match="year"):
        assert first.previous
    with pytest.raises(InvalidValueError, match="year"):
        assert last.next


@given(periods(), periods())
def test_periods_are_values(a: Period, b: Period) -> None:
    assume(a.calendar != b.calendar or a.label != b.label)
    assert a != b
    again = Period(a.kind.value, a.year, a.number, FiscalCalendar(**_settings(a.calendar)))
    assert (again, hash(again), repr(again)) == (a, hash(a), repr(a))
    assert pickle.loads(pickle.dumps(a)) == a
    assert hash(pickle.loads(pickle.dumps(a))) == hash(a)


def _settings(calendar: FiscalCalendar) -> dict[str, Any]:
    names = ("start_month", "start_day", "pattern", "month_named_for", "year_named_for", "week_start")
    return {name: getattr(calendar, name) for name in (*names, "year_end", "long_month", "prefix")}


def test_months_from_the_26th_have_the_names_that_companies_give_them() -> None:
    calendar = FiscalCalendar(start_month=12, start_day=26)
    march = calendar.month_named(2026, 3)
    assert (march.label, str(march.during)) == ("FY2026-M03", "2026-02-26/2026-03-26")
    assert str(calendar.year(2026).during) == "2025-12-26/2026-12-26"
    assert calendar.period("2026-03") == march
    by_start = FiscalCalendar(start_month=12, start_day=26, month_named_for="start", year_named_for="start")
    assert by_start.month_named(2026, 2).during == march.during
    assert by_start.year(2025).during == calendar.year(2026).during


@pytest.mark.parametrize(
    "named_for, year, during",
    [("end", 2026, "2025-04-01/2026-04-01"), ("start", 2026, "2026-04-01/2027-04-01")],
)
def test_years_are_named_for_their_end_or_their_start(named_for: str, year: int, during: str) -> None:
    calendar = FiscalCalendar(4, year_named_for=named_for)
    assert str(calendar.year(year).during) == during
    assert calendar.year(year).children("month")[0].calendar_month[1] == 4


@pytest.mark.parametrize(
    "start_day, during",
    [(31, "2026-02-28/2026-03-31"), (30, "2026-02-28/2026-03-30"), (29, "2026-02-28/2026-03-29")],
)
def test_a_starting_day_that_a_month_lacks_is_its_last_day(start_day: int, during: str) -> None:
    calendar = FiscalCalendar(start_month=1, start_day=start_day)
    assert str(calendar.month_named(2026, 3).during) == during


def test_what_people_type() -> None:
    calendar = FiscalCalendar()
    for typed in ("FY2026-Q1", "2026-Q1", "2026Q1", "2026 Q1", "fy2026q1", "Q1 2026", "Q1 FY2026", "q1-2026"):
        assert calendar.period(typed).label == "FY2026-Q1", typed
    for typed in ("2026-03", "FY2026-M03", "2026M3", "2026-P03", "FY2026-03"):
        assert calendar.period(typed).label == "FY2026-M03", typed
    assert calendar.period("2026").label == "FY2026"
    assert calendar.period("2026W7").label == "FY2026-W07"
    assert calendar.period("H2 2026").label == "FY2026-H2"
    assert FiscalCalendar(prefix="").period("2026-H1").label == "2026-H1"
    for typed in (
        "FY26",
        "26-Q1",
        "2026-Q5",
        "2026-Q0",
        "2026-13",
        "2026-W54",
        "2026-X1",
        "",
        "Q1",
        "2026-Q1-1",
    ):
        with pytest.raises(InvalidValueError):
            calendar.period(typed)


def test_the_print_of_a_period() -> None:
    assert repr(FiscalCalendar(4).period("2026-Q1")) == "<Period FY2026-Q1 2025-04-01/2025-07-01>"
    assert FiscalCalendar(prefix="").period("0099-M01").label == "0099-M01"


@pytest.mark.parametrize(
    "settings, field",
    [
        ({"start_month": 0}, "start_month"),
        ({"start_month": 13}, "start_month"),
        ({"start_day": 0}, "start_day"),
        ({"start_day": 32}, "start_day"),
        ({"long_month": 0}, "long_month"),
        ({"long_month": 13}, "long_month"),
        ({"week_start": 7}, "week_start"),
        ({"week_start": "sun"}, "week_start"),
        ({"pattern": "5-4-5"}, "pattern"),
        ({"month_named_for": "middle"}, "month_named_for"),
        ({"year_named_for": "middle"}, "year_named_for"),
        ({"year_end": "first"}, "year_end"),
        ({"prefix": "FY1"}, "prefix"),
        ({"prefix": "F-Y"}, "prefix"),
        ({"prefix": " FY"}, "prefix"),
        ({"pattern": "4-4-5", "start_day": 26}, "start_day"),
    ],
)
def test_settings_out_of_bounds_are_refused(settings: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        FiscalCalendar(**settings)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "settings, field",
    [
        ({"start_month": True}, "start_month"),
        ({"start_day": 1.0}, "start_day"),
        ({"long_month": "12"}, "long_month"),
        ({"week_start": False}, "week_start"),
        ({"prefix": None}, "prefix"),
    ],
)
def test_settings_of_other_types_are_refused(settings: dict[str, Any], field: str) -> None:
    with pytest.raises(WrongTypeError) as caught:
        FiscalCalendar(**settings)
    assert caught.value.field == field


def test_questions_without_an_answer_are_refused() -> None:
    calendar = FiscalCalendar()
    year, week, month = calendar.year(2026), calendar.period("2026-W01"), calendar.period("2026-M01")
    for ask in (
        year.parent,
        week.children,
        lambda: month.parent("week"),
        lambda: month.parent("month"),
        lambda: month.children("month"),
        lambda: month.children("year"),
        lambda: year.calendar_month,
        lambda: calendar.month_named(2026, 13),
        lambda: calendar.period_at(date(2026, 1, 1), "decade"),
        lambda: calendar.periods("month", "2026-01-01/.."),
        lambda: Period("quarter", 2026, 5, calendar),
        lambda: Period("quarter", 2026, 0, calendar),
        lambda: PeriodIndex(()),
        lambda: PeriodIndex((month, month)),
        lambda: PeriodIndex((month, month.next.next)),
    ):
        with pytest.raises(InvalidValueError):
            ask()
    instant = datetime(2026, 1, 1, tzinfo=UTC)
    typed: Any = 2026
    yes: Any = True
    for wrong in (
        lambda: calendar.period(typed),
        lambda: calendar.period_at(instant, "month"),
        lambda: Period("month", yes, 1, calendar),
        lambda: instant in month,
    ):
        with pytest.raises(WrongTypeError):
            wrong()
