"""Who sells where: how a market is divided, and who looks after which part of it."""

from salesmgmt.territory.advice import DivisionAdvice, DivisionAlternative, DivisionDecision, MarketProfile
from salesmgmt.territory.balancing import (
    Aligned,
    AlignmentStatus,
    Balance,
    Balanced,
    Capacity,
    Disruption,
    Eligibility,
)
from salesmgmt.territory.coverage import Cell, Coverage, Step
from salesmgmt.territory.coverage_check import (
    CoverageCheck,
    CoverageFinding,
    CoverageFindingKind,
    check_coverage,
    market_grid,
)
from salesmgmt.territory.coverage_costs import (
    CoverageCost,
    CoverageCostKind,
    CoverageCostLine,
    CoverageCosts,
    revenue_by_cell,
)
from salesmgmt.territory.division import (
    Division,
    DivisionKind,
    DivisionPolicy,
    Members,
    Part,
    by_customer_group,
    by_product,
    by_region,
)
from salesmgmt.territory.figures import AccountFigures, Figure, FigureLike, MeasureColumn
from salesmgmt.territory.headcount import CallPlan, HeadcountLine, HeadcountPlan, HeadcountPolicy, SharedWork
from salesmgmt.territory.loads import AccountMove, TerritoryLoad, loads_of
from salesmgmt.territory.overlays import LayeredCoverage, LayeredDivision, Overlay, OverlayCoverage
from salesmgmt.territory.plans import Placement, PlanStatus, Territory, TerritoryPlan
from salesmgmt.territory.responsibilities import Responsibility, responsibilities_of

__all__ = [
    "AccountFigures",
    "AccountMove",
    "Aligned",
    "AlignmentStatus",
    "Balance",
    "Balanced",
    "CallPlan",
    "Capacity",
    "Cell",
    "Coverage",
    "CoverageCheck",
    "CoverageCost",
    "CoverageCostKind",
    "CoverageCostLine",
    "CoverageCosts",
    "CoverageFinding",
    "CoverageFindingKind",
    "Disruption",
    "Division",
    "DivisionAdvice",
    "DivisionAlternative",
    "DivisionDecision",
    "DivisionKind",
    "DivisionPolicy",
    "Eligibility",
    "Figure",
    "FigureLike",
    "HeadcountLine",
    "HeadcountPlan",
    "HeadcountPolicy",
    "LayeredCoverage",
    "LayeredDivision",
    "MarketProfile",
    "MeasureColumn",
    "Members",
    "Overlay",
    "OverlayCoverage",
    "Part",
    "Placement",
    "PlanStatus",
    "Responsibility",
    "SharedWork",
    "Step",
    "Territory",
    "TerritoryLoad",
    "TerritoryPlan",
    "by_customer_group",
    "by_product",
    "by_region",
    "check_coverage",
    "loads_of",
    "market_grid",
    "responsibilities_of",
    "revenue_by_cell",
]
