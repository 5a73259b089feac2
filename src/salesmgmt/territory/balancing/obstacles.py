"""Why no plan can exist, as far as it can be told before a search: each test is cheap and proves its word."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from salesmgmt.money import Money, Unrounded
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.territory.balancing.case import Case

__all__ = ["obstacles_of", "shown"]


def shown(case: Case, measure: int, scaled: int) -> int | Fraction | Money | Unrounded:
    """A scaled figure as people read it."""
    value = Fraction(scaled, case.scales[measure])
    currency = case.measures[measure].currency
    if currency is not None:
        return Money(int(value), currency) if value.denominator == 1 else Unrounded(value, currency)
    return value.numerator if value.denominator == 1 else value


def obstacles_of(case: Case) -> tuple[Reason, ...]:
    """Everything that makes a plan impossible; none found does not promise that one exists."""
    found = [*_places(case)]
    for measure in range(len(case.measures)):
        found += _totals(case, measure)
        found += _heavy(case, measure)
        found += _locked(case, measure)
        found += _reach(case, measure)
        found += _crowd(case, measure)
    return tuple(found)


def _places(case: Case) -> Iterator[Reason]:
    for unit, places in case.torn.items():
        values = {"account": case.names[unit], "territories": ", ".join(case.territories[p] for p in places)}
        yield Reason("territory.balance.torn", values, (case.names[unit],))
    for unit, allowed in case.allowed.items():
        name = case.names[unit]
        if not allowed:
            yield Reason("territory.balance.nowhere", {"account": name}, (name,))
        elif unit in case.fixed and case.fixed[unit] not in allowed:
            values = {"account": name, "territory": case.territories[case.fixed[unit]]}
            yield Reason("territory.balance.ineligible", values, (name,))


def _totals(case: Case, measure: int) -> Iterator[Reason]:
    total = sum(case.columns[measure])
    room = sum(bounds[measure] for bounds in case.most)
    need = sum(bounds[measure] for bounds in case.least)
    name = case.measures[measure].name
    if total > room:
        values = {
            "measure": name,
            "figure": shown(case, measure, total),
            "most": shown(case, measure, room),
        }
        yield Reason("territory.balance.room", values)
    if total < need:
        values = {
            "measure": name,
            "figure": shown(case, measure, total),
            "least": shown(case, measure, need),
        }
        yield Reason("territory.balance.short", values)


def _heavy(case: Case, measure: int) -> Iterator[Reason]:
    highest = max(bounds[measure] for bounds in case.most)
    lowest = min(bounds[measure] for bounds in case.most)
    for unit, weight in enumerate(case.columns[measure]):
        if weight <= lowest or unit in case.fixed:
            continue
        allowed = case.allowed.get(unit)
        if allowed == ():
            continue
        most = highest if allowed is None else max(case.most[place][measure] for place in allowed)
        if weight > most:
            values = {
                "account": case.names[unit],
                "measure": case.measures[measure].name,
                "figure": shown(case, measure, weight),
                "most": shown(case, measure, most),
            }
            yield Reason("territory.balance.heavy", values, (case.names[unit],))


def _locked(case: Case, measure: int) -> Iterator[Reason]:
    sums = [0] * len(case.territories)
    column = case.columns[measure]
    for unit, place in case.fixed.items():
        sums[place] += column[unit]
    for place, weight in enumerate(sums):
        if weight > case.most[place][measure]:
            locked = tuple(case.names[unit] for unit, where in case.fixed.items() if where == place)
            values = {
                "territory": case.territories[place],
                "measure": case.measures[measure].name,
                "figure": shown(case, measure, weight),
                "most": shown(case, measure, case.most[place][measure]),
            }
            yield Reason("territory.balance.locked", values, locked)


def _reach(case: Case, measure: int) -> Iterator[Reason]:
    """Territories that could not be filled if they got all that may stand there."""
    if not case.fixed and not case.allowed:
        return
    column = case.columns[measure]
    reach = [sum(column)] * len(case.territories)
    for unit in {*case.fixed, *case.allowed}:
        places = (case.fixed[unit],) if unit in case.fixed else case.allowed[unit]
        for place in range(len(reach)):
            if place not in places:
                reach[place] -= column[unit]
    for place, weight in enumerate(reach):
        if weight < case.least[place][measure]:
            values = {
                "territory": case.territories[place],
                "measure": case.measures[measure].name,
                "figure": shown(case, measure, weight),
                "least": shown(case, measure, case.least[place][measure]),
            }
            yield Reason("territory.balance.reach", values)


def _crowd(case: Case, measure: int) -> Iterator[Reason]:
    """More heavy accounts than territories have room for, even one beside the other."""
    count = len(case.territories)
    highest = max(bounds[measure] for bounds in case.most)
    heaviest = sorted(case.columns[measure], reverse=True)[: 3 * count + 1]
    for room in (1, 2, 3):
        if len(heaviest) > room * count and heaviest[room * count] * (room + 1) > highest:
            values: dict[str, ReasonValue] = {
                "count": room * count + 1,
                "measure": case.measures[measure].name,
                "figure": shown(case, measure, heaviest[room * count]),
                "room": room,
                "territories": count,
                "most": shown(case, measure, highest),
            }
            yield Reason("territory.balance.crowd", values)
            return
