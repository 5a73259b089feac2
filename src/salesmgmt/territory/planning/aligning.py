"""Aligning units of a map: territories in one piece, balanced, compact, and how much better they could be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from attrs import define, field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.territory.alignment.graph import Graph
from salesmgmt.territory.alignment.growth import in_one_piece, mended
from salesmgmt.territory.alignment.search import Found, search
from salesmgmt.territory.bounds import enumerate_best, lower_bound
from salesmgmt.territory.bounds.exact import solve
from salesmgmt.territory.checks import check_count, check_flag, check_optional_count, check_text
from salesmgmt.territory.maps.bounds import Between, LoadBound, Within
from salesmgmt.territory.maps.objectives import (
    Continuity,
    HomeBase,
    MapObjective,
    MomentOfInertia,
    WeightedObjective,
)
from salesmgmt.territory.maps.outcome import MapPlan, MapPlanStatus
from salesmgmt.territory.maps.units import SalesMap
from salesmgmt.territory.planning.building import Built, Order, built
from salesmgmt.territory.planning.obstacles import obstacles_on
from salesmgmt.territory.plans.loads import TerritoryLoad
from salesmgmt.territory.plans.plan import Placement, Territory, TerritoryPlan
from salesmgmt.territory.points.power import power_start
from salesmgmt.territory.points.search import solve_points

__all__ = ["MapAlignment"]

ObjectivesLike: TypeAlias = MapObjective | WeightedObjective | Iterable[MapObjective | WeightedObjective]

_POINT_BUDGET = 5_000_000


def _as_territories(given: int | Iterable[Territory]) -> tuple[Territory, ...]:
    if type(given) is int:
        check_count("territories", given, 1)
        width = len(str(given))
        return tuple(Territory(f"T{number:0{width}}") for number in range(1, given + 1))
    if isinstance(given, bool | str) or not isinstance(given, Iterable):
        raise WrongTypeError("territories", given, "be a number of territories, or Territory values")
    territories = TerritoryPlan("territories", given).territories
    if not territories:
        raise InvalidValueError("territories", given, "be at least one")
    return territories


def _as_bounds(given: LoadBound | str | Iterable[LoadBound | str]) -> tuple[LoadBound, ...]:
    if isinstance(given, Mapping) or not isinstance(given, str | Within | Between | Iterable):
        raise WrongTypeError("bounds", given, "be bounds such as Within('visits', '5%'), in a list")
    listed = (given,) if isinstance(given, str | Within | Between) else tuple(given)
    bounds: list[LoadBound] = []
    for each in listed:
        bound = Within(each) if isinstance(each, str) else each
        if not isinstance(bound, Within | Between):
            raise WrongTypeError("bounds", each, "be Within or Between values, or names of measures")
        bounds.append(bound)
    return tuple(sorted(bounds, key=lambda each: (each.measure, isinstance(each, Between), repr(each))))


def _as_objectives(given: ObjectivesLike) -> tuple[WeightedObjective, ...]:
    listed = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (given,)
    objectives = tuple(
        each if isinstance(each, WeightedObjective) else WeightedObjective(each) for each in listed
    )
    if not objectives:
        raise InvalidValueError("objective", given, "be at least one")
    return objectives


def _as_locked(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for item in given.items() if isinstance(given, Mapping) else given:
        if not isinstance(item, tuple | list) or len(item) != 2 or not isinstance(item[1], str):
            raise WrongTypeError("locked", item, "be a mapping of unit to territory, as in {'unit': 'T1'}")
        unit, territory = item
        check_text("locked", unit)
        check_text("locked", territory)
        if unit in found:
            raise InvalidValueError("locked", unit, "stand once")
        found[unit] = territory
    return tuple(sorted(found.items()))


def _as_together(given: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    groups = []
    for group in given:
        if isinstance(group, str) or not isinstance(group, Iterable):
            raise WrongTypeError("together", group, "be groups of units, each in a list")
        names = tuple(sorted(set(group)))
        for name in names:
            check_text("together", name)
        groups.append(names)
    return tuple(sorted(groups))


@define
class _Rounds:
    """Asked before every round of a bound: counts, and says no at a limit or when the caller does."""

    limit: int | None
    keep_going: Callable[[], bool] | None
    made: int = 0
    refused: bool = False

    def __call__(self) -> bool:
        self.refused = (self.limit is not None and self.made >= self.limit) or (
            self.keep_going is not None and not self.keep_going()
        )
        self.made += not self.refused
        return not self.refused

    def ready(self) -> bool:
        """Asked before the first round: it counts as none."""
        self.refused = self.keep_going is not None and not self.keep_going()
        return not self.refused

    @property
    def begun(self) -> bool:
        """Whether there is a bound at all: the caller let it begin, or it took no round."""
        return self.made > 0 or not self.refused


@frozen
class MapAlignment:
    """A policy that divides a map among territories: in one piece each, balanced, and as compact as it can.

    Attributes:
        territories: The territories; a number makes as many, named `T1`, `T2` and so on.
        bounds: What every territory has to carry; the name of a measure means its share within 5 %.
        objective: What makes a plan better than another; several count together, each with its weight.
        continuity: What it costs that a unit leaves its territory.
        homes: Where reps live, and what it costs to be far from there.
        locked: Units that have to stand in a territory; a mapping of unit to territory is accepted.
        together: Groups of units that have to share a territory.
        contiguous: Whether each territory has to hang together, where the map knows neighbours.

    Raises:
        InvalidValueError: If there is no territory or no objective, or a name is empty.
        WrongTypeError: If something has another type.

    Examples:
        >>> from salesmgmt.territory import Euclidean, MapUnit, SalesMap
        >>> units = [MapUnit(f"{x}{y}", {"people": 1}, x=x, y=y) for x in range(4) for y in range(2)]
        >>> near = {
        ...     a.id: [b.id for b in units if abs(a.x - b.x) + abs(a.y - b.y) == 1] for a in units
        ... }
        >>> moment = MomentOfInertia("people", Euclidean("0.1"))
        >>> plan = MapAlignment(2, "people", moment).align(SalesMap(units, near))
        >>> plan.by_territory()["T1"], plan.proven
        (('00', '01', '10', '11'), True)
    """

    territories: tuple[Territory, ...] = field(converter=_as_territories)
    bounds: tuple[LoadBound, ...] = field(default=(), converter=_as_bounds)
    objective: tuple[WeightedObjective, ...] = field(factory=MomentOfInertia, converter=_as_objectives)
    continuity: Continuity | None = None
    homes: HomeBase | None = None
    locked: tuple[tuple[str, str], ...] = field(default=(), converter=_as_locked)
    together: tuple[tuple[str, ...], ...] = field(default=(), converter=_as_together)
    contiguous: bool = True

    def __attrs_post_init__(self) -> None:
        if self.continuity is not None and not isinstance(self.continuity, Continuity):
            raise WrongTypeError("continuity", self.continuity, "be a Continuity or None")
        if self.homes is not None and not isinstance(self.homes, HomeBase):
            raise WrongTypeError("homes", self.homes, "be a HomeBase or None")
        check_flag("contiguous", self.contiguous)

    def align(
        self,
        sales_map: SalesMap,
        *,
        seed: int = 0,
        budget: int | None = None,
        rounds: int | None = None,
        keep_going: Callable[[], bool] | None = None,
        progress: Callable[[int, int], None] | None = None,
        current: TerritoryPlan | None = None,
    ) -> MapPlan:
        """Divide a map.

        What makes a plan impossible is looked for first. With few units all divisions are tried, more are
        searched, and a bound tells how much better the best plan could be. The answer depends on what is
        given and on the seed, not on the order of anything. A plan that was ended by `keep_going` comes out
        again with its own `steps` as the budget and its own `rounds`.

        Args:
            sales_map: The units and their neighbours.
            seed: Where the choices of the search come from.
            budget: Number of proposals after which the search ends; None for as many as usually suffice.
            rounds: Number of rounds after which the bound is taken as it is; None for as many as usually
                suffice, 0 for no bound.
            keep_going: Asked now and then; the search, and then the bound, end when it answers False.
            progress: Told now and then the number of proposals made, and the budget; without one of yours, it
                shrinks once a plan within the bounds is found.
            current: Who sells where today: one of the starts, and what continuity goes by.

        Raises:
            BatchError: If the policy names measures, units or territories that are not there, or continuity
                goes by a plan of other territories; all at once.
            InvalidValueError: If the budget is negative, or units that stay together do not hang together.
            WrongTypeError: If something has another type.
        """
        if type(seed) is not int:
            raise WrongTypeError("seed", seed, "be a whole number")
        check_optional_count("budget", budget)
        check_optional_count("rounds", rounds)
        made = self._built(sales_map, current)
        locked = tuple(name for name, _ in self.locked)
        obstacles = obstacles_on(made, dict(self.locked))
        if obstacles:
            return MapPlan(
                MapPlanStatus.IMPOSSIBLE,
                self.territories,
                proven=True,
                reasons=obstacles,
                locked=locked,
                seed=seed,
            )
        tried = enumerate_best(made.case)
        if tried.complete and tried.owner is not None and made.case is made.plain:
            return self._told(made, tried.owner, Fraction(tried.value or 0), proven=True, seed=seed)
        if tried.complete and tried.owner is not None:
            found = Found(tried.owner, valid=True, value=tried.value or 0, done=0, stopped=False)
        else:
            found = _searched(made, seed, budget, keep_going, progress, current)
        if found.owner is None:
            why = Reason("territory.alignment.scattered", {})
            return MapPlan(
                MapPlanStatus.NONE_FOUND,
                self.territories,
                reasons=(why,),
                locked=locked,
                steps=found.done,
                seed=seed,
            )
        owner = made.spread(found.owner)
        counted = _Rounds(rounds, keep_going)
        value = made.plain.value(owner) if found.valid else None
        bound: Fraction | None = None
        proven = False
        if rounds != 0 and not found.stopped:
            floor = lower_bound(made.relaxed, value, keep_going=counted, ready=counted.ready)
            if counted.begun:
                counted.made = max(counted.made, 1)  # 0 rounds would ask for no bound
            if floor.value is None:
                return MapPlan(
                    MapPlanStatus.IMPOSSIBLE,
                    self.territories,
                    proven=True,
                    reasons=(Reason("territory.alignment.centres", {}),),
                    locked=locked,
                    steps=found.done,
                    rounds=counted.made,
                    seed=seed,
                )
            if counted.begun:
                bound = Fraction(floor.value)
                proven = value is not None and floor.value >= value
        return self._told(made, owner, bound, proven=proven, steps=found.done, rounds=counted.made, seed=seed)

    def prove(
        self,
        sales_map: SalesMap,
        *,
        known: MapPlan | None = None,
        nodes: int | None = None,
        keep_going: Callable[[], bool] | None = None,
        current: TerritoryPlan | None = None,
    ) -> MapPlan:
        """Solve a small case to the best plan there is, with a solver of integer programs.

        Needs the extra `exact`. Some hundred units at most; `align` serves any size, and its plan makes the
        solver faster. What is proved holds to a billionth of the value, since solvers work with floats. With
        units that stay together the bound is that of a case in which such a group costs less, and a gap may
        stay.

        Args:
            sales_map: The units and their neighbours.
            known: A plan of this policy, as `align` found it: only better ones are looked for.
            nodes: At most so many nodes of the solver's search in each round; None for as many as it takes.
            keep_going: Asked before each round; the best plan so far is given when it answers False.
            current: Who sells where today, which continuity goes by.

        Raises:
            BatchError: As `align`; or if the known plan lacks units of the map.
            ImportError: If the package highspy is not installed.
            InvalidValueError: As `align`.
            WrongTypeError: If something has another type.
        """
        check_optional_count("nodes", nodes)
        if known is not None and not isinstance(known, MapPlan):
            raise WrongTypeError("known", known, "be a MapPlan or None")
        made = self._built(sales_map, current)
        obstacles = obstacles_on(made, dict(self.locked))
        if obstacles:
            return self._none(MapPlanStatus.IMPOSSIBLE, obstacles)
        owner: list[int] | None = None
        if known is not None and known.status is MapPlanStatus.ALIGNED:
            owner = _placed(made, known)
        found = solve(made.relaxed, owner=owner, nodes=nodes, keep_going=keep_going)
        bound = None if found.bound is None else Fraction(found.bound)
        if found.owner is None:
            if found.proof:
                return self._none(MapPlanStatus.IMPOSSIBLE, (Reason("territory.alignment.solver", {}),))
            return self._none(MapPlanStatus.NONE_FOUND, ())
        plans = [made.spread(each) for each in (found.owner, owner) if each is not None]
        if made.case is not made.plain and owner is None:
            heads = solve(made.case, nodes=nodes, keep_going=keep_going)
            plans += [made.spread(heads.owner)] if heads.owner is not None else []
        best = min(plans, key=made.plain.value)
        proven = found.proof and bound is not None and made.plain.value(best) <= bound
        return self._told(made, best, bound, proven=proven, seed=0 if known is None else known.seed)

    def _none(self, status: MapPlanStatus, reasons: tuple[Reason, ...]) -> MapPlan:
        return MapPlan(
            status,
            self.territories,
            proven=status is MapPlanStatus.IMPOSSIBLE,
            reasons=reasons,
            locked=tuple(name for name, _ in self.locked),
        )

    def _built(self, sales_map: SalesMap, current: TerritoryPlan | None) -> Built:
        if not isinstance(sales_map, SalesMap):
            raise WrongTypeError("sales_map", sales_map, "be a SalesMap")
        if current is not None and not isinstance(current, TerritoryPlan):
            raise WrongTypeError("current", current, "be a TerritoryPlan or None")
        return built(
            Order(
                sales_map,
                self.territories,
                self.bounds,
                self.objective,
                self.continuity,
                self.homes,
                dict(self.locked),
                self.together,
                self.contiguous,
                current,
            )
        )

    def _told(
        self,
        made: Built,
        owner: Sequence[int],
        bound: Fraction | None,
        *,
        proven: bool,
        steps: int = 0,
        rounds: int = 0,
        seed: int,
    ) -> MapPlan:
        """An answer of the search in the words of the policy."""
        case = made.plain
        order, centres = _named(case.symmetric, owner, case.k)
        loads = made.loads(order)
        if case.kind != "cut":
            members: list[list[int]] = [[] for _ in range(case.k)]
            for unit, place in enumerate(order):
                members[place].append(unit)
            centres = {place: case.best_centre(units)[0] for place, units in enumerate(members)}
        missed = [load for load in loads if load.excess]
        return MapPlan(
            MapPlanStatus.NONE_FOUND if missed else MapPlanStatus.ALIGNED,
            self.territories,
            [Placement(name, case.territories[place]) for name, place in zip(case.names, order, strict=True)],
            {case.territories[place]: case.names[unit] for place, unit in centres.items()},
            Fraction(case.value(order), case.scale),
            None if bound is None else bound / case.scale,
            proven and not missed,
            loads,
            _missed(loads) if missed else (),
            tuple(name for name, _ in self.locked),
            steps,
            rounds,
            seed,
        )


def _placed(made: Built, known: MapPlan) -> list[int] | None:
    """A plan by the units of the search; None where it is none of this policy.

    Raises:
        BatchError: If it lacks units.
    """
    case = made.plain
    number = {name: place for place, name in enumerate(case.territories)}
    placed = known.by_unit()
    problems = [
        Problem(f"Unit {unit}", "known", placed.get(unit), "stand in a territory of the alignment")
        for unit in case.names
        if placed.get(unit) not in number
    ]
    if problems:
        raise BatchError("known", problems)
    owner = [number[placed[unit]] for unit in case.names]
    if case.excess(owner) or any(len({owner[unit] for unit in group}) > 1 for group in made.groups):
        return None
    merged = [owner[group[0]] for group in made.groups]
    free = made.case.allowed
    if free is not None and not all(may >> place & 1 for may, place in zip(free, merged, strict=True)):
        return None
    near = made.case.neighbours
    return merged if near is None or in_one_piece(made.case, Graph(near), merged) else None


def _searched(
    made: Built,
    seed: int,
    budget: int | None,
    keep_going: Callable[[], bool] | None,
    progress: Callable[[int, int], None] | None,
    current: TerritoryPlan | None,
) -> Found:
    """The search that fits the case: over borders, or over points."""
    case = made.case
    if case.neighbours is None:
        limit = _POINT_BUDGET if budget is None else budget
        stopped = _Stopped(keep_going)
        points = solve_points(case, seed, limit, None if keep_going is None else stopped, progress)
        return Found(points.owner, points.kept, points.value, points.proposals, stopped.said_no)
    today: list[int] | None = None
    if current is not None:
        place_of = {name: place for place, name in enumerate(case.territories)}
        standing = current.by_account()
        today = [place_of.get(standing.get(name, ""), -1) for name in case.names]
    shape = made.shape
    graph = Graph(case.neighbours)

    def start(number: int) -> list[int]:
        owner = power_start(shape, number)
        return mended(case, graph, owner) or owner

    return search(case, seed, budget, keep_going, progress, today, start if shape.kind == "table" else None)


@define
class _Stopped:
    """Asks the caller, and remembers the answer."""

    keep_going: Callable[[], bool] | None
    said_no: bool = False

    def __call__(self) -> bool:
        if self.keep_going is not None and not self.keep_going():
            self.said_no = True
        return not self.said_no


def _named(alike: bool, owner: Sequence[int], k: int) -> tuple[list[int], dict[int, int]]:
    """Territories that are alike by the order of their first units, so that names follow the map."""
    if not alike:
        return list(owner), {}
    names: dict[int, int] = {}
    for place in owner:
        names.setdefault(place, len(names))
    for place in range(k):
        names.setdefault(place, len(names))
    return [names[place] for place in owner], {}


def _missed(loads: Sequence[TerritoryLoad]) -> tuple[Reason, ...]:
    """Where a division misses its bounds: first the load that misses most of its share."""
    outside = sorted(
        (load for load in loads if load.excess),
        key=lambda load: (-abs(load.excess) / (load.target or 1), load.territory, load.measure),
    )
    reasons = []
    for load in outside:
        values: dict[str, ReasonValue] = {
            "territory": load.territory,
            "measure": load.measure,
            "excess": load.shown(load.excess),
            "least": load.shown(load.least),
            "most": load.shown(load.most),
            "bounds": len(outside),
        }
        reasons.append(Reason("territory.alignment.missed", values))
    return tuple(reasons)
