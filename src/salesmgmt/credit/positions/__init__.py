"""A customer's position: the seam between what is owed and what is decided."""

from salesmgmt.credit.positions.from_facts import position_in, position_of
from salesmgmt.credit.positions.position import ManualStatus, OpenOrder, PoolPosition, Position

__all__ = ["ManualStatus", "OpenOrder", "PoolPosition", "Position", "position_in", "position_of"]
