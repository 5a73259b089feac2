"""The obvious ways: every division of a small map, tried; pieces and values found once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from salesmgmt.money import Money
from salesmgmt.territory import (
    Between,
    CutEdges,
    MapAlignment,
    MomentOfInertia,
    Perimeter,
    SalesMap,
    TerritoryPlan,
    TravelTime,
    Within,
)


def hangs_together(sales_map: SalesMap, units: set[str]) -> bool:
    """Whether some units are one piece, by colouring edge after edge."""
    colour = {unit: unit for unit in units}
    changed = True
    while changed:
        changed = False
        for unit in units:
            for other in sales_map.near(unit):
                if other in units and colour[other] != colour[unit]:
                    colour[other] = colour[unit] = min(colour[other], colour[unit])
                    changed = True
    return len(set(colour.values())) == 1


def is_in_pieces(sales_map: SalesMap, division: Mapping[str, str], territories: list[str]) -> bool:
    """Whether some territory is empty or falls apart."""
    return not all(
        hangs_together(sales_map, {unit for unit, at in division.items() if at == territory})
        for territory in territories
    )


def number(value: int | Fraction | Money) -> Fraction:
    return Fraction(value.minor if isinstance(value, Money) else value)


def load(sales_map: SalesMap, division: Mapping[str, str], territory: str, measure: str) -> Fraction:
    return sum(
        (number(unit.figure(measure)) for unit in sales_map.units if division[unit.id] == territory),
        Fraction(0),
    )


def keeps_bounds(policy: MapAlignment, sales_map: SalesMap, division: Mapping[str, str]) -> bool:
    names = [territory.id for territory in policy.territories]
    for bound in policy.bounds:
        total = sum((number(unit.figure(bound.measure)) for unit in sales_map.units), Fraction(0))
        for name in names:
            here = load(sales_map, division, name, bound.measure)
            if isinstance(bound, Within):
                share = Fraction(dict(bound.shares).get(name, 1))
                whole = sum((Fraction(dict(bound.shares).get(each, 1)) for each in names), Fraction(0))
                target = total * share / whole
                if abs(here - target) > target * bound.tolerance.value:
                    return False
            elif isinstance(bound, Between) and (not bound.territories or name in bound.territories):
                if bound.lower is not None and here < number(bound.lower):
                    return False
                if bound.upper is not None and here > number(bound.upper):
                    return False
    return True


def value(
    policy: MapAlignment, sales_map: SalesMap, division: Mapping[str, str], current: TerritoryPlan | None
) -> Fraction:
    """What a division comes to, by the words of the objectives."""
    names = [territory.id for territory in policy.territories]
    total = Fraction(0)
    centred = [each for each in policy.objective if isinstance(each.objective, MomentOfInertia | TravelTime)]
    for name in names if centred else []:
        inside = [unit for unit in sales_map.units if division[unit.id] == name]
        sums = []
        for centre in inside:
            cost = Fraction(0)
            for each in centred:
                objective = each.objective
                assert isinstance(objective, MomentOfInertia | TravelTime)
                for unit in inside:
                    way = Fraction(objective.distance.between(sales_map, centre.id, unit.id))
                    way = way * way if isinstance(objective, MomentOfInertia) else way
                    heft = 1 if objective.measure is None else number(unit.figure(objective.measure))
                    cost += each.weight * way * heft
            sums.append(cost)
        total += min(sums)
    for each in policy.objective:
        for unit in sales_map.units:
            for other in sales_map.near(unit.id):
                if unit.id < other and division[unit.id] != division[other]:
                    if isinstance(each.objective, CutEdges):
                        total += each.weight
                    elif isinstance(each.objective, Perimeter):
                        total += each.weight * (unit.border(other) or 0)
    if policy.continuity is not None:
        plan = policy.continuity.plan or current
        assert plan is not None
        for unit in sales_map.units:
            today = plan.territory_of(unit.id)
            if today in names and today != division[unit.id]:
                measure = policy.continuity.measure
                cost = policy.continuity.weight * (1 if measure is None else number(unit.figure(measure)))
                total += dict(policy.continuity.costs).get(unit.id, cost)
    if policy.homes is not None:
        for name, home in policy.homes.homes:
            for unit in sales_map.units:
                if division[unit.id] == name:
                    way = Fraction(policy.homes.distance.between(sales_map, home, unit.id))
                    measure = policy.homes.measure
                    total += (
                        policy.homes.weight * way * (1 if measure is None else number(unit.figure(measure)))
                    )
    return total


def divisions(policy: MapAlignment, sales_map: SalesMap) -> Iterator[dict[str, str]]:
    """Every division that keeps everything."""
    names = [territory.id for territory in policy.territories]
    units = [unit.id for unit in sales_map.units]
    pinned = dict(policy.locked)
    if policy.homes is not None and policy.homes.inside:
        pinned |= {unit: territory for territory, unit in policy.homes.homes}
    choices = [[pinned[unit]] if unit in pinned else names for unit in units]
    for places in product(*choices):
        division = dict(zip(units, places, strict=True))
        if any(len({division[unit] for unit in group}) > 1 for group in policy.together if group):
            continue
        if not keeps_bounds(policy, sales_map, division):
            continue
        if sales_map.neighbours is not None and is_in_pieces(sales_map, division, names):
            continue
        yield division
