"""Territories that are alike, and the sites that each kind has: one for every unit that may be its centre."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress
from typing import TypeAlias

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds.graph import lightest_paths
from salesmgmt.territory.bounds.sites import Site

__all__ = ["Kind", "kinds_of", "sites_of"]


_Terms: TypeAlias = tuple[
    tuple[tuple[int, int], ...], tuple[int, ...] | None, tuple[bool, ...] | None, tuple[int, ...]
]


class Kind:
    """Territories with the same bounds, wishes and permissions.

    Attributes:
        places: The territories.
        bounds: By measure, least and greatest load.
        wishes: By unit, what it costs on top; None where nothing.
        open_to: By unit, whether it may stand there; None where all may.
        locked: Units that stand there and nowhere else.
        sites: One for each unit that may be the centre, once they are made.
    """

    __slots__ = ("bounds", "locked", "open_to", "places", "sites", "wishes")

    def __init__(
        self,
        places: tuple[int, ...],
        bounds: tuple[tuple[int, int], ...],
        wishes: tuple[int, ...] | None,
        open_to: tuple[bool, ...] | None,
        locked: tuple[int, ...],
    ) -> None:
        self.places = places
        self.bounds = bounds
        self.wishes = wishes
        self.open_to = open_to
        self.locked = locked
        self.sites: list[Site] = []


def kinds_of(case: Case) -> list[Kind]:
    """The kinds of territories of a case; as few as its bounds, wishes and permissions tell apart."""
    places: dict[_Terms, list[int]] = {}
    for place in range(case.k):
        bounds = tuple(
            (lower[place], upper[place]) for lower, upper in zip(case.lower, case.upper, strict=True)
        )
        wishes = None if case.wishes is None or not any(case.wishes[place]) else tuple(case.wishes[place])
        open_to = None
        locked: tuple[int, ...] = ()
        if case.allowed is not None:
            bit = 1 << place
            may = tuple(bool(each & bit) for each in case.allowed)
            open_to = None if all(may) else may
            locked = tuple(unit for unit, each in enumerate(case.allowed) if each == bit)
        key = (bounds, wishes, open_to, locked)
        places.setdefault(key, []).append(place)
    return [Kind(tuple(members), *terms) for terms, members in places.items()]


def sites_of(case: Case, kind: Kind, keep_going: Callable[[], bool] | None = None) -> list[Site] | None:
    """The sites of a kind, each with the units that its territory may reach; None where stopped.

    A centre whose reach is too light, or lacks a locked unit, has no site.
    """
    found = []
    # Where nothing is bounded, nothing weighs anything.
    columns = case.weights or [[0] * case.n]
    limits = kind.bounds or ((0, 0),)
    locked = set(kind.locked)
    for centre in range(case.n):
        if keep_going is not None and not keep_going():
            return None
        if kind.open_to is not None and not kind.open_to[centre]:
            continue
        units = _reached(case, kind, centre)
        if not locked.issubset(units):
            continue
        forced = sorted(locked | {centre})
        inside = set(forced)
        bounds = []
        for column, (low, high) in zip(columns, limits, strict=True):
            held = sum(column[unit] for unit in forced)
            bounds.append((low - held, high - held))
        others = [
            unit
            for unit in units
            if unit not in inside
            and all(column[unit] <= high for column, (_, high) in zip(columns, bounds, strict=True))
        ]
        if any(high < 0 for _, high in bounds) or any(
            sum(column[unit] for unit in others) < low
            for column, (low, _) in zip(columns, bounds, strict=True)
        ):
            continue
        row: Sequence[int] = case.row(centre)
        if kind.wishes is not None:
            row = [cost + wish for cost, wish in zip(row, kind.wishes, strict=True)]
        found.append(
            Site(
                centre,
                forced,
                others,
                [row[unit] for unit in others],
                sum(row[unit] for unit in forced),
                [[column[unit] for unit in others] for column in columns],
                bounds,
            )
        )
    return found


def _reached(case: Case, kind: Kind, centre: int) -> list[int]:
    if case.neighbours is None:
        everything = range(case.n)
        return list(everything) if kind.open_to is None else list(compress(everything, kind.open_to))
    reached: set[int] | None = None
    for column, (_, high) in zip(case.weights, kind.bounds, strict=True):
        near = lightest_paths(case.neighbours, column, centre, high, open_to=kind.open_to)
        reached = set(near) if reached is None else reached & set(near)
    if reached is None:  # nothing is bounded: all that hangs together may be reached
        reached = set(lightest_paths(case.neighbours, [0] * case.n, centre, 0, open_to=kind.open_to))
    return sorted(reached)
