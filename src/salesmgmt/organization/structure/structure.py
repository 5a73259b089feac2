"""The organisation over time: everything dated, asked for any day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Protocol, TypeVar

from attrs import field, frozen

from salesmgmt.calendars import Dated, DateRange, Timeline, as_date, range_of
from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.money import Rate, rate_of
from salesmgmt.organization.checks import check_count, check_text, tuple_of
from salesmgmt.organization.structure.charts import Headcount, OrgChart
from salesmgmt.organization.structure.posts import OrgUnit, Position, PostAssignment, ReportingLine
from salesmgmt.records import Facts, Participant

__all__ = ["Structure", "Vacancy", "structure_of"]


class _Lasting(Protocol):
    @property
    def during(self) -> DateRange: ...


L = TypeVar("L", bound=_Lasting)


def _begins(one: _Lasting) -> date:
    return one.during.start or date.min


def _units(given: Iterable[OrgUnit]) -> tuple[OrgUnit, ...]:
    return tuple(sorted(tuple_of(OrgUnit, given, "units"), key=lambda one: (one.id, _begins(one))))


def _positions(given: Iterable[Position]) -> tuple[Position, ...]:
    return tuple(sorted(tuple_of(Position, given, "positions"), key=lambda one: (one.id, _begins(one))))


def _assignments(given: Iterable[PostAssignment]) -> tuple[PostAssignment, ...]:
    found = tuple_of(PostAssignment, given, "assignments")
    return tuple(sorted(found, key=lambda one: (one.person, _begins(one), repr(one))))


def _lines(given: Iterable[ReportingLine]) -> tuple[ReportingLine, ...]:
    found = tuple_of(ReportingLine, given, "lines")
    return tuple(sorted(found, key=lambda one: (one.person, _begins(one), repr(one))))


def _people(given: Iterable[Participant]) -> tuple[Participant, ...]:
    return tuple(sorted(tuple_of(Participant, given, "people"), key=lambda one: one.id))


def _as_since(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "since")


@frozen
class Vacancy:
    """Seats of a post that nobody holds.

    Attributes:
        position: Identifier of the post.
        seats: How many seats are open.
        since: The first day of the time in which the post has had an open seat without a break; None where
            it always had one.

    Raises:
        InvalidValueError: If the identifier is empty, or no seat is open.
        WrongTypeError: If a field has another type.
    """

    position: str
    seats: int
    since: date | None = field(default=None, converter=_as_since)

    def __attrs_post_init__(self) -> None:
        check_text("position", self.position)
        check_count("seats", self.seats, 1)


@frozen(repr=False)
class Structure:
    """Units, posts, who holds them and who reports to whom, each for its own days.

    A unit or post that changes is written down again with the same identifier and other days. What is odd
    and still can be drawn, such as a circle or a post without a holder, is no error here: `StructurePolicy`
    finds it.

    Attributes:
        units: The units.
        positions: The posts.
        assignments: Who holds what.
        lines: Reporting lines said of the people themselves.
        people: The participants with the days of their employment; whoever is not among them counts as
            employed whenever they hold a post.

    Raises:
        BatchError: If a unit, post or participant is written down twice for one day, or an identifier of a
            unit or post is known on no day; all at once. Units are not looked up where none are given.
        WrongTypeError: If something has another type.

    Examples:
        >>> structure = Structure(
        ...     units=[OrgUnit("sales", head="eve"), OrgUnit("north", parent="sales")],
        ...     positions=[
        ...         Position("north-manager", "north", "sales manager"),
        ...         Position("north-rep", "north", "rep", reports_to="north-manager", seats=2),
        ...     ],
        ...     assignments=[
        ...         PostAssignment("bob", "north-manager", "2026-01-01/2026-07-01"),
        ...         PostAssignment("ann", "north-rep", "2026-01-01/.."),
        ...     ],
        ... )
        >>> structure.manager_at("ann", "2026-06-30"), structure.manager_at("ann", "2026-07-01")
        ('bob', 'eve')
        >>> structure.headcount("2026-07-01", "north").vacant
        2
    """

    units: tuple[OrgUnit, ...] = field(default=(), converter=_units)
    positions: tuple[Position, ...] = field(default=(), converter=_positions)
    assignments: tuple[PostAssignment, ...] = field(default=(), converter=_assignments)
    lines: tuple[ReportingLine, ...] = field(default=(), converter=_lines)
    people: tuple[Participant, ...] = field(default=(), converter=_people)
    _employed: dict[str, DateRange | None] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        problems = [*_twice("unit", self.units), *_twice("position", self.positions), *self._unknown()]
        names = [one.id for one in self.people]
        problems += [
            Problem(f"participant {name}", "id", name, "be there once; hand in those in force")
            for name, after in pairwise(names)
            if name == after
        ]
        if problems:
            raise BatchError("structure", problems)
        object.__setattr__(self, "_employed", {one.id: one.employed for one in self.people})

    def _unknown(self) -> Iterator[Problem]:
        units = {one.id for one in self.units}
        posts = {one.id for one in self.positions}
        rule = "be the identifier of a {} of this structure"
        for unit in self.units:
            if unit.parent is not None and unit.parent not in units:
                yield Problem(f"unit {unit.id}", "parent", unit.parent, rule.format("unit"))
        for post in self.positions:
            if units and post.unit not in units:
                yield Problem(f"position {post.id}", "unit", post.unit, rule.format("unit"))
            if post.reports_to is not None and post.reports_to not in posts:
                yield Problem(f"position {post.id}", "reports_to", post.reports_to, rule.format("post"))
        for one in self.assignments:
            if one.position is not None and one.position not in posts:
                yield Problem(f"assignment of {one.person}", "position", one.position, rule.format("post"))
            if units and one.unit is not None and one.unit not in units:
                yield Problem(f"assignment of {one.person}", "unit", one.unit, rule.format("unit"))

    def __repr__(self) -> str:
        counted = (f"{len(getattr(self, name))} {name}" for name in ("units", "positions", "assignments"))
        return f"Structure({', '.join(counted)})"

    def employed(self, person: str) -> DateRange | None:
        """The days of somebody's employment; None where nothing limits them."""
        return self._employed.get(person)

    def on(self, day: date | str) -> OrgChart:
        """The organisation on a day; who is not employed on it holds no post."""
        here = as_date(day, "day")
        return OrgChart(
            here,
            _of_day(self.units, here),
            _of_day(self.positions, here),
            [one for one in _of_day(self.assignments, here) if self._is_employed(one.person, here)],
            [one for one in _of_day(self.lines, here) if self._is_employed(one.person, here)],
        )

    def _is_employed(self, person: str, day: date) -> bool:
        employed = self._employed.get(person)
        return employed is None or day in employed

    def manager_at(self, person: str, on: date | str) -> str | None:
        """Who leads somebody in line on a day; None at the top.

        Raises:
            InvalidValueError: If several do.
            UnknownIdentifierError: If there is no such person on the day.
        """
        return self.on(on).manager(person)

    def managers(self, person: str, during: DateRange | str) -> Timeline[tuple[str, ...]]:
        """Who led somebody in line over some days; days on which they held no post are gaps."""
        found: list[Dated[tuple[str, ...]]] = []
        for part in self.parts(range_of(during)):
            chart = self.on(day_in(part))
            if person in chart.people:
                found.append(Dated(part, chart.managers(person)))
        return Timeline(found).merged()

    def parts(self, during: DateRange | str) -> tuple[DateRange, ...]:
        """Days cut where anything begins or ends: within a part, every day is like the other.

        Examples:
            >>> held = Structure(assignments=[PostAssignment("ann", None, "2026-03-01/..", unit="north")])
            >>> [str(part) for part in held.parts("2026-01-01/2026-07-01")]
            ['2026-01-01/2026-03-01', '2026-03-01/2026-07-01']
        """
        lasting: list[_Lasting] = [*self.units, *self.positions, *self.assignments, *self.lines]
        days = [one.during for one in lasting]
        days += [one for one in self._employed.values() if one is not None]
        cuts = {cut for one in days for cut in (one.start, one.end) if cut is not None}
        return range_of(during).split_at(*cuts)

    def headcount(self, on: date | str, unit: str | None = None) -> Headcount:
        """How many people, full-time shares and seats a unit has on a day, with all units below it.

        Raises:
            UnknownIdentifierError: If there is no such unit on the day.
        """
        return self.on(on).headcount(unit)

    def average_headcount(self, during: DateRange | str, unit: str | None = None) -> Fraction:
        """People on an average day of a range, exactly; days on which the unit is not there count nobody.

        Raises:
            InvalidValueError: If a bound of the range is open.
        """
        days = range_of(during)
        whole = days.days
        total = 0
        for part in self.parts(days):
            chart = self.on(day_in(part))
            if unit is None or unit in {one.id for one in chart.units}:
                total += part.days * chart.headcount(unit).people
        return Fraction(total, whole)

    def vacancies(self, on: date | str) -> tuple[Vacancy, ...]:
        """The posts with open seats on a day, and since when each has had one."""
        day = as_date(on, "on")
        found = []
        for post in self.on(day).positions:
            parts = self._shortages(post.id, day)
            if parts and day in parts[-1][0]:
                since = parts[-1][0].start
                for (earlier, _), (later, _) in zip(parts[-2::-1], parts[:0:-1], strict=True):
                    if not earlier.touches(later):
                        break
                    since = earlier.start
                found.append(Vacancy(post.id, parts[-1][1], since))
        return tuple(found)

    def _shortages(self, position: str, until: date) -> list[tuple[DateRange, int]]:
        """The days up to a day, cut by everything about a post, on which it had open seats; with how many."""
        held = [one for one in self.assignments if one.position == position]
        versions = [one for one in self.positions if one.id == position]
        lasting: list[_Lasting] = [*held, *versions]
        days = [one.during for one in lasting]
        days += [span for one in held if (span := self._employed.get(one.person)) is not None]
        cuts = {cut for one in days for cut in (one.start, one.end) if cut is not None}
        found = []
        for part in DateRange.through(date.min, until).split_at(*cuts):
            day = day_in(part)
            seats = sum(one.seats for one in _of_day(versions, day))
            people = {one.person for one in _of_day(held, day) if self._is_employed(one.person, day)}
            if seats > len(people):
                found.append((part, seats - len(people)))
        return found


