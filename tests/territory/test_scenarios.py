"""Before and after: accounts are conserved, totals reconcile, and a change applied gives the new plan."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given

from salesmgmt.errors import InvalidValueError, UnknownIdentifierError
from salesmgmt.money import Money, Rate
from salesmgmt.reasons import Reason
from salesmgmt.territory import (
    AccountFigures,
    Figure,
    Territory,
    TerritoryPlan,
    diff,
    loads_of,
    moves_by_date,
)
from salesmgmt.testing.territory_plans import account_figures, territory_plans

pytestmark = pytest.mark.properties


def number(figure: Figure) -> Fraction:
    return Fraction(figure.minor) if isinstance(figure, Money) else figure


def over(figures: AccountFigures, measure: str, accounts: Iterable[str]) -> Fraction:
    return number(figures.total(measure, {*accounts} & {*figures.accounts}))


@given(territory_plans(), territory_plans(), account_figures())
def test_every_account_is_in_one_list_and_totals_reconcile(
    before: TerritoryPlan, after: TerritoryPlan, figures: AccountFigures
) -> None:
    change = diff(before, after, figures)
    lists = [change.kept, change.moved, change.new, change.dropped, change.unplaced]
    listed = [account for each in lists for account in each]
    old, new = before.by_account(), after.by_account()
    assert len(listed) == len(set(listed))
    assert set(listed) == {*old, *new, *figures.accounts}
    assert set(change.kept) == {account for account in old if new.get(account) == old[account]}
    for measure in figures.measures:
        kept, moved, fresh, gone = (
            number(change.total(measure, which)) for which in ("kept", "moved", "new", "dropped")
        )
        assert kept + moved + gone == over(figures, measure, old)
        assert kept + moved + fresh == over(figures, measure, new)
    for each in change.moves:
        assert each.on == after.during.start
        assert (each.giver, each.taker) == (
            before.owner_of(each.move.account),
            after.owner_of(each.move.account),
        )
        for lang in ("en", "zh"):
            assert change.reason(each.move.account).tree(lang)
    for lang in ("en", "zh"):
        assert change.table(lang).text()
        assert change.disruption_table(lang).text()


@given(territory_plans(), territory_plans(), account_figures())
def test_a_change_applied_to_the_old_plan_gives_the_new_one(
    before: TerritoryPlan, after: TerritoryPlan, figures: AccountFigures
) -> None:
    assert diff(before, after, figures).applied_to(before) == after
    itself = diff(before, before, figures)
    assert not (*itself.moves, *itself.new, *itself.dropped)
    assert all(itself.share_moved(measure) == 0 for measure in figures.measures)


@given(territory_plans(), account_figures())
def test_loads_are_the_sums_of_what_is_placed(plan: TerritoryPlan, figures: AccountFigures) -> None:
    placed = plan.by_account()
    for load in loads_of(plan, figures):
        column = figures.column(load.measure)
        mine = [
            value
            for account, value in zip(figures.accounts, column.values, strict=True)
            if placed.get(account) == load.territory
        ]
        assert load.load == sum(mine)
    for measure in figures.measures:
        shares = [load.target for load in loads_of(plan, figures, measures=[measure])]
        inside = [account for account in figures.accounts if account in placed]
        assert not shares or sum(shares) == number(figures.total(measure, inside))


REPS = [Territory("N", owner="ann"), Territory("S", owner="bob")]
BEFORE = TerritoryPlan("2026", REPS, {"a": "N", "b": "N", "c": "S"}, during="2026-01-01/2027-01-01")
AFTER = TerritoryPlan("2027", REPS, {"a": "N", "b": "S", "d": "S"}, during="2027-01-01/..")
FIGURES = AccountFigures.of({
    name: {"revenue": Money.of(f"USD {amount}"), "visits": visits}
    for name, amount, visits in (("a", 500, 3), ("b", 300, 5), ("c", 200, 2), ("d", 100, 1))
})  # fmt: skip


def test_what_is_shown() -> None:
    change = diff(BEFORE, AFTER, FIGURES)
    assert change.disruption_table().records()[1] == {
        "measure": "revenue",
        "kept": Money.of("USD 500"),
        "moved": Money.of("USD 300"),
        "new": Money.of("USD 100"),
        "dropped": Money.of("USD 200"),
        "disrupted": Rate("50.0%"),
    }
    assert change.table().records()[0] == {
        "measure": "revenue",
        "territory": "N",
        "load_before": Money.of("USD 800"),
        "load_after": Money.of("USD 500"),
        "off_before": Rate("60.0%"),
        "off_after": Rate("11.1%"),
    }
    assert [row["account"] for row in change.moves_table().records()] == ["b", "c", "d"]
    assert change.table(heads={"N": 3}).records()[0]["off_before"] == Rate("6.7%")
    why = Reason("territory.balance.moved", {"account": "b", "origin": "N", "territory": "S"})
    assert change.reason("b", why).tree().splitlines() == [
        "b moves from N (ann) to S (bob)",
        "  b moves from N to S, so that the measures balance",
        "  revenue: USD 300.00",
        "  visits: 5",
    ]
    assert "调整到" in change.reason("b").tree("zh")
    with pytest.raises(UnknownIdentifierError):
        change.reason("z")
    with pytest.raises(InvalidValueError):
        change.total("revenue", "lost")


def test_a_change_does_not_fit_another_plan() -> None:
    with pytest.raises(InvalidValueError, match="account b"):
        diff(BEFORE, AFTER, FIGURES).applied_to(AFTER)


def test_moves_of_several_plans_stand_by_their_dates() -> None:
    last = evolve(AFTER, id="later", placements={"a": "S", "b": "S", "d": "S"}, during="2027-07-01/..")
    moves = moves_by_date([last, AFTER, BEFORE])
    assert [(str(each.on), each.move.account, each.changes_owner) for each in moves] == [
        ("2027-01-01", "b", True),
        ("2027-01-01", "c", True),
        ("2027-01-01", "d", True),
        ("2027-07-01", "a", True),
    ]
    with pytest.raises(InvalidValueError):
        moves_by_date([AFTER, AFTER])
