"""Where the prices of units may start."""

from __future__ import annotations

from collections.abc import Sequence

from salesmgmt.territory.alignment.case import Case

__all__ = ["cold_prices", "priced_start"]


def cold_prices(case: Case) -> list[float]:
    """The cost of each unit under the (n / 2k)-th cheapest centre for it."""
    place = min(max(case.n // (2 * case.k), 1), case.n - 1)
    columns = zip(*(case.row(centre) for centre in range(case.n)), strict=True)
    return [float(sorted(column)[place]) for column in columns]


def priced_start(case: Case, owner: Sequence[int] | None = None) -> list[float]:
    """Prices from a balanced division: cost there, price of room, and a mean share on top.

    Every unit goes to the centre with the least cost and price of room together; the price of room of a
    centre rises while too much comes to it (location-allocation with prices, after Fleischmann and Paraschis
    1988).
    """
    rows, centres = _first_centres(case, owner)
    weights = case.weights[0] if case.weights else [1] * case.n
    total = sum(weights) or 1
    share = total / len(centres)
    room = [0.0] * len(centres)
    cost = 0.0
    owners = [0] * case.n
    unit_costs = [list(column) for column in zip(*rows, strict=True)]
    for turn in range(6):
        step = max(_mean_cost(unit_costs, total), 1e-9) / 2
        steps = [step] * len(centres)
        signs = [0] * len(centres)
        for _ in range(40):
            loads = [0.0] * len(centres)
            for unit, costs in enumerate(unit_costs):
                weight = weights[unit]
                best = min(range(len(centres)), key=lambda p: costs[p] + room[p] * weight)
                owners[unit] = best
                loads[best] += weight
            off = [(load - share) / share for load in loads]
            if max(map(abs, off)) < 0.01:
                break
            for place, each in enumerate(off):
                sign = 1 if each > 0 else -1
                steps[place] *= 1.15 if sign == signs[place] else 0.5
                signs[place] = sign
                room[place] += max(-1.0, min(1.0, each)) * steps[place]
        if owner is not None or turn == 5:
            break
        renewed = [
            _centre(case, [u for u in range(case.n) if owners[u] == p], centres[p])
            for p in range(len(centres))
        ]
        if renewed == centres or len(set(renewed)) < len(renewed):
            break
        centres = renewed
        rows = [case.row(centre) for centre in centres]
        unit_costs = [list(column) for column in zip(*rows, strict=True)]
    least = min(room)
    cost = sum(costs[place] for costs, place in zip(unit_costs, owners, strict=True))
    level = cost / total
    return [
        costs[place] + (room[place] - least + level) * weight
        for costs, place, weight in zip(unit_costs, owners, weights, strict=True)
    ]


def _mean_cost(unit_costs: Sequence[Sequence[int]], total: int) -> float:
    return sum(map(min, unit_costs)) / total


def _first_centres(case: Case, owner: Sequence[int] | None) -> tuple[list[list[int]], list[int]]:
    if owner is not None:
        centres = [
            case.best_centre([unit for unit in range(case.n) if owner[unit] == place])[0]
            for place in range(case.k)
        ]
        return [case.row(centre) for centre in centres], centres
    # The cheapest centre of all, then always the unit that costs most under those before it.
    centre = min(range(case.n), key=lambda each: sum(case.row(each)))
    near = [float(cost) for cost in case.row(centre)]
    first = max(range(case.n), key=near.__getitem__)
    centres = [first]
    near = [float(cost) for cost in case.row(first)]
    while len(centres) < case.k:
        taken = set(centres)
        following = max((u for u in range(case.n) if u not in taken), key=near.__getitem__)
        centres.append(following)
        near = [min(pair) for pair in zip(near, case.row(following), strict=True)]
    return [case.row(each) for each in centres], centres


def _centre(case: Case, members: Sequence[int], before: int) -> int:
    if not members:
        return before
    best, found = before, None
    for candidate in members:
        row = case.row(candidate)
        total = sum(row[unit] for unit in members)
        if found is None or total < found:
            best, found = candidate, total
    return best
