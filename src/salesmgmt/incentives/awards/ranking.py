"""Who comes first: figures put in order, with a stated rule for those that are equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import as_date
from salesmgmt.errors import BatchError, InvalidValueError, Problem, SalesmgmtError, WrongTypeError
from salesmgmt.incentives.awards.standings import FigureLike, as_figure, identifier, shown, standings_of
from salesmgmt.incentives.figures import Figure, size_of
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["Place", "Ties", "as_ties", "places"]

_SHOWN = 5


class Ties(StrEnum):
    """What happens to those with equal figures.

    ``POOL``: places 1, 1, 3; the prizes of the places they take up are pooled and divided equally.
    ``DENSE``: places 1, 1, 2; each gets the whole prize of the place.
    ``SKIP``: places 1, 1, 3; each gets the whole prize of the place, that of place 2 is not given.
    ``EARLIEST``: who reached the figure first goes first; on one day, as ``POOL``.
    ``HIGHER``: each gets the highest prize of the places they take up. Since prizes never rise from a place
    to the next, that is what ``SKIP`` pays; plans are written in either way.
    """

    POOL = "pool"
    DENSE = "dense"
    SKIP = "skip"
    EARLIEST = "earliest"
    HIGHER = "higher"


def as_ties(value: Ties | str) -> Ties:
    """A rule for ties by its name.

    Raises:
        InvalidValueError: If no rule has it.
    """
    return choice_of(Ties, value, "ties")


def _others(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise WrongTypeError("tied_with", value, "be several identifiers, not one text")
    return tuple(sorted(value))


def _day(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "reached")


@frozen
class Place:
    """The place of somebody in a ranking.

    Attributes:
        participant: Who.
        figure: What they are ranked by.
        place: From 1.
        tied_with: Who else is in this place, by identifier.
        reached: The day on which the figure was reached, where that decided among equal figures.

    Raises:
        InvalidValueError: If the place is below 1, or somebody is tied with themselves.
    """

    participant: str
    figure: Figure = field(converter=as_figure)
    place: int
    tied_with: tuple[str, ...] = field(default=(), converter=_others)
    reached: date | None = field(default=None, converter=_day)

    def __attrs_post_init__(self) -> None:
        identifier(self.participant, "participant")
        if type(self.place) is not int or self.place < 1:
            raise InvalidValueError("place", self.place, "be a whole number from 1")
        for other in self.tied_with:
            identifier(other, "tied_with")
        if self.participant in self.tied_with or len(set(self.tied_with)) < len(self.tied_with):
            raise InvalidValueError("tied_with", self.tied_with, "name each of the others once")

    @property
    def reason(self) -> Reason:
        """The place as a reason."""
        values: dict[str, ReasonValue] = {
            "participant": self.participant,
            "place": self.place,
            "figure": shown(self.figure),
        }
        if self.tied_with:
            named = ", ".join(self.tied_with[:_SHOWN]) + (" …" if len(self.tied_with) > _SHOWN else "")
            return Reason("incentives.award.place.tied", {**values, "others": named})
        if self.reached is not None:
            return Reason("incentives.award.place.dated", {**values, "reached": self.reached})
        return Reason("incentives.award.place", values)


def places(
    standings: Mapping[str, FigureLike],
    ties: Ties | str = Ties.POOL,
    reached: Mapping[str, date | str] | None = None,
    ascending: bool = False,
) -> tuple[Place, ...]:
    """Everybody in their place, whatever the order in which they are given.

    Args:
        standings: Figure by participant, all amounts of one currency or all numbers.
        ties: What happens to equal figures.
        reached: For `Ties.EARLIEST`, the day on which each of those with equal figures reached theirs.
        ascending: Whether the lowest figure comes first.

    Returns:
        Places from the first to the last, those in one place by identifier.

    Raises:
        BatchError: Every figure that is none or of another kind; everybody whose day is needed but missing.
        InvalidValueError: If the rule for ties is unknown.

    Examples:
        >>> [(one.participant, one.place, one.tied_with) for one in places({"p": 80, "r": 70, "q": 80})]
        [('p', 1, ('q',)), ('q', 1, ('p',)), ('r', 3, ())]
        >>> days = {"p": "2026-03-09", "q": "2026-03-02"}
        >>> [one.participant for one in places({"p": 80, "q": 80}, "earliest", days)]
        ['q', 'p']
    """
    figures = standings_of(standings)
    rule = as_ties(ties)
    alike: dict[object, list[str]] = {}
    for person, figure in figures.items():
        alike.setdefault(size_of(figure), []).append(person)
    groups = [
        alike[size] for size in sorted({size_of(one) for one in figures.values()}, reverse=not ascending)
    ]
    dated: dict[str, date] = {}
    if rule is Ties.EARLIEST:
        groups, dated = _by_day(groups, {} if reached is None else reached)
    found: list[Place] = []
    for number, group in enumerate(groups, 1):
        place = number if rule is Ties.DENSE else len(found) + 1
        found += [
            Place(person, figures[person], place, [one for one in group if one != person], dated.get(person))
            for person in group
        ]
    return tuple(found)


def _by_day(
    groups: list[list[str]], reached: Mapping[str, date | str]
) -> tuple[list[list[str]], dict[str, date]]:
    """Groups of equal figures divided by the day on which these were reached, and the days asked for."""
    days: dict[str, date] = {}
    problems: list[Problem] = []
    for person in (person for group in groups if len(group) > 1 for person in group):
        try:
            if person not in reached:
                rule = "be given, since others have the same figure and the earliest goes first"
                raise InvalidValueError("reached", None, rule)
            days[person] = as_date(reached[person], "reached")
        except SalesmgmtError as error:
            problems.append(Problem.of(person, error))
    if problems:
        raise BatchError("reached", sorted(problems, key=lambda problem: problem.record))
    divided: list[list[str]] = []
    for group in groups:
        if len(group) == 1:
            divided.append(group)
            continue
        same: dict[date, list[str]] = {}
        for person in group:
            same.setdefault(days[person], []).append(person)
        divided += [same[day] for day in sorted(same)]
    return divided, days
