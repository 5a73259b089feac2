"""By what to divide: the thresholds decide, the reasons say so, and what was not advised is answered too."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from attrs import evolve
from hypothesis import given

from salesmgmt.errors import SalesmgmtError
from salesmgmt.territory import (
    DivisionAdvice,
    DivisionAlternative,
    DivisionDecision,
    DivisionKind,
    MarketProfile,
)
from salesmgmt.testing.territory_coverage import division_advices, market_profiles

pytestmark = pytest.mark.properties

SIMPLE = MarketProfile(4, 2, "5%", regions=3, customer_groups=5, sellers=12)


@pytest.mark.parametrize(
    ("profile", "kind", "managers", "below", "codes"),
    [
        (SIMPLE, "region", False, None, ["solutions.missed", "depth.missed", "near"]),
        (
            evolve(SIMPLE, regions=1),
            "region",
            False,
            None,
            ["solutions.missed", "depth.missed", "regions.one"],
        ),
        (
            evolve(SIMPLE, technical_depth=6),
            "product",
            False,
            None,
            ["solutions.missed", "depth.met", "cross.kept"],
        ),
        (
            evolve(SIMPLE, technical_depth=9, cross_buying="50%"),
            "customer",
            True,
            None,
            ["solutions.missed", "depth.met", "cross.met"],
        ),
        (
            evolve(SIMPLE, solution_share="30%", sellers=41),
            "customer",
            True,
            "region",
            ["solutions.met", "below"],
        ),
        (evolve(SIMPLE, solution_share="30%", sellers=40), "customer", True, None, ["solutions.met"]),
        (
            evolve(SIMPLE, solution_share="30%", sellers=4),
            "customer",
            True,
            None,
            ["solutions.met", "too_few"],
        ),
        (evolve(SIMPLE, solution_share="30%", products=1), "customer", False, None, ["solutions.met"]),
        (
            evolve(SIMPLE, technical_depth=9, products=1),
            "region",
            False,
            None,
            ["solutions.missed", "lines.one", "near"],
        ),
    ],
)
def test_the_thresholds_decide(
    profile: MarketProfile, kind: str, managers: bool, below: str | None, codes: list[str]
) -> None:
    decision = DivisionAdvice().decide(profile)
    assert (decision.kind, decision.managers, decision.below) == (kind, managers, below)
    assert [reason.code.removeprefix("territory.advice.") for reason in decision.reasons] == codes


@given(division_advices(), market_profiles())
def test_a_decision_answers_for_every_way(policy: DivisionAdvice, profile: MarketProfile) -> None:
    decision = policy.decide(profile)
    assert {decision.kind, *(other.kind for other in decision.alternatives)} == set(DivisionKind)
    assert decision.reasons
    assert all(other.reasons for other in decision.alternatives)
    assert decision.managers == (decision.kind is DivisionKind.CUSTOMER and profile.products > 1)
    assert [row["advised"] for row in decision.records()] == [True, False, False]
    for lang in ("en", "zh"):
        assert decision.reason.tree(lang)
        assert len(decision.table(lang).rows) == 3
    if profile.solution_share >= policy.solution_share:
        assert decision.kind is DivisionKind.CUSTOMER
    elif profile.technical_depth < policy.technical_depth:
        assert decision.kind is DivisionKind.REGION


@given(division_advices(), market_profiles())
def test_more_solutions_never_lead_away_from_the_customer(
    policy: DivisionAdvice, profile: MarketProfile
) -> None:
    if policy.decide(profile).kind is DivisionKind.CUSTOMER:
        assert policy.decide(evolve(profile, solution_share="100%")).kind is DivisionKind.CUSTOMER


def test_the_words() -> None:
    decision = DivisionAdvice().decide(evolve(SIMPLE, technical_depth=9, cross_buying="60%"))
    assert decision.reason.tree("zh").splitlines() == [
        "按客户划分，另设产品经理协同",
        "  解决方案销售占 5%，低于 30%",
        "  技术复杂度 9，达到 6：业务员必须精通产品",
        "  跨产品线购买的客户占 60%，达到 50%：这些客户会面对多位业务员",
    ]
    against = {other.kind.value: [each.code for each in other.reasons] for other in decision.alternatives}
    assert against == {
        "region": ["territory.advice.depth.met"],
        "product": ["territory.advice.cross.met"],
    }


@pytest.mark.parametrize(
    "make",
    [
        lambda: MarketProfile(0, 1, "5%"),
        lambda: MarketProfile(1, 11, "5%"),
        lambda: MarketProfile(1, 1, "105%"),
        lambda: MarketProfile(1, cast(int, 0.5), "5%"),
        lambda: MarketProfile(1, 1, "5%", sellers=cast(int, "many")),
        lambda: MarketProfile(1, 1, "5%", cross_buying="-1%"),
        lambda: DivisionAdvice(technical_depth=-1),
        lambda: DivisionAdvice(solution_share="101%"),
        lambda: DivisionAdvice(sellers_per_part=0),
        lambda: DivisionAdvice().decide(cast(MarketProfile, 5)),
        lambda: DivisionAlternative("size", ()),
        lambda: DivisionDecision("region", managers=False, below=None, reasons=(), alternatives=()),
        lambda: DivisionDecision(
            "region", managers=False, below=cast(DivisionKind, "size"), reasons=(), alternatives=()
        ),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


def test_as_many_sellers_as_parts_are_enough() -> None:
    assert MarketProfile(1, 0, 0).parts(DivisionKind.REGION) == 1
    decision = DivisionAdvice().decide(evolve(SIMPLE, technical_depth=9, sellers=4))
    assert [reason.code for reason in decision.reasons][-1] == "territory.advice.cross.kept"
