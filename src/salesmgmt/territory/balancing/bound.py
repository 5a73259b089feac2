"""What any balanced plan disrupts at least: what must leave full territories, and come into poor ones."""

from __future__ import annotations

from collections.abc import Iterable

from salesmgmt.territory.balancing.case import NOWHERE, Case

__all__ = ["least_disruption"]


def least_disruption(case: Case) -> int:
    """A lower bound on the disruption of every plan that keeps the bounds, in the unit of the fees.

    An account leaves one territory and comes into one. So what overfull territories must at least let go adds
    up, and so does what poor ones must at least get; each is the cheapest way to fill a knapsack, the last
    account taken in part (Dantzig 1957), for the measure that asks for most.
    """
    count = len(case.territories)
    at_home: list[list[int]] = [[] for _ in range(count)]
    forced = 0
    coming: list[int] = []
    load = [[0] * len(case.columns) for _ in range(count)]
    for unit, home in enumerate(case.home):
        least = 0
        if unit in case.mixed:
            least = min(case.mixed[unit].values())
        fixed = case.fixed.get(unit)
        allowed = case.allowed.get(unit)
        if fixed is not None:
            forced += case.fee_at(unit, fixed)
            stands = fixed
        elif home != NOWHERE and (allowed is None or home in allowed):
            forced += least
            stands = home
            at_home[home].append(unit)
            coming.append(unit)
        else:
            forced += (
                0
                if home == NOWHERE
                else min((case.fee_at(unit, place) for place in allowed or range(count)), default=0)
            )
            coming.append(unit)
            continue
        for measure, column in enumerate(case.columns):
            load[stands][measure] += column[unit]
    leaving = sum(
        max(
            (
                _cheapest(
                    ((_extra(case, unit), column[unit]) for unit in at_home[place]),
                    load[place][measure] - case.most[place][measure],
                )
                for measure, column in enumerate(case.columns)
            ),
            default=0,
        )
        for place in range(count)
    )
    return case.base + forced + max(leaving, _entering(case, load, coming))


def _extra(case: Case, unit: int) -> int:
    """What a unit costs away from home, above what it costs in any case."""
    home = case.home[unit]
    if home == NOWHERE:
        return 0
    if unit in case.mixed:
        at = sorted(case.mixed[unit].values())
        return at[1] - at[0]
    return case.fee[unit]


def _entering(case: Case, load: list[list[int]], coming: list[int]) -> int:
    """The least that has to come into territories below their bounds."""
    needs = [
        (place, measure, case.least[place][measure] - carried[measure])
        for place, carried in enumerate(load)
        for measure in range(len(case.columns))
        if carried[measure] < case.least[place][measure]
    ]
    best: dict[int, int] = {}
    for measure, column in enumerate(case.columns):
        wanted = [(place, need) for place, which, need in needs if which == measure]
        if not wanted:
            continue
        # One order for all territories; what is at home in one of them only makes its bound lower.
        items = sorted(
            ((_away(case, unit), column[unit]) for unit in coming if column[unit]),
            key=_dearness,
        )
        for place, need in wanted:
            best[place] = max(best.get(place, 0), _filled(items, need))
    return sum(best.values())


def _away(case: Case, unit: int) -> int:
    allowed = case.allowed.get(unit)
    if allowed is not None and case.home[unit] not in allowed:
        return 0
    return _extra(case, unit)


def _cheapest(items: Iterable[tuple[int, int]], need: int) -> int:
    """The least fee for items that weigh the needed sum, the last one in part; rounded up."""
    if need <= 0:
        return 0
    return _filled(sorted((item for item in items if item[1]), key=_dearness), need)


def _filled(items: list[tuple[int, int]], need: int) -> int:
    fee = 0
    for cost, weight in items:
        if weight >= need:
            return fee + -(-cost * need // weight)
        fee += cost
        need -= weight
    return fee


def _dearness(item: tuple[int, int]) -> int:
    """Fee over weight, in whole numbers: a float would tell close ones apart wrongly."""
    return (item[0] << 64) // item[1]
