"""What a criterion leaves open of each field, and which of many criteria can meet in one record.

A box is a set of values for each field. Every record that meets a criterion lies in its box; of a criterion
that only joins conditions on single fields with `and`, every record in the box meets it, too. Comparing boxes
field by field takes no search, so boxes tell at once which of very many criteria have nothing in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from salesmgmt.criteria.criterion import Criterion
from salesmgmt.criteria.formulas import Atom, Formula
from salesmgmt.criteria.valuesets import Cut, Space, ValueSet

__all__ = ["Box", "box_of", "meeting"]


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


def meeting(boxes: Sequence[Box]) -> list[int]:
    """Which boxes have something in common with each: one bit for each box, in their order.

    The values of a field fall into cells between the ends of all sets, and each cell knows the boxes that
    hold it; so no two boxes are compared with each other.
    """
    everyone = (1 << len(boxes)) - 1
    found = [0 if box.is_empty else everyone for box in boxes]
    for path in sorted({path for box in boxes for path in box.sets}):
        sets = [box.sets.get(path) for box in boxes]
        open_here = sum(1 << place for place, values in enumerate(sets) if values is None)
        cuts = sorted({cut for values in sets if values is not None for cut in values.cuts})
        places = {cut: place for place, cut in enumerate(cuts, start=1)}
        cells = [open_here] * (len(cuts) + 2)
        held = [None if values is None else list(_cells(values, places, len(cells))) for values in sets]
        for place, own in enumerate(held):
            for cell in own or ():
                cells[cell] |= 1 << place
        for place, own in enumerate(held):
            if own is not None:
                meets = 0
                for cell in own:
                    meets |= cells[cell]
                found[place] &= meets
    empty = sum(1 << place for place, meets in enumerate(found) if not meets)
    return [meets & ~empty for meets in found]


def _cells(values: ValueSet, places: Mapping[Cut, int], count: int) -> Iterable[int]:
    """The cells that a set holds: those between cuts, and the last one for the missing value."""
    for low, high in values.pieces():
        start = 0 if low is None else places[low]
        yield from range(start, count - 1 if high is None else places[high])
    if values.missing:
        yield count - 1
