"""Strategies for what comes in, and what it settles."""

from __future__ import annotations

from hypothesis import strategies as st

from salesmgmt.money import Currency
from salesmgmt.records import Application, Payment, PaymentKind, Promise, WriteOff
from salesmgmt.testing.records.parts import DAYS, IDS, WORDS, amounts, ordered, owns

__all__ = ["applications", "payment_kinds", "payments", "promises", "write_offs"]


def payment_kinds() -> st.SearchStrategy[PaymentKind]:
    """Forms of payment."""
    return st.sampled_from(PaymentKind)


@st.composite
def payments(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Payment:
    """Payments in and back.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(owns(ids))
    on, clears = draw(ordered())
    amount = draw(amounts(currency))
    clearing = draw(st.sampled_from([None, clears]))
    customer, kind = draw(IDS), draw(payment_kinds())
    return Payment(own.id, on, customer, amount, kind, clearing, amount.currency, *own[1:])


@st.composite
def applications(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Application:
    """Applications of payments and credit notes to invoices.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(owns(ids))
    amount = draw(amounts(currency))
    source, invoice = draw(IDS), draw(IDS)
    return Application(own.id, draw(DAYS), source, invoice, amount, amount.currency, *own[1:])


@st.composite
def promises(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Promise:
    """Promises to pay.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(owns(ids))
    on, by = draw(ordered())
    amount = draw(amounts(currency))
    return Promise(own.id, on, draw(IDS), amount, by, draw(WORDS), amount.currency, *own[1:])


@st.composite
def write_offs(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> WriteOff:
    """Receivables given up, and taken back.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(owns(ids))
    amount = draw(amounts(currency))
    return WriteOff(own.id, draw(DAYS), draw(IDS), amount, draw(WORDS), amount.currency, *own[1:])
