"""Strategies for `salesmgmt.workflows`: sound workflows and histories that they allow; the laws of a case.

Workflows are drawn whole, since most lists of transitions would be refused: a way from the start through
every state to an end, and beside it joint steps, conditions, deadlines, returns and ways back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, timedelta
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange, WorkingWeek
from salesmgmt.criteria import field
from salesmgmt.testing.money import moneys
from salesmgmt.testing.reasons import reasons
from salesmgmt.workflows import (
    Actor,
    Case,
    Choice,
    Counted,
    Deadline,
    Details,
    Due,
    Event,
    Needs,
    NotAllowedError,
    Ready,
    Required,
    State,
    StateKind,
    Transition,
    Workflow,
)

__all__ = [
    "STRATEGIES",
    "actors",
    "attempts",
    "cases",
    "check_case",
    "choices",
    "counted",
    "deadlines",
    "details",
    "dues",
    "events",
    "needs",
    "readies",
    "required",
    "state_kinds",
    "states",
    "transitions",
    "workflows",
]

PEOPLE = ("ann", "bob", "cyn", "dan", "李雷")
ROLES = ("rep", "finance", "legal", "board")

_DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
_NAMES = st.sampled_from(["draft", "review", "审核", "done: yes", "submit", "a b"]) | st.text(
    "ab中", min_size=1
)
_TEXTS = st.text(max_size=5)
_YES = (True,)
_SCALARS = st.text(max_size=4) | st.integers() | st.booleans() | st.fractions() | st.dates() | moneys()


def details() -> st.SearchStrategy[Details]:
    """Named values of every kind."""
    names = st.text(min_size=1, max_size=4).filter(lambda name: "." not in name)
    return st.dictionaries(names, _SCALARS, max_size=3).map(Details)


def needs() -> st.SearchStrategy[Needs]:
    """How many people a step needs."""
    return st.sampled_from(Needs)


def counted() -> st.SearchStrategy[Counted]:
    """Which days count."""
    return st.sampled_from(Counted)


def state_kinds() -> st.SearchStrategy[StateKind]:
    """Beginnings, ends, and what lies between."""
    return st.sampled_from(StateKind)


def deadlines() -> st.SearchStrategy[Deadline]:
    """Deadlines with and without an event that follows."""
    return st.builds(Deadline, st.integers(0, 400), counted(), st.none() | _NAMES)


def states() -> st.SearchStrategy[State]:
    """States of every kind."""
    return st.builds(State, _NAMES, state_kinds(), st.lists(deadlines(), max_size=2))


def required() -> st.SearchStrategy[Required]:
    """Lines of a checklist, needed always or in some cases."""
    large = field("subject.amount", "number").at_least(5)
    return st.builds(
        Required, st.sampled_from(["why", "yes", "执照"]), st.sampled_from([Required("x").when, large])
    )


@st.composite
def transitions(draw: st.DrawFn) -> Transition:
    """Transitions of every kind, whether or not a workflow has their states."""
    need = draw(needs())
    roles = draw(
        st.lists(st.sampled_from(ROLES), min_size=2 if need is Needs.ALL else 0, max_size=3, unique=True)
    )
    some = st.lists(_NAMES, min_size=1, max_size=2)
    amount = field("subject.amount", "number")
    return Transition(
        draw(_NAMES),
        draw(some),
        draw(some),
        roles,
        draw(st.sampled_from([Transition("x", "x", "x").guard, amount.at_least(5), amount.less_than(5)])),
        draw(st.lists(_NAMES, max_size=2)),
        need,
        draw(st.integers(2, 4)) if need is Needs.QUORUM else None,
        draw(st.lists(_NAMES, max_size=1)),
        draw(st.lists(required(), max_size=2)),
    )


@st.composite
def workflows(draw: st.DrawFn, *, max_states: int = 3) -> Workflow:
    """Sound workflows: every state can be reached, and an end from every state.

    Args:
        draw: Given by Hypothesis.
        max_states: Most states between the start and the ends.
    """
    middle = [f"s{number}" for number in range(1, draw(st.integers(1, max_states)) + 1)]
    ends = ["end", "中止"][: draw(st.integers(1, 2))]
    way = ["start", *middle]
    roles = st.lists(st.sampled_from(ROLES), max_size=2, unique=True)
    made = [Transition("go", way[0], way[1], draw(roles))]
    kept: dict[str, list[Deadline]] = {}
    for number, here in enumerate(middle, 1):
        there = (*way, ends[0])[number + 1]
        made += draw(_steps(here, there, number))
    made += [Transition("stop", way, ends[-1], draw(roles), asks=draw(st.sampled_from([(), "why"])))]
    if draw(st.booleans()):
        made.append(Transition("send back", way[-1], way, draw(roles)))
    if draw(st.booleans()):
        made.append(Transition("expire", way[1], ends[-1]))
        kept[way[1]] = [Deadline(draw(st.integers(0, 9)), draw(counted()), "expire")]
    if draw(st.booleans()):
        kept.setdefault(way[-1], []).append(Deadline(draw(st.integers(0, 9))))
    states = [State(name, "normal", kept.get(name, ())) for name in middle]
    words = {"go": "通过", "start": "草稿"} if draw(st.booleans()) else {}
    return Workflow(
        draw(st.sampled_from(["Limit", "合同审批"])),
        [State("start", "start"), *states, *[State(name, "final") for name in ends]],
        draw(st.permutations(made)),
        words,
        WorkingWeek(holidays=draw(st.frozensets(st.dates(date(2026, 3, 1), date(2026, 3, 20)), max_size=2))),
    )


@st.composite
def _steps(draw: st.DrawFn, here: str, there: str, number: int) -> list[Transition]:
    """One way on from a state: by one person, all, a quorum, or different ones by condition."""
    kind = draw(st.sampled_from(["any", "all", "quorum", "guard", "own", "told", "file", "late"]))
    amount = field("subject.amount", "number")
    match kind:
        case "all":
            return [Transition("go", here, there, ROLES[: draw(st.integers(2, 3))], needs="all")]
        case "quorum":
            return [Transition("go", here, there, ROLES[2:], needs="quorum", quorum=draw(st.integers(2, 3)))]
        case "guard":
            low = Transition("go", here, there, guard=amount.less_than(5))
            return [low, Transition("go", here, there, ROLES[3], guard=amount.at_least(5))]
        case "own":
            return [Transition("go", here, there, not_by="go" if number == 1 else f"on {number}")] + (
                [] if number == 1 else [Transition(f"on {number}", here, here)]
            )
        case "file":
            papers = draw(st.lists(required(), min_size=1, max_size=2))
            note = Transition(f"note {number}", here, here)
            return [note, Transition("go", here, there, requires=papers, not_by="subject.owner")]
        case "late":
            earlier = field("case.go.yes", "flag").is_in(*_YES).or_if_missing(*_YES)
            waited = field("step.on", "date").more_than(field("step.since", "date"))
            return [Transition("go", here, there, guard=earlier & waited)]
        case "told":
            told = field("event.yes", "flag").is_in(*_YES)
            return [Transition("go", here, there, guard=told)]
    return [Transition("go", here, there, draw(st.sampled_from([(), "rep", ROLES[:2]])))]


@st.composite
def attempts(draw: st.DrawFn, case: Case, *, after: date | None = None) -> Event:
    """Events that somebody may try in a case, allowed or not.

    Args:
        draw: Given by Hypothesis.
        case: Where they try.
        after: Earliest day; that of the last event where it is left out.
    """
    last = after or max([case.opened, *[event.on for event in case.events]])
    day = last + timedelta(draw(st.sampled_from([0, 0, 1, 2, 12])))
    by, role = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(("", *ROLES)))
    name = f"e{len(case.events) + 1}"
    behalf = draw(st.sampled_from(["", "", "", *PEOPLE]))
    act = draw(st.sampled_from(["", "", "", "", "", "", "delegate", "hand over", "add", "take over"]))
    to = draw(st.sampled_from(PEOPLE))
    events = case.workflow.events
    match act:
        case "delegate":
            days = DateRange(day, draw(st.sampled_from([None, day + timedelta(5)])))
            return Event.delegated(name, case.id, by, role, day, to=to, during=days)
        case "hand over":
            return Event.handed_over(name, case.id, by, role, day, to=to, behalf=behalf)
        case "add":
            asked = draw(st.sampled_from(events))
            return Event.approver_added(name, case.id, by, role, day, to=to, event=asked, behalf=behalf)
        case "take over":
            state = draw(st.sampled_from([state.name for state in case.workflow.states]))
            return Event.taken_over(name, case.id, state, day, by)
    payload: dict[str, str | bool] = {}
    if draw(st.booleans()):
        payload["why"] = draw(_TEXTS)
    if draw(st.booleans()):
        payload["yes"] = draw(st.booleans())
    if draw(st.booleans()):
        payload["to"] = draw(st.sampled_from([state.name for state in case.workflow.states]))
    likely = st.sampled_from([*events, *["go"] * 4])
    return Event(name, case.id, draw(likely), by, role, day, None, Details(payload), "", behalf)


@st.composite
def cases(
    draw: st.DrawFn, *, workflow: st.SearchStrategy[Workflow] | None = None, max_events: int = 8
) -> Case:
    """Cases with a history that their workflow allows, some of them taken over in a later state.

    Args:
        draw: Given by Hypothesis.
        workflow: By which they run; any where it is left out.
        max_events: Most events that are tried; those that are refused leave no trace.
    """
    opened = date(2026, 3, draw(st.integers(1, 9)))
    owner: str = draw(st.sampled_from(PEOPLE))
    subject = Details([("amount", draw(st.integers(0, 9))), ("owner", owner)])
    case = Case("C-1", draw(workflows() if workflow is None else workflow), opened, subject)
    for _ in range(draw(st.integers(0, max_events))):
        try:
            case = case.fire(draw(attempts(case)))
        except NotAllowedError:
            continue
    return case


def events() -> st.SearchStrategy[Event]:
    """Events of every kind."""
    text = st.text(min_size=1, max_size=4)
    return st.builds(
        Event,
        text,
        text,
        _NAMES,
        text,
        _TEXTS,
        _DAYS,
        st.none() | st.datetimes(timezones=st.just(UTC)),
        details(),
        _TEXTS,
        _TEXTS,
    )


def readies() -> st.SearchStrategy[Ready]:
    """Workflows made ready."""
    return workflows().map(Ready)


def actors() -> st.SearchStrategy[Actor]:
    """People with any roles."""
    return st.builds(Actor, st.sampled_from(PEOPLE), st.frozensets(st.sampled_from(ROLES)))


def dues() -> st.SearchStrategy[Due]:
    """Deadlines seen from a day."""
    return st.builds(Due, _NAMES, _DAYS, st.integers(-400, 400), st.none() | _NAMES)


def choices() -> st.SearchStrategy[Choice]:
    """What a form may show."""
    names = st.lists(_NAMES, max_size=2)
    return st.builds(
        Choice, _NAMES, _NAMES, names, names, _TEXTS, _TEXTS, names, st.lists(reasons(), max_size=1)
    )


def check_case(case: Case) -> None:
    """The laws of a case: replay, any order of the events, and every past day.

    Raises:
        AssertionError: If one is broken.
    """
    flow = case.workflow
    blank = Case(case.id, flow, case.opened, case.subject)
    fired = blank
    for event in case.events:
        fired = fired.fire(event)
    replayed = Case(case.id, flow, case.opened, case.subject, tuple(reversed(case.events)))
    assert fired == replayed == case
    told = [(one.state, one.since, one.signed_by, one.waiting_for) for one in (fired, replayed, case)]
    assert told[0] == told[1] == told[2], "a replay stands where the case stands"
    assert Ready(flow).open(case.id, case.opened, case.subject) == blank
    for day in sorted({case.opened, *[event.on for event in case.events]}):
        past = case.as_of(day)
        assert past.events == case.events[: past.version], "a past day knows a beginning of the history"
        assert all(event.on > day for event in case.events[past.version :])
        assert past.as_of(day) == past
        assert past.state == _folded(blank, past.events)
    assert case.as_of(date.max) == case
    assert len(case.history().rows) == len(case.reason.because) - 1 == case.version


def _folded(case: Case, events: tuple[Event, ...]) -> str:
    for event in events:
        case = case.fire(event)
    return case.state


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Actor: actors,
        Case: cases,
        Choice: choices,
        Counted: counted,
        Deadline: deadlines,
        Details: details,
        Due: dues,
        Event: events,
        Needs: needs,
        Ready: readies,
        Required: required,
        State: states,
        StateKind: state_kinds,
        Transition: transitions,
        Workflow: workflows,
    }
)
