"""Strategies for skills: models, gaps, courses and plans, effects, careers, rotation and mentoring."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.money import Money
from salesmgmt.organization import (
    CareerLadder,
    CareerStep,
    Certificate,
    Competency,
    CompetencyModel,
    Course,
    CourseCoverage,
    DevelopmentGoal,
    DevelopmentPlan,
    Eligibility,
    GroupChange,
    Least,
    Mentor,
    Mentoring,
    MentoringPolicy,
    MentorPair,
    PeriodRating,
    RoleSkills,
    RotationDue,
    RotationPolicy,
    SkillAssessment,
    SkillGap,
    SkillGaps,
    TrainingCoverage,
    TrainingEffect,
    TrainingPlan,
    TrainingPlanner,
    TrainingRecord,
    training_coverage,
    training_effect,
)
from salesmgmt.records import Assignment

__all__ = [
    "STRATEGIES",
    "career_ladders",
    "career_steps",
    "certificates",
    "competencies",
    "competency_models",
    "course_coverages",
    "courses",
    "development_goals",
    "development_plans",
    "eligibilities",
    "group_changes",
    "leasts",
    "mentor_pairs",
    "mentoring_policies",
    "mentorings",
    "mentors",
    "period_ratings",
    "role_skills",
    "rotation_policies",
    "rotations_due",
    "skill_assessments",
    "skill_gap_sets",
    "skill_gaps",
    "training_coverages",
    "training_effects",
    "training_planners",
    "training_plans",
    "training_records",
]

SKILLS = ("negotiation", "product", "谈判")
KINDS = ("safety", "产品认证")
PEOPLE = ("ann", "bob", "cyn", "李雷")
_FIRST = date(2026, 1, 1)
_NAMES = st.text(min_size=1, max_size=6)
_DAYS = st.integers(0, 500).map(lambda number: _FIRST + timedelta(days=number))
_SKILLS = st.sampled_from(SKILLS)
_KINDS = st.sampled_from(KINDS)
_PEOPLE = st.sampled_from(PEOPLE)
_LEVELS = st.dictionaries(_SKILLS, st.integers(1, 3), max_size=3)
_FIGURES = st.fractions(-100, 100, max_denominator=4)


def _spans() -> st.SearchStrategy[DateRange]:
    return st.builds(lambda day, days: DateRange(day, day + timedelta(days=days)), _DAYS, st.integers(1, 400))


def competencies(*, name: str | None = None) -> st.SearchStrategy[Competency]:
    """Competencies with some levels.

    Args:
        name: Its identifier; any where left out.
    """
    levels = st.lists(_NAMES, min_size=1, max_size=4, unique=True)
    identifier = _NAMES if name is None else st.just(name)
    return st.builds(Competency, identifier, levels, st.text(max_size=4), st.text(max_size=4))


def role_skills() -> st.SearchStrategy[RoleSkills]:
    """What roles ask for."""
    return st.builds(RoleSkills, _NAMES, _LEVELS, st.lists(_KINDS, max_size=2, unique=True))


def competency_models() -> st.SearchStrategy[CompetencyModel]:
    """Models of the competencies in `SKILLS`, each with three levels."""
    all_of = [Competency(name, ["one", "two", "three"]) for name in SKILLS]
    roles = st.lists(role_skills(), max_size=3, unique_by=lambda one: one.role)
    return st.builds(CompetencyModel, st.just(all_of), roles)


def skill_assessments() -> st.SearchStrategy[SkillAssessment]:
    """Levels seen on a day."""
    return st.builds(SkillAssessment, _PEOPLE, _SKILLS, st.integers(0, 3), _DAYS, _NAMES)


def certificates() -> st.SearchStrategy[Certificate]:
    """Certificates that hold for some days."""
    return st.builds(Certificate, _NAMES, _PEOPLE, _KINDS, _spans())


def skill_gaps() -> st.SearchStrategy[SkillGap]:
    """Single lines, with and without a gap."""
    return st.builds(SkillGap, _SKILLS, st.integers(1, 3), st.integers(0, 3), st.none() | _DAYS)


def skill_gap_sets(*, participant: str | None = None) -> st.SearchStrategy[SkillGaps]:
    """What somebody lacks.

    Args:
        participant: Who; any of `PEOPLE` where left out.
    """
    who = _PEOPLE if participant is None else st.just(participant)
    lines = st.lists(skill_gaps(), max_size=3, unique_by=lambda one: one.skill)
    return st.builds(SkillGaps, who, _NAMES, _DAYS, lines, st.lists(_KINDS, max_size=2, unique=True))


def courses(*, name: str | None = None) -> st.SearchStrategy[Course]:
    """Courses in one currency that raise something or end with a certificate.

    Args:
        name: Its identifier; any where left out.
    """
    amounts = st.integers(0, 1000).map(lambda major: Money.of(major, "CNY"))
    hours = st.fractions(0, 40, max_denominator=2)
    identifier = _NAMES if name is None else st.just(name)
    raises = st.dictionaries(_SKILLS, st.integers(1, 3), min_size=1, max_size=2)
    kinds = st.lists(_KINDS, max_size=1)
    return st.builds(Course, identifier, amounts, hours, raises, _LEVELS, kinds, st.text(max_size=4))


def leasts() -> st.SearchStrategy[Least]:
    """What a plan needs least of."""
    return st.sampled_from(Least)


@st.composite
def training_planners(draw: st.DrawFn, *, max_courses: int = 5) -> TrainingPlanner:
    """Planners with some courses.

    Args:
        draw: Supplied by Hypothesis.
        max_courses: Most courses.
    """
    count = draw(st.integers(0, max_courses))
    offered = [draw(courses(name=f"k{number}")) for number in range(count)]
    return TrainingPlanner(offered, draw(leasts()), draw(st.sampled_from((1, 50_000))))


def training_plans() -> st.SearchStrategy[TrainingPlan]:
    """Plans for generated gaps."""
    return st.builds(lambda planner, gaps: planner.plan(gaps), training_planners(), skill_gap_sets())


def training_records() -> st.SearchStrategy[TrainingRecord]:
    """Courses taken."""
    hours = st.fractions(0, 40, max_denominator=2)
    return st.builds(
        TrainingRecord, _NAMES, _PEOPLE, st.sampled_from(("k0", "k1")), _DAYS, hours, st.booleans()
    )


def training_coverages() -> st.SearchStrategy[TrainingCoverage]:
    """How far training got round among generated records."""
    asked = st.dictionaries(
        st.sampled_from(("k0", "k1")), st.lists(_PEOPLE, max_size=3, unique=True), min_size=1
    )
    return st.builds(training_coverage, st.lists(training_records(), max_size=5), asked, _spans())


def course_coverages() -> st.SearchStrategy[CourseCoverage]:
    """Lines of coverage."""
    return training_coverages().flatmap(lambda one: st.sampled_from(one.courses))


@st.composite
def training_effects(draw: st.DrawFn) -> TrainingEffect:
    """Effects on generated figures.

    Args:
        draw: Supplied by Hypothesis.
    """
    count = draw(st.integers(2, 8))
    people = [f"p{number}" for number in range(count)]
    trained = people[: draw(st.integers(1, count - 1))]
    before = {who: draw(_FIGURES) for who in people}
    after = {who: draw(_FIGURES) for who in people}
    return training_effect(before | {"new": Fraction(1)}, after, trained)


def group_changes() -> st.SearchStrategy[GroupChange]:
    """Groups of generated effects."""
    return training_effects().flatmap(lambda one: st.sampled_from((one.trained, one.untrained)))


def period_ratings() -> st.SearchStrategy[PeriodRating]:
    """Ratings of any period."""
    return st.builds(PeriodRating, _spans(), st.fractions(0, 5, max_denominator=10))


@st.composite
def career_steps(draw: st.DrawFn, *, source: str = "rep", to: str = "senior rep") -> CareerStep:
    """Steps between two roles.

    Args:
        draw: Supplied by Hypothesis.
        source: The present role.
        to: The next one.
    """
    of = draw(st.integers(0, 4))
    return CareerStep(
        source,
        to,
        draw(st.integers(0, 36)),
        draw(st.fractions(0, 5, max_denominator=2)),
        draw(st.integers(0, of)),
        of,
        draw(st.booleans()),
        draw(st.booleans()),
    )


@st.composite
def career_ladders(draw: st.DrawFn) -> CareerLadder:
    """Ladders that may branch.

    Args:
        draw: Supplied by Hypothesis.
    """
    steps = [draw(career_steps())]
    if draw(st.booleans()):
        steps.append(draw(career_steps(source="senior rep", to="sales manager")))
    if draw(st.booleans()):
        steps.append(draw(career_steps(source="senior rep", to="key account manager")))
    return CareerLadder(steps)


@st.composite
def eligibilities(draw: st.DrawFn) -> Eligibility:
    """Whether somebody may become a senior rep.

    Args:
        draw: Supplied by Hypothesis.
    """
    day = draw(_DAYS)
    since = draw(st.none() | st.integers(0, 900).map(lambda days: day - timedelta(days=days)))
    post = Assignment("A-1", "ann", DateRange(since, None), role="rep")
    lines = draw(st.lists(skill_gaps(), max_size=3, unique_by=lambda one: one.skill))
    gaps = draw(st.sampled_from((None, SkillGaps("ann", "senior rep", day, lines))))
    ratings = draw(st.lists(period_ratings(), max_size=4))
    posts = draw(st.integers(0, 2))
    return draw(career_ladders()).eligibility(
        "ann", "senior rep", [post], ratings, gaps, on=day, open_posts=posts
    )


def development_goals() -> st.SearchStrategy[DevelopmentGoal]:
    """Goals reached and open."""
    return st.builds(DevelopmentGoal, _NAMES, _NAMES, _DAYS, _NAMES, st.none() | _DAYS)


def development_plans() -> st.SearchStrategy[DevelopmentPlan]:
    """Plans over two years."""
    goals = st.lists(development_goals(), max_size=3, unique_by=lambda one: one.id)
    span = st.just(DateRange("2026-01-01", "2028-01-01"))
    return st.builds(DevelopmentPlan, _PEOPLE, span, goals, st.lists(_DAYS, max_size=3))


def rotation_policies() -> st.SearchStrategy[RotationPolicy]:
    """Policies with a longest and a shortest stay."""
    return st.builds(
        lambda short, more, role: RotationPolicy(short + more, short, role),
        st.integers(0, 12),
        st.integers(1, 24),
        st.none() | _NAMES,
    )


@st.composite
def rotations_due(draw: st.DrawFn) -> RotationDue:
    """People whose time in a post is over.

    Args:
        draw: Supplied by Hypothesis.
    """
    day = draw(_DAYS)
    months = draw(st.integers(1, 12))
    post = Assignment(draw(_NAMES), draw(_PEOPLE), DateRange(day, None))
    return RotationPolicy(months).check([post], on=day + timedelta(days=31 * months))[0]


def mentors(*, name: str | None = None) -> st.SearchStrategy[Mentor]:
    """Mentors with some skills.

    Args:
        name: Who; any of `PEOPLE` where left out.
    """
    who = _PEOPLE if name is None else st.just(name)
    return st.builds(Mentor, who, _LEVELS, st.integers(1, 2))


def mentoring_policies() -> st.SearchStrategy[MentoringPolicy]:
    """Policies on who may be whose mentor."""
    return st.builds(MentoringPolicy, st.integers(1, 2), st.booleans())


@st.composite
def mentorings(draw: st.DrawFn) -> Mentoring:
    """Who brings on whom.

    Args:
        draw: Supplied by Hypothesis.
    """
    gaps = [draw(skill_gap_sets(participant=name)) for name in PEOPLE if draw(st.booleans())]
    ready = [draw(mentors(name=name)) for name in PEOPLE if draw(st.booleans())]
    managers = draw(st.sets(st.tuples(_PEOPLE, _PEOPLE), max_size=3))
    return draw(mentoring_policies()).match(gaps, ready, managers)


def mentor_pairs() -> st.SearchStrategy[MentorPair]:
    """Pairs of any people."""
    skills = st.lists(_SKILLS, min_size=1, unique=True).map(tuple)
    return st.builds(MentorPair, _PEOPLE, _PEOPLE, skills)


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        CareerLadder: career_ladders,
        CareerStep: career_steps,
        Certificate: certificates,
        Competency: competencies,
        CompetencyModel: competency_models,
        Course: courses,
        CourseCoverage: course_coverages,
        DevelopmentGoal: development_goals,
        DevelopmentPlan: development_plans,
        Eligibility: eligibilities,
        GroupChange: group_changes,
        Least: leasts,
        Mentor: mentors,
        MentorPair: mentor_pairs,
        Mentoring: mentorings,
        MentoringPolicy: mentoring_policies,
        PeriodRating: period_ratings,
        RoleSkills: role_skills,
        RotationDue: rotations_due,
        RotationPolicy: rotation_policies,
        SkillAssessment: skill_assessments,
        SkillGap: skill_gaps,
        SkillGaps: skill_gap_sets,
        TrainingCoverage: training_coverages,
        TrainingEffect: training_effects,
        TrainingPlan: training_plans,
        TrainingPlanner: training_planners,
        TrainingRecord: training_records,
    }
)
