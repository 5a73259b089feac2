"""Goal trees: the progress of a goal is the weighted mean of those below it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given

from salesmgmt.appraisal import Goal, completion
from salesmgmt.errors import SalesmgmtError
from salesmgmt.money import Rate
from salesmgmt.testing.appraisal import goals

pytestmark = pytest.mark.properties


def leaves(goal: Goal, share: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Share of the whole and progress of each goal with a progress of its own."""
    if goal.progress is not None:
        return [(share, goal.progress.value)]
    whole = sum(below.weight for below in goal.goals)
    return [pair for below in goal.goals for pair in leaves(below, share * below.weight / whole)]


@given(goals())
def test_a_tree_is_worth_its_leaves(goal: Goal) -> None:
    parts = leaves(goal, Fraction(1))
    assert sum(share for share, _ in parts) == 1
    assert goal.completion.value == sum(share * progress for share, progress in parts)


@given(goals())
def test_the_order_of_goals_changes_nothing(goal: Goal) -> None:
    if goal.goals:
        assert Goal("g", goals=goal.goals[::-1]).completion == goal.completion
        assert completion(goal.goals) == goal.completion


def test_a_tree_explains_itself() -> None:
    tree = Goal("launch", goals=(Goal("plan", "100%", title="Plan"), Goal("sell", "50%", weight=3)))
    assert tree.completion == Rate("62.5%")
    assert tree.reason().tree() == "launch: 62.5%, from the goals below it\n  Plan: 100%\n  sell: 50%"
    assert "下级目标" in tree.reason().text("zh")


def deep(levels: int) -> Goal:
    """A goal below a goal, so many times."""
    goal = Goal("g", "50%")
    for _ in range(levels):
        goal = Goal("g", goals=(goal,))
    return goal


@pytest.mark.parametrize(
    "make",
    [
        lambda: Goal(""),
        lambda: Goal("g"),
        lambda: Goal("g", "50%", (Goal("h", 1),)),
        lambda: Goal("g", "50%", weight=0),
        lambda: Goal("g", goals=cast(tuple[Goal, ...], (1,))),
        lambda: Goal("g", cast(int, 0.5)),
        lambda: completion([]),
        lambda: deep(50),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()
