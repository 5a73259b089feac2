"""Structures: queries of a day against a replay of the dated rows; the check over days against each day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.errors import (
    BatchError,
    InvalidValueError,
    SalesmgmtError,
)
from salesmgmt.organization import (
    LineKind,
    OrgUnit,
    Position,
    PostAssignment,
    ReportingLine,
    SpanLimit,
    Structure,
    StructureFault,
    StructureFinding,
    StructurePolicy,
    StructureReport,
    structure_of,
)
from salesmgmt.organization.structure.circles import circles
from salesmgmt.records import Assignment, Facts, Participant, Unit
from salesmgmt.testing.organization_structure import structure_policies, structures

pytestmark = pytest.mark.properties

JANUARY = DateRange("2026-01-01", "2026-01-11")
DAYS = st.integers(1, 10).map(lambda day: date(2026, 1, day))


def held_by(structure: Structure, person: str, day: date) -> list[PostAssignment]:
    """The posts of a person on a day, read off the rows."""
    employed = next((one.employed for one in structure.people if one.id == person), None)
    if employed is not None and day not in employed:
        return []
    return [one for one in structure.assignments if one.person == person and day in one.during]


def replayed_managers(structure: Structure, person: str, day: date) -> set[str]:
    """Who leads somebody, read off the rows of a day one after the other."""
    employed = next((one.employed for one in structure.people if one.id == person), None)
    if employed is not None and day not in employed:
        return set()
    said = {
        line.manager
        for line in structure.lines
        if line.person == person and day in line.during and line.kind is LineKind.LINE
    }
    if said:
        return said
    posts = {one.id: one for one in structure.positions if day in one.during}
    units = {one.id: one for one in structure.units if day in one.during}
    everybody = {one.person for one in structure.assignments}
    found = set()
    for held in held_by(structure, person, day):
        if held.manager is not None:
            found.add(held.manager)
            continue
        above: set[str] = set()
        here, steps = posts.get(held.position or ""), 0
        while here is not None and here.reports_to is not None and not above and steps <= len(posts):
            above = {
                other
                for other in everybody - {person}
                if any(one.position == here.reports_to for one in held_by(structure, other, day))
            }
            here, steps = posts.get(here.reports_to), steps + 1
        if above:
            found |= above
            continue
        post = posts.get(held.position or "")
        unit = units.get(held.unit or (post.unit if post is not None else ""))
        for _ in range(len(units) + 1):
            if unit is None:
                break
            if unit.head is not None and unit.head != person:
                found.add(unit.head)
                break
            unit = units.get(unit.parent or "")
    return found


@given(structures(), DAYS)
def test_who_leads_whom_is_what_the_rows_of_the_day_say(structure: Structure, day: date) -> None:
    chart = structure.on(day)
    people = {one.person for one in structure.assignments}
    assert set(chart.people) == {person for person in people if held_by(structure, person, day)}
    for person in chart.people:
        managers = replayed_managers(structure, person, day)
        assert set(chart.managers(person)) == managers
        for manager in managers:
            assert person in chart.reports(manager)
            assert person == manager or person in chart.team(manager)
        if len(managers) == 1:
            assert structure.manager_at(person, day) == min(managers)
        assert chart.share(person) == sum(
            (one.share.value for one in held_by(structure, person, day)), Fraction(0)
        )


@given(structures(), DAYS)
def test_members_are_those_of_a_unit_and_of_all_below(structure: Structure, day: date) -> None:
    chart = structure.on(day)
    units = {one.id: one for one in structure.units if day in one.during}
    posts = {one.id: one for one in structure.positions if day in one.during}

    def is_below(unit: str, top: str) -> bool:
        for _ in range(len(units) + 1):
            if unit == top:
                return True
            if unit not in units or units[unit].parent is None:
                return False
            unit = units[unit].parent or ""
        return False

    for top in units:
        inside: dict[str, Fraction] = {}
        for one in structure.assignments:
            if one in held_by(structure, one.person, day):
                post = posts.get(one.position or "")
                unit = one.unit or (post.unit if post else None)
                if unit in units and is_below(unit, top):
                    inside.setdefault(one.person, Fraction(0))
                    inside[one.person] += one.share.value
        counted = chart.headcount(top)
        assert set(chart.members(top)) == set(inside)
        assert counted.people == len(inside)
        seats = [one for one in posts.values() if one.unit in units and is_below(one.unit, top)]
        assert counted.seats == sum(one.seats for one in seats)
        taken = sum(min(one.seats, len(chart.holders(one.id))) for one in seats)
        assert (counted.taken, counted.vacant) == (taken, counted.seats - taken)
        assert counted.full_time == sum(
            (post.share.value for post in chart.assignments if _unit(post, posts) in chart.units_below(top)),
            Fraction(0),
        )


def _unit(one: PostAssignment, posts: dict[str, Position]) -> str | None:
    post = posts.get(one.position or "")
    return one.unit or (post.unit if post else None)


@given(structures())
def test_the_order_of_the_rows_says_nothing(structure: Structure) -> None:
    other = Structure(
        structure.units[::-1],
        structure.positions[::-1],
        structure.assignments[::-1],
        structure.lines[::-1],
        structure.people[::-1],
    )
    assert other == structure
    assert other.on("2026-01-05") == structure.on("2026-01-05")


@given(structures(), structure_policies())
def test_the_check_over_days_is_the_check_of_each_day(structure: Structure, policy: StructurePolicy) -> None:
    report = policy.check(structure, during=JANUARY)
    for day in JANUARY.each_day():
        alone = policy.check(structure, on=day)
        whole = {evolve(one, during=alone.during) for one in report.findings if day in one.during}
        assert whole == set(alone.findings)


@given(structures())
def test_the_average_is_that_of_the_days(structure: Structure) -> None:
    for unit in (None, "north"):
        counts = []
        for day in JANUARY.each_day():
            there = unit is None or unit in {one.id for one in structure.on(day).units}
            counts.append(structure.headcount(day, unit).people if there else 0)
        assert structure.average_headcount(JANUARY, unit) == Fraction(sum(counts), len(counts))


@given(structures(), DAYS)
def test_a_vacancy_is_as_old_as_its_unbroken_days(structure: Structure, day: date) -> None:
    found = {one.position: one for one in structure.vacancies(day)}
    chart = structure.on(day)
    short = {one.id: one.seats - len(chart.holders(one.id)) for one in chart.positions}
    assert {name: one.seats for name, one in found.items()} == {
        name: open_ for name, open_ in short.items() if open_ > 0
    }
    for name, one in found.items():
        since = day
        while since >= date(2025, 12, 31):
            earlier = structure.on(since)
            posts = {post.id: post for post in earlier.positions}
            if name not in posts or len(earlier.holders(name)) >= posts[name].seats:
                break
            since = date.fromordinal(since.toordinal() - 1)
        expected = None if since < date(2025, 12, 31) else date.fromordinal(since.toordinal() + 1)
        assert one.since == expected


@given(structures(), DAYS)
def test_circles_of_people_are_those_who_lead_each_other(structure: Structure, day: date) -> None:
    chart = structure.on(day)
    report = StructurePolicy(tops=99, vacancies=False).check(structure, on=day)
    inside = {one for found in report.of("circle_of_people") for one in (found.subject, *found.others)}

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            for manager in replayed_managers(structure, waiting.pop(), day):
                if manager not in seen and manager in chart.people:
                    seen.add(manager)
                    waiting.append(manager)
        return seen

    assert inside == {person for person in chart.people if person in reached(person)}


EDGES = st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdef")), max_size=6)


@given(EDGES)
def test_circles_are_groups_that_lead_to_each_other(edges: dict[str, set[str]]) -> None:
    reach = {(one, other) for one, others in edges.items() for other in others}
    for _ in range(6):
        reach |= {(a, d) for (a, b), (c, d) in product(reach, reach) if b == c}
    groups = {
        tuple(sorted(other for other in "abcdef" if (one, other) in reach and (other, one) in reach))
        for one in "abcdef"
        if (one, one) in reach
    }
    assert set(circles(edges)) == groups


def test_a_long_line_is_no_matter_of_depth() -> None:
    held = [PostAssignment("p0", unit="u")]
    held += [PostAssignment(f"p{n}", unit="u", manager=f"p{n - 1}") for n in range(1, 3000)]
    structure = Structure(assignments=held)
    assert StructurePolicy().check(structure, on="2026-01-01").sound
    assert len(structure.on("2026-01-01").chain("p2999")) == 2999


def test_the_managers_of_a_person_over_time() -> None:
    structure = Structure(
        assignments=[
            PostAssignment("ann", None, "2026-01-01/2026-06-01", unit="n", manager="bob"),
            PostAssignment("ann", None, "2026-06-01/2026-09-01", unit="n", manager="cy"),
        ]
    )
    found = structure.managers("ann", "2026-01-01/2027-01-01")
    assert [(str(one.during), one.value) for one in found.entries] == [
        ("2026-01-01/2026-06-01", ("bob",)),
        ("2026-06-01/2026-09-01", ("cy",)),
    ]


def sound() -> Structure:
    """Four people in line, without a fault."""
    return Structure(
        [OrgUnit("sales", head="eve", headcount=4), OrgUnit("north", parent="sales")],
        [
            Position("head", "sales", "director"),
            Position("north-manager", "north", "sales manager", "head"),
            Position("north-rep", "north", "rep", "north-manager", 2),
        ],
        [
            PostAssignment("eve", "head"),
            PostAssignment("bob", "north-manager"),
            PostAssignment("ann", "north-rep"),
            PostAssignment("cy", "north-rep"),
        ],
    )


def faults(structure: Structure, **policy: object) -> list[tuple[str, str]]:
    report = StructurePolicy(**policy).check(structure, on="2026-03-02")  # type: ignore[arg-type]
    return [(str(one.fault), one.subject) for one in report.findings]


def test_each_fault_is_found_and_nothing_else() -> None:
    plain = sound()
    assert faults(plain, spans=[SpanLimit(2)]) == []
    without = [one for one in plain.assignments if one.person != "bob"]
    assert faults(evolve(plain, assignments=without)) == [("vacant", "north-manager")]
    assert plain.on("2026-03-02").chain("ann") == ("bob", "eve")
    assert evolve(plain, assignments=without).manager_at("ann", "2026-03-02") == "eve"
    more = (*plain.assignments, PostAssignment("dee", "north-manager", share="50%"))
    assert faults(evolve(plain, assignments=more)) == [
        ("several_managers", "ann"),
        ("several_managers", "cy"),
        ("overfilled", "north-manager"),
        ("headcount_above", "sales"),
    ]
    assert faults(plain, spans=[SpanLimit(1)]) == [("span_wide", "bob")]
    roles = [SpanLimit(1), SpanLimit(8, role="sales manager")]
    assert faults(plain, spans=roles) == []
    assert faults(plain, spans=[SpanLimit(9, 2)]) == [("span_narrow", "eve")]
    line = ReportingLine("eve", "ann")
    assert faults(evolve(plain, lines=[line])) == [("circle_of_people", "ann")]
    dotted = ReportingLine("eve", "ann", "dotted")
    assert faults(evolve(plain, lines=[dotted])) == []
    assert evolve(plain, lines=[dotted]).on("2026-03-02").dotted("eve") == ("ann",)
    away = (*plain.lines, ReportingLine("ann", "zoe"))
    assert faults(evolve(plain, lines=away)) == [("absent_manager", "ann")]
    alone = (*plain.assignments, PostAssignment("fay", unit="north", share="10%"))
    open_unit = [OrgUnit("sales"), OrgUnit("north", parent="sales")]
    assert faults(evolve(plain, units=open_unit, assignments=alone)) == [("no_manager", "fay")]
    assert faults(evolve(plain, units=open_unit, assignments=alone), tops=2) == []
    assert faults(plain, least_share="100%") == []
    double = (*plain.assignments, PostAssignment("ann", unit="north", manager="bob", share="1%"))
    assert faults(evolve(plain, assignments=double)) == [("shares_above", "ann")]
    part = [evolve(one, share="60%") if one.person == "ann" else one for one in plain.assignments]
    assert faults(evolve(plain, assignments=part), least_share="80%") == [("shares_below", "ann")]
    circle = [OrgUnit("sales", parent="north", head="eve"), OrgUnit("north", parent="sales")]
    assert faults(evolve(plain, units=circle)) == [("circle_of_units", "north")]
    posts = [evolve(one, reports_to="north-rep") if one.id == "head" else one for one in plain.positions]
    assert ("circle_of_posts", "head") in faults(evolve(plain, positions=posts))
    gone = [OrgUnit("sales", head="eve"), OrgUnit("north", parent="sales", during="../2026-01-01")]
    assert faults(evolve(plain, units=gone)) == [
        ("unit_missing", "north-manager"),
        ("unit_missing", "north-rep"),
    ]
    ended = [evolve(one, during="../2026-01-01") if one.id == "head" else one for one in plain.positions]
    assert ("post_missing", "eve") in faults(evolve(plain, positions=ended))
    left = [Participant("ann", employed="2020-01-01/2026-03-01"), Participant("gus")]
    assert faults(evolve(plain, people=left), vacancies=False) == [
        ("not_employed", "ann"),
        ("unassigned", "gus"),
    ]


@pytest.mark.parametrize("fault", StructureFault)
def test_every_fault_has_its_sentence(fault: StructureFault) -> None:
    finding = StructureFinding(fault, "ann", ["bob"], 3, 2, "2026-01-01/2026-02-01")
    report = StructureReport("2026-01-01/2026-03-01", [finding])
    for lang in ("en", "zh"):
        assert "ann" in finding.reason.text(lang)
        assert finding.reason.text(lang) in report.table(lang).text()
    assert report.about("bob") == (finding,)


def test_what_cannot_be_a_structure_is_refused_all_at_once() -> None:
    with pytest.raises(BatchError) as caught:
        Structure(
            [OrgUnit("a", parent="x"), OrgUnit("a", during="2026-01-01/..")],
            [Position("p", "y", "rep", "q")],
            [PostAssignment("ann", "z"), PostAssignment("bob", unit="w")],
            people=[Participant("ann"), Participant("ann", "Ann")],
        )
    assert len(caught.value.problems) == 7


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: PostAssignment("ann"),
        lambda: PostAssignment("ann", "p", share=0),
        lambda: PostAssignment("ann", "p", manager="ann"),
        lambda: Position("p", "u", "rep", seats=0),
        lambda: OrgUnit("u", parent="u"),
        lambda: SpanLimit(2, 3),
        lambda: StructurePolicy(spans=[SpanLimit(2), SpanLimit(3)]),
        lambda: StructurePolicy().check(sound()),
        lambda: StructurePolicy().check("sound", on="2026-01-01"),  # type: ignore[arg-type]
        lambda: sound().on("2026-01-01").reports("nobody"),
        lambda: sound().on("2026-01-01").holders("nothing"),
        lambda: sound().headcount("2026-01-01", "nowhere"),
        lambda: ReportingLine("ann", "ann"),
    ],
)
def test_what_is_wrong_is_refused(wrong: object) -> None:
    with pytest.raises(SalesmgmtError):
        wrong()  # type: ignore[operator]


def test_records_make_a_structure() -> None:
    facts = Facts(
        [
            Unit("sales"),
            Unit("north", parent="sales"),
            Participant("ann", employed="2026-01-01/.."),
            Participant("bob"),
            Assignment("A-1", "ann", "2026-01-01/..", unit="north", more={"position": "rep", "share": "80%"}),
            Assignment("A-2", "bob", "2026-01-01/..", unit="sales"),
            Assignment("A-3", "bob", "2026-01-01/..", plan="P-1"),
        ]
    )
    structure = structure_of(
        facts, positions=[Position("rep", "north", "rep")], heads=[OrgUnit("sales", head="bob", headcount=5)]
    )
    chart = structure.on("2026-02-01")
    assert chart.manager("ann") == "bob"
    assert chart.share("ann") == Fraction(4, 5)
    assert chart.headcount("sales").room == 3
    assert chart.in_role("rep") == ("ann",)
    with pytest.raises(InvalidValueError):
        structure_of(Facts([Assignment("A", "ann", "../..", unit="n", more={"position": 3})]))


def test_the_chart_as_a_table() -> None:
    assert "合计" in sound().on("2026-03-02").table("zh").text()
    assert sound().on("2026-03-02").table().rows[1][:3] == ("sales", "eve", 4)


def test_a_vacant_post_lets_its_people_report_further_up() -> None:
    posts = [Position("top", "u", "a"), Position("mid", "u", "b", "top"), Position("low", "u", "c", "mid")]
    held = [PostAssignment("eve", "top"), PostAssignment("ann", "low")]
    assert Structure(positions=posts, assignments=held).manager_at("ann", "2026-01-01") == "eve"


def test_a_vacancy_begins_where_the_last_holder_left() -> None:
    held = [
        PostAssignment("ann", "rep", "2026-01-01/2026-02-01"),
        PostAssignment("bob", "rep", "2026-03-01/2026-04-01"),
    ]
    structure = Structure(positions=[Position("rep", "u", "rep")], assignments=held)
    since = {
        day: structure.vacancies(day) for day in ("2025-12-31", "2026-02-15", "2026-03-15", "2026-05-01")
    }
    assert [[one.since for one in found] for found in since.values()] == [
        [None],
        [date(2026, 2, 1)],
        [],
        [date(2026, 4, 1)],
    ]
