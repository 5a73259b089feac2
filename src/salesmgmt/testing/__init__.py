"""For users' own tests: Hypothesis strategies and laws by area, and a deterministic sample company.

A module for each area, loaded when it is first used: `salesmgmt.testing.money.moneys()` yields every valid
amount, `salesmgmt.testing.territory.check_division(policy)` asserts what every division has to keep. The
sample company, `salesmgmt.testing.company`, does without Hypothesis.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesmgmt.testing import appraisal as appraisal
    from salesmgmt.testing import appraisal_calibration as appraisal_calibration
    from salesmgmt.testing import appraisal_cycle as appraisal_cycle
    from salesmgmt.testing import appraisal_outcomes as appraisal_outcomes
    from salesmgmt.testing import appraisal_raters as appraisal_raters
    from salesmgmt.testing import awards as awards
    from salesmgmt.testing import batches as batches
    from salesmgmt.testing import calendars as calendars
    from salesmgmt.testing import company as company
    from salesmgmt.testing import credit as credit
    from salesmgmt.testing import credit_approval as credit_approval
    from salesmgmt.testing import credit_book as credit_book
    from salesmgmt.testing import credit_decisions as credit_decisions
    from salesmgmt.testing import credit_exposure as credit_exposure
    from salesmgmt.testing import credit_limits as credit_limits
    from salesmgmt.testing import credit_replay as credit_replay
    from salesmgmt.testing import credit_terms as credit_terms
    from salesmgmt.testing import criteria as criteria
    from salesmgmt.testing import errors as errors
    from salesmgmt.testing import incentives as incentives
    from salesmgmt.testing import money as money
    from salesmgmt.testing import organization_channels as organization_channels
    from salesmgmt.testing import organization_hiring as organization_hiring
    from salesmgmt.testing import organization_meetings as organization_meetings
    from salesmgmt.testing import organization_skills as organization_skills
    from salesmgmt.testing import organization_structure as organization_structure
    from salesmgmt.testing import organization_workload as organization_workload
    from salesmgmt.testing import plan_documents as plan_documents
    from salesmgmt.testing import reasons as reasons
    from salesmgmt.testing import records as records
    from salesmgmt.testing import schedules as schedules
    from salesmgmt.testing import tables as tables
    from salesmgmt.testing import target_pay as target_pay
    from salesmgmt.testing import targets as targets
    from salesmgmt.testing import territory as territory
    from salesmgmt.testing import territory_balancing as territory_balancing
    from salesmgmt.testing import territory_coverage as territory_coverage
    from salesmgmt.testing import territory_maps as territory_maps
    from salesmgmt.testing import territory_markets as territory_markets
    from salesmgmt.testing import territory_plans as territory_plans
    from salesmgmt.testing import territory_pool as territory_pool
    from salesmgmt.testing import territory_response as territory_response
    from salesmgmt.testing import territory_rules as territory_rules
    from salesmgmt.testing import territory_scoring as territory_scoring
    from salesmgmt.testing import workflows as workflows

__all__ = [
    "appraisal",
    "appraisal_calibration",
    "appraisal_cycle",
    "appraisal_outcomes",
    "appraisal_raters",
    "awards",
    "batches",
    "calendars",
    "company",
    "credit",
    "credit_approval",
    "credit_book",
    "credit_decisions",
    "credit_exposure",
    "credit_limits",
    "credit_replay",
    "credit_terms",
    "criteria",
    "errors",
    "incentives",
    "money",
    "organization_channels",
    "organization_hiring",
    "organization_meetings",
    "organization_skills",
    "organization_structure",
    "organization_workload",
    "plan_documents",
    "reasons",
    "records",
    "schedules",
    "tables",
    "target_pay",
    "targets",
    "territory",
    "territory_balancing",
    "territory_coverage",
    "territory_maps",
    "territory_markets",
    "territory_plans",
    "territory_pool",
    "territory_response",
    "territory_rules",
    "territory_scoring",
    "workflows",
]

if not TYPE_CHECKING:  # what is not there must stay unknown to type checkers

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
        return import_module(f"salesmgmt.testing.{name}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
