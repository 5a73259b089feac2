"""The rules as a tree, checked as a whole: identifiers, parents, names, and what the fields hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from salesmgmt.criteria.reads import Read, merged
from salesmgmt.errors import BatchError, Problem, SalesmgmtError
from salesmgmt.territory.rules.model import TerritoryRule

__all__ = ["RuleTree", "tree_of"]


@frozen(eq=False, repr=False)
class RuleTree:
    """Rules by what they are looked up by; made anew from the rules whenever it is needed.

    Attributes:
        rules: The rules.
        first: Whether an account takes one way only.
        by_id: Rules by their identifiers.
        named_in: By account, the territories that name it in, in their order.
        named_out: By account, the territories that name it out.
    """

    rules: tuple[TerritoryRule, ...]
    first: bool
    by_id: Mapping[str, TerritoryRule]
    named_in: Mapping[str, tuple[str, ...]]
    named_out: Mapping[str, frozenset[str]]
    _below: Mapping[str | None, tuple[TerritoryRule, ...]]

    def below(self, parent: str | None) -> tuple[TerritoryRule, ...]:
        """The rules with a parent, by identifier; those at the top for None."""
        return self._below.get(parent, ())

    def path(self, territory: str) -> tuple[TerritoryRule, ...]:
        """A rule and those above it, the top first."""
        found = [self.by_id[territory]]
        while found[-1].parent is not None:
            found.append(self.by_id[found[-1].parent])
        return tuple(reversed(found))


def tree_of(rules: Sequence[TerritoryRule], *, first: bool) -> RuleTree:
    """The tree of some rules.

    Raises:
        BatchError: If they make none; all problems at once.
    """
    by_id = {one.id: one for one in rules}
    named_in: dict[str, list[str]] = {}
    named_out: dict[str, set[str]] = {}
    below: dict[str | None, list[TerritoryRule]] = {}
    for one in sorted(rules, key=lambda one: one.id):
        below.setdefault(one.parent, []).append(one)
        for account in one.includes:
            named_in.setdefault(account, []).append(one.id)
        for account in one.excludes:
            named_out.setdefault(account, set()).add(one.id)
    problems = [*_misplaced(rules, by_id), *_named_twice(named_in if first else {}), *_unlike(rules)]
    if problems:
        raise BatchError("rules", problems)
    return RuleTree(
        tuple(rules),
        first,
        by_id,
        {account: tuple(territories) for account, territories in named_in.items()},
        {account: frozenset(territories) for account, territories in named_out.items()},
        {parent: tuple(group) for parent, group in below.items()},
    )


def _misplaced(rules: Sequence[TerritoryRule], by_id: Mapping[str, TerritoryRule]) -> Iterator[Problem]:
    seen: set[str] = set()
    for one in rules:
        if one.id in seen:
            yield Problem(f"Territory {one.id}", "territory", one.id, "have one rule")
        seen.add(one.id)
        if one.parent is not None and one.parent not in by_id:
            yield Problem(f"Territory {one.id}", "parent", one.parent, "be a territory of the rules")
    sound: set[str] = set()
    for one in by_id.values():
        path: dict[str, None] = {}
        at: str | None = one.id
        while at is not None and at in by_id and at not in sound and at not in path:
            path[at] = None
            at = by_id[at].parent
        if at is not None and at in path:
            ways = list(path)
            circle = " > ".join([*ways[ways.index(at) :], at])
            rule = f"not lead back to itself, as {circle} does"
            yield Problem(f"Territory {at}", "parent", by_id[at].parent, rule)
        sound.update(path)


def _named_twice(named_in: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    for account, territories in sorted(named_in.items()):
        if len(territories) > 1:
            yield Problem(
                f"Account {account}",
                "includes",
                ", ".join(territories),
                "be named in by one territory, unless all matches count",
            )


def _unlike(rules: Sequence[TerritoryRule]) -> Iterator[Problem]:
    """Fields that two rules read as two types, or amounts that they compare in two currencies."""
    known: dict[str, Read] = {}
    for one in rules:
        for read in one.where.reads:
            try:
                pair = [known[read.path], read] if read.path in known else [read]
                known[read.path] = merged(pair)[0]
            except SalesmgmtError as error:
                yield Problem.of(f"Territory {one.id}", error)
