"""Asking a plan what it earns: the days that are meant, and the outcome for them."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from salesmgmt.calendars import DateRange, Period, as_date
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.outcomes.results import Earnings
from salesmgmt.incentives.terms import Terms
from salesmgmt.records import Facts

__all__ = ["When", "days_asked", "earnings_of"]

When: TypeAlias = Period | date | str
"""A period, a day, or the text of either, such as `"2026-Q1"` or `"2026-03-31"`."""


def days_asked(terms: Terms, through: When, since: When | None = None) -> DateRange:
    """The days that somebody asks a plan about; see `Plan.earn`.

    Raises:
        InvalidValueError: If `through` or `since` is no period or day, or nothing lies between them.
    """
    last = _days(terms, through, "through")
    if since is not None:
        start = _days(terms, since, "since").start
    elif terms.during.start is not None:
        start = terms.during.start
    else:
        start = terms.calendar.period_at(last.start or date.min, "year").start
    if start is not None and last.end is not None and last.end <= start:
        raise InvalidValueError("through", str(through), f"not end before the first day, {start}")
    return DateRange(start, last.end)


def _days(terms: Terms, when: When, name: str) -> DateRange:
    if isinstance(when, Period):
        return when.during
    try:
        return DateRange.day(as_date(when, name))
    except InvalidValueError:
        pass
    try:
        return terms.calendar.period(str(when)).during
    except InvalidValueError as error:
        other = "; where days before it do not count, say `since`" if name == "through" else ""
        rule = f"{error.rule}, or a day such as '2026-03-31'{other}"
        raise InvalidValueError(name, when, rule) from None


def earnings_of(terms: Terms, facts: Facts, during: DateRange) -> Earnings:
    """What a plan earns on a batch of facts in some days.

    Raises:
        BatchError: Every deal for which a condition of the plan cannot be answered, with the field.
        WrongTypeError: If the facts are no `Facts`.
    """
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
    return Earnings(terms, facts, during)
