"""What a criterion leaves open of each field, and which of many criteria can meet in one record.

A box is a set of values for each field. Every record that meets a criterion lies in its box; of a criterion
that only joins conditions on single fields with `and`, every record in the box meets it, too. Comparing boxes
field by field takes no search, so boxes tell at once which of very many criteria have nothing in common.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from salesmgmt.criteria.criterion import Criterion
from salesmgmt.criteria.formulas import Atom, Formula
from salesmgmt.criteria.valuesets import Cut, Key, Space, ValueSet

__all__ = ["Box", "Cells", "box_of", "boxes_of", "cells_of", "meeting", "meeting_any"]

_MOST = 16


class Box(NamedTuple):
    """What a criterion leaves open.

    Attributes:
        sets: The values of each field that it leaves open, by path; everything where a path is not listed.
        exact: Whether every record in the box meets the criterion.
        void: Whether it is seen to be empty although no single field is.
    """

    sets: Mapping[str, ValueSet]
    exact: bool
    void: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        return self.void or any(values.is_empty for values in self.sets.values())

    def within(self, other: Box) -> bool:
        """Whether it lies in another box."""
        return self.is_empty or all(
            path in self.sets and self.sets[path].within(values) for path, values in other.sets.items()
        )


def boxes_of(criterion: Criterion, spaces: Mapping[str, Space]) -> list[Box]:
    """A few boxes that together hold every record that meets a criterion; alternatives have one each.

    Args:
        criterion: Any criterion.
        spaces: What each field may hold, by path.
    """
    return _alternatives(criterion._formula(spaces))


def _alternatives(formula: Formula) -> list[Box]:
    if isinstance(formula, Atom):
        return [_box(formula)]
    inner = [_alternatives(part) for part in formula.parts]
    if not formula.every:
        found = [box for boxes in inner for box in boxes if not box.is_empty]
        return found if 0 < len(found) <= _MOST else [_box(formula)]
    found = [Box({}, exact=True)]
    for part, boxes in zip(formula.parts, inner, strict=True):
        chosen = boxes if len(boxes) * len(found) <= _MOST else [_box(part)]
        found = [_both(one, other) for one in found for other in chosen]
    return found


def _both(one: Box, other: Box) -> Box:
    sets = {
        path: one.sets[path] & other.sets[path]
        if path in one.sets and path in other.sets
        else {**one.sets, **other.sets}[path]
        for path in (*one.sets, *(path for path in other.sets if path not in one.sets))
    }
    return Box(sets, one.exact and other.exact, one.void or other.void)


def box_of(criterion: Criterion, spaces: Mapping[str, Space]) -> Box:
    """The smallest box that is seen without a search.

    Args:
        criterion: Any criterion.
        spaces: What each field may hold, by path; boxes can be compared that were made with the same spaces.
    """
    box = _box(criterion._formula(spaces))
    kept = {path: values for path, values in box.sets.items() if not values.is_everything}
    return Box(kept, box.exact, box.void)


def _box(formula: Formula) -> Box:
    if isinstance(formula, Atom):
        if len(formula.key) == 1:
            return Box({formula.key[0]: formula.values}, exact=True)
        return Box({}, exact=False)
    boxes = [_box(part) for part in formula.parts]
    if formula.every:
        sets: dict[str, ValueSet] = {}
        for box in boxes:
            for path, values in box.sets.items():
                sets[path] = sets[path] & values if path in sets else values
        return Box(sets, all(box.exact for box in boxes), any(box.void for box in boxes))
    boxes = [box for box in boxes if not box.is_empty]
    if not boxes:
        return Box({}, exact=True, void=True)
    first, *others = boxes
    joint = dict(first.sets)
    for box in others:
        joint = {path: values | box.sets[path] for path, values in joint.items() if path in box.sets}
    one_field = len({path for box in boxes for path in box.sets}) == 1 and len(joint) == 1
    return Box(joint, one_field and all(box.exact for box in boxes))


class Cells(NamedTuple):
    """Which of several boxes leave open what a field may hold: one bit for each box, in their order.

    Attributes:
        cuts: The ends of all sets, ascending; between them the boxes do not change.
        held: By the number of cuts below a value, the boxes that leave it open.
        missing: The boxes that leave the field open where it is missing.
    """

    cuts: tuple[Cut, ...]
    held: tuple[int, ...]
    missing: int

    def at(self, key: Key | None) -> int:
        """The boxes that leave a value open; None for the missing one."""
        return self.missing if key is None else self.held[bisect_right(self.cuts, (key, 0))]


def cells_of(boxes: Sequence[Box], path: str) -> Cells:
    """The cells into which boxes part the values of one field."""
    return _cells([box.sets.get(path) for box in boxes])[0]


def meeting(boxes: Sequence[Box]) -> list[int]:
    """Which boxes have something in common with each: one bit for each box, in their order.

    The values of a field fall into cells between the ends of all sets, and each cell knows the boxes that
    hold it; so no two boxes are compared with each other.
    """
    everyone = (1 << len(boxes)) - 1
    found = [0 if box.is_empty else everyone for box in boxes]
    for path in sorted({path for box in boxes for path in box.sets}):
        sets = [box.sets.get(path) for box in boxes]
        cells, held = _cells(sets)
        for place, own in enumerate(held):
            if own is not None:
                values = sets[place]
                meets = cells.missing if values is not None and values.missing else 0
                for cell in own:
                    meets |= cells.held[cell]
                found[place] &= meets
    empty = sum(1 << place for place, meets in enumerate(found) if not meets)
    return [meets & ~empty for meets in found]


def meeting_any(groups: Sequence[Sequence[Box]]) -> list[int]:
    """Which groups of boxes have something in common with each: one bit for each group, in their order."""
    owners = [place for place, group in enumerate(groups) for _ in group]
    meets = meeting([box for group in groups for box in group])
    if len(owners) == len(groups):
        return meets
    found = [0] * len(groups)
    for owner, mask in zip(owners, meets, strict=True):
        while mask:
            low = mask & -mask
            found[owner] |= 1 << owners[low.bit_length() - 1]
            mask ^= low
    return found


def _cells(sets: Sequence[ValueSet | None]) -> tuple[Cells, list[list[int] | None]]:
    """The cells of some sets, and those that each of them holds; a set is None where all is open."""
    open_here = sum(1 << place for place, values in enumerate(sets) if values is None)
    cuts = sorted({cut for values in sets if values is not None for cut in values.cuts})
    places = {cut: place for place, cut in enumerate(cuts, start=1)}
    masks, missing = [open_here] * (len(cuts) + 1), open_here
    held: list[list[int] | None] = []
    for place, values in enumerate(sets):
        if values is None:
            held.append(None)
            continue
        own = [
            cell
            for low, high in values.pieces()
            for cell in range(0 if low is None else places[low], len(masks) if high is None else places[high])
        ]
        for cell in own:
            masks[cell] |= 1 << place
        missing |= values.missing << place
        held.append(own)
    return Cells(tuple(cuts), tuple(masks), missing), held
