"""How a result becomes a share of the full points: along lines, by bands, by attainment, within a range."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol, TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.numbers import NumberLike, as_number, pairs_of
from salesmgmt.errors import InvalidValueError

__all__ = [
    "Banded",
    "Direction",
    "Interpolated",
    "Inverse",
    "Linear",
    "PerUnit",
    "Proportional",
    "Scoring",
    "WithinRange",
]

_NOTHING = Fraction(0)
_FULL = Fraction(1)


class Direction(StrEnum):
    """Which results of a criterion are better."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"
    """Those within a range; what lies to either side is worse."""


class Inverse(StrEnum):
    """How less than the target becomes more than all, where less is better."""

    MIRRORED = "mirrored"
    """2 - result / target: a tenth over the target costs a tenth."""
    RATIO = "ratio"
    """target / result: twice the target leaves a half."""


class Scoring(Protocol):
    """A rule that turns a result into a share of the full points."""

    def score(self, result: Fraction) -> Fraction:
        """The share of the full points that a result earns, 0 to 1 unless the rule says otherwise."""


def _as_direction(value: Direction | str) -> Direction:
    return choice_of(Direction, value, "direction")


def _as_inverse(value: Inverse | str) -> Inverse:
    return choice_of(Inverse, value, "inverse")


def _or_none(value: NumberLike | None) -> Fraction | None:
    return None if value is None else as_number(value)


def _check_limits(lowest: Fraction | None, highest: Fraction | None) -> None:
    if lowest is not None and highest is not None and lowest > highest:
        raise InvalidValueError("lowest", lowest, f"be at most the highest share {highest}")


def _clamped(share: Fraction, lowest: Fraction | None, highest: Fraction | None) -> Fraction:
    if lowest is not None and share < lowest:
        return lowest
    return highest if highest is not None and share > highest else share


@frozen
class Linear:
    """Points in proportion to the way from the worst to the best figure, clamped at both ends.

    The direction follows from the figures: with a worst above the best, less is better. A form that lets a
    criterion score below zero or above its full points lifts the limit: `lowest=None`, `highest="120%"`.

    Attributes:
        worst: Result that earns nothing.
        best: Result that earns everything.
        lowest: Least share, however bad the result; None for no limit.
        highest: Largest share, however good the result; None for no limit.

    Raises:
        InvalidValueError: If the two results are equal, or the lowest share is above the highest.

    Source:
        Range-normalised score, (worst - actual) / (worst - best); see docs/sources/appraisal.md.

    Examples:
        >>> Linear(worst=600, best=300).score(Fraction(420))
        Fraction(3, 5)
        >>> Linear(worst=0, best=10, lowest=None).score(Fraction(-5))
        Fraction(-1, 2)
    """

    worst: Fraction = field(converter=as_number)
    best: Fraction = field(converter=as_number)
    lowest: Fraction | None = field(default=_NOTHING, converter=_or_none)
    highest: Fraction | None = field(default=_FULL, converter=_or_none)

    def __attrs_post_init__(self) -> None:
        if self.worst == self.best:
            raise InvalidValueError("best", self.best, "differ from the worst")
        _check_limits(self.lowest, self.highest)

    @property
    def direction(self) -> Direction:
        """Which results are better."""
        return Direction.HIGHER if self.best > self.worst else Direction.LOWER

    def score(self, result: Fraction) -> Fraction:
        """The share of the way from worst to best."""
        way = (as_number(result, "result") - self.worst) / (self.best - self.worst)
        return _clamped(way, self.lowest, self.highest)


