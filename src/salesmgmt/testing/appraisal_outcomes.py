"""Strategies for what follows from an appraisal: rules, pay, recognition, plans, agreements, fairness."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.appraisal import (
    AgreementOutcome,
    AwardTies,
    GivenScore,
    GroupRating,
    GroupRatings,
    ImprovementCheckIn,
    ImprovementGoal,
    ImprovementPlan,
    Intervention,
    InterventionAction,
    InterventionBand,
    InterventionTable,
    Kpi,
    OutcomeKind,
    OutcomePolicy,
    OutcomeRule,
    PayCase,
    PayPolicy,
    PayProposal,
    PlanResult,
    PlanStatus,
    Profile,
    Proportional,
    Proposal,
    RankCorrelation,
    Ranking,
    RaterDrift,
    RatingScale,
    Recognition,
    Scorecard,
    Signature,
    Standing,
    TargetAgreement,
    rank_correlation,
    ratings_by_group,
)
from salesmgmt.calendars import FiscalCalendar
from salesmgmt.criteria import Criterion, field
from salesmgmt.money import Money
from salesmgmt.records import Quota
from salesmgmt.testing.appraisal_calibration import RATINGS, people, rating_distributions
from salesmgmt.testing.reasons import reasons

__all__ = [
    "STRATEGIES",
    "agreement_outcomes",
    "given_scores",
    "group_ratings",
    "improvement_plans",
    "intervention_tables",
    "outcome_policies",
    "outcome_rules",
    "pay_cases",
    "pay_policies",
    "profiles",
    "rank_correlations",
    "recognitions",
    "target_agreements",
]

_NAMES = st.sampled_from(["ann", "bob", "cyn", "李雷"])
_GRADES = st.sampled_from(RATINGS)
_FIGURES = st.integers(-20, 200).map(lambda drawn: Fraction(drawn, 2))
_DAYS = st.dates(date(2026, 4, 1), date(2026, 6, 30))


def _conditions() -> st.SearchStrategy[Criterion]:
    return st.sampled_from(
        [
            field("rating").equals("A"),
            field("score", "number").at_least(60),
            field("share.new", "rate").at_least("110%"),
            field("times.A", "number").at_least(2),
        ]
    )


def profiles() -> st.SearchStrategy[Profile]:
    """People with and without scores, shares and a history."""
    shares = st.dictionaries(st.sampled_from(["new", "days"]), _FIGURES, max_size=2)
    history = st.lists(_GRADES, max_size=3).map(
        lambda grades: [(f"P{number}", grade) for number, grade in enumerate(grades)]
    )
    return st.builds(Profile, _NAMES, _GRADES, st.none() | _FIGURES, shares, shares, history)


def outcome_rules() -> st.SearchStrategy[OutcomeRule]:
    """Rules of every kind."""
    titles = st.sampled_from(["", "coaching", "辅导"])
    return st.builds(
        OutcomeRule,
        st.text(min_size=1, max_size=4),
        st.sampled_from(OutcomeKind),
        _conditions(),
        titles,
        titles,
    )


def outcome_policies() -> st.SearchStrategy[OutcomePolicy]:
    """Policies of up to four rules."""
    rules = st.lists(outcome_rules(), max_size=4, unique_by=lambda rule: rule.id)
    return st.builds(OutcomePolicy, rules, st.lists(st.sampled_from(OutcomeKind), max_size=2))


def _proposals() -> st.SearchStrategy[Proposal]:
    return st.builds(Proposal, _NAMES, outcome_rules(), reasons())


def _yuan(low: int, high: int) -> st.SearchStrategy[Money]:
    return st.integers(low, high).map(lambda minor: Money(minor, "CNY"))


def pay_cases() -> st.SearchStrategy[PayCase]:
    """People with a salary, most of them with a range."""
    return st.builds(PayCase, _NAMES, _GRADES, _yuan(0, 10**7), st.none() | _yuan(10**5, 10**7))


@st.composite
def pay_policies(draw: st.DrawFn, *, bounds: int | None = None) -> PayPolicy:
    """Raises for every rating, with or without bounds and a budget.

    Args:
        draw: Supplied by Hypothesis.
        bounds: How many bounds; None: up to two.
    """
    number = draw(st.integers(0, 2)) if bounds is None else bounds
    rates = st.lists(
        st.integers(0, 200).map(lambda drawn: f"{drawn}‰"), min_size=number + 1, max_size=number + 1
    )
    raises = {name: tuple(draw(rates)) for name in RATINGS}
    limits = [f"{80 + 20 * place}%" for place in range(number)]
    return PayPolicy(raises, limits, draw(st.none() | _yuan(0, 10**6)))


def _pay_proposals() -> st.SearchStrategy[PayProposal]:
    return st.builds(lambda policy, case: policy.propose([case])[0], pay_policies(bounds=0), pay_cases())


def recognitions() -> st.SearchStrategy[Recognition]:
    """Awards of every kind."""
    return st.builds(
        Recognition,
        st.just("champion"),
        st.sampled_from(["score", "share.new", "days"]),
        st.just("Champion"),
        st.integers(1, 4),
        _conditions(),
        st.none() | _FIGURES,
        st.booleans(),
        st.sampled_from(Ranking),
        st.sampled_from(AwardTies),
    )


def _standings() -> st.SearchStrategy[Standing]:
    return st.builds(
        Standing, _NAMES, st.none() | _FIGURES, st.none() | st.integers(1, 9), st.booleans(), reasons()
    )


def _goals() -> st.SearchStrategy[ImprovementGoal]:
    names = st.sampled_from(["visits", "complaints", "orders"])
    return st.builds(ImprovementGoal, names, _FIGURES, st.text(max_size=3), st.booleans(), st.none() | _DAYS)


def _check_ins(*names: str) -> st.SearchStrategy[ImprovementCheckIn]:
    figures = st.fixed_dictionaries({}, optional=dict.fromkeys(names, _FIGURES))
    return st.builds(ImprovementCheckIn, _DAYS, _NAMES, figures, st.text(max_size=3))


@st.composite
def improvement_plans(draw: st.DrawFn) -> ImprovementPlan:
    """Plans with goals, planned days and check-ins."""
    goals = draw(st.lists(_goals(), min_size=1, max_size=3, unique_by=lambda goal: goal.id))
    held = draw(st.lists(_check_ins(*[goal.id for goal in goals]), max_size=4))
    planned = draw(st.lists(_DAYS, max_size=3))
    extend = draw(st.sampled_from([None, "0%", "50%"]))
    return ImprovementPlan(
        "P-1",
        "ann",
        "bob",
        "2026-04-01/2026-07-01",
        goals,
        planned,
        held,
        "80%",
        extend,
        draw(st.integers(0, 9)),
    )


def _statuses() -> st.SearchStrategy[PlanStatus]:
    days = st.dates(date(2026, 3, 1), date(2026, 8, 1))
    return st.builds(lambda plan, day: plan.status(day), improvement_plans(), days)


@st.composite
def _bands(draw: st.DrawFn) -> InterventionBand:
    ends = draw(st.lists(_FIGURES, min_size=2, max_size=2, unique=True).map(sorted))
    low, high = draw(st.booleans()), draw(st.booleans())
    return InterventionBand(
        draw(st.sampled_from(["attainment", "satisfaction"])),
        draw(st.sampled_from(InterventionAction)),
        ends[0] if low else None,
        ends[1] if high else None,
        draw(st.text(max_size=3)),
    )


@st.composite
def intervention_tables(draw: st.DrawFn) -> InterventionTable:
    """Bands side by side, with gaps here and there."""
    ends = sorted(draw(st.lists(_FIGURES, min_size=1, max_size=5, unique=True)))
    steps = [(None, ends[0]), *zip(ends, [*ends[1:], None], strict=True)]
    kept = [step for step in steps if draw(st.booleans())] or steps[:1]
    return InterventionTable(
        [
            InterventionBand("attainment", draw(st.sampled_from(InterventionAction)), low, high)
            for low, high in kept
        ]
    )


def _interventions() -> st.SearchStrategy[Intervention]:
    return st.builds(lambda name, band: Intervention(name, band, _within(band)), _NAMES, _bands())


def _within(band: InterventionBand) -> Fraction:
    if band.at_least is not None:
        return band.at_least
    return Fraction(0) if band.below is None else band.below - 1


@st.composite
def target_agreements(draw: st.DrawFn) -> TargetAgreement:
    """Agreements with up to two signatures."""
    card = Scorecard("rep", [Kpi("sales", "100%", Proportional("100%"))], RatingScale({"A": 90, "C": 0}))
    rules = draw(st.lists(outcome_rules(), max_size=2, unique_by=lambda rule: rule.id))
    signed = draw(st.lists(st.sampled_from(["ann", "bob"]), unique=True, max_size=2))
    return TargetAgreement(
        "TA-7",
        "ann",
        FiscalCalendar().period("2026-Q1"),
        [Quota("q", "ann", "2026-01-01/2026-04-01", draw(_yuan(1, 10**8)))],
        card,
        rules,
        ("ann", "bob"),
        [Signature(name, draw(_DAYS)) for name in signed],
        draw(st.integers(1, 5)),
    )


def agreement_outcomes() -> st.SearchStrategy[AgreementOutcome]:
    """What signed agreements came to."""
    signed = target_agreements().filter(lambda one: not one.unsigned)
    return st.builds(lambda one, sales: one.appraise({"sales": abs(sales)}), signed, _FIGURES)


def group_ratings() -> st.SearchStrategy[GroupRatings]:
    """Ratings by group, with small groups hidden."""
    return st.builds(lambda some, least: ratings_by_group(some, RATINGS, least), people(), st.integers(1, 6))


def _groups() -> st.SearchStrategy[GroupRating]:
    return st.builds(GroupRating, _NAMES, st.none() | rating_distributions())


def rank_correlations() -> st.SearchStrategy[RankCorrelation]:
    """Correlations of generated figures."""
    figures = st.dictionaries(st.integers(0, 9).map(str), _FIGURES, max_size=8)
    return st.builds(rank_correlation, figures, figures)


def given_scores() -> st.SearchStrategy[GivenScore]:
    """Scores that raters gave."""
    return st.builds(
        GivenScore, _NAMES, st.integers(0, 9).map(str), st.sampled_from(["2026-Q1", "2026-Q2"]), _FIGURES
    )


def _drifts() -> st.SearchStrategy[RaterDrift]:
    return st.builds(
        RaterDrift, _NAMES, _NAMES, st.integers(1, 9), _FIGURES, st.none() | _FIGURES, st.none() | _FIGURES
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        AgreementOutcome: agreement_outcomes,
        AwardTies: lambda: st.sampled_from(AwardTies),
        GivenScore: given_scores,
        GroupRating: _groups,
        GroupRatings: group_ratings,
        ImprovementCheckIn: lambda: _check_ins("visits"),
        ImprovementGoal: _goals,
        ImprovementPlan: improvement_plans,
        Intervention: _interventions,
        InterventionAction: lambda: st.sampled_from(InterventionAction),
        InterventionBand: _bands,
        InterventionTable: intervention_tables,
        OutcomeKind: lambda: st.sampled_from(OutcomeKind),
        OutcomePolicy: outcome_policies,
        OutcomeRule: outcome_rules,
        PayCase: pay_cases,
        PayPolicy: pay_policies,
        PayProposal: _pay_proposals,
        PlanResult: lambda: st.sampled_from(PlanResult),
        PlanStatus: _statuses,
        Profile: profiles,
        Proposal: _proposals,
        RankCorrelation: rank_correlations,
        Ranking: lambda: st.sampled_from(Ranking),
        RaterDrift: _drifts,
        Recognition: recognitions,
        Signature: lambda: st.builds(Signature, _NAMES, _DAYS),
        Standing: _standings,
        TargetAgreement: target_agreements,
    }
)
