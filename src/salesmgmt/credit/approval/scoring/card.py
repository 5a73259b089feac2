"""A scorecard of points: factors, weights, bands that are checked, and a stated rule for what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.approval.scoring.factors import (
    Answer,
    ChoiceFactor,
    Figures,
    FlagFactor,
    ScoreFactor,
    StepFactor,
    shown,
)
from salesmgmt.credit.approval.scoring.results import (
    BandGaps,
    CreditScore,
    MissingValue,
    ScoreBand,
    lattice,
    rounded,
)
from salesmgmt.credit.limits import Band, BandFinding, CreditProfile, LimitFindingKind, band_findings
from salesmgmt.credit.limits.checks import check_count, check_text
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["PointsCard"]


def _as_factors(value: Iterable[ScoreFactor] | ScoreFactor) -> tuple[ScoreFactor, ...]:
    kinds = ChoiceFactor | FlagFactor | StepFactor
    factors = (value,) if isinstance(value, kinds) else tuple(value)
    for one in factors:
        if not isinstance(one, kinds):
            raise WrongTypeError("factors", one, "be a ChoiceFactor, a FlagFactor or a StepFactor")
    return factors


def _as_bands(value: Iterable[ScoreBand] | ScoreBand) -> tuple[ScoreBand, ...]:
    bands = (value,) if isinstance(value, ScoreBand) else tuple(value)
    for one in bands:
        if not isinstance(one, ScoreBand):
            raise WrongTypeError("bands", one, "be score bands")
    return tuple(sorted(bands, key=lambda one: (one.lowest is not None, one.lowest or 0)))


def _as_missing(value: MissingValue | str) -> MissingValue:
    return choice_of(MissingValue, value, "missing")


def _as_gaps(value: BandGaps | str) -> BandGaps:
    return choice_of(BandGaps, value, "gaps")


@frozen
class PointsCard:
    """Points for each factor, summed, rounded once, and put into a band.

    Bands must not overlap. Between the lowest and the highest score that the factors can come to they must
    leave nothing out, unless `gaps` allows it. A score has so many places, so that bands of 8 to 11 and 12 to
    15 leave nothing between them where it has none.

    Attributes:
        name: What the card is called.
        factors: The factors, each with a figure of its own name.
        bands: The bands, from the lowest up; none where only the score matters.
        places: Places of the score.
        missing: What a figure that is not known is worth.
        gaps: What becomes of scores without a band.
        source: Where the points come from; empty where they are the house's own.

    Raises:
        BatchError: With every fault: names that stand twice, bands that overlap or leave scores out, bounds
            with more places than a score has, and requirements that no factor is.
        WrongTypeError: If a part has another type.

    Examples:
        >>> card = PointsCard(
        ...     "House",
        ...     [StepFactor("years", {2: 3, 5: 5}), FlagFactor("guarantee", 5)],
        ...     [ScoreBand("B", 0, 5), ScoreBand("A", 6, 10)],
        ... )
        >>> score = card.score({"years": 7, "guarantee": True})
        >>> int(score.value), score.band
        (10, 'A')
        >>> PointsCard("House", FlagFactor("guarantee", 5), [ScoreBand("B", 0, 2), ScoreBand("A", 4, 5)])
        Traceback (most recent call last):
            ...
        salesmgmt.errors.BatchError: card: 1 problem
          House: bands is 'nothing is said for [3, 4)'; it must put every score from 0 to 5 into one band
    """

    name: str
    factors: tuple[ScoreFactor, ...] = field(converter=_as_factors)
    bands: tuple[ScoreBand, ...] = field(default=(), converter=_as_bands)
    places: int = field(default=0, kw_only=True)
    missing: MissingValue = field(default=MissingValue.REFUSE, converter=_as_missing, kw_only=True)
    gaps: BandGaps = field(default=BandGaps.REFUSE, converter=_as_gaps, kw_only=True)
    source: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_text("name", self.name)
        check_count("places", self.places)
        if not isinstance(self.source, str):
            raise WrongTypeError("source", self.source, "be text")
        if not self.factors:
            raise InvalidValueError("factors", self.factors, "be one at least")
        problems = self._problems()
        if problems:
            raise BatchError("card", problems)

    def _problems(self) -> list[Problem]:
        found = []
        ids = {one.id for one in self.factors}
        for field_name, names in (
            ("factors", [one.id for one in self.factors]),
            ("bands", [one.name for one in self.bands]),
        ):
            found += [
                Problem(self.name, field_name, name, "bear each name once")
                for name, count in Counter(names).items()
                if count > 1
            ]
        for band in self.bands:
            for bound in (band.lowest, band.highest):
                if bound is not None and not lattice(bound, self.places):
                    rule = f"have no more places than the score: {self.places}"
                    found.append(Problem(band.name, "bands", shown(bound), rule))
            found += [
                Problem(band.name, "requires", name, "be one of the factors")
                for name in band.requires
                if name not in ids
            ]
        if found or not self.bands:
            return found
        low, high = self.range
        rule = f"put every score from {shown(low)} to {shown(high)} into one band"
        return [
            Problem(self.name, "bands", one.reason.text(), rule)
            for one in self.findings()
            if one.kind is LimitFindingKind.OVERLAP or self.gaps is BandGaps.REFUSE
        ]

    @property
    def range(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest score that can come about, as it is shown."""
        ranges = [one.range for one in self.factors]
        drops = [one.zero_if.reads or self.missing is MissingValue.ZERO for one in self.factors]
        none = Fraction(0)
        low = sum(
            [min(low, none) if drop else low for (low, _), drop in zip(ranges, drops, strict=True)], none
        )
        high = sum(
            [max(high, none) if drop else high for (_, high), drop in zip(ranges, drops, strict=True)], none
        )
        return rounded(low, self.places), rounded(high, self.places)

    def findings(self) -> tuple[BandFinding, ...]:
        """Scores that can come about and have no band, or two."""
        step = Fraction(1, 10**self.places)
        bands = [
            Band(one.name, one.lowest, None if one.highest is None else one.highest + step)
            for one in self.bands
        ]
        low, high = self.range
        return band_findings(bands, Band("score", low, high + step))

    def score(self, figures: Figures | CreditProfile) -> CreditScore:
        """What a customer's figures come to.

        Args:
            figures: The figures by name, or a profile that has them.

        Raises:
            BatchError: With every figure that is missing, where that is refused, or cannot be read.
        """
        known = self._known(figures)
        problems, points, reasons = [], [], []
        for one in self.factors:
            value = known.get(one.id)
            if value is None and self.missing is MissingValue.REFUSE:
                problems.append(Problem(self.name, one.id, None, "be known"))
                continue
            try:
                earned, reason = self._earned(one, value, known)
            except (InvalidValueError, WrongTypeError) as error:
                problems.append(Problem.of(self.name, error))
                continue
            points.append((one.id, earned))
            reasons.append(reason)
        if problems:
            raise BatchError("figures", problems)
        exact = sum([earned for _, earned in points], Fraction(0))
        value = rounded(exact, self.places)
        band, told = self._band(value, dict(points))
        return CreditScore(self.name, value, exact, points, band, [*reasons, *told])

    def _known(self, figures: Figures | CreditProfile) -> dict[str, Answer]:
        if isinstance(figures, CreditProfile):
            values = {**{one.id: figures.figure(one.id) for one in self.factors}, **dict(figures.figures)}
            return {name: value for name, value in values.items() if value is not None}
        return {name: value for name, value in figures.items() if value is not None}

    def _earned(self, one: ScoreFactor, value: Answer | None, known: Figures) -> tuple[Fraction, Reason]:
        if value is None:
            earned = Fraction(0) if self.missing is MissingValue.ZERO else one.range[0]
            return earned, Reason("credit.score.missing", {"factor": one.id, "points": shown(earned)})
        earned = one.worth(value)
        if one.zero_if.reads and one.zero_if.matches(known):
            return Fraction(0), Reason("credit.score.zeroed", {"factor": one.id})
        told: dict[str, ReasonValue] = {"factor": one.id, "value": value, "points": shown(earned)}
        return earned, Reason("credit.score.factor", told)

    def _band(self, value: Fraction, points: dict[str, Fraction]) -> tuple[str | None, list[Reason]]:
        """The band of a score, and why a higher one that holds it does not count."""
        told: list[Reason] = []
        place = next((place for place, one in enumerate(self.bands) if value in one), None)
        while place is not None:
            band = self.bands[place]
            lacking = [name for name in band.requires if points[name] <= 0]
            if not lacking:
                return band.name, told
            told.append(Reason("credit.score.requires", {"band": band.name, "factors": ", ".join(lacking)}))
            place = place - 1 if place else None
        return None, told
