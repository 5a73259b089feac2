"""Recurring days against a walk over the calendar; adherence and actions against plain counts."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange, WorkingWeek, days_in_month
from salesmgmt.errors import BatchError, SalesmgmtError
from salesmgmt.organization import (
    ActionItem,
    ActionState,
    AgendaItem,
    CadencePolicy,
    Held,
    Meeting,
    MeetingLine,
    MeetingSeries,
    Occurrence,
    OnHoliday,
    Recurrence,
    closure_of,
)
from salesmgmt.testing.organization_meetings import action_closures, recurrences

pytestmark = pytest.mark.properties

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
YEAR = DateRange.year(2026)


def walked(rule: Recurrence, during: DateRange) -> list[date]:
    """The planned days of a rule, looked for day by day."""
    return [
        day
        for day in during.each_day()
        if day >= rule.start and (rule.last is None or day <= rule.last) and fits(rule, day)
    ]


def fits(rule: Recurrence, day: date) -> bool:
    """Whether a day belongs to a rule, by the words of its attributes."""
    if rule.frequency == "daily":
        return (day - rule.start).days % rule.every == 0 and candidate(rule, day)
    if rule.frequency == "weekly":
        monday = rule.start - timedelta(rule.start.weekday())
        if (day - monday).days // 7 % rule.every:
            return False
        days = [day - timedelta(day.weekday()) + timedelta(n) for n in range(7)]
    else:
        months = (day.year - rule.start.year) * 12 + day.month - rule.start.month
        step = {"monthly": 1, "quarterly": 3, "yearly": 12}[rule.frequency] * rule.every
        if months % step:
            return False
        days = [day.replace(day=n + 1) for n in range(days_in_month(day.year, day.month))]
    chosen = [one for one in days if candidate(rule, one)]
    if not rule.places:
        return day in chosen
    return any(
        0 <= (place - 1 if place > 0 else len(chosen) + place) < len(chosen)
        and chosen[place - 1 if place > 0 else place] == day
        for place in rule.places
    )


def candidate(rule: Recurrence, day: date) -> bool:
    size = days_in_month(day.year, day.month)
    if not rule.weekdays and not rule.month_days:
        if rule.frequency == "daily":
            return True
        if rule.frequency == "weekly":
            return day.weekday() == rule.start.weekday()
        return day.day == rule.start.day
    on_weekday = not rule.weekdays or day.weekday() in rule.weekdays
    in_month = not rule.month_days or day.day in rule.month_days or day.day - size - 1 in rule.month_days
    return on_weekday and in_month


@given(recurrences(min_day=FIRST, max_day=LAST))
def test_planned_days_are_those_of_a_walk_over_the_calendar(rule: Recurrence) -> None:
    assert [one.planned for one in rule.occurrences(YEAR)] == walked(rule, YEAR)


@given(recurrences(min_day=FIRST, max_day=LAST), st.frozensets(st.dates(FIRST, LAST), max_size=40))
def test_holidays_do_what_the_rule_says(rule: Recurrence, holidays: frozenset[date]) -> None:
    week = WorkingWeek(holidays=holidays)
    planned = [one.planned for one in rule.occurrences(YEAR)]
    found = rule.occurrences(YEAR, week)
    if rule.on_holiday is OnHoliday.SKIP:
        assert [one.on for one in found] == [day for day in planned if week.is_working_day(day)]
        return
    assert [one.planned for one in found] == planned
    for one in found:
        if rule.on_holiday is OnHoliday.KEEP or week.is_working_day(one.planned):
            assert one.on == one.planned
            continue
        assert week.is_working_day(one.on)
        low, high = sorted((one.on, one.planned))
        assert (one.on > one.planned) == (rule.on_holiday is OnHoliday.NEXT)
        between = DateRange.through(low, high).each_day()
        assert not any(week.is_working_day(day) for day in between if day not in (low, high))


@given(recurrences(min_day=FIRST, max_day=LAST), st.dates(FIRST, LAST))
def test_the_next_one_is_the_first_after_a_day(rule: Recurrence, day: date) -> None:
    following = [one for one in rule.occurrences("2026-01-01/2028-01-01") if one.planned > day]
    if following:
        assert rule.next_after(day) == following[0]


WEEKLY = MeetingSeries("m", Recurrence("weekly", "2026-01-05"), attendees=["ann", "bob"])
HELD = st.lists(
    st.builds(
        lambda n, day, came, off: Meeting(
            f"M-{n}", "m", FIRST + timedelta(day), () if off else came, None, off
        ),
        st.integers(1, 9),
        st.integers(0, 40),
        st.lists(st.sampled_from(["ann", "bob"]), unique=True),
        st.none() | st.just("snow"),
    ),
    max_size=5,
    unique_by=lambda one: one.id,
)


@given(HELD, st.integers(0, 6), st.integers(0, 6), st.integers(0, 45))
def test_each_meeting_stands_at_most_once_and_as_many_as_can(
    meetings: list[Meeting], early: int, late: int, today: int
) -> None:
    policy = CadencePolicy(early, late, "50%")
    as_of = FIRST + timedelta(today)
    during = "2026-01-01/2026-02-10"
    found = policy.adherence(WEEKLY, meetings, during, as_of)
    assert policy.adherence(WEEKLY, meetings[::-1], during, as_of) == found
    stood = [line.meeting for line in found.lines if line.meeting is not None]
    assert len(set(stood)) == len(stood)
    by_name = {one.id: one for one in meetings}
    assert len(found.lines) == sum(found.count(held) for held in Held) == 6
    assert not set(found.extra) & set(stood)
    for line in found.lines:
        if line.meeting is None:
            assert line.held is (Held.AHEAD if as_of <= line.occurrence.on + timedelta(late) else Held.MISSED)
            continue
        meeting = by_name[line.meeting]
        assert meeting.on <= as_of
        assert -early <= (meeting.on - line.occurrence.on).days <= late
        came = len(meeting.attended)
        expected = Held.IN_TIME if meeting.on == line.occurrence.on else Held.MOVED
        assert line.held is (Held.CANCELLED if meeting.cancelled else expected if came else Held.THIN)
    # Those held on a planned day stand for it; of the others, no choice could place more.
    held = [one for one in meetings if one.cancelled is None and one.on <= as_of]
    days = [date(2026, 1, 5) + timedelta(7 * n) for n in range(-5, 15) if n >= 0]
    exact = {one.on for one in held if one.on in days}
    rest = sorted([one.on for one in held if one.on not in days] + _doubles(held, days))
    left = [day for day in days if day not in exact]
    placed = len({one.id for one in held} & set(stood)) + len(
        [one for one in held if one.id not in stood and one.id not in found.extra]
    )
    assert placed >= len(exact)
    assert placed - len(exact) == most_placed(rest, left, early, late)


def _doubles(held: list[Meeting], days: list[date]) -> list[date]:
    """Days of the second and further meetings on one planned day."""
    seen: set[date] = set()
    found = []
    for one in held:
        if one.on in days and one.on in seen:
            found.append(one.on)
        seen.add(one.on)
    return found


def most_placed(points: list[date], days: list[date], early: int, late: int) -> int:
    """How many days can be given to different planned days near them, by trying every choice."""
    near = [[day for day in days if -early <= (point - day).days <= late] for point in points]
    for size in range(len(points), 0, -1):
        for some in combinations(near, size):
            chosen: list[list[date]] = [[]]
            for options in some:
                chosen = [[*one, day] for one in chosen for day in options if day not in one]
            if chosen:
                return size
    return 0


def test_a_named_planned_day_goes_before_all() -> None:
    meetings = [Meeting("1", "m", "2026-01-20", planned="2026-01-05"), Meeting("2", "other", "2026-01-12")]
    found = CadencePolicy().adherence(WEEKLY, meetings, "2026-01-01/2026-01-19", "2026-01-31")
    assert [line.held for line in found.lines] == [Held.MOVED, Held.MISSED]
    assert str(found.rate) == "50%"
    assert found.attendance("ann") == found.attendance("bob")
    assert str(found.attendance("ann")) == "0%"
    assert found.attendance("zoe") is None
    assert found.next_due == Occurrence("2026-02-02", "2026-02-02")
    assert "未召开" in found.table("zh").text()
    none = CadencePolicy().adherence(WEEKLY, [], "2026-01-01/2026-01-03", "2026-01-31")
    assert none.rate is None
    with pytest.raises(BatchError):
        CadencePolicy().adherence(WEEKLY, meetings[:1] * 2, "2026-01-01/2026-01-19", "2026-01-31")


@pytest.mark.parametrize("held", Held)
def test_every_end_has_its_sentence(held: Held) -> None:
    line = MeetingLine(Occurrence("2026-01-05", "2026-01-06"), held, "M-1", "2026-01-07", ["ann"])
    assert line.reason.text("en") != line.reason.text("zh")


@given(action_closures())
def test_actions_are_counted_by_their_days(closure: object) -> None:
    from salesmgmt.organization import ActionClosure

    assert isinstance(closure, ActionClosure)
    states = {one.id: closure.state(one) for one in closure.items}
    for one in closure.items:
        done = one.closed is not None and one.closed <= closure.as_of
        late = (one.closed if done and one.closed is not None else closure.as_of) > one.due
        assert (
            states[one.id]
            == {
                (True, False): "closed_in_time",
                (True, True): "closed_late",
                (False, False): "open",
                (False, True): "overdue",
            }[done, late]
        )
    closed = [one for one in closure.items if states[one.id].startswith("closed")]
    due = len(closed) + len(closure.of("overdue"))
    assert closure.rate is None if not due else closure.rate is not None
    if closure.rate is not None:
        assert closure.rate.value == Fraction(len(closed), due)
        assert closure.in_time is not None
        assert closure.in_time.value == Fraction(len(closure.of("closed_in_time")), due)
    if closed:
        days = [(one.closed - one.raised).days for one in closed if one.closed is not None]
        assert closure.days_to_close == Fraction(sum(days), len(days))
    table = closure.table("zh")
    assert table.footer is not None
    assert sum(count for count in table.footer[1:] if isinstance(count, int)) == len(closure.items)
    assert all(one.text("en") and one.text("zh") for one in closure.reasons)


def test_later_actions_are_left_out_and_doubles_refused() -> None:
    item = ActionItem("A", "call", "ann", "2026-03-02", "2026-03-09")
    assert closure_of([item], "2026-03-01").items == ()
    assert closure_of([item], "2026-03-02").of(ActionState.OPEN) == (item,)
    with pytest.raises(BatchError):
        closure_of([item, item], "2026-03-02")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Recurrence("often", "2026-01-01"),
        lambda: Recurrence("weekly", "2026-01-01", 0),
        lambda: Recurrence("weekly", "2026-01-01", month_days=1),
        lambda: Recurrence("monthly", "2026-01-01", month_days=[32]),
        lambda: Recurrence("monthly", "2026-01-01", places=1),
        lambda: Recurrence("daily", "2026-01-01", weekdays=0, places=1),
        lambda: Recurrence("daily", "2026-01-02", last="2026-01-01"),
        lambda: Recurrence("daily", "2026-01-02").occurrences("2026-01-01/.."),
        lambda: MeetingSeries(
            "m", Recurrence("daily", "2026-01-01"), agenda=[AgendaItem("a", 61)], minutes=60
        ),
        lambda: Meeting("1", "m", "2026-01-05", ["ann"], cancelled="snow"),
        lambda: ActionItem("A", "call", "ann", "2026-03-02", "2026-03-01"),
        lambda: CadencePolicy(quorum="101%"),
        lambda: CadencePolicy().adherence(WEEKLY, [], "2026-01-01/..", "2026-02-01"),
    ],
)
def test_what_is_wrong_is_refused(wrong: object) -> None:
    with pytest.raises(SalesmgmtError):
        wrong()  # type: ignore[operator]


def test_a_day_off_moves_back_or_on() -> None:
    saturday = Recurrence("weekly", "2026-01-03", on_holiday="previous")
    week = WorkingWeek()
    assert saturday.occurrences("2026-01-01/2026-01-05", week)[0].on == date(2026, 1, 2)
    onward = Recurrence("weekly", "2026-01-03", on_holiday="next")
    assert onward.occurrences("2026-01-01/2026-01-05", week)[0].on == date(2026, 1, 5)


def test_the_last_day_is_in_time() -> None:
    item = ActionItem("A", "call", "ann", "2026-03-02", "2026-03-09", "2026-03-09")
    assert closure_of([item], "2026-03-09").of("closed_in_time") == (item,)
    assert closure_of([item], "2026-03-08").of("open") == (item,)
