"""Who sells where: how a market is divided, and who looks after which part of it."""

from salesmgmt.territory.coverage import Cell, Coverage, Step
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
from salesmgmt.territory.plans import Placement, PlanStatus, Territory, TerritoryPlan

__all__ = [
    "AccountFigures",
    "Cell",
    "Coverage",
    "Division",
    "DivisionKind",
    "DivisionPolicy",
    "Figure",
    "FigureLike",
    "MeasureColumn",
    "Members",
    "Part",
    "Placement",
    "PlanStatus",
    "Step",
    "Territory",
    "TerritoryPlan",
    "by_customer_group",
    "by_product",
    "by_region",
]
