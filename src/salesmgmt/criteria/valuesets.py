"""Sets of values of one field: what a condition lets through, closed under and, or, not.

A set over an ordered type is written as the places where it begins and ends. Such a cut lies just below a
value or just above it; a set is its state below the first cut, and every cut turns it over. Each set has one
spelling only: whole numbers (days, minor units, flags) have no cut above a value, since that is the cut below
the next; neither has text, where the smallest text above "ab" is "ab" with a zero character. So equal sets
are equal tuples, and every set that has a cut holds something and lacks something.

Beside its values a set says whether a missing field belongs to it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from salesmgmt.criteria.values import FieldType, Value
from salesmgmt.money import Currency, Money, Rate

__all__ = ["Cut", "Key", "Order", "Space", "ValueSet", "key_of", "prefix_end", "space_of", "value_of"]

Key: TypeAlias = int | Fraction | str
"""A value as its place in the order of its type."""

Cut: TypeAlias = tuple[Key, int]
"""A place between values: 0 just below the key, 1 just above it."""

_LAST_CHARACTER = chr(0x10FFFF)


class Order(Enum):
    """How the values of a type lie."""

    DENSE = "between any two there is a third"
    WHOLE = "each has a next one"
    TEXT = "by code points"


class Space(NamedTuple):
    """All that a field may hold.

    Attributes:
        order: How the values lie.
        first: The least value; None where there is none.
        stop: The first whole number above all; None where there is none.
        can_miss: Whether the field may be missing.
    """

    order: Order
    first: Key | None = None
    stop: int | None = None
    can_miss: bool = False

    @property
    def everything(self) -> ValueSet:
        """The set of all values, and of the missing one where the field may be missing."""
        return ValueSet(self, below=True, cuts=(), missing=self.can_miss)

    @property
    def nothing(self) -> ValueSet:
        """The empty set."""
        return ValueSet(self, below=False, cuts=(), missing=False)

    @property
    def present(self) -> ValueSet:
        """All values but the missing one."""
        return ValueSet(self, below=True, cuts=(), missing=False)

    def among(self, keys: Iterable[Key]) -> ValueSet:
        """The set of single values."""
        cuts: list[Cut] = []
        for cut in sorted({(key, 0) for key in keys}):
            cuts += [cut, (cut[0], 1)]
        return self._set(cuts)

    def between(self, low: Cut | None, high: Cut | None) -> ValueSet:
        """The set of the values between two cuts; None where it has no end."""
        if low is not None and high is not None and not low < high:
            return self.nothing
        inside = self._set([] if low is None else [low], below=low is None)
        return inside if high is None else inside & self._set([high], below=True)

    def starting_with(self, prefix: str) -> ValueSet:
        """The set of the texts with a prefix."""
        end = prefix_end(prefix)
        return self.between((prefix, 0), None if end is None else (end, 0))

    def _set(self, cuts: list[Cut], *, below: bool = False) -> ValueSet:
        """The set that the cuts, in their order, turn over from the given state below the first."""
        kept: list[Cut] = []
        for key, side in cuts:
            cut = (key, side) if self.order is Order.DENSE or not side else (_next(key), 0)
            if self.first is not None and cut <= (self.first, 0):
                below = not below
            elif self.stop is not None and cut >= (self.stop, 0):
                break
            elif kept and kept[-1] == cut:
                kept.pop()
            else:
                kept.append(cut)
        return ValueSet(self, below, tuple(kept), missing=False)


def _next(key: Key) -> Key:
    return key + "\0" if isinstance(key, str) else key + 1


class ValueSet(NamedTuple):
    """A set of the values of a space.

    Attributes:
        space: What it is a part of.
        below: Whether the values below the first cut belong to it.
        cuts: Where belonging turns over, ascending.
        missing: Whether a missing field belongs to it.
    """

    space: Space
    below: bool
    cuts: tuple[Cut, ...]
    missing: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing belongs to it."""
        return not (self.below or self.cuts or self.missing)

    @property
    def holds_values(self) -> bool:
        """Whether any value belongs to it, the missing one aside."""
        return self.below or bool(self.cuts)

    @property
    def is_everything(self) -> bool:
        """Whether everything belongs to it."""
        return self.below and not self.cuts and self.missing == self.space.can_miss

    def with_missing(self, *, missing: bool) -> ValueSet:
        """The same values, with or without the missing one (which no set has where none can be)."""
        return self._replace(missing=missing and self.space.can_miss)

    def holds(self, key: Key) -> bool:
        """Whether the value at a place belongs to it."""
        return self.below != (bisect_right(self.cuts, (key, 0)) % 2 == 1)

    def within(self, other: ValueSet) -> bool:
        """Whether all that belongs to it belongs to the other, too."""
        return self & other == self

    def __invert__(self) -> ValueSet:
        return self._replace(below=not self.below, missing=self.space.can_miss and not self.missing)

    def __and__(self, other: ValueSet) -> ValueSet:
        return _combined(self, other, lambda one, two: one and two)

    def __or__(self, other: ValueSet) -> ValueSet:
        return _combined(self, other, lambda one, two: one or two)

    def pieces(self) -> list[tuple[Cut | None, Cut | None]]:
        """The runs of values that hang together, ascending; None where a run has no cut at its end."""
        edges: list[Cut | None] = [*([None] if self.below else []), *self.cuts]
        if len(edges) % 2:
            edges.append(None)
        return list(zip(edges[::2], edges[1::2], strict=True))


