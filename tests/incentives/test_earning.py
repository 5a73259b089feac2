"""Plans on histories: the engine against a slow reference, and laws that hold whatever the plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.incentives import (
    Credit,
    Crediting,
    CreditKind,
    Earnings,
    Marginal,
    NotCounted,
    Plan,
    Revenue,
    ShareUnit,
)
from salesmgmt.money import HALF_UP_TO_MINOR, Money
from salesmgmt.records import DealShare, Facts, Opportunity, Quota, Record
from salesmgmt.testing.histories import CONDITIONS, histories
from salesmgmt.testing.incentives import plans
from tests.incentives.reference import PREDICATES, Figure, Predicate, evaluate, sales

pytestmark = pytest.mark.properties

SINCE = date(2026, 1, 1)
THROUGH = st.sampled_from((date(2026, 12, 31), date(2026, 5, 15), date(2027, 1, 31)))
CASES = plans().flatmap(lambda plan: st.tuples(st.just(plan), histories(plan=plan, min_deals=5)))


def predicates(plan: Plan) -> Mapping[str, Predicate]:
    """The conditions of a generated plan as functions."""
    return {one.id: PREDICATES[CONDITIONS.index(one.of.where)] for one in plan.commissions}


def figures(outcome: Earnings) -> dict[tuple[str, str, date], Figure]:
    """What was earned, as plain numbers."""
    found = {}
    for one in outcome.earned:
        figure = Figure(one.base.minor, one.exact.minor, one.amount.minor)
        found[one.participant, one.component, one.period.start] = figure
    return found


def agrees_with_the_reference(plan: Plan, facts: Facts, outcome: Earnings) -> None:
    end = outcome.during.end
    assert end is not None
    assert figures(outcome) == evaluate(plan, facts, SINCE, end, predicates(plan))


def every_statement_adds_up_to_what_is_earned(plan: Plan, facts: Facts, outcome: Earnings) -> None:
    statements = outcome.statements()
    assert all(statement.adds_up for statement in statements)
    assert [statement.participant for statement in statements] == list(outcome.participants)
    assert sum(statement.total.minor for statement in statements) == outcome.total().minor
    assert [part.earned for statement in statements for part in statement.parts] == list(outcome.earned)
    for statement in statements:
        assert statement.total == outcome.total(statement.participant)
    if statements:
        assert statements[-1] == outcome.statement(statements[-1].participant)


def every_deal_goes_somewhere(plan: Plan, facts: Facts, outcome: Earnings) -> None:
    reconciliation = outcome.reconcile()
    assert reconciliation.adds_up
    revenue = [one for one in plan.commissions if isinstance(one.of, Revenue)]
    for one in revenue:
        expected = sum(sale.amount or 0 for sale in sales(facts) if sale.event == one.of.event)
        for told in (reconciliation.rows, reconciliation.totals):
            amounts = [row.amount for row in told if row.component == one.id and not row.is_beside]
            assert sum(amount.minor for amount in amounts if amount is not None) == expected


def credits_and_findings_tell_every_deal_of_the_days(plan: Plan, facts: Facts, outcome: Earnings) -> None:
    told: list[Credit | NotCounted] = [*outcome.credits(), *outcome.not_counted()]
    for one in plan.commissions:
        named = {item.deal for item in told if item.component == one.id}
        happened = (sale for sale in sales(facts) if sale.event == one.of.event)
        assert named == {sale.id for sale in happened if sale.on in outcome.during}


def what_is_split_sums_to_what_was_split(plan: Plan, facts: Facts, outcome: Earnings) -> None:
    commissions = {one.id for one in plan.commissions}
    parts: dict[tuple[str, str, int | None], Fraction] = {}
    wholes: dict[tuple[str, str, int | None], int] = {}
    for credit in outcome.credits():
        if credit.component in commissions and credit.kind is not CreditKind.OVERLAY:
            key = credit.component, credit.deal, credit.line
            parts[key] = parts.get(key, Fraction(0)) + credit.value.minor
            wholes[key] = credit.whole.minor
    for one in outcome.not_counted():
        key = one.component, one.deal, one.line
        if one.reason.code == "incentives.excluded.not_in_plan" and key in parts and one.value is not None:
            parts[key] += one.value.minor
    assert parts == wholes


def each_override_credit_stands_on_one_below(plan: Plan, facts: Facts, outcome: Earnings) -> None:
    for one in plan.overrides:
        above = [
            (credit.seller, credit.deal, credit.line, credit.share, credit.value)
            for credit in outcome.credits(component=one.id)
        ]
        below = [
            (credit.participant, credit.deal, credit.line, credit.share, credit.value)
            for credit in outcome.credits(component=one.of)
        ]
        assert len(above) + len(outcome.not_counted(component=one.id)) == len(below)
        assert set(above) <= set(below)


LAWS = (
    agrees_with_the_reference,
    every_statement_adds_up_to_what_is_earned,
    every_deal_goes_somewhere,
    credits_and_findings_tell_every_deal_of_the_days,
    what_is_split_sums_to_what_was_split,
    each_override_credit_stands_on_one_below,
)


@settings(max_examples=200)
@given(CASES, THROUGH)
def test_whatever_the_plan_and_the_history(case: tuple[Plan, Facts], through: date) -> None:
    plan, facts = case
    outcome = plan.earn(facts, through, since=SINCE)
    for law in LAWS:
        law(plan, facts, outcome)


@given(CASES, st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(case: tuple[Plan, Facts], random: Random) -> None:
    plan, facts = case
    records = list(facts.records)
    random.shuffle(records)
    one, other = (plan.earn(batch, "2026", since=SINCE) for batch in (facts, Facts(records)))
    assert one.earned == other.earned
    assert one.credits() == other.credits()
    assert one.not_counted() == other.not_counted()
    assert one.reconcile() == other.reconcile()
    assert one.statements("zh") == other.statements("zh")


CUTS = st.tuples(st.integers(1, 10**6), st.integers(1, 28), st.integers(1, 5))
DEALS = st.lists(CUTS, min_size=1, max_size=6)
QUOTA = Quota("Q", "ann", "2026-01-01/2026-02-01", "USD 20,000")


def deals(cut: list[tuple[int, int, int]], *, pieces: bool, weights: tuple[int, int] | None) -> list[Record]:
    """Deals of January, whole or cut into so many pieces, with the same shares for each piece."""
    found: list[Record] = []
    for number, (minor, day, count) in enumerate(cut):
        sizes = [minor]
        if pieces:
            sizes = [minor // count] * count
            sizes[0] += minor - sum(sizes)
        for piece, size in enumerate(sizes):
            name = f"D-{number}-{piece}"
            amount = Money(size, "USD")
            found.append(Opportunity(name, "ann", amount, outcome="won", closed=date(2026, 1, day)))
            if weights is not None:
                people = zip(("ann", "bob"), weights, strict=True)
                found += [DealShare(f"{name}-{who}", name, who, weight) for who, weight in people]
    return found


JANUARY = plans(currency="USD", where=st.just(CONDITIONS[0])).map(
    lambda plan: evolve(plan, during="2026-01-01/2026-02-01", calendar=type(plan.calendar)())
)
WEIGHTS = st.none() | st.tuples(st.integers(1, 9), st.integers(1, 9))


@given(JANUARY, DEALS, WEIGHTS)
def test_how_deals_are_cut_up_changes_nothing_while_shares_are_exact(
    drawn: Plan, cut: list[tuple[int, int, int]], weights: tuple[int, int] | None
) -> None:
    plan = evolve(drawn, crediting=Crediting(ShareUnit.EXACT))
    by_deal = {one.id for one in plan.components if type(plan.key_of(one)).__name__ == "DealAmount"}
    one, other = (
        figures(plan.earn(Facts([*deals(cut, pieces=pieces, weights=weights), QUOTA]), "2026-01", SINCE))
        for pieces in (False, True)
    )
    assert {key: figure for key, figure in one.items() if key[1] not in by_deal} == {
        key: figure for key, figure in other.items() if key[1] not in by_deal
    }


@given(JANUARY, DEALS, WEIGHTS)
def test_cutting_up_moves_marginal_pay_no_more_than_the_credited_cents(
    plan: Plan, cut: list[tuple[int, int, int]], weights: tuple[int, int] | None
) -> None:
    one, other = (
        figures(plan.earn(Facts([*deals(cut, pieces=pieces, weights=weights), QUOTA]), "2026-01", SINCE))
        for pieces in (False, True)
    )
    for component in plan.commissions:
        if isinstance(component.pays, Marginal) and type(component.by).__name__ != "DealAmount":
            steepest = max(tier.rate.value for tier in component.pays.tiers)
            for key in (key for key in one if key[1] == component.id):
                moved = abs(one[key][0] - other[key][0])
                assert abs(one[key][1] - other[key][1]) <= moved * steepest
                assert moved <= sum(count for _, _, count in cut)


@given(JANUARY, DEALS, st.integers(1, 10**6))
def test_more_sales_never_earn_less_by_marginal_tiers(
    drawn: Plan, cut: list[tuple[int, int, int]], more: int
) -> None:
    extra = Opportunity("more", "ann", Money(more, "USD"), outcome="won", closed="2026-01-15")
    batch = [*deals(cut, pieces=False, weights=None), QUOTA]
    before = figures(drawn.earn(Facts(batch), "2026-01", SINCE))
    after = figures(drawn.earn(Facts([*batch, extra]), "2026-01", SINCE))
    for component in drawn.commissions:
        if isinstance(component.pays, Marginal):
            for key in (key for key in before if key[1] == component.id):
                assert after[key][2] >= before[key][2]


@given(CASES)
def test_a_plan_of_one_rate_pays_it_on_the_credited_total(case: tuple[Plan, Facts]) -> None:
    plan, facts = case
    flat = evolve(
        plan,
        components=[
            evolve(one, pays="10%", rounding=HALF_UP_TO_MINOR, negative="mirror") for one in plan.commissions
        ],
    )
    for one in flat.earn(facts, "2026", since=SINCE).earned:
        assert one.exact.minor == one.base.minor / 10
        assert one.amount == (one.base / 10).round()
