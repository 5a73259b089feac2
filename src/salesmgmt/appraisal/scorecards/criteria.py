"""What a scorecard weighs: criteria with their weights and rules, measured or judged."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.numbers import named, titled
from salesmgmt.appraisal.scorecards.scoring import Direction, Scoring
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate, RateLike, rate_of

__all__ = ["Kpi", "Missing", "Part"]


class Missing(StrEnum):
    """What becomes of a criterion without a result."""

    REWEIGH = "reweigh"
    """It is left out, and its weight goes to the others in proportion."""
    ZERO = "zero"
    HOLD = "hold"


class Part(StrEnum):
    """Whose result a criterion looks at."""

    PERSONAL = "personal"
    TEAM = "team"


def as_missing(value: Missing | str) -> Missing:
    """A rule for missing results, from its name."""
    return choice_of(Missing, value, "missing")


def _or_missing(value: Missing | str | None) -> Missing | None:
    return None if value is None else as_missing(value)


def _as_part(value: Part | str) -> Part:
    return choice_of(Part, value, "part")


def _or_direction(value: Direction | str | None) -> Direction | None:
    return None if value is None else choice_of(Direction, value, "direction")


def _as_weight(value: RateLike) -> Rate:
    return rate_of(value, "weight")


def _or_share(value: RateLike | None) -> Rate | None:
    return None if value is None else rate_of(value, "controllable")


def _check_shares(weight: Rate, controllable: Rate | None) -> None:
    if weight.value <= 0:
        raise InvalidValueError("weight", weight, "be above 0")
    if controllable is not None and not 0 <= controllable.value <= 1:
        raise InvalidValueError("controllable", controllable, "be between 0% and 100%")


@frozen
class Kpi:
    """A criterion with its weight and scoring rule: measured, or judged by marks (`Anchored`).

    Attributes:
        id: Stable identifier of the criterion.
        weight: Share of the full score.
        scoring: Rule that turns the result into points.
        title: What people call it; the identifier where left out.
        percent: Whether results are shares, which are shown in per cent.
        direction: Which results are better, stated for readers and checked against the scoring rule; None
            where the rule says enough.
        source: Where the result comes from: the measure of the `Score` records that `results_of` reads, the
            identifier where left out. Two criteria of one source count one thing twice.
        part: Whether the result is the person's own or that of the team.
        missing: What becomes of it without a result; None: what the scorecard says.
        controllable: Share of the result that lies in the person's hands; None where nobody has said.

    Raises:
        InvalidValueError: If the weight is not above 0, the identifier is empty, the direction is another one
            than that of the scoring rule, or `controllable` is no share.
        WrongTypeError: If the scoring rule has no `score`, or a field has another type.

    Examples:
        >>> from salesmgmt.appraisal import Linear
        >>> Kpi("days", "20%", Linear(worst=90, best=30), direction="lower").aim
        <Direction.LOWER: 'lower'>
    """

    id: str
    weight: Rate = field(converter=_as_weight)
    scoring: Scoring
    title: str = ""
    percent: bool = False
    direction: Direction | None = field(default=None, converter=_or_direction)
    source: str = ""
    part: Part = field(default=Part.PERSONAL, converter=_as_part)
    missing: Missing | None = field(default=None, converter=_or_missing)
    controllable: Rate | None = field(default=None, converter=_or_share)

    def __attrs_post_init__(self) -> None:
        named(self.id)
        _check_shares(self.weight, self.controllable)
        if isinstance(self.scoring, type) or not callable(getattr(self.scoring, "score", None)):
            raise WrongTypeError(
                "scoring", self.scoring, "be Linear(…), Proportional(…), Banded(…), Anchored(…) or your own"
            )
        titled(self.title)
        titled(self.source, "source")
        if type(self.percent) is not bool:
            raise WrongTypeError("percent", self.percent, "be True or False")
        own = _direction_of(self.scoring)
        if self.direction is not None and own is not None and own is not self.direction:
            raise InvalidValueError(
                "direction", self.direction.value, f"be {own.value}, as its scoring rule has it"
            )

    @property
    def aim(self) -> Direction | None:
        """Which results are better; None where neither the criterion nor its rule says so."""
        return self.direction if self.direction is not None else _direction_of(self.scoring)


def _direction_of(scoring: Scoring) -> Direction | None:
    found = getattr(scoring, "direction", None)
    return found if isinstance(found, Direction) else None
