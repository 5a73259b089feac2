"""The search for the shortest borders: on coarse maps first, and out of the best plans two by two.

Some plans are made from nothing, each from the coarsest map down to the map itself. Then most runs take two
of the best plans: what both agree on stays together while the map becomes coarser, and the search begins
with the better one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from attrs import define, field, frozen

from salesmgmt.territory.alignment.annealing import Pulse, Record, Schedule
from salesmgmt.territory.alignment.borders import anneal_borders
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph
from salesmgmt.territory.alignment.growth import grown, in_one_piece
from salesmgmt.territory.alignment.levels import levels_of, usual_border
from salesmgmt.territory.alignment.state import Costs, State

__all__ = ["Parting"]

_KEPT = 6
_JOINED = 0.85
_HOT, _WARM, _COLD = 2.0, 0.6, 0.2
_JOINED_HOT = 1.0
_PER_UNIT, _LEAST = 60, 8_000
_COARSEST, _FINEST = 4, 2
_SWAPS = 0.3
_TRIES = 5
_FLAT = Schedule(100_000, 1.0, 0.1)
_SOFT = Schedule(100_000, 5.0, 0.1, soft=0.1)


@frozen(eq=False)
class _Plan:
    """A plan that was kept."""

    excess: float
    cost: float
    owner: tuple[int, ...]


@define(eq=False)
class Parting:
    """A search for plans with short borders, run after run.

    Attributes:
        case: What is to be aligned; it has no centres.
        graph: Its neighbours.
        random: Where the choices come from.
        pulse: Counts the proposals.
        record: The best plan of all runs.
    """

    case: Case
    graph: Graph
    random: Random
    pulse: Pulse
    record: Record
    _kept: list[_Plan] = field(factory=list)
    _flat: int = 0

    def run(self) -> bool | None:
        """One more plan: whether it came within the bounds; None where no start was found."""
        draw = self.random.random
        kept = self._kept
        if len(kept) >= _KEPT and draw() < _JOINED:
            one = int(draw() * len(kept))
            other = int(draw() * (len(kept) - 1))
            other += other >= one
            return self.refine([kept[min(one, other)].owner, kept[max(one, other)].owner], _JOINED_HOT)
        return self.refine([], _HOT)

    def flat(self) -> bool | None:
        """A plan from the map as it is; hot, with soft bounds, every third time."""
        owner = _start(self.case, self.graph, self.random)
        if owner is None:
            return None
        self._flat += 1
        schedule = _SOFT if self._flat % 3 == 0 else _FLAT
        best = Record()
        came = anneal_borders(
            self.case,
            self.graph,
            State(self.case, self.graph, Costs(self.case), owner),
            schedule,
            self.random.random,
            self.pulse,
            best,
            usual_border(self.case),
        )
        self._keep(best, best.owner or owner)
        return came

    def refine(self, plans: Sequence[Sequence[int]], hot: float) -> bool | None:
        """A plan from the coarsest map down; it begins with the first of some plans, or with a new one.

        Args:
            plans: Plans whose borders are kept while the map becomes coarser.
            hot: Temperature on the coarsest map, in usual borders.
        """
        draw = self.random.random
        levels = levels_of(self.case, self.graph, plans, draw)
        owner: list[int] | None
        if plans:
            owner = list(plans[0])
            for level in levels[1:]:
                coarse = [0] * level.case.n
                for unit, number in enumerate(level.within):
                    coarse[number] = owner[unit]
                owner = coarse
        else:
            owner = _start(levels[-1].case, levels[-1].graph, self.random)
            if owner is None and len(levels) > 1:
                first = _start(self.case, self.graph, self.random)
                return None if first is None else self.refine([first], hot)
        if owner is None:
            return None
        came = False
        for number in range(len(levels) - 1, -1, -1):
            level = levels[number]
            case = level.case
            proposals = max(_LEAST, _PER_UNIT * case.n)
            if level is levels[-1]:
                proposals *= _COARSEST
            elif number == 0:
                proposals *= _FINEST
            heat = hot if level is levels[-1] else _WARM
            best = Record()
            came = anneal_borders(
                case,
                level.graph,
                State(case, level.graph, Costs(case), owner),
                Schedule(proposals, heat, _COLD, swaps=_SWAPS),
                draw,
                self.pulse,
                best,
                level.border,
            )
            owner = best.owner or owner
            if number:
                owner = [owner[each] for each in level.within]
            else:
                self._keep(best, owner)
        return came

    def _keep(self, best: Record, owner: Sequence[int]) -> None:
        """Among the best plans, and in the record, where it belongs there."""
        if self.record.beaten(best.excess, best.cost):
            self.record.owner, self.record.excess, self.record.cost = list(owner), best.excess, best.cost
        plan = _Plan(best.excess, best.cost, _renamed(owner) if self.case.symmetric else tuple(owner))
        alike = self.case.n // 100
        for each in self._kept:
            if (each.excess, each.cost) == (plan.excess, plan.cost) and (
                sum(a != b for a, b in zip(each.owner, plan.owner, strict=True)) <= alike
            ):
                return
        self._kept.append(plan)
        self._kept.sort(key=lambda each: (each.excess, each.cost, each.owner))
        del self._kept[_KEPT:]


def _start(case: Case, graph: Graph, random: Random) -> list[int] | None:
    """Grown territories that hang together."""
    for _ in range(_TRIES):
        owner = grown(case, graph, random)
        if owner is not None and in_one_piece(case, graph, owner):
            return owner
    return None


def _renamed(owner: Sequence[int]) -> tuple[int, ...]:
    """The territories of a plan by the order of their first units."""
    names: dict[int, int] = {}
    return tuple(names.setdefault(place, len(names)) for place in owner)
