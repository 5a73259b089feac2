"""What does it pay: crediting, measures, schedules, and plans that explain every figure down to the deal."""

from salesmgmt.incentives.calculation import Calculation
from salesmgmt.incentives.crediting import Credit, Crediting, CreditKind, ShareUnit
from salesmgmt.incentives.earning import Earned
from salesmgmt.incentives.keys import Amount, Attainment, DealAmount, Key
from salesmgmt.incentives.measures import Deal, Event, Margin, Measure, Revenue, SaleLine
from salesmgmt.incentives.plans import Plan, When
from salesmgmt.incentives.reconciliation import Reconciled, Reconciliation
from salesmgmt.incentives.results import Earnings
from salesmgmt.incentives.schedules import (
    Bound,
    Boundary,
    BoundLike,
    Flat,
    Marginal,
    Schedule,
    ScheduleLike,
    Slice,
    Tier,
    TiersLike,
    Whole,
)
from salesmgmt.incentives.statement import Statement, StatementPart
from salesmgmt.incentives.terms import Commission, Component, Negative, Override
from salesmgmt.incentives.tracing import NotCounted

__all__ = [
    "Amount",
    "Attainment",
    "Bound",
    "BoundLike",
    "Boundary",
    "Calculation",
    "Commission",
    "Component",
    "Credit",
    "CreditKind",
    "Crediting",
    "Deal",
    "DealAmount",
    "Earned",
    "Earnings",
    "Event",
    "Flat",
    "Key",
    "Margin",
    "Marginal",
    "Measure",
    "Negative",
    "NotCounted",
    "Override",
    "Plan",
    "Reconciled",
    "Reconciliation",
    "Revenue",
    "SaleLine",
    "Schedule",
    "ScheduleLike",
    "ShareUnit",
    "Slice",
    "Statement",
    "StatementPart",
    "Tier",
    "TiersLike",
    "When",
    "Whole",
]
