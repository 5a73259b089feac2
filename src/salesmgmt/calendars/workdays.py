"""Working days: which days they are, how many a range has, and counting on by them."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Protocol, runtime_checkable

from attrs import field, frozen

from salesmgmt.calendars.dates import add_days, as_date, as_weekday
from salesmgmt.calendars.ranges import DateRange
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = [
    "HasWorkingDays",
    "WorkingDaysLike",
    "WorkingWeek",
    "add_working_days",
    "working_calendar",
    "working_day_from",
    "working_day_until",
    "working_days",
]


@runtime_checkable
class HasWorkingDays(Protocol):
    """Whatever can say whether a date is a working day, such as the calendars of the package `holidays`."""

    def is_working_day(self, day: date, /) -> bool:
        """Whether people work on that day."""
        ...


def _weekend(days: Iterable[int | str]) -> frozenset[int]:
    return frozenset(as_weekday(day, "weekend") for day in days)


def _holidays(days: Iterable[date | str]) -> frozenset[date]:
    return frozenset(as_date(day, "holidays") for day in days)


def _worked(days: Iterable[date | str]) -> frozenset[date]:
    return frozenset(as_date(day, "worked") for day in days)


@frozen(weakref_slot=False)
class WorkingWeek:
    """A week with its free days, the holidays that are not worked, and the free days that are.

    Attributes:
        weekend: Weekdays that are free, 0 (Monday) to 6 (Sunday), or their English names.
        holidays: Dates that are free whatever their weekday.
        worked: Dates that are worked although their weekday is free, as Chinese weekends are that are
            exchanged for a longer holiday.

    Raises:
        InvalidValueError: If a weekday or a date cannot be read, or a date is both a holiday and worked.

    Examples:
        >>> from datetime import date
        >>> from salesmgmt.calendars import WorkingWeek
        >>> week = WorkingWeek(holidays=["2026-10-01"], worked=["2026-10-10"])
        >>> [week.is_working_day(date(2026, 10, day)) for day in (1, 2, 3, 10)]
        [False, True, False, True]
    """

    weekend: frozenset[int] = field(default=frozenset({5, 6}), converter=_weekend)
    holidays: frozenset[date] = field(default=frozenset(), converter=_holidays)
    worked: frozenset[date] = field(default=frozenset(), converter=_worked)

    def __attrs_post_init__(self) -> None:
        both = self.holidays & self.worked
        if both:
            raise InvalidValueError("worked", min(both).isoformat(), "not be among the holidays")

    def is_working_day(self, day: date, /) -> bool:
        """Whether people work on that day."""
        if day.weekday() in self.weekend:
            return day in self.worked
        return day not in self.holidays


WorkingDaysLike = HasWorkingDays | AbstractSet[date]


def working_calendar(value: WorkingDaysLike, field: str = "calendar") -> HasWorkingDays:
    """Take an object that knows working days, or a set of holidays in a week with free Saturdays and Sundays.

    Raises:
        WrongTypeError: If the value is neither.
    """
    if isinstance(value, HasWorkingDays):
        return value
    if isinstance(value, AbstractSet):
        return WorkingWeek(holidays=value)
    raise WrongTypeError(field, value, "have a method is_working_day(date), or be a set of holidays")


def working_days(during: DateRange, calendar: WorkingDaysLike) -> int:
    """How many working days a range has.

    Args:
        during: The days among which to count; both bounds given.
        calendar: An object with ``is_working_day(date)``, or a set of holidays.

    Raises:
        InvalidValueError: If a bound of the range is open.

    Examples:
        >>> from datetime import date
        >>> from salesmgmt.calendars import DateRange, working_days
        >>> working_days(DateRange.month(2026, 1), {date(2026, 1, 1)})
        21
    """
    known = working_calendar(calendar)
    return sum(1 for day in during.each_day() if known.is_working_day(day))


def working_day_from(day: date, calendar: WorkingDaysLike) -> date:
    """The day itself if it is a working day, else the next one that is.

    Raises:
        InvalidValueError: If none follows.
    """
    return _nearest(day, working_calendar(calendar), 1)


def working_day_until(day: date, calendar: WorkingDaysLike) -> date:
    """The day itself if it is a working day, else the last one before it that is.

    Raises:
        InvalidValueError: If none precedes.
    """
    return _nearest(day, working_calendar(calendar), -1)


def add_working_days(day: date, count: int, calendar: WorkingDaysLike) -> date:
    """The working day that comes so many working days after a day, or before it for a negative count.

    The day itself is never counted, whether it is a working day or not, and a count of 0 gives it back
    unchanged.

    Raises:
        InvalidValueError: If no date lies there.

    Examples:
        >>> from datetime import date
        >>> from salesmgmt.calendars import WorkingWeek, add_working_days
        >>> add_working_days(date(2026, 1, 2), 3, WorkingWeek())
        datetime.date(2026, 1, 7)
    """
    known = working_calendar(calendar)
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day = _nearest(add_days(day, step), known, step)
    return day


def _nearest(day: date, calendar: HasWorkingDays, step: int) -> date:
    while not calendar.is_working_day(day):
        day = add_days(day, step)
    return day
