"""A balanced start for an alignment: units take their cheapest territory, prices even out the loads.

Location-allocation in the sense of Hess et al. (1965) and Fleischmann and Paraschis (1988), with a price per
territory instead of a transport problem: where every unit takes the territory with the least cost plus price
times weight, the territories are the cells of a power diagram (Kalcsics, Nickel and Schröder, 2005). A price
rises while its territory carries too much, and falls while it carries too little; then the centres are
renewed. What is left over are split territories, which are mended unit by unit along the borders.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush, nsmallest
from random import Random

from salesmgmt.territory.alignment.case import Case

__all__ = ["power_start"]

FEW = 20
MANY = 60
RENEWALS = 12
NEAR = 8
CLOSE = 0.001
EVERY = 150
LARGE = 400_000


def power_start(case: Case, seed: int) -> list[int]:
    """A territory per unit: nearly balanced, compact, in one piece where that is possible.

    The bounds are not kept exactly; a search that starts here finds little to mend.

    Args:
        case: What is to be aligned.
        seed: Where the choice of the first centres comes from.
    """
    parts = _parts(case)
    ground = _Ground(case)
    centres, home = _seeds(case, ground, parts, Random(seed))  # noqa: S311  # no secret is drawn
    prices = [[0.0] * case.k for _ in case.weights]
    owner: list[int] = []
    for number in range(RENEWALS):
        near = _near(case, ground, centres, parts, home, owner)
        owner = _priced(case, near, prices, FEW)
        renewed = _renewed(case, ground, owner, centres)
        if renewed == centres or number == RENEWALS - 1:
            owner = _priced(case, near, prices, MANY)
            break
        centres = renewed
    _filled(case, ground, owner, centres)
    if case.neighbours is not None:
        _mended(case, ground, owner, centres, prices)
    return owner


class _Ground:
    """What units cost under a centre: the case's own costs, or what stands for them where it has none."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.table = case.kind == "table"
        self.rough = case.points is not None and (not self.table or case.n * case.k > LARGE)
        self.hops: dict[int, list[float]] = {}

    def row(self, centre: int) -> Sequence[float]:
        """The cost of every unit, by straight distances where there are many; only for a choice."""
        case = self.case
        if self.rough and case.points is not None:
            x, y = case.points[centre]
            return [
                heft * ((east - x) * (east - x) + (north - y) * (north - y))
                for heft, (east, north) in zip(case.hefts, case.points, strict=True)
            ]
        return case.row(centre) if self.table else self._hopped(centre)

    def cost(self, centre: int, unit: int) -> float:
        """The cost of one unit."""
        if self.table:
            return self.case.cost(centre, unit)
        if self.case.points is not None:
            x, y = self.case.points[centre]
            east, north = self.case.points[unit]
            return self.case.hefts[unit] * ((east - x) * (east - x) + (north - y) * (north - y))
        return self._hopped(centre)[unit]

    def _hopped(self, centre: int) -> list[float]:
        """Where nobody knows where units stand: steps from unit to unit, squared."""
        case = self.case
        found = self.hops.get(centre)
        if found is None:
            steps = [-1] * case.n
            steps[centre] = 0
            reached = [centre]
            for unit in reached:
                for other in () if case.neighbours is None else case.neighbours[unit]:
                    if steps[other] < 0:
                        steps[other] = steps[unit] + 1
                        reached.append(other)
            found = [
                float(heft * (step if step >= 0 else case.n) ** 2)
                for heft, step in zip(case.hefts, steps, strict=True)
            ]
            if len(self.hops) * case.n > LARGE:
                self.hops.clear()
            self.hops[centre] = found
        return found


def _parts(case: Case) -> list[int]:
    """The connected part that every unit lies in; one part where adjacency is not asked."""
    part = [0] * case.n
    if case.neighbours is None:
        return part
    part = [-1] * case.n
    count = 0
    for first in range(case.n):
        if part[first] >= 0:
            continue
        part[first] = count
        waiting = [first]
        while waiting:
            for other in case.neighbours[waiting.pop()]:
                if part[other] < 0:
                    part[other] = count
                    waiting.append(other)
        count += 1
    return part


