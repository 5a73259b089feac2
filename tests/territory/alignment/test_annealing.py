"""A run of annealing keeps what it must, and what it carries along is what one would count afresh."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.territory.alignment.annealing import Pulse, Record, Schedule, anneal, undone
from salesmgmt.territory.alignment.borders import anneal_borders
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph
from salesmgmt.territory.alignment.growth import grown, in_one_piece
from salesmgmt.territory.alignment.levels import usual_border
from salesmgmt.territory.alignment.state import Costs, State
from tests.territory.bounds.brute import pieces

pytestmark = pytest.mark.properties


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A sparse map whose costs have nothing to do with who is next to whom; every feature now and then."""
    n, k = draw(st.integers(5, 24)), draw(st.integers(2, 4))
    random = Random(draw(st.integers(0, 9999)))
    near: list[set[int]] = [set() for _ in range(n)]
    links = [(unit, random.randrange(max(0, unit - 4), unit)) for unit in range(1, n)]
    links += [(random.randrange(n), random.randrange(n)) for _ in range(random.randrange(n))]
    for one, other in links:
        if one != other:
            near[one].add(other)
            near[other].add(one)
    weights = [[random.randint(0, 9) for _ in range(n)] for _ in range(draw(st.integers(1, 2)))]
    table = [[random.randint(0, 50) for _ in range(n)] for _ in range(n)]
    allowed = wishes = cuts = None
    if draw(st.booleans()):
        allowed = [random.choice([1, (1 << k) - 1, (1 << k) - 1, (1 << k) - 2]) for _ in range(n)]
    if draw(st.booleans()):
        wishes = [[random.randint(0, 30) for _ in range(n)] for _ in range(k)]
    tabled = draw(st.booleans())
    if not tabled or draw(st.booleans()):
        cuts = [{other: 1 + (unit * other) % 7 for other in sorted(row)} for unit, row in enumerate(near)]
    slack = draw(st.sampled_from([2, 5]))
    return Case(
        n=n,
        k=k,
        neighbours=[sorted(row) for row in near],
        weights=weights,
        lower=[[sum(column) * (10 - slack) // (10 * k)] * k for column in weights],
        upper=[[-(-sum(column) * (10 + slack) // (10 * k))] * k for column in weights],
        far=(lambda one, other: table[one][other]) if tabled else None,
        allowed=allowed,
        wishes=wishes,
        cuts=cuts,
    )


def counted(case: Case, rows: Sequence[Sequence[float]], owner: Sequence[int]) -> float:
    """What a plan costs where centres stay as they are."""
    total = sum(rows[place][unit] for unit, place in enumerate(owner))
    for unit, row in enumerate(case.cuts or ()):
        total += sum(price for other, price in row.items() if unit < other and owner[unit] != owner[other])
    return total


@given(
    cases(), st.integers(0, 99), st.sampled_from([0.0, 0.5, 1.0]), st.booleans(), st.sampled_from([256, 2048])
)
@settings(max_examples=100)
def test_a_run_keeps_pieces_locks_and_its_own_books(
    case: Case, seed: int, swaps: float, borders: bool, length: int
) -> None:
    random, graph = Random(seed), Graph(case.neighbours or ())
    owner = grown(case, graph, random)
    if owner is None or not in_one_piece(case, graph, owner):
        return
    state, record, pulse = State(case, graph, Costs(case), owner), Record(), Pulse(length)
    rows = [[float(row[unit]) for unit in range(case.n)] for row in state.row]
    schedule = Schedule(length, 3.0, 2.0, swaps=swaps)
    if borders and case.kind == "cut":
        came = anneal_borders(case, graph, state, schedule, random.random, pulse, record, usual_border(case))
    else:
        came = anneal(case, graph, state, schedule, random.random, pulse, record)
    assert record.owner is not None
    for plan in (state.owner, record.owner):
        for place in range(case.k):
            assert pieces(graph.near, {unit for unit in range(case.n) if plan[unit] == place}) == 1
        assert case.allowed is None or all(
            bits >> place & 1 for bits, place in zip(case.allowed, plan, strict=True)
        )
    assert state.size == [state.owner.count(place) for place in range(case.k)]
    assert state.load == [case.load(measure, state.owner) for measure in range(len(case.weights))]
    assert state.excess == pytest.approx([state.excess_of(place) for place in range(case.k)])
    parted = [
        edge
        for edge, (one, other) in enumerate(zip(graph.first, graph.second, strict=True))
        if state.owner[one] != state.owner[other]
    ]
    assert sorted(state.cut) == parted
    assert sorted(edge for edges in state.between.values() for edge in edges) == parted
    for key, edges in state.between.items():
        for edge in edges:
            ends = {state.owner[graph.first[edge]], state.owner[graph.second[edge]]}
            assert ends == set(divmod(key, case.k))
    broken = sum(abs(by) / max(sum(case.weights[measure]), 1) for measure, _, by in case.excess(record.owner))
    assert record.excess == pytest.approx(broken)
    assert came or case.excess(record.owner)
    if length == 256:  # centres were the first ones until the end
        costs = counted(case, rows, record.owner), case.value(record.owner)
        assert any(record.cost == pytest.approx(cost) for cost in costs)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=12))
def test_moves_are_undone_from_the_last_one_back(steps: list[tuple[int, int]]) -> None:
    before = [0, 1, 2, 0, 1]
    owner, moves = list(before), []
    for unit, place in steps:
        moves.append((unit, owner[unit]))
        owner[unit] = place
    assert undone(owner, moves) == before
