"""Worked cases of contests and pools from the folder beside the project, by their kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from salesmgmt.incentives import Revenue
from salesmgmt.incentives.awards import ByPoints, Contest, Pool, ShareOf
from salesmgmt.money import Money
from tests.cases.compare import differences
from tests.cases.folder import Case, cases

FOLDER = Path(__file__).parent.parent.parent.parent / ".." / "shared" / "cases"

#: The cases are in one currency that they do not name.
CURRENCY = "USD"
TIES = {"pool the prizes of the places covered and divide equally": "pool"}


def contest(given: Mapping[str, Any]) -> dict[str, Any]:
    """What everybody wins by their scores."""
    plan = given["plan"]
    prizes = [Money.of(prize, CURRENCY) for prize in plan["prizes"]]
    held = Contest("contest", of=Revenue(), prizes=prizes, ties=TIES[plan["ties"]])
    ranking = held.award(dict(given["inputs"]["scores"]))
    return {"payouts": {award.participant: award.money for award in ranking.awards}}


def team_pool(given: Mapping[str, Any], commissions: Mapping[str, str]) -> dict[str, Any]:
    """What commissions put into a pool, and what everybody gets of it."""
    share = given["plan"]["team_pool"]["share_of_each_commission"]
    pool = Pool("team", per="month", fund=ShareOf("sales", share), by=ByPoints())
    fund = pool.fund.raised({person: Money.of(text, CURRENCY) for person, text in commissions.items()})
    shared = pool.distribute(fund, given["inputs"]["appraisal_points"])
    return {
        "to_pool": {one.participant: one.amount for one in fund.contributions},
        "pool": fund.amount,
        "kept": {one.participant: one.kept for one in fund.contributions},
        "from_pool": {one.participant: one.amount for one in shared.shares},
    }


def found(kind: str) -> list[Case]:
    """The cases of a kind."""
    if not FOLDER.is_dir():
        pytest.skip("no folder of worked cases beside the project (../shared/cases)")
    return [case for case in cases(FOLDER) if case.area == "incentives" and case.kind == kind]


def test_contests() -> None:
    for case in found("contest"):
        assert not differences(case.expected, contest(case.given), case.tolerance)


def test_team_pools() -> None:
    for case in found("composite, marginal, period_amount"):
        if "team_pool" in case.given["plan"]:
            computed = team_pool(case.given, case.expected["commission"])
            expected = {name: case.expected[name] for name in computed}
            assert not differences(expected, computed, case.tolerance)
