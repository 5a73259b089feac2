"""Linear sums of ratios, such as the Z-score, with the bounds and the source in the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.approval.scoring.factors import Answer, Figures, NumberLike, number_of, read, shown
from salesmgmt.credit.approval.scoring.results import (
    CreditScore,
    MissingValue,
    ScoreZone,
    ZoneBy,
    rounded,
)
from salesmgmt.credit.limits import CreditProfile
from salesmgmt.credit.limits.checks import check_count, check_text
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.reasons import Reason

__all__ = ["RatioModel"]


def _as_weights(
    value: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]],
) -> tuple[tuple[str, Fraction], ...]:
    given = value.items() if isinstance(value, Mapping) else value
    try:
        return tuple([(name, number_of(weight, "weights")) for name, weight in given])
    except ValueError as error:
        if isinstance(error, InvalidValueError):
            raise
        raise WrongTypeError("weights", value, "be a mapping of ratios to weights, or pairs") from error


def _as_below(value: NumberLike) -> Fraction:
    return number_of(value, "distress_below")


def _as_above(value: NumberLike) -> Fraction:
    return number_of(value, "safe_above")


def _as_constant(value: NumberLike) -> Fraction:
    return number_of(value, "constant")


def _as_by(value: ZoneBy | str) -> ZoneBy:
    return choice_of(ZoneBy, value, "zone_by")


@frozen
class RatioModel:
    """A sum of weighted ratios, below one bound a sign of distress, above another one safe.

    Both bounds belong to the grey zone between. Every ratio has to be known: a model that was estimated on
    all of them says nothing without one.

    Attributes:
        name: What the model is called.
        weights: The ratios and their weights.
        distress_below: Scores below it are in the zone of distress.
        safe_above: Scores above it are safe.
        source: Where weights and bounds were published.
        constant: What is added to the sum.
        places: Places of the score as it is shown.
        zone_by: Whether the exact score is held against the bounds, or the one that is shown.

    Raises:
        BatchError: If a ratio stands twice.
        InvalidValueError: If there is no ratio, the bounds are the wrong way round or no source is named.
        WrongTypeError: If a part has another type.

    Examples:
        >>> ratios = {"wc_ta": "0.34", "re_ta": "0.15", "ebit_ta": 0, "mve_tl": "0.8", "sales_ta": "1.6"}
        >>> score = RatioModel.altman().score({name: Fraction(value) for name, value in ratios.items()})
        >>> float(score.value), score.band
        (2.7, 'grey')
    """

    name: str
    weights: tuple[tuple[str, Fraction], ...] = field(converter=_as_weights)
    distress_below: Fraction = field(converter=_as_below)
    safe_above: Fraction = field(converter=_as_above)
    source: str
    constant: Fraction = field(default=Fraction(0), converter=_as_constant, kw_only=True)
    places: int = field(default=2, kw_only=True)
    zone_by: ZoneBy = field(default=ZoneBy.EXACT, converter=_as_by, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_text("name", self.name)
        check_text("source", self.source)
        check_count("places", self.places)
        if not self.weights:
            raise InvalidValueError("weights", self.weights, "name one ratio at least")
        for name, _ in self.weights:
            check_text("weights", name)
        twice = [name for name, count in Counter(name for name, _ in self.weights).items() if count > 1]
        if twice:
            raise BatchError(
                "model", [Problem(self.name, "weights", name, "name each ratio once") for name in twice]
            )
        if self.distress_below > self.safe_above:
            rule = f"be {shown(self.distress_below)} or more, below which there is distress"
            raise InvalidValueError("safe_above", shown(self.safe_above), rule)

    @classmethod
    def altman(cls) -> RatioModel:
        """Altman's Z of 1968, for listed manufacturers.

        The ratios: working capital, retained earnings and earnings before interest and taxes to total assets;
        market value of equity to total liabilities; sales to total assets.
        """
        weights = {"wc_ta": "1.2", "re_ta": "1.4", "ebit_ta": "3.3", "mve_tl": "0.6", "sales_ta": "1.0"}
        source = (
            "Altman, E. I. (1968), Financial Ratios, Discriminant Analysis and the Prediction of Corporate"
        )
        return cls("Altman Z", weights, "1.81", "2.99", f"{source} Bankruptcy, Journal of Finance 23(4)")

    @classmethod
    def altman_private(cls) -> RatioModel:
        """Altman's Z' for manufacturers that are not listed: book instead of market value of equity."""
        weights = {
            "wc_ta": "0.717",
            "re_ta": "0.847",
            "ebit_ta": "3.107",
            "bve_tl": "0.420",
            "sales_ta": "0.998",
        }
        return cls("Altman Z'", weights, "1.23", "2.90", _REVISITED)

    @classmethod
    def altman_general(cls) -> RatioModel:
        """Altman's Z'' for firms that make nothing themselves: without sales to total assets."""
        weights = {"wc_ta": "6.56", "re_ta": "3.26", "ebit_ta": "6.72", "bve_tl": "1.05"}
        return cls("Altman Z''", weights, "1.10", "2.60", _REVISITED)

    @property
    def missing(self) -> MissingValue:
        """What a ratio that is not known is worth: nothing is scored without it."""
        return MissingValue.REFUSE

    def score(self, figures: Figures | CreditProfile) -> CreditScore:
        """What a customer's ratios come to.

        Args:
            figures: The ratios by name, or a profile that has them among its figures.

        Raises:
            BatchError: With every ratio that is missing or no exact number.
        """
        problems, points, reasons = [], [], []
        for name, weight in self.weights:
            value: Answer | None = (
                figures.figure(name) if isinstance(figures, CreditProfile) else figures.get(name)
            )
            if value is None:
                problems.append(Problem(self.name, name, None, "be known"))
                continue
            try:
                ratio = read(value, name)
            except (InvalidValueError, WrongTypeError) as error:
                problems.append(Problem.of(self.name, error))
                continue
            points.append((name, ratio * weight))
            told = {"ratio": name, "value": shown(ratio), "weight": shown(weight)}
            reasons.append(Reason("credit.score.ratio", {**told, "points": shown(ratio * weight)}))
        if problems:
            raise BatchError("figures", problems)
        exact = sum([part for _, part in points], self.constant)
        value = rounded(exact, self.places)
        zone = self.zone(value if self.zone_by is ZoneBy.ROUNDED else exact)
        bounds = {"low": shown(self.distress_below), "high": shown(self.safe_above)}
        reasons.append(Reason(_ZONES[zone], {"score": shown(value), **bounds}))
        return CreditScore(self.name, value, exact, points, zone.value, reasons)

    def zone(self, score: Fraction) -> ScoreZone:
        """In which zone a score lies."""
        if score < self.distress_below:
            return ScoreZone.DISTRESS
        return ScoreZone.SAFE if score > self.safe_above else ScoreZone.GREY


_ZONES: Mapping[ScoreZone, str] = MappingProxyType(
    {
        ScoreZone.DISTRESS: "credit.score.distress",
        ScoreZone.GREY: "credit.score.grey",
        ScoreZone.SAFE: "credit.score.safe",
    }
)

_REVISITED = (
    "Altman, E. I. (2000), Predicting Financial Distress of Companies: Revisiting the Z-Score and ZETA Models"
)
