"""What a scorecard weighs: measured criteria, and judged ones with behavioural anchors."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.numbers import as_number, named, titled
from salesmgmt.appraisal.scorecards.scoring import Direction, Interpolated, Scoring, Stepped
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate, RateLike, rate_of

__all__ = ["Anchor", "Kpi", "Missing", "Part", "QualitativeCriterion", "Weighed"]


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
    """A measured criterion with its weight and scoring rule.

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
                "scoring", self.scoring, "be Linear(…), Proportional(…), Banded(…) or your own"
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


def _as_mark(value: object) -> Fraction:
    return as_number(value, "mark")


def _as_share(value: RateLike) -> Rate:
    return rate_of(value, "share")


@frozen
class Anchor:
    """What somebody does who earns a mark.

    Attributes:
        mark: The mark, such as 1 to 5.
        share: Share of the full points that it brings.
        behaviour: What can be seen of people with this mark.

    Raises:
        WrongTypeError: If the behaviour is no text, or a figure is a float.
        InvalidValueError: If the behaviour is empty.
    """

    mark: Fraction = field(converter=_as_mark)
    share: Rate = field(converter=_as_share)
    behaviour: str

    def __attrs_post_init__(self) -> None:
        named(self.behaviour, "behaviour")


def _as_anchors(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    given = tuple(anchors) if isinstance(anchors, Iterable) else (anchors,)
    for anchor in given:
        if not isinstance(anchor, Anchor):
            raise WrongTypeError("anchors", anchor, "be Anchor values, in a list or any other iterable")
    return tuple(sorted(given, key=lambda anchor: anchor.mark))


@frozen
class QualitativeCriterion:
    """A judged criterion: marks with behaviours that anchor them.

    Marks between two anchors earn points between them, or those of the anchor below, as the form says. Marks
    beyond the first and the last anchor count as these.

    Attributes:
        id: Stable identifier of the criterion.
        weight: Share of the full score.
        anchors: Marks, the shares that they bring, and what people with them do; at least two.
        title: What people call it; the identifier where left out.
        between: Whether a mark between two anchors earns points between them.
        source: Where the mark comes from; see `Kpi.source`.
        part: Whether the mark is the person's own or that of the team.
        missing: What becomes of it without a mark; None: what the scorecard says.
        controllable: Share that lies in the person's hands; None where nobody has said.

    Raises:
        InvalidValueError: If the weight is not above 0, the identifier is empty, there are fewer than two
            anchors, two have one mark, or a better mark brings less.
        WrongTypeError: If a field has another type.

    Examples:
        >>> steps = (
        ...     Anchor(1, "20%", "hides mistakes"),
        ...     Anchor(3, "60%", "admits mistakes when asked"),
        ...     Anchor(5, "100%", "speaks of mistakes first"),
        ... )
        >>> honesty = QualitativeCriterion("honesty", "10%", steps)
        >>> honesty.scoring.score(Fraction(4)), honesty.behaviour(Fraction(4))
        (Fraction(4, 5), 'admits mistakes when asked')
    """

    id: str
    weight: Rate = field(converter=_as_weight)
    anchors: tuple[Anchor, ...] = field(converter=_as_anchors)
    title: str = ""
    between: bool = True
    source: str = ""
    part: Part = field(default=Part.PERSONAL, converter=_as_part)
    missing: Missing | None = field(default=None, converter=_or_missing)
    controllable: Rate | None = field(default=None, converter=_or_share)

    def __attrs_post_init__(self) -> None:
        named(self.id)
        _check_shares(self.weight, self.controllable)
        titled(self.title)
        titled(self.source, "source")
        if type(self.between) is not bool:
            raise WrongTypeError("between", self.between, "be True or False")
        if len(self.anchors) < 2:
            raise InvalidValueError("anchors", len(self.anchors), "be at least two")
        if len({anchor.mark for anchor in self.anchors}) != len(self.anchors):
            raise InvalidValueError("anchors", self.anchors, "have a mark of their own each")
        shares = [anchor.share for anchor in self.anchors]
        if shares != sorted(shares):
            raise InvalidValueError("anchors", self.anchors, "bring more the better their mark")

    @property
    def percent(self) -> bool:
        """Marks are numbers, never shares."""
        return False

    @property
    def aim(self) -> Direction:
        """Better marks are higher."""
        return Direction.HIGHER

    @property
    def scoring(self) -> Scoring:
        """The rule that turns a mark into points."""
        points = [(anchor.mark, anchor.share.value) for anchor in self.anchors]
        return Interpolated(points) if self.between else Stepped(points)

    def behaviour(self, mark: Fraction) -> str:
        """What anchors a mark: the behaviour of the best anchor that it reaches, or of the first."""
        reached = [anchor for anchor in self.anchors if anchor.mark <= mark]
        return (reached or self.anchors)[-1 if reached else 0].behaviour


Weighed: TypeAlias = Kpi | QualitativeCriterion
"""A criterion of a scorecard, measured or judged."""
