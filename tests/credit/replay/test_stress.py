"""Stress: a longer delay never lowers what is overdue, more defaults never lose less, and it all repeats."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    CreditLimit,
    CurrencyMove,
    ExposurePolicy,
    GroupDefault,
    Limits,
    PaymentDelay,
    PoolMember,
    Pools,
    StressOutcome,
    exposure_of,
    stress_test,
)
from salesmgmt.errors import InvalidValueError
from salesmgmt.money import ExchangeRate, ExchangeRates, Rate
from salesmgmt.records import Application, Customer, Facts, Invoice, Line, Order, Payment
from salesmgmt.testing.credit_exposure import credit_histories
from salesmgmt.testing.credit_replay import portfolio_histories

pytestmark = pytest.mark.properties

DAYS = st.integers(0, 150).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
SHARES = st.fractions(0, 1, max_denominator=6)
POOLS = Pools(
    Limits([CreditLimit("L-a", "a", "USD 5"), CreditLimit("L-g", "g", "USD 9", scope="group")]),
    [PoolMember("a", "g"), PoolMember("b", "g")],
)


def under(facts: Facts, day: date, *scenarios: PaymentDelay | GroupDefault, seed: int = 0) -> StressOutcome:
    return stress_test(facts, scenarios, POOLS, as_of=day, currency="USD", seed=seed)


def column(outcome: StressOutcome, name: str) -> dict[str, int]:
    return {row.customer: getattr(row, name).minor for row in outcome.rows}


def never_less(low: StressOutcome, high: StressOutcome, name: str) -> None:
    first, second = column(low, name), column(high, name)
    assert all(second[customer] >= first[customer] for customer in first)


@given(
    facts=portfolio_histories() | credit_histories(),
    day=DAYS,
    days=st.integers(0, 60),
    more=st.integers(0, 60),
    share=SHARES,
)
def test_a_longer_delay_never_lowers_what_is_overdue(
    facts: Facts, day: date, days: int, more: int, share: Fraction
) -> None:
    low = under(facts, day, PaymentDelay(days, share=Rate(share)))
    high = under(facts, day, PaymentDelay(days + more, share=Rate(share)))
    never_less(low, high, "stressed_overdue")
    never_less(low, high, "stressed_exposure")
    none = under(facts, day, PaymentDelay(0))
    assert column(none, "overdue") == column(none, "stressed_overdue") == column(high, "overdue")
    assert column(none, "exposure") == column(none, "stressed_exposure")


@given(
    facts=portfolio_histories(customers=("a", "b", "c", "d")),
    day=DAYS,
    shares=st.tuples(SHARES, SHARES),
    recoveries=st.tuples(SHARES, SHARES),
    seed=st.integers(0, 9),
)
def test_more_defaults_and_less_recovery_never_lose_less(
    facts: Facts,
    day: date,
    shares: tuple[Fraction, Fraction],
    recoveries: tuple[Fraction, Fraction],
    seed: int,
) -> None:
    low, high = (
        under(facts, day, GroupDefault(share=Rate(share), recovery=Rate(recovery)), seed=seed)
        for share, recovery in zip(sorted(shares), sorted(recoveries, reverse=True), strict=True)
    )
    never_less(low, high, "loss")
    never_less(low, high, "stressed_overdue")


@given(facts=portfolio_histories(), day=DAYS, seed=st.integers(0, 99), data=st.data())
def test_stress_repeats_whatever_the_order_of_records(
    facts: Facts, day: date, seed: int, data: st.DataObject
) -> None:
    scenarios = (PaymentDelay(20, share="50%"), GroupDefault("g", share="50%", recovery="1/3"))
    shuffled = Facts(data.draw(st.permutations(facts.records)))
    first = under(facts, day, *scenarios, seed=seed)
    assert under(shuffled, day, *scenarios, seed=seed) == first
    assert first.total("loss").minor == sum(column(first, "loss").values())
    for row in first.rows:
        assert row.exposure == exposure_of(facts, row.customer, day, "USD").total
        assert ("default" in row.scenarios) <= (row.customer in ("a", "b"))


def test_seeds_choose_by_customer() -> None:
    bills = [
        Invoice(f"I-{number}", "2026-01-05", Line(None, "USD 100"), customer=f"C-{number}", due="2026-02-01")
        for number in range(40)
    ]
    chosen = []
    for seed in range(4):
        outcome = under(Facts(bills), date(2026, 1, 20), GroupDefault(share="25%"), seed=seed)
        chosen.append(frozenset(row.customer for row in outcome.rows if row.scenarios))
    assert {len(one) for one in chosen} == {10}
    assert len(set(chosen)) == 4
    fewer = under(Facts(bills[:20]), date(2026, 1, 20), GroupDefault(share="50%"), seed=0)
    kept = {row.customer for row in fewer.rows if row.scenarios}
    assert chosen[0] & {bill.customer for bill in bills[:20]} <= kept


def test_a_currency_moves_only_what_is_in_it() -> None:
    facts = Facts(
        [
            Invoice("I-1", "2026-01-05", Line(None, "USD 100"), customer="a", due="2026-02-01"),
            Invoice("I-2", "2026-01-05", Line(None, "CNY 500"), customer="b", due="2026-01-10"),
            Customer("a", segment="export"),
            Customer("b"),
        ]
    )
    rates = ExchangeRates([ExchangeRate("USD", "CNY", "2026-01-20", "7")])
    policy = ExposurePolicy(rates=rates)
    outcome = stress_test(
        facts,
        [CurrencyMove("USD", "10%"), GroupDefault(segments="export", recovery="50%")],
        as_of="2026-01-20",
        currency="CNY",
        exposure=policy,
    )
    assert column(outcome, "exposure") == {"a": 70_000, "b": 50_000}
    assert column(outcome, "stressed_exposure") == {"a": 77_000, "b": 50_000}
    assert column(outcome, "loss") == {"a": 38_500, "b": 0}
    assert column(outcome, "stressed_overdue") == {"a": 77_000, "b": 50_000}
    back = stress_test(facts, CurrencyMove("CNY", "25%"), as_of="2026-01-20", currency="CNY", exposure=policy)
    assert column(back, "stressed_exposure") == {"a": 56_000, "b": 50_000}
    assert [reason.text() for reason in outcome.reasons] == [
        "USD moves by 10% against every other currency",
        "1 customers pay nothing any more; 50% of what they owe is recovered",
    ]
    assert len(outcome.table().rows) == len(outcome.table("zh").rows) == len(outcome.records()) == 2
    with pytest.raises(InvalidValueError, match="rates of the policy"):
        stress_test(facts, CurrencyMove("EUR", "1%"), as_of="2026-01-20", currency="CNY", exposure=policy)


def test_open_orders_of_a_default_lapse_and_refunds_are_not_late() -> None:
    facts = Facts(
        [
            Order("O-1", "2026-01-05", Line(None, "USD 300"), customer="a"),
            Invoice("I-1", "2026-01-05", Line(None, "USD 100"), customer="a", due="2026-02-01"),
            Payment("P-1", "2026-01-06", "b", "USD 50"),
            Payment("P-2", "2026-01-18", "b", "USD -20"),
        ]
    )
    outcome = under(facts, date(2026, 1, 20), GroupDefault(customers="a"), PaymentDelay(10))
    assert column(outcome, "exposure") == {"a": 40_000, "b": -3_000}
    assert column(outcome, "stressed_exposure") == {"a": 10_000, "b": -3_000}
    assert column(outcome, "loss") == {"a": 10_000, "b": 0}
    later = under(facts, date(2026, 1, 20), PaymentDelay(20))
    assert column(later, "stressed_exposure") == {"a": 40_000, "b": 2_000}


def test_the_worst_of_several_defaults_counts_and_what_was_undone_is_not_undone_later() -> None:
    bill = Invoice("I-1", "2026-01-05", Line(None, "USD 100"), customer="a", due="2026-01-08")
    twice = [
        GroupDefault(customers="a", recovery="40%", name="mild"),
        GroupDefault(customers="a", recovery="10%", name="hard"),
    ]
    for defaults in (twice, twice[::-1]):
        assert column(under(Facts([bill]), date(2026, 1, 20), *defaults), "loss") == {"a": 9_000}
    undone: list[Payment | Application] = [
        Payment("P-1", "2026-01-10", "a", "USD 100"),
        Application("A-1", "2026-01-10", "P-1", "I-1", "USD 100"),
        Application("A-2", "2026-01-15", "P-1", "I-1", "USD -40"),
    ]
    late = under(Facts([bill, *undone]), date(2026, 1, 20), PaymentDelay(8))
    assert column(late, "stressed_overdue") == {"a": 4_000}


def test_who_is_owed_money_loses_none() -> None:
    paid = Facts([Payment("P-1", "2026-01-10", "a", "USD 100")])
    assert column(under(paid, date(2026, 1, 20), GroupDefault(customers="a")), "loss") == {"a": 0}
