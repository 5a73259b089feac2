"""Walking accounts down the tree of rules, once for each way in which their fields come.

Accounts whose fields fall into the same classes go the same way, so a way is walked once and remembered. On
the way, each field tells which of the rules below a territory leave its value open, as one bit for each, and
only those that all fields leave are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final

from attrs import frozen

from salesmgmt.criteria.boxes import Box, Cells, cells_of
from salesmgmt.criteria.reads import Read, Tables, merged
from salesmgmt.criteria.rows import Test
from salesmgmt.criteria.values import Found
from salesmgmt.territory.rules.columns import Column, Fault, OpaqueColumn, is_classed, place_of
from salesmgmt.territory.rules.model import TerritoryRule
from salesmgmt.territory.rules.standing import Standings, places_of, standings
from salesmgmt.territory.rules.tree import RuleTree

__all__ = ["BAD", "Engine", "Outcome"]

Outcome = tuple[str, ...]
"""The territories of an account in their order; none for a gap."""

BAD: Final[Outcome] = ("",)
"""Stands for an account of which a rule cannot be asked."""

_MOST = 1 << 20
_FEW = 4


@frozen(eq=False)
class _Child:
    """A rule made ready to be asked over a row of samples, or by the code of an opaque column."""

    node: _Node
    test: Test


@frozen(eq=False)
class _Need:
    """What the rules below a territory read of one column."""

    column: int
    read: Read


class _Node:
    """A territory, or the top, with the rules below it in their order."""

    __slots__ = ("children", "everyone", "indexes", "keeps", "needs", "outcome")

    def __init__(self, outcome: Outcome, keeps: bool) -> None:
        self.outcome = outcome
        self.keeps = keeps
        self.children: list[_Child] = []
        self.needs: list[_Need] = []
        # By column, the rules that leave a value open as bits, and the bits known of each class.
        self.indexes: list[tuple[int, Cells, dict[int, int]]] = []
        self.everyone = 0


class _Memo(dict[Any, Outcome]):
    """What becomes of each row of classes."""

    __slots__ = ("_ask",)

    def __init__(self, ask: Callable[[Any], Outcome]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, key: Any) -> Outcome:
        if len(self) >= _MOST:
            self.clear()
        found = self[key] = self._ask(key)
        return found


class Engine:
    """The rules made ready for one pass over accounts; the reference tables must not change meanwhile.

    Args:
        tree: The rules.
        tables: Reference tables, as for `Criterion.matches`.
    """

    def __init__(self, tree: RuleTree, tables: Tables) -> None:
        self._first = tree.first
        classed = [one.where for one in tree.rules if is_classed(one.where)]
        reads = merged([read for where in classed for read in where.reads])
        self._columns: list[Column | OpaqueColumn] = [Column(read, classed, tables) for read in reads]
        self._places = {read.path: place for place, read in enumerate(reads)}
        self._tables = tables
        self._nodes: dict[str | None, _Node] = {None: _Node((), keeps=False)}
        self._grow(tree, None)
        single = len(self._columns) == 1
        self._memo = _Memo((lambda code: self._walked(None, (code,))) if single else self._from_top)

    def _grow(self, tree: RuleTree, parent: str | None) -> None:
        node = self._nodes[parent]
        order = standings(tree.below(parent))
        for one in [standing.rule for standing in order.order]:
            below = self._nodes[one.id] = _Node((one.id,), keeps=one.keeps_rest or not tree.below(one.id))
            node.children.append(_Child(below, self._ready(one, node)))
            self._grow(tree, one.id)
        node.needs = _strictest(node.needs)
        self._index(node, order)

    def _ready(self, one: TerritoryRule, node: _Node) -> Test:
        """The condition of a rule over a row of samples, and what it needs noted at its parent."""
        if not is_classed(one.where):
            place = len(self._columns)
            self._columns.append(OpaqueColumn(one.where, self._tables))
            node.needs.append(_Need(place, Read(one.where.reads[0].path)))
            return lambda row: row[place] is True
        compiled = one.where.compiled()
        places = [self._places[read.path] for read in compiled.reads]
        node.needs += [_Need(self._places[read.path], read) for read in compiled.reads]
        test = compiled.test
        if not places:
            return lambda row: test(())
        if len(places) == 1:
            (only,) = places
            return lambda row: test((row[only],))
        picked: Callable[[Sequence[Found]], tuple[Found, ...]] = itemgetter(*places)
        return lambda row: test(picked(row))

    def _index(self, node: _Node, order: Standings) -> None:
        """Look the rules up by the classes of their fields, where they are many."""
        if len(order.order) < _FEW:
            return
        # What a rule that is asked of every account leaves open is not told by the classes.
        boxes = [
            box if is_classed(one.rule.where) else Box({}, exact=False)
            for one, box in zip(order.order, order.boxes, strict=True)
        ]
        paths = sorted({path for box in boxes for path in box.sets})
        node.indexes = [(self._places[path], cells_of(boxes, path), {}) for path in paths]
        node.everyone = (1 << len(boxes)) - 1

    def of(self, records: Sequence[Any]) -> list[Outcome]:
        """The territories of each account by the rules alone, in the order of the accounts."""
        memo = self._memo
        if not self._columns:
            return [self._walked(None, ())] * len(records)
        columns = [column.of(records) for column in self._columns]
        if len(columns) == 1:
            return [memo[code] for code in columns[0]]
        return [memo[row] for row in zip(*columns, strict=True)]

    def named(self, record: object, starts: Sequence[str], out_of: frozenset[str]) -> Outcome:
        """The territories of an account that rules name in or out.

        Args:
            record: The account.
            starts: Territories that name it in.
            out_of: Territories that name it out.
        """
        codes = tuple([column.of([record])[0] for column in self._columns])
        if self._first and starts:
            return self._walked(starts[0], codes, out_of)
        return self._walked(None, codes, out_of, frozenset(starts))

    def _from_top(self, codes: tuple[int, ...]) -> Outcome:
        return self._walked(None, codes)

    def _walked(
        self,
        start: str | None,
        codes: tuple[int, ...],
        out_of: frozenset[str] = frozenset(),
        into: frozenset[str] = frozenset(),
    ) -> Outcome:
        row = [column.samples[code] for column, code in zip(self._columns, codes, strict=True)]
        walk = _Walk(self._columns, codes, row, out_of)
        if self._first:
            return walk.first(self._nodes[start])
        return walk.all([*(self._nodes[one] for one in sorted(into)), self._nodes[None]])


class _Walk:
    """One account, or all that come like it, on the way down."""

    __slots__ = ("_codes", "_columns", "_out_of", "_row")

    def __init__(
        self,
        columns: Sequence[Column | OpaqueColumn],
        codes: Sequence[int],
        row: Sequence[Found],
        out_of: frozenset[str],
    ) -> None:
        self._columns = columns
        self._codes = codes
        self._row = row
        self._out_of = out_of

    def _asks(self, node: _Node) -> bool:
        """Whether all rules below a territory can be asked."""
        return not any(
            self._columns[need.column].faults[self._codes[need.column]].stops(need.read)
            for need in node.needs
        )

    def _candidates(self, node: _Node) -> Iterator[_Child] | Sequence[_Child]:
        """The rules below a territory that may take it, in their order."""
        if not node.indexes:
            return node.children
        open_here = node.everyone
        for column, cells, known in node.indexes:
            code = self._codes[column]
            if code not in known:
                known[code] = self._open(node, column, cells)
            open_here &= known[code]
        return (node.children[place] for place in places_of(open_here))

    def _open(self, node: _Node, column: int, cells: Cells) -> int:
        """Which rules below a territory leave open what stands in a column."""
        fault = self._columns[column].faults[self._codes[column]]
        if fault is Fault.MISSING:
            return cells.at(None)
        return node.everyone if fault is not Fault.NONE else cells.at(place_of(self._row[column]))

    def first(self, node: _Node) -> Outcome:
        """Down the first rule that takes it, level by level."""
        row, out_of = self._row, self._out_of
        while node.children:
            if not self._asks(node):
                return BAD
            for child in self._candidates(node):
                if child.test(row) and child.node.outcome[0] not in out_of:
                    node = child.node
                    break
            else:
                return node.outcome if node.keeps else ()
        return node.outcome

    def all(self, starts: Sequence[_Node]) -> Outcome:
        """Down every rule that takes it, after all that follows from the territories that name it."""
        ends: dict[str, None] = {}
        done: set[Outcome] = set()
        for start in starts:
            done.add(start.outcome)
        for start in starts:
            if not self._down(start, done, ends):
                return BAD
        return tuple(ends)

    def _down(self, node: _Node, done: set[Outcome], ends: dict[str, None]) -> bool:
        """Note where the ways from a territory end; False where a rule cannot be asked."""
        if node.children and not self._asks(node):
            return False
        taken = 0
        for child in self._candidates(node):
            named = child.node.outcome in done
            if named or (child.test(self._row) and child.node.outcome[0] not in self._out_of):
                taken += 1
                if not named and not self._down(child.node, done, ends):
                    return False
        if not taken and node.keeps:
            ends[node.outcome[0]] = None
        return True


def _strictest(needs: Sequence[_Need]) -> list[_Need]:
    """Each column and way of reading once."""
    return list({(need.column, need.read): need for need in needs}.values())
