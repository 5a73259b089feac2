"""How good a plan on a map is, in figures: balance, compactness, borders, ways, and one piece or several."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Rate
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, check_optional_count, check_text, tuple_of
from salesmgmt.territory.plans.loads import TerritoryLoad, percent
from salesmgmt.territory.scoring.counting import roundness
from salesmgmt.territory.texts.scoring import SCORING_HEADINGS

__all__ = ["MapScore", "TerritoryScore"]


def _number(name: str, value: int | Fraction | None) -> Fraction | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise WrongTypeError(name, value, "be exact: a whole number or a Fraction")
    if value < 0:
        raise InvalidValueError(name, value, "be 0 or more")
    return Fraction(value)


def _as_moment(value: int | Fraction) -> Fraction:
    return _number("moment", value) or Fraction(0)


def _as_diameter(value: int | Fraction) -> Fraction:
    return _number("diameter", value) or Fraction(0)


def _as_travel(value: int | Fraction | None) -> Fraction | None:
    return _number("travel", value)


def _as_area(value: int | Fraction | None) -> Fraction | None:
    return _number("area", value)


def _as_perimeter(value: int | Fraction | None) -> Fraction | None:
    return _number("perimeter", value)


def _as_border(value: int | Fraction | None) -> Fraction | None:
    return _number("border", value)


@frozen
class TerritoryScore:
    """One territory of a plan, measured.

    Attributes:
        territory: Identifier of the territory.
        units: Number of its units.
        centre: The unit from which the moment of inertia is least; None without units.
        moment: Moment of inertia about it.
        travel: Ways to the home of the rep, or else to the unit from which they are shortest; None where
            nobody asked.
        diameter: Greatest distance between two of its units.
        pieces: Number of connected pieces; None where the map knows no neighbours.
        cut_edges: Pairs of neighbours with one unit inside and one in another territory; None as before.
        area: Its area; None where the map does not tell.
        perimeter: Length of its outline; None where the map does not tell.

    Raises:
        InvalidValueError: If a number is negative, or the identifier is empty.
        WrongTypeError: If something has another type.
    """

    territory: str
    units: int
    centre: str | None = None
    moment: Fraction = field(default=Fraction(0), converter=_as_moment)
    travel: Fraction | None = field(default=None, converter=_as_travel)
    diameter: Fraction = field(default=Fraction(0), converter=_as_diameter)
    pieces: int | None = None
    cut_edges: int | None = None
    area: Fraction | None = field(default=None, converter=_as_area)
    perimeter: Fraction | None = field(default=None, converter=_as_perimeter)

    def __attrs_post_init__(self) -> None:
        check_text("territory", self.territory)
        check_count("units", self.units)
        if self.centre is not None:
            check_text("centre", self.centre)
        check_optional_count("pieces", self.pieces)
        check_optional_count("cut_edges", self.cut_edges)

    @property
    def polsby_popper(self) -> Fraction | None:
        """Its area as a part of that of a circle of the same perimeter; None without geometry."""
        return roundness(self.area, self.perimeter)


def _as_territories(given: Iterable[TerritoryScore]) -> tuple[TerritoryScore, ...]:
    return tuple(sorted(tuple_of(given, TerritoryScore, "territories"), key=lambda each: each.territory))


def _as_loads(given: Iterable[TerritoryLoad]) -> tuple[TerritoryLoad, ...]:
    loads = tuple_of(given, TerritoryLoad, "loads")
    return tuple(sorted(loads, key=lambda each: (each.measure, each.territory)))


def _as_unplaced(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(tuple_of(given, str, "unplaced")))


@frozen(repr=False)
class MapScore:
    """The metrics of a plan on a map.

    Attributes:
        plan: Identifier of the plan.
        territories: Each territory, measured.
        loads: What the territories carry of each measure of the map, beside their shares and bounds.
        unplaced: Units of the map that stand in no territory.
        cut_edges: Pairs of neighbours in different territories; None where the map knows no neighbours.
        border: Length of the borders between territories; None where the map does not tell.

    Raises:
        InvalidValueError: If a number is negative, or a territory stands twice.
        WrongTypeError: If something has another type.
    """

    plan: str
    territories: tuple[TerritoryScore, ...] = field(default=(), converter=_as_territories)
    loads: tuple[TerritoryLoad, ...] = field(default=(), converter=_as_loads)
    unplaced: tuple[str, ...] = field(default=(), converter=_as_unplaced)
    cut_edges: int | None = None
    border: Fraction | None = field(default=None, converter=_as_border)

    def __attrs_post_init__(self) -> None:
        check_text("plan", self.plan)
        check_optional_count("cut_edges", self.cut_edges)
        names = [each.territory for each in self.territories]
        for name in names:
            if names.count(name) > 1:
                raise InvalidValueError("territories", name, "stand once")

    def __repr__(self) -> str:
        whole = {True: ", in one piece each", False: f", {self.pieces} pieces", None: ""}[self.contiguous]
        return f"MapScore({self.plan!r}, {len(self.territories):,} territories{whole})"

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the measures, sorted."""
        return tuple(sorted({load.measure for load in self.loads}))

    @property
    def moment(self) -> Fraction:
        """Moment of inertia: the sum over the territories."""
        return sum((each.moment for each in self.territories), Fraction(0))

    @property
    def travel(self) -> Fraction | None:
        """Ways: the sum over the territories; None where nobody asked."""
        ways = [each.travel for each in self.territories if each.travel is not None]
        return sum(ways, Fraction(0)) if ways else None

    @property
    def diameter(self) -> Fraction:
        """The greatest distance between two units of one territory."""
        return max((each.diameter for each in self.territories), default=Fraction(0))

    @property
    def pieces(self) -> int | None:
        """Number of connected pieces altogether; None where the map knows no neighbours."""
        if self.cut_edges is None:
            return None
        return sum(each.pieces or 0 for each in self.territories)

    @property
    def contiguous(self) -> bool | None:
        """Whether no territory falls into several pieces; None where the map knows no neighbours."""
        if self.cut_edges is None:
            return None
        return all((each.pieces or 0) <= 1 for each in self.territories)

    @property
    def polsby_popper(self) -> Fraction | None:
        """The mean roundness of the territories; None where one has no geometry."""
        found = [each.polsby_popper for each in self.territories if each.units]
        known = [each for each in found if each is not None]
        return sum(known, Fraction(0)) / len(known) if known and len(known) == len(found) else None

    @property
    def least_polsby_popper(self) -> Fraction | None:
        """The roundness of the territory that is least round; None where one has no geometry."""
        if self.polsby_popper is None:
            return None
        return min(each.polsby_popper or Fraction(0) for each in self.territories if each.units)

    @property
    def misses(self) -> tuple[TerritoryLoad, ...]:
        """The loads outside their bounds."""
        return tuple(load for load in self.loads if load.excess)

    def territory(self, identifier: str) -> TerritoryScore:
        """The figures of one territory.

        Raises:
            UnknownIdentifierError: If there is no such territory.
        """
        for each in self.territories:
            if each.territory == identifier:
                return each
        raise UnknownIdentifierError("territory", identifier, "be a territory of the plan")

    def deviation(self, measure: str) -> Fraction:
        """Activity deviation: the greatest distance of a load from its share, as a part of the share.

        Raises:
            UnknownIdentifierError: If there is no such measure.
        """
        return max(self._deviations(measure), default=Fraction(0))

    def mean_deviation(self, measure: str) -> Fraction:
        """The mean distance of the loads from their shares, as a part of these.

        Raises:
            UnknownIdentifierError: If there is no such measure.
        """
        found = self._deviations(measure)
        return sum(found, Fraction(0)) / len(found) if found else Fraction(0)

    def _deviations(self, measure: str) -> list[Fraction]:
        if measure not in self.measures:
            rule = f"be one of {', '.join(self.measures) or 'no measures: there are none'}"
            raise UnknownIdentifierError("measure", measure, rule)
        return [
            abs(load.deviation)
            for load in self.loads
            if load.measure == measure and load.deviation is not None
        ]

    def records(self) -> list[dict[str, object]]:
        """One row for each territory, its loads among the columns, for a DataFrame."""
        loads = {(load.territory, load.measure): load for load in self.loads}
        rows = []
        for each in self.territories:
            row: dict[str, object] = {
                "territory": each.territory,
                "units": each.units,
                "centre": each.centre,
                "moment": each.moment,
                "travel": each.travel,
                "diameter": each.diameter,
                "pieces": each.pieces,
                "cut_edges": each.cut_edges,
                "area": each.area,
                "perimeter": each.perimeter,
                "polsby_popper": each.polsby_popper,
            }
            for measure in self.measures:
                load = loads.get((each.territory, measure))
                row[measure] = None if load is None else load.shown(load.load)
                row[f"{measure}_deviation"] = None if load is None else load.deviation
            rows.append(row)
        return rows

    def table(self, lang: str = "en") -> Table:
        """One row for each territory: units, centre, how far its loads are off, shape and borders."""
        loads = {(load.territory, load.measure): load for load in self.loads}
        rows = []
        for each in self.territories:
            row: list[object] = [each.territory, each.units, each.centre]
            for measure in self.measures:
                load = loads.get((each.territory, measure))
                off = None if load is None or load.deviation is None else percent(load.deviation)
                row.append(off)
            row += [each.moment, each.travel, each.diameter, each.pieces, each.cut_edges, _round(each)]
            rows.append(tuple(row))
        front = headed(SCORING_HEADINGS, lang, "territory", "units", "centre")
        back = headed(
            SCORING_HEADINGS, lang, "moment", "travel", "diameter", "pieces", "cut_edges", "polsby_popper"
        )
        off_by = headed(SCORING_HEADINGS, lang, "off")[0].heading
        measures = [f"{measure}{off_by}" for measure in self.measures]
        return Table("", (*front, *measures, *back), rows, lang=lang)


def _round(each: TerritoryScore) -> Rate | None:
    part = each.polsby_popper
    return None if part is None else percent(part)
