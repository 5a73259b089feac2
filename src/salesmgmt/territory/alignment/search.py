"""The search: many short runs of annealing from different starts, and the best plan of all of them.

The runs do not depend on the budget, so that a search that is stopped after some number of proposals gives
the same plan as one with that number as its budget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from attrs import frozen

from salesmgmt.territory.alignment.annealing import BLOCK, Pulse, Record, Schedule, anneal
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph
from salesmgmt.territory.alignment.growth import grown, in_one_piece, mended
from salesmgmt.territory.alignment.state import Costs, State

__all__ = ["Found", "budget_for", "search"]

_FEW = 150
_SHORT, _LONG = 100_000, 300_000
_PER_UNIT = 400
_TRIES = 20
_STARTS = 6


@frozen
class Found:
    """What a search found.

    Attributes:
        owner: Territory of each unit; None where not even a start in one piece was found.
        valid: Whether it keeps every bound.
        value: What it costs, added up afresh; 0 without a plan.
        done: Number of proposals.
        stopped: Whether the caller ended it.
    """

    owner: tuple[int, ...] | None
    valid: bool
    value: int
    done: int
    stopped: bool


def budget_for(units: int) -> int:
    """Proposals after which little is left to gain, by the number of units."""
    if units <= 20:
        return 500_000
    if units <= _FEW:
        return 2_000_000
    return max(8_000_000, 800 * units)


def search(
    case: Case,
    seed: int = 0,
    budget: int | None = None,
    keep_going: Callable[[], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
    current: Sequence[int] | None = None,
    start: Callable[[int], list[int]] | None = None,
    enough: int | None = None,
) -> Found:
    """Look for the cheapest plan in one piece everywhere that keeps every bound.

    Args:
        case: What is to be aligned; it has neighbours.
        seed: Where the choices come from.
        budget: Number of proposals; None for as many as usually suffice.
        keep_going: Asked every few thousand proposals; False ends the search.
        progress: Told as often: proposals made, and the budget.
        current: Today's territories, as one of the starts; -1 for units without one.
        start: From a number to a start made elsewhere, such as a power diagram.
        enough: A cost below which no plan can be: found, the search ends.
    """
    assert case.neighbours is not None
    graph = Graph(case.neighbours)
    pulse = Pulse(budget_for(case.n) if budget is None else budget, keep_going, progress)
    record = Record()
    costs = Costs(case)
    random = Random(seed)  # noqa: S311 - a seeded search keeps no secrets
    run = 0
    came = 0  # runs that came by a plan within the bounds
    failures = 0
    starts: list[list[int]] = []
    while not pulse.over and failures < _TRIES:
        schedule, owner = _next(case, graph, random, run, came, record, starts, current, start)
        if owner is None:
            failures += 1
            continue
        state = State(case, graph, costs, owner)
        came += anneal(case, graph, state, schedule, random.random, pulse, record)
        run += 1
        if enough is not None and record.excess == 0.0 and case.value(record.owner or ()) <= enough:
            break
    if record.owner is None:
        return Found(None, valid=False, value=0, done=pulse.done, stopped=pulse.stopped)
    valid = not case.excess(record.owner)
    return Found(tuple(record.owner), valid, case.value(record.owner), pulse.done, pulse.stopped)


def _next(
    case: Case,
    graph: Graph,
    random: Random,
    run: int,
    came: int,
    record: Record,
    starts: list[list[int]],
    current: Sequence[int] | None,
    start: Callable[[int], list[int]] | None,
) -> tuple[Schedule, list[int] | None]:
    """The next run: where it begins, how long and how hot it is."""
    if run % 2 == 1 and came * 4 < run:  # plans within the bounds are rare: look for those first
        if record.excess == 0.0 and record.owner is not None:
            hot = (0.3, 1.0, 0.1)[run // 2 % 3]
            return Schedule(_length(case), hot, 0.003, soft=3.0), list(record.owner)
        owner = grown(case, graph, random)
        if owner is not None and in_one_piece(case, graph, owner):
            return Schedule(_length(case), 1.0, 0.01, swaps=0.7, costs=False), owner
    if current is not None and run % 4 == 0:
        owner = mended(case, graph, current)
        if owner is not None:
            hot = (0.1, 1.0, 0.3)[run // 4 % 3]
            return Schedule(_length(case), hot, 0.003), owner
    if case.n <= _FEW or start is None:
        owner = grown(case, graph, random)
        if owner is None or not in_one_piece(case, graph, owner):
            return Schedule(BLOCK, 1.0, 0.1), None
        if case.n > _FEW and run % 4 == 3 and record.owner is not None:
            return Schedule(_length(case), 0.15, 0.003, swaps=0.3), list(record.owner)
        if run % 3 == 2:
            return Schedule(_length(case), 10.0, 0.1, soft=0.1), owner
        return Schedule(_length(case), 1.0, 0.01), owner
    counted = (
        case.kind == "cut"
    )  # a step is one border or more: nothing happens at temperatures far below that
    if run % 4 == 3 and record.owner is not None:
        heats = (0.6, 0.1) if counted else (0.15, 0.003)
        return Schedule(_length(case), *heats, swaps=0.3), list(record.owner)
    number = run // 4 * 3 + run % 4
    if counted or (len(starts) < _STARTS and number >= len(starts)):
        made = start(random.getrandbits(32))
        if not in_one_piece(case, graph, made):
            made = mended(case, graph, made) or grown(case, graph, random) or []
        if not made or not in_one_piece(case, graph, made):
            return Schedule(BLOCK, 1.0, 0.1), None
        starts.append(made)
        owner = made
    else:
        owner = starts[number % len(starts)]
    if counted:
        return Schedule(_length(case), (1.0, 2.0, 1.0)[number % 3], 0.15, swaps=0.3), list(owner)
    return Schedule(_length(case), (0.3, 1.0, 0.1)[number % 3], 0.003, swaps=0.3), list(owner)


def _length(case: Case) -> int:
    """Proposals of one run."""
    if case.n <= _FEW:
        return _SHORT
    return max(_LONG, _PER_UNIT * case.n) * (2 if case.kind == "cut" else 1)
