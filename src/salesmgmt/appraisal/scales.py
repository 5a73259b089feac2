"""Rating scales: which class a score leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.appraisal.numbers import NumberLike, as_number, pairs_of
from salesmgmt.errors import InvalidValueError

__all__ = ["RatingScale"]

GradesLike: TypeAlias = Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]]


def _as_grades(grades: GradesLike) -> tuple[tuple[str, Fraction], ...]:
    found = []
    for name, low in pairs_of(grades, "grades"):
        if not isinstance(name, str) or not name:
            raise InvalidValueError("grades", name, "be named by text with at least one character")
        found.append((name, as_number(low, f"grades.{name}")))
    return tuple(sorted(found, key=lambda grade: -grade[1]))


def _as_maximum(value: NumberLike) -> Fraction:
    return as_number(value, "maximum")


@frozen
class RatingScale:
    """Grades from the best down, each with the lowest score that earns it.

    Attributes:
        grades: Pairs of grade and lowest score, or a mapping; the lowest grade takes all scores below.
        maximum: Score of somebody who earns the full points everywhere.

    Raises:
        InvalidValueError: If there is no grade, a grade or border stands twice, or the maximum is not
            above 0.

    Examples:
        >>> scale = RatingScale({"A": "4.5", "B": "3.5", "C": 0}, maximum=5)
        >>> scale.rating(Fraction(9, 2)), scale.rating(Fraction(4))
        ('A', 'B')
    """

    grades: tuple[tuple[str, Fraction], ...] = field(converter=_as_grades)
    maximum: Fraction = field(default=Fraction(100), converter=_as_maximum)

    def __attrs_post_init__(self) -> None:
        names = [name for name, _ in self.grades]
        borders = [low for _, low in self.grades]
        if not names:
            raise InvalidValueError("grades", self.grades, "hold at least one named grade")
        if len(set(names)) != len(names) or len(set(borders)) != len(borders):
            raise InvalidValueError("grades", self.grades, "name each grade and each border once")
        if self.maximum <= 0:
            raise InvalidValueError("maximum", self.maximum, "be above 0")

    def rating(self, score: Fraction) -> str:
        """The best grade whose border the score reaches; the lowest grade where it reaches none.

        Raises:
            WrongTypeError: If the score is a float or no number.
        """
        reached = as_number(score, "score")
        return next((name for name, low in self.grades if reached >= low), self.grades[-1][0])
