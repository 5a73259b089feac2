"""Exact answers are those of trying everything, and the door says what it needs."""

from __future__ import annotations

import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds.exact import Solved, solve
from tests.territory.bounds.brute import cases, cost, is_plan, least

pytestmark = pytest.mark.properties


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    case = Case(neighbours=[[1], [0]], weights=[[1, 1]], lower=[[1, 1]], upper=[[1, 1]], k=2, n=2)
    with pytest.raises(ImportError, match=r"salesmgmt\[exact\]") as raised:
        solve(case)
    assert raised.value.name == "highspy"


@given(cases())
@settings(max_examples=25)
def test_the_solver_agrees_with_trying_everything(case: Case) -> None:
    pytest.importorskip("highspy", reason="the extra 'exact' is not installed")
    best = least(case)
    found = solve(case)
    assert found.proof
    assert found.value == best
    assert found.bound == best
    if found.owner is not None:
        assert is_plan(case, found.owner)
        assert cost(case, found.owner) == best
        assert solve(case, owner=found.owner).value == best
        assert solve(case, best).value == best


def test_the_gap_is_a_part_of_the_bound() -> None:
    assert Solved(110, (0,), 100, proof=False, rounds=1, cuts=0).gap == Fraction(1, 10)
    assert Solved(100, (0,), 100, proof=True, rounds=1, cuts=0).gap == 0
    assert Solved(None, None, 100, proof=False, rounds=1, cuts=0).gap is None
    assert Solved(5, (0,), 0, proof=False, rounds=1, cuts=0).gap is None


def test_a_solver_that_is_stopped_proves_nothing() -> None:
    pytest.importorskip("highspy", reason="the extra 'exact' is not installed")
    case = Case(
        neighbours=[[1], [0, 2], [1]],
        weights=[[2, 1, 2]],
        lower=[[2, 2]],
        upper=[[3, 3]],
        k=2,
        n=3,
        far=lambda one, other: (one - other) ** 2,
        hefts=[2, 1, 2],
    )
    found = solve(case, keep_going=lambda: False)
    assert (found.value, found.proof, found.rounds) == (None, False, 0)
    assert solve(case).value == 1
