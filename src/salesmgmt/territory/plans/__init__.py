"""Plans: who sells where, what accounts weigh, what territories carry, and two plans compared."""

from salesmgmt.territory.plans.comparing import DatedMove, PlanDiff, diff, moves_by_date
from salesmgmt.territory.plans.figures import AccountFigures, Figure, FigureLike, MeasureColumn
from salesmgmt.territory.plans.loads import AccountMove, TerritoryLoad, loads_of
from salesmgmt.territory.plans.plan import Placement, PlanStatus, Territory, TerritoryPlan

__all__ = [
    "AccountFigures",
    "AccountMove",
    "DatedMove",
    "Figure",
    "FigureLike",
    "MeasureColumn",
    "Placement",
    "PlanDiff",
    "PlanStatus",
    "Territory",
    "TerritoryLoad",
    "TerritoryPlan",
    "diff",
    "loads_of",
    "moves_by_date",
]
