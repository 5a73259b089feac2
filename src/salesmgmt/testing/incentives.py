"""Hypothesis strategies for the types of `salesmgmt.incentives`: every valid value, narrowed by keyword.

`plans` and `histories` fit each other: a plan earns on any history that is drawn for it. What a plan counts
stands in `measures`, its steps in `modifiers`, keys with their schedules in `entries`, its components in
`components`; what it earns in `outcomes`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.testing import components, modifiers, outcomes
from salesmgmt.testing import measures as counted
from salesmgmt.testing import plans as whole_plans
from salesmgmt.testing.components import (
    adjustments,
    chains,
    commissions,
    expense_allowances,
    fixed_pays,
    objective_lists,
    objectives,
    overrides,
)
from salesmgmt.testing.entries import entries
from salesmgmt.testing.histories import histories
from salesmgmt.testing.measures import (
    crediting_policies,
    events,
    factors,
    keys,
    margins,
    measures,
    ramps,
    revenues,
    stages,
)
from salesmgmt.testing.modifiers import (
    caps,
    floors,
    gates,
    multiplier_lists,
    multipliers,
    steps,
    thresholds,
)
from salesmgmt.testing.outcomes import (
    awarded_outcomes,
    calculations,
    cases,
    credit_accounts,
    credit_records,
    credit_shares,
    earned_figures,
    earnings,
    not_counted,
    pay_groups,
    receipts,
    reconciled_rows,
    reconciliations,
    sale_lines,
    statement_parts,
    statements,
    steps_taken,
)
from salesmgmt.testing.plans import personal_variants, plans
from salesmgmt.testing.schedules import flats, marginals, schedules, slices, tiers, wholes

__all__ = [
    "STRATEGIES",
    "adjustments",
    "awarded_outcomes",
    "calculations",
    "caps",
    "cases",
    "chains",
    "commissions",
    "credit_accounts",
    "credit_records",
    "credit_shares",
    "crediting_policies",
    "earned_figures",
    "earnings",
    "entries",
    "events",
    "expense_allowances",
    "factors",
    "fixed_pays",
    "flats",
    "floors",
    "gates",
    "histories",
    "keys",
    "marginals",
    "margins",
    "measures",
    "multiplier_lists",
    "multipliers",
    "not_counted",
    "objective_lists",
    "objectives",
    "overrides",
    "pay_groups",
    "personal_variants",
    "plans",
    "ramps",
    "receipts",
    "reconciled_rows",
    "reconciliations",
    "revenues",
    "sale_lines",
    "schedules",
    "slices",
    "stages",
    "statement_parts",
    "statements",
    "steps",
    "steps_taken",
    "thresholds",
    "tiers",
    "wholes",
]

STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {**components.TABLE, **counted.TABLE, **modifiers.TABLE, **outcomes.TABLE, **whole_plans.TABLE}
)
"""A strategy for each public type of the area that is no schedule, award or sentence of a plan."""
