"""What makes an alignment impossible, in the words of the map: money as money, groups by their units."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from salesmgmt.money import Currency, Money, Unrounded
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.territory.bounds.obstacles import obstacles_of
from salesmgmt.territory.planning.building import Built

__all__ = ["obstacles_on"]

#: Units of a group that are named; a longer one ends in an ellipsis.
_NAMED = 3


def obstacles_on(made: Built, locked: Mapping[str, str]) -> tuple[Reason, ...]:
    """Everything found that makes a plan impossible.

    Args:
        made: The case of an order.
        locked: Units that have to stand in a territory.
    """
    currencies = dict(zip(made.case.measures, made.currencies, strict=True))
    names = made.plain.names
    groups = {names[group[0]]: tuple(names[unit] for unit in group) for group in made.groups}
    return tuple(_worded(reason, currencies, groups, made, locked) for reason in obstacles_of(made.case))


def _worded(
    reason: Reason,
    currencies: Mapping[str, Currency | None],
    groups: Mapping[str, tuple[str, ...]],
    made: Built,
    locked: Mapping[str, str],
) -> Reason:
    values = dict(reason.values)
    measure = values.get("measure")
    currency = currencies[measure] if isinstance(measure, str) else None
    if currency is not None:
        for name in ("figure", "least", "most", "weight"):
            if name in values:
                values[name] = _money(values[name], currency)
    facts = [unit for fact in reason.facts for unit in groups.get(fact, (fact,))]
    because: tuple[Reason, ...] = ()
    if reason.code == "territory.obstacle.nowhere":
        because = _pins(groups[str(values["unit"])], made, locked)
    for name in ("unit", "other"):
        group = groups.get(str(values.get(name)), ())
        if len(group) > 1:
            values[name] = " + ".join((*group[:_NAMED], "…") if len(group) > _NAMED else group)
    return Reason(reason.code, values, facts, because)


def _money(value: ReasonValue, currency: Currency) -> ReasonValue:
    if isinstance(value, int):
        return Money(value, currency)
    return Unrounded(value, currency) if isinstance(value, Fraction) else value


def _pins(group: tuple[str, ...], made: Built, locked: Mapping[str, str]) -> tuple[Reason, ...]:
    """What holds units of a group in territories of their own."""
    case = made.plain
    found = []
    for unit in group:
        may = 0 if case.allowed is None else case.allowed[case.names.index(unit)]
        if may and not may & (may - 1):
            code = "territory.unit.locked" if unit in locked else "territory.unit.reserved"
            territory = case.territories[may.bit_length() - 1]
            found.append(Reason(code, {"unit": unit, "territory": territory}, (unit,)))
    return tuple(found)
