"""Subgradient steps: prices move until the cheapest sets cover every unit about once."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Sequence
from math import inf, ulp

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds.kinds import Kind
from salesmgmt.territory.bounds.sites import Filled, Site

__all__ = ["Ascent"]

#: Above so many sites, most rounds look at the most promising ones only.
_MANY = 60
_PROMISING = 32
#: With so few sites, rounds are cheap: steps get shorter later.
_FEW = 20
_FULL_EVERY = 40
_MEMORY = 0.7
_PATIENCE = 12
_SHORTER = 0.7
_SHORTEST = 1e-3

Round = tuple[float, list[float], list[float]]


class Ascent:
    """A search for good prices over the sites of a case.

    Attributes:
        value: The best bound so far; minus infinity before the first full round.
        prices: The prices that gave it.
        rounds: Rounds made.
        work: Units looked at, over all sites and rounds.
        proven: Whether no plan better than the best one known can exist.
    """

    def __init__(
        self,
        case: Case,
        kinds: Sequence[Kind],
        best: int | None,
        *,
        caps: Sequence[float] | None = None,
    ) -> None:
        self.case = case
        self.kinds = kinds
        self.best = best
        self.value = -inf
        self.prices: list[float] = []
        self.rounds = 0
        self.proven = False
        self.caps = caps
        self.work = 0
        self.widths = [float(heft) or 1.0 for heft in case.hefts]

    @property
    def left(self) -> int:
        """Sites left, over all kinds."""
        return sum(len(kind.sites) for kind in self.kinds)

    def look(
        self,
        prices: Sequence[float],
        sites: Sequence[Sequence[Site]],
        *,
        whole: bool,
        heavy: float,
        nodes: int,
    ) -> Round | None:
        """One round: value, how often each unit is taken, and by kind the value of the last site chosen."""
        total = sum(prices)
        rests = self.rests(prices)
        times = [0.0] * self.case.n
        marks = []
        for kind, chosen in zip(self.kinds, sites, strict=True):
            many = len(kind.places)
            filled = []
            for number, site in enumerate(chosen):
                found = site.filled(prices, site.measure, rests[site.measure])
                self.work += len(site.costs)
                if whole:
                    for measure in range(len(site.bounds)):
                        if measure != site.measure:
                            other = site.filled(prices, measure, rests[measure])
                            if other.value > found.value:
                                found, site.measure = other, measure
                site.value = found.value
                filled.append((found.value, number, found))
            filled.sort()
            settled: list[tuple[float, int, Filled]] = []
            for value, number, found in filled:
                mark = settled[many - 1][0] if len(settled) >= many else inf
                if value >= mark:
                    break
                site = chosen[number]
                weights = site.weights[site.measure]
                if nodes and found.split >= 0 and weights[found.split] >= heavy:
                    self.work += 2 * len(site.costs)
                    better = site.filled(prices, site.measure, heavy=heavy, nodes=nodes, enough=mark)
                    site.value = better.value
                    insort(settled, (better.value, number, better))
                else:
                    insort(settled, (value, number, found))
            if len(settled) < many or settled[many - 1][0] == inf:
                return None
            marks.append(settled[many - 1][0])
            for value, number, found in settled[:many]:
                total += value
                site = chosen[number]
                for unit in site.forced:
                    times[unit] += 1.0
                for place in found.taken:
                    times[site.units[place]] += 1.0
                if found.split >= 0:
                    times[site.units[found.split]] += found.part
        return total, times, marks

    def rests(self, prices: Sequence[float]) -> list[float]:
        """By measure, the least reduced cost over weight of a unit that a site cannot see; never below 0."""
        columns = self.case.weights or [[0] * self.case.n]
        if self.caps is None:
            return [0.0] * len(columns)
        rooms = [cap - price for cap, price in zip(self.caps, prices, strict=True)]
        return [
            max(
                min(
                    (room / weight for room, weight in zip(rooms, column, strict=True) if weight), default=0.0
                ),
                0.0,
            )
            for column in columns
        ]

    def record(self, value: float, prices: Sequence[float]) -> None:
        """Keep a value of all sites, if it is the best."""
        if value > self.value:
            self.value, self.prices = value, list(prices)

    def margin(self, prices: Sequence[float]) -> float:
        """More than what rounding may have added to a value."""
        size = sum(map(abs, prices)) + (self.best or 0)
        return (self.case.n + 64) * ulp(1.0) * 4 * size

    def climb(
        self,
        prices: Sequence[float],
        rounds: int,
        *,
        heavy: float = inf,
        nodes: int = 0,
        length: float = 1.0,
        most: float = inf,
        keep_going: Callable[[], bool] | None = None,
    ) -> float:
        """Rounds from some prices; gives the best value of full rounds among them.

        Args:
            prices: Where to start.
            rounds: At most so many.
            heavy: Units of this weight and more are not divided.
            nodes: At most so many branchings for one set.
            length: Of the first steps, as a part of Polyak's.
            most: No further round once so many units have been looked at, over all sites and climbs.
            keep_going: Asked before each round.
        """
        now = (
            list(prices) if self.caps is None else [min(pair) for pair in zip(prices, self.caps, strict=True)]
        )
        before = [0.0] * self.case.n
        record, here = -inf, -inf
        stale = 0
        active: list[list[Site]] = []
        for number in range(rounds):
            if self.work >= most or (keep_going is not None and not keep_going()):
                break
            whole = number % _FULL_EVERY == 0 or number == rounds - 1 or self.left <= _MANY
            sites = [kind.sites for kind in self.kinds] if whole else active
            found = self.look(now, sites, whole=whole, heavy=heavy, nodes=nodes)
            self.rounds += 1
            if found is None:
                if whole:
                    self.proven = True
                    return inf
                active = [kind.sites for kind in self.kinds]
                continue
            value, times, marks = found
            if whole:
                here = max(here, value)
                self.record(value, now)
                if self.best is not None:
                    self._drop(value, now, marks)
                    if self.proven:
                        return self.value
                if self.left > _MANY:
                    active = [
                        sorted(kind.sites, key=_value)[: max(_PROMISING, 4 * len(kind.places))]
                        for kind in self.kinds
                    ]
            if record == -inf or value > record + 1e-9 * abs(record) or (whole and self.left > _MANY):
                stale = 0 if value > record else stale + 1
                record = value
            else:
                stale += 1
                if stale >= (_PATIENCE if self.left > _FEW else 2 * _PATIENCE):
                    stale = 0
                    length *= _SHORTER
                    if length < _SHORTEST:
                        break
            target = self.best * 1.002 if self.best is not None else max(record * 1.05, record + 1.0)
            steps = [1.0 - each + _MEMORY * last for each, last in zip(times, before, strict=True)]
            norm = sum(width * step * step for width, step in zip(self.widths, steps, strict=True))
            if norm <= 0.0:
                break
            factor = length * max(target - value, 1e-6 * abs(target)) / norm
            now = [
                price + factor * width * step
                for price, width, step in zip(now, self.widths, steps, strict=True)
            ]
            if self.caps is not None:
                now = [min(pair) for pair in zip(now, self.caps, strict=True)]
            before = steps
        return here

    def _drop(self, value: float, prices: Sequence[float], marks: Sequence[float]) -> None:
        """Take out the sites that no plan better than the best one can have as a centre."""
        if self.best is None:
            return
        room = self.best - 1 - value + self.margin(prices)
        if room < 0:
            self.proven = True
            return
        for kind, mark in zip(self.kinds, marks, strict=True):
            kept = [site for site in kind.sites if site.value - mark <= room]
            if len(kept) < len(kind.sites):
                kind.sites = kept
            if len(kept) < len(kind.places):
                self.proven = True


def _value(site: Site) -> float:
    return site.value
