"""How a year is cut into months and weeks: the arithmetic under `FiscalCalendar`, on day ordinals.

Two schemes answer the same questions: `MonthYears` follows the months of the common calendar, `WeekYears`
(see `salesmgmt.calendars.retail`) counts whole weeks. Ordinals reach a little beyond what a date can say, so
nothing overflows here; the calendar checks the years that it hands out.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from attrs import frozen

from salesmgmt.calendars.dates import days_in_month

__all__ = ["MonthYears", "Scheme", "ordinal_of"]

# The Gregorian calendar, weekdays included, repeats after this many years and days.
_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097


def ordinal_of(year: int, month: int, day: int) -> int:
    """The ordinal that ``date(year, month, day)`` has, or would have beyond the years 1 to 9999."""
    cycles = (year - 1) // _CYCLE_YEARS
    return date(year - cycles * _CYCLE_YEARS, month, day).toordinal() + cycles * _CYCLE_DAYS


class Scheme(Protocol):
    """Where the years, months and weeks of a fiscal calendar begin, and which of them hold a day."""

    def year_start(self, year: int) -> int:
        """Ordinal of a year's first day."""
        ...

    def month_start(self, year: int, month: int) -> int:
        """Ordinal of the first day of a month, 1 to 12."""
        ...

    def week_start(self, year: int, week: int) -> int:
        """Ordinal of the first day of a week, from 1."""
        ...

    def weeks_in(self, year: int) -> int:
        """How many weeks a year has, 52 or 53."""
        ...

    def month_of(self, ordinal: int) -> tuple[int, int]:
        """Year and number of the month that holds a day."""
        ...

    def week_of(self, ordinal: int) -> tuple[int, int]:
        """Year and number of the week that holds a day."""
        ...


@frozen
class MonthYears:
    """Years of twelve months that begin on one day of the month, and whole weeks beside them.

    Attributes:
        start_month: Calendar month in which the year begins, 1 to 12.
        start_day: Day on which every month begins, or the last day of a month that lacks it.
        ahead: How far the number of a year runs ahead of the calendar year in which it begins, 0 or 1.
        week_start_day: Weekday on which weeks begin, 0 is Monday.
    """

    start_month: int
    start_day: int
    ahead: int
    week_start_day: int

    def year_start(self, year: int) -> int:
        """Ordinal of a year's first day."""
        return self.month_start(year, 1)

    def month_start(self, year: int, month: int) -> int:
        """Ordinal of the first day of a month."""
        years, months = divmod(self.start_month + month - 2, 12)
        at = year - self.ahead + years
        return ordinal_of(at, months + 1, min(self.start_day, days_in_month(at, months + 1)))

    def month_of(self, ordinal: int) -> tuple[int, int]:
        """Year and number of the month that holds a day."""
        day = date.fromordinal(ordinal)
        months = day.year * 12 + day.month - 1
        if day.day < min(self.start_day, days_in_month(day.year, day.month)):
            months -= 1
        year, month = divmod(months - (self.start_month - 1), 12)
        return year + self.ahead, month + 1

    def week_start(self, year: int, week: int) -> int:
        """Ordinal of the first day of a week.

        The first week is the first one of which four days or more lie in the year, as in ISO 8601.
        """
        earliest = self.year_start(year) - 3
        return earliest + (self.week_start_day - (earliest - 1)) % 7 + 7 * (week - 1)

    def weeks_in(self, year: int) -> int:
        """How many weeks a year has."""
        return (self.week_start(year + 1, 1) - self.week_start(year, 1)) // 7

    def week_of(self, ordinal: int) -> tuple[int, int]:
        """Year and number of the week that holds a day."""
        start = ordinal - (ordinal - 1 - self.week_start_day) % 7
        year, _ = self._month_of_any(start + 3)
        return year, (start - self.week_start(year, 1)) // 7 + 1

    def _month_of_any(self, ordinal: int) -> tuple[int, int]:
        """As `month_of`, for the fourth day of a week too, which may lie beyond the last date there is."""
        cycles = (ordinal - 1) // _CYCLE_DAYS
        year, month = self.month_of(ordinal - cycles * _CYCLE_DAYS)
        return year + cycles * _CYCLE_YEARS, month
