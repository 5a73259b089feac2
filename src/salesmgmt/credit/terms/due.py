"""When an invoice is to be paid: days after it, the end of a month, instalments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import (
    HasWorkingDays,
    add_days,
    add_months,
    as_date,
    days_in_month,
    month_end,
    working_day_from,
)
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, apportion, money_of, rate_of

__all__ = ["DaysFrom", "Instalment", "InstalmentTerms", "PaymentTerms", "ShortMonth", "Terms", "earliest"]


class DaysFrom(StrEnum):
    """From which day on the days and months of terms are counted."""

    INVOICE = "invoice"
    """From the day of the invoice."""
    MONTH_END = "month_end"
    """From the end of the month of the invoice, as where a month is billed or settled as a whole."""


class ShortMonth(StrEnum):
    """What a fixed day of the month means in a month that lacks it."""

    LAST_DAY = "last_day"
    """The last day of that month."""
    FIRST_OF_NEXT = "first_of_next"
    """The first day of the month after."""


def _whole(value: object, name: str, least: int = 0) -> None:
    if type(value) is not int:
        raise WrongTypeError(name, value, "be a whole number")
    if value < least:
        raise InvalidValueError(name, value, f"be {least} or more")


def _as_from(value: DaysFrom | str) -> DaysFrom:
    return choice_of(DaysFrom, value, "days_from")


def _as_short(value: ShortMonth | str) -> ShortMonth:
    return choice_of(ShortMonth, value, "short_month")


@frozen
class PaymentTerms:
    """When the whole of an invoice is to be paid.

    The day of the invoice is moved, in this order: to the end of its month where `days_from` says so, by
    `days`, by `months`, to the end of the month it then lies in where `month_end` says so, and on to the
    `on_day` of a month, the next one that is not before. So "30 days, end of month" has two readings, which
    houses and countries differ on: the end of the month in which the 30 days are over is
    `PaymentTerms(30, month_end=True)`, and 30 days after the end of the invoice's month is
    `PaymentTerms(30, days_from="month_end")`.

    Attributes:
        days: Days after the invoice, or after the end of its month.
        months: Calendar months after that; from the 31st a shorter month's last day.
        month_end: Whether the end of that month is meant.
        on_day: A fixed day of the month, 1 to 31, at or after that; None for no such day.
        short_month: What a fixed day means in a month that lacks it.
        days_from: From which day on days and months are counted: the `invoice`, or its `month_end`.

    Raises:
        InvalidValueError: If a number is negative, or the fixed day is no day of a month.
        WrongTypeError: If a field has another type.

    Examples:
        >>> print(PaymentTerms(30).due("2016-01-22"))
        2016-02-21
        >>> print(PaymentTerms(months=2, month_end=True).due("2026-01-15"))
        2026-03-31
        >>> print(PaymentTerms(month_end=True, on_day=10).due("2026-01-15"))
        2026-02-10
        >>> print(PaymentTerms(30, days_from="month_end").due("2026-01-15"))
        2026-03-02
    """

    days: int = 0
    months: int = field(default=0, kw_only=True)
    month_end: bool = field(default=False, kw_only=True)
    on_day: int | None = field(default=None, kw_only=True)
    short_month: ShortMonth = field(default=ShortMonth.LAST_DAY, converter=_as_short, kw_only=True)

    days_from: DaysFrom = field(default=DaysFrom.INVOICE, converter=_as_from, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _whole(self.days, "days")
        _whole(self.months, "months")
        if type(self.month_end) is not bool:
            raise WrongTypeError("month_end", self.month_end, "be True or False")
        if self.on_day is not None:
            _whole(self.on_day, "on_day", 1)
            if self.on_day > 31:
                raise InvalidValueError("on_day", self.on_day, "be a day of a month, 1 to 31")

    def due(self, invoiced: date | str, working: HasWorkingDays | None = None) -> date:
        """The day by which an invoice is to be paid.

        Args:
            invoiced: Day of the invoice.
            working: Working days; where given, a due date that is none moves on to the next one.

        Raises:
            InvalidValueError: If it lies beyond the years of a date.
        """
        day = as_date(invoiced, "invoiced")
        if self.days_from is DaysFrom.MONTH_END:
            day = month_end(day)
        day = add_months(add_days(day, self.days), self.months)
        if self.month_end:
            day = month_end(day)
        if self.on_day is not None:
            day = self._fixed(day, self.on_day)
        return day if working is None else working_day_from(day, working)

    def _fixed(self, day: date, wanted: int) -> date:
        last = days_in_month(day.year, day.month)
        if wanted <= last:
            if wanted >= day.day:
                return day.replace(day=wanted)
        elif self.short_month is ShortMonth.LAST_DAY:
            return day.replace(day=last)
        else:
            return add_days(day.replace(day=last), 1)
        following = add_days(month_end(day), 1)
        last = days_in_month(following.year, following.month)
        if wanted <= last:
            return following.replace(day=wanted)
        end = following.replace(day=last)
        return end if self.short_month is ShortMonth.LAST_DAY else add_days(end, 1)

    def schedule(
        self, invoiced: date | str, amount: Money | str, working: HasWorkingDays | None = None
    ) -> tuple[Instalment, ...]:
        """The whole amount on its due date, in the form that instalments have."""
        return (Instalment(self.due(invoiced, working), amount),)


def _as_due(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "due")


@frozen
class Instalment:
    """A part of an invoice and when it is to be paid.

    Attributes:
        due: Day by which it is to be paid; None where nothing says.
        amount: How much.

    Raises:
        InvalidValueError: If a text is no date or no amount.
        WrongTypeError: If a field has another type.
    """

    due: date | None = field(converter=_as_due)
    amount: Money = field(converter=money_of)


_Part: TypeAlias = tuple[Rate, PaymentTerms]


def _as_parts(
    parts: Iterable[tuple[Rate | str | int | Fraction, PaymentTerms | int]],
) -> tuple[_Part, ...]:
    if isinstance(parts, str) or not isinstance(parts, Iterable):
        raise WrongTypeError("parts", parts, "be pairs of a share and its terms")
    found = []
    for part in parts:
        if isinstance(part, str) or not isinstance(part, Iterable) or len(pair := tuple(part)) != 2:
            raise WrongTypeError("parts", part, "be a pair of a share and its terms")
        share, terms = pair
        if isinstance(share, PaymentTerms) or not (isinstance(terms, PaymentTerms) or type(terms) is int):
            raise WrongTypeError("parts", part, "be a share, and PaymentTerms or days after the invoice")
        own = terms if isinstance(terms, PaymentTerms) else PaymentTerms(terms)
        found.append((rate_of(share, "parts"), own))
    return tuple(found)


@frozen
class InstalmentTerms:
    """When the parts of an invoice are to be paid.

    Attributes:
        parts: Share and terms of each part, or days after the invoice in place of terms. The shares total
            100%.

    Raises:
        InvalidValueError: If a share is not above 0, or they do not total 100%.
        WrongTypeError: If a part is no such pair.

    Examples:
        >>> terms = InstalmentTerms([("30%", 30), ("50%", 60), ("20%", PaymentTerms(90, month_end=True))])
        >>> for part in terms.schedule("2026-01-15", "USD 1,000.01"):
        ...     print(part.due, part.amount)
        2026-02-14 USD 300.00
        2026-03-16 USD 500.01
        2026-04-30 USD 200.00
    """

    parts: tuple[_Part, ...] = field(converter=_as_parts)

    def __attrs_post_init__(self) -> None:
        for share, _ in self.parts:
            if share.value <= 0:
                raise InvalidValueError("parts", str(share), "be above 0")
        total = sum((share.value for share, _ in self.parts), Fraction(0))
        if total != 1:
            raise InvalidValueError("parts", str(Rate(total)), "total 100%")

    def due(self, invoiced: date | str, working: HasWorkingDays | None = None) -> date:
        """The day by which the last part is to be paid.

        Raises:
            InvalidValueError: If it lies beyond the years of a date.
        """
        return max(terms.due(invoiced, working) for _, terms in self.parts)

    def schedule(
        self, invoiced: date | str, amount: Money | str, working: HasWorkingDays | None = None
    ) -> tuple[Instalment, ...]:
        """The parts with their amounts, which add up to the whole: the largest remainders round up.

        Raises:
            InvalidValueError: If a due date lies beyond the years of a date.
        """
        amounts = apportion(money_of(amount), [share for share, _ in self.parts])
        return tuple(
            Instalment(terms.due(invoiced, working), part)
            for (_, terms), part in zip(self.parts, amounts, strict=True)
        )


Terms: TypeAlias = PaymentTerms | InstalmentTerms


def earliest(invoiced: date | str, *terms: Terms) -> Terms:
    """The strictest of several terms for an invoice: those by which all of it is to be paid first.

    Args:
        invoiced: Day of the invoice.
        terms: The customer's, the document's, the limit's; of those due on one day the first.

    Raises:
        InvalidValueError: If there are none.

    Examples:
        >>> earliest("2026-01-31", PaymentTerms(30), PaymentTerms(month_end=True)).due("2026-01-31")
        datetime.date(2026, 1, 31)
    """
    if not terms:
        raise InvalidValueError("terms", terms, "hold at least one")
    return min(terms, key=lambda one: one.due(invoiced))
