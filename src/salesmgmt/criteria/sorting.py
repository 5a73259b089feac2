"""Very many records sorted by which of several criteria they meet, without asking the criteria one by one.

No condition can tell more about a field than its own literals do: a list of countries knows the countries in
it and all others. So the values of a field fall into few classes, each value is classed once, and a record is
the classes of its fields. What a combination of classes means is asked of the criteria once, with one record
of each class standing for all of them. Where a field cannot be classed (a comparison of two fields, a value
that may change), its criterion is asked for every record, as `Compiled` does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice, product
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import Any, Generic, TypeAlias, TypeVar

from attrs import frozen

from salesmgmt.criteria.criterion import Checked, Criterion
from salesmgmt.criteria.leaves import Interval, Membership
from salesmgmt.criteria.reads import Read, Tables, look_up
from salesmgmt.criteria.rows import Compiled, Test
from salesmgmt.criteria.values import FieldType, Found, Value
from salesmgmt.errors import SalesmgmtError
from salesmgmt.money import Currency, Money

__all__ = ["Amounts", "Column", "Columns", "Sorter", "Values", "Verdict"]

T = TypeVar("T")

Verdict: TypeAlias = tuple[bool | None, ...]
"""Whether each criterion holds, in their order; None where asking it is an error."""

_MOST = 1 << 16
_WAYS = 64


Table: TypeAlias = Mapping[Any, Any]
"""A table that may be asked for any value."""


@frozen
class Values:
    """A field whose values can be looked up: equal values mean the same.

    Attributes:
        root: The path, or its first steps, that the values stand for.
        first: What a table says of the values of some records, in their order; a missing field is None.
        then: The same, where each record has a table of its own, to be asked for what another table says.
        typed: Whether a value comes with its type, since equal ones may differ: True and the number 1.
        both: By the root of another field: `first` of this field, and `then` of the other one, in one go.
    """

    root: str
    first: Callable[[Sequence[Any], Table], list[Any]]
    then: Callable[[Sequence[Any], Sequence[Any], Table], list[Any]]
    typed: bool = False
    both: Mapping[str, Callable[[Sequence[Any], Table, Table], list[Any]]] = MappingProxyType({})


@frozen
class Amounts:
    """A field of `Money` in one currency, read as minor units.

    Attributes:
        root: The path.
        read: The minor units of some records, in their order; None where the field is missing.
        currency: The currency of all of them.
        sure: Whether it is never missing.
    """

    root: str
    read: Callable[[Sequence[Any]], Sequence[int | None]]
    currency: Currency
    sure: bool = False


Column: TypeAlias = Values | Amounts

Columns: TypeAlias = Callable[[str], "Column | None"]
"""How to read the field of a path; None where it is not known to hold still."""

_Answer: TypeAlias = "Mapping[str, Found] | None"

_Signature: TypeAlias = "tuple[tuple[bool, ...] | None, ...]"

_PLAIN = frozenset({str, int, bool, date, Fraction, type(None)})
"""Types of values that are in order wherever one of them was found to be: nothing but the type is checked."""

_TEXT = frozenset({str, type(None)})


class _Asked:
    """What a criterion asks of one column."""

    __slots__ = ("reads", "tests")

    def __init__(self, criterion: Criterion, reads: Sequence[Read], places: Mapping[str, int]) -> None:
        self.reads = reads
        own = {read.path for read in reads}
        self.tests: list[Test] = [
            leaf._test(places)
            for leaf in criterion.leaves
            if not isinstance(leaf, Checked) and own.issuperset(leaf.fields)
        ]


class _Classed:
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
        "answers",
    )

    def __init__(self, root: str, parts: Sequence[tuple[Criterion, Sequence[Read]]], tables: Tables) -> None:
        self._root = root
        self._tables = tables
        self._paths = sorted({read.path for _, reads in parts for read in reads})
        places = {path: place for place, path in enumerate(self._paths)}
        self._asked = [_Asked(criterion, reads, places) for criterion, reads in parts]
        self._tests = [test for one in self._asked for test in one.tests]
        self._behind = tables.get(root, {}) if "." not in root else {}
        self._is_plain = self._paths == [root]
        self._has_own = root in self._paths
        # By the fields of the record behind a value: there are far fewer of them than values.
        self._by_row: dict[Sequence[Any], int] = {}
        self._codes: dict[_Signature, int] = {}
        self._flat: dict[tuple[bool, ...], int] = {}
        self._fetches: dict[type, Callable[[Any], Sequence[Any]]] = {}
        # Types of rows that are in order, and whether they are texts alone, which equal nothing else.
        self._seen: dict[tuple[type, ...], bool] = {}
        self.answers: list[tuple[_Answer, ...]] = []

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

    def _answered(self, one: _Asked, record: object) -> tuple[tuple[bool, ...] | None, _Answer]:
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
            together = attrgetter(*rests)
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


class _Memo(dict[Any, Any]):
    """What a function says of each key, asked once, or once again where there are very many keys."""

    __slots__ = ("_ask",)

    def __init__(self, ask: Callable[[Any], Any]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, key: Any) -> Any:
        if len(self) >= _MOST:
            self.clear()
        found = self[key] = self._ask(key)
        return found


class _ValueColumn:
    """A column of values that are looked up."""

    __slots__ = ("_classed", "answers", "column")

    def __init__(self, column: Values, classed: _Classed) -> None:
        self._classed = classed
        self.column = column
        self.answers: Sequence[tuple[_Answer, ...]] = classed.answers

    def memo(self, follow: Callable[[int], Any]) -> _Memo:
        """What follows from the class of a value, looked up by the value as `keys` tells it."""
        code = self._classed.code
        if self.column.typed:
            return _Memo(lambda key: follow(code(key[1])))
        return _Memo(lambda key: follow(code(key)))

    def first(self, records: Sequence[Any], memo: _Memo) -> list[Any]:
        """What a memo says of each record."""
        return self.column.first(records, memo)

    def then(self, nodes: Sequence[Any], records: Sequence[Any], memo: _Memo) -> list[Any]:
        """What follows in each node from what a memo says of the record."""
        return self.column.then(nodes, records, memo)


class _OpaqueColumn:
    """A criterion that is asked for every record."""

    __slots__ = ("_matches",)

    #: Whether it holds, by the code of a record; None where asking is an error.
    answers: Sequence[bool | None] = (False, True, None)

    def __init__(self, compiled: Compiled) -> None:
        self._matches = compiled.matches

    def memo(self, follow: Callable[[int], Any]) -> _Memo:
        """What follows from a code."""
        return _Memo(follow)

    def first(self, records: Sequence[Any], memo: _Memo) -> list[Any]:
        """What a memo says of each record."""
        return [memo[self._code(record)] for record in records]

    def then(self, nodes: Sequence[Any], records: Sequence[Any], memo: _Memo) -> list[Any]:
        """What follows in each node from what a memo says of the record."""
        return [node[memo[self._code(record)]] for node, record in zip(nodes, records, strict=True)]

    def _code(self, record: object) -> int:
        try:
            return int(self._matches(record))
        except SalesmgmtError:
            return 2


class _AmountColumn:
    """A column of amounts: between two literals of the criteria all amounts are alike."""

    __slots__ = ("_column", "_cuts", "_table", "answers", "codes")

    def __init__(self, column: Amounts, classed: _Classed, literals: Iterable[int]) -> None:
        self._column = column
        self._cuts = sorted({cut for minor in literals for cut in (minor, minor + 1)})
        first = self._cuts[0] - 1 if self._cuts else 0
        found: list[Money | None] = [Money(minor, column.currency) for minor in (first, *self._cuts)]
        if not column.sure:
            found.append(None)
        self._table = [classed.code(amount) for amount in found]
        self.codes = frozenset(self._table)
        self.answers: Sequence[tuple[_Answer, ...]] = classed.answers

    def of(self, records: Sequence[Any]) -> Iterable[int]:
        """The class of each record's amount."""
        cuts, table, values = self._cuts, self._table, self._column.read(records)
        return [table[-1 if value is None else bisect_right(cuts, value)] for value in values]

    def settled(self, nodes: Sequence[Any], records: Sequence[Any]) -> list[Any]:
        """The nodes, where each that is still open is followed by the class of its record's amount."""
        cuts, table, values = self._cuts, self._table, self._column.read(records)
        return [
            node[table[-1 if value is None else bisect_right(cuts, value)]] if type(node) is _Open else node
            for node, value in zip(nodes, values, strict=True)
        ]


