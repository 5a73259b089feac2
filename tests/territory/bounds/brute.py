"""The obvious way: small cases drawn at random, and every division of them tried."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import isqrt

from hypothesis import strategies as st

from salesmgmt.territory.alignment.case import Case


def pieces(neighbours: list[tuple[int, ...]], units: set[int]) -> int:
    """In how many pieces some units are, by colouring edge after edge."""
    colour = {unit: unit for unit in units}
    changed = True
    while changed:
        changed = False
        for unit in units:
            for other in neighbours[unit]:
                if other in units and colour[other] != colour[unit]:
                    colour[other] = colour[unit] = min(colour[other], colour[unit])
                    changed = True
    return len(set(colour.values()))


def is_plan(case: Case, owner: tuple[int, ...]) -> bool:
    """Whether a division keeps all that is asked."""
    for place in range(case.k):
        units = {unit for unit in range(case.n) if owner[unit] == place}
        if not units:
            return False
        for weights, low, high in zip(case.weights, case.lower, case.upper, strict=True):
            if not low[place] <= sum(weights[unit] for unit in units) <= high[place]:
                return False
        if case.neighbours is not None and pieces(case.neighbours, units) != 1:
            return False
    if case.allowed is not None:
        return all(case.allowed[unit] >> place & 1 for unit, place in enumerate(owner))
    return True


def plans(case: Case) -> Iterator[tuple[int, ...]]:
    """Every plan of a small case."""
    return (owner for owner in product(range(case.k), repeat=case.n) if is_plan(case, owner))


def cost(case: Case, owner: tuple[int, ...]) -> int:
    """What a plan costs, from the table of distances alone."""
    total = 0
    for place in range(case.k):
        units = [unit for unit in range(case.n) if owner[unit] == place]
        if case.kind == "table":
            total += min(sum(case.far(centre, unit) * case.hefts[unit] for unit in units) for centre in units)
        if case.wishes is not None:
            total += sum(case.wishes[place][unit] for unit in units)
    for unit, row in enumerate(case.cuts or ()):
        total += sum(price for other, price in row.items() if unit < other and owner[unit] != owner[other])
    return total


def least(case: Case) -> int | None:
    """The cost of the best plan; None where there is none."""
    return min((cost(case, owner) for owner in plans(case)), default=None)


@st.composite
def cases(
    draw: st.DrawFn, *, kinds: tuple[str, ...] = ("moment", "median", "cut", "both"), most: int = 8
) -> Case:
    """Cases of up to eight units and three territories, every feature now and then."""
    n, k = draw(st.integers(2, most)), draw(st.integers(1, 3))
    measures = draw(st.integers(1, 2))
    weights = [
        draw(st.lists(st.integers(0, 9) | st.integers(20, 30), min_size=n, max_size=n))
        for _ in range(measures)
    ]
    lower, upper = [], []
    for column in weights:
        share = sum(column) / k
        slack = draw(st.sampled_from([0.1, 0.3, 0.6, 1.0]))
        one_way = [draw(st.integers(0, 3)) if draw(st.booleans()) else 0] * k
        other_way = [draw(st.integers(0, 5)) for _ in range(k)] if draw(st.booleans()) else one_way
        lower.append([max(int(share * (1 - slack)) - more, 0) for more in other_way])
        upper.append([int(share * (1 + slack)) + 1 + more for more in other_way])
    spots = draw(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=n, max_size=n))
    kind = draw(st.sampled_from(kinds))
    power = 1 if kind == "median" else 2

    def far(one: int, other: int) -> int:
        (a, b), (c, d) = spots[one], spots[other]
        return isqrt((a - c) ** 2 + (b - d) ** 2) if power == 1 else (a - c) ** 2 + (b - d) ** 2

    neighbours: list[set[int]] | None = None
    if kind != "median" or draw(st.booleans()):
        neighbours = [set() for _ in range(n)]
        links = [(unit, draw(st.integers(0, unit - 1))) for unit in range(1, n)]
        if draw(st.integers(0, 4)) == 0:
            links = links[:-1]
        some = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
        for one, other in links + draw(st.lists(some, max_size=n)):
            if one != other:
                neighbours[one].add(other)
                neighbours[other].add(one)
    cuts = None
    if neighbours is not None and kind in ("cut", "both"):
        cuts = [{other: (unit * other) % 5 for other in sorted(row)} for unit, row in enumerate(neighbours)]
    allowed = wishes = None
    if draw(st.integers(0, 2)) == 0:
        locked = draw(st.dictionaries(st.integers(0, n - 1), st.integers(1, (1 << k) - 1), max_size=3))
        allowed = [locked.get(unit, (1 << k) - 1) for unit in range(n)]
    if draw(st.integers(0, 2)) == 0:
        wishes = [draw(st.lists(st.integers(0, 40), min_size=n, max_size=n)) for _ in range(k)]
    return Case(
        neighbours=None if neighbours is None else [sorted(row) for row in neighbours],
        weights=weights,
        lower=lower,
        upper=upper,
        k=k,
        n=n,
        far=None if kind == "cut" else far,
        hefts=weights[0] if power == 2 else None,
        allowed=allowed,
        wishes=wishes,
        cuts=cuts,
        points=[(float(x), float(y)) for x, y in spots],
        planar=kind != "cut",
    )
