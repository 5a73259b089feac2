"""Laws of divisions of points, and of the balanced starts that maps share with them."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.territory import Between, Euclidean, MapAlignment, MapUnit, SalesMap, TravelTime
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.points import power_start, solve_points
from tests.benchmarks.territory_points import FOLDER, instances, policy

pytestmark = pytest.mark.properties


@st.composite
def cases(draw: st.DrawFn, *, most: int = 7, bordered: bool = False) -> Case:
    """Small cases: points in a square, whole weights, two-sided bounds, perhaps locks and wishes."""
    n = draw(st.integers(2, most))
    k = draw(st.integers(1, min(3, n)))
    at = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=n, max_size=n))
    weights = draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    mean = sum(weights) / k
    slack = draw(st.sampled_from([0.2, 0.5, 2.0]))
    low = draw(st.sampled_from([0, int(mean * (1 - slack))]))
    allowed = None
    if k > 1 and draw(st.booleans()):
        allowed = draw(st.lists(st.integers(1, 2**k - 1), min_size=n, max_size=n))
    wishes = None
    if draw(st.booleans()):
        wishes = [draw(st.lists(st.integers(0, 40), min_size=n, max_size=n)) for _ in range(k)]
    neighbours = [sorted({(unit - 1) % n, (unit + 1) % n} - {unit}) for unit in range(n)]

    def far(one: int, other: int) -> int:
        return (at[one][0] - at[other][0]) ** 2 + (at[one][1] - at[other][1]) ** 2

    return Case(
        neighbours=neighbours if bordered else None,
        weights=[weights],
        lower=[[max(low, 0)] * k],
        upper=[[int(mean * (1 + slack)) + 1] * k],
        k=k,
        n=n,
        far=far,
        hefts=weights if draw(st.booleans()) else None,
        allowed=allowed,
        wishes=wishes,
        points=[(float(x), float(y)) for x, y in at],
    )


def brute(case: Case) -> int | None:
    """The least value of all divisions that keep every bound."""
    best = None
    for places in product(range(case.k), repeat=case.n):
        if case.excess(places):
            continue
        if case.allowed is not None and not all(
            bits >> place & 1 for bits, place in zip(case.allowed, places, strict=True)
        ):
            continue
        value = case.value(places)
        best = value if best is None else min(best, value)
    return best


def tight(seed: int) -> Case:
    """Seven points in three territories of nearly equal load."""
    draw = Random(seed)
    at = [(draw.randrange(40), draw.randrange(40)) for _ in range(7)]
    weights = [draw.randrange(1, 10) for _ in at]
    mean = sum(weights) / 3
    return Case(
        neighbours=None,
        weights=[weights],
        lower=[[int(mean * 0.8)] * 3],
        upper=[[int(mean * 1.2) + 1] * 3],
        k=3,
        n=7,
        far=lambda one, other: (at[one][0] - at[other][0]) ** 2 + (at[one][1] - at[other][1]) ** 2,
        hefts=weights,
        allowed=[draw.choice([3, 5, 6, 7, 7, 7]) for _ in at] if seed % 3 == 0 else None,
        wishes=[[draw.randrange(400) for _ in at] for _ in range(3)] if seed % 2 else None,
        points=[(float(x), float(y)) for x, y in at],
    )


def wished(wanted: str, weights: list[int], *, chained: bool) -> Case:
    """Units in a row, each of which wants one of two territories, without bounds."""
    n = len(wanted)
    return Case(
        neighbours=[[at for at in (unit - 1, unit + 1) if 0 <= at < n] for unit in range(n)]
        if chained
        else None,
        weights=[weights],
        lower=[[0] * 2],
        upper=[[sum(weights)] * 2],
        k=2,
        n=n,
        far=lambda one, other: abs(one - other),
        wishes=[[0 if name == place else 1000 for name in wanted] for place in "ab"],
    )


def parts(case: Case, members: list[int]) -> int:
    """Connected parts of some units, by joining sets."""
    groups = [{unit} for unit in members]
    assert case.neighbours is not None
    for unit in members:
        for other in case.neighbours[unit]:
            if other in members:
                one = next(group for group in groups if unit in group)
                two = next(group for group in groups if other in group)
                if one is not two:
                    groups.remove(two)
                    one |= two
    return len(groups)


class TestPoints:
    @settings(max_examples=25)
    @given(cases(), st.integers(0, 99))
    def test_small_cases_keep_their_bounds_and_are_counted_right(self, case: Case, seed: int) -> None:
        found = solve_points(case, seed, 4000)
        best = brute(case)
        assert len(found.owner) == case.n
        assert all(0 <= place < case.k for place in found.owner)
        if case.allowed is not None:
            assert all(bits >> place & 1 for bits, place in zip(case.allowed, found.owner, strict=True))
        assert found.kept == (not case.excess(found.owner))
        if found.kept:
            assert best is not None
            assert found.value == case.value(found.owner) >= best
        for place, centre in enumerate(found.centre):
            assert found.owner[centre] == place or place not in found.owner

    @settings(max_examples=15)
    @given(cases(most=12), st.integers(0, 99), st.integers(1, 6))
    def test_a_stopped_search_replays(self, case: Case, seed: int, blocks: int) -> None:
        asked = []

        def patient() -> bool:
            asked.append(1)
            return len(asked) < blocks

        stopped = solve_points(case, seed, 4000, patient)
        assert stopped.proposals <= 4000
        assert solve_points(case, seed, stopped.proposals) == stopped
        assert solve_points(case, seed, 4000) == solve_points(case, seed, 4000)

    @settings(max_examples=8)
    @given(st.permutations(range(9)), st.integers(0, 5))
    def test_the_order_of_points_does_not_matter(self, order: list[int], seed: int) -> None:
        points = [
            MapUnit(f"p{number}", {"demand": 3 + number % 4}, number * 7 % 10 * 4, number**2 % 11 * 4)
            for number in range(9)
        ]
        alignment = MapAlignment(
            3, bounds=Between("demand", None, 16), objective=TravelTime(Euclidean(1, "down"))
        )
        plans = [
            alignment.align(SalesMap.of_points(given), seed=seed, budget=2000)
            for given in (points, [points[number] for number in order])
        ]
        assert plans[0] == plans[1]
        assert plans[0].value is not None

    @pytest.mark.parametrize("seed", [1, 2, 3, 5, 6, 7, 10, 11, 13, 14, 15])
    def test_tight_cases_are_solved_as_by_trying_everything(self, seed: int) -> None:
        """Two-sided bounds of a fifth; every second case with wishes, every third with locks."""
        case = tight(seed)
        found = solve_points(case, seed, 8000)
        assert found.kept
        assert found.value == brute(case)
        if case.allowed is not None:
            assert all(bits >> place & 1 for bits, place in zip(case.allowed, found.owner, strict=True))

    @pytest.mark.skipif(not FOLDER.is_dir(), reason="no folder of published instances beside the project")
    def test_a_published_optimum(self) -> None:
        instance = next(instances())
        alignment, points = policy(instance)
        plan = alignment.align(points, seed=1, budget=450_000)
        assert plan.value == instance["published_optimum"]


class TestPowerStart:
    @given(cases(most=14, bordered=True), st.integers(0, 99))
    def test_nobody_is_left_out_and_territories_hang_together(self, case: Case, seed: int) -> None:
        owner = power_start(case, seed)
        assert owner == power_start(case, seed)
        assert len(owner) == case.n
        if case.allowed is None:
            assert set(owner) == set(range(case.k))
            for place in range(case.k):
                assert parts(case, [unit for unit in range(case.n) if owner[unit] == place]) == 1
        else:
            assert all(bits >> place & 1 for bits, place in zip(case.allowed, owner, strict=True))

    def test_prices_even_out_the_loads(self) -> None:
        """A grid with a heavy corner: without prices the corner's territory would carry far too much."""
        size = 12
        at = [(x, y) for x in range(size) for y in range(size)]
        weights = [20 if x < 3 and y < 3 else 4 for x, y in at]
        mean = sum(weights) / 4

        def far(one: int, other: int) -> int:
            return (at[one][0] - at[other][0]) ** 2 + (at[one][1] - at[other][1]) ** 2

        case = Case(
            neighbours=[
                [other for other, (east, north) in enumerate(at) if abs(east - x) + abs(north - y) == 1]
                for x, y in at
            ],
            weights=[weights],
            lower=[[int(mean * 0.95)] * 4],
            upper=[[int(mean * 1.05)] * 4],
            k=4,
            n=size * size,
            far=far,
            hefts=weights,
        )
        for seed in range(6):
            loads = case.load(0, power_start(case, seed))
            assert max(abs(load / mean - 1) for load in loads) < 0.15

    def test_islands_get_their_own_territories(self) -> None:
        """Two islands of unlike size: the large one gets two of three territories."""
        at = [(x, 0) for x in range(8)] + [(x, 50) for x in range(4)]
        near = [
            [other for other in (unit - 1, unit + 1) if 0 <= other < 12 and at[other][1] == at[unit][1]]
            for unit in range(12)
        ]
        case = Case(
            neighbours=near,
            weights=[[1] * 12],
            lower=[[3] * 3],
            upper=[[5] * 3],
            k=3,
            n=12,
            far=lambda one, other: (at[one][0] - at[other][0]) ** 2 + (at[one][1] - at[other][1]) ** 2,
        )
        owner = power_start(case, 1)
        assert len(set(owner[:8])) == 2
        assert len(set(owner[8:])) == 1
        assert not set(owner[:8]) & set(owner[8:])

    def test_a_start_is_not_far_from_what_a_search_finds(self) -> None:
        """Without bounds a start is a matter of centres: they stand where their territory is cheapest."""
        draw = Random(1)
        at = [(draw.randrange(1000), draw.randrange(1000)) for _ in range(60)]
        case = Case(
            neighbours=None,
            weights=[[1] * 60],
            lower=[[0] * 4],
            upper=[[60] * 4],
            k=4,
            n=60,
            far=lambda one, other: (at[one][0] - at[other][0]) ** 2 + (at[one][1] - at[other][1]) ** 2,
            points=[(float(x), float(y)) for x, y in at],
        )
        assert case.value(power_start(case, 1)) < solve_points(case, 1, 4000).value * 1.2

    def test_islands_get_territories_by_what_each_would_carry(self) -> None:
        """Nine units and six: with two territories for the nine, each of those carries less than the six."""
        near = [
            [other for other in (unit - 1, unit + 1) if 0 <= other < 15 and (other < 9) == (unit < 9)]
            for unit in range(15)
        ]
        case = Case(
            neighbours=near,
            weights=[[1] * 15],
            lower=[[2] * 4],
            upper=[[5] * 4],
            k=4,
            n=15,
            far=lambda one, other: (one - other) ** 2,
        )
        owner = power_start(case, 1)
        assert len(set(owner[:9])) == 2
        assert len(set(owner[9:])) == 2

    @pytest.mark.parametrize("chained", [False, True])
    def test_a_territory_that_nobody_wants_gets_a_unit(self, chained: bool) -> None:
        owner = power_start(wished("aaaaa", [1] * 5, chained=chained), 1)
        assert set(owner) == {0, 1}
        assert set(solve_points(wished("aaaaa", [1] * 5, chained=False), 1, 3000).owner) == {0, 1}
        assert (
            parts(wished("aaaaa", [1] * 5, chained=True), [unit for unit in range(5) if not owner[unit]]) == 1
        )

    def test_the_heaviest_piece_of_a_split_territory_stays(self) -> None:
        """Heaviest by weight, not by number of units: the ends of the row keep what they want."""
        for wanted, weights, left, right in (
            ("aaaababbb", [1] * 9, 4, 3),
            ("aabbaaabb", [9, 9, 1, 1, 1, 1, 1, 9, 9], 2, 2),
        ):
            owner = power_start(wished(wanted, weights, chained=True), 1)
            assert owner == sorted(owner)
            assert set(owner[:left]) == {0}
            assert set(owner[-right:]) == {1}
