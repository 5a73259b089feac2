"""Effective-dated values against a plain table of days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import Change, Dated, DateRange, Timeline, gaps, overlaps
from salesmgmt.errors import BatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.testing.calendars import date_ranges, timelines

pytestmark = pytest.mark.properties

DAY = timedelta(days=1)
FIRST = date(2026, 3, 1)
WINDOW = tuple(FIRST + days * DAY for days in range(20))
DAYS = (date.min, *WINDOW, date.max)

values = st.sampled_from("abc")
histories = timelines(values, first=FIRST, last=WINDOW[-1], max_size=8)
near = date_ranges(first=FIRST, last=WINDOW[-1])
Table = dict[date, str]
History = Timeline[str]


def table(entries: tuple[Dated[str], ...]) -> Table:
    """What holds on each day of the sample."""
    return {day: entry.value for entry in entries for day in DAYS if day in entry.during}


@given(histories)
def test_the_value_on_a_day_is_the_table_s(history: History) -> None:
    known = table(history.entries)
    for day in DAYS:
        assert history.get(day, "none") == known.get(day, "none")
        entry = history.entry_at(day)
        if day in known:
            assert history.at(day) == history.at(day.isoformat()) == known[day]
            assert entry is not None
            assert (day in entry.during, entry.value) == (True, known[day])
        else:
            assert entry is None
            with pytest.raises(UnknownIdentifierError):
                history.at(day)


@given(st.lists(st.builds(Dated[str], near, values), max_size=6))
def test_overlaps_are_refused_and_reported(entries: list[Dated[str]]) -> None:
    twice = overlaps(entry.during for entry in entries)
    problems = Timeline.problems(entries)
    assert bool(problems) == bool(twice)
    for problem in problems:
        assert problem.field == "during"
        assert any(one.contains(DateRange.of(str(problem.value))) for one in twice)
    assert Timeline.problems(entries[::-1]) == problems
    if twice:
        with pytest.raises(BatchError) as caught:
            Timeline(entries)
        assert caught.value.problems == problems
        return
    made = Timeline(entries)
    assert set(made.entries) == set(entries)
    assert Timeline(entries[::-1]) == made
    assert all(a.during.end is not None and b.during.start is not None for a, b in pairwise(made.entries))


def test_every_entry_that_begins_too_early_is_reported() -> None:
    long = Dated("2026-01-01/2026-12-01", "long")
    early, across = Dated("2026-02-01/2026-03-01", "a"), Dated("2026-04-01/2027-01-01", "b")
    problems = Timeline.problems([Dated("2026-12-15/..", "c"), across, early, long])
    assert [(problem.record, problem.value) for problem in problems] == [
        ("2026-02-01/2026-03-01", "2026-02-01/2026-03-01"),
        ("2026-04-01/2027-01-01", "2026-04-01/2026-12-01"),
        ("2026-12-15/..", "2026-12-15/2027-01-01"),
    ]
    assert problems[1].rule == "not overlap 2026-01-01/2026-12-01"
    endless = [Dated(during, "x") for during in ("2026-01-01/..", "2026-05-01/2026-06-01", "2026-07-01/..")]
    begun = [problem.record for problem in Timeline.problems(endless)]
    assert begun == ["2026-05-01/2026-06-01", "2026-07-01/.."]


def test_the_last_day_there_is_may_overlap_too() -> None:
    entries = [
        Dated(DateRange("2026-01-01", date.max), "a"),
        Dated("2026-02-01/..", "b"),
        Dated(DateRange.day(date.max), "c"),
    ]
    assert [problem.record for problem in Timeline.problems(entries)] == ["2026-02-01/..", "9999-12-31/.."]


@given(histories, near)
def test_gaps_are_reported_and_refused(history: History, during: DateRange) -> None:
    missing = gaps([entry.during for entry in history.entries], during)
    assert history.gaps(during) == missing
    problems = Timeline.problems(history.entries, during)
    assert [problem.record for problem in problems] == [str(gap) for gap in missing]
    known = table(history.entries)
    assert {day for day in DAYS if any(day in gap for gap in missing)} == {
        day for day in DAYS if day in during and day not in known
    }
    if missing:
        with pytest.raises(BatchError) as caught:
            history.covering(during)
        assert caught.value.problems == problems
    else:
        assert history.covering(during) is history


@given(histories, near)
def test_within_a_range_the_same_values_hold(history: History, during: DateRange) -> None:
    cut = history.within(during)
    assert table(cut) == {day: value for day, value in table(history.entries).items() if day in during}
    assert all(during.contains(entry.during) for entry in cut)


@given(histories, near)
def test_changes_are_the_days_on_which_the_table_changes(history: History, during: DateRange) -> None:
    known = table(history.entries)
    changed = {day for before, day in pairwise(WINDOW) if known.get(before) != known.get(day)}
    if known.get(date.min) != known.get(FIRST):
        changed.add(FIRST)
    found = history.changes(during)
    wanted = [day for day in WINDOW if day in during and day in changed]
    assert [change.on for change in found if change.on <= WINDOW[-1]] == wanted
    for change in found:
        day_before = change.on - DAY
        assert change.before == history.entry_at(day_before)
        assert change.after == history.entry_at(change.on)


@given(histories)
def test_merging_keeps_every_value_in_the_fewest_entries(history: History) -> None:
    merged = history.merged()
    assert table(merged.entries) == table(history.entries)
    assert merged.changes(DateRange.always()) == tuple(
        Change(change.on, merged.entry_at(change.on - DAY), merged.entry_at(change.on))
        for change in history.changes(DateRange.always())
    )
    for before, after in pairwise(merged.entries):
        assert before.value != after.value or not before.during.touches(after.during)
    assert merged.merged() == merged


@given(histories, near, values)
def test_replacing_changes_only_the_days_of_the_range(
    history: History, during: DateRange, value: str
) -> None:
    replaced = history.replaced(during, value)
    expected = table(history.entries) | {day: value for day in DAYS if day in during}
    assert table(replaced.entries) == expected
    assert history.replaced(str(during), value) == replaced


@given(st.dictionaries(st.sampled_from(WINDOW), values, max_size=6), st.none() | st.just(date(2026, 12, 31)))
def test_steps_hold_until_the_next_one(starts: Table, until: date | None) -> None:
    history = Timeline.steps(starts.items(), until)
    for day in DAYS:
        begun = [start for start in sorted(starts) if start <= day and (until is None or day < until)]
        assert history.get(day, None) == (starts[begun[-1]] if begun else None)


def test_what_is_no_history_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        Timeline.steps([("2026-01-01", 1), ("2026-01-01", 2)])
    with pytest.raises(InvalidValueError):
        Timeline.steps([("2026-01-01", 1)], until="2025-01-01")
    with pytest.raises(WrongTypeError):
        Timeline.steps([("2026-01-01", 1)]).at(datetime(2026, 1, 1, tzinfo=UTC))
    number: Any = 5
    with pytest.raises(WrongTypeError):
        Dated(number, "x")
    assert Timeline([]).get("2026-01-01", "none") == "none"
    assert Timeline([]).changes(DateRange.always()) == ()
