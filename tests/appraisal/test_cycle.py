"""The course of an appraisal: every state with every event, deadlines, appeals, and who takes part."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import cast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.appraisal import (
    AppraisalCase,
    AppraisalCycle,
    AppraisalCyclePolicy,
    AppraisalForm,
    ParticipationPolicy,
    PostChange,
    Spell,
    Treatment,
    open_cycle,
)
from salesmgmt.calendars import FiscalCalendar, Period
from salesmgmt.errors import BatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.records import Absence, Assignment, Facts, Participant
from salesmgmt.testing.appraisal_cycle import (
    PEOPLE,
    appraisal_cases,
    appraisal_cycle_policies,
    appraisal_periods,
    attempts,
    participation_policies,
    staff,
)
from salesmgmt.workflows import NotAllowedError

pytestmark = pytest.mark.properties

Q1 = FiscalCalendar().period("2026-Q1")
POLICY = AppraisalCyclePolicy("quarterly", ("A", "B", "C"))
FORM = AppraisalForm("f", "ann", "bob", Q1)

#: Where each event leads from each state, written by hand.
TABLE = {
    ("open", "assess"): "self",
    ("open", "exclude"): "excluded",
    ("self", "rate"): "rated",
    ("self", "exclude"): "excluded",
    ("rated", "calibrate"): "calibrated",
    ("rated", "send back"): "self",
    ("rated", "exclude"): "excluded",
    ("calibrated", "talk"): "talked",
    ("calibrated", "exclude"): "excluded",
    ("talked", "acknowledge"): "acknowledged",
    ("talked", "appeal"): "appealed",
    ("acknowledged", "close"): "closed",
    ("appealed", "decide"): "closed",
}
#: A way to each state.
WAYS = {
    "open": (),
    "self": ("assess",),
    "rated": ("assess", "rate"),
    "calibrated": ("assess", "rate", "calibrate"),
    "talked": ("assess", "rate", "calibrate", "talk"),
    "acknowledged": ("assess", "rate", "calibrate", "talk", "acknowledge"),
    "appealed": ("assess", "rate", "calibrate", "talk", "appeal"),
    "closed": ("assess", "rate", "calibrate", "talk", "appeal", "decide"),
    "excluded": ("exclude",),
}
DAY = date(2026, 4, 1)


def fired(case: AppraisalCase, event: str, day: date = DAY) -> AppraisalCase:
    """One more step by whoever has the role."""
    roles = next(one.roles for one in POLICY.workflow.transitions if one.event == event)
    role = roles[0] if roles else ""
    rating = "B" if event in ("rate", "calibrate", "decide") else None
    return case.step(event, PEOPLE.get(role, "job"), role, day, rating=rating, why="so it was")


def at(state: str) -> AppraisalCase:
    """An appraisal in a state."""
    case = AppraisalCase(POLICY, FORM, DAY)
    for event in WAYS[state]:
        case = fired(case, event)
    assert case.state == state
    return case


@pytest.mark.parametrize("state", [state.name for state in POLICY.workflow.states])
@pytest.mark.parametrize("event", POLICY.workflow.events)
def test_every_state_with_every_event(state: str, event: str) -> None:
    case = at(state)
    if (state, event) in TABLE:
        assert fired(case, event).state == TABLE[state, event]
        return
    with pytest.raises(NotAllowedError):
        fired(case, event)


@given(appraisal_cycle_policies())
def test_every_policy_makes_a_sound_workflow(policy: AppraisalCyclePolicy) -> None:
    workflow = policy.workflow
    assert ("self" in [state.name for state in workflow.states]) is policy.self_appraisal
    for name in (*workflow.events, *workflow.roles, *[state.name for state in workflow.states]):
        assert workflow.said(name, "zh") != name


@given(appraisal_cases(), st.data())
def test_a_case_is_the_fold_over_its_events_and_stays_locked(
    case: AppraisalCase, data: st.DataObject
) -> None:
    assert AppraisalCase(case.policy, case.form, case.opened, case.events[::-1]) == case
    assert case.locked is (case.state in ("closed", "excluded"))
    assert case.rating is None or case.rating in case.policy.ratings
    after = data.draw(attempts(case))
    if case.locked:
        assert after == case
    else:
        assert after.events[: len(case.events)] == case.events


@pytest.mark.parametrize(
    ("state", "event", "by"),
    [
        ("open", "assess", "bob"),
        ("self", "rate", "ann"),
        ("self", "rate", "eve"),
        ("rated", "calibrate", "ann"),
        ("talked", "acknowledge", "bob"),
        ("talked", "appeal", "bob"),
        ("appealed", "decide", "bob"),
        ("appealed", "decide", "cyn"),
        ("appealed", "decide", "ann"),
        ("acknowledged", "close", "ann"),
    ],
)
def test_nobody_acts_in_place_of_others(state: str, event: str, by: str) -> None:
    role = next(one.roles[0] for one in POLICY.workflow.transitions if one.event == event)
    rating = "B" if event in ("rate", "calibrate", "decide") else None
    with pytest.raises(NotAllowedError):
        at(state).step(event, by, role, DAY, rating=rating, why="x")


def test_an_appeal_has_its_own_deadline_and_silence_counts_later() -> None:
    case = at("talked")
    until = DAY + timedelta(days=5)
    assert case.appeal_until == until
    assert fired(case, "appeal", until).state == "appealed"
    with pytest.raises(NotAllowedError, match="the last day for an appeal was 2026-04-06"):
        fired(case, "appeal", until + timedelta(days=1))
    late = case.choices("ann", ["employee"], until + timedelta(days=1), "zh")
    assert [one.reasons[-1].text("zh") for one in late if one.event == "appeal"] == [
        "申诉期限截至 2026-04-06，已逾期"
    ]
    assert all(one.allowed for one in case.choices("ann", ["employee"], until) if one.event == "appeal")
    with pytest.raises(NotAllowedError):
        fired(case, "lapse", DAY + timedelta(days=7))
    lapsed = fired(case, "lapse", DAY + timedelta(days=8))
    assert lapsed.state == "acknowledged"
    assert lapsed.appeal_until is None
    with pytest.raises(InvalidValueError, match="silence"):
        evolve(POLICY, appeal_days=8)


def test_ratings_are_those_of_the_scale_and_a_changed_one_is_explained() -> None:
    with pytest.raises(NotAllowedError, match="none of the ratings A, B, C"):
        at("self").step("rate", "bob", "manager", DAY, rating="Z")
    with pytest.raises(NotAllowedError, match="needs a reason"):
        at("rated").step("calibrate", "cyn", "calibrator", DAY, rating="A")
    assert at("rated").step("calibrate", "cyn", "calibrator", DAY, rating="B").rating == "B"
    assert fired(at("rated"), "send back").rating is None
    assert at("appealed").step("decide", "dan", "appeal panel", DAY, rating="A", why="x").rating == "A"
    assert at("closed").as_of(DAY) == at("closed")


def test_no_overlap_for_one_person() -> None:
    case = AppraisalCase(POLICY, FORM, DAY)
    month = FiscalCalendar().period("2026-03")
    other = AppraisalCase(POLICY, evolve(FORM, id="g", period=month), DAY)
    with pytest.raises(BatchError, match="not overlap FY2026-Q1"):
        AppraisalCycle([case, other])
    assert AppraisalCycle([case, evolve(other, policy=evolve(POLICY, id="monthly"))])
    assert AppraisalCycle([case, evolve(other, form=evolve(other.form, participant="cyn"))])
    assert AppraisalCycle([case, fired(other, "exclude")])
    following = evolve(other, form=evolve(other.form, period=FiscalCalendar().period("2026-Q2")))
    assert [one.form.id for one in AppraisalCycle([case]).adding(following).of("ann")] == ["f", "g"]


def test_a_closed_appraisal_is_locked_in_its_cycle() -> None:
    cycle = AppraisalCycle([at("closed")])
    with pytest.raises(InvalidValueError, match="locked"):
        cycle.replacing(at("open"))
    assert cycle.replacing(at("closed")) == cycle
    assert AppraisalCycle([at("self")]).replacing(at("rated")).ratings(Q1) == {"ann": "B"}
    with pytest.raises(UnknownIdentifierError):
        cycle.case("other")
    late = AppraisalCycle([at("open")]).overdue(DAY + timedelta(days=8))
    assert [(one.form.id, due.left) for one, due in late] == [("f", -1)]
    assert AppraisalCycle([at("open")]).table("zh").rows[0] == ("quarterly", "已发起", 1)


@given(participation_policies(), staff(), appraisal_periods())
def test_shares_are_days_counted_one_by_one(
    policy: ParticipationPolicy, facts: Facts, period: Period
) -> None:
    found = policy.of("ann", facts, period)
    assert found.reason.tree("zh")
    assert policy.all(facts, period) == (found,)
    if not found.included:
        assert found.share.value == 0
        return
    employed = facts.participants[0].employed
    whole = list(period.during.each_day())
    there = [day for day in whole if employed is None or day in employed]
    if policy.joined is Treatment.IGNORE:
        there = [day for day in whole if day <= there[-1]]
    if policy.left is Treatment.IGNORE:
        there = [day for day in whole if day >= there[0]]
    gone = [one.during for one in facts.absences if one.during.days >= policy.shortest_absence]
    if policy.absent is Treatment.PRORATE:
        there = [day for day in there if not any(day in one for one in gone)]
    assert found.share.value == Fraction(len(there), len(whole))
    assert found.share.value >= policy.least.value
    assert sum((spell.share.value for spell in found.spells), Fraction(0)) == 1
    assert found.score([70] * len(found.spells)) == 70
    if policy.moved is not PostChange.SPLIT:
        assert len(found.spells) == 1


def test_somebody_who_changes_posts_is_weighed_by_days() -> None:
    facts = Facts(
        [
            Participant("ann"),
            Assignment("1", "ann", "2025-01-01/2026-02-01", role="rep", manager="bob"),
            Assignment("2", "ann", "2026-02-01/..", role="lead", manager="dan"),
            Absence("3", "ann", "2026-03-01/2026-03-15"),
        ],
        links="open",
    )
    split = ParticipationPolicy().of("ann", facts, Q1)
    assert [(spell.role, spell.share.value) for spell in split.spells] == [
        ("rep", Fraction(31, 76)),
        ("lead", Fraction(45, 76)),
    ]
    assert split.score([60, 90]) == Fraction(31 * 60 + 45 * 90, 76)
    assert split.manager == "dan"
    with pytest.raises(InvalidValueError, match="one for each"):
        split.score([60])
    last = ParticipationPolicy(moved="last").of("ann", facts, Q1)
    assert [spell.role for spell in last.spells] == ["lead"]
    assert not ParticipationPolicy(moved="exclude").of("ann", facts, Q1).included
    assert not ParticipationPolicy(absent="exclude").of("ann", facts, Q1).included
    assert ParticipationPolicy(absent="exclude", absence_kinds="illness").of("ann", facts, Q1).included
    assert split.reason.tree("zh").splitlines()[1:] == [
        "  2026-03-01至2026-03-14缺勤",
        "  期内任职 2 个岗位，按任职天数分段加权",
    ]


def test_a_cycle_is_opened_for_those_who_take_part() -> None:
    facts = Facts(
        [
            Participant("ann"),
            Participant("new", employed="2026-03-20/.."),
            Participant("gone", employed="2020-01-01/2025-12-01"),
            *[
                Assignment(f"A-{name}", name, "2020-01-01/..", manager="bob")
                for name in ("ann", "new", "gone")
            ],
            Participant("bob"),
        ]
    )
    policy = ParticipationPolicy(least="50%")
    cycle = open_cycle(POLICY, Q1, facts, DAY, policy, ["ann", "new", "gone"])
    assert [case.form.participant for case in cycle.cases] == ["ann"]
    assert [one.participant for one in cycle.left_out] == ["gone", "new"]
    with pytest.raises(BatchError, match="bob"):
        open_cycle(POLICY, Q1, facts, DAY)
    with pytest.raises(InvalidValueError, match="a month, a quarter"):
        AppraisalForm("x", "ann", "bob", FiscalCalendar().period_at("2026-01-05", "week"))
    assert Spell("2026-01-01/2026-02-01", "100%").role is None


def test_what_is_ignored_counts_as_the_whole_time() -> None:
    facts = Facts(
        [Participant("ann", employed="2026-02-01/2026-03-15"), Absence("L", "ann", "2026-02-03/2026-02-08")],
        links="open",
    )
    shares = {
        treatment: ParticipationPolicy(treatment, treatment, treatment).of("ann", facts, Q1).share.value
        for treatment in (Treatment.PRORATE, Treatment.IGNORE)
    }
    assert shares == {Treatment.PRORATE: Fraction(42 - 5, 90), Treatment.IGNORE: Fraction(1)}
    joined = ParticipationPolicy("ignore", "prorate", "ignore").of("ann", facts, Q1)
    assert joined.share.value == Fraction(31 + 28 + 14, 90)
    assert joined.reason.because[0].tree("zh") == "2026-02-01 入职\n  不影响考核，按全期计算"
    for days, counted in ((5, 37), (6, 42)):
        found = ParticipationPolicy(shortest_absence=days).of("ann", facts, Q1)
        assert found.share.value == Fraction(counted, 90)
    for policy in (ParticipationPolicy(joined="exclude"), ParticipationPolicy(left="exclude")):
        assert not policy.of("ann", facts, Q1).included


@pytest.mark.parametrize("given", [None, [], "facts"])
def test_who_takes_part_is_read_from_a_checked_batch(given: object) -> None:
    quarter = FiscalCalendar().period("2026-Q1")
    facts = cast("Facts", given)
    with pytest.raises(WrongTypeError, match="be a checked batch"):
        ParticipationPolicy().of("ann", facts, quarter)
    with pytest.raises(WrongTypeError, match="be a checked batch"):
        open_cycle(POLICY, quarter, facts, "2026-04-01")