@frozen
class PerUnit:
    """So many points for each unit: a point per percent of growth, twenty per place, minus five a complaint.

    Attributes:
        each: Share of the full points for one unit of the result; negative where units cost points.
        base: Share at a result of zero.
        lowest: Least share; None for no limit, as on forms that count below zero.
        highest: Largest share; None for no limit.

    Raises:
        InvalidValueError: If a unit brings nothing, or the lowest share is above the highest.

    Examples:
        >>> PerUnit("20%").score(Fraction(-1)), PerUnit("-5%", base="100%", lowest=0).score(Fraction(3))
        (Fraction(-1, 5), Fraction(17, 20))
    """

    each: Fraction = field(converter=as_number)
    base: Fraction = field(default=_NOTHING, converter=as_number)
    lowest: Fraction | None = field(default=None, converter=_or_none)
    highest: Fraction | None = field(default=None, converter=_or_none)

    def __attrs_post_init__(self) -> None:
        if not self.each:
            raise InvalidValueError("each", self.each, "be other than 0")
        _check_limits(self.lowest, self.highest)

    @property
    def direction(self) -> Direction:
        """Which results are better."""
        return Direction.HIGHER if self.each > 0 else Direction.LOWER

    def score(self, result: Fraction) -> Fraction:
        """The base and what the units bring."""
        return _clamped(self.base + self.each * as_number(result, "result"), self.lowest, self.highest)


@frozen
class Proportional:
    """Attainment: result over target, with a floor below which nothing is earned and a cap.

    Attributes:
        target: Result that earns the full points, above 0.
        cap: Most that is earned, 1 for the full points.
        floor: Share of the target below which nothing is earned.
        direction: Whether more or less is better; with less, a result over the target earns less.
        inverse: How the share is found where less is better.

    Raises:
        InvalidValueError: If the target is not above 0, the floor is above the cap or below 0, or the
            direction is a range.

    Examples:
        >>> Proportional(target=40).score(Fraction(44)), Proportional(40, cap="120%").score(Fraction(44))
        (Fraction(1, 1), Fraction(11, 10))
        >>> Proportional(40, direction="lower").score(Fraction(44))
        Fraction(9, 10)
        >>> Proportional(40, direction="lower", inverse="ratio").score(Fraction(50))
        Fraction(4, 5)
    """

    target: Fraction = field(converter=as_number)
    cap: Fraction = field(default=_FULL, converter=as_number)
    floor: Fraction = field(default=_NOTHING, converter=as_number)
    direction: Direction = field(default=Direction.HIGHER, converter=_as_direction)
    inverse: Inverse = field(default=Inverse.MIRRORED, converter=_as_inverse)

    def __attrs_post_init__(self) -> None:
        if self.target <= 0:
            raise InvalidValueError("target", self.target, "be above 0")
        if not 0 <= self.floor <= self.cap:
            raise InvalidValueError("floor", self.floor, f"be between 0 and the cap {self.cap}")
        if self.direction is Direction.RANGE:
            raise InvalidValueError("direction", self.direction, "be higher or lower; a range is WithinRange")

    def score(self, result: Fraction) -> Fraction:
        """The share of the target, 0 below the floor, at most the cap."""
        share = self._share(as_number(result, "result"))
        return _NOTHING if share < self.floor else min(share, self.cap)

    def _share(self, result: Fraction) -> Fraction:
        if self.direction is Direction.HIGHER:
            return result / self.target
        if self.inverse is Inverse.MIRRORED:
            return 2 - result / self.target
        return self.target / result if result > 0 else self.cap


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


def _as_points(points: BandsLike) -> tuple[tuple[Fraction, Fraction], ...]:
    pairs = pairs_of(points, "points")
    return tuple(sorted((as_number(result, "result"), as_number(share, "share")) for result, share in pairs))


@frozen
class Banded:
    """Points by the level reached; a level belongs to its own band.

    Attributes:
        bands: Pairs of level and share of the full points, or a mapping.
        direction: With `higher`, a level is the least that its band takes, and below the lowest nothing is
            earned; with `lower`, it is the most, and above the highest nothing is earned.

    Raises:
        InvalidValueError: If there is no band, a level stands twice, or the direction is a range.

    Examples:
        >>> Banded({"80%": "50%", "100%": "100%"}).score(Fraction(9, 10))
        Fraction(1, 2)
        >>> Banded({30: "100%", 60: "40%"}, direction="lower").score(Fraction(45))
        Fraction(2, 5)
    """

    bands: tuple[tuple[Fraction, Fraction], ...] = field(converter=_as_bands)
    direction: Direction = field(default=Direction.HIGHER, converter=_as_direction)

    def __attrs_post_init__(self) -> None:
        if not self.bands:
            raise InvalidValueError("bands", self.bands, "hold at least one level")
        if len({level for level, _ in self.bands}) != len(self.bands):
            raise InvalidValueError("bands", self.bands, "name each level once")
        if self.direction is Direction.RANGE:
            raise InvalidValueError("direction", self.direction, "be higher or lower; a range is WithinRange")

    def score(self, result: Fraction) -> Fraction:
        """The share of the band that the result falls into."""
        reached = as_number(result, "result")
        if self.direction is Direction.LOWER:
            return next((share for level, share in self.bands if reached <= level), _NOTHING)
        return next((share for level, share in reversed(self.bands) if level <= reached), _NOTHING)


