"""Small cases decided for good: every division is tried that can still be balanced and less disruptive."""

from __future__ import annotations

from salesmgmt.territory.balancing.case import Case

__all__ = ["MOST_UNITS", "enumerated"]

#: Above this many free units nothing is enumerated.
MOST_UNITS = 18
_MOST_NODES = 150_000


def enumerated(case: Case, budget: int) -> tuple[bool, list[int] | None, int]:
    """The least disruptive plan, by trying all.

    Args:
        case: What is to be balanced.
        budget: Most nodes that may be looked at.

    Returns:
        Whether all were tried; the best plan found, None where there is none; the number of nodes.
    """
    free = [unit for unit in range(len(case.names)) if unit not in case.fixed]
    limit = min(budget, _MOST_NODES)
    if len(free) > MOST_UNITS:
        return False, None, 0
    columns = case.columns
    load = [[0] * len(columns) for _ in case.territories]
    where = [-1] * len(case.names)
    for unit, place in case.fixed.items():
        where[unit] = place
        for measure, column in enumerate(columns):
            load[place][measure] += column[unit]
    parts = [1 / max(sum(column), 1) for column in columns]
    free.sort(
        key=lambda unit: (-max((c[unit] * p for c, p in zip(columns, parts, strict=True)), default=0.0), unit)
    )
    rest = [[0] * len(columns) for _ in range(len(free) + 1)]
    cheapest = [0] * (len(free) + 1)
    places_of = []
    for unit in free:
        places = case.allowed.get(unit, tuple(range(len(load))))
        places_of.append(sorted(places, key=lambda place: (case.fee_at(unit, place), place)))
    for number in range(len(free) - 1, -1, -1):
        rest[number] = [
            later + column[free[number]] for later, column in zip(rest[number + 1], columns, strict=True)
        ]
        least = min((case.fee_at(free[number], place) for place in places_of[number]), default=0)
        cheapest[number] = cheapest[number + 1] + least
    fees = sum(case.fee_at(unit, place) for unit, place in case.fixed.items())
    best: list[int] | None = None
    best_fee = -1
    nodes = 0

    def may_be_balanced(number: int) -> bool:
        needs = [0] * len(columns)
        for place, carried in enumerate(load):
            for measure, value in enumerate(carried):
                if value > case.most[place][measure]:
                    return False
                needs[measure] += max(case.least[place][measure] - value, 0)
        return all(need <= left for need, left in zip(needs, rest[number], strict=True))

    def descend(number: int, fee: int) -> None:
        nonlocal best, best_fee, nodes
        nodes += 1
        if nodes > limit or not may_be_balanced(number):
            return
        if best is not None and fee + cheapest[number] >= best_fee:
            return
        if number == len(free):
            best, best_fee = list(where), fee
            return
        unit = free[number]
        for place in places_of[number]:
            where[unit] = place
            for measure, column in enumerate(columns):
                load[place][measure] += column[unit]
            descend(number + 1, fee + case.fee_at(unit, place))
            for measure, column in enumerate(columns):
                load[place][measure] -= column[unit]

    descend(0, fees)
    return nodes <= limit, best, min(nodes, limit)
