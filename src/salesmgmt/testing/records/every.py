"""Strategies for records of every kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.records import (
    Absence,
    Activity,
    Application,
    Assignment,
    CreditNote,
    CreditTerm,
    Customer,
    DealShare,
    Delivery,
    Dispute,
    DunningNotice,
    Expense,
    Guarantee,
    Handover,
    Invoice,
    Line,
    More,
    Opening,
    Opportunity,
    Order,
    Outcome,
    Participant,
    Payment,
    PaymentKind,
    Product,
    Promise,
    Quota,
    Record,
    Registration,
    Score,
    ShareKind,
    StageChange,
    Unit,
    WriteOff,
)
from salesmgmt.testing.records.claims import credit_terms, disputes, dunning_notices, guarantees
from salesmgmt.testing.records.deals import (
    activities,
    customers,
    deal_shares,
    expenses,
    handovers,
    opportunities,
    outcomes,
    products,
    registrations,
    share_kinds,
    stage_changes,
)
from salesmgmt.testing.records.parts import mores
from salesmgmt.testing.records.people import (
    absences,
    assignments,
    openings,
    participants,
    quotas,
    scores,
    units,
)
from salesmgmt.testing.records.receivables import applications, payment_kinds, payments, promises, write_offs
from salesmgmt.testing.records.sales import credit_notes, deliveries, invoices, lines, orders

__all__ = ["STRATEGIES", "records"]


def records() -> st.SearchStrategy[Record]:
    """Records of every kind, each by itself: their links lead nowhere in particular."""
    return st.one_of(
        units(),
        participants(),
        assignments(),
        absences(),
        quotas(),
        scores(),
        openings(),
        products(),
        customers(),
        handovers(),
        registrations(),
        opportunities(),
        deal_shares(),
        activities(),
        expenses(),
        orders(),
        deliveries(),
        invoices(),
        credit_notes(),
        payments(),
        applications(),
        promises(),
        write_offs(),
        disputes(),
        dunning_notices(),
        guarantees(),
        credit_terms(),
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Absence: absences,
        Activity: activities,
        CreditTerm: credit_terms,
        Application: applications,
        Assignment: assignments,
        CreditNote: credit_notes,
        Customer: customers,
        DealShare: deal_shares,
        Delivery: deliveries,
        Dispute: disputes,
        DunningNotice: dunning_notices,
        Expense: expenses,
        Guarantee: guarantees,
        Handover: handovers,
        Invoice: invoices,
        Line: lines,
        More: mores,
        Opening: openings,
        Opportunity: opportunities,
        Order: orders,
        Outcome: outcomes,
        Participant: participants,
        Payment: payments,
        PaymentKind: payment_kinds,
        Product: products,
        Promise: promises,
        Quota: quotas,
        Registration: registrations,
        Score: scores,
        ShareKind: share_kinds,
        StageChange: stage_changes,
        Unit: units,
        WriteOff: write_offs,
    }
)
"""A strategy for each public type of single records."""
