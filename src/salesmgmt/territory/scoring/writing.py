"""A plan on a map written as rules that accounts are assigned by, and rules read back as a plan on the map.

The rules ask for what an account says of its place: a postal code, an area, or the account's own identifier.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.criteria import NEVER, Criterion, FieldType, any_of
from salesmgmt.criteria import field as named
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.territory.checks import check_text
from salesmgmt.territory.maps.units import SalesMap
from salesmgmt.territory.plans.plan import TerritoryPlan
from salesmgmt.territory.rules.accounts import check_key
from salesmgmt.territory.rules.model import TerritoryRule
from salesmgmt.territory.rules.ruleset import Match, RuleSet
from salesmgmt.territory.scoring.scoring import PlanLike, plan_of

__all__ = ["UnitFields"]

Groups: TypeAlias = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def _as_groups(
    given: Mapping[str, Mapping[str, str]] | Iterable[tuple[str, Iterable[tuple[str, str]]]],
) -> Groups:
    items = given.items() if isinstance(given, Mapping) else given
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise WrongTypeError("groups", given, "be a mapping of field to unit to value")
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for item in items:
        if not isinstance(item, tuple | list) or len(item) != 2:
            raise WrongTypeError("groups", item, "be a mapping of field to unit to value")
        path, values = item
        check_text("groups", path)
        if path in found:
            raise InvalidValueError("groups", path, "stand once")
        if isinstance(values, str) or not isinstance(values, Iterable):
            raise WrongTypeError(f"groups.{path}", values, "be a mapping of unit to value")
        pairs: dict[str, str] = {}
        for pair in values.items() if isinstance(values, Mapping) else values:
            if not isinstance(pair, tuple | list) or len(pair) != 2:
                raise WrongTypeError(f"groups.{path}", pair, "be a mapping of unit to value")
            unit, value = pair
            check_text(f"groups.{path}", unit)
            check_text(f"groups.{path}.{unit}", value)
            if unit in pairs:
                raise InvalidValueError(f"groups.{path}", unit, "stand once")
            pairs[unit] = value
        found[path] = tuple(sorted(pairs.items()))
    return tuple(found.items())


@frozen
class UnitFields:
    """How accounts say in which unit of the map they are.

    Attributes:
        by: The field of an account that holds the identifier of a unit: `postal_code`, `area`, or `id` where
            the units are the accounts themselves.
        groups: Fields of accounts that hold something wider, such as a province, with the value of each unit;
            the widest first. Where all units of one value stand in one territory, a rule names the value and
            not the units, so that places to come find their territory too.
        key: The field that holds an account's identifier.

    Raises:
        InvalidValueError: If a name is empty, or a field stands twice.
        WrongTypeError: If something has another type.

    Examples:
        >>> from salesmgmt.territory import MapUnit, Territory
        >>> towns = SalesMap([MapUnit(name) for name in ("n1", "n2", "s1", "s2")])
        >>> plan = TerritoryPlan("2027", [Territory("A"), Territory("B")], {
        ...     "n1": "A", "n2": "A", "s1": "A", "s2": "B",
        ... })
        >>> places = UnitFields("town", {"region": {"n1": "N", "n2": "N", "s1": "S", "s2": "S"}})
        >>> rules = places.rules_of(plan)
        >>> print(rules.rule("A").where)
        region is “N” (and is not missing) or town is “s1” (and is not missing)
        >>> places.plan_of(rules, towns) == plan
        True
    """

    by: str = "area"
    groups: Groups = field(default=(), converter=_as_groups)
    key: str = "id"

    def __attrs_post_init__(self) -> None:
        check_text("by", self.by)
        check_key(self.key)
        for path, _ in self.groups:
            if path in (self.by, self.key):
                raise InvalidValueError("groups", path, "be another field than that of the unit")

    def rules_of(self, plan: PlanLike) -> RuleSet:
        """A plan on a map as rules: one for each territory, by the units that stand in it.

        The rules give every unit the territory that it has in the plan, and so every account in it.
        Territories with others below take what those take. Days, status and version are those of the plan.

        Args:
            plan: The plan, or what an alignment found.

        Raises:
            InvalidValueError: If an alignment found no division.
            WrongTypeError: If it is no plan.
        """
        division = plan_of(plan)
        placed = division.by_account()
        above = {territory.id: territory.parent for territory in division.territories}
        taken: dict[str, list[Criterion]] = {territory.id: [] for territory in division.territories}
        named_in: dict[str, list[str]] = {}
        left = dict(placed)
        for path, pairs in self.groups:
            whole: dict[str, set[str | None]] = {}
            for unit, value in pairs:
                whole.setdefault(value, set()).add(placed.get(unit))
            values: dict[str, list[str]] = {}
            gone = set()
            for value, places in sorted(whole.items()):
                place = next(iter(places))
                units = [unit for unit, held in pairs if held == value and unit in left]
                if len(places) == 1 and place is not None and units:
                    values.setdefault(place, []).append(value)
                    gone.update(units)
            left = {unit: place for unit, place in left.items() if unit not in gone}
            _take(taken, above, path, values)
        if self.by == self.key:
            for unit, place in left.items():
                named_in.setdefault(place, []).append(unit)
        else:
            units_of: dict[str, list[str]] = {}
            for unit, place in left.items():
                units_of.setdefault(place, []).append(unit)
            _take(taken, above, self.by, units_of)
        keeping = set(placed.values())
        rules = [
            TerritoryRule(
                territory,
                any_of(*taken[territory.id]) if taken[territory.id] else NEVER,
                named_in.get(territory.id, ()),
                keeps_rest=territory.id in keeping,
            )
            for territory in division.territories
        ]
        return RuleSet(
            division.id, rules, Match.FIRST, self.key, division.during, division.status, division.version
        )

    def records(self, sales_map: SalesMap) -> list[dict[str, str]]:
        """The units as accounts of that many places, for `RuleSet.assign`.

        Raises:
            WrongTypeError: If it is no map.
        """
        if not isinstance(sales_map, SalesMap):
            raise WrongTypeError("sales_map", sales_map, "be a SalesMap")
        held = [(path, dict(pairs)) for path, pairs in self.groups]
        return [
            {
                **{path: pairs[unit.id] for path, pairs in held if unit.id in pairs},
                self.by: unit.id,
                self.key: unit.id,
            }
            for unit in sales_map.units
        ]

    def plan_of(self, rules: RuleSet, sales_map: SalesMap) -> TerritoryPlan:
        """The plan that rules make of a map, so that they can be scored and compared like any other.

        Args:
            rules: The rules; they read the fields that are named here.
            sales_map: The map.

        Raises:
            BatchError: If the rules read a field that the units do not have; all at once.
            InvalidValueError: If the rules have another key.
            WrongTypeError: If something has another type.
        """
        if not isinstance(rules, RuleSet):
            raise WrongTypeError("rules", rules, "be a RuleSet")
        if rules.key != self.key:
            raise InvalidValueError("rules", rules.key, f"have the key {self.key}")
        return rules.assign(self.records(sales_map)).plan()


def _take(
    taken: dict[str, list[Criterion]],
    above: Mapping[str, str | None],
    path: str,
    values: Mapping[str, list[str]],
) -> None:
    """Have each territory take its values of a field, and those above it as well."""
    everything: dict[str, list[str]] = {}
    for territory, own in values.items():
        at: str | None = territory
        while at is not None:
            everything.setdefault(at, []).extend(own)
            at = above[at]
    for territory, own in everything.items():
        asked = named(path, FieldType.TEXT)
        listed = asked.equals(own[0]) if len(own) == 1 else asked.is_in(*sorted(own))
        taken[territory].append(listed.or_if_missing(met=False))
