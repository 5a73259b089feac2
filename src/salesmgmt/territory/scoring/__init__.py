"""Plans on a map, scored: metrics, before and after, the frontier, one unit's place, and rules."""

from salesmgmt.territory.scoring.comparing import MapComparison
from salesmgmt.territory.scoring.exploring import FrontierSearch
from salesmgmt.territory.scoring.frontier import Frontier, FrontierPoint
from salesmgmt.territory.scoring.placing import PlaceOption, UnitPlace, place_of
from salesmgmt.territory.scoring.scores import MapScore, TerritoryScore
from salesmgmt.territory.scoring.scoring import MapScoring
from salesmgmt.territory.scoring.writing import UnitFields

__all__ = [
    "Frontier",
    "FrontierPoint",
    "FrontierSearch",
    "MapComparison",
    "MapScore",
    "MapScoring",
    "PlaceOption",
    "TerritoryScore",
    "UnitFields",
    "UnitPlace",
    "place_of",
]
