"""Rounding, sharing out, and what schedules pay, said slowly in exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from salesmgmt.incentives import Amounts, Axis, Boundary, Curve, Flat, Marginal, Matrix, Method, Rules, Whole
from salesmgmt.money import Money, Rate, Rounding, RoundingMode

Stepped = Marginal | Whole | Amounts
At = Fraction | str | tuple[Fraction | str, ...]

ZERO = Fraction(0)
OWN = {Marginal: Method.MARGINAL, Whole: Method.WHOLE, Amounts: Method.AMOUNT}


def number(value: Money | Rate | Fraction) -> Fraction:
    """A bound, a pay or a limit without its unit."""
    if isinstance(value, Rate):
        return value.value
    return Fraction(value.minor) if isinstance(value, Money) else value


def half_up(value: Fraction) -> Fraction:
    """To the nearest whole number, halves away from zero."""
    return Fraction(floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2)))


def rounded(value: Fraction, rounding: Rounding, digits: int) -> int:
    """By the definitions of the four modes."""
    step = Fraction(1) if rounding.unit is None else Fraction(str(rounding.unit)) * 10**digits
    units = abs(value) / step
    below = floor(units)
    rest = units - below
    up = {
        RoundingMode.HALF_UP: rest >= Fraction(1, 2),
        RoundingMode.HALF_EVEN: rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1),
        RoundingMode.UP: rest > 0,
        RoundingMode.DOWN: False,
    }[rounding.mode]
    result = (below + up) * step * (-1 if value < 0 else 1)
    assert result.denominator == 1
    return result.numerator


def shared(value: Fraction, weights: Sequence[int]) -> list[Fraction]:
    """Largest remainder, one unit after the other, ties to the first."""
    whole = sum(weights)
    sign = -1 if value < 0 else 1
    exact = [abs(value) * weight / whole for weight in weights]
    parts = [floor(share) for share in exact]
    while sum(parts) < abs(value):
        rests = [share - part for share, part in zip(exact, parts, strict=True)]
        parts[rests.index(max(rests))] += 1
    return [Fraction(sign * part) for part in parts]


def lies_in(key: Fraction, start: Fraction | None, end: Fraction | None, boundary: Boundary) -> bool:
    """Whether a key lies between two bounds, of which one may be missing."""
    if boundary is Boundary.UPPER:
        return (start is None or key >= start) and (end is None or key < end)
    return (start is None or key > start) and (end is None or key <= end)


def tier_of(schedule: Stepped, key: Fraction) -> int:
    """The place of the one tier that a key lies in; the first one holds for all that lies below."""
    places = []
    for place, tier in enumerate(schedule.tiers):
        start = None if tier.start is None or not place else number(tier.start)
        end = None if tier.end is None else number(tier.end)
        if lies_in(key, start, end, schedule.boundary):
            places.append(place)
    (found,) = places
    return found


def method_of(schedule: Stepped, place: int) -> Method:
    """How a tier pays."""
    return schedule.tiers[place].method or OWN[type(schedule)]


def tier_pays(schedule: Stepped, place: int, base: Fraction, unit: Fraction) -> Fraction:
    """What a tier pays for a base, taken as if the base lay in it."""
    tier, method = schedule.tiers[place], method_of(schedule, place)
    if method is Method.WHOLE:
        return base * number(tier.pays)
    if method is Method.AMOUNT:
        return number(tier.pays)
    assert tier.start is not None
    start = number(tier.start) * unit
    below = tier_pays(schedule, place - 1, start, unit) if place else ZERO
    if method is Method.MARGINAL:
        return below + (base - start) * number(tier.pays)
    assert tier.end is not None
    return below + number(tier.pays) * (base - start) / (number(tier.end) * unit - start)


def curve_rate(curve: Curve, key: Fraction) -> Fraction:
    """The rate of a curve at a key."""
    points = [(number(point.at), point.rate.value) for point in curve.points]
    exact = [rate for at, rate in points if at == key]
    if exact:
        return exact[0]
    before = [point for point in points if point[0] < key]
    after = [point for point in points if point[0] > key]
    if not before:
        return after[0][1] if curve.below == "flat" else ZERO
    if not after and curve.above == "flat":
        return before[-1][1]
    if not after and curve.above == "zero":
        return ZERO
    (a, low), (b, high) = (before[-1], after[0]) if after else before[-2:]
    return (low * (b - key) + high * (key - a)) / (b - a)


def pays_itself(schedule: object, base: Fraction, unit: Fraction) -> Fraction:
    """What a base of 0 or more earns that enters the schedule itself, or as a share of a unit."""
    if isinstance(schedule, Flat):
        return base * number(schedule.pays)
    if isinstance(schedule, Curve):
        return base * curve_rate(schedule, base / unit)
    assert isinstance(schedule, Stepped)
    return tier_pays(schedule, tier_of(schedule, base / unit), base, unit)


def runs(schedule: object) -> bool:
    """Whether a tier pays for what lies in it."""
    return isinstance(schedule, Stepped) and any(
        method_of(schedule, place) in (Method.MARGINAL, Method.SPREAD) for place in range(len(schedule.tiers))
    )


def is_of_shares(schedule: object) -> bool:
    """Whether the bounds of a schedule are shares."""
    if isinstance(schedule, Curve):
        return isinstance(schedule.points[0].at, Rate)
    if isinstance(schedule, Stepped):
        return any(
            isinstance(tier.end if tier.start is None else tier.start, Rate) for tier in schedule.tiers
        )
    return False


def picked(schedule: object, at: At) -> tuple[Fraction, Fraction] | None:
    """The rate of the base and the sum that a place in a table stands for; None where it is empty."""
    if isinstance(schedule, Rules):
        (rule,) = (one for one in schedule.rules if one.id == at)
        return _rate_or_sum(rule.pays, rule.method)
    if isinstance(schedule, Matrix):
        keys = at if isinstance(at, tuple) else (at,)
        index = 0
        for axis, key in zip(schedule.axes, keys, strict=True):
            place = axis_place(axis, key)
            if place is None:
                return None
            index = index * len(axis.bounds or axis.values) + place
        cell = schedule.cells[index]
        return None if cell is None else _rate_or_sum(cell, schedule.method)
    assert isinstance(at, Fraction)
    if isinstance(schedule, Curve):
        return curve_rate(schedule, at), ZERO
    if isinstance(schedule, Flat):
        return number(schedule.pays), ZERO
    assert isinstance(schedule, Stepped)
    place = tier_of(schedule, at)
    return _rate_or_sum(schedule.tiers[place].pays, method_of(schedule, place))


def _rate_or_sum(pays: Money | Rate, method: Method) -> tuple[Fraction, Fraction]:
    return (ZERO, number(pays)) if method is Method.AMOUNT else (number(pays), ZERO)


def axis_place(axis: Axis, key: Fraction | str) -> int | None:
    """The place of a key on an axis; None where it is not in the table."""
    if isinstance(key, str):
        return axis.values.index(key) if key in axis.values else None
    bounds = [number(bound) for bound in axis.bounds]
    if key == bounds[0]:
        return 0
    for place, start in enumerate(bounds):
        end = bounds[place + 1] if place + 1 < len(bounds) else None
        if lies_in(key, start, end, axis.boundary):
            return place
    return None
