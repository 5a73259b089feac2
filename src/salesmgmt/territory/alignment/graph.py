"""Who is next to whom: edges by number, connected parts, and whether a territory stays in one piece.

Whether a unit may leave is nearly always told by its neighbours alone: where those that stay hang together
among themselves, so does the rest. Only else the territory is searched, from all sides by turns, so that a
small piece that would be cut off is found out soon.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["Graph", "pieces"]


class Graph:
    """Neighbours and edges of the units.

    Args:
        neighbours: Neighbours of each unit.
    """

    __slots__ = ("_memo", "first", "incident", "near", "second", "sets")

    def __init__(self, neighbours: Sequence[Sequence[int]]) -> None:
        self.near = [tuple(near) for near in neighbours]
        self.sets = [frozenset(near) for near in self.near]
        self.first: list[int] = []
        self.second: list[int] = []
        incident: list[list[tuple[int, int]]] = [[] for _ in self.near]
        for unit, near in enumerate(self.near):
            for other in near:
                if unit < other:
                    edge = len(self.first)
                    self.first.append(unit)
                    self.second.append(other)
                    incident[unit].append((edge, other))
                    incident[other].append((edge, unit))
        self.incident = [tuple(each) for each in incident]
        self._memo: list[dict[int, tuple[int, ...]]] = [{} for _ in self.near]

    def ends(self, unit: int, place: int, owner: Sequence[int]) -> tuple[int, ...]:
        """One neighbour for each group of those in a territory that hang together without the unit."""
        pattern, bit = 0, 1
        for other in self.near[unit]:
            if owner[other] == place:
                pattern |= bit
            bit <<= 1
        memo = self._memo[unit]
        found = memo.get(pattern)
        if found is None:
            found = memo[pattern] = self._groups(unit, pattern)
        return found

    def _groups(self, unit: int, pattern: int) -> tuple[int, ...]:
        left = {other for place, other in enumerate(self.near[unit]) if pattern >> place & 1}
        ends = []
        for other in self.near[unit]:
            if other not in left:
                continue
            ends.append(other)
            left.discard(other)
            stack = [other]
            while stack:
                for each in self.near[stack.pop()]:
                    if each in left:
                        left.discard(each)
                        stack.append(each)
        return tuple(ends)

    def holds(self, unit: int, place: int, owner: Sequence[int], ends: tuple[int, ...]) -> bool:
        """Whether a territory without a unit is one piece, given the groups of its neighbours there.

        Args:
            unit: The unit that leaves.
            place: The territory.
            owner: Where every unit stands; the unit itself may still stand in the territory.
            ends: One neighbour for each group, as `ends` tells them.
        """
        near = self.near
        side = {end: number for number, end in enumerate(ends)}
        fronts = [[end] for end in ends]
        group = list(range(len(ends)))  # which sides have met
        apart = len(ends)
        while apart > 1:
            for number, front in enumerate(fronts):
                if not front:
                    continue
                reached = []
                for at in front:
                    for other in near[at]:
                        if owner[other] != place or other == unit:
                            continue
                        met = side.get(other)
                        if met is None:
                            side[other] = number
                            reached.append(other)
                        elif group[met] != group[number]:
                            old, new = group[met], group[number]
                            group = [new if each == old else each for each in group]
                            apart -= 1
                            if apart == 1:
                                return True
                fronts[number] = reached
            for mine in set(group):
                if not any(front for number, front in enumerate(fronts) if group[number] == mine):
                    return False
        return True

    def exchange(self, u: int, x: int, owner: list[int], size: Sequence[int]) -> bool:
        """Whether two units of two territories may change places, and both stay in one piece."""
        p, q = owner[u], owner[x]
        owner[u], owner[x] = q, p
        held = size[q] == 1 or any(owner[other] == q for other in self.near[u] if other != x)
        if held and size[p] > 1:
            held = any(owner[other] == p for other in self.near[x] if other != u)
        if held and size[p] > 1:
            ends = self.ends(u, p, owner)
            held = len(ends) == 1 or (len(ends) > 1 and self.holds(u, p, owner, ends))
        if held and size[q] > 1:
            ends = self.ends(x, q, owner)
            held = len(ends) == 1 or (len(ends) > 1 and self.holds(x, q, owner, ends))
        owner[u], owner[x] = p, q
        return held

    def parts(self) -> list[list[int]]:
        """The connected parts of the map, each sorted, in the order of their first units."""
        return pieces(self.near, range(len(self.near)))


def pieces(near: Sequence[Sequence[int]], units: Iterable[int]) -> list[list[int]]:
    """The connected pieces of some units, each sorted, in the order of their first units."""
    left = set(units)
    found = []
    for unit in sorted(left):
        if unit not in left:
            continue
        left.discard(unit)
        piece = [unit]
        for at in piece:
            for other in near[at]:
                if other in left:
                    left.discard(other)
                    piece.append(other)
        found.append(sorted(piece))
    return found
