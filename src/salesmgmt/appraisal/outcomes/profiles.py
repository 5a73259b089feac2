"""A person's appraisal as policies on its outcomes read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.appraisal.intake import figures_of, optional_number, tuple_of
from salesmgmt.appraisal.numbers import NumberLike, named, pairs_of
from salesmgmt.appraisal.scorecards.outcome import Appraisal
from salesmgmt.calendars import DateRangeLike, range_of
from salesmgmt.errors import InvalidValueError
from salesmgmt.money import Rate
from salesmgmt.records import Score

__all__ = ["Profile", "score_records"]

_Figures = Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]]


def _as_score(value: NumberLike | None) -> Fraction | None:
    return optional_number(value)


def _as_shares(given: _Figures) -> tuple[tuple[str, Fraction], ...]:
    return figures_of(given, "shares")


def _as_figures(given: _Figures) -> tuple[tuple[str, Fraction], ...]:
    return figures_of(given, "figures")


def _as_history(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for label, rating in pairs_of(given, "history"):
        if not isinstance(label, str) or not isinstance(rating, str) or not label or not rating:
            raise InvalidValueError("history", (label, rating), "be pairs of period and rating, as texts")
        found.append((label, rating))
    return tuple(found)


@frozen
class Profile:
    """What is known of a person when the outcomes of an appraisal are decided.

    Conditions of policies read it by these fields: ``rating``, ``score``; ``share.<criterion>``, the part of
    the full points that a criterion earned; ``figure.<name>``, any other figure; ``times.<rating>``, how
    often the rating was given in this period and those of the history; and ``in_a_row``, for how many
    periods up to this one the rating has been the same.

    Attributes:
        participant: Who.
        rating: The rating of this period.
        score: The score of this period; None where there is none.
        shares: Part of the full points by criterion.
        figures: Other figures, such as months in the post.
        history: Pairs of period and rating of earlier periods, the earliest first.

    Raises:
        InvalidValueError: If a name is empty or stands twice.
        WrongTypeError: If a figure is a float.

    Examples:
        >>> ann = Profile("ann", "A", 92, {"new-customers": "120%"}, history=[("Q2", "B"), ("Q3", "A")])
        >>> ann.fields["in_a_row"], ann.fields["times"]["A"], str(ann.fields["share"]["new-customers"])
        (2, 2, '120%')
    """

    participant: str
    rating: str
    score: Fraction | None = field(default=None, converter=_as_score)
    shares: tuple[tuple[str, Fraction], ...] = field(default=(), converter=_as_shares)
    figures: tuple[tuple[str, Fraction], ...] = field(default=(), converter=_as_figures)
    history: tuple[tuple[str, str], ...] = field(default=(), converter=_as_history)

    def __attrs_post_init__(self) -> None:
        named(self.participant, "participant")
        named(self.rating, "rating")

    @classmethod
    def of(
        cls,
        appraisal: Appraisal,
        rating: str | None = None,
        figures: _Figures = (),
        history: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    ) -> Profile:
        """The profile of an appraisal.

        Args:
            appraisal: The outcome of a scorecard.
            rating: The rating that stands after calibration; the appraisal's own where left out.
            figures: Other figures.
            history: Earlier ratings.

        Raises:
            InvalidValueError: If there is no rating.
        """
        stands = rating if rating is not None else appraisal.rating
        if stands is None:
            raise InvalidValueError("rating", None, "be there: an outcome that is held back has none")
        shares = {line.kpi: line.share for line in appraisal.lines if line.result is not None}
        return cls(appraisal.participant, stands, appraisal.score, shares, figures, history)

    @property
    def fields(self) -> dict[str, object]:
        """What conditions read."""
        times = Counter([self.rating, *[rating for _, rating in self.history]])
        in_a_row = 1
        for _, rating in reversed(self.history):
            if rating != self.rating:
                break
            in_a_row += 1
        return {
            "participant": self.participant,
            "rating": self.rating,
            "score": self.score,
            "share": {name: Rate(share) for name, share in self.shares},
            "figure": dict(self.figures),
            "times": dict(times),
            "in_a_row": in_a_row,
        }

    def figure(self, name: str) -> Fraction | None:
        """A figure by name; ``score`` is the score, and ``share.…`` the share of a criterion."""
        if name == "score":
            return self.score
        if name.startswith("share."):
            return dict(self.shares).get(name.removeprefix("share."))
        return dict(self.figures).get(name)


def score_records(
    appraisals: Iterable[Appraisal],
    during: DateRangeLike,
    measure: str = "appraisal",
    recorded_on: date | None = None,
) -> tuple[Score, ...]:
    """The scores as records, which incentive plans and later scorecards read.

    Args:
        appraisals: The outcomes; those that are held back, or below zero, make no record.
        during: The days that they speak of.
        measure: The name under which plans find them.
        recorded_on: Day that becomes part of the identifiers, where scores are corrected later.

    Raises:
        InvalidValueError: If the days have no first or no last one.
        WrongTypeError: If something else than appraisals is given.

    Examples:
        >>> from salesmgmt.appraisal import Kpi, Proportional, RatingScale, Scorecard
        >>> card = Scorecard("rep", Kpi("sales", "100%", Proportional(100)), RatingScale({"A": 90, "B": 0}))
        >>> score_records([card.appraise("ann", {"sales": 95})], "2026-01-01/2026-04-01")[0].value
        Fraction(95, 1)
    """
    days = range_of(during)
    suffix = "" if recorded_on is None else f"/{recorded_on.isoformat()}"
    return tuple(
        Score(f"{measure}/{days}/{one.participant}{suffix}", one.participant, days, measure, one.score)
        for one in sorted(tuple_of(appraisals, Appraisal, "appraisals"), key=lambda one: one.participant)
        if one.score is not None and one.score >= 0
    )
