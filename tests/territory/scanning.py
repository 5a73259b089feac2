"""Rules asked one by one: slow and obvious, to hold the engine and the audit to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from salesmgmt.criteria import Yes, contains
from salesmgmt.criteria.reads import Tables
from salesmgmt.territory.rules import Match, RuleSet, TerritoryRule


def before(one: TerritoryRule, group: Iterable[TerritoryRule]) -> tuple[int, int, int, str]:
    """What the order of siblings goes by."""
    wider = [
        other
        for other in group
        if other is not one
        and other.priority == one.priority
        and isinstance(contains(other.where, one.where), Yes)
        and not isinstance(contains(one.where, other.where), Yes)
    ]
    fields = max(len(each.where.fields) for each in (one, *wider))
    return (-one.priority, -fields, -len(wider), one.id)


def ordered(rules: RuleSet) -> Mapping[str | None, list[TerritoryRule]]:
    """The rules by parent, in their order."""
    groups: dict[str | None, list[TerritoryRule]] = {}
    for one in rules.rules:
        groups.setdefault(one.parent, []).append(one)
    return {parent: sorted(group, key=lambda one: before(one, group)) for parent, group in groups.items()}


def scan(
    rules: RuleSet,
    groups: Mapping[str | None, list[TerritoryRule]],
    record: object,
    account: str,
    tables: Tables | None = None,
) -> tuple[str, ...]:
    """The territories of one account; raises whatever a rule raises on the way."""
    named = [one.id for one in rules.rules if account in one.includes]

    def taken(one: TerritoryRule) -> bool:
        return one.where.matches(record, tables) and account not in one.excludes

    def ends_at(at: str | None) -> tuple[str, ...]:
        keeps = at is not None and next(one for one in rules.rules if one.id == at).keeps_rest
        return (at,) if at is not None and keeps else ()

    def down(at: str | None) -> tuple[str, ...]:
        group = groups.get(at, [])
        if not group:
            return () if at is None else (at,)
        found = [(one, taken(one)) for one in group]
        if rules.match is Match.FIRST:
            winner = next((one for one, takes in found if takes), None)
            return ends_at(at) if winner is None else down(winner.id)
        followed = [one for one, takes in found if takes or one.id in named]
        if not followed:
            return ends_at(at)
        return tuple(end for one in followed if one.id not in named for end in down(one.id))

    if rules.match is Match.FIRST:
        return down(named[0] if named else None)
    return tuple(dict.fromkeys(end for start in (*named, None) for end in down(start)))
