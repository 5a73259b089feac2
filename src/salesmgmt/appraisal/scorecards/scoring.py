"""How a result becomes points: linear between a worst and a best figure, or by bands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeAlias

from attrs import field, frozen

from salesmgmt.appraisal.numbers import NumberLike, as_number, pairs_of
from salesmgmt.errors import InvalidValueError

__all__ = ["Banded", "Linear", "Proportional", "Scoring"]


class Scoring(Protocol):
    """A rule that turns a result into a share of the full points."""

    def score(self, result: Fraction) -> Fraction:
        """The share of the full points that a result earns, 0 to 1 unless the rule says otherwise."""


@frozen
class Linear:
    """Points in proportion to the way from the worst to the best figure, clamped at both ends.

    The direction follows from the figures: with a worst above the best, less is better.

    Attributes:
        worst: Result that earns nothing.
        best: Result that earns everything.

    Raises:
        InvalidValueError: If the two are equal.

    Source:
        Range-normalised score, (worst - actual) / (worst - best); see docs/sources/appraisal.md.

    Examples:
        >>> Linear(worst=600, best=300).score(Fraction(420))
        Fraction(3, 5)
    """

    worst: Fraction = field(converter=as_number)
    best: Fraction = field(converter=as_number)

    def __attrs_post_init__(self) -> None:
        if self.worst == self.best:
            raise InvalidValueError("best", self.best, "differ from the worst")

    def score(self, result: Fraction) -> Fraction:
        """The share of the way from worst to best."""
        way = (as_number(result, "result") - self.worst) / (self.best - self.worst)
        return min(Fraction(1), max(Fraction(0), way))


@frozen
class Proportional:
    """Result over target, with a floor below which nothing is earned and a cap.

    Attributes:
        target: Result that earns the full points, above 0.
        cap: Most that is earned, 1 for the full points.
        floor: Share of the target below which nothing is earned.

    Raises:
        InvalidValueError: If the target is not above 0, or the floor is above the cap or below 0.

    Examples:
        >>> Proportional(target=40).score(Fraction(44)), Proportional(40, cap="120%").score(Fraction(44))
        (Fraction(1, 1), Fraction(11, 10))
    """

    target: Fraction = field(converter=as_number)
    cap: Fraction = field(default=Fraction(1), converter=as_number)
    floor: Fraction = field(default=Fraction(0), converter=as_number)

    def __attrs_post_init__(self) -> None:
        if self.target <= 0:
            raise InvalidValueError("target", self.target, "be above 0")
        if not 0 <= self.floor <= self.cap:
            raise InvalidValueError("floor", self.floor, f"be between 0 and the cap {self.cap}")

    def score(self, result: Fraction) -> Fraction:
        """The share of the target, 0 below the floor, at most the cap."""
        share = as_number(result, "result") / self.target
        return Fraction(0) if share < self.floor else min(share, self.cap)


BandsLike: TypeAlias = (
    Mapping[str, NumberLike]
    | Mapping[int, NumberLike]
    | Mapping[Fraction, NumberLike]
    | Mapping[Decimal, NumberLike]
    | Iterable[tuple[NumberLike, NumberLike]]
)


def _as_bands(bands: BandsLike) -> tuple[tuple[Fraction, Fraction], ...]:
    pairs = pairs_of(bands, "bands")
    return tuple(sorted((as_number(level, "level"), as_number(share, "share")) for level, share in pairs))


@frozen
class Banded:
    """Points by the highest level reached; a level belongs to its own band.

    Attributes:
        bands: Pairs of level and share of the full points, or a mapping; below the lowest nothing is earned.

    Raises:
        InvalidValueError: If there is no band, or a level stands twice.

    Examples:
        >>> Banded({"80%": "50%", "100%": "100%"}).score(Fraction(9, 10))
        Fraction(1, 2)
    """

    bands: tuple[tuple[Fraction, Fraction], ...] = field(converter=_as_bands)

    def __attrs_post_init__(self) -> None:
        if not self.bands:
            raise InvalidValueError("bands", self.bands, "hold at least one level")
        if len({level for level, _ in self.bands}) != len(self.bands):
            raise InvalidValueError("bands", self.bands, "name each level once")

    def score(self, result: Fraction) -> Fraction:
        """The share of the highest level that the result reaches."""
        reached = as_number(result, "result")
        return next((share for level, share in reversed(self.bands) if level <= reached), Fraction(0))
