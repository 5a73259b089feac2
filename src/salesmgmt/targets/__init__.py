"""How much: a year's total cascaded down the organisation and over its months, and attainment."""

from salesmgmt.targets.attainment import attainment
from salesmgmt.targets.branches import Branch, WeightLike, branches_of
from salesmgmt.targets.cascade import Cascade, PeriodTarget, Target, TargetTree
from salesmgmt.targets.seasonality import Seasonality

__all__ = [
    "Branch",
    "Cascade",
    "PeriodTarget",
    "Seasonality",
    "Target",
    "TargetTree",
    "WeightLike",
    "attainment",
    "branches_of",
]
