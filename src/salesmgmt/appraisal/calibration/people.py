"""People as a calibration meets them, and how ratings are ordered and spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Protocol

from attrs import field, frozen

from salesmgmt.appraisal.intake import check_flag, figures_of, once, optional_number, texts_of, tuple_of
from salesmgmt.appraisal.numbers import NumberLike, named, pairs_of, titled
from salesmgmt.appraisal.scales import RatingScale
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Rate, Rounding
from salesmgmt.tables import Table, headed

__all__ = ["HasRating", "Rated", "RatingDistribution", "check_people", "ratings_of"]

_FINE = 12


class HasRating(Protocol):
    """An outcome of an appraisal, as far as a calibration reads it."""

    @property
    def participant(self) -> str:
        """Who was appraised."""

    @property
    def rating(self) -> str | None:
        """The rating; None where it is held back."""

    @property
    def score(self) -> Fraction | None:
        """The score; None where it is held back."""


def _as_figures(
    given: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]],
) -> tuple[tuple[str, Fraction], ...]:
    return figures_of(given, "figures")


def _as_score(value: NumberLike | None) -> Fraction | None:
    return optional_number(value)


@frozen
class Rated:
    """One person with the rating that they come with.

    Attributes:
        participant: Who.
        rating: The rating proposed for them.
        score: The score that it rests on; None where there is none.
        group: Team, rater or any other group that is looked at on its own.
        figures: Further figures, by which equal scores may be told apart.
        eligible: Whether the person counts in the headcount of shares and quotas.

    Raises:
        InvalidValueError: If a name is empty.
        WrongTypeError: If a figure is a float, or a field has another type.

    Examples:
        >>> Rated("ann", "B", "82.5", figures={"attainment": "103%"}).figure("attainment")
        Fraction(103, 100)
    """

    participant: str
    rating: str
    score: Fraction | None = field(default=None, converter=_as_score)
    group: str = ""
    figures: tuple[tuple[str, Fraction], ...] = field(default=(), converter=_as_figures)
    eligible: bool = True

    def __attrs_post_init__(self) -> None:
        named(self.participant, "participant")
        named(self.rating, "rating")
        titled(self.group, "group")
        check_flag(self.eligible, "eligible")

    @classmethod
    def of(
        cls,
        outcome: HasRating,
        group: str = "",
        figures: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]] = (),
        eligible: bool = True,
    ) -> Rated:
        """The person of an appraisal.

        Raises:
            InvalidValueError: If the outcome was held back and has no rating.
        """
        if outcome.rating is None:
            raise InvalidValueError("rating", None, "be there: an outcome that is held back has none")
        return cls(outcome.participant, outcome.rating, outcome.score, group, _as_figures(figures), eligible)

    def figure(self, name: str) -> Fraction | None:
        """One of the further figures; None where it is not given."""
        return dict(self.figures).get(name)


def ratings_of(given: RatingScale | Iterable[str]) -> tuple[str, ...]:
    """The ratings from the best down: those of a scale, or names in that order."""
    if isinstance(given, RatingScale):
        return tuple(name for name, _ in given.grades)
    found = texts_of(given, "ratings")
    if not found:
        raise InvalidValueError("ratings", found, "hold at least one rating")
    return found


def check_people(people: object, ratings: tuple[str, ...]) -> tuple[Rated, ...]:
    """People, each once and with a rating of the scale, in the order of their identifiers.

    Raises:
        BatchError: With everybody who stands twice or has another rating.
        WrongTypeError: If something else is among them.
    """
    found = tuple_of(people, Rated, "people")
    once((one.participant for one in found), "people", "participant")
    wrong = [
        Problem(one.participant, "rating", one.rating, f"be one of {', '.join(ratings)}")
        for one in found
        if one.rating not in ratings
    ]
    if wrong:
        raise BatchError("people", sorted(wrong, key=lambda problem: problem.record))
    return tuple(sorted(found, key=lambda one: one.participant))


def _as_counts(given: Mapping[str, int] | Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    found: list[tuple[str, int]] = []
    for name, count in pairs_of(given, "counts"):
        if not isinstance(name, str) or not name:
            raise InvalidValueError("counts", name, "be named by text with at least one character")
        if type(count) is not int:
            raise WrongTypeError(f"counts.{name}", count, "be a whole number of people")
        if count < 0:
            raise InvalidValueError(f"counts.{name}", count, "be 0 or more")
        found.append((name, count))
    return tuple(found)


@frozen
class RatingDistribution:
    """How many people have which rating.

    Attributes:
        counts: Pairs of rating and number of people from the best down, or a mapping in that order.

    Raises:
        InvalidValueError: If there is no rating, one stands twice, or a number is negative.
        WrongTypeError: If a number is no whole one.

    Examples:
        >>> spread = RatingDistribution({"exceeded": 21, "met": 29, "met most": 4, "did not meet": 1})
        >>> spread.headcount, str(spread.shares[0]), [str(share) for share in spread.percent(1)]
        (55, '21/55', ['191/5', '527/10', '73/10', '9/5'])
        >>> float(spread.mean_point(3))
        3.273
    """

    counts: tuple[tuple[str, int], ...] = field(converter=_as_counts)

    def __attrs_post_init__(self) -> None:
        names = [name for name, _ in self.counts]
        if not names or len(set(names)) != len(names):
            raise InvalidValueError("counts", self.counts, "name at least one rating, and each once")

    @classmethod
    def of(cls, people: Iterable[Rated], ratings: RatingScale | Iterable[str]) -> RatingDistribution:
        """The ratings that people have.

        Raises:
            BatchError: If somebody stands twice or has another rating.
        """
        order = ratings_of(ratings)
        counts = Counter(one.rating for one in check_people(people, order))
        return cls(tuple((name, counts[name]) for name in order))

    @property
    def headcount(self) -> int:
        """How many people there are."""
        return sum(count for _, count in self.counts)

    def count(self, *ratings: str) -> int:
        """How many people have one of some ratings."""
        return sum(count for name, count in self.counts if name in ratings)

    @property
    def shares(self) -> tuple[Rate, ...]:
        """The exact share of each rating; 0 where there is nobody at all."""
        whole = self.headcount or 1
        return tuple(Rate(Fraction(count, whole)) for _, count in self.counts)

    def percent(self, decimals: int = 2) -> tuple[Fraction, ...]:
        """The shares in per cent, rounded half up; rounded shares need not add up to 100."""
        return tuple(_rounded(share.value * 100, decimals) for share in self.shares)

    def mean_point(self, decimals: int | None = None) -> Fraction | None:
        """The mean, where the worst rating is worth 1 point and each better one a point more.

        Args:
            decimals: Round half up to so many; None leaves it exact.

        Returns:
            The mean; None where there is nobody.
        """
        if not self.headcount:
            return None
        points = sum(count * (len(self.counts) - place) for place, (_, count) in enumerate(self.counts))
        mean = Fraction(points, self.headcount)
        return mean if decimals is None else _rounded(mean, decimals)

    def table(self, lang: str = "en") -> Table:
        """One row per rating, with people and share."""
        columns = headed(HEADINGS, lang, "rating", "people", "proportion")
        rows = [
            (name, count, Rate(_rounded(share.value, 4)))
            for (name, count), share in zip(self.counts, self.shares, strict=True)
        ]
        total = headed(HEADINGS, lang, "total")[0].heading
        return Table("", columns, rows, footer=(total, self.headcount, None), lang=lang)


def _rounded(value: Fraction, decimals: int) -> Fraction:
    if type(decimals) is not int or not 0 <= decimals <= _FINE:
        raise InvalidValueError("decimals", decimals, f"be a whole number from 0 to {_FINE}")
    unit = Rounding("1" if decimals == 0 else f"0.{'0' * (decimals - 1)}1")
    return Fraction(unit.apply(value * 10**_FINE, _FINE), 10**_FINE)
