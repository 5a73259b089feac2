"""What follows from an appraisal: rules, raises within a budget, awards, plans, agreements, fairness."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import isclose
from typing import cast

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.appraisal import (
    Appraisal,
    AwardTies,
    GivenScore,
    ImprovementCheckIn,
    ImprovementGoal,
    ImprovementPlan,
    InterventionBand,
    InterventionTable,
    Kpi,
    OutcomePolicy,
    OutcomeRule,
    PayCase,
    PayPolicy,
    PlanResult,
    Profile,
    Proportional,
    Ranking,
    Rated,
    RatingScale,
    Recognition,
    Scorecard,
    TargetAgreement,
    pay_against_performance,
    rank_correlation,
    rater_drift,
    ratings_by_group,
    score_records,
)
from salesmgmt.calendars import FiscalCalendar
from salesmgmt.criteria import field
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.records import Quota
from salesmgmt.testing.appraisal_calibration import RATINGS, people
from salesmgmt.testing.appraisal_outcomes import (
    given_scores,
    improvement_plans,
    intervention_tables,
    outcome_policies,
    pay_cases,
    pay_policies,
    profiles,
    recognitions,
    target_agreements,
)

pytestmark = pytest.mark.properties

CARD = Scorecard("rep", [Kpi("new", "100%", Proportional(100, cap="150%"))], RatingScale({"A": 90, "C": 0}))
FIGURES = st.dictionaries(st.integers(0, 9).map(str), st.integers(-5, 5), max_size=9)


@given(outcome_policies(), profiles())
def test_what_follows_is_what_holds(policy: OutcomePolicy, profile: Profile) -> None:
    found = policy.propose(profile)
    assert all(one.rule.holds(profile) for one in found)
    for rule in policy.rules:
        if rule.holds(profile) and rule.kind not in policy.single:
            assert rule in [one.rule for one in found]
    for kind in policy.single:
        assert sum(one.kind is kind for one in found) == any(
            rule.kind is kind and rule.holds(profile) for rule in policy.rules
        )
    assert [one.participant for one in found] == [profile.participant] * len(found)


def test_outcomes_explain_themselves_in_both_languages() -> None:
    strong = field("share.new", "rate").at_least("110%")
    policy = OutcomePolicy(
        [
            OutcomeRule("new", "emphasis", strong, "new-customer work", "侧重新客户开发"),
            OutcomeRule("next", "promotion", field("times.A", "number").at_least(2), "promotion list"),
            OutcomeRule("plan", "improvement", field("in_a_row", "number").at_least(2), "plan"),
        ]
    )
    ann = Profile.of(CARD.appraise("ann", {"new": 120}), history=[("Q1", "C"), ("Q2", "A")])
    found = policy.propose(ann)
    assert [one.rule.id for one in found] == ["new", "next", "plan"]
    assert found[0].reason.tree().splitlines() == ["ann: new-customer work", "  share.new: 120%"]
    assert found[0].explained("zh").tree("zh").splitlines() == ["ann：侧重新客户开发", "  share.new：120%"]
    assert policy.people("promotion", [ann, Profile("bob", "C")]) == ("ann",)
    assert policy.table([ann], "zh").rows[0] == ("ann", "工作侧重", "侧重新客户开发")
    with pytest.raises(BatchError, match="once"):
        policy.propose_all([ann, ann])
    outcomes = [CARD.appraise("ann", {"new": 95}), CARD.appraise("bob", {})]
    records = score_records(outcomes, "2026-01-01/2026-04-01")
    assert [(one.holder, one.value) for one in records] == [("ann", Fraction(95))]


@given(pay_policies(), st.lists(pay_cases(), max_size=5))
def test_raises_follow_the_table_and_never_cost_more_than_the_budget(
    policy: PayPolicy, cases: list[PayCase]
) -> None:
    some = [evolve(one, participant=f"p{number}") for number, one in enumerate(cases)]
    assume(not policy.bounds or all(one.midpoint is not None for one in some))
    found = policy.propose(some[::-1])
    assert [one.participant for one in found] == [one.participant for one in some]
    free = evolve(policy, budget=None).propose(some)
    total, whole = (Money.total([one.raised for one in each], "CNY") for each in (found, free))
    if policy.budget is None or whole <= policy.budget:
        assert found == free
    else:
        assert total == policy.budget
        assert all(one.raised.minor <= other.raised.minor for one, other in zip(found, free, strict=True))
    for one, case in zip(free, some, strict=True):
        rates = dict(policy.raises)[case.rating]
        column = sum(case.position is not None and case.position >= bound for bound in policy.bounds)
        assert one.rate == rates[column]
        assert one.raised == (case.salary * one.rate).round()
        assert one.pay == case.salary + one.raised


def test_pay_says_what_it_lacks() -> None:
    policy = PayPolicy({"A": ("8%", "5%")}, "100%", "CNY 100")
    cases = [PayCase("ann", "B", "CNY 10"), PayCase("bob", "A", "USD 10", "USD 10")]
    with pytest.raises(BatchError) as caught:
        policy.propose(cases)
    assert [(one.record, one.field) for one in caught.value.problems] == [
        ("ann", "rating"),
        ("ann", "midpoint"),
        ("bob", "salary"),
    ]
    for arguments in (({"A": ("8%",)}, "100%"), ({"A": "-1%"},), ({},)):
        with pytest.raises(BatchError):
            PayPolicy(*arguments)
    with pytest.raises(InvalidValueError, match="rise"):
        PayPolicy({"A": ("8%", "5%", "1%")}, ("100%", "100%"))


@given(recognitions(), st.lists(profiles(), max_size=8))
def test_a_ranking_puts_equals_on_one_place(policy: Recognition, drawn: list[Profile]) -> None:
    some = [evolve(one, participant=f"p{number}") for number, one in enumerate(drawn)]
    found = policy.rank(some)
    assert policy.rank(some[::-1]) == found
    assert len(found) == len(some)
    ranked = [one for one in found if one.place is not None]
    for one in ranked:
        assert one.figure is not None
        better = [
            other.figure
            for other in ranked
            if other.figure is not None
            and (other.figure > one.figure if policy.more_is_better else other.figure < one.figure)
        ]
        dense = policy.ranking is Ranking.DENSE
        assert one.place == 1 + len(set(better) if dense else better)
        equals = sum(other.figure == one.figure for other in ranked)
        if one.honoured:
            assert len(better) < policy.awards
            assert policy.ties is AwardTies.ALL or len(better) + equals <= policy.awards
    if policy.ties is AwardTies.NONE:
        assert sum(one.honoured for one in found) <= policy.awards
    assert all(not one.honoured for one in found if one.place is None)


def test_a_champion_and_who_is_not_eligible() -> None:
    champion = Recognition(
        "champion", "score", "Champion", eligible=field("figure.months", "number").at_least(6), least=80
    )
    some = [
        Profile("new", "A", 99, figures={"months": 2}),
        Profile("ann", "A", 95, figures={"months": 8}),
        Profile("odd", "A", 97),
        Profile("bob", "C", None, figures={"months": 8}),
    ]
    found = champion.rank(some)
    assert [(one.participant, one.honoured) for one in found][:2] == [("ann", True), ("bob", False)]
    assert found[-1].reason.code == "appraisal.award.ineligible"
    assert found[2].reason.tree("zh") == "不符合评选条件\n  figure.months：2"
    assert not evolve(champion, least=96).rank(some)[0].honoured
    tied = [Profile("ann", "A", 95), Profile("bob", "A", 95)]
    assert [one.honoured for one in Recognition("c", "score", ties="none").rank(tied)] == [False, False]
    reason = Recognition("c", "score").rank(tied)[0].reason.because[0]
    assert reason.text() == "2 people stand equal for 1 award, and all of them get one"


@given(improvement_plans(), st.dates(date(2026, 3, 1), date(2026, 8, 1)))
def test_a_plan_ends_by_its_share_of_goals(plan: ImprovementPlan, day: date) -> None:
    status = plan.status(day)
    assert {*status.met, *status.unmet} == {goal.id for goal in plan.goals}
    assert status.reason.tree("zh")
    if day < date(2026, 7, 1):
        assert status.result is PlanResult.RUNNING
    else:
        share = Fraction(len(status.met), len(plan.goals))
        expected = PlanResult.PASSED if share >= Fraction(4, 5) else PlanResult.FAILED
        if (
            expected is PlanResult.FAILED
            and plan.extend_share is not None
            and share >= plan.extend_share.value
        ):
            expected = PlanResult.EXTENDED
        assert status.result is expected
    assert set(status.missed) <= set(plan.planned)
    assert len(plan.planned) - len(status.missed) >= 0
    held = [one.on for one in plan.check_ins if one.on <= day]
    assert len(set(plan.planned)) - len(status.missed) <= len(held) + sum(
        (day - one).days <= plan.grace_days for one in plan.planned
    )
    for goal in plan.goals:
        figure = plan.figure(goal.id, day)
        assert (goal.id in status.met) is (figure is not None and goal.met(figure))


def test_figures_after_the_due_day_do_not_count() -> None:
    plan = ImprovementPlan(
        "P", "ann", "bob", "2026-04-01/2026-07-01", ImprovementGoal("visits", 60, due="2026-05-01")
    )
    late = plan.after(ImprovementCheckIn("2026-05-02", "bob", {"visits": 80}))
    assert late.status("2026-07-01").result is PlanResult.FAILED
    assert plan.after(ImprovementCheckIn("2026-05-01", "bob", {"visits": 60})).status("2026-07-01").met
    assert late.table("2026-07-01", "zh").rows == (("visits", 60, None, date(2026, 5, 1), False),)
    for wrong in (
        {"planned": ["2026-07-01"]},
        {"check_ins": [ImprovementCheckIn("2026-03-01", "bob")]},
        {"check_ins": [ImprovementCheckIn("2026-04-01", "bob", {"orders": 1})]},
        {"goals": ImprovementGoal("visits", 1, due="2026-08-01")},
    ):
        with pytest.raises(BatchError):
            evolve(plan, **wrong)


@given(intervention_tables(), st.integers(-60, 450))
def test_a_figure_lies_in_one_band_or_in_a_gap(table: InterventionTable, drawn: int) -> None:
    value = Fraction(drawn, 4)
    bands = [one for one in table.bands if one.holds(value)]
    gaps = [
        (low, high)
        for low, high in table.gaps("attainment")
        if (low is None or value >= low) and (high is None or value < high)
    ]
    assert len(bands) + len(gaps) == 1
    found = table.advise("ann", {"attainment": value})
    assert [one.band for one in found] == [one for one in bands if one.action != "none"]
    assert all(one.reason.text("zh") for one in found)
    assert table.advise("ann", {"other": value}) == ()


def test_bands_that_overlap_are_refused() -> None:
    low = InterventionBand("attainment", "plan", below="60%")
    for other in (InterventionBand("attainment", "coach", "59%"), InterventionBand("attainment", "coach")):
        with pytest.raises(BatchError, match="not lie within"):
            InterventionTable([low, other])
    assert InterventionTable([low, InterventionBand("attainment", "coach", "60%")]).gaps("attainment") == ()


@given(target_agreements(), st.dates(date(2025, 12, 1), date(2026, 7, 1)))
def test_an_agreement_is_in_force_once_all_have_signed(agreement: TargetAgreement, day: date) -> None:
    signed = {one.by for one in agreement.signatures if one.on <= day}
    assert agreement.in_force(day) is (signed == {"ann", "bob"} and day < date(2026, 4, 1))
    amended = agreement.amended(consequences=())
    assert (amended.version, amended.signatures, amended.consequences) == (agreement.version + 1, (), ())
    assert agreement.table("zh").rows
    if agreement.unsigned:
        with pytest.raises(InvalidValueError, match="judged"):
            agreement.appraise({"sales": 1})
        assert agreement.sign(agreement.unsigned[0], day).unsigned == agreement.unsigned[1:]


def test_an_agreement_says_what_does_not_fit() -> None:
    period = FiscalCalendar().period("2026-Q1")
    wrong = Quota("q", "bob", "2026-01-01/2026-05-01", "CNY 1")
    with pytest.raises(BatchError) as caught:
        TargetAgreement("T", "ann", period, [wrong], CARD, (), "bob", ())
    assert [one.field for one in caught.value.problems] == ["signers", "holder", "during"]
    fits = TargetAgreement("T", "ann", period, (), CARD, (), ("ann", "bob"))
    with pytest.raises(BatchError, match="be by one of ann, bob"):
        fits.sign("eve", "2026-01-01")
    with pytest.raises(BatchError, match="once"):
        fits.sign("ann", "2026-01-01").sign("ann", "2026-01-02")


@given(people(max_size=20), st.integers(1, 6))
def test_nobody_is_told_out_of_a_small_group(some: tuple[Rated, ...], smallest: int) -> None:
    found = ratings_by_group(some, RATINGS, smallest)
    sizes = {name: sum(one.group == name for one in some) for name in {one.group for one in some}}
    hidden = sum(sizes[name] for name in found.hidden)
    assert all(sizes[one.group] >= smallest for one in found.groups if not one.hidden)
    assert not found.hidden or hidden >= smallest or len(found.hidden) == len(sizes)
    assert (found.total is None) is (len(some) < smallest)
    assert sum(one.spread.headcount for one in found.groups if one.spread is not None) + hidden == len(some)
    assert len(found.table("zh").rows) == len(sizes)


def test_ratios_of_groups() -> None:
    some = [Rated(f"x{number}", "A" if number < 5 else "B", group="x") for number in range(10)]
    some += [Rated(f"y{number}", "A" if number < 3 else "B", group="y") for number in range(10)]
    found = ratings_by_group(some, ("A", "B"))
    assert {name: str(rate) for name, rate in found.ratios("A", "x").items()} == {"y": "60%"}
    with pytest.raises(InvalidValueError, match="shown"):
        found.ratios("A", "z")


@given(FIGURES, FIGURES)
def test_rank_correlation_equals_the_textbook_way(first: dict[str, int], second: dict[str, int]) -> None:
    found = rank_correlation(first, second)
    both = sorted(first.keys() & second.keys())
    assert found.count == len(both)
    assert set(found.left_out) == first.keys() ^ second.keys()
    assert found == rank_correlation(dict(reversed(first.items())), second)
    assert found.rho is None or -1 <= found.rho <= 1 + 1e-12
    if len(both) > 1 and len({first[one] for one in both}) == len({second[one] for one in both}) == len(both):
        assert found.rho is not None
        count = len(both)
        assert isclose(found.rho, 1 - 6 * found.squared / (count * (count**2 - 1)), abs_tol=1e-12)
    same = rank_correlation(first, first)
    assert same.rho is None or same.rho == 1


def test_pay_in_two_currencies_is_not_compared() -> None:
    pay = {"ann": Money.of("CNY 3"), "bob": Money.of("CNY 2"), "cyn": Money.of("CNY 1")}
    assert pay_against_performance(pay, {"ann": 90, "bob": 80, "cyn": 70}).rho == 1
    with pytest.raises(CurrencyMismatchError, match="one currency"):
        pay_against_performance({**pay, "dan": Money.of("USD 1")}, {})


@given(st.lists(given_scores(), max_size=12, unique_by=lambda one: (one.rater, one.participant, one.period)))
def test_drift_is_the_distance_from_all_others(marks: list[GivenScore]) -> None:
    found = rater_drift(marks)
    assert rater_drift(marks[::-1]) == found
    assert sum(one.count for one in found) == len(marks)
    before: dict[str, Fraction] = {}
    for one in found:
        own = [each.score for each in marks if (each.rater, each.period) == (one.rater, one.period)]
        rest = [each.score for each in marks if each.period == one.period and each.rater != one.rater]
        assert one.mean == sum(own, Fraction(0)) / len(own)
        assert one.others == (sum(rest, Fraction(0)) / len(rest) if rest else None)
        expected = None
        if one.difference is not None:
            expected = one.difference - before[one.rater] if one.rater in before else None
            before[one.rater] = one.difference
        assert one.change == expected


def test_a_rater_scores_somebody_once_in_a_period() -> None:
    with pytest.raises(BatchError, match="once in 2026-Q1"):
        rater_drift([GivenScore("bob", "ann", "2026-Q1", score) for score in (1, 2)])


def test_ends_belong_where_the_policies_say() -> None:
    policy = PayPolicy({"A": ("8%", "5%")}, "100%")
    for salary, rate in (("CNY 99", "8%"), ("CNY 100", "5%")):
        assert str(policy.propose([PayCase("ann", "A", salary, "CNY 100")])[0].rate) == rate
    some = [Profile(f"p{number}", "A", 90 - number) for number in range(4)]
    assert [one.honoured for one in Recognition("c", "score", awards=2).rank(some)] == [
        True,
        True,
        False,
        False,
    ]
    plan = ImprovementPlan(
        "P",
        "ann",
        "bob",
        "2026-04-01/2026-07-01",
        [ImprovementGoal("a", 1), ImprovementGoal("b", 1)],
        ["2026-05-01"],
        pass_share="50%",
        grace_days=3,
    )
    held = plan.after(ImprovementCheckIn("2026-05-04", "bob", {"a": 1}))
    assert held.status("2026-07-01").result is PlanResult.PASSED
    assert (held.missed("2026-06-01"), plan.missed("2026-05-04")) == ((), ())
    assert plan.missed("2026-05-05") == (date(2026, 5, 1),)
    late = plan.after(ImprovementCheckIn("2026-05-05", "bob", {"a": 1}))
    assert late.missed("2026-06-01") == (date(2026, 5, 1),)
    band = InterventionBand("x", "coach", at_least=1, below=2)
    assert [band.holds(Fraction(value, 2)) for value in (1, 2, 3, 4)] == [False, True, True, False]


def test_a_second_group_is_hidden_with_a_single_small_one() -> None:
    some = [Rated(f"a{number}", "A", group="a") for number in range(9)]
    some += [Rated(f"b{number}", "A", group="b") for number in range(6)] + [Rated("c", "B", group="c")]
    assert ratings_by_group(some, ("A", "B")).hidden == ("b", "c")


def test_equals_share_the_mean_of_their_ranks() -> None:
    found = rank_correlation({"a": 1, "b": 1, "c": 2}, {"a": 1, "b": 2, "c": 3})
    assert (found.product, found.first, found.second) == (Fraction(3, 2), Fraction(3, 2), Fraction(2))
    assert found.squared == Fraction(1, 2)
    assert found.rho is not None
    assert isclose(found.rho, 0.8660254037844386)
    assert rank_correlation({"a": 1, "b": 1}, {"a": 1, "b": 2}).rho is None


def test_of_a_single_kind_the_first_consequence_is_taken() -> None:
    always = field("rating", "text").equals("A")
    rules = [OutcomeRule("high", "pay", always), OutcomeRule("low", "pay", always)]
    found = OutcomePolicy(rules).propose(Profile("ann", "A"))
    assert [one.rule.id for one in found] == ["high"]
    assert len(OutcomePolicy(rules, single=()).propose(Profile("ann", "A"))) == 2


@pytest.mark.parametrize(
    "make",
    [
        lambda: pay_against_performance(cast(dict[str, Money], {"ann": 9000}), {"ann": 1}),
        lambda: pay_against_performance(cast(dict[str, Money], None), {"ann": 1}),
        lambda: rank_correlation({"ann": 1}, cast(dict[str, int], None)),
        lambda: score_records(cast(list[Appraisal], None), "2026-01-01/2026-04-01"),
        lambda: score_records(cast(list[Appraisal], [95]), "2026-01-01/2026-04-01"),
    ],
)
def test_what_is_no_figure_by_person_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(WrongTypeError):
        make()
