"""Walking accounts down the tree of rules, once for each way in which their fields come.

Accounts whose fields fall into the same classes go the same way, so a way is walked once and remembered. On
the way, the rules below a territory are looked up by the value of the field that most of them ask for a few
values of; the others are asked one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final

from attrs import frozen

from salesmgmt.criteria.reads import Read, Tables, merged
from salesmgmt.criteria.rows import Test
from salesmgmt.criteria.values import Found
from salesmgmt.criteria.valuesets import Key
from salesmgmt.territory.rules.choices import choices_of
from salesmgmt.territory.rules.columns import Column, Fault, OpaqueColumn, is_classed, place_of
from salesmgmt.territory.rules.model import TerritoryRule
from salesmgmt.territory.rules.standing import standings
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

    __slots__ = ("by_key", "children", "index", "keeps", "needs", "outcome", "wild")

    def __init__(self, outcome: Outcome, keeps: bool) -> None:
        self.outcome = outcome
        self.keeps = keeps
        self.children: list[_Child] = []
        self.needs: list[_Need] = []
        self.index: int | None = None
        self.by_key: dict[Key, list[_Child]] = {}
        self.wild: list[_Child] = []


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
        ranked = [standing.rule for standing in standings(tree.below(parent)).order]
        for one in ranked:
            below = self._nodes[one.id] = _Node((one.id,), keeps=one.keeps_rest or not tree.below(one.id))
            node.children.append(_Child(below, self._ready(one, node)))
            self._grow(tree, one.id)
        node.needs = _strictest(node.needs)
        self._index(node, ranked)

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

    def _index(self, node: _Node, ranked: Sequence[TerritoryRule]) -> None:
        """Look the rules up by a field, where they are many."""
        if len(ranked) < _FEW:
            return
        choices = [choices_of(one.where) if is_classed(one.where) else {} for one in ranked]
        counts: dict[str, int] = {}
        for chosen in choices:
            for path in chosen:
                counts[path] = counts.get(path, 0) + 1
        if not counts:
            return
        # The field with the most different values among the rules that list some.
        path = max(
            sorted(counts), key=lambda path: len({key for one in choices for key in one.get(path, ())})
        )
        node.index = self._places[path]
        keys = {key for chosen in choices for key in chosen.get(path, ())}
        node.by_key = {key: [] for key in keys}
        for child, chosen in zip(node.children, choices, strict=True):
            if path not in chosen:
                node.wild.append(child)
            for key in chosen.get(path, keys):
                node.by_key[key].append(child)

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

    def _candidates(self, node: _Node) -> Sequence[_Child]:
        if node.index is None:
            return node.children
        column = self._columns[node.index]
        if column.faults[self._codes[node.index]] is not Fault.NONE:
            return node.children
        return node.by_key.get(place_of(self._row[node.index]), node.wild)

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
