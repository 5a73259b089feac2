"""Boxes hold what their criteria accept, and meet where the criteria do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.criteria import Criterion, Yes, overlap
from salesmgmt.criteria.boxes import box_of, boxes_of, cells_of, meeting, meeting_any
from salesmgmt.criteria.criterion import spaces_of
from salesmgmt.criteria.reads import merged
from salesmgmt.testing.territory_rules import rule_criteria

pytestmark = pytest.mark.properties


@pytest.mark.parametrize("several", [False, True])
@given(st.lists(rule_criteria(), min_size=1, max_size=6))
def test_boxes_meet_where_criteria_do(several: bool, criteria: list[Criterion]) -> None:
    reads = merged([read for one in criteria for read in one.reads])
    spaces = spaces_of(reads)
    boxes = [box_of(one, spaces) for one in criteria]
    meets = meeting_any([boxes_of(one, spaces) for one in criteria]) if several else meeting(boxes)
    for here, one in enumerate(criteria):
        for there, other in enumerate(criteria):
            share = bool(meets[here] >> there & 1)
            assert share == bool(meets[there] >> here & 1)
            answer = overlap(one, other)
            if isinstance(answer, Yes) and all(
                path in dict(answer.witness.values if answer.witness else ())
                and dict(answer.witness.values if answer.witness else ())[path] is not None
                for path in spaces
                if not spaces[path].can_miss
            ):
                assert share
            if share and boxes[here].exact and boxes[there].exact:
                assert not boxes[here].is_empty


@given(st.lists(rule_criteria(), min_size=1, max_size=6), st.sampled_from((-1, 0, 3, 5, 10, 20, None)))
def test_cells_know_who_leaves_a_value_open(criteria: list[Criterion], size: int | None) -> None:
    spaces = spaces_of(merged([read for one in criteria for read in one.reads]))
    boxes = [box_of(one, spaces) for one in criteria]
    found = cells_of(boxes, "size").at(size)
    for place, box in enumerate(boxes):
        values = box.sets.get("size")
        held = values is None or (values.missing if size is None else values.holds(size))
        assert bool(found >> place & 1) == held
