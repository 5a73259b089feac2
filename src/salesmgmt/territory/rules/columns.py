"""Fields of very many accounts in columns, with the values of each sorted into classes.

No condition tells more about a field than its literals do: a list of regions knows the regions in it and all
others, a bound knows what lies below it and what above. So the values of a field fall into few classes, each
value is classed once, and an account is the classes of its fields.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from operator import attrgetter
from typing import Any

from salesmgmt.criteria import Checked, Criterion, FieldType, Interval, Membership, Prefix, Presence
from salesmgmt.criteria.reads import Read, Tables, resolved
from salesmgmt.criteria.values import Found, Value, checked
from salesmgmt.criteria.valuesets import Cut, Key, key_of, prefix_end
from salesmgmt.errors import SalesmgmtError
from salesmgmt.money import Money
from salesmgmt.records import More

__all__ = ["Column", "Fault", "OpaqueColumn", "is_classed", "place_of"]

_MOST = 1 << 18


class Fault(IntEnum):
    """What is the matter with a value, for those who read it."""

    NONE = 0
    MISSING = 1
    UNRESOLVED = 2
    WRONG = 3
    FOREIGN = 4

    def stops(self, read: Read) -> bool:
        """Whether reading such a value raises."""
        if self is Fault.MISSING:
            return read.required
        if self is Fault.WRONG:
            return read.type is not None
        return self is Fault.UNRESOLVED or (self is Fault.FOREIGN and read.currency is not None)


class _Unresolved:
    """Stands for a value that no table leads to."""


_UNRESOLVED = _Unresolved()
_TOLD_BY_VALUE = (FieldType.TEXT, None)


def is_classed(criterion: Criterion) -> bool:
    """Whether the classes of the values of its fields tell how a criterion comes out."""
    return all(
        isinstance(leaf, Membership | Interval | Prefix | Presence | Checked) for leaf in criterion.leaves
    )


def _ends(criteria: Iterable[Criterion], path: str) -> tuple[set[Key], set[Cut]]:
    """The single values and the ends of ranges that the conditions on a field name."""
    values: set[Key] = set()
    cuts: set[Cut] = set()
    for leaf in (leaf for criterion in criteria for leaf in criterion.leaves):
        if isinstance(leaf, Membership) and leaf.path == path:
            values.update([key_of(value) for value in leaf.values])
        elif isinstance(leaf, Interval) and leaf.path == path:
            if leaf.low is not None:
                cuts.add((key_of(leaf.low), 0 if leaf.low_included else 1))
            if leaf.high is not None:
                cuts.add((key_of(leaf.high), 1 if leaf.high_included else 0))
        elif isinstance(leaf, Prefix) and leaf.path == path:
            for prefix in leaf.prefixes:
                end = prefix_end(prefix)
                cuts.update([(prefix, 0)] if end is None else [(prefix, 0), (end, 0)])
    return values, cuts


class _Memo(dict[Any, int]):
    """The class of each value, asked once, or once again where there are very many values."""

    __slots__ = ("_ask",)

    def __init__(self, ask: Callable[[Any], int]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, key: Any) -> int:
        if len(self) >= _MOST:
            self.clear()
        found = self[key] = self._ask(key)
        return found


class Column:
    """One field: how it is read, and the classes of its values.

    Attributes:
        faults: By class, what is the matter with its values.
        samples: By class, a value that stands for all of them.
    """

    __slots__ = (
        "_by_value",
        "_codes",
        "_cuts",
        "_memo",
        "_read",
        "_steps",
        "_tables",
        "_values",
        "faults",
        "samples",
    )

    def __init__(self, read: Read, criteria: Sequence[Criterion], tables: Tables) -> None:
        self._read = read
        self._tables = tables
        self._by_value = read.type in _TOLD_BY_VALUE
        values, cuts = _ends(criteria, read.path)
        self._values = values
        self._cuts = sorted(cuts)
        self._codes: dict[object, int] = {}
        self._steps: dict[str, object] = {}
        self._memo = _Memo(self.code if self._by_value else lambda key: self.code(key[1]))
        self.faults: list[Fault] = []
        self.samples: list[Found] = []

    def code(self, value: object) -> int:
        """The class of a value."""
        sample: Found = None
        key: object
        if value is None:
            key = fault = Fault.MISSING
        elif value is _UNRESOLVED:
            key = fault = Fault.UNRESOLVED
        elif self._read.type is None:
            key, fault, sample = "present", Fault.NONE, True
        else:
            key, fault, sample = self._classed(value, self._read.type)
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = len(self.faults)
            self.faults.append(fault)
            self.samples.append(sample)
        return code

    def _classed(self, value: object, kind: FieldType) -> tuple[object, Fault, Found]:
        try:
            sample = checked(value, kind, self._read.path)
        except SalesmgmtError:
            return Fault.WRONG, Fault.WRONG, True
        currency = self._read.currency
        if isinstance(sample, Money) and currency is not None and sample.currency != currency:
            return Fault.FOREIGN, Fault.FOREIGN, True
        place = place_of(sample)
        cell = bisect_right(self._cuts, (place, 0))
        return (cell, place if place in self._values else None), Fault.NONE, sample

    def of(self, records: Sequence[Any]) -> list[int]:
        """The class of each record's value."""
        values = self.values(records)
        memo = self._memo
        try:
            if self._by_value:
                return [memo[value] for value in values]
            return [memo[key] for key in zip(map(type, values), values, strict=True)]
        except TypeError:  # what cannot be hashed cannot be remembered
            return [self.code(value) for value in values]

    def values(self, records: Sequence[Any]) -> list[Any]:
        """What each record holds, unchecked; None where it is missing."""
        head, _, rest = self._read.path.partition(".")
        values = _fetched(records, head)
        if values is None:
            return [self._resolved(record) for record in records]
        if not rest:
            return values
        return [self._behind(value, record) for value, record in zip(values, records, strict=True)]

    def _behind(self, value: object, record: object) -> object:
        if value is None:
            return None
        if type(value) is not str:
            return self._resolved(record)
        if value not in self._steps:
            if len(self._steps) >= _MOST:
                self._steps.clear()
            self._steps[value] = self._resolved(record)
        return self._steps[value]

    def _resolved(self, record: object) -> object:
        try:
            return resolved(record, self._read.path, self._tables)
        except SalesmgmtError:
            return _UNRESOLVED


