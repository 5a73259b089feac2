"""Hypothesis strategies for recurring meetings, adherence and actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.organization.meetings import (
    ActionClosure,
    ActionItem,
    ActionState,
    Adherence,
    AgendaItem,
    CadencePolicy,
    Frequency,
    Held,
    Meeting,
    MeetingLine,
    MeetingSeries,
    Occurrence,
    OnHoliday,
    Recurrence,
    closure_of,
)

__all__ = [
    "STRATEGIES",
    "action_closures",
    "action_items",
    "adherences",
    "agenda_items",
    "cadence_policies",
    "meeting_lines",
    "meeting_series",
    "meetings",
    "occurrences",
    "recurrences",
]

_NAMES = st.text(min_size=1, max_size=6)
_PEOPLE = st.lists(_NAMES, max_size=4, unique=True)


def occurrences() -> st.SearchStrategy[Occurrence]:
    """Planned days, and where holidays moved them."""
    return st.builds(Occurrence, st.dates(), st.dates())


def _places(most: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(-most, most).filter(bool), max_size=3)


@st.composite
def recurrences(draw: st.DrawFn, *, min_day: date = date.min, max_day: date = date.max) -> Recurrence:
    """Rules of every frequency.

    Args:
        draw: Supplied by Hypothesis.
        min_day: The first day on which a rule may start.
        max_day: The last one.
    """
    frequency = draw(st.sampled_from(Frequency))
    start = draw(st.dates(min_day, max_day))
    weekdays = draw(st.lists(st.integers(0, 6), max_size=3))
    monthly = frequency is not Frequency.WEEKLY
    month_days = draw(_places(31)) if monthly and draw(st.booleans()) else []
    named = (weekdays or month_days) and frequency is not Frequency.DAILY
    return Recurrence(
        frequency,
        start,
        draw(st.integers(1, 6)),
        weekdays,
        month_days,
        draw(_places(4)) if named else (),
        draw(st.none() | st.dates(start)),
        draw(st.sampled_from(OnHoliday)),
    )


def agenda_items() -> st.SearchStrategy[AgendaItem]:
    """Points of any length."""
    return st.builds(AgendaItem, _NAMES, st.integers(1, 600), st.none() | _NAMES)


@st.composite
def meeting_series(draw: st.DrawFn) -> MeetingSeries:
    """Series with and without an agenda.

    Args:
        draw: Supplied by Hypothesis.
    """
    agenda = draw(st.lists(agenda_items(), max_size=3))
    least = max(1, sum(item.minutes for item in agenda))
    return MeetingSeries(
        draw(_NAMES),
        draw(recurrences()),
        draw(st.text(max_size=6)),
        draw(st.none() | _NAMES),
        draw(_PEOPLE),
        agenda,
        draw(st.none() | st.integers(least, least + 600)),
    )


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    """Meetings that were held or called off.

    Args:
        draw: Supplied by Hypothesis.
    """
    cancelled = draw(st.none() | _NAMES)
    attended = draw(_PEOPLE) if cancelled is None else ()
    planned = draw(st.none() | st.dates())
    return Meeting(draw(_NAMES), draw(_NAMES), draw(st.dates()), attended, planned, cancelled)


@st.composite
def action_items(draw: st.DrawFn) -> ActionItem:
    """Actions of every state.

    Args:
        draw: Supplied by Hypothesis.
    """
    raised = draw(st.dates())
    later = st.dates(raised)
    return ActionItem(
        draw(_NAMES),
        draw(_NAMES),
        draw(_NAMES),
        raised,
        draw(later),
        draw(st.none() | later),
        draw(st.none() | _NAMES),
    )


def meeting_lines() -> st.SearchStrategy[MeetingLine]:
    """Lines of every end."""
    maybe = st.none() | st.dates()
    return st.builds(MeetingLine, occurrences(), st.sampled_from(Held), st.none() | _NAMES, maybe, _PEOPLE)


def adherences() -> st.SearchStrategy[Adherence]:
    """Adherences of up to four planned meetings."""
    lines = st.lists(meeting_lines(), max_size=4)
    return st.builds(Adherence, _NAMES, lines, _PEOPLE, _PEOPLE, st.none() | occurrences())


def cadence_policies() -> st.SearchStrategy[CadencePolicy]:
    """Policies of any tolerance."""
    days = st.integers(0, 30)
    return st.builds(CadencePolicy, days, days, st.fractions(0, 1, max_denominator=100))


@st.composite
def action_closures(draw: st.DrawFn) -> ActionClosure:
    """What became of up to five actions.

    Args:
        draw: Supplied by Hypothesis.
    """
    items = draw(st.lists(action_items(), max_size=5, unique_by=lambda one: one.id))
    latest = max((one.raised for one in items), default=date(2026, 1, 1))
    days = draw(st.integers(0, min(400, (date.max - latest).days)))
    return closure_of(items, latest + timedelta(days))


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        ActionClosure: action_closures,
        ActionItem: action_items,
        ActionState: lambda: st.sampled_from(ActionState),
        Adherence: adherences,
        AgendaItem: agenda_items,
        CadencePolicy: cadence_policies,
        Frequency: lambda: st.sampled_from(Frequency),
        Held: lambda: st.sampled_from(Held),
        Meeting: meetings,
        MeetingLine: meeting_lines,
        MeetingSeries: meeting_series,
        Occurrence: occurrences,
        OnHoliday: lambda: st.sampled_from(OnHoliday),
        Recurrence: recurrences,
    }
)
"""A strategy for every public class and choice of this part."""
