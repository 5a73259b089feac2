"""The search: many short runs of annealing from different starts, and the best plan of all of them.

The runs do not depend on the budget, so that a search that is stopped after some number of proposals gives
the same plan as one with that number as its budget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from attrs import define, field, frozen

from salesmgmt.territory.alignment.annealing import Pulse, Record, Schedule, anneal
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph
from salesmgmt.territory.alignment.growth import grown, in_one_piece, mended
from salesmgmt.territory.alignment.parting import Parting
from salesmgmt.territory.alignment.peeling import Peeling, may_be_peeled
from salesmgmt.territory.alignment.state import Costs, State

__all__ = ["Found", "budget_for", "search"]

_FEW = 150
_SHORT, _LONG = 100_000, 300_000
_PER_UNIT = 400
_TRIES = 20
#: One territory that is looked for alone gets such a part of a run.
_PEELED = 5
#: Every so many runs, the bounds are looked for in all territories at once although each may be alone.
_AT_ONCE = 8
#: Without a plan within the bounds, the usual budget counts so many times, on maps of few units.
_LONGER = 4
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


def budget_for(units: int, kind: str = "table", measures: int = 1) -> int:
    """Proposals after which little is left to gain.

    Args:
        units: Number of units.
        kind: Kind of the case.
        measures: Number of measures; proposals take longer with more.
    """
    if kind == "cut" and units > 20:
        return max(5_000_000, 800 * units)
    if units <= 20:
        return 500_000
    if units <= _FEW:
        return 1_600_000 // max(measures, 1)
    return max(5_000_000, 800 * units)


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
    pulse = Pulse(
        budget_for(case.n, case.kind, len(case.weights)) if budget is None else budget, keep_going, progress
    )
    record = Record()
    costs = Costs(case)
    random = Random(seed)  # noqa: S311 - a seeded search keeps no secrets
    make = _Borders if case.kind == "cut" else _Centred
    runs: _Runs = make(case, graph, costs, random, pulse, record, current, start)
    failures = 0
    usual = lasting = pulse.budget
    while failures < _TRIES:
        if runs.made:  # with a budget of 0, the first start is the plan
            pulse.beat()
            if pulse.over:
                break
        if budget is None:  # without a plan within the bounds there is more to gain
            pulse.budget = usual * _LONGER if record.excess > 0.0 and case.n <= _FEW else lasting
            if pulse.over:
                break
        came = runs.rare()
        if came is None:
            came = runs.run()
        if came is None:
            failures += 1
            continue
        runs.made += 1
        if came and not runs.came:  # a plan that came late is made compact as well
            lasting = max(usual, pulse.done + usual // 2)
        runs.came += came
        if enough is not None and record.excess == 0.0 and case.value(record.owner or ()) <= enough:
            break
    if record.owner is None:
        return Found(None, valid=False, value=0, done=pulse.done, stopped=pulse.stopped)
    valid = not case.excess(record.owner)
    return Found(tuple(record.owner), valid, case.value(record.owner), pulse.done, pulse.stopped)


@define(eq=False)
class _Runs:
    """Runs of a search: where each begins, how long and how hot it is.

    Attributes:
        made: Number of runs.
        came: Number of runs that came by a plan within the bounds.
    """

    case: Case
    graph: Graph
    costs: Costs
    random: Random
    pulse: Pulse
    record: Record
    current: Sequence[int] | None
    start: Callable[[int], list[int]] | None
    made: int = 0
    came: int = 0
    _helped: int = 0
    _peeling: Peeling | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._peeling = None
        if may_be_peeled(self.case, self.graph):
            one = _length(self.case) // _PEELED
            self._peeling = Peeling(self.case, self.random, self.pulse, one)

    def run(self) -> bool | None:
        """One run: whether it came by a plan within the bounds; None where no start was found."""
        raise NotImplementedError

    def anneal(self, schedule: Schedule, owner: Sequence[int]) -> bool:
        """Anneal a plan."""
        state = State(self.case, self.graph, self.costs, owner)
        return anneal(self.case, self.graph, state, schedule, self.random.random, self.pulse, self.record)

    def rare(self) -> bool | None:
        """Where plans within the bounds are rare, a run that looks for those first; else None."""
        if self.made % 2 == 0 or (self.came - self._helped) * 4 >= self.made:
            return None
        came = self._sought()
        if came and self._peeling is not None:  # says nothing of how rare plans are otherwise
            self._helped += 1
        return came

    def _sought(self) -> bool | None:
        """A run from the best plan, from a new one found territory by territory, or for the bounds only."""
        length, best = _length(self.case), self.record.owner
        valid = best is not None and self.record.excess == 0.0
        if best is not None and valid and (self._peeling is None or self.made % 4 == 1):
            return self.anneal(Schedule(length, (0.3, 1.0, 0.1)[self.made // 2 % 3], 0.003, soft=3.0), best)
        if self._peeling is not None and (valid or self.made % _AT_ONCE != _AT_ONCE - 1):
            owner = self._peeling.plan(length)
            if owner is None:
                return False
            return self.anneal(Schedule(length, 1.0 if valid else 0.3, 0.003, soft=3.0), owner)
        owner = self.grown()
        if owner is None:
            return None
        return self.anneal(Schedule(length, 1.0, 0.01, swaps=0.7, costs=False), owner)

    def grown(self) -> list[int] | None:
        """Territories grown from seeds, in one piece each."""
        owner = grown(self.case, self.graph, self.random)
        return owner if owner is not None and in_one_piece(self.case, self.graph, owner) else None

    def present(self) -> list[int] | None:
        """Today's territories, in one piece each."""
        return None if self.current is None else mended(self.case, self.graph, self.current)


