"""The floor is never above the best plan, obstacles stand only where there is none, and proofs are true."""

from __future__ import annotations

from math import inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds import enumerate_best, lower_bound, obstacles_of
from salesmgmt.territory.bounds import lagrange as lagrange_module
from salesmgmt.territory.bounds import lower as lower_module
from salesmgmt.territory.bounds.cutting import least_cuts, least_wishes
from salesmgmt.territory.bounds.graph import components, lightest_paths
from salesmgmt.territory.bounds.sites import Site
from salesmgmt.territory.bounds.surroundings import stuck_unit
from salesmgmt.territory.bounds.wide import wide_bound
from tests.territory.bounds.brute import cases, cost, is_plan, least, pieces

pytestmark = pytest.mark.properties


@pytest.fixture
def by_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small cases are bounded by prices, as large ones are."""
    monkeypatch.setattr(lower_module, "MOST_UNITS", 0)


@given(cases())
def test_enumeration_finds_the_best_plan(case: Case) -> None:
    tried = enumerate_best(case)
    assert tried.complete
    assert tried.value == least(case)
    if tried.owner is not None:
        assert is_plan(case, tried.owner)
        assert cost(case, tried.owner) == tried.value == case.value(tried.owner)


@given(cases())
def test_an_enumeration_that_is_stopped_does_not_claim_to_be_complete(case: Case) -> None:
    full = enumerate_best(case)
    cut = enumerate_best(case, nodes=full.nodes - 1)
    assert not cut.complete
    assert enumerate_best(case, nodes=full.nodes) == full


@pytest.mark.usefixtures("by_prices")
class TestPrices:
    """Bounds by prices against trying everything."""

    @given(cases(), st.none() | st.integers(0, 60), st.sampled_from([1, 40, 400]))
    def test_no_plan_is_below_the_bound(self, case: Case, above: int | None, rounds: int) -> None:
        best = least(case)
        known = None if best is None or above is None else best + above
        bound = lower_bound(case, known, rounds=rounds)
        if best is None:
            return
        assert bound.value is not None
        if bound.proof and known is not None:
            assert bound.value == known == best
        else:
            assert bound.value <= best

    @given(cases(kinds=("moment", "median", "both"), most=6), st.integers(0, 2), st.sampled_from([2, 12, 60]))
    @settings(max_examples=150)
    def test_sites_are_left_out_and_looked_at_by_turns_without_harm(
        self, case: Case, above: int, rounds: int
    ) -> None:
        """As on large maps: most rounds see the promising sites only, and hopeless ones are dropped."""
        best = least(case)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(lagrange_module, "_MANY", 1)
            patched.setattr(lagrange_module, "_PROMISING", 1)
            patched.setattr(lagrange_module, "_FULL_EVERY", 3)
            bound = lower_bound(case, None if best is None else best + above, rounds=8 * rounds)
            free = lower_bound(case, rounds=8 * rounds)
        if best is None:
            return
        assert free.value is not None
        assert free.value <= best
        assert bound.value is not None
        assert bound.value <= best
        assert not bound.proof or above == 0

    @given(cases(kinds=("moment", "median")))
    def test_the_bound_of_a_large_map_holds_for_a_small_one(self, case: Case) -> None:
        best = least(case)
        for rounds in (1, 20):
            bound = wide_bound(case, best, rounds=rounds)
            if best is not None:
                assert bound.value is not None
                assert bound.value <= best

    @given(cases(kinds=("moment", "median")))
    def test_a_proof_of_impossibility_is_true(self, case: Case) -> None:
        if lower_bound(case, rounds=40).value is None:
            assert least(case) is None

    def test_as_many_centres_as_territories_are_enough(self) -> None:
        """Each unit fills a territory to the brim: nothing may join it, and nothing need."""
        for n in (2, 3):
            case = Case(
                neighbours=[[other for other in range(n) if other != unit] for unit in range(n)],
                weights=[[5] * n],
                lower=[[5] * n],
                upper=[[5] * n],
                k=n,
                n=n,
                far=lambda one, other: (one - other) ** 2,
            )
            assert lower_bound(case).value == least(case) == 0

    @given(cases(kinds=("moment",)), st.integers(0, 30))
    def test_a_run_that_is_stopped_gives_what_it_has(self, case: Case, turns: int) -> None:
        left = iter(range(turns))
        bound = lower_bound(case, keep_going=lambda: next(left, None) is not None)
        best = least(case)
        assert best is None or (bound.value is not None and bound.value <= best)

    @given(cases(kinds=("moment",)))
    def test_the_same_case_has_the_same_bound(self, case: Case) -> None:
        assert lower_bound(case, rounds=80) == lower_bound(case, rounds=80)


@given(cases(), st.integers(0, 3))
def test_of_few_units_the_bound_is_the_best_and_proves_no_other(case: Case, above: int) -> None:
    best = least(case)
    assert lower_bound(case).value == best
    if best is not None:
        bound = lower_bound(case, best + above)
        assert (bound.value, bound.proof) == (best, above == 0)


@given(cases())
def test_an_obstacle_stands_only_where_no_plan_exists(case: Case) -> None:
    found = obstacles_of(case)
    assert bool(found) == (least(case) is None)
    for reason in found:
        assert reason.text("en")
        assert reason.text("zh") != reason.text("en")


@given(cases())
def test_obstacles_without_enumeration_are_true(case: Case) -> None:
    if obstacles_of(case, nodes=0):
        assert least(case) is None


@pytest.mark.parametrize("seed", range(60))
def test_territories_that_differ_are_told_apart(seed: int) -> None:
    """By wishes, by bounds, or by both: the best plan, and bounds below it."""
    draw = Random(seed)
    n, k = 5, 3
    costs = [[draw.randint(0, 20) for _ in range(n)] for _ in range(n)]
    lower = [[2, 0, 0], [0, 0, 0], [1, 2, 1]][seed % 3]
    case = Case(
        neighbours=[[other for other in range(n) if abs(other - unit) in (1, 2)] for unit in range(n)],
        weights=[[1] * n],
        lower=[lower],
        upper=[[low + 2 for low in lower]],
        k=k,
        n=n,
        far=lambda one, other: costs[one][other],
        wishes=[[draw.randint(0, 40) for _ in range(n)] for _ in range(k)] if seed % 4 else None,
    )
    best = least(case)
    assert best is not None
    assert enumerate_best(case).value == best
    assert (wide_bound(case, None, rounds=20).value or 0) <= best
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lower_module, "MOST_UNITS", 0)
        assert (lower_bound(case, rounds=80).value or 0) <= best


def test_a_heavy_unit_for_which_two_measures_leave_no_room_is_an_obstacle() -> None:
    def two(*columns: list[int]) -> Case:
        bounds = [[95, 95] for _ in columns], [[105, 105] for _ in columns]
        near = [[1], [0, 2], [1, 3], [2, 4], [3, 5], [4]]
        return Case(n=6, k=2, neighbours=near, weights=columns, lower=bounds[0], upper=bounds[1])

    people = [80, 15, 5, 40, 30, 30]
    assert stuck_unit(two(people)) is None
    assert stuck_unit(two(people, [60, 15, 25, 40, 30, 30])) is None
    assert stuck_unit(two(people, [60, 15, 5, 40, 50, 30])) == 0


@given(cases())
def test_what_stands_aside_is_below_every_plan(case: Case) -> None:
    best = least(case)
    if best is not None:
        assert least_wishes(case) + least_cuts(case) <= best


@given(st.integers(0, 10**6), st.floats(0, 30))
def test_a_site_is_never_dearer_than_its_best_set(seed: int, heavy: float) -> None:
    draw = Random(seed)
    count = draw.randrange(0, 8)
    weights = [draw.randrange(0, 30) for _ in range(count)]
    costs = [draw.randrange(0, 100) for _ in range(count)]
    prices = [float(draw.randrange(0, 100)) for _ in range(count + 1)]
    total = sum(weights)
    low = draw.randrange(0, total + 1)
    high = low + draw.randrange(0, 12)
    site = Site(count, (count,), range(count), costs, 7, [weights], [(low, high)])
    best = inf
    for taken in range(1 << count):
        inside = [unit for unit in range(count) if taken >> unit & 1]
        if low <= sum(weights[unit] for unit in inside) <= high:
            best = min(best, 7 - prices[count] + sum(costs[unit] - prices[unit] for unit in inside))
    for nodes in (0, 3, 1000):
        found = site.filled(prices, 0, heavy=heavy, nodes=nodes)
        assert found.value <= best + 1e-6
    if heavy <= 1:
        assert site.filled(prices, 0, heavy=0, nodes=10_000).value == pytest.approx(best)


@given(cases(kinds=("moment",)), st.integers(0, 80))
def test_paths_are_as_light_as_the_lightest(case: Case, most: int) -> None:
    assert case.neighbours is not None
    weights = case.weights[0]
    found = lightest_paths(case.neighbours, weights, 0, most)
    ways = {0: weights[0]}
    for _ in range(case.n):
        for unit, weight in list(ways.items()):
            for near in case.neighbours[unit]:
                ways[near] = min(ways.get(near, 10**9), weight + weights[near])
    assert found == {unit: weight for unit, weight in ways.items() if weight <= most}


@given(cases(kinds=("moment",)), st.sets(st.integers(0, 7)))
def test_components_are_pieces(case: Case, units: set[int]) -> None:
    assert case.neighbours is not None
    inside = {unit for unit in units if unit < case.n}
    parts = components(case.neighbours, inside)
    assert len(parts) == pieces(case.neighbours, inside)
    assert sorted(unit for part in parts for unit in part) == sorted(inside)
    assert all(pieces(case.neighbours, set(part)) == 1 for part in parts)
