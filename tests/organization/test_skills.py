"""Skills: gaps and training plans against brute force, effects, eligibility, rotation and mentoring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, permutations, product
from math import isclose
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.errors import BatchError, InvalidValueError
from salesmgmt.money import Money
from salesmgmt.organization import (
    CareerLadder,
    CareerStep,
    Certificate,
    Competency,
    CompetencyModel,
    Course,
    DevelopmentGoal,
    DevelopmentPlan,
    Eligibility,
    Least,
    Mentor,
    MentoringPolicy,
    PeriodRating,
    RoleSkills,
    RotationPolicy,
    SkillAssessment,
    SkillGap,
    SkillGaps,
    TrainingPlanner,
    TrainingRecord,
    certificates_due,
    gaps_table,
    training_coverage,
    training_effect,
)
from salesmgmt.records import Assignment
from salesmgmt.testing.organization_skills import (
    PEOPLE,
    SKILLS,
    certificates,
    development_plans,
    eligibilities,
    mentoring_policies,
    mentors,
    skill_assessments,
    skill_gap_sets,
    training_planners,
    training_records,
)

pytestmark = pytest.mark.properties

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 500).map(lambda number: FIRST + timedelta(days=number))
MODEL = CompetencyModel(
    [Competency(name, ["one", "two", "three"]) for name in SKILLS],
    [RoleSkills("rep", dict.fromkeys(SKILLS, 2), ["safety"])],
)


@given(st.lists(skill_assessments(), max_size=8), st.lists(certificates(), max_size=4), DAYS)
def test_gaps_rest_on_the_last_assessment(
    seen: list[SkillAssessment], held: list[Certificate], day: date
) -> None:
    gaps = MODEL.gaps("ann", "rep", seen, held, on=day)
    assert gaps == MODEL.gaps("ann", "rep", seen[::-1], held[::-1], on=day)
    for line in gaps.lines:
        own = [one for one in seen if one.participant == "ann" and one.skill == line.skill and one.on <= day]
        last = max([one.on for one in own], default=None)
        assert line.assessed == last
        assert line.held == min([one.level for one in own if one.on == last], default=0)
        assert line.missing == max(0, 2 - line.held)
    valid = any(one.participant == "ann" and one.kind == "safety" and day in one.during for one in held)
    assert gaps.certificates == (() if valid else ("safety",))
    assert gaps.ready == (valid and not any(line.missing for line in gaps.lines))
    lacking = sum(bool(line.missing) for line in gaps.lines) + (not valid)
    for lang in ("en", "zh"):
        assert len(gaps.reason.tree(lang).splitlines()) == 1 + lacking
    assert gaps_table([gaps], "zh").rows[0][1] == "rep"


def test_of_two_assessments_on_a_day_the_lower_one_counts() -> None:
    seen = [
        SkillAssessment("ann", "product", level, FIRST, by) for level, by in ((3, "test"), (1, "manager"))
    ]
    for order in (seen, seen[::-1]):
        gaps = MODEL.gaps("ann", "rep", order, on=FIRST)
        assert dict(gaps.levels)["product"] == 1
    assert dict(MODEL.gaps("ann", "rep", seen, on="2025-12-31").levels)["product"] == 0


def test_a_model_names_all_its_faults() -> None:
    with pytest.raises(BatchError) as caught:
        CompetencyModel(
            [Competency("a", ["one"]), Competency("a", ["one"])],
            [RoleSkills("rep", {"a": 2, "b": 1}), RoleSkills("rep")],
        )
    assert len(caught.value.problems) == 4
    with pytest.raises(BatchError, match="at most 3"):
        MODEL.gaps("ann", "rep", [SkillAssessment("ann", "product", 4, FIRST)], on=FIRST)
    with pytest.raises(InvalidValueError, match="be one of rep"):
        MODEL.gaps("ann", "boss", [], on=FIRST)


@given(st.lists(certificates(), max_size=5), DAYS)
def test_certificates_that_nothing_follows_are_due(held: list[Certificate], day: date) -> None:
    span = DateRange(day, day + timedelta(days=60))
    due = certificates_due(held, span)
    for one in held:
        end = one.during.end
        assert end is not None
        followed = any(
            other.kind == one.kind and other.participant == one.participant and end in other.during
            for other in held
        )
        assert (one in due) == (end in span and not followed)
    assert [one.during.end for one in due] == sorted(one.during.end for one in due if one.during.end)


def reached(gaps: SkillGaps, chosen: Iterable[Course]) -> dict[str, int] | None:
    """Levels and certificates after courses in their order; None where one may not be taken."""
    levels = {line.skill: line.held for line in gaps.lines}
    for one in chosen:
        if any(levels.get(skill, 0) < level for skill, level in one.needs):
            return None
        for skill, level in one.raises:
            levels[skill] = max(levels.get(skill, 0), level)
        for kind in one.certifies:
            levels[f"certificate {kind}"] = 1
    return levels


def price(least: Least, chosen: Iterable[Course]) -> tuple[Fraction, Fraction]:
    taken = list(chosen)
    cost = Fraction(sum(one.cost.minor for one in taken))
    hours = sum((one.hours for one in taken), Fraction(0))
    return (cost, hours) if least is Least.COST else (hours, cost)


@given(training_planners(max_courses=4), skill_gap_sets())
def test_a_plan_closes_what_can_be_closed_at_the_least(planner: TrainingPlanner, gaps: SkillGaps) -> None:
    plan = planner.plan(gaps)
    orders = [order for count in range(5) for order in permutations(planner.courses, count)]
    ways = [(order, levels) for order in orders if (levels := reached(gaps, order)) is not None]
    wanted = {line.skill: line.required for line in gaps.open}
    wanted |= {f"certificate {kind}": 1 for kind in gaps.certificates}
    possible = {
        name: level
        for name, level in wanted.items()
        if any(levels.get(name, 0) >= level for _, levels in ways)
    }
    named = {line.skill for line in plan.open} | {f"certificate {kind}" for kind in plan.certificates}
    assert named == wanted.keys() - possible.keys()
    after = reached(gaps, plan.courses)
    assert after is not None, "an order in which they may be taken"
    assert all(after.get(name, 0) >= level for name, level in possible.items())
    best = min(
        price(planner.least, order)
        for order, levels in ways
        if all(levels.get(name, 0) >= level for name, level in possible.items())
    )
    assert price(planner.least, plan.courses) >= best
    if plan.proven:
        assert price(planner.least, plan.courses) == best
    else:
        assert planner.most_states == 1
    assert plan.hours == sum((one.hours for one in plan.courses), Fraction(0))
    assert plan.reason.text("zh")


def test_one_course_for_two_gaps_and_a_chain() -> None:
    offered = [
        Course("a", Money.of("CNY 600"), 8, {"product": 2}),
        Course("b", Money.of("CNY 700"), 8, {"negotiation": 2}),
        Course("both", Money.of("CNY 1,000"), 20, {"product": 2, "negotiation": 2}),
        Course("exam", Money.of("CNY 50"), 1, {}, {"negotiation": 2}, ["safety"]),
    ]
    gaps = MODEL.gaps("ann", "rep", [SkillAssessment("ann", "谈判", 3, FIRST)], on=FIRST)
    cheap = TrainingPlanner(offered).plan(gaps)
    assert [one.id for one in cheap.courses] == ["both", "exam"]
    short = TrainingPlanner(offered, "hours").plan(gaps)
    assert {one.id for one in short.courses} == {"a", "b", "exam"}
    assert short.closes
    assert TrainingPlanner(offered[::-1]).plan_all([gaps]) == (cheap,)
    assert cheap.table("zh").footer == ("合计", Money.of("CNY 1,050"), 21)


def test_many_independent_skills_are_planned_exactly() -> None:
    offered = [
        Course(
            f"{skill}-{level}",
            Money.of(10 * level, "CNY"),
            1,
            {skill: level},
            {skill: level - 1} if level > 1 else {},
        )
        for skill, level in product([f"s{number}" for number in range(30)], (1, 2, 3))
    ]
    lines = [SkillGap(f"s{number}", 3, 0) for number in range(30)]
    plan = TrainingPlanner(offered, most_states=100).plan(SkillGaps("ann", "rep", FIRST, lines))
    assert plan.proven
    assert plan.cost == Money.of(30 * 60, "CNY")


def test_six_linked_skills_are_planned_exactly() -> None:
    names = [f"s{number}" for number in range(6)]
    offered = [
        Course(f"{one}-{other}", Money.of(15, "CNY"), 1, {one: 2, other: 2}) for one, other in pairwise(names)
    ]
    offered += [Course(name, Money.of(10, "CNY"), 1, {name: 2}) for name in names]
    gaps = SkillGaps("ann", "rep", FIRST, [SkillGap(name, 2, 0) for name in names])
    plan = TrainingPlanner(offered).plan(gaps)
    assert plan.proven
    assert [one.id for one in plan.courses] == ["s0-s1", "s2-s3", "s4-s5"]


@given(st.lists(training_records(), max_size=8), DAYS)
def test_coverage_counts_who_passed(records: list[TrainingRecord], day: date) -> None:
    span = DateRange(day, day + timedelta(days=200))
    found = training_coverage(records, {"k0": PEOPLE, "k1": PEOPLE[:2]}, span)
    for line, asked in zip(found.courses, (PEOPLE, PEOPLE[:2]), strict=True):
        passed = {
            one.participant for one in records if one.course == line.course and one.passed and one.on in span
        }
        assert set(line.trained) == passed & set(asked)
        assert sorted((*line.trained, *line.missing)) == sorted(asked)
    hours = sum((one.hours for one in records if one.on in span), Fraction(0))
    assert found.hours == hours / len(PEOPLE)


FIGURES = st.fractions(-100, 100, max_denominator=4)


@given(st.lists(st.tuples(FIGURES, FIGURES), min_size=4, max_size=9), st.integers(2, 7), FIGURES)
def test_what_happens_to_all_is_no_effect(
    figures: list[tuple[Fraction, Fraction]], trained: int, season: Fraction
) -> None:
    names = [f"p{number}" for number in range(len(figures))]
    chosen = names[: min(trained, len(names) - 2)]
    before = {who: one for who, (one, _) in zip(names, figures, strict=True)}
    after = {who: other for who, (_, other) in zip(names, figures, strict=True)}
    effect = training_effect(before, after, chosen)
    changes = {who: after[who] - before[who] for who in names}
    groups = [[changes[who] for who in names if (who in chosen) is yes] for yes in (True, False)]
    means = [sum(group, Fraction(0)) / len(group) for group in groups]
    assert effect.effect == means[0] - means[1]
    errors = [stdev(map(float, group)) ** 2 / len(group) for group in groups]
    assert effect.error is not None
    assert isclose(effect.error, sum(errors) ** 0.5, abs_tol=1e-9)
    shifted = training_effect(before, {who: value + season for who, value in after.items()}, chosen)
    assert shifted.effect == effect.effect
    helped = {who: value + (5 if who in chosen else 0) for who, value in after.items()}
    assert training_effect(before, helped, chosen).effect == effect.effect + 5
    assert effect.reason.tree("zh")


def test_groups_that_are_too_small_are_refused() -> None:
    with pytest.raises(BatchError, match="untrained"):
        training_effect({"a": 1}, {"a": 2}, ["a"])
    effect = training_effect({"a": 1, "b": 1, "c": 1}, {"a": 2, "b": 1}, ["a"])
    assert effect.left_out == ("c",)
    assert effect.clear is None
    assert effect.reason.code == "organization.effect.unknown"


@given(eligibilities())
def test_who_is_eligible_misses_nothing(answer: Eligibility) -> None:
    assert answer.eligible == (not answer.missed)
    assert answer.reason.because == (*answer.missed, *answer.kept)
    assert answer.reason.tree("zh") != answer.reason.tree("en")


def test_each_condition_of_a_step_can_be_missed() -> None:
    step = CareerStep("rep", "senior rep", 12, 3, 2, 2, open_post=True, skills=True)
    ladder = CareerLadder([step])
    posts = [
        Assignment("A-0", "ann", "2024-06-01/2025-02-01", role="rep"),
        Assignment("A-1", "ann", "2025-02-01/..", role="rep"),
        Assignment("A-2", "bob", "2020-01-01/..", role="rep"),
    ]
    good = [PeriodRating("2025-01-01/2025-07-01", 3), PeriodRating("2025-07-01/2026-01-01", 4)]
    ready = SkillGaps("ann", "senior rep", FIRST)

    def missed(day: str, ratings: list[PeriodRating], gaps: SkillGaps | None, vacant: int) -> list[str]:
        answer = ladder.eligibility("ann", "senior rep", posts, ratings, gaps, on=day, open_posts=vacant)
        return [one.code.rsplit(".", 1)[1] for one in answer.missed]

    assert missed("2026-01-01", good, ready, 1) == []
    assert missed("2025-05-31", good, ready, 1) == ["tenure", "ratings"]
    assert missed("2025-06-01", good[:1], ready, 1) == ["ratings"]
    assert missed("2026-01-01", good, None, 0) == ["unassessed", "posts"]
    assert missed(
        "2026-01-01", good, SkillGaps("ann", "senior rep", FIRST, [SkillGap("product", 2, 1)]), 1
    ) == ["lacking"]
    with pytest.raises(InvalidValueError, match="be ann's for senior rep"):
        ladder.eligibility("ann", "senior rep", posts, good, SkillGaps("bob", "rep", FIRST), on=FIRST)
    with pytest.raises(InvalidValueError, match="steps lead to it from: rep"):
        ladder.eligibility("cyn", "senior rep", posts, on=FIRST)
    with pytest.raises(InvalidValueError, match="circle"):
        CareerLadder([CareerStep("a", "b"), CareerStep("b", "c"), CareerStep("c", "a")])


@given(development_plans(), DAYS)
def test_a_development_plan_tells_what_is_overdue(plan: DevelopmentPlan, day: date) -> None:
    late = [one for one in plan.goals if one.due < day and (one.done is None or one.done > day)]
    assert list(plan.overdue(day)) == late
    assert len(plan.standing(day).tree("zh").splitlines()) == 1 + len(late)
    following = [one for one in plan.reviews if one >= day]
    assert plan.standing(day).get("review") == (following[0] if following else None)


def test_goals_lie_in_the_plan() -> None:
    with pytest.raises(InvalidValueError, match="lie within"):
        DevelopmentPlan("li", "2026-01-01/2027-01-01", [DevelopmentGoal("g", "bid", "2027-01-01")])


@given(st.integers(1, 40), st.integers(0, 30), st.integers(0, 1500), st.none() | st.integers(1, 1500))
def test_rotation_counts_whole_months(longest: int, shortest: int, days: int, stay: int | None) -> None:
    policy = RotationPolicy(max(longest, shortest), shortest)
    day = FIRST + timedelta(days=days)
    end = None if stay is None else FIRST + timedelta(days=stay)
    found = policy.check([Assignment("A", "ann", DateRange(FIRST, end))], on=day)
    over = end is not None and end <= day
    until = end if over and end is not None else day
    months = (until.year - FIRST.year) * 12 + until.month - FIRST.month  # it begins on the first of a month
    wanted = months < shortest if over else months >= policy.longest
    assert bool(found) == wanted
    assert all(one.months == months for one in found)


@given(mentoring_policies(), st.data())
def test_as_many_as_possible_have_a_mentor(policy: MentoringPolicy, data: st.DataObject) -> None:
    gaps = [data.draw(skill_gap_sets(participant=name)) for name in PEOPLE[:3]]
    ready = [data.draw(mentors(name=name)) for name in PEOPLE[1:]]
    managers = data.draw(st.sets(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=3))
    found = policy.match(gaps, ready, managers)
    assert found == policy.match(gaps[::-1], ready[::-1], managers)
    lacking = [one for one in gaps if one.open]

    def helps(one: SkillGaps, mentor: Mentor) -> list[str]:
        if one.participant == mentor.participant:
            return []
        if policy.not_manager and (one.participant, mentor.participant) in managers:
            return []
        levels = dict(mentor.skills)
        return [gap.skill for gap in one.open if levels.get(gap.skill, 0) >= gap.held + policy.above]

    by_name = {one.participant: one for one in ready}
    for pair in found.pairs:
        one = next(one for one in lacking if one.participant == pair.mentee)
        assert list(pair.skills) == helps(one, by_name[pair.mentor])
        assert pair.skills
    for mentor in ready:
        assert sum(pair.mentor == mentor.participant for pair in found.pairs) <= mentor.most
    assert sorted([*[pair.mentee for pair in found.pairs], *found.without]) == sorted(
        one.participant for one in lacking
    )
    most = 0
    for choice in product([None, *ready], repeat=len(lacking)):
        fits = all(mentor is None or helps(one, mentor) for one, mentor in zip(lacking, choice, strict=True))
        room = all(choice.count(mentor) <= mentor.most for mentor in ready)
        if fits and room:
            most = max(most, sum(mentor is not None for mentor in choice))
    assert len(found.pairs) == most
