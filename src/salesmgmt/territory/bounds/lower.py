"""A lower bound for any case: by trying all where it is small, by prices where it is not."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, inf

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds.cutting import least_cuts, least_wishes
from salesmgmt.territory.bounds.enumeration import MOST_UNITS, enumerate_best
from salesmgmt.territory.bounds.kinds import kinds_of, sites_of
from salesmgmt.territory.bounds.lagrange import Ascent
from salesmgmt.territory.bounds.outcome import Bound
from salesmgmt.territory.bounds.prices import cold_prices
from salesmgmt.territory.bounds.wide import wide_bound

__all__ = ["lower_bound"]

#: Above so many pairs of units, sites hold near units only.
_PAIRS = 1_500_000
#: Units of this part of a mean load are never divided, once prices have settled.
_HEAVY = 0.02
_BRANCHINGS = 120
#: A round that looks at more units than this counts for several.
_WORK = 33_000
#: Up to so many units, no unit at all is divided in the last rounds.
_WHOLE = 150


def lower_bound(
    case: Case,
    best: int | None = None,
    *,
    rounds: int = 1200,
    nodes: int = 200_000,
    keep_going: Callable[[], bool] | None = None,
    ready: Callable[[], bool] | None = None,
) -> Bound:
    """A value that no plan of a case can be below.

    Each unit is paid a price for having one territory; then every centre asks on its own for the cheapest set
    within the bounds, and the cheapest so many sets, with the sum of the prices, cost no more than any plan
    (Lagrangian relaxation, as Hess's model of 1965 invites it). Subgradient steps after Polyak move the
    prices. Sets hold only what a path within the upper bound leads to, and heavy units are not divided. A
    centre is out once every plan around it costs more than the best one known; with too few left, that one is
    proved. Territories with wishes, locks or bounds of their own have sets of their own. Of several measures,
    each set keeps the one that makes it dearest.

    Args:
        case: What is to be aligned.
        best: Cost of the best plan known, which tells the steps where to go and may be proved the best.
        rounds: At most so many rounds of prices.
        nodes: At most so many cases, where there are few enough units to try all.
        keep_going: Asked before each round; the bound so far is given once it says no.
        ready: Asked while the sites are made, before the first round; None for `keep_going`.
    """
    if case.n <= MOST_UNITS:
        tried = enumerate_best(case, nodes=nodes, keep_going=keep_going)
        if tried.complete:
            proof = best is None or tried.value is None or best <= tried.value
            return Bound(tried.value, proof=proof, rounds=tried.nodes)
    if case.n < case.k:
        return Bound(None, proof=True)
    aside = least_cuts(case)
    if case.kind == "cut":
        value = aside + least_wishes(case)
        return Bound(value, best is not None and value >= best, None, 0)
    goal = None if best is None else best - aside
    if case.n * case.n > _PAIRS:
        found = wide_bound(
            case, goal, rounds=max(rounds * min(45, 320_000 // case.n) // 1200, 1), keep_going=keep_going
        )
    else:
        found = _close_bound(case, goal, rounds, keep_going, keep_going if ready is None else ready)
    if found.value is None:
        return found
    return Bound(found.value + aside, found.proof, found.centres, found.rounds)


def _close_bound(
    case: Case,
    best: int | None,
    rounds: int,
    keep_going: Callable[[], bool] | None,
    ready: Callable[[], bool] | None,
) -> Bound:
    kinds = kinds_of(case)
    plain = least_wishes(case)
    for kind in kinds:
        sites = sites_of(case, kind, ready)
        if sites is None:
            return Bound(plain)
        kind.sites = sites
        if len(sites) < len(kind.places):
            return Bound(None, proof=True, centres=len(sites))
    ascent = Ascent(case, kinds, best)
    load = sum(case.weights[0]) / case.k if case.weights else inf
    most = float(rounds * _WORK)
    ascent.climb(cold_prices(case), rounds // 8, most=most * 0.3, keep_going=keep_going)
    effort = [(_HEAVY * load, rounds // 2, 0.9), (_HEAVY * load / 5, rounds * 3 // 8, 1.0)]
    if case.n <= _WHOLE:
        effort = [(_HEAVY * load, rounds * 5 // 8, 0.9), (0.0, rounds // 4, 1.0)]
    for heavy, share, part in effort:
        if not ascent.proven and ascent.prices:
            ascent.climb(
                ascent.prices,
                share,
                heavy=heavy,
                nodes=_BRANCHINGS,
                most=most * part,
                keep_going=keep_going,
            )
    if ascent.proven:
        return Bound(best, proof=True, centres=ascent.left, rounds=ascent.rounds)
    if ascent.value == -inf:
        return Bound(plain, centres=ascent.left, rounds=ascent.rounds)
    value = max(ceil(ascent.value - ascent.margin(ascent.prices)), plain)
    if best is not None:
        value = min(value, best)
    return Bound(value, best is not None and value >= best, ascent.left, ascent.rounds)
