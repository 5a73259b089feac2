"""The faults of a workflow's definition, all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from salesmgmt.criteria import Criterion, No, Yes, impossible, overlap
from salesmgmt.errors import Problem, SalesmgmtError
from salesmgmt.workflows.parts import SUBJECT, State, StateKind, Transition

__all__ = ["problems_of"]

#: What conditions may read of the event itself and of where it meets the case.
STEP = ("on", "by", "role", "behalf", "since")


def problems_of(
    states: Sequence[State], transitions: Sequence[Transition], words: Iterable[str]
) -> tuple[Problem, ...]:
    """Every fault of a definition, in the order of its parts."""
    named = list(_names(states, transitions, words))
    if named:
        return tuple(named)  # what is reachable means little while names lead nowhere
    return (*_kinds(states, transitions), *_ways(states, transitions), *_choices(transitions))


def _label(one: Transition) -> str:
    return f"{one.event} from {', '.join(one.source)}"


def _names(
    states: Sequence[State], transitions: Sequence[Transition], words: Iterable[str]
) -> Iterator[Problem]:
    known = [state.name for state in states]
    events = {one.event for one in transitions}
    for name in sorted({name for name in known if known.count(name) > 1}):
        yield Problem(name, "name", name, "stand for one state only")
    for one in transitions:
        for field, names in (("source", one.source), ("to", one.to)):
            for name in names:
                if name not in known:
                    yield Problem(_label(one), field, name, f"be one of the states {', '.join(known)}")
        for name in one.not_by:
            if name not in events and not name.startswith(SUBJECT):
                rule = "be an event of the workflow, or a field of the subject such as subject.requested_by"
                yield Problem(_label(one), "not_by", name, rule)
        yield from _read(_label(one), "guard", one.guard, events)
        for paper in one.requires:
            yield from _read(_label(one), "requires", paper.when, events)
    for state in states:
        here = {one.event for one in transitions if state.name in one.source}
        for deadline in state.deadlines:
            if deadline.then is not None and deadline.then not in here:
                yield Problem(state.name, "then", deadline.then, "be an event that can happen in this state")
    roles = {role for one in transitions for role in one.roles}
    given = list(words)
    for name in given:
        if name not in {*known, *events, *roles}:
            yield Problem(name, "chinese", name, "be a state, an event or a role of the workflow")
        if given.count(name) > 1:
            yield Problem(name, "chinese", name, "have one Chinese word")


def _read(label: str, field: str, guard: Criterion, events: Collection[str]) -> Iterator[Problem]:
    """What a condition reads that no case has."""
    for path in guard.fields:
        root, *rest = path.split(".")
        if root not in ("subject", "event", "case", "step") or not rest:
            yield Problem(label, field, path, "begin with subject., event., case. or step.")
        elif root == "event" and len(rest) > 1:
            yield Problem(label, field, path, "be one name of the payload after event.")
        elif root == "case" and (len(rest) != 2 or rest[0] not in events):
            yield Problem(label, field, path, "name an event and one name of its payload after case.")
        elif root == "step" and (len(rest) > 1 or rest[0] not in STEP):
            yield Problem(label, field, path, f"be one of {', '.join(STEP)} after step.")


def _kinds(states: Sequence[State], transitions: Sequence[Transition]) -> Iterator[Problem]:
    starts = [state.name for state in states if state.kind is StateKind.START]
    if len(starts) != 1:
        yield Problem("states", "start", ", ".join(starts) or None, "be exactly one")
    if all(state.kind is not StateKind.FINAL for state in states):
        yield Problem("states", "final", None, "be at least one")
    for state in states:
        if state.kind is not StateKind.FINAL:
            continue
        for one in transitions:
            if state.name in one.source:
                yield Problem(state.name, "kind", _label(one), "be the end: nothing happens in a final state")
        if state.deadlines:
            yield Problem(state.name, "deadlines", len(state.deadlines), "be none in a final state")


def _spread(found: set[str], steps: Iterable[tuple[str, str]]) -> set[str]:
    """What can be reached from some states by some steps."""
    listed = tuple(steps)
    grown = True
    while grown:
        more = {there for here, there in listed if here in found} - found
        found = found | more
        grown = bool(more)
    return found


def _ways(states: Sequence[State], transitions: Sequence[Transition]) -> Iterator[Problem]:
    steps = [(here, there) for one in transitions for here in one.source for there in one.to]
    reached = _spread({state.name for state in states if state.kind is StateKind.START}, steps)
    ending = _spread(
        {state.name for state in states if state.kind is StateKind.FINAL},
        [(there, here) for here, there in steps],
    )
    for state in states:
        if state.name not in reached:
            yield Problem(state.name, "source", state.name, "be reached from the start by some transitions")
        if state.name not in ending:
            yield Problem(state.name, "to", state.name, "lead to a final state, or be one")


def _choices(transitions: Sequence[Transition]) -> Iterator[Problem]:
    for number, one in enumerate(transitions):
        if isinstance(impossible(one.guard), Yes):
            yield Problem(_label(one), "guard", str(one.guard), "be a condition that can hold")
        for other in transitions[number + 1 :]:
            both = sorted(set(one.source) & set(other.source))
            if one.event != other.event or not both or not _same_people(one, other):
                continue
            try:
                apart = isinstance(overlap(one.guard, other.guard), No)
            except SalesmgmtError as error:
                yield Problem.of(_label(one), error)
                continue
            if not apart:
                where = ", ".join(both)
                rule = (
                    f"be seen to exclude that of the other {one.event} from {where}, by condition or by role"
                )
                yield Problem(_label(one), "guard", str(one.guard), rule)


def _same_people(one: Transition, other: Transition) -> bool:
    return not one.roles or not other.roles or bool(set(one.roles) & set(other.roles))
