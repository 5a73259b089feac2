"""Very many records sorted by which of several criteria they meet, without asking the criteria one by one.

No condition can tell more about a field than its own literals do, so the values of a field fall into few
classes (`salesmgmt.criteria.classing`), and a record is the classes of its fields. What a combination of
classes means is asked of the criteria once, with one record of each class standing for all of them. Where
a field cannot be classed (a comparison of two fields, a value that may change), its criterion is asked for
every record, as `Compiled` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import compress, islice, product
from typing import Any, Generic, TypeAlias, TypeVar

from salesmgmt.criteria.classing import (
    AmountColumn,
    Amounts,
    Classed,
    Column,
    Columns,
    Memo,
    OpaqueColumn,
    Open,
    Table,
    ValueColumn,
    Values,
)
from salesmgmt.criteria.criterion import Checked, Criterion
from salesmgmt.criteria.leaves import Interval, Membership
from salesmgmt.criteria.reads import Read, Tables
from salesmgmt.criteria.values import FieldType, Found, Value
from salesmgmt.money import Money

__all__ = ["Sorter", "Verdict"]

T = TypeVar("T")

Verdict: TypeAlias = tuple[bool | None, ...]
"""Whether each criterion holds, in their order; None where asking it is an error."""

_WAYS = 64


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
        self._looked: list[ValueColumn | OpaqueColumn] = []
        self._amounts: list[AmountColumn] = []
        known = {column.root: column for one in found if one is not None for column in one.values()}
        for root, column in sorted(known.items()):
            reads = [
                [read for read in criterion.reads if one and one[read.path].root == root]
                for criterion, one in zip(criteria, found, strict=True)
            ]
            classed = Classed(root, [*zip(criteria, reads, strict=True)], tables)
            if isinstance(column, Values):
                self._looked.append(ValueColumn(column, classed))
            else:
                self._amounts.append(AmountColumn(column, classed, _literals(criteria, root)))
        # By criterion, the place of the column that asks it, where it is asked for every record.
        self._opaque: dict[int, int] = {}
        for place, one in enumerate(found):
            if one is None:
                self._opaque[place] = len(self._looked)
                self._looked.append(OpaqueColumn(self._compiled[place]))
        self._memos: list[Memo] = [
            column.memo((lambda code: code) if place else self._first)
            for place, column in enumerate(self._looked)
        ]
        self._pair = self._in_one_go()
        self._root = self._grown(())

    def _in_one_go(self) -> Callable[[Sequence[Any], Table, Table], list[Any]] | None:
        """How to look up the first two columns at once, if that is known."""
        one, other = (*self._looked, None, None)[:2]
        if isinstance(one, ValueColumn) and isinstance(other, ValueColumn):
            return one.column.both.get(other.column.root)
        return None

    @property
    def is_constant(self) -> bool:
        """Whether all records come out alike, so that none needs to be read."""
        return not self._looked and not self._amounts

    def sift(self, records: Sequence[Any]) -> tuple[list[Any], list[T]]:
        """The records for whose verdict something stands that is not false, and what it is."""
        nodes = self._looked_up(records)
        kept, nodes = [*compress(records, nodes)], [*compress(nodes, nodes)]
        if not self._amounts:
            return kept, nodes
        found = self._settled(kept, nodes)
        return [*compress(kept, found)], [*compress(found, found)]

    def of(self, records: Sequence[Any]) -> list[T]:
        """What stands for the verdict of each record, in their order."""
        return self._settled(records, self._looked_up(records))

    def _looked_up(self, records: Sequence[Any]) -> list[Any]:
        """What follows from the columns that are looked up."""
        nodes, start = [self._root] * len(records), 0
        if self._pair is not None:
            nodes, start = self._pair(records, self._memos[0], self._memos[1]), 2
        elif self._looked:
            nodes, start = self._looked[0].first(records, self._memos[0]), 1
        for column, memo in zip(self._looked[start:], self._memos[start:], strict=True):
            nodes = column.then(nodes, records, memo)
        return nodes

    def _settled(self, records: Sequence[Any], nodes: list[Any]) -> list[T]:
        """What stands for the verdicts, once amounts are read where they matter."""
        if len(self._amounts) == 1:
            return self._amounts[0].settled(nodes, records)
        if self._amounts:
            places = [place for place, node in enumerate(nodes) if type(node) is Open]
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
            return Memo(lambda code: self._grown((*codes, code)))
        ways = product(*(column.codes for column in self._amounts))
        verdicts = {self._verdict((*codes, *way)) for way in islice(ways, _WAYS)}
        if len(verdicts) == 1 and next(ways, None) is None:
            return self._stands_for(verdicts.pop())
        if len(self._amounts) == 1:
            return Open(lambda code: self._stands_for(self._verdict((*codes, code))))
        return Open(lambda way: self._stands_for(self._verdict((*codes, *way))))

    def _stands_for(self, verdict: Verdict) -> T:
        if verdict not in self._found:
            self._found[verdict] = self._made(verdict)
        return self._found[verdict]

    def _verdict(self, codes: tuple[int, ...]) -> Verdict:
        return tuple([self._held(place, codes) for place in range(len(self._compiled))])

    def _held(self, place: int, codes: tuple[int, ...]) -> bool | None:
        if place in self._opaque:
            return OpaqueColumn.answers[codes[self._opaque[place]]]
        values: dict[str, Found] = {}
        for column, code in zip((*self._looked, *self._amounts), codes, strict=True):
            if isinstance(column, OpaqueColumn):
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