def _combined(one: ValueSet, two: ValueSet, keep: Callable[[bool, bool], bool]) -> ValueSet:
    """Walk along the cuts of both sets and note where the combination turns over."""
    here, there = one.below, two.below
    below = state = keep(here, there)
    cuts: list[Cut] = []
    turns_here, turns_there = set(one.cuts), set(two.cuts)
    for cut in sorted(turns_here | turns_there):
        here ^= cut in turns_here
        there ^= cut in turns_there
        if keep(here, there) != state:
            state = not state
            cuts.append(cut)
    return ValueSet(one.space, below, tuple(cuts), keep(one.missing, two.missing))


def prefix_end(prefix: str) -> str | None:
    """The least text above all that start with the prefix; None where there is none."""
    kept = prefix.rstrip(_LAST_CHARACTER)
    return kept[:-1] + chr(ord(kept[-1]) + 1) if kept else None


def space_of(kind: FieldType | None, can_miss: bool) -> Space:
    """The space of a type; of a field whose type nobody declared only presence counts."""
    match kind:
        case FieldType.TEXT:
            return Space(Order.TEXT, "", None, can_miss)
        case FieldType.DATE:
            return Space(Order.WHOLE, 1, date.max.toordinal() + 1, can_miss)
        case FieldType.MONEY:
            return Space(Order.WHOLE, None, None, can_miss)
        case FieldType.FLAG:
            return Space(Order.WHOLE, 0, 2, can_miss)
        case FieldType.NUMBER | FieldType.RATE:
            return Space(Order.DENSE, None, None, can_miss)
    return Space(Order.WHOLE, 0, 1, can_miss)


def key_of(value: Value) -> Key:
    """The place of a value in the order of its type."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Money):
        return value.minor
    if isinstance(value, Rate):
        return value.value
    return value.toordinal() if isinstance(value, date) else value


def value_of(key: Key, kind: FieldType | None, currency: Currency) -> Value:
    """The value at a place in the order of a type."""
    if kind is FieldType.TEXT or isinstance(key, str):
        return key
    if kind is FieldType.MONEY:
        return Money(int(key), currency)
    if kind is FieldType.RATE:
        return Rate(Fraction(key))
    if kind is FieldType.DATE:
        return date.fromordinal(int(key))
    if kind is FieldType.FLAG or kind is None:
        return bool(key) or kind is None
    return int(key) if key == int(key) else key
