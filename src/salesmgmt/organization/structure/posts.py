"""What an organisation is made of: units, posts, who holds them, and who reports to whom; all dated."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate, rate_of
from salesmgmt.organization.checks import check_count, check_optional_text, check_text, days_of

__all__ = ["LineKind", "OrgUnit", "Position", "PostAssignment", "ReportingLine"]

ALWAYS = DateRange(None, None)
WHOLE = Rate(1)


class LineKind(StrEnum):
    """What a reporting line is for."""

    LINE = "line"
    """The one superior who directs, appraises and approves."""
    DOTTED = "dotted"
    """Somebody else who directs in one subject, such as a product or a project."""


def _as_kind(value: LineKind | str) -> LineKind:
    return choice_of(LineKind, value, "kind")


def _as_share(value: Rate | str | int | Fraction) -> Rate:
    return rate_of(value, "share")


def _check_name(name: object) -> None:
    if not isinstance(name, str):
        raise WrongTypeError("name", name, "be text")


@frozen
class OrgUnit:
    """A node of the organisation as it is for some days; a change is another unit of the same identifier.

    Attributes:
        id: Identifier, such as `north`.
        name: What people call it; the identifier is shown where it is empty.
        parent: Identifier of the unit above; None at the top.
        head: The person who leads it; None where nobody is named.
        headcount: How many people it may have with all units below it; None where nothing is laid down.
        during: The days on which this holds.

    Raises:
        InvalidValueError: If an identifier is empty, the unit its own parent, or the headcount negative.
        WrongTypeError: If a field has another type.
    """

    id: str
    name: str = ""
    parent: str | None = None
    head: str | None = None
    headcount: int | None = None
    during: DateRange = field(default=ALWAYS, converter=days_of)

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        _check_name(self.name)
        check_optional_text("parent", self.parent)
        check_optional_text("head", self.head)
        if self.parent == self.id:
            raise InvalidValueError("parent", self.parent, "be another unit than this one")
        if self.headcount is not None:
            check_count("headcount", self.headcount)

    @property
    def title(self) -> str:
        """What to show."""
        return self.name or self.id


@frozen
class Position:
    """A post of the organisation: seats of one kind in one unit, whoever holds them.

    Attributes:
        id: Identifier, such as `north-manager`.
        unit: Identifier of the unit that it belongs to.
        role: What its holders do, such as `sales manager`; job profiles and duties go by it.
        reports_to: Identifier of the post above; None where the head of the unit is meant, or at the top.
        seats: How many people may hold it at once.
        name: What people call it; the identifier is shown where it is empty.
        during: The days on which this holds.

    Raises:
        InvalidValueError: If an identifier is empty, the post is above itself, or there is no seat.
        WrongTypeError: If a field has another type.
    """

    id: str
    unit: str
    role: str
    reports_to: str | None = None
    seats: int = 1
    name: str = ""
    during: DateRange = field(default=ALWAYS, converter=days_of)

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        check_text("unit", self.unit)
        check_text("role", self.role)
        check_optional_text("reports_to", self.reports_to)
        check_count("seats", self.seats, 1)
        _check_name(self.name)
        if self.reports_to == self.id:
            raise InvalidValueError("reports_to", self.reports_to, "be another post than this one")

    @property
    def title(self) -> str:
        """What to show."""
        return self.name or self.id


@frozen
class PostAssignment:
    """Somebody holds a post, or belongs to a unit, for some days.

    Attributes:
        person: Who.
        position: The post that they hold; None for somebody who only belongs to a unit.
        during: The days.
        unit: The unit that they belong to; the post's where left out.
        role: What they do; the post's where left out.
        manager: Who leads them in this post; where left out, the holder of the post above, else the head of
            the unit.
        share: Which part of their working time it takes.

    Raises:
        InvalidValueError: If an identifier is empty, neither post nor unit is given, somebody leads
            themselves, or the share is not above 0 % and at most 100 %.
        WrongTypeError: If a field has another type.

    Examples:
        >>> print(PostAssignment("ann", "north-rep", "2026-01-01/..", share="50%").share)
        50%
    """

    person: str
    position: str | None = None
    during: DateRange = field(default=ALWAYS, converter=days_of)
    unit: str | None = None
    role: str | None = None
    manager: str | None = None
    share: Rate = field(default=WHOLE, converter=_as_share)

    def __attrs_post_init__(self) -> None:
        check_text("person", self.person)
        for name in ("position", "unit", "role", "manager"):
            check_optional_text(name, getattr(self, name))
        if self.position is None and self.unit is None:
            raise InvalidValueError("position", None, "be given, or the unit")
        if self.manager == self.person:
            raise InvalidValueError("manager", self.manager, "be somebody else than the person")
        if not 0 < self.share.value <= 1:
            raise InvalidValueError("share", self.share, "be above 0% and at most 100%")


@frozen
class ReportingLine:
    """Who reports to whom, said of the two people themselves.

    A line of the kind `line` goes before what posts and units say; a dotted one stands beside it.

    Attributes:
        person: Who reports.
        manager: To whom.
        kind: `line` or `dotted`.
        during: The days.

    Raises:
        InvalidValueError: If an identifier is empty, the two are one, or the kind is unknown.
        WrongTypeError: If a field has another type.
    """

    person: str
    manager: str
    kind: LineKind = field(default=LineKind.LINE, converter=_as_kind)
    during: DateRange = field(default=ALWAYS, converter=days_of)

    def __attrs_post_init__(self) -> None:
        check_text("person", self.person)
        check_text("manager", self.manager)
        if self.manager == self.person:
            raise InvalidValueError("manager", self.manager, "be somebody else than the person")
