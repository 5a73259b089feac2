"""Many results of a criterion as whole numbers, and the points that they bring.

A column holds the results of all people for one criterion. It is brought to whole numbers over one
denominator; the criterion's pieces are brought to the same, so that each result costs one multiplication. All
figures stay exact: fractions are only reduced once, at the end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, lcm
from operator import attrgetter
from typing import Any

from attrs import frozen

from salesmgmt.appraisal.numbers import as_number
from salesmgmt.appraisal.scorecards.criteria import Kpi
from salesmgmt.appraisal.scorecards.pieces import Piece, pieces_of
from salesmgmt.appraisal.scorecards.reading import figure
from salesmgmt.errors import SalesmgmtError
from salesmgmt.money import Rate

__all__ = ["Column", "Unfit", "Whole", "column_of", "points_of"]

#: Largest denominator of a column or of points; beyond it, adding fractions one by one is no slower.
_LARGEST = 1 << 256
_DECIMAL = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,9}))?(%?)", re.ASCII).fullmatch
_numerator, _denominator = attrgetter("numerator"), attrgetter("denominator")
_value = attrgetter("value")


class Unfit(Exception):  # noqa: N818 - it says that the slow way is to be taken, and is not seen outside
    """These results are not for the fast way."""


@frozen(eq=False)
class Whole:
    """Whole numbers over one denominator."""

    numbers: Sequence[int]
    over: int


@frozen(eq=False)
class Column:
    """The results of one criterion.

    Attributes:
        kpi: The criterion.
        present: Places with a result; None where all have one.
        results: The results of these places, as whole numbers.
    """

    kpi: Kpi
    present: tuple[int, ...] | None
    results: Whole


def column_of(kpi: Kpi, results: Sequence[Any]) -> Column:
    """A column of results as whole numbers.

    Raises:
        Unfit: If a result is none, or the denominators have too little in common.
    """
    kinds = set(map(type, results))
    present: tuple[int, ...] | None = None
    if type(None) in kinds:
        kinds.discard(type(None))
        present = tuple([place for place, result in enumerate(results) if result is not None])
        results = [results[place] for place in present]
    try:
        return Column(kpi, present, _whole(kpi, results, kinds))
    except (SalesmgmtError, ValueError, OverflowError):
        raise Unfit from None


def _whole(kpi: Kpi, results: Sequence[Any], kinds: set[type]) -> Whole:
    if kinds <= {int} and not kpi.percent:
        return Whole(results, 1)
    if kinds == {Rate}:
        results, kinds = list(map(_value, results)), {Fraction}
    if kinds == {Fraction}:
        return _over_one(list(map(_numerator, results)), list(map(_denominator, results)))
    if kinds == {Decimal}:
        ratios = [result.as_integer_ratio() for result in results]
    elif kinds == {str}:
        read = {text: _written(text, kpi.id) for text in set(results)}
        ratios = [read[text] for text in results]
    else:
        ratios = [figure(kpi, result).as_integer_ratio() for result in results]
    return _over_one([top for top, _ in ratios], [below for _, below in ratios])


def _written(text: str, name: str) -> tuple[int, int]:
    """Numerator and denominator of a written number, plain decimals and percentages by the short way."""
    found = _DECIMAL(text)
    if found is None:
        return as_number(text, name).as_integer_ratio()
    sign, whole, places, percent = found.groups(default="")
    number = int(sign + whole + places)
    return number, 10 ** (len(places) + (2 if percent else 0))


def _over_one(tops: Sequence[int], belows: Sequence[int]) -> Whole:
    """Fractions over their least common denominator."""
    over = 1
    different = set(belows)
    for below in different:
        over = lcm(over, below)
        if over > _LARGEST:
            raise Unfit
    if len(different) == 1:
        return Whole(tops, over)
    factors = {below: over // below for below in different}
    return Whole([top * factors[below] for top, below in zip(tops, belows, strict=True)], over)


def points_of(columns: Iterable[Column], maximum: Fraction) -> tuple[list[Sequence[int]], int]:
    """The points of each column, before any re-weighing, and the denominator that all of them have.

    Raises:
        Unfit: If the points have too little in common.
    """
    lines = [_Line.of(column, maximum) for column in columns]
    over = lcm(*(line.over for line in lines))
    if over > _LARGEST:
        raise Unfit
    return [line.points(over) for line in lines], over


@frozen(eq=False)
class _Line:
    """The points of a column: pieces of whole results, or fractions by result."""

    results: Sequence[int]
    starts: Sequence[int]
    pieces: Sequence[tuple[Fraction, Fraction]]
    found: dict[int, Fraction] | None
    over: int

    @classmethod
    def of(cls, column: Column, maximum: Fraction) -> _Line:
        kpi, results, per = column.kpi, column.results.numbers, column.results.over
        factor = kpi.weight.value * maximum
        pieces = pieces_of(kpi.scoring)
        if pieces is None:
            scoring = kpi.scoring
            found = {
                number: factor * as_number(scoring.score(Fraction(number, per)), "share")
                for number in set(results)
            }
            return cls(results, (), (), found, _common(found.values()))
        lines = [(piece.slope * factor / per, piece.base * factor) for piece in pieces]
        starts = [_first(piece, per) for piece in pieces[1:]]
        return cls(results, starts, lines, None, _common(part for line in lines for part in line))

    def points(self, over: int) -> Sequence[int]:
        """The points as whole numbers over a denominator that fits."""
        results = self.results
        if self.found is not None:
            known = {number: _times(points, over) for number, points in self.found.items()}
            return [known[number] for number in results]
        lines = [(_times(slope, over), _times(base, over)) for slope, base in self.pieces]
        starts = self.starts
        flat = [not slope for slope, _ in lines]
        if len(lines) == 1:
            [(slope, base)] = lines
            return [slope * number + base for number in results]
        if len(lines) == 3 and flat == [True, False, True]:
            (_, low), (slope, base), (_, high) = lines
            first, last = starts
            return [
                low if number < first else high if number >= last else slope * number + base
                for number in results
            ]
        if all(flat):
            levels = [base for _, base in lines]
            return [levels[bisect_right(starts, number)] for number in results]
        slopes, bases = zip(*lines, strict=True)
        return [
            slopes[place] * number + bases[place]
            for number in results
            for place in (bisect_right(starts, number),)
        ]


def _first(piece: Piece, per: int) -> int:
    """The first whole result that belongs to a piece."""
    start = (piece.start or 0) * per
    return floor(start) + 1 if piece.after else ceil(start)


def _common(parts: Iterable[Fraction]) -> int:
    over = 1
    for below in {part.denominator for part in parts}:
        over = lcm(over, below)
        if over > _LARGEST:
            raise Unfit
    return over


def _times(part: Fraction, over: int) -> int:
    return part.numerator * (over // part.denominator)
