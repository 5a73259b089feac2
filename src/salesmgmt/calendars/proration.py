"""Parts of an amount for parts of a time, by a stated way of counting days."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Protocol, overload

from attrs import field, frozen

from salesmgmt.calendars.ranges import DateRange, DateRangeLike, gaps, overlaps, range_of
from salesmgmt.calendars.workdays import HasWorkingDays, working_calendar, working_days
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, Unrounded, apportion

__all__ = ["CalendarDays", "DayCount", "Thirty360", "WorkingDays", "prorate", "prorate_parts", "share_of"]


class DayCount(Protocol):
    """A way of counting the days of a range."""

    def days(self, during: DateRange) -> int:
        """How many days the range counts, 0 or more."""
        ...


@frozen(weakref_slot=False)
class CalendarDays:
    """Every day counts, the first one included and the end not.

    Examples:
        >>> from salesmgmt.calendars import CalendarDays, DateRange
        >>> CalendarDays().days(DateRange("2026-02-01", "2026-03-01"))
        28
    """

    def days(self, during: DateRange) -> int:
        """How many days the range has."""
        return during.days


@frozen(weakref_slot=False)
class WorkingDays:
    """Only working days count.

    Attributes:
        calendar: An object with ``is_working_day(date)``, or a set of holidays in a week with free Saturdays
            and Sundays.
    """

    calendar: HasWorkingDays = field(converter=working_calendar)

    def days(self, during: DateRange) -> int:
        """How many working days the range has."""
        return working_days(during, self.calendar)


@frozen(weakref_slot=False)
class Thirty360:
    """Every month counts 30 days and every year 360: the convention called 30E/360, or Eurobond basis.

    The days from one date to another are ``360 Δyear + 30 Δmonth + Δday``, in which a 31st counts as a 30th.
    So a range cut anywhere counts what its pieces count together, which the American variant of 30/360 does
    not keep. A 30th of a month with 31 days counts 0 on its own, and the last day of February counts what
    fills it up to 30.

    Examples:
        >>> from salesmgmt.calendars import DateRange, Thirty360
        >>> Thirty360().days(DateRange("2026-02-01", "2026-03-01"))
        30
    """

    def days(self, during: DateRange) -> int:
        """How many days the range counts."""
        start, end = during.start, during.end
        if start is None or end is None:
            return during.days
        months = 12 * (end.year - start.year) + end.month - start.month
        return 30 * months + min(end.day, 30) - min(start.day, 30)


_BY_DAYS = CalendarDays()


def share_of(part: DateRangeLike | None, whole: DateRangeLike, by: DayCount = _BY_DAYS) -> Rate:
    """The exact share of a time that a part of it is.

    Args:
        part: Days that lie within the whole, or None for none at all (as `DateRange.intersection` answers).
        whole: The days that are 100 %.
        by: How days are counted.

    Raises:
        InvalidValueError: If the part does not lie within the whole, the whole is open, or it counts no days.

    Examples:
        >>> from salesmgmt.calendars import DateRange, share_of
        >>> share_of("2026-01-01/2026-02-01", "2026-01-01/2026-04-01").value
        Fraction(31, 90)
    """
    everything = range_of(whole, "whole")
    total = _counted(everything, by)
    if part is None:
        return Rate(0)
    some = range_of(part, "part")
    if not everything.contains(some):
        raise InvalidValueError("part", str(some), f"lie within {everything}")
    return Rate(Fraction(by.days(some), total))


@overload
def prorate(
    amount: Money, part: DateRangeLike | None, whole: DateRangeLike, by: DayCount = ...
) -> Unrounded: ...
@overload
def prorate(
    amount: int, part: DateRangeLike | None, whole: DateRangeLike, by: DayCount = ...
) -> Fraction: ...
def prorate(
    amount: Money | int, part: DateRangeLike | None, whole: DateRangeLike, by: DayCount = _BY_DAYS
) -> Unrounded | Fraction:
    """The part of an amount, or of a target in whole units, that falls on a part of its time.

    The result is exact and rounded nowhere: that is a step of its own. Where the parts of one amount have to
    sum to it, use `prorate_parts`.

    Args:
        amount: What the whole time is worth.
        part: Days that lie within the whole, or None for none at all.
        whole: The days for which the amount stands.
        by: How days are counted.

    Raises:
        WrongTypeError: If the amount is neither Money nor an int.
        InvalidValueError: As `share_of`.

    Examples:
        >>> from salesmgmt.calendars import prorate
        >>> from salesmgmt.money import Money
        >>> quota = prorate(Money.of("USD 800,000"), "2019-06-01/2020-01-01", "2019-01-01/2020-01-01")
        >>> print(quota.round())
        USD 469,041.10
    """
    share = share_of(part, whole, by)
    if isinstance(amount, Money):
        return amount * share
    return _whole_units(amount) * share.value


@overload
def prorate_parts(
    amount: Money, parts: Iterable[DateRangeLike], whole: DateRangeLike, by: DayCount = ...
) -> tuple[Money, ...]: ...
@overload
def prorate_parts(
    amount: int, parts: Iterable[DateRangeLike], whole: DateRangeLike, by: DayCount = ...
) -> tuple[int, ...]: ...
def prorate_parts(
    amount: Money | int, parts: Iterable[DateRangeLike], whole: DateRangeLike, by: DayCount = _BY_DAYS
) -> tuple[Money, ...] | tuple[int, ...]:
    """What falls on each of several parts of a time, to the minor unit, by the largest remainder.

    Parts that cover the whole sum to the amount exactly. Where they leave days out, these keep their share,
    and the parts sum to what is left. Units that are left over go to the largest remainders, and among equal
    ones to the earlier days; so the order in which parts are given changes nothing.

    Args:
        amount: What the whole time is worth.
        parts: Days that lie within the whole and do not overlap.
        whole: The days for which the amount stands.
        by: How days are counted.

    Returns:
        The amounts of the parts, in the order of the parts.

    Raises:
        WrongTypeError: If the amount is neither Money nor an int.
        InvalidValueError: If parts overlap or leave the whole, the whole is open, or it counts no days.

    Examples:
        >>> from salesmgmt.calendars import prorate_parts
        >>> thirds = ["2026-01-01/2026-05-01", "2026-05-01/2026-09-01", "2026-09-01/2027-01-01"]
        >>> prorate_parts(100, thirds, "2026-01-01/2027-01-01")
        (33, 34, 33)
    """
    if not isinstance(amount, Money):
        _whole_units(amount)
    everything = range_of(whole, "whole")
    _counted(everything, by)
    given = tuple(range_of(part, "parts") for part in parts)
    for part in given:
        if not everything.contains(part):
            raise InvalidValueError("parts", str(part), f"lie within {everything}")
    for twice in overlaps(given):
        raise InvalidValueError("parts", str(twice), "belong to one part only")
    pieces = sorted((*given, *gaps(given, everything)), key=lambda piece: str(piece.start))
    weights = [by.days(piece) for piece in pieces]
    if isinstance(amount, Money):
        moneys = dict(zip(pieces, apportion(amount, weights), strict=True))
        return tuple(moneys[part] for part in given)
    units = dict(zip(pieces, apportion(amount, weights), strict=True))
    return tuple(units[part] for part in given)


def _counted(whole: DateRange, by: DayCount) -> int:
    if not whole.is_bounded:
        raise InvalidValueError("whole", str(whole), "have a start and an end")
    total = by.days(whole)
    if total <= 0:
        raise InvalidValueError("whole", str(whole), "count one day or more")
    return total


def _whole_units(amount: int) -> int:
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise WrongTypeError("amount", amount, "be Money, or an int for a target in whole units")
    return amount
