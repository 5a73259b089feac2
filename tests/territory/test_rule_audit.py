"""Audits of rules: what they find is what going through all accounts of a small world finds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from attrs import evolve
from hypothesis import given, settings

from salesmgmt.criteria import NEVER, field
from salesmgmt.errors import BatchError, SalesmgmtError
from salesmgmt.territory.rules import AuditFinding, FindingKind, Match, RuleSet, TerritoryRule, rule
from salesmgmt.territory.rules.standing import standings
from salesmgmt.testing.territory_rules import ACCOUNTS, rule_sets
from tests.territory.scanning import ordered

pytestmark = pytest.mark.properties

WORLD: list[dict[str, object]] = [
    {"id": name, "region": region, "segment": segment, "size": size}
    for name, region, segment, size in product(
        (*ACCOUNTS, "somebody"),
        ("N", "S", "W", "elsewhere", None),
        ("large", "small", "other", None),
        (-1, 3, 7, 15, 30, None),
    )
]

Event = tuple[str, str | None, str | None]


def events(
    rules: RuleSet, groups: Mapping[str | None, list[TerritoryRule]], record: dict[str, object]
) -> Iterator[Event]:
    """What happens to an account: territories entered by rule, gaps, and meetings of two rules."""
    account = str(record["id"])
    first = rules.match is Match.FIRST
    named = [one.id for one in rules.rules if account in one.includes]
    keeps = {one.id for one in rules.rules if one.keeps_rest}

    def down(at: str | None) -> Iterator[Event]:
        group = groups.get(at, [])
        if not group:
            return
        try:
            taken = [one for one in group if one.where.matches(record) and account not in one.excludes]
        except SalesmgmtError:
            return
        if not taken and at not in keeps and not (not first and any(one.id in named for one in group)):
            yield "gap", at, None
        if first:
            for other in taken[1:]:
                yield "met", taken[0].id, other.id
            taken = taken[:1]
        for one in taken:
            if one.id not in named:
                yield "entered", one.id, None
                yield from down(one.id)

    starts: list[str | None] = [*named]
    if not (first and named):
        starts.append(None)
    for start in starts:
        yield from down(start)


def level(rules: RuleSet, one: str, other: str) -> bool:
    group = [each for each in rules.rules if each.parent == rules.rule(one).parent]
    known = {each.rule.id: each for each in standings(group).order}
    return known[one].is_level_with(known[other])


@settings(max_examples=100)
@given(rule_sets(most=6))
def test_an_audit_finds_what_going_through_all_accounts_finds(rules: RuleSet) -> None:
    groups = ordered(rules)
    seen = {event for record in WORLD for event in events(rules, groups, record)}
    audit = rules.audit()
    assert not audit.open
    entered = {territory for kind, territory, _ in seen if kind == "entered"}
    by_name = {one.id for one in rules.rules if one.includes and not one.where.reads}
    never = {one.id for one in rules.rules} - entered
    assert {finding.territory for finding in audit.dead} - by_name == never - by_name
    assert {finding.territory for finding in audit.gaps} == {at for kind, at, _ in seen if kind == "gap"}
    met = {(one, other) for kind, one, other in seen if kind == "met" and one and other}
    level_pairs = {pair for pair in met if level(rules, *pair)}
    assert {(finding.territory, finding.others[0]) for finding in audit.overlaps} == level_pairs


@settings(max_examples=100)
@given(rule_sets(lenient=True))
def test_every_witness_shows_its_finding(rules: RuleSet) -> None:
    for finding in rules.audit().findings:
        assert finding.text()
        assert finding.text("zh")
        if finding.witness is not None:
            check_witness(rules, finding)
        else:
            assert finding.kind is FindingKind.DEAD


def check_witness(rules: RuleSet, finding: AuditFinding) -> None:
    assert finding.witness is not None
    record, tables = finding.witness.record, finding.witness.tables
    account = str(record["id"])
    found = rules.assign([record], tables=tables).territories[0]
    reason = rules.trace(record, tables).reason
    match finding.kind:
        case FindingKind.DEAD:
            taken = {str(each.get("territory")) for each in reason.find("territory.rules.taken")}
            assert finding.territory not in taken
            assert rules.rule(str(finding.territory)).where.matches(record, tables)
        case FindingKind.GAP:
            assert rules.match is Match.ALL or found == ()
        case FindingKind.OVERLAP:
            beaten = [
                each.get("other")
                for code in ("id", "nested")
                for each in reason.find(f"territory.rules.beat.{code}")
            ]
            assert finding.others[0] in beaten
        case FindingKind.REDUNDANT:
            assert finding.territory in found
            rest = evolve(rules, rules=[one for one in rules.rules if one.id != finding.territory])
            owners = {rest.rule(one).territory.owner for one in rest.assign([record]).territories_of(account)}
            assert rules.rule(str(finding.territory)).territory.owner in owners
        case _:
            raise AssertionError


@settings(max_examples=60)
@given(rule_sets(match="first", most=6))
def test_a_redundant_rule_may_go(rules: RuleSet) -> None:
    for finding in rules.audit().redundant:
        rest = evolve(rules, rules=[one for one in rules.rules if one.id != finding.territory])
        for record in WORLD:
            try:
                before = rules.assign([record])
            except BatchError:
                continue
            try:
                after = rest.assign([record])
            except BatchError:
                raise AssertionError("a rule less cannot read more") from None
            name = str(record["id"])
            if before.territory_of(name) == finding.territory or after.territory_of(name) is not None:
                assert after.owner_of(name) == before.owner_of(name)


N = field("region").equals("N")


def test_findings_read_in_both_languages() -> None:
    rules = RuleSet(
        "2026",
        [
            rule("north", N, owner="ann"),
            rule("north-too", field("region").is_in("N"), owner="bob"),
            rule("small", field("size", "number").less_than(5), owner="cy", parent="north"),
            rule("named", NEVER, includes="C-1"),
            rule("impossible", N & field("region").equals("S")),
        ],
    )
    audit = rules.audit(field("region").is_in("N", "S"))
    assert [(one.kind.value, one.territory, one.others) for one in audit.findings] == [
        ("gap", None, ()),
        ("dead", "impossible", ()),
        ("dead", "north-too", ("north",)),
        ("overlap", "north", ("north-too",)),
        ("gap", "north", ()),
    ]
    assert audit.gaps[0].text() == "no territory takes some accounts (id: “witness”, region: “S”, size: 0)"
    assert "south" not in audit.text("zh")
    assert len(audit.table("zh").rows) == len(audit.records()) == 5
    assert str(audit) == audit.text()


def test_a_thousand_rules_are_audited_quickly() -> None:
    region, industry = field("region"), field("industry")
    flat = RuleSet(
        "flat",
        [
            rule(f"{r}-{i}", region.equals(f"r{r}") & industry.equals(f"i{i}"))
            for r in range(10)
            for i in range(100)
        ],
    )
    start = time.perf_counter()
    audit = flat.audit(
        region.is_in(*(f"r{r}" for r in range(10))) & industry.is_in(*(f"i{i}" for i in range(100)))
    )
    assert audit.findings == ()
    assert time.perf_counter() - start < 60


def test_what_cannot_be_decided_is_said() -> None:
    size = field("size", "number")
    rules = RuleSet(
        "2026", [rule("small", size.less_than(5)), rule("large", size.at_least(5), parent="small")]
    )
    audit = rules.audit(budget=0)
    assert {one.kind for one in audit.findings} == {FindingKind.OPEN}
    assert "within 0 steps" in audit.text()
    assert "0 步" in audit.text("zh")


def test_very_many_pairs_are_not_all_looked_at() -> None:
    one, other = field("region"), field("industry")
    rules = RuleSet(
        "2026",
        [rule(f"r{n}", one.equals(f"r{n}")) for n in range(80)]
        + [rule(f"i{n}", other.equals(f"i{n}")) for n in range(80)],
    )
    audit = rules.audit()
    assert len(audit.overlaps) == 5_000
    assert [found.reason.code for found in audit.open] == ["territory.audit.pairs"]
