"""A workflow as data: states, transitions, and the words that people use for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import HasWorkingDays, WorkingWeek, working_calendar
from salesmgmt.errors import BatchError, WrongTypeError
from salesmgmt.tables import Table, headed, language_of
from salesmgmt.workflows.checks import problems_of
from salesmgmt.workflows.drawing import mermaid
from salesmgmt.workflows.parts import Needs, State, StateKind, Transition, name_of
from salesmgmt.workflows.texts import HEADINGS

__all__ = ["Workflow"]


def _states(value: Iterable[State | str]) -> tuple[State, ...]:
    states = tuple([State(one) if isinstance(one, str) else one for one in value])
    for one in states:
        if not isinstance(one, State):
            raise WrongTypeError("states", one, "be states or their names")
    return states


def _transitions(value: Iterable[Transition]) -> tuple[Transition, ...]:
    transitions = tuple(value)
    for one in transitions:
        if not isinstance(one, Transition):
            raise WrongTypeError("transitions", one, "be transitions")
    return transitions


def _words(value: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple(sorted([(name_of(name, "chinese"), name_of(word, "chinese")) for name, word in pairs]))


@frozen(weakref_slot=False)
class Workflow:
    """States, the transitions between them, who may take them, and by when.

    A workflow is checked when it is made, and all its faults are reported at once: names that stand for
    nothing, states that no case can reach, states from which no end can be reached, transitions that can
    never happen, and pairs of transitions of which an event could mean either.

    Attributes:
        name: What the workflow is called.
        states: The states, or their names where they are plain; exactly one is the start.
        transitions: What can happen in which state.
        chinese: Chinese words for states, events and roles; a name without one is shown as it is.
        calendar: Which days are working days, for deadlines that count them.

    Raises:
        BatchError: With every fault of the definition.
        WrongTypeError: If a part has another type.

    Examples:
        >>> request = Workflow(
        ...     "Credit limit",
        ...     [State("draft", "start"), "review", State("granted", "final"), State("refused", "final")],
        ...     [
        ...         Transition("submit", "draft", "review"),
        ...         Transition("grant", "review", "granted", "credit manager", not_by="submit"),
        ...         Transition("refuse", "review", "refused", "credit manager", asks="why"),
        ...     ],
        ...     {"draft": "草稿", "submit": "提交"},
        ... )
        >>> request.events, request.roles
        (('submit', 'grant', 'refuse'), ('credit manager',))
        >>> request.said("submit", "zh")
        '提交'
    """

    name: str = field(converter=name_of)
    states: tuple[State, ...] = field(converter=_states)
    transitions: tuple[Transition, ...] = field(converter=_transitions)
    chinese: tuple[tuple[str, str], ...] = field(default=(), converter=_words)
    calendar: HasWorkingDays = field(default=WorkingWeek(), converter=working_calendar)

    def __attrs_post_init__(self) -> None:
        problems = problems_of(self.states, self.transitions, [name for name, _ in self.chinese])
        if problems:
            raise BatchError("workflow", problems)

    @property
    def start(self) -> str:
        """The state in which a case begins."""
        return next(state.name for state in self.states if state.kind is StateKind.START)

    @property
    def events(self) -> tuple[str, ...]:
        """The names of the events, each once, in the order of the transitions."""
        return tuple(dict.fromkeys([one.event for one in self.transitions]))

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles, each once, in the order of the transitions."""
        return tuple(dict.fromkeys([role for one in self.transitions for role in one.roles]))

    def state(self, name: str) -> State | None:
        """The state of a name; None where there is none."""
        return next((state for state in self.states if state.name == name), None)

    def result(self, state: str, event: str) -> tuple[Transition, ...]:
        """What an event can do in a state: its transitions there; none where it is refused."""
        return tuple([one for one in self.transitions if one.event == event and state in one.source])

    def due(self, state: str, since: date, event: str | None = None) -> tuple[date, ...]:
        """The last days in time of a state entered on a day.

        Args:
            state: Its name.
            since: The day on which it was entered.
            event: Take only the deadlines that lead to this event; None for all.
        """
        found = self.state(state)
        return tuple(
            [
                deadline.due(since, self.calendar)
                for deadline in (() if found is None else found.deadlines)
                if event is None or deadline.then == event
            ]
        )

    def said(self, name: str, lang: str = "en") -> str:
        """A state, an event or a role in a language: its Chinese word where it has one, or the name itself.

        Raises:
            InvalidValueError: If the language is not spoken.
        """
        if language_of(lang) == "en":
            return HEADINGS[name][0] if name.startswith("@") and name in HEADINGS else name
        if name.startswith("@") and name in HEADINGS:
            return HEADINGS[name][1]
        return dict(self.chinese).get(name, name)

    def table(self, lang: str = "en") -> Table:
        """Every state with every event and where it leads; a dash where the event is refused."""
        rows = [
            (
                self.said(state.name, lang),
                *[
                    " / ".join(
                        [self.said(to, lang) for one in self.result(state.name, event) for to in one.to]
                    )
                    or None
                    for event in self.events
                ],
            )
            for state in self.states
        ]
        names = {event: (self.said(event), self.said(event, "zh")) for event in self.events}
        shown = {"@state": HEADINGS["state"], **names}  # no event begins with @
        return Table(self.name, headed(shown, lang, *shown), rows, lang=lang)

    def rules(self, lang: str = "en") -> Table:
        """One row for each transition: who may take it, how many are needed, on what condition and papers."""
        rows = [
            (
                " / ".join([self.said(name, lang) for name in one.source]),
                self.said(one.event, lang),
                " / ".join([self.said(name, lang) for name in one.to]),
                ", ".join([self.said(name, lang) for name in one.roles]) or None,
                self._needed(one, lang),
                one.guard.text(lang) if one.guard.reads else None,
                ", ".join([paper.name for paper in one.requires]) or None,
            )
            for one in self.transitions
        ]
        columns = headed(HEADINGS, lang, "before", "event", "after", "roles", "needs", "guard", "requires")
        return Table(self.name, columns, rows, lang=lang)

    def mermaid(self, lang: str = "en") -> str:
        """The diagram of the states as Mermaid text, for Markdown pages that draw it."""
        said = {name: self.said(name, lang) for name in (*self.events, *self.roles)}
        said |= {state.name: self.said(state.name, lang) for state in self.states}
        needs = tuple(
            [self._needed(one, lang) if one.needs is not Needs.ANY else "" for one in self.transitions]
        )
        return mermaid(self.states, self.transitions, said, needs, language_of(lang))

    def _needed(self, one: Transition, lang: str) -> str:
        return HEADINGS[one.needs.value][("en", "zh").index(language_of(lang))].format(one.quorum)