def _sizes(case: Case) -> list[float]:
    """How large a unit is, as a share of all, over all measures."""
    sizes = [0.0] * case.n
    for weights in case.weights:
        total = sum(weights) or 1
        for unit, weight in enumerate(weights):
            sizes[unit] += weight / total
    return sizes if case.weights else [1.0] * case.n


def _quotas(case: Case, parts: list[int]) -> list[int]:
    """How many territories each part gets: at least one, and else by its size."""
    count = max(parts) + 1
    if count > case.k:
        return [case.k] * count
    totals = [0.0] * count
    for unit, size in enumerate(_sizes(case)):
        totals[parts[unit]] += size
    quotas = [1] * count
    for _ in range(case.k - count):
        quotas[max(range(count), key=lambda part: (totals[part] / quotas[part], -part))] += 1
    return quotas


def _seeds(case: Case, ground: _Ground, parts: list[int], random: Random) -> tuple[list[int], list[int]]:
    """First centres, far from each other where much is to be done, and the part of each territory."""
    quotas = _quotas(case, parts)
    far: list[float] = [0.0] * case.n
    centres = [-1] * case.k
    home = [-1] * case.k
    order = list(range(case.k))
    if case.allowed is not None:
        fixed = [sum(bits == 1 << place for bits in case.allowed) for place in order]
        order.sort(key=lambda place: -fixed[place])
    wanted = _wanted(case)
    sizes = _sizes(case)
    taken: set[int] = set()
    for number, place in enumerate(order):
        fit = [
            unit
            for unit in range(case.n)
            if unit not in taken and quotas[parts[unit]] > 0 and _may(case, unit, place)
        ]
        if case.allowed is not None:
            own = [unit for unit in fit if case.allowed[unit] == 1 << place]
            fit = own or fit
        if wanted is not None:
            fit = [unit for unit in fit if wanted[unit] == place] or fit
        if not fit:
            fit = [unit for unit in range(case.n) if unit not in taken] or list(range(case.n))
        chosen = _drawn(fit, sizes if number == 0 else far, random)
        centres[place] = chosen
        home[place] = parts[chosen]
        quotas[parts[chosen]] -= 1
        taken.add(chosen)
        row = ground.row(chosen)
        far = [old if number and old < new else new for old, new in zip(far, row, strict=True)]
    return centres, home


def _wanted(case: Case) -> list[int] | None:
    """The territory that each unit is cheapest in before distances; None where there are no such wishes."""
    if case.wishes is None:
        return None
    places = range(case.k)
    wishes = case.wishes
    return [min(places, key=lambda place: (wishes[place][unit], place)) for unit in range(case.n)]


def _may(case: Case, unit: int, place: int) -> bool:
    return case.allowed is None or bool(case.allowed[unit] >> place & 1)


def _drawn(units: list[int], chances: list[float], random: Random) -> int:
    """One of the units, each with a chance in proportion to a number."""
    total = 0.0
    for unit in units:
        total += chances[unit]
    mark = random.random() * total
    for unit in units:
        mark -= chances[unit]
        if mark < 0:
            return unit
    return units[int(random.random() * len(units))] if total == 0 else units[-1]


def _near(
    case: Case, ground: _Ground, centres: list[int], parts: list[int], home: list[int], owner: list[int]
) -> list[list[tuple[int, float]]]:
    """The territories that a unit may join, with what it costs there; only the nearest of many."""
    inside: list[list[int]] = [[] for _ in range(max(parts) + 1)]
    for place, part in enumerate(home):
        inside[part].append(place)
    every = list(range(case.k))
    at = [] if case.points is None else [case.points[centre] for centre in centres]
    around = _around(at, owner) if case.points is not None and ground.rough else None
    rows = [] if ground.rough else [ground.row(centre) for centre in centres]
    near = []
    for unit in range(case.n):
        places = inside[parts[unit]] or every
        if case.allowed is not None:
            bits = case.allowed[unit]
            places = [place for place in places if bits >> place & 1] or [
                place for place in every if bits >> place & 1
            ]
        if case.points is not None and ground.rough and len(places) > 2 * NEAR:
            if around is not None and case.allowed is None and len(inside) == 1:
                places = around[owner[unit]]
            x, y = case.points[unit]
            far = [(at[place][0] - x) ** 2 + (at[place][1] - y) ** 2 for place in places]
            places = [places[number] for number in nsmallest(NEAR, range(len(far)), key=far.__getitem__)]
        if rows:
            costs = [(rows[place][unit], place) for place in places]
        else:
            costs = [(ground.cost(centres[place], unit), place) for place in places]
        if case.wishes is not None:
            costs = [(cost + case.wishes[place][unit], place) for cost, place in costs]
        if len(costs) > NEAR:
            costs = nsmallest(NEAR, costs)
        near.append([(place, float(cost)) for cost, place in costs])
    return near


