"""What can't be computed person by person: the adapters of cases of contests and pools."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from salesmgmt.incentives import (
    ByPoints,
    Column,
    Commission,
    Contest,
    Distribution,
    Marginal,
    Pool,
    Revenue,
    ShareOf,
    Ties,
)
from salesmgmt.records import Facts, Opportunity, Participant, Score
from tests.cases.adapters import Adapter
from tests.cases.adapters.incentives.common import DAY, NOTHING, YEAR, amount, planned, won

#: What the words of a case mean among the ways to treat those with equal figures.
TIES = {"pool the prizes of the places covered and divide equally": Ties.POOL}


def contested(given: Mapping[str, Any]) -> dict[str, Any]:
    """Prizes for the first places by points, with equal points among them."""
    terms = given["plan"]
    deals = [
        Opportunity(person, person, NOTHING, outcome="won", closed=DAY, more={"points": Decimal(points)})
        for person, points in given["inputs"]["scores"]
    ]
    held = Contest(
        "contest",
        of=Column("points", counts_things=True),
        prizes=[amount(prize) for prize in terms["prizes"]],
        ties=TIES[terms["ties"]],
    )
    outcome = planned(held).earn(Facts(deals), through=YEAR)
    return {"payouts": {person: outcome.total(person) for person in outcome.participants}}


def pooled(given: Mapping[str, Any]) -> dict[str, Any]:
    """Tiers for everybody, and a part of every commission in a pool that all share by points."""
    terms, inputs = given["plan"], given["inputs"]
    into = terms["team_pool"]
    tiers = Marginal({amount(tier["from"]): tier["rate"] for tier in terms["tiers"]})
    fund = ShareOf("sales", into["share_of_each_commission"])
    pool = Pool("pool", per="month", fund=fund, by=ByPoints("points"))
    plan = planned(Commission("sales", of=Revenue(), pays=tiers), pool)
    points = [
        Score(person, person, "2026-01-01/2026-02-01", "points", value)
        for person, value in inputs["appraisal_points"].items()
    ]
    deals = [deal for person, sold in inputs["sales"].items() for deal in won(person, [sold])]
    people = [Participant(person) for person in inputs["appraisal_points"]]
    outcome = plan.earn(Facts([*people, *points, *deals]), through="2026-M01")
    (shared,) = [one.outcome for one in outcome.awards() if isinstance(one.outcome, Distribution)]
    put_in = {one.participant: one for one in shared.fund.contributions}
    return {
        "commission": {person: outcome.total(person, component="sales") for person in inputs["sales"]},
        "from_pool": {one.participant: one.amount for one in shared.shares},
        "kept": {person: put_in[person].kept for person in inputs["sales"]},
        "paid": {person: outcome.total(person) for person in inputs["sales"]},
        "pool": shared.fund.amount,
        "to_pool": {person: put_in[person].amount for person in inputs["sales"]},
        "total": outcome.total(),
    }


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {"composite, marginal, period_amount": pooled, "contest": contested}
)
