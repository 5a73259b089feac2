"""Scoring: any plan on a map, however it came about, measured by the same figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from attrs import evolve, field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.territory.checks import check_text, tuple_of
from salesmgmt.territory.maps.bounds import Between, LoadBound, Within
from salesmgmt.territory.maps.distances import Euclidean
from salesmgmt.territory.maps.objectives import MomentOfInertia, TravelTime
from salesmgmt.territory.maps.outcome import MapPlan
from salesmgmt.territory.maps.units import SalesMap
from salesmgmt.territory.planning.aligning import MapAlignment
from salesmgmt.territory.plans.comparing import diff
from salesmgmt.territory.plans.loads import TerritoryLoad, loads_of
from salesmgmt.territory.plans.plan import TerritoryPlan
from salesmgmt.territory.scoring.comparing import MapComparison
from salesmgmt.territory.scoring.counting import (
    best_centre,
    cut_length,
    cut_pairs,
    farthest,
    outline,
    pieces_of,
)
from salesmgmt.territory.scoring.scores import MapScore, TerritoryScore

__all__ = ["MapScoring", "plan_of"]

PlanLike: TypeAlias = TerritoryPlan | MapPlan

_ROUGH = 1000


def plan_of(value: PlanLike, name: str = "plan") -> TerritoryPlan:
    """A plan from what an alignment found, or as it is.

    Raises:
        InvalidValueError: If the alignment found no division.
        WrongTypeError: If it is no plan.
    """
    if isinstance(value, MapPlan):
        if not value.assignment:
            raise InvalidValueError(name, value.status.value, "have a division to measure")
        return value.plan()
    if not isinstance(value, TerritoryPlan):
        rule = "be a TerritoryPlan or a MapPlan; a rule set becomes one by UnitFields(…).plan_of(…)"
        raise WrongTypeError(name, value, rule)
    return value


def _as_bounds(given: Iterable[LoadBound] | LoadBound) -> tuple[LoadBound, ...]:
    bounds = (given,) if isinstance(given, Within | Between) else tuple(given)
    for bound in bounds:
        if not isinstance(bound, Within | Between):
            raise WrongTypeError("bounds", bound, "be Within or Between values")
    return tuple(sorted(bounds, key=lambda each: (each.measure, isinstance(each, Between), repr(each))))


def _as_homes(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for item in given.items() if isinstance(given, Mapping) else given:
        if not isinstance(item, tuple | list) or len(item) != 2:
            raise WrongTypeError("homes", item, "be a mapping of territory to unit")
        territory, unit = item
        check_text("homes", territory)
        check_text("homes", unit)
        if territory in found:
            raise InvalidValueError("homes", territory, "stand once")
        found[territory] = unit
    return tuple(sorted(found.items()))


def _as_measures(given: Iterable[str] | str | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(sorted(set(tuple_of(given, str, "measures"))))


@frozen
class MapScoring:
    """What plans on a map are measured by.

    Activity deviation, moment of inertia, diameter, cut edges, pieces, and, where the map has the geometry,
    the roundness of Polsby and Popper are always told; ways where they are asked for. All is counted afresh
    from the map, so that an alignment, a list that somebody wrote and a rule set are measured alike.

    Attributes:
        compactness: The moment of inertia that is meant, and the distance of the diameter. None: each unit
            counts once, by straight lines in thousands of the unit of the coordinates (kilometres, where
            these are metres), or in finer steps where the map is less than a thousand of those across.
        travel: Ways to be added up; None for none.
        homes: Units where reps live, by territory: ways go there instead of to the best unit. A mapping is
            accepted.
        bounds: What territories are asked to carry: shares, least and most beside the loads.
        measures: Measures whose loads are told; None for all of the map.

    Raises:
        InvalidValueError: If a territory has two homes, or a name is empty.
        WrongTypeError: If something has another type.

    Examples:
        >>> from salesmgmt.territory import Euclidean, MapUnit, Territory
        >>> units = [MapUnit(name, {"visits": 10}, x=place) for place, name in enumerate("abcd")]
        >>> road = SalesMap(units, dict(zip("abcd", (["b"], ["a", "c"], ["b", "d"], ["c"]))))
        >>> today = TerritoryPlan("today", [Territory("N"), Territory("S")], dict(zip("abcd", "NNSN")))
        >>> scoring = MapScoring(MomentOfInertia("visits", Euclidean("0.1")))
        >>> score = scoring.score(today, road)
        >>> score.deviation("visits"), score.cut_edges, score.contiguous, score.moment
        (Fraction(1, 2), 2, False, Fraction(5000, 1))
    """

    compactness: MomentOfInertia | None = None
    travel: TravelTime | None = None
    homes: tuple[tuple[str, str], ...] = field(default=(), converter=_as_homes)
    bounds: tuple[LoadBound, ...] = field(default=(), converter=_as_bounds)
    measures: tuple[str, ...] | None = field(default=None, converter=_as_measures)

    def __attrs_post_init__(self) -> None:
        if self.compactness is not None and not isinstance(self.compactness, MomentOfInertia):
            raise WrongTypeError("compactness", self.compactness, "be a MomentOfInertia or None")
        if self.travel is not None and not isinstance(self.travel, TravelTime):
            raise WrongTypeError("travel", self.travel, "be a TravelTime or None")

    @classmethod
    def of(cls, alignment: MapAlignment) -> MapScoring:
        """The scoring that goes with an alignment: its moment of inertia, ways, homes and bounds.

        Raises:
            WrongTypeError: If it is no MapAlignment.
        """
        if not isinstance(alignment, MapAlignment):
            raise WrongTypeError("alignment", alignment, "be a MapAlignment")
        objectives = [each.objective for each in alignment.objective]
        moments = [each for each in objectives if isinstance(each, MomentOfInertia)]
        ways = [each for each in objectives if isinstance(each, TravelTime)]
        homes = alignment.homes
        if homes is not None and not ways:
            ways = [TravelTime(homes.distance, homes.measure)]
        if not moments and ways:
            moments = [MomentOfInertia(ways[0].measure, ways[0].distance)]
        return cls(
            moments[0] if moments else None,
            ways[0] if ways else None,
            () if homes is None else homes.homes,
            alignment.bounds,
        )

    def score(self, plan: PlanLike, sales_map: SalesMap) -> MapScore:
        """Measure a plan.

        Args:
            plan: The plan, or what an alignment found.
            sales_map: The map; all units of the plan stand on it.

        Raises:
            BatchError: If the plan places units that the map lacks, or a measure, unit or territory that is
                asked for is not there; all at once.
            InvalidValueError: If an alignment found no division.
            WrongTypeError: If something has another type.
        """
        if not isinstance(sales_map, SalesMap):
            raise WrongTypeError("sales_map", sales_map, "be a SalesMap")
        division = plan_of(plan)
        self._check(division, sales_map)
        owner = dict(division.by_account())
        loads = self._loads(division, sales_map)
        names = _places(division)
        compactness = self.compactness or MomentOfInertia(None, _lines(sales_map))
        between, scale = compactness.distance.measured(sales_map)
        hefts = _hefts(sales_map, compactness.measure)
        travel = self._ways(sales_map)
        cuts = None if sales_map.neighbours is None else cut_pairs(sales_map, owner)
        scores = []
        members: dict[str, list[int]] = {name: [] for name in names}
        for place, unit in enumerate(sales_map.units):
            if unit.id in owner:
                members[owner[unit.id]].append(place)
        for name in names:
            places = members[name]
            units = [sales_map.units[place].id for place in places]
            area, perimeter = outline(sales_map, units)
            centre, moment = (
                best_centre(places, hefts, between, squared=True) if places else (-1, Fraction(0))
            )
            scores.append(
                TerritoryScore(
                    name,
                    len(places),
                    sales_map.units[centre].id if places else None,
                    moment / scale**2,
                    None if travel is None else travel(name, places),
                    Fraction(farthest(sales_map, places, between, compactness.distance), scale),
                    None if cuts is None else len(pieces_of(sales_map, units)),
                    None if cuts is None else sum(name in (owner[a], owner[b]) for a, b in cuts),
                    area,
                    perimeter,
                )
            )
        return MapScore(
            division.id,
            scores,
            loads,
            [unit.id for unit in sales_map.units if unit.id not in owner],
            None if cuts is None else len(cuts),
            None if cuts is None else cut_length(sales_map, cuts),
        )

    def compare(self, before: PlanLike, after: PlanLike, sales_map: SalesMap) -> MapComparison:
        """Measure two plans, and what the change from one to the other moves.

        Raises:
            BatchError: As `score`.
            InvalidValueError: As `score`.
            WrongTypeError: As `score`.
        """
        one, other = self.score(before, sales_map), self.score(after, sales_map)
        change = diff(plan_of(before), plan_of(after), sales_map.figures)
        return MapComparison(one, other, change)

    def _ways(self, sales_map: SalesMap) -> _Ways | None:
        if self.travel is None:
            return None
        between, scale = self.travel.distance.measured(sales_map)
        return _Ways(between, scale, _hefts(sales_map, self.travel.measure), dict(self.homes), sales_map)

    def _loads(self, plan: TerritoryPlan, sales_map: SalesMap) -> tuple[TerritoryLoad, ...]:
        wanted = sales_map.measures if self.measures is None else self.measures
        names = _places(plan)
        loads = []
        for load in loads_of(plan, sales_map.figures, measures=wanted):
            total = Fraction(sum(sales_map.figures.column(load.measure).values))
            target = total / len(names)
            least: Fraction | None = None
            most: Fraction | None = None
            for bound in self.bounds:
                if bound.measure != load.measure:
                    continue
                if isinstance(bound, Within):
                    target = bound.target(load.territory, total, names)
                    low, high = bound.limits(load.territory, total, names)
                    least = low if least is None else max(least, low)
                    most = high if most is None else min(most, high)
                elif not bound.territories or load.territory in bound.territories:
                    if bound.lower is not None:
                        least = max(least or Fraction(0), _plain(bound.lower))
                    if bound.upper is not None:
                        most = _plain(bound.upper) if most is None else min(most, _plain(bound.upper))
            loads.append(evolve(load, target=target, least=least, most=most))
        return tuple(loads)

    def _check(self, plan: TerritoryPlan, sales_map: SalesMap) -> None:
        known = {unit.id for unit in sales_map.units}
        places = {territory.id for territory in plan.territories}
        problems = [
            Problem(f"Unit {each.account}", "placements", each.territory, "be a unit of the map")
            for each in plan.placements
            if each.account not in known
        ]
        named = [bound.measure for bound in self.bounds]
        named += self.measures or ()
        named += [each.measure for each in (self.compactness, self.travel) if each and each.measure]
        for name in sorted(set(named) - set(sales_map.measures)):
            rule = f"be one of {', '.join(sales_map.measures) or 'no measures: there are none'}"
            problems.append(Problem("Scoring", "measure", name, rule))
        for territory, unit in self.homes:
            if territory not in places:
                problems.append(Problem("Homes", "territory", territory, "be a territory of the plan"))
            if unit not in known:
                problems.append(Problem("Homes", "unit", unit, "be a unit of the map"))
        if problems:
            raise BatchError("scoring", problems)


@frozen(eq=False)
class _Ways:
    """Ways within a territory, to the home of its rep or to the unit from which they are shortest."""

    between: Callable[[int, int], int]
    scale: int
    hefts: list[Fraction | int]
    homes: dict[str, str]
    sales_map: SalesMap

    def __call__(self, territory: str, places: list[int]) -> Fraction:
        if not places:
            return Fraction(0)
        home = self.homes.get(territory)
        if home is None:
            return best_centre(places, self.hefts, self.between, squared=False)[1] / self.scale
        base = self.sales_map.position(home)
        total = sum((self.between(base, unit) * self.hefts[unit] for unit in places), Fraction(0))
        return Fraction(total) / self.scale


def _lines(sales_map: SalesMap) -> Euclidean:
    """Straight lines in thousands, or in the power of ten of which the map is a thousand across or more."""
    xs = [Fraction(unit.x) for unit in sales_map.units]
    ys = [Fraction(unit.y) for unit in sales_map.units]
    across = max(max(xs) - min(xs), max(ys) - min(ys)) if xs else Fraction(0)
    unit = Fraction(1000)
    while across and across < _ROUGH * unit:
        unit /= 10
    return Euclidean(unit)


def _places(plan: TerritoryPlan) -> list[str]:
    """The territories that hold units, or have none below them."""
    parents = {territory.parent for territory in plan.territories}
    held = {each.territory for each in plan.placements}
    return [each.id for each in plan.territories if each.id in held or each.id not in parents]


def _hefts(sales_map: SalesMap, measure: str | None) -> list[Fraction | int]:
    if measure is None:
        return [1] * len(sales_map)
    return list(sales_map.figures.column(measure).values)


def _plain(limit: Fraction | Money) -> Fraction:
    return Fraction(limit.minor) if isinstance(limit, Money) else limit
