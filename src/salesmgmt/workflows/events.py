"""What happened in a case: one immutable event for each step, and the order in which events stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from attrs import field, frozen

from salesmgmt.calendars import DateRange, as_date
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.workflows.details import NOTHING, Details, Scalar, details_of

__all__ = ["ACTS", "ADD", "DELEGATE", "HAND_OVER", "TAKE_OVER", "Event", "follows", "order_of"]

TAKE_OVER = "@take-over"
DELEGATE = "@delegate"
HAND_OVER = "@hand-over"
ADD = "@add-approver"
ACTS = frozenset({TAKE_OVER, DELEGATE, HAND_OVER, ADD})
"""What can happen in a case of every workflow, beside the workflow's own events."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_DIGITS = re.compile(r"(\d+)", re.ASCII)
_set = object.__setattr__

if TYPE_CHECKING:

    def _as_day(value: date | str) -> date:
        """Takes a date or its ISO text."""

    def _as_instant(value: datetime | str | None) -> datetime | None:
        """Takes an aware datetime, its ISO text or None."""

    def _as_payload(value: Mapping[str, Scalar | None]) -> Details:
        """Takes a mapping; the check after construction makes it immutable."""

else:
    _as_day = _as_instant = _as_payload = None


@frozen(weakref_slot=False)
class Event:
    """One thing that somebody did in a case.

    Events of one case stand in the order of their days, then of their instants (an event without one comes
    before those that have one on the same day), then of their identifiers, in which numbers count as numbers:
    ``e9`` comes before ``e10``.

    Attributes:
        id: Identifier given by the caller, unique within the case.
        case: Identifier of the case.
        name: The workflow's event; delegations and the like are made by the methods below.
        by: Who did it.
        role: In which role; empty where the workflow asks for none. Whether the person has the role is for
            the caller to know.
        on: Business date.
        at: Instant, kept in UTC; None where only the day is known.
        payload: Named values that the event brings along.
        note: A remark.
        behalf: For whom it was done, where somebody acts for another; else empty.

    Raises:
        InvalidValueError: If an identifier or name is empty, or the instant has no zone.
        WrongTypeError: If a part has another type.

    Examples:
        >>> event = Event("e1", "C-7", "submit", "ann", "rep", "2026-03-02", payload={"why": "new branch"})
        >>> event.on.isoformat(), event.payload["why"]
        ('2026-03-02', 'new branch')
    """

    id: str
    case: str
    name: str
    by: str
    role: str
    on: date = field(converter=_as_day)
    at: datetime | None = field(default=None, converter=_as_instant)
    payload: Details = field(default=NOTHING, converter=_as_payload)
    note: str = ""
    behalf: str = ""

    def __attrs_post_init__(self) -> None:
        name = self.name
        try:  # one call that takes nothing but texts
            "".join((self.id, self.case, name, self.by, self.role, self.note, self.behalf))
        except TypeError:
            _refuse(self)
        if not (self.id and self.case and name and self.by):
            _refuse(self)
        if type(self.on) is not date:
            _set(self, "on", as_date(self.on, "on"))
        if type(self.payload) is not Details:
            _set(self, "payload", details_of(self.payload))
        if self.at is not None:
            _set(self, "at", _instant(self.at))
        if name[0] == "@" and name not in ACTS:
            raise InvalidValueError("name", name, f"be without @, or one of {', '.join(sorted(ACTS))}")

    @classmethod
    def taken_over(
        cls,
        event_id: str,
        case: str,
        state: str,
        on: date | str,
        by: str,
        *,
        note: str = "",
    ) -> Event:
        """The opening of a case whose history has no events: the state in which it stood on a day.

        Deadlines of the state count from that day.
        """
        return cls(event_id, case, TAKE_OVER, by, "", on, None, Details({"state": state}), note)

    @classmethod
    def delegated(
        cls,
        event_id: str,
        case: str,
        by: str,
        role: str,
        on: date | str,
        *,
        to: str,
        during: DateRange,
        at: datetime | str | None = None,
        note: str = "",
    ) -> Event:
        """Somebody lets another person act in a role during some days; they may still act themselves.

        Raises:
            InvalidValueError: If the days have no beginning.
        """
        if during.start is None:
            raise InvalidValueError("during", during, "have a first day")
        days = Details({"to": to, "start": during.start, "end": during.end})
        return cls(event_id, case, DELEGATE, by, role, on, at, days, note)

    @classmethod
    def handed_over(
        cls,
        event_id: str,
        case: str,
        by: str,
        role: str,
        on: date | str,
        *,
        to: str,
        at: datetime | str | None = None,
        note: str = "",
        behalf: str = "",
    ) -> Event:
        """Somebody passes their part in the case on for good: from now on the other person acts for them."""
        return cls(event_id, case, HAND_OVER, by, role, on, at, Details({"to": to}), note, behalf)

    @classmethod
    def approver_added(
        cls,
        event_id: str,
        case: str,
        by: str,
        role: str,
        on: date | str,
        *,
        to: str,
        event: str,
        at: datetime | str | None = None,
        note: str = "",
        behalf: str = "",
    ) -> Event:
        """Somebody who may fire an event asks for one more person, without whom it now takes no effect."""
        added = Details({"to": to, "event": event})
        return cls(event_id, case, ADD, by, role, on, at, added, note, behalf)


def _refuse(event: Event) -> None:
    for name in ("id", "case", "name", "by", "role", "note", "behalf"):
        value = getattr(event, name)
        if not isinstance(value, str):
            raise WrongTypeError(name, value, "be text")
        if not value and name not in ("role", "note", "behalf"):
            raise InvalidValueError(name, value, "not be empty")


def _instant(value: datetime | str) -> datetime:
    read = value
    if isinstance(value, str):
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            raise InvalidValueError(
                "at", value, "be an instant such as '2026-03-09T12:00:00+08:00'"
            ) from None
    if not isinstance(read, datetime):
        raise WrongTypeError("at", value, "be a datetime with a time zone")
    if type(read) is datetime and read.tzinfo is UTC:
        return read
    if read.utcoffset() is None:
        raise InvalidValueError("at", value, "carry a time zone")
    try:
        moment = read.astimezone(UTC)
    except OverflowError:
        raise InvalidValueError("at", value, "lie within the years 1 to 9999 in UTC") from None
    return datetime.combine(moment.date(), moment.time(), UTC)


def follows(event: Event, last: Event) -> bool:
    """Whether an event stands after another: what comparing their orders says, mostly without making them."""
    if event.on != last.on:
        return event.on > last.on
    if event.at is None and last.at is None:
        one, other = event.id, last.id
        if one[:-1] == other[:-1] and ("0" <= one[-1] <= "9") == ("0" <= other[-1] <= "9"):
            return one > other
    return order_of(event) > order_of(last)


def order_of(event: Event) -> tuple[date, bool, datetime, tuple[tuple[int, str, int], ...], str]:
    """Where an event stands among those of its case."""
    parts = tuple(
        [
            (1, "", int(part)) if number % 2 else (0, part, 0)
            for number, part in enumerate(_DIGITS.split(event.id))
            if part
        ]
    )
    return event.on, event.at is not None, event.at or _EARLIEST, parts, event.id
