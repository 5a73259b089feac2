"""Very many records sorted by which of several criteria they meet, without asking the criteria one by one.

No condition can tell more about a field than its own literals do, so the values of a field fall into few
classes (`salesmgmt.criteria.classing`), and a record is the classes of its fields. What a combination of
classes means is asked of the criteria once, with one record of each class standing for all of them. Where
a field cannot be classed (a comparison of two fields, a value that may change), its criterion is asked for
every record, as `Compiled` does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, product
from typing import Any, Generic, TypeAlias, TypeVar

from salesmgmt.criteria.classing import (
    AmountColumn,
    Amounts,
    Classed,
    Column,
    Columns,
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
_MOST = 1 << 16
_FEW = 10


class Sorter(Generic[T]):
    """Several criteria made ready for one pass over very many records.

    It serves one pass: the reference tables must not change while it is in use. It answers what each
    criterion answers for each record, and tells where one of them would raise.

    Args:
        criteria: The criteria.
        tables: Reference tables, as for `Criterion.matches`.
        columns: How to read the fields.
        made: What stands for a verdict in the result; asked once for each verdict.
        many: About how many records will come by, if that is known: of very many it is certain that they meet
            whatever is in the reference tables.
    """

    __slots__ = (
        "_amounts",
        "_compiled",
        "_first",
        "_found",
        "_known",
        "_looked",
        "_made",
        "_opaque",
        "_pair",
        "_root",
    )

    def __init__(
        self,
        criteria: Sequence[Criterion],
        tables: Tables,
        columns: Columns,
        made: Callable[[Verdict], T],
        *,
        many: int = 0,
    ) -> None:
        self._made = made
        self._found: dict[Verdict, T] = {}
        self._compiled = [criterion.compiled(tables) for criterion in criteria]
        # A joined criterion gathers its conditions anew whenever it is asked for them.
        leaves = [criterion.leaves for criterion in criteria]
        found = [
            _columns_of(criterion, own, columns) for criterion, own in zip(criteria, leaves, strict=True)
        ]
        self._looked: list[ValueColumn | OpaqueColumn] = []
        self._amounts: list[AmountColumn] = []
        known = {column.root: column for one in found if one is not None for column in one.values()}
        for root, column in sorted(known.items()):
            reads = [
                [read for read in criterion.reads if one and one[read.path].root == root]
                for criterion, one in zip(criteria, found, strict=True)
            ]
            classed = Classed(root, [*zip(leaves, reads, strict=True)], tables)
            if isinstance(column, Values):
                self._looked.append(ValueColumn(column, classed))
            else:
                self._amounts.append(AmountColumn(column, classed, _literals(leaves, root)))
        # By criterion, the place of the column that asks it, where it is asked for every record.
        self._opaque: dict[int, int] = {}
        for place, one in enumerate(found):
            if one is None:
                self._opaque[place] = len(self._looked)
                self._looked.append(OpaqueColumn(self._compiled[place]))
        # Of each column that is looked up, the classes of the values that came by: plain dictionaries, which
        # are read far faster than any that could learn by themselves.
        self._known: list[dict[Any, int]] = [{} for _ in self._looked]
        # By the class of the first column: what follows by the class of the next one, and so on.
        self._root: dict[int, Any] = {}
        self._first: dict[Any, Any] = {}
        self._pair = self._in_one_go()
        if many:
            self._expect(many)

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

    def of(self, records: Sequence[Any]) -> list[T]:
        """What stands for the verdict of each record, in their order."""
        settle = self._settled
        return [
            settle(node, record) if type(node) is Open else node
            for node, record in zip(self._looked_up(records), records, strict=True)
        ]

    def hand_out(self, records: Sequence[Any]) -> None:
        """Give each record to what stands for its verdict, which has to be a function, or None for nobody."""
        nodes = self._looked_up(records)
        if len(self._amounts) == 1:
            column = self._amounts[0]
            cuts, read = column.cuts, column.column.one
            table = [(code,) for code in column.table]
            for record, node in zip(records, nodes, strict=True):
                if node is None:
                    continue
                if type(node) is Open:
                    value = read(record)
                    node = node[table[-1 if value is None else bisect_right(cuts, value)]]
                    if node is None:
                        continue
                node(record)
            return
        for record, node in zip(records, nodes, strict=True):
            if node is not None:
                take = self._settled(node, record) if type(node) is Open else node
                if take is not None:
                    take(record)

    def _settled(self, node: Open, record: Any) -> Any:
        """What stands for the verdict of a record for which amounts matter."""
        return node[tuple([column.code(record) for column in self._amounts])]

    def _looked_up(self, records: Sequence[Any]) -> list[Any]:
        """What follows from the columns that are looked up."""
        if not self._looked:
            return [self._leaf(())] * len(records)
        try:
            return self._followed(records)
        except KeyError:
            self._learn(records)
            return self._followed(records)

    def _followed(self, records: Sequence[Any]) -> list[Any]:
        if self._pair is not None:
            nodes, start = self._pair(records, self._first, self._known[1]), 2
        else:
            nodes, start = self._looked[0].first(records, self._first), 1
        for column, known in zip(self._looked[start:], self._known[start:], strict=True):
            nodes = column.then(nodes, records, known)
        return nodes

    def _expect(self, number: int) -> None:
        """Class what is behind identifiers beforehand, where so many records come that all will be met."""
        if not self._looked or not all(len(column.expected) * _FEW <= number for column in self._looked):
            return
        self._known = [column.coded() for column in self._looked]
        classes = [dict.fromkeys(known.values()) for known in self._known]
        for codes in islice(product(*classes), _MOST):
            self._grow(codes)
        self._head(self._known[0])

    def _learn(self, records: Sequence[Any]) -> None:
        """Class the values of some records, and find out what their classes come to together."""
        ways: list[list[int]] = []
        for place, column in enumerate(self._looked):
            keys = column.keys(records)
            if len(self._known[place]) >= _MOST:
                self._known[place].clear()
                self._first.clear()
            self._class(place, keys)
            known = self._known[place]
            ways.append([known[key] for key in keys])
        for codes in {*zip(*ways, strict=True)}:
            self._grow(codes)
        self._head(self._known[0].keys() - self._first.keys())

    def _class(self, place: int, keys: Iterable[Any]) -> None:
        """Find the classes of the values of a column that are not known yet."""
        known, code = self._known[place], self._looked[place].code
        for key in dict.fromkeys(keys):
            if key not in known:
                known[key] = code(key)

    def _grow(self, codes: tuple[int, ...]) -> None:
        """Find out what classes come to together."""
        node = self._root
        for code in codes[:-1]:
            node = node.setdefault(code, {})
        if codes[-1] not in node:
            node[codes[-1]] = self._leaf(codes)

    def _head(self, keys: Iterable[Any]) -> None:
        """Write down what follows from values of the first column."""
        known = self._known[0]
        for key in keys:
            if known[key] in self._root:
                self._first[key] = self._root[known[key]]

    def _leaf(self, codes: tuple[int, ...]) -> Any:
        """What follows from the classes of all columns that are looked up."""
        ways = product(*(column.codes for column in self._amounts))
        verdicts = {self._verdict((*codes, *way)) for way in islice(ways, _WAYS)}
        if len(verdicts) == 1 and next(ways, None) is None:
            return self._stands_for(verdicts.pop())
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


def _columns_of(
    criterion: Criterion, leaves: Sequence[Criterion], columns: Columns
) -> dict[str, Column] | None:
    """The column of every path that a criterion reads; None where it has to be asked for every record."""
    found: dict[str, Column] = {}
    for read in criterion.reads:
        column = columns(read.path)
        if column is None or read.alike:
            return None
        if isinstance(column, Amounts) and (column.root != read.path or not _is_money(read)):
            return None
        found[read.path] = column
    compared = (leaf for leaf in leaves if not isinstance(leaf, Checked))
    return None if any(len(leaf.reads) > 1 for leaf in compared) else found


def _is_money(read: Read) -> bool:
    return read.type is FieldType.MONEY or read.type is None


def _literals(criteria: Sequence[Sequence[Criterion]], path: str) -> Iterable[int]:
    """The minor units with which a field is compared."""
    bounds: list[Value | None]
    for leaves in criteria:
        for leaf in leaves:
            if isinstance(leaf, Interval) and leaf.path == path:
                bounds = [leaf.low, leaf.high]
            elif isinstance(leaf, Membership) and leaf.path == path:
                bounds = [*leaf.values]
            else:
                continue
            yield from (bound.minor for bound in bounds if isinstance(bound, Money))
