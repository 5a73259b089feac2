"""Verdicts on plain figures say what decisions say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from salesmgmt.credit import (
    Checkpoint,
    CreditCheck,
    CreditExclusion,
    CreditPolicy,
    CreditRequest,
    CreditRule,
    Effect,
    Exposure,
    ExposurePart,
    HighestItem,
    LimitInForce,
    OldestItem,
    Position,
    WarningLine,
    WithinLimit,
)
from salesmgmt.credit.decisions.figures import FREE, NEVER, asked_figures, figures_of
from salesmgmt.testing.dice import Dice
from tests.credit.thrown import DAY, position, request, thrown, usd

pytestmark = pytest.mark.properties

CASES = 25
SEEDS = st.integers(0, 2**64 - 1)
RANK = list(Effect)


@given(SEEDS)
def test_a_verdict_on_figures_is_the_effect_of_the_decision(seed: int) -> None:
    for number in range(CASES):
        case = thrown(seed, number)
        decision = case.policy.decide(case.request, case.position)
        lane = case.policy.compiled("USD").lane("C-1", case.position.groups, case.request.at)
        verdict = lane.verdict(figures_of(case.position), asked_figures(case.request, DAY))
        assert RANK[verdict] is decision.effect, case


SIMPLE: tuple[Callable[[Dice], CreditCheck], ...] = (
    lambda dice: WithinLimit(at_limit=dice.pick(["pass", "block"]), absent=dice.pick(["block", "unlimited"])),
    lambda dice: WithinLimit(),
    lambda dice: WarningLine(dice.pick(["0%", "1/3", "80%"])),
    lambda dice: OldestItem(
        dice.between(0, 9),
        at_limit=dice.pick(["pass", "block"]),
        late_from=dice.pick(["next_day", "due_day"]),
    ),
)


def simple(dice: Dice) -> CreditPolicy:
    """A policy that asks no more than limits, warning lines and the oldest due date."""
    return CreditPolicy(
        CreditRule(dice.pick(SIMPLE)(dice), dice.pick(RANK), id=f"r{number}")
        for number in range(dice.between(0, 4))
    )


@given(SEEDS)
def test_five_numbers_are_enough_for_simple_rules(seed: int) -> None:
    seen: Counter[str] = Counter()
    for number in range(CASES):
        dice = Dice(seed).fork(number)
        policy, asked, here = simple(dice), request(dice), evolve(position(dice), pools=(), status=None)
        figures = figures_of(here)
        limit = figures.limit
        quick = policy.compiled("USD").lane("C-1", at=asked.at).quick()
        assert quick is not None
        oldest = min((due for due, *_ in figures.items), default=NEVER)
        rank = quick(asked.added.minor, figures.exposure, limit, oldest, DAY.toordinal())
        decision = policy.decide(asked, here)
        assert RANK[rank] is decision.effect, (policy, asked, here)
        seen[decision.effect.value] += 1
        assert quick(-1, figures.exposure, limit, oldest, DAY.toordinal()) == 0
    for effect in seen:
        event(effect)


@pytest.mark.parametrize(
    "policy",
    [
        CreditPolicy(WithinLimit(10)),
        CreditPolicy(OldestItem(least="USD 5")),
        CreditPolicy(OldestItem(disputed="ignored")),
        CreditPolicy(HighestItem("USD 5")),
        CreditPolicy(WithinLimit(), CreditExclusion("e", releases=True)),
        CreditPolicy(OldestItem(), CreditExclusion("e", OldestItem(5), customers="C-1")),
    ],
)
def test_five_numbers_are_not_enough_for_others(policy: CreditPolicy) -> None:
    assert policy.compiled("USD").lane("C-1").quick() is None


def test_lanes_are_shared_by_customers_that_no_rule_names() -> None:
    compiled = CreditPolicy([WithinLimit(), CreditRule(OldestItem(), customers="C-2")]).compiled("USD")
    assert compiled.lane("C-1") is compiled.lane("C-3")
    assert compiled.lane("C-2") is not compiled.lane("C-1")
    assert compiled.lane("C-1", at=Checkpoint.ORDER) is not compiled.lane("C-1", at=Checkpoint.INVOICE)
    assert FREE < 0


def test_figures_are_changed_in_copies_only() -> None:
    here = position(Dice(7))
    figures = figures_of(here)
    before = figures.exposure, figures.limit, figures.items, figures.pools
    figures.paid(5)
    figures.raised(5, {0: 5})
    assert (figures.exposure, figures.limit, figures.items, figures.pools) == before


@given(SEEDS)
def test_figures_are_paid_as_positions_are(seed: int) -> None:
    for number in range(CASES):
        dice = Dice(seed).fork(number)
        here, minor = position(dice), dice.between(0, 20)
        paid, figures = figures_of(here.paid(usd(minor))), figures_of(here).paid(minor)
        assert (paid.exposure, paid.items, paid.pools) == (figures.exposure, figures.items, figures.pools)


@pytest.mark.parametrize("at_limit", ["pass", "block"])
@pytest.mark.parametrize("rules", [(), (OldestItem(),), (WarningLine("100%"),)])
def test_five_numbers_at_the_limit_itself(at_limit: str, rules: tuple[CreditCheck, ...]) -> None:
    lane = CreditPolicy([WithinLimit(at_limit=at_limit), *rules]).compiled("USD").lane("C-1")
    quick = lane.quick()
    assert quick is not None
    warned = any(isinstance(rule, WarningLine) for rule in rules)
    day = DAY.toordinal()
    assert quick(4, 5, 10, NEVER, day) == 0
    assert quick(5, 5, 10, NEVER, day) == (3 if at_limit == "block" else int(warned))
    assert quick(6, 5, 10, NEVER, day) == 3
    assert quick(6, 5, FREE, NEVER, day) == 0
    assert quick(6, 5, None, NEVER, day) == 3


def test_a_document_below_zero_passes_on_figures_as_in_decisions() -> None:
    case = CreditRequest("new", "C-1", usd(-5), usd(0))
    policy = CreditPolicy([WithinLimit()])
    here = Position(Exposure("C-1", DAY, "USD", [ExposurePart("orders", usd(50))]), LimitInForce(usd(10)))
    assert policy.decide(case, here).effect is Effect.PASS
    lane = policy.compiled("USD").lane("C-1", at=case.at)
    assert lane.verdict(figures_of(here), asked_figures(case, DAY)) == 0
