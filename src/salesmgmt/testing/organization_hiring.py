"""Strategies for hiring: scorecards, panels, recruitment and its figures, onboarding, turnover."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.money import Money
from salesmgmt.organization import (
    STAGES,
    Candidacy,
    Fill,
    FillTimes,
    HireQuality,
    HiringCost,
    HiringFunnel,
    InterviewCriterion,
    InterviewDecision,
    InterviewResult,
    InterviewScorecard,
    Milestone,
    OnboardingPlan,
    OnboardingProgress,
    OnboardingTask,
    PanelDecision,
    PanelRule,
    Productivity,
    ProductivityRule,
    QualityPolicy,
    Recruitment,
    Requisition,
    SourceCost,
    SourceQuality,
    StageYield,
    TeamType,
    Turnover,
    TurnoverPolicy,
    cost_per_hire,
    funnel_of,
    time_to_fill,
)
from salesmgmt.records import Participant

__all__ = [
    "STRATEGIES",
    "candidacies",
    "candidacy_sets",
    "fill_times",
    "fills",
    "hire_qualities",
    "hiring_costs",
    "hiring_funnels",
    "interview_criteria",
    "interview_decisions",
    "interview_results",
    "interview_scorecards",
    "milestones",
    "onboarding_plans",
    "onboarding_progresses",
    "onboarding_tasks",
    "panel_decisions",
    "panel_rules",
    "productivities",
    "productivity_rules",
    "quality_policies",
    "recruitments",
    "requisitions",
    "source_costs",
    "source_qualities",
    "stage_yields",
    "team_members",
    "team_types",
    "turnover_policies",
    "turnovers",
]

SOURCES = ("agency", "referral", "校招")
_FIRST = date(2026, 1, 1)
_NAMES = st.text(min_size=1, max_size=6)
_DAYS = st.integers(0, 500).map(lambda number: _FIRST + timedelta(days=number))
_SOURCES = st.sampled_from(SOURCES)
_SHARES = st.fractions(0, 2, max_denominator=20)
_HEADS = st.integers(1, 3)


def interview_criteria() -> st.SearchStrategy[InterviewCriterion]:
    """Criteria of every weight, must-haves among them."""
    weights = st.fractions(Fraction(1, 10), 9, max_denominator=10)
    return st.builds(
        InterviewCriterion, _NAMES, weights, st.booleans(), st.integers(0, 5), st.text(max_size=5)
    )


def interview_decisions() -> st.SearchStrategy[InterviewDecision]:
    """What a scorecard may say."""
    return st.sampled_from(InterviewDecision)


@st.composite
def interview_scorecards(draw: st.DrawFn) -> InterviewScorecard:
    """Scorecards of some criteria, with and without a pass mark.

    Args:
        draw: Supplied by Hypothesis.
    """
    criteria = draw(st.lists(interview_criteria(), min_size=1, max_size=4, unique_by=lambda one: one.name))
    lowest = draw(st.integers(0, 2))
    highest = lowest + draw(st.integers(1, 9))
    mark = draw(st.none() | st.fractions(lowest, highest, max_denominator=10))
    return InterviewScorecard(criteria, lowest, highest, mark)


@st.composite
def interview_results(draw: st.DrawFn, *, card: InterviewScorecard | None = None) -> InterviewResult:
    """Candidates rated by a scorecard.

    Args:
        draw: Supplied by Hypothesis.
        card: The scorecard; any where left out.
    """
    used = draw(interview_scorecards()) if card is None else card
    rating = st.integers(used.lowest, used.highest) | st.fractions(
        used.lowest, used.highest, max_denominator=2
    )
    return used.rate(draw(_NAMES), {one.name: draw(rating) for one in used.criteria})


def panel_rules() -> st.SearchStrategy[PanelRule]:
    """Rules of every size."""
    spread = st.none() | st.fractions(0, 4, max_denominator=2)
    rating = st.fractions(0, 5, max_denominator=2)
    return st.builds(PanelRule, st.integers(1, 4), rating, st.integers(1, 4), st.integers(1, 4), spread)


@st.composite
def panel_decisions(draw: st.DrawFn) -> PanelDecision:
    """What panels decide.

    Args:
        draw: Supplied by Hypothesis.
    """
    names = draw(st.lists(_NAMES, min_size=1, max_size=4, unique=True))
    people = draw(st.lists(_NAMES, min_size=1, max_size=4, unique=True))
    ratings = {who: {name: draw(st.integers(1, 5)) for name in names} for who in people}
    return draw(panel_rules()).decide(draw(_NAMES), ratings)


def recruitments() -> st.SearchStrategy[Recruitment]:
    """Recruitments with and without tests and deadlines."""
    days = st.none() | st.integers(0, 200)
    return st.builds(Recruitment, tested=st.booleans(), offer_days=days, probation_days=days)


@st.composite
def requisitions(draw: st.DrawFn, *, name: str | None = None) -> Requisition:
    """Requests for one or several people.

    Args:
        draw: Supplied by Hypothesis.
        name: Its identifier; any where left out.
    """
    opened = draw(_DAYS)
    stands = draw(st.none() | st.integers(0, 300))
    closed = None if stands is None else opened + timedelta(days=stands)
    identifier = draw(_NAMES) if name is None else name
    return Requisition(identifier, opened, draw(_NAMES), draw(st.none() | _NAMES), draw(_HEADS), closed)


@st.composite
def candidacies(draw: st.DrawFn, *, name: str | None = None, requisition: str = "R") -> Candidacy:
    """Candidates who came to any stage.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier; any where left out.
        requisition: What they apply for.
    """
    stages = sorted(draw(st.sets(st.sampled_from(STAGES))), key=STAGES.index)
    days = sorted(draw(st.lists(_DAYS, min_size=len(stages), max_size=len(stages))))
    after = draw(st.none() | st.integers(0, 30))
    last = days[-1] if days else _FIRST
    ended = None if after is None or "confirmed" in stages else last + timedelta(days=after)
    identifier = draw(_NAMES) if name is None else name
    reached = dict(zip(stages, days, strict=True))
    return Candidacy(identifier, requisition, reached, draw(st.none() | _SOURCES), ended)


@st.composite
def candidacy_sets(draw: st.DrawFn, *, max_size: int = 6) -> tuple[Candidacy, ...]:
    """Candidates of one requisition, `R`.

    Args:
        draw: Supplied by Hypothesis.
        max_size: Most candidates.
    """
    count = draw(st.integers(0, max_size))
    return tuple([draw(candidacies(name=f"c{number}")) for number in range(count)])


def hiring_funnels() -> st.SearchStrategy[HiringFunnel]:
    """Funnels of generated candidates."""
    stages = st.lists(st.sampled_from(STAGES), min_size=2, max_size=5, unique=True)
    return st.builds(funnel_of, candidacy_sets(), stages)


def stage_yields() -> st.SearchStrategy[StageYield]:
    """Lines of funnels."""
    return hiring_funnels().flatmap(lambda funnel: st.sampled_from(funnel.stages))


def fills() -> st.SearchStrategy[Fill]:
    """Posts filled and vacant."""
    return st.builds(Fill, _NAMES, _HEADS, st.integers(0, 400), st.none() | _NAMES, st.none() | _SOURCES)


def fill_times() -> st.SearchStrategy[FillTimes]:
    """Times to fill of generated candidates."""
    return st.builds(
        lambda post, people, day: time_to_fill([post], people, day),
        requisitions(name="R"),
        candidacy_sets(),
        _DAYS,
    )


def hiring_costs() -> st.SearchStrategy[HiringCost]:
    """Costs in one currency, for one source or all."""
    amounts = st.integers(0, 10**8).map(lambda minor: Money(minor, "CNY"))
    return st.builds(HiringCost, _NAMES, amounts, st.none() | _SOURCES, _NAMES)


def source_costs() -> st.SearchStrategy[SourceCost]:
    """Lines of cost per hire."""
    costs = st.lists(hiring_costs(), min_size=1, max_size=4, unique_by=lambda one: one.id)
    return st.builds(cost_per_hire, costs, candidacy_sets()).flatmap(st.sampled_from)


def hire_qualities() -> st.SearchStrategy[HireQuality]:
    """Hires with performance and retention."""
    indicators = st.fixed_dictionaries({"performance": _SHARES, "retention": _SHARES})
    return st.builds(HireQuality, _NAMES, _SOURCES, indicators)


def quality_policies() -> st.SearchStrategy[QualityPolicy]:
    """Policies that weigh performance, retention or both."""
    weight = st.integers(1, 5)
    weights = st.fixed_dictionaries({"performance": weight}, optional={"retention": weight})
    cap = st.fractions(Fraction(1, 2), 2, max_denominator=4)
    return st.builds(QualityPolicy, weights, cap, st.integers(1, 4))


def source_qualities() -> st.SearchStrategy[SourceQuality]:
    """Sources of generated hires."""
    hires = st.lists(hire_qualities(), min_size=1, max_size=6)
    return st.builds(lambda policy, each: policy.by_source(each), quality_policies(), hires).flatmap(
        st.sampled_from
    )


@st.composite
def onboarding_tasks(draw: st.DrawFn) -> OnboardingTask:
    """Tasks without others before them.

    Args:
        draw: Supplied by Hypothesis.
    """
    return OnboardingTask(
        draw(_NAMES), draw(st.integers(1, 120)), draw(st.text(max_size=5)), draw(st.none() | _NAMES)
    )


@st.composite
def onboarding_plans(draw: st.DrawFn) -> OnboardingPlan:
    """Plans whose tasks need earlier ones.

    Args:
        draw: Supplied by Hypothesis.
    """
    days = sorted(draw(st.lists(st.integers(1, 120), max_size=6)))
    tasks = []
    for number, day in enumerate(days):
        needs = draw(st.sets(st.sampled_from(range(number)), max_size=2)) if number else set()
        tasks.append(OnboardingTask(f"t{number}", day, needs=[f"t{one}" for one in sorted(needs)]))
    return OnboardingPlan(tasks, draw(st.sets(st.integers(1, 120), min_size=1, max_size=4)))


@st.composite
def onboarding_progresses(draw: st.DrawFn) -> OnboardingProgress:
    """Where newcomers stand.

    Args:
        draw: Supplied by Hypothesis.
    """
    plan = draw(onboarding_plans())
    done = {task.id: draw(_DAYS) for task in plan.tasks if draw(st.booleans())}
    return plan.progress(draw(_NAMES), draw(_DAYS), done, on=draw(_DAYS))


def milestones() -> st.SearchStrategy[Milestone]:
    """Marks of generated plans."""
    return onboarding_progresses().flatmap(lambda one: st.sampled_from(one.milestones))


def productivity_rules() -> st.SearchStrategy[ProductivityRule]:
    """Rules of every share."""
    return st.builds(ProductivityRule, _SHARES.filter(bool), st.integers(1, 3))


@st.composite
def productivities(draw: st.DrawFn) -> Productivity:
    """Newcomers with monthly figures, some of them missing.

    Args:
        draw: Supplied by Hypothesis.
    """
    months = [(DateRange.month(2026, number), draw(_SHARES)) for number in range(1, 8) if draw(st.booleans())]
    return draw(productivity_rules()).measure(draw(_NAMES), draw(_DAYS), months)


def team_types() -> st.SearchStrategy[TeamType]:
    """What a team is built on."""
    return st.sampled_from(TeamType)


def turnover_policies() -> st.SearchStrategy[TurnoverPolicy]:
    """Policies under which effectiveness teams stand less."""
    share = st.fractions(0, 1, max_denominator=20)
    return st.builds(
        lambda low, more: TurnoverPolicy({"efficiency": low + more, "effectiveness": low}),
        share,
        share.filter(bool),
    )


@st.composite
def team_members(draw: st.DrawFn, *, max_size: int = 5) -> tuple[Participant, ...]:
    """People with the days on which they were employed.

    Args:
        draw: Supplied by Hypothesis.
        max_size: Most people.
    """
    found = []
    for number in range(draw(st.integers(0, max_size))):
        start = draw(st.none() | _DAYS)
        days = draw(st.none() | st.integers(1, 400))
        end = None if days is None else (start or _FIRST) + timedelta(days=days)
        found.append(Participant(f"p{number}", employed=DateRange(start, end)))
    return tuple(found)


def turnovers() -> st.SearchStrategy[Turnover]:
    """Turnover of generated teams."""
    spans = st.builds(
        lambda day, days: DateRange(day, day + timedelta(days=days)), _DAYS, st.integers(1, 400)
    )
    return st.builds(
        lambda policy, people, span, kind: policy.measure(people, span, kind),
        turnover_policies(),
        team_members(),
        spans,
        team_types(),
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Candidacy: candidacies,
        Fill: fills,
        FillTimes: fill_times,
        HireQuality: hire_qualities,
        HiringCost: hiring_costs,
        HiringFunnel: hiring_funnels,
        InterviewCriterion: interview_criteria,
        InterviewDecision: interview_decisions,
        InterviewResult: interview_results,
        InterviewScorecard: interview_scorecards,
        Milestone: milestones,
        OnboardingPlan: onboarding_plans,
        OnboardingProgress: onboarding_progresses,
        OnboardingTask: onboarding_tasks,
        PanelDecision: panel_decisions,
        PanelRule: panel_rules,
        Productivity: productivities,
        ProductivityRule: productivity_rules,
        QualityPolicy: quality_policies,
        Recruitment: recruitments,
        Requisition: requisitions,
        SourceCost: source_costs,
        SourceQuality: source_qualities,
        StageYield: stage_yields,
        TeamType: team_types,
        Turnover: turnovers,
        TurnoverPolicy: turnover_policies,
    }
)
