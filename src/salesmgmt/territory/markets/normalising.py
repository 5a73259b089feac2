"""How a figure becomes a part of the full points, so that figures of different kinds can be added.

Each scale looks at the figures of all markets that are compared, and answers with exact parts from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol, TypeAlias

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, rate_of

__all__ = [
    "Better",
    "MarketFigure",
    "MarketFigureLike",
    "MinMax",
    "RatioToBest",
    "Scale",
    "ToTarget",
    "figure_of",
    "number_of",
]

MarketFigure: TypeAlias = Fraction | Money | Rate
MarketFigureLike: TypeAlias = MarketFigure | int | Decimal | str


def figure_of(value: MarketFigureLike, name: str = "figure") -> MarketFigure:
    """A figure of a market from whatever states one exactly; text with a per cent sign is a rate.

    Raises:
        InvalidValueError: If a text is no number; what only a veto asks stands in `more`.
        WrongTypeError: If it is a float, a flag or something else.
    """
    if isinstance(value, Money | Rate):
        return value
    if isinstance(value, str) and any(sign in value for sign in ("%", "‰", "‱", "％", "分之")):
        return rate_of(value, name)
    return rate_of(value, name).value


def number_of(figure: MarketFigure) -> Fraction:
    """The plain number of a figure: minor units of an amount."""
    if isinstance(figure, Money):
        return Fraction(figure.minor)
    return figure.value if isinstance(figure, Rate) else figure


class Better(StrEnum):
    """Whether more of a figure is better, or less."""

    HIGHER = "higher"
    LOWER = "lower"


class Scale(Protocol):
    """A rule that turns the figures of all markets into parts of the full points."""

    def parts(self, figures: Sequence[MarketFigure], better: Better) -> Sequence[Fraction]:
        """The part of each figure, 0 to 1, in their order.

        Raises:
            InvalidValueError: If the scale cannot say, since a figure is out of its range.
        """


def _as_limit(value: MarketFigureLike | None) -> MarketFigure | None:
    return None if value is None else figure_of(value, "limit")


def _as_target(value: MarketFigureLike) -> MarketFigure:
    return figure_of(value, "target")


def _fitting(limit: MarketFigure, figures: Sequence[MarketFigure], name: str) -> Fraction:
    """A limit as a number, once it is known to be of the kind of the figures."""
    for figure in figures:
        same = type(figure) is type(limit)
        if same and isinstance(figure, Money) and isinstance(limit, Money):
            same = figure.currency == limit.currency
        if not same:
            raise WrongTypeError(name, limit, f"be of the kind of the figures, such as {figure}")
    return number_of(limit)


@frozen
class MinMax:
    """In proportion to the way from the worst to the best.

    Attributes:
        low: Least figure of the scale; that of the markets where left out.
        high: Greatest figure of the scale; that of the markets where left out.

    Figures beyond a given end count as that end. Where all figures are the same there is nothing to choose
    by, and each earns the full part.

    Raises:
        InvalidValueError: If the low end is not below the high end, or they are of different kinds.

    Examples:
        >>> MinMax().parts([Fraction(10), Fraction(20), Fraction(15)], Better.LOWER)
        (Fraction(1, 1), Fraction(0, 1), Fraction(1, 2))
    """

    low: MarketFigure | None = field(default=None, converter=_as_limit)
    high: MarketFigure | None = field(default=None, converter=_as_limit)

    def __attrs_post_init__(self) -> None:
        if self.low is not None and self.high is not None:
            try:
                fits = _fitting(self.low, [self.high], "low") < number_of(self.high)
            except WrongTypeError:
                fits = False
            if not fits:
                raise InvalidValueError("low", self.low, f"be below the high end {self.high}, of its kind")

    def parts(self, figures: Sequence[MarketFigure], better: Better) -> tuple[Fraction, ...]:
        """See `Scale.parts`.

        Raises:
            WrongTypeError: If an end is of another kind than the figures.
        """
        numbers = [number_of(figure) for figure in figures]
        if not numbers:
            return ()
        low = min(numbers) if self.low is None else _fitting(self.low, figures, "low")
        high = max(numbers) if self.high is None else _fitting(self.high, figures, "high")
        if low >= high:
            # One given end lies beyond all figures, or all figures are the same.
            return tuple(self._beyond(number, low, high, better) for number in numbers)
        ways = [min(max((number - low) / (high - low), Fraction(0)), Fraction(1)) for number in numbers]
        return tuple(way if better is Better.HIGHER else 1 - way for way in ways)

    def _beyond(self, number: Fraction, low: Fraction, high: Fraction, better: Better) -> Fraction:
        """All or nothing, where the scale has no length: on which side of its one given end a figure lies."""
        if self.low is not None and number < low:
            return Fraction(int(better is Better.LOWER))
        if self.high is not None and number > high:
            return Fraction(int(better is Better.HIGHER))
        return Fraction(1)


@frozen
class ToTarget:
    """In proportion to a target, and full once it is reached.

    Attributes:
        target: The figure that earns the full part, above 0.

    Where more is better a figure earns figure over target, else target over figure; nothing below 0.

    Raises:
        InvalidValueError: If the target is not above 0.

    Examples:
        >>> ToTarget(50).parts([Fraction(40), Fraction(60)], Better.HIGHER)
        (Fraction(4, 5), Fraction(1, 1))
    """

    target: MarketFigure = field(converter=_as_target)

    def __attrs_post_init__(self) -> None:
        if number_of(self.target) <= 0:
            raise InvalidValueError("target", self.target, "be above 0")

    def parts(self, figures: Sequence[MarketFigure], better: Better) -> tuple[Fraction, ...]:
        """See `Scale.parts`.

        Raises:
            WrongTypeError: If the target is of another kind than the figures.
        """
        target = _fitting(self.target, figures, "target")
        numbers = [number_of(figure) for figure in figures]
        if better is Better.HIGHER:
            return tuple(min(max(number / target, Fraction(0)), Fraction(1)) for number in numbers)
        return tuple(Fraction(1) if number <= target else target / number for number in numbers)


@frozen
class RatioToBest:
    """In proportion to the best figure, which earns the full part.

    Where more is better a figure earns figure over best, else best over figure. Unlike `MinMax` the worst
    keeps what it is worth. Figures have to be 0 or more, and above 0 where less is better.

    Examples:
        >>> RatioToBest().parts([Fraction(80), Fraction(100)], Better.HIGHER)
        (Fraction(4, 5), Fraction(1, 1))
    """

    def parts(self, figures: Sequence[MarketFigure], better: Better) -> tuple[Fraction, ...]:
        """See `Scale.parts`.

        Raises:
            InvalidValueError: If a figure is negative, or 0 where less is better.
        """
        numbers = [number_of(figure) for figure in figures]
        for figure, number in zip(figures, numbers, strict=True):
            if number < 0 or (number == 0 and better is Better.LOWER):
                least = "0 or more" if better is Better.HIGHER else "above 0, since less is better"
                raise InvalidValueError("figure", figure, f"be {least}, to be compared with the best")
        if not numbers:
            return ()
        if better is Better.LOWER:
            return tuple(min(numbers) / number for number in numbers)
        best = max(numbers)
        return tuple(number / best if best else Fraction(1) for number in numbers)
