"""Strategies for documents with lines: orders, deliveries, invoices and credit notes."""

from __future__ import annotations

from hypothesis import strategies as st

from salesmgmt.money import Currency
from salesmgmt.records import CreditNote, Delivery, Invoice, Line, Order
from salesmgmt.testing.records.parts import (
    CURRENCIES,
    DAYS,
    IDS,
    MAYBE_DAYS,
    MINOR,
    MORES,
    WORDS,
    owns,
    quantities,
)

__all__ = ["credit_notes", "deliveries", "invoices", "lines", "orders"]


@st.composite
def lines(draw: st.DrawFn, *, currency: Currency | None = None) -> Line:
    """Lines of documents.

    Args:
        draw: Supplied by Hypothesis.
        currency: Currency of the amounts; any where left out.
    """
    return Line(
        draw(WORDS),
        draw(MINOR),
        draw(quantities()),
        draw(st.none() | MINOR),
        draw(MINOR),
        draw(st.none() | st.integers(1, 20)),
        currency or draw(CURRENCIES),
        draw(MORES),
    )


@st.composite
def _lines_of(draw: st.DrawFn, currency: Currency | None) -> tuple[Line, ...]:
    one = currency or draw(CURRENCIES)
    return tuple(draw(st.lists(lines(currency=one), max_size=3)))


@st.composite
def orders(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Order:
    """Orders, also those of which no line remains.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the lines; any where left out.
    """
    own = draw(owns(ids))
    return Order(
        own.id,
        draw(DAYS),
        draw(_lines_of(currency)),
        customer=draw(WORDS),
        owner=draw(WORDS),
        opportunity=draw(WORDS),
        due=draw(MAYBE_DAYS),
        more=own.more,
        recorded=own.recorded,
        supersedes=own.supersedes,
    )


@st.composite
def deliveries(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Delivery:
    """Deliveries.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the lines; any where left out.
    """
    own = draw(owns(ids))
    return Delivery(
        own.id,
        draw(DAYS),
        draw(_lines_of(currency)),
        order=draw(IDS),
        more=own.more,
        recorded=own.recorded,
        supersedes=own.supersedes,
    )


@st.composite
def invoices(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Invoice:
    """Invoices.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the lines; any where left out.
    """
    own = draw(owns(ids))
    return Invoice(
        own.id,
        draw(DAYS),
        draw(_lines_of(currency)),
        customer=draw(IDS),
        due=draw(MAYBE_DAYS),
        order=draw(WORDS),
        owner=draw(WORDS),
        more=own.more,
        recorded=own.recorded,
        supersedes=own.supersedes,
    )


@st.composite
def credit_notes(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> CreditNote:
    """Credit notes.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the lines; any where left out.
    """
    own = draw(owns(ids))
    return CreditNote(
        own.id,
        draw(DAYS),
        draw(_lines_of(currency)),
        customer=draw(IDS),
        invoice=draw(WORDS),
        reason=draw(WORDS),
        more=own.more,
        recorded=own.recorded,
        supersedes=own.supersedes,
    )
