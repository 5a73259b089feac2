"""Hypothesis strategies for the types of `salesmgmt.credit`, and receivables histories of one customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.credit import (
    AbsentLimit,
    AtLimit,
    CreditDecision,
    CreditLimit,
    CreditPolicy,
    Effect,
    Exposure,
    OpenItem,
    exposure_of,
)
from salesmgmt.money import Money
from salesmgmt.records import Application, CreditNote, Facts, Invoice, Line, Order, Payment, Record, WriteOff
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.money import moneys

__all__ = [
    "STRATEGIES",
    "credit_decisions",
    "credit_limits",
    "credit_policies",
    "exposures",
    "open_items",
    "receivables_histories",
]

_FIRST = date(2026, 1, 1)
_CUSTOMER = "C-1"


@st.composite
def receivables_histories(draw: st.DrawFn, *, max_orders: int = 4) -> Facts:
    """A few months of customer `C-1`: orders, invoices, credit notes, payments, applications, write-offs.

    Args:
        draw: Supplied by Hypothesis.
        max_orders: Most orders.
    """
    records: list[Record] = []
    days = st.integers(0, 120).map(lambda offset: _FIRST + timedelta(days=offset))
    amounts = st.integers(1, 10**6)

    def line() -> Line:
        return Line(None, Money(draw(amounts), "USD"), tax=Money(draw(st.integers(0, 1000)), "USD"))

    invoices: list[Invoice] = []
    for number in range(draw(st.integers(0, max_orders))):
        order = Order(
            f"o{number}", draw(days), [line() for _ in range(draw(st.integers(1, 2)))], customer=_CUSTOMER
        )
        records.append(order)
        for part in range(draw(st.integers(0, 2))):
            on = draw(days)
            due = on + timedelta(days=draw(st.integers(0, 60))) if draw(st.booleans()) else None
            linked = order.id if draw(st.booleans()) else None
            invoices.append(
                Invoice(f"i{number}.{part}", on, line(), customer=_CUSTOMER, due=due, order=linked)
            )
    records += invoices
    billed = st.booleans() if invoices else st.just(value=False)
    applied = 0
    for number in range(draw(st.integers(0, 3))):
        payment = Payment(f"p{number}", draw(days), _CUSTOMER, Money(draw(amounts), "USD"))
        records.append(payment)
        if draw(billed):
            applied += 1
            part = draw(st.integers(1, payment.amount_minor))
            target = draw(st.sampled_from(invoices)).id
            on = max(payment.on, draw(days))
            records.append(Application(f"a{applied}", on, payment.id, target, Money(part, "USD")))
    for number in range(draw(st.integers(0, 2))):
        against = draw(st.sampled_from(invoices)).id if draw(billed) else None
        records.append(CreditNote(f"n{number}", draw(days), line(), customer=_CUSTOMER, invoice=against))
    if draw(billed):
        target = draw(st.sampled_from(invoices)).id
        records.append(WriteOff("w", draw(days), target, Money(draw(amounts), "USD")))
    return Facts(draw(st.permutations(records)))


def exposures() -> st.SearchStrategy[Exposure]:
    """Exposures of generated histories on some day of them."""
    days = st.integers(0, 200).map(lambda offset: _FIRST + timedelta(days=offset))
    return st.builds(
        lambda facts, day: exposure_of(facts, _CUSTOMER, day, "USD"), receivables_histories(), days
    )


def open_items() -> st.SearchStrategy[OpenItem]:
    """Open invoices of any amount and lateness."""
    return st.builds(OpenItem, st.text(min_size=1), st.none() | st.dates(), moneys(), st.integers(-500, 5000))


def credit_limits() -> st.SearchStrategy[CreditLimit]:
    """Limits of any size from zero, for any time."""
    amounts = moneys().map(abs)
    return st.builds(CreditLimit, st.text(min_size=1), st.text(min_size=1), amounts, date_ranges())


@st.composite
def credit_policies(draw: st.DrawFn) -> CreditPolicy:
    """Policies with limits in dollars, for customers `C-1` and others, one after the other in time.

    Args:
        draw: Supplied by Hypothesis.
    """
    limits = [
        CreditLimit(
            f"l{number}",
            f"C-{draw(st.integers(1, 2))}",
            Money(draw(st.integers(0, 10**7)), "USD"),
            f"{year}-01-01/{year + 1}-01-01",
        )
        for number, year in enumerate(draw(st.lists(st.integers(2025, 2027), unique=True)))
    ]
    return CreditPolicy(
        draw(st.permutations(limits)),
        grace_days=draw(st.integers(0, 60)),
        warn_at=draw(st.none() | st.just("80%")),
        at_limit=draw(st.sampled_from(AtLimit)),
        absent=draw(st.sampled_from(AbsentLimit)),
    )


@st.composite
def credit_decisions(draw: st.DrawFn) -> CreditDecision:
    """Decisions of generated policies on generated orders and histories.

    Args:
        draw: Supplied by Hypothesis.
    """
    order = Order(
        "new", "2026-05-15", Line(None, Money(draw(st.integers(-(10**6), 10**7)), "USD")), customer=_CUSTOMER
    )
    return draw(credit_policies()).decide(order, draw(receivables_histories()), as_of="2026-05-15")


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        AbsentLimit: lambda: st.sampled_from(AbsentLimit),
        AtLimit: lambda: st.sampled_from(AtLimit),
        CreditDecision: credit_decisions,
        CreditLimit: credit_limits,
        CreditPolicy: credit_policies,
        Effect: lambda: st.sampled_from(Effect),
        Exposure: exposures,
        OpenItem: open_items,
    }
)
