"""Strategies for the course of an appraisal: policies, histories that they allow, people who come and go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.appraisal import (
    AppraisalCase,
    AppraisalCycle,
    AppraisalCyclePolicy,
    AppraisalForm,
    Participation,
    ParticipationPolicy,
    PostChange,
    Spell,
    Treatment,
)
from salesmgmt.calendars import DateRange, FiscalCalendar, Period
from salesmgmt.records import Absence, Assignment, Facts, Participant
from salesmgmt.workflows import NotAllowedError

__all__ = [
    "PEOPLE",
    "STRATEGIES",
    "appraisal_cases",
    "appraisal_cycle_policies",
    "appraisal_cycles",
    "appraisal_forms",
    "appraisal_periods",
    "attempts",
    "participation_policies",
    "participations",
    "staff",
]

#: Who acts in generated appraisals, by the role in which they may.
PEOPLE: Mapping[str, str] = MappingProxyType(
    {"employee": "ann", "manager": "bob", "calibrator": "cyn", "appeal panel": "dan", "hr": "eve"}
)

_LABELS = ("2026-Q1", "2026-Q2", "2026-03", "FY2026", "2026-H1")
_LIMITS = st.none() | st.integers(0, 20)
_DAYS = st.dates(date(2025, 12, 1), date(2026, 12, 31))


def appraisal_periods() -> st.SearchStrategy[Period]:
    """A month, quarter, half or year."""
    return st.sampled_from(_LABELS).map(lambda label: FiscalCalendar().period(label))


@st.composite
def appraisal_cycle_policies(draw: st.DrawFn) -> AppraisalCyclePolicy:
    """Policies with any deadlines that fit each other."""
    consent = draw(_LIMITS)
    appeal = draw(_LIMITS) if consent is None else draw(st.integers(0, consent))
    return AppraisalCyclePolicy(
        draw(st.sampled_from(["quarterly", "季度考核"])),
        ("A", "B", "C"),
        draw(st.booleans()),
        draw(_LIMITS),
        draw(_LIMITS),
        draw(_LIMITS),
        draw(_LIMITS),
        consent,
        appeal,
        draw(_LIMITS),
        draw(st.sampled_from(["calendar", "working"])),
    )


def appraisal_forms() -> st.SearchStrategy[AppraisalForm]:
    """The form of one person."""
    ids = st.integers(0, 99).map(lambda number: f"f{number}")
    return st.builds(AppraisalForm, ids, st.just("ann"), st.just("bob"), appraisal_periods())


@st.composite
def attempts(draw: st.DrawFn, case: AppraisalCase) -> AppraisalCase:
    """A case after one more step by whoever may have the role; the same where it was refused."""
    event = draw(st.sampled_from(case.policy.workflow.events))
    step = next(one for one in case.policy.workflow.transitions if one.event == event)
    role = step.roles[0] if step.roles else ""
    last = case.events[-1].on if case.events else case.opened
    day = last + timedelta(days=draw(st.integers(0, 12)))
    rating = draw(st.sampled_from(["A", "B", "C"])) if "rating" in step.asks else None
    try:
        return case.step(event, PEOPLE.get(role, "job"), role, day, rating=rating, why="so it was")
    except NotAllowedError:
        return case


@st.composite
def appraisal_cases(draw: st.DrawFn, *, max_steps: int = 8) -> AppraisalCase:
    """Appraisals that got somewhere.

    Args:
        draw: Supplied by Hypothesis.
        max_steps: Most steps that are tried.
    """
    case = AppraisalCase(draw(appraisal_cycle_policies()), draw(appraisal_forms()), "2026-04-01")
    for _ in range(draw(st.integers(0, max_steps))):
        case = draw(attempts(case))
    return case


def appraisal_cycles() -> st.SearchStrategy[AppraisalCycle]:
    """Cycles of up to one appraisal."""
    return st.builds(
        AppraisalCycle, st.lists(appraisal_cases(), max_size=1), st.lists(participations(), max_size=2)
    )


def participation_policies() -> st.SearchStrategy[ParticipationPolicy]:
    """Policies of every kind."""
    treatments = st.sampled_from(Treatment)
    return st.builds(
        ParticipationPolicy,
        treatments,
        treatments,
        treatments,
        st.sampled_from(PostChange),
        st.lists(st.sampled_from(["role", "unit", "manager"]), min_size=1, unique=True),
        st.integers(0, 100).map(lambda drawn: f"{drawn}%"),
        st.integers(1, 30),
    )


@st.composite
def staff(draw: st.DrawFn) -> Facts:
    """One person, `ann`, with dates of employment, posts and absences around the year 2026."""

    def ranges() -> DateRange:
        start = draw(_DAYS)
        return DateRange(start, start + timedelta(days=draw(st.integers(1, 200))))

    employed = draw(st.none() | st.just(ranges()))
    posts = [
        Assignment(f"A-{number}", "ann", ranges(), "north", "bob", draw(st.sampled_from(["rep", "lead"])))
        for number in range(draw(st.integers(0, 3)))
    ]
    gone = [Absence(f"L-{number}", "ann", ranges()) for number in range(draw(st.integers(0, 2)))]
    return Facts([Participant("ann", employed=employed), *posts, *gone], links="open")


def participations() -> st.SearchStrategy[Participation]:
    """How generated people take part."""
    return st.builds(
        lambda policy, facts, period: policy.of("ann", facts, period),
        participation_policies(),
        staff(),
        appraisal_periods(),
    )


def _spells() -> st.SearchStrategy[Spell]:
    names = st.none() | st.sampled_from(["rep", "north", "bob"])
    shares = st.integers(0, 100).map(lambda drawn: f"{drawn}%")
    return st.builds(Spell, st.just("2026-01-01/2026-02-01"), shares, names, names, names)


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        AppraisalCase: appraisal_cases,
        AppraisalCycle: appraisal_cycles,
        AppraisalCyclePolicy: appraisal_cycle_policies,
        AppraisalForm: appraisal_forms,
        Participation: participations,
        ParticipationPolicy: participation_policies,
        PostChange: lambda: st.sampled_from(PostChange),
        Spell: _spells,
        Treatment: lambda: st.sampled_from(Treatment),
    }
)
