"""Hypothesis strategies for receivables histories of one customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from salesmgmt.money import Money
from salesmgmt.records import Application, CreditNote, Facts, Invoice, Line, Order, Payment, Record, WriteOff

__all__ = ["STRATEGIES", "receivables_histories"]

STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[Any]]] = MappingProxyType({})
"""No types of its own: what it draws are batches of records."""

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
