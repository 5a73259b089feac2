"""Years of 52 or 53 whole weeks: the 4-4-5, 4-5-4 and 5-4-4 families of retail and manufacturing."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

from attrs import frozen

from salesmgmt.calendars.schemes import ordinal_of

__all__ = ["WeekYears"]


@frozen
class WeekYears:
    """Years that end on one weekday, the last of a month or the nearest to its end.

    Attributes:
        start_month: Calendar month around whose first day the year begins, 1 to 12.
        week_start_day: Weekday on which weeks, and so years, begin, 0 is Monday; the year ends on the day
        before.
        quarter: Weeks of the three months of a quarter, such as ``(4, 5, 4)``.
        nearest: Whether the year ends on the weekday nearest to the month's end, not on the month's last one.
        long_month: Month that takes the 53rd week of a long year, 1 to 12.
        ahead: How far the number of a year runs ahead of the calendar year of its nominal start, 0 or 1.
    """

    start_month: int
    week_start_day: int
    quarter: tuple[int, int, int]
    nearest: bool
    long_month: int
    ahead: int

    def year_start(self, year: int) -> int:
        """Ordinal of a year's first day."""
        nominal = ordinal_of(year - self.ahead, self.start_month, 1)
        latest = nominal + 3 if self.nearest else nominal
        return latest - (latest - 1 - self.week_start_day) % 7

    def weeks_in(self, year: int) -> int:
        """How many weeks a year has."""
        return (self.year_start(year + 1) - self.year_start(year)) // 7

    def month_start(self, year: int, month: int) -> int:
        """Ordinal of the first day of a month."""
        return self.year_start(year) + 7 * self._weeks_before(year)[month - 1]

    def week_start(self, year: int, week: int) -> int:
        """Ordinal of the first day of a week."""
        return self.year_start(year) + 7 * (week - 1)

    def month_of(self, ordinal: int) -> tuple[int, int]:
        """Year and number of the month that holds a day."""
        year, week = self.week_of(ordinal)
        before = self._weeks_before(year)
        return year, sum(weeks < week for weeks in before)

    def week_of(self, ordinal: int) -> tuple[int, int]:
        """Year and number of the week that holds a day."""
        year = date.fromordinal(ordinal).year + self.ahead + 1
        while ordinal < (start := self.year_start(year)):
            year -= 1
        return year, (ordinal - start) // 7 + 1

    def _weeks_before(self, year: int) -> tuple[int, ...]:
        weeks = list(self.quarter * 4)
        weeks[self.long_month - 1] += self.weeks_in(year) - 52
        return tuple(accumulate(weeks[:-1], initial=0))
