"""A plan written as rules: its accounts by name, or by the fields that they have in common and few by name.

Where most accounts with the same values stand in one territory, a rule takes them, those to come included;
the others of these values are named. So the rules give each account the place that it has in the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from salesmgmt.criteria import NEVER, Criterion, FieldType, all_of, any_of
from salesmgmt.criteria import field as named
from salesmgmt.criteria.reads import resolved
from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.territory.checks import check_text, tuple_of
from salesmgmt.territory.plans import TerritoryPlan
from salesmgmt.territory.rules.accounts import Source
from salesmgmt.territory.rules.model import TerritoryRule

__all__ = ["fields_of", "rules_of"]

Values: TypeAlias = tuple[str, ...]
"""What an account holds in the fields that are compared."""


def fields_of(given: Iterable[str] | str) -> tuple[str, ...]:
    """The fields by which a plan is written, as a tuple.

    Raises:
        InvalidValueError: If a name is empty, or stands twice.
        WrongTypeError: If one is no text.
    """
    fields = tuple_of(given, str, "by")
    for each in fields:
        check_text("by", each)
    if len(set(fields)) != len(fields):
        raise InvalidValueError("by", ", ".join(fields), "name each field once")
    return fields


def rules_of(plan: TerritoryPlan, source: Source, by: Sequence[str]) -> tuple[TerritoryRule, ...]:
    """One rule for each territory of a plan.

    Args:
        plan: The plan.
        source: The accounts whose fields are compared.
        by: The fields; none: every account is named.

    Raises:
        BatchError: If an account holds something else than text in one of the fields; all at once.
    """
    held = _held(source, by) if by else {}
    winners = _winners(plan, held)
    taken: dict[str, list[Values]] = {territory.id: [] for territory in plan.territories}
    above = {territory.id: territory.parent for territory in plan.territories}
    for values, winner in winners.items():
        at: str | None = winner
        while at is not None:
            taken[at].append(values)
            at = above[at]
    includes: dict[str, list[str]] = {}
    for account, territory in plan.by_account().items():
        if account not in held or winners.get(held[account]) != territory:
            includes.setdefault(territory, []).append(account)
    excludes: dict[str, list[str]] = {}
    placed = plan.by_account()
    for account, values in held.items():
        if account not in placed and values in winners:
            excludes.setdefault(_top(winners[values], above), []).append(account)
    keeping = {*placed.values()}
    return tuple(
        TerritoryRule(
            territory,
            _criterion(by, taken[territory.id]),
            includes.get(territory.id, ()),
            excludes.get(territory.id, ()),
            keeps_rest=territory.id in keeping,
        )
        for territory in plan.territories
    )


def _held(source: Source, by: Sequence[str]) -> dict[str, Values]:
    """What accounts hold in the fields; those that lack one are left out."""
    found = {}
    problems = []
    for account, record in zip(source.ids, source.records, strict=True):
        values = [resolved(record, path, source.tables) for path in by]
        odd = [pair for pair in zip(by, values, strict=True) if not isinstance(pair[1], str | None)]
        problems += [Problem(f"Account {account}", path, value, "be a text") for path, value in odd]
        texts = tuple([str.__str__(value) for value in values if isinstance(value, str)])
        if len(texts) == len(by):
            found[account] = texts
    if problems:
        raise BatchError("accounts", problems)
    return found


def _winners(plan: TerritoryPlan, held: Mapping[str, Values]) -> dict[Values, str]:
    """The values of which more than half of the accounts stand in one territory, and which one that is."""
    placed = plan.by_account()
    counts: dict[Values, Counter[str | None]] = {}
    for account, values in held.items():
        counts.setdefault(values, Counter())[placed.get(account)] += 1
    found = {}
    for values, count in sorted(counts.items()):
        territory, number = max(count.items(), key=lambda item: item[1])
        if territory is not None and 2 * number > count.total():
            found[values] = territory
    return found


def _top(territory: str, above: Mapping[str, str | None]) -> str:
    at = territory
    while (parent := above[at]) is not None:
        at = parent
    return at


def _criterion(by: Sequence[str], taken: Iterable[Values]) -> Criterion:
    """What holds for accounts with one of some combinations of values."""
    groups: dict[Values, list[str]] = {}
    for values in sorted(taken):
        groups.setdefault(values[:-1], []).append(values[-1])
    # Combinations with the same choice in the last field are one condition over the others.
    choices: dict[Values, list[Values]] = {}
    for front, lasts in groups.items():
        choices.setdefault(tuple(lasts), []).append(front)
    parts = []
    for listed, fronts in choices.items():
        own = [_listed(by[-1], listed)]
        if len(by) > 1:
            own.insert(0, _criterion(by[:-1], fronts))
        parts.append(all_of(*own))
    return any_of(*parts) if parts else NEVER


def _listed(path: str, values: Sequence[str]) -> Criterion:
    asked = named(path, FieldType.TEXT)
    listed = asked.equals(values[0]) if len(values) == 1 else asked.is_in(*values)
    return listed.or_if_missing(met=False)
