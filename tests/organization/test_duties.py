"""Duties: RACI against a plain count, job profiles against posts, overlay roles and what they did."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from salesmgmt.errors import BatchError, InvalidValueError, SalesmgmtError
from salesmgmt.organization import (
    JobDuty,
    JobProfile,
    OrgUnit,
    OverlayCell,
    OverlayDuty,
    OverlayPlan,
    OverlayRole,
    Position,
    PostAssignment,
    ProfileFault,
    ProfileFinding,
    RaciFault,
    RaciFinding,
    RaciMatrix,
    RaciPolicy,
    RaciTask,
    Structure,
    check_profiles,
)
from salesmgmt.records import Activity
from salesmgmt.testing.organization_structure import overlay_plans, raci_matrices, raci_policies

pytestmark = pytest.mark.properties


@given(raci_matrices(), raci_policies())
def test_a_task_is_sound_with_one_accountable_and_somebody_responsible(
    matrix: RaciMatrix, policy: RaciPolicy
) -> None:
    report = policy.check(matrix)
    wrong = set()
    for task in matrix.tasks:
        cells = ["".join(letters) for _, letters in task.marks]
        accountable = sum("A" in cell for cell in cells)
        consulted = sum("C" in cell for cell in cells)
        if accountable != 1 or not any("R" in cell for cell in cells):
            wrong.add(task.name)
        if policy.most_consulted is not None and consulted > policy.most_consulted:
            wrong.add(task.name)
    assert {one.task for one in report.findings if one.task is not None} == wrong
    idle = {who for who in matrix.everybody if not any(task.letters(who) for task in matrix.tasks)}
    assert {one.people[0] for one in report.of("idle")} == idle
    for fault, letter, most in (
        (RaciFault.ACCOUNTABLE_OVERLOAD, "A", policy.most_accountable),
        (RaciFault.RESPONSIBLE_OVERLOAD, "R", policy.most_responsible),
    ):
        counts = {who: sum(letter in task.letters(who) for task in matrix.tasks) for who in matrix.everybody}
        above = {who: n for who, n in counts.items() if most is not None and n > most}
        assert {one.people[0]: one.count for one in report.of(fault)} == above
    assert report.sound == (not report.findings)
    assert len(report.table("zh").rows) == len(report.findings)


@pytest.mark.parametrize("fault", RaciFault)
def test_every_fault_of_a_matrix_has_its_sentence(fault: RaciFault) -> None:
    finding = RaciFinding(fault, "quote", ["ann"], 3, 2)
    assert finding.reason.text("en") != finding.reason.text("zh")


def chart() -> Structure:
    """A manager and two reps."""
    return Structure(
        [OrgUnit("north", head="bob")],
        [Position("manager", "north", "sales manager"), Position("rep", "north", "rep", "manager", 2)],
        [
            PostAssignment("bob", "manager"),
            PostAssignment("ann", "rep"),
            PostAssignment("cy", "rep", "2026-03-01/.."),
        ],
    )


def test_roles_become_the_people_who_hold_them() -> None:
    matrix = RaciMatrix(
        {"quote": {"sales manager": "A", "rep": "R"}, "sign": {"rep": "A/R", "lawyer": "C"}}, "rep"
    )
    held = matrix.held_on(chart().on("2026-02-01"))
    assert held.roster == ("ann",)
    assert held.tasks[0].letters("bob") == ("A",)
    assert RaciPolicy().check(held).sound
    later = RaciPolicy().check(matrix.held_on(chart().on("2026-04-01")))
    assert [(one.fault, one.task, one.people) for one in later.findings] == [
        (RaciFault.SEVERAL_ACCOUNTABLE, "sign", ("ann", "cy"))
    ]
    nobody = RaciPolicy().check(RaciMatrix({"sue": {"lawyer": "A/R"}}).held_on(chart().on("2026-04-01")))
    assert [one.fault for one in nobody.findings] == [RaciFault.UNMARKED]


def test_a_matrix_as_a_table() -> None:
    table = RaciMatrix({"quote": {"ann": "a / r", "task": "I"}}).table("zh")
    assert [column.heading for column in table.columns] == ["任务", "ann", "task"]
    assert table.rows == (("quote", "R/A", "I"),)


def test_profiles_against_posts() -> None:
    profiles = [
        JobProfile("rep", reports_to="director", duties=[JobDuty("price", "100%", sole=True)]),
        JobProfile("director", duties=["price"]),
    ]
    found = check_profiles(profiles, chart().on("2026-02-01"))
    assert [(one.fault, one.subject, one.others) for one in found] == [
        (ProfileFault.NO_PROFILE, "sales manager", ()),
        (ProfileFault.NO_POST, "director", ()),
        (ProfileFault.OTHER_SUPERIOR, "ann", ("director", "bob")),
        (ProfileFault.DUTY_SHARED, "price", ("director", "rep")),
    ]
    with pytest.raises(BatchError):
        check_profiles([JobProfile("rep"), JobProfile("rep")], chart().on("2026-02-01"))


@pytest.mark.parametrize("fault", ProfileFault)
def test_every_fault_of_a_profile_has_its_sentence(fault: ProfileFault) -> None:
    finding = ProfileFinding(fault, "rep", ["bob"])
    assert finding.reason.text("en") != finding.reason.text("zh")


def test_a_job_description() -> None:
    profile = JobProfile(
        "rep",
        "业务员",
        "sells",
        [JobDuty("visit", "60%"), "report"],
        {"product": 3},
        "revenue",
        "manager",
        "P3",
    )
    text = profile.table("zh").text()
    for word in ("岗位目的", "visit", "60%", "技能要求", "考核指标", "直接上级", "P3"):
        assert word in text
    with pytest.raises(InvalidValueError, match="10% above"):
        JobProfile("rep", duties=[JobDuty("a", "60%"), JobDuty("b", "50%"), "c"])


@given(overlay_plans())
def test_a_cell_is_held_by_those_of_its_line_and_unit(plan: OverlayPlan) -> None:
    for cell in plan.cells("2026-01-10"):
        people = {
            one.person
            for one in plan.roles
            if one.role == "product manager"
            and cell.line in one.lines
            and cell.unit in one.units
            and "2026-01-10" in one.during
        }
        assert set(cell.people) == people
        assert (cell in plan.check("2026-01-10")) == (len(people) != 1)
    assert len(plan.table("2026-01-10").rows) == len(plan.lines) * len(plan.units)


def test_cells_in_words() -> None:
    for people in ([], ["pam"], ["pam", "tom"]):
        reason = OverlayCell("GTX", "north", people).reason
        assert reason.text("en") != reason.text("zh")


def test_what_is_due_counts_the_days_of_a_started_period() -> None:
    pam = OverlayRole(
        "pam",
        "GTX",
        "north",
        duties=[OverlayDuty("training", 620, minutes=True), OverlayDuty("visit", 90, "quarter")],
        during="2026-01-11/..",
    )
    activities = [
        Activity("1", "2026-01-10", "pam", "training", minutes=600),
        Activity("2", "2026-01-12", "pam", "training", minutes=400),
        Activity("3", "2026-01-13", "tom", "training", minutes=400),
        Activity("4", "2026-01-14", "pam", "training"),
        Activity("5", "2026-01-15", "pam", "visit"),
    ]
    training, visit = pam.fulfilled(activities, "2026-01-01/2026-02-01")
    assert (training.due, training.done, training.met) == (Fraction(620 * 21, 31), Fraction(400), False)
    assert (visit.due, visit.done) == (Fraction(90 * 21, 90), Fraction(1))
    assert training.reason.text("zh") == "pam：training 应完成 420 分钟，实际 400 分钟"
    assert [one.due for one in pam.fulfilled([], "2025-01-01/2025-02-01")] == [0, 0]
    assert pam.fulfilled(activities[::-1], "2026-01-01/2026-02-01") == (training, visit)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: RaciTask("t", {"ann": "X"}),
        lambda: RaciTask("t", [("ann", "A"), ("ann", "R")]),
        lambda: RaciTask("t", ["ann"]),  # type: ignore[list-item]
        lambda: RaciMatrix([RaciTask("t"), RaciTask("t")]),
        lambda: RaciPolicy(most_consulted=-1),
        lambda: RaciPolicy().check({"t": {}}),  # type: ignore[arg-type]
        lambda: OverlayRole("pam", [], ["north"]),
        lambda: OverlayRole("pam", "GTX", "north").fulfilled([], "2026-01-01/.."),
        lambda: JobProfile("rep", skills={"x": 0}),
        lambda: JobProfile("rep", duties=["a", "a"]),
    ],
)
def test_what_is_wrong_is_refused(wrong: object) -> None:
    with pytest.raises(SalesmgmtError):
        wrong()  # type: ignore[operator]
