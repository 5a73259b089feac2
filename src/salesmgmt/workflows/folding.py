"""One event on one position: the next position, or all that stands against it.

A position is what the events so far come to: the state, since when, who has signed in it, and who acts for
whom. A case is the fold of this step over its events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from salesmgmt.calendars import DateRange
from salesmgmt.criteria import Criterion
from salesmgmt.errors import MissingFieldError, SalesmgmtError
from salesmgmt.reasons import Reason
from salesmgmt.workflows.events import ADD, DELEGATE, TAKE_OVER, Event, follows
from salesmgmt.workflows.rules import Move, Rules

__all__ = [
    "Delegation",
    "Position",
    "Signature",
    "Subject",
    "entered",
    "lacking",
    "obstacles",
    "standing",
    "stepped",
]

Subject: TypeAlias = object

GUARD = "workflows.refused.guard"
"""What is said where a condition does not hold."""

_new = tuple.__new__  # a third of the time that the class itself takes


class Signature(NamedTuple):
    """Somebody has said their part in a step that needs several people."""

    move: int
    to: str
    person: str
    role: str


class Delegation(NamedTuple):
    """Somebody may act for another in a role during some days."""

    person: str
    role: str
    to: str
    during: DateRange


class Position(NamedTuple):
    """What the events so far come to."""

    state: str
    since: date
    bare: bool = True
    signed: tuple[Signature, ...] = ()
    added: tuple[tuple[str, str], ...] = ()
    delegated: tuple[Delegation, ...] = ()
    handed: tuple[tuple[tuple[str, str], str], ...] = ()


def entered(position: Position, state: str, on: date) -> Position:
    """The position after a state was entered: signatures and added approvers belong to the one before."""
    if position.bare:
        return Position(state, on)
    delegated, handed = position.delegated, position.handed
    return Position(state, on, not (delegated or handed), (), (), delegated, handed)


def stepped(
    rules: Rules, subject: Subject, position: Position, before: Sequence[Event], event: Event
) -> Position | tuple[Reason, ...]:
    """The position after an event, or the reasons why it cannot happen.

    Args:
        rules: Of the workflow.
        subject: What the case is about.
        position: Where the case stands.
        before: The events so far.
        event: The next one.
    """
    if position.bare and not event.behalf:
        plain = rules.plain.get((position.state, event.name))
        if (
            plain is not None
            and (not plain[0] or event.role in plain[0])
            and (not before or _out_of_line(before, event) is None)
        ):
            return _new(Position, (plain[1], event.on, True, (), (), (), ()))
    fault = _out_of_line(before, event)
    if fault is not None:
        return (fault,)
    if event.name[0] == "@":
        return _acted(rules, position, before, event)
    if position.state in rules.final:
        return (Reason("workflows.refused.ended", {"state": position.state}),)
    moves = rules.moves.get((position.state, event.name), ())
    if not moves:
        return (Reason("workflows.refused.unknown", {"event": event.name, "state": position.state}),)
    faults: list[tuple[Reason, ...]] = []
    for move in moves:
        found = tuple(obstacles(rules, subject, position, before, event, move))
        if not found:
            return _moved(position, event, move)
        faults.append(found)
    # Where the condition of one transition holds, the others are not about this case.
    meant = [found for found in faults if all(one.code != GUARD for one in found)]
    return tuple(dict.fromkeys([reason for found in meant or faults for reason in found]))


def _out_of_line(before: Sequence[Event], event: Event) -> Reason | None:
    """An event that has happened already, or that comes too late to be told."""
    if not before:
        return None
    last = before[-1]
    for known in before:
        if known.id == event.id:
            return Reason("workflows.refused.used", {"id": event.id})
    if follows(event, last):
        return None
    return Reason("workflows.refused.early", {"after": last.id}, facts=(last.id,))


def standing(position: Position, event: Event) -> Reason | None:
    """Why somebody may not speak in a role in this case; None where they may."""
    handed = dict(position.handed)
    if not event.behalf:
        to = handed.get((event.by, event.role))
        if to is None:
            return None
        return Reason("workflows.refused.handed", {"person": event.by, "role": event.role, "to": to})
    holder = handed.get((event.behalf, event.role))
    if holder == event.by:
        return None
    if holder is None and any(
        one.person == event.behalf
        and one.role == event.role
        and one.to == event.by
        and event.on in one.during
        for one in position.delegated
    ):
        return None
    return Reason(
        "workflows.refused.behalf",
        {"person": event.by, "behalf": event.behalf, "role": event.role, "on": event.on},
    )


def obstacles(
    rules: Rules, subject: Subject, position: Position, before: Sequence[Event], event: Event, move: Move
) -> Iterator[Reason]:
    """All that stands against an event taking one transition; nothing where it may."""
    person = event.behalf or event.by
    wrong = standing(position, event)
    if wrong is not None:
        yield wrong
    if move.roles and event.role not in move.roles and (move.event, person) not in position.added:
        values = {"event": move.event, "roles": ", ".join(sorted(move.roles)), "person": event.by}
        yield Reason("workflows.refused.role", {**values, "role": event.role or None})
    if move.not_by:
        here = {event.by, person}
        for one in before:
            if one.name in move.not_by and here & {one.by, one.behalf}:
                values = {"person": event.by, "earlier": one.name, "event": move.event}
                yield Reason("workflows.refused.author", values, facts=(one.id,))
                break
    for path in move.owners:
        if {event.by, person} & _people(subject, path):
            yield Reason("workflows.refused.own", {"person": event.by, "field": path, "event": move.event})
    if move.timed:
        due = min(rules.workflow.due(position.state, position.since, move.event))
        if event.on <= due:
            yield Reason("workflows.refused.waiting", {"event": move.event, "due": due})
    yield from _unfit(subject, position, before, event, move)
    target = _target(event, move)
    if any(
        one.move == move.number
        and one.to == target
        and (one.person == person or (move.each_role and one.role == event.role and one.role in move.roles))
        for one in position.signed
    ):
        values = {"person": person, "role": event.role, "event": move.event}
        yield Reason("workflows.refused.signed", values)


def _people(subject: Subject, path: str) -> frozenset[str]:
    """The person, or the people, whom the subject names; nobody where it names none."""
    found: object = subject
    for name in path.split(".")[1:]:
        found = found.get(name) if isinstance(found, Mapping) else getattr(found, name, None)
    if isinstance(found, str):
        return frozenset((found,))
    return frozenset(found) if isinstance(found, tuple | frozenset) else frozenset()


def _seen(
    subject: Subject, position: Position, before: Sequence[Event], event: Event
) -> Mapping[str, object]:
    """What conditions read."""
    said = {one.name: one.payload for one in before}
    step = {
        "on": event.on,
        "by": event.by,
        "role": event.role or None,
        "behalf": event.behalf or None,
        "since": position.since,
    }
    return {"subject": subject, "event": event.payload, "case": said, "step": step}


def lacking(
    subject: Subject, position: Position, before: Sequence[Event], event: Event, move: Move
) -> Iterator[str]:
    """The names that have to be on file and are not, neither from earlier events nor from this one."""
    if not move.requires:
        return
    seen = _seen(subject, position, before, event)
    filed: dict[str, object] = {}
    for one in (*before, event):
        filed.update(one.payload)
    for paper in move.requires:
        if filed.get(paper.name, False) is not False:
            continue
        try:
            needed = paper.when.matches(seen)
        except SalesmgmtError:  # whether it is needed cannot be told yet, so it is
            needed = True
        if needed:
            yield paper.name


def _unfit(
    subject: Subject, position: Position, before: Sequence[Event], event: Event, move: Move
) -> Iterator[Reason]:
    """What the payload or the file lacks, and a condition that does not hold."""
    missing = [name for name in move.asks if name not in event.payload]
    if len(move.to) > 1:
        to = event.payload.get("to")
        if to is None:
            missing.append("to")
        elif to not in move.to:
            values = {"event": move.event, "to": str(to), "targets": ", ".join(move.to)}
            yield Reason("workflows.refused.target", values)
    if missing:
        yield Reason("workflows.refused.missing", {"event": move.event, "names": ", ".join(missing)})
    papers = tuple(lacking(subject, position, before, event, move))
    if papers:
        yield Reason("workflows.refused.required", {"event": move.event, "names": ", ".join(papers)})
    if move.guard is None:
        return
    seen = _seen(subject, position, before, event)
    try:
        holds = move.guard.matches(seen)
    except MissingFieldError as error:
        if error.field.partition(".")[2] not in missing:
            yield Reason("workflows.refused.missing", {"event": move.event, "names": error.field})
        return
    except SalesmgmtError as error:
        yield Reason("workflows.refused.unreadable", {"event": move.event, "why": str(error)})
        return
    if not holds:
        yield Reason(GUARD, {"event": move.event, "found": _found(move.guard, seen)})


def _found(guard: Criterion, seen: Mapping[str, object]) -> str:
    """What a condition found where it does not hold: the fields because of which, and their values."""
    found = dict([pair for one in guard.explain(seen).deciding for pair in one.found])
    return ", ".join([f"{path} = {'-' if value is None else value}" for path, value in found.items()])


def _target(event: Event, move: Move) -> str:
    return move.to[0] if len(move.to) == 1 else str(event.payload.get("to"))


def _moved(position: Position, event: Event, move: Move) -> Position:
    """The position after an event that may happen: the next state, or the same with one more signature."""
    target, person = _target(event, move), event.behalf or event.by
    asked = frozenset([person for name, person in position.added if name == move.event])
    if not asked and move.needed == 1 and not move.each_role:
        return entered(position, target, event.on)
    # Whoever signs for something else takes back what they signed before.
    kept = [one for one in position.signed if one.person != person]
    signed = (*kept, Signature(move.number, target, person, event.role))
    agreed = [one for one in signed if one.move == move.number and one.to == target]
    own = [one for one in agreed if one.person not in asked]
    enough = {one.role for one in own} >= move.roles if move.each_role else len(own) >= move.needed
    if enough and {one.person for one in agreed} >= asked:
        return entered(position, target, event.on)
    return position._replace(signed=signed, bare=False)


def _acted(
    rules: Rules, position: Position, before: Sequence[Event], event: Event
) -> Position | tuple[Reason, ...]:
    """What can happen in a case of every workflow."""
    if event.name == TAKE_OVER:
        return _taken_over(rules, before, event)
    if position.state in rules.final:
        return (Reason("workflows.refused.ended", {"state": position.state}),)
    wrong = standing(position, event)
    if wrong is not None:
        return (wrong,)
    to, person = event.payload.get("to"), event.behalf or event.by
    if not isinstance(to, str) or not to:
        return (Reason("workflows.refused.missing", {"event": event.name, "names": "to"}),)
    if event.name == ADD:
        return _added(rules, position, event, to)
    known = event.role in rules.workflow.roles or (not event.role and person in dict(_turned(position.added)))
    if not known:
        values = {"event": event.name, "roles": ", ".join(rules.workflow.roles), "person": event.by}
        return (Reason("workflows.refused.role", {**values, "role": event.role or None}),)
    if to == event.by:
        return (Reason("workflows.refused.person", {"to": to, "person": event.by}),)
    if event.name == DELEGATE:
        return _delegated(position, event, to)
    key = (person, event.role)
    handed = {one: holder for one, holder in position.handed if one != key}
    if to != person:
        handed[key] = to
    return position._replace(handed=tuple(sorted(handed.items())), bare=False)


def _turned(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((person, event) for event, person in pairs)


def _taken_over(rules: Rules, before: Sequence[Event], event: Event) -> Position | tuple[Reason, ...]:
    if before:
        return (Reason("workflows.refused.first"),)
    state = event.payload.get("state")
    names = [one.name for one in rules.workflow.states]
    if state not in names:
        values = {"event": event.name, "to": str(state), "targets": ", ".join(names)}
        return (Reason("workflows.refused.target", values),)
    return Position(str(state), event.on)


def _delegated(position: Position, event: Event, to: str) -> Position | tuple[Reason, ...]:
    if event.behalf:  # who was trusted with something cannot pass the trust on
        return (Reason("workflows.refused.person", {"to": to, "person": event.behalf}),)
    days = _days(event.payload)
    if days is None:
        return (Reason("workflows.refused.missing", {"event": event.name, "names": "start, end"}),)
    made = Delegation(event.by, event.role, to, days)
    return position._replace(delegated=(*position.delegated, made), bare=False)


def _days(payload: Mapping[str, object]) -> DateRange | None:
    start, end = payload.get("start"), payload.get("end")
    if not isinstance(start, date) or not (end is None or isinstance(end, date)):
        return None
    return DateRange(start, end) if end is None or start < end else None


def _added(rules: Rules, position: Position, event: Event, to: str) -> Position | tuple[Reason, ...]:
    name, person = str(event.payload.get("event")), event.behalf or event.by
    moves = rules.moves.get((position.state, name), ())
    if not moves:
        return (Reason("workflows.refused.unknown", {"event": name, "state": position.state}),)
    roles = frozenset().union(*[move.roles for move in moves])
    anybody = not all(move.roles for move in moves)
    if not anybody and event.role not in roles and (name, person) not in position.added:
        values = {"event": event.name, "roles": ", ".join(sorted(roles)), "person": event.by}
        return (Reason("workflows.refused.role", {**values, "role": event.role or None}),)
    taken = [one.person for one in position.signed]
    if to in (person, event.by, *taken) or (name, to) in position.added:
        return (Reason("workflows.refused.person", {"to": to, "person": person}),)
    return position._replace(added=(*position.added, (name, to)), bare=False)
