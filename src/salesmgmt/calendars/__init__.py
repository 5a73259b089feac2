"""Dates and what holds on them: ranges, fiscal periods, timelines, working days, proration."""

from salesmgmt.calendars.dates import add_days, add_months, as_date, days_in_month, month_end, month_start
from salesmgmt.calendars.fiscal import FiscalCalendar, NamedFor, Period, PeriodIndex, YearEnd, YearPattern
from salesmgmt.calendars.labels import PeriodKind
from salesmgmt.calendars.ranges import DateRange, DateRangeLike, gaps, merge, overlaps, range_of
from salesmgmt.calendars.timeline import Change, Dated, Timeline

__all__ = [
    "Change",
    "DateRange",
    "DateRangeLike",
    "Dated",
    "FiscalCalendar",
    "NamedFor",
    "Period",
    "PeriodIndex",
    "PeriodKind",
    "Timeline",
    "YearEnd",
    "YearPattern",
    "add_days",
    "add_months",
    "as_date",
    "days_in_month",
    "gaps",
    "merge",
    "month_end",
    "month_start",
    "overlaps",
    "range_of",
]
