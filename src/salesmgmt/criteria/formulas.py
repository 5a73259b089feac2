"""Conditions as plain logic: sets of values joined by and and or, and how they are brought to one form.

An atom says that the value under a key lies in a set. A key is the path of a field, or the paths of two that
are compared, where the set is a part of less, equal, greater. Negation lives in the sets, so a formula is
either an atom or a group of formulas that must all hold, or of which one must.

The form reached is small and the same for the usual ways of saying the same: nested groups are flattened,
atoms of one key are merged, an atom is cut down to what its surroundings leave open, alternatives that differ
in one atom are merged, what all alternatives share is taken out, and what another part implies or contradicts
is dropped. It is not the same for all equivalent formulas, which would take exponential time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from salesmgmt.criteria.shapes import cost
from salesmgmt.criteria.valuesets import Space, ValueSet

__all__ = ["FALSE", "TRUE", "Atom", "Formula", "Group", "Key", "negated", "polished", "tidy"]

Key: TypeAlias = tuple[str, ...]
"""The path of a field, or the paths of two that are compared."""

Region: TypeAlias = Mapping[Key, ValueSet]
"""What the surroundings leave open under each key; everything where a key is not listed."""

_MOST_COMPARED = 200


class Atom(NamedTuple):
    """The value under a key lies in a set."""

    key: Key
    values: ValueSet


class Group(NamedTuple):
    """Every part holds, or at least one does."""

    every: bool
    parts: tuple[Formula, ...]


Formula: TypeAlias = Atom | Group

TRUE = Group(every=True, parts=())
FALSE = Group(every=False, parts=())


def negated(formula: Formula) -> Formula:
    """The formula that holds where this one does not."""
    if isinstance(formula, Atom):
        return Atom(formula.key, ~formula.values)
    return Group(not formula.every, tuple([negated(part) for part in formula.parts]))


def tidy(formula: Formula, spaces: Mapping[str, Space]) -> Formula:
    """The formula in its reduced form; reducing that again changes nothing.

    Args:
        formula: Any formula.
        spaces: What each field may hold, by path.
    """
    before: Formula | None = None
    while formula != before:
        before, formula = formula, _reduced(_plain(formula, spaces), {})
    return formula


def _plain(formula: Formula, spaces: Mapping[str, Space]) -> Formula:
    """The formula with comparisons of two fields that only ask for their presence written as just that."""
    if isinstance(formula, Group):
        return Group(formula.every, tuple([_plain(part, spaces) for part in formula.parts]))
    if len(formula.key) == 1 or formula.values.cuts or formula.values.below == formula.values.missing:
        return formula
    both = formula.values.below
    sides = [(path, spaces[path]) for path in formula.key if spaces[path].can_miss]
    return Group(
        both, tuple([Atom((path,), space.present if both else ~space.present) for path, space in sides])
    )


def _narrowed(atom: Atom, region: Region) -> Formula:
    """An atom cut down to what its surroundings leave open; true or false where they settle it."""
    open_here = region.get(atom.key, atom.values.space.everything)
    values = atom.values & open_here
    if values.is_empty:
        return FALSE
    return TRUE if values == open_here else Atom(atom.key, values)


def _reduced(formula: Formula, region: Region) -> Formula:
    if isinstance(formula, Atom):
        return _narrowed(formula, region)
    every, settled = formula.every, Group(not formula.every, ())
    sets: dict[Key, list[ValueSet]] = {}
    groups: list[Group] = []
    _gather(formula, sets, groups)
    atoms: list[Formula] = []
    inner = dict(region)
    for key in sorted(sets):
        atom = _narrowed(Atom(key, _merged(every, sets[key])), region)
        if atom == settled:
            return settled
        if isinstance(atom, Atom):
            atoms.append(atom)
            around = region.get(key, atom.values.space.everything)
            inner[key] = atom.values if every else around & ~atom.values
    parts: list[Formula] = []
    for group in groups:
        part = _reduced(group, inner)
        if part == settled:
            return settled
        parts.append(part)
    return _joined(every, atoms, _without_repeats(parts))


def _gather(group: Group, sets: dict[Key, list[ValueSet]], groups: list[Group]) -> None:
    """Flatten groups of one kind into each other, sorting their atoms by key."""
    for part in group.parts:
        if isinstance(part, Atom):
            sets.setdefault(part.key, []).append(part.values)
        elif part.every == group.every:
            _gather(part, sets, groups)
        else:
            groups.append(part)


def _merged(every: bool, sets: Sequence[ValueSet]) -> ValueSet:
    """Several sets as one; two by two, so that long lists take no quadratic time."""
    if len(sets) == 1:
        return sets[0]
    half = len(sets) // 2
    one, two = _merged(every, sets[:half]), _merged(every, sets[half:])
    return one & two if every else one | two


def _without_repeats(parts: list[Formula]) -> list[Formula]:
    return sorted(dict.fromkeys(part for part in parts if part not in (TRUE, FALSE)), key=repr)


def _joined(every: bool, atoms: list[Formula], groups: list[Formula]) -> Formula:
    if len(groups) <= _MOST_COMPARED:
        if _contradict(every, groups):
            return Group(not every, ())
        groups = _absorbed(every, groups)
    groups = _paired(every, groups)
    parts = [*atoms, *groups]
    if len(parts) == 1:
        return parts[0]
    return _factored(every, parts)


def _implies(one: Formula, two: Formula) -> bool:
    """Whether the second visibly holds wherever the first does."""
    if isinstance(one, Atom) and isinstance(two, Atom):
        return one.key == two.key and one.values.within(two.values)
    if isinstance(one, Group) and not one.every:
        return all(_implies(part, two) for part in one.parts)
    if isinstance(two, Group) and two.every:
        return all(_implies(one, part) for part in two.parts)
    return (isinstance(one, Group) and any(_implies(part, two) for part in one.parts)) or (
        isinstance(two, Group) and any(_implies(one, part) for part in two.parts)
    )


def _contradict(every: bool, groups: list[Formula]) -> bool:
    """Whether two parts exclude each other, or of two alternatives one always holds."""
    for place, one in enumerate(groups):
        opposite = negated(one)
        for two in groups[:place]:
            if _implies(two, opposite) if every else _implies(opposite, two):
                return True
    return False


def _absorbed(every: bool, groups: list[Formula]) -> list[Formula]:
    """Drop a condition that another implies, and an alternative that implies another."""
    kept: list[Formula] = []
    for part in groups:
        if any(_implies(other, part) if every else _implies(part, other) for other in kept):
            continue
        kept = [other for other in kept if not (_implies(part, other) if every else _implies(other, part))]
        kept.append(part)
    return kept


def _terms(every: bool, part: Formula) -> tuple[Formula, ...]:
    """The parts of an alternative (or of a condition), which may be a single one."""
    return part.parts if isinstance(part, Group) and part.every != every else (part,)


def _paired(every: bool, groups: list[Formula]) -> list[Formula]:
    """Merge alternatives (or conditions) that differ in one atom of one key only."""
    alike: dict[tuple[Key, frozenset[Formula]], list[Formula]] = {}
    for part in groups:
        terms = _terms(every, part)
        for term in terms:
            if isinstance(term, Atom):
                rest = frozenset(other for other in terms if other is not term)
                alike.setdefault((term.key, rest), []).append(part)
    left = dict.fromkeys(groups)
    for (key, rest), members in alike.items():
        members = [part for part in members if part in left]
        if len(members) > 1:
            sets = [
                term.values
                for part in members
                for term in _terms(every, part)
                if isinstance(term, Atom) and term.key == key
            ]
            values = _merged(every, sets)
            for part in members:
                del left[part]
            left[Group(not every, (Atom(key, values), *sorted(rest, key=repr)))] = None
    return sorted(left, key=repr)


def _factored(every: bool, parts: list[Formula]) -> Formula:
    """Take out what all alternatives (or conditions) share."""
    shared = set(_terms(every, parts[0])) if len(parts) > 1 else set()
    for part in parts[1:]:
        shared &= set(_terms(every, part))
    if not shared:
        return Group(every, tuple(parts))
    rests = [
        Group(not every, tuple([term for term in _terms(every, part) if term not in shared]))
        for part in parts
    ]
    return Group(not every, (*sorted(shared, key=repr), Group(every, tuple(rests))))


def polished(formula: Formula) -> Formula:
    """A reduced formula with every set written as briefly as its surroundings allow."""
    return _polished(formula, {})


def _polished(formula: Formula, region: Region) -> Formula:
    if isinstance(formula, Atom):
        around = region.get(formula.key) if len(formula.key) == 1 else None
        return formula if around is None else Atom(formula.key, _briefer(formula.values, around))
    inner = dict(region)
    for part in formula.parts:
        if isinstance(part, Atom):
            around = region.get(part.key, part.values.space.everything)
            inner[part.key] = part.values if formula.every else around & ~part.values
    return Group(
        formula.every,
        tuple([_polished(part, region if isinstance(part, Atom) else inner) for part in formula.parts]),
    )


def _briefer(values: ValueSet, region: ValueSet) -> ValueSet:
    """The set, or one that differs from it only where nothing depends on it, if that is shorter to write.

    The other one also takes the gaps between what is open whose neighbours on all sides belong to the set.
    """
    wider = values
    for low, high in (~region).pieces():
        sides = [*([] if low is None else [bisect_left(values.cuts, low)])]
        sides += [] if high is None else [bisect_right(values.cuts, high)]
        if all(values.below != (turns % 2 == 1) for turns in sides):
            wider = wider | values.space.between(low, high)
    return min(values, wider, key=cost)
