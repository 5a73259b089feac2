"""Dates and what holds on them: ranges, fiscal periods, timelines, working days, proration."""

from salesmgmt.calendars.conventions import NamedFor, YearEnd, YearPattern
from salesmgmt.calendars.dates import (
    add_days,
    add_months,
    as_date,
    as_weekday,
    days_in_month,
    month_end,
    month_start,
)
from salesmgmt.calendars.fiscal import FiscalCalendar, Period, PeriodIndex
from salesmgmt.calendars.labels import PeriodKind
from salesmgmt.calendars.proration import (
    CalendarDays,
    DayCount,
    Thirty360,
    WorkingDays,
    prorate,
    prorate_parts,
    share_of,
)
from salesmgmt.calendars.ranges import DateRange, DateRangeLike, gaps, merge, overlaps, range_of
from salesmgmt.calendars.timeline import Change, Dated, Timeline
from salesmgmt.calendars.workdays import (
    HasWorkingDays,
    WorkingDaysLike,
    WorkingWeek,
    add_working_days,
    working_calendar,
    working_day_from,
    working_day_until,
    working_days,
)

__all__ = [
    "CalendarDays",
    "Change",
    "DateRange",
    "DateRangeLike",
    "Dated",
    "DayCount",
    "FiscalCalendar",
    "HasWorkingDays",
    "NamedFor",
    "Period",
    "PeriodIndex",
    "PeriodKind",
    "Thirty360",
    "Timeline",
    "WorkingDays",
    "WorkingDaysLike",
    "WorkingWeek",
    "YearEnd",
    "YearPattern",
    "add_days",
    "add_months",
    "add_working_days",
    "as_date",
    "as_weekday",
    "days_in_month",
    "gaps",
    "merge",
    "month_end",
    "month_start",
    "overlaps",
    "prorate",
    "prorate_parts",
    "range_of",
    "share_of",
    "working_calendar",
    "working_day_from",
    "working_day_until",
    "working_days",
]
