"""A plan while it is being changed: loads, excess, cut edges and centres, kept up to date move by move."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph

__all__ = ["Costs", "State"]

#: Up to so many units the costs under a centre are kept as lists; beyond it only those that were asked for.
_LISTED = 1_500
#: Up to so many units a centre is the best of all members; beyond it the search climbs from the last one.
_ALL_TRIED = 150


class _Asked(dict[int, float]):
    """Costs under one centre, told when they are first asked for."""

    __slots__ = ("_case", "_centre", "_wishes")

    def __init__(self, case: Case, centre: int, wishes: Sequence[int] | None) -> None:
        super().__init__()
        self._case, self._centre, self._wishes = case, centre, wishes

    def __missing__(self, unit: int) -> float:
        cost = self._case.cost(self._centre, unit)
        if self._wishes is not None:
            cost += self._wishes[unit]
        found = self[unit] = float(cost)
        return found


class Costs:
    """Costs of units under centres as floats, for choosing between moves; kept from one run to the next."""

    __slots__ = ("_case", "_kept", "listed", "nothing")

    def __init__(self, case: Case) -> None:
        self._case = case
        self.listed = case.n <= _LISTED
        self._kept: dict[tuple[int, int], list[float] | _Asked] = {}
        self.nothing = [0.0] * case.n

    def row(self, centre: int, place: int) -> list[float] | _Asked:
        """The costs under a centre for a territory, wishes among them."""
        case = self._case
        key = (centre, place if case.wishes is not None else 0)
        found = self._kept.get(key)
        if found is None:
            wishes = None if case.wishes is None else case.wishes[place]
            if self.listed:
                row = case.row(centre)
                if wishes is not None:
                    row = [a + b for a, b in zip(row, wishes, strict=True)]
                found = [float(cost) for cost in row]
            else:
                found = _Asked(case, centre, wishes)
            if len(self._kept) >= (max(4 * case.k, 2_000_000 // case.n)):
                self._kept.clear()
            self._kept[key] = found
        return found


class State:
    """Where every unit stands, and what follows from it.

    Args:
        case: What is to be aligned.
        graph: Its neighbours.
        costs: Costs by centre.
        owner: Territory of each unit; every territory has units, in one piece.
    """

    __slots__ = (
        "_case",
        "_costs",
        "_graph",
        "among",
        "between",
        "centre",
        "cost",
        "cut",
        "excess",
        "load",
        "owner",
        "place",
        "row",
        "size",
        "spread",
    )

    def __init__(self, case: Case, graph: Graph, costs: Costs, owner: Sequence[int]) -> None:
        self._case, self._graph, self._costs = case, graph, costs
        self.owner = list(owner)
        self.size = [0] * case.k
        for place in self.owner:
            self.size[place] += 1
        self.load = [case.load(measure, owner) for measure in range(len(case.weights))]
        #: What an excess of each measure counts: parts of the whole.
        self.spread = [1.0 / max(sum(column), 1) for column in case.weights]
        self.excess = [self.excess_of(place) for place in range(case.k)]
        self.cut: list[int] = []
        self.place = [-1] * len(graph.first)
        self.between: dict[int, list[int]] = {}
        self.among = [-1] * len(graph.first)
        for edge, (one, other) in enumerate(zip(graph.first, graph.second, strict=True)):
            p, q = self.owner[one], self.owner[other]
            if p != q:
                self.place[edge] = len(self.cut)
                self.cut.append(edge)
                self._pair(edge, p, q)
        self.centre = [-1] * case.k
        self.row: list[list[float] | _Asked] = []
        self.cost = 0.0
        self.renew()

    def excess_of(self, place: int) -> float:
        """By how much a territory breaks its bounds, as parts of the whole, all measures together."""
        case = self._case
        total = 0.0
        for measure, load in enumerate(self.load):
            here = load[place]
            if here > case.upper[measure][place]:
                total += (here - case.upper[measure][place]) * self.spread[measure]
            elif here < case.lower[measure][place]:
                total += (case.lower[measure][place] - here) * self.spread[measure]
        return total

    def _pair(self, edge: int, p: int, q: int) -> None:
        key = p * self._case.k + q if p < q else q * self._case.k + p
        edges = self.between.setdefault(key, [])
        self.among[edge] = len(edges)
        edges.append(edge)

    def _unpair(self, edge: int, p: int, q: int) -> None:
        key = p * self._case.k + q if p < q else q * self._case.k + p
        edges = self.between[key]
        last = edges.pop()
        if last != edge:
            at = self.among[edge]
            edges[at] = last
            self.among[last] = at

    def put(self, unit: int, q: int) -> None:
        """Have a unit in another territory: owner, size, loads and cut edges; not excess, not cost."""
        owner = self.owner
        p = owner[unit]
        owner[unit] = q
        self.size[p] -= 1
        self.size[q] += 1
        for load, column in zip(self.load, self._case.weights, strict=True):
            load[p] -= column[unit]
            load[q] += column[unit]
        cut, place = self.cut, self.place
        for edge, other in self._graph.incident[unit]:
            o = owner[other]
            if o == p:
                place[edge] = len(cut)
                cut.append(edge)
                self._pair(edge, p, q)
                continue
            self._unpair(edge, p, o)
            if o == q:
                last = cut.pop()
                if last != edge:
                    at = place[edge]
                    cut[at] = last
                    place[last] = at
                place[edge] = -1
            else:
                self._pair(edge, q, o)

    def renew(self) -> None:
        """The best centre of every territory, its costs, and the cost of the whole."""
        case, costs, owner = self._case, self._costs, self.owner
        if case.kind == "cut" and case.wishes is None:
            self.row = [costs.nothing] * case.k
            self.centre = [-1] * case.k
        else:
            members: list[list[int]] = [[] for _ in range(case.k)]
            for unit, place in enumerate(owner):
                members[place].append(unit)
            rows = []
            for place, units in enumerate(members):
                if case.kind == "cut":
                    centre = units[0]
                elif case.n <= _ALL_TRIED or self.centre[place] < 0:
                    centre = self._best(units, place)
                else:
                    centre = self._climbed(units, place, self.centre[place])
                self.centre[place] = centre
                rows.append(costs.row(centre, place))
            self.row = rows
        row = self.row
        self.cost = fsum([row[place][unit] for unit, place in enumerate(owner)])
        if case.cuts is not None:
            self.cost += sum(case.cuts[self._graph.first[e]][self._graph.second[e]] for e in self.cut)

    def _best(self, units: list[int], place: int) -> int:
        """The best of all members; with many of them, of those around the middle."""
        if len(units) > _ALL_TRIED and self._case.points is not None:
            points = self._case.points
            x = sum(points[unit][0] for unit in units) / len(units)
            y = sum(points[unit][1] for unit in units) / len(units)
            near = min(units, key=lambda u: ((points[u][0] - x) ** 2 + (points[u][1] - y) ** 2, u))
            return self._climbed(units, place, near)
        found, best = -1, 0.0
        for unit in units:
            row = self._costs.row(unit, place)
            total = fsum([row[each] for each in units])
            if found < 0 or total < best:
                found, best = unit, total
        return found

    def _climbed(self, units: list[int], place: int, start: int) -> int:
        """From a centre to better ones next to it, while there are any."""
        owner, near = self.owner, self._graph.near
        if owner[start] != place:
            start = min((unit for unit in near[start] if owner[unit] == place), default=units[0])
        row = self._costs.row(start, place)
        found, best = start, fsum([row[each] for each in units])
        tried = {start}
        rising = True
        while rising:
            rising = False
            for unit in near[found]:
                if owner[unit] != place or unit in tried:
                    continue
                tried.add(unit)
                row = self._costs.row(unit, place)
                total = fsum([row[each] for each in units])
                if total < best:
                    found, best, rising = unit, total, True
        return found
