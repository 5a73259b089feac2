"""Who may grant what: the cases on status, approval and scores."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from salesmgmt.credit import (
    ApprovalMatrix,
    ApprovalRequest,
    BandGaps,
    Checklist,
    ChecklistItem,
    ChoiceFactor,
    CreditApplication,
    FlagFactor,
    LimitAuthority,
    ManualStatus,
    NoLimit,
    PointsCard,
    RatioModel,
    ScoreBand,
    ScoreFactor,
    StatusPolicy,
)
from salesmgmt.criteria import NEVER, Criterion, field
from salesmgmt.money import Money, Rate
from tests.cases.adapters import Adapter, NotCovered

#: The currency of amounts, which the cases do not name.
CURRENCY = "USD"
REPORT = "third_party_report"
MANUAL = MappingProxyType({"STOP": ManualStatus.STOP, "NO_CHECK": ManualStatus.NO_CHECK})


def money(value: str) -> Money:
    return Money.of(value, CURRENCY)


def credit_status(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A customer's status by limit and balance; a limit of zero is not tested."""
    policy = StatusPolicy(Rate(given["policy"]["watch_ratio"]), zero="unset", absent="unlimited")
    found = []
    for one in given["inputs"]:
        limit = None if one["limit"] is None else money(one["limit"])
        outcome = policy.of(limit, money(one["open_balance"]), MANUAL.get(one["current_status"]))
        found.append({"status": outcome.status.name, "watch_line": outcome.watch_line})
    return found


def approval(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """To whom a request goes first, and whether it needs a report by somebody else."""
    policy = given["policy"]
    rungs = [
        LimitAuthority(one["role"], NoLimit() if one["up_to"] is None else money(one["up_to"]))
        for one in policy["authority"]
    ]
    matrix = ApprovalMatrix.ladder(rungs, CURRENCY)
    found = []
    for one in given["inputs"]:
        amount = money(one["amount"])
        row: dict[str, Any] = {"approver": matrix.route(ApprovalRequest(amount)).approver}
        if "third_party_report_above" in policy:
            large = field("subject.amount", "money").more_than(money(policy["third_party_report_above"]))
            papers = Checklist([ChecklistItem(REPORT, "approve", large)])
            asked = CreditApplication("application", "customer", amount, "applicant")
            row[REPORT] = REPORT in papers.needed(asked, "approve")
        found.append(row)
    return found


def score(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A score with what it is made of, and its band or zone."""
    models = {"linear_ratios": linear_ratios, "points": points}
    if given["policy"]["model"] not in models:
        raise NotCovered(f"the model {given['policy']['model']} is not read from the cases yet")
    return models[given["policy"]["model"]](given)


def linear_ratios(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    policy = given["policy"]
    model = RatioModel(
        "model",
        policy["weights"],
        policy["distress_below"],
        policy["safe_above"],
        "the case",
        places=policy["places"],
    )
    found = []
    for one in given["inputs"]:
        done = model.score({name: Rate(ratio).value for name, ratio in one["ratios"].items()})
        found.append({"score": done.value, "zone": done.band})
    return found


def points(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    policy = given["policy"]
    bands = [ScoreBand(one["id"], one["from"], one["to"]) for one in policy.get("bands", ())]
    higher = policy.get("eligible_for_higher")
    if higher is not None:
        bands.append(ScoreBand("higher", higher["min_score"], None, higher["require"]))
    factors = [factor(one) for one in policy["factors"]]
    card = PointsCard("card", factors, bands, missing="zero", gaps=BandGaps.ALLOW)
    found = []
    for one in given["inputs"]:
        done = card.score(one["values"])
        row: dict[str, Any] = {"score": done.value, "points": dict(done.points), "band": done.band}
        if higher is not None:
            row["eligible_for_higher"] = done.band == "higher"
        found.append(row)
    return found


def factor(factor: Mapping[str, Any]) -> ScoreFactor:
    zero_if: Criterion = NEVER
    if "zero_if" in factor:
        zero_if = field(factor["zero_if"], "flag").is_in(True).or_if_missing(False)  # noqa: FBT003
    if "map" in factor:
        return ChoiceFactor(factor["id"], factor["map"], zero_if=zero_if)
    return FlagFactor(factor["id"], factor["points_if_true"], zero_if=zero_if)


ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {"approval": approval, "credit_status": credit_status, "score": score}
)
