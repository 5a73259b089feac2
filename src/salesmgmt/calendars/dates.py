"""Single dates: reading them, moving them by days and months, and the edges of what a date can say."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["add_days", "add_months", "as_date", "as_weekday", "days_in_month", "month_end", "month_start"]

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EDGES = "stay within 0001-01-01 and 9999-12-31"


def as_date(value: date | str, field: str = "date") -> date:
    """Read a date, or its ISO text ``YYYY-MM-DD``.

    Args:
        value: A date, or text such as ``"2026-03-31"``.
        field: Name that an error gives to the value.

    Raises:
        WrongTypeError: If the value is a datetime (which day it falls on depends on a time zone that only the
            caller knows), or neither a date nor text.
        InvalidValueError: If the text is no ISO date.

    Examples:
        >>> from salesmgmt.calendars import as_date
        >>> as_date("2026-03-31")
        datetime.date(2026, 3, 31)
    """
    if type(value) is date:
        return value
    if isinstance(value, datetime):
        raise WrongTypeError(
            field, value, "be a date: write .date() after moving it to the zone that is meant"
        )
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if not isinstance(value, str):
        raise WrongTypeError(field, value, "be a date or text such as '2026-03-31'")
    if _ISO.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidValueError(field, value, "be a date of the calendar written as '2026-03-31'")


def as_weekday(value: int | str, field: str = "weekday") -> int:
    """Read a weekday: 0 (Monday) to 6 (Sunday) as `datetime.date.weekday` numbers them, or its English name.

    Raises:
        WrongTypeError: If the value is neither a whole number nor text.
        InvalidValueError: If it names no weekday.

    Examples:
        >>> from salesmgmt.calendars import as_weekday
        >>> as_weekday("Sunday")
        6
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise WrongTypeError(
            field, value, "be a weekday: 0 (Monday) to 6 (Sunday), or a name such as 'monday'"
        )
    if isinstance(value, str) and value.lower() in _WEEKDAYS:
        return _WEEKDAYS.index(value.lower())
    if isinstance(value, str) or not 0 <= value <= 6:
        raise InvalidValueError(
            field, value, "be a weekday: 0 (Monday) to 6 (Sunday), or a name such as 'monday'"
        )
    return value


def add_days(day: date, days: int) -> date:
    """The date that lies so many days later, or earlier for a negative count.

    Raises:
        InvalidValueError: If no date lies there.
    """
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise InvalidValueError("days", days, _EDGES) from None


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day where that month is shorter.

    Raises:
        InvalidValueError: If no date lies there.

    Examples:
        >>> from datetime import date
        >>> from salesmgmt.calendars import add_months
        >>> add_months(date(2026, 1, 31), 1)
        datetime.date(2026, 2, 28)
    """
    try:
        return day + relativedelta(months=months)
    except (ValueError, OverflowError):
        raise InvalidValueError("months", months, _EDGES) from None


def days_in_month(year: int, month: int) -> int:
    """How many days a calendar month has, 28 to 31.

    The rules of leap years repeat after 400 years, so years beyond what a date can say have their answer too.
    """
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def month_start(day: date) -> date:
    """The first day of the calendar month of a date."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day (which still belongs to it) of the calendar month of a date."""
    return day.replace(day=days_in_month(day.year, day.month))
