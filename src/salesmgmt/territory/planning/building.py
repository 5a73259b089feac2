"""From a map and a policy to the case that a search reads, and back from its answer to units and names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm

from attrs import frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Currency, Money
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.alignment.graph import pieces
from salesmgmt.territory.maps.bounds import LoadBound, Within
from salesmgmt.territory.maps.distances import Euclidean
from salesmgmt.territory.maps.objectives import (
    Continuity,
    CutEdges,
    HomeBase,
    MomentOfInertia,
    Perimeter,
    TravelTime,
    WeightedObjective,
)
from salesmgmt.territory.maps.units import SalesMap
from salesmgmt.territory.plans.loads import TerritoryLoad
from salesmgmt.territory.plans.plan import Territory, TerritoryPlan

__all__ = ["Built", "Order", "built"]

Far = Callable[[int, int], int]


@frozen(eq=False)
class Order:
    """Everything that an alignment is given, checked by type."""

    sales_map: SalesMap
    territories: tuple[Territory, ...]
    bounds: tuple[LoadBound, ...]
    objectives: tuple[WeightedObjective, ...]
    continuity: Continuity | None
    homes: HomeBase | None
    locked: Mapping[str, str]
    together: tuple[tuple[str, ...], ...]
    contiguous: bool
    current: TerritoryPlan | None


@frozen(eq=False)
class Built:
    """A case, and the way back from it.

    Attributes:
        plain: The case of the units themselves.
        case: The case of the search, in which groups are one unit each; the same one where there are none.
        relaxed: The same for bounds: a group costs what its cheapest member would as a centre.
        groups: For each unit of the search its units.
        targets: By measure and territory, the share.
        currencies: By measure, the currency.
        bounded: By measure, whether there is a least and a most.
        shape: A case in which compactness is the objective, for starts.
    """

    plain: Case
    case: Case
    relaxed: Case
    groups: tuple[tuple[int, ...], ...]
    targets: tuple[tuple[Fraction, ...], ...]
    currencies: tuple[Currency | None, ...]
    bounded: tuple[tuple[bool, bool], ...]
    shape: Case

    def spread(self, owner: Sequence[int]) -> list[int]:
        """A division of the search, by unit."""
        found = [0] * self.plain.n
        for place, group in zip(owner, self.groups, strict=True):
            for unit in group:
                found[unit] = place
        return found

    def loads(self, owner: Sequence[int]) -> tuple[TerritoryLoad, ...]:
        """What the territories of a division carry."""
        case = self.plain
        found = []
        for measure, name in enumerate(case.measures):
            scale = case.weight_scales[measure]
            least, most = self.bounded[measure]
            for place, load in enumerate(case.load(measure, owner)):
                found.append(
                    TerritoryLoad(
                        case.territories[place],
                        name,
                        Fraction(load, scale),
                        self.targets[measure][place],
                        Fraction(case.lower[measure][place], scale) if least else None,
                        Fraction(case.upper[measure][place], scale) if most else None,
                        self.currencies[measure],
                    )
                )
        return tuple(found)


def built(order: Order) -> Built:
    """The case of an order.

    Raises:
        BatchError: If the order names measures, units or territories that are not there; all at once.
    """
    sales_map = order.sales_map
    _check(order)
    names = [territory.id for territory in order.territories]
    k, n = len(names), len(sales_map)
    measures = sorted({bound.measure for bound in order.bounds})
    weights, scales, lower, upper, targets, currencies, bounded = [], [], [], [], [], [], []
    for measure in measures:
        column = sales_map.figures.column(measure)
        scale = lcm(*(Fraction(value).denominator for value in column.values)) if column.values else 1
        whole = [int(value * scale) for value in column.values]
        total = Fraction(sum(whole), scale)
        low, high, target, has = _limits(order, measure, total, names)
        weights.append(whole)
        scales.append(scale)
        lower.append([-(-each * scale // 1) for each in low])
        upper.append([sum(whole) if each is None else each * scale // 1 for each in high])
        targets.append(target)
        currencies.append(column.currency)
        bounded.append(has)
    far, hefts, cost_scale, cuts = _objective(order)
    wishes, cost_scale, factor = _wishes(order, names, cost_scale)
    if factor != 1:
        far = None if far is None else _times(far, factor)
        cuts = None if cuts is None else [{o: cost * factor for o, cost in row.items()} for row in cuts]
    points = [(float(unit.x), float(unit.y)) for unit in sales_map.units]
    adjacency = sales_map.adjacency() if order.contiguous else None

    lines = [
        each.objective.distance
        for each in order.objectives
        if isinstance(each.objective, MomentOfInertia | TravelTime)
    ]

    def case(far: Far | None, hefts: Sequence[int] | None, cuts: Sequence[Mapping[int, int]] | None) -> Case:
        return Case(
            neighbours=adjacency,
            weights=weights,
            lower=lower,
            upper=upper,
            k=k,
            n=n,
            far=far,
            hefts=hefts,
            allowed=_allowed(order, names),
            wishes=wishes,
            cuts=cuts,
            points=points if len(set(points)) > 1 else None,
            planar=len(lines) == 1 and isinstance(lines[0], Euclidean),
            scale=cost_scale,
            weight_scales=scales,
            names=[unit.id for unit in sales_map.units],
            measures=measures,
            territories=names,
        )

    plain = case(far, hefts, cuts)
    shape = plain
    if far is None and plain.points is not None:
        across = max(max(p[0] for p in points) - min(p[0] for p in points), 1e-9)
        across = max(across, max(p[1] for p in points) - min(p[1] for p in points))
        grid = [(int(x / across * 10_000), int(y / across * 10_000)) for x, y in points]

        def squared(one: int, other: int) -> int:
            return (grid[one][0] - grid[other][0]) ** 2 + (grid[one][1] - grid[other][1]) ** 2

        shape = case(squared, weights[0] if weights else None, None)
    groups = _groups(order)
    if len(groups) == n:
        return Built(plain, plain, plain, groups, tuple(targets), tuple(currencies), tuple(bounded), shape)
    return Built(
        plain,
        _merged(plain, groups, relaxed=False),
        _merged(plain, groups, relaxed=True),
        groups,
        tuple(targets),
        tuple(currencies),
        tuple(bounded),
        _merged(shape, groups, relaxed=False),
    )


def _times(far: Far, factor: int) -> Far:
    return lambda centre, unit: far(centre, unit) * factor


def _check(order: Order) -> None:
    """Report everything that the order names and nobody has."""
    sales_map = order.sales_map
    known = {territory.id for territory in order.territories}
    units = {unit.id for unit in sales_map.units}
    problems = []

    def measure(record: str, name: str | None) -> None:
        if name is not None and name not in sales_map.measures:
            rule = f"be one of {', '.join(sales_map.measures) or 'no measures: there are none'}"
            problems.append(Problem(record, "measure", name, rule))

    def territory(record: str, name: str) -> None:
        if name not in known:
            problems.append(Problem(record, "territory", name, f"be one of {', '.join(sorted(known))}"))

    def unit(record: str, name: str) -> None:
        if name not in units:
            problems.append(Problem(record, "unit", name, "be a unit of the map"))

    for bound in order.bounds:
        record = f"Bound on {bound.measure}"
        measure(record, bound.measure)
        for name in [name for name, _ in bound.shares] if isinstance(bound, Within) else bound.territories:
            territory(record, name)
        if not isinstance(bound, Within) and bound.measure in sales_map.measures:
            currency = sales_map.figures.column(bound.measure).currency
            for limit in (bound.lower, bound.upper):
                has = limit.currency if isinstance(limit, Money) else None
                if limit is not None and has != currency:
                    rule = f"be money in {currency}" if currency else "be a number, as the figures are"
                    problems.append(Problem(record, "limit", limit, rule))
    for each in order.objectives:
        if isinstance(each.objective, MomentOfInertia | TravelTime):
            measure("Objective", each.objective.measure)
        elif isinstance(each.objective, Perimeter):
            for one in sales_map.units:
                problems += [
                    Problem(f"Unit {one.id}", "borders", other, "have a length, for the perimeter")
                    for other in sales_map.near(one.id)
                    if one.border(other) is None and sales_map.unit(other).border(one.id) is None
                ]
        if isinstance(each.objective, Perimeter | CutEdges) and sales_map.neighbours is None:
            problems.append(Problem("Objective", "neighbours", None, "be known, for short borders"))
    if order.continuity is not None:
        measure("Continuity", order.continuity.measure)
        for name, _ in order.continuity.costs:
            unit("Continuity", name)
        if order.continuity.plan is None and order.current is None:
            problems.append(Problem("Continuity", "plan", None, "be given, or else the current plan"))
        today = order.continuity.plan or order.current
        if today is not None and today.placements:
            held = {each.territory for each in today.placements if each.account in units}
            if not held & known:
                rule = "place units in territories of the alignment; write MapAlignment(today.territories, …)"
                problems.append(Problem("Continuity", "plan", today.id, rule))
    if order.homes is not None:
        measure("Homes", order.homes.measure)
        for name, home in order.homes.homes:
            territory("Homes", name)
            unit("Homes", home)
    for name, place in order.locked.items():
        unit("Locked", name)
        territory("Locked", place)
    for group in order.together:
        for name in group:
            unit("Together", name)
    if problems:
        raise BatchError("alignment", problems)


def _limits(
    order: Order, measure: str, total: Fraction, names: list[str]
) -> tuple[list[Fraction], list[Fraction | None], tuple[Fraction, ...], tuple[bool, bool]]:
    """Least, most and share of each territory, where several bounds count together."""
    low = [Fraction(0)] * len(names)
    high: list[Fraction | None] = [None] * len(names)
    target = tuple(total / len(names) for _ in names)
    has_least = has_most = False
    for bound in order.bounds:
        if bound.measure != measure:
            continue
        if isinstance(bound, Within):
            target = tuple(bound.target(name, total, names) for name in names)
        for place, name in enumerate(names):
            least: Fraction | None
            most: Fraction | None
            if isinstance(bound, Within):
                least, most = bound.limits(name, total, names)
            elif bound.territories and name not in bound.territories:
                continue
            else:
                least = _plain(bound.lower)
                most = _plain(bound.upper)
            if least is not None:
                has_least = True
                low[place] = max(low[place], least)
            if most is not None:
                has_most = True
                known = high[place]
                high[place] = most if known is None else min(known, most)
    return low, high, target, (has_least, has_most)


def _plain(limit: Fraction | Money | None) -> Fraction | None:
    return Fraction(limit.minor) if isinstance(limit, Money) else limit


def _figures(order: Order, measure: str | None) -> tuple[list[int], int]:
    """What the units count by, as whole numbers, and what these are multiplied by."""
    if measure is None:
        return [1] * len(order.sales_map), 1
    values = order.sales_map.figures.column(measure).values
    scale = lcm(*(Fraction(value).denominator for value in values)) if values else 1
    return [int(value * scale) for value in values], scale


def _objective(order: Order) -> tuple[Far | None, list[int] | None, int, list[dict[int, int]] | None]:
    """Costs of units by centre, and of cuts, all multiplied by one number."""
    sales_map = order.sales_map
    tables: list[tuple[Far, list[int], Fraction]] = []
    borders: list[dict[int, Fraction]] = [{} for _ in sales_map.units]
    for each in order.objectives:
        objective = each.objective
        if isinstance(objective, MomentOfInertia | TravelTime):
            hefts, scale = _figures(order, objective.measure)
            between, distance_scale = objective.distance.measured(sales_map)
            if isinstance(objective, MomentOfInertia):
                tables.append((_squared(between), hefts, each.weight / (scale * distance_scale**2)))
            else:
                tables.append((between, hefts, each.weight / (scale * distance_scale)))
            continue
        for place, near in enumerate(sales_map.adjacency() or ()):
            unit = sales_map.units[place]
            for other in near:
                length: int | Fraction | None = 1
                if isinstance(objective, Perimeter):
                    neighbour = sales_map.units[other]
                    length = unit.border(neighbour.id)
                    length = neighbour.border(unit.id) if length is None else length
                borders[place][other] = borders[place].get(other, Fraction(0)) + (length or 0) * each.weight
    prices = [cost for row in borders for cost in row.values()]
    common = lcm(
        *(weight.denominator for _, _, weight in tables), *(Fraction(price).denominator for price in prices)
    )
    cuts = [{other: int(cost * common) for other, cost in row.items()} for row in borders] if prices else None
    if not tables:
        return None, None, common, cuts
    if len(tables) == 1:
        far, hefts, weight = tables[0]
        times = int(weight * common)
        return far, [heft * times for heft in hefts], common, cuts
    parts = [(far, [heft * int(weight * common) for heft in hefts]) for far, hefts, weight in tables]

    def together(centre: int, unit: int) -> int:
        return sum(far(centre, unit) * hefts[unit] for far, hefts in parts)

    return together, None, common, cuts


def _squared(between: Far) -> Far:
    def squared(one: int, other: int) -> int:
        distance = between(one, other)
        return distance * distance

    return squared


def _wishes(order: Order, names: list[str], scale: int) -> tuple[list[list[int]] | None, int, int]:
    """Costs of units in territories whoever is the centre, the new scale, and what it grew by."""
    if order.continuity is None and order.homes is None:
        return None, scale, 1
    units = order.sales_map.units
    wanted: list[dict[int, Fraction]] = [{} for _ in names]
    place_of = {name: place for place, name in enumerate(names)}
    if order.continuity is not None:
        continuity = order.continuity
        plan = continuity.plan or order.current
        special = dict(continuity.costs)
        hefts, heft_scale = _figures(order, continuity.measure)
        for number, unit in enumerate(units):
            today = None if plan is None else plan.territory_of(unit.id)
            if today not in place_of:
                continue
            cost = special.get(unit.id, continuity.weight * Fraction(hefts[number], heft_scale))
            for name, place in place_of.items():
                if name != today and cost:
                    wanted[place][number] = wanted[place].get(number, Fraction(0)) + cost
    if order.homes is not None:
        homes = order.homes
        between, distance_scale = homes.distance.measured(order.sales_map)
        hefts, heft_scale = _figures(order, homes.measure)
        for name, home in homes.homes:
            place, base = place_of[name], order.sales_map.position(home)
            for number in range(len(units)):
                ways = Fraction(between(base, number) * hefts[number], distance_scale * heft_scale)
                if ways and homes.weight:
                    wanted[place][number] = wanted[place].get(number, Fraction(0)) + ways * homes.weight
    common = lcm(scale, *{cost.denominator for row in wanted for cost in row.values()})
    wishes = []
    for row in wanted:
        line = [0] * len(units)
        for number, cost in row.items():
            line[number] = int(cost * common)
        wishes.append(line)
    return wishes, common, common // scale


def _allowed(order: Order, names: list[str]) -> list[int] | None:
    """The territories that each unit may stand in, as bits."""
    pinned = dict(order.locked)
    if order.homes is not None and order.homes.inside:
        for territory, unit in order.homes.homes:
            if pinned.setdefault(unit, territory) != territory:
                rule = f"stand in {territory}, where it is a home, or be locked there"
                raise InvalidValueError("locked", f"{unit}: {pinned[unit]}", rule)
    if not pinned:
        return None
    everywhere = (1 << len(names)) - 1
    place_of = {name: place for place, name in enumerate(names)}
    return [
        1 << place_of[pinned[unit.id]] if unit.id in pinned else everywhere for unit in order.sales_map.units
    ]


def _groups(order: Order) -> tuple[tuple[int, ...], ...]:
    """The units of the search, as the units of the map that each is made of."""
    sales_map = order.sales_map
    head = list(range(len(sales_map)))

    def top(unit: int) -> int:
        while head[unit] != unit:
            unit = head[unit]
        return unit

    for group in order.together:
        tops = sorted({top(sales_map.position(unit)) for unit in group})
        for each in tops[1:]:
            head[each] = tops[0]
    members: dict[int, list[int]] = {}
    for unit in range(len(sales_map)):
        members.setdefault(top(unit), []).append(unit)
    near = sales_map.adjacency() if order.contiguous else None
    if near is not None:
        apart = [group for group in members.values() if len(pieces(near, group)) > 1]
        if apart:
            names = ", ".join(sales_map.units[unit].id for unit in apart[0])
            rule = "hang together on the map; add the units that join them, or join them on the map"
            raise InvalidValueError("together", names, rule)
    return tuple(tuple(group) for _, group in sorted(members.items()))


def _merged(case: Case, groups: Sequence[Sequence[int]], *, relaxed: bool) -> Case:
    """A case in which each group is one unit."""
    of = {unit: number for number, group in enumerate(groups) for unit in group}
    neighbours = None
    if case.neighbours is not None:
        neighbours = [
            sorted({of[other] for unit in group for other in case.neighbours[unit]} - {number})
            for number, group in enumerate(groups)
        ]
    cuts: list[dict[int, int]] | None = None
    if case.cuts is not None:
        cuts = [{} for _ in groups]
        for unit, row in enumerate(case.cuts):
            for other, cost in row.items():
                one, two = of[unit], of[other]
                if one != two:
                    cuts[one][two] = cuts[one].get(two, 0) + cost
    heads = [max(group, key=lambda unit: (case.hefts[unit], -unit)) for group in groups]

    def far(centre: int, unit: int) -> int:
        costs = [
            sum(case.cost(site, each) for each in groups[unit])
            for site in (groups[centre] if relaxed else (heads[centre],))
        ]
        return min(costs)

    allowed = None
    if case.allowed is not None:
        allowed = []
        for group in groups:
            bits = (1 << case.k) - 1
            for unit in group:
                bits &= case.allowed[unit]
            allowed.append(bits)
    return Case(
        neighbours=neighbours,
        weights=[_summed(column, groups) for column in case.weights],
        lower=case.lower,
        upper=case.upper,
        k=case.k,
        n=len(groups),
        far=None if case.kind == "cut" else far,
        allowed=allowed,
        wishes=None if case.wishes is None else [_summed(row, groups) for row in case.wishes],
        cuts=cuts,
        points=None if case.points is None else [case.points[unit] for unit in heads],
        scale=case.scale,
        weight_scales=case.weight_scales,
        names=[case.names[group[0]] for group in groups],
        measures=case.measures,
        territories=case.territories,
    )


def _summed(column: Sequence[int], groups: Iterable[Sequence[int]]) -> list[int]:
    return [sum(column[unit] for unit in group) for group in groups]


def check_kind(name: str, value: object, kind: type) -> None:
    """Refuse what is of another kind.

    Raises:
        WrongTypeError: If it is.
    """
    if not isinstance(value, kind):
        raise WrongTypeError(name, value, f"be a {kind.__name__}")
