"""Who holds which role, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import DateRange, as_date, range_of
from salesmgmt.credit.limits.checks import check_text, tuple_of

__all__ = ["Mandate", "Mandates"]


@frozen
class Mandate:
    """Somebody holds a role for some days.

    Attributes:
        person: Who.
        role: The role, such as `credit manager`.
        during: The days; without end, or always, where it says so.

    Raises:
        InvalidValueError: If a text is empty or the days are malformed.
        WrongTypeError: If a part has another type.
    """

    person: str
    role: str
    during: DateRange = field(default=DateRange(None, None), converter=range_of)

    def __attrs_post_init__(self) -> None:
        check_text("person", self.person)
        check_text("role", self.role)


def _as_entries(given: Iterable[Mandate] | Mandate) -> tuple[Mandate, ...]:
    entries = tuple_of(given, Mandate, "entries")
    return tuple(
        sorted(set(entries), key=lambda one: (one.person, one.role, one.during.start or date.min, str(one)))
    )


@frozen
class Mandates:
    """All mandates: what a workflow asks before it lets somebody act in a role.

    Attributes:
        entries: The mandates; the order does not matter.

    Raises:
        WrongTypeError: If something is no mandate.

    Examples:
        >>> held = Mandates([Mandate("ann", "credit manager", "2026-01-01/2026-07-01")])
        >>> [held.holds("ann", "credit manager", day) for day in ("2026-06-30", "2026-07-01")]
        [True, False]
    """

    entries: tuple[Mandate, ...] = field(default=(), converter=_as_entries)

    def holds(self, person: str, role: str, on: date | str) -> bool:
        """Whether somebody holds a role on a day."""
        return role in self.roles(person, on)

    def roles(self, person: str, on: date | str) -> frozenset[str]:
        """The roles that somebody holds on a day."""
        day = as_date(on, "on")
        return frozenset([one.role for one in self.entries if one.person == person and day in one.during])
