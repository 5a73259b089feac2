"""Payout curves: a rate that runs in straight lines from point to point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.figures import Figure, Minor, size_of
from salesmgmt.incentives.schedules.bounds import (
    Bound,
    BoundLike,
    KeyKind,
    bound_of,
    kind_of,
    kind_problems,
    rising_problems,
    size_of_bound,
)
from salesmgmt.incentives.schedules.monotone import Violation, violation_in
from salesmgmt.incentives.schedules.pairs import Pairs
from salesmgmt.incentives.schedules.pays import Method
from salesmgmt.incentives.schedules.slices import (
    Slice,
    Term,
    checked_currency,
    checked_position,
    checked_unit,
    sliced,
)
from salesmgmt.incentives.schedules.steps import Step
from salesmgmt.incentives.schedules.tiers import refuse
from salesmgmt.incentives.schedules.wording import said_beyond, said_point, sentence
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Currency, Money, Rate, RateLike
from salesmgmt.money.figures import exact

__all__ = ["Beyond", "Curve", "Point", "PointsLike"]


class Beyond(StrEnum):
    """What a curve pays beyond its points: as the nearest one, nothing, or on in a straight line."""

    FLAT = "flat"
    ZERO = "zero"
    EXTEND = "extend"


def _at(value: BoundLike) -> Bound:
    return bound_of(value, "at")


def _rate(value: RateLike) -> Rate:
    rate = stated_rate(value)
    if rate.value < 0:
        raise InvalidValueError("rate", rate, "be 0 or more")
    return rate


@frozen
class Point:
    """One point of a curve.

    Attributes:
        at: Where it stands: a share, an amount or a number.
        rate: What is paid of the base there, 0 or more.

    Raises:
        InvalidValueError: If the rate is negative, or one of the two cannot be read.
        WrongTypeError: If one of the two is a float or another type.
    """

    at: Bound = field(converter=_at)
    rate: Rate = field(converter=_rate)


PointsLike: TypeAlias = Pairs[BoundLike, RateLike] | Iterable[Point]
"""Points as people write them: a mapping from where they stand to their rate, or `Point` values."""


def _points(given: PointsLike) -> tuple[Point, ...]:
    if isinstance(given, Pairs):
        return tuple(Point(at, rate) for at, rate in given.items())
    points = tuple(given)
    for point in points:
        if not isinstance(point, Point):
            raise WrongTypeError(
                "points", point, "be Point values, or a mapping from where they stand to rates"
            )
    return points


def _below(value: Beyond | str) -> Beyond:
    if value not in (Beyond.FLAT, Beyond.ZERO):
        raise InvalidValueError("below", value, "be 'flat' or 'zero'")
    return Beyond(value)


def _above(value: Beyond | str) -> Beyond:
    return choice_of(Beyond, value, "above")


@frozen
class Curve:
    """A rate that runs in straight lines between points; the pay is the base times the rate at its key.

    The usual base is what a person earns at 100 %, and the key the attainment. A point belongs to the curve
    on both sides, so there is no bound for anybody to own.

    Attributes:
        points: A mapping from where a point stands to its rate, in ascending order; or `Point` values.
        below: What is paid below the first point: its rate (`flat`) or nothing (`zero`).
        above: What is paid above the last point: its rate, nothing, or the last line goes on (`extend`).

    Raises:
        BatchError: If points are of several kinds or currencies, or do not rise; all faults at once.
        InvalidValueError: If there is no point, or a curve that falls at its end, or has one point only, is
            to be extended.

    Examples:
        >>> curve = Curve({"50%": "0%", "100%": "100%", "150%": "200%"})
        >>> target = Money.of("USD 1,000").exact
        >>> [str(curve.slices(target, at=Fraction(at))[0].pays) for at in ("0.4", "0.75", "1.2", "3")]
        ['0%', '50%', '140%', '200%']
    """

    points: tuple[Point, ...] = field(converter=_points)
    below: Beyond = field(default=Beyond.FLAT, converter=_below)
    above: Beyond = field(default=Beyond.FLAT, converter=_above)

    def __attrs_post_init__(self) -> None:
        points = self.points
        if not points:
            raise InvalidValueError("points", points, "hold one point or more")
        names, bounds = [f"point {number}" for number, _ in enumerate(points, 1)], [one.at for one in points]
        refuse("points", kind_problems(bounds, names, "at"))
        refuse("points", rising_problems(bounds, names, "at", "point"))
        if self.above is Beyond.EXTEND and (len(points) < 2 or points[-1].rate < points[-2].rate):
            rule = "be 'flat' or 'zero', since a last line that falls would end below nothing"
            raise InvalidValueError(
                "above", self.above, "have two points to extend" if len(points) < 2 else rule
            )

    @property
    def keyed(self) -> KeyKind:
        """What its points are."""
        return kind_of(self.points[0].at)

    @property
    def runs(self) -> bool:
        """Whether it has steps that pay for what lies in them: the key sets one rate, so it has none."""
        return False

    @property
    def currency(self) -> Currency | None:
        """The currency of its points, where they are amounts."""
        at = self.points[0].at
        return at.currency if isinstance(at, Money) else None

    @property
    def things(self) -> bool | None:
        """Whether its base has to be money, which it has wherever the curve pays anything."""
        return False if any(point.rate for point in self.points) else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """It as a table of steps, each with a slope and a bend."""
        first, last = self.points[0], self.points[-1]
        low = first.rate.value if self.below is Beyond.FLAT else Fraction(0)
        end, high = size_of_bound(last.at), last.rate.value
        # A point alone has no line, and is a step of its own.
        lines = [_line(*ends) for ends in pairwise(self.points)] or [Step(end, slope=high)]
        beyond: dict[Beyond, tuple[Step, ...]] = {
            Beyond.FLAT: (Step(end, slope=high),),
            Beyond.ZERO: (Step(end, included=False),),
        }
        return (Step(None, slope=low), *lines, *beyond.get(self.above, ()))

    @property
    def monotone(self) -> bool | Violation:
        """Whether the pay never falls as the base grows, for any quota; else an example in which it does.

        The base, or its share of a quota, is taken to be the key. Where the key is something else, pay is a
        rate of the base and cannot fall.
        """
        return violation_in(self.steps, shares=self.keyed is KeyKind.SHARE) or True

    def rate_at(self, key: Minor) -> Rate:
        """The rate at a key: a share as a fraction, minor units, or a number.

        Raises:
            WrongTypeError: If the key is not exact.
        """
        return Rate(_rate_at(self, exact(key, "at")))

    def slices(
        self,
        base: Figure,
        *,
        at: Minor | None = None,
        unit: Minor | None = None,
        opening: Minor = 0,
    ) -> tuple[Slice, ...]:
        """The whole base at the rate of its key.

        Args:
            base: What is paid for, 0 or more.
            at: The key: a share as a fraction, minor units, or a number. None where the base is its own key.
            unit: How many base units one unit of a point is, where the base is its own key: the minor units
                of the quota for shares; not needed for others.
            opening: What was counted before, in base units, and paid already. Only where the base is its own
                key.

        Raises:
            CurrencyMismatchError: If the base is in another currency than the points.
            InvalidValueError: If a figure is negative, or shares have no quota.
        """
        currency = checked_currency(base, self.currency, self.things)
        size, before = size_of(base), checked_position(opening, "opening")
        if at is not None:
            if before:
                raise InvalidValueError("opening", opening, "be left out where `at` picks the rate")
            return sliced([_term(size, self.rate_at(at))], base, currency)
        per = checked_unit(unit, self.keyed, base)
        terms = [_term(before + size, self.rate_at((before + size) / per))]
        if before:
            terms = _less(terms[0], _term(-before, self.rate_at(before / per)))
        return sliced(terms, base, currency)

    def said(self, lang: str = "en") -> tuple[str, ...]:
        """Its terms as sentences, in `en` or `zh`: one for each point, between them, and beyond."""
        points = [said_point(point.at, point.rate, lang) for point in self.points]
        between = [sentence("between", lang)] if len(points) > 1 else []
        first, last = self.points[0], self.points[-1]
        below = said_beyond(f"below.{self.below}", first.at, lang)
        return (*points, *between, below, said_beyond(f"above.{self.above}", last.at, lang))


def _line(start: Point, end: Point) -> Step:
    """The straight line between two points."""
    low, high = size_of_bound(start.at), size_of_bound(end.at)
    bend = (end.rate.value - start.rate.value) / (high - low)
    return Step(low, slope=start.rate.value - bend * low, bend=bend)


def _rate_at(curve: Curve, key: Fraction) -> Fraction:
    points: Sequence[tuple[Fraction, Fraction]] = [
        (size_of_bound(point.at), point.rate.value) for point in curve.points
    ]
    if key < points[0][0]:
        return points[0][1] if curve.below is Beyond.FLAT else Fraction(0)
    for (low, low_rate), (high, high_rate) in pairwise(points):
        if key <= high:
            return low_rate + (high_rate - low_rate) * (key - low) / (high - low)
    end, rate = points[-1]
    if key == end or curve.above is Beyond.FLAT:
        return rate
    if curve.above is Beyond.ZERO:
        return Fraction(0)
    start, start_rate = points[-2]
    return rate + (rate - start_rate) * (key - end) / (end - start)


def _term(part: Fraction, rate: Rate) -> Term:
    return part, rate, None, Method.WHOLE, None


def _less(all_of_it: Term, before: Term) -> list[Term]:
    """What comes on top of what was paid before; one term where both have the same rate."""
    if all_of_it[1] == before[1]:
        return [(all_of_it[0] + before[0], *all_of_it[1:])]
    return [before, all_of_it]
