"""Whether selling more never pays less: a yes is never contradicted, a no can be worked out again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.criteria import field
from salesmgmt.errors import WrongTypeError
from salesmgmt.incentives import (
    Adjustment,
    Amount,
    Amounts,
    Attainment,
    Cap,
    Chain,
    Commission,
    Curve,
    DealAmount,
    DealField,
    Earnings,
    ExpenseAllowance,
    Factor,
    Falls,
    Fixed,
    Flat,
    Floor,
    Gate,
    Marginal,
    MarginPercent,
    Monotony,
    Multiplier,
    NeverFalls,
    Objective,
    Objectives,
    Override,
    Personal,
    Plan,
    Prorated,
    Rank,
    Ratio,
    Revenue,
    ScoreOf,
    StandingOf,
    Threshold,
    TotalOf,
    Undecided,
    Whole,
)
from salesmgmt.incentives.components import AnyModifier, Negative
from salesmgmt.incentives.figures import size_of
from salesmgmt.incentives.terms import Component
from salesmgmt.money import Money, Rounding, Unrounded
from salesmgmt.records import Facts
from salesmgmt.testing.histories import histories
from salesmgmt.testing.outcomes import cases

pytestmark = pytest.mark.properties

UP = Marginal({"0%": "2%", "100%": "8%"})
NINE = Money.of("USD 9")
SALES = Commission("sales", of=Revenue(), pays="5%")


def plan_of(*components: Component, **more: Any) -> Plan:
    return Plan("plan", currency="USD", components=components).replace(**more)


def sums_of(result: Earnings, open_ones: set[str]) -> dict[tuple[str, str, date], int]:
    """What nobody may lose: each figure, and an adjustment with what it adjusts in its period.

    Components of which nothing is said are left out, with the adjustments of them.
    """
    figures = {(one.component, one.participant, one.period.start): one.amount_minor for one in result.earned}
    found = dict(figures)
    plan = result.plan
    adjusted = set(open_ones)
    for adjustment in plan.components:
        if not isinstance(adjustment, Adjustment):
            continue
        before = [one.id for one in plan.components[: plan.components.index(adjustment)]]
        names = set(before if adjustment.of is None else adjustment.of)
        adjusted |= names
        if names & open_ones:
            adjusted.add(adjustment.id)
        for one in result.earned:
            if one.component in names:
                last = (one.period.end or date.max) - timedelta(1)
                around = plan.calendar.period_at(last, adjustment.per)
                where = adjustment.id, one.participant, around.start
                found[where] = found.get(where, 0) + one.amount_minor
    return {key: sum_ for key, sum_ in found.items() if key[0] not in adjusted}


def one_more(facts: Facts, data: st.DataObject) -> Facts:
    """The same facts, and one more opportunity, order and invoice like one that is there."""
    like: list[Any] = []
    kinds: tuple[tuple[Any, ...], ...] = (facts.opportunities, facts.orders, facts.invoices)
    for number, kind in enumerate(kinds, 1):
        if kind:
            like.append(evolve(data.draw(st.sampled_from(kind)), id=f"more-{number}", supersedes=None))
    assume(like)
    return Facts([*facts.records, *like], links="open")


@given(cases(), st.data())
def test_a_yes_is_never_contradicted(case: tuple[Plan, Facts], data: st.DataObject) -> None:
    plan, facts = case
    check(plan, facts, data)


def check(plan: Plan, facts: Facts, data: st.DataObject) -> None:
    """No component falls of which it is not said that it may."""
    answer = plan.monotone()
    if isinstance(answer, Falls):
        check_fall(plan, answer)
        return
    names = {one.name: one.id for one in plan.components}
    reasons = answer.reasons if isinstance(answer, Undecided) else ()
    open_ones = {names[str(reason.get("component"))] for reason in reasons}
    if len(names) < len(plan.components) or open_ones == set(names.values()):
        return
    before = plan.earn(facts, through="2026-12-31", since="2026-01-01")
    after = plan.earn(one_more(facts, data), through="2026-12-31", since="2026-01-01")
    assume(all(size_of(one.value) >= 0 for one in after.credits() if one.deal.startswith("more-")))
    old, new = sums_of(before, open_ones), sums_of(after, open_ones)
    assert not {key: (amount, new.get(key)) for key, amount in old.items() if new.get(key, 0) < amount}
    assert all(amount >= 0 for key, amount in new.items() if key not in old)


def check_fall(plan: Plan, answer: Falls) -> None:
    """A no says a case that the plan itself works out in the same way."""
    assert answer.pay_higher < answer.pay_lower
    if answer.participant is not None:
        return
    lower, higher, quota = (
        one.exactly() if isinstance(one, Unrounded) else one
        for one in (answer.lower, answer.higher, answer.quota)
    )
    assert lower is not None
    assert higher is not None
    assert plan.pay(answer.component, lower, quota).amount == answer.pay_lower
    assert plan.pay(answer.component, higher, quota).amount == answer.pay_higher


LIMITS = st.sampled_from(("USD 1", "USD 100", "5%"))
STEPS = st.one_of(
    st.builds(Cap, LIMITS, per=st.sampled_from(("period", "deal"))),
    st.builds(Cap, LIMITS, carries=st.booleans()),
    st.builds(Floor, LIMITS, per=st.sampled_from(("period", "deal"))),
    st.builds(Threshold, st.sampled_from(("50%", "USD 0", "USD 50")), st.sampled_from(("0%", "50%", "150%"))),
    st.builds(Gate, st.just(field("score.points").at_least(60).or_if_missing(met=True))),
    st.builds(Multiplier, st.sampled_from(("0%", "50%", "1/3", "120%"))),
    st.just(Prorated()),
)
KEYS: st.SearchStrategy[Any] = st.sampled_from(
    (
        Amount(),
        Amount(within="quarter"),
        Amount(within="quarter", accumulates="gross"),
        Amount(within="year", accumulates="less earned"),
        Attainment(per="month"),
        DealAmount(),
    )
)
TABLES: st.SearchStrategy[Any] = st.sampled_from(
    (Flat("5%"), UP, Whole({"0%": "5%", "50%": "4%"}), Curve({"50%": "0%", "100%": "9%"}))
)
MONEY_TABLES: st.SearchStrategy[Any] = st.sampled_from(
    (
        Flat("5%"),
        Marginal({"USD 0": "5%", "USD 60": "1%"}),
        Whole({"USD 0": "1%", "USD 60": "5%"}),
        Amounts({"USD 0": "0%", "USD 60": "USD 5"}),
        Amounts({"USD 0": "USD 6", "USD 60": "USD 5"}),
    )
)
FACTORS = st.sampled_from(
    (
        (),
        (Factor("50%"),),
        (
            Factor(
                "1/3", where=field("amount").less_than(Money.of("USD 50")).or_if_missing(met=True), on="rate"
            ),
        ),
    )
)


@st.composite
def simple_plans(draw: st.DrawFn) -> Plan:
    """Plans of one commission with every step, and often an override, a chain, or an adjustment."""
    key = draw(KEYS)
    tables = TABLES if isinstance(key, Attainment) else MONEY_TABLES
    steps: list[AnyModifier] = draw(st.lists(STEPS, max_size=3))
    components: list[Component] = []
    for name in ("a", "b"):
        try:
            components.append(
                Commission(
                    name,
                    of=Revenue(),
                    by=key,
                    pays=draw(tables),
                    modifiers=steps if name == "a" else draw(st.lists(STEPS, max_size=2)),
                    factors=draw(FACTORS),
                    negative=draw(st.sampled_from(Negative)),
                    rounding=Rounding(draw(st.sampled_from((None, "10")))),
                )
            )
        except ValueError:
            continue
    assume(components)
    if draw(st.booleans()):
        components.append(
            Override("o", of=components[0].id, pays="1%", rounds=draw(st.sampled_from(("period", "deal"))))
        )
    if draw(st.booleans()):
        components.append(Chain("c", of=Revenue(), rates=["50%", "100%"], subtracts=draw(st.booleans())))
    for name in ("x", "y")[: draw(st.integers(0, 2))]:
        limits: st.SearchStrategy[AnyModifier] = st.sampled_from(
            (Cap("USD 10"), Floor("USD 3"), Cap("USD 10", carries=True), Multiplier("50%"))
        )
        of = draw(st.none() | st.just(components[0].id))
        components.append(
            Adjustment(
                name,
                of=of,
                per=draw(st.sampled_from(("month", "quarter"))),
                modifiers=draw(st.lists(limits, min_size=1, max_size=2, unique_by=type)),
            )
        )
    return Plan("plan", currency="USD", components=components)


@given(simple_plans(), st.data())
def test_a_yes_is_never_contradicted_by_plans_of_many_steps(plan: Plan, data: st.DataObject) -> None:
    check(plan, data.draw(histories(plan=plan)), data)


BY_TENURE = Multiplier(Whole({0: "1%", 9: "2%"}), StandingOf("tenure", kind="number"))
BY_DISCOUNT = DealField("discount")
LIMITED = (Cap("USD 5"), Floor("USD 1"), Threshold("USD 9"))
YES: dict[str, Component] = {
    "flat": SALES,
    "marginal": Commission("c", of=Revenue(), by=Attainment(), pays=UP),
    "steps": Commission("c", of=Revenue(), pays="5%", modifiers=LIMITED),
    "share cap": Commission("c", of=Revenue(), pays="5%", modifiers=Cap("4%")),
    "by score": Commission("c", of=Revenue(), by=ScoreOf("s"), pays=Whole({"0%": "5%", "50%": "1%"})),
    "by deals": Commission("c", of=Revenue(), by=MarginPercent(), pays=Whole({None: "5%", "50%": "1%"})),
    "rate of deals": Commission(
        "c", of=Revenue(), by=BY_DISCOUNT, pays=Whole({"0%": "5%"}), factors=Factor("50%", on="rate")
    ),
    "gross": Commission("c", of=Revenue(), by=Amount(within="year", accumulates="gross"), pays="5%"),
    "fixed": Fixed("f", pays="USD 5", modifiers=Gate(field("score.csat").at_least(60))),
    "objectives": Objectives("o", pays="USD 5", objectives=Objective("a", "50%", ScoreOf("a"))),
    "chain": Chain("c", of=Revenue(), rates=["50%", "50%"]),
    "expenses": ExpenseAllowance("e", of=Revenue(), allowed="2%", saved="50%"),
    "steady standing": Commission("c", of=Revenue(), pays="5%", modifiers=BY_TENURE),
}

UNDECIDED: dict[str, tuple[str, Component]] = {
    "rank": ("key", Commission("c", of=Revenue(), by=Rank(), pays=Amounts({0: "USD 5", 2: "USD 1"}))),
    "ratio": ("key", Commission("c", of=Revenue(), by=Ratio(Revenue(), Revenue()), pays=Whole({"0%": "5%"}))),
    "total": ("key", Commission("c", of=Revenue(), by=TotalOf(Revenue()), pays=Whole({"USD 0": "5%"}))),
    "gate": (
        "gate",
        Commission("c", of=Revenue(), pays="5%", modifiers=Gate(field("base").at_least(NINE))),
    ),
    "carried share": ("limit", Commission("c", of=Revenue(), pays="5%", modifiers=Cap("4%", carries=True))),
    "building up": ("periods", Commission("c", of=Revenue(), by=Amount(within="year"), pays="5%")),
    "part of a rate": (
        "rate",
        Commission("c", of=Revenue(), pays=Whole({"USD 0": "5%"}), factors=Factor("50%", on="rate")),
    ),
    "chain in tens": ("rounding", Chain("c", of=Revenue(), rates=["50%", "50%"], rounding=Rounding("10"))),
    "standing": (
        "key",
        Fixed("f", pays="USD 5", modifiers=Multiplier(Whole({"0%": "5%"}), StandingOf("f.attainment"))),
    ),
}


@pytest.mark.parametrize("name", YES)
def test_yes(name: str) -> None:
    assert plan_of(YES[name]).monotone() == NeverFalls()


@pytest.mark.parametrize("name", UNDECIDED)
def test_undecided(name: str) -> None:
    why, component = UNDECIDED[name]
    answer = plan_of(component).monotone()
    assert isinstance(answer, Undecided)
    assert [one.code for one in answer.reasons] == [f"incentives.monotone.{why}"]
    for lang in ("en", "zh"):
        assert component.name in answer.reasons[0].text(lang)


FALLING: dict[str, Commission] = {
    "whole": Commission("c", of=Revenue(), pays=Whole({"USD 0": "5%", "USD 1,000": "4%"})),
    "attainment": Commission("c", of=Revenue(), by=Attainment(), pays=Whole({"0%": "5%", "80%": "4%"})),
    "threshold": Commission("c", of=Revenue(), pays="5%", modifiers=Threshold("USD 900", "150%")),
    "floor": Commission("c", of=Revenue(), pays="5%", modifiers=Floor("9%")),
    "gate": Commission("c", of=Revenue(), pays="5%", modifiers=Gate(field("base").less_than(NINE))),
    "deals": Commission(
        "c", of=Revenue(), by=DealAmount(), pays=Amounts({"USD 0": "USD 5", "USD 9": "USD 1"})
    ),
    "curve": Commission("c", of=Revenue(), by=Attainment(), pays=Curve({"50%": "9%", "100%": "1%"})),
}


@pytest.mark.parametrize("name", FALLING)
def test_no(name: str) -> None:
    plan = plan_of(FALLING[name])
    answer = plan.monotone()
    assert isinstance(answer, Falls)
    check_fall(plan, answer)
    own = plan_of(evolve(SALES, id="c"), personal=())
    if name == "whole":
        own = own.replace(personal=Personal("ann", FALLING[name]))
        assert own.monotone() == evolve(answer, participant="ann")


def test_adjustments() -> None:
    cap = Adjustment("cap", modifiers=[Cap("USD 10"), Threshold("USD 1")])
    assert plan_of(SALES, cap).monotone() == NeverFalls()
    for other, why in (
        (evolve(cap, id="more", of=("sales",)), "adjustments"),
        (Adjustment("more", modifiers=Multiplier("50%")), "rounding"),
        (Adjustment("more", modifiers=Cap("USD 1"), rounding=Rounding("10")), "rounding"),
    ):
        answer = plan_of(SALES, cap, other).monotone()
        assert isinstance(answer, Undecided)
        assert [one.code for one in answer.reasons] == [f"incentives.monotone.{why}"]
    assert plan_of(SALES, cap, evolve(cap, id="more")).monotone() == NeverFalls()


def test_an_answer_is_asked_by_its_type() -> None:
    answers: list[Monotony] = [plan_of(SALES).monotone(), Undecided(()), plan_of(FALLING["whole"]).monotone()]
    for answer in answers:
        with pytest.raises(WrongTypeError):
            bool(answer)
