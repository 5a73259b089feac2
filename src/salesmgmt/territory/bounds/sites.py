"""One territory around one centre, at given prices: what the cheapest set within its bounds costs at least.

A price is what the plan is paid for placing a unit. The cheapest set is a knapsack filled between two bounds;
its relaxation takes units by reduced cost over weight and divides the last one (Dantzig 1957). Dividing a
heavy unit is what makes that relaxation weak, so heavy ones are branched on: in or out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import accumulate
from math import inf
from operator import itemgetter, sub, truediv

__all__ = ["Filled", "Site"]

#: A unit that weighs nothing counts as this light where reduced costs are divided by weights.
_NOTHING = 1e-9


def _picker(units: Sequence[int]) -> Callable[[Sequence[float]], Sequence[float]]:
    if len(units) > 1:
        return itemgetter(*units)
    return lambda values: [values[unit] for unit in units]


class Filled:
    """The relaxed answer of a site.

    Attributes:
        value: Reduced cost of the set; no set that keeps the bounds costs less.
        taken: Positions within the site that are taken whole.
        split: Position of the unit that is divided; -1 where none is.
        part: How much of it is taken.
    """

    __slots__ = ("part", "split", "taken", "value")

    def __init__(self, value: float, taken: list[int], split: int, part: float) -> None:
        self.value = value
        self.taken = taken
        self.split = split
        self.part = part


_IMPOSSIBLE = Filled(inf, [], -1, 0.0)


class Site:
    """What a territory of one kind may take around one centre.

    Args:
        centre: The unit that it must hold.
        forced: All units that it must hold, the centre among them.
        units: The other units that it may take.
        costs: What each of them costs here.
        forced_cost: What the forced ones cost here.
        weights: By measure, the weight of each of the other units.
        bounds: By measure, least and greatest weight of the other units that are taken.
        beyond: Reduced costs over weight of what has been left out of `units` never fall below this figure
            less the highest price over weight; infinite where nothing has been left out.
    """

    __slots__ = (
        "beyond",
        "bounds",
        "centre",
        "costs",
        "divisors",
        "forced",
        "forced_cost",
        "measure",
        "pick",
        "units",
        "value",
        "weights",
    )

    def __init__(
        self,
        centre: int,
        forced: Sequence[int],
        units: Sequence[int],
        costs: Sequence[int],
        forced_cost: int,
        weights: Sequence[Sequence[int]],
        bounds: Sequence[tuple[int, int]],
        beyond: float = inf,
    ) -> None:
        self.centre = centre
        self.forced = tuple(forced)
        self.units = tuple(units)
        self.costs = [float(cost) for cost in costs]
        self.forced_cost = float(forced_cost)
        self.weights = [[float(weight) for weight in column] for column in weights]
        self.divisors = [[weight or _NOTHING for weight in column] for column in self.weights]
        self.bounds = [(float(low), float(high)) for low, high in bounds]
        self.pick = _picker(self.units)
        self.beyond = beyond
        self.measure = 0
        self.value = -inf

    def base(self, prices: Sequence[float]) -> float:
        """Reduced cost of what must be held."""
        return self.forced_cost - sum(prices[unit] for unit in self.forced)

    def filled(
        self,
        prices: Sequence[float],
        measure: int,
        rest: float = 0.0,
        *,
        heavy: float = inf,
        nodes: int = 0,
        enough: float = inf,
    ) -> Filled:
        """The least reduced cost of a set that keeps the bounds of one measure, or less than it.

        Args:
            prices: Price of each unit of the map.
            measure: Which bounds.
            rest: The lowest reduced cost over weight of what is left out of the site.
            heavy: Units of this weight and more are never divided.
            nodes: At most so many branchings.
            enough: Stop branching once the answer is known to be at least this.
        """
        low, high = self.bounds[measure]
        base = self.base(prices)
        if high < 0.0:
            return _IMPOSSIBLE
        reduced = list(map(sub, self.costs, self.pick(prices)))
        ratio = list(map(truediv, reduced, self.divisors[measure]))
        order = sorted(range(len(ratio)), key=ratio.__getitem__)
        weights = list(map(self.weights[measure].__getitem__, order))
        values = list(map(reduced.__getitem__, order))
        loads = list(accumulate(weights, initial=0.0))
        sums = list(accumulate(values, initial=base))
        free = _first(values)
        if self.beyond < inf:
            return _with_rest(order, weights, values, loads, sums, (low, high), rest)
        count = len(order)
        split, part = -1, 0.0
        if loads[free] > high:
            place = bisect_right(loads, high, hi=free + 1) - 1
            split, part = place, (high - loads[place]) / weights[place]
        elif loads[free] < low:
            place = bisect_right(loads, low, lo=free) - 1
            if place < count:
                split, part = place, (low - loads[place]) / weights[place]
            elif loads[count] < low:
                return _IMPOSSIBLE
        else:
            place = free
        if split < 0 or part == 0.0:
            return Filled(sums[place], order[:place], -1, 0.0)
        value = sums[place] + part * values[place]
        if weights[place] < heavy or nodes < 1 or value >= enough:
            return Filled(value, order[:place], order[place], part)
        return _branched(
            order,
            weights,
            values,
            loads,
            sums,
            free,
            (low, high),
            (value, place, part),
            (heavy, nodes, enough),
        )


def _first(values: Sequence[float]) -> int:
    """Where the first value stands that is not below 0, in values that are sorted by sign."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < 0.0:
            low = middle + 1
        else:
            high = middle
    return low


