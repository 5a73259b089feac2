"""An alignment in whole numbers, as the search, the bound and the exact method read it.

Units are numbered in the order of their identifiers, territories in the order of theirs, so that no answer
depends on the order of the input. Everything is an `int`; `scale` and `weight_scales` lead back to people's
numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

__all__ = ["Case", "Row"]

Row = list[int]

#: Costs are kept for so many pairs of centre and unit; beyond it the rows are made anew.
_KEPT = 4_000_000


class Case:
    """What is to be aligned.

    Args:
        neighbours: Neighbours of each unit, sorted; None where nothing is asked of contiguity.
        weights: By measure, the weight of each unit, 0 or more.
        lower: By measure, the least load of each territory.
        upper: By measure, the greatest load of each territory; both are inclusive.
        far: From a centre and a unit to the cost of one heft of it (distance squared, or distance); None for
            a case that only counts cuts.
        hefts: How often each unit counts in its cost; usually one of the measures, or 1 for each point.
        allowed: By unit, the territories that it may stand in, as bits; None where all may take all.
        wishes: By territory and unit, a cost that comes on top; None where there are none.
        cuts: By unit, what it costs to part it from each neighbour; None where cuts cost nothing.
        points: Where the units stand, as floats, for starts and for near units; None where nobody knows.
        planar: Whether `far` grows with the straight line between two points, and is the same both ways;
            bounds of large maps rely on it.
        scale: What one unit of cost has been multiplied by.
        weight_scales: What the figures of each measure have been multiplied by.
        names: Identifiers of the units, for those who tell of them.
        measures: Names of the measures.
        territories: Identifiers of the territories.
    """

    __slots__ = (
        "_far",
        "_rows",
        "allowed",
        "cuts",
        "hefts",
        "k",
        "lower",
        "measures",
        "n",
        "names",
        "neighbours",
        "planar",
        "points",
        "scale",
        "territories",
        "upper",
        "weight_scales",
        "weights",
        "wishes",
    )

    def __init__(
        self,
        *,
        neighbours: Sequence[Sequence[int]] | None,
        weights: Sequence[Sequence[int]],
        lower: Sequence[Sequence[int]],
        upper: Sequence[Sequence[int]],
        k: int,
        n: int,
        far: Callable[[int, int], int] | None = None,
        hefts: Sequence[int] | None = None,
        allowed: Sequence[int] | None = None,
        wishes: Sequence[Sequence[int]] | None = None,
        cuts: Sequence[Mapping[int, int]] | None = None,
        points: Sequence[tuple[float, float]] | None = None,
        planar: bool = False,
        scale: int = 1,
        weight_scales: Sequence[int] = (),
        names: Sequence[str] = (),
        measures: Sequence[str] = (),
        territories: Sequence[str] = (),
    ) -> None:
        self.n, self.k = n, k
        self.neighbours = None if neighbours is None else [tuple(near) for near in neighbours]
        self.weights = [list(column) for column in weights]
        self.lower = [list(row) for row in lower]
        self.upper = [list(row) for row in upper]
        self.hefts = [1] * n if hefts is None else list(hefts)
        self.allowed = None if allowed is None else list(allowed)
        self.wishes = None if wishes is None else [list(row) for row in wishes]
        self.cuts = None if cuts is None else [dict(row) for row in cuts]
        self.points = None if points is None else list(points)
        self.planar = planar and self.points is not None and far is not None
        self.scale = scale
        self.weight_scales = list(weight_scales) or [1] * len(self.weights)
        self.names = list(names) or [str(unit) for unit in range(n)]
        self.measures = list(measures) or [str(number) for number in range(len(self.weights))]
        self.territories = list(territories) or [str(number) for number in range(k)]
        self._far = far
        self._rows: dict[int, Row] = {}

    @property
    def kind(self) -> str:
        """`table` where units cost by their centre, `cut` where only cuts cost."""
        return "cut" if self._far is None else "table"

    def wishing(self, wishes: Sequence[Sequence[int]]) -> Case:
        """The same case with other wishes; what is known of its costs by centre is shared."""
        other = Case(
            neighbours=self.neighbours,
            weights=self.weights,
            lower=self.lower,
            upper=self.upper,
            k=self.k,
            n=self.n,
            far=self._far,
            hefts=self.hefts,
            allowed=self.allowed,
            wishes=wishes,
            cuts=self.cuts,
            points=self.points,
            planar=self.planar,
            scale=self.scale,
            weight_scales=self.weight_scales,
            names=self.names,
            measures=self.measures,
            territories=self.territories,
        )
        other._rows = self._rows
        return other

    @property
    def symmetric(self) -> bool:
        """Whether the territories are alike, so that exchanging two of them changes nothing."""
        alike = all(len(set(row)) <= 1 for bounds in (self.lower, self.upper) for row in bounds)
        return alike and self.wishes is None and self.allowed is None

    def far(self, centre: int, unit: int) -> int:
        """The cost of one heft of a unit under a centre; 0 where there are no centres."""
        return 0 if self._far is None else self._far(centre, unit)

    def cost(self, centre: int, unit: int) -> int:
        """The cost of a unit under a centre, without wishes."""
        return 0 if self._far is None else self._far(centre, unit) * self.hefts[unit]

    def row(self, centre: int) -> Row:
        """The cost of each unit under a centre, without wishes; kept while there is room."""
        found = self._rows.get(centre)
        if found is None:
            far = self._far
            if far is None:
                found = [0] * self.n
            else:
                found = [far(centre, unit) * heft for unit, heft in enumerate(self.hefts)]
            if (len(self._rows) + 1) * self.n > _KEPT:
                self._rows.clear()
            self._rows[centre] = found
        return found

    def load(self, measure: int, owner: Sequence[int]) -> list[int]:
        """What each territory carries of a measure, added up afresh."""
        sums = [0] * self.k
        for unit, weight in enumerate(self.weights[measure]):
            sums[owner[unit]] += weight
        return sums

    def best_centre(self, members: Sequence[int]) -> tuple[int, int]:
        """The cheapest centre among some units and what it costs them; the first one where several do."""
        best, found = -1, 0
        for centre in members:
            total = 0
            for unit in members:
                total += self.cost(centre, unit)
                if best >= 0 and total >= found:
                    break
            else:
                best, found = centre, total
        return best, found

    def value(self, owner: Sequence[int]) -> int:
        """What a plan costs, added up afresh: best centres, wishes and cuts."""
        total = 0
        if self._far is not None:
            members: list[list[int]] = [[] for _ in range(self.k)]
            for unit, place in enumerate(owner):
                members[place].append(unit)
            total += sum(self.best_centre(each)[1] for each in members)
        if self.wishes is not None:
            total += sum(self.wishes[place][unit] for unit, place in enumerate(owner))
        if self.cuts is not None:
            total += sum(
                price
                for unit, row in enumerate(self.cuts)
                for other, price in row.items()
                if unit < other and owner[unit] != owner[other]
            )
        return total

    def excess(self, owner: Sequence[int]) -> list[tuple[int, int, int]]:
        """Where a plan breaks its bounds: measure, territory, and by how much (below where negative)."""
        found = []
        for measure in range(len(self.weights)):
            for place, load in enumerate(self.load(measure, owner)):
                if load > self.upper[measure][place]:
                    found.append((measure, place, load - self.upper[measure][place]))
                elif load < self.lower[measure][place]:
                    found.append((measure, place, load - self.lower[measure][place]))
        return found
