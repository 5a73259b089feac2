"""The organisation as a tree of weighted parts, down which a total is passed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple, TypeAlias

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Money, money_of, rate_of
from salesmgmt.records import Facts, Participant, Unit

__all__ = ["Branch", "WeightLike", "branches_of"]

WeightLike: TypeAlias = int | Fraction | Decimal | str


def as_weight(value: WeightLike, name: str = "weight") -> int | Fraction:
    """Convert to an exact weight of 0 or more.

    Raises:
        WrongTypeError: If it is a float or a flag.
        InvalidValueError: If it is negative or no number.
    """
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal | str):
        raise WrongTypeError(name, value, "be exact: an int, a Decimal, a Fraction or a text such as '1.5'")
    weight = rate_of(value, name).value
    if weight < 0:
        raise InvalidValueError(name, value, "be 0 or more")
    return weight.numerator if weight.denominator == 1 else weight


def whole_weights(weights: Iterable[int | Fraction]) -> tuple[int, ...]:
    """Integers in the same proportion as the given weights."""
    exact = tuple(weights)
    scale = lcm(*(weight.denominator for weight in exact)) if exact else 1
    return tuple(weight.numerator * (scale // weight.denominator) for weight in exact)


def _as_optional_money(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "fixed")


def _as_parts(parts: Iterable[Branch]) -> tuple[Branch, ...]:
    if not isinstance(parts, Iterable):
        raise WrongTypeError("parts", parts, "be Branch nodes, in a list or any other iterable")
    return tuple(parts)


@frozen
class Branch:
    """A node of the organisation with its weight among its neighbours.

    Attributes:
        id: Identifier of the unit or participant, unique in the tree.
        weight: Share of the parent's amount, relative to the neighbours; ignored where `fixed` is given.
        parts: The nodes below; none for those who carry the target themselves.
        fixed: An amount that this node gets before the rest is divided by weights.

    Raises:
        InvalidValueError: If the weight is negative or no number, or an identifier is empty.
        WrongTypeError: If the weight is a float, or a part is no Branch.

    Examples:
        >>> tree = Branch("company", parts=(Branch("north", 3), Branch("south", 2)))
        >>> [branch.id for branch in tree.walk()]
        ['company', 'north', 'south']
    """

    id: str
    weight: int | Fraction = field(default=1, converter=as_weight)
    parts: tuple[Branch, ...] = field(default=(), converter=_as_parts)
    fixed: Money | None = field(default=None, converter=_as_optional_money, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id:
            raise InvalidValueError("id", self.id, "be a text with at least one character")
        for part in self.parts:
            if not isinstance(part, Branch):
                raise WrongTypeError("parts", part, "hold Branch nodes")

    def walk(self) -> Iterator[Branch]:
        """This node and all below it, each before its parts."""
        waiting = [self]
        while waiting:
            branch = waiting.pop()
            yield branch
            waiting.extend(reversed(branch.parts))


def branches_of(facts: Facts, on: date | str, *, weights: Mapping[str, WeightLike] | None = None) -> Branch:
    """The organisation of a batch as it stands on a day: units, and in each the participants assigned to it.

    Parts stand in the order of their identifiers. Units without anybody below them are left out.

    Args:
        facts: A batch with units and assignments.
        on: The day.
        weights: Weight by identifier of unit or participant; 1 where left out. A unit's own weight is used
            where given, else the sum of the weights below it.

    Raises:
        BatchError: Every fault: not exactly one unit at the top, a unit that hangs from or somebody who is
            assigned to a unit that the batch lacks, somebody in several units on the day, a weight for
            nobody.
        InvalidValueError: If a weight is negative or no number.
        WrongTypeError: If the facts are no batch, or a weight is a float.
    """
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
    if weights is not None and not isinstance(weights, Mapping):
        raise WrongTypeError("weights", weights, "be a mapping from identifiers to weights")
    day = as_date(on, "on")
    given = {name: as_weight(weight) for name, weight in (weights or {}).items()}
    standing = _standing(facts, day)
    problems = _problems(facts, standing, given)
    if problems:
        raise BatchError("facts", problems)
    (top,) = standing.tops
    tree = _tree(standing, top, given)
    if tree is None:
        raise BatchError("facts", [Problem(f"Unit {top}", "assignments", 0, f"hold somebody on {day}")])
    return tree


class _Standing(NamedTuple):
    """An organisation on a day: the units at the top, and what hangs from each and who belongs to it."""

    day: date
    tops: list[str]
    below: dict[str, list[str]]
    members: dict[str, set[str]]


def _standing(facts: Facts, day: date) -> _Standing:
    index = facts.index(Unit)
    below: dict[str, list[str]] = {}
    members: dict[str, set[str]] = {}
    for unit in facts.units:
        if unit.parent is not None:
            below.setdefault(_head(index, unit.parent), []).append(unit.id)
    for assignment in facts.assignments:
        if assignment.unit is not None and day in assignment.during:
            members.setdefault(_head(index, assignment.unit), set()).add(assignment.participant)
    return _Standing(day, sorted(unit.id for unit in facts.units if unit.parent is None), below, members)


def _problems(facts: Facts, standing: _Standing, weights: Mapping[str, int | Fraction]) -> list[Problem]:
    """What keeps an organisation from being a tree, and weights for nobody."""
    problems = []
    if len(standing.tops) != 1:
        problems.append(Problem("units", "parent", standing.tops, "leave exactly one unit at the top"))
    homes: dict[str, list[str]] = {}
    for unit, people in sorted(standing.members.items()):
        for person in people:
            homes.setdefault(person, []).append(unit)
    problems += [
        Problem(f"Participant {person}", "unit", units, f"be one unit on {standing.day}")
        for person, units in sorted(homes.items())
        if len(units) > 1
    ]
    index = facts.index(Unit)
    problems += [
        Problem(f"Unit {name}", "id", name, "be among the units of the batch; others name it as theirs")
        for name in sorted({*standing.below, *standing.members} - index.keys())
    ]
    known = {*index, *facts.index(Participant), *(one.participant for one in facts.assignments)}
    problems += [
        Problem(f"weight of {name}", "weights", name, "be a unit or participant of the batch")
        for name in weights
        if name not in known
    ]
    return problems


def _tree(standing: _Standing, unit: str, weights: Mapping[str, int | Fraction]) -> Branch | None:
    """A unit with everybody below it; None where there is nobody."""
    people = [Branch(person, weights.get(person, 1)) for person in sorted(standing.members.get(unit, ()))]
    units = [
        part
        for child in sorted(standing.below.get(unit, ()))
        if (part := _tree(standing, child, weights)) is not None
    ]
    parts = (*units, *people)
    if not parts:
        return None
    return Branch(unit, weights.get(unit, sum(part.weight for part in parts)), parts)


def _head(index: Mapping[str, Unit], name: str) -> str:
    """The identifier in force to which a name leads; itself where the batch lacks it."""
    return index[name].id if name in index else name
