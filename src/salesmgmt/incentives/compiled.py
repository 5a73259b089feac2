"""Schedules prepared for many figures: integers in, one quotient out, no object on the way.

The public `slices` of a schedule are the same figures as data; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from salesmgmt.incentives.schedules import Boundary, Flat, Marginal, Schedule, Tier, Whole
from salesmgmt.money import Currency, Money, Unrounded

Payer: TypeAlias = Callable[[int, int, int], tuple[int, int]]
"""Pay of a base above 0, as numerator and denominator of minor units.

It takes numerator and denominator of the base, and the minor units of the quota (1 where none is needed).
"""


def payer_of(schedule: Schedule, currency: Currency) -> Payer:
    """The pay of a schedule as a function of integers; one of the caller's own class is asked for slices."""
    if isinstance(schedule, Flat):
        return _flat(schedule)
    if isinstance(schedule, Marginal):
        return _marginal(schedule)
    if isinstance(schedule, Whole):
        return _whole(schedule)
    return _asking(schedule, currency)


def _flat(schedule: Flat) -> Payer:
    rate, scale = schedule.rate.value.as_integer_ratio()

    def pay(top: int, bottom: int, quota: int) -> tuple[int, int]:
        return top * rate, bottom * scale

    return pay


def _marginal(schedule: Marginal) -> Payer:
    edges, edge_scale = _over_common(_start(tier) for tier in schedule.tiers)
    rates, rate_scale = _over_common(tier.rate.value for tier in schedule.tiers)
    # The pay is the sum over the tiers reached of (what lies above the edge) x (rate less the rate below it).
    rises = (rate - below for rate, below in zip(rates, (0, *rates[:-1]), strict=True))
    steps = tuple(zip(edges, rises, strict=True))
    scale = edge_scale * rate_scale

    def pay(top: int, bottom: int, quota: int) -> tuple[int, int]:
        position, unit = top * edge_scale, quota * bottom
        total = 0
        for edge, step in steps:
            above = position - edge * unit
            if above <= 0:
                break
            total += above * step
        return total, bottom * scale

    return pay


def _whole(schedule: Whole) -> Payer:
    edges, edge_scale = _over_common(_start(tier) for tier in schedule.tiers)
    rates, rate_scale = _over_common(tier.rate.value for tier in schedule.tiers)
    downwards = tuple(zip(edges, rates, strict=True))[:0:-1]
    lowest = rates[0]
    least = 0 if schedule.boundary is Boundary.UPPER else 1

    def pay(top: int, bottom: int, quota: int) -> tuple[int, int]:
        position, unit = top * edge_scale, quota * bottom
        for edge, rate in downwards:
            if position - edge * unit >= least:
                return top * rate, bottom * rate_scale
        return top * lowest, bottom * rate_scale

    return pay


def _asking(schedule: Schedule, currency: Currency) -> Payer:
    def pay(top: int, bottom: int, quota: int) -> tuple[int, int]:
        target = Money(quota, currency) if schedule.needs_quota else None
        slices = schedule.slices(Unrounded(Fraction(top, bottom), currency), target)
        return sum((part.pay.minor for part in slices), Fraction(0)).as_integer_ratio()

    return pay


def _start(tier: Tier) -> Fraction:
    return Fraction(tier.start.minor) if isinstance(tier.start, Money) else tier.start.value


def _over_common(values: Iterable[Fraction]) -> tuple[tuple[int, ...], int]:
    """Numerators over one common denominator, and that denominator."""
    exact = tuple(values)
    scale = lcm(*(value.denominator for value in exact))
    return tuple(value.numerator * (scale // value.denominator) for value in exact), scale
