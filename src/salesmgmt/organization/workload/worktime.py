"""Working time: hours that people worked, and whether they keep limits that are parameters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import (
    DateRange,
    DateRangeLike,
    HasWorkingDays,
    WorkingWeek,
    as_weekday,
    month_start,
    working_calendar,
)
from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.organization.checks import days_of, tuple_of
from salesmgmt.organization.intake import (
    NumberLike,
    Told,
    as_day,
    is_count,
    is_positive_count,
    is_text,
    number_of,
    optional_number,
)
from salesmgmt.organization.texts import HEADINGS
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = [
    "CHINA_WORKING_TIME",
    "OvertimeMonth",
    "TimeBreach",
    "TimeLimit",
    "WorkRecord",
    "WorkingTimeReport",
    "WorkingTimeRules",
]

_FULL_DAY = 24
_WEEK = WorkingWeek()


def _as_hours(value: NumberLike) -> Fraction:
    return number_of(value, "hours")


def _as_overtime(value: NumberLike | None) -> Fraction | None:
    return optional_number(value, "overtime")


@frozen
class WorkRecord:
    """What somebody worked on a day.

    Attributes:
        participant: Who.
        on: The day.
        hours: Hours worked, overtime among them.
        overtime: Hours of these that are overtime; None: what goes beyond the ordinary day, and on a day that
            is no working day all of them.
        nights: Nights spent away from home, 0 or 1 for one day.

    Raises:
        InvalidValueError: If hours are negative or more than a day has, or there is more overtime than hours.
        WrongTypeError: If a field has another type.
    """

    participant: str = field(validator=is_text)
    on: date = field(converter=as_day)
    hours: Fraction = field(converter=_as_hours)
    overtime: Fraction | None = field(default=None, converter=_as_overtime)
    nights: int = field(default=0, validator=is_count)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.hours <= _FULL_DAY:
            raise InvalidValueError("hours", self.hours, "lie from 0 to 24")
        if self.overtime is not None and not 0 <= self.overtime <= self.hours:
            raise InvalidValueError("overtime", self.overtime, "lie from 0 to the hours worked")
        if self.nights > 1:
            raise InvalidValueError("nights", self.nights, "be 0 or 1, for one day")


class TimeLimit(StrEnum):
    """What limit was met.

    ``ORDINARY_DAY`` is the limit up to which overtime is ordinary; going beyond it asks for special reasons,
    but breaks no limit by itself.
    """

    ORDINARY_DAY = "ordinary overtime a day"
    DAY = "overtime a day"
    MONTH = "overtime a month"
    WEEK = "hours a week on average"
    REST = "rest days a week"


def _as_limit(value: TimeLimit | str) -> TimeLimit:
    return choice_of(TimeLimit, value, "limit")


@frozen
class TimeBreach:
    """A limit that somebody's time goes beyond.

    Attributes:
        participant: Who.
        limit: Which limit.
        during: The day, the weeks or the month.
        found: Hours found; for rest days, how many days of rest there were.
        allowed: What the rules allow; for rest days, how many they ask for.
    """

    participant: str = field(validator=is_text)
    limit: TimeLimit = field(converter=_as_limit)
    during: DateRange = field(converter=days_of)
    found: Fraction = field(converter=_as_hours)
    allowed: Fraction = field(converter=_as_hours)

    @property
    def breaks(self) -> bool:
        """Whether the rules are broken; overtime beyond the ordinary alone does not."""
        return self.limit is not TimeLimit.ORDINARY_DAY

    @property
    def reason(self) -> Reason:
        """The finding in words."""
        told: Told = {"participant": self.participant, "found": self.found, "allowed": self.allowed}
        day: Told = {**told, "on": self.during.start}
        span: Told = {**told, "during": self.during}
        if self.limit is TimeLimit.ORDINARY_DAY:
            return Reason("organization.worktime.ordinary", day)
        if self.limit is TimeLimit.DAY:
            return Reason("organization.worktime.day", day)
        if self.limit is TimeLimit.MONTH:
            return Reason("organization.worktime.month", span)
        if self.limit is TimeLimit.WEEK:
            return Reason("organization.worktime.week", span)
        return Reason("organization.worktime.rest", span)


@frozen
class OvertimeMonth:
    """Somebody's overtime in a calendar month.

    Attributes:
        participant: Who.
        month: First day of the month.
        hours: All hours worked.
        overtime: Hours of overtime.
        breach: Whether a limit on overtime is broken, of a day or of the month.
    """

    participant: str
    month: date
    hours: Fraction
    overtime: Fraction
    breach: bool


def _as_breaches(given: Iterable[TimeBreach]) -> tuple[TimeBreach, ...]:
    found = tuple_of(TimeBreach, given, "breaches")
    return tuple(
        sorted(found, key=lambda one: (one.participant, one.during.start or date.min, one.limit.value))
    )


@frozen
class WorkingTimeReport:
    """What a check of working time found.

    Attributes:
        during: The days looked at.
        months: Overtime of each person and month, by name and month.
        breaches: Findings by person and day, notices among them.
    """

    during: DateRange
    months: tuple[OvertimeMonth, ...]
    breaches: tuple[TimeBreach, ...] = field(default=(), converter=_as_breaches)

    @property
    def broken(self) -> tuple[TimeBreach, ...]:
        """The findings that break the rules."""
        return tuple([one for one in self.breaches if one.breaks])

    @property
    def kept(self) -> bool:
        """Whether no rule is broken."""
        return not self.broken

    @property
    def reason(self) -> Reason:
        """The answer with every finding below it."""
        lines = [one.reason for one in self.breaches]
        told: Told = {"during": self.during}
        if self.kept:
            return Reason("organization.worktime.kept", told, (), lines)
        return Reason("organization.worktime.broken", {**told, "count": len(self.broken)}, (), lines)

    def table(self, lang: str = "en") -> Table:
        """One row for each person and month."""
        rows = [(one.participant, one.month, one.hours, one.overtime, one.breach) for one in self.months]
        columns = headed(HEADINGS, lang, "@person", "@month", "@hours", "@overtime", "@breach")
        return Table("", columns, rows, lang=lang)


def _as_day_hours(value: NumberLike) -> Fraction:
    return number_of(value, "hours_a_day")


def _as_ordinary(value: NumberLike | None) -> Fraction | None:
    return optional_number(value, "ordinary_overtime_a_day")


def _as_overtime_day(value: NumberLike | None) -> Fraction | None:
    return optional_number(value, "overtime_a_day")


def _as_overtime_month(value: NumberLike | None) -> Fraction | None:
    return optional_number(value, "overtime_a_month")


def _as_week_hours(value: NumberLike | None) -> Fraction | None:
    return optional_number(value, "hours_a_week")


def _as_week_start(value: int | str) -> int:
    return as_weekday(value, "week_starts")


@frozen
class WorkingTimeRules:
    """Limits of working time. Each may be left out; nothing is assumed about any country.

    Attributes:
        name: What the rules are called.
        hours_a_day: Ordinary hours of a working day; what goes beyond is overtime.
        ordinary_overtime_a_day: Overtime of a day that needs no special reasons; beyond it a notice is given.
        overtime_a_day: Most overtime of a day.
        overtime_a_month: Most overtime of a calendar month.
        hours_a_week: Most hours of a week without overtime, on average over `weeks`.
        weeks: Weeks over which that is averaged.
        overtime_in_week: Whether overtime counts among the hours of a week.
        rest_days_a_week: Days of a week on which nothing is worked.
        week_starts: Weekday on which weeks begin, by number or English name.

    Raises:
        InvalidValueError: If a limit is negative, or more rest is asked for than a week has days.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> worked = [WorkRecord("li", "2026-07-01", "11.5"), WorkRecord("li", "2026-07-02", 10)]
        >>> report = CHINA_WORKING_TIME.check(worked, "2026-07-01/2026-08-01")
        >>> print(report.reason.tree())
        1 breach of working time, 2026-07-01 to 2026-07-31
          li: 3.5 hours of overtime on 2026-07-01, at most 3
          li: 2 hours of overtime on 2026-07-02, beyond the ordinary 1 special reasons are needed
    """

    name: str = field(validator=is_text)
    hours_a_day: Fraction = field(default=Fraction(8), converter=_as_day_hours)
    ordinary_overtime_a_day: Fraction | None = field(default=None, converter=_as_ordinary)
    overtime_a_day: Fraction | None = field(default=None, converter=_as_overtime_day)
    overtime_a_month: Fraction | None = field(default=None, converter=_as_overtime_month)
    hours_a_week: Fraction | None = field(default=None, converter=_as_week_hours)
    weeks: int = field(default=1, validator=is_positive_count)
    overtime_in_week: bool = False
    rest_days_a_week: int = field(default=0, validator=is_count)
    week_starts: int = field(default=0, converter=_as_week_start)

    def __attrs_post_init__(self) -> None:
        for name in (
            "hours_a_day",
            "ordinary_overtime_a_day",
            "overtime_a_day",
            "overtime_a_month",
            "hours_a_week",
        ):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise InvalidValueError(name, value, "be 0 or more")
        if type(self.overtime_in_week) is not bool:
            raise InvalidValueError("overtime_in_week", self.overtime_in_week, "be True or False")
        if self.rest_days_a_week > 7:
            raise InvalidValueError("rest_days_a_week", self.rest_days_a_week, "be at most 7")

    def check(
        self,
        records: Iterable[WorkRecord],
        during: DateRangeLike,
        calendar: HasWorkingDays = _WEEK,
    ) -> WorkingTimeReport:
        """Hold people's working time against the limits.

        A day without a record is a day on which nothing was worked. Weeks and months are looked at as far as
        they lie in the days: rest only in whole weeks, averages only over whole runs of weeks.

        Args:
            records: Who worked how long; of each person one record for a day.
            during: Days with a first and a last one.
            calendar: Which days are working days; on others everything worked is overtime where the record
                does not say.

        Raises:
            BatchError: With every day that somebody has twice.
            InvalidValueError: If the days have no end.
            WrongTypeError: If something has another type.
        """
        span = days_of(during)
        if span.start is None or span.end is None:
            raise InvalidValueError("during", str(span), "have a first and a last day")
        days = working_calendar(calendar)
        taken: dict[str, dict[date, tuple[Fraction, Fraction]]] = {}
        problems = []
        for one in tuple_of(WorkRecord, records, "records"):
            own = taken.setdefault(one.participant, {})
            if one.on in own:
                problems.append(Problem(one.participant, "on", one.on.isoformat(), "stand once"))
            own[one.on] = (one.hours, self._overtime(one, days))
        if problems:
            raise BatchError("records", problems)
        months: list[OvertimeMonth] = []
        breaches: list[TimeBreach] = []
        for who, worked in sorted(taken.items()):
            inside = {day: hours for day, hours in sorted(worked.items()) if day in span}
            found = [*self._of_days(who, inside), *self._of_months(who, inside)]
            months += self._months(who, inside, found)
            breaches += found
            breaches += self._of_weeks(who, inside, span.start, span.end)
        return WorkingTimeReport(span, tuple(months), breaches)

    def _overtime(self, record: WorkRecord, calendar: HasWorkingDays) -> Fraction:
        if record.overtime is not None:
            return record.overtime
        if not calendar.is_working_day(record.on):
            return record.hours
        return max(Fraction(0), record.hours - self.hours_a_day)

    def _of_days(self, who: str, worked: dict[date, tuple[Fraction, Fraction]]) -> list[TimeBreach]:
        found = []
        most, ordinary = self.overtime_a_day, self.ordinary_overtime_a_day
        for day, (_, overtime) in worked.items():
            if most is not None and overtime > most:
                found.append(TimeBreach(who, TimeLimit.DAY, DateRange.day(day), overtime, most))
            elif ordinary is not None and overtime > ordinary:
                found.append(TimeBreach(who, TimeLimit.ORDINARY_DAY, DateRange.day(day), overtime, ordinary))
        return found

    def _of_months(self, who: str, worked: dict[date, tuple[Fraction, Fraction]]) -> list[TimeBreach]:
        if self.overtime_a_month is None:
            return []
        return [
            TimeBreach(
                who, TimeLimit.MONTH, DateRange.month(first.year, first.month), total, self.overtime_a_month
            )
            for first, (_, total) in _by_month(worked).items()
            if total > self.overtime_a_month
        ]

    @staticmethod
    def _months(
        who: str, worked: dict[date, tuple[Fraction, Fraction]], found: list[TimeBreach]
    ) -> list[OvertimeMonth]:
        broken = {month_start(one.during.start) for one in found if one.breaks and one.during.start}
        return [
            OvertimeMonth(who, first, hours, overtime, first in broken)
            for first, (hours, overtime) in _by_month(worked).items()
        ]

    def _of_weeks(
        self, who: str, worked: dict[date, tuple[Fraction, Fraction]], start: date, end: date
    ) -> list[TimeBreach]:
        first = start + timedelta(days=(self.week_starts - start.weekday()) % 7)
        count = max(0, (end - first).days // 7)
        hours: list[Fraction] = []
        found = []
        for number in range(count):
            monday = first + timedelta(weeks=number)
            days = [monday + timedelta(days=place) for place in range(7)]
            spent = [worked.get(day, (Fraction(0), Fraction(0))) for day in days]
            hours.append(
                sum(
                    [whole if self.overtime_in_week else whole - overtime for whole, overtime in spent],
                    Fraction(0),
                )
            )
            rest = sum(whole == 0 for whole, _ in spent)
            week = DateRange(monday, monday + timedelta(weeks=1))
            if rest < self.rest_days_a_week:
                asked = Fraction(self.rest_days_a_week)
                found.append(TimeBreach(who, TimeLimit.REST, week, Fraction(rest), asked))
            if self.hours_a_week is not None and number + 1 >= self.weeks:
                mean = sum(hours[-self.weeks :], Fraction(0)) / self.weeks
                if mean > self.hours_a_week:
                    run = DateRange(monday - timedelta(weeks=self.weeks - 1), week.end)
                    found.append(TimeBreach(who, TimeLimit.WEEK, run, mean, self.hours_a_week))
        return found


def _by_month(
    worked: dict[date, tuple[Fraction, Fraction]],
) -> dict[date, tuple[Fraction, Fraction]]:
    """Hours and overtime by the first day of the month."""
    found: dict[date, tuple[Fraction, Fraction]] = {}
    for day, (hours, overtime) in worked.items():
        before = found.get(month_start(day), (Fraction(0), Fraction(0)))
        found[month_start(day)] = (before[0] + hours, before[1] + overtime)
    return found


CHINA_WORKING_TIME = WorkingTimeRules(
    "中华人民共和国劳动法",
    hours_a_day=8,
    ordinary_overtime_a_day=1,
    overtime_a_day=3,
    overtime_a_month=36,
    hours_a_week=44,
    rest_days_a_week=1,
)
"""Labour Law of the PRC: 8 hours a day and 44 a week on average (art. 36), a day of rest a week (art. 38),
overtime usually up to an hour and never over 3 a day or 36 a month (art. 41). The State Council's rule of
1995 brought the week to 40 hours: ``attrs.evolve(CHINA_WORKING_TIME, hours_a_week=40)``."""
