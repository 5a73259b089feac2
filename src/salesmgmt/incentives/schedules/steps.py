"""The one form of every schedule with a single key: a table of affine steps.

Slices are for people; the engine, analyses and columns use these numbers.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

__all__ = ["Step"]

_ZERO = Fraction(0)


@frozen
class Step:
    """What is paid from an edge to the next one.

    With the base `y` in base units, the key `x` in units of a bound, and `u` base units for each unit of a
    bound (the minor units of a quota for shares, else 1), a step pays

        lump + shift·u + lift·x + (slope + bend·x)·y

    in minor units. Where the base is its own key, `x` is `y/u`. A schedule that is only picked by its key has
    no shift and no lift; only curves have a bend.

    Attributes:
        edge: Where the step begins, in units of a bound; None for the lowest, which holds for all below.
        included: Whether the edge itself belongs to the step.
        lump: A sum.
        shift: A sum that grows with the unit of the bounds: a rate of what lies below, less a rate of that.
        slope: A rate of the base.
        lift: A sum for each unit of the key.
        bend: A rate of the base for each unit of the key.
    """

    edge: Fraction | None
    included: bool = True
    lump: Fraction = _ZERO
    shift: Fraction = _ZERO
    slope: Fraction = _ZERO
    lift: Fraction = _ZERO
    bend: Fraction = _ZERO

    def pay(self, base: Fraction, key: Fraction, unit: Fraction) -> Fraction:
        """What it pays, in minor units."""
        return self.lump + self.shift * unit + self.lift * key + (self.slope + self.bend * key) * base
