"""Rules: assigning equals scanning, traces tell what was assigned, and bad rules are refused all at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.criteria import NEVER, all_of, field
from salesmgmt.errors import (
    BatchError,
    InvalidValueError,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.records import Customer, Facts, Participant
from salesmgmt.territory import Territory
from salesmgmt.territory.rules import Assigned, Match, RuleSet, TerritoryRule, rule
from salesmgmt.testing.territory_rules import account_lists, rule_sets
from tests.territory.scanning import ordered, scan

pytestmark = pytest.mark.properties


@given(rule_sets(), account_lists())
def test_assigning_equals_scanning(rules: RuleSet, accounts: tuple[Customer, ...]) -> None:
    groups = ordered(rules)
    found: dict[str, tuple[str, ...]] = {}
    bad = set()
    for account in accounts:
        try:
            found[account.id] = scan(rules, groups, account, account.id)
        except SalesmgmtError:
            bad.add(account.id)
    if bad:
        with pytest.raises(BatchError) as caught:
            rules.assign(accounts)
        assert {problem.record for problem in caught.value.problems} == {f"Account {name}" for name in bad}
    done = rules.assign([account for account in accounts if account.id not in bad])
    assert dict(zip(done.accounts, done.territories, strict=True)) == found
    rows = [{"id": one.id, "region": one.region, "segment": one.segment, **one.more} for one in accounts]
    assert rules.assign([row for row in rows if row["id"] not in bad]).territories == done.territories
    for name in done.accounts:
        trace = done.trace(name)
        assert trace.territories == found[name]
        assert trace.text()
        assert trace.text("zh")
        assert trace.reason.text().startswith(name)
    plan = done.plan("P")
    assert {account: plan.territory_of(account) for account in found} == {
        account: territories[0] if territories else None for account, territories in found.items()
    }
    assert plan.unplaced(done.accounts) == tuple(sorted(done.unplaced))
    assert sum(done.load().values()) == sum(len(one) for one in found.values())


@given(rule_sets(), account_lists(whole=True), st.data())
def test_the_order_of_accounts_and_rules_does_not_matter(
    rules: RuleSet, accounts: tuple[Customer, ...], data: st.DataObject
) -> None:
    other = RuleSet(
        rules.id,
        data.draw(st.permutations(rules.rules)),
        rules.match,
        during=rules.during,
        status=rules.status,
        version=rules.version,
    )
    assert other == rules
    done = rules.assign(accounts)
    again = other.assign(data.draw(st.permutations(accounts)))
    assert {name: done.territories_of(name) for name in done.accounts} == {
        name: again.territories_of(name) for name in again.accounts
    }


N, S = field("region").equals("N"), field("region").equals("S")
LARGE = field("segment").equals("large")
SIZE = field("size", "number")


def customers() -> list[Customer]:
    return [
        Customer("C-1", region="N", segment="large", more={"size": 7}),
        Customer("C-2", region="N", segment="small", more={"size": Decimal("12.5")}),
        Customer("C-3", region="W", segment="small", more={"size": 3}),
    ]


def test_a_parent_gates_and_names_go_first() -> None:
    rules = RuleSet(
        "2026",
        [
            rule("north", N, owner="lea", excludes="C-2"),
            rule("north-large", SIZE.at_least(5), parent="north", owner="ann"),
            rule("key", NEVER, includes="C-3", owner="zoe"),
        ],
    )
    done = rules.assign(customers(), on="2026-03-09")
    assert done.territories == (("north-large",), (), ("key",))
    assert done.unplaced == ("C-2",)
    assert [done.owner_of(name) for name in done.accounts] == ["ann", None, "zoe"]
    assert done.load() == {"key": 1, "north": 0, "north-large": 1}
    assert done.gaps()[0].text() == (
        "C-2 belongs to no territory\n"
        "  no territory at the top takes it\n"
        "    north names it out\n"
        "    key does not take it"
    )
    assert (
        done.trace("C-1").text("zh").splitlines()[1] == "  符合 north 的规则：是：region 为 “N” [region：“N”]"
    )
    assert done.records()[1] == {"account": "C-2", "territory": None, "owner": None}
    assert "-" in done.table().text()


@pytest.mark.parametrize(
    "one, other, winner, code",
    [
        (rule("b", N, priority=1), rule("a", N & LARGE), "b", "territory.rules.beat.priority"),
        (rule("b", N & LARGE), rule("a", N), "b", "territory.rules.beat.narrower"),
        (rule("b", N & SIZE.at_least(2)), rule("a", LARGE), "b", "territory.rules.beat.fields"),
        (rule("b", N), rule("a", LARGE), "a", "territory.rules.beat.id"),
        (rule("b", field("region").is_in("N", "S")), rule("a", N), "a", "territory.rules.beat.narrower"),
    ],
)
def test_what_beats_what(one: TerritoryRule, other: TerritoryRule, winner: str, code: str) -> None:
    done = RuleSet("2026", [one, other]).assign(customers()[:1])
    assert done.territory_of("C-1") == winner
    assert [reason.code for reason in done.trace("C-1").reason.find("territory.rules.beat")] == [code]


def test_all_matches_and_overlays() -> None:
    rules = RuleSet("2026", [rule("N", N), rule("L", LARGE), rule("S", S)], match="all")
    done = rules.assign(customers())
    assert done.territories_of("C-1") == ("L", "N")
    plan = done.plan("P", version=3)
    assert (plan.territory_of("C-1"), plan.overlays_of("C-1"), plan.version) == ("L", ("N",), 3)


def test_fields_behind_identifiers_and_comparisons() -> None:
    rules = RuleSet(
        "2026",
        [
            rule("team-a", field("owner.team").equals("A")),
            rule("moved", field("region", "text").differs_from(field("country")), priority=-1),
        ],
    )
    facts = Facts(
        [
            Participant("ann", more={"team": "A"}),
            Participant("bob", more={"team": "B"}),
            Customer("C-1", owner="ann", region="N", country="N"),
            Customer("C-2", owner="bob", region="N", country="S"),
            Customer("C-3", owner="bob", region="N", country="N"),
        ]
    )
    done = rules.assign(facts)
    assert done.territories == (("team-a",), ("moved",), ())
    assert "owner.team" in done.trace("C-3").text()
    with pytest.raises(BatchError, match="C-4"):
        rules.assign([Customer("C-4", owner="zed", region="N", country="N")], tables=facts.tables)


def test_very_many_and_mixed_accounts() -> None:
    class Account:
        def __init__(self, name: str, region: str) -> None:
            self.id, self.region = name, region

    rules = RuleSet("2026", [rule(f"R{n}", field("region").equals(f"r{n}")) for n in range(50)])
    accounts: list[object] = [Account(f"a{n}", f"r{n % 60}") for n in range(200)]
    accounts += [{"id": f"d{n}", "region": f"r{n % 60}"} for n in range(200)]
    done = rules.assign(accounts)
    assert len(done.unplaced) == 60
    assert done.territory_of("d107") == "R47"


def test_bad_accounts_are_listed_all_at_once() -> None:
    rules = RuleSet("2026", [rule("big", SIZE.at_least(5)), rule("N", N)])
    with pytest.raises(BatchError) as caught:
        rules.assign(
            [
                Customer("C-1", region="N"),
                Customer("C-2", region="N", more={"size": "big"}),
                Customer("C-3", region="N", more={"size": True}),
                Customer("C-4", region="N", more={"size": 1}),
            ]
        )
    assert [(one.record, one.field) for one in caught.value.problems] == [
        ("Account C-1", "size"),
        ("Account C-2", "size"),
        ("Account C-3", "size"),
    ]
    with pytest.raises(BatchError) as caught:
        rules.assign([{"region": "N"}, {"id": "a"}, {"id": "a"}, {"id": 5}])
    assert len(caught.value.problems) == 3
    with pytest.raises(WrongTypeError):
        rules.assign("C-1")
    with pytest.raises(InvalidValueError):
        RuleSet("2026", [rule("N")], during="2026-01-01/2027-01-01").assign([], on="2027-01-01")


def test_bad_rules_are_listed_all_at_once() -> None:
    with pytest.raises(BatchError) as caught:
        RuleSet(
            "2026",
            [
                rule("a", parent="b", includes="C-1"),
                rule("b", parent="a", includes="C-1"),
                rule("c", parent="nowhere", where=field("size").equals("x")),
                rule("d", SIZE.at_least(5)),
                rule("d", N),
            ],
        )
    fields = [problem.field for problem in caught.value.problems]
    assert fields == ["parent", "territory", "parent", "includes", "size"]
    with pytest.raises(InvalidValueError):
        rule("a", includes="C-1", excludes="C-1")
    assert TerritoryRule(Territory("a"), all_of()).id == "a"


def test_versions_and_days() -> None:
    rules = RuleSet("2026", [rule("N", N), rule("S", S)])
    live = rules.live("2026-01-01/..")
    assert live.assign(customers(), on=date(2026, 1, 1)).on == date(2026, 1, 1)
    draft = live.revised([rule("N", N, owner="ann")], remove=["S"])
    assert (draft.version, draft.status.value, [one.id for one in draft.rules]) == (2, "draft", ["N"])
    with pytest.raises(UnknownIdentifierError):
        rules.revised([], remove="X")


def test_outcomes_are_checked() -> None:
    rules = RuleSet("2026", [rule("N", N)])
    with pytest.raises(BatchError):
        Assigned(rules, ["a", "a", "b"], [("N",), (), ("X",)])
    with pytest.raises(InvalidValueError):
        Assigned(rules, ["a"], [])
    stored = Assigned(rules, ["a"], [["N"]])
    with pytest.raises(UnknownIdentifierError, match=r"rules\.trace"):
        stored.trace("a")
    assert rules.trace(customers()[0]).territories == ("N",)
    assert rules.match is Match.FIRST
