"""The values of a field in few classes: what the conditions of some criteria can tell of it, and no more.

A list of countries knows the countries in it and all others; between two amounts that criteria name all
amounts are alike. Each value is classed once, and remembered.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import Any, TypeAlias

from attrs import frozen

from salesmgmt.criteria.criterion import Checked, Criterion
from salesmgmt.criteria.reads import Read, Tables, look_up
from salesmgmt.criteria.rows import Compiled, Test
from salesmgmt.criteria.values import Found
from salesmgmt.errors import SalesmgmtError
from salesmgmt.money import Currency, Money

__all__ = [
    "AmountColumn",
    "Amounts",
    "Answer",
    "Classed",
    "Column",
    "Columns",
    "OpaqueColumn",
    "Open",
    "Table",
    "ValueColumn",
    "Values",
]

Table: TypeAlias = Mapping[Any, Any]
"""A table of what is known of values; of others it raises KeyError."""


@frozen
class Values:
    """A field whose values can be looked up: equal values mean the same.

    Attributes:
        root: The path, or its first steps, that the values stand for.
        keys: The values of some records, in their order; a missing field is None.
        first: What a table says of the values of some records, in their order.
        then: The same, where each record has a table of its own, to be asked for what another table says.
        typed: Whether a value comes with its type, since equal ones may differ: True and the number 1.
        both: By the root of another field: `first` of this field, and `then` of the other one, in one go.
    """

    root: str
    keys: Callable[[Sequence[Any]], list[Any]]
    first: Callable[[Sequence[Any], Table], list[Any]]
    then: Callable[[Sequence[Any], Sequence[Any], Table], list[Any]]
    typed: bool = False
    both: Mapping[str, Callable[[Sequence[Any], Table, Table], list[Any]]] = MappingProxyType({})


@frozen
class Amounts:
    """A field of `Money` in one currency, read as minor units.

    Attributes:
        root: The path.
        one: The minor units of a record; None where the field is missing.
        currency: The currency of all of them.
        sure: Whether it is never missing.
    """

    root: str
    one: Callable[[Any], int | None]
    currency: Currency
    sure: bool = False


Column: TypeAlias = Values | Amounts

Columns: TypeAlias = Callable[[str], "Column | None"]
"""How to read the field of a path; None where it is not known to hold still."""

Answer: TypeAlias = "Mapping[str, Found] | None"

_Signature: TypeAlias = "tuple[tuple[bool, ...] | None, ...]"

_PLAIN = frozenset({str, int, bool, date, Fraction, type(None)})
"""Types of values that are in order wherever one of them was found to be: nothing but the type is checked."""

_TEXT = frozenset({str, type(None)})


class _Asked:
    """What a criterion asks of one column."""

    __slots__ = ("reads", "tests")

    def __init__(self, leaves: Sequence[Criterion], reads: Sequence[Read], places: Mapping[str, int]) -> None:
        self.reads = reads
        own = {read.path for read in reads}
        self.tests: list[Test] = [
            leaf._test(places)
            for leaf in leaves
            if not isinstance(leaf, Checked) and own.issuperset(leaf.fields)
        ]


class Classed:
    """The classes into which the values of a column fall, each with the answers of every criterion."""

    __slots__ = (
        "_asked",
        "_behind",
        "_by_row",
        "_codes",
        "_fetches",
        "_flat",
        "_has_own",
        "_is_plain",
        "_paths",
        "_root",
        "_seen",
        "_tables",
        "_tests",
        "_together",
        "answers",
    )

    def __init__(
        self, root: str, parts: Sequence[tuple[Sequence[Criterion], Sequence[Read]]], tables: Tables
    ) -> None:
        self._root = root
        self._tables = tables
        self._paths = sorted({read.path for _, reads in parts for read in reads})
        places = {path: place for place, path in enumerate(self._paths)}
        self._asked = [_Asked(leaves, reads, places) for leaves, reads in parts]
        self._tests = [test for one in self._asked for test in one.tests]
        self._behind = tables.get(root, {}) if "." not in root else {}
        self._is_plain = self._paths == [root]
        self._has_own = root in self._paths
        # By the fields of the record behind a value: there are far fewer of them than values.
        self._by_row: dict[Sequence[Any], int] = {}
        self._codes: dict[_Signature, int] = {}
        self._flat: dict[tuple[bool, ...], int] = {}
        # How to read the fields of a record at once, where they all are attributes; and in all other ways.
        self._together: dict[type, Callable[[Any], Sequence[Any]]] = {}
        self._fetches: dict[type, Callable[[Any], Sequence[Any]]] = {}
        # Types of rows that are in order, and whether they are texts alone, which equal nothing else.
        self._seen: dict[tuple[type, ...], bool] = {}
        self.answers: list[tuple[Answer, ...]] = []

    @property
    def identifiers(self) -> Collection[Any]:
        """The identifiers that have a record behind them."""
        return self._behind

    def coded(self) -> dict[Any, int]:
        """The class of every identifier that has a record behind it."""
        found: dict[Any, int] = {}
        together, by_row, code = self._together, self._by_row, self.code
        for value, record in self._behind.items():
            try:
                found[value] = by_row[together[type(record)](record)]
            except (KeyError, TypeError):
                found[value] = code(value)
        return found

    def code(self, value: Any) -> int:
        """The class of a value."""
        row: Sequence[Any] = (value,)
        if not self._is_plain:
            try:
                record = self._behind[value]
                row = self._fetches[type(record)]((value, record))
                code = self._by_row.get(row)
            except (KeyError, AttributeError, TypeError):
                return self._code_slowly(value, None)
            if code is not None:
                return code
        is_text = self._seen.get(tuple(map(type, row)))
        code = None if is_text is None else self._flat.get(tuple([test(row) for test in self._tests]))
        if code is None:
            return self._code_slowly(value, row)
        if is_text and not self._has_own:
            self._by_row[row] = code
        return code

    def _code_slowly(self, value: object, row: Sequence[Any] | None) -> int:
        record = value
        for step in reversed(self._root.split(".")):
            record = {step: record}
        found = [self._answered(one, record) for one in self._asked]
        signature = tuple([truths for truths, _ in found])
        if None not in signature:
            if row is None:
                self._learn(value)
            elif _PLAIN.issuperset(map(type, row)):
                self._seen[tuple(map(type, row))] = _TEXT.issuperset(map(type, row))
        code = self._codes.get(signature)
        if code is None:
            code = self._codes[signature] = len(self.answers)
            self.answers.append(tuple([answer for _, answer in found]))
            if None not in signature:
                self._flat[
                    tuple([truth for truths in signature if truths is not None for truth in truths])
                ] = code
        return code

    def _answered(self, one: _Asked, record: object) -> tuple[tuple[bool, ...] | None, Answer]:
        """How the conditions on the column come out, and the values found; None where that is an error."""
        try:
            values = look_up(one.reads, record, self._tables)
        except SalesmgmtError:
            return None, None
        found = {read.path: value for read, value in zip(one.reads, values, strict=True)}
        row = [found.get(path) for path in self._paths]
        return tuple([test(row) for test in one.tests]), found

    def _learn(self, value: object) -> None:
        """Remember how to read records like the one behind a value, if their fields are attributes."""
        record = self._behind.get(value) if type(value) is str else None
        kind = type(record)
        rests = [path[len(self._root) + 1 :] for path in self._paths]
        if (
            record is None
            or issubclass(kind, Mapping)
            or kind.__dictoffset__
            or any("." in one for one in rests)
        ):
            return
        if len(rests) > 1 and all(rest and hasattr(kind, rest) for rest in rests):
            together = self._together[kind] = attrgetter(*rests)
            self._fetches[kind] = lambda pair: together(pair[1])
        else:
            gets = [_behind(kind, rest) for rest in rests]
            self._fetches[kind] = lambda pair: tuple([get(pair) for get in gets])


def _behind(kind: type, name: str) -> Callable[[Any], Any]:
    """How to read a field of the record in a pair of identifier and record, or else the identifier."""
    if not name:
        return itemgetter(0)
    if hasattr(kind, name) or not hasattr(kind, "more"):
        get = attrgetter(name)
        return lambda pair: get(pair[1])
    return lambda pair: pair[1].more.get(name)


class ValueColumn:
    """A column of values that are looked up."""

    __slots__ = ("_classed", "answers", "column")

    def __init__(self, column: Values, classed: Classed) -> None:
        self._classed = classed
        self.column = column
        self.answers: Sequence[tuple[Answer, ...]] = classed.answers

    @property
    def expected(self) -> Collection[Any]:
        """What records are looked up by, as far as reference tables tell."""
        return () if self.column.typed else self._classed.identifiers

    def coded(self) -> dict[Any, int]:
        """The classes of those."""
        return {} if self.column.typed else self._classed.coded()

    def keys(self, records: Sequence[Any]) -> list[Any]:
        """What each record is looked up by."""
        return self.column.keys(records)

    def code(self, key: Any) -> int:
        """The class of a value, by what it is looked up by."""
        return self._classed.code(key[1] if self.column.typed else key)

    def first(self, records: Sequence[Any], table: Table) -> list[Any]:
        """What a table says of each record."""
        return self.column.first(records, table)

    def then(self, nodes: Sequence[Any], records: Sequence[Any], table: Table) -> list[Any]:
        """What follows in each node from what a table says of the record."""
        return self.column.then(nodes, records, table)


class OpaqueColumn:
    """A criterion that is asked for every record."""

    __slots__ = ("_matches",)

    #: Whether it holds, by the code of a record; None where asking is an error.
    answers: Sequence[bool | None] = (False, True, None)

    def __init__(self, compiled: Compiled) -> None:
        self._matches = compiled.matches

    expected: Sequence[int] = (0, 1, 2)

    def coded(self) -> dict[Any, int]:
        """The classes of the ways in which the criterion may come out."""
        return {code: code for code in self.expected}

    def keys(self, records: Sequence[Any]) -> list[Any]:
        """How the criterion comes out for each record."""
        return [self._code(record) for record in records]

    def code(self, key: int) -> int:
        """The class, which is how the criterion comes out."""
        return key

    def first(self, records: Sequence[Any], table: Table) -> list[Any]:
        """What a table says of each record."""
        return [table[self._code(record)] for record in records]

    def then(self, nodes: Sequence[Any], records: Sequence[Any], table: Table) -> list[Any]:
        """What follows in each node from what a table says of the record."""
        return [node[table[self._code(record)]] for node, record in zip(nodes, records, strict=True)]

    def _code(self, record: object) -> int:
        try:
            return int(self._matches(record))
        except SalesmgmtError:
            return 2


class AmountColumn:
    """A column of amounts: between two literals of the criteria all amounts are alike.

    Attributes:
        column: How it is read.
        cuts: From each of these minor units on, amounts may be of another class.
        table: The class of the amounts below all cuts, then from each cut on, then that of a missing one.
        codes: All classes.
    """

    __slots__ = ("answers", "codes", "column", "cuts", "table")

    def __init__(self, column: Amounts, classed: Classed, literals: Iterable[int]) -> None:
        self.column = column
        self.cuts = sorted({cut for minor in literals for cut in (minor, minor + 1)})
        first = self.cuts[0] - 1 if self.cuts else 0
        found: list[Money | None] = [Money(minor, column.currency) for minor in (first, *self.cuts)]
        if not column.sure:
            found.append(None)
        self.table = [classed.code(amount) for amount in found]
        self.codes = frozenset(self.table)
        self.answers: Sequence[tuple[Answer, ...]] = classed.answers

    def code(self, record: Any) -> int:
        """The class of a record's amount."""
        value = self.column.one(record)
        return self.table[-1 if value is None else bisect_right(self.cuts, value)]


_NEVER = object()


class Open(dict[Any, Any]):
    """What follows from the classes of amounts, where that is not the same for all; it is never empty."""

    __slots__ = ("_ask",)

    def __init__(self, ask: Callable[[Any], Any]) -> None:
        super().__init__({_NEVER: None})
        self._ask = ask

    def __missing__(self, key: Any) -> Any:
        found = self[key] = self._ask(key)
        return found
