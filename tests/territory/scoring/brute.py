"""Metrics of a plan counted the plainest way: every pair of units, every unit as a centre, floats nowhere."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from salesmgmt.territory import Euclidean, SalesMap, TerritoryPlan

__all__ = ["components", "cuts", "diameter", "distance", "least_sum", "members"]


def distance(line: Euclidean, sales_map: SalesMap, one: str, other: str) -> int:
    """The straight line, rounded by trying: the largest whole number that is not beyond it."""
    a, b = sales_map.unit(one), sales_map.unit(other)
    square = ((Fraction(a.x) - Fraction(b.x)) ** 2 + (Fraction(a.y) - Fraction(b.y)) ** 2) / line.unit**2
    half = Fraction(1, 2) if line.rounded == "nearest" else Fraction(0)
    found = max(isqrt(square.numerator // square.denominator) - 2, 0)
    while max(found + 1 - half, Fraction(0)) ** 2 <= square:
        found += 1
    return found


def members(plan: TerritoryPlan, territory: str) -> list[str]:
    """The units of a territory."""
    return sorted(each.account for each in plan.placements if each.territory == territory)


def least_sum(
    line: Euclidean, sales_map: SalesMap, units: list[str], measure: str | None, power: int
) -> Fraction:
    """The least sum of weights times a power of the distance, over all units as the centre."""
    return min(
        (
            sum(
                (
                    Fraction(distance(line, sales_map, centre, unit) ** power)
                    * (Fraction(1) if measure is None else weight(sales_map, unit, measure))
                    for unit in units
                ),
                Fraction(0),
            )
            for centre in units
        ),
        default=Fraction(0),
    )


def weight(sales_map: SalesMap, unit: str, measure: str) -> Fraction:
    """What a unit weighs."""
    figure = sales_map.unit(unit).figure(measure)
    assert isinstance(figure, int | Fraction)
    return Fraction(figure)


def diameter(line: Euclidean, sales_map: SalesMap, units: list[str]) -> int:
    """The greatest distance of all pairs."""
    return max((distance(line, sales_map, one, other) for one in units for other in units), default=0)


def components(sales_map: SalesMap, units: list[str]) -> int:
    """Number of pieces: labels are spread until nothing changes."""
    label = {unit: number for number, unit in enumerate(units)}
    changed = True
    while changed:
        changed = False
        for unit in units:
            for other in sales_map.near(unit):
                if other in label and label[other] < label[unit]:
                    label[unit] = label[other]
                    changed = True
    return len(set(label.values()))


def cuts(plan: TerritoryPlan, sales_map: SalesMap) -> set[frozenset[str]]:
    """Pairs of neighbours in different territories."""
    owner = plan.by_account()
    return {
        frozenset((unit.id, other))
        for unit in sales_map.units
        for other in sales_map.near(unit.id)
        if unit.id in owner and other in owner and owner[unit.id] != owner[other]
    }
