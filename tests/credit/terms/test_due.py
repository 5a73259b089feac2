"""Due dates: each rule against a walk over the calendar, instalments that add up, the strictest terms."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import WorkingWeek
from salesmgmt.credit import DaysFrom, InstalmentTerms, PaymentTerms, ShortMonth, earliest
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.testing.credit_terms import instalment_terms, payment_terms

pytestmark = pytest.mark.properties

DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))
DAY = timedelta(days=1)


def last_of_month(day: date) -> date:
    while (day + DAY).month == day.month:
        day += DAY
    return day


def walked(terms: PaymentTerms, day: date) -> date:
    """The due date by walking the calendar a day or a month at a time."""
    if terms.days_from is DaysFrom.MONTH_END:
        day = last_of_month(day)
    for _ in range(terms.days):
        day += DAY
    month, year = day.month, day.year
    for _ in range(terms.months):
        month, year = (1, year + 1) if month == 12 else (month + 1, year)
    wanted = day.day
    day = date(year, month, 1)
    day = date(year, month, min(wanted, last_of_month(day).day))
    if terms.month_end:
        day = last_of_month(day)
    if terms.on_day is None:
        return day
    while True:
        last = last_of_month(day)
        if day.day == terms.on_day:
            return day
        if day == last and terms.on_day > last.day:
            return day if terms.short_month is ShortMonth.LAST_DAY else day + DAY
        day += DAY


@given(payment_terms(), DAYS)
def test_the_due_date_by_walking_the_calendar(terms: PaymentTerms, day: date) -> None:
    assert terms.due(day) == walked(terms, day)
    assert terms.due(day) >= day


@given(payment_terms(), DAYS)
def test_a_due_date_moves_on_to_a_working_day(terms: PaymentTerms, day: date) -> None:
    week = WorkingWeek()
    due = terms.due(day, week)
    assert week.is_working_day(due)
    assert not any(
        week.is_working_day(terms.due(day) + timedelta(days=n)) for n in range((due - terms.due(day)).days)
    )


@given(instalment_terms(), DAYS, st.integers(-(10**9), 10**9))
def test_instalments_add_up_and_come_close_to_their_shares(
    terms: InstalmentTerms, day: date, minor: int
) -> None:
    parts = terms.schedule(day, Money(minor, "USD"))
    assert sum(part.amount.minor for part in parts) == minor
    for (share, own), part in zip(terms.parts, parts, strict=True):
        assert abs(Fraction(part.amount.minor) - minor * share.value) < 1
        assert part.due == own.due(day)
    assert terms.due(day) == max(part.due for part in parts if part.due is not None)


@given(st.lists(payment_terms() | instalment_terms(), min_size=1, max_size=4), DAYS)
def test_the_strictest_terms_are_due_first(terms: list[PaymentTerms | InstalmentTerms], day: date) -> None:
    assert earliest(day, *terms).due(day) == min(one.due(day) for one in terms)


@pytest.mark.parametrize(
    ("terms", "invoiced", "due"),
    [
        (PaymentTerms(), "2026-01-15", "2026-01-15"),
        (PaymentTerms(30), "2016-01-22", "2016-02-21"),
        (PaymentTerms(30), "2017-01-22", "2017-02-21"),
        (PaymentTerms(month_end=True), "2024-02-01", "2024-02-29"),
        (PaymentTerms(months=1, month_end=True), "2026-01-31", "2026-02-28"),
        (PaymentTerms(30, month_end=True), "2026-01-15", "2026-02-28"),
        (PaymentTerms(on_day=31), "2026-02-03", "2026-02-28"),
        (PaymentTerms(on_day=31, short_month="first_of_next"), "2026-02-03", "2026-03-01"),
        (PaymentTerms(on_day=10), "2026-02-10", "2026-02-10"),
        (PaymentTerms(on_day=10), "2026-02-11", "2026-03-10"),
        (PaymentTerms(on_day=30), "2026-01-31", "2026-02-28"),
    ],
)
def test_examples(terms: PaymentTerms, invoiced: str, due: str) -> None:
    assert terms.due(invoiced).isoformat() == due
    assert terms.schedule(invoiced, "USD 5")[0].amount == Money.of("USD 5")


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="days"):
        PaymentTerms(-1)
    with pytest.raises(WrongTypeError, match="months"):
        PaymentTerms(months=True)
    with pytest.raises(InvalidValueError, match="on_day"):
        PaymentTerms(on_day=32)
    with pytest.raises(WrongTypeError, match="month_end"):
        PaymentTerms(month_end=cast("bool", 1))
    with pytest.raises(InvalidValueError, match="total 100%"):
        InstalmentTerms([("30%", 30)])
    with pytest.raises(InvalidValueError, match="above 0"):
        InstalmentTerms([("0%", 30), ("100%", 60)])
    with pytest.raises(WrongTypeError, match="parts"):
        InstalmentTerms(cast("list[tuple[str, int]]", ["30%"]))
    with pytest.raises(WrongTypeError, match="parts"):
        InstalmentTerms(cast("list[tuple[str, int]]", [("30%", "soon")]))
    with pytest.raises(InvalidValueError, match="terms"):
        earliest("2026-01-01")
    with pytest.raises(InvalidValueError):
        PaymentTerms(30).due("9999-12-31")


@pytest.mark.parametrize(
    ("terms", "invoiced", "due"),
    [
        (PaymentTerms(30, days_from="month_end"), "2026-01-15", "2026-03-02"),
        (PaymentTerms(30, days_from="month_end"), "2026-01-31", "2026-03-02"),
        (PaymentTerms(30, days_from="month_end"), "2026-02-10", "2026-03-30"),
        (PaymentTerms(30, month_end=True), "2026-01-15", "2026-02-28"),
        (PaymentTerms(45, month_end=True), "2026-01-20", "2026-03-31"),
        (PaymentTerms(45, days_from="month_end"), "2026-01-20", "2026-03-17"),
        (PaymentTerms(months=2, days_from="month_end"), "2026-02-10", "2026-04-28"),
        (PaymentTerms(months=2, days_from="month_end", month_end=True), "2026-02-10", "2026-04-30"),
    ],
)
def test_thirty_days_and_the_end_of_the_month_in_either_order(
    terms: PaymentTerms, invoiced: str, due: str
) -> None:
    assert terms.due(invoiced) == date.fromisoformat(due)
