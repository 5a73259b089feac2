"""Hypothesis strategies for payment terms, milestones, allocation, floor stock and releases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.credit.terms import (
    Allocation,
    AllocationOrder,
    Billing,
    BillingPlan,
    DatedPayment,
    DaysFrom,
    DeliveryRelease,
    ExchangeOutcome,
    FloorCredit,
    Instalment,
    InstalmentTerms,
    Milestone,
    Outlook,
    PaymentTerms,
    Receipt,
    SettledItem,
    ShortMonth,
    allocate,
)
from salesmgmt.money import Currency, Money
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.money import currencies, moneys, roundings

__all__ = [
    "STRATEGIES",
    "allocations",
    "billing_plans",
    "billings",
    "dated_payments",
    "delivery_releases",
    "exchange_outcomes",
    "floor_credits",
    "instalment_terms",
    "instalments",
    "milestones",
    "outlooks",
    "payment_terms",
    "receipts",
    "settled_items",
]

_NAMES = st.text(min_size=1, max_size=8)
_AMOUNTS = moneys().map(abs)
_MAYBE_DAYS = st.none() | st.dates()


def payment_terms() -> st.SearchStrategy[PaymentTerms]:
    """Terms of days, months, month ends and fixed days."""
    return st.builds(
        PaymentTerms,
        st.integers(0, 400),
        months=st.integers(0, 24),
        month_end=st.booleans(),
        on_day=st.none() | st.integers(1, 31),
        short_month=st.sampled_from(ShortMonth),
        days_from=st.sampled_from(DaysFrom),
    )


@st.composite
def instalment_terms(draw: st.DrawFn) -> InstalmentTerms:
    """Terms of up to four parts whose shares total 100 %.

    Args:
        draw: Supplied by Hypothesis.
    """
    weights = draw(st.lists(st.integers(1, 100), min_size=1, max_size=4))
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    return InstalmentTerms([(share, draw(payment_terms())) for share in shares])


def instalments() -> st.SearchStrategy[Instalment]:
    """Parts of invoices."""
    return st.builds(Instalment, _MAYBE_DAYS, moneys())


def milestones() -> st.SearchStrategy[Milestone]:
    """Stages of contracts of any share."""
    shares = st.fractions(0, 1, max_denominator=1000)
    return st.builds(Milestone, _NAMES, shares, st.booleans())


@st.composite
def billing_plans(draw: st.DrawFn) -> BillingPlan:
    """Plans of up to five milestones, with and without one that takes the rest.

    Args:
        draw: Supplied by Hypothesis.
    """
    names = draw(st.lists(_NAMES, min_size=1, max_size=5, unique=True))
    weights = [draw(st.integers(1, 50)) for _ in names]
    last = draw(st.none() | st.sampled_from(names))
    spare = 0 if last is None else draw(st.integers(0, 20))
    whole = sum(weights) + spare
    stages = [
        Milestone(name, Fraction(weight, whole), draw(st.booleans()))
        for name, weight in zip(names, weights, strict=True)
    ]
    value = draw(moneys())
    return BillingPlan(value, stages, last, draw(roundings(currency=value.currency)))


@st.composite
def billings(draw: st.DrawFn) -> Billing:
    """What is billed for milestones.

    Args:
        draw: Supplied by Hypothesis.
    """
    amounts = moneys(currency=draw(currencies()))
    return Billing(draw(_NAMES), draw(amounts), draw(amounts), draw(amounts))


@st.composite
def settled_items(draw: st.DrawFn, *, currency: Currency | str | None = None) -> SettledItem:
    """Items of which anything is paid and credited.

    Args:
        draw: Supplied by Hypothesis.
        currency: Currency of the amounts; any where left out.
    """
    unit = draw(currencies()) if currency is None else currency
    whole = abs(draw(moneys(currency=unit)))
    paid = draw(st.integers(0, whole.minor))
    credited = draw(st.integers(0, whole.minor - paid))
    return SettledItem(
        draw(_NAMES),
        whole,
        draw(st.sampled_from([Money(paid, unit), None])),
        Money(credited, unit),
        draw(_MAYBE_DAYS),
        draw(_MAYBE_DAYS),
    )


def receipts(*, currency: Currency | str | None = None) -> st.SearchStrategy[Receipt]:
    """Money and credits that name items, or none.

    Args:
        currency: Currency of the amounts; any where left out.
    """
    amounts = moneys(currency=currency).map(abs)
    return st.builds(Receipt, amounts, st.booleans(), st.lists(_NAMES, max_size=3))


@st.composite
def allocations(draw: st.DrawFn) -> Allocation:
    """What generated receipts settle of generated items.

    Args:
        draw: Supplied by Hypothesis.
    """
    unit = draw(currencies())
    items = draw(
        st.lists(settled_items(currency=unit), unique_by=lambda item: item.id, min_size=1, max_size=4)
    )
    money = draw(st.lists(moneys(currency=unit).map(abs), max_size=3))
    return allocate(money, items, by=draw(st.sampled_from(AllocationOrder)))


@st.composite
def floor_credits(draw: st.DrawFn) -> FloorCredit:
    """Agreements on floor stock of any amount from zero.

    Args:
        draw: Supplied by Hypothesis.
    """
    end = draw(st.dates(min_value=date.min.replace(year=2)))
    start = draw(st.none() | st.dates(max_value=end).filter(lambda day: day < end))
    during = DateRange(start, end)
    names = draw(st.lists(_NAMES, max_size=3))
    return FloorCredit(draw(_NAMES), draw(_NAMES), draw(_AMOUNTS), during, names)


def dated_payments() -> st.SearchStrategy[DatedPayment]:
    """Payments of any day."""
    return st.builds(DatedPayment, st.dates(), _AMOUNTS)


@st.composite
def outlooks(draw: st.DrawFn) -> Outlook:
    """What payments to come will leave.

    Args:
        draw: Supplied by Hypothesis.
    """
    amounts = moneys(currency=draw(currencies())).map(abs)
    return Outlook(draw(amounts), draw(amounts), draw(amounts))


@st.composite
def exchange_outcomes(draw: st.DrawFn) -> ExchangeOutcome:
    """Items in another currency, paid at other rates.

    Args:
        draw: Supplied by Hypothesis.
    """
    unit = draw(currencies())
    booked, received, rest = (draw(moneys(currency=unit)) for _ in range(3))
    return ExchangeOutcome(draw(moneys()), booked, received, rest)


@st.composite
def delivery_releases(draw: st.DrawFn) -> DeliveryRelease:
    """Releases for any document, time and amount.

    Args:
        draw: Supplied by Hypothesis.
    """
    span = draw(date_ranges(bounded=True))
    until = draw(st.sampled_from([None, span.end]))
    return DeliveryRelease(
        draw(_NAMES),
        draw(_NAMES),
        draw(_NAMES),
        span.start or date.min,
        until,
        draw(st.none() | _AMOUNTS),
        draw(st.text(max_size=8)),
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Allocation: allocations,
        AllocationOrder: lambda: st.sampled_from(AllocationOrder),
        Billing: billings,
        BillingPlan: billing_plans,
        DatedPayment: dated_payments,
        DeliveryRelease: delivery_releases,
        ExchangeOutcome: exchange_outcomes,
        FloorCredit: floor_credits,
        Instalment: instalments,
        InstalmentTerms: instalment_terms,
        Milestone: milestones,
        Outlook: outlooks,
        PaymentTerms: payment_terms,
        Receipt: receipts,
        SettledItem: settled_items,
        DaysFrom: lambda: st.sampled_from(DaysFrom),
        ShortMonth: lambda: st.sampled_from(ShortMonth),
    }
)
