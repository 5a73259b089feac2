"""The smallest changes: each one made lets the document go ahead, and a smaller one of its kind does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

import pytest
from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from salesmgmt.credit import (
    ApprovedBy,
    CreditDecision,
    CreditExclusion,
    CreditOverride,
    CreditPolicy,
    CreditRequest,
    CreditRule,
    CutTo,
    DocumentValue,
    Exposure,
    ExposurePart,
    LimitInForce,
    OldestItem,
    OpenItem,
    Pay,
    PoolPosition,
    Position,
    RaiseLimit,
    Remedy,
    WarningLine,
    WithinLimit,
)
from salesmgmt.errors import SalesmgmtError
from salesmgmt.testing.credit_decisions import remedies
from tests.credit.thrown import Thrown, thrown, usd

pytestmark = pytest.mark.properties

DAY = date(2026, 5, 15)
CENT = usd(1)
CASES = 25
SEEDS = st.integers(0, 2**64 - 1)


def made(remedy: Remedy, case: Thrown) -> CreditDecision:
    """The decision once a change is made."""
    policy, request, position = case.policy, case.request, case.position
    if isinstance(remedy, Pay):
        return policy.decide(request, position.paid(remedy.amount))
    if isinstance(remedy, CutTo):
        return policy.decide(request.cut_to(remedy.amount), position)
    if isinstance(remedy, ApprovedBy):
        return policy.decide(request, position, roles=remedy.role)
    limit = position.limit if remedy.to is None else LimitInForce(remedy.to)
    raised = dict(remedy.pools)
    pools = [evolve(pool, limit=raised.get(pool.id, pool.limit)) for pool in position.pools]
    return policy.decide(request, evolve(position, limit=limit, pools=pools))


def smaller(remedy: Remedy, policy: CreditPolicy) -> list[Remedy]:
    """The changes of its kind that are a step smaller."""
    if isinstance(remedy, Pay):
        return [Pay(remedy.amount - CENT)] if remedy.amount > CENT else []
    if isinstance(remedy, CutTo):
        return [CutTo(remedy.amount + CENT)]
    if isinstance(remedy, ApprovedBy):
        roles = [one.role for one in policy.overrides]
        return [ApprovedBy(role) for role in roles[: roles.index(remedy.role)]]
    found: list[Remedy] = []
    if remedy.to:
        found.append(evolve(remedy, to=remedy.to - CENT))
    for name, amount in remedy.pools:
        if amount:
            found.append(evolve(remedy, pools={**dict(remedy.pools), name: amount - CENT}))
    return found


@given(SEEDS)
def test_a_change_that_is_offered_lets_the_document_go_ahead_and_a_smaller_one_does_not(seed: int) -> None:
    for number in range(CASES):
        case = thrown(seed, number)
        decision = case.policy.decide(case.request, case.position)
        assert not (decision.approved and decision.remedies)
        kinds = [type(remedy) for remedy in decision.remedies]
        assert len(set(kinds)) == len(kinds)
        for remedy in decision.remedies:
            event(type(remedy).__name__)
            assert made(remedy, case).approved, (case, remedy)
            for less in smaller(remedy, case.policy):
                assert not made(less, case).approved, (case, remedy, less)


@given(SEEDS)
def test_a_payment_and_a_cut_are_offered_wherever_one_helps(seed: int) -> None:
    for number in range(CASES):
        case = thrown(seed, number)
        decision = case.policy.decide(case.request, case.position)
        offered = {type(remedy) for remedy in decision.remedies}
        if not decision.approved:
            everything = case.position.paid(usd(10**6))
            assert (Pay in offered) == case.policy.decide(case.request, everything).approved, case
            if case.request.amount > CENT:
                least = case.request.cut_to(CENT)
                assert (CutTo in offered) == case.policy.decide(least, case.position).approved, case


@given(SEEDS)
def test_one_limit_is_raised_wherever_that_helps(seed: int) -> None:
    for number in range(CASES):
        case = thrown(seed, number)
        decision = case.policy.decide(case.request, case.position)
        high = evolve(case.position, limit=LimitInForce(usd(10**6)))
        if (
            not decision.approved
            and not case.policy.exclusions
            and case.policy.decide(case.request, high).approved
        ):
            assert any(isinstance(remedy, RaiseLimit) for remedy in decision.remedies), case


@given(remedies())
def test_a_change_reads_in_both_languages(remedy: Remedy) -> None:
    reason = remedy.reason()
    assert reason.tree() != reason.tree("zh")


def position(owed: str, limit: str, *items: OpenItem, pools: tuple[PoolPosition, ...] = ()) -> Position:
    exposure = Exposure("C-1", DAY, "USD", [ExposurePart("invoices", owed)])
    return Position(exposure, LimitInForce(limit), items=items, pools=pools, terms_days=45)


def test_a_payment_settles_the_late_items_and_makes_room() -> None:
    late = OpenItem("I-1", "2026-03-01", "2026-03-31", "USD 300", "USD 200")
    young = OpenItem("I-2", "2026-05-01", "2026-05-31", "USD 700", "USD 700")
    policy = CreditPolicy([OldestItem(10), WithinLimit()])
    request = CreditRequest("O-1", "C-1", "USD 150")
    (pay, *others) = policy.decide(request, position("USD 900", "USD 1000", late, young)).remedies
    assert pay == Pay("USD 200")
    assert others == []
    (pay, *_) = policy.decide(request, position("USD 1200", "USD 1000", late, young)).remedies
    assert pay == Pay("USD 350")


def test_limits_of_a_customer_and_its_pool_are_raised_together_as_long_as_the_terms_run() -> None:
    pool = PoolPosition("group", "USD 5000", "USD 4900")
    decision = CreditPolicy([WithinLimit()]).decide(
        CreditRequest("O-1", "C-1", "USD 300"), position("USD 900", "USD 1000", pools=(pool,))
    )
    assert decision.binding == "C-1"
    assert decision.remedies == (
        Pay("USD 200"),
        CutTo("USD 100"),
        RaiseLimit("USD 1200", "2026-06-29", {"group": "USD 5200"}),
    )
    assert decision.remedies[2].reason().tree().count("\n") == 1


def test_the_first_role_that_suffices_is_named() -> None:
    policy = CreditPolicy(
        [WithinLimit(), CreditRule(DocumentValue("USD 100"), "hold")],
        overrides=[
            CreditOverride("clerk", rules="limit"),
            CreditOverride("officer"),
            CreditOverride("board", "pass"),
        ],
    )
    decision = policy.decide(CreditRequest("O-1", "C-1", "USD 300"), position("USD 900", "USD 1000"))
    assert decision.remedies[-1] == ApprovedBy("officer")
    helped = policy.decide(
        CreditRequest("O-1", "C-1", "USD 300"), position("USD 900", "USD 1000"), roles="clerk"
    )
    assert helped.effect.value == "hold"
    assert helped.findings[0].overridden_by == "clerk"


def test_a_limit_is_not_offered_where_it_would_not_be_the_least_or_would_not_help() -> None:
    lines = CreditPolicy(
        CreditRule(WarningLine("50%"), "block"), CreditExclusion("e", WarningLine("80%"), customers="C-1")
    )
    decision = lines.decide(CreditRequest("O-1", "C-1", "USD 100"), position("USD 800", "USD 1000"))
    assert [type(remedy) for remedy in decision.remedies] == [Pay]
    first = CreditPolicy([WithinLimit(), CreditRule(WarningLine("0%"), "block")])
    bare = evolve(position("USD 800", "USD 0"), limit=None)
    assert first.decide(CreditRequest("O-1", "C-1", "USD 100"), bare).remedies == ()


def test_nothing_is_offered_where_no_single_change_helps() -> None:
    stopped = evolve(position("USD 1", "USD 10"), status="stop")
    policy = CreditPolicy([WithinLimit()], overrides=[CreditOverride("officer")])
    decision = policy.decide(CreditRequest("O-1", "C-1", "USD 5"), stopped)
    assert decision.effect.value == "block"
    assert decision.remedies == ()
    assert [finding.rule for finding in decision.findings] == ["status", "limit"]


def test_a_warning_line_that_stops_is_left_by_the_smallest_step() -> None:
    policy = CreditPolicy(CreditRule(WarningLine("1/3"), "block"))
    decision = policy.decide(CreditRequest("O-1", "C-1", "USD 100"), position("USD 300", "USD 1000"))
    assert decision.remedies[:2] == (Pay("USD 66.67"), CutTo("USD 33.33"))
    assert decision.remedies[2] == RaiseLimit("USD 1200.01", "2026-06-29")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Pay("USD 0"),
        lambda: CutTo("USD -1"),
        lambda: RaiseLimit(None, DAY),
        lambda: RaiseLimit("USD -1", DAY),
        lambda: RaiseLimit("USD 1", DAY, {"P": "EUR 1"}),
        lambda: RaiseLimit("USD 1", DAY, {"": "USD 1"}),
        lambda: RaiseLimit("USD 1", DAY, cast(dict[str, str], 5)),
        lambda: ApprovedBy(""),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


def test_a_document_may_be_cut_by_all_that_it_adds() -> None:
    position = Position(
        Exposure("C-1", DAY, "USD", [ExposurePart("orders", usd(79))]), LimitInForce(usd(100))
    )
    request = CreditRequest("new", "C-1", usd(20), usd(5))
    decision = CreditPolicy(CreditRule(WarningLine("80%"), "hold")).decide(request, position)
    assert CutTo(usd(15)) in decision.remedies
