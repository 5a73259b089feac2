"""The search for an alignment by profit or by workload: annealing over moves and swaps between sellers.

What an alignment is worth is a sum over territories, so a proposal is judged by two territories alone. Where
all responses have one elasticity, the best split has a closed form: with `w` for what a unit weighs, a seller
with `H` hours earns `H ** e * (sum of w) ** (1 - e)`. Otherwise the time is split anew for every proposal
that can be an improvement; whether it can be is told by the prices of time of the two sellers (Lagrange).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import log
from random import Random
from typing import Protocol

from salesmgmt.territory.response.curves import PowerResponse
from salesmgmt.territory.response.splitting import added, best_hours
from salesmgmt.territory.response.units import CoverageUnit, Seller

__all__ = ["Aim", "Area", "ByProfit", "BySameElasticity", "ByWorkload", "Search", "aim_by_profit", "pieces"]

_ENUMERATED = 3000
_RUN = 10_000
_BLOCK = 64
#: What the way counts beside evenness, in an alignment by workload.
_WAY = 0.01


class Area:
    """Units and sellers by number, who may have what, and what borders on what."""

    def __init__(
        self,
        units: Sequence[CoverageUnit],
        sellers: Sequence[Seller],
        near: Sequence[Sequence[int]] | None,
        locked: Mapping[int, int],
    ) -> None:
        self.units, self.sellers, self.near, self.locked = units, sellers, near, locked
        self.n, self.k = len(units), len(sellers)
        self.ratios = [[unit.ratio(seller.id) for unit in units] for seller in sellers]


class Aim(Protocol):
    """What a territory is worth, and what it would be worth with a unit less or more."""

    def value(self, place: int, members: Sequence[int]) -> float:
        """The worth of a territory with these units."""
        ...

    def hope(self, unit: int, place: int, after: int, value: Callable[[int], Sequence[int]]) -> float:
        """A bound on what the move of a unit can bring."""
        ...


class BySameElasticity:
    """Profit where all units answer with one elasticity: a closed form."""

    def __init__(self, area: Area, elasticity: float) -> None:
        self.hours = [float(seller.hours**elasticity) for seller in area.sellers]
        scales = [
            unit.margin * unit.response.scale if isinstance(unit.response, PowerResponse) else 0.0
            for unit in area.units
        ]
        self.top = max(scales, default=0.0) or 1.0
        rest = self.rest = 1 - elasticity
        self.weights = [
            [
                ((scale / self.top) * (1 + ratio) ** -elasticity) ** (1 / rest)
                for scale, ratio in zip(scales, ratios, strict=True)
            ]
            for ratios in area.ratios
        ]

    def value(self, place: int, members: Sequence[int]) -> float:
        """What the best split of the seller's time earns."""
        weights = self.weights[place]
        total = added(weights[unit] for unit in members)
        return self.top * self.hours[place] * float(total**self.rest)

    def hope(self, unit: int, place: int, after: int, value: Callable[[int], Sequence[int]]) -> float:
        """No bound: the value itself is as quick."""
        return float("inf")


class ByProfit:
    """Profit with any concave responses; values are kept by the units of the territory."""

    def __init__(self, area: Area) -> None:
        self.area = area
        self.kept: dict[tuple[int, tuple[int, ...]], tuple[float, float]] = {}

    def solved(self, place: int, members: Sequence[int]) -> tuple[float, float]:
        """The best contribution of a territory, and its price of time."""
        key = (place, tuple(sorted(members)))
        found = self.kept.get(key)
        if found is None:
            seller = self.area.sellers[place]
            units = [self.area.units[unit] for unit in key[1]]
            hours, price = best_hours(units, seller.id, seller.hours)
            worth = added(unit.contribution(own, seller.id) for unit, own in zip(units, hours, strict=True))
            if len(self.kept) > 100_000:
                self.kept.clear()
            found = self.kept[key] = worth, price
        return found

    def value(self, place: int, members: Sequence[int]) -> float:
        """What the best split of the seller's time earns."""
        return self.solved(place, members)[0]

    def hope(self, unit: int, place: int, after: int, value: Callable[[int], Sequence[int]]) -> float:
        """What the unit earns above the price of its time, there less here: no move can bring more.

        For any price of time, the best split earns at most the price times the hours plus what each unit
        earns above that price, and exactly so much at its own price.
        """
        return self._above(unit, after, value(after)) - self._above(unit, place, value(place))

    def _above(self, unit: int, place: int, members: Sequence[int]) -> float:
        price = self.solved(place, members)[1]
        seller, one = self.area.sellers[place].id, self.area.units[unit]
        if price <= 0:
            return one.contribution(self.area.sellers[place].hours, seller)
        hours = one.hours_at(price, seller)
        return one.contribution(hours, seller) - price * hours


