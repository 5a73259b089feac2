"""Whether more sold never earns less, and an example where it does."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from salesmgmt.incentives.schedules.steps import Step

__all__ = ["Violation", "violation_in"]

_ONE = Fraction(1)
_USUAL = Fraction(10**6)
"""A quota for examples, if it will do: 10,000.00 in most currencies."""


@frozen
class Violation:
    """Two bases of which the higher one earns less.

    All figures are without their unit: minor units where they are money, else numbers.

    Attributes:
        lower: The lower base.
        upper: The higher base.
        pay_lower: What the lower one earns, in minor units.
        pay_upper: What the higher one earns, which is less.
        unit: How many base units one unit of a bound is in this example: the minor units of the quota, for
            shares; else 1.
    """

    lower: Fraction
    upper: Fraction
    pay_lower: Fraction
    pay_upper: Fraction
    unit: Fraction = _ONE


def violation_in(steps: Sequence[Step], *, shares: bool) -> Violation | None:
    """The first place where a table pays less for more, the base being its own key.

    Within a step the pay is affine, or a parabola for curves, so it can fall only after the top of a
    parabola, or from one step to the next. A jump is a sum plus a part that grows with the unit of the
    bounds; for shares it must not be negative for any unit, which is so where neither part is.

    Args:
        steps: The table.
        shares: Whether the bounds are shares of a quota, which may have any size.
    """
    for place in range(len(steps)):
        found = _at_edge(steps, place, shares=shares) or _inside(steps, place)
        if found is not None:
            return found
    return None


def _pay(step: Step, key: Fraction, unit: Fraction) -> Fraction:
    return step.pay(key * unit, key, unit)


def _violation(low: Step, lower: Fraction, high: Step, upper: Fraction, unit: Fraction) -> Violation:
    return Violation(lower * unit, upper * unit, _pay(low, lower, unit), _pay(high, upper, unit), unit)


def _at_edge(steps: Sequence[Step], place: int, *, shares: bool) -> Violation | None:
    """A fall from one step to the next."""
    above = steps[place]
    edge = above.edge
    if not place or edge is None or edge < 0 or (edge == 0 and above.included):
        return None
    below = steps[place - 1]
    unit = _falling_unit(*_jump(below, above, edge), shares=shares)
    if unit is None:
        return None
    # The edge itself belongs to one side; a figure near enough to it on the other side shows the fall: one
    # base unit away where that is near enough.
    if above.included:
        near = max(edge - 1 / unit, below.edge or Fraction(0), Fraction(0))
        while _pay(below, near, unit) <= _pay(above, edge, unit):
            near = (near + edge) / 2
        return _violation(below, near, above, edge, unit)
    follower = steps[place + 1].edge if place + 1 < len(steps) else None
    near = edge + 1 / unit if follower is None else min(edge + 1 / unit, (edge + follower) / 2)
    while _pay(below, edge, unit) <= _pay(above, near, unit):
        near = (near + edge) / 2
    return _violation(below, edge, above, near, unit)


def _jump(below: Step, above: Step, edge: Fraction) -> tuple[Fraction, Fraction]:
    """What a step pays more than the one below at its edge: a sum, and a part that grows with the unit."""
    lump = above.lump - below.lump + (above.lift - below.lift) * edge
    rate = (above.slope - below.slope + (above.bend - below.bend) * edge) * edge
    return lump, above.shift - below.shift + rate


def _falling_unit(lump: Fraction, rate: Fraction, *, shares: bool) -> Fraction | None:
    """A unit for which lump + rate x unit is negative; None where there is none."""
    if not shares:
        return _ONE if lump + rate < 0 else None
    if lump >= 0 and rate >= 0:
        return None
    unit = _USUAL
    while lump + rate * unit >= 0:
        unit = unit * 10 if rate < 0 else unit / 10
    return unit


def _inside(steps: Sequence[Step], place: int) -> Violation | None:
    """A fall within a step of a curve, after the top of its parabola."""
    step = steps[place]
    follower = steps[place + 1] if place + 1 < len(steps) else None
    if step.bend >= 0 or follower is None or follower.edge is None or follower.edge <= 0:
        return None
    top = -step.slope / (2 * step.bend)
    start = max(step.edge or Fraction(0), top, Fraction(0))
    if start >= follower.edge:
        return None
    upper = (start + follower.edge) / 2
    lower = (start + upper) / 2
    return _violation(step, lower, step, upper, _ONE)
