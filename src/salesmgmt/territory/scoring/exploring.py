"""Looking for the frontier: the least change, the best map, and the plans at the prices in between.

Two plans that are neighbours on the frontier name a price on change at which they are equally good. A search
at that price finds a plan between them, or shows none; the widest gap is looked into first (J. L. Cohon,
R. L. Church, D. P. Sheer, "Generating multiobjective trade-offs", Water Resources Research 15(5), 1979).
Every search begins at the plans of both sides, so that each has the territories of today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

from attrs import define, evolve, field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Rate, RateLike
from salesmgmt.reasons import Reason
from salesmgmt.territory.alignment.annealing import Pulse, Record, Schedule, anneal
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import Graph
from salesmgmt.territory.alignment.growth import in_one_piece, mended
from salesmgmt.territory.alignment.search import budget_for, search
from salesmgmt.territory.alignment.state import Costs, State
from salesmgmt.territory.bounds import enumerate_best
from salesmgmt.territory.checks import check_count, check_optional_count
from salesmgmt.territory.maps.bounds import LoadBound, Within, as_tolerance
from salesmgmt.territory.maps.objectives import Continuity
from salesmgmt.territory.maps.units import SalesMap
from salesmgmt.territory.planning.aligning import MapAlignment
from salesmgmt.territory.planning.building import Built, Order, built
from salesmgmt.territory.planning.obstacles import obstacles_on
from salesmgmt.territory.plans.plan import Placement, TerritoryPlan
from salesmgmt.territory.points.power import power_start
from salesmgmt.territory.points.search import solve_points
from salesmgmt.territory.scoring.changes import Changes, changes_of
from salesmgmt.territory.scoring.frontier import Frontier, FrontierPoint
from salesmgmt.territory.scoring.matching import cheapest_matching

__all__ = ["FrontierSearch"]

_FEW = 150
_RUNS = ((0.1, 0.3, 1.0), (0.3, 1.0, 0.1, 0.3, 1.0, 0.1))
_FINE = 100_000
_NODES = 100_000


def _as_penalties(given: Iterable[int | Fraction | str] | int | Fraction | str) -> tuple[Fraction, ...]:
    listed = (given,) if isinstance(given, int | Fraction | str) else tuple(given)
    found = set()
    for value in listed:
        if isinstance(value, bool) or not isinstance(value, int | Fraction | str):
            raise WrongTypeError("penalties", value, "be exact: a whole number, a Fraction or text")
        try:
            number = Fraction(value)
        except (ValueError, ZeroDivisionError):
            raise InvalidValueError("penalties", value, "be a number such as '0.5'") from None
        if number < 0:
            raise InvalidValueError("penalties", value, "be 0 or more")
        found.add(number)
    return tuple(sorted(found))


def _as_tolerances(given: Iterable[RateLike] | RateLike) -> tuple[Rate, ...]:
    listed = (given,) if isinstance(given, str | Rate) or not isinstance(given, Iterable) else given
    return tuple(sorted({as_tolerance(each, "tolerances") for each in listed}))


@frozen
class FrontierSearch:
    """A policy that looks for plans between leaving everything as it is and the best map.

    Attributes:
        alignment: What a plan has to keep, and what makes one better. Its `continuity` says what the change
            of a unit counts (1 for each, where left out); its territories are those of today's plan.
        points: How many prices on change are looked at, beside none and the highest.
        penalties: These prices, in units of the objective for one of disruption, where they are given.
        tolerances: Tolerances of the shares to look at, in place of those of the alignment; the frontier
            has balance as a third side then.

    Raises:
        InvalidValueError: If a number is negative, or tolerances are given and no share is bounded.
        WrongTypeError: If something has another type.

    Examples:
        >>> from salesmgmt.territory import Euclidean, MapUnit, MomentOfInertia, SalesMap, Territory
        >>> units = [MapUnit(name, {"visits": 10}, x=place) for place, name in enumerate("abcdef")]
        >>> near = {one: [other for other in "abcdef" if abs(ord(one) - ord(other)) == 1] for one in "abcdef"}
        >>> today = TerritoryPlan("now", [Territory("N"), Territory("S")], dict(zip("abcdef", "NNSSSS")))
        >>> alignment = MapAlignment(
        ...     today.territories, Within("visits", "50%"), MomentOfInertia("visits", Euclidean("0.1"))
        ... )
        >>> frontier = FrontierSearch(alignment).explore(SalesMap(units, near), today)
        >>> [(point.moved, str(point.value)) for point in frontier.points]
        [(0, '7000'), (1, '4000')]
    """

    alignment: MapAlignment
    points: int = 8
    penalties: tuple[Fraction, ...] = field(default=(), converter=_as_penalties)
    tolerances: tuple[Rate, ...] = field(default=(), converter=_as_tolerances)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.alignment, MapAlignment):
            raise WrongTypeError("alignment", self.alignment, "be a MapAlignment")
        check_count("points", self.points)
        if self.tolerances and not any(isinstance(each, Within) for each in self.alignment.bounds):
            rule = "be left out where the alignment bounds no share with Within"
            raise InvalidValueError("tolerances", ", ".join(map(str, self.tolerances)), rule)

    def explore(
        self,
        sales_map: SalesMap,
        current: TerritoryPlan,
        *,
        seed: int = 0,
        budget: int | None = None,
        keep_going: Callable[[], bool] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Frontier:
        """Look for the frontier.

        The answer depends on what is given and on the seed. A search that `keep_going` ended comes out again
        with its `steps` as the budget.

        Args:
            sales_map: The units and their neighbours.
            current: Who sells where today.
            seed: Where the choices of the search come from.
            budget: Number of proposals after which the search ends; None for as many as usually suffice.
            keep_going: Asked now and then; the search ends when it answers False.
            progress: Told now and then the number of proposals made, and the budget.

        Raises:
            BatchError: If the policy names measures, units or territories that are not there; all at once.
            InvalidValueError: If today's plan has no territory of the alignment, or the budget is negative.
            WrongTypeError: If something has another type.
        """
        self._check(sales_map, current, seed)
        check_optional_count("budget", budget)
        levels: tuple[Rate | None, ...] = self.tolerances or (None,)
        grounds = [self._ground(sales_map, current, level) for level in levels]
        limit = sum(each.usual(self.points) for each in grounds) if budget is None else budget
        pulse = Pulse(limit, keep_going, progress)
        random = Random(seed)  # noqa: S311 - a seeded search keeps no secrets
        reasons: list[Reason] = []
        owners: list[_Met] = []
        for ground in grounds:
            obstacles = obstacles_on(ground.made, dict(self.alignment.locked))
            if obstacles:
                reasons += [each for each in obstacles if each not in reasons]
                continue
            owners = ground.explored(pulse, random, owners, self.penalties, self.points)
        points = _points(self.alignment, grounds, owners)
        if not points and not reasons:
            decided = all(ground.small for ground in grounds)
            steps = {"steps": pulse.done}
            reasons = [
                Reason("territory.alignment.impossible", steps)
                if decided
                else Reason("territory.alignment.none", steps)
            ]
        return Frontier(current, points, () if points else reasons, pulse.done, seed)

    def _ground(self, sales_map: SalesMap, current: TerritoryPlan, level: Rate | None) -> _Ground:
        alignment = self.alignment
        bounds: tuple[LoadBound, ...] = alignment.bounds
        if level is not None:
            bounds = tuple(
                evolve(each, tolerance=level) if isinstance(each, Within) else each for each in bounds
            )

        def ordered(times: int) -> Built:
            homes = alignment.homes
            return built(
                Order(
                    sales_map,
                    alignment.territories,
                    bounds,
                    tuple(evolve(each, weight=each.weight * times) for each in alignment.objective),
                    None,
                    None if homes is None else evolve(homes, weight=homes.weight * times),
                    dict(alignment.locked),
                    alignment.together,
                    alignment.contiguous,
                    current,
                )
            )

        made = ordered(1)
        changes = changes_of(alignment.continuity or Continuity(), sales_map, made.plain.territories, current)
        # Prices are whole numbers in the search: fine ones need an objective that is written large.
        rough = made.plain.value([unit % made.plain.k for unit in range(made.plain.n)])
        times = -(-_FINE * changes.most // max(rough, 1))
        if times > 1:
            made = ordered(times)
        return _Ground(made, changes, max(times, 1), level)

    def _check(self, sales_map: SalesMap, current: TerritoryPlan, seed: int) -> None:
        if not isinstance(sales_map, SalesMap):
            raise WrongTypeError("sales_map", sales_map, "be a SalesMap")
        if not isinstance(current, TerritoryPlan):
            raise WrongTypeError("current", current, "be a TerritoryPlan")
        if type(seed) is not int:
            raise WrongTypeError("seed", seed, "be a whole number")
        names = {territory.id for territory in self.alignment.territories}
        if not names & {territory.id for territory in current.territories}:
            rule = "have territories of the alignment; write MapAlignment(today.territories, …)"
            raise InvalidValueError("current", current.id, rule)
        continuity = self.alignment.continuity
        problems = []
        if continuity is not None:
            if continuity.measure is not None and continuity.measure not in sales_map.measures:
                rule = f"be one of {', '.join(sales_map.measures) or 'no measures: there are none'}"
                problems.append(Problem("Continuity", "measure", continuity.measure, rule))
            known = {unit.id for unit in sales_map.units}
            problems += [
                Problem("Continuity", "unit", unit, "be a unit of the map")
                for unit, _ in continuity.costs
                if unit not in known
            ]
        if problems:
            raise BatchError("frontier", problems)


@frozen
class _Met:
    """A plan within the bounds, by unit of the map, and the price at which it was found."""

    owner: tuple[int, ...]
    value: int
    change: int
    price: Fraction | None = None

    def cost(self, price: int) -> int:
        """What it comes to at a price."""
        return self.value + price * self.change


@define
class _Ground:
    """One tolerance: its case, what change costs, and the search on it."""

    made: Built
    changes: Changes
    times: int
    level: Rate | None
    small: bool = False  # so few units that everything is tried

    def usual(self, points: int) -> int:
        """Proposals that usually suffice."""
        n = self.made.case.n
        return budget_for(n) // 2 + points * len(self._hots) * self._length

    @property
    def _length(self) -> int:
        n = self.made.case.n
        return 100_000 if n <= _FEW else max(300_000, 400 * n)

    @property
    def _hots(self) -> tuple[float, ...]:
        return _RUNS[self.made.case.n <= _FEW]

    def met(self, owner: Sequence[int], price: Fraction | None = None) -> _Met | None:
        """A plan, where it keeps the bounds; `owner` goes by unit of the map."""
        case = self.made.plain
        if case.excess(owner):
            return None
        return _Met(tuple(owner), case.value(owner), self.changes.of(owner), price)

    def _merged(self, owner: Sequence[int]) -> list[int]:
        return [owner[group[0]] for group in self.made.groups]

    def _whole(self, owner: Sequence[int]) -> bool:
        """Whether groups stay together, all may stand where they do, and territories hang together."""
        case = self.made.case
        if any(len({owner[unit] for unit in group}) > 1 for group in self.made.groups):
            return False
        merged = self._merged(owner)
        if case.neighbours is not None:
            return in_one_piece(case, Graph(case.neighbours), merged)
        return case.allowed is None or all(
            case.allowed[unit] >> place & 1 for unit, place in enumerate(merged)
        )

    def explored(
        self,
        pulse: Pulse,
        random: Random,
        known: Sequence[_Met],
        penalties: Sequence[Fraction],
        points: int,
    ) -> list[_Met]:
        """Plans of the frontier at this tolerance; those known from closer ones among them."""
        found: list[_Met] = []
        for each in known:
            again = self.met(each.owner, each.price)
            if again is not None:
                found.append(again)
        today = self.changes.today
        if min(today, default=0) >= 0 and self._whole(today):
            kept = self.met(today)
            if kept is not None:
                found.append(kept)
        best = self._best(pulse, random)
        if best is not None:
            found.append(best)
        if not any(each.change == 0 for each in found) and not pulse.over:
            # Today's plan will not do: what is the least that has to change?
            starts = [self._filled(), *(each.owner for each in found)]
            least = self._solved(self._dear(found), starts, pulse, random)
            if least is not None:
                found.append(least)
        if best is not None and (self.small or self.made.case.kind == "cut") and not pulse.over:
            # Many plans may be as good: the one that changes least is wanted.
            same = self._solved(1, [best.owner], pulse, random)
            if same is not None:
                found.append(same)
        if penalties:
            for penalty in penalties:
                price = max(self._price(penalty), 1)  # of plans that are alike, the one that changes least
                near = sorted(found, key=lambda each: each.cost(price))[:2]
                if pulse.over or not near:
                    break
                new = self._solved(price, [each.owner for each in near], pulse, random)
                if new is not None:
                    found.append(new)
            return found
        self._between(found, points, pulse, random)
        return found

    def _between(self, found: list[_Met], points: int, pulse: Pulse, random: Random) -> None:
        """Look into the gaps between neighbours, the widest first."""
        closed: set[tuple[tuple[int, int], tuple[int, int]]] = set()
        for _ in range(points):
            line = _supported(found)
            gaps = [
                (one, other)
                for one, other in pairwise(line)
                if ((one.change, one.value), (other.change, other.value)) not in closed
            ]
            if not gaps or pulse.over:
                break
            one, other = max(
                gaps, key=lambda gap: (gap[1].change - gap[0].change) * (gap[0].value - gap[1].value)
            )
            price = max((one.value - other.value) // (other.change - one.change), 1)
            new = self._solved(price, [one.owner, other.owner], pulse, random)
            if new is None or new.cost(price) >= min(one.cost(price), other.cost(price)):
                closed.add(((one.change, one.value), (other.change, other.value)))
            if new is not None:
                found.append(new)

    def _best(self, pulse: Pulse, random: Random) -> _Met | None:
        """The best map, its territories named as today's."""
        case, shape = self.made.case, self.made.shape
        tried = enumerate_best(case, nodes=_NODES)
        self.small = tried.complete
        if tried.complete:
            return None if tried.owner is None else self._named(tried.owner)
        pulse.beat()
        if pulse.over:
            return None
        left = min(budget_for(case.n) // 2, pulse.budget - pulse.done)
        already = pulse.done
        told = pulse.progress

        def progress(done: int, _: int) -> None:
            if told is not None:
                told(already + done, pulse.budget)

        seed = random.getrandbits(32)
        if case.neighbours is None:
            asked = _Asked(pulse.keep_going)
            points = solve_points(case, seed, left, None if pulse.keep_going is None else asked, progress)
            owner: Sequence[int] | None = points.owner if points.kept else None
            done, stopped = points.proposals, asked.said_no
        else:
            graph = Graph(case.neighbours)

            def start(number: int) -> list[int]:
                made = power_start(shape, number)
                return mended(case, graph, made) or made

            today = self._merged(self.changes.today)
            starts = start if shape.kind == "table" else None
            plan = search(case, seed, left, pulse.keep_going, progress, today, starts)
            # A search that was not let begin leaves no trace, as without a budget for it.
            owner = plan.owner if plan.valid and plan.done else None
            done, stopped = plan.done, plan.stopped
        pulse.done += done
        pulse.stopped = pulse.stopped or stopped
        return None if owner is None else self._named(owner)

    def _named(self, owner: Sequence[int]) -> _Met | None:
        """The best map, its territories named as today's where they are alike."""
        spread = self.made.spread(owner)
        if self.made.case.symmetric:
            names = cheapest_matching(self.changes.of_names(spread))
            spread = [names[place] for place in spread]
        return self.met(spread, Fraction(0))

    def _filled(self) -> list[int]:
        """Today's plan, with a place for every unit."""
        case, today = self.made.case, self.changes.today
        merged = self._merged(today)
        if case.neighbours is not None:
            found = mended(case, Graph(case.neighbours), merged)
            if found is not None:
                return self.made.spread(found)
        return [max(place, 0) for place in self.made.spread(merged)]

    def _dear(self, found: Sequence[_Met]) -> int:
        """A price at which change counts before everything else; with few units, beyond any doubt."""
        case = self.made.plain
        if not self.small:
            return 10 * max((each.value for each in found), default=case.value(self._filled()) + 1)
        rows = [case.row(centre) for centre in range(case.n)]
        total = 1 + sum(max(row[unit] for row in rows) for unit in range(case.n))
        if case.wishes is not None:
            total += sum(map(max, zip(*case.wishes, strict=True)))
        if case.cuts is not None:
            total += sum(sum(row.values()) for row in case.cuts)
        return total

    def _price(self, penalty: Fraction) -> int:
        return round(penalty * self.made.plain.scale * self.times / self.changes.scale)

    def penalty(self, price: int) -> Fraction:
        """A price of the search in the units of the objective and of disruption."""
        return Fraction(price * self.changes.scale, self.made.plain.scale * self.times)

    def _solved(
        self, price: int, starts: Sequence[Sequence[int]], pulse: Pulse, random: Random
    ) -> _Met | None:
        """The best plan at a price, from several starts."""
        base = self.made.case
        rows = []
        for place in range(base.k):
            costs = self.changes.rows[place]
            row = [price * sum(costs[unit] for unit in group) for group in self.made.groups]
            rows.append(row if base.wishes is None else _added(row, base.wishes[place]))
        case = base.wishing(rows)
        if self.small:
            tried = enumerate_best(case, nodes=_NODES)
            if tried.complete and tried.owner is not None:
                return self.met(self.made.spread(tried.owner), self.penalty(price))
        pulse.beat()
        if pulse.over:
            return None
        if case.neighbours is None:
            seed = random.getrandbits(32)
            left = min(len(self._hots) * self._length, pulse.budget - pulse.done)
            asked = _Asked(pulse.keep_going)
            points = solve_points(case, seed, left, None if pulse.keep_going is None else asked)
            pulse.done += points.proposals
            pulse.stopped = pulse.stopped or asked.said_no
            return self.met(self.made.spread(points.owner), self.penalty(price)) if points.kept else None
        return self._annealed(case, price, starts, pulse, random)

    def _annealed(
        self, case: Case, price: int, starts: Sequence[Sequence[int]], pulse: Pulse, random: Random
    ) -> _Met | None:
        assert case.neighbours is not None
        graph, costs, record = Graph(case.neighbours), Costs(case), Record()
        sound = [start for start in map(self._merged, starts) if in_one_piece(case, graph, start)]
        for number, hot in enumerate(self._hots):
            pulse.beat()
            if pulse.over or not sound:
                break
            state = State(case, graph, costs, sound[number % len(sound)])
            schedule = Schedule(self._length, hot, 0.003, swaps=0.3)
            anneal(case, graph, state, schedule, random.random, pulse, record)
        if record.owner is None:
            return None
        return self.met(self.made.spread(record.owner), self.penalty(price))


@define
class _Asked:
    """Asks the caller, and remembers a no."""

    keep_going: Callable[[], bool] | None
    said_no: bool = False

    def __call__(self) -> bool:
        if self.keep_going is not None and not self.keep_going():
            self.said_no = True
        return not self.said_no


def _added(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _unbeaten(found: Iterable[_Met]) -> list[_Met]:
    """The plans of which none is at least as good as another in both, by change."""
    kept: list[_Met] = []
    for each in sorted(found, key=lambda each: (each.change, each.value, each.owner)):
        if not kept or each.value < kept[-1].value:
            kept.append(each)
    return kept


def _supported(found: Iterable[_Met]) -> list[_Met]:
    """Those of them that are best at some price: the lower convex hull."""
    line: list[_Met] = []
    for each in _unbeaten(found):
        while len(line) > 1 and _bends_up(line[-2], line[-1], each):
            line.pop()
        line.append(each)
    return line


def _bends_up(one: _Met, two: _Met, three: _Met) -> bool:
    return (two.value - one.value) * (three.change - one.change) >= (three.value - one.value) * (
        two.change - one.change
    )


def _points(
    alignment: MapAlignment, grounds: Sequence[_Ground], found: Sequence[_Met]
) -> tuple[FrontierPoint, ...]:
    """The plans of which none is at least as good as another in tolerance, objective and disruption."""
    levelled: list[tuple[int, _Met]] = []
    for each in found:
        level = next(
            place for place, ground in enumerate(grounds) if not ground.made.plain.excess(each.owner)
        )
        levelled.append((level, each))
    kept: list[tuple[int, _Met]] = []
    levelled.sort(key=lambda pair: (pair[0], pair[1].change, pair[1].value, pair[1].owner))
    for level, each in levelled:
        if not any(other.change <= each.change and other.value <= each.value for _, other in kept):
            kept.append((level, each))
    points = []
    for number, (level, each) in enumerate(kept, 1):
        ground = grounds[level]
        case = ground.made.plain
        placements = [
            Placement(unit, case.territories[place])
            for unit, place in zip(case.names, each.owner, strict=True)
        ]
        loads = ground.made.loads(each.owner)
        points.append(
            FrontierPoint(
                TerritoryPlan(f"P{number}", alignment.territories, placements),
                Fraction(each.value, case.scale * ground.times),
                Fraction(each.change, ground.changes.scale),
                ground.changes.moved(each.owner),
                max(
                    (abs(load.deviation) for load in loads if load.deviation is not None), default=Fraction(0)
                ),
                ground.level,
                each.price,
            )
        )
    return tuple(points)
