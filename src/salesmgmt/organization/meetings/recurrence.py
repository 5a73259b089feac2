"""Days that recur: every Monday, the last Friday of a month, and what happens to them on holidays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from attrs import field, frozen
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

from salesmgmt._choices import choice_of
from salesmgmt.calendars import (
    DateRange,
    WorkingDaysLike,
    add_days,
    as_date,
    as_weekday,
    range_of,
    working_calendar,
    working_day_from,
    working_day_until,
)
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.organization.checks import check_count

__all__ = ["Frequency", "Occurrence", "OnHoliday", "Recurrence"]


class Frequency(StrEnum):
    """How often something recurs."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    """Every three months."""
    YEARLY = "yearly"


class OnHoliday(StrEnum):
    """What becomes of a day that is not worked."""

    KEEP = "keep"
    """It stays."""
    SKIP = "skip"
    """It is left out."""
    NEXT = "next"
    """It moves to the next working day."""
    PREVIOUS = "previous"
    """It moves to the last working day before."""


_STEPS: Mapping[Frequency, tuple[Literal[0, 1, 2, 3], int]] = MappingProxyType(
    {
        Frequency.DAILY: (DAILY, 1),
        Frequency.WEEKLY: (WEEKLY, 1),
        Frequency.MONTHLY: (MONTHLY, 1),
        Frequency.QUARTERLY: (MONTHLY, 3),
        Frequency.YEARLY: (YEARLY, 1),
    }
)


def _as_frequency(value: Frequency | str) -> Frequency:
    return choice_of(Frequency, value, "frequency")


def _as_holiday(value: OnHoliday | str) -> OnHoliday:
    return choice_of(OnHoliday, value, "on_holiday")


def _as_start(value: date | str) -> date:
    return as_date(value, "start")


def _as_last(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "last")


def _as_weekdays(value: Iterable[int | str] | int | str) -> tuple[int, ...]:
    given = (value,) if isinstance(value, int | str) else tuple(value)
    return tuple(sorted({as_weekday(one, "weekdays") for one in given}))


def _as_numbers(value: Iterable[int] | int, name: str, most: int) -> tuple[int, ...]:
    given = (value,) if isinstance(value, int) else tuple(value)
    for one in given:
        if type(one) is not int:
            raise WrongTypeError(name, one, "be whole numbers")
        if not 1 <= abs(one) <= most:
            raise InvalidValueError(name, one, f"be 1 to {most}, or -1 to -{most} counted from the end")
    return tuple(sorted(set(given)))


def _as_month_days(value: Iterable[int] | int) -> tuple[int, ...]:
    return _as_numbers(value, "month_days", 31)


def _as_places(value: Iterable[int] | int) -> tuple[int, ...]:
    return _as_numbers(value, "places", 53)


def _as_planned(value: date | str) -> date:
    return as_date(value, "planned")


def _as_day(value: date | str) -> date:
    return as_date(value, "on")


@frozen
class Occurrence:
    """One day of a recurrence.

    Attributes:
        planned: The day that the rule says.
        on: The day after holidays are looked at; the same where it is worked.
    """

    planned: date = field(converter=_as_planned)
    on: date = field(converter=_as_day)


@frozen
class Recurrence:
    """Days that recur by a rule, from a first day on.

    Without weekdays, days of the month and places, the day of the start recurs: its weekday, its day of the
    month. A day that a month lacks is left out in it, as iCalendar has it; -1 is the last day of each month.

    Attributes:
        frequency: `daily`, `weekly`, `monthly`, `quarterly` or `yearly`.
        start: The first day that may occur; it also says which weeks or months are meant where `every` is
            above 1.
        every: Each how-many-eth week, month and so on.
        weekdays: Weekdays that count, 0 (Monday) to 6 (Sunday) or their English names.
        month_days: Days of the month that count; negative ones are counted from its end.
        places: Which of the days that a week or month then has: 1 for the first, -1 for the last; in a yearly
            rule those of the month of the start.
        last: The last day that may occur; None for no end.
        on_holiday: What becomes of a day that is not worked.

    Raises:
        InvalidValueError: If a choice is unknown, a number out of range, or the last day before the first.
        WrongTypeError: If a field has another type.

    Source:
        RFC 5545 (iCalendar), section 3.3.10, as python-dateutil computes it.

    Examples:
        >>> review = Recurrence("monthly", "2026-01-01", weekdays="friday", places=-1)
        >>> [one.on.isoformat() for one in review.occurrences("2026-01-01/2026-04-01")]
        ['2026-01-30', '2026-02-27', '2026-03-27']
        >>> from datetime import date
        >>> weekly = Recurrence("weekly", "2026-01-05", on_holiday="next")
        >>> [one.on.isoformat() for one in weekly.occurrences("2026-01-05/2026-01-19", {date(2026, 1, 12)})]
        ['2026-01-05', '2026-01-13']
    """

    frequency: Frequency = field(converter=_as_frequency)
    start: date = field(converter=_as_start)
    every: int = 1
    weekdays: tuple[int, ...] = field(default=(), converter=_as_weekdays)
    month_days: tuple[int, ...] = field(default=(), converter=_as_month_days)
    places: tuple[int, ...] = field(default=(), converter=_as_places)
    last: date | None = field(default=None, converter=_as_last)
    on_holiday: OnHoliday = field(default=OnHoliday.SKIP, converter=_as_holiday)

    def __attrs_post_init__(self) -> None:
        check_count("every", self.every, 1)
        if self.every > 1000:
            raise InvalidValueError("every", self.every, "be at most 1000")
        if self.last is not None and self.last < self.start:
            raise InvalidValueError("last", self.last, f"be at or after the start {self.start}")
        if self.places and not (self.weekdays or self.month_days):
            raise InvalidValueError("places", self.places, "stand beside weekdays or days of the month")
        if self.places and self.frequency is Frequency.DAILY:
            raise InvalidValueError("places", self.places, "be left out of a daily rule: a day has one place")
        if self.month_days and self.frequency is Frequency.WEEKLY:
            raise InvalidValueError("month_days", self.month_days, "be left out of a weekly rule")

    def occurrences(
        self, during: DateRange | str, calendar: WorkingDaysLike | None = None
    ) -> tuple[Occurrence, ...]:
        """The days of the rule whose planned day lies in a range, in order.

        A day that moves to where another one already is stays a day of its own.

        Args:
            during: The days; a range without end needs a rule that has one.
            calendar: An object with ``is_working_day(date)``, or a set of holidays; None where every day is
                worked.

        Raises:
            InvalidValueError: If neither the range nor the rule ends, or no working day follows.
        """
        days = range_of(during)
        first = self.start if days.start is None else max(self.start, days.start)
        ends = [one for one in (days.last, self.last) if one is not None]
        if not ends:
            raise InvalidValueError("during", str(days), "have an end, since the rule has none")
        planned = self._planned(first, min(ends))
        known = None if calendar is None else working_calendar(calendar)
        found = []
        for day in planned:
            if known is None or self.on_holiday is OnHoliday.KEEP or known.is_working_day(day):
                found.append(Occurrence(day, day))
            elif self.on_holiday is OnHoliday.NEXT:
                found.append(Occurrence(day, working_day_from(day, known)))
            elif self.on_holiday is OnHoliday.PREVIOUS:
                found.append(Occurrence(day, working_day_until(day, known)))
        return tuple(found)

    def _planned(self, first: date, last: date) -> list[date]:
        if last < first:
            return []
        step, times = _STEPS[self.frequency]
        rule = rrule(
            step,
            dtstart=_midnight(self.start),
            interval=self.every * times,
            byweekday=[weekday(one) for one in self.weekdays] or None,
            bymonthday=self.month_days or None,
            bysetpos=self.places or None,
            until=_midnight(last),
            # A weekday of a yearly or quarterly rule is meant in the months of the rule, not in any month.
            bymonth=self.start.month
            if self.frequency is Frequency.YEARLY and (self.weekdays or self.month_days)
            else None,
        )
        return [moment.date() for moment in rule if moment.date() >= first]

    def next_after(self, day: date | str, calendar: WorkingDaysLike | None = None) -> Occurrence | None:
        """The first occurrence planned after a day; None where there is none within forty years."""
        here = max(as_date(day, "day"), add_days(self.start, -1) if self.start > date.min else self.start)
        for years in (1, 4, 40):
            first = add_days(here, 1) if here < date.max else here
            end = date.max if first.year + years > date.max.year else date(first.year + years, 1, 1)
            if first >= end:
                return None
            found = self.occurrences(DateRange(first, end), calendar)
            if found:
                return found[0]
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
