"""Plans for bounds that are hard to keep: one territory after the other is parted off, the hardest first.

Where a unit nearly fills a territory, few connected sets around it keep all bounds at once, and a search that
moves all territories at a time rarely comes by one: each step towards it has to suit the others as well. Here
that unit's territory is looked for alone; what is left only has to hang together and to weigh what its
number of territories may. Then the same is done with the rest. A unit whose territory was not found counts
for more the next time, so that it chooses earlier (as the weights of constraints in F. Boussemart, F. Hemery,
C. Lecoutre, L. Sais, "Boosting systematic search by weighting constraints", ECAI 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from attrs import define, field

from salesmgmt.territory.alignment.annealing import Pulse, Record, Schedule, anneal
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph
from salesmgmt.territory.alignment.growth import grown, in_one_piece
from salesmgmt.territory.alignment.state import Costs, State

__all__ = ["Peeling", "may_be_peeled"]

#: With one measure plans are not that rare; with more territories or units each gets too few proposals.
_MEASURES, _FEWEST, _MOST, _UNITS = 2, 3, 16, 1_000


def may_be_peeled(case: Case, graph: Graph) -> bool:
    """Whether territories can be parted off one by one: alike, open to all units, on a map in one part."""
    return (
        len(case.weights) >= _MEASURES
        and _FEWEST <= case.k <= _MOST
        and case.n <= _UNITS
        and case.allowed is None
        and all(len(set(row)) == 1 for bounds in (case.lower, case.upper) for row in bounds)
        and len(graph.parts()) == 1
    )


@define(eq=False)
class Peeling:
    """A search for any plan within the bounds, whatever it costs.

    Attributes:
        case: What is to be aligned.
        random: Where the choices come from.
        pulse: Counts the proposals.
        proposals: At most so many for one territory.
    """

    case: Case
    random: Random
    pulse: Pulse
    proposals: int
    _parts: list[float] = field(init=False)
    _missed: list[int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        uppers = [max(row[0], 1) for row in self.case.upper]
        self._parts = [
            max(weight / high for weight, high in zip(each, uppers, strict=True))
            for each in zip(*self.case.weights, strict=True)
        ]
        self._missed = [1] * self.case.n

    def plan(self, proposals: int) -> list[int] | None:
        """A plan within the bounds; None where none was found with so many proposals, or a few more."""
        end = self.pulse.done + proposals
        while self.pulse.done < end:
            owner = self._tried()
            if owner is not None:
                return owner
            self.pulse.beat()
            if self.pulse.over:
                break
        return None

    def _tried(self) -> list[int] | None:
        """One territory after the other; None as soon as one is not found."""
        owner = [0] * self.case.n
        ground = list(range(self.case.n))
        for place in range(self.case.k - 1, 0, -1):
            unit = max(ground, key=lambda each: (self._parts[each] * self._missed[each], -each))
            parted = self._parted(ground, place, unit)
            if parted is None:
                self._missed[unit] += 1
                return None
            for each, rest in zip(ground, parted, strict=True):
                if not rest:
                    owner[each] = place
            ground = [each for each in ground if owner[each] == 0]
        return owner

    def _parted(self, ground: Sequence[int], others: int, unit: int) -> list[int] | None:
        """A territory around a unit (0), and a rest (1) of which others may be made; None if not found."""
        case = self.case
        number = {each: at for at, each in enumerate(ground)}
        near = case.neighbours or []
        part = Case(
            neighbours=[[number[other] for other in near[each] if other in number] for each in ground],
            weights=[[column[each] for each in ground] for column in case.weights],
            lower=[[row[0], others * row[0]] for row in case.lower],
            upper=[[row[0], others * row[0]] for row in case.upper],
            k=2,
            n=len(ground),
            allowed=[1 if each == unit else 3 for each in ground],
            points=None if case.points is None else [case.points[each] for each in ground],
        )
        graph = Graph(part.neighbours or ())
        start = grown(part, graph, self.random)
        if start is None or not in_one_piece(part, graph, start):
            self.pulse.pass_over(0)
            return None
        found = Record()
        schedule = Schedule(self.proposals, 1.0, 0.01, swaps=0.7, costs=False, enough=True)
        state = State(part, graph, Costs(part), start)
        anneal(part, graph, state, schedule, self.random.random, self.pulse, found)
        return found.owner if found.excess == 0.0 else None
