"""Product managers and other specialists beside the line: where they are due, and what they do there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange, FiscalCalendar, PeriodKind, as_date, range_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.organization.checks import as_texts, check_count, check_flag, check_text, days_of, tuple_of
from salesmgmt.organization.texts.structure import STRUCTURE_HEADINGS
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Activity
from salesmgmt.tables import Table, headed

__all__ = ["DutyDone", "OverlayCell", "OverlayDuty", "OverlayPlan", "OverlayRole"]

ALWAYS = DateRange(None, None)
_COMMON = FiscalCalendar()


def _as_per(value: PeriodKind | str) -> PeriodKind:
    return choice_of(PeriodKind, value, "per")


@frozen
class OverlayDuty:
    """What a specialist has to do in each period, such as ten joint visits or twenty hours of training.

    Attributes:
        kind: Kind of the activities that count, such as `training`.
        times: How many of them are due in a period; with `minutes` False.
        per: The period, of the common calendar.
        minutes: Whether minutes are due instead of a number of activities.

    Raises:
        InvalidValueError: If the kind is empty, nothing is due, or the period is unknown.
        WrongTypeError: If a field has another type.
    """

    kind: str
    times: int
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_as_per)
    minutes: bool = False

    def __attrs_post_init__(self) -> None:
        check_text("kind", self.kind)
        check_count("times", self.times, 1)
        check_flag("minutes", self.minutes)


def _as_duties(given: Iterable[OverlayDuty]) -> tuple[OverlayDuty, ...]:
    return tuple_of(OverlayDuty, given, "duties")


def _as_lines(given: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(given, "lines")


def _as_units(given: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(given, "units")


def _exact(value: int | Fraction, name: str) -> Fraction:
    if isinstance(value, bool | float) or not isinstance(value, int | Fraction):
        raise WrongTypeError(name, value, "be exact: an int or a Fraction")
    if value < 0:
        raise InvalidValueError(name, value, "be 0 or more")
    return Fraction(value)


def _as_due(value: int | Fraction) -> Fraction:
    return _exact(value, "due")


def _as_done(value: int | Fraction) -> Fraction:
    return _exact(value, "done")


@frozen
class DutyDone:
    """A duty, and what came of it.

    Attributes:
        person: Who has it.
        duty: The duty.
        due: How many activities, or minutes, were due; exact, a started period counts by its days.
        done: How many there were.

    Raises:
        InvalidValueError: If the person is empty, or a figure negative.
        WrongTypeError: If a field has another type.
    """

    person: str
    duty: OverlayDuty
    due: Fraction = field(converter=_as_due)
    done: Fraction = field(converter=_as_done)

    def __attrs_post_init__(self) -> None:
        check_text("person", self.person)
        if not isinstance(self.duty, OverlayDuty):
            raise WrongTypeError("duty", self.duty, "be an OverlayDuty")

    @property
    def met(self) -> bool:
        """Whether as much was done as was due."""
        return self.done >= self.due

    @property
    def reason(self) -> Reason:
        """What was due and done, in words."""
        values: dict[str, ReasonValue] = {
            "person": self.person,
            "kind": self.duty.kind,
            "due": self.due,
            "done": self.done,
        }
        if self.duty.minutes:
            return Reason("organization.duty.minutes", values, facts=(self.person,))
        return Reason("organization.duty.times", values, facts=(self.person,))


@frozen
class OverlayRole:
    """Somebody who comes along for some product lines in some units, and owns no customer.

    Attributes:
        person: Who.
        lines: The product lines.
        units: The units, such as regions, in which they are in charge of these.
        role: Name of the role.
        duties: What they have to do.
        during: The days.

    Raises:
        InvalidValueError: If a text is empty or stands twice, or no line or unit is given.
        WrongTypeError: If a field has another type.

    Examples:
        >>> pam = OverlayRole("pam", "GTX", "north", duties=[OverlayDuty("joint visit", 10)])
        >>> visits = [Activity(f"V-{n}", f"2026-01-{n:02}", "pam", "joint visit") for n in range(1, 9)]
        >>> print(pam.fulfilled(visits, "2026-01-01/2026-02-01")[0].reason)
        pam: 8 of 10 times joint visit
    """

    person: str
    lines: tuple[str, ...] = field(converter=_as_lines)
    units: tuple[str, ...] = field(converter=_as_units)
    role: str = "product manager"
    duties: tuple[OverlayDuty, ...] = field(default=(), converter=_as_duties)
    during: DateRange = field(default=ALWAYS, converter=days_of)

    def __attrs_post_init__(self) -> None:
        check_text("person", self.person)
        check_text("role", self.role)
        for name in ("lines", "units"):
            if not getattr(self, name):
                raise InvalidValueError(name, (), "hold at least one")

    def fulfilled(
        self,
        activities: Iterable[Activity],
        during: DateRange | str,
        *,
        calendar: FiscalCalendar = _COMMON,
    ) -> tuple[DutyDone, ...]:
        """What was due and what was done, duty by duty.

        A period that the days, or the days of the role, only touch in part counts by the part of its days.

        Args:
            activities: What people did, in any order; those of others do not count.
            during: The days, with both bounds.
            calendar: Whose periods are meant.

        Raises:
            InvalidValueError: If a bound of the days is open.
            WrongTypeError: If something is no activity.
        """
        asked = range_of(during)
        if not asked.is_bounded:
            raise InvalidValueError("during", str(asked), "have a first and a last day")
        days = asked.intersection(self.during)
        own = [
            one
            for one in tuple_of(Activity, activities, "activities")
            if days is not None and one.participant == self.person and one.on in days
        ]
        found = []
        for duty in self.duties:
            due = Fraction(0)
            for period in () if days is None else _periods(calendar, duty.per, days):
                part = days.intersection(period) if days is not None else None
                due += Fraction(duty.times * (0 if part is None else part.days), period.days)
            counted = [one for one in own if one.kind == duty.kind]
            done = sum(one.minutes or 0 for one in counted) if duty.minutes else len(counted)
            found.append(DutyDone(self.person, duty, due, done))
        return tuple(found)


def _periods(calendar: FiscalCalendar, kind: PeriodKind, days: DateRange) -> list[DateRange]:
    first, last = days.start, days.last
    found = []
    if first is not None and last is not None:
        period = calendar.period_at(first, kind)
        while True:
            found.append(period.during)
            if last in period.during:
                break
            period = period.next
    return found


def _as_people(given: Iterable[str] | str) -> tuple[str, ...]:
    return as_texts(given, "people")


@frozen
class OverlayCell:
    """A product line in a unit, and who is in charge of it beside the line.

    Attributes:
        line: The product line.
        unit: The unit.
        people: Who is in charge; one, where all is well.

    Raises:
        InvalidValueError: If a text is empty.
        WrongTypeError: If a field has another type.
    """

    line: str
    unit: str
    people: tuple[str, ...] = field(default=(), converter=_as_people)

    def __attrs_post_init__(self) -> None:
        check_text("line", self.line)
        check_text("unit", self.unit)

    @property
    def reason(self) -> Reason:
        """Who is in charge, in words."""
        values = {"line": self.line, "unit": self.unit, "people": ", ".join(self.people)}
        if not self.people:
            return Reason("organization.overlay.missing", values, facts=(self.line, self.unit))
        if len(self.people) == 1:
            return Reason("organization.overlay.held", values, facts=(self.line, self.unit, *self.people))
        return Reason("organization.overlay.several", values, facts=(self.line, self.unit, *self.people))


def _as_roles(given: Iterable[OverlayRole]) -> tuple[OverlayRole, ...]:
    found = tuple_of(OverlayRole, given, "roles")
    return tuple(sorted(found, key=lambda one: (one.person, one.during.start or date.min, repr(one))))


@frozen
class OverlayPlan:
    """Which product lines need somebody beside the line in which units, and who is there.

    Attributes:
        roles: The people with their lines and units.
        lines: The lines that need somebody.
        units: The units that need somebody for each of these.
        role: The role that is meant; roles of another name do not count.

    Raises:
        InvalidValueError: If a text is empty or stands twice.
        WrongTypeError: If a field has another type.

    Examples:
        >>> plan = OverlayPlan([OverlayRole("pam", ["GTX"], ["north"])], ["GTX"], ["north", "south"])
        >>> for cell in plan.check("2026-03-02"):
        ...     print(cell.reason)
        nobody is in charge of GTX in south
    """

    roles: tuple[OverlayRole, ...] = field(converter=_as_roles)
    lines: tuple[str, ...] = field(converter=_as_lines)
    units: tuple[str, ...] = field(converter=_as_units)
    role: str = "product manager"

    def __attrs_post_init__(self) -> None:
        check_text("role", self.role)

    def in_charge(self, line: str, unit: str, on: date | str) -> tuple[str, ...]:
        """Who is in charge of a line in a unit on a day, sorted."""
        day = as_date(on, "on")
        return tuple(
            sorted(
                {
                    one.person
                    for one in self.roles
                    if one.role == self.role and line in one.lines and unit in one.units and day in one.during
                }
            )
        )

    def cells(self, on: date | str) -> tuple[OverlayCell, ...]:
        """Every line in every unit with who is in charge on a day, in their order."""
        return tuple(
            OverlayCell(line, unit, self.in_charge(line, unit, on))
            for line in self.lines
            for unit in self.units
        )

    def check(self, on: date | str) -> tuple[OverlayCell, ...]:
        """The cells of which nobody, or more than one person, is in charge on a day."""
        return tuple(cell for cell in self.cells(on) if len(cell.people) != 1)

    def table(self, on: date | str, lang: str = "en") -> Table:
        """All cells of a day.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(STRUCTURE_HEADINGS, lang, "line", "unit", "who")
        rows = [(cell.line, cell.unit, ", ".join(cell.people)) for cell in self.cells(on)]
        return Table(f"{self.role} {as_date(on, 'on')}", columns, rows, lang=lang)