def _around(at: list[tuple[float, float]], owner: list[int]) -> list[list[int]] | None:
    """The centres about each centre, with itself: among them are those near its units."""
    if not owner:
        return None
    found = []
    for x, y in at:
        far = [(east - x) ** 2 + (north - y) ** 2 for east, north in at]
        found.append(sorted(nsmallest(3 * NEAR, range(len(at)), key=far.__getitem__)))
    return found


def _priced(
    case: Case, near: list[list[tuple[int, float]]], prices: list[list[float]], rounds: int
) -> list[int]:
    """Every unit at its cheapest territory, with prices moved until the loads fit; the prices are changed."""
    places = range(case.k)
    measures = range(len(case.weights))
    scale = 0.0
    for pairs in near:
        costs = sorted(cost for _, cost in pairs)
        scale += costs[min(1, len(costs) - 1)]
    steps, signs, ends = [], [], []
    for measure in measures:
        total = sum(case.weights[measure]) or 1
        # a price that doubles the mean cost would move most units; a tenth of it is a bold first step
        steps.append([scale / total / 10] * case.k)
        signs.append([0] * case.k)
        ends.append(max(total / case.k, 1.0))
    best: tuple[float, list[int]] | None = None
    kept = [list(each) for each in prices]
    owner = [0] * case.n
    for _ in range(rounds):
        if len(case.weights) == 1:
            price, weights = prices[0], case.weights[0]
            for unit, pairs in enumerate(near):
                weight = weights[unit]
                least, at = float("inf"), 0
                for place, cost in pairs:
                    paid = cost + price[place] * weight
                    if paid < least:
                        least, at = paid, place
                owner[unit] = at
        else:
            for unit, pairs in enumerate(near):
                least, at = float("inf"), 0
                for place, paid in pairs:
                    for measure in measures:
                        paid += prices[measure][place] * case.weights[measure][unit]
                    if paid < least:
                        least, at = paid, place
                owner[unit] = at
        worst = 0.0
        for measure in measures:
            loads = [0] * case.k
            for unit, place in enumerate(owner):
                loads[place] += case.weights[measure][unit]
            price, step, sign = prices[measure], steps[measure], signs[measure]
            for place in places:
                load, low, high = loads[place], case.lower[measure][place], case.upper[measure][place]
                over = max(load - high, 0) - max(low - load, 0)
                worst += abs(over) / ends[measure]
                if over == 0 and price[place]:
                    # inside its bounds a territory needs no price: it goes back as far as the bound allows
                    over = load - high if price[place] > 0 else load - low
                if not over:
                    continue
                turned = 1 if over > 0 else -1
                if sign[place]:
                    step[place] *= 1.15 if sign[place] == turned else 0.5
                sign[place] = turned
                moved = price[place] + step[place] * max(-1.0, min(1.0, over / ends[measure] * 4))
                if price[place] * moved < 0 and low <= load <= high:
                    moved = 0.0
                price[place] = moved
        if best is None or worst < best[0]:
            best = worst, list(owner)
            kept = [list(each) for each in prices]
        if worst < CLOSE:
            break
    prices[:] = kept
    return owner if best is None else best[1]


