"""Half-open ranges of dates, and what sets of them cover, leave out and cover twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars.dates import as_date, days_in_month
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["DateRange", "DateRangeLike", "gaps", "merge", "overlaps", "range_of"]

# Ordinals of the first day that a date can say, and of the day after the last one.
_FIRST = date.min.toordinal()
_BEYOND = date.max.toordinal() + 1


def _start(value: date | str | None) -> date | None:
    if value is None:
        return None
    day = as_date(value, "start")
    return None if day == date.min else day


def _end(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "end")


@frozen(weakref_slot=False)
class DateRange:
    """The dates from ``start`` up to, but not including, ``end``.

    A bound that is None is open: the range has no first, or no last day. A start on 0001-01-01, the first
    date there is, is kept as None, so two ranges are equal exactly when they hold the same dates. A range
    holds at least one date; where an operation could leave nothing, it answers None or an empty tuple.

    Attributes:
        start: First day of the range, or None.
        end: Day after the last one, or None.

    Raises:
        InvalidValueError: If the range would hold no date.

    Examples:
        >>> from datetime import date
        >>> from salesmgmt.calendars import DateRange
        >>> first_quarter = DateRange("2026-01-01", "2026-04-01")
        >>> date(2026, 3, 31) in first_quarter, date(2026, 4, 1) in first_quarter
        (True, False)
        >>> from datetime import date
        >>> from salesmgmt.calendars import DateRange
        >>> first_quarter.days
        90
        >>> print(first_quarter.intersection(DateRange("2026-03-15", None)))
        2026-03-15/2026-04-01
    """

    start: date | None = field(converter=_start)
    end: date | None = field(converter=_end)

    def __attrs_post_init__(self) -> None:
        end = self.end
        if end is not None and end <= (self.start or date.min):
            raise InvalidValueError("end", end, f"be after the start {self.start or date.min}")

    @classmethod
    def of(cls, text: str) -> DateRange:
        """Read ``"2026-01-01/2026-04-01"``; an open bound is written ``..``.

        Examples:
            >>> from salesmgmt.calendars import DateRange
            >>> DateRange.of("2026-01-01/..")
            DateRange(start=datetime.date(2026, 1, 1), end=None)
        """
        if not isinstance(text, str):
            raise WrongTypeError("range", text, "be text such as '2026-01-01/2026-04-01'")
        bounds = text.split("/")
        if len(bounds) != 2:
            raise InvalidValueError(
                "range", text, "be two dates such as '2026-01-01/2026-04-01', '..' for an open bound"
            )
        start, end = (None if bound.strip() in ("..", "") else bound.strip() for bound in bounds)
        return cls(start, end)

    @classmethod
    def always(cls) -> DateRange:
        """Every date."""
        return cls(None, None)

    @classmethod
    def since(cls, start: date | str) -> DateRange:
        """The given day and all after it."""
        return cls(start, None)

    @classmethod
    def until(cls, end: date | str) -> DateRange:
        """All days before the given one."""
        return cls(None, end)

    @classmethod
    def through(cls, first: date | str, last: date | str) -> DateRange:
        """The dates from the first to the last one, both included; through 9999-12-31 is open.

        Examples:
            >>> from salesmgmt.calendars import DateRange
            >>> str(DateRange.through("2026-01-01", "2026-03-31"))
            '2026-01-01/2026-04-01'
        """
        return _of_ordinals(as_date(first, "first").toordinal(), as_date(last, "last").toordinal() + 1)

    @classmethod
    def day(cls, day: date | str) -> DateRange:
        """A single date."""
        return cls.through(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> DateRange:
        """A month of the common calendar; fiscal months come from a `FiscalCalendar`."""
        if not 1 <= month <= 12:
            raise InvalidValueError("month", month, "be 1 to 12")
        first = _first_of(year, month)
        return cls.through(first, first.replace(day=days_in_month(year, month)))

    @classmethod
    def year(cls, year: int) -> DateRange:
        """A year of the common calendar; fiscal years come from a `FiscalCalendar`."""
        return cls.through(_first_of(year, 1), date(year, 12, 31))

    @property
    def is_bounded(self) -> bool:
        """Whether the range has a first and a last day."""
        return self.start is not None and self.end is not None

    @property
    def days(self) -> int:
        """How many days the range has.

        Raises:
            InvalidValueError: If a bound is open.
        """
        if self.start is None or self.end is None:
            raise InvalidValueError(
                "range", str(self), "have a start and an end, so that its days can be counted"
            )
        return self.end.toordinal() - self.start.toordinal()

    @property
    def last(self) -> date | None:
        """The last day that belongs to the range, or None where it has none."""
        return None if self.end is None else date.fromordinal(self.end.toordinal() - 1)

    def each_day(self) -> Iterator[date]:
        """The dates of the range in order.

        Raises:
            InvalidValueError: If a bound is open.
        """
        count = self.days
        first = _low(self)
        return map(date.fromordinal, range(first, first + count))

    def __contains__(self, day: date | str) -> bool:
        day = day if type(day) is date else as_date(day, "day")
        start, end = self.start, self.end
        return (start is None or start <= day) and (end is None or day < end)

    def contains(self, other: DateRange) -> bool:
        """Whether every day of the other range belongs to this one."""
        return (self.start is None or (other.start is not None and self.start <= other.start)) and (
            self.end is None or (other.end is not None and other.end <= self.end)
        )

    def overlaps(self, other: DateRange) -> bool:
        """Whether the two share a day."""
        return (self.start is None or other.end is None or self.start < other.end) and (
            other.start is None or self.end is None or other.start < self.end
        )

    def touches(self, other: DateRange) -> bool:
        """Whether one begins on the day on which the other ends: no day shared, none between."""
        return (self.end is not None and self.end == other.start) or (
            other.end is not None and other.end == self.start
        )

    def intersection(self, other: DateRange) -> DateRange | None:
        """The days that belong to both, or None."""
        if not self.overlaps(other):
            return None
        start, end = self.start, self.end
        if start is None or (other.start is not None and start < other.start):
            start = other.start
        if end is None or (other.end is not None and other.end < end):
            end = other.end
        return DateRange(start, end)

    def union(self, other: DateRange) -> DateRange:
        """The days that belong to either, where these make one range.

        Raises:
            InvalidValueError: If days lie between the two; `merge` keeps them apart.
        """
        if not (self.overlaps(other) or self.touches(other)):
            raise InvalidValueError("other", str(other), f"overlap or touch {self} to make one range with it")
        return _of_ordinals(min(_low(self), _low(other)), max(_high(self), _high(other)))

    def difference(self, other: DateRange) -> tuple[DateRange, ...]:
        """The days of this range that the other lacks: none, one or two ranges in order."""
        return gaps((other,), self)

    def split_at(self, *days: date | str) -> tuple[DateRange, ...]:
        """Cut the range so that a new part begins on each given day; days outside cut nothing.

        Examples:
            >>> from salesmgmt.calendars import DateRange
            >>> [str(part) for part in DateRange.month(2026, 1).split_at("2026-01-11")]
            ['2026-01-01/2026-01-11', '2026-01-11/2026-02-01']
        """
        low, high = _low(self), _high(self)
        cuts = {
            ordinal for ordinal in (as_date(day, "day").toordinal() for day in days) if low < ordinal < high
        }
        bounds = [low, *sorted(cuts), high]
        return tuple(map(_of_ordinals, bounds[:-1], bounds[1:]))

    def __str__(self) -> str:
        return f"{self.start or '..'}/{self.end or '..'}"


DateRangeLike = DateRange | str


def range_of(value: DateRange | str, field: str = "during") -> DateRange:
    """Read a range, or its text as `DateRange.of` takes it; made for the converters of other values.

    Raises:
        WrongTypeError: If the value is neither a range nor text.
        InvalidValueError: If the text is no range.
    """
    if isinstance(value, DateRange):
        return value
    if not isinstance(value, str):
        raise WrongTypeError(field, value, "be a DateRange or text such as '2026-01-01/2026-04-01'")
    return DateRange.of(value)


def merge(ranges: Iterable[DateRange]) -> tuple[DateRange, ...]:
    """The same days in the fewest ranges: in order, with days between every two.

    Examples:
        >>> from salesmgmt.calendars import DateRange, merge
        >>> parts = DateRange.of("2026-03-01/2026-05-01"), DateRange.year(2025), DateRange.month(2026, 2)
        >>> [str(part) for part in merge(parts)]
        ['2025-01-01/2026-01-01', '2026-02-01/2026-05-01']
    """
    merged: list[tuple[int, int]] = []
    for low, high in sorted((_low(one), _high(one)) for one in ranges):
        if merged and low <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return tuple(_of_ordinals(low, high) for low, high in merged)


def gaps(ranges: Iterable[DateRange], within: DateRange) -> tuple[DateRange, ...]:
    """The days of ``within`` that belong to none of the ranges, as ranges in order."""
    left: list[DateRange] = []
    reached, end = _low(within), _high(within)
    for low, high in sorted((_low(one), _high(one)) for one in ranges):
        if reached < low:
            if reached < end:
                left.append(_of_ordinals(reached, min(low, end)))
            reached = high
        else:
            reached = max(reached, high)
    if reached < end:
        left.append(_of_ordinals(reached, end))
    return tuple(left)


def overlaps(ranges: Iterable[DateRange]) -> tuple[DateRange, ...]:
    """The days that belong to two of the ranges or more, as ranges in order with days between every two."""
    twice: list[DateRange] = []
    reached = _FIRST
    for low, high in sorted((_low(one), _high(one)) for one in ranges):
        if low < reached:
            twice.append(_of_ordinals(low, min(high, reached)))
        reached = max(reached, high)
    return merge(twice)


def _low(one: DateRange) -> int:
    return _FIRST if one.start is None else one.start.toordinal()


def _high(one: DateRange) -> int:
    return _BEYOND if one.end is None else one.end.toordinal()


def _of_ordinals(low: int, high: int) -> DateRange:
    return DateRange(date.fromordinal(low), None if high == _BEYOND else date.fromordinal(high))


def _first_of(year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except ValueError:
        raise InvalidValueError("year", year, "be 1 to 9999") from None
