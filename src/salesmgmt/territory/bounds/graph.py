"""What can hang together at all: components, and the units that a territory around a unit may reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

__all__ = ["components", "lightest_paths"]


def components(neighbours: Sequence[Sequence[int]], within: Iterable[int] | None = None) -> list[list[int]]:
    """The connected parts of a map, or of some of its units, sorted, in the order of their first units."""
    left = set(range(len(neighbours)) if within is None else within)
    found = []
    for start in sorted(left):
        if start not in left:
            continue
        left.discard(start)
        part, waiting = [start], [start]
        while waiting:
            for near in neighbours[waiting.pop()]:
                if near in left:
                    left.discard(near)
                    part.append(near)
                    waiting.append(near)
        found.append(sorted(part))
    return found


def lightest_paths(
    neighbours: Sequence[Sequence[int]],
    weights: Sequence[int],
    start: int,
    most: int,
    *,
    open_to: Sequence[bool] | None = None,
    enough: int | None = None,
) -> dict[int, int]:
    """The weight of the lightest path to each unit within reach, both ends counted.

    A connected territory that holds two units holds a path between them; so what no path within the upper
    bound leads to can never share a territory with the start.

    Args:
        neighbours: Neighbours of each unit.
        weights: Weight of each unit.
        start: Where the paths begin.
        most: The greatest weight of a path.
        open_to: Which units a path may pass; None where all may.
        enough: Stop once the units found weigh so much together.
    """
    if weights[start] > most or (open_to is not None and not open_to[start]):
        return {}
    found: dict[int, int] = {}
    nearest = {start: weights[start]}
    waiting = [(weights[start], start)]
    together = 0
    while waiting:
        weight, unit = heappop(waiting)
        if unit in found:
            continue
        found[unit] = weight
        together += weights[unit]
        if enough is not None and together >= enough:
            break
        for near in neighbours[unit]:
            if near in found or (open_to is not None and not open_to[near]):
                continue
            onward = weight + weights[near]
            if onward <= most and onward < nearest.get(near, onward + 1):
                nearest[near] = onward
                heappush(waiting, (onward, near))
    return found