@define(eq=False)
class _Centred(_Runs):
    """Runs of a case with centres."""

    _starts: list[list[int]] = field(factory=list)

    def run(self) -> bool | None:
        case, run = self.case, self.made
        length = _length(case)
        if self.current is not None and run % 4 == 0:
            owner = self.present()
            if owner is not None:
                return self.anneal(Schedule(length, (0.1, 1.0, 0.3)[run // 4 % 3], 0.003), owner)
        again = run % 4 == 3 and self.record.owner is not None
        if case.n <= _FEW or self.start is None:
            owner = self.grown()
            if owner is None:
                return None
            if case.n > _FEW and again:
                return self.anneal(Schedule(length, 0.15, 0.003, swaps=0.3), self.record.owner or owner)
            if run % 3 == 2:
                return self.anneal(Schedule(length, 10.0, 0.1, soft=0.1), owner)
            return self.anneal(Schedule(length, 1.0, 0.01), owner)
        if again:
            return self.anneal(Schedule(length, 0.15, 0.003, swaps=0.3), self.record.owner or ())
        starts = self._starts
        number = run // 4 * 3 + run % 4
        if len(starts) < _STARTS and number >= len(starts):
            made = self.start(self.random.getrandbits(32))
            if not in_one_piece(case, self.graph, made):
                made = mended(case, self.graph, made) or self.grown() or []
            if not made:
                return None
            starts.append(made)
            owner = made
        else:
            owner = starts[number % len(starts)]
        return self.anneal(Schedule(length, (0.3, 1.0, 0.1)[number % 3], 0.003, swaps=0.3), owner)


@define(eq=False)
class _Borders(_Runs):
    """Runs of a case in which only borders and wishes count."""

    _parting: Parting | None = None

    def run(self) -> bool | None:
        if self._parting is None:
            self._parting = Parting(self.case, self.graph, self.random, self.pulse, self.record)
        if self.current is not None and self.made % 4 == 0:
            owner = self.present()
            if owner is not None:
                return self._parting.refine([owner], (0.2, 1.0, 0.5)[self.made // 4 % 3])
        if self.case.n <= _FEW and self.made % 2 == 1:
            return self._parting.flat()
        return self._parting.run()


def _length(case: Case) -> int:
    """Proposals of one run."""
    if case.n <= _FEW:
        return _SHORT
    return max(_LONG, _PER_UNIT * case.n)
