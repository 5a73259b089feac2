"""What a workflow is made of: states with their deadlines, and the transitions between them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from attrs import field, frozen

from salesmgmt.calendars import HasWorkingDays, add_days, add_working_days
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = [
    "SUBJECT",
    "Counted",
    "Deadline",
    "Needs",
    "Required",
    "State",
    "StateKind",
    "Transition",
    "name_of",
]

#: How the name of something that the subject says begins.
SUBJECT = "subject."

_E = TypeVar("_E", bound=StrEnum)


class StateKind(StrEnum):
    """Whether a case begins in a state, passes through it, or ends there."""

    START = "start"
    NORMAL = "normal"
    FINAL = "final"


class Counted(StrEnum):
    """Which days a deadline counts: all of them, or the working days of the workflow's calendar."""

    CALENDAR = "calendar"
    WORKING = "working"


class Needs(StrEnum):
    """Who has to fire an event before its transition is taken.

    ``ANY``: one person is enough (或签). ``ALL``: one person for each of the roles (会签). ``QUORUM``: so
    many different people, each in one of the roles.
    """

    ANY = "any"
    ALL = "all"
    QUORUM = "quorum"


def name_of(value: str, field: str = "name") -> str:
    """A name of a state, an event or a role: text without blanks around it, and not beginning with @.

    Raises:
        InvalidValueError: If it is empty or has blanks around it or an @ before it.
        WrongTypeError: If it is not text.
    """
    if not isinstance(value, str):
        raise WrongTypeError(field, value, "be text")
    if not value or value != value.strip() or value.startswith("@"):
        raise InvalidValueError(field, value, "be text without blanks around it that doesn't begin with @")
    return value


def _one_of(kind: type[_E], value: str, name: str) -> _E:
    try:
        return kind(value)
    except ValueError:
        raise InvalidValueError(name, value, f"be one of {', '.join(kind)}") from None


def _kind(value: str) -> StateKind:
    return _one_of(StateKind, value, "kind")


def _counted(value: str) -> Counted:
    return _one_of(Counted, value, "counted")


def _needs(value: str) -> Needs:
    return _one_of(Needs, value, "needs")


def _names(value: str | Iterable[str], name: str) -> tuple[str, ...]:
    given = (value,) if isinstance(value, str) else tuple(value)
    return tuple(dict.fromkeys([name_of(one, name) for one in given]))


def _sources(value: str | Iterable[str]) -> tuple[str, ...]:
    return _names(value, "source")


def _targets(value: str | Iterable[str]) -> tuple[str, ...]:
    return _names(value, "to")


def _roles(value: str | Iterable[str]) -> tuple[str, ...]:
    return _names(value, "roles")


def _asks(value: str | Iterable[str]) -> tuple[str, ...]:
    return _names(value, "asks")


def _not_by(value: str | Iterable[str]) -> tuple[str, ...]:
    return _names(value, "not_by")


@frozen(weakref_slot=False)
class Deadline:
    """How long a case may stay in a state, and what happens then.

    Attributes:
        days: So many days after the day on which the state was entered; the last of them is still in time.
        counted: Whether all days count, or only working days.
        then: An event that may be fired once the deadline has passed, and not before; None where a passed
            deadline is only shown. Firing it is up to the caller, since a library has no clock.

    Raises:
        InvalidValueError: If the days are negative or the choice is unknown.
        WrongTypeError: If the days are no whole number.
    """

    days: int
    counted: Counted = field(default=Counted.CALENDAR, converter=_counted)
    then: str | None = None

    def __attrs_post_init__(self) -> None:
        if type(self.days) is not int:
            raise WrongTypeError("days", self.days, "be a whole number of days")
        if self.days < 0:
            raise InvalidValueError("days", self.days, "not be negative")
        if self.then is not None:
            name_of(self.then, "then")

    def due(self, since: date, calendar: HasWorkingDays) -> date:
        """The last day in time, for a state entered on a day.

        Raises:
            InvalidValueError: If no date lies there.
        """
        if self.counted is Counted.WORKING:
            return add_working_days(since, self.days, calendar)
        return add_days(since, self.days)


def _deadlines(value: Deadline | Iterable[Deadline]) -> tuple[Deadline, ...]:
    given = (value,) if isinstance(value, Deadline) else tuple(value)
    for one in given:
        if not isinstance(one, Deadline):
            raise WrongTypeError("deadlines", one, "be deadlines")
    return given


