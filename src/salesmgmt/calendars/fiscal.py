"""Fiscal calendars, and the years, halves, quarters, months and weeks that they name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt.calendars.conventions import WEEKS_OF_A_QUARTER, NamedFor, YearEnd, YearPattern, one_of
from salesmgmt.calendars.dates import as_date, as_weekday
from salesmgmt.calendars.labels import PeriodKind, label_of, read_label
from salesmgmt.calendars.ranges import DateRange, DateRangeLike, range_of
from salesmgmt.calendars.retail import WeekYears
from salesmgmt.calendars.schemes import MonthYears, Scheme
from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError

__all__ = ["FiscalCalendar", "Period", "PeriodIndex"]

# Fiscal years whose days, and whose neighbours' first days, a date can say under every setting.
_FIRST_YEAR, _LAST_YEAR = 3, 9997
_ORDER = tuple(PeriodKind)
_MONTHS = MappingProxyType(
    {PeriodKind.YEAR: 12, PeriodKind.HALF: 6, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
)


def _kind(value: PeriodKind | str) -> PeriodKind:
    return value if type(value) is PeriodKind else one_of(PeriodKind, value, "kind")


def _pattern(value: YearPattern | str) -> YearPattern:
    return one_of(YearPattern, value, "pattern")


def _month_named_for(value: NamedFor | str) -> NamedFor:
    return one_of(NamedFor, value, "month_named_for")


def _year_named_for(value: NamedFor | str) -> NamedFor:
    return one_of(NamedFor, value, "year_named_for")


def _year_end(value: YearEnd | str) -> YearEnd:
    return one_of(YearEnd, value, "year_end")


def _week_start(value: int | str) -> int:
    return as_weekday(value, "week_start")


@frozen(weakref_slot=False)
class FiscalCalendar:
    """Years as a company closes them, cut into halves, quarters, months and weeks.

    Halves and quarters are six and three months. Years, halves, quarters and months tile the time without gap
    or overlap, and so do weeks; in a year of whole weeks, weeks nest in everything else as well.

    Under the pattern ``"months"`` every month begins on ``start_day``; a month of the common calendar that is
    too short for it gives its last day instead. Weeks are whole weeks that begin on ``week_start``, and
    belong to the year, half, quarter and month in which their fourth day lies; where years are calendar years
    and weeks begin on Monday, these are the weeks of ISO 8601.

    Under ``"4-4-5"``, ``"4-5-4"`` and ``"5-4-4"`` the digits are the weeks of the three months of a quarter.
    The year ends on the weekday before ``week_start``: the last one of the month before ``start_month``, or
    the one nearest to that month's end. It has 52 or 53 weeks, and ``long_month`` takes the 53rd.

    A year is named for the calendar year of its last month, or of its first; which calendar month that is,
    its own name tells, not its days: January from 26 December to 25 January lies in the year of January.

    Attributes:
        start_month: Calendar month in which the year begins, 1 to 12; with a pattern of weeks, the month
            about whose first day it begins.
        start_day: Day of the month on which months begin, 1 to 31; 1 with a pattern of weeks.
        pattern: ``"months"``, ``"4-4-5"``, ``"4-5-4"`` or ``"5-4-4"``.
        month_named_for: For months that begin after the first day: whether ``"end"`` (26 February to 25 March
            is March) or ``"start"`` (it is February) names them.
        year_named_for: Whether the ``"end"`` (April 2025 to March 2026 is 2026) or the ``"start"`` (it is
            2025) names a year.
        week_start: Weekday on which weeks begin, 0 (Monday) to 6 (Sunday), or its English name.
        year_end: With a pattern of weeks, ``"last"`` or ``"nearest"``.
        long_month: Number of the month that takes the 53rd week, 1 to 12.
        prefix: What stands before the year in a label.

    Raises:
        InvalidValueError: If a setting is out of its bounds.

    Examples:
        >>> from salesmgmt.calendars import FiscalCalendar
        >>> calendar = FiscalCalendar(start_month=4)
        >>> print(calendar.period("FY2026-Q1").during)
        2025-04-01/2025-07-01
        >>> retail = FiscalCalendar(
        ...     2, pattern="4-5-4", week_start="sunday", year_end="nearest", year_named_for="start"
        ... )
        >>> print(retail.year(2023).during, retail.count("week", 2023))
        2023-01-29/2024-02-04 53
    """

    start_month: int = 1
    start_day: int = 1
    pattern: YearPattern = field(default=YearPattern.MONTHS, converter=_pattern)
    month_named_for: NamedFor = field(default=NamedFor.END, converter=_month_named_for)
    year_named_for: NamedFor = field(default=NamedFor.END, converter=_year_named_for)
    week_start: int = field(default=0, converter=_week_start)
    year_end: YearEnd = field(default=YearEnd.LAST, converter=_year_end)
    long_month: int = 12
    prefix: str = "FY"
    _scheme: Scheme = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        _within("start_month", self.start_month, 1, 12)
        _within("start_day", self.start_day, 1, 31)
        _within("long_month", self.long_month, 1, 12)
        if not isinstance(self.prefix, str):
            raise WrongTypeError("prefix", self.prefix, "be text such as 'FY'")
        if self.prefix != self.prefix.strip() or any(mark in "-/" or mark.isdigit() for mark in self.prefix):
            raise InvalidValueError("prefix", self.prefix, "hold no digit, hyphen, slash or outer space")
        quarter = WEEKS_OF_A_QUARTER.get(self.pattern)
        if quarter is not None and self.start_day != 1:
            raise InvalidValueError("start_day", self.start_day, f"be 1 with the pattern {self.pattern}")
        ahead, _ = self._naming
        scheme: Scheme
        if quarter is None:
            scheme = MonthYears(self.start_month, self.start_day, ahead, self.week_start)
        else:
            nearest = self.year_end is YearEnd.NEAREST
            scheme = WeekYears(self.start_month, self.week_start, quarter, nearest, self.long_month, ahead)
        object.__setattr__(self, "_scheme", scheme)

    @property
    def _naming(self) -> tuple[int, int]:
        """How names follow from dates, as two numbers.

        The first is how far the number of a year runs ahead of the calendar year in which it nominally
        begins; the second how many months after January of that calendar year its first month's name comes.
        """
        first = self.start_month - 1
        if self.start_day > 1 and self.month_named_for is NamedFor.END:
            first += 1
        return (first + 11 if self.year_named_for is NamedFor.END else first) // 12, first

    def year(self, year: int) -> Period:
        """The fiscal year of that number.

        Raises:
            InvalidValueError: If the year is not 3 to 9997, whose days a date can say whatever the settings.
        """
        return Period(PeriodKind.YEAR, year, 1, self)

    def month_named(self, year: int, month: int) -> Period:
        """The fiscal month that is named for a month of the common calendar.

        Examples:
            >>> from salesmgmt.calendars import FiscalCalendar
            >>> moved = FiscalCalendar(start_month=12, start_day=26)
            >>> print(moved.month_named(2026, 3), moved.month_named(2026, 3).during)
            FY2026-M03 2026-02-26/2026-03-26
        """
        _within("month", month, 1, 12)
        ahead, first = self._naming
        years, index = divmod(month - 1 - first, 12)
        return Period(PeriodKind.MONTH, year + years + ahead, index + 1, self)

    def period(self, label: str) -> Period:
        """The period that a label names, as printed (``FY2026-Q1``) or as typed.

        The prefix and the hyphen may be left out (``2026Q1``), letters may be small, and ``Q1 2026`` is read
        too; years and numbers are always those of this calendar. ``2026-03`` is taken only where the third
        month of 2026 is also the one named for March 2026, since it would otherwise have two meanings.

        Raises:
            WrongTypeError: If the label is not text.
            InvalidValueError: If it is no label, has two meanings, or names a period that the year lacks.
        """
        if not isinstance(label, str):
            raise WrongTypeError("period", label, f"be text such as '{self.prefix}2026-Q1'")
        found = read_label(label, self.prefix)
        if found is None:
            examples = ", ".join(
                repr(self.prefix + rest) for rest in ("2026", "2026-H2", "2026-Q1", "2026-M03")
            )
            raise InvalidValueError(
                "period", label, f"be a label such as {examples} or '{self.prefix}2026-W07'"
            )
        kind, year, number = found
        if kind is not None:
            return Period(kind, year, number, self)
        month = Period(PeriodKind.MONTH, year, number, self)
        if month.calendar_month != (year, number):
            named = self.month_named(year, number)
            raise InvalidValueError("period", label, f"say {month.label} or {named.label}, which differ here")
        return month

    def period_at(self, day: date | str, kind: PeriodKind | str) -> Period:
        """The period of a kind that holds a day.

        Raises:
            InvalidValueError: If the day lies in a year before 3 or after 9997.
        """
        return Period(kind, *self.locate(day, kind), self)

    def locate(self, day: date | str, kind: PeriodKind | str) -> tuple[int, int]:
        """Year and number of the period of a kind that holds a day, without making the period.

        Raises:
            InvalidValueError: If the day lies in a year before 3 or after 9997.
        """
        kind = _kind(kind)
        day = day if type(day) is date else as_date(day, "day")
        ordinal = day.toordinal()
        if kind is PeriodKind.WEEK:
            year, number = self._scheme.week_of(ordinal)
        else:
            year, month = self._scheme.month_of(ordinal)
            number = (month - 1) // _MONTHS[kind] + 1
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise InvalidValueError("day", day, f"lie in the fiscal years {_FIRST_YEAR} to {_LAST_YEAR}")
        return year, number

    def count(self, kind: PeriodKind | str, year: int) -> int:
        """How many periods of a kind a year has."""
        kind = _kind(kind)
        return self._scheme.weeks_in(year) if kind is PeriodKind.WEEK else 12 // _MONTHS[kind]

    def periods(self, kind: PeriodKind | str, during: DateRangeLike) -> tuple[Period, ...]:
        """The periods of a kind that share a day with a range, in order; the outer ones may reach beyond.

        Raises:
            InvalidValueError: If the range is open.
        """
        wanted = range_of(during)
        if wanted.start is None or wanted.end is None:
            raise InvalidValueError(
                "during", str(wanted), "have a start and an end, so that its periods can be listed"
            )
        found = [self.period_at(wanted.start, kind)]
        while found[-1].end < wanted.end:
            found.append(found[-1].next)
        return tuple(found)

    def index(self, kind: PeriodKind | str, during: DateRangeLike) -> PeriodIndex:
        """The same periods, made once and looked up by day quickly: for loops over very many dates."""
        return PeriodIndex(self.periods(kind, during))

    def _start_of(self, kind: PeriodKind, year: int, number: int) -> int:
        if kind is PeriodKind.WEEK:
            return self._scheme.week_start(year, number)
        return self._scheme.month_start(year, (number - 1) * _MONTHS[kind] + 1)

    def _bounds(self, kind: PeriodKind, year: int, number: int) -> tuple[date, date]:
        last = number == self.count(kind, year)
        end = self._start_of(kind, year + 1, 1) if last else self._start_of(kind, year, number + 1)
        return date.fromordinal(self._start_of(kind, year, number)), date.fromordinal(end)


def _within(field: str, value: int, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongTypeError(field, value, f"be a whole number from {low} to {high}")
    if not low <= value <= high:
        raise InvalidValueError(field, value, f"be {low} to {high}")


@frozen(weakref_slot=False, repr=False, str=False, cache_hash=True)
class Period:
    """One year, half, quarter, month or week of a fiscal calendar.

    Periods come from a `FiscalCalendar`; the dates follow from the other fields.

    Attributes:
        kind: What it is.
        year: Number of the fiscal year to which it belongs.
        number: Which one of the year it is, from 1; 1 for a year.
        calendar: The calendar that names it.
        start: Its first day.
        end: The day after its last.

    Raises:
        InvalidValueError: If the year is not 3 to 9997, or lacks a period of that number.

    Examples:
        >>> from salesmgmt.calendars import FiscalCalendar
        >>> quarter = FiscalCalendar().period("2026Q1")
        >>> quarter.label, str(quarter.during), quarter.parent().label, quarter.next.label
        ('FY2026-Q1', '2026-01-01/2026-04-01', 'FY2026-H1', 'FY2026-Q2')
        >>> [month.label for month in quarter.children()]
        ['FY2026-M01', 'FY2026-M02', 'FY2026-M03']
    """

    kind: PeriodKind = field(converter=_kind)
    year: int
    number: int
    calendar: FiscalCalendar
    start: date = field(init=False, eq=False)
    end: date = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        _within("year", self.year, _FIRST_YEAR, _LAST_YEAR)
        _within("number", self.number, 1, self.calendar.count(self.kind, self.year))
        start, end = self.calendar._bounds(self.kind, self.year, self.number)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "end", end)

    @property
    def label(self) -> str:
        """The name that `FiscalCalendar.period` reads back, such as ``FY2026-Q1``."""
        return label_of(self.calendar.prefix, self.kind, self.year, self.number)

    @property
    def during(self) -> DateRange:
        """Its dates as a range."""
        return DateRange(self.start, self.end)

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.end.toordinal() - self.start.toordinal()

    @property
    def calendar_month(self) -> tuple[int, int]:
        """Year and number of the common month for which a fiscal month is named.

        Raises:
            InvalidValueError: If the period is no month.
        """
        if self.kind is not PeriodKind.MONTH:
            raise InvalidValueError("kind", self.kind.value, "be 'month' to be named for a month")
        ahead, first = self.calendar._naming
        years, month = divmod(first + self.number - 1, 12)
        return self.year - ahead + years, month + 1

    def parent(self, kind: PeriodKind | str | None = None) -> Period:
        """The longer period to which it belongs: of the kind asked for, or of the next longer one.

        A week that crosses a bound belongs to the side on which its fourth day lies.

        Raises:
            InvalidValueError: If the kind is not longer than its own.
        """
        own = _ORDER.index(self.kind)
        if kind is None and own == 0:
            raise InvalidValueError("kind", self.kind.value, "be shorter than a year to have a parent")
        wanted = _ORDER[own - 1] if kind is None else _kind(kind)
        if _ORDER.index(wanted) >= own:
            raise InvalidValueError("kind", wanted.value, f"be longer than a {self.kind}")
        return self.calendar.period_at(self._middle, wanted)

    def children(self, kind: PeriodKind | str | None = None) -> tuple[Period, ...]:
        """The shorter periods whose parent it is, in order: of the kind asked for, or the next shorter one.

        Raises:
            InvalidValueError: If the kind is not shorter than its own.
        """
        own = _ORDER.index(self.kind)
        if kind is None and own == len(_ORDER) - 1:
            raise InvalidValueError("kind", self.kind.value, "be longer than a week to have children")
        wanted = _ORDER[own + 1] if kind is None else _kind(kind)
        if _ORDER.index(wanted) <= own:
            raise InvalidValueError("kind", wanted.value, f"be shorter than a {self.kind}")
        count = self.calendar.count(wanted, self.year)
        inside = (Period(wanted, self.year, number, self.calendar) for number in range(1, count + 1))
        return tuple(child for child in inside if child._middle in self)

    @property
    def next(self) -> Period:
        """The period of the same kind that begins when this one ends."""
        if self.number < self.calendar.count(self.kind, self.year):
            return Period(self.kind, self.year, self.number + 1, self.calendar)
        return Period(self.kind, self.year + 1, 1, self.calendar)

    @property
    def previous(self) -> Period:
        """The period of the same kind that ends when this one begins."""
        if self.number > 1:
            return Period(self.kind, self.year, self.number - 1, self.calendar)
        return Period(self.kind, self.year - 1, self.calendar.count(self.kind, self.year - 1), self.calendar)

    @property
    def _middle(self) -> date:
        """A day of the period that lies in its parents: the fourth of a week, the first of all others."""
        return date.fromordinal(self.start.toordinal() + 3) if self.kind is PeriodKind.WEEK else self.start

    def __contains__(self, day: date | str) -> bool:
        day = day if type(day) is date else as_date(day, "day")
        return self.start <= day < self.end

    def __str__(self) -> str:
        return self.label

    def __repr__(self) -> str:
        return f"<Period {self.label} {self.start}/{self.end}>"


def _tuple(periods: Iterable[Period]) -> tuple[Period, ...]:
    return tuple(periods)


@frozen(weakref_slot=False)
class PeriodIndex:
    """Neighbouring periods of one kind, looked up by day in a fraction of a microsecond.

    Attributes:
        periods: The periods in order, each beginning when the one before ends.
        starts: Their first days, for callers that bisect on their own.

    Raises:
        InvalidValueError: If there is no period, or one does not follow the one before it.

    Examples:
        >>> from datetime import date
        >>> from salesmgmt.calendars import FiscalCalendar
        >>> quarters = FiscalCalendar().index("quarter", "2026-01-01/2027-01-01")
        >>> quarters.position(date(2026, 5, 1)), quarters.at(date(2026, 5, 1)).label
        (1, 'FY2026-Q2')
    """

    periods: tuple[Period, ...] = field(converter=_tuple)
    starts: tuple[date, ...] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not self.periods:
            raise InvalidValueError("periods", self.periods, "hold one period or more")
        for before, after in zip(self.periods, self.periods[1:], strict=False):
            if after != before.next:
                raise InvalidValueError("periods", after.label, f"follow {before.label}")
        object.__setattr__(self, "starts", tuple(period.start for period in self.periods))

    @property
    def during(self) -> DateRange:
        """The days that the periods cover together."""
        return DateRange(self.starts[0], self.periods[-1].end)

    def position(self, day: date | str) -> int:
        """The place in ``periods``, from 0, of the one that holds a day.

        Raises:
            UnknownIdentifierError: If none does.
        """
        day = day if type(day) is date else as_date(day, "day")
        found = bisect_right(self.starts, day) - 1
        if found < 0 or day >= self.periods[-1].end:
            raise UnknownIdentifierError("day", day, f"lie within {self.during}")
        return found

    def at(self, day: date | str) -> Period:
        """The period that holds a day.

        Raises:
            UnknownIdentifierError: If none does.
        """
        return self.periods[self.position(day)]
