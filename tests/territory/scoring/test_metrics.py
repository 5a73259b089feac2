"""Metrics against the plainest count, and the comparison of two plans."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import pi
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import BatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.territory import (
    Between,
    CutEdges,
    Euclidean,
    HomeBase,
    MapAlignment,
    MapPlan,
    MapScore,
    MapScoring,
    MapUnit,
    MomentOfInertia,
    SalesMap,
    Territory,
    TerritoryPlan,
    TerritoryScore,
    TravelTime,
    Within,
    diff,
)
from salesmgmt.territory.scoring.matching import cheapest_matching
from salesmgmt.testing.territory_maps import MapCase, map_plans, small_map_cases
from salesmgmt.testing.territory_scoring import ScoredCase, scored_cases
from tests.territory.scoring import brute

pytestmark = pytest.mark.properties

LINE = Euclidean(1)


@given(scored_cases())
def test_metrics_are_those_of_brute_force(case: ScoredCase) -> None:
    plan, sales_map, scoring = case.before, case.sales_map, case.scoring
    assert scoring.compactness is not None
    line = scoring.compactness.distance
    assert isinstance(line, Euclidean)
    score = scoring.score(plan, sales_map)
    homes = dict(scoring.homes) if not problems_of(scoring, plan) else {}
    cuts = brute.cuts(plan, sales_map)
    for each in score.territories:
        units = brute.members(plan, each.territory)
        assert each.units == len(units)
        assert each.moment == brute.least_sum(line, sales_map, units, scoring.compactness.measure, 2)
        assert each.diameter == brute.diameter(line, sales_map, units)
        if scoring.travel is None:
            assert each.travel is None
        elif each.territory in homes:
            home = homes[each.territory]
            assert each.travel == sum(
                brute.distance(line, sales_map, home, unit) * brute.weight(sales_map, unit, "visits")
                for unit in units
            )
        else:
            assert each.travel == brute.least_sum(line, sales_map, units, "visits", 1)
        if sales_map.neighbours is None:
            assert each.pieces is None
            assert each.cut_edges is None
        else:
            assert each.pieces == brute.components(sales_map, units)
            assert each.cut_edges == sum(bool(pair & set(units)) for pair in cuts)
        check_outline(sales_map, units, each)
    for measure in score.measures:
        loads = [load for load in score.loads if load.measure == measure]
        total = sum(brute.weight(sales_map, unit.id, measure) for unit in sales_map.units)
        mine = [
            sum(brute.weight(sales_map, unit, measure) for unit in brute.members(plan, load.territory))
            for load in loads
        ]
        assert [load.load for load in loads] == mine
        share = Fraction(total) / len(loads)
        if share:
            assert score.deviation(measure) == max(abs(each / share - 1) for each in mine)
            assert score.mean_deviation(measure) == sum(abs(each / share - 1) for each in mine) / len(mine)
    placed = plan.by_account()
    assert score.unplaced == tuple(unit.id for unit in sales_map.units if unit.id not in placed)
    if sales_map.neighbours is not None:
        assert score.cut_edges == len(cuts)
        assert score.contiguous is all(each.pieces in (0, 1) for each in score.territories)
    assert score.table("zh").records()
    assert len(score.records()) == len(score.territories)


def problems_of(scoring: MapScoring, plan: TerritoryPlan) -> list[str]:
    known = {territory.id for territory in plan.territories}
    return [territory for territory, _ in scoring.homes if territory not in known]


def check_outline(sales_map: SalesMap, units: list[str], each: TerritoryScore) -> None:
    """Area and perimeter, from what lies outside of the territory instead of inside."""
    areas = [sales_map.unit(unit).area for unit in units]
    if not units or None in areas:
        assert each.area is None
        assert each.polsby_popper is None
        return
    assert each.area == sum(area or 0 for area in areas)
    assert each.perimeter is not None
    outside = Fraction(0)
    for unit in map(sales_map.unit, units):
        shared = sum((length for _, length in unit.borders), Fraction(0))
        outside += (unit.perimeter or 0) - shared  # the coast
        outside += sum(length for other, length in unit.borders if other not in units)
    assert each.perimeter == outside
    if outside:
        assert each.polsby_popper is not None
        wanted = 4 * pi * float(each.area) / float(outside) ** 2
        assert abs(float(each.polsby_popper) - wanted) < 1e-9 + 1e-12 * wanted


@given(scored_cases())
def test_a_comparison_says_what_the_scores_and_the_difference_say(case: ScoredCase) -> None:
    both = case.scoring.compare(case.before, case.after, case.sales_map)
    before, after = case.before.by_account(), case.after.by_account()
    moved = [unit for unit in sorted({*before} & {*after}) if before[unit] != after[unit]]
    gone = [unit for unit in before if unit not in after]
    assert list(both.moved) == moved
    assert list(both.changed_hands) == moved  # each territory has its own owner
    assert both.share_moved() == (Fraction(len(moved) + len(gone), len(before)) if before else 0)
    assert both.change == diff(case.before, case.after, case.sales_map.figures)
    rows = {(row["metric"], row["measure"]): row for row in both.records()}
    assert rows["moment", None]["before"] == both.before.moment
    assert rows["moment", None]["change"] == both.after.moment - both.before.moment
    assert rows["moved_units", None]["after"] == len(moved)
    people = sum(brute.weight(case.sales_map, unit, "people") for unit in moved)
    assert rows["moved_figure", "people"]["after"] == people
    assert ("cut_edges", None) in rows or case.sales_map.neighbours is None
    for lang in ("en", "zh"):
        assert len(both.table(lang).rows) == len(rows)
        assert both.territory_table(lang).columns


@given(map_plans())
def test_whatever_an_alignment_found_can_be_told(plan: MapPlan) -> None:
    if not plan.assignment:
        with pytest.raises(InvalidValueError, match="have a division"):
            MapScoring().score(plan, SalesMap([MapUnit("a")], {}))


@given(small_map_cases(max_units=7), st.integers(0, 9))
def test_loads_and_moments_are_those_of_the_alignment(case: MapCase, seed: int) -> None:
    policy, sales_map, current = case.policy, case.sales_map, case.current
    plan = policy.align(sales_map, seed=seed, budget=600, rounds=0, current=current)
    if not plan.assignment:
        return
    score = MapScoring.of(policy).score(plan, sales_map)
    told = {(load.territory, load.measure): load for load in score.loads}
    for load in plan.loads:
        mine = told[load.territory, load.measure]
        assert (mine.load, mine.target) == (load.load, load.target)
        assert bool(mine.excess) is bool(load.excess)
    assert score.contiguous in (True, None)
    objectives = [each.objective for each in policy.objective]
    alone = len(objectives) == 1 and policy.continuity is None and policy.homes is None
    if alone and isinstance(objectives[0], MomentOfInertia):
        assert plan.value is not None
        assert score.moment == plan.value
        assert [(each.territory, each.centre) for each in score.territories] == list(plan.centres)
    if alone and isinstance(objectives[0], TravelTime):
        assert score.travel == plan.value
    if alone and isinstance(objectives[0], CutEdges):
        assert score.cut_edges == plan.value


def square() -> SalesMap:
    """Two by two squares of side 1."""
    worth = [Money.of("USD 10"), Money.of("USD 20")]
    units = [
        MapUnit(
            f"{x}{y}",
            (("visits", 1 + x), ("sales", worth[y])),
            x,
            y,
            area=1,
            perimeter=4,
            borders={f"{1 - x}{y}": 1, f"{x}{1 - y}": 1},
        )
        for x in (0, 1)
        for y in (0, 1)
    ]
    near = {unit.id: [other for other, _ in unit.borders] for unit in units}
    return SalesMap(units, near)


def halves(*, upright: bool) -> TerritoryPlan:
    return TerritoryPlan(
        "halves",
        [Territory("A", owner="ann"), Territory("B", owner="bob")],
        {f"{x}{y}": "AB"[x if upright else y] for x in (0, 1) for y in (0, 1)},
    )


def test_a_square_is_measured_as_by_hand() -> None:
    score = MapScoring(MomentOfInertia("visits", Euclidean("0.1"))).score(halves(upright=True), square())
    assert score.cut_edges == score.border == score.pieces == 2
    assert score.contiguous
    assert [each.perimeter for each in score.territories] == [6, 6]
    assert score.polsby_popper == score.least_polsby_popper
    assert abs(float(score.polsby_popper or 0) - 4 * pi * 2 / 36) < 1e-9
    assert score.moment == 100 + 200
    assert score.diameter == 10
    assert score.deviation("visits") == Fraction(1, 3)
    assert score.deviation("sales") == 0
    assert score.table().text().splitlines()[2].split() == [
        *("A", "2", "00", "0%", "-33.3%", "100", "-", "10", "1", "2", "69.8%")
    ]
    assert repr(score) == "MapScore('halves', 2 territories, in one piece each)"
    assert score.territory("B").units == 2
    with pytest.raises(UnknownIdentifierError, match="be a territory"):
        score.territory("C")
    with pytest.raises(UnknownIdentifierError, match="be one of sales, visits"):
        score.deviation("people")


def test_without_geometry_nothing_is_round() -> None:
    plan = halves(upright=True)
    bare = SalesMap([MapUnit(f"{x}{y}", x=x, y=y) for x in (0, 1) for y in (0, 1)], None)
    with pytest.raises(InvalidValueError, match="be smaller"):
        MapScoring(MomentOfInertia(None, LINE)).score(plan, bare)
    found = MapScoring().score(plan, bare)
    assert found.diameter == 1000  # thousandths, since the map is 1 wide
    assert found.moment == 2 * 1000**2
    wide = SalesMap.of_points([evolve(unit, x=unit.x * 10**7) for unit in bare.units])
    assert MapScoring().score(halves(upright=False), wide).diameter == 10_000
    assert found.polsby_popper is None
    assert found.least_polsby_popper is None
    assert found.pieces is None
    assert found.border is None
    assert repr(found) == "MapScore('halves', 2 territories)"
    # Where one unit of the map has no outline, its territory has none; the mean would not be one of all.
    half = SalesMap(
        [evolve(unit, area=None) if unit.id == "00" else unit for unit in square().units],
        square().neighbours,
    )
    score2 = MapScoring(MomentOfInertia(None, Euclidean("0.1"))).score(plan, half)
    assert score2.polsby_popper is None
    assert score2.territory("B").polsby_popper is not None


def test_homes_and_bounds_come_from_the_alignment() -> None:
    line = Euclidean("0.1")
    policy = MapAlignment(
        [Territory("A"), Territory("B")],
        [
            Within("visits", "10%"),
            Between("visits", 3, None),
            Between("sales", None, Money.of("USD 25"), "A"),
        ],
        CutEdges(),
        homes=HomeBase({"A": "11"}, measure="visits", distance=line),
    )
    scoring = evolve(MapScoring.of(policy), compactness=MomentOfInertia("visits", line))
    score = scoring.score(halves(upright=True), square())
    assert score.territory("A").travel == 14 + 10  # home lies in the other half
    assert score.territory("B").travel == 20
    assert score.travel == 44
    missed = {(load.territory, load.measure): load.excess for load in score.misses}
    # 2 and 4 visits: 3 each within a tenth, 3 at least; 30 dollars each, 25 at most in A.
    assert missed == {("A", "visits"): -1, ("B", "visits"): Fraction(7, 10), ("A", "sales"): 500}
    assert MapScoring.of(MapAlignment(2)).travel is None
    assert MapScoring.of(MapAlignment(2, (), TravelTime(line))).travel == TravelTime(line)


def test_one_table_tells_before_and_after() -> None:
    scoring = MapScoring(MomentOfInertia("visits", Euclidean("0.1")), measures="visits")
    both = scoring.compare(halves(upright=True), halves(upright=False), square())
    assert both.moved == ("01", "10")
    table = both.table()
    shown = {row[0]: tuple(map(str, row[1:])) for row in table.rows}
    assert shown["greatest deviation: visits"] == ("33.3%", "0%", "-33.3%")
    assert shown["moment of inertia"] == ("300", "200", "-100")
    assert shown["moved: sales"] == ("None", "USD 30.00", "None")
    assert shown["share of units moved"][1] == "50%"
    assert repr(both) == "MapComparison('halves' to 'halves', 2 units move)"
    assert "最大偏差：visits" in both.table("zh").text()
    with pytest.raises(InvalidValueError, match="lang"):
        both.table("fr")


def wrong(value: object) -> Any:
    return value


def test_what_cannot_be_scored_is_told_at_once() -> None:
    plan = TerritoryPlan("p", [Territory("A")], {"x": "A", "00": "A"})
    scoring = MapScoring(
        MomentOfInertia("people"), TravelTime(LINE, "hours"), {"Z": "00", "A": "y"}, measures=["tea"]
    )
    with pytest.raises(BatchError) as caught:
        scoring.score(plan, square())
    assert [(each.record, each.value) for each in caught.value.problems] == [
        ("Unit x", "A"),
        ("Scoring", "hours"),
        ("Scoring", "people"),
        ("Scoring", "tea"),
        ("Homes", "y"),
        ("Homes", "Z"),
    ]
    with pytest.raises(WrongTypeError, match="be a TerritoryPlan or a MapPlan"):
        scoring.score(wrong("p"), square())
    with pytest.raises(WrongTypeError, match="be a SalesMap"):
        scoring.score(plan, wrong("map"))
    with pytest.raises(WrongTypeError, match="be a MomentOfInertia"):
        MapScoring(wrong(CutEdges()))
    with pytest.raises(InvalidValueError, match="stand once"):
        MapScore("p", [TerritoryScore("A", 1), TerritoryScore("A", 2)])
    with pytest.raises(InvalidValueError, match="be 0 or more"):
        TerritoryScore("A", 1, moment=Fraction(-1))
    with pytest.raises(WrongTypeError, match="be exact"):
        TerritoryScore("A", 1, diameter=wrong(0.5))


class Graph:
    """What of a networkx graph is looked at."""

    def __init__(self, edges: list[tuple[str, str]]) -> None:
        self.adj: dict[str, dict[str, dict[str, object]]] = {}
        for one, other in edges:
            self.adj.setdefault(one, {})[other] = {}
            self.adj.setdefault(other, {})[one] = {}


def test_graphs_fit() -> None:
    units = square().units
    drawn = Graph([("00", "01"), ("00", "10"), ("01", "11"), ("10", "11")])
    assert SalesMap(units, drawn) == square()
    score = MapScoring(MomentOfInertia("visits", Euclidean("0.1")))
    assert score.score(halves(upright=True), SalesMap(units, drawn)).contiguous


@given(
    st.integers(0, 4).flatmap(
        lambda n: st.lists(
            st.lists(st.integers(-9, 9), min_size=n + 1, max_size=n + 1), min_size=n, max_size=n
        )
    )
)
def test_the_cheapest_matching_is_that_of_all(costs: list[list[int]]) -> None:
    found = cheapest_matching(costs)
    assert len(set(found)) == len(costs)
    width = len(costs[0]) if costs else 0
    least = min(
        sum(row[column] for row, column in zip(costs, order, strict=False))
        for order in permutations(range(width), len(costs))
    )
    assert sum(row[column] for row, column in zip(costs, found, strict=True)) == least
