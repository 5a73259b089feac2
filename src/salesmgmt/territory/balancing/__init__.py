"""Aligning accounts without a map: balanced measures, capacities, eligibility, little disruption."""

from salesmgmt.territory.balancing.aligned import Aligned, AlignmentStatus
from salesmgmt.territory.balancing.balance import Balance
from salesmgmt.territory.balancing.settings import Balanced, Capacity, Disruption, Eligibility

__all__ = ["Aligned", "AlignmentStatus", "Balance", "Balanced", "Capacity", "Disruption", "Eligibility"]
