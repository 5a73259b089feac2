"""Who sells where: how a market is divided, and who looks after which part of it."""

from salesmgmt.territory.coverage import Cell, Coverage, Step
from salesmgmt.territory.division import (
    Division,
    DivisionKind,
    DivisionPolicy,
    Part,
    by_customer_group,
    by_product,
    by_region,
)

__all__ = [
    "Cell",
    "Coverage",
    "Division",
    "DivisionKind",
    "DivisionPolicy",
    "Part",
    "Step",
    "by_customer_group",
    "by_product",
    "by_region",
]
