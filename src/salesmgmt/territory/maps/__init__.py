"""Maps of units: where they stand, what they weigh, who is next to whom, and how far it is."""

from salesmgmt.territory.maps.distances import DistanceTable, Euclidean
from salesmgmt.territory.maps.units import MapUnit, SalesMap

__all__ = ["DistanceTable", "Euclidean", "MapUnit", "SalesMap"]
