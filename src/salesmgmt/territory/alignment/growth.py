"""Starts for a search: territories that grow from seeds far apart, the lightest one first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from math import fsum
from random import Random

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph, pieces

__all__ = ["grown", "in_one_piece", "mended"]

_OFFERED = 4


def grown(case: Case, graph: Graph, random: Random) -> list[int] | None:
    """Territories grown from seeds; None where the locks left some units without a place.

    Args:
        case: What is to be aligned.
        graph: Its neighbours.
        random: Where the choices come from.
    """
    draw = random.random
    owner = [-1] * case.n
    allowed = case.allowed
    away = _away(case)
    rooms = _rooms(case, graph, draw)
    if rooms is None:
        return None
    seeds: list[int] = []
    started: set[int] = set()
    if allowed is not None:
        started = _locked(case, graph, owner)
        seeds += [unit for unit, place in enumerate(owner) if place >= 0]
    for part, places in rooms:
        for place in places:
            if place in started:
                continue
            free = [
                unit for unit in part if owner[unit] < 0 and (allowed is None or allowed[unit] >> place & 1)
            ]
            if not free:
                return None
            seed, widest = -1, -1.0
            for _ in range(_OFFERED):
                unit = free[int(draw() * len(free))]
                distance = min((away(unit, other) for other in seeds), default=draw())
                if distance > widest:
                    seed, widest = unit, distance
            owner[seed] = place
            seeds.append(seed)
    _grow(case, graph, owner, away)
    return owner if min(owner, default=0) >= 0 else None


def _grow(case: Case, graph: Graph, owner: list[int], away: Callable[[int, int], float]) -> None:
    """The lightest territory takes its nearest free neighbour, until none is free or in reach."""
    shares = [
        [2.0 / max(low + high, 1) for low, high in zip(lower, upper, strict=True)]
        for lower, upper in zip(case.lower, case.upper, strict=True)
    ]
    levels = [0.0] * case.k
    middle = [-1] * case.k
    fronts: list[list[tuple[float, int]]] = [[] for _ in range(case.k)]
    first = [(unit, place) for unit, place in enumerate(owner) if place >= 0]
    for unit, place in first:
        if middle[place] < 0:
            middle[place] = unit

    def taken(unit: int, place: int) -> None:
        for column, share in zip(case.weights, shares, strict=True):
            levels[place] += column[unit] * share[place]
        for other in graph.near[unit]:
            if owner[other] < 0 and (case.allowed is None or case.allowed[other] >> place & 1):
                heappush(fronts[place], (away(middle[place], other), other))

    for unit, place in first:
        taken(unit, place)
    lightest: list[tuple[float, int]] = []
    for place in range(case.k):
        heappush(lightest, (levels[place], place))
    while lightest:
        _, place = heappop(lightest)
        front = fronts[place]
        while front:
            _, unit = heappop(front)
            if owner[unit] < 0:
                owner[unit] = place
                taken(unit, place)
                heappush(lightest, (levels[place], place))
                break


def _away(case: Case) -> Callable[[int, int], float]:
    """How far two units are from each other, by whatever is known."""
    points = case.points
    if points is not None:

        def between(one: int, other: int) -> float:
            return (points[one][0] - points[other][0]) ** 2 + (points[one][1] - points[other][1]) ** 2

        return between
    return lambda one, other: float(case.far(one, other))


def _rooms(case: Case, graph: Graph, draw: Callable[[], float]) -> list[tuple[list[int], list[int]]] | None:
    """Which territories each connected part of the map gets: as many as its weight has room for."""
    parts = graph.parts()
    everywhere = list(range(case.k))
    if len(parts) == 1:
        return [(parts[0], everywhere)]
    weights = [[sum(column[unit] for unit in part) for part in parts] for column in case.weights]
    usual = [
        [min(max(sum(row) // case.k, low), high) for low, high in zip(lower, upper, strict=True)]
        for row, lower, upper in zip(weights, case.lower, case.upper, strict=True)
    ]
    # Rather the large ones first, so that the small ones fill what is left of a part.
    sizes = [
        max((row[place] / max(sum(row), 1) for row in usual), default=1.0) * (0.75 + 0.5 * draw())
        for place in range(case.k)
    ]
    everywhere.sort(key=lambda place: -sizes[place])
    if case.allowed is not None:  # territories with locked units have to be where these are
        homes: dict[int, int] = {}
        number_of = {unit: number for number, part in enumerate(parts) for unit in part}
        for unit, bits in enumerate(case.allowed):
            if bits and bits & (bits - 1) == 0:
                homes[bits.bit_length() - 1] = number_of[unit]
        everywhere.sort(key=lambda place: place not in homes)
    else:
        homes = {}
    found: list[list[int]] = [[] for _ in parts]
    for placed, place in enumerate(everywhere):
        if place in homes:
            number = homes[place]
        else:  # the part that has most weight left beside the territories it already has; none goes without
            bare = [n for n in range(len(parts)) if not found[n]]
            number = max(
                bare if len(bare) >= case.k - placed else range(len(parts)),
                key=lambda n: (
                    max(
                        (
                            (row[n] - sum(usual[m][each] for each in found[n])) / max(sum(row), 1)
                            for m, row in enumerate(weights)
                        ),
                        default=0.0,
                    ),
                    len(parts[n]) / (len(found[n]) + 1),
                    -n,
                ),
            )
        found[number].append(place)
    if any(not places for places in found):
        return None
    return list(zip(parts, found, strict=True))


def _locked(case: Case, graph: Graph, owner: list[int]) -> set[int]:
    """Place the units that may stand in one territory only, and join those of each by short ways."""
    started: set[int] = set()
    allowed = case.allowed or []
    for unit, bits in enumerate(allowed):
        if bits and bits & (bits - 1) == 0:
            owner[unit] = bits.bit_length() - 1
            started.add(owner[unit])
    for place in sorted(started):
        join(case, graph, owner, place)
    return started


def join(case: Case, graph: Graph, owner: list[int], place: int) -> bool:
    """Join the pieces of a territory by the shortest ways over free units; False where there is no way."""
    while True:
        groups = pieces(graph.near, [unit for unit, each in enumerate(owner) if each == place])
        if len(groups) < 2:
            return True
        before: dict[int, int] = dict.fromkeys(groups[0], -1)
        queue = list(groups[0])
        end = -1
        for at in queue:
            for other in graph.near[at]:
                if other in before:
                    continue
                if owner[other] == place:
                    before[other] = at
                    end = other
                    break
                if owner[other] < 0 and (case.allowed is None or case.allowed[other] >> place & 1):
                    before[other] = at
                    queue.append(other)
            if end >= 0:
                break
        if end < 0:
            return False
        at = before[end]
        while at >= 0 and owner[at] < 0:
            owner[at] = place
            at = before[at]


def mended(case: Case, graph: Graph, owner: Sequence[int]) -> list[int] | None:
    """A plan in which each territory keeps its heaviest piece, and the rest joins what it touches.

    Args:
        case: What is to be aligned.
        graph: Its neighbours.
        owner: Territory of each unit; -1 where it has none yet.
    """
    found = [-1] * case.n
    totals = [max(sum(column), 1) for column in case.weights]
    size = [
        fsum(column[unit] / total for column, total in zip(case.weights, totals, strict=True)) + 1e-9
        for unit in range(case.n)
    ]
    members: list[list[int]] = [[] for _ in range(case.k)]
    for unit, place in enumerate(owner):
        if place >= 0:
            members[place].append(unit)
    for place, units in enumerate(members):
        groups = pieces(graph.near, units)
        if groups:
            locked = _only(case, place)
            heaviest = max(
                groups, key=lambda group: (bool(locked & set(group)), fsum(size[u] for u in group))
            )
            for unit in heaviest:
                found[unit] = place
    missing = [place for place in range(case.k) if not members[place]]
    for place in missing:
        free = [
            unit
            for unit in range(case.n)
            if found[unit] < 0 and (case.allowed is None or case.allowed[unit] >> place & 1)
        ]
        if not free:
            return None
        found[free[0]] = place
    if case.allowed is not None:
        for place in range(case.k):
            for unit in _only(case, place):
                found[unit] = place
            if not join(case, graph, found, place):
                return None
    _grow(case, graph, found, _away(case))
    return found if min(found, default=0) >= 0 and in_one_piece(case, graph, found) else None


def _only(case: Case, place: int) -> set[int]:
    """The units that may stand in a territory only."""
    return {unit for unit, bits in enumerate(case.allowed or ()) if bits == 1 << place}


def in_one_piece(case: Case, graph: Graph, owner: Sequence[int]) -> bool:
    """Whether every territory has units, hangs together, and holds only units that may stand there."""
    members: list[list[int]] = [[] for _ in range(case.k)]
    for unit, place in enumerate(owner):
        if case.allowed is not None and not case.allowed[unit] >> place & 1:
            return False
        members[place].append(unit)
    return all(len(pieces(graph.near, units)) == 1 for units in members)
