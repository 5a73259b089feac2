"""Frontiers: sound plans, none as good as another in everything, the same from the same seed."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.errors import BatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Rate
from salesmgmt.territory import (
    Between,
    Continuity,
    CutEdges,
    Euclidean,
    Frontier,
    FrontierPoint,
    FrontierSearch,
    MapAlignment,
    MapUnit,
    MomentOfInertia,
    SalesMap,
    Territory,
    TerritoryPlan,
    Within,
)
from salesmgmt.territory.scoring import exploring
from salesmgmt.testing.territory_maps import MapCase, small_map_cases
from salesmgmt.testing.territory_scoring import frontiers
from tests.territory.alignment import slow
from tests.territory.alignment.test_map_alignment import chequers

pytestmark = pytest.mark.properties

DATA = Path(__file__).parents[3] / ".." / "shared" / "data" / "territory" / "districting"
LINE = Euclidean(Fraction(1, 10))
WIDE = Within("visits", "70%")
PRICES = ["24000", "21000", "12000", "7000"]


def check(search: FrontierSearch, sales_map: SalesMap, frontier: Frontier) -> None:
    """Everything that a frontier has to keep; the plans are looked at by other code than made them."""
    policy = search.alignment
    names = [territory.id for territory in policy.territories]
    today = frontier.current.by_account()
    continuity = policy.continuity or Continuity()
    special = dict(continuity.costs)
    plain = evolve(policy, continuity=None)
    for point in frontier.points:
        division = dict(point.plan.by_account())
        assert sorted(division) == [unit.id for unit in sales_map.units]
        assert sales_map.neighbours is None or not slow.is_in_pieces(sales_map, division, names)
        assert all(division[unit] == territory for unit, territory in policy.locked)
        assert all(len({division[unit] for unit in group}) <= 1 for group in policy.together)
        kept = policy
        if point.tolerance is not None:
            bounds = [
                evolve(each, tolerance=point.tolerance) if isinstance(each, Within) else each
                for each in policy.bounds
            ]
            kept = evolve(policy, bounds=bounds)
        assert slow.keeps_bounds(kept, sales_map, division)
        assert point.value == slow.value(plain, sales_map, division, None)
        moved = [unit for unit, at in division.items() if today.get(unit, at) != at]
        moved = [unit for unit in moved if today[unit] in names]
        assert point.moved == len(moved)
        disruption = Fraction(0)
        for unit in moved:
            heft = Fraction(1)
            if continuity.measure is not None:
                figure = sales_map.unit(unit).figure(continuity.measure)
                assert isinstance(figure, int | Fraction)
                heft = Fraction(figure)
            disruption += special.get(unit, continuity.weight * heft)
        assert point.disruption == disruption
    for one, other in product(frontier.points, repeat=2):
        assert one is other or not one.dominates(other)
    for one, other in pairwise(frontier.points):
        if one.level == other.level:
            assert one.disruption < other.disruption
            assert one.value > other.value


@given(small_map_cases(max_units=7), st.integers(0, 9), st.sampled_from(((), ("20%", "60%"))))
@settings(max_examples=25)
def test_frontiers_of_small_maps(case: MapCase, seed: int, tolerances: tuple[str, ...]) -> None:
    has_share = any(isinstance(each, Within) for each in case.policy.bounds)
    search = FrontierSearch(case.policy, 3, (), tolerances if has_share else ())
    found = search.explore(case.sales_map, case.current, seed=seed, budget=12_000)
    check(search, case.sales_map, found)
    assert bool(found.reasons) is not bool(found.points)
    again = search.explore(
        SalesMap(case.sales_map.units[::-1], case.sales_map.neighbours),
        case.current,
        seed=seed,
        budget=12_000,
    )
    assert again == found


@given(small_map_cases(max_units=6, plain=True), st.integers(0, 3))
@settings(max_examples=20)
def test_the_ends_are_those_of_trying_everything(case: MapCase, seed: int) -> None:
    policy, sales_map = case.policy, case.sales_map
    today = case.current.by_account()
    everything = [
        (slow.value(policy, sales_map, each, None), sum(today.get(u, at) != at for u, at in each.items()))
        for each in slow.divisions(policy, sales_map)
        if slow.keeps_bounds(policy, sales_map, each)
        and not slow.is_in_pieces(sales_map, each, [territory.id for territory in policy.territories])
    ]
    found = FrontierSearch(policy, 4).explore(sales_map, case.current, seed=seed, budget=20_000)
    if not everything:
        assert not found.points
        assert found.reasons
        return
    assert found.points
    assert found.best_map.value == min(value for value, _ in everything)
    for point in found.points:
        assert point.disruption >= min(moved for _, moved in everything)
    if any(moved == 0 for _, moved in everything) and len(today) == len(sales_map):
        assert found.least_change.disruption == 0
    if sales_map.neighbours is not None:  # everything was tried at each price, too
        assert found.least_change.disruption == min(moved for _, moved in everything)


def strip(length: int = 13) -> SalesMap:
    """Towns along a road."""
    names = [f"{number:02}" for number in range(length)]
    units = [
        MapUnit(name, (("visits", 10), ("sales", 1 + place % 3)), x=place) for place, name in enumerate(names)
    ]
    near = {
        name: [names[at] for at in (place - 1, place + 1) if 0 <= at < length]
        for place, name in enumerate(names)
    }
    return SalesMap(units, near)


def lopsided(first: int = 2, length: int = 13) -> TerritoryPlan:
    placed = {f"{number:02}": "N" if number < first else "S" for number in range(length)}
    return TerritoryPlan("now", [Territory("N"), Territory("S")], placed)


def aligned(bounds: Within | Between = WIDE, continuity: Continuity | None = None) -> MapAlignment:
    reps = [Territory("N"), Territory("S")]
    return MapAlignment(reps, bounds, MomentOfInertia("visits", LINE), continuity)


def wrong(value: object) -> Any:
    return value


def test_a_road_is_divided_town_by_town() -> None:
    found = FrontierSearch(aligned()).explore(strip(), lopsided())
    assert [point.moved for point in found.points] == [0, 1, 2, 3, 4]
    assert found.least_change.plan.placements == lopsided().placements
    assert found.best_map.plan.by_account() == lopsided(6).by_account()
    assert found.points[0].penalty is None
    assert [found.at(penalty).moved for penalty in (0, 15_000, 10**7)] == [4, 2, 0]
    assert [found.within(most).moved for most in (0, 2, Fraction(7, 2), 99)] == [0, 2, 3, 4]
    prices = [row["price"] for row in found.records()]
    assert prices[0] is None
    assert [str(price) for price in prices[1:]] == PRICES
    assert found.table("zh").records()
    assert found.table().rows[0][0] == "P1"
    assert repr(found) == f"Frontier(5 plans, {found.steps:,} steps)"
    assert repr(found.points[1]).startswith("FrontierPoint('P2', value ")


def test_balance_is_a_third_side() -> None:
    search = FrontierSearch(aligned(), 6, (), ["70%", "25%"])
    found = search.explore(strip(), lopsided())
    check(search, strip(), found)
    assert found.tolerances == (Rate("25%"), Rate("70%"))
    close = [point for point in found.points if point.tolerance == Rate("25%")]
    assert [point.moved for point in close] == [3, 4]
    # A wide tolerance allows fewer moves; where it gains nothing, its plans are not listed.
    assert [point.moved for point in found.points if point.tolerance == Rate("70%")] == [0, 1, 2]
    assert found.at(0, "25%").moved == 4
    assert found.within(1).moved == 1
    with pytest.raises(UnknownIdentifierError, match="least change"):
        found.within(1, "25%")
    with pytest.raises(UnknownIdentifierError, match="see the reasons"):
        found.at(0, "1%")
    assert found.table().columns[1].name == "tolerance"


def test_prices_of_ones_own_and_weights() -> None:
    search = FrontierSearch(aligned(continuity=Continuity(1, "sales", {"03": 5})), 0, [0, "3000", 10**9])
    found = search.explore(strip(), lopsided())
    check(search, strip(), found)
    assert found.best_map.disruption == 3 + 5 + 2 + 3
    assert found.least_change.disruption == 0


def test_a_plan_of_today_that_breaks_bounds_is_mended_with_the_least_change() -> None:
    search = FrontierSearch(aligned(Within("visits", "20%")))
    found = search.explore(strip(), lopsided(1))
    check(search, strip(), found)
    assert found.least_change.moved == 5  # six towns at least in each


def test_other_objectives_have_fine_prices_too() -> None:
    spots = [(x, y) for x in range(4) for y in range(4)]
    units = [MapUnit(f"{x}{y}", {"visits": 10}, x=x, y=y) for x, y in spots]
    near = {f"{x}{y}": [f"{a}{b}" for a, b in spots if abs(a - x) + abs(b - y) == 1] for x, y in spots}
    today = TerritoryPlan(
        "now",
        [Territory("N"), Territory("S")],
        {
            unit.id: "N" if unit.id in ("00", "01", "02", "10", "11", "20", "21", "30") else "S"
            for unit in units
        },
    )
    search = FrontierSearch(MapAlignment(today.territories, Within("visits", "0%"), CutEdges()))
    found = search.explore(SalesMap(units, near), today)
    check(search, SalesMap(units, near), found)
    assert found.least_change.value == 6
    assert found.best_map.value == 4
    # Points without neighbours: each is looked for afresh.
    points = SalesMap.of_points(units)
    other = FrontierSearch(aligned(Within("visits", "25%")), 3)
    line = other.explore(points, today, budget=60_000)
    check(other, points, line)
    assert line.points[0].moved == 0


def test_a_stopped_search_comes_out_again() -> None:
    search = FrontierSearch(aligned(), 3)
    for answers in (1, 5, 60):
        asked = iter([True] * answers + [False])
        heard: list[tuple[int, int]] = []

        def said(asked: Iterator[bool] = asked) -> bool:
            return next(asked, False)

        def told(done: int, of: int, heard: list[tuple[int, int]] = heard) -> None:
            heard.append((done, of))

        stopped = search.explore(strip(24), lopsided(6, 24), seed=3, keep_going=said, progress=told)
        assert heard == sorted(heard)
        again = search.explore(strip(24), lopsided(6, 24), seed=3, budget=stopped.steps)
        assert again == stopped
    assert search.explore(strip(24), lopsided(6, 24), seed=3, budget=0).least_change.moved == 0


@pytest.mark.parametrize("points", [False, True])
def test_whenever_a_search_is_stopped_it_comes_out_again(
    points: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two runs, too, and before the next tolerance."""
    monkeypatch.setattr(exploring, "budget_for", lambda _: 16_384)
    monkeypatch.setattr(exploring, "_RUNS", {True: (1.0, 0.3), False: (1.0, 0.3)})
    monkeypatch.setattr(exploring._Ground, "_length", 4096)
    seed = 1 if points else 6
    sales_map, draw = chequers(5, 5, seed=seed), random.Random(seed)
    names = [Territory(name) for name in "ABC"]
    columns = {unit.id: "ABC"[int(unit.x) % 3] for unit in sales_map.units}
    mixed = {unit.id: draw.choice("ABC") for unit in sales_map.units}
    today = TerritoryPlan("today", names, mixed if points else columns)
    alignment = MapAlignment(
        names, Within("people", "20%"), MomentOfInertia("people", Euclidean(Fraction(1, 10)))
    )
    if points:
        sales_map = SalesMap.of_points(sales_map.units)
    search = FrontierSearch(alignment, 2, tolerances=("20%", "30%") if points else ())
    for answers in range(7):
        asked = iter([True] * answers)

        def said(asked: Iterator[bool] = asked) -> bool:
            return next(asked, False)

        stopped = search.explore(sales_map, today, seed=seed, keep_going=said)
        assert search.explore(sales_map, today, seed=seed, budget=stopped.steps) == stopped, answers


