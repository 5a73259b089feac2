"""Fiscal calendars by walking from day to day: slow, and written from the conventions alone."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from salesmgmt.calendars import FiscalCalendar, NamedFor, YearEnd, YearPattern

DAY = timedelta(days=1)
Month = tuple[date, date, tuple[int, int]]  # first day, last day, and the calendar month that names it


def months_of_days(calendar: FiscalCalendar, first: date, last: date) -> Iterator[Month]:
    """The months that begin from one day to another, under the pattern of months."""
    begins = [
        day
        for day in walk(first, last)
        if day.day == min(calendar.start_day, monthrange(day.year, day.month)[1])
    ]
    for start, following in pairwise(begins):
        end = following - DAY
        named = start if calendar.month_named_for is NamedFor.START else end
        yield start, end, (named.year, named.month)


def years_of_days(calendar: FiscalCalendar, first: date, last: date) -> dict[int, list[Month]]:
    """Whole years by their numbers: twelve months each, from the one that begins in the starting month."""
    years: dict[int, list[Month]] = {}
    held: list[Month] = []
    for month in months_of_days(calendar, first, last):
        if month[0].month == calendar.start_month:
            held = []
        held.append(month)
        if len(held) == 12 and held[0][0].month == calendar.start_month:
            naming = held[-1] if calendar.year_named_for is NamedFor.END else held[0]
            years[naming[2][0]] = held
    return years


def year_ends(calendar: FiscalCalendar, around: int) -> tuple[date, date]:
    """Under a pattern of weeks: last days of the year before, and of the year that nominally begins then.

    Args:
        calendar: Which weekday ends the year, of which month, and whether the last or the nearest.
        around: Calendar year in which the year nominally begins.
    """
    return year_end(calendar, around), year_end(calendar, around + 1)


def year_end(calendar: FiscalCalendar, year: int) -> date:
    """The last day of the year that ends about the start of the starting month of a calendar year."""
    month_end = date(year, calendar.start_month, 1) - DAY
    weekday = (calendar.week_start - 1) % 7
    near = [month_end + shift * DAY for shift in range(-6, 7)]
    candidates = [day for day in near if day.weekday() == weekday]
    if calendar.year_end is YearEnd.LAST:
        return max(day for day in candidates if day <= month_end)
    return min(candidates, key=lambda day: abs(day - month_end))


def weeks_of_pattern(pattern: YearPattern) -> list[int]:
    """Weeks of the twelve months of a short year."""
    return [int(weeks) for weeks in pattern.value.split("-")] * 4


def week_begin(calendar: FiscalCalendar, day: date) -> date:
    """First day of the week that holds a day."""
    while day.weekday() != calendar.week_start:
        day -= DAY
    return day


def walk(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    while first <= last:
        yield first
        first += DAY
