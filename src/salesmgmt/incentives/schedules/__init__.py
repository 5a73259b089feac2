"""From a base to pay: flat rates, tiers, curves, tables of several dimensions, and rules.

A schedule answers with slices: which part of the base earns what. Their pay is exact; the component that uses
the schedule rounds it once.
"""

from salesmgmt.incentives.schedules.axes import Axis
from salesmgmt.incentives.schedules.bounds import Bound, Boundary, BoundLike, KeyKind
from salesmgmt.incentives.schedules.building import RatesLike, accelerated, uplift
from salesmgmt.incentives.schedules.curves import Beyond, Curve, Point, PointsLike
from salesmgmt.incentives.schedules.flat import Flat
from salesmgmt.incentives.schedules.matrices import Cells, CellsLike, Matrix
from salesmgmt.incentives.schedules.monotone import Violation
from salesmgmt.incentives.schedules.pays import Method, Pays, PaysLike
from salesmgmt.incentives.schedules.rules import Rule, Rules
from salesmgmt.incentives.schedules.schedule import AnySchedule, Schedule, ScheduleLike, as_schedule
from salesmgmt.incentives.schedules.slices import AxisKey, Slice
from salesmgmt.incentives.schedules.stepped import Amounts, Marginal, Whole
from salesmgmt.incentives.schedules.steps import Step
from salesmgmt.incentives.schedules.tiers import Tier, TiersLike

__all__ = [
    "Amounts",
    "AnySchedule",
    "Axis",
    "AxisKey",
    "Beyond",
    "Bound",
    "BoundLike",
    "Boundary",
    "Cells",
    "CellsLike",
    "Curve",
    "Flat",
    "KeyKind",
    "Marginal",
    "Matrix",
    "Method",
    "Pays",
    "PaysLike",
    "Point",
    "PointsLike",
    "RatesLike",
    "Rule",
    "Rules",
    "Schedule",
    "ScheduleLike",
    "Slice",
    "Step",
    "Tier",
    "TiersLike",
    "Violation",
    "Whole",
    "accelerated",
    "as_schedule",
    "uplift",
]