def test_what_is_impossible_says_why() -> None:
    found = FrontierSearch(aligned(Between("visits", 70, None))).explore(strip(), lopsided())
    assert not found.points
    assert "140" in found.reasons[0].text()
    with pytest.raises(UnknownIdentifierError, match="see the reasons"):
        assert found.best_map


def test_wrong_searches_are_refused() -> None:
    with pytest.raises(InvalidValueError, match=r"MapAlignment\(today\.territories"):
        FrontierSearch(MapAlignment(2)).explore(strip(), lopsided())
    with pytest.raises(InvalidValueError, match="bounds no share"):
        FrontierSearch(MapAlignment(2), tolerances="5%")
    with pytest.raises(InvalidValueError, match="be 0 or more"):
        FrontierSearch(MapAlignment(2), penalties=[-1])
    with pytest.raises(WrongTypeError, match="be exact"):
        FrontierSearch(MapAlignment(2), penalties=wrong([0.5]))
    with pytest.raises(InvalidValueError, match="be a number"):
        FrontierSearch(MapAlignment(2), penalties="dear")
    with pytest.raises(BatchError) as caught:
        FrontierSearch(aligned(continuity=Continuity(1, "tea", {"x": 1}))).explore(strip(), lopsided())
    assert [each.value for each in caught.value.problems] == ["tea", "x"]
    point = FrontierPoint(lopsided(), Fraction(1), Fraction(1))
    with pytest.raises(InvalidValueError, match="at least as good"):
        Frontier(lopsided(), [point, evolve(point, value=Fraction(2))])


