"""A case: a workflow, what it is about, and the events that happened; its state is the fold over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import DateRange, as_date
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed
from salesmgmt.workflows.choices import Actor, Choice, choices
from salesmgmt.workflows.deadlines import Due, deadlines
from salesmgmt.workflows.details import NOTHING, Details, Scalar, details_of
from salesmgmt.workflows.events import ADD, DELEGATE, HAND_OVER, TAKE_OVER, Event, order_of
from salesmgmt.workflows.folding import Position, Subject, stepped
from salesmgmt.workflows.refusals import NotAllowedError
from salesmgmt.workflows.rules import Rules, rules_of
from salesmgmt.workflows.texts import HEADINGS
from salesmgmt.workflows.workflow import Workflow

__all__ = ["Case", "Ready"]

_set = object.__setattr__
_setter = object.__setattr__.__get__  # for one object; the quick way to fill a frozen one
_blank = object.__new__


def _subject(value: Subject) -> Subject:
    if type(value) is Details:
        return value
    if isinstance(value, Mapping) and not getattr(type(value), "__attrs_attrs__", ()):
        return details_of(value, "subject")
    try:
        hash(value)
    except TypeError as error:
        raise WrongTypeError(
            "subject", value, "be an immutable value or a mapping of names to values"
        ) from error
    return value


def _check_id(value: object) -> None:
    if not isinstance(value, str):
        raise WrongTypeError("id", value, "be text")
    if not value:
        raise InvalidValueError("id", value, "not be empty")


def _opened(value: date | str) -> date:
    return as_date(value, "opened")


def _events(value: Iterable[Event]) -> tuple[Event, ...]:
    events = list(value)
    for one in events:
        if not isinstance(one, Event):
            raise WrongTypeError("events", one, "hold values of Event")
    return tuple(sorted(events, key=order_of))


def _workflow(value: Workflow) -> Workflow:
    if not isinstance(value, Workflow):
        raise WrongTypeError("workflow", value, "be a workflow")
    return value


@frozen(weakref_slot=False)
class Case:
    """One matter that runs by a workflow.

    A case holds no state of its own: it is what its events come to, so any past day can be asked for, and a
    case that was stored and read back stands where it stood. Events may be given in any order, they stand in
    that of `Event`.

    Attributes:
        id: Identifier given by the caller.
        workflow: The rules that it runs by.
        opened: The day on which it was opened, from which the deadlines of the first state count.
        subject: What it is about: named values or any immutable object, as guards read it.
        events: What happened.

    Raises:
        InvalidValueError: If the identifier is empty.
        NotAllowedError: If an event could not happen where it stands.
        WrongTypeError: If a part has another type.

    Examples:
        >>> from salesmgmt.workflows import State, Transition
        >>> leave = Workflow(
        ...     "Leave",
        ...     [State("asked", "start"), State("granted", "final")],
        ...     [Transition("grant", "asked", "granted", "manager")],
        ... )
        >>> case = Case("L-1", leave, "2026-03-02", {"days": 3})
        >>> after = case.fire(Event("e1", "L-1", "grant", "ann", "manager", "2026-03-03"))
        >>> case.state, after.state, after.as_of("2026-03-02").state
        ('asked', 'granted', 'asked')
        >>> try:
        ...     after.fire(Event("e2", "L-1", "grant", "ann", "manager", "2026-03-04"))
        ... except NotAllowedError as error:
        ...     print(error.reasons[0].text())
        the case has ended in the state granted
    """

    id: str
    workflow: Workflow = field(converter=_workflow)
    opened: date = field(converter=_opened)
    subject: Subject = field(default=NOTHING, converter=_subject)
    events: tuple[Event, ...] = field(default=(), converter=_events)
    _rules: Rules = field(init=False, repr=False, eq=False)
    _position: Position = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        _check_id(self.id)
        rules = rules_of(self.workflow)
        position = Position(self.workflow.start, self.opened)
        _set(self, "_rules", rules)
        for number, event in enumerate(self.events):
            position = self._after(position, self.events[:number], event)
        _set(self, "_position", position)

    def __reduce__(
        self,
    ) -> tuple[type[Case], tuple[str, Workflow, date, Subject, tuple[Event, ...]]]:
        return type(self), (self.id, self.workflow, self.opened, self.subject, self.events)

    @property
    def state(self) -> str:
        """The state in which it stands."""
        return self._position.state

    @property
    def since(self) -> date:
        """The day on which that state was entered."""
        return self._position.since

    @property
    def ended(self) -> bool:
        """Whether it stands in a final state."""
        return self._position.state in self._rules.final

    @property
    def version(self) -> int:
        """How many events it has: what a caller stores to see that nobody else was faster."""
        return len(self.events)

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """Added approvers who have not yet signed in the present state, in the order of their adding."""
        signed = {one.person for one in self._position.signed}
        return tuple([person for _, person in self._position.added if person not in signed])

    @property
    def signed_by(self) -> tuple[str, ...]:
        """Who has signed in the present state, which still needs others."""
        return tuple([one.person for one in self._position.signed])

    def fire(self, event: Event) -> Case:
        """The case after one more event.

        Raises:
            NotAllowedError: If the event cannot happen; the error says why and what can, and the case is as
                it was.
            WrongTypeError: If it is no event.
        """
        rules, events = self._rules, self.events
        if type(event) is Event and event.case == self.id and event.on >= self.opened:
            found = stepped(rules, self.subject, self._position, events, event)
            position = found if type(found) is Position else self._after(self._position, events, event)
        else:
            position = self._after(self._position, events, event)
        after = _blank(Case)
        put = _setter(after)
        put("id", self.id)
        put("workflow", self.workflow)
        put("opened", self.opened)
        put("subject", self.subject)
        put("events", (*events, event))
        put("_rules", rules)
        put("_position", position)
        return after

    def as_of(self, day: date | str) -> Case:
        """The case as it stood at the end of a day.

        Raises:
            InvalidValueError: If it was not opened yet.
        """
        day = as_date(day, "day")
        if day < self.opened:
            raise InvalidValueError("day", day, f"not lie before {self.opened}, on which the case was opened")
        kept = tuple([event for event in self.events if event.on <= day])
        return Case(self.id, self.workflow, self.opened, self.subject, kept)

    def choices(
        self,
        actor: Actor,
        on: date | str,
        lang: str = "en",
        payload: Mapping[str, Scalar | None] = NOTHING,
    ) -> tuple[Choice, ...]:
        """What can happen next, as a form shows it to one person: allowed or not, and what is still missing.

        Args:
            actor: Who looks at the form.
            on: The day.
            lang: ``en`` or ``zh``.
            payload: What is filled in already.

        Raises:
            InvalidValueError: If the language is not spoken.
        """
        day, given = as_date(on, "on"), details_of(payload)
        return choices(self._rules, self.subject, self._position, self.events, actor, day, lang, given)

    def deadlines(self, on: date | str) -> tuple[Due, ...]:
        """The deadlines of the present state on a day, the nearest first: due, or overdue."""
        return deadlines(self.workflow, self.state, self.since, as_date(on, "on"))

    def history(self, lang: str = "en") -> Table:
        """One row for each event: when, who, for whom, from which state to which."""
        said = self.workflow.said
        rows = [
            (
                event.on,
                said(event.name, lang),
                event.by,
                said(event.role, lang) if event.role else None,
                event.behalf or None,
                said(before, lang),
                said(after, lang),
                event.note or None,
            )
            for event, before, after, _ in self._steps()
        ]
        names = ("on", "event", "by", "role", "behalf", "before", "after", "note")
        return Table(self.id, headed(HEADINGS, lang, *names), rows, lang=lang)

    @property
    def reason(self) -> Reason:
        """Why the case stands where it stands: its opening, and every event with what it did."""
        opened = Reason("workflows.opened", {"on": self.opened, "state": self.workflow.start})
        steps = [_told(*step) for step in self._steps()]
        return Reason(
            "workflows.case",
            {"case": self.id, "state": self.state, "since": self.since},
            because=(opened, *steps),
        )

    def _steps(self) -> Iterator[tuple[Event, str, str, bool]]:
        """Each event, the states before and after it, and whether it was one signature of several."""
        position = Position(self.workflow.start, self.opened)
        for number, event in enumerate(self.events):
            after = self._after(position, self.events[:number], event)
            signed = bool(after.signed) and after.signed != position.signed
            yield event, position.state, after.state, signed
            position = after

    def _after(self, position: Position, before: tuple[Event, ...], event: Event) -> Position:
        if type(event) is not Event:
            raise WrongTypeError("event", event, "be an Event")
        against: tuple[Reason, ...]
        if event.case != self.id:
            against = (Reason("workflows.refused.case", {"other": event.case, "case": self.id}),)
        elif event.on < self.opened:
            against = (Reason("workflows.refused.early", {"after": self.opened}),)
        else:
            found = stepped(self._rules, self.subject, position, before, event)
            if isinstance(found, Position):
                return found
            against = found
        allowed = dict.fromkeys([name for state, name in self._rules.moves if state == position.state])
        raise NotAllowedError(event.name, position.state, against, allowed)


def _told(event: Event, before: str, after: str, signed: bool) -> Reason:
    """What an event did, as a reason."""
    to = str(event.payload.get("to"))
    facts = (event.id,)
    if event.name == TAKE_OVER:
        return Reason("workflows.takeover", {"state": after, "on": event.on}, facts)
    if event.name == DELEGATE:
        start, end = event.payload.get("start"), event.payload.get("end")
        days = DateRange(_day(start), _day(end))
        return Reason(
            "workflows.delegated", {"by": event.by, "to": to, "role": event.role, "during": days}, facts
        )
    if event.name == HAND_OVER:
        return Reason(
            "workflows.handed", {"by": event.by, "to": to, "role": event.role, "on": event.on}, facts
        )
    if event.name == ADD:
        name = str(event.payload.get("event"))
        return Reason("workflows.added", {"by": event.by, "to": to, "event": name, "on": event.on}, facts)
    if signed:
        return Reason(
            "workflows.signed", {"by": event.by, "event": event.name, "on": event.on, "state": after}, facts
        )
    return Reason(
        "workflows.taken",
        {"by": event.by, "event": event.name, "on": event.on, "before": before, "after": after},
        facts,
    )


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


@frozen(weakref_slot=False)
class Ready:
    """A workflow made ready for many cases, which share what was looked up once.

    Attributes:
        workflow: The workflow.

    Examples:
        >>> from salesmgmt.workflows import State, Transition
        >>> states = [State("asked", "start"), State("granted", "final")]
        >>> ready = Ready(Workflow("Leave", states, [Transition("grant", "asked", "granted")]))
        >>> [ready.open(f"L-{number}", "2026-03-02").state for number in (1, 2)]
        ['asked', 'asked']
    """

    workflow: Workflow = field(converter=_workflow)
    _rules: Rules = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        _set(self, "_rules", rules_of(self.workflow))

    def __reduce__(self) -> tuple[type[Ready], tuple[Workflow]]:
        return type(self), (self.workflow,)

    def open(
        self,
        case_id: str,
        opened: date | str,
        subject: Mapping[str, Scalar | None] | Subject = NOTHING,
    ) -> Case:
        """A case without events; equal to one that is made by `Case` itself.

        Raises:
            InvalidValueError: If the identifier is empty or the day malformed.
            WrongTypeError: If a part has another type.
        """
        if type(case_id) is not str or not case_id:
            _check_id(case_id)
        day = opened if type(opened) is date else as_date(opened, "opened")
        case = _blank(Case)
        put = _setter(case)
        put("id", case_id)
        put("workflow", self.workflow)
        put("opened", day)
        put("subject", _subject(subject))
        put("events", ())
        put("_rules", self._rules)
        put("_position", Position(self._rules.start, day))
        return case
