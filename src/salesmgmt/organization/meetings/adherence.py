"""Whether meetings are held as planned, and by whom they are attended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange, WorkingDaysLike, as_date, range_of
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Rate, rate_of
from salesmgmt.organization.checks import as_texts, check_count, check_optional_text, check_text, tuple_of
from salesmgmt.organization.meetings.recurrence import Occurrence
from salesmgmt.organization.meetings.series import Meeting, MeetingSeries
from salesmgmt.organization.texts.meetings import MEETING_HEADINGS
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["Adherence", "CadencePolicy", "Held", "MeetingLine"]


class Held(StrEnum):
    """What became of a planned meeting."""

    IN_TIME = "in_time"
    """It was held on its day."""
    MOVED = "moved"
    """It was held on another day that still counts."""
    THIN = "thin"
    """It was held with fewer people than the quorum."""
    CANCELLED = "cancelled"
    """It was called off, with a reason."""
    MISSED = "missed"
    """It was not held."""
    AHEAD = "ahead"
    """It may still be held in time."""


def _as_held(value: Held | str) -> Held:
    return choice_of(Held, value, "held")


def _as_on(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "on")


def _as_quorum(value: Rate | str | int | Fraction) -> Rate:
    return rate_of(value, "quorum")


def _as_absent(value: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(value, "absent")


@frozen
class MeetingLine:
    """A planned meeting, and what became of it.

    Attributes:
        occurrence: The planned day.
        held: What became of it.
        meeting: Identifier of the meeting that stands for it; None where there is none.
        on: The day of that meeting.
        absent: Those who should have come and did not.

    Raises:
        InvalidValueError: If a choice is unknown or a text empty.
        WrongTypeError: If a field has another type.
    """

    occurrence: Occurrence
    held: Held = field(converter=_as_held)
    meeting: str | None = None
    on: date | None = field(default=None, converter=_as_on)
    absent: tuple[str, ...] = field(default=(), converter=_as_absent)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.occurrence, Occurrence):
            raise WrongTypeError("occurrence", self.occurrence, "be an Occurrence")
        check_optional_text("meeting", self.meeting)

    @property
    def reason(self) -> Reason:
        """What became of it, in words."""
        values: dict[str, ReasonValue] = {
            "planned": self.occurrence.on,
            "on": self.on,
            "absent": ", ".join(self.absent),
        }
        facts = () if self.meeting is None else (self.meeting,)
        return Reason(f"organization.meeting.{self.held}", values, facts=facts)


def _as_lines(value: Iterable[MeetingLine]) -> tuple[MeetingLine, ...]:
    return tuple_of(MeetingLine, value, "lines")


def _as_extra(value: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(value, "extra")


def _as_next(value: Occurrence | None) -> Occurrence | None:
    if value is not None and not isinstance(value, Occurrence):
        raise WrongTypeError("next_due", value, "be an Occurrence or None")
    return value


@frozen
class Adherence:
    """How well a series was kept to.

    Attributes:
        series: Identifier of the series.
        lines: The planned meetings in order, and what became of each.
        extra: Identifiers of meetings that stand for no planned one, in order of their days.
        attendees: Who should have come.
        next_due: The first planned meeting that is still ahead; None where there is none.

    Raises:
        InvalidValueError: If a text is empty or stands twice.
        WrongTypeError: If a field has another type.
    """

    series: str
    lines: tuple[MeetingLine, ...] = field(default=(), converter=_as_lines)
    extra: tuple[str, ...] = field(default=(), converter=_as_extra)
    attendees: tuple[str, ...] = field(default=(), converter=_as_absent)
    next_due: Occurrence | None = field(default=None, converter=_as_next)

    def __attrs_post_init__(self) -> None:
        check_text("series", self.series)

    def count(self, *held: Held | str) -> int:
        """How many planned meetings had one of these ends.

        Raises:
            InvalidValueError: If a choice is unknown.
        """
        wanted = {choice_of(Held, one, "held") for one in held}
        return sum(line.held in wanted for line in self.lines)

    @property
    def rate(self) -> Rate | None:
        """Meetings held of those that are no longer ahead; None where there are none."""
        due = len(self.lines) - self.count(Held.AHEAD)
        return Rate(f"{self.count(Held.IN_TIME, Held.MOVED)}/{due}") if due else None

    def attendance(self, person: str) -> Rate | None:
        """Meetings attended of those that were held and asked for somebody; None where there are none.

        Raises:
            WrongTypeError: If it is no text.
        """
        check_text("person", person)
        held = [line for line in self.lines if line.on is not None and line.held is not Held.CANCELLED]
        if not held or person not in self.attendees:
            return None
        return Rate(f"{sum(person not in line.absent for line in held)}/{len(held)}")

    @property
    def reason(self) -> Reason:
        """The share, with what became of every meeting below it."""
        due = len(self.lines) - self.count(Held.AHEAD)
        values: dict[str, ReasonValue] = {
            "series": self.series,
            "held": self.count(Held.IN_TIME, Held.MOVED),
            "due": due,
        }
        because = [line.reason for line in self.lines]
        return Reason("organization.meeting.adherence", values, facts=(self.series,), because=because)

    def table(self, lang: str = "en") -> Table:
        """The planned meetings, and what became of each.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(MEETING_HEADINGS, lang, "planned", "on", "finding")
        rows = [(line.occurrence.on, line.on, line.reason.text(lang)) for line in self.lines]
        return Table(self.series, columns, rows, lang=lang)


