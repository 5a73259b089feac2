"""A map in numbers: units with figures and positions, and which of them are next to each other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from operator import attrgetter
from typing import TypeAlias

from attrs import evolve, field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.territory.checks import check_text
from salesmgmt.territory.maps.numbers import exact_number
from salesmgmt.territory.plans.figures import AccountFigures, FigureLike

__all__ = ["CoordinateLike", "MapUnit", "NeighboursLike", "SalesMap"]

CoordinateLike: TypeAlias = int | Fraction | Decimal | str | float
NeighboursLike: TypeAlias = Mapping[str, Iterable[str]] | Iterable[tuple[str, Iterable[str]]] | object


def _coordinate(name: str, value: object) -> int | Fraction:
    if isinstance(value, float):
        if not isfinite(value):
            raise InvalidValueError(name, value, "be finite")
        number = Fraction(value)
        return number.numerator if number.denominator == 1 else number
    return exact_number(name, value)


def _as_x(value: CoordinateLike) -> int | Fraction:
    return _coordinate("x", value)


def _as_y(value: CoordinateLike) -> int | Fraction:
    return _coordinate("y", value)


def _extent(name: str, value: object) -> int | Fraction | None:
    if value is None:
        return None
    number = _coordinate(name, value)
    if number < 0:
        raise InvalidValueError(name, value, "be 0 or more")
    return number


def _as_area(value: CoordinateLike | None) -> int | Fraction | None:
    return _extent("area", value)


def _as_perimeter(value: CoordinateLike | None) -> int | Fraction | None:
    return _extent("perimeter", value)


def _pairs(name: str, given: object) -> list[tuple[str, object]]:
    items = given.items() if isinstance(given, Mapping) else given
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise WrongTypeError(name, given, "be a mapping")
    found: dict[str, object] = {}
    for item in items:
        if not isinstance(item, tuple | list) or len(item) != 2:
            raise WrongTypeError(name, item, "be a mapping")
        key, value = item
        check_text(name, key)
        if key in found:
            raise InvalidValueError(name, key, "stand once")
        found[key] = value
    return sorted(found.items(), key=lambda pair: pair[0])


def _as_figures(
    given: Mapping[str, FigureLike] | Iterable[tuple[str, FigureLike]],
) -> tuple[tuple[str, int | Fraction | Money], ...]:
    figures: list[tuple[str, int | Fraction | Money]] = []
    for name, value in _pairs("figures", given):
        if isinstance(value, bool) or not isinstance(value, int | Fraction | Money):
            raise WrongTypeError(f"figures.{name}", value, "be a whole number, a Fraction or a Money")
        if isinstance(value, Fraction) and value.denominator == 1:
            value = value.numerator
        if (value.minor if isinstance(value, Money) else value) < 0:
            raise InvalidValueError(f"figures.{name}", value, "be 0 or more")
        figures.append((name, value))
    return tuple(figures)


def _as_borders(
    given: Mapping[str, CoordinateLike] | Iterable[tuple[str, CoordinateLike]],
) -> tuple[tuple[str, int | Fraction], ...]:
    found = []
    for name, value in _pairs("borders", given):
        length = _extent(f"borders.{name}", value)
        if length is None:
            raise WrongTypeError(f"borders.{name}", value, "be a length")
        found.append((name, length))
    return tuple(found)


@frozen(weakref_slot=False)
class MapUnit:
    """One place of a map that is never divided: a county, a postal area, a town, a customer.

    Positions and lengths are statistical by nature, so that floats are taken here, at their exact value; the
    figures that territories are balanced by are exact.

    Attributes:
        id: Identifier given by the caller.
        figures: What it weighs, by measure: whole numbers, Fractions or Money of 0 or more; a mapping is
            accepted and kept as pairs in the order of the names.
        x: Position to the east, in a plane: projected metres, say.
        y: Position to the north.
        area: Its area, where known.
        perimeter: Length of its outline, where known.
        borders: Lengths of the borders that it shares with its neighbours, where known; a mapping too.

    Raises:
        InvalidValueError: If the identifier is empty, or a figure or length is negative.
        WrongTypeError: If a figure is a float, or something has another type.

    Examples:
        >>> unit = MapUnit("19153", {"people": 430_640}, x=480_123.5, y="4612345.25")
        >>> unit.figure("people"), unit.y
        (430640, Fraction(18449381, 4))
    """

    id: str
    figures: tuple[tuple[str, int | Fraction | Money], ...] = field(default=(), converter=_as_figures)
    x: int | Fraction = field(default=0, converter=_as_x)
    y: int | Fraction = field(default=0, converter=_as_y)
    area: int | Fraction | None = field(default=None, converter=_as_area)
    perimeter: int | Fraction | None = field(default=None, converter=_as_perimeter)
    borders: tuple[tuple[str, int | Fraction], ...] = field(default=(), converter=_as_borders)

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)

    def figure(self, measure: str) -> int | Fraction | Money:
        """What it weighs in a measure.

        Raises:
            UnknownIdentifierError: If it has no such figure.
        """
        for name, value in self.figures:
            if name == measure:
                return value
        rule = f"be one of {', '.join(name for name, _ in self.figures) or 'no measures: there are none'}"
        raise UnknownIdentifierError("measure", measure, rule)

    def border(self, neighbour: str) -> int | Fraction | None:
        """Length of the border with a neighbour; None where nobody knows it."""
        for name, length in self.borders:
            if name == neighbour:
                return length
        return None


_id = attrgetter("id")


def _as_units(given: Iterable[MapUnit]) -> tuple[MapUnit, ...]:
    units = tuple(given) if isinstance(given, Iterable) else (given,)
    for unit in units:
        if not isinstance(unit, MapUnit):
            raise WrongTypeError("units", unit, "be MapUnit values, in a list or any other iterable")
    return tuple(sorted(units, key=_id))


def _adjacency(given: object) -> Iterable[tuple[object, Iterable[object]]]:
    """Pairs of a unit and its neighbours, from a mapping, pairs, or a graph that has them."""
    if isinstance(given, Mapping):
        return list(given.items())
    for name in ("adj", "neighbors"):  # networkx graphs; spatial weights of libpysal
        inside = getattr(given, name, None)
        if isinstance(inside, Mapping):
            return list(inside.items())
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongTypeError("neighbours", given, "be a mapping of unit to neighbours, or a graph")
    pairs = []
    for item in given:
        if not isinstance(item, tuple | list) or len(item) != 2:
            raise WrongTypeError("neighbours", item, "be a mapping of unit to neighbours, or a graph")
        pairs.append((item[0], item[1]))
    return pairs


def _as_neighbours(given: NeighboursLike | None) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    if given is None:
        return None
    rows: list[tuple[str, tuple[str, ...]]] = []
    for unit, near in _adjacency(given):
        if not isinstance(unit, str):
            raise WrongTypeError("neighbours", unit, "be identifiers as text, as those of the units are")
        if isinstance(near, str) or not isinstance(near, Iterable):
            raise WrongTypeError("neighbours", near, "be identifiers in a list or any other iterable")
        listed = []
        for other in near:
            if not isinstance(other, str):
                raise WrongTypeError("neighbours", other, "be identifiers as text, as those of the units are")
            listed.append(other)
        rows.append((unit, tuple(sorted(listed))))
    return tuple(sorted(rows))


@frozen(repr=False)
class SalesMap:
    """Units and which of them are next to each other.

    Attributes:
        units: The units, kept in the order of their identifiers. All have the same measures.
        neighbours: For each unit its neighbours, kept sorted; a mapping, a networkx graph or spatial weights
            are accepted. Both sides name each other. None means points: nothing is next to anything, and no
            contiguity is asked.

    Raises:
        BatchError: If a unit stands twice, a neighbour is unknown, stands twice, is the unit itself or does
            not answer, figures are missing or of several kinds, or borders contradict; all at once.
        WrongTypeError: If something has another type.

    Examples:
        >>> units = [MapUnit(name, {"people": 10}) for name in "abc"]
        >>> chain = SalesMap(units, {"a": ["b"], "b": ["a", "c"], "c": ["b"]})
        >>> chain.near("b"), chain.figures.total("people")
        (('a', 'c'), Fraction(30, 1))
    """

    units: tuple[MapUnit, ...] = field(converter=_as_units)
    neighbours: tuple[tuple[str, tuple[str, ...]], ...] | None = field(default=None, converter=_as_neighbours)
    _figures: AccountFigures = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        problems = list(self._problems())
        if not problems:
            try:
                figures = AccountFigures.of({unit.id: dict(unit.figures) for unit in self.units})
            except BatchError as error:
                problems += [
                    Problem(
                        each.record.replace("Account", "Unit", 1),
                        each.field,
                        each.value,
                        each.rule.replace("other accounts", "other units"),
                    )
                    for each in error.problems
                ]
        if problems:
            raise BatchError("map", problems)
        object.__setattr__(self, "_figures", figures)
        if self.neighbours is not None and len(self.neighbours) != len(self.units):
            known = dict(self.neighbours)
            everyone = tuple((unit.id, known.get(unit.id, ())) for unit in self.units)
            object.__setattr__(self, "neighbours", everyone)

    def _problems(self) -> Iterator[Problem]:
        known = {unit.id for unit in self.units}
        for name, number in Counter(unit.id for unit in self.units).items():
            if number > 1:
                yield Problem(f"Unit {name}", "id", name, "stand once")
        rows: dict[str, set[str]] = {}
        for name, near in self.neighbours or ():
            if name in rows:
                yield Problem(f"Unit {name}", "neighbours", name, "stand once")
            rows[name] = set(near)
            if name not in known:
                yield Problem(f"Unit {name}", "neighbours", name, "be a unit of the map")
            for other, number in Counter(near).items():
                if number > 1:
                    yield Problem(f"Unit {name}", "neighbours", other, "stand once")
        for name, others in rows.items():
            for other in sorted(others):
                if other == name:
                    yield Problem(f"Unit {name}", "neighbours", other, "be another unit")
                elif other not in known:
                    yield Problem(f"Unit {name}", "neighbours", other, "be a unit of the map")
                elif name not in rows.get(other, ()):
                    listed = ", ".join(sorted(rows.get(other, ()))) or None
                    yield Problem(f"Unit {other}", "neighbours", listed, f"name {name} too, which names it")
        borders = {(unit.id, other): length for unit in self.units for other, length in unit.borders}
        for (one, other), length in borders.items():
            if other not in rows.get(one, ()):
                yield Problem(f"Unit {one}", "borders", other, "be a neighbour")
            elif borders.get((other, one), length) != length:
                yield Problem(f"Unit {one}", "borders", length, f"be as long as {other} says")

    @classmethod
    def of_points(cls, units: Iterable[MapUnit]) -> SalesMap:
        """Points without neighbours: no contiguity is asked."""
        return cls(_as_units(units), None)

    def __len__(self) -> int:
        return len(self.units)

    def __repr__(self) -> str:
        links = "points" if self.neighbours is None else f"{self.links:,} borders"
        return f"SalesMap({len(self.units):,} units, {links}, {', '.join(self.measures) or 'no measures'})"

    @property
    def figures(self) -> AccountFigures:
        """The figures of the units, as those of accounts."""
        return self._figures

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures, sorted."""
        return self._figures.measures

    @property
    def links(self) -> int:
        """Number of pairs of neighbours."""
        return sum(len(near) for _, near in self.neighbours or ()) // 2

    def position(self, unit: str) -> int:
        """Where a unit stands among the units.

        Raises:
            UnknownIdentifierError: If there is no such unit.
        """
        if isinstance(unit, str):
            place = bisect_left(self.units, unit, key=_id)
            if place < len(self.units) and self.units[place].id == unit:
                return place
        raise UnknownIdentifierError("unit", unit, "be a unit of the map")

    def unit(self, identifier: str) -> MapUnit:
        """The unit of an identifier.

        Raises:
            UnknownIdentifierError: If there is no such unit.
        """
        return self.units[self.position(identifier)]

    def near(self, unit: str) -> tuple[str, ...]:
        """The neighbours of a unit; none where the map is made of points.

        Raises:
            UnknownIdentifierError: If there is no such unit.
        """
        place = self.position(unit)
        return () if self.neighbours is None else self.neighbours[place][1]

    def adjacency(self) -> list[tuple[int, ...]] | None:
        """The neighbours of each unit by their places, for computations; None for points."""
        if self.neighbours is None:
            return None
        place = {unit.id: number for number, unit in enumerate(self.units)}
        return [tuple(place[other] for other in near) for _, near in self.neighbours]

    def joined(self, pairs: Iterable[tuple[str, str]]) -> SalesMap:
        """The map with more neighbours: a bridge, a ferry, an island and the coast that looks after it.

        Raises:
            BatchError: If a unit is unknown.
            WrongTypeError: If something is no pair of identifiers.
        """
        rows = {name: set(near) for name, near in self.neighbours or ()}
        for pair in pairs:
            if not isinstance(pair, tuple | list) or len(pair) != 2:
                raise WrongTypeError("pairs", pair, "be a pair of units, as in [('a', 'b')]")
            one, other = pair
            rows.setdefault(one, set()).add(other)
            rows.setdefault(other, set()).add(one)
        return evolve(self, neighbours={name: sorted(near) for name, near in rows.items()})
