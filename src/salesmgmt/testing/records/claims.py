"""Strategies for what becomes of claims: disputes, dunning notices, guarantees, agreed terms."""

from __future__ import annotations

from hypothesis import strategies as st

from salesmgmt.money import Currency, Money
from salesmgmt.records import CreditTerm, Dispute, DunningNotice, Guarantee
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.records.parts import DAYS, IDS, WORDS, amounts, ordered, owns

__all__ = ["credit_terms", "disputes", "dunning_notices", "guarantees"]


@st.composite
def disputes(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Dispute:
    """Disputes of an amount or of all that is open, settled or not.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(owns(ids))
    on, settled = draw(ordered())
    amount = draw(st.none() | amounts(currency))
    if amount is not None:
        amount = Money(abs(amount.minor) + 1, amount.currency)
    until = draw(st.sampled_from([None, settled]))
    unit = None if amount is None else amount.currency
    return Dispute(own.id, on, draw(IDS), amount, until, draw(WORDS), unit, *own[1:])


@st.composite
def dunning_notices(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> DunningNotice:
    """Reminders of an invoice or of the account.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
    """
    own = draw(owns(ids))
    return DunningNotice(own.id, draw(DAYS), draw(IDS), draw(st.integers(1, 9)), draw(WORDS), *own[1:])


@st.composite
def guarantees(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Guarantee:
    """Guarantees of any amount from zero, for any time.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(owns(ids))
    amount = abs(draw(amounts(currency)))
    during, guarantor, kind = draw(date_ranges()), draw(WORDS), draw(WORDS)
    return Guarantee(own.id, draw(IDS), during, amount, guarantor, kind, amount.currency, *own[1:])


@st.composite
def credit_terms(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> CreditTerm:
    """Terms of payment of any number of days, for any time.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
    """
    own = draw(owns(ids))
    return CreditTerm(
        own.id, draw(IDS), draw(date_ranges()), draw(st.integers(0, 400)), draw(WORDS), *own[1:]
    )
