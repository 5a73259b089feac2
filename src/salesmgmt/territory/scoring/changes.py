"""What it counts that units leave the territory where they stand today."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from attrs import frozen

from salesmgmt.territory.maps.objectives import Continuity
from salesmgmt.territory.maps.units import SalesMap
from salesmgmt.territory.plans.plan import TerritoryPlan

__all__ = ["Changes", "changes_of"]


@frozen(eq=False)
class Changes:
    """Changes in whole numbers.

    Attributes:
        today: By unit, the territory where it stands; -1 for none of these.
        costs: By unit, what leaving it counts.
        rows: By territory and unit, what standing there counts.
        scale: What all of these have been multiplied by.
    """

    today: list[int]
    costs: list[int]
    rows: list[list[int]]
    scale: int

    @property
    def most(self) -> int:
        """What it counts when everything moves."""
        return sum(cost for cost, place in zip(self.costs, self.today, strict=True) if place >= 0)

    def of(self, owner: Sequence[int]) -> int:
        """What a plan counts."""
        return sum(self.rows[place][unit] for unit, place in enumerate(owner))

    def moved(self, owner: Sequence[int]) -> int:
        """How many units leave the territory where they stand."""
        return sum(was >= 0 and was != now for was, now in zip(self.today, owner, strict=True))

    def of_names(self, owner: Sequence[int]) -> list[list[int]]:
        """By part of a plan and territory, what it counts if that part gets that name."""
        found = [[0] * len(self.rows) for _ in self.rows]
        for unit, place in enumerate(owner):
            for name, row in enumerate(self.rows):
                found[place][name] += row[unit]
        return found


def changes_of(
    continuity: Continuity, sales_map: SalesMap, territories: Sequence[str], current: TerritoryPlan
) -> Changes:
    """What changes count.

    Args:
        continuity: What a unit counts.
        sales_map: The map.
        territories: Identifiers of the territories, in their order.
        current: Who sells where today, unless `continuity` has a plan of its own.
    """
    place_of = {name: place for place, name in enumerate(territories)}
    standing = (continuity.plan or current).by_account()
    today = [place_of.get(standing.get(unit.id, ""), -1) for unit in sales_map.units]
    special = dict(continuity.costs)
    if continuity.measure is None:
        hefts: Sequence[int | Fraction] = [1] * len(sales_map)
    else:
        hefts = sales_map.figures.column(continuity.measure).values
    exact = [
        special.get(unit.id, continuity.weight * heft)
        for unit, heft in zip(sales_map.units, hefts, strict=True)
    ]
    scale = lcm(*(cost.denominator for cost in exact)) if exact else 1
    costs = [int(cost * scale) for cost in exact]
    rows = [
        [cost if was not in (-1, place) else 0 for cost, was in zip(costs, today, strict=True)]
        for place in range(len(territories))
    ]
    return Changes(today, costs, rows, scale)
