"""What a plan on a map is measured by, counted from the map itself and from nothing that made the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from salesmgmt.territory.maps.distances import DistanceTable, Euclidean
from salesmgmt.territory.maps.units import MapUnit, SalesMap

__all__ = [
    "best_centre",
    "cut_length",
    "cut_pairs",
    "farthest",
    "outline",
    "pieces_of",
    "roundness",
]

Between = Callable[[int, int], int]

#: The circle's constant, to more digits than any answer shows.
_PI = Fraction(3141592653589793238462643383279502884197, 10**39)
_DIGITS = 10**9


def pieces_of(sales_map: SalesMap, units: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The connected pieces of some units, each sorted, in the order of their first units.

    Examples:
        >>> units = [MapUnit(name) for name in "abcd"]
        >>> pieces_of(SalesMap(units, {"a": ["b"], "b": ["a", "c"], "c": ["b"]}), ["a", "c", "d"])
        (('a',), ('c',), ('d',))
    """
    left = set(units)
    found = []
    for unit in sorted(left):
        if unit not in left:
            continue
        left.remove(unit)
        piece, stack = [], [unit]
        while stack:
            at = stack.pop()
            piece.append(at)
            for other in sales_map.near(at):
                if other in left:
                    left.remove(other)
                    stack.append(other)
        found.append(tuple(sorted(piece)))
    return tuple(found)


def best_centre(
    members: Sequence[int], hefts: Sequence[Fraction | int], between: Between, *, squared: bool
) -> tuple[int, Fraction]:
    """The member from which the others are cheapest to reach, and what they cost; the first one of several.

    Args:
        members: Places of the units in the map, sorted; at least one.
        hefts: By place, what a unit counts.
        between: Distance between two places.
        squared: Whether the distance counts by its square.
    """
    heavy = sorted(members, key=lambda unit: (-hefts[unit], unit))
    best, least = -1, Fraction(0)
    # The heaviest first: a good centre is found soon, and the others are given up early.
    for centre in heavy:
        total: Fraction | int = 0
        for unit in heavy:
            distance = between(centre, unit)
            total += hefts[unit] * (distance * distance if squared else distance)
            if best >= 0 and total > least:
                break
        else:
            if best < 0 or total < least or centre < best:
                best, least = centre, Fraction(total)
    return best, least


def farthest(
    sales_map: SalesMap, members: Sequence[int], between: Between, distance: Euclidean | DistanceTable
) -> int:
    """The greatest distance between two members; 0 for one alone."""
    ends = _corners(sales_map, members) if isinstance(distance, Euclidean) else members
    return max(
        (max(between(one, other), between(other, one)) for one in ends for other in ends if one < other),
        default=0,
    )


def _corners(sales_map: SalesMap, members: Sequence[int]) -> list[int]:
    """The members on the convex hull; two of them are as far from each other as any two members."""
    spots: dict[tuple[int | Fraction, int | Fraction], int] = {}
    for place in members:
        unit = sales_map.units[place]
        spots.setdefault((unit.x, unit.y), place)
    points = sorted(spots)
    if len(points) < 3:
        return sorted(spots.values())
    hull: set[tuple[int | Fraction, int | Fraction]] = set()
    for way in (points, points[::-1]):
        chain: list[tuple[int | Fraction, int | Fraction]] = []
        for point in way:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        hull.update(chain)
    return sorted(spots[point] for point in hull)


def _turn(
    one: tuple[int | Fraction, int | Fraction],
    two: tuple[int | Fraction, int | Fraction],
    three: tuple[int | Fraction, int | Fraction],
) -> int | Fraction:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def cut_pairs(sales_map: SalesMap, owner: dict[str, str]) -> list[tuple[str, str]]:
    """The pairs of neighbours that stand in different territories; units without one do not count."""
    return [
        (unit, other)
        for unit, near in sales_map.neighbours or ()
        for other in near
        if unit < other and unit in owner and other in owner and owner[unit] != owner[other]
    ]


def cut_length(sales_map: SalesMap, pairs: Iterable[tuple[str, str]]) -> Fraction | None:
    """The length of the borders of some pairs; None where one is unknown."""
    total = Fraction(0)
    for one, other in pairs:
        length = _border(sales_map, one, other)
        if length is None:
            return None
        total += length
    return total


def outline(sales_map: SalesMap, units: Sequence[str]) -> tuple[Fraction | None, Fraction | None]:
    """Area and perimeter of some units together; None for what the map does not tell.

    The perimeter is that of the units less twice the borders among them.
    """
    area: Fraction | None = Fraction(0)
    perimeter: Fraction | None = Fraction(0)
    inside = set(units)
    for name in units:
        unit: MapUnit = sales_map.unit(name)
        area = None if area is None or unit.area is None else area + unit.area
        perimeter = None if perimeter is None or unit.perimeter is None else perimeter + unit.perimeter
        for other in sales_map.near(name):
            if other in inside and perimeter is not None:
                length = _border(sales_map, name, other)
                perimeter = None if length is None else perimeter - length
    if not units or (perimeter is not None and perimeter < 0):
        return area if units else None, None
    return area, perimeter


def _border(sales_map: SalesMap, one: str, other: str) -> int | Fraction | None:
    length = sales_map.unit(one).border(other)
    return sales_map.unit(other).border(one) if length is None else length


def roundness(area: Fraction | None, perimeter: Fraction | None) -> Fraction | None:
    """The area as a part of that of a circle with the same perimeter, in billionths (Polsby and Popper).

    Examples:
        >>> float(roundness(Fraction(1), Fraction(4)))  # a square
        0.785398163
    """
    if area is None or not perimeter:
        return None
    return Fraction(int(4 * _PI * area / perimeter**2 * _DIGITS + Fraction(1, 2)), _DIGITS)
