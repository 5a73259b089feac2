"""Coarse maps cost what the fine ones do, and short borders are counted as they are."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.territory.alignment.annealing import Pulse, Record, Schedule
from salesmgmt.territory.alignment.borders import anneal_borders
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph
from salesmgmt.territory.alignment.growth import grown, in_one_piece
from salesmgmt.territory.alignment.levels import levels_of, usual_border
from salesmgmt.territory.alignment.search import search
from salesmgmt.territory.alignment.state import Costs, State

pytestmark = pytest.mark.properties


@st.composite
def grids(draw: st.DrawFn, least: int = 4, greatest: int = 8) -> Case:
    """A grid whose borders have costs, with one or two measures; wishes and permissions where drawn."""
    side = draw(st.integers(least, greatest))
    k = draw(st.integers(2, 4))
    random = Random(draw(st.integers(0, 999)))
    n = side * side
    near: list[list[int]] = [[] for _ in range(n)]
    cuts: list[dict[int, int]] = [{} for _ in range(n)]
    dearest = draw(st.sampled_from([1, 9]))
    for unit in range(n):
        for other in ([unit + 1] if (unit + 1) % side else []) + ([unit + side] if unit + side < n else []):
            near[unit].append(other)
            near[other].append(unit)
            cuts[unit][other] = cuts[other][unit] = random.randint(1, dearest)
    weights = [[random.randint(1, 9) for _ in range(n)] for _ in range(draw(st.integers(1, 2)))]
    allowed = None
    if draw(st.booleans()):
        allowed = [(1 << k) - 1] * n
        allowed[random.randrange(n)] = 1
    wishes = None
    if draw(st.booleans()):
        wishes = [[random.randint(0, 3) for _ in range(n)] for _ in range(k)]
    return Case(
        n=n,
        k=k,
        neighbours=[sorted(each) for each in near],
        weights=weights,
        lower=[[sum(column) * 8 // (10 * k)] * k for column in weights],
        upper=[[-(-sum(column) * 12 // (10 * k))] * k for column in weights],
        allowed=allowed,
        wishes=wishes,
        cuts=cuts,
        points=[(unit % side, unit // side) for unit in range(n)],
    )


def start(case: Case, graph: Graph, random: Random) -> list[int] | None:
    owner = grown(case, graph, random)
    return owner if owner is not None and in_one_piece(case, graph, owner) else None


@given(grids(), st.integers(0, 99))
@settings(max_examples=40)
def test_a_division_costs_the_same_however_coarse_the_map(case: Case, seed: int) -> None:
    random, graph = Random(seed), Graph(case.neighbours or ())
    plans = [plan for plan in (start(case, graph, random), start(case, graph, random)) if plan is not None]
    levels = levels_of(case, graph, plans, random.random)
    for plan in plans:
        owner = plan
        for level in levels[1:]:
            coarse = [-1] * level.case.n
            for unit, number in enumerate(level.within):
                assert coarse[number] in (-1, owner[unit])
                coarse[number] = owner[unit]
            owner = coarse
            assert in_one_piece(level.case, level.graph, owner)
            assert level.case.value(owner) == case.value(plan)
            for measure in range(len(case.weights)):
                assert level.case.load(measure, owner) == case.load(measure, plan)


@given(grids(), st.integers(0, 99), st.floats(0.3, 3.0))
@settings(max_examples=40)
def test_what_is_counted_on_the_way_is_what_the_plan_costs(case: Case, seed: int, hot: float) -> None:
    random, graph = Random(seed), Graph(case.neighbours or ())
    owner = start(case, graph, random)
    if owner is None:
        return
    record, pulse = Record(), Pulse(1280)
    state = State(case, graph, Costs(case), owner)
    anneal_borders(
        case, graph, state, Schedule(1280, hot, 0.2), random.random, pulse, record, usual_border(case)
    )
    assert record.owner is not None
    assert in_one_piece(case, graph, record.owner)
    assert record.cost == case.value(record.owner)
    assert (record.excess == 0.0) == (not case.excess(record.owner))
    assert in_one_piece(case, graph, state.owner)
    assert pulse.done == 1280


@given(grids(6, 8), st.integers(0, 9), st.integers(1, 40))
@settings(max_examples=10)
def test_a_search_that_is_stopped_comes_out_again(case: Case, seed: int, turns: int) -> None:
    asked = 0

    def keep_going() -> bool:
        nonlocal asked
        asked += 1
        return asked <= turns

    found = search(case, seed, 100_000, keep_going)
    again = search(case, seed, found.done)
    assert (again.owner, again.done) == (found.owner, found.done)


def test_a_square_is_halved_by_the_shortest_border() -> None:
    side = 12
    near = [
        [
            y * side + x
            for x, y in (
                (unit % side - 1, unit // side),
                (unit % side + 1, unit // side),
                (unit % side, unit // side - 1),
                (unit % side, unit // side + 1),
            )
            if 0 <= x < side and 0 <= y < side
        ]
        for unit in range(side * side)
    ]
    case = Case(
        n=side * side,
        k=2,
        neighbours=near,
        weights=[[1] * side * side],
        lower=[[side * side // 2] * 2],
        upper=[[side * side // 2] * 2],
        cuts=[dict.fromkeys(each, 1) for each in near],
        points=[(unit % side, unit // side) for unit in range(side * side)],
    )
    found = search(case, 1, 200_000)
    assert found.valid
    assert found.value == side
