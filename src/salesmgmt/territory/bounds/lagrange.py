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
_MANY = 120
_PROMISING = 60
_FULL_EVERY = 40
_MEMORY = 0.7
_PATIENCE = 12
_SHORTER = 0.7

Round = tuple[float, list[float], list[float]]


class Ascent:
    """A search for good prices over the sites of a case.

    Attributes:
        value: The best bound so far; minus infinity before the first full round.
        prices: The prices that gave it.
        rounds: Rounds made.
        proven: Whether no plan better than the best one known can exist.
    """

    def __init__(self, case: Case, kinds: Sequence[Kind], best: int | None) -> None:
        self.case = case
        self.kinds = kinds
        self.best = best
        self.value = -inf
        self.prices: list[float] = []
        self.rounds = 0
        self.proven = False
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
        """One round: value, how often each unit is taken, and per kind the value that a better site must beat."""
        total = sum(prices)
        times = [0.0] * self.case.n
        marks = []
        for kind, chosen in zip(self.kinds, sites, strict=True):
            many = len(kind.places)
            filled = []
            for number, site in enumerate(chosen):
                found = site.filled(prices, site.measure)
                if whole:
                    for measure in range(len(site.bounds)):
                        if measure != site.measure:
                            other = site.filled(prices, measure)
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
        keep_going: Callable[[], bool] | None = None,
    ) -> float:
        """Rounds from some prices; gives the best value of full rounds among them."""
        now = list(prices)
        before = [0.0] * self.case.n
        record, here = -inf, -inf
        record_prices = now
        stale = 0
        active: list[list[Site]] = []
        for number in range(rounds):
            if keep_going is not None and not keep_going():
                break
            whole = number % _FULL_EVERY == 0 or number == rounds - 1 or self.left <= _MANY
            if whole and number and self.left > _MANY and record > here:
                pass
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
                if value > self.value:
                    self.value, self.prices = value, list(now)
                if self.best is not None:
                    self._drop(value, now, marks)
                    if self.proven:
                        return self.value
                if self.left > _MANY:
                    active = [
                        sorted(kind.sites, key=_value)[: max(_PROMISING, 4 * len(kind.places))]
                        for kind in self.kinds
                    ]
            if value > record + 1e-9 * abs(record) or whole and self.left > _MANY:
                stale = 0 if value > record else stale + 1
                record, record_prices = value, list(now)
            else:
                stale += 1
                if stale >= _PATIENCE:
                    stale = 0
                    length *= _SHORTER
                    if length < 1e-3:
                        break
            target = self.best * 1.005 if self.best is not None else max(record * 1.05, record + 1.0)
            steps = [1.0 - each + _MEMORY * last for each, last in zip(times, before, strict=True)]
            norm = sum(width * step * step for width, step in zip(self.widths, steps, strict=True))
            if norm <= 0.0:
                break
            factor = length * max(target - value, 1e-6 * abs(target)) / norm
            now = [
                price + factor * width * step
                for price, width, step in zip(now, self.widths, steps, strict=True)
            ]
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
