"""How a set of values is written with the conditions that people know: lists, ranges, prefixes, and holes.

A set is its pieces, single values as a list, texts with a common start as prefixes, the rest as ranges; or a
simpler set with values or prefixes taken out of it. The shortest way wins, so one set is written in one way.
"""

from __future__ import annotations

from typing import NamedTuple

from salesmgmt.criteria.valuesets import Cut, Key, Order, ValueSet, prefix_end

__all__ = ["Shapes", "cost", "shapes_of"]

_ONE_BOUND = 2
_TWO_BOUNDS = 3
_MOST_PREFIXES = 40


class Shapes(NamedTuple):
    """A set as lists, prefixes and ranges that belong to it, less values and prefixes that do not.

    Attributes:
        values: Single values, ascending.
        prefixes: Starts of texts, ascending.
        ranges: Pairs of cuts, ascending; None where a range has no end.
        but_values: Single values that are taken out.
        but_prefixes: Starts of texts that are taken out.
        whole: Whether everything belongs to it but what is taken out.
    """

    values: tuple[Key, ...]
    prefixes: tuple[str, ...]
    ranges: tuple[tuple[Cut | None, Cut | None], ...]
    but_values: tuple[Key, ...]
    but_prefixes: tuple[str, ...]
    whole: bool

    @property
    def cost(self) -> int:
        """How much there is to read."""
        return (
            bool(self.values)
            + bool(self.prefixes)
            + sum(_ONE_BOUND if None in bounds else _TWO_BOUNDS for bounds in self.ranges)
            + bool(self.but_values)
            + bool(self.but_prefixes)
        )


def cost(values: ValueSet) -> int:
    """How much there is to read when a set is written in its shortest way."""
    return shapes_of(values).cost


def shapes_of(values: ValueSet) -> Shapes:
    """The shortest way to write a set; the missing value is not looked at."""
    lacking = _pieces(values._replace(below=not values.below, missing=False))
    holes = values.space.among(lacking.values)
    options = [_pieces(values), _less(values | holes, lacking.values, ())]
    if lacking.prefixes:
        for prefix in lacking.prefixes:
            holes = holes | values.space.starting_with(prefix)
        options.append(_less(values | holes, lacking.values, lacking.prefixes))
    return min(options, key=lambda option: option.cost)


def _less(values: ValueSet, but_values: tuple[Key, ...], but_prefixes: tuple[str, ...]) -> Shapes:
    return _pieces(values)._replace(but_values=but_values, but_prefixes=but_prefixes)


def _pieces(values: ValueSet) -> Shapes:
    single: list[Key] = []
    prefixes: list[str] = []
    ranges: list[tuple[Cut | None, Cut | None]] = []
    pieces = values.pieces()
    if pieces == [(None, None)]:
        return Shapes((), (), (), (), (), whole=True)
    for low, high in pieces:
        key = _only_value(values, low, high)
        starts = () if values.space.order is not Order.TEXT else _prefixes(low, high)
        if key is not None:
            single.append(key)
        elif starts:
            prefixes += starts
        else:
            ranges.append((low, high))
    return Shapes(tuple(single), tuple(prefixes), tuple(ranges), (), (), whole=False)


def _only_value(values: ValueSet, low: Cut | None, high: Cut | None) -> Key | None:
    """The value of a piece that holds one only."""
    space = values.space
    first = space.first if low is None else low[0]
    if first is None:
        return None
    if space.order is Order.DENSE:
        return first if low == (first, 0) and high == (first, 1) else None
    after = first + "\0" if isinstance(first, str) else first + 1
    if high is None:
        return first if after == space.stop else None
    return first if high == (after, 0) else None


def _prefixes(low: Cut | None, high: Cut | None) -> tuple[str, ...]:
    """The starts of texts that together make up a piece; none where that takes too many."""
    start, end = None if low is None else low[0], None if high is None else high[0]
    if not isinstance(start, str) or not start:
        return ()
    if prefix_end(start) == end:
        return (start,)
    if not isinstance(end, str) or len(end) != len(start) or end[:-1] != start[:-1]:
        return ()
    last = range(ord(start[-1]), ord(end[-1]))
    return tuple([start[:-1] + chr(code) for code in last]) if len(last) <= _MOST_PREFIXES else ()