def place_of(value: Found) -> Key:
    """The place of a checked value in the order of its type."""
    if isinstance(value, Decimal):
        return Fraction(value)
    held: Value = "" if value is None else value
    key = key_of(held)
    return str.__str__(key) if isinstance(key, str) else key


def _fetched(records: Sequence[Any], name: str) -> list[Any] | None:
    """The fields of one name, where all records are of a type whose way to it is known; else None."""
    kinds = set(map(type, records))
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    if kind is dict:
        values = [record.get(name) for record in records]
        return None if None in values and any("more" in record for record in records) else values
    if issubclass(kind, Mapping | str | Sequence):
        return None
    if hasattr(kind, name):
        try:
            return list(map(attrgetter(name), records))
        except AttributeError:
            return None
    if kind.__dictoffset__ or any(hasattr(kind, other) for other in ("__getattr__", "__getitem__")):
        return None
    if not hasattr(kind, "more"):
        return [None] * len(records)
    mores = [record.more for record in records]
    if any(type(more) is not More for more in mores):
        return None
    return [dict(more.pairs).get(name) if more.pairs else None for more in mores]


class OpaqueColumn:
    """A criterion that compares fields with each other, asked of every account.

    Attributes:
        faults: By class, whether asking it is an error.
        samples: By class, whether it holds.
    """

    __slots__ = ("_matches", "faults", "samples")

    def __init__(self, criterion: Criterion, tables: Tables) -> None:
        self._matches = criterion.compiled(tables).matches
        self.faults = [Fault.NONE, Fault.NONE, Fault.UNRESOLVED]
        self.samples: list[Found] = [False, True, None]

    def of(self, records: Sequence[Any]) -> list[int]:
        """The class of each record: 0 where it fails, 1 where it holds, 2 where asking is an error."""
        return [self._code(record) for record in records]

    def _code(self, record: object) -> int:
        try:
            return int(self._matches(record))
        except SalesmgmtError:
            return 2
