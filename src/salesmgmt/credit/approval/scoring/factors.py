"""Factors of a scorecard: what each answer or figure is worth in points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.credit.limits.checks import check_text
from salesmgmt.criteria import NEVER, Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, RateLike, rate_of

__all__ = [
    "Answer",
    "ChoiceFactor",
    "Figures",
    "FlagFactor",
    "ScoreFactor",
    "StepFactor",
    "number_of",
    "read",
    "shown",
]

Answer: TypeAlias = str | bool | int | Decimal | Fraction | Money
"""What is known of a customer under one name."""

Figures: TypeAlias = Mapping[str, Answer | None]
"""What is known of a customer, by name; None where it is not known."""

NumberLike: TypeAlias = int | str | Decimal | Fraction


def number_of(value: RateLike, name: str) -> Fraction:
    """An exact number."""
    return rate_of(value, name).value


def shown(value: Fraction) -> str:
    """A number as people write it: a decimal where there is one, else a fraction."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(value)
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(abs(value.numerator * 10**places // value.denominator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def read(value: Answer, name: str) -> Fraction:
    """A figure as an exact number."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise WrongTypeError(name, value, "be an exact number: an int, a Decimal or a Fraction")
    if isinstance(value, Decimal) and not value.is_finite():
        raise InvalidValueError(name, value, "be finite")
    return Fraction(value)


def _as_weight(value: NumberLike) -> Fraction:
    return number_of(value, "weight")


def _as_points(value: NumberLike) -> Fraction:
    return number_of(value, "points")


def _as_otherwise(value: NumberLike) -> Fraction:
    return number_of(value, "otherwise")


def _as_below(value: NumberLike) -> Fraction:
    return number_of(value, "below")


def _as_choices(
    value: Mapping[str, NumberLike] | Iterable[tuple[str, NumberLike]],
) -> tuple[tuple[str, Fraction], ...]:
    given = value.items() if isinstance(value, Mapping) else value
    try:
        return tuple([(name, number_of(points, "choices")) for name, points in given])
    except ValueError as error:
        if isinstance(error, InvalidValueError):
            raise
        raise WrongTypeError("choices", value, "be a mapping of answers to points, or pairs") from error


def _as_steps(
    value: Mapping[int, NumberLike]
    | Mapping[str, NumberLike]
    | Mapping[Decimal, NumberLike]
    | Mapping[Fraction, NumberLike]
    | Iterable[tuple[NumberLike, NumberLike]],
) -> tuple[tuple[Fraction, Fraction], ...]:
    given: Iterable[tuple[NumberLike, NumberLike]] = value.items() if isinstance(value, Mapping) else value
    try:
        pairs = [(number_of(step, "steps"), number_of(points, "steps")) for step, points in given]
    except ValueError as error:
        if isinstance(error, InvalidValueError):
            raise
        raise WrongTypeError("steps", value, "be a mapping of figures to points, or pairs") from error
    return tuple(sorted(pairs))


def _check(factor: ScoreFactor) -> None:
    check_text("id", factor.id)
    if factor.weight <= 0:
        raise InvalidValueError("weight", factor.weight, "be above 0")
    if not isinstance(factor.zero_if, Criterion):
        raise WrongTypeError("zero_if", factor.zero_if, "be a criterion")


@frozen
class ChoiceFactor:
    """An answer out of a few, each worth its points.

    Attributes:
        id: Name of the figure that holds the answer.
        choices: Answers and their points.
        weight: What the points are multiplied by.
        zero_if: On what condition, read from all the figures, it is worth nothing whatever the answer.

    Raises:
        InvalidValueError: If there is no answer, one stands twice, or the weight is not above 0.
        WrongTypeError: If a part has another type.

    Examples:
        >>> history = ChoiceFactor("payment_history", {"prompt": 5, "slow": 2, "very slow": 0}, weight=2)
        >>> history.worth("slow")
        Fraction(4, 1)
    """

    id: str
    choices: tuple[tuple[str, Fraction], ...] = field(converter=_as_choices)
    weight: Fraction = field(default=Fraction(1), converter=_as_weight)
    zero_if: Criterion = NEVER

    def __attrs_post_init__(self) -> None:
        _check(self)
        names = [name for name, _ in self.choices]
        for name in names:
            check_text("choices", name)
        if not names or len(set(names)) != len(names):
            raise InvalidValueError("choices", names, "name each answer once, and at least one")

    @property
    def range(self) -> tuple[Fraction, Fraction]:
        """The fewest and the most points that an answer is worth, weighted."""
        points = [points * self.weight for _, points in self.choices]
        return min(points), max(points)

    def worth(self, value: Answer) -> Fraction:
        """The weighted points of an answer.

        Raises:
            InvalidValueError: If it is none of the answers.
            WrongTypeError: If it is not text.
        """
        if not isinstance(value, str):
            raise WrongTypeError(self.id, value, "be text")
        found = dict(self.choices).get(value)
        if found is None:
            raise InvalidValueError(
                self.id, value, f"be one of {', '.join(name for name, _ in self.choices)}"
            )
        return found * self.weight


@frozen
class FlagFactor:
    """Points for what holds, such as a ratio that is met or a guarantee that was given.

    Attributes:
        id: Name of the figure that is True or False.
        points: Points where it is True.
        otherwise: Points where it is False.
        weight: What the points are multiplied by.
        zero_if: On what condition, read from all the figures, it is worth nothing.

    Raises:
        InvalidValueError: If the weight is not above 0, or an identifier is empty.
        WrongTypeError: If a part has another type.
    """

    id: str
    points: Fraction = field(converter=_as_points)
    otherwise: Fraction = field(default=Fraction(0), converter=_as_otherwise)
    weight: Fraction = field(default=Fraction(1), converter=_as_weight)
    zero_if: Criterion = NEVER

    def __attrs_post_init__(self) -> None:
        _check(self)

    @property
    def range(self) -> tuple[Fraction, Fraction]:
        """The fewest and the most points that it is worth, weighted."""
        points = (self.points * self.weight, self.otherwise * self.weight)
        return min(points), max(points)

    def worth(self, value: Answer) -> Fraction:
        """The weighted points.

        Raises:
            WrongTypeError: If it is neither True nor False.
        """
        if type(value) is not bool:
            raise WrongTypeError(self.id, value, "be True or False")
        return (self.points if value else self.otherwise) * self.weight


@frozen
class StepFactor:
    """Points by how high a figure is: those of the highest step that it reaches.

    Attributes:
        id: Name of the figure.
        steps: Lowest figures and their points, in the order of the figures.
        below: Points of a figure below the first step.
        weight: What the points are multiplied by.
        zero_if: On what condition, read from all the figures, it is worth nothing.

    Raises:
        InvalidValueError: If there is no step, one stands twice, or the weight is not above 0.
        WrongTypeError: If a part has another type.

    Examples:
        >>> years = StepFactor("years", {2: 3, 5: 5})
        >>> [int(years.worth(value)) for value in (1, 2, 4, 5)]
        [0, 3, 3, 5]
    """

    id: str
    steps: tuple[tuple[Fraction, Fraction], ...] = field(converter=_as_steps)
    below: Fraction = field(default=Fraction(0), converter=_as_below)
    weight: Fraction = field(default=Fraction(1), converter=_as_weight)
    zero_if: Criterion = NEVER

    def __attrs_post_init__(self) -> None:
        _check(self)
        figures = [figure for figure, _ in self.steps]
        if not figures or len(set(figures)) != len(figures):
            raise InvalidValueError("steps", figures, "name each step once, and at least one")

    @property
    def range(self) -> tuple[Fraction, Fraction]:
        """The fewest and the most points that a figure is worth, weighted."""
        points = [points * self.weight for points in (self.below, *[points for _, points in self.steps])]
        return min(points), max(points)

    def worth(self, value: Answer) -> Fraction:
        """The weighted points of a figure.

        Raises:
            WrongTypeError: If it is no exact number.
        """
        figure = read(value, self.id)
        reached = [points for least, points in self.steps if least <= figure]
        return (reached[-1] if reached else self.below) * self.weight


ScoreFactor: TypeAlias = ChoiceFactor | FlagFactor | StepFactor
"""One line of a scorecard."""
