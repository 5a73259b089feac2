"""Bounds for maps too large for a table of all pairs: prices keep units to the centres near them.

Leaving a unit out of a site is harmless while its price stays below what it costs there. So each unit gets a
circle, wide enough to hold a few territories; its price never exceeds the cost on the rim, and only the sites
within the circle know it. What a site cannot see costs at least the smallest distance that any price keeps
from its rim.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, hypot, inf, isfinite

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds.cutting import least_wishes
from salesmgmt.territory.bounds.kinds import Kind
from salesmgmt.territory.bounds.lagrange import Ascent
from salesmgmt.territory.bounds.outcome import Bound
from salesmgmt.territory.bounds.sites import Site
from salesmgmt.territory.bounds.spreading import spread

__all__ = ["wide_bound"]

#: A circle around a unit holds so many mean loads.
_SHARES = 2.5
#: Without straight lines, rows are read whole for so many pairs at most.
_PAIRS = 40_000_000


def wide_bound(
    case: Case,
    best: int | None,
    *,
    rounds: int = 45,
    keep_going: Callable[[], bool] | None = None,
) -> Bound:
    """A bound from near units; wishes, permissions and locks are taken at their mildest.

    Args:
        case: What is to be aligned.
        best: Cost of the best plan known.
        rounds: At most so many rounds of prices.
        keep_going: Asked before each round.
    """
    plain = least_wishes(case)
    if not case.planar and case.n * case.n > _PAIRS:
        return Bound(plain)
    share = sum(case.weights[0]) / case.k if case.weights else 0.0
    near = _near_by_lines(case, share) if case.planar else _near_by_rows(case, share)
    if keep_going is not None and not keep_going():
        return Bound(plain)
    kind, caps, starts = _sites(case, near, share)
    if len(kind.sites) < case.k:
        return Bound(plain)
    goal = None if best is None else best - plain
    ascent = Ascent(case, [kind], goal, caps=caps)
    spread(ascent, kind, starts, caps, share, rounds, keep_going)
    if not isfinite(ascent.value):
        return Bound(plain, centres=ascent.left, rounds=ascent.rounds)
    value = max(ceil(ascent.value - ascent.margin(ascent.prices)), 0) + plain
    if best is not None:
        value = min(value, best)
    return Bound(value, best is not None and value >= best, ascent.left, ascent.rounds)


Near = list[list[tuple[int, int]]]


def _near_by_lines(case: Case, share: float) -> tuple[Near, list[int], list[float]]:
    """By unit: the centres in its circle with their distances, the distance on the rim, a first price."""
    points = case.points or []
    weights = case.weights[0] if case.weights else [1] * case.n
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, low = min(xs), min(ys)
    across = max(max(xs) - left, max(ys) - low, 1e-9)
    side = max(int((case.n / 8) ** 0.5), 1)
    step = across / side
    cells: dict[tuple[int, int], list[int]] = {}
    for unit, (x, y) in enumerate(points):
        cells.setdefault((int((x - left) / step), int((y - low) / step)), []).append(unit)
    found: Near = []
    rims: list[int] = []
    starts: list[float] = []
    for unit, (x, y) in enumerate(points):
        column, row = int((x - left) / step), int((y - low) / step)
        ring, reached, pool = 0, 0.0, []
        wanted = _SHARES * share
        while True:
            for each in _ring(column, row, ring):
                for other in cells.get(each, ()):
                    pool.append((hypot(xs[other] - x, ys[other] - y), other))
                    reached += weights[other]
            ring += 1
            if (reached >= wanted and ring > 1) or ring > 2 * side + 1:
                break
        # Whatever lies outside the rings is at least this far away.
        safe = (ring - 1) * step * (1 - 1e-9) if ring <= 2 * side + 1 else inf
        pool.sort()
        held, kept = 0.0, []
        for distance, other in pool:
            if distance > safe:
                break
            kept.append(other)
            held += weights[other]
            if held >= wanted:
                break
        last = kept[-1]
        # Units as far as the last one may be rounded to less than it; the rim stays clear of them.
        edge = hypot(xs[last] - x, ys[last] - y) * (1 - 1e-9)
        inner = [each for each in kept if hypot(xs[each] - x, ys[each] - y) < edge] or [unit]
        rim = case.far(inner[-1], unit) if len(kept) < case.n else -1
        rims.append(rim)
        found.append([(other, case.far(other, unit)) for other in kept])
        starts.append(_mean(found[-1], weights, share))
    return found, rims, starts


def _ring(column: int, row: int, ring: int) -> list[tuple[int, int]]:
    if ring == 0:
        return [(column, row)]
    along = range(-ring, ring + 1)
    inner = range(1 - ring, ring)
    return [
        *((column + each, row - ring) for each in along),
        *((column + each, row + ring) for each in along),
        *((column - ring, row + each) for each in inner),
        *((column + ring, row + each) for each in inner),
    ]


def _near_by_rows(case: Case, share: float) -> tuple[Near, list[int], list[float]]:
    """The same, where distances are known one by one only."""
    weights = case.weights[0] if case.weights else [1] * case.n
    found: Near = []
    rims: list[int] = []
    starts: list[float] = []
    for unit in range(case.n):
        pool = sorted((case.far(centre, unit), centre) for centre in range(case.n))
        held, kept = 0.0, []
        for distance, centre in pool:
            kept.append((centre, distance))
            held += weights[centre]
            if held >= _SHARES * share:
                break
        rims.append(kept[-1][1] if len(kept) < case.n else -1)
        found.append(kept)
        starts.append(_mean(kept, weights, share))
    return found, rims, starts


def _mean(near: Sequence[tuple[int, int]], weights: Sequence[int], share: float) -> float:
    """The mean distance of one share of what is near: about what a territory around here costs."""
    held = total = 0.0
    for unit, distance in near:
        part = min(float(weights[unit]), share - held)
        held += part
        total += part * distance
        if held >= share:
            break
    return total / held if held else 0.0


def _sites(
    case: Case, near: tuple[Near, list[int], list[float]], share: float
) -> tuple[Kind, list[float], list[float]]:
    """One kind of territory, as mild as the mildest; highest prices of the units, and prices to start."""
    found, rims, starts = near
    lows = [min(row) for row in case.lower]
    highs = [max(row) for row in case.upper]
    kind = Kind(tuple(range(case.k)), tuple(zip(lows, highs, strict=True)), None, None, ())
    units: list[list[int]] = [[] for _ in range(case.n)]
    costs: list[list[int]] = [[] for _ in range(case.n)]
    at_home = [0] * case.n
    for unit, pairs in enumerate(found):
        heft = case.hefts[unit]
        for centre, distance in pairs:
            if centre == unit:
                at_home[unit] = distance * heft
            else:
                units[centre].append(unit)
                costs[centre].append(distance * heft)
    columns = case.weights or [[0] * case.n]
    bounds = list(zip(lows, highs, strict=True)) or [(0, 0)]
    for centre in range(case.n):
        here = [
            (low - col[centre], high - col[centre]) for col, (low, high) in zip(columns, bounds, strict=True)
        ]
        if any(high < 0 for _, high in here):
            continue
        inside = units[centre]
        kind.sites.append(
            Site(
                centre,
                (centre,),
                inside,
                costs[centre],
                at_home[centre],
                [[column[unit] for unit in inside] for column in columns],
                here,
                beyond=0.0,
            )
        )
    caps = [inf if rim < 0 else float(rim * heft) for rim, heft in zip(rims, case.hefts, strict=True)]
    prices = [start * heft for start, heft in zip(starts, case.hefts, strict=True)]
    return kind, caps, prices
