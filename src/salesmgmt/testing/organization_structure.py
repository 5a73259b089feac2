"""Hypothesis strategies for units, posts, reporting lines, structures, their checks, and duties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import Dated, DateRange, Timeline
from salesmgmt.organization.structure import (
    DutyDone,
    Headcount,
    JobDuty,
    JobProfile,
    LineKind,
    OrgChart,
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
    RaciLetter,
    RaciMatrix,
    RaciPolicy,
    RaciReport,
    RaciTask,
    ReportingLine,
    SpanLimit,
    Structure,
    StructureFault,
    StructureFinding,
    StructurePolicy,
    StructureReport,
    Vacancy,
)
from salesmgmt.records import Participant
from salesmgmt.testing.calendars import date_ranges, period_kinds

__all__ = [
    "STRATEGIES",
    "duties_done",
    "headcounts",
    "job_duties",
    "job_profiles",
    "org_charts",
    "org_units",
    "overlay_cells",
    "overlay_duties",
    "overlay_plans",
    "overlay_roles",
    "positions",
    "post_assignments",
    "profile_findings",
    "raci_findings",
    "raci_matrices",
    "raci_policies",
    "raci_reports",
    "raci_tasks",
    "reporting_lines",
    "span_limits",
    "structure_findings",
    "structure_policies",
    "structure_reports",
    "structures",
    "vacancies",
]

_NAMES = st.text(min_size=1, max_size=6)
_NAMED = ("ann", "bob", "cy", "dee", "eve")
_PEOPLE = st.sampled_from(_NAMED)
_UNITS = st.sampled_from(["company", "north", "south"])
_POSTS = st.sampled_from(["manager", "rep", "support"])
_ROLES = st.sampled_from(["sales manager", "rep", "engineer"])
_SHARES = st.fractions(Fraction(1, 100), 1, max_denominator=100)
_SEATS = st.integers(1, 2)
_FIGURES = st.none() | st.fractions(0, 1000)


def org_units() -> st.SearchStrategy[OrgUnit]:
    """Units with and without a unit above, a head and an approved headcount."""
    pairs = st.tuples(_NAMES, st.none() | _NAMES).filter(lambda pair: pair[0] != pair[1])
    return st.builds(
        lambda pair, name, head, headcount, during: OrgUnit(pair[0], name, pair[1], head, headcount, during),
        pairs,
        st.text(max_size=6),
        st.none() | _NAMES,
        st.none() | st.integers(0, 10**6),
        date_ranges(),
    )


def positions() -> st.SearchStrategy[Position]:
    """Posts of any number of seats."""
    pairs = st.tuples(_NAMES, st.none() | _NAMES).filter(lambda pair: pair[0] != pair[1])
    return st.builds(
        lambda pair, unit, role, seats, name, during: Position(
            pair[0], unit, role, pair[1], seats, name, during
        ),
        pairs,
        _NAMES,
        _NAMES,
        st.integers(1, 1000),
        st.text(max_size=6),
        date_ranges(),
    )


@st.composite
def post_assignments(draw: st.DrawFn) -> PostAssignment:
    """People who hold posts, or belong to units, with any share of their time.

    Args:
        draw: Supplied by Hypothesis.
    """
    person = draw(_NAMES)
    post = draw(st.none() | _NAMES)
    return PostAssignment(
        person,
        post,
        draw(date_ranges()),
        draw(_NAMES if post is None else st.none() | _NAMES),
        draw(st.none() | _NAMES),
        draw(st.none() | _NAMES.filter(lambda name: name != person)),
        draw(_SHARES),
    )


def reporting_lines() -> st.SearchStrategy[ReportingLine]:
    """Lines of both kinds."""
    pairs = st.tuples(_NAMES, _NAMES).filter(lambda pair: pair[0] != pair[1])
    return st.builds(
        lambda pair, kind, during: ReportingLine(pair[0], pair[1], kind, during),
        pairs,
        st.sampled_from(LineKind),
        date_ranges(),
    )


@st.composite
def structures(draw: st.DrawFn) -> Structure:
    """Structures of few names, so that circles, gaps and double managers come about.

    Args:
        draw: Supplied by Hypothesis.
    """
    spans = _spans()
    heads = st.none() | _PEOPLE
    names = sorted(draw(st.sets(_UNITS, min_size=1)))
    units = []
    for name in names:
        others = [one for one in names if one != name]
        for during in draw(_apart()):
            parent = draw(st.none() | st.sampled_from(others)) if others else None
            approved = draw(st.none() | st.integers(0, 3))
            units.append(OrgUnit(name, "", parent, draw(heads), approved, during))
    posts = sorted(draw(st.sets(_POSTS)))
    seats = []
    for name in posts:
        others = [one for one in posts if one != name]
        for during in draw(_apart()):
            above = draw(st.none() | st.sampled_from(others)) if others else None
            seats.append(
                Position(
                    name,
                    draw(st.sampled_from(names)),
                    draw(_ROLES),
                    above,
                    draw(st.integers(1, 2)),
                    "",
                    during,
                )
            )
    held = []
    for _ in range(draw(st.integers(0, 5))):
        person = draw(_PEOPLE)
        post = draw(st.none() | st.sampled_from(posts)) if posts else None
        unit = draw(st.sampled_from(names)) if post is None or draw(st.booleans()) else None
        manager = draw(st.none() | st.sampled_from([name for name in _NAMED if name != person]))
        role = draw(st.none() | _ROLES)
        held.append(PostAssignment(person, post, draw(spans), unit, role, manager, draw(_SHARES)))
    pairs = st.tuples(_PEOPLE, _PEOPLE).filter(lambda pair: pair[0] != pair[1])
    lines = [
        ReportingLine(*draw(pairs), draw(st.sampled_from(LineKind)), draw(spans))
        for _ in range(draw(st.integers(0, 3)))
    ]
    people = [Participant(name, employed=draw(st.none() | spans)) for name in sorted(draw(st.sets(_PEOPLE)))]
    return Structure(units, seats, held, lines, people)


def _days() -> st.SearchStrategy[int]:
    return st.integers(1, 9)


@st.composite
def _spans(draw: st.DrawFn) -> DateRange:
    """Days of the first days of January 2026, with open bounds at times."""
    first, last = sorted(draw(st.lists(_days(), min_size=2, max_size=2, unique=True)))
    start = draw(st.sampled_from([None, f"2026-01-{first:02}"]))
    return DateRange(start, draw(st.sampled_from([None, f"2026-01-{last:02}"])))


@st.composite
def _apart(draw: st.DrawFn) -> list[DateRange]:
    """One or two spans that share no day."""
    spans = draw(st.lists(_spans(), min_size=1, max_size=2))
    if len(spans) == 2 and Timeline.problems([Dated(span, "") for span in spans]):
        return spans[:1]
    return spans


@st.composite
def org_charts(draw: st.DrawFn) -> OrgChart:
    """Charts of generated structures on a day of January 2026.

    Args:
        draw: Supplied by Hypothesis.
    """
    return draw(structures()).on(f"2026-01-{draw(_days()):02}")


@st.composite
def headcounts(draw: st.DrawFn) -> Headcount:
    """Headcounts of any numbers.

    Args:
        draw: Supplied by Hypothesis.
    """
    seats = draw(st.integers(0, 1000))
    return Headcount(
        draw(st.dates()),
        draw(st.none() | _NAMES),
        draw(st.integers(0, 1000)),
        draw(st.fractions(0, 1000)),
        seats,
        draw(st.integers(0, seats)),
        draw(st.none() | st.integers(0, 1000)),
    )


def vacancies() -> st.SearchStrategy[Vacancy]:
    """Open seats of any age."""
    return st.builds(Vacancy, _NAMES, st.integers(1, 100), st.none() | st.dates())


def span_limits() -> st.SearchStrategy[SpanLimit]:
    """Limits for roles, and for everybody."""
    bounds = st.tuples(st.integers(1, 50), st.integers(1, 50)).map(sorted)
    return st.builds(lambda pair, role: SpanLimit(pair[1], pair[0], role), bounds, st.none() | _NAMES)


def structure_policies() -> st.SearchStrategy[StructurePolicy]:
    """Policies with up to three limits."""
    shares = st.tuples(st.fractions(0, 2), st.fractions(0, 2)).map(sorted)
    return st.builds(
        lambda spans, tops, pair, vacant: StructurePolicy(spans, tops, pair[1], pair[0], vacant),
        st.lists(span_limits(), max_size=3, unique_by=lambda one: one.role),
        st.integers(0, 3),
        shares,
        st.booleans(),
    )


def structure_findings() -> st.SearchStrategy[StructureFinding]:
    """Findings of every fault."""
    return st.builds(
        StructureFinding,
        st.sampled_from(StructureFault),
        _NAMES,
        st.lists(_NAMES, max_size=3, unique=True),
        _FIGURES,
        _FIGURES,
        date_ranges(),
    )


def structure_reports() -> st.SearchStrategy[StructureReport]:
    """Reports of up to four findings."""
    return st.builds(StructureReport, date_ranges(), st.lists(structure_findings(), max_size=4))


_LETTERS = st.sets(st.sampled_from(RaciLetter), min_size=1).map(tuple)


def raci_tasks() -> st.SearchStrategy[RaciTask]:
    """Tasks with up to four marks."""
    return st.builds(RaciTask, _NAMES, st.dictionaries(_NAMES, _LETTERS, max_size=4))


def raci_matrices() -> st.SearchStrategy[RaciMatrix]:
    """Matrices of up to five tasks and few people."""
    tasks = st.builds(RaciTask, _NAMES, st.dictionaries(_PEOPLE, _LETTERS, max_size=4))
    return st.builds(
        RaciMatrix,
        st.lists(tasks, max_size=5, unique_by=lambda one: one.name),
        st.lists(_PEOPLE, max_size=3, unique=True),
    )


def raci_policies() -> st.SearchStrategy[RaciPolicy]:
    """Policies with and without limits."""
    limits = st.none() | st.integers(0, 4)
    return st.builds(RaciPolicy, limits, limits, limits)


def raci_findings() -> st.SearchStrategy[RaciFinding]:
    """Findings of every fault."""
    return st.builds(
        RaciFinding,
        st.sampled_from(RaciFault),
        st.none() | _NAMES,
        st.lists(_NAMES, max_size=3, unique=True),
        st.integers(0, 9),
        st.none() | st.integers(0, 9),
    )


def raci_reports() -> st.SearchStrategy[RaciReport]:
    """Reports of up to four findings."""
    return st.builds(RaciReport, st.lists(raci_findings(), max_size=4))


def job_duties() -> st.SearchStrategy[JobDuty]:
    """Duties with and without a share."""
    return st.builds(JobDuty, _NAMES, st.none() | _SHARES, st.booleans())


@st.composite
def job_profiles(draw: st.DrawFn) -> JobProfile:
    """Profiles of up to four duties, whose shares total 100 % where they have any.

    Args:
        draw: Supplied by Hypothesis.
    """
    names = draw(st.lists(_NAMES, max_size=4, unique=True))
    weights = [draw(st.integers(1, 9)) for _ in names]
    shared = draw(st.booleans())
    duties = [
        JobDuty(name, Fraction(weight, sum(weights)) if shared else None, draw(st.booleans()))
        for name, weight in zip(names, weights, strict=True)
    ]
    return JobProfile(
        draw(_NAMES),
        draw(st.text(max_size=6)),
        draw(st.text(max_size=6)),
        duties,
        draw(st.dictionaries(_NAMES, st.integers(1, 5), max_size=3)),
        draw(st.lists(_NAMES, max_size=3, unique=True)),
        draw(st.none() | _NAMES),
        draw(st.none() | _NAMES),
    )


def profile_findings() -> st.SearchStrategy[ProfileFinding]:
    """Findings of every fault."""
    others = st.lists(_NAMES, max_size=3, unique=True)
    return st.builds(ProfileFinding, st.sampled_from(ProfileFault), _NAMES, others)


def overlay_duties() -> st.SearchStrategy[OverlayDuty]:
    """Duties of every period."""
    return st.builds(OverlayDuty, _NAMES, st.integers(1, 10**4), period_kinds(), st.booleans())


def overlay_roles() -> st.SearchStrategy[OverlayRole]:
    """Roles of few people, lines and units, so that gaps and doubles come about."""
    return st.builds(
        OverlayRole,
        _PEOPLE,
        st.lists(st.sampled_from(["GTX", "LT"]), min_size=1, unique=True),
        st.lists(_UNITS, min_size=1, unique=True),
        st.sampled_from(["product manager", "engineer"]),
        st.lists(overlay_duties(), max_size=2),
        _spans(),
    )


def overlay_plans() -> st.SearchStrategy[OverlayPlan]:
    """Plans of up to four roles."""
    return st.builds(
        OverlayPlan,
        st.lists(overlay_roles(), max_size=4),
        st.lists(st.sampled_from(["GTX", "LT"]), unique=True),
        st.lists(_UNITS, unique=True),
    )


def overlay_cells() -> st.SearchStrategy[OverlayCell]:
    """Cells with nobody, one person and several."""
    return st.builds(OverlayCell, _NAMES, _NAMES, st.lists(_NAMES, max_size=3, unique=True))


def duties_done() -> st.SearchStrategy[DutyDone]:
    """Duties of which anything is done."""
    figures = st.fractions(0, 1000)
    return st.builds(DutyDone, _NAMES, overlay_duties(), figures, figures)


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        DutyDone: duties_done,
        Headcount: headcounts,
        JobDuty: job_duties,
        JobProfile: job_profiles,
        LineKind: lambda: st.sampled_from(LineKind),
        OrgChart: org_charts,
        OrgUnit: org_units,
        OverlayCell: overlay_cells,
        OverlayDuty: overlay_duties,
        OverlayPlan: overlay_plans,
        OverlayRole: overlay_roles,
        Position: positions,
        PostAssignment: post_assignments,
        ProfileFault: lambda: st.sampled_from(ProfileFault),
        ProfileFinding: profile_findings,
        RaciFault: lambda: st.sampled_from(RaciFault),
        RaciFinding: raci_findings,
        RaciLetter: lambda: st.sampled_from(RaciLetter),
        RaciMatrix: raci_matrices,
        RaciPolicy: raci_policies,
        RaciReport: raci_reports,
        RaciTask: raci_tasks,
        ReportingLine: reporting_lines,
        SpanLimit: span_limits,
        Structure: structures,
        StructureFault: lambda: st.sampled_from(StructureFault),
        StructureFinding: structure_findings,
        StructurePolicy: structure_policies,
        StructureReport: structure_reports,
        Vacancy: vacancies,
    }
)
"""A strategy for every public class and choice of this part."""
