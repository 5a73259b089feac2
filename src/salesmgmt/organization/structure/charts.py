"""The organisation on one day: who reports to whom, who belongs where, how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.organization.checks import check_count, check_optional_text, tuple_of
from salesmgmt.organization.structure.posts import (
    LineKind,
    OrgUnit,
    Position,
    PostAssignment,
    ReportingLine,
)
from salesmgmt.organization.texts.structure import STRUCTURE_HEADINGS
from salesmgmt.tables import Table, headed

__all__ = ["Headcount", "OrgChart"]


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


def _as_full_time(value: Fraction | int) -> Fraction:
    if isinstance(value, bool | float) or not isinstance(value, int | Fraction):
        raise WrongTypeError("full_time", value, "be exact: an int or a Fraction")
    return Fraction(value)


@frozen
class Headcount:
    """How many people a unit has on a day, and how many it may have.

    Attributes:
        on: The day.
        unit: The unit with all below it; None for the whole organisation.
        people: People who belong to it, each counted once.
        full_time: The shares of their time that belong to it, added up.
        seats: Seats of its posts.
        taken: Seats that somebody holds; people beyond the seats of a post are not counted.
        approved: People whom it may have; None where nothing is laid down.

    Raises:
        InvalidValueError: If a number is negative, or more seats are taken than there are.
        WrongTypeError: If a field has another type.
    """

    on: date = field(converter=_as_on)
    unit: str | None
    people: int
    full_time: Fraction = field(converter=_as_full_time)
    seats: int
    taken: int
    approved: int | None = None

    def __attrs_post_init__(self) -> None:
        check_optional_text("unit", self.unit)
        for name in ("people", "seats", "taken"):
            check_count(name, getattr(self, name))
        if self.approved is not None:
            check_count("approved", self.approved)
        if self.full_time < 0:
            raise InvalidValueError("full_time", self.full_time, "be 0 or more")
        if self.taken > self.seats:
            raise InvalidValueError("taken", self.taken, f"be at most the {self.seats} seats")

    @property
    def vacant(self) -> int:
        """Seats that nobody holds."""
        return self.seats - self.taken

    @property
    def room(self) -> int | None:
        """How many more people are approved; below zero where there are too many, None without a limit."""
        return None if self.approved is None else self.approved - self.people


def _units(given: Iterable[OrgUnit]) -> tuple[OrgUnit, ...]:
    return tuple(sorted(tuple_of(OrgUnit, given, "units"), key=lambda one: one.id))


def _positions(given: Iterable[Position]) -> tuple[Position, ...]:
    return tuple(sorted(tuple_of(Position, given, "positions"), key=lambda one: one.id))


def _assignments(given: Iterable[PostAssignment]) -> tuple[PostAssignment, ...]:
    return tuple(sorted(tuple_of(PostAssignment, given, "assignments"), key=repr))


def _lines(given: Iterable[ReportingLine]) -> tuple[ReportingLine, ...]:
    return tuple(sorted(tuple_of(ReportingLine, given, "lines"), key=repr))


@frozen(repr=False)
class OrgChart:
    """The organisation on one day; `Structure.on` makes it.

    Who leads somebody: a reporting line says it before all else. Without one, each of their posts says it:
    by the manager named with it, else by who holds the nearest post above that is filled, else by the head
    of their unit, or of the nearest unit above where they are the head themselves.

    Attributes:
        on: The day.
        units: The units of the day.
        positions: The posts of the day.
        assignments: Who holds what on the day.
        lines: The reporting lines of the day.

    Raises:
        WrongTypeError: If something has another type.
    """

    on: date = field(converter=_as_on)
    units: tuple[OrgUnit, ...] = field(default=(), converter=_units)
    positions: tuple[Position, ...] = field(default=(), converter=_positions)
    assignments: tuple[PostAssignment, ...] = field(default=(), converter=_assignments)
    lines: tuple[ReportingLine, ...] = field(default=(), converter=_lines)
    _unit: Mapping[str, OrgUnit] = field(init=False, eq=False)
    _position: Mapping[str, Position] = field(init=False, eq=False)
    _posts: Mapping[str, tuple[PostAssignment, ...]] = field(init=False, eq=False)
    _holders: Mapping[str, tuple[str, ...]] = field(init=False, eq=False)
    _managers: Mapping[str, tuple[str, ...]] = field(init=False, eq=False)
    _reports: Mapping[str, tuple[str, ...]] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        keep = object.__setattr__
        keep(self, "_unit", {one.id: one for one in self.units})
        keep(self, "_position", {one.id: one for one in self.positions})
        posts: dict[str, list[PostAssignment]] = {}
        holders: dict[str, set[str]] = {}
        for one in self.assignments:
            posts.setdefault(one.person, []).append(one)
            if one.position is not None:
                holders.setdefault(one.position, set()).add(one.person)
        keep(self, "_posts", {person: tuple(held) for person, held in sorted(posts.items())})
        keep(self, "_holders", {post: tuple(sorted(people)) for post, people in holders.items()})
        said: dict[str, set[str]] = {}
        for line in self.lines:
            if line.kind is LineKind.LINE:
                said.setdefault(line.person, set()).add(line.manager)
        managers = {
            person: tuple(sorted(said.get(person) or self._by_posts(person)))
            for person in sorted({*self._posts, *said})
        }
        keep(self, "_managers", managers)
        reports: dict[str, list[str]] = {}
        for person, above in managers.items():
            for manager in above:
                reports.setdefault(manager, []).append(person)
        keep(self, "_reports", {manager: tuple(people) for manager, people in reports.items()})

    def _by_posts(self, person: str) -> set[str]:
        found: set[str] = set()
        for post in self._posts[person]:
            if post.manager is not None:
                found.add(post.manager)
            else:
                found.update(self._above_post(person, post.position) or self._head_over(person, post))
        return found

    def _above_post(self, person: str, position: str | None) -> set[str]:
        """Who holds the nearest post above that somebody else holds."""
        seen: set[str] = set()
        here = self._position.get(position or "")
        while here is not None and here.reports_to is not None and here.reports_to not in seen:
            seen.add(here.reports_to)
            holders = set(self._holders.get(here.reports_to, ())) - {person}
            if holders:
                return holders
            here = self._position.get(here.reports_to)
        return set()

    def _head_over(self, person: str, post: PostAssignment) -> set[str]:
        """The head of the unit, or of the nearest one above that has another head than this person."""
        seen: set[str] = set()
        here = self._unit.get(self._unit_of(post) or "")
        while here is not None and here.id not in seen:
            seen.add(here.id)
            if here.head is not None and here.head != person:
                return {here.head}
            here = self._unit.get(here.parent or "")
        return set()

    def _unit_of(self, post: PostAssignment) -> str | None:
        held = self._position.get(post.position or "")
        return post.unit or (None if held is None else held.unit)

    def _role_of(self, post: PostAssignment) -> str | None:
        held = self._position.get(post.position or "")
        return post.role or (None if held is None else held.role)

    def __repr__(self) -> str:
        return f"OrgChart({self.on}, {len(self._posts)} people, {len(self.units)} units)"

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who holds a post or belongs to a unit, sorted."""
        return tuple(self._posts)

    def _known(self, person: str) -> None:
        if person not in self._managers and person not in self._reports:
            raise UnknownIdentifierError("person", person, f"be somebody of the organisation on {self.on}")

    def managers(self, person: str) -> tuple[str, ...]:
        """All who lead somebody in line, sorted; one, where the structure is sound.

        Raises:
            UnknownIdentifierError: If there is no such person on the day.
        """
        self._known(person)
        return self._managers.get(person, ())

    def manager(self, person: str) -> str | None:
        """The one who leads somebody in line; None at the top.

        Raises:
            InvalidValueError: If several do.
            UnknownIdentifierError: If there is no such person on the day.
        """
        found = self.managers(person)
        if len(found) > 1:
            raise InvalidValueError("person", person, f"have one line manager, not {', '.join(found)}")
        return found[0] if found else None

    def dotted(self, person: str) -> tuple[str, ...]:
        """All who lead somebody in one subject beside the line, sorted."""
        return tuple(
            sorted(
                {
                    line.manager
                    for line in self.lines
                    if line.person == person and line.kind is LineKind.DOTTED
                }
            )
        )

    def chain(self, person: str) -> tuple[str, ...]:
        """The line managers above somebody, the nearest first; it ends before anybody would come twice.

        Raises:
            InvalidValueError: If somebody on the way has several.
            UnknownIdentifierError: If there is no such person on the day.
        """
        found: list[str] = []
        above = self.manager(person)
        while above is not None and above != person and above not in found:
            found.append(above)
            above = self.manager(above)
        return tuple(found)

    def reports(self, manager: str) -> tuple[str, ...]:
        """Who reports to somebody directly, in line, sorted.

        Raises:
            UnknownIdentifierError: If there is no such person on the day.
        """
        self._known(manager)
        return self._reports.get(manager, ())

    def team(self, manager: str) -> tuple[str, ...]:
        """Everybody below somebody, directly or through others, sorted.

        Raises:
            UnknownIdentifierError: If there is no such person on the day.
        """
        found: set[str] = set()
        waiting = list(self.reports(manager))
        while waiting:
            person = waiting.pop()
            if person not in found:
                found.add(person)
                waiting.extend(self._reports.get(person, ()))
        return tuple(sorted(found - {manager}))

    def unit(self, unit: str) -> OrgUnit:
        """A unit of the day.

        Raises:
            UnknownIdentifierError: If there is none.
        """
        if unit not in self._unit:
            raise UnknownIdentifierError("unit", unit, f"be a unit on {self.on}")
        return self._unit[unit]

    def units_below(self, unit: str) -> tuple[str, ...]:
        """A unit and all units below it, sorted.

        Raises:
            UnknownIdentifierError: If there is none.
        """
        self.unit(unit)
        below: dict[str, list[str]] = {}
        for one in self.units:
            if one.parent is not None:
                below.setdefault(one.parent, []).append(one.id)
        found: set[str] = set()
        waiting = [unit]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting.extend(below.get(here, ()))
        return tuple(sorted(found))

    def members(self, unit: str, *, below: bool = True) -> tuple[str, ...]:
        """Who belongs to a unit, sorted.

        Args:
            unit: Its identifier.
            below: Whether those of the units below it belong to it too.

        Raises:
            UnknownIdentifierError: If there is none.
        """
        wanted = set(self.units_below(unit)) if below else {self.unit(unit).id}
        return tuple(sorted({post.person for post in self.assignments if self._unit_of(post) in wanted}))

    def holders(self, position: str) -> tuple[str, ...]:
        """Who holds a post, sorted.

        Raises:
            UnknownIdentifierError: If there is no such post on the day.
        """
        if position not in self._position:
            raise UnknownIdentifierError("position", position, f"be a post on {self.on}")
        return self._holders.get(position, ())

    def in_role(self, role: str) -> tuple[str, ...]:
        """Who holds a role in any post, sorted; nobody where the role is not known."""
        return tuple(sorted({post.person for post in self.assignments if self._role_of(post) == role}))

    def roles(self, person: str) -> tuple[str, ...]:
        """The roles of a person, sorted."""
        held = (self._role_of(post) for post in self._posts.get(person, ()))
        return tuple(sorted({role for role in held if role is not None}))

    def share(self, person: str) -> Fraction:
        """The shares of a person's posts, added up; 1 where their whole time is given."""
        return sum((post.share.value for post in self._posts.get(person, ())), Fraction(0))

    def headcount(self, unit: str | None = None) -> Headcount:
        """How many people, full-time shares and seats a unit has with all below it.

        Args:
            unit: Its identifier; the whole organisation where left out.

        Raises:
            UnknownIdentifierError: If there is none.
        """
        wanted = None if unit is None else set(self.units_below(unit))
        posts = [one for one in self.assignments if wanted is None or self._unit_of(one) in wanted]
        seats = [one for one in self.positions if wanted is None or one.unit in wanted]
        return Headcount(
            self.on,
            unit,
            len({one.person for one in posts}),
            sum((one.share.value for one in posts), Fraction(0)),
            sum(one.seats for one in seats),
            sum(min(one.seats, len(self._holders.get(one.id, ()))) for one in seats),
            None if unit is None else self.unit(unit).headcount,
        )

    def table(self, lang: str = "en") -> Table:
        """Each unit with its headcount; the whole organisation below.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        names = ("unit", "head", "people", "full_time", "seats", "vacant", "approved")
        columns = headed(STRUCTURE_HEADINGS, lang, *names)
        rows = []
        for unit in self.units:
            one = self.headcount(unit.id)
            rows.append(
                (unit.title, unit.head, one.people, one.full_time, one.seats, one.vacant, one.approved)
            )
        whole = self.headcount()
        total = headed(STRUCTURE_HEADINGS, lang, "total")[0].heading
        footer = (total, None, whole.people, whole.full_time, whole.seats, whole.vacant, None)
        return Table(str(self.on), columns, rows, footer=footer, lang=lang)