def _with_rest(
    order: list[int],
    weights: list[float],
    values: list[float],
    loads: list[float],
    sums: list[float],
    bounds: tuple[float, float],
    rest: float,
) -> Filled:
    """The relaxation where units beyond the site may be taken too, in any number, at the lowest ratio."""
    low, high = bounds
    cheap = next((place for place, value in enumerate(values) if value >= rest * weights[place]), len(values))
    free = min(_first(values), cheap) if rest >= 0.0 else cheap
    target = high if rest < 0.0 or loads[free] > high else max(low, loads[free])
    place = min(bisect_right(loads, target) - 1, free if loads[free] >= target else cheap)
    left = target - loads[place]
    if left <= 0.0:
        return Filled(sums[place], order[:place], -1, 0.0)
    if place < cheap:
        part = left / weights[place]
        return Filled(sums[place] + part * values[place], order[:place], order[place], part)
    return Filled(sums[place] + left * rest, order[:place], -1, 0.0)


def _branched(
    order: list[int],
    weights: list[float],
    values: list[float],
    loads: list[float],
    sums: list[float],
    free: int,
    bounds: tuple[float, float],
    root: tuple[float, int, float],
    effort: tuple[float, int, float],
) -> Filled:
    """Best first over heavy units in or out, until the cheapest open case divides no heavy one."""
    low, high = bounds
    heavy, nodes, enough = effort
    count = len(order)
    nothing: tuple[int, ...] = ()
    waiting = [(root[0], 0, nothing, nothing, root[1], root[2])]
    made = 0
    while waiting:
        value, _, inside, outside, place, part = waiting[0]
        if part == 0.0 or weights[place] < heavy or made >= nodes or value >= enough:
            break
        heappop(waiting)
        for take in (True, False):
            ins = (*inside, place) if take else inside
            outs = outside if take else (*outside, place)
            found = _case(weights, values, loads, sums, free, low, high, count, ins, outs)
            if found is not None:
                made += 1
                heappush(waiting, (max(found[0], value), made, ins, outs, found[1], found[2]))
    if not waiting:
        return _IMPOSSIBLE
    value, _, inside, outside, place, part = waiting[0]
    kept = set(range(place)).difference(outside).union(inside)
    return Filled(value, [order[position] for position in sorted(kept)], order[place] if part else -1, part)


def _case(
    weights: list[float],
    values: list[float],
    loads: list[float],
    sums: list[float],
    free: int,
    low: float,
    high: float,
    count: int,
    ins: tuple[int, ...],
    outs: tuple[int, ...],
) -> tuple[float, int, float] | None:
    """Relaxed value where some positions are in and others out; with the place and part of the division."""

    def load(place: int) -> float:
        total = loads[place]
        for position in ins:
            if position >= place:
                total += weights[position]
        for position in outs:
            if position < place:
                total -= weights[position]
        return total

    at_free = load(free)
    if at_free > high:
        lower, upper, target = 0, free, high
        if load(0) > high:
            return None
    elif at_free < low:
        lower, upper, target = free, count, low
        if load(count) < low:
            return None
    else:
        lower = upper = free
        target = at_free
    while lower < upper:
        middle = (lower + upper + 1) // 2
        if load(middle) <= target:
            lower = middle
        else:
            upper = middle - 1
    left = target - load(lower)
    value = sums[lower]
    for position in ins:
        if position >= lower:
            value += values[position]
    for position in outs:
        if position < lower:
            value -= values[position]
    if left <= 0.0 or lower >= count:
        return value, lower, 0.0
    part = left / weights[lower]
    return value + part * values[lower], lower, part
