"""What can be known without a search: reasons why no plan exists, a floor under every plan, exact answers."""

from salesmgmt.territory.bounds.enumeration import Tried, enumerate_best
from salesmgmt.territory.bounds.lower import lower_bound
from salesmgmt.territory.bounds.obstacles import obstacles_of
from salesmgmt.territory.bounds.outcome import Bound

__all__ = ["Bound", "Tried", "enumerate_best", "lower_bound", "obstacles_of"]