def _renewed(case: Case, ground: _Ground, owner: list[int], centres: list[int]) -> list[int]:
    """The best centre of each territory among its own units; of large ones, by steps to adjacent units."""
    members: list[list[int]] = [[] for _ in range(case.k)]
    for unit, place in enumerate(owner):
        members[place].append(unit)
    renewed = []
    for place, own in enumerate(members):
        if not own:
            renewed.append(centres[place])
        elif case.neighbours is None or case.n <= EVERY:
            renewed.append(min(own, key=lambda unit: (_moment(ground, unit, own), unit)))
        else:
            renewed.append(_climbed(case, ground, own, centres[place]))
    return renewed


def _moment(ground: _Ground, centre: int, members: list[int]) -> float:
    total = 0.0
    for unit in members:
        total += ground.cost(centre, unit)
    return total


def _climbed(case: Case, ground: _Ground, members: list[int], centre: int) -> int:
    """A centre that no adjacent unit of the territory betters."""
    assert case.neighbours is not None
    own = set(members)
    at = centre if centre in own else members[0]
    least = _moment(ground, at, members)
    tried = {at}
    while True:
        found = at
        for unit in case.neighbours[at]:
            if unit in own and unit not in tried:
                tried.add(unit)
                moment = _moment(ground, unit, members)
                if moment < least:
                    least, found = moment, unit
        if found == at:
            return at
        at = found


def _filled(case: Case, ground: _Ground, owner: list[int], centres: list[int]) -> None:
    """Give every territory at least one unit, from those that have more than one."""
    counts = [0] * case.k
    for place in owner:
        counts[place] += 1
    for place in range(case.k):
        if counts[place]:
            continue
        at = centres[place]
        free = [unit for unit in range(case.n) if counts[owner[unit]] > 1 and _may(case, unit, place)]
        if not free:
            continue
        chosen = min(free, key=lambda unit: (unit != at, ground.cost(at, unit), unit))
        counts[owner[chosen]] -= 1
        owner[chosen] = place
        counts[place] = 1


def _mended(
    case: Case, ground: _Ground, owner: list[int], centres: list[int], prices: list[list[float]]
) -> None:
    """Keep the heaviest piece of every territory; the others join what they touch, cheapest first."""
    assert case.neighbours is not None
    sizes = _sizes(case)
    free = []
    for piece in _strays(case, owner, sizes):
        free += piece
    if not free:
        return
    before = {unit: owner[unit] for unit in free}
    for unit in free:
        owner[unit] = -1
    heap: list[tuple[float, int, int]] = []

    def offer(unit: int) -> None:
        assert case.neighbours is not None
        for place in {owner[other] for other in case.neighbours[unit]}:
            if place >= 0 and _may(case, unit, place):
                paid = float(ground.cost(centres[place], unit))
                if case.wishes is not None:
                    paid += case.wishes[place][unit]
                for measure, weights in enumerate(case.weights):
                    paid += prices[measure][place] * weights[unit]
                heappush(heap, (paid, unit, place))

    for unit in free:
        offer(unit)
    while heap:
        _, unit, place = heappop(heap)
        if owner[unit] >= 0:
            continue
        owner[unit] = place
        for other in case.neighbours[unit]:
            if owner[other] < 0:
                offer(other)
    for unit, place in before.items():
        if owner[unit] < 0:  # nothing that it touches may take it: it stays where it was
            owner[unit] = place


def _strays(case: Case, owner: list[int], sizes: list[float]) -> list[list[int]]:
    """The pieces of territories beside the heaviest piece of each."""
    assert case.neighbours is not None
    seen = [False] * case.n
    pieces: list[list[tuple[float, list[int]]]] = [[] for _ in range(case.k)]
    for first in range(case.n):
        if seen[first]:
            continue
        place = owner[first]
        piece, weight = [first], 0.0
        seen[first] = True
        for unit in piece:
            weight += sizes[unit]
            for other in case.neighbours[unit]:
                if not seen[other] and owner[other] == place:
                    seen[other] = True
                    piece.append(other)
        pieces[place].append((weight, piece))
    return [
        piece for found in pieces for _, piece in sorted(found, key=lambda each: (-each[0], each[1][0]))[1:]
    ]
