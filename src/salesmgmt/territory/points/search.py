"""Territories of points without borders: short annealing runs over moves and swaps between near centres.

Costs are those of the case's rows: distances for the capacitated p-median, weight times squared distance for
the moment of inertia. Bounds are kept by a price on what lies outside them, which rises while a plan breaks
them and falls while it keeps them (strategic oscillation, Glover 1989); centres stand still while units move
between them, and are renewed every few accepted moves, as in location-allocation (Cooper 1964).
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from random import Random

from attrs import frozen

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.points.power import power_start

__all__ = ["PointsFound", "solve_points"]

#: Proposals of a run, for each unit: long enough to cool slowly, short enough for several starts.
RUN = 4000
SMALL = 80
LONGEST = 2_000_000
BLOCK = 256
NEAR = 4
#: Above so many units, centres are compared by their own territory only, without a table of all pairs.
MANY = 1500


@frozen
class PointsFound:
    """The best division that a search has found.

    Attributes:
        owner: Territory of each unit.
        centre: Centre of each territory, one of its units.
        value: Costs of all units under their centres, with their wishes.
        excess: What lies outside the bounds, per measure and territory; all 0 where the division keeps them.
        proposals: Number of proposals made.
    """

    owner: tuple[int, ...]
    centre: tuple[int, ...]
    value: int
    excess: tuple[tuple[int, ...], ...]
    proposals: int

    @property
    def kept(self) -> bool:
        """Whether every bound is kept."""
        return not any(any(row) for row in self.excess)


def solve_points(
    case: Case,
    seed: int,
    budget: int,
    keep_going: Callable[[], bool] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> PointsFound:
    """The cheapest division of points that was found, or the one that breaks its bounds least.

    Args:
        case: What is to be aligned; its neighbours are not looked at.
        seed: Where the choices come from.
        budget: Number of proposals; the starts count as none.
        keep_going: Asked between blocks of proposals; the search ends when it answers False.
        progress: Told the proposals done, and the budget.
    """
    search = _Search(case, seed, keep_going, progress, budget)
    search.run()
    return search.found()


class _Search:
    """The state of a search: the record, and what is left of the budget."""

    def __init__(
        self,
        case: Case,
        seed: int,
        keep_going: Callable[[], bool] | None,
        progress: Callable[[int, int], None] | None,
        budget: int,
    ) -> None:
        self.case, self.seed, self.budget = case, seed, budget
        self.keep_going, self.progress = keep_going, progress
        self.random = Random(seed)  # noqa: S311  # no secret is drawn
        self.done = 0
        self.means = [max(1.0, sum(weights) / case.k) for weights in case.weights]
        self.best: tuple[float, int, list[int], list[int]] | None = None
        self.halted = False

    def run(self) -> None:
        """Restart until the budget is spent."""
        number = 0
        while True:
            again = number % 4 == 3 and self.best is not None
            if again:
                assert self.best is not None
                owner = list(self.best[2])
            else:
                owner = power_start(self.case, self.seed * 7919 + number)
            self._relabel(owner)
            centres = self._centres(owner, [-1] * self.case.k)
            self._note(owner, centres)
            if self.done >= self.budget or self.case.k < 2 or self.halted:
                return
            hot = 0.3 if again else (0.3, 1.0, 0.6)[number % 3]
            self._anneal(owner, centres, hot, 0.02, NEAR + (number % 3 == 1))
            number += 1

    def found(self) -> PointsFound:
        """The record, with its figures counted afresh."""
        assert self.best is not None
        _, _, owner, centres = self.best
        return PointsFound(
            tuple(owner),
            tuple(centres),
            self._value(owner, centres),
            tuple(tuple(row) for row in self._excess(owner)),
            self.done,
        )

    def _value(self, owner: list[int], centres: list[int]) -> int:
        rows = [self.case.row(centre) for centre in centres]
        value = sum(rows[place][unit] for unit, place in enumerate(owner))
        if self.case.wishes is not None:
            value += sum(self.case.wishes[place][unit] for unit, place in enumerate(owner))
        return value

    def _excess(self, owner: list[int]) -> list[list[int]]:
        case, found = self.case, []
        for measure, weights in enumerate(case.weights):
            loads = [0] * case.k
            for unit, place in enumerate(owner):
                loads[place] += weights[unit]
            found.append(
                [
                    max(load - high, 0, low - load)
                    for load, low, high in zip(loads, case.lower[measure], case.upper[measure], strict=True)
                ]
            )
        return found

    def _note(self, owner: list[int], centres: list[int]) -> None:
        """Keep a division as the record if it is one: less outside its bounds, or cheaper."""
        outside = 0.0
        for mean, row in zip(self.means, self._excess(owner), strict=True):
            outside += sum(row) / mean
        value = self._value(owner, centres)
        if self.best is None or (outside, value) < self.best[:2]:
            self.best = outside, value, list(owner), list(centres)

    def _centres(self, owner: list[int], centres: list[int]) -> list[int]:
        """The cheapest centre of every territory among its units; the old one where it is as good."""
        members: list[list[int]] = [[] for _ in range(self.case.k)]
        for unit, place in enumerate(owner):
            members[place].append(unit)
        renewed = []
        for place, own in enumerate(members):
            if not own:
                renewed.append(max(centres[place], 0))
                continue
            if self.case.n > MANY:
                renewed.append(self.case.best_centre(own)[0])
                continue
            best, at = None, own[0]
            for unit in own:
                row = self.case.row(unit)
                cost = sum([row[other] for other in own])
                if best is None or cost < best or (cost == best and unit == centres[place]):
                    best, at = cost, unit
            renewed.append(at)
        return renewed

    def _relabel(self, owner: list[int]) -> None:
        """Let two territories exchange all their units where their wishes gain by it; in place.

        One unit at a time that would be a long way uphill, since the centres would stand in the wrong places.
        """
        case = self.case
        if case.wishes is None:
            return
        gained = True
        while gained:
            gained = False
            for one in range(case.k):
                for other in range(one):
                    moved = [unit for unit, place in enumerate(owner) if place in (one, other)]
                    gain = 0
                    for unit in moved:
                        after = other if owner[unit] == one else one
                        gain += case.wishes[owner[unit]][unit] - case.wishes[after][unit]
                        if case.allowed is not None and not case.allowed[unit] >> after & 1:
                            break
                    else:
                        if gain <= 0:
                            continue
                        before = sum(map(sum, self._excess(owner)))
                        for unit in moved:
                            owner[unit] = other if owner[unit] == one else one
                        if sum(map(sum, self._excess(owner))) <= before:
                            gained = True
                            continue
                        for unit in moved:
                            owner[unit] = other if owner[unit] == one else one

    def _anneal(self, owner: list[int], centres: list[int], hot: float, cold: float, width: int) -> None:
        """One run over moves and swaps; the record is kept in passing."""
        case, random = self.case, self.random.random
        n, k = case.n, case.k
        columns = [(case.weights[m], [0] * k, case.lower[m], case.upper[m]) for m in range(len(case.weights))]
        members: list[list[int]] = [[] for _ in range(k)]
        spot = [0] * n
        for unit, place in enumerate(owner):
            spot[unit] = len(members[place])
            members[place].append(unit)
            for weights, loads, _, _ in columns:
                loads[place] += weights[unit]
        costs, near = self._tables(centres, width)
        value = sum(costs[place][unit] for unit, place in enumerate(owner))
        outside = sum(sum(row) for row in self._excess(owner))
        total = sum(sum(weights) for weights in case.weights) or 1
        base = max(value, 1) / total
        fee = base
        unit_cost = self._step(costs, near)
        full = max(4 * BLOCK, min(RUN * n, SMALL * n * n, LONGEST))
        length = min(full, self.budget - self.done)
        heat = hot * unit_cost
        fall = (cold / hot) ** (BLOCK / full)
        limit = max(20, n // 2)
        accepted = 0
        assert self.best is not None
        record = self.best[1] if self.best[0] == 0.0 else None
        for step in range(length):
            if step % BLOCK == 0 and step:
                if self.keep_going is not None and not self.keep_going():
                    self.halted = True
                    length = step
                    break
                heat *= fall
                fee = min(50 * base, fee * 1.02) if outside else max(0.2 * base, fee * 0.98)
                if accepted >= limit:
                    accepted = 0
                    renewed = self._centres(owner, centres)
                    if renewed != centres:
                        centres = renewed
                        costs, near = self._tables(centres, width)
                        value = sum(costs[place][unit] for unit, place in enumerate(owner))
                        if not outside and (record is None or value < record):
                            self._note(owner, centres)
                            record = value
            unit = int(random() * n)
            choices = near[unit]
            after = choices[int(random() * len(choices))]
            place = owner[unit]
            if after == place:
                continue
            leaving, joining = costs[place], costs[after]
            delta = joining[unit] - leaving[unit]
            other = -1
            if random() < 0.5:
                inside = members[after]
                if inside:
                    other = inside[int(random() * len(inside))]
                    if case.allowed is not None and not case.allowed[other] >> place & 1:
                        continue
                    delta += leaving[other] - joining[other]
            elif len(members[place]) == 1:
                continue
            if delta > 0 and delta > heat * 20 + fee * outside:
                continue
            change = 0
            for weights, loads, lower, upper in columns:
                shift = weights[unit] if other < 0 else weights[unit] - weights[other]
                if shift:
                    load, low, high = loads[place], lower[place], upper[place]
                    moved = load - shift
                    if moved > high:
                        change += moved - high
                    elif moved < low:
                        change += low - moved
                    if load > high:
                        change -= load - high
                    elif load < low:
                        change -= low - load
                    load, low, high = loads[after], lower[after], upper[after]
                    moved = load + shift
                    if moved > high:
                        change += moved - high
                    elif moved < low:
                        change += low - moved
                    if load > high:
                        change -= load - high
                    elif load < low:
                        change -= low - load
            worse = delta + fee * change
            if worse > 0 and (heat <= 0 or random() >= exp(-worse / heat)):
                continue
            accepted += 1
            value += delta
            outside += change
            mine, theirs = members[place], members[after]
            if other < 0:
                at, last = spot[unit], mine.pop()
                if last != unit:
                    mine[at] = last
                    spot[last] = at
                spot[unit] = len(theirs)
                theirs.append(unit)
                for weights, loads, _, _ in columns:
                    loads[place] -= weights[unit]
                    loads[after] += weights[unit]
            else:
                here, there = spot[unit], spot[other]
                mine[here], theirs[there] = other, unit
                spot[unit], spot[other] = there, here
                owner[other] = place
                for weights, loads, _, _ in columns:
                    shift = weights[unit] - weights[other]
                    loads[place] -= shift
                    loads[after] += shift
            owner[unit] = after
            if outside == 0 and (record is None or value < record):
                self._note(owner, self._centres(owner, centres))
                record = self.best[1]
        self.done += length
        self._note(owner, self._centres(owner, centres))
        if case.wishes is not None:
            self._relabel(owner)
            self._note(owner, self._centres(owner, centres))
        if self.progress is not None:
            self.progress(self.done, self.budget)

    def _step(self, costs: list[list[int]], near: list[list[int]]) -> float:
        """What it costs a unit in the middle to change from its cheapest territory to the next."""
        steps = sorted(
            costs[places[1]][unit] - costs[places[0]][unit]
            for unit, places in enumerate(near)
            if len(places) > 1
        )
        return float(max(1, steps[len(steps) // 2])) if steps else 1.0

    def _tables(self, centres: list[int], width: int) -> tuple[list[list[int]], list[list[int]]]:
        """What each unit costs in each territory, and the cheapest territories that it may join."""
        case = self.case
        costs = [list(case.row(centre)) for centre in centres]
        if case.wishes is not None:
            costs = [
                [cost + wish for cost, wish in zip(row, wishes, strict=True)]
                for row, wishes in zip(costs, case.wishes, strict=True)
            ]
        near = []
        for unit in range(case.n):
            places = list(range(case.k))
            if case.allowed is not None:
                places = [place for place in places if case.allowed[unit] >> place & 1]
            near.append(sorted(places, key=lambda place: (costs[place][unit], place))[:width])
        return costs, near
