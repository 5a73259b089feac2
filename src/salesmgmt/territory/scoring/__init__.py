"""Plans on a map, scored: metrics, before and after, the frontier of trade-offs, and one unit's place."""

from salesmgmt.territory.scoring.comparing import MapComparison
from salesmgmt.territory.scoring.scores import MapScore, TerritoryScore
from salesmgmt.territory.scoring.scoring import MapScoring

__all__ = ["MapComparison", "MapScore", "MapScoring", "TerritoryScore"]
