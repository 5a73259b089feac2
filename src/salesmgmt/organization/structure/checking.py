"""The check of a structure: one line manager, no circle, span of control, vacant posts, whole people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from attrs import evolve, field, frozen

from salesmgmt.calendars import DateRange, as_date, gaps, merge, range_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate, rate_of
from salesmgmt.organization.checks import check_count, check_flag, check_optional_text, tuple_of
from salesmgmt.organization.structure.charts import OrgChart
from salesmgmt.organization.structure.circles import circles
from salesmgmt.organization.structure.findings import StructureFault, StructureFinding, StructureReport
from salesmgmt.organization.structure.structure import Structure, day_in

__all__ = ["SpanLimit", "StructurePolicy"]


@frozen
class SpanLimit:
    """How many people may report to one manager directly.

    Attributes:
        most: The most that may.
        least: The fewest that may, of those who lead anybody at all.
        role: The role of the manager that it is for; None for every other one.

    Raises:
        InvalidValueError: If a number is below 1, the least is above the most, or the role is empty.
        WrongTypeError: If a field has another type.
    """

    most: int
    least: int = 1
    role: str | None = None

    def __attrs_post_init__(self) -> None:
        check_count("most", self.most, 1)
        check_count("least", self.least, 1)
        check_optional_text("role", self.role)
        if self.least > self.most:
            raise InvalidValueError("least", self.least, f"be at most {self.most}, the most")


def _as_spans(given: Iterable[SpanLimit] | SpanLimit) -> tuple[SpanLimit, ...]:
    return tuple(sorted(tuple_of(SpanLimit, given, "spans"), key=lambda one: one.role or ""))


def _as_least(value: Rate | str | int | Fraction) -> Rate:
    return rate_of(value, "least_share")


def _as_most(value: Rate | str | int | Fraction) -> Rate:
    return rate_of(value, "most_share")


@frozen
class StructurePolicy:
    """What a sound structure is.

    Attributes:
        spans: Spans of control; a limit for a role goes before the one for all others. Somebody who holds
            several such roles has to keep the narrowest.
        tops: How many people may have no line manager. Those with the most people below them are let pass,
            the first by identifier among equals.
        most_share: The most that the posts of one person may take together.
        least_share: The least that they have to take.
        vacancies: Whether vacant seats are findings.

    Raises:
        InvalidValueError: If two limits are for one role, a number is negative, or the shares are out of
            order.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.organization.structure import PostAssignment
        >>> structure = Structure(assignments=[
        ...     PostAssignment("eve", unit="sales"),
        ...     PostAssignment("ann", unit="north", manager="eve", share="60%"),
        ...     PostAssignment("ann", unit="south", manager="bob", share="50%"),
        ...     PostAssignment("bob", unit="south", manager="eve"),
        ... ])
        >>> report = StructurePolicy(spans=SpanLimit(8)).check(structure, on="2026-03-02")
        >>> for reason in report.reasons:
        ...     print(reason)
        ann has several line managers: bob, eve
        the posts of ann take 110% of a person's time, the limit is 100%
    """

    spans: tuple[SpanLimit, ...] = field(default=(), converter=_as_spans)
    tops: int = 1
    most_share: Rate = field(default=Rate(1), converter=_as_most)
    least_share: Rate = field(default=Rate(0), converter=_as_least)
    vacancies: bool = True

    def __attrs_post_init__(self) -> None:
        check_count("tops", self.tops)
        check_flag("vacancies", self.vacancies)
        roles = [one.role for one in self.spans]
        if len(set(roles)) != len(roles):
            raise InvalidValueError("spans", roles, "have one limit for each role")
        if not 0 <= self.least_share.value <= self.most_share.value:
            raise InvalidValueError(
                "least_share", self.least_share, f"be 0% to {self.most_share}, the most that one may give"
            )

    def check(
        self,
        structure: Structure,
        *,
        on: date | str | None = None,
        during: DateRange | str | None = None,
    ) -> StructureReport:
        """Everything that is wrong with a structure on a day, or over some days.

        Over some days the structure is looked at once for each part of them in which nothing changes; a
        finding that holds over several parts is one finding with all those days.

        Args:
            structure: The structure.
            on: A day.
            during: Days, with or without bounds.

        Raises:
            InvalidValueError: If not exactly one of day and days is given.
            WrongTypeError: If it is no structure.
        """
        if not isinstance(structure, Structure):
            raise WrongTypeError("structure", structure, "be a Structure")
        if (on is None) == (during is None):
            raise InvalidValueError("on", on, "be given, or during, and not both")
        days = range_of(during) if during is not None else DateRange.day(as_date(on or "", "on"))
        found: dict[StructureFinding, list[DateRange]] = {}
        for part in structure.parts(days):
            for finding in self._on(structure.on(day_in(part))):
                found.setdefault(finding, []).append(part)
        findings = [evolve(one, during=span) for one, parts in found.items() for span in merge(parts)]
        return StructureReport(days, (*findings, *_employment(structure, days)))

    def _on(self, chart: OrgChart) -> Iterator[StructureFinding]:
        yield from _circles(chart)
        yield from _missing(chart)
        yield from self._managers(chart)
        yield from self._spans(chart)
        yield from self._seats(chart)
        yield from self._shares(chart)

    def _managers(self, chart: OrgChart) -> Iterator[StructureFinding]:
        there = set(chart.people)
        alone = []
        for person in chart.people:
            managers = chart.managers(person)
            if not managers:
                alone.append(person)
            if len(managers) > 1:
                yield StructureFinding(
                    StructureFault.SEVERAL_MANAGERS, person, managers, len(managers), Fraction(1)
                )
            absent = tuple(manager for manager in managers if manager not in there)
            if absent:
                yield StructureFinding(StructureFault.ABSENT_MANAGER, person, absent)
        alone.sort(key=lambda person: (-len(chart.team(person)), person))
        for person in alone[self.tops :]:
            yield StructureFinding(StructureFault.NO_MANAGER, person)

    def _spans(self, chart: OrgChart) -> Iterator[StructureFinding]:
        by_role = {one.role: one for one in self.spans}
        for person in chart.people:
            count = len(chart.reports(person))
            limits = [by_role[role] for role in chart.roles(person) if role in by_role]
            limits = limits or [one for one in self.spans if one.role is None]
            if not count or not limits:
                continue
            most, least = min(one.most for one in limits), max(one.least for one in limits)
            if count > most:
                yield StructureFinding(StructureFault.SPAN_WIDE, person, (), count, most)
            if count < least:
                yield StructureFinding(StructureFault.SPAN_NARROW, person, (), count, least)

    def _seats(self, chart: OrgChart) -> Iterator[StructureFinding]:
        for post in chart.positions:
            holders = chart.holders(post.id)
            if len(holders) > post.seats:
                yield StructureFinding(StructureFault.OVERFILLED, post.id, holders, len(holders), post.seats)
            elif len(holders) < post.seats and self.vacancies:
                yield StructureFinding(
                    StructureFault.VACANT, post.id, (), post.seats - len(holders), post.seats
                )
        for unit in chart.units:
            count = chart.headcount(unit.id)
            if count.approved is not None and count.people > count.approved:
                yield StructureFinding(
                    StructureFault.HEADCOUNT_ABOVE, unit.id, (), count.people, count.approved
                )

    def _shares(self, chart: OrgChart) -> Iterator[StructureFinding]:
        for person in chart.people:
            share = chart.share(person)
            if share > self.most_share.value:
                yield StructureFinding(StructureFault.SHARES_ABOVE, person, (), share, self.most_share.value)
            if share < self.least_share.value:
                yield StructureFinding(StructureFault.SHARES_BELOW, person, (), share, self.least_share.value)


def _circles(chart: OrgChart) -> Iterator[StructureFinding]:
    people = {person: chart.managers(person) for person in chart.people}
    posts = {one.id: (one.reports_to,) for one in chart.positions if one.reports_to is not None}
    units = {one.id: (one.parent,) for one in chart.units if one.parent is not None}
    for fault, edges in (
        (StructureFault.CIRCLE_OF_PEOPLE, people),
        (StructureFault.CIRCLE_OF_POSTS, posts),
        (StructureFault.CIRCLE_OF_UNITS, units),
    ):
        for circle in circles(edges):
            yield StructureFinding(fault, circle[0], circle[1:])


def _missing(chart: OrgChart) -> Iterator[StructureFinding]:
    units = {one.id for one in chart.units}
    posts = {one.id for one in chart.positions}
    for unit in chart.units:
        if unit.parent is not None and unit.parent not in units:
            yield StructureFinding(StructureFault.UNIT_MISSING, unit.id, (unit.parent,))
    for post in chart.positions:
        if units and post.unit not in units:
            yield StructureFinding(StructureFault.UNIT_MISSING, post.id, (post.unit,))
        if post.reports_to is not None and post.reports_to not in posts:
            yield StructureFinding(StructureFault.POST_MISSING, post.id, (post.reports_to,))
    for one in chart.assignments:
        if one.position is not None and one.position not in posts:
            yield StructureFinding(StructureFault.POST_MISSING, one.person, (one.position,))
        if units and one.unit is not None and one.unit not in units:
            yield StructureFinding(StructureFault.UNIT_MISSING, one.person, (one.unit,))


def _employment(structure: Structure, days: DateRange) -> Iterator[StructureFinding]:
    """Posts outside an employment, and employments without a post, by their days."""
    held: dict[str, list[DateRange]] = {}
    for one in structure.assignments:
        held.setdefault(one.person, []).append(one.during)
    for person, posts in held.items():
        employed = structure.employed(person)
        if employed is not None:
            for post in merge(posts):
                for rest in post.difference(employed):
                    within = rest.intersection(days)
                    if within is not None:
                        yield StructureFinding(StructureFault.NOT_EMPLOYED, person, during=within)
    for someone in structure.people:
        employed = DateRange(None, None) if someone.employed is None else someone.employed
        within = employed.intersection(days)
        if within is not None:
            for rest in gaps(held.get(someone.id, ()), within):
                yield StructureFinding(StructureFault.UNASSIGNED, someone.id, during=rest)
