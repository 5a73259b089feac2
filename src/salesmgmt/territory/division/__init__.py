"""Division: by region, product, customer or one inside the other; checked, priced, advised, staffed."""

from salesmgmt.territory.division.advice import (
    DivisionAdvice,
    DivisionAlternative,
    DivisionDecision,
    MarketProfile,
)
from salesmgmt.territory.division.checking import (
    CoverageCheck,
    CoverageFinding,
    CoverageFindingKind,
    check_coverage,
    market_grid,
)
from salesmgmt.territory.division.costs import (
    CoverageCost,
    CoverageCostKind,
    CoverageCostLine,
    CoverageCosts,
    revenue_by_cell,
)
from salesmgmt.territory.division.coverage import Cell, Coverage, Step
from salesmgmt.territory.division.dividing import (
    Division,
    DivisionKind,
    DivisionPolicy,
    Members,
    Part,
    by_customer_group,
    by_product,
    by_region,
)
from salesmgmt.territory.division.headcount import (
    CallPlan,
    HeadcountLine,
    HeadcountPlan,
    HeadcountPolicy,
    SharedWork,
)
from salesmgmt.territory.division.overlays import LayeredCoverage, LayeredDivision, Overlay, OverlayCoverage
from salesmgmt.territory.division.responsibilities import Responsibility, responsibilities_of

__all__ = [
    "CallPlan",
    "Cell",
    "Coverage",
    "CoverageCheck",
    "CoverageCost",
    "CoverageCostKind",
    "CoverageCostLine",
    "CoverageCosts",
    "CoverageFinding",
    "CoverageFindingKind",
    "Division",
    "DivisionAdvice",
    "DivisionAlternative",
    "DivisionDecision",
    "DivisionKind",
    "DivisionPolicy",
    "HeadcountLine",
    "HeadcountPlan",
    "HeadcountPolicy",
    "LayeredCoverage",
    "LayeredDivision",
    "MarketProfile",
    "Members",
    "Overlay",
    "OverlayCoverage",
    "Part",
    "Responsibility",
    "SharedWork",
    "Step",
    "by_customer_group",
    "by_product",
    "by_region",
    "check_coverage",
    "market_grid",
    "responsibilities_of",
    "revenue_by_cell",
]
