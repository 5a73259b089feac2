"""Plans written back as rules, rule sets scored like plans, and the place of one account from all sides."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.criteria import field
from salesmgmt.errors import BatchError, InvalidValueError, WrongTypeError
from salesmgmt.records import Customer
from salesmgmt.territory import (
    AccountFigures,
    Balance,
    PlanStatus,
    RuleSet,
    Territory,
    TerritoryPlan,
    diff,
    loads_of,
    rule,
)
from salesmgmt.testing.territory_plans import territory_plans

pytestmark = pytest.mark.properties


@st.composite
def plans_and_accounts(draw: st.DrawFn) -> tuple[TerritoryPlan, list[Customer]]:
    """A plan without overlays, and customers that it places or not, some of them without fields."""
    plan = draw(territory_plans(overlays=False))
    names = draw(st.lists(st.sampled_from([f"a{n}" for n in range(10)]), unique=True))
    held = st.none() | st.sampled_from(("n", "s"))
    return plan, [Customer(name, region=draw(held), segment=draw(held)) for name in names]


@given(plans_and_accounts(), st.sampled_from([(), ("region",), ("region", "segment")]))
def test_rules_of_a_plan_give_the_plan(
    given_: tuple[TerritoryPlan, list[Customer]], by: tuple[str, ...]
) -> None:
    plan, accounts = given_
    rules = RuleSet.of_plan(plan, accounts, by=by)
    done = rules.assign(accounts)
    assert {one.id: done.territory_of(one.id) for one in accounts} == {
        one.id: plan.territory_of(one.id) for one in accounts
    }
    named = sum(len(one.includes) + len(one.excludes) for one in rules.rules)
    assert named <= len(plan.placements)
    known = {one.id for one in accounts}
    others = [Customer(each.account) for each in plan.placements if each.account not in known]
    assert rules.assign([*accounts, *others]).plan() == plan


def test_common_fields_leave_only_the_exceptions_to_be_named() -> None:
    accounts = [
        Customer(f"C-{n}", region=("N", "S")[n % 2], segment=("big", "small", "small")[n % 3])
        for n in range(24)
    ]
    tree = [Territory("all"), Territory("A", parent="all"), Territory("B", parent="all")]
    placed = {one.id: "A" if one.region == "N" and one.segment == "big" else "B" for one in accounts} | {
        "C-0": "B"
    }
    plan = TerritoryPlan("p", tree, {account: at for account, at in placed.items() if account != "C-5"})
    rules = RuleSet.of_plan(plan, accounts, by=["region", "segment"])
    assert rules.rule("B").includes == ("C-0",)
    assert rules.rule("all").excludes == ("C-5",)
    assert str(rules.rule("A").where) == (
        "region is “N” (and is not missing) and segment is “big” (and is not missing)"
    )
    assert rules.assign([Customer("new", region="N", segment="big")]).territory_of("new") == "A"
    assert rules.assign(accounts).plan() == plan
    assert [finding.kind.value for finding in rules.audit().findings] == ["gap"]


def test_what_cannot_be_written_is_refused() -> None:
    plan = TerritoryPlan("p", [Territory("A")], {"C-1": "A"})
    with pytest.raises(BatchError, match="be a text"):
        RuleSet.of_plan(plan, [{"id": "C-1", "size": 3}], by="size")
    with pytest.raises(InvalidValueError, match="once"):
        RuleSet.of_plan(plan, by=["region", "region"])
    wrong: Any = "p"
    with pytest.raises(WrongTypeError):
        RuleSet.of_plan(wrong)


def test_two_rule_sets_are_scored_and_compared_like_plans() -> None:
    accounts = [Customer(f"C-{n}", region="N" if n < 3 else "S") for n in range(6)]
    figures = AccountFigures.of({one.id: {"visits": 2} for one in accounts})
    north, south = field("region").equals("N"), field("region").equals("S")
    first = RuleSet("2026", [rule("T1", north, owner="ann"), rule("T2", south, owner="bob")]).live()
    second = first.revised([rule("T2", south, owner="bob", includes=["C-0"])])
    change = diff(first.assign(accounts).plan(), second.assign(accounts).plan(), figures)
    assert change.moved == ("C-0",)
    assert change.total("visits", "moved") == Fraction(2)
    assert change.adds_up
    assert (change.before.status, change.after.status) == (PlanStatus.LIVE, PlanStatus.DRAFT)
    assert change.text() == "C-0 moves from T1 (ann) to T2 (bob)"
    assert change.records()[0]["visits"] == 2
    loads = loads_of(second.assign(accounts).plan(), figures)
    assert [(load.territory, load.load) for load in loads] == [
        ("T1", Fraction(4)),
        ("T2", Fraction(8)),
    ]


def test_a_difference_that_loses_an_account_does_not_add_up() -> None:
    plan = TerritoryPlan("p", [Territory("A")], {"C-1": "A", "C-2": "A"})
    change = diff(plan, plan, AccountFigures.of({"C-1": {"visits": 1}, "C-2": {"visits": 2}}))
    assert change.adds_up
    lists = {"kept": ("C-1",), "moved": (), "new": (), "dropped": ()}
    object.__setattr__(change, "_lists", lists)
    assert not change.adds_up
    object.__setattr__(change, "_lists", {**lists, "kept": ("C-1", "C-2"), "moved": ("C-2",)})
    assert not change.adds_up


def test_an_alignment_is_written_as_rules_and_its_place_is_told_from_all_sides() -> None:
    accounts = [Customer(f"C-{n}", region="N" if n < 6 else "S") for n in range(8)]
    figures = AccountFigures.of({one.id: {"visits": 1} for one in accounts})
    reps = [Territory("T1", owner="ann"), Territory("T2", owner="bob")]
    current = TerritoryPlan("now", reps, {one.id: "T1" if one.region == "N" else "T2" for one in accounts})
    aligned = Balance("visits").align(figures, reps, current, locked=["C-0"], identifier="new")
    assert aligned.plan is not None
    plan = aligned.plan.live("2027-01-01/..")
    rules = RuleSet.of_plan(plan, accounts, by="region")
    done = rules.assign(accounts, on="2027-03-01")
    assert done.plan() == plan
    told = plan.reason("C-0", done.trace("C-0").reason, aligned.reason("C-0"))
    assert told.tree() == "\n".join(
        [
            "C-0 stands in T1",
            "  ann looks after T1",
            "  plan new, version 2, live: from 2027-01-01 on",
            "  C-0 belongs to T1",
            *(f"  {line}" for line in done.trace("C-0").reason.tree().splitlines()[1:]),
            *(f"  {line}" for line in aligned.reason("C-0").tree().splitlines()),
        ]
    )
    assert "locked" in told.tree()
    assert "ann 负责" in told.tree("zh")


@given(territory_plans())
def test_a_plan_tells_every_place_in_both_languages(plan: TerritoryPlan) -> None:
    for lang in ("en", "zh"):
        for account in (*plan.by_account(), "nobody"):
            assert plan.reason(account).tree(lang).startswith(account)
        assert len(plan.table(lang).rows) == len(plan.territories)
    rows = plan.records()
    placed = [each.account for each in plan.placements]
    assert [row["account"] for row in rows if not row["overlay"]] == placed
    assert len(rows) == len(plan.placements) + len(plan.overlays)
    assert evolve(plan.live(), status=plan.status) == plan
