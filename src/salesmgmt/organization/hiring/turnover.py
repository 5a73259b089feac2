"""Turnover: who left, over the average headcount, held against what the type of team stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import DateRange, range_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate
from salesmgmt.organization.checks import tuple_of
from salesmgmt.organization.intake import Told, is_flag, number_of
from salesmgmt.reasons import Reason
from salesmgmt.records import Participant

__all__ = ["TeamType", "Turnover", "TurnoverPolicy"]


class TeamType(StrEnum):
    """What a team is built on.

    ``EFFICIENCY``: many short sales by a fixed method, where newcomers are soon at work (效率型);
    ``EFFECTIVENESS``: few long sales that rest on people's knowledge and ties (效能型), so that each
    departure costs far more.
    """

    EFFICIENCY = "efficiency"
    EFFECTIVENESS = "effectiveness"


def _as_kind(value: TeamType | str) -> TeamType:
    return choice_of(TeamType, value, "kind")


def _as_limits(given: object) -> tuple[tuple[TeamType, Fraction], ...]:
    items: object = given.items() if isinstance(given, Mapping) else given
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise WrongTypeError("limits", given, "be a mapping from team types to shares")
    found: dict[TeamType, Fraction] = {}
    for pair in items:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise WrongTypeError("limits", pair, "be a mapping from team types to shares")
        kind = _as_kind(pair[0])
        if kind in found:
            raise InvalidValueError("limits", kind.value, "name each once")
        found[kind] = number_of(pair[1], f"limits.{kind.value}")
    return tuple(sorted(found.items()))


@frozen
class Turnover:
    """How many left a team, and whether it stands that.

    Attributes:
        kind: Type of the team.
        during: Days looked at.
        leavers: Who left in these days, in the order of their names.
        headcount: Average number of people over the days, exact.
        limit: Highest share a year that the team stands.
    """

    kind: TeamType = field(converter=_as_kind)
    during: DateRange
    leavers: tuple[str, ...]
    headcount: Fraction
    limit: Fraction

    @property
    def share(self) -> Fraction | None:
        """Leavers over the average headcount; None where nobody was there."""
        return Fraction(len(self.leavers)) / self.headcount if self.headcount else None

    @property
    def yearly(self) -> Fraction | None:
        """The share brought to a year of 365 days; None where nobody was there."""
        return None if self.share is None else self.share * Fraction(365, self.during.days)

    @property
    def within(self) -> bool:
        """Whether the yearly share keeps the limit."""
        return self.yearly is None or self.yearly <= self.limit

    @property
    def reason(self) -> Reason:
        """The figure and the limit in words."""
        told: Told = {
            "leavers": len(self.leavers),
            "headcount": self.headcount,
            "yearly": None if self.yearly is None else Rate(self.yearly),
            "limit": Rate(self.limit),
        }
        if self.kind is TeamType.EFFICIENCY:
            if self.within:
                return Reason("organization.turnover.efficiency.kept", told, self.leavers)
            return Reason("organization.turnover.efficiency.high", told, self.leavers)
        if self.within:
            return Reason("organization.turnover.effectiveness.kept", told, self.leavers)
        return Reason("organization.turnover.effectiveness.high", told, self.leavers)


@frozen
class TurnoverPolicy:
    """How much turnover a type of team stands.

    Attributes:
        limits: Highest share a year by team type. The defaults are starting points and no findings: teams
            that live on efficiency stand more than those that live on effectiveness.
        tight: Whether an effectiveness team has to stand less than an efficiency team.

    Raises:
        InvalidValueError: If a type has no limit, one is negative, or effectiveness teams stand as much.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> people = [Participant("ann"), Participant("bob", employed="2025-01-01/2027-01-01")]
        >>> found = TurnoverPolicy().measure(people, "2026-01-01/2027-01-01", "effectiveness")
        >>> print(found.reason.text())
        1 person left of 2 on average: 50% a year, more than the 10% that an effectiveness team stands
    """

    limits: tuple[tuple[TeamType, Fraction], ...] = field(
        default=((TeamType.EFFICIENCY, Fraction(3, 10)), (TeamType.EFFECTIVENESS, Fraction(1, 10))),
        converter=_as_limits,
    )
    tight: bool = field(default=True, validator=is_flag)

    def __attrs_post_init__(self) -> None:
        given = dict(self.limits)
        for kind in TeamType:
            if kind not in given or given[kind] < 0:
                raise InvalidValueError("limits", given.get(kind), f"be 0 or more for {kind.value} teams")
        if self.tight and given[TeamType.EFFECTIVENESS] >= given[TeamType.EFFICIENCY]:
            rule = "be lower for effectiveness teams than for efficiency teams"
            raise InvalidValueError("limits", given[TeamType.EFFECTIVENESS], rule)

    def measure(
        self, people: Iterable[Participant], during: DateRange | str, kind: TeamType | str
    ) -> Turnover:
        """The turnover of a team.

        Somebody left in the days if the day after their last one lies in them or right at their end. The
        headcount is averaged over every single day.

        Args:
            people: The participants of the team, with the days on which they were employed.
            during: Days with a first and a last one.
            kind: Type of the team.

        Raises:
            InvalidValueError: If the days have no end, or somebody stands twice.
            WrongTypeError: If something has another type.
        """
        span = range_of(during, "during")
        if span.start is None or span.end is None:
            raise InvalidValueError("during", str(span), "have a first and a last day")
        team = tuple_of(Participant, people, "people")
        if len({one.id for one in team}) < len(team):
            raise InvalidValueError("people", [one.id for one in team], "hold each once")
        days = 0
        leavers = []
        for one in team:
            there = span if one.employed is None else span.intersection(one.employed)
            days += 0 if there is None else there.days
            gone = None if one.employed is None else one.employed.end
            if there is not None and gone is not None and gone <= span.end:
                leavers.append(one.id)
        limit = dict(self.limits)[_as_kind(kind)]
        return Turnover(kind, span, tuple(sorted(leavers)), Fraction(days, span.days), limit)
