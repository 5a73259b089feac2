"""Territories of points: balanced power diagrams, and capacitated medians where nothing has borders."""

from salesmgmt.territory.points.power import power_start
from salesmgmt.territory.points.search import PointsFound, solve_points

__all__ = ["PointsFound", "power_start", "solve_points"]
