"""An alignment on a map against every division tried, an independent search for pieces, and itself."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from salesmgmt.errors import BatchError, InvalidValueError
from salesmgmt.territory import (
    Between,
    Continuity,
    CutEdges,
    Euclidean,
    HomeBase,
    MapAlignment,
    MapPlan,
    MapPlanStatus,
    MapUnit,
    MomentOfInertia,
    SalesMap,
    Territory,
    TerritoryPlan,
    WeightedObjective,
    Within,
)
from salesmgmt.territory.alignment import search as search_module
from salesmgmt.territory.alignment.case import Case
from salesmgmt.testing.territory_maps import MapCase, sales_maps, small_map_cases
from tests.territory.alignment import slow

pytestmark = pytest.mark.properties

LINE = Euclidean(Fraction(1, 10))


def chequers(width: int, height: int, seed: int = 1) -> SalesMap:
    """A grid of units with people, each next to those beside and above it."""
    draw = random.Random(seed)
    units = [
        MapUnit(f"{x:02}-{y:02}", {"people": draw.randint(1, 20), "visits": draw.randint(1, 9)}, x, y)
        for x in range(width)
        for y in range(height)
    ]
    near = {
        f"{x:02}-{y:02}": [
            f"{a:02}-{b:02}"
            for a, b in ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1))
            if 0 <= a < width and 0 <= b < height
        ]
        for x in range(width)
        for y in range(height)
    }
    return SalesMap(units, near)


def patient(beats: int) -> Callable[[], bool]:
    """A caller who wants no more after so many questions."""
    answers = iter([True] * beats)
    return lambda: next(answers, False)


def rows(sales_map: SalesMap, k: int, tolerance: Fraction) -> Case:
    """A map as the search reads it: people to be shared out, by squared distances."""
    people = [int(Fraction(str(unit.figure("people")))) for unit in sales_map.units]
    at = [(int(unit.x), int(unit.y)) for unit in sales_map.units]
    share = Fraction(sum(people), k)
    return Case(
        neighbours=sales_map.adjacency(),
        weights=[people],
        lower=[[int(share * (1 - tolerance))] * k],
        upper=[[int(share * (1 + tolerance))] * k],
        k=k,
        n=len(people),
        far=lambda one, other: (at[one][0] - at[other][0]) ** 2 + (at[one][1] - at[other][1]) ** 2,
        hefts=people,
        points=[(float(x), float(y)) for x, y in at],
    )


def check(case: MapCase, plan: MapPlan) -> None:
    """Everything that an aligned plan has to keep."""
    policy, sales_map = case.policy, case.sales_map
    names = [territory.id for territory in policy.territories]
    division = dict(plan.by_unit())
    assert sorted(division) == [unit.id for unit in sales_map.units]
    assert set(division.values()) <= set(names)
    assert all(division[unit] == territory for unit, territory in policy.locked)
    assert all(len({division[unit] for unit in group}) <= 1 for group in policy.together)
    assert not slow.is_in_pieces(sales_map, division, names)
    assert plan.value == slow.value(policy, sales_map, division, case.current)
    kept = slow.keeps_bounds(policy, sales_map, division)
    assert kept is (plan.status is MapPlanStatus.ALIGNED)
    assert kept is not bool(plan.misses)
    for load in plan.loads:
        assert load.load == slow.load(sales_map, division, load.territory, load.measure)


@given(small_map_cases(max_units=7), st.integers(0, 9))
@settings(max_examples=40)
def test_small_maps_are_decided_as_by_trying_everything(case: MapCase, seed: int) -> None:
    everything = list(slow.divisions(case.policy, case.sales_map))
    plan = case.policy.align(case.sales_map, seed=seed, budget=2000, current=case.current)
    if plan.assignment:
        check(case, plan)
    if not everything:
        assert plan.status is not MapPlanStatus.ALIGNED
        return
    assert plan.status is not MapPlanStatus.IMPOSSIBLE, plan.text()
    best = min(slow.value(case.policy, case.sales_map, each, case.current) for each in everything)
    if plan.bound is not None:
        assert plan.bound <= best
    if plan.status is MapPlanStatus.ALIGNED:
        assert plan.value is not None
        assert plan.value >= best
        if plan.proven:
            assert plan.value == best


@given(small_map_cases(plain=True), st.integers(0, 9), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_the_input_changes_nothing(case: MapCase, seed: int, shuffler: random.Random) -> None:
    units = list(case.sales_map.units)
    near = [(unit, list(others)) for unit, others in case.sales_map.neighbours or ()]
    shuffler.shuffle(units)
    shuffler.shuffle(near)
    for _, others in near:
        shuffler.shuffle(others)
    territories = list(case.policy.territories)
    shuffler.shuffle(territories)
    again = MapAlignment(territories, reversed(case.policy.bounds), case.policy.objective)
    one = case.policy.align(case.sales_map, seed=seed, budget=1500, rounds=20)
    other = again.align(SalesMap(units, near), seed=seed, budget=1500, rounds=20)
    assert one == other


@pytest.mark.parametrize("objective", [MomentOfInertia("people", LINE), CutEdges()], ids=["moment", "cuts"])
def test_a_middling_map_is_searched_and_comes_out_the_same(objective: MomentOfInertia | CutEdges) -> None:
    sales_map = chequers(8, 6)
    policy = MapAlignment(4, Within("people", "10%"), objective)
    plan = policy.align(sales_map, seed=3, budget=60_000, rounds=40)
    check(MapCase(policy, sales_map, plan.plan()), plan)
    assert plan.status is MapPlanStatus.ALIGNED
    assert plan.steps == 60_000
    shuffled = SalesMap(reversed(sales_map.units), dict(reversed(sales_map.neighbours or ())))
    assert policy.align(shuffled, seed=3, budget=60_000, rounds=40) == plan
    assert plan.bound is not None
    assert plan.value is not None
    assert 0 < plan.bound <= plan.value


@given(st.integers(1, 12), st.integers(0, 3))
@settings(max_examples=5)
def test_a_search_that_was_stopped_replays_equally(beats: int, seed: int) -> None:
    sales_map = chequers(7, 7, seed=2)
    policy = MapAlignment(3, Within("people", "5%"), MomentOfInertia("people", LINE))
    asked = 0

    def keep_going() -> bool:
        nonlocal asked
        asked += 1
        return asked <= beats

    told: list[tuple[int, int]] = []
    plan = policy.align(
        sales_map,
        seed=seed,
        budget=30_000,
        keep_going=keep_going,
        progress=lambda done, budget: told.append((done, budget)),
    )
    assert plan.steps <= 30_000
    assert told == sorted(told)
    assert policy.align(sales_map, seed=seed, budget=plan.steps, rounds=plan.rounds) == plan


@pytest.mark.parametrize("objective", [MomentOfInertia("people", LINE), CutEdges()], ids=["moment", "cuts"])
def test_whenever_a_search_is_stopped_it_replays(objective: MomentOfInertia | CutEdges) -> None:
    """Before the first proposal, between them, before the first round of the bound, and after it."""
    sales_map = chequers(5, 5, seed=2)
    policy = MapAlignment(3, Within("people", "5%"), objective)
    for beats in range(5):
        plan = policy.align(sales_map, budget=9000, rounds=3, keep_going=patient(beats))
        assert plan.assignment
        assert plan.steps <= 9000
        assert beats or not plan.steps
        again = policy.align(sales_map, budget=plan.steps, rounds=plan.rounds)
        assert again == plan, beats
    free = policy.align(sales_map, budget=9000, rounds=3)
    assert free.bound is not None
    assert policy.align(sales_map, budget=free.steps, rounds=free.rounds) == free


@pytest.mark.parametrize("seed", range(2))
def test_a_search_that_is_stopped_between_two_runs_replays(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "_SHORT", 4096)
    case = rows(chequers(5, 5, seed=seed), 5, Fraction(1, 100))
    for beats in range(5):
        found = search_module.search(case, seed, 20_000, patient(beats))
        assert found.owner is not None
        assert found.done == beats * 4096
        again = search_module.search(case, seed, found.done)
        assert (again.owner, again.value, again.done) == (found.owner, found.value, found.done)


def islands(*sizes: tuple[int, int]) -> SalesMap:
    """Grids that nothing connects."""
    units: list[MapUnit] = []
    near: dict[str, list[str]] = {}
    for number, (width, height) in enumerate(sizes):
        grid = chequers(width, height, seed=number + 1)
        units += [
            MapUnit(f"{number}{unit.id}", unit.figures, Fraction(unit.x) + 20 * number, unit.y)
            for unit in grid.units
        ]
        near |= {
            f"{number}{unit}": [f"{number}{o}" for o in others] for unit, others in grid.neighbours or ()
        }
    return SalesMap(units, near)


@pytest.mark.parametrize("objective", [MomentOfInertia("people", LINE), CutEdges()], ids=["moment", "cuts"])
def test_an_island_is_never_without_a_territory(objective: MomentOfInertia | CutEdges) -> None:
    small, large = islands((5, 5), (3, 1)), islands((5, 5), (5, 10))
    half = sum(int(Fraction(str(unit.figure("people")))) for unit in small.units) // 2
    unlike = [Territory("A"), Territory("B")]
    for sales_map, policy in (
        (small, MapAlignment(2, (), objective)),
        (small, MapAlignment(3, Between("people", None, half), objective)),
        (large, MapAlignment(unlike, Within("people", "12%", shares={"B": 2}), objective)),
        (large, MapAlignment(unlike, Within("people", "12%", shares={"A": 2}), objective)),
    ):
        for seed in range(3):
            plan = policy.align(sales_map, seed=seed, budget=6000, rounds=1)
            assert plan.status is MapPlanStatus.ALIGNED, plan.text()
            check(MapCase(policy, sales_map, plan.plan()), plan)


@pytest.mark.parametrize("objective", [MomentOfInertia("people", LINE), CutEdges()], ids=["moment", "cuts"])
def test_a_territory_that_began_on_the_wrong_island_begins_again(
    objective: MomentOfInertia | CutEdges,
) -> None:
    """Nothing can be moved between two islands with a territory each, so that only another start helps."""
    west = islands((4, 3), (4, 3))
    units = [
        MapUnit(unit.id, {"people": 5, "visits": 9 if unit.id < "1" else 1}, unit.x, unit.y)
        for unit in west.units
    ]
    sales_map = SalesMap(units, dict(west.neighbours or ()))
    policy = MapAlignment(2, Between("visits", 60, None, "T2"), objective)
    for seed in range(8):
        plan = policy.align(sales_map, seed=seed, budget=500_000, rounds=0)
        assert plan.status is MapPlanStatus.ALIGNED, plan.text()


@pytest.mark.parametrize("objective", [MomentOfInertia("people", LINE), CutEdges()], ids=["moment", "cuts"])
def test_more_islands_than_territories_are_impossible_whatever_is_bounded(
    objective: MomentOfInertia | CutEdges,
) -> None:
    sales_map = islands((5, 5), (3, 1), (2, 2))
    for bounds in ((), "people", Between("people", 0, None)):
        plan = MapAlignment(2, bounds, objective).align(sales_map)
        assert plan.status is MapPlanStatus.IMPOSSIBLE
        assert "locked" not in plan.text()


def test_several_objectives_count_together() -> None:
    sales_map = chequers(6, 5)
    both: list[WeightedObjective | MomentOfInertia] = [
        WeightedObjective(MomentOfInertia("people", LINE)),
        WeightedObjective(CutEdges(), 500),
        MomentOfInertia("visits", LINE),
    ]
    policy = MapAlignment(3, "people", both)
    plan = policy.align(sales_map, budget=40_000, rounds=0)
    check(MapCase(policy, sales_map, plan.plan()), plan)


def test_locks_homes_and_groups_are_kept_in_a_search() -> None:
    sales_map = chequers(7, 7, seed=5)
    homes = HomeBase({"N": "00-00", "S": "06-06"}, 3, "visits", LINE)
    policy = MapAlignment(
        [Territory("N"), Territory("S"), Territory("W")],
        [Within("people", "8%", shares={"N": 2}), Between("visits", 10, None, "W")],
        MomentOfInertia("people", LINE),
        homes=homes,
        locked={"03-00": "N", "06-03": "S"},
        together=[("02-02", "02-03", "03-03")],
    )
    plan = policy.align(sales_map, budget=80_000, rounds=20)
    assert plan.status is MapPlanStatus.ALIGNED, plan.text()
    check(MapCase(policy, sales_map, plan.plan()), plan)
    assert plan.territory_of("00-00") == "N"
    assert plan.load("N", "people").target == 2 * plan.load("S", "people").target


def test_islands_get_territories_of_their_own() -> None:
    west, east = chequers(4, 4, seed=1), chequers(4, 4, seed=2)
    units = [
        *west.units,
        *(MapUnit(f"e{unit.id}", unit.figures, Fraction(unit.x) + 9, unit.y) for unit in east.units),
    ]
    near = {unit: list(others) for unit, others in west.neighbours or ()}
    near |= {f"e{unit}": [f"e{other}" for other in others] for unit, others in east.neighbours or ()}
    policy = MapAlignment(4, Within("people", "30%"), MomentOfInertia("people", LINE))
    sales_map = SalesMap(units, near)
    plan = policy.align(sales_map, budget=40_000, rounds=10)
    assert plan.status is MapPlanStatus.ALIGNED
    check(MapCase(policy, sales_map, plan.plan()), plan)


def test_one_territory_takes_the_whole_map() -> None:
    sales_map = chequers(13, 13)
    policy = MapAlignment(1, "people", MomentOfInertia("people", LINE))
    plan = policy.align(sales_map, budget=1_000, rounds=1)
    check(MapCase(policy, sales_map, plan.plan()), plan)
    assert set(plan.by_unit().values()) == {"T1"}


def row_of(*people: int) -> SalesMap:
    """Units in a row, each next to the one before it."""
    names = [f"u{place:02}" for place in range(len(people))]
    units = [
        MapUnit(name, {"people": each}, place)
        for place, (name, each) in enumerate(zip(names, people, strict=True))
    ]
    near = {
        name: names[max(place - 1, 0) : place] + names[place + 1 : place + 2]
        for place, name in enumerate(names)
    }
    return SalesMap(units, near)


@pytest.mark.parametrize("tail", [0, 20], ids=["tried", "searched"])
def test_bounds_between_whole_numbers_are_never_widened(tail: int) -> None:
    """A share of 10.5 within a tenth is 10 to 11 people, not 9 to 12, by enumeration and by search."""
    moment = MomentOfInertia("people", LINE)
    wide = [Between("people", 0, 99), Between("people", 2, 50)]
    for tight in (Within("people", "10%"), Between("people", "9.45", "11.55")):
        asked = [tight, *wide]
        policy = MapAlignment(2, asked, moment)
        assert policy.align(row_of(9, 3, 9, *[0] * tail), budget=3000).status is not MapPlanStatus.ALIGNED
        plan = policy.align(row_of(10, 1, 10, *[0] * tail), budget=3000, rounds=0)
        assert plan.status is MapPlanStatus.ALIGNED
        assert {(load.least, load.most) for load in plan.loads} == {(Fraction(10), Fraction(11))}


def test_a_unit_with_a_cost_of_its_own_stays_longer() -> None:
    sales_map = row_of(5, 5, 5, 5)
    names = [Territory("A"), Territory("B")]
    today = TerritoryPlan("today", names, {"u00": "A", "u01": "B", "u02": "B"})
    for costs, at in (({}, "A"), ({"u01": 10**6}, "B"), ({"u00": 10**6, "u02": 0}, "A")):
        continuity = Continuity("0.5", "people", costs)
        policy = MapAlignment(names, "people", MomentOfInertia("people", LINE), continuity)
        plan = policy.align(sales_map, current=today)
        check(MapCase(policy, sales_map, today), plan)
        assert plan.territory_of("u01") == at


def test_continuity_from_keeping_everything_to_the_best_map() -> None:
    sales_map = chequers(6, 6, seed=4)
    names = [Territory("A"), Territory("B"), Territory("C")]
    stripes = {unit.id: "ABC"[int(unit.y) // 2] for unit in sales_map.units}
    today = TerritoryPlan("today", names, stripes)
    moved = []
    for weight in (0, 100, 10**9):
        policy = MapAlignment(
            names, Within("people", "25%"), MomentOfInertia("people", LINE), Continuity(weight)
        )
        plan = policy.align(sales_map, budget=40_000, rounds=10, current=today)
        check(MapCase(policy, sales_map, today), plan)
        moved.append(sum(plan.territory_of(unit) != place for unit, place in stripes.items()))
    assert moved == sorted(moved, reverse=True)
    if slow.keeps_bounds(policy, sales_map, stripes):
        assert moved[-1] == 0


def test_what_cannot_be_is_said_and_what_was_not_found_is_shown() -> None:
    sales_map = chequers(5, 5)
    heavy = MapAlignment(30, "people", MomentOfInertia("people", LINE)).align(sales_map)
    assert heavy.status is MapPlanStatus.IMPOSSIBLE
    assert heavy.reasons
    assert heavy.text() != heavy.text("zh")
    tight = MapAlignment(3, [Within("people", "0.01%"), Within("visits", "0.01%")], CutEdges())
    missed = tight.align(sales_map, budget=5_000)
    if missed.status is MapPlanStatus.NONE_FOUND:
        assert missed.misses
        assert missed.misses[0].territory in missed.reasons[0].text()
        assert missed.gap is None


def test_unknown_names_are_all_told_at_once() -> None:
    policy = MapAlignment(
        2,
        ["income", Between("people", 1, None, "N")],
        continuity=Continuity(),
        locked={"x": "T1"},
        together=[["y"]],
    )
    with pytest.raises(BatchError) as caught:
        policy.align(chequers(3, 3))
    assert [problem.record for problem in caught.value.problems] == [
        "Bound on income",
        "Bound on people",
        "Continuity",
        "Locked",
        "Together",
    ]


@given(sales_maps(min_units=2), st.integers(1, 30), st.sampled_from(("nearest", "down")))
def test_a_distance_is_the_same_for_two_units_and_for_a_map(
    sales_map: SalesMap, unit: int, rounded: str
) -> None:
    line = Euclidean(Fraction(unit, 70), rounded)
    xs, ys = [unit.x for unit in sales_map.units], [unit.y for unit in sales_map.units]
    assume(max(max(xs) - min(xs), max(ys) - min(ys)) >= 5)
    between, scale = line.measured(sales_map)
    assert scale == 1
    for one, first in enumerate(sales_map.units):
        for other, second in enumerate(sales_map.units):
            found = between(one, other)
            assert found == line.between(sales_map, first.id, second.id)
            square = (Fraction(first.x) - second.x) ** 2 + (Fraction(first.y) - second.y) ** 2
            less = Fraction(1, 2) if rounded == "nearest" else Fraction(0)
            assert max(found - less, Fraction(0)) ** 2 <= square / line.unit**2 < (found + 1 - less) ** 2


def test_a_group_has_to_hang_together() -> None:
    with pytest.raises(InvalidValueError, match="hang together"):
        MapAlignment(2, "people", CutEdges(), together=[["00-00", "02-02"]]).align(chequers(3, 3))


@given(small_map_cases(max_units=6, plain=True))
@settings(max_examples=12)
def test_points_need_not_hang_together(case: MapCase) -> None:
    policy = MapAlignment(
        case.policy.territories,
        case.policy.bounds,
        [MomentOfInertia("people", LINE), MomentOfInertia(None, LINE)],
    )
    points = SalesMap.of_points(
        MapUnit(unit.id, unit.figures, unit.x, unit.y) for unit in case.sales_map.units
    )
    plan = policy.align(points, budget=2000)
    everything = list(slow.divisions(policy, points))
    if plan.status is MapPlanStatus.ALIGNED:
        values = [
            slow.value(policy, points, each, None)
            for each in everything
            if len(set(each.values())) == len(policy.territories)
        ]
        assert plan.value == slow.value(policy, points, plan.by_unit(), None)
        assert plan.value >= min(values)
        assert plan.bound is None or plan.bound <= min(values)