class ByWorkload:
    """Evenness: the squared distance of each seller's workload from its share, and a little for the way."""

    def __init__(self, area: Area) -> None:
        total = added(unit.workload for unit in area.units) or 1.0
        hours = added(seller.hours for seller in area.sellers)
        self.shares = [seller.hours / hours for seller in area.sellers]
        self.loads = [unit.workload / total for unit in area.units]
        self.ways = [
            [_WAY * ratio * load for ratio, load in zip(ratios, self.loads, strict=True)]
            for ratios in area.ratios
        ]

    def value(self, place: int, members: Sequence[int]) -> float:
        """Minus the unevenness that the territory brings in."""
        share, ways = self.shares[place], self.ways[place]
        load = added(self.loads[unit] for unit in members)
        return -((load - share) ** 2) / share - added(ways[unit] for unit in members)

    def hope(self, unit: int, place: int, after: int, value: Callable[[int], Sequence[int]]) -> float:
        """No bound: the value itself is as quick."""
        return float("inf")


def aim_by_profit(area: Area) -> Aim:
    """The quickest way to the profit of a territory."""
    elasticities = {
        unit.response.elasticity if isinstance(unit.response, PowerResponse) else -1.0 for unit in area.units
    }
    if len(elasticities) == 1:
        elasticity = elasticities.pop()
        if elasticity > 0:
            return BySameElasticity(area, elasticity)
    return ByProfit(area)