@frozen
class CadencePolicy:
    """When a planned meeting counts as held.

    Attributes:
        days_early: How many days before its day a meeting may be held and still stand for it.
        days_late: How many days after.
        quorum: The part of the attendees that has to come; nobody has to where it is 0 %.

    Raises:
        InvalidValueError: If a number is negative, or the quorum above 100 %.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.organization.meetings import Recurrence
        >>> series = MeetingSeries("monday", Recurrence("weekly", "2026-03-02"))
        >>> held = [Meeting("M-1", "monday", "2026-03-02"), Meeting("M-2", "monday", "2026-03-17")]
        >>> found = CadencePolicy(days_late=2).adherence(series, held, "2026-03-01/2026-04-01", "2026-03-25")
        >>> print(found.reason.tree())
        monday: 2 of 3 meetings held
          2026-03-02: held
          2026-03-09: not held
          2026-03-16: held on 2026-03-17
          2026-03-23: may still be held in time
          2026-03-30: may still be held in time
    """

    days_early: int = 0
    days_late: int = 0
    quorum: Rate = field(default=Rate(0), converter=_as_quorum)

    def __attrs_post_init__(self) -> None:
        check_count("days_early", self.days_early)
        check_count("days_late", self.days_late)
        if not 0 <= self.quorum.value <= 1:
            raise InvalidValueError("quorum", self.quorum, "be 0% to 100%")

    def adherence(
        self,
        series: MeetingSeries,
        meetings: Iterable[Meeting],
        during: DateRange | str,
        as_of: date | str,
        *,
        calendar: WorkingDaysLike | None = None,
    ) -> Adherence:
        """What became of every planned meeting of a series.

        A meeting that names its planned day stands for it, one held on a planned day for that day;
        the others, by their days, each for the earliest planned meeting left in whose time they fall.
        Meetings that were called off come last. Meetings of other series do not count, nor do those after the
        day from which it is seen.

        Args:
            series: The series.
            meetings: What was held or called off, in any order.
            during: The days in which the planned meetings lie, with both bounds.
            as_of: The day from which it is seen.
            calendar: An object with ``is_working_day(date)``, or a set of holidays; None where every day is
                worked.

        Raises:
            BatchError: If two meetings have one identifier.
            InvalidValueError: If a bound of the days is open.
            WrongTypeError: If something has another type.
        """
        if not isinstance(series, MeetingSeries):
            raise WrongTypeError("series", series, "be a MeetingSeries")
        days, today = range_of(during), as_date(as_of, "as_of")
        if days.start is None or days.end is None:
            raise InvalidValueError("during", str(days), "have a first and a last day")
        given = tuple_of(Meeting, meetings, "meetings")
        _check_once(given)
        own = sorted(
            (one for one in given if one.series == series.id and one.on <= today),
            key=lambda one: (one.on, one.id),
        )
        planned = series.recurrence.occurrences(self._wider(days.start, days.end), calendar)
        stands = self._matched(planned, own)
        lines = [
            self._line(one, stands.get(one.planned), series, today) for one in planned if one.planned in days
        ]
        taken = {one.id for one in stands.values()}
        extra = [one.id for one in own if one.on in days and one.id not in taken and one.cancelled is None]
        ahead = [line.occurrence for line in lines if line.held is Held.AHEAD]
        following = ahead[0] if ahead else series.recurrence.next_after(max(today, days.end), calendar)
        return Adherence(series.id, lines, extra, series.attendees, following)

    def _wider(self, start: date, end: date) -> DateRange:
        """Days beyond both bounds, whose planned meetings may claim a meeting near them first."""
        more = self.days_early + self.days_late + _MOVES
        low = date.fromordinal(max(1, start.toordinal() - more))
        return DateRange(low, date.fromordinal(min(date.max.toordinal(), end.toordinal() + more)))

    def _matched(self, planned: tuple[Occurrence, ...], meetings: list[Meeting]) -> dict[date, Meeting]:
        """The meeting that stands for each planned day, where there is one."""
        stands: dict[date, Meeting] = {}
        for group in (
            [one for one in meetings if one.cancelled is None],
            [one for one in meetings if one.cancelled is not None],
        ):
            left = []
            for one in group:
                exact = [
                    each.planned
                    for each in planned
                    if each.planned not in stands
                    and (one.planned in (each.planned, each.on) if one.planned else one.on == each.on)
                ]
                if exact:
                    stands[exact[0]] = one
                elif one.planned is None:
                    left.append(one)
            for one in left:
                for each in sorted(planned, key=lambda each: (each.on, each.planned)):
                    behind = (one.on - each.on).days
                    if each.planned not in stands and -self.days_early <= behind <= self.days_late:
                        stands[each.planned] = one
                        break
        return stands

    def _line(
        self, planned: Occurrence, meeting: Meeting | None, series: MeetingSeries, today: date
    ) -> MeetingLine:
        if meeting is None:
            ahead = (today - planned.on).days <= self.days_late
            return MeetingLine(planned, Held.AHEAD if ahead else Held.MISSED)
        if meeting.cancelled is not None:
            return MeetingLine(planned, Held.CANCELLED, meeting.id, meeting.on)
        absent = tuple(one for one in series.attendees if one not in meeting.attended)
        came = len(series.attendees) - len(absent)
        if came < self.quorum.value * len(series.attendees):
            held = Held.THIN
        else:
            held = Held.IN_TIME if meeting.on == planned.on else Held.MOVED
        return MeetingLine(planned, held, meeting.id, meeting.on, absent)


_MOVES = 31
"""Days by which a chain of holidays may move a planned meeting."""


def _check_once(meetings: tuple[Meeting, ...]) -> None:
    names = Counter(one.id for one in meetings)
    problems = [Problem(f"meeting {name}", "id", name, "be unique") for name, n in names.items() if n > 1]
    if problems:
        raise BatchError("meetings", problems)
