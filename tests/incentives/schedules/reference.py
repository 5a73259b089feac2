"""What schedules pay, said slowly in exact fractions: it shares nothing with the engine but the classes."""

from __future__ import annotations

from fractions import Fraction

from salesmgmt.incentives.schedules import (
    Amounts,
    Beyond,
    Bound,
    Boundary,
    Curve,
    Flat,
    Marginal,
    Method,
    Pays,
    Tier,
    Whole,
)
from salesmgmt.incentives.schedules.stepped import Stepped
from salesmgmt.money import Money, Rate

OWN: dict[type, Method] = {
    Marginal: Method.MARGINAL,
    Whole: Method.WHOLE,
    Amounts: Method.AMOUNT,
}


def number(value: Bound | Pays) -> Fraction:
    """A bound or a pay without its unit."""
    if isinstance(value, Rate):
        return value.value
    return Fraction(value.minor) if isinstance(value, Money) else value


def lies_in(tier: Tier, key: Fraction, boundary: Boundary, *, first: bool) -> bool:
    """Whether a key belongs to a tier."""
    if boundary is Boundary.UPPER:
        above = first or tier.start is None or key >= number(tier.start)
        return above and (tier.end is None or key < number(tier.end))
    above = first or tier.start is None or key > number(tier.start)
    return above and (tier.end is None or key <= number(tier.end))


def tier_pays(schedule: Stepped, place: int, base: Fraction, unit: Fraction) -> Fraction:
    """What a tier pays for a base, taken as if the base lay in it."""
    tier = schedule.tiers[place]
    method = tier.method if tier.method is not None else OWN[type(schedule)]
    if method is Method.WHOLE:
        return base * number(tier.pays)
    if method is Method.AMOUNT:
        return number(tier.pays)
    assert tier.start is not None
    start = number(tier.start) * unit
    below = tier_pays(schedule, place - 1, start, unit) if place else Fraction(0)
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
        return after[0][1] if curve.below is Beyond.FLAT else Fraction(0)
    if not after and curve.above is Beyond.FLAT:
        return before[-1][1]
    if not after and curve.above is Beyond.ZERO:
        return Fraction(0)
    (a, low), (b, high) = (before[-1], after[0]) if after else before[-2:]
    return (low * (b - key) + high * (key - a)) / (b - a)


def reference(
    schedule: Flat | Stepped | Curve, base: Fraction, key: Fraction, unit: Fraction = Fraction(1)
) -> Fraction:
    """What a base earns at a key."""
    if isinstance(schedule, Flat):
        return base * number(schedule.pays)
    if isinstance(schedule, Curve):
        return base * curve_rate(schedule, key)
    places = [
        place
        for place, tier in enumerate(schedule.tiers)
        if lies_in(tier, key, schedule.boundary, first=not place)
    ]
    assert len(places) == 1, "a table names exactly one tier for every key"
    return tier_pays(schedule, places[0], base, unit)


def bounds_of(schedule: Flat | Stepped | Curve) -> list[Fraction]:
    """Every bound of a schedule without its unit."""
    if isinstance(schedule, Flat):
        return []
    if isinstance(schedule, Curve):
        return [number(point.at) for point in schedule.points]
    return [number(tier.start) for tier in schedule.tiers if tier.start is not None]
