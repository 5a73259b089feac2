"""Meetings: what is to be held, what was held, and what was agreed to be done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.organization.checks import as_texts, check_count, check_optional_text, check_text, tuple_of
from salesmgmt.organization.meetings.recurrence import Recurrence

__all__ = ["ActionItem", "AgendaItem", "Meeting", "MeetingSeries"]


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


def _as_raised(value: date | str) -> date:
    return as_date(value, "raised")


def _as_due(value: date | str) -> date:
    return as_date(value, "due")


def _as_closed(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "closed")


def _as_planned(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "planned")


def _as_attendees(value: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(value, "attendees")


def _as_attended(value: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(value, "attended")


@frozen
class AgendaItem:
    """A point of the agenda.

    Attributes:
        title: What it is about.
        minutes: How long it may take.
        owner: Who brings it; None for the chair.

    Raises:
        InvalidValueError: If a text is empty or it may take no minute.
        WrongTypeError: If a field has another type.
    """

    title: str
    minutes: int
    owner: str | None = None

    def __attrs_post_init__(self) -> None:
        check_text("title", self.title)
        check_count("minutes", self.minutes, 1)
        check_optional_text("owner", self.owner)


def _as_agenda(value: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    return tuple_of(AgendaItem, value, "agenda")


@frozen
class MeetingSeries:
    """A meeting that is to be held again and again: the Monday meeting, a monthly review, a one-to-one talk.

    Attributes:
        id: Identifier.
        recurrence: On which days.
        title: What people call it; the identifier where it is empty.
        chair: Who leads it; None where nobody is named.
        attendees: Who should come.
        agenda: The usual points.
        minutes: How long it may take; None where nothing is said.

    Raises:
        InvalidValueError: If a text is empty, or the agenda takes longer than the meeting.
        WrongTypeError: If a field has another type.
    """

    id: str
    recurrence: Recurrence
    title: str = ""
    chair: str | None = None
    attendees: tuple[str, ...] = field(default=(), converter=_as_attendees)
    agenda: tuple[AgendaItem, ...] = field(default=(), converter=_as_agenda)
    minutes: int | None = None

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        if not isinstance(self.recurrence, Recurrence):
            raise WrongTypeError("recurrence", self.recurrence, "be a Recurrence")
        if not isinstance(self.title, str):
            raise WrongTypeError("title", self.title, "be text")
        check_optional_text("chair", self.chair)
        if self.minutes is not None:
            check_count("minutes", self.minutes, 1)
            planned = sum(item.minutes for item in self.agenda)
            if planned > self.minutes:
                raise InvalidValueError("agenda", planned, f"take at most the {self.minutes} minutes")


@frozen
class Meeting:
    """A meeting that was held, or called off.

    Attributes:
        id: Identifier.
        series: Identifier of the series.
        on: The day on which it was held, or was to be.
        attended: Who came.
        planned: The planned day that it stands for; where left out, the nearest one is looked for.
        cancelled: Why it was called off; None where it was held.

    Raises:
        InvalidValueError: If a text is empty, or somebody attended what was called off.
        WrongTypeError: If a field has another type.
    """

    id: str
    series: str
    on: date = field(converter=_as_on)
    attended: tuple[str, ...] = field(default=(), converter=_as_attended)
    planned: date | None = field(default=None, converter=_as_planned)
    cancelled: str | None = None

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        check_text("series", self.series)
        check_optional_text("cancelled", self.cancelled)
        if self.cancelled is not None and self.attended:
            raise InvalidValueError("attended", self.attended, "be empty where a meeting was called off")


@frozen
class ActionItem:
    """Something that was agreed to be done.

    Attributes:
        id: Identifier.
        text: What.
        owner: By whom.
        raised: The day on which it was agreed.
        due: The last day on which it is in time.
        closed: The day on which it was done; None while it is open.
        meeting: Identifier of the meeting that agreed it; None where it came from elsewhere.

    Raises:
        InvalidValueError: If a text is empty, or it is due or closed before it was agreed.
        WrongTypeError: If a field has another type.
    """

    id: str
    text: str
    owner: str
    raised: date = field(converter=_as_raised)
    due: date = field(converter=_as_due)
    closed: date | None = field(default=None, converter=_as_closed)
    meeting: str | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("id", "text", "owner"):
            check_text(name, getattr(self, name))
        check_optional_text("meeting", self.meeting)
        for name, day in (("due", self.due), ("closed", self.closed)):
            if day is not None and day < self.raised:
                raise InvalidValueError(name, day, f"be at or after the day of the agreement, {self.raised}")
