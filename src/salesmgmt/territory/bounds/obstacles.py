"""Why no plan can exist on a map, as far as cheap tests can tell before a search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import accumulate

from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds.enumeration import MOST_UNITS, enumerate_best
from salesmgmt.territory.bounds.graph import components, lightest_paths
from salesmgmt.territory.bounds.surroundings import stuck_unit

__all__ = ["obstacles_of"]

#: Units whose surroundings are weighed until one is found that stands in the way.
_NODES = 20_000


def obstacles_of(
    case: Case, *, nodes: int = _NODES, keep_going: Callable[[], bool] | None = None
) -> tuple[Reason, ...]:
    """Everything found that makes a plan impossible; none found does not promise that one exists.

    The tests go from cheap to dear, and the dearer ones are left out once something has been found: totals,
    units on their own, locked units, components, what a connected territory around a unit can weigh, all
    that could join a heavy unit, and for few units everything.

    Args:
        case: What is to be aligned.
        nodes: At most so many cases where all are tried.
        keep_going: Asked now and then in the dear tests; they end once it says no.
    """
    found = [*_places(case)]
    for measure in range(len(case.weights)):
        found += _totals(case, measure)
        found += _heavy(case, measure)
        found += _crowd(case, measure)
        found += _locked(case, measure)
    if case.neighbours is not None:
        found += _split(case)
        found += _torn(case)
        for measure in range(len(case.weights)):
            found += _components(case, measure)
        if not found:
            found += _apart(case)
        if not found:
            found += _reach(case, keep_going)
        if not found:
            found += _stuck(case, keep_going)
    if not found and case.n <= MOST_UNITS:
        tried = enumerate_best(case, nodes=nodes, keep_going=keep_going)
        if tried.complete and tried.owner is None:
            found.append(Reason("territory.obstacle.none", {"units": case.n, "territories": case.k}))
    return tuple(found)


def _shown(case: Case, measure: int, scaled: int) -> int | Fraction:
    value = Fraction(scaled, case.weight_scales[measure])
    return value.numerator if value.denominator == 1 else value


def _may(case: Case, unit: int) -> int:
    return (1 << case.k) - 1 if case.allowed is None else case.allowed[unit]


def _locks(case: Case) -> list[list[int]]:
    """Units that stand in one territory only, by territory."""
    found: list[list[int]] = [[] for _ in range(case.k)]
    if case.allowed is not None:
        for unit, may in enumerate(case.allowed):
            if may and not may & (may - 1):
                found[may.bit_length() - 1].append(unit)
    return found


def _places(case: Case) -> Iterator[Reason]:
    if case.n < case.k:
        yield Reason("territory.obstacle.few", {"units": case.n, "territories": case.k})
    if case.allowed is None:
        return
    anywhere = 0
    for unit, may in enumerate(case.allowed):
        anywhere |= may
        if not may:
            yield Reason("territory.obstacle.nowhere", {"unit": case.names[unit]}, (case.names[unit],))
    for place in range(case.k):
        if not anywhere >> place & 1:
            yield Reason("territory.obstacle.closed", {"territory": case.territories[place]})


def _totals(case: Case, measure: int) -> Iterator[Reason]:
    total, room, need = sum(case.weights[measure]), sum(case.upper[measure]), sum(case.lower[measure])
    values: dict[str, ReasonValue] = {
        "measure": case.measures[measure],
        "figure": _shown(case, measure, total),
        "territories": case.k,
    }
    if total > room:
        yield Reason("territory.obstacle.room", {**values, "most": _shown(case, measure, room)})
    if total < need:
        yield Reason("territory.obstacle.short", {**values, "least": _shown(case, measure, need)})
    for place, (low, high) in enumerate(zip(case.lower[measure], case.upper[measure], strict=True)):
        if low > high or high < 0:
            bounds: dict[str, ReasonValue] = {
                "territory": case.territories[place],
                "measure": case.measures[measure],
                "least": _shown(case, measure, low),
                "most": _shown(case, measure, high),
            }
            yield Reason("territory.obstacle.bounds", bounds)


def _heavy(case: Case, measure: int) -> Iterator[Reason]:
    uppers = case.upper[measure]
    lowest, highest = min(uppers), max(uppers)
    for unit, weight in enumerate(case.weights[measure]):
        may = _may(case, unit)
        if weight <= lowest or not may:
            continue
        most = highest if case.allowed is None else max(u for p, u in enumerate(uppers) if may >> p & 1)
        if weight > most:
            values = {
                "unit": case.names[unit],
                "measure": case.measures[measure],
                "figure": _shown(case, measure, weight),
                "most": _shown(case, measure, most),
            }
            yield Reason("territory.obstacle.heavy", values, (case.names[unit],))


def _crowd(case: Case, measure: int) -> Iterator[Reason]:
    """More heavy units than territories have room for, even one beside the other."""
    highest = max(case.upper[measure])
    weights = case.weights[measure]
    heaviest = sorted(range(case.n), key=lambda unit: (-weights[unit], unit))[: 3 * case.k + 1]
    for room in (1, 2, 3):
        place = room * case.k
        if len(heaviest) > place and weights[heaviest[place]] * (room + 1) > highest:
            least = weights[heaviest[place]]
            values: dict[str, ReasonValue] = {
                "count": place + 1,
                "measure": case.measures[measure],
                "figure": _shown(case, measure, least),
                "room": room,
                "territories": case.k,
                "most": _shown(case, measure, highest),
            }
            yield Reason(
                "territory.obstacle.crowd", values, tuple(case.names[u] for u in heaviest[: place + 1])
            )
            return


def _locked(case: Case, measure: int) -> Iterator[Reason]:
    if case.allowed is None:
        return
    weights = case.weights[measure]
    for place, units in enumerate(_locks(case)):
        names = tuple(case.names[unit] for unit in units)
        held = sum(weights[unit] for unit in units)
        values: dict[str, ReasonValue] = {
            "territory": case.territories[place],
            "measure": case.measures[measure],
        }
        if held > case.upper[measure][place]:
            most = _shown(case, measure, case.upper[measure][place])
            figure = _shown(case, measure, held)
            yield Reason("territory.obstacle.locked", {**values, "figure": figure, "most": most}, names)
        open_to = sum(weight for unit, weight in enumerate(weights) if case.allowed[unit] >> place & 1)
        if open_to < case.lower[measure][place]:
            least = _shown(case, measure, case.lower[measure][place])
            figure = _shown(case, measure, open_to)
            yield Reason("territory.obstacle.open", {**values, "figure": figure, "least": least})


def _split(case: Case) -> Iterator[Reason]:
    """More parts of the map than territories, where no measure tells it."""
    if case.neighbours is None or case.weights or not case.n:
        return
    parts = components(case.neighbours)
    if len(parts) > case.k:
        yield Reason("territory.obstacle.split", {"parts": len(parts), "territories": case.k})


def _torn(case: Case) -> Iterator[Reason]:
    """Locked units of one territory that nothing which may stand there connects."""
    if case.neighbours is None or case.allowed is None:
        return
    for place, units in enumerate(_locks(case)):
        if len(units) < 2:
            continue
        ground = [unit for unit, may in enumerate(case.allowed) if may >> place & 1]
        for part in components(case.neighbours, ground):
            inside = set(part)
            if units[0] in inside:
                for other in units[1:]:
                    if other not in inside:
                        values = {
                            "territory": case.territories[place],
                            "unit": case.names[units[0]],
                            "other": case.names[other],
                        }
                        yield Reason(
                            "territory.obstacle.torn", values, (case.names[units[0]], case.names[other])
                        )
                        break


def _components(case: Case, measure: int) -> Iterator[Reason]:
    """Parts of the map that no whole number of territories fits into."""
    if case.neighbours is None:
        return
    parts = components(case.neighbours)
    if len(parts) < 2:
        return
    weights = case.weights[measure]
    lows = list(accumulate(sorted(case.lower[measure]), initial=0))
    highs = list(accumulate(sorted(case.upper[measure], reverse=True), initial=0))
    fewest = most = 0
    for part in parts:
        held = sum(weights[unit] for unit in part)
        fits = [
            number for number in range(1, min(case.k, len(part)) + 1) if lows[number] <= held <= highs[number]
        ]
        if not fits:
            values: dict[str, ReasonValue] = {
                "count": len(part),
                "unit": case.names[part[0]],
                "measure": case.measures[measure],
                "figure": _shown(case, measure, held),
                "least": _shown(case, measure, min(case.lower[measure])),
                "most": _shown(case, measure, max(case.upper[measure])),
            }
            code = "territory.obstacle.light" if held < lows[1] else "territory.obstacle.uneven"
            yield Reason(code, values, tuple(case.names[unit] for unit in part))
            return
        fewest += fits[0]
        most += fits[-1]
    if not fewest <= case.k <= most:
        counts: dict[str, ReasonValue] = {
            "parts": len(parts),
            "fewest": fewest,
            "greatest": most,
            "territories": case.k,
            "measure": case.measures[measure],
        }
        yield Reason("territory.obstacle.parts", counts)


def _apart(case: Case) -> Iterator[Reason]:
    """Locked units of one territory, with more between them than it may carry."""
    if case.neighbours is None or case.allowed is None:
        return
    for place, units in enumerate(_locks(case)):
        if len(units) < 2:
            continue
        open_to = [bool(may >> place & 1) for may in case.allowed]
        for measure, weights in enumerate(case.weights):
            high = case.upper[measure][place]
            near = lightest_paths(case.neighbours, weights, units[0], high, open_to=open_to)
            for other in units[1:]:
                if other not in near:
                    values = {
                        "territory": case.territories[place],
                        "unit": case.names[units[0]],
                        "other": case.names[other],
                        "measure": case.measures[measure],
                        "most": _shown(case, measure, high),
                    }
                    yield Reason(
                        "territory.obstacle.apart", values, (case.names[units[0]], case.names[other])
                    )
                    return


def _reach(case: Case, keep_going: Callable[[], bool] | None) -> Iterator[Reason]:
    """Units around which a connected territory always stays too light: what would fill it makes it too heavy.

    Only the first such unit by weight is told: its neighbours often suffer from the same.
    """
    if case.neighbours is None:
        return
    profiles = _profiles(case)
    for measure, weights in enumerate(case.weights):
        for unit in sorted(range(case.n), key=lambda each: (-weights[each], each)):
            if keep_going is not None and not keep_going():
                return
            heaviest, least, most = -1, 0, 0
            for places, open_to in profiles:
                if open_to is not None and not open_to[unit]:
                    continue
                high = max(case.upper[measure][place] for place in places)
                low = min(case.lower[measure][place] for place in places)
                near = lightest_paths(
                    case.neighbours, weights, unit, high, open_to=open_to, enough=max(low, 0)
                )
                together = sum(weights[each] for each in near)
                if near and together >= low:
                    break
                if together > heaviest:
                    heaviest, least, most = together, low, high
            else:
                values: dict[str, ReasonValue] = {
                    "unit": case.names[unit],
                    "measure": case.measures[measure],
                    "weight": _shown(case, measure, weights[unit]),
                    "figure": _shown(case, measure, max(heaviest, 0)),
                    "least": _shown(case, measure, least),
                    "most": _shown(case, measure, most),
                }
                yield Reason("territory.obstacle.reach", values, (case.names[unit],))
                return


def _stuck(case: Case, keep_going: Callable[[], bool] | None) -> Iterator[Reason]:
    """A heavy unit with no place in any plan, as all connected sets around it tell."""
    unit = stuck_unit(case, keep_going)
    if unit is not None:
        yield Reason("territory.obstacle.stuck", {"unit": case.names[unit]}, (case.names[unit],))


def _profiles(case: Case) -> list[tuple[list[int], list[bool] | None]]:
    """Territories by the units that may stand there; those with the same bounds and permissions together."""
    groups: dict[object, tuple[list[int], list[bool] | None]] = {}
    for place in range(case.k):
        open_to = None
        if case.allowed is not None:
            open_to = [bool(may >> place & 1) for may in case.allowed]
        bounds = tuple((low[place], high[place]) for low, high in zip(case.lower, case.upper, strict=True))
        key = (bounds, None if open_to is None else tuple(open_to))
        groups.setdefault(key, ([], open_to))[0].append(place)
    return list(groups.values())
