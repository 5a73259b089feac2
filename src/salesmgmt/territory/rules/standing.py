"""Which of the rules with one parent comes first: priority, then the narrower criterion, then more fields.

A criterion that lies within another is the more specific of the two. Criteria of which neither lies within
the other go by the number of fields that they compare, where one counts for at least as many as any that it
lies within; so the order never runs in a circle, and a rule's place depends on nothing but the rules that it
lies within. Then the one that lies within more of them goes first, and the identifier decides last.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from attrs import frozen

from salesmgmt.criteria import Checked, Criterion, Yes, all_of, contains
from salesmgmt.criteria.boxes import Box, box_of, boxes_of, meeting_any
from salesmgmt.criteria.criterion import spaces_of
from salesmgmt.criteria.reads import Read, merged
from salesmgmt.territory.rules.model import TerritoryRule

__all__ = ["Advantage", "Standing", "Standings", "group_reads", "places_of", "standings"]


class Advantage(StrEnum):
    """Why one rule goes before another."""

    PRIORITY = "priority"
    NARROWER = "narrower"
    FIELDS = "fields"
    NESTED = "nested"
    ID = "id"


@frozen
class Standing:
    """A rule among those with the same parent.

    Attributes:
        rule: The rule.
        inside: Identifiers of the rules of its priority whose criterion is wider than its own.
        fields: How many fields it counts for.
    """

    rule: TerritoryRule
    inside: frozenset[str]
    fields: int

    @property
    def key(self) -> tuple[int, int, int, str]:
        """What the order goes by, the first one the least."""
        return -self.rule.priority, -self.fields, -len(self.inside), self.rule.id

    def over(self, other: Standing) -> Advantage:
        """Why it goes before another one that comes after it."""
        if self.rule.priority != other.rule.priority:
            return Advantage.PRIORITY
        if other.rule.id in self.inside:
            return Advantage.NARROWER
        if self.fields != other.fields:
            return Advantage.FIELDS
        return Advantage.ID if len(self.inside) == len(other.inside) else Advantage.NESTED

    def is_level_with(self, other: Standing) -> bool:
        """Whether neither priority nor specificity tells the two apart."""
        return self.over(other) in (Advantage.NESTED, Advantage.ID) and (
            self.rule.id not in other.inside and other.rule.id not in self.inside
        )


@frozen
class Standings:
    """The rules with one parent in their order, and which of them can meet.

    Attributes:
        order: The standings, the first one first.
        meets: For each, one bit for every one with which it may share an account, by the places of `order`.
        boxes: For each, what its condition leaves open of each field.
    """

    order: tuple[Standing, ...]
    meets: tuple[int, ...]
    boxes: tuple[Box, ...]


def group_reads(rules: Sequence[TerritoryRule]) -> tuple[Read, ...]:
    """What is read of an account that is asked by all of some rules."""
    return merged([read for rule in rules for read in rule.where.reads])


def standings(rules: Sequence[TerritoryRule]) -> Standings:
    """The order of rules with one parent.

    Args:
        rules: All rules with one parent.
    """
    ordered = sorted(rules, key=lambda one: one.id)
    reads = group_reads(ordered)
    spaces = spaces_of(reads)
    boxes = [box_of(one.where, spaces) for one in ordered]
    meets = meeting_any([boxes_of(one.where, spaces) for one in ordered])
    inside: list[set[int]] = []
    for here, one in enumerate(ordered):
        wider = set()
        for there in places_of(meets[here]):
            other = ordered[there]
            if (
                there != here
                and one.priority == other.priority
                and _lies_within(one.where, boxes[here], other.where, boxes[there], reads)
            ):
                wider.add(there)
        inside.append(wider)
    # Criteria that lie within each other say the same: neither is the narrower one.
    strict = [{there for there in wider if here not in inside[there]} for here, wider in enumerate(inside)]
    counts = [
        max(len(ordered[place].where.fields) for place in (here, *strict[here]))
        for here in range(len(ordered))
    ]
    found = [
        Standing(one, frozenset([ordered[place].id for place in strict[here]]), counts[here])
        for here, one in enumerate(ordered)
    ]
    order = sorted(range(len(found)), key=lambda place: found[place].key)
    if order == list(range(len(found))):
        return Standings(tuple(found), tuple(meets), tuple(boxes))
    new = {old: place for place, old in enumerate(order)}
    moved = [sum(1 << new[old] for old in places_of(meets[place])) for place in order]
    return Standings(
        tuple([found[place] for place in order]), tuple(moved), tuple([boxes[place] for place in order])
    )


def places_of(mask: int) -> list[int]:
    """The places of the bits that are set, ascending."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _lies_within(
    one: Criterion, one_box: Box, other: Criterion, other_box: Box, reads: tuple[Read, ...]
) -> bool:
    """Whether a criterion holds nowhere but where another does, as far as that can be told."""
    inside = one_box.within(other_box)
    if (inside and other_box.exact) or (not inside and one_box.exact):
        return inside
    return isinstance(contains(other, all_of(one, Checked(reads))), Yes)
