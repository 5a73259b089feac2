"""Small cases decided for good: every connected division within the bounds is tried."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from salesmgmt.territory.alignment.case import Case

__all__ = ["MOST_UNITS", "Tried", "enumerate_best"]

#: Above so many units, nothing is enumerated.
MOST_UNITS = 20


@frozen
class Tried:
    """What trying everything gave.

    Attributes:
        value: Cost of the best plan; None where none was found.
        owner: The best plan, by unit; None where none was found.
        complete: Whether all was tried, so that the plan is the best, or none exists.
        nodes: Cases looked at.
    """

    value: int | None
    owner: tuple[int, ...] | None
    complete: bool
    nodes: int


def enumerate_best(
    case: Case, *, nodes: int = 1_000_000, keep_going: Callable[[], bool] | None = None
) -> Tried:
    """The best plan of a small case, by trying all that may still keep the bounds and be better.

    Units are placed one by one, the heavy ones first. A case is left as soon as a load is too great, what is
    left cannot fill the territories up, a territory is cut in two by others, or its cost cannot get below
    that of the best plan so far. Territories that are alike are told apart only once one of them has a unit.

    Args:
        case: What is to be aligned; with more than `MOST_UNITS` units, nothing is tried.
        nodes: At most so many cases.
        keep_going: Asked now and then; nothing more is tried once it says no.
    """
    if case.n > MOST_UNITS:
        return Tried(None, None, complete=False, nodes=0)
    search = _Search(case, nodes, keep_going)
    search.descend(0)
    owner = None if search.best is None else tuple(search.best)
    return Tried(search.best_value, owner, not search.stopped, search.nodes)


class _Search:
    """One enumeration: where units are, what territories carry, and the best plan so far."""

    def __init__(self, case: Case, nodes: int, keep_going: Callable[[], bool] | None) -> None:
        self.case = case
        self.limit = nodes
        self.keep_going = keep_going
        self.nodes = 0
        self.stopped = False
        self.best: list[int] | None = None
        self.best_value: int | None = None
        totals = [sum(column) or 1 for column in case.weights]
        self.order = sorted(
            range(case.n),
            key=lambda unit: (
                case.allowed is None or bin(case.allowed[unit]).count("1") > 1,
                -max(
                    (column[unit] / total for column, total in zip(case.weights, totals, strict=True)),
                    default=0,
                ),
                unit,
            ),
        )
        self.owner = [-1] * case.n
        self.members = [0] * case.k
        self.loads = [[0] * case.k for _ in case.weights]
        self.rest = [[0] * len(case.weights) for _ in range(case.n + 1)]
        for number in range(case.n - 1, -1, -1):
            for measure, column in enumerate(case.weights):
                self.rest[number][measure] = self.rest[number + 1][measure] + column[self.order[number]]
        self.open = (1 << case.n) - 1
        self.near = [0] * case.n
        if case.neighbours is not None:
            self.near = [sum(1 << other for other in row) for row in case.neighbours]
        self.rows = [case.row(centre) for centre in range(case.n)] if case.kind == "table" else []
        self.alike = self._alike()

    def _alike(self) -> list[int]:
        """For each territory, the one before it that is like it; -1 where there is none."""
        case = self.case
        seen: dict[object, int] = {}
        found = []
        for place in range(case.k):
            key = (
                tuple(
                    (lower[place], upper[place]) for lower, upper in zip(case.lower, case.upper, strict=True)
                ),
                None if case.wishes is None else tuple(case.wishes[place]),
                None if case.allowed is None else tuple(each >> place & 1 for each in case.allowed),
            )
            found.append(seen.get(key, -1))
            seen[key] = place
        return found

    def descend(self, number: int) -> None:
        """Place the next unit everywhere that it may be."""
        self.nodes += 1
        if self.nodes > self.limit or (
            self.keep_going is not None and self.nodes % 256 == 0 and not self.keep_going()
        ):
            self.stopped = True
        if self.stopped or not self._promising(number):
            return
        case = self.case
        if number == case.n:
            value = case.value(self.owner)
            if self.best_value is None or value < self.best_value:
                self.best_value, self.best = value, list(self.owner)
            return
        unit = self.order[number]
        bit = 1 << unit
        may = (1 << case.k) - 1 if case.allowed is None else case.allowed[unit]
        self.open ^= bit
        for place in range(case.k):
            if not may >> place & 1:
                continue
            before = self.alike[place]
            if before >= 0 and not self.members[before] and not self.members[place]:
                continue
            if any(
                self.loads[measure][place] + column[unit] > case.upper[measure][place]
                for measure, column in enumerate(case.weights)
            ):
                continue
            self.owner[unit] = place
            self.members[place] |= bit
            for measure, column in enumerate(case.weights):
                self.loads[measure][place] += column[unit]
            self.descend(number + 1)
            for measure, column in enumerate(case.weights):
                self.loads[measure][place] -= column[unit]
            self.members[place] ^= bit
            self.owner[unit] = -1
        self.open ^= bit

    def _promising(self, number: int) -> bool:
        case = self.case
        for measure, loads in enumerate(self.loads):
            need = 0
            for load, low in zip(loads, case.lower[measure], strict=True):
                if load < low:
                    need += low - load
            if need > self.rest[number][measure]:
                return False
        empty = sum(not members for members in self.members)
        if empty > case.n - number:
            return False
        if case.neighbours is not None and not all(map(self._together, self.members)):
            return False
        return self.best_value is None or self._floor() < self.best_value

    def _together(self, members: int) -> bool:
        """Whether the units of a territory can still be joined, through what is open."""
        if not members & (members - 1):
            return True
        ground = members | self.open
        seen = front = members & -members
        while front:
            lowest = front & -front
            front ^= lowest
            new = self.near[lowest.bit_length() - 1] & ground & ~seen
            seen |= new
            front |= new
            if not members & ~seen:
                return True
        return False

    def _floor(self) -> int:
        """What the units placed so far cost at least, each open unit at its cheapest wish."""
        case = self.case
        total = 0
        for place, members in enumerate(self.members):
            units = [unit for unit in range(case.n) if members >> unit & 1]
            if self.rows and units:
                ground = members | self.open
                total += min(
                    sum(map(self.rows[centre].__getitem__, units))
                    for centre in range(case.n)
                    if ground >> centre & 1
                )
            if case.wishes is not None:
                total += sum(map(case.wishes[place].__getitem__, units))
        if case.wishes is not None:
            for unit in range(case.n):
                if self.owner[unit] < 0:
                    total += min(row[unit] for row in case.wishes)
        if case.cuts is not None:
            for unit, row in enumerate(case.cuts):
                if self.owner[unit] >= 0:
                    for other, price in row.items():
                        if unit < other and self.owner[other] >= 0 and self.owner[other] != self.owner[unit]:
                            total += price
        return total
