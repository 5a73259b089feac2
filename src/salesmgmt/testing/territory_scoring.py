"""Hypothesis strategies for metrics, frontiers, the place of a unit, and plans on maps as rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from attrs import frozen
from hypothesis import strategies as st

from salesmgmt.money import Rate
from salesmgmt.reasons import Reason
from salesmgmt.territory import (
    Euclidean,
    Frontier,
    FrontierPoint,
    FrontierSearch,
    MapAlignment,
    MapComparison,
    MapScore,
    MapScoring,
    MapUnit,
    MomentOfInertia,
    PlaceOption,
    SalesMap,
    Territory,
    TerritoryPlan,
    TerritoryScore,
    TravelTime,
    UnitFields,
    UnitPlace,
    Within,
)
from salesmgmt.testing.money import rates
from salesmgmt.testing.territory_maps import (
    betweens,
    map_alignments,
    moments_of_inertia,
    sales_maps,
    travel_times,
    withins,
)
from salesmgmt.testing.territory_plans import territory_plans

__all__ = [
    "STRATEGIES",
    "ScoredCase",
    "frontier_points",
    "frontier_searches",
    "frontiers",
    "map_comparisons",
    "map_scores",
    "map_scorings",
    "place_options",
    "scored_cases",
    "territory_scores",
    "unit_fields",
    "unit_places",
]

_NAMES = st.text(min_size=1, max_size=8)
_PARTS = st.fractions(0, 9, max_denominator=20)


@frozen
class ScoredCase:
    """A map, two plans on it, and what they are measured by.

    Attributes:
        sales_map: The map.
        before: A plan that may leave units out.
        after: Another one.
        scoring: The scoring.
    """

    sales_map: SalesMap
    before: TerritoryPlan
    after: TerritoryPlan
    scoring: MapScoring


@st.composite
def scored_cases(draw: st.DrawFn, *, whole: bool = False, max_units: int = 9) -> ScoredCase:
    """Small maps with geometry here and there, and two plans on them.

    Args:
        draw: Supplied by Hypothesis.
        whole: Whether the plans place every unit.
        max_units: Most units.
    """
    plain = draw(sales_maps(max_units=max_units))
    measured = draw(st.booleans())
    units = []
    for unit in plain.units:
        outline = sum((length for _, length in unit.borders), Fraction(0)) + draw(st.integers(0, 9))
        known = measured or draw(st.integers(0, 5)) > 0
        area = draw(st.integers(1, 9)) if known else None
        units.append(
            MapUnit(unit.id, unit.figures, unit.x, unit.y, area, outline if known else None, unit.borders)
        )
    sales_map = SalesMap(units, plain.neighbours)
    names = [f"t{number}" for number in range(draw(st.integers(1, 3)))]
    places = st.sampled_from(names) if whole else st.sampled_from([*names, None])

    def plan(identifier: str) -> TerritoryPlan:
        placed = {unit.id: draw(places) for unit in units}
        kept = {unit: place for unit, place in placed.items() if place is not None}
        return TerritoryPlan(identifier, [Territory(name, owner=name) for name in names], kept)

    line = Euclidean(Fraction(1, 10), draw(st.sampled_from(("nearest", "down"))))
    homes = draw(
        st.dictionaries(st.sampled_from(names), st.sampled_from([unit.id for unit in units]), max_size=2)
    )
    scoring = MapScoring(
        MomentOfInertia(draw(st.sampled_from((None, "people", "visits"))), line),
        draw(st.none() | st.just(TravelTime(line, "visits"))),
        homes,
    )
    return ScoredCase(sales_map, plan("before"), plan("after"), scoring)


def map_scorings() -> st.SearchStrategy[MapScoring]:
    """What plans are measured by."""
    homes = st.dictionaries(_NAMES, _NAMES, max_size=2)
    bounds = st.lists(withins() | betweens(), max_size=2)
    measures = st.none() | st.lists(_NAMES, max_size=2)
    return st.builds(
        MapScoring, st.none() | moments_of_inertia(), st.none() | travel_times(), homes, bounds, measures
    )


def territory_scores() -> st.SearchStrategy[TerritoryScore]:
    """Territories, measured."""
    maybe = st.none() | _PARTS
    counts = st.none() | st.integers(0, 9)
    return st.builds(
        TerritoryScore,
        _NAMES,
        st.integers(0, 99),
        st.none() | _NAMES,
        _PARTS,
        maybe,
        _PARTS,
        counts,
        counts,
        maybe,
        maybe,
    )


def map_scores() -> st.SearchStrategy[MapScore]:
    """Plans, measured."""
    return scored_cases().map(lambda case: case.scoring.score(case.before, case.sales_map))


def map_comparisons() -> st.SearchStrategy[MapComparison]:
    """Plans before and after."""
    return scored_cases(max_units=6).map(
        lambda case: case.scoring.compare(case.before, case.after, case.sales_map)
    )


def frontier_points() -> st.SearchStrategy[FrontierPoint]:
    """Plans of a frontier."""
    return st.builds(
        FrontierPoint,
        territory_plans(),
        _PARTS,
        _PARTS,
        st.integers(0, 99),
        _PARTS,
        st.none() | rates(min_value=0),
        st.none() | _PARTS,
    )


def frontiers() -> st.SearchStrategy[Frontier]:
    """Frontiers of any plans, some without any."""

    def made(current: TerritoryPlan, points: list[FrontierPoint], steps: int, seed: int) -> Frontier:
        kept: list[FrontierPoint] = []
        for point in points:
            if not any(one.dominates(point) or point.dominates(one) for one in kept):
                kept.append(point)
        reasons = () if kept else (Reason("territory.alignment.none", {"steps": steps}),)
        return Frontier(current, kept, reasons, steps, seed)

    points = st.lists(frontier_points(), max_size=4)
    return st.builds(made, territory_plans(), points, st.integers(0, 10**6), st.integers())


def frontier_searches() -> st.SearchStrategy[FrontierSearch]:
    """Policies that look for frontiers."""

    def made(alignment: MapAlignment, points: int, penalties: list[Fraction], share: Rate) -> FrontierSearch:
        tolerances = [share] if any(isinstance(each, Within) for each in alignment.bounds) else []
        return FrontierSearch(alignment, points, penalties, tolerances)

    return st.builds(
        made,
        map_alignments(),
        st.integers(0, 9),
        st.lists(_PARTS, max_size=2),
        rates(min_value=0, max_value=1),
    )


def place_options() -> st.SearchStrategy[PlaceOption]:
    """Other territories for a unit."""
    empty = _NAMES.map(lambda name: Reason("territory.unit.empty", {"territory": name}))
    maybe = st.none() | st.fractions(-9, 9, max_denominator=20)
    return st.builds(PlaceOption, _NAMES, maybe, maybe, st.lists(empty, max_size=2))


def unit_places() -> st.SearchStrategy[UnitPlace]:
    """Units and their other places."""
    return st.builds(
        UnitPlace,
        _NAMES,
        _NAMES,
        _PARTS,
        st.none() | _NAMES,
        st.lists(place_options(), max_size=3),
        st.lists(_NAMES, max_size=3),
        st.lists(_held(), max_size=1),
    )


def _held() -> st.SearchStrategy[Reason]:
    return st.builds(
        lambda unit, territory: Reason("territory.unit.locked", {"unit": unit, "territory": territory}),
        _NAMES,
        _NAMES,
    )


def unit_fields() -> st.SearchStrategy[UnitFields]:
    """How accounts say in which unit they are."""
    fields = st.sampled_from(("area", "town", "postal_code", "id"))
    groups = st.dictionaries(
        st.sampled_from(("region", "province")), st.dictionaries(_NAMES, _NAMES, max_size=3), max_size=2
    )
    return st.builds(UnitFields, fields, groups)


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Frontier: frontiers,
        FrontierPoint: frontier_points,
        FrontierSearch: frontier_searches,
        MapComparison: map_comparisons,
        MapScore: map_scores,
        MapScoring: map_scorings,
        PlaceOption: place_options,
        TerritoryScore: territory_scores,
        UnitFields: unit_fields,
        UnitPlace: unit_places,
    }
)