class Search:
    """One search: the record, and what has been tried."""

    def __init__(
        self,
        area: Area,
        aim: Aim,
        seed: int,
        budget: int,
        keep_going: Callable[[], bool] | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.area, self.aim, self.budget = area, aim, budget
        self.keep_going, self.progress = keep_going, progress
        self.random = Random(seed).random  # noqa: S311 - a seeded search keeps no secrets
        self.done = 0
        self.proven = False
        self.halted = False
        self.best: tuple[float, list[int]] | None = None

    def run(self) -> list[int]:
        """The seller of each unit, by number; the best found."""
        area = self.area
        free = [unit for unit in range(area.n) if unit not in area.locked]
        if area.k ** min(len(free), 20) <= min(_ENUMERATED, self.budget):
            self._enumerate(free)
        while not self.proven:
            # Asked before a start is drawn: a run that is not begun leaves no trace.
            going = area.k > 1 and bool(free) and self.done < self.budget and self._asked()
            if self.best is None or going:
                owner = self._start()
                self._note(owner)
            if not going:
                break
            self._anneal(owner, min(_RUN, self.budget - self.done))
        assert self.best is not None
        return self.best[1]

    def _asked(self) -> bool:
        """Tell how far the search is, and whether it may go on."""
        if not self.halted:
            if self.progress is not None:
                self.progress(self.done, self.budget)
            self.halted = self.keep_going is not None and not self.keep_going()
        return not self.halted

    def _worth(self, owner: Sequence[int]) -> float:
        members = _members(owner, self.area.k)
        return added(self.aim.value(place, own) for place, own in enumerate(members))

    def _note(self, owner: list[int]) -> None:
        worth = self._worth(owner)
        if self.best is None or worth > self.best[0]:
            self.best = worth, list(owner)

    def _enumerate(self, free: list[int]) -> None:
        """Every division there is; the first of the best."""
        area = self.area
        for places in product(range(area.k), repeat=len(free)):
            self.done += 1
            owner = [area.locked.get(unit, 0) for unit in range(area.n)]
            for unit, place in zip(free, places, strict=True):
                owner[unit] = place
            if area.near is None or all(pieces(own, area.near) < 2 for own in _members(owner, area.k)):
                self._note(owner)
        self.proven = self.best is not None

    def _start(self) -> list[int]:
        """Where contiguity is asked, territories grown from near units; else everything with the nearest."""
        area, random = self.area, self.random
        owner = [area.locked.get(unit, -1) for unit in range(area.n)]
        if area.near is None:
            for unit in range(area.n):
                if owner[unit] < 0:
                    least = min(ratios[unit] for ratios in area.ratios)
                    choices = [place for place in range(area.k) if area.ratios[place][unit] == least]
                    owner[unit] = choices[int(random() * len(choices))]
            return owner
        counts = [0] * area.k
        for place in owner:
            if place >= 0:
                counts[place] += 1
        part_of = _parts(area.near)
        served = {part_of[unit] for unit, place in enumerate(owner) if place >= 0}
        for place in sorted(range(area.k), key=lambda place: (counts[place] > 0, random())):
            if counts[place]:
                continue
            free = [unit for unit in range(area.n) if owner[unit] < 0]
            if not free:
                break
            unserved = [unit for unit in free if part_of[unit] not in served] or free
            least = min(area.ratios[place][unit] for unit in unserved)
            nearest = [unit for unit in unserved if area.ratios[place][unit] <= least]
            chosen = nearest[int(random() * len(nearest))]
            owner[chosen] = place
            counts[place] = 1
            served.add(part_of[chosen])
        self._grow(owner, counts)
        return owner

    def _grow(self, owner: list[int], counts: list[int]) -> None:
        area, random = self.area, self.random
        assert area.near is not None
        while True:
            open_ = [
                (counts[place] / area.sellers[place].hours, random(), place, unit)
                for unit in range(area.n)
                if owner[unit] < 0
                for place in {owner[other] for other in area.near[unit]}
                if place >= 0
            ]
            if not open_:
                break
            low = min(open_)[0]
            _, _, _, place, unit = min(
                (area.ratios[place][unit], draw, share, place, unit)
                for share, draw, place, unit in open_
                if share == low
            )
            owner[unit] = place
            counts[place] += 1
        for unit in range(area.n):  # a part of the map without a seller of its own
            if owner[unit] < 0:
                owner[unit] = min(range(area.k), key=lambda place: (area.ratios[place][unit], place))

    def _anneal(self, owner: list[int], length: int) -> None:
        """One run from a start, in place; it cools by its full length, whatever the budget leaves."""
        area, random, aim = self.area, self.random, self.aim
        members = _members(owner, area.k)
        values = [aim.value(place, own) for place, own in enumerate(members)]
        now = added(values)
        assert self.best is not None
        record = self.best[0]
        heat, fall = 0.0, 1.0
        sizes: list[float] = []
        for step in range(length):
            if step % _BLOCK == 0 and step:
                if not self._asked():
                    return
                heat *= fall
                if step == 2 * _BLOCK and sizes:
                    heat = sorted(sizes)[len(sizes) // 2]
                    fall = 1e-4 ** (_BLOCK / (_RUN - step))
            self.done += 1
            unit = int(random() * area.n)
            place = owner[unit]
            after = self._target(unit, place, owner)
            if after < 0 or unit in area.locked:
                continue
            other = -1
            if random() < 0.4 and members[after]:
                other = members[after][int(random() * len(members[after]))]
                if other in area.locked:
                    continue
            allowed = -heat * log(1 - random()) if heat > 0 else 0.0
            if other < 0 and heat > 0 and aim.hope(unit, place, after, members.__getitem__) < -allowed:
                continue
            mine = [each for each in members[place] if each != unit]
            theirs = [each for each in members[after] if each != other]
            theirs.append(unit)
            if other >= 0:
                mine.append(other)
            if area.near is not None and (
                not mine or pieces(mine, area.near) > 1 or pieces(theirs, area.near) > 1
            ):
                continue
            first, second = aim.value(place, mine), aim.value(after, theirs)
            gain = first + second - values[place] - values[after]
            if step < 2 * _BLOCK and gain:
                sizes.append(abs(gain))
            if gain < -allowed:
                continue
            now += gain
            values[place], values[after] = first, second
            members[place], members[after] = mine, theirs
            owner[unit] = after
            if other >= 0:
                owner[other] = place
            if now > record + 1e-12 * abs(record):
                record = now
                self.best = now, list(owner)

    def _target(self, unit: int, place: int, owner: Sequence[int]) -> int:
        """Another seller for a unit: any, or one on the other side of a border."""
        area, random = self.area, self.random
        if area.near is None:
            after = int(random() * (area.k - 1))
            return after + (after >= place)
        near = area.near[unit]
        if not near:
            return -1
        after = owner[near[int(random() * len(near))]]
        return -1 if after == place else after


def _members(owner: Sequence[int], k: int) -> list[list[int]]:
    members: list[list[int]] = [[] for _ in range(k)]
    for unit, place in enumerate(owner):
        members[place].append(unit)
    return members


def _parts(near: Sequence[Sequence[int]]) -> list[int]:
    """The connected part that each unit lies in."""
    part = [-1] * len(near)
    count = 0
    for first in range(len(near)):
        if part[first] < 0:
            waiting = [first]
            part[first] = count
            for unit in waiting:
                for other in near[unit]:
                    if part[other] < 0:
                        part[other] = count
                        waiting.append(other)
            count += 1
    return part


def pieces(members: Sequence[int], near: Sequence[Sequence[int]]) -> int:
    """In how many parts some units lie, joined by borders among themselves."""
    left = set(members)
    count = 0
    while left:
        count += 1
        waiting = [left.pop()]
        while waiting:
            for other in near[waiting.pop()]:
                if other in left:
                    left.remove(other)
                    waiting.append(other)
    return count
