"""Strategies for single records and for what they hold; `salesmgmt.testing.batches` has those for batches."""

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
    stage_histories,
)
from salesmgmt.testing.records.every import STRATEGIES, records
from salesmgmt.testing.records.parts import identifiers, instants, mores, quantities, scalars
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

__all__ = [
    "STRATEGIES",
    "absences",
    "activities",
    "applications",
    "assignments",
    "credit_notes",
    "credit_terms",
    "customers",
    "deal_shares",
    "deliveries",
    "disputes",
    "dunning_notices",
    "expenses",
    "guarantees",
    "handovers",
    "identifiers",
    "instants",
    "invoices",
    "lines",
    "mores",
    "openings",
    "opportunities",
    "orders",
    "outcomes",
    "participants",
    "payment_kinds",
    "payments",
    "products",
    "promises",
    "quantities",
    "quotas",
    "records",
    "registrations",
    "scalars",
    "scores",
    "share_kinds",
    "stage_changes",
    "stage_histories",
    "units",
    "write_offs",
]
