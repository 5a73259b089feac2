"""The plan that a solver proves is the best of all divisions, asked for by policy and map."""

from __future__ import annotations

import sys

import pytest
from attrs import evolve
from hypothesis import given, settings

from salesmgmt.errors import BatchError
from salesmgmt.territory import CutEdges, MapAlignment, MapPlan, MapPlanStatus
from salesmgmt.testing.territory_maps import MapCase, small_map_cases
from tests.territory.alignment import slow
from tests.territory.alignment.test_map_alignment import chequers

pytestmark = pytest.mark.properties


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(ImportError, match=r"salesmgmt\[exact\]"):
        MapAlignment(2, "people", CutEdges()).prove(chequers(5, 2))


@given(small_map_cases(max_units=6))
@settings(max_examples=25)
def test_what_is_proved_is_the_best_of_all_divisions(case: MapCase) -> None:
    pytest.importorskip("highspy", reason="the extra 'exact' is not installed")
    values = [
        slow.value(case.policy, case.sales_map, each, case.current)
        for each in slow.divisions(case.policy, case.sales_map)
    ]
    plan = case.policy.prove(case.sales_map, current=case.current)
    again = case.policy.prove(
        case.sales_map,
        known=case.policy.align(case.sales_map, budget=500, rounds=0, current=case.current),
        current=case.current,
    )
    for found in (plan, again):
        assert (found.status is MapPlanStatus.IMPOSSIBLE) is (not values)
        assert (found.status is MapPlanStatus.ALIGNED) is bool(values)
        if not values:
            assert found.reasons
            continue
        assert found.value is not None
        assert found.bound is not None
        assert found.bound <= min(values) <= found.value
        assert found.value == slow.value(case.policy, case.sales_map, found.by_unit(), case.current)
        if not case.policy.together:
            assert found.proven
            assert found.value == min(values)


@given(small_map_cases(max_units=6, plain=True))
@settings(max_examples=5)
def test_a_known_plan_has_to_be_one_of_the_map(case: MapCase) -> None:
    pytest.importorskip("highspy", reason="the extra 'exact' is not installed")
    plan = case.policy.align(case.sales_map, budget=500, rounds=0)
    if plan.status is MapPlanStatus.ALIGNED:
        less: MapPlan = evolve(plan, assignment=plan.assignment[1:])
        with pytest.raises(BatchError, match="territory of the alignment"):
            case.policy.prove(case.sales_map, known=less)
