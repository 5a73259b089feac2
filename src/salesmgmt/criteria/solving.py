"""Finding values that satisfy a formula, or showing that there are none.

Conditions that must hold narrow the set of each field; of alternatives that are left one after another is
tried, those with the fewest first. Comparisons of two fields are decided last, on the order of the values:
unequal fields are tried both ways, fields that are equal (or at most each other) become one, and along the
rest each field takes the least value above those before it, which exists if any answer does. So the search
ends with an answer unless its budget of steps runs out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from salesmgmt.criteria.formulas import TRUE, Atom, Formula, Group
from salesmgmt.criteria.formulas import Key as AtomKey
from salesmgmt.criteria.valuesets import Key, Order, Space, ValueSet

__all__ = ["Assignment", "NoSolution", "solution"]

Assignment: TypeAlias = dict[str, Key | None]
"""A value for each field as its place in the order; None where the field is missing."""

Sets: TypeAlias = dict[AtomKey, ValueSet]
Pair: TypeAlias = tuple[str, str, ValueSet]
"""Two fields, and the outcomes that comparing them may have."""

Edge: TypeAlias = tuple[str, str, bool]
"""The first field is less than the second; less or equal where the flag is not set."""

_LESS, _EQUAL, _GREATER = 0, 1, 2
_TEXTS: tuple[Key, ...] = ("other", "another", "something")
_NUMBERS: tuple[Key, ...] = (0, 1, 10, 100, 1000)
_DAYS: tuple[Key, ...] = (date(2026, 1, 1).toordinal(), date(2030, 1, 1).toordinal())


class _BudgetSpentError(Exception):
    """The search took more steps than it was allowed; `solution` turns it into `STOPPED`."""


class NoSolution(Enum):
    """Why a search ended without values."""

    NONE = "there are none"
    STOPPED = "the budget was spent"


class _Search:
    """One search, with what is left of its budget."""

    def __init__(self, spaces: Mapping[str, Space], budget: int) -> None:
        self.spaces = spaces
        self.left = budget

    def spend(self) -> None:
        if self.left <= 0:
            raise _BudgetSpentError
        self.left -= 1

    def run(self, formulas: Sequence[Formula], sets: Sets) -> Assignment | None:
        """Values for which all formulas hold, within the given sets."""
        self.spend()
        sets = dict(sets)
        todo, open_groups = list(formulas), list[Group]()
        while todo:
            for formula in todo:
                if isinstance(formula, Atom):
                    sets[formula.key] = _met(sets, formula)
                    if sets[formula.key].is_empty:
                        return None
                else:
                    open_groups.append(formula)
            todo = []
            waiting, open_groups = open_groups, []
            for group in waiting:
                if group.every:
                    todo += group.parts
                    continue
                self.spend()
                rest = _open(group, sets)
                if rest is None:
                    continue
                if len(rest) > 1:
                    open_groups.append(Group(every=False, parts=rest))
                elif rest:
                    todo += rest
                else:
                    return None
        if not open_groups:
            return self.settle(sets)
        chosen = min(open_groups, key=lambda group: len(group.parts))
        others = [group for group in open_groups if group is not chosen]
        for part in chosen.parts:
            found = self.run([part, *others], sets)
            if found is not None:
                return found
        return None

    def settle(self, sets: Sets) -> Assignment | None:
        """Values within the sets, once nothing is left but to decide the comparisons."""
        fields = {path: sets.get((path,), space.everything) for path, space in self.spaces.items()}
        pairs = [(key[0], key[1], values) for key, values in sorted(sets.items()) if len(key) == 2]
        unequal = [pair for pair in pairs if _only_unequal(pair[2])]
        if unequal:
            found = self.compare([pair for pair in pairs if pair not in unequal], [], fields, unequal)
            if found is not None:
                return found
        return self.compare(pairs, [], fields, [])

    def compare(
        self,
        pairs: Sequence[Pair],
        edges: list[Edge],
        fields: Mapping[str, ValueSet],
        unequal: Sequence[Pair],
    ) -> Assignment | None:
        """Values within the sets that are ordered as the pairs and edges say.

        Pairs in `unequal` are only looked at when values are chosen, which gives values that are easier to
        read than trying both ways does, but may overlook some.
        """
        self.spend()
        if any(values.is_empty for values in fields.values()):
            return None
        if not pairs:
            return _assigned(edges, fields, unequal)
        (left, right, outcomes), rest = pairs[0], pairs[1:]
        present = {**fields, left: _present(fields[left]), right: _present(fields[right])}
        for more in _edges(left, right, outcomes):
            found = self.compare(rest, [*edges, *more], present, unequal)
            if found is not None:
                return found
        if outcomes.missing:
            for path in (left, right):
                missing = fields[path] & ~fields[path].space.present
                found = self.compare(rest, edges, {**fields, path: missing}, unequal)
                if found is not None:
                    return found
        return None


def solution(formula: Formula, spaces: Mapping[str, Space], budget: int) -> Assignment | NoSolution:
    """Values for which a formula holds, or why there are none to show.

    Args:
        formula: What has to hold.
        spaces: What each field may hold, by path.
        budget: How many steps to take at most.
    """
    try:
        found = _Search(spaces, budget).run([formula], {})
    except _BudgetSpentError:
        return NoSolution.STOPPED
    return NoSolution.NONE if found is None else found


def _met(sets: Sets, atom: Atom) -> ValueSet:
    known = sets.get(atom.key)
    return atom.values if known is None else known & atom.values


def _open(group: Group, sets: Sets) -> tuple[Formula, ...] | None:
    """The alternatives that are still possible; None where one holds anyway."""
    possible: list[Formula] = []
    for part in group.parts:
        if isinstance(part, Atom):
            met = _met(sets, part)
            if part.key in sets and met == sets[part.key]:
                return None
            if met.is_empty:
                continue
        elif part == TRUE:
            return None
        possible.append(part)
    return tuple(possible)


def _present(values: ValueSet) -> ValueSet:
    return values.with_missing(missing=False)


def _edges(left: str, right: str, outcomes: ValueSet) -> list[list[Edge]]:
    """The ways in which two values may be ordered, each as edges that all have to hold."""
    less, equal, greater = (outcomes.holds(outcome) for outcome in (_LESS, _EQUAL, _GREATER))
    up, down = (left, right), (right, left)
    if less and equal and greater:
        return [[]]
    if equal and not less and not greater:
        return [[(*up, False), (*down, False)]]
    return [[(*way, not equal)] for way, allowed in ((up, less), (down, greater)) if allowed]


def _only_unequal(outcomes: ValueSet) -> bool:
    """Whether values that differ are all that a comparison asks for."""
    return [outcomes.holds(outcome) for outcome in (_LESS, _EQUAL, _GREATER)] == [True, False, True]


def _assigned(
    edges: Sequence[Edge], fields: Mapping[str, ValueSet], unequal: Sequence[Pair]
) -> Assignment | None:
    """Values within the sets that keep to the order."""
    compared = sorted({path for edge in edges for path in edge[:2]})
    above = _above(edges)
    if any(path in above[path] and above[path][path] for path in compared):
        return None
    leader = {
        path: min([path, *(other for other in above[path] if path in above[other])]) for path in compared
    }
    sets: dict[str, ValueSet] = {}
    for path in compared:
        known = sets.get(leader[path])
        sets[leader[path]] = fields[path] if known is None else known & _present(fields[path])
    order = sorted(sets, key=lambda path: (sum(path in above[other] for other in sets), path))
    values = _least(order, above, sets)
    if values is None:
        return None
    found: Assignment = {path: values[leader[path]] for path in compared}
    return _with_samples(found, fields, unequal)


def _above(edges: Iterable[Edge]) -> dict[str, dict[str, bool]]:
    """For each field, which ones lie above it along any way, and whether strictly."""
    above: dict[str, dict[str, bool]] = {}
    for low, high, strict in edges:
        above.setdefault(low, {})[high] = above.get(low, {}).get(high, False) or strict
        above.setdefault(high, {})
    for middle in sorted(above):
        for low in above:
            for high, strict in list(above[middle].items()):
                if middle in above[low]:
                    strict = strict or above[low][middle]
                    above[low][high] = above[low].get(high, False) or strict
    return above


def _least(
    order: Sequence[str], above: Mapping[str, Mapping[str, bool]], sets: Mapping[str, ValueSet]
) -> dict[str, Key] | None:
    """The least values in ascending order of the fields.

    Where a set has no least value since it is open below, the value lies above its end by less than the
    smallest distance of any two ends, and the more the later its field comes.
    """
    numbers = sorted({key for values in sets.values() for key, _ in values.cuts if not isinstance(key, str)})
    floor = (numbers[0] // 1 if numbers else 0) - len(order) - 1
    gaps = [high - low for low, high in zip([floor, *numbers], numbers, strict=False)]
    step = min(gaps, default=Fraction(1)) / Fraction(len(order) + 1)
    found: dict[str, Key] = {}
    ends: dict[str, tuple[Key, int]] = {}
    for rank, path in enumerate(order, start=1):
        space = sets[path].space
        bottom: Key = floor if space.first is None else space.first
        low = (bottom, 0)
        for other in order[: rank - 1]:
            if path in above[other]:
                key, side = ends[other]
                low = max(low, (key, 1 if above[other][path] else side))
        values = sets[path] & space.between(low, None)
        if not values.holds_values:
            return None
        end = values.pieces()[0][0] or (bottom, 0)
        ends[path] = end
        key, side = end
        found[path] = key + step * rank if side and not isinstance(key, str) else key
    return found


def _with_samples(
    found: Assignment, fields: Mapping[str, ValueSet], unequal: Sequence[Pair]
) -> Assignment | None:
    """The values found so far, and one for each other field; a field is present where it can be."""
    for path in sorted(fields):
        if path not in found:
            pairs = [pair[:2] for pair in unequal if path in pair[:2]]
            found[path] = _sample(fields[path], [found.get(other) for pair in pairs for other in pair])
    for path, value in found.items():
        outer = [other for other in found if path.startswith(f"{other}.")]
        if value is not None and any(found[other] is None for other in outer):
            if not fields[path].missing:
                return None
            found[path] = None
    for left, right, outcomes in unequal:
        if found[left] is None or found[right] is None:
            if not outcomes.missing:
                return None
        elif found[left] == found[right]:
            return None
    return found


def _sample(values: ValueSet, others: Sequence[Key | None]) -> Key | None:
    """A value that is easy to read, if possible none of some others; None where there is no value."""
    if not values.holds_values:
        return None
    space = values.space
    samples = _TEXTS if space.order is Order.TEXT else _NUMBERS if space.first != 1 else _DAYS
    for sample in samples:
        if (
            sample not in others
            and values.holds(sample)
            and (space.stop is None or (sample, 0) < (space.stop, 0))
        ):
            return sample
    low, high = next(
        (piece for piece in values.pieces() if piece[0] is None or piece[0][0] not in others),
        values.pieces()[0],
    )
    if low is None:
        low = (space.first, 0) if space.first is not None else None
    if low is None:
        return high[0] - 1 if high is not None and not isinstance(high[0], str) else 0
    if not low[1] or isinstance(low[0], str):
        return low[0]
    if high is None or isinstance(high[0], str):
        return low[0] + 1
    return (low[0] + high[0]) / Fraction(2)
