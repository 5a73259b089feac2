"""Weighted scorecards: results in, an explained score and rating out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.numbers import NumberLike, as_number
from salesmgmt.appraisal.scales import RatingScale
from salesmgmt.appraisal.scorecards.scoring import Scoring
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.errors import BatchError, InvalidValueError, Problem, SalesmgmtError, WrongTypeError
from salesmgmt.money import Rate, RateLike, Rounding, rate_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed

__all__ = ["Appraisal", "Kpi", "Missing", "ScoreLine", "Scorecard"]

_FINE = 12


class Missing(StrEnum):
    """What becomes of a criterion without a result."""

    REWEIGH = "reweigh"
    ZERO = "zero"
    HOLD = "hold"


def _as_missing(value: Missing | str) -> Missing:
    return choice_of(Missing, value, "missing")


def _as_weight(value: RateLike) -> Rate:
    return rate_of(value, "weight")


@frozen
class Kpi:
    """A measured criterion with its weight and scoring rule.

    Attributes:
        id: Stable identifier of the criterion.
        weight: Share of the full score.
        scoring: Rule that turns the result into points.
        title: What people call it; the identifier where left out.
        percent: Whether results are shares, which are shown in per cent.

    Raises:
        InvalidValueError: If the weight is not above 0, or the identifier is empty.
        WrongTypeError: If the scoring rule has no `score`, or a field has another type.
    """

    id: str
    weight: Rate = field(converter=_as_weight)
    scoring: Scoring
    title: str = ""
    percent: bool = False

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id:
            raise InvalidValueError("id", self.id, "be a text with at least one character")
        if self.weight.value <= 0:
            raise InvalidValueError("weight", self.weight, "be above 0")
        if isinstance(self.scoring, type) or not callable(getattr(self.scoring, "score", None)):
            raise WrongTypeError(
                "scoring", self.scoring, "be Linear(…), Proportional(…), Banded(…) or your own"
            )
        if not isinstance(self.title, str):
            raise WrongTypeError("title", self.title, "be text")
        if type(self.percent) is not bool:
            raise WrongTypeError("percent", self.percent, "be True or False")


@frozen
class ScoreLine:
    """One criterion of an appraisal.

    Attributes:
        kpi: Identifier of the criterion.
        title: What people call it.
        weight: Its weight after re-weighing.
        result: What was measured, as a rate where it is a share; None where nothing was.
        share: Part of the full points that the result earned.
        points: Points of the scale that it brought, exact.
    """

    kpi: str
    title: str
    weight: Rate
    result: Fraction | Rate | None
    share: Fraction
    points: Fraction


@frozen
class Appraisal:
    """The outcome for one participant.

    Attributes:
        participant: Who was appraised.
        scorecard: Identifier of the scorecard.
        score: Rounded score; None where it is held back.
        rating: Grade that the score leads to; None where it is held back.
        lines: The criteria in the order of the scorecard; their points add up to the score before rounding.
        reasons: Why, as data.
    """

    participant: str
    scorecard: str
    score: Fraction | None
    rating: str | None
    lines: tuple[ScoreLine, ...]
    reasons: tuple[Reason, ...]

    def records(self) -> list[dict[str, object]]:
        """One row per criterion, for a DataFrame."""
        return [
            {
                "participant": self.participant,
                "kpi": line.kpi,
                "weight": line.weight,
                "result": line.result,
                "share": Rate(line.share),
                "points": line.points,
            }
            for line in self.lines
        ]

    def table(self, lang: str = "en") -> Table:
        """The criteria with weights, results and points."""
        columns = headed(HEADINGS, lang, "criterion", "weight", "result", "share", "points")
        rows = [(line.title, line.weight, line.result, Rate(line.share), line.points) for line in self.lines]
        total = headed(HEADINGS, lang, "total")[0].heading
        footer = (total, None, None, None, self.score)
        return Table(self.participant, columns, rows, footer=footer, lang=lang)


def _as_kpis(kpis: Iterable[Kpi]) -> tuple[Kpi, ...]:
    given = tuple(kpis) if isinstance(kpis, Iterable) else (kpis,)
    for kpi in given:
        if not isinstance(kpi, Kpi):
            raise WrongTypeError("kpis", kpi, "be Kpi values, in a list or any other iterable")
    return given


@frozen
class Scorecard:
    """A policy that appraises people by weighted criteria.

    Attributes:
        id: Stable identifier.
        kpis: The criteria; their weights total 100 %.
        scale: What scores mean.
        missing: What becomes of a criterion without a result: its weight goes to the others in proportion,
            it counts zero, or the score is held back.
        rounding: Unit and mode of the score, once, at the end.

    Raises:
        BatchError: If the weights do not total 100 % (it says by how much they miss), or a criterion stands
            twice.
        InvalidValueError: If the identifier is empty, or `missing` is none of the words.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.appraisal import Linear, Proportional
        >>> card = Scorecard(
        ...     "rep-2026",
        ...     (Kpi("revenue", "70%", Proportional(100)), Kpi("days", "30%", Linear(worst=60, best=30))),
        ...     RatingScale({"A": 90, "B": 70, "C": 0}),
        ... )
        >>> outcome = card.appraise("ann", {"revenue": 95, "days": 36})
        >>> outcome.score, outcome.rating
        (Fraction(181, 2), 'A')
    """

    id: str
    kpis: tuple[Kpi, ...] = field(converter=_as_kpis)
    scale: RatingScale
    missing: Missing = field(default=Missing.HOLD, converter=_as_missing)
    rounding: Rounding = field(factory=lambda: Rounding("0.01"))

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id:
            raise InvalidValueError("id", self.id, "be a text with at least one character")
        if not isinstance(self.scale, RatingScale):
            raise WrongTypeError("scale", self.scale, "be a RatingScale")
        if not isinstance(self.rounding, Rounding):
            raise WrongTypeError("rounding", self.rounding, "be a Rounding, such as Rounding('0.01')")
        problems = [
            Problem(f"Kpi {name}", "id", name, "stand once on the scorecard")
            for name, count in Counter(kpi.id for kpi in self.kpis).items()
            if count > 1
        ]
        total = sum((kpi.weight.value for kpi in self.kpis), Fraction(0))
        if total != 1:
            word = "short" if total < 1 else "over"
            rule = f"total 100%; they are {Rate(abs(1 - total))} {word}"
            problems.append(Problem(f"Scorecard {self.id}", "weights", Rate(total), rule))
        if problems:
            raise BatchError("scorecard", problems)

    def appraise(self, participant: str, results: Mapping[str, NumberLike | None]) -> Appraisal:
        """Score a participant.

        Args:
            participant: Who is appraised.
            results: Result by criterion; None or left out where nothing was measured.

        Raises:
            BatchError: If results are given for criteria that are not on the scorecard, or are no numbers.
            InvalidValueError: If the participant is no text or an empty one.
            WrongTypeError: If the results are no mapping, or a scoring rule of your own answers with a float.
        """
        if not isinstance(participant, str) or not participant:
            raise InvalidValueError("participant", participant, "be a text with at least one character")
        if not isinstance(results, Mapping):
            raise WrongTypeError("results", results, "be a mapping from criterion to result")
        known = {kpi.id for kpi in self.kpis}
        problems = [
            Problem(participant, name, results[name], f"be a criterion of scorecard {self.id}")
            for name in results
            if name not in known
        ]
        shares = {kpi.id for kpi in self.kpis if kpi.percent}
        figures: dict[str, Fraction] = {}
        for name, value in results.items():
            if name in shares and type(value) is int and value not in (0, 1):
                rule = f"be written as a share, such as '{value}%'; a bare {value} would be {value}00%"
                problems.append(Problem(participant, name, value, rule))
            elif value is not None:
                try:
                    figures[name] = as_number(value, name)
                except SalesmgmtError as error:
                    problems.append(Problem.of(participant, error))
        if problems:
            raise BatchError("results", problems)
        absent = tuple(kpi for kpi in self.kpis if kpi.id not in figures)
        counted = sum((kpi.weight.value for kpi in self.kpis if kpi.id in figures), Fraction(0))
        lines = tuple(self._line(kpi, figures.get(kpi.id), counted) for kpi in self.kpis)
        if absent and (self.missing is Missing.HOLD or not counted):
            reasons = tuple(Reason("appraisal.held", {"kpi": kpi.title or kpi.id}) for kpi in absent)
            return Appraisal(participant, self.id, None, None, lines, reasons)
        exact = sum((line.points for line in lines), Fraction(0))
        score = Fraction(self.rounding.apply(exact * 10**_FINE, _FINE), 10**_FINE)
        rating = self.scale.rating(score)
        because = [self._reason(line) for line in lines]
        values: dict[str, ReasonValue] = {"score": score, "rating": rating, "maximum": self.scale.maximum}
        return Appraisal(
            participant,
            self.id,
            score,
            rating,
            lines,
            (Reason("appraisal.rated", values, because=tuple(because)),),
        )

    def _line(self, kpi: Kpi, result: Fraction | None, counted: Fraction) -> ScoreLine:
        weight = kpi.weight.value
        if self.missing is Missing.REWEIGH and counted:
            weight = Fraction(0) if result is None else weight / counted
        share = Fraction(0) if result is None else as_number(kpi.scoring.score(result), "share")
        points = weight * share * self.scale.maximum
        shown = Rate(result) if kpi.percent and result is not None else result
        return ScoreLine(kpi.id, kpi.title or kpi.id, Rate(weight), shown, share, points)

    def _reason(self, line: ScoreLine) -> Reason:
        if line.result is None:
            code = "appraisal.kpi.reweighed" if self.missing is Missing.REWEIGH else "appraisal.kpi.zero"
            return Reason(code, {"kpi": line.title})
        values: dict[str, ReasonValue] = {
            "kpi": line.title,
            "result": line.result,
            "share": Rate(line.share),
            "weight": line.weight,
            "points": line.points,
        }
        return Reason("appraisal.kpi.scored", values)
