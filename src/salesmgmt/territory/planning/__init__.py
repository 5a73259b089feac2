"""From a policy and a map to a plan: the alignment itself."""

from salesmgmt.territory.planning.aligning import MapAlignment

__all__ = ["MapAlignment"]
