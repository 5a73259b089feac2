"""A contract: what is known of people's load, hours and wellbeing is never an input to a rating."""

from __future__ import annotations

import ast
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

import salesmgmt
from salesmgmt import appraisal
from salesmgmt.appraisal import Kpi, Linear, RatingScale, Scorecard
from salesmgmt.errors import SalesmgmtError
from salesmgmt.organization import SurveyIndices, TeamIndices, workload
from salesmgmt.organization.workload import LoadReport, PersonLoad

SOURCE = Path(salesmgmt.__file__).parent
KINDS = {name for name in workload.__all__ if name[0].isupper()}


def modules(package: str) -> Iterator[Path]:
    yield from sorted((SOURCE / package).rglob("*.py"))


@pytest.mark.parametrize("path", list(modules("appraisal")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_of_appraisal_knows_of_workload(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert not (node.module or "").startswith("salesmgmt.organization"), path
        if isinstance(node, ast.Import):
            assert not any(one.name.startswith("salesmgmt.organization") for one in node.names), path
        if isinstance(node, ast.Name):
            assert node.id not in KINDS, path


def test_nothing_that_appraisal_offers_takes_a_value_of_workload() -> None:
    for name in appraisal.__all__:
        offered = getattr(appraisal, name)
        if not inspect.isclass(offered) and not inspect.isfunction(offered):
            continue
        members = [offered, *[one for _, one in inspect.getmembers(offered, inspect.isfunction)]]
        for member in members:
            for hint in getattr(member, "__annotations__", {}).values():
                assert not any(kind in str(hint).replace("]", "[").split("[") for kind in KINDS), (name, hint)


@pytest.mark.parametrize("kind", sorted(KINDS - {"CHINA_WORKING_TIME", "Workload"}))
def test_no_value_of_workload_passes_for_a_result(kind: str) -> None:
    card = Scorecard("card", (Kpi("load", 1, Linear(0, 1)),), RatingScale({"lowest": 0}))
    value: Any = object.__new__(getattr(workload, kind)) if attrs.has(getattr(workload, kind)) else kind
    with pytest.raises(SalesmgmtError):
        card.appraise("li", {"load": value})


def test_surveys_hold_nothing_about_a_person() -> None:
    for kind in (SurveyIndices, TeamIndices, workload.SurveyAnswer):
        names = {field.name for field in attrs.fields(kind)}
        assert not names & {"participant", "person", "respondent", "by", "name", "id"}


def test_a_load_has_no_way_to_become_a_score_record() -> None:
    for kind in (LoadReport, PersonLoad, SurveyIndices):
        for name, member in inspect.getmembers(kind, inspect.isfunction):
            hint = typing.get_type_hints(member).get("return")
            assert "Score" not in str(hint), name
