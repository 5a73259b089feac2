"""Hypothesis strategies for maps, what is asked of a division of them, and what an alignment finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from attrs import frozen
from hypothesis import strategies as st

from salesmgmt.money import Money
from salesmgmt.territory import (
    Between,
    Continuity,
    CutEdges,
    DistanceTable,
    Euclidean,
    HomeBase,
    MapAlignment,
    MapObjective,
    MapPlan,
    MapPlanStatus,
    MapUnit,
    MomentOfInertia,
    Perimeter,
    SalesMap,
    Territory,
    TerritoryPlan,
    TravelTime,
    WeightedObjective,
    Within,
)
from salesmgmt.testing.money import moneys
from salesmgmt.testing.territory_plans import territories, territory_plans

__all__ = [
    "STRATEGIES",
    "MapCase",
    "betweens",
    "continuities",
    "cut_edges",
    "distance_tables",
    "euclideans",
    "home_bases",
    "map_alignments",
    "map_plan_statuses",
    "map_plans",
    "map_units",
    "moments_of_inertia",
    "perimeters",
    "sales_maps",
    "small_map_cases",
    "travel_times",
    "weighted_objectives",
    "withins",
]

_NAMES = st.text(min_size=1, max_size=8)
_PARTS = st.fractions(min_value=0, max_value=3, max_denominator=20)
_LENGTHS = st.integers(0, 50) | st.fractions(0, 50, max_denominator=8)


@frozen
class MapCase:
    """A case for an alignment on a map.

    Attributes:
        policy: The alignment.
        sales_map: The map.
        current: Who sells where today.
    """

    policy: MapAlignment
    sales_map: SalesMap
    current: TerritoryPlan


def map_units() -> st.SearchStrategy[MapUnit]:
    """Units with figures, positions and borders."""
    weights: st.SearchStrategy[int | Fraction | Money] = _LENGTHS | moneys(min_minor=0)
    figures = st.dictionaries(_NAMES, weights, max_size=2)
    places = st.integers(-(10**7), 10**7) | st.floats(-1e6, 1e6) | st.fractions(max_denominator=9)
    extents = st.none() | _LENGTHS
    borders = st.dictionaries(_NAMES, _LENGTHS, max_size=2)
    return st.builds(MapUnit, _NAMES, figures, places, places, extents, extents, borders)


@st.composite
def sales_maps(
    draw: st.DrawFn, *, min_units: int = 1, max_units: int = 9, connected: bool = False, points: bool = True
) -> SalesMap:
    """Maps of a few units with people and visits, some of them without neighbours.

    Args:
        draw: Supplied by Hypothesis.
        min_units: Fewest units.
        max_units: Most units.
        connected: Whether all units hang together.
        points: Whether the map may be one of points.
    """
    count = draw(st.integers(min_units, max_units))
    names = [f"u{number:02}" for number in range(count)]
    near: dict[str, set[str]] = {name: set() for name in names}
    lengths: dict[tuple[str, str], int] = {}
    for number, name in enumerate(names):
        others = draw(st.lists(st.sampled_from(names[:number]), max_size=2)) if number else []
        if connected and number and not others:
            others = [draw(st.sampled_from(names[:number]))]
        for other in others:
            near[name].add(other)
            near[other].add(name)
            lengths[name, other] = lengths[other, name] = draw(st.integers(1, 9))
    figures: list[dict[str, int | Fraction | Money]] = [
        {"people": draw(st.integers(0, 20)), "visits": draw(st.fractions(0, 4, max_denominator=3))}
        for _ in names
    ]
    units = [
        MapUnit(
            name,
            figures[number],
            draw(st.integers(0, 100)),
            draw(st.integers(0, 100)),
            area=draw(st.none() | st.integers(1, 9)),
            borders={other: lengths[name, other] for other in near[name]},
        )
        for number, name in enumerate(names)
    ]
    if points and draw(st.integers(0, 4)) == 0:
        bare = [MapUnit(unit.id, unit.figures, unit.x, unit.y) for unit in units]
        return SalesMap.of_points(bare)
    return SalesMap(units, near)


def euclideans() -> st.SearchStrategy[Euclidean]:
    """Straight lines in units of length."""
    units = st.integers(1, 5000) | st.fractions(Fraction(1, 100), 100, max_denominator=100)
    return st.builds(Euclidean, units, st.sampled_from(("nearest", "down")))


@st.composite
def distance_tables(draw: st.DrawFn) -> DistanceTable:
    """Ways between a few units.

    Args:
        draw: Supplied by Hypothesis.
    """
    names = draw(st.lists(_NAMES, max_size=4, unique=True))
    rows = st.lists(_LENGTHS, min_size=len(names), max_size=len(names))
    return DistanceTable(names, [draw(rows) for _ in names])


def moments_of_inertia() -> st.SearchStrategy[MomentOfInertia]:
    """Compactness by a measure or none."""
    return st.builds(MomentOfInertia, st.none() | _NAMES, euclideans() | distance_tables())


def travel_times() -> st.SearchStrategy[TravelTime]:
    """Ways to the centre."""
    return st.builds(TravelTime, euclideans() | distance_tables(), st.none() | _NAMES)


def cut_edges() -> st.SearchStrategy[CutEdges]:
    """Borders, counted."""
    return st.just(CutEdges())


def perimeters() -> st.SearchStrategy[Perimeter]:
    """Borders, measured."""
    return st.just(Perimeter())


def weighted_objectives() -> st.SearchStrategy[WeightedObjective]:
    """Objectives with weights."""
    kinds = moments_of_inertia() | travel_times() | cut_edges() | perimeters()
    return st.builds(WeightedObjective, kinds, _PARTS.filter(bool))


def withins() -> st.SearchStrategy[Within]:
    """Shares within a tolerance."""
    shares = st.dictionaries(_NAMES, _PARTS.filter(bool), max_size=2)
    return st.builds(Within, _NAMES, st.fractions(0, 1, max_denominator=20), shares)


def betweens() -> st.SearchStrategy[Between]:
    """Loads between two numbers, or two amounts."""

    def made(name: str, limits: list[Fraction], ends: int, territories: list[str]) -> Between:
        low, high = sorted(limits)
        return Between(name, low if ends != 1 else None, high if ends != 2 else None, territories)

    numbers = st.lists(_PARTS, min_size=2, max_size=2)
    money = st.builds(lambda name, most: Between(name, None, most), _NAMES, moneys(min_minor=0))
    return st.builds(made, _NAMES, numbers, st.integers(0, 2), st.lists(_NAMES, max_size=2)) | money


def continuities() -> st.SearchStrategy[Continuity]:
    """Prices of leaving a territory."""
    costs = st.dictionaries(_NAMES, _PARTS, max_size=2)
    return st.builds(Continuity, _PARTS, st.none() | _NAMES, costs, st.none() | territory_plans())


def home_bases() -> st.SearchStrategy[HomeBase]:
    """Homes of reps."""
    homes = st.dictionaries(_NAMES, _NAMES, max_size=3)
    return st.builds(HomeBase, homes, _PARTS, st.none() | _NAMES, euclideans(), st.booleans())


def map_alignments() -> st.SearchStrategy[MapAlignment]:
    """Policies, whether or not a map fits them."""
    places = st.integers(1, 12) | st.lists(
        territories().map(lambda each: Territory(each.id, each.title, each.owner)),
        min_size=1,
        max_size=3,
        unique_by=lambda each: each.id,
    )
    return st.builds(
        MapAlignment,
        places,
        st.lists(withins() | betweens(), max_size=2),
        st.lists(weighted_objectives(), min_size=1, max_size=2),
        st.none() | continuities(),
        st.none() | home_bases(),
        st.dictionaries(_NAMES, _NAMES, max_size=2),
        st.lists(st.lists(_NAMES, max_size=3), max_size=2),
        st.booleans(),
    )


@st.composite
def small_map_cases(
    draw: st.DrawFn, *, max_units: int = 9, max_territories: int = 3, plain: bool = False
) -> MapCase:
    """Cases that can be decided by trying everything.

    Args:
        draw: Supplied by Hypothesis.
        max_units: Most units.
        max_territories: Most territories.
        plain: Whether to leave out locks, homes, continuity and groups.
    """
    sales_map = draw(
        sales_maps(min_units=2, max_units=max_units, connected=draw(st.booleans()), points=False)
    )
    units = [unit.id for unit in sales_map.units]
    names = [f"t{number}" for number in range(draw(st.integers(1, min(max_territories, len(units)))))]
    line = Euclidean(Fraction(1, 10))
    table = DistanceTable.of({one: {other: draw(st.integers(0, 9)) for other in units} for one in units})
    kinds: list[MapObjective] = [
        MomentOfInertia("people", line),
        TravelTime(table, "visits"),
        CutEdges(),
        Perimeter(),
    ]
    objectives = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2, unique_by=repr))
    wide = st.fractions(Fraction(1, 5), 1, max_denominator=10)
    bounds: list[Within | Between] = [Within("people", draw(wide))] if draw(st.booleans()) else []
    if draw(st.integers(0, 2)) == 0:
        bounds.append(Between("visits", None, draw(st.integers(4, 30))))
    current = TerritoryPlan(
        "now", map(Territory, names), draw(st.dictionaries(st.sampled_from(units), st.sampled_from(names)))
    )
    if plain:
        return MapCase(MapAlignment(map(Territory, names), bounds, objectives), sales_map, current)
    homes = draw(st.dictionaries(st.sampled_from(names), st.sampled_from(units), max_size=1))
    locked = draw(st.dictionaries(st.sampled_from(units), st.sampled_from(names), max_size=2))
    for territory, unit in homes.items():
        locked[unit] = territory
    pairs = [(unit, other) for unit in units for other in sales_map.near(unit)]
    grouped = bool(pairs) and draw(st.booleans())
    policy = MapAlignment(
        map(Territory, names),
        bounds,
        objectives,
        Continuity(draw(_PARTS), draw(st.none() | st.just("people"))) if draw(st.booleans()) else None,
        HomeBase(homes, draw(_PARTS), "visits", line) if homes else None,
        locked,
        [draw(st.sampled_from(pairs))] if grouped else [],
    )
    return MapCase(policy, sales_map, current)


def map_plan_statuses() -> st.SearchStrategy[MapPlanStatus]:
    """How an alignment may end."""
    return st.sampled_from(MapPlanStatus)


def map_plans() -> st.SearchStrategy[MapPlan]:
    """What alignments of small maps find."""

    def made(case: MapCase, seed: int) -> MapPlan:
        return case.policy.align(case.sales_map, seed=seed, budget=600, rounds=5, current=case.current)

    return st.builds(made, small_map_cases(max_units=5), st.integers(0, 99))


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Between: betweens,
        Continuity: continuities,
        CutEdges: cut_edges,
        DistanceTable: distance_tables,
        Euclidean: euclideans,
        HomeBase: home_bases,
        MapAlignment: map_alignments,
        MapPlan: map_plans,
        MapPlanStatus: map_plan_statuses,
        MapUnit: map_units,
        MomentOfInertia: moments_of_inertia,
        Perimeter: perimeters,
        SalesMap: sales_maps,
        TravelTime: travel_times,
        WeightedObjective: weighted_objectives,
        Within: withins,
    }
)