class _Open(_Memo):
    """What follows from the classes of amounts, where that is not the same for all of them."""

    __slots__ = ()


class Sorter(Generic[T]):
    """Several criteria made ready for one pass over very many records.

    It serves one pass: the reference tables must not change while it is in use. It answers what each
    criterion answers for each record, and tells where one of them would raise.

    Args:
        criteria: The criteria.
        tables: Reference tables, as for `Criterion.matches`.
        columns: How to read the fields.
        made: What stands for a verdict in the result; asked once for each verdict.
    """

    __slots__ = ("_amounts", "_compiled", "_found", "_looked", "_made", "_memos", "_opaque", "_pair", "_root")

    def __init__(
        self, criteria: Sequence[Criterion], tables: Tables, columns: Columns, made: Callable[[Verdict], T]
    ) -> None:
        self._made = made
        self._found: dict[Verdict, T] = {}
        self._compiled = [criterion.compiled(tables) for criterion in criteria]
        found = [_columns_of(criterion, columns) for criterion in criteria]
        self._looked: list[_ValueColumn | _OpaqueColumn] = []
        self._amounts: list[_AmountColumn] = []
        known = {column.root: column for one in found if one is not None for column in one.values()}
        for root, column in sorted(known.items()):
            reads = [
                [read for read in criterion.reads if one and one[read.path].root == root]
                for criterion, one in zip(criteria, found, strict=True)
            ]
            classed = _Classed(root, [*zip(criteria, reads, strict=True)], tables)
            if isinstance(column, Values):
                self._looked.append(_ValueColumn(column, classed))
            else:
                self._amounts.append(_AmountColumn(column, classed, _literals(criteria, root)))
        # By criterion, the place of the column that asks it, where it is asked for every record.
        self._opaque: dict[int, int] = {}
        for place, one in enumerate(found):
            if one is None:
                self._opaque[place] = len(self._looked)
                self._looked.append(_OpaqueColumn(self._compiled[place]))
        self._memos: list[_Memo] = [
            column.memo((lambda code: code) if place else self._first)
            for place, column in enumerate(self._looked)
        ]
        self._pair = self._in_one_go()
        self._root = self._grown(())

    def _in_one_go(self) -> Callable[[Sequence[Any], Table, Table], list[Any]] | None:
        """How to look up the first two columns at once, if that is known."""
        one, other = (*self._looked, None, None)[:2]
        if isinstance(one, _ValueColumn) and isinstance(other, _ValueColumn):
            return one.column.both.get(other.column.root)
        return None

    @property
    def is_constant(self) -> bool:
        """Whether all records come out alike, so that none needs to be read."""
        return not self._looked and not self._amounts

    def of(self, records: Sequence[Any]) -> list[T]:
        """What stands for the verdict of each record, in their order."""
        nodes, start = [self._root] * len(records), 0
        if self._pair is not None:
            nodes, start = self._pair(records, self._memos[0], self._memos[1]), 2
        elif self._looked:
            nodes, start = self._looked[0].first(records, self._memos[0]), 1
        for column, memo in zip(self._looked[start:], self._memos[start:], strict=True):
            nodes = column.then(nodes, records, memo)
        if len(self._amounts) == 1:
            return self._amounts[0].settled(nodes, records)
        if self._amounts:
            places = [place for place, node in enumerate(nodes) if type(node) is _Open]
            asked = [records[place] for place in places]
            ways = zip(*[column.of(asked) for column in self._amounts], strict=True)
            for place, way in zip(places, ways, strict=True):
                nodes[place] = nodes[place][way]
        return nodes

    def _first(self, code: int) -> Any:
        return self._root[code]

    def _grown(self, codes: tuple[int, ...]) -> Any:
        """What follows from the classes of some columns: a step further, or what stands for the verdict."""
        if len(codes) < len(self._looked):
            return _Memo(lambda code: self._grown((*codes, code)))
        ways = product(*(column.codes for column in self._amounts))
        verdicts = {self._verdict((*codes, *way)) for way in islice(ways, _WAYS)}
        if len(verdicts) == 1 and next(ways, None) is None:
            return self._stands_for(verdicts.pop())
        if len(self._amounts) == 1:
            return _Open(lambda code: self._stands_for(self._verdict((*codes, code))))
        return _Open(lambda way: self._stands_for(self._verdict((*codes, *way))))

    def _stands_for(self, verdict: Verdict) -> T:
        if verdict not in self._found:
            self._found[verdict] = self._made(verdict)
        return self._found[verdict]

    def _verdict(self, codes: tuple[int, ...]) -> Verdict:
        return tuple([self._held(place, codes) for place in range(len(self._compiled))])

    def _held(self, place: int, codes: tuple[int, ...]) -> bool | None:
        if place in self._opaque:
            return _OpaqueColumn.answers[codes[self._opaque[place]]]
        values: dict[str, Found] = {}
        for column, code in zip((*self._looked, *self._amounts), codes, strict=True):
            if isinstance(column, _OpaqueColumn):
                continue
            answer = column.answers[code][place]
            if answer is None:
                return None
            values.update(answer)
        compiled = self._compiled[place]
        return compiled.test([values[read.path] for read in compiled.reads])


def _columns_of(criterion: Criterion, columns: Columns) -> dict[str, Column] | None:
    """The column of every path that a criterion reads; None where it has to be asked for every record."""
    found: dict[str, Column] = {}
    for read in criterion.reads:
        column = columns(read.path)
        if column is None or read.alike:
            return None
        if isinstance(column, Amounts) and (column.root != read.path or not _is_money(read)):
            return None
        found[read.path] = column
    compared = (leaf for leaf in criterion.leaves if not isinstance(leaf, Checked))
    return None if any(len(leaf.reads) > 1 for leaf in compared) else found


def _is_money(read: Read) -> bool:
    return read.type is FieldType.MONEY or read.type is None


def _literals(criteria: Sequence[Criterion], path: str) -> Iterable[int]:
    """The minor units with which a field is compared."""
    bounds: list[Value | None]
    for criterion in criteria:
        for leaf in criterion.leaves:
            if isinstance(leaf, Interval) and leaf.path == path:
                bounds = [leaf.low, leaf.high]
            elif isinstance(leaf, Membership) and leaf.path == path:
                bounds = [*leaf.values]
            else:
                continue
            yield from (bound.minor for bound in bounds if isinstance(bound, Money))
