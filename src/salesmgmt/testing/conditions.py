"""The small world that generated plans and histories share: people, goods, days, and conditions about them.

Conditions come in a fixed order, so that a test may put a plain function beside each of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from salesmgmt.calendars import FiscalCalendar
from salesmgmt.criteria import ALWAYS, Criterion, field
from salesmgmt.money import Currency, Money, Rate

__all__ = [
    "CALENDARS",
    "CONDITIONS",
    "CURRENCIES",
    "CUSTOMERS",
    "ELIGIBLE",
    "EXPENSES",
    "PEOPLE",
    "PERIODS",
    "PRODUCTS",
    "YEAR",
    "currencies_of",
    "standing_conditions",
]

PERIODS = ("week", "month", "quarter", "half", "year")
CURRENCIES = ("USD", "CNY", "JPY", "KWD")
YEAR = 2026
PEOPLE = ("ann", "bob", "cyd", "dan")
PRODUCTS = ("P-1", "P-2", "P-3")
CUSTOMERS = ("K-1", "L-2")

CONDITIONS: tuple[Criterion, ...] = (
    ALWAYS,
    field("product.series").is_in("GTX", "MG").or_if_missing(met=False),
    field("customer").is_missing() | field("customer").starts_with("K").or_if_missing(met=False),
    ~field("product").equals("P-3").or_if_missing(met=True),
    field("owner").is_in("ann", "bob").or_if_missing(met=False),
)
"""Conditions that every deal of `histories` can be asked."""

ELIGIBLE: tuple[Criterion, ...] = (
    ALWAYS,
    field("role").equals("seller"),
    field("role").differs_from("desk").or_if_missing(met=True),
    field("participant.more.grade").is_in("A", "B"),
)
"""Conditions on posts."""

EXPENSES: tuple[Criterion, ...] = (ALWAYS, field("kind").equals("travel").or_if_missing(met=False))
"""Conditions on expenses."""

CALENDARS = st.sampled_from(
    (
        FiscalCalendar(),
        FiscalCalendar(start_month=4),
        FiscalCalendar(start_month=12, start_day=26),
        FiscalCalendar(2, pattern="4-4-5"),
    )
)


def standing_conditions(
    currency: Currency, read: Iterable[tuple[str, bool]] = (), paid: Iterable[str] = ()
) -> tuple[Criterion, ...]:
    """Conditions on what somebody reached in a period, for gates.

    Args:
        currency: Of the plan.
        read: Identifiers of components whose figures are asked for, with whether they count things.
        paid: Identifiers of components whose pay is asked for.
    """
    found = [
        field("attainment").at_least(Rate(1)).or_if_missing(met=True),
        field("attainment").at_least(Rate("50%")),
        field("quota").is_present(),
        field("base").is_present() & field("tenure").at_least(3).or_if_missing(met=False),
        field("score.csat").at_least(60),
        field("score.goal").at_least(Rate("80%")).or_if_missing(met=False),
        field("role").equals("seller").or_if_missing(met=False),
        field("participant.more.grade").equals("A"),
    ]
    for name, things in read:
        least = field(f"{name}.base")
        found.append(field(f"{name}.attainment").more_than(Rate("80%")))
        found.append(least.at_least(2) if things else least.at_least(Money(100, currency)))
    found.extend(field(f"{name}.pay").more_than(Money(10, currency)) for name in paid)
    return tuple(found)


def currencies_of(currency: Currency | str | None) -> st.SearchStrategy[Currency]:
    """A currency with 0, 2 or 3 digits, or the one that is named."""
    named = CURRENCIES if currency is None else (currency,)
    return st.sampled_from([one if isinstance(one, Currency) else Currency.of(one) for one in named])
