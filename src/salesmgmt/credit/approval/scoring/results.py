"""What a score comes to, its bands, and the switches that say how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.credit.approval.scoring.factors import NumberLike, number_of, shown
from salesmgmt.credit.limits.checks import check_text
from salesmgmt.credit.texts.approval import APPROVAL_HEADINGS
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import RoundingMode
from salesmgmt.money.rounding import divide
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed

__all__ = [
    "BandGaps",
    "CreditScore",
    "MissingValue",
    "ScoreBand",
    "ScoreZone",
    "ZoneBy",
    "lattice",
    "rounded",
]


class MissingValue(StrEnum):
    """What a figure that is not known is worth."""

    REFUSE = "refuse"
    """Nothing is scored; the error names every figure that is missing."""
    ZERO = "zero"
    """No points."""
    LOWEST = "lowest"
    """The fewest points that any value of it is worth."""


class BandGaps(StrEnum):
    """What becomes of bands that leave out scores which the factors can come to."""

    REFUSE = "refuse"
    """The scorecard is not made; the error names the scores."""
    ALLOW = "allow"
    """Such a score has no band."""


class ZoneBy(StrEnum):
    """What is held against the bounds of a zone."""

    EXACT = "exact"
    """The exact score."""
    ROUNDED = "rounded"
    """The score as it is shown."""


class ScoreZone(StrEnum):
    """What a sum of ratios says; both bounds belong to the grey zone."""

    DISTRESS = "distress"
    GREY = "grey"
    SAFE = "safe"


def rounded(value: Fraction, places: int) -> Fraction:
    """A score with so many places, half up."""
    return Fraction(divide(value.numerator * 10**places, value.denominator, RoundingMode.HALF_UP), 10**places)


def lattice(value: Fraction, places: int) -> bool:
    """Whether a number has no more places than that."""
    scaled: Fraction = value * 10**places
    return scaled.denominator == 1


def _as_lowest(value: NumberLike | None) -> Fraction | None:
    return None if value is None else number_of(value, "lowest")


def _as_highest(value: NumberLike | None) -> Fraction | None:
    return None if value is None else number_of(value, "highest")


def _as_names(value: Iterable[str] | str) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value)
    for name in names:
        check_text("requires", name)
    return tuple(dict.fromkeys(names))


@frozen
class ScoreBand:
    """A class of scores: from its lowest to its highest, both of them in it.

    Attributes:
        name: What the class is called, such as `A`.
        lowest: Its lowest score; None where it goes down without end.
        highest: Its highest score; None where it goes up without end.
        requires: Factors that have to have earned points; a score without them falls to the band below.

    Raises:
        InvalidValueError: If the lowest is above the highest, or a text is empty.
        WrongTypeError: If a part has another type.
    """

    name: str
    lowest: Fraction | None = field(default=None, converter=_as_lowest)
    highest: Fraction | None = field(default=None, converter=_as_highest)
    requires: tuple[str, ...] = field(default=(), converter=_as_names)

    def __attrs_post_init__(self) -> None:
        check_text("name", self.name)
        if self.lowest is not None and self.highest is not None and self.lowest > self.highest:
            raise InvalidValueError(
                "highest", self.highest, f"be {shown(self.lowest)} or more, as the lowest"
            )

    def __contains__(self, score: object) -> bool:
        if isinstance(score, bool) or not isinstance(score, int | Fraction):
            raise WrongTypeError("score", score, "be an exact number")
        value = Fraction(score)
        above = self.lowest is None or value >= self.lowest
        return above and (self.highest is None or value <= self.highest)


def _as_value(value: NumberLike) -> Fraction:
    return number_of(value, "value")


def _as_exact(value: NumberLike) -> Fraction:
    return number_of(value, "exact")


def _as_points(
    value: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]],
) -> tuple[tuple[str, Fraction], ...]:
    given = value.items() if isinstance(value, Mapping) else value
    return tuple([(name, number_of(points, "points")) for name, points in given])


def _as_reasons(values: Iterable[Reason]) -> tuple[Reason, ...]:
    reasons = tuple(values)
    for reason in reasons:
        if not isinstance(reason, Reason):
            raise WrongTypeError("reasons", reason, "be reasons")
    return reasons


@frozen
class CreditScore:
    """What a customer's figures come to under a scorecard.

    Attributes:
        model: Name of the scorecard.
        value: The score as it is shown, rounded once.
        exact: The score before rounding.
        points: What each factor or ratio adds, weighted, in the order of the scorecard.
        band: The class or zone; None where no band holds the score.
        reasons: How it came about.

    Raises:
        InvalidValueError: If a text is empty.
        WrongTypeError: If a part has another type.
    """

    model: str
    value: Fraction = field(converter=_as_value)
    exact: Fraction = field(converter=_as_exact)
    points: tuple[tuple[str, Fraction], ...] = field(converter=_as_points)
    band: str | None = None
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons)

    def __attrs_post_init__(self) -> None:
        check_text("model", self.model)
        if self.band is not None:
            check_text("band", self.band)

    @property
    def reason(self) -> Reason:
        """The score and its band, with what led to them below."""
        values = {"model": self.model, "score": shown(self.value), "band": self.band}
        return Reason("credit.score", values, because=self.reasons)

    def table(self, lang: str = "en") -> Table:
        """One row per factor, and the total.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(APPROVAL_HEADINGS, lang, "factor", "points")
        total = headed(APPROVAL_HEADINGS, lang, "total")[0].heading
        rows = [(name, points) for name, points in self.points]
        return Table(self.model, columns, [*rows, (total, self.value)], lang=lang)
