"""Working time to the minute: the hours of an office, and what lies between two moments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.calendars import HasWorkingDays, WorkingWeek
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.organization.checks import check_count

__all__ = ["OfficeHours", "moment_of"]

HoursLike: TypeAlias = str | Iterable[tuple[int, int]]

_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})", re.ASCII)
_DAY = 24 * 60
_LONGEST = 3700
_WEEK = WorkingWeek()
_RULE = "be spans such as '09:00-12:00, 13:00-18:00', in order and within one day"


def _as_hours(given: HoursLike) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    if isinstance(given, str):
        for part in given.split(","):
            read = _SPAN.fullmatch(part.strip())
            if read is None or int(read[2]) > 59 or int(read[4]) > 59:
                raise InvalidValueError("hours", given, _RULE)
            found.append((int(read[1]) * 60 + int(read[2]), int(read[3]) * 60 + int(read[4])))
    elif isinstance(given, Iterable):
        for pair in given:
            if not isinstance(pair, tuple | list) or [type(one) for one in pair] != [int, int]:
                raise WrongTypeError("hours", pair, _RULE)
            found.append((pair[0], pair[1]))
    else:
        raise WrongTypeError("hours", given, _RULE)
    before = -1
    for start, end in found:
        if not before < start < end <= _DAY:
            raise InvalidValueError("hours", given, _RULE)
        before = end - 1
    if not found:
        raise InvalidValueError("hours", given, _RULE)
    return tuple(found)


def moment_of(value: datetime | str, name: str) -> datetime:
    """A moment with its offset from UTC, or its ISO text, to the whole minute.

    Raises:
        InvalidValueError: If it has no offset, or the text is no moment.
        WrongTypeError: If it is neither a moment nor text.
    """
    rule = "be a moment with its offset, such as '2026-03-09T12:00+08:00'"
    read: object = value
    if isinstance(value, str):
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            raise InvalidValueError(name, value, rule) from None
    if not isinstance(read, datetime):
        raise WrongTypeError(name, value, rule)
    if read.utcoffset() is None:
        raise InvalidValueError(name, value, rule)
    return read.replace(second=0, microsecond=0)


@frozen
class OfficeHours:
    """The hours of a working day, and which days are worked.

    Moments carry their own offset from UTC, and it is the clock of the first moment of a question that the
    hours are held against: move the moments to the office's zone before, where they come from elsewhere.
    Seconds are cut off.

    Attributes:
        hours: Spans of a working day, as text such as `"09:00-12:00, 13:00-18:00"` or pairs of minutes after
            midnight.
        calendar: Which days are worked.

    Raises:
        InvalidValueError: If the spans are out of order, overlap, or there is none.
        WrongTypeError: If a field has another type.

    Examples:
        >>> office = OfficeHours("09:00-12:00, 13:00-18:00")
        >>> office.minutes("2026-03-06T17:00+08:00", "2026-03-09T09:30+08:00")
        90
        >>> office.after("2026-03-06T17:00+08:00", 90).isoformat()
        '2026-03-09T09:30:00+08:00'
    """

    hours: tuple[tuple[int, int], ...] = field(default=((9 * 60, 18 * 60),), converter=_as_hours)
    calendar: HasWorkingDays = _WEEK

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.calendar, HasWorkingDays):
            raise WrongTypeError("calendar", self.calendar, "have a method is_working_day(date)")

    @property
    def day(self) -> int:
        """Minutes of a working day."""
        return sum(end - start for start, end in self.hours)

    def minutes(self, start: datetime | str, end: datetime | str) -> int:
        """Working minutes between two moments; 0 where the second is not after the first.

        Raises:
            InvalidValueError: If a moment has no offset.
            WrongTypeError: If one is no moment.
        """
        first, last = moment_of(start, "start"), moment_of(end, "end")
        last = last.astimezone(first.tzinfo)
        if last <= first:
            return 0
        total = 0
        day = first.date()
        while day <= last.date():
            if self.calendar.is_working_day(day):
                low = _minute(first) if day == first.date() else 0
                high = _minute(last) if day == last.date() else _DAY
                total += sum(max(0, min(high, to) - max(low, since)) for since, to in self.hours)
            day = _next(day)
        return total

    def after(self, start: datetime | str, minutes: int) -> datetime:
        """The moment by which so many working minutes have passed since another.

        Zero minutes give the moment itself.

        Raises:
            InvalidValueError: If the minutes are negative, the moment has no offset, or no working day
                follows within ten years.
            WrongTypeError: If something has another type.
        """
        first = moment_of(start, "start")
        check_count("minutes", minutes)
        if not minutes:
            return first
        left, day, idle = minutes, first.date(), 0
        while idle < _LONGEST:
            idle += 1
            if self.calendar.is_working_day(day):
                idle = 0
                low = _minute(first) if day == first.date() else 0
                for since, to in self.hours:
                    there = max(0, to - max(low, since))
                    if there >= left:
                        midnight = datetime.combine(day, time(), first.tzinfo)
                        return midnight + timedelta(minutes=max(low, since) + left)
                    left -= there
            day = _next(day)
        raise InvalidValueError("calendar", self.calendar, "have a working day within ten years")


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _next(day: date) -> date:
    try:
        return day + timedelta(days=1)
    except OverflowError:
        raise InvalidValueError("minutes", day, "stay within the years 1 to 9999") from None