@frozen
class Interpolated:
    """Points along straight lines between any number of points; flat beyond the first and the last.

    Attributes:
        points: Pairs of result and share of the full points, or a mapping.

    Raises:
        InvalidValueError: If there are fewer than two points, or a result stands twice.

    Examples:
        >>> curve = Interpolated({"80%": 0, "100%": "100%", "150%": "130%"})
        >>> curve.score(Fraction(9, 10)), curve.score(Fraction(5, 4)), curve.direction.value
        (Fraction(1, 2), Fraction(23, 20), 'higher')
    """

    points: tuple[tuple[Fraction, Fraction], ...] = field(converter=_as_points)

    def __attrs_post_init__(self) -> None:
        if len(self.points) < 2:
            raise InvalidValueError("points", self.points, "hold at least two points")
        if len({result for result, _ in self.points}) != len(self.points):
            raise InvalidValueError("points", self.points, "name each result once")

    @property
    def direction(self) -> Direction:
        """Which results are better; a range where the shares rise and fall."""
        shares = [share for _, share in self.points]
        if shares == sorted(shares):
            return Direction.HIGHER
        return Direction.LOWER if shares == sorted(shares, reverse=True) else Direction.RANGE

    def score(self, result: Fraction) -> Fraction:
        """The share on the line between the points around the result."""
        here = as_number(result, "result")
        place = bisect_right(self.points, here, key=lambda point: point[0])
        if place == 0:
            return self.points[0][1]
        if place == len(self.points):
            return self.points[-1][1]
        (left, low), (right, high) = self.points[place - 1], self.points[place]
        return low + (high - low) * (here - left) / (right - left)


@frozen
class WithinRange:
    """Full points within a range, less the further a result lies outside: stock days, discount, visits.

    Attributes:
        low: Least result that earns everything.
        high: Largest result that earns everything.
        nothing_below: Result at which nothing is earned any more, under `low`; None: anything under it.
        nothing_above: Result at which nothing is earned any more, over `high`; None: anything over it.

    Raises:
        InvalidValueError: If the range is empty, or the ends lie within it.

    Examples:
        >>> stock = WithinRange(30, 45, nothing_below=20, nothing_above=60)
        >>> [str(stock.score(Fraction(days))) for days in (15, 25, 30, 45, 48, 60)]
        ['0', '1/2', '1', '1', '4/5', '0']
    """

    low: Fraction = field(converter=as_number)
    high: Fraction = field(converter=as_number)
    nothing_below: Fraction | None = field(default=None, converter=_or_none)
    nothing_above: Fraction | None = field(default=None, converter=_or_none)

    def __attrs_post_init__(self) -> None:
        if self.low > self.high:
            raise InvalidValueError("low", self.low, f"be at most the high end {self.high}")
        if self.nothing_below is not None and self.nothing_below >= self.low:
            raise InvalidValueError("nothing_below", self.nothing_below, f"be below {self.low}")
        if self.nothing_above is not None and self.nothing_above <= self.high:
            raise InvalidValueError("nothing_above", self.nothing_above, f"be above {self.high}")

    @property
    def direction(self) -> Direction:
        """A range."""
        return Direction.RANGE

    def score(self, result: Fraction) -> Fraction:
        """Everything inside, and the rest of the way to either end outside."""
        here = as_number(result, "result")
        if self.low <= here <= self.high:
            return _FULL
        end, border = (self.nothing_below, self.low) if here < self.low else (self.nothing_above, self.high)
        return _NOTHING if end is None else max(_NOTHING, (here - end) / (border - end))
