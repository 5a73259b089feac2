"""The same scoring rules as pieces of straight lines, for many results at once.

Every rule but one (target over result) is made of straight pieces. With results, borders and shares brought
to whole numbers, a share is one multiplication and one addition; what it comes to is what `score` says.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from salesmgmt.appraisal.scorecards.anchors import Anchored
from salesmgmt.appraisal.scorecards.scoring import (
    Banded,
    Direction,
    Interpolated,
    Inverse,
    Linear,
    PerUnit,
    Proportional,
    WithinRange,
)

__all__ = ["Piece", "pieces_of"]

_ZERO, _ONE = Fraction(0), Fraction(1)


@frozen
class Piece:
    """A straight piece: `slope * result + base` from its start up to the start of the next.

    Attributes:
        start: Where it begins; None for the first.
        slope: Share for a unit of the result.
        base: Share at zero.
        after: Whether the start itself still belongs to the piece before.
    """

    start: Fraction | None
    slope: Fraction
    base: Fraction
    after: bool = False


def pieces_of(scoring: object) -> tuple[Piece, ...] | None:
    """The pieces of a scoring rule in the order of results; None where it is not made of such."""
    kind = type(scoring)
    if kind is Linear:
        assert isinstance(scoring, Linear)
        slope = 1 / (scoring.best - scoring.worst)
        return _line(slope, -slope * scoring.worst, scoring.lowest, scoring.highest)
    if kind is PerUnit:
        assert isinstance(scoring, PerUnit)
        return _line(scoring.each, scoring.base, scoring.lowest, scoring.highest)
    if kind is Proportional:
        assert isinstance(scoring, Proportional)
        return _attained(scoring)
    if kind is Banded:
        assert isinstance(scoring, Banded)
        return _banded(scoring)
    if kind is Interpolated:
        assert isinstance(scoring, Interpolated)
        return _between(scoring.points)
    if kind is Anchored:
        assert isinstance(scoring, Anchored)
        points = tuple((anchor.mark, anchor.share.value) for anchor in scoring.anchors)
        if scoring.between:
            return _between(points)
        return (_flat(None, points[0][1]), *(_flat(mark, share) for mark, share in points[1:]))
    if kind is WithinRange:
        assert isinstance(scoring, WithinRange)
        return _ranged(scoring)
    return None


def _flat(start: Fraction | None, share: Fraction, *, after: bool = False) -> Piece:
    return Piece(start, _ZERO, share, after)


def _line(
    slope: Fraction, base: Fraction, lowest: Fraction | None, highest: Fraction | None
) -> tuple[Piece, ...]:
    """A line between two limits, in either direction."""
    if lowest is not None and lowest == highest:
        return (_flat(None, lowest),)
    first, last = (lowest, highest) if slope > 0 else (highest, lowest)
    pieces = [] if first is None else [_flat(None, first)]
    pieces.append(Piece(None if first is None else (first - base) / slope, slope, base))
    if last is not None:
        pieces.append(_flat((last - base) / slope, last))
    return tuple(pieces)


def _attained(scoring: Proportional) -> tuple[Piece, ...] | None:
    target, floor, cap = scoring.target, scoring.floor, scoring.cap
    if scoring.direction is Direction.HIGHER:
        return (_flat(None, _ZERO), Piece(floor * target, 1 / target, _ZERO), _flat(cap * target, cap))
    if scoring.inverse is Inverse.RATIO:
        return None
    ends = (2 - cap) * target, (2 - floor) * target
    return (
        _flat(None, cap),
        Piece(ends[0], -1 / target, Fraction(2)),
        _flat(ends[1], _ZERO, after=True),
    )


def _banded(scoring: Banded) -> tuple[Piece, ...]:
    if scoring.direction is Direction.HIGHER:
        return (_flat(None, _ZERO), *(_flat(level, share) for level, share in scoring.bands))
    levels: list[Fraction | None] = [None, *(level for level, _ in scoring.bands)]
    shares = [*(share for _, share in scoring.bands), _ZERO]
    return tuple(
        _flat(level, share, after=level is not None) for level, share in zip(levels, shares, strict=True)
    )


def _between(points: tuple[tuple[Fraction, Fraction], ...]) -> tuple[Piece, ...]:
    pieces = [_flat(None, points[0][1])]
    for (left, low), (right, high) in pairwise(points):
        slope = (high - low) / (right - left)
        pieces.append(Piece(left, slope, low - slope * left))
    return (*pieces, _flat(points[-1][0], points[-1][1]))


def _ranged(scoring: WithinRange) -> tuple[Piece, ...]:
    pieces = [_flat(None, _ZERO)]
    below, above = scoring.nothing_below, scoring.nothing_above
    if below is not None:
        slope = 1 / (scoring.low - below)
        pieces.append(Piece(below, slope, -slope * below))
    pieces.append(_flat(scoring.low, _ONE))
    if above is not None:
        slope = 1 / (scoring.high - above)
        pieces.append(Piece(scoring.high, slope, -slope * above))
        pieces.append(_flat(above, _ZERO))
    else:
        pieces.append(_flat(scoring.high, _ZERO, after=True))
    return tuple(pieces)
