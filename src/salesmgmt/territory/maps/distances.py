"""How far it is from one unit to another, in whole numbers, so that every objective is exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import hypot, isqrt, lcm
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, UnknownIdentifierError, WrongTypeError
from salesmgmt.territory.checks import check_text
from salesmgmt.territory.maps.numbers import ExactLike, exact_number
from salesmgmt.territory.maps.units import SalesMap

__all__ = ["Distance", "DistanceTable", "Euclidean"]

#: Distances up to here are told by floats where these are plainly clear of the edge of rounding.
_CLEAR = 10**7


def _as_unit(value: ExactLike) -> int | Fraction:
    number = exact_number("unit", value)
    if number <= 0:
        raise InvalidValueError("unit", value, "be more than 0")
    return number


def _finer(across: Fraction, unit: Fraction) -> str:
    """A tenth, hundredth, … of a unit, of which a map is a hundred or more across."""
    while unit * 100 > across:
        unit /= 10
    return f"{float(unit):g}"


@frozen
class Euclidean:
    """The straight line between two units, in whole multiples of a unit of length.

    Attributes:
        unit: Unit of length in the units of the coordinates; 1000 where these are metres and kilometres are
            wanted.
        rounded: `nearest` (halves up) or `down`.

    Raises:
        InvalidValueError: If the unit is not more than 0, or the rounding is neither.
        WrongTypeError: If the unit is a float.

    Examples:
        >>> from salesmgmt.territory import MapUnit
        >>> places = SalesMap.of_points([MapUnit("a", x=0, y=0), MapUnit("b", x=3000, y=4600)])
        >>> Euclidean().between(places, "a", "b"), Euclidean(1).between(places, "a", "b")
        (5, 5492)
    """

    unit: int | Fraction = field(default=1000, converter=_as_unit)
    rounded: str = "nearest"

    def __attrs_post_init__(self) -> None:
        if self.rounded not in ("nearest", "down"):
            raise InvalidValueError("rounded", self.rounded, "be 'nearest' or 'down'")

    def between(self, sales_map: SalesMap, one: str, other: str) -> Fraction | int:
        """The distance between two units.

        Raises:
            UnknownIdentifierError: If the map lacks one of them.
        """
        first, second = sales_map.unit(one), sales_map.unit(other)
        aside = Fraction(first.x) - Fraction(second.x)
        along = Fraction(first.y) - Fraction(second.y)
        square = (aside * aside + along * along) / Fraction(self.unit) ** 2
        # The root of a fraction p / q, twice, is that of 4 p q over q.
        twice = isqrt(4 * square.numerator * square.denominator)
        half = square.denominator if self.rounded == "nearest" else 0
        return (twice + half) // (2 * square.denominator)

    def measured(self, sales_map: SalesMap) -> tuple[Callable[[int, int], int], int]:
        """From two places in the map to their distance in whole numbers, and what these are multiplied by.

        Raises:
            InvalidValueError: If the unit is so large that the whole map is less than 10 of it across.
        """
        xs = [Fraction(each.x) for each in sales_map.units]
        ys = [Fraction(each.y) for each in sales_map.units]
        unit = Fraction(self.unit)
        across = max(max(xs) - min(xs), max(ys) - min(ys)) if xs else Fraction(0)
        if 0 < across < 10 * unit:
            rule = (
                f"be smaller, as in distance=Euclidean('{_finer(across, unit)}'), since the whole map is "
                f"{float(across):g} across: every distance would be rough"
            )
            raise InvalidValueError("unit", self.unit, rule)
        common = lcm(*(number.denominator for number in (*xs, *ys, unit)))
        whole_x, whole_y = [int(x * common) for x in xs], [int(y * common) for y in ys]
        step = int(unit * common)
        flat_x, flat_y = [float(x / unit) for x in xs], [float(y / unit) for y in ys]
        half = 1 if self.rounded == "nearest" else 0
        added = 0.5 * half

        def between(one: int, other: int) -> int:
            rough = hypot(flat_x[one] - flat_x[other], flat_y[one] - flat_y[other]) + added
            if rough < _CLEAR:
                found = int(rough)
                if 1e-6 < rough - found < 1 - 1e-6:
                    return found
            aside, along = whole_x[one] - whole_x[other], whole_y[one] - whole_y[other]
            return (isqrt(4 * (aside * aside + along * along)) + half * step) // (2 * step)

        return between, 1


def _as_ids(given: Iterable[str]) -> tuple[str, ...]:
    ids = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (given,)
    for each in ids:
        check_text("units", each)
    return ids


def _as_rows(given: Iterable[Iterable[ExactLike]]) -> tuple[tuple[int | Fraction, ...], ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongTypeError("rows", given, "be rows of distances")
    rows = []
    for row in given:
        if isinstance(row, str) or not isinstance(row, Iterable):
            raise WrongTypeError("rows", row, "be rows of distances")
        rows.append(tuple(exact_number("rows", value) for value in row))
    return tuple(rows)


@frozen(repr=False)
class DistanceTable:
    """Distances or travel times that are known for each pair, as a road map tells them.

    Attributes:
        units: Identifiers of the units, in the order of the rows; kept sorted, the rows with them.
        rows: The way from each unit to each one, as exact numbers of 0 or more.

    Raises:
        BatchError: If a unit stands twice, a row has another length, or a distance is negative; all at once.
        WrongTypeError: If a distance is a float.

    Examples:
        >>> table = DistanceTable.of({"a": {"b": "12.5"}, "b": {"a": 12}})
        >>> table.of_pair("a", "b"), table.of_pair("b", "b")
        (Fraction(25, 2), 0)
    """

    units: tuple[str, ...] = field(converter=_as_ids)
    rows: tuple[tuple[int | Fraction, ...], ...] = field(converter=_as_rows)
    _place: dict[str, int] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        count = len(self.units)
        problems = [
            Problem(f"Unit {unit}", "units", unit, "stand once")
            for unit, number in Counter(self.units).items()
            if number > 1
        ]
        if len(self.rows) != count:
            problems.append(
                Problem("the table", "rows", len(self.rows), f"have {count} rows, one for each unit")
            )
        for unit, row in zip(self.units, self.rows, strict=False):
            if len(row) != count:
                rule = f"have {count} distances, one for each unit"
                problems.append(Problem(f"Unit {unit}", "rows", len(row), rule))
            problems += [Problem(f"Unit {unit}", "rows", value, "be 0 or more") for value in row if value < 0]
        if problems:
            raise BatchError("distances", problems)
        order = sorted(range(count), key=self.units.__getitem__)
        if order != list(range(count)):
            object.__setattr__(self, "rows", tuple(tuple(self.rows[a][b] for b in order) for a in order))
            object.__setattr__(self, "units", tuple(self.units[a] for a in order))
        object.__setattr__(self, "_place", {unit: place for place, unit in enumerate(self.units)})

    def __repr__(self) -> str:
        return f"DistanceTable({len(self.units):,} units)"

    @classmethod
    def of(cls, rows: Mapping[str, Mapping[str, ExactLike]]) -> DistanceTable:
        """A table from nested mappings; the way from a unit to itself is 0 where left out.

        Raises:
            BatchError: If a pair is missing or a distance is faulty; all at once.
            WrongTypeError: If no mappings are given.
        """
        if not isinstance(rows, Mapping):
            raise WrongTypeError("rows", rows, "be a mapping of unit to unit to distance")
        units = sorted(rows)
        problems = []
        for one in units:
            if not isinstance(rows[one], Mapping):
                raise WrongTypeError("rows", rows[one], "be a mapping of unit to distance")
            problems += [
                Problem(f"Unit {one}", "rows", other, "have a distance")
                for other in units
                if one != other and other not in rows[one]
            ]
        if problems:
            raise BatchError("distances", problems)
        return cls(units, [[rows[one].get(other, 0) for other in units] for one in units])

    def of_pair(self, one: str, other: str) -> int | Fraction:
        """The way from one unit to another.

        Raises:
            UnknownIdentifierError: If the table lacks one of them.
        """
        for unit in (one, other):
            if unit not in self._place:
                raise UnknownIdentifierError("unit", unit, "be a unit of the table")
        return self.rows[self._place[one]][self._place[other]]

    def between(self, sales_map: SalesMap, one: str, other: str) -> Fraction | int:
        """The distance between two units of a map.

        Raises:
            UnknownIdentifierError: If the map or the table lacks one of them.
        """
        sales_map.position(one), sales_map.position(other)
        return self.of_pair(one, other)

    def measured(self, sales_map: SalesMap) -> tuple[Callable[[int, int], int], int]:
        """From two places in the map to their distance in whole numbers, and what these are multiplied by.

        Raises:
            BatchError: If the table lacks units of the map.
        """
        missing = [each.id for each in sales_map.units if each.id not in self._place]
        if missing:
            raise BatchError(
                "distances",
                [Problem(f"Unit {unit}", "distances", None, "be in the table") for unit in missing],
            )
        places = [self._place[each.id] for each in sales_map.units]
        scale = lcm(*(Fraction(self.rows[one][other]).denominator for one in places for other in places))
        rows = [[int(self.rows[one][other] * scale) for other in places] for one in places]

        def between(one: int, other: int) -> int:
            return rows[one][other]

        return between, scale


Distance: TypeAlias = Euclidean | DistanceTable