@given(frontiers(), st.fractions(0, 99))
def test_the_best_at_a_price_is_none_better(frontier: Frontier, price: Fraction) -> None:
    if not frontier.points:
        with pytest.raises(UnknownIdentifierError):
            frontier.at(price)
        return
    best = frontier.at(price)
    assert all(
        best.value + price * best.disruption <= each.value + price * each.disruption
        for each in frontier.points
    )
    assert len(frontier.records()) == len(frontier.table().rows) == len(frontier.points)
    assert frontier.within(frontier.least_change.disruption).disruption == frontier.least_change.disruption
    assert frontier.best_map.value <= frontier.least_change.value


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data/territory is not here")
def test_a_published_map_goes_from_keeping_everything_to_the_best() -> None:
    data = json.loads((DATA / "ia-county-2010.json").read_text(encoding="utf-8"))
    ids = [row[0] for row in data["units"]]
    near: dict[str, list[str]] = {unit: [] for unit in ids}
    for one, other in data["edges"]:
        near[ids[one]].append(ids[other])
        near[ids[other]].append(ids[one])
    sales_map = SalesMap([MapUnit(row[0], {"people": row[2]}, row[3], row[4]) for row in data["units"]], near)
    bounds = Between("people", data["lower"], data["upper"])
    short = MapAlignment(data["k"], bounds, CutEdges())
    today = short.align(sales_map, seed=1, budget=300_000, rounds=0).plan("today")
    search = FrontierSearch(evolve(short, objective=MomentOfInertia("people")), 2)
    begun = time.process_time()
    found = search.explore(sales_map, today, seed=1, budget=1_300_000)
    assert time.process_time() - begun < 30
    check(search, sales_map, found)
    assert found.least_change.moved == 0
    assert found.best_map.value < found.least_change.value
    assert len(found.points) >= 3
