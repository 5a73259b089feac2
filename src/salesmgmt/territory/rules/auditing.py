"""Auditing rules by their conditions: what no account of today may show, found by analysis.

Accounts that no rule names all go by the rules alone. Those that rules name go by them, too, but start
elsewhere or pass some rules by; accounts that are named by the same rules are one person here. For each
person, the way to a territory is a criterion: what the rules on the way ask, and that nothing went before.
Whether somebody reaches it, is taken twice there, or by none, is then a question about criteria.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from salesmgmt.criteria import (
    Checked,
    Criterion,
    FieldType,
    Membership,
    No,
    Not,
    Unknown,
    Witness,
    Yes,
    all_of,
    impossible,
)
from salesmgmt.criteria import field as criterion_field
from salesmgmt.criteria.reads import merged
from salesmgmt.reasons import Reason
from salesmgmt.territory.rules.choices import Choices, choices_of
from salesmgmt.territory.rules.findings import Audit, AuditFinding, FindingKind
from salesmgmt.territory.rules.model import TerritoryRule
from salesmgmt.territory.rules.standing import Standing, Standings, group_reads, places_of, standings
from salesmgmt.territory.rules.tree import RuleTree

__all__ = ["audit_of"]

_FEW = 6
_MOST_PAIRS = 5_000


@frozen
class _Person:
    """Accounts that the same rules name.

    Attributes:
        ids: Their identifiers; none for all that nobody names.
        starts: The territories that name them in.
        out_of: The territories that name them out.
    """

    ids: tuple[str, ...]
    starts: tuple[str, ...]
    out_of: frozenset[str]


@frozen(eq=False)
class _Way:
    """How a person comes to a territory.

    Attributes:
        person: Who comes.
        parts: What such an account meets, the rules before it on the way having been passed by.
    """

    person: _Person
    parts: tuple[Criterion, ...]


Answer = Witness | None | Unknown
"""An account, none, or that it was not decided."""


def audit_of(tree: RuleTree, key: str, within: Criterion, budget: int) -> Audit:
    """Audit a tree of rules.

    Args:
        tree: The rules.
        key: Name of the field that holds an account's identifier.
        within: What is known of all accounts.
        budget: How many steps each question may take.
    """
    return Audit(_Auditor(tree, key, within, budget).run())


class _Auditor:
    def __init__(self, tree: RuleTree, key: str, within: Criterion, budget: int) -> None:
        self._tree = tree
        self._key = key
        self._budget = budget
        self._reads = merged([*within.reads, *(read for one in tree.rules for read in one.where.reads)])
        self._reads_key = any(read.path == key for read in self._reads)
        self._types: Mapping[str, FieldType | None] = {read.path: read.type for read in self._reads}
        self._complete = Checked(self._reads)
        self._named = sorted({*tree.named_in, *tree.named_out})
        self._stranger = "witness"
        while self._stranger in tree.named_in or self._stranger in tree.named_out:
            self._stranger += "'"
        self._pairs = 0
        self._choices: dict[int, Choices] = {}
        self._base: tuple[Criterion, ...] = (within,)
        self._people = self._all_people()

    def run(self) -> Iterator[AuditFinding]:
        base = self._base
        first = self._tree.first
        yield from self._group(
            None, [_Way(person, base) for person in self._people if not (first and person.starts)]
        )

    def _all_people(self) -> list[_Person]:
        groups: dict[tuple[tuple[str, ...], frozenset[str]], list[str]] = {}
        for account in self._named:
            into = self._tree.named_in.get(account, ())
            groups.setdefault((into, self._tree.named_out.get(account, frozenset())), []).append(account)
        known = [_Person(tuple(ids), into, out) for (into, out), ids in groups.items()]
        return [_Person((), (), frozenset()), *known]

    def _group(self, parent: str | None, ways: Sequence[_Way]) -> Iterator[AuditFinding]:
        """What is found among the rules with one parent, and below them."""
        rules = self._tree.below(parent)
        if not rules:
            return
        order = standings(rules)
        asked = Checked(group_reads(rules))
        joined: dict[int, tuple[Criterion, ...]] = {}
        ways = [_Way(way.person, joined.setdefault(id(way.parts), (*way.parts, asked))) for way in ways]
        coming = self._distinct(ways, frozenset([one.id for one in rules]))
        if parent is None or not self._tree.by_id[parent].keeps_rest:
            yield from self._gap(parent, coming, order)
        reached = []
        for place, standing in enumerate(order.order):
            found = list(self._rule(place, standing, coming, order))
            yield from found
            reached.append(not any(finding.kind is FindingKind.DEAD for finding in found))
        if self._tree.first:
            yield from self._overlaps(coming, order)
        for place, standing in enumerate(order.order):
            below = self._ways_below(place, order, ways if reached[place] else [])
            yield from self._group(standing.rule.id, below)

    def _ways_below(self, place: int, order: Standings, ways: Sequence[_Way]) -> list[_Way]:
        """How people come to a territory: because it names them, or by its rule."""
        one = order.order[place].rule
        if not self._tree.below(one.id):
            return []
        found = [
            _Way(person, self._base)
            for person in self._people
            if one.id in (person.starts[:1] if self._tree.first else person.starts)
        ]
        joined: dict[tuple[int, tuple[str, ...]], tuple[Criterion, ...]] = {}
        for way in ways:
            if one.id not in way.person.starts and one.id not in way.person.out_of:
                better = self._better(place, order, way.person)
                key = (id(way.parts), tuple([other.id for other in better]))
                if key not in joined:
                    joined[key] = (*way.parts, one.where, *[Not(other.where) for other in better])
                found.append(_Way(way.person, joined[key]))
        return self._distinct(found, self._subtree(one.id))

    def _subtree(self, territory: str) -> frozenset[str]:
        """The territories below one."""
        found, waiting = set[str](), [territory]
        while waiting:
            below = [one.id for one in self._tree.below(waiting.pop())]
            found.update(below)
            waiting += below
        return frozenset(found)

    def _distinct(self, ways: Sequence[_Way], territories: frozenset[str]) -> list[_Way]:
        """Ways that may differ in what becomes of those who come them, among some territories."""
        found: dict[tuple[int, frozenset[str], object], _Way] = {}
        for way in ways:
            # Where rules look at identifiers, everybody is a case of their own.
            person = way.person if self._reads_key else None
            found.setdefault((id(way.parts), way.person.out_of & territories, person), way)
        return list(found.values())

    def _better(self, place: int, order: Standings, person: _Person) -> list[TerritoryRule]:
        """The rules that may take an account of a person before another one does."""
        if not self._tree.first:
            return []
        return [
            order.order[other].rule
            for other in places_of(order.meets[place] & ((1 << place) - 1))
            if order.order[other].rule.id not in person.out_of
        ]

    def _gap(self, parent: str | None, ways: Sequence[_Way], order: Standings) -> Iterator[AuditFinding]:
        for way in ways:
            asked = [one.rule.where for one in order.order if one.rule.id not in way.person.out_of]
            found = self._beside(way, asked)
            if isinstance(found, Unknown):
                yield self._open(parent, FindingKind.GAP)
            elif found is not None:
                if parent is None:
                    reason = Reason.of("territory.audit.gap.top")
                else:
                    reason = Reason.of("territory.audit.gap.below", territory=parent)
                yield AuditFinding(FindingKind.GAP, parent, (), reason, found)
                return

    def _rule(
        self, place: int, standing: Standing, ways: Sequence[_Way], order: Standings
    ) -> Iterator[AuditFinding]:
        """Whether a rule is dead or redundant."""
        one = standing.rule
        shown: Witness | None = None
        is_open = False
        coming = [way for way in ways if one.id not in way.person.out_of]
        for way in coming:
            better = [other.where for other in self._better(place, order, way.person)]
            found = self._beside(_Way(way.person, (*way.parts, one.where)), better)
            is_open = is_open or isinstance(found, Unknown)
            if isinstance(found, Witness):
                shown = found
                break
        if shown is not None:
            yield from self._redundant(place, coming, order, shown)
        elif is_open:
            yield self._open(one.id, FindingKind.DEAD)
        elif not (one.includes and not one.where.reads):
            yield self._dead(place, coming, order)

    def _dead(self, place: int, ways: Sequence[_Way], order: Standings) -> AuditFinding:
        one = order.order[place].rule
        for way in ways:
            met = self._beside(_Way(way.person, (*way.parts, one.where)), [])
            if isinstance(met, Witness):
                others = tuple(other.id for other in self._better(place, order, way.person))
                reason = Reason.of("territory.audit.dead.beaten", territory=one.id, others=", ".join(others))
                return AuditFinding(FindingKind.DEAD, one.id, others, reason, met)
        if one.parent is not None and not ways:
            reason = Reason.of("territory.audit.dead.above", territory=one.id, others=one.parent)
            return AuditFinding(FindingKind.DEAD, one.id, (one.parent,), reason)
        alone = self._beside(_Way(_Person((), (), frozenset()), (one.where,)), [])
        if isinstance(alone, Witness):
            above = () if one.parent is None else tuple(each.id for each in self._tree.path(one.parent))
            reason = Reason.of("territory.audit.dead.parents", territory=one.id)
            return AuditFinding(FindingKind.DEAD, one.id, above, reason, alone)
        reason = Reason.of("territory.audit.dead.impossible", territory=one.id)
        return AuditFinding(FindingKind.DEAD, one.id, (), reason)

    def _redundant(
        self, place: int, ways: Sequence[_Way], order: Standings, shown: Witness
    ) -> Iterator[AuditFinding]:
        one = order.order[place].rule
        owner = one.territory.owner
        later = [order.order[other].rule for other in places_of(order.meets[place] >> place + 1 << place + 1)]
        if owner is None or one.includes or self._tree.below(one.id) or not later:
            return
        if any(other.territory.owner != owner or self._tree.below(other.id) for other in later):
            return
        for way in ways:
            better = [Not(other.where) for other in self._better(place, order, way.person)]
            after = [other.where for other in later if other.id not in way.person.out_of]
            if self._beside(_Way(way.person, (*way.parts, one.where, *better)), after) is not None:
                return
        others = tuple(other.id for other in later)
        reason = Reason.of("territory.audit.redundant", territory=one.id, others=", ".join(others))
        yield AuditFinding(FindingKind.REDUNDANT, one.id, others, reason, shown)

    def _overlaps(self, ways: Sequence[_Way], order: Standings) -> Iterator[AuditFinding]:
        for place, standing in enumerate(order.order):
            for other in places_of(order.meets[place] >> place + 1 << place + 1):
                second = order.order[other]
                if not standing.is_level_with(second):
                    continue
                self._pairs += 1
                if self._pairs > _MOST_PAIRS:
                    reason = Reason.of("territory.audit.pairs", territory=standing.rule.id, pairs=_MOST_PAIRS)
                    yield AuditFinding(FindingKind.OPEN, standing.rule.id, (), reason)
                    return
                both = {standing.rule.id, second.rule.id}
                for way in ways:
                    if both & way.person.out_of:
                        continue
                    better = [each.where for each in self._better(place, order, way.person)]
                    parts = (*way.parts, standing.rule.where, second.rule.where)
                    found = self._beside(_Way(way.person, parts), better)
                    if isinstance(found, Unknown):
                        yield self._open(standing.rule.id, FindingKind.OVERLAP)
                    elif found is not None:
                        reason = Reason.of(
                            "territory.audit.overlap", territory=standing.rule.id, others=second.rule.id
                        )
                        yield AuditFinding(
                            FindingKind.OVERLAP, standing.rule.id, (second.rule.id,), reason, found
                        )
                        break

    def _open(self, territory: str | None, about: FindingKind) -> AuditFinding:
        budget = self._budget
        if territory is None:
            reason = Reason.of("territory.audit.open.top", budget=budget)
        else:
            reason = Reason.of("territory.audit.open", territory=territory, budget=budget, about=about.value)
        return AuditFinding(FindingKind.OPEN, territory, (), reason)

    def _beside(self, way: _Way, others: Sequence[Criterion]) -> Answer:
        """An account that comes a way and meets none of some criteria."""
        person = way.person
        parts = [*way.parts]
        if self._reads_key:
            field = criterion_field(self._key, FieldType.TEXT)
            if person.ids:
                parts.append(field.is_in(*person.ids))
            elif self._named:
                parts.append(field.not_in(*self._named))
        found = self._split(all_of(*parts), others)
        if isinstance(found, Witness) and not self._reads_key:
            return Witness((*found.values, (self._key, person.ids[0] if person.ids else self._stranger)))
        return found

    def _listed(self, criterion: Criterion) -> Choices:
        known = self._choices.get(id(criterion))
        if known is None:
            known = self._choices[id(criterion)] = choices_of(criterion)
        return known

    def _split(self, met: Criterion, others: Sequence[Criterion]) -> Answer:
        """The same, where many criteria are taken apart by the values of a field that they list."""
        listed = [self._listed(one) for one in others]
        counts: dict[str, set[object]] = {}
        for choices in listed:
            for path, values in choices.items():
                counts.setdefault(path, set()).update(values)
        if len(others) <= _FEW or not counts:
            return self._found(all_of(met, *(Not(one) for one in others)))
        path = max(sorted(counts), key=lambda each: len(counts[each]))
        kind = self._types[path]
        rest = [one for one, choices in zip(others, listed, strict=True) if path not in choices]
        values = {key: value for choices in listed for key, value in choices.get(path, {}).items()}
        # What no rule lists comes first, since there are the fewest rules for it.
        parts: list[tuple[Criterion, list[Criterion]]] = [
            (Membership(path, tuple(values.values()), inside=False, type=kind), rest),
            (criterion_field(path, kind).is_missing(), rest),
        ]
        listing = [pair for pair in zip(others, listed, strict=True) if path in pair[1]]
        whole = {key for one, choices in listing if isinstance(one, Membership) for key in choices[path]}
        for key in sorted(set(values) - whole):
            asked = [one for one, choices in listing if key in choices[path]]
            parts.append((Membership(path, (values[key],), type=kind), [*asked, *rest]))
        unknown: Answer = None
        for part, left in parts:
            found = self._split_further(all_of(met, part), left, others)
            if isinstance(found, Witness):
                return found
            unknown = found or unknown
        return unknown

    def _split_further(
        self, met: Criterion, left: Sequence[Criterion], others: Sequence[Criterion]
    ) -> Answer:
        if len(left) > _FEW and isinstance(impossible(met, budget=self._budget), Yes):
            return None
        if len(left) == len(others):
            return self._found(all_of(met, *(Not(one) for one in left)))
        return self._split(met, left)

    def _found(self, criterion: Criterion) -> Answer:
        """An account that meets a criterion; one with all fields that any rule reads, if there is one."""
        answer = impossible(all_of(criterion, self._complete), budget=self._budget)
        if isinstance(answer, Yes) and any(read.required for read in self._reads):
            answer = impossible(criterion, budget=self._budget)
        if isinstance(answer, No) and answer.witness is not None:
            return answer.witness
        return answer if isinstance(answer, Unknown) else None