def day_in(part: DateRange) -> date:
    """A day of a range; within a part of a structure they are all alike."""
    return part.start or part.last or date.min


def _of_day(given: Iterable[L], day: date) -> list[L]:
    return [one for one in given if day in one.during]


class _Named(_Lasting, Protocol):
    @property
    def id(self) -> str: ...


def _twice(kind: str, given: Iterable[_Named]) -> Iterator[Problem]:
    by_name: dict[str, list[DateRange]] = {}
    for one in given:
        by_name.setdefault(one.id, []).append(one.during)
    for name, days in by_name.items():
        for problem in Timeline.problems([Dated(one, name) for one in days]):
            yield Problem(f"{kind} {name}", "during", problem.value, problem.rule)


def structure_of(
    facts: Facts,
    *,
    positions: Iterable[Position] = (),
    lines: Iterable[ReportingLine] = (),
    heads: Iterable[OrgUnit] = (),
) -> Structure:
    """The structure that records state: units, participants and assignments.

    A column `position` of an assignment's own columns names the post that is held, a column `share` the part
    of the working time; without them somebody belongs to the unit with their whole time. Assignments that
    name neither a post nor a unit say nothing about the structure and are left out.

    Args:
        facts: The batch.
        positions: The posts, which records do not have.
        lines: Reporting lines beside the managers of the assignments.
        heads: Units as they should stand instead of the batch's of the same identifier, with their heads and
            approved headcounts.

    Raises:
        BatchError: As `Structure`; also for a share that is none.
        InvalidValueError: If an assignment's own column is malformed.

    Examples:
        >>> from salesmgmt.records import Assignment, Unit
        >>> facts = Facts([
        ...     Unit("north"), Participant("ann"), Participant("bob"),
        ...     Assignment("A-1", "ann", "2026-01-01/..", unit="north", manager="bob"),
        ...     Assignment("A-2", "bob", "2026-01-01/..", unit="north", more={"share": "50%"}),
        ... ])
        >>> chart = structure_of(facts).on("2026-03-01")
        >>> chart.manager("ann"), chart.headcount("north").full_time
        ('bob', Fraction(3, 2))
    """
    given = tuple_of(OrgUnit, heads, "heads")
    named = {one.id for one in given}
    units = [
        OrgUnit(one.id, one.name, one.parent, during=DateRange(one.on, None))
        for one in facts.units
        if one.id not in named
    ]
    assignments = []
    for one in facts.assignments:
        post, share = one.more.get("position"), one.more.get("share", 1)
        if not isinstance(share, int | str | Fraction | Decimal | Rate):
            raise InvalidValueError(f"{one.id}.more.share", share, "be a share such as '50%'")
        if post is not None and not isinstance(post, str):
            raise InvalidValueError(f"{one.id}.more.position", post, "be the identifier of a post")
        if post is None and one.unit is None:
            continue
        assignments.append(
            PostAssignment(
                one.participant,
                post,
                one.during,
                one.unit,
                one.role,
                one.manager,
                rate_of(share, f"{one.id}.more.share"),
            )
        )
    return Structure((*given, *units), positions, assignments, lines, facts.participants)
