"""Small cases solved to the proven best by a solver of integer programs, which is an extra.

Hess's model of 1965: a unit belongs to a centre, a centre belongs to itself, loads are within bounds.
Solutions that do not hang together are refused one by one: a unit may only stand with a centre if some unit
of each ring around that centre does too (Oehrlein and Haunert 2017; Validi, Buchanan and Lykhovyd 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, isfinite
from typing import TYPE_CHECKING

from attrs import frozen

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds.cutting import least_cuts, least_wishes
from salesmgmt.territory.bounds.graph import components
from salesmgmt.territory.bounds.kinds import Kind, kinds_of, sites_of
from salesmgmt.territory.bounds.lagrange import Ascent
from salesmgmt.territory.bounds.prices import cold_prices

if TYPE_CHECKING:
    from highspy import Highs

__all__ = ["Solved", "solve"]

#: Relative distance below which the solver takes two values for the same.
_SAME = 1e-9


@frozen
class Solved:
    """What the solver found.

    Attributes:
        value: Cost of the best plan found; None where none was.
        owner: That plan, by unit.
        bound: No plan costs less; None where it is proved that none exists.
        proof: Whether the plan is proved the best, or it is proved that none exists, as far as a solver that
            works with floats proves: to a billionth of the value.
        rounds: How often the solver was asked, each time with more cuts.
        cuts: How many cuts it took to make the territories hang together and keep their bounds.
    """

    value: int | None
    owner: tuple[int, ...] | None
    bound: int | None
    proof: bool
    rounds: int
    cuts: int

    @property
    def gap(self) -> Fraction | None:
        """How far the value may be above the best, as a part of the bound; None where nobody knows."""
        if self.value is None or self.bound is None:
            return None
        if self.value == self.bound:
            return Fraction(0)
        return Fraction(self.value - self.bound, self.bound) if self.bound > 0 else None


def solve(
    case: Case,
    best: int | None = None,
    *,
    owner: Sequence[int] | None = None,
    nodes: int | None = None,
    keep_going: Callable[[], bool] | None = None,
) -> Solved:
    """The best plan of a small case, proved; needs the extra `exact` (the package highspy).

    Args:
        case: What is to be aligned; some hundred units at most.
        best: Cost of the best plan known: only better ones are looked for.
        owner: That plan, by unit; given back where nothing is better.
        nodes: At most so many nodes of the solver's search in each round; None for as many as it takes.
        keep_going: Asked before each round; the outcome so far is given once it says no.

    Raises:
        ImportError: If highspy is not installed.
    """
    try:
        import highspy  # noqa: F401  # only whether it is there
    except ImportError as missing:
        message = "exact answers need the package highspy: pip install 'salesmgmt[exact]'"
        raise ImportError(message, name="highspy") from missing
    known = None if owner is None else tuple(owner)
    if known is not None:
        best = case.value(known) if best is None else min(best, case.value(known))
    model = _Model(case, best, _solver(), keep_going)
    if model.decided:
        return Solved(best, known, best, proof=True, rounds=0, cuts=0)
    floor = model.floor
    rounds = 0
    while keep_going is None or keep_going():
        rounds += 1
        answer = model.ask(nodes)
        if answer is None:
            return Solved(best, known, best, proof=True, rounds=rounds, cuts=model.cuts)
        bound, plan, complete = answer
        floor = max(floor, bound)
        if plan is None:
            break
        if model.refused(plan):
            if not complete:
                break
            continue
        value = case.value(plan)
        if best is None or value < best:
            best, known = value, tuple(plan)
        proof = complete or floor >= best
        return Solved(best, known, best if proof else min(floor, best), proof, rounds, model.cuts)
    return Solved(
        best, known, floor if best is None else min(floor, best), proof=False, rounds=rounds, cuts=model.cuts
    )


def _solver() -> Highs:
    import highspy

    made: Callable[[], Highs] = highspy.Highs
    return made()


class _Model:
    """An integer program over centres and units, and the cuts that it has been taught."""

    def __init__(
        self, case: Case, best: int | None, solver: Highs, keep_going: Callable[[], bool] | None
    ) -> None:
        self.case = case
        self.solver = solver
        self.cuts = 0
        self.floor = least_cuts(case) + least_wishes(case)
        #: By group, centre (-1 where there is none) and unit: the column of the solver.
        self.columns: dict[tuple[int, int, int], int] = {}
        self.decided = False
        self.groups: list[Kind] = []
        solver.setOptionValue("output_flag", False)  # noqa: FBT003
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("random_seed", 0)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 0.0)
        solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
        solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
        self._groups(best, keep_going)
        if self.decided:
            return
        self.unit_of_cost = max(float(best or 0), 1.0) if best is not None else self._typical()
        self._variables()
        self._rows()
        self._besides()
        if case.cuts is not None:
            self._borders()
        if best is not None:
            offset = (best - 0.5) / self.unit_of_cost
            columns = [column for column, cost in enumerate(self.costs) if cost]
            self._row(-self._infinity, offset, columns, [self.costs[column] for column in columns])

    @property
    def _infinity(self) -> float:
        return float(self.solver.getInfinity())

    def _typical(self) -> float:
        case = self.case
        if case.kind == "cut":
            return 1.0
        row = case.row(0)
        return max(sum(row) / (4.0 * case.k), 1.0)

    def _groups(self, best: int | None, keep_going: Callable[[], bool] | None) -> None:
        case = self.case
        kinds = kinds_of(case)
        if case.kind == "cut" or case.cuts is not None:
            kinds = [
                Kind((place,), kind.bounds, kind.wishes, kind.open_to, kind.locked)
                for kind in kinds
                for place in kind.places
            ]
        self.groups = kinds
        if case.kind == "cut":
            return
        for kind in kinds:
            kind.sites = sites_of(case, kind) or []
            if len(kind.sites) < len(kind.places):
                self.decided = True
                return
        ascent = Ascent(case, kinds, None if best is None else best - least_cuts(case))
        ascent.climb(cold_prices(case), 200, keep_going=keep_going)
        if not ascent.proven and ascent.prices:
            load = sum(case.weights[0]) / case.k if case.weights else 0.0
            ascent.climb(ascent.prices, 100, heavy=0.02 * load, nodes=100, keep_going=keep_going)
        self.decided = ascent.proven
        if isfinite(ascent.value):
            value = ceil(ascent.value - ascent.margin(ascent.prices)) + least_cuts(case)
            self.floor = max(self.floor, value)

    def _variables(self) -> None:
        case, wishes = self.case, self.case.wishes
        self.costs: list[float] = []
        for number, kind in enumerate(self.groups):
            place = kind.places[0]
            if case.kind == "cut":
                for unit in range(case.n):
                    if kind.open_to is None or kind.open_to[unit]:
                        wish = 0 if wishes is None else wishes[place][unit]
                        self.columns[number, -1, unit] = self._column(wish / self.unit_of_cost)
                continue
            for site in kind.sites:
                row = case.row(site.centre)
                for unit in (*site.forced, *site.units):
                    wish = 0 if wishes is None else wishes[place][unit]
                    cost = (row[unit] + wish) / self.unit_of_cost
                    self.columns[number, site.centre, unit] = self._column(cost)

    def _column(self, cost: float, *, whole: bool = True) -> int:
        import highspy

        column = len(self.costs)
        self.costs.append(cost)
        self.solver.addCol(cost, 0.0, 1.0, 0, [], [])
        if whole:
            self.solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        return column

    def _row(self, low: float, high: float, columns: Sequence[int], factors: Sequence[float]) -> None:
        self.solver.addRow(low, high, len(columns), list(columns), list(factors))

    def _rows(self) -> None:
        case, infinity = self.case, self._infinity
        by_unit: list[list[int]] = [[] for _ in range(case.n)]
        by_site: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for (number, centre, unit), column in self.columns.items():
            by_unit[unit].append(column)
            by_site.setdefault((number, centre), []).append((unit, column))
        for columns in by_unit:
            self._row(1.0, 1.0, columns, [1.0] * len(columns))
        for number, kind in enumerate(self.groups):
            if case.kind == "table":
                own = [self.columns[number, site.centre, site.centre] for site in kind.sites]
                self._row(float(len(kind.places)), float(len(kind.places)), own, [1.0] * len(own))
        for (number, centre), pairs in by_site.items():
            kind = self.groups[number]
            columns = [column for _, column in pairs]
            if centre < 0:
                self._row(1.0, infinity, columns, [1.0] * len(columns))
                for unit in kind.locked:
                    self._row(1.0, 1.0, [self.columns[number, -1, unit]], [1.0])
                for measure, (low, high) in enumerate(kind.bounds):
                    size = float(max(high, 1))
                    weights = [case.weights[measure][unit] / size for unit, _ in pairs]
                    self._row(low / size, high / size, columns, weights)
                continue
            own_column = self.columns[number, centre, centre]
            for unit, column in pairs:
                if unit != centre:
                    self._row(-infinity, 0.0, [column, own_column], [1.0, -1.0])
            for measure, (low, high) in enumerate(kind.bounds):
                size = float(max(high, 1))
                weights = [case.weights[measure][unit] / size for unit, _ in pairs]
                at = columns.index(own_column)
                for bound, least in ((low, True), (high, False)):
                    factors = list(weights)
                    factors[at] -= bound / size
                    self._row(0.0 if least else -infinity, infinity if least else 0.0, columns, factors)

    def _borders(self) -> None:
        """A column for each border that costs something: 1 where its two units are parted."""
        case, infinity = self.case, self._infinity
        for unit, row in enumerate(case.cuts or ()):
            for other, price in row.items():
                if unit > other or not price:
                    continue
                parted = self._column(price / self.unit_of_cost, whole=False)
                for number in range(len(self.groups)):
                    here = [c for (g, _, u), c in self.columns.items() if g == number and u == unit]
                    there = [c for (g, _, u), c in self.columns.items() if g == number and u == other]
                    for plus, minus in ((here, there), (there, here)):
                        columns = [*plus, *minus, parted]
                        factors = [1.0] * len(plus) + [-1.0] * len(minus) + [-1.0]
                        self._row(-infinity, 0.0, columns, factors)

    def ask(self, nodes: int | None) -> tuple[int, list[int] | None, bool] | None:
        """A floor, the plan found, and whether it is the best of the model; None where none exists."""
        import highspy

        if nodes is not None:
            self.solver.setOptionValue("mip_max_nodes", nodes)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        info = self.solver.getInfo()
        bound = float(info.mip_dual_bound) * self.unit_of_cost
        floor = ceil(bound - max(abs(bound) * _SAME, _SAME)) if isfinite(bound) else self.floor
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return floor, None, False
        complete = status == highspy.HighsModelStatus.kOptimal
        values = self.solver.getSolution().col_value
        places: dict[tuple[int, int], int] = {}
        left = [list(kind.places) for kind in self.groups]
        plan = [-1] * self.case.n
        for (number, centre, unit), column in self.columns.items():
            if values[column] > 0.5:
                if (number, centre) not in places:
                    places[number, centre] = left[number].pop(0)
                plan[unit] = places[number, centre]
        self._centres = {place: key for key, place in places.items()}
        return floor, plan, complete

    def refused(self, plan: Sequence[int]) -> bool:
        """Whether a plan breaks a bound or does not hang together; it is cut off if so."""
        case = self.case
        before = self.cuts
        members: list[list[int]] = [[] for _ in range(case.k)]
        for unit, place in enumerate(plan):
            members[place].append(unit)
        for place in sorted({place for _, place, _ in case.excess(plan)}):
            self._forbid(place, members[place])
        if case.neighbours is not None:
            for place, units in enumerate(members):
                self._connect(place, units)
        return self.cuts > before

    def _forbid(self, place: int, units: Sequence[int]) -> None:
        number, centre = self._centres[place]
        inside = set(units)
        columns, factors = [], []
        for (group, middle, unit), column in self.columns.items():
            if (group, middle) == (number, centre):
                columns.append(column)
                factors.append(-1.0 if unit in inside else 1.0)
        self._row(1.0 - len(units), self._infinity, columns, factors)
        self.cuts += 1

    def _connect(self, place: int, units: Sequence[int]) -> None:
        case = self.case
        if case.neighbours is None or not units:
            return
        number, centre = self._centres[place]
        parts = components(case.neighbours, units)
        if len(parts) == 1:
            return
        home = next((part for part in parts if centre in part), max(parts, key=len))
        for part in parts:
            if part is not home:
                self._separate(number, home, part, self._ring(home, part))
                self._separate(number, home, part, self._ring(part, home))

    def _separate(self, number: int, home: Sequence[int], part: Sequence[int], ring: Sequence[int]) -> None:
        """No territory holds units on both sides of a ring and none of the ring."""
        tabled = self.case.kind == "table"
        groups = [number] if tabled else range(len(self.groups))
        for group in groups:
            pairs = [(home[0], goal, -1) for goal in part]
            if tabled:
                pairs = [(start, goal, start) for start in home for goal in part]
                pairs += [(goal, start, goal) for start, goal, _ in pairs]
            for start, goal, centre in pairs:
                column = self.columns.get((group, centre, goal))
                own = self.columns.get((group, centre, start))
                if column is None or own is None:
                    continue
                between = [
                    self.columns[group, centre, unit]
                    for unit in ring
                    if (group, centre, unit) in self.columns
                ]
                if tabled:
                    self._row(-self._infinity, 0.0, [column, *between], [1.0] + [-1.0] * len(between))
                else:
                    columns = [column, own, *between]
                    self._row(-self._infinity, 1.0, columns, [1.0, 1.0] + [-1.0] * len(between))
                self.cuts += 1

    def _besides(self) -> None:
        """Before any cut: who is not next to the centre has a neighbour with the same centre."""
        case = self.case
        if case.neighbours is None:
            return
        for (number, centre, unit), column in self.columns.items():
            near = case.neighbours[unit]
            if centre < 0 or unit == centre or centre in near:
                continue
            beside = [
                self.columns[number, centre, each] for each in near if (number, centre, each) in self.columns
            ]
            self._row(-self._infinity, 0.0, [column, *beside], [1.0] + [-1.0] * len(beside))

    def _ring(self, home: Sequence[int], part: Sequence[int]) -> list[int]:
        """Units next to `home` that can be come to from `part` without passing others of them."""
        neighbours = self.case.neighbours or []
        inside = set(home)
        ring = {near for unit in inside for near in neighbours[unit]} - inside
        seen, waiting, found = set(part), list(part), set()
        while waiting:
            for near in neighbours[waiting.pop()]:
                if near in ring:
                    found.add(near)
                elif near not in seen and near not in inside:
                    seen.add(near)
                    waiting.append(near)
        return sorted(found)
