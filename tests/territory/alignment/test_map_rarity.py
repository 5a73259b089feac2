"""Maps on which few divisions keep two measures at once: plans that one search misses and another finds."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.territory.alignment import search as search_module
from salesmgmt.territory.alignment.annealing import Pulse
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph
from salesmgmt.territory.alignment.peeling import Peeling, may_be_peeled
from salesmgmt.territory.alignment.search import search
from tests.territory.bounds.brute import is_plan

pytestmark = pytest.mark.properties


def towns(side: int, seed: int, spread: float, k: int, tolerance: int = 5) -> Case:
    """A square of places, few of them heavy, with a second measure of 0.7 to 1.3 times the first."""
    draw = Random(seed)
    n = side * side
    people = [int(draw.lognormvariate(7, spread)) + 1 for _ in range(n)]
    sales = [int(each * (0.7 + 0.6 * draw.random())) for each in people]
    near: list[list[int]] = [[] for _ in range(n)]
    for unit in range(n):
        for other in (unit + side, unit + 1 if unit % side < side - 1 else n):
            if other < n:
                near[unit].append(other)
                near[other].append(unit)
    totals = (sum(people), sum(sales))
    return Case(
        neighbours=[sorted(row) for row in near],
        weights=[people, sales],
        lower=[[-(-(100 - tolerance) * total // (100 * k))] * k for total in totals],
        upper=[[(100 + tolerance) * total // (100 * k)] * k for total in totals],
        k=k,
        n=n,
        far=lambda one, other: (one // side - other // side) ** 2 + (one % side - other % side) ** 2,
        hefts=people,
        points=[(float(unit // side), float(unit % side)) for unit in range(n)],
    )


def test_a_plan_that_is_missed_with_all_territories_at_once_is_found_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = towns(7, 1, 2.2, 4)
    found = search(case, 1, 300_000)
    assert found.valid
    assert found.owner is not None
    assert is_plan(case, found.owner)
    monkeypatch.setattr(search_module, "may_be_peeled", lambda _case, _graph: False)
    assert not search(case, 1, 300_000).valid


@pytest.mark.parametrize("beats", [12, 31, 44])
def test_a_search_that_is_stopped_while_it_parts_territories_off_replays_with_its_steps(beats: int) -> None:
    case = towns(7, 1, 2.2, 4)
    left = iter(range(beats))
    stopped = search(case, 1, 1_000_000, keep_going=lambda: next(left, None) is not None)
    assert stopped.stopped
    again = search(case, 1, stopped.done)
    assert (again.owner, again.valid, again.value, again.done) == (
        stopped.owner,
        stopped.valid,
        stopped.value,
        stopped.done,
    )


@given(st.integers(0, 10**6), st.integers(3, 5), st.integers(3, 4), st.sampled_from([5, 15, 40]))
def test_what_is_parted_off_is_a_plan(seed: int, side: int, k: int, tolerance: int) -> None:
    case = towns(side, seed, 1.0, k, tolerance)
    assert may_be_peeled(case, Graph(case.neighbours or ()))
    pulse = Pulse(6_000)
    owner = Peeling(case, Random(seed), pulse, 1_000).plan(4_000)
    assert 0 <= pulse.done <= pulse.budget
    assert owner is None or is_plan(case, tuple(owner))
    again = Pulse(6_000)
    assert Peeling(case, Random(seed), again, 1_000).plan(4_000) == owner
    assert again.done == pulse.done


def test_only_territories_that_are_alike_are_parted_off() -> None:
    case = towns(4, 1, 1.0, 3)
    graph = Graph(case.neighbours or ())
    assert may_be_peeled(case, graph)
    case.lower[1][2] -= 1
    assert not may_be_peeled(case, graph)
    case.lower[1][2] += 1
    case.allowed = [7] * case.n
    assert not may_be_peeled(case, graph)
    case.allowed = None
    assert not may_be_peeled(case, Graph([(), *[()] * (case.n - 1)]))
