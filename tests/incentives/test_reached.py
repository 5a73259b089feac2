"""Conditions of gates: what they compare is read by what the field holds."""

from __future__ import annotations

from typing import Any

import pytest

from salesmgmt.criteria import Criterion, all_of, any_of, field
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives import Gate
from salesmgmt.money import Money, Rate


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (field("attainment").at_least("80%"), field("attainment").at_least(Rate("80%"))),
        (field("sales.attainment").equals("1"), field("sales.attainment").equals(Rate(1))),
        (field("sales.base").more_than("USD 5"), field("sales.base").more_than(Money.of("USD 5"))),
        (field("score.csat").less_than("90%"), field("score.csat").less_than(Rate("90%"))),
        (
            field("attainment").at_least("80%").or_if_missing(met=True),
            field("attainment").at_least(Rate("80%")).or_if_missing(met=True),
        ),
        (field("score.points").at_least(60), field("score.points").at_least(60)),
        (field("role").equals("lead"), field("role").equals("lead")),
        (
            field("participant.more.base").equals("Hangzhou"),
            field("participant.more.base").equals("Hangzhou"),
        ),
    ],
)
def test_a_text_is_read_as_what_the_field_holds(written: Criterion, meant: Criterion) -> None:
    other = field("tenure").at_least(3)
    assert Gate(written).where == meant
    assert Gate(all_of(other, written)).where == all_of(other, meant)
    assert Gate(any_of(~written, other)).where == any_of(~meant, other)


def test_a_text_that_cannot_be_read_is_refused_when_the_plan_is_made() -> None:
    with pytest.raises(InvalidValueError, match="attainment"):
        Gate(field("attainment").at_least("most"))
    nothing: Any = "attainment"
    with pytest.raises(WrongTypeError, match="be a criterion"):
        Gate(nothing)
