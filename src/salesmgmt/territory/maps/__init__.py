"""Maps of units: where they stand, what they weigh, who is next to whom, and what a plan on them aims at."""

from salesmgmt.territory.maps.bounds import Between, LoadBound, Within
from salesmgmt.territory.maps.distances import DistanceTable, Euclidean
from salesmgmt.territory.maps.objectives import (
    Continuity,
    CutEdges,
    HomeBase,
    MapObjective,
    MomentOfInertia,
    Perimeter,
    TravelTime,
    WeightedObjective,
)
from salesmgmt.territory.maps.outcome import MapPlan, MapPlanStatus
from salesmgmt.territory.maps.units import MapUnit, SalesMap

__all__ = [
    "Between",
    "Continuity",
    "CutEdges",
    "DistanceTable",
    "Euclidean",
    "HomeBase",
    "LoadBound",
    "MapObjective",
    "MapPlan",
    "MapPlanStatus",
    "MapUnit",
    "MomentOfInertia",
    "Perimeter",
    "SalesMap",
    "TravelTime",
    "WeightedObjective",
    "Within",
]
