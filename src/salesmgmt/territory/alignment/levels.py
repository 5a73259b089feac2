"""The same map, coarser: neighbours are joined in pairs, again and again, until few units are left.

On a coarse map one move carries a whole neighbourhood to another territory, so that the search finds out
where territories lie; on the finer ones it straightens their borders. Units that any of some given plans
parts are never joined: a search that begins so keeps what the plans agree on and chooses where they do not.

Sources: B. Hendrickson and R. Leland, "A multilevel algorithm for partitioning graphs", Supercomputing 1995;
P. Sanders and C. Schulz, "Distributed evolutionary graph partitioning", ALENEX 2012, for joining two plans.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph

__all__ = ["Level", "levels_of", "usual_border"]

#: The coarsest map has so many units for each territory.
_FEWEST = 12
#: No pair is joined that weighs more than this part of a mean load.
_HEAVIEST = 0.08
#: Bounds of a coarse map are wider, by this part of its mean unit.
_SLACK = 0.5
#: A level that joins fewer units than this part ends the coarsening.
_WORTH = 0.1


@frozen(eq=False)
class Level:
    """A map of some coarseness.

    Attributes:
        case: The case of its units.
        graph: Their neighbours.
        within: By unit of the next finer level, the unit here that holds it; empty for the map itself.
        border: What a usual border costs.
    """

    case: Case
    graph: Graph
    within: tuple[int, ...]
    border: float


def levels_of(
    case: Case, graph: Graph, plans: Sequence[Sequence[int]], draw: Callable[[], float]
) -> list[Level]:
    """A map and ever coarser ones of it.

    Args:
        case: The map itself; its cost is that of borders and wishes.
        graph: Its neighbours.
        plans: Divisions whose borders are kept.
        draw: Where the choices come from.
    """
    found = [Level(case, graph, (), usual_border(case))]
    sides: list[tuple[int, ...]] = [tuple(plan[unit] for plan in plans) for unit in range(case.n)]
    loads = [sum(column) for column in case.weights]
    caps = [_HEAVIEST * load / case.k for load in loads]
    while found[-1].case.n > _FEWEST * case.k:
        fine = found[-1].case
        groups = _paired(fine, sides, caps, draw)
        if len(groups) > fine.n * (1 - _WORTH):
            break
        within = [0] * fine.n
        for number, group in enumerate(groups):
            for unit in group:
                within[unit] = number
        coarse = _joined(fine, groups, within)
        for measure, load in enumerate(loads):
            slack = int(load * _SLACK / coarse.n)
            coarse.lower[measure] = [each - slack for each in case.lower[measure]]
            coarse.upper[measure] = [each + slack for each in case.upper[measure]]
        sides = [sides[group[0]] for group in groups]
        found.append(Level(coarse, Graph(coarse.neighbours or ()), tuple(within), usual_border(coarse)))
    return found


def usual_border(case: Case) -> float:
    """The mean cost of a border."""
    costs = [cost for row in case.cuts or () for cost in row.values()]
    return max(sum(costs) / max(len(costs), 1), 1e-9)


def _paired(
    case: Case, sides: Sequence[tuple[int, ...]], caps: Sequence[float], draw: Callable[[], float]
) -> list[tuple[int, ...]]:
    """Units and pairs of them: rather light ones with a long border between them, and rather by chance."""
    n, allowed, weights = case.n, case.allowed, case.weights
    order = list(range(n))
    for place in range(n - 1, 0, -1):
        other = int(draw() * (place + 1))
        order[place], order[other] = order[other], order[place]
    share = [
        sum(column[unit] / cap for column, cap in zip(weights, caps, strict=True) if cap > 0) + 1e-6
        for unit in range(n)
    ]
    mate = [-1] * n
    for unit in order:
        if mate[unit] >= 0:
            continue
        found, best = unit, 0.0
        for other, cost in (case.cuts or [])[unit].items():
            if mate[other] >= 0 or sides[other] != sides[unit]:
                continue
            if allowed is not None and allowed[other] != allowed[unit]:
                continue
            if any(column[unit] + column[other] > cap for column, cap in zip(weights, caps, strict=True)):
                continue
            worth = (cost + 1e-9) / (share[unit] + share[other]) * (0.5 + draw())
            if worth > best:
                found, best = other, worth
        mate[unit], mate[found] = found, unit
    return [(unit,) if mate[unit] == unit else (unit, mate[unit]) for unit in range(n) if mate[unit] >= unit]


def _joined(case: Case, groups: Sequence[tuple[int, ...]], within: Sequence[int]) -> Case:
    """A case in which each group is one unit."""
    cuts: list[dict[int, int]] = [{} for _ in groups]
    near: list[set[int]] = [set() for _ in groups]
    for unit, row in enumerate(case.cuts or ()):
        mine = cuts[within[unit]]
        for other, cost in row.items():
            theirs = within[other]
            if theirs != within[unit]:
                mine[theirs] = mine.get(theirs, 0) + cost
    for unit, others in enumerate(case.neighbours or ()):
        near[within[unit]].update(within[other] for other in others)
    return Case(
        neighbours=[sorted(each - {number}) for number, each in enumerate(near)],
        weights=[[sum(column[unit] for unit in group) for group in groups] for column in case.weights],
        lower=case.lower,
        upper=case.upper,
        k=case.k,
        n=len(groups),
        allowed=None if case.allowed is None else [case.allowed[group[0]] for group in groups],
        wishes=None
        if case.wishes is None
        else [[sum(row[unit] for unit in group) for group in groups] for row in case.wishes],
        cuts=cuts,
        points=None if case.points is None else [case.points[group[0]] for group in groups],
    )
