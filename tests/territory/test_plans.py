"""Territories, plans and figures as values: what they answer, and what they refuse all at once."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Money
from salesmgmt.records import Activity, Customer, Facts, Handover, Opportunity
from salesmgmt.territory import AccountFigures, MeasureColumn, Placement, Territory, TerritoryPlan
from salesmgmt.testing.territory_plans import account_figures, territory_plans

pytestmark = pytest.mark.properties

TREE = [
    Territory("all"),
    Territory("N", owner="ann", parent="all"),
    Territory("S", owner="bob", parent="all"),
]


@given(territory_plans())
def test_the_answers_of_a_plan_agree_with_its_placements(plan: TerritoryPlan) -> None:
    placed = {placement.account: placement.territory for placement in plan.placements}
    owners = {territory.id: territory.owner for territory in plan.territories}
    for account in (*placed, "nobody", *(f"a{number}" for number in range(9))):
        territory = placed.get(account)
        assert plan.territory_of(account) == territory
        assert plan.owner_of(account) == (None if territory is None else owners[territory])
        assert set(plan.overlays_of(account)) == {o.territory for o in plan.overlays if o.account == account}
    for territory in owners:
        expected = tuple(sorted(account for account, where in placed.items() if where == territory))
        assert plan.accounts_of(territory) == expected == plan.by_territory()[territory]
        assert set(expected) <= set(plan.accounts_of(territory, below=True))
    assert plan.unplaced(["zz", *placed]) == ("zz",)


@given(territory_plans(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_show(plan: TerritoryPlan, random: Random) -> None:
    territories, placed, overlays = list(plan.territories), list(plan.placements), list(plan.overlays)
    random.shuffle(territories)
    random.shuffle(placed)
    random.shuffle(overlays)
    assert (
        TerritoryPlan(plan.id, territories, placed, overlays, plan.during, plan.status, plan.version) == plan
    )


def test_a_tree_hands_its_accounts_up() -> None:
    plan = TerritoryPlan("p", TREE, {"a": "N", "b": "S", "c": "all"})
    assert plan.accounts_of("all") == ("c",)
    assert plan.accounts_of("all", below=True) == ("a", "b", "c")
    assert plan.is_in("N", "all")
    assert not plan.is_in("all", "N")
    with pytest.raises(UnknownIdentifierError):
        plan.accounts_of("W")


def test_every_fault_of_a_plan_is_told_at_once() -> None:
    with pytest.raises(BatchError) as caught:
        TerritoryPlan(
            "p",
            [
                Territory("A", parent="B"),
                Territory("B", parent="A"),
                Territory("C", parent="X"),
                Territory("C"),
            ],
            [Placement("a", "A"), Placement("a", "B"), Placement("b", "Q")],
            [Placement("c", "A"), Placement("c", "A"), Placement("a", "A")],
        )
    told = [(problem.record, problem.field) for problem in caught.value.problems]
    assert ("Territory C", "id") in told
    assert ("Territory A", "parent") in told or ("Territory B", "parent") in told
    assert ("Account b", "placements") in told
    assert ("Account a", "placements") in told
    assert ("Account c", "overlays") in told


def test_a_territory_known_after_the_faulty_one_is_found() -> None:
    with pytest.raises(BatchError, match="parent"):
        TerritoryPlan("p", [Territory("C", parent="X")])


@pytest.mark.parametrize(
    "settings", [{"id": ""}, {"status": "dead"}, {"version": 0}, {"during": "never"}, {"version": True}]
)
def test_settings_are_checked(settings: dict[str, Any]) -> None:
    with pytest.raises((InvalidValueError, WrongTypeError)):
        TerritoryPlan(**{"id": "p", "territories": (), **settings})


def test_a_plan_moves_on() -> None:
    plan = TerritoryPlan("p", TREE, {"a": "N", "b": "S"})
    moved = plan.placed([Placement("a", "S"), Placement("c", "N")])
    assert moved.by_account() == {"a": "S", "b": "S", "c": "N"}
    assert (moved.version, plan.version) == (2, 1)


@given(account_figures())
def test_totals_are_the_sums(figures: AccountFigures) -> None:
    for column in figures.columns:
        values = [figures.value(account, column.name) for account in figures.accounts]
        numbers = [v.minor if isinstance(v, Money) else v for v in values]
        total = figures.total(column.name)
        assert (total.minor if isinstance(total, Money) else total) == sum(numbers)
    some = figures.accounts[::2]
    assert figures.only(some).accounts == some
    for account in some:
        assert figures.only(some).get(account) == figures.get(account)


def test_figures_given_out_of_order_stay_with_their_accounts() -> None:
    figures = AccountFigures(["b", "a"], [MeasureColumn("m", [2, 1])])
    assert figures.value("a", "m") == 1
    assert figures == AccountFigures(["a", "b"], [MeasureColumn("m", [1, 2])])


def test_faulty_figures_are_told_at_once() -> None:
    usd = Money.of("USD 1")
    rows: dict[str, Any] = {"a": {"x": 1, "y": usd}, "b": {"x": 0.5, "y": 3}, "c": {"x": 1}}
    with pytest.raises(BatchError) as caught:
        AccountFigures.of(rows)
    assert [(p.record, p.field) for p in caught.value.problems] == [
        ("Account b", "x"),
        ("Account b", "y"),
        ("Account c", "y"),
    ]


def test_figures_from_facts_count_what_fell_before_the_day() -> None:
    def won(name: str, day: str, amount: str = "USD 10") -> Opportunity:
        return Opportunity(name, "ann", amount, customer="C", outcome="won", closed=day)

    facts = Facts([
        Customer("C", owner="ann", since="2025-01-01"),
        Customer("D"),
        won("1", "2025-12-31"), won("2", "2026-12-31"), won("3", "2027-01-01"), won("4", "2026-01-01"),
        Opportunity("5", "ann", "USD 7", customer="C", opened="2026-12-31"),
        Opportunity("6", "ann", "USD 9", customer="C", opened="2027-01-01"),
        Activity("A-1", "2026-05-05", "ann", "visit", "C"),
        Activity("A-2", "2026-05-05", "bob", "visit", "C"),
        Activity("A-3", "2027-01-01", "ann", "visit", "C"),
        Handover("H", "C", "bob", "ann", "2026-12-01"),
    ])  # fmt: skip
    figures = AccountFigures.from_facts(facts, on="2027-01-01")
    assert figures.get("C") == {
        "activities": 2,
        "count": 1,
        "pipeline": Money.of("USD 17"),
        "relations": 1,
        "revenue": Money.of("USD 20"),
        "tenure": 31,
    }
    assert figures.get("D")["tenure"] == 0
    with pytest.raises(CurrencyMismatchError):
        AccountFigures.from_facts(facts, on="2027-01-01", currency="EUR")
    with pytest.raises(InvalidValueError):
        AccountFigures.from_facts(Facts([Customer("C")]), on="2027-01-01")


def test_a_measure_joins() -> None:
    figures = AccountFigures.of({"a": {"x": Fraction(1, 2)}, "b": {"x": 2}})
    both = figures.joined("y", [Money.of("USD 1"), Money.of("USD 2")])
    assert both.get("b") == {"x": 2, "y": Money.of("USD 2")}
    with pytest.raises(BatchError):
        figures.joined("y", {"a": 1})
    with pytest.raises(InvalidValueError):
        figures.joined("y", [1])