@frozen(weakref_slot=False)
class State:
    """Where a case can stand.

    Attributes:
        name: Its name, in the workflow's own words.
        kind: ``start``, ``normal`` or ``final``.
        deadlines: How long a case may stay there: one deadline or several.

    Raises:
        InvalidValueError: If the name is malformed or the kind unknown.
    """

    name: str = field(converter=name_of)
    kind: StateKind = field(default=StateKind.NORMAL, converter=_kind)
    deadlines: tuple[Deadline, ...] = field(default=(), converter=_deadlines)


def _required_name(value: str) -> str:
    name = name_of(value, "requires")
    if "." in name:
        raise InvalidValueError("requires", value, "have no dot")
    return name


@frozen(weakref_slot=False)
class Required:
    """Something that has to be on file before an event can happen: one line of a checklist.

    It is on file once an event of the case has brought a value of its name along; False, brought later, takes
    it off again.

    Attributes:
        name: The name in the payload.
        when: In which cases it is needed, by what `Transition.guard` may read; always where left out.

    Raises:
        InvalidValueError: If the name is malformed or has a dot.
        WrongTypeError: If a part has another type.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> large = field("subject.amount", "money").more_than("CNY 3,000,000")
        >>> print(Required("third_party_report", large).when)
        subject.amount is more than CNY 3,000,000.00
    """

    name: str = field(converter=_required_name)
    when: Criterion = ALWAYS

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.when, Criterion):
            raise WrongTypeError("when", self.when, "be a criterion")


def _requires(value: str | Required | Iterable[str | Required]) -> tuple[Required, ...]:
    given = (value,) if isinstance(value, str | Required) else tuple(value)
    made = [one if isinstance(one, Required) else Required(one) for one in given]
    return tuple(dict.fromkeys(made))


@frozen(weakref_slot=False)
class Transition:
    """An event that takes a case from one state to another, and what it asks for.

    Attributes:
        event: The name of the event.
        source: The state or states in which it can happen.
        to: The state that it leads to. Of several, the event's payload names one under ``to``: that is how a
            case is returned to a named step.
        roles: Who may fire it; nobody listed: anybody may.
        guard: A condition on ``subject.…``; on ``event.…``, the event's payload; on ``case.check.…``, what
            the last event named ``check`` before it brought along; and on ``step.on``, ``step.by``,
            ``step.role``, ``step.behalf`` and ``step.since``: the day of the event, who fires it, and the
            day on which the present state was entered.
        asks: Names that the event's payload has to have.
        needs: Whether one person is enough, one for each role is needed, or a quorum.
        quorum: How many people, where `needs` is ``quorum``.
        not_by: Events whose authors may not fire this one, neither themselves nor through somebody else:
            nobody approves what they submitted. A name such as ``subject.requested_by`` keeps out the person
            whom the subject names there, also where a case was taken over from before its first event.
        requires: What has to be on file: names, or `Required` ones that depend on the case.

    Raises:
        InvalidValueError: If a name is malformed, a choice unknown, no state is listed, or the quorum does
            not fit.
        WrongTypeError: If a part has another type.

    Examples:
        >>> approve = Transition("approve", "review", "approved", ("finance", "legal"), needs="all")
        >>> approve.source, approve.needs.value
        (('review',), 'all')
    """

    event: str = field(converter=name_of)
    source: tuple[str, ...] = field(converter=_sources)
    to: tuple[str, ...] = field(converter=_targets)
    roles: tuple[str, ...] = field(default=(), converter=_roles)
    guard: Criterion = ALWAYS
    asks: tuple[str, ...] = field(default=(), converter=_asks)
    needs: Needs = field(default=Needs.ANY, converter=_needs)
    quorum: int | None = None
    not_by: tuple[str, ...] = field(default=(), converter=_not_by)
    requires: tuple[Required, ...] = field(default=(), converter=_requires)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.guard, Criterion):
            raise WrongTypeError("guard", self.guard, "be a criterion")
        for name, states in (("source", self.source), ("to", self.to)):
            if not states:
                raise InvalidValueError(name, states, "name a state")
        if self.needs is Needs.ALL and len(self.roles) < 2:
            raise InvalidValueError("roles", self.roles, "be two or more where one person of each is needed")
        if self.needs is Needs.QUORUM:
            if type(self.quorum) is not int:
                raise WrongTypeError("quorum", self.quorum, "be the number of people who are needed")
            if self.quorum < 2:
                raise InvalidValueError("quorum", self.quorum, "be 2 or more; for one person, needs is any")
        elif self.quorum is not None:
            raise InvalidValueError("quorum", self.quorum, "be left out unless needs is quorum")
