"""Decisions: every reason kept, monotone in payments and limits, borders where they are said to be."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import cast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import AbsentLimit, AtLimit, CreditDecision, CreditLimit, CreditPolicy, Effect
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, SalesmgmtError
from salesmgmt.money import Money
from salesmgmt.records import Facts, Invoice, Line, Order, Payment
from salesmgmt.testing.credit import credit_decisions, credit_policies, receivables_histories

pytestmark = pytest.mark.properties

DAY = date(2026, 5, 15)
RANK = list(Effect)
LIMIT = CreditLimit("L", "C-1", "USD 1000")


def order(amount: str | int, customer: str = "C-1") -> Order:
    money = Money(amount, "USD") if isinstance(amount, int) else Money.of(amount)
    return Order("new", DAY, Line(None, money), customer=customer)


@given(credit_decisions())
def test_the_effect_is_the_strictest_reason_and_the_figures_fit(decision: CreditDecision) -> None:
    assert decision.reasons
    if decision.limit is not None:
        assert decision.headroom == decision.limit.amount - decision.after
        assert decision.excess == max(Money.zero("USD"), decision.after - decision.limit.amount)
    refusing = {"credit.overdue", "credit.limit.absent", "credit.limit.exceeded"}
    assert (decision.effect is Effect.BLOCK) == any(reason.code in refusing for reason in decision.reasons)
    assert decision.approved == (decision.effect is not Effect.BLOCK)


@given(credit_decisions())
def test_every_reason_reads_in_both_languages(decision: CreditDecision) -> None:
    for reason in decision.reasons:
        assert reason.text()
        assert reason.text("zh") != reason.text()


@given(credit_policies(), receivables_histories(), st.integers(1, 10**7), st.integers(1, 10**6))
def test_a_payment_never_worsens_a_decision(
    policy: CreditPolicy, facts: Facts, amount: int, paid: int
) -> None:
    more = Facts([*facts.records, Payment("extra", DAY, "C-1", Money(paid, "USD"))])
    before, after = (policy.decide(order(amount), batch, as_of=DAY) for batch in (facts, more))
    assert RANK.index(after.effect) <= RANK.index(before.effect)


@given(credit_policies(), receivables_histories(), st.integers(1, 10**7), st.integers(1, 10**6))
def test_a_higher_limit_never_turns_a_pass_into_a_block(
    policy: CreditPolicy, facts: Facts, amount: int, more: int
) -> None:
    limit = policy.limit_of("C-1", DAY)
    if limit is not None:
        higher = policy.replace(evolve(limit, amount=limit.amount + Money(more, "USD")))
        before, after = (each.decide(order(amount), facts, as_of=DAY) for each in (policy, higher))
        assert RANK.index(after.effect) <= RANK.index(before.effect)


@given(credit_policies(), receivables_histories(), st.integers(-(10**7), -1))
def test_what_lowers_the_debt_is_never_blocked(policy: CreditPolicy, facts: Facts, amount: int) -> None:
    assert policy.decide(order(amount), facts, as_of=DAY).effect is Effect.PASS


@given(credit_policies(), receivables_histories(), st.integers(1, 10**7))
def test_an_order_among_the_facts_is_not_counted_twice(
    policy: CreditPolicy, facts: Facts, amount: int
) -> None:
    new = order(amount)
    assert policy.decide(new, Facts([*facts.records, new]), as_of=DAY) == policy.decide(new, facts, as_of=DAY)


@pytest.mark.parametrize(
    ("amount", "at_limit", "effect"),
    [
        ("USD 799.99", AtLimit.PASS, Effect.PASS),
        ("USD 800.00", AtLimit.PASS, Effect.WARN),
        ("USD 1000.00", AtLimit.PASS, Effect.WARN),
        ("USD 1000.00", AtLimit.BLOCK, Effect.BLOCK),
        ("USD 1000.01", AtLimit.PASS, Effect.BLOCK),
    ],
)
def test_where_the_borders_lie(amount: str, at_limit: AtLimit, effect: Effect) -> None:
    policy = CreditPolicy([LIMIT], warn_at="80%", at_limit=at_limit)
    assert policy.decide(order(amount), Facts(), as_of=DAY).effect is effect


@pytest.mark.parametrize(("grace", "effect"), [(9, Effect.BLOCK), (10, Effect.PASS)])
def test_grace_days_are_let_pass(grace: int, effect: Effect) -> None:
    late = Invoice("I", "2026-04-01", Line(None, "USD 5"), customer="C-1", due="2026-05-05")
    decision = CreditPolicy([LIMIT], grace_days=grace).decide(order("USD 10"), Facts([late]), as_of=DAY)
    assert decision.effect is effect
    if effect is Effect.BLOCK:
        assert decision.reasons[0].facts == ("I",)
        assert [reason.code for reason in decision.reasons] == ["credit.overdue", "credit.limit.kept"]


def test_no_limit_and_a_limit_of_zero_are_two_things() -> None:
    zero = CreditPolicy([CreditLimit("L", "C-1", "USD 0")], absent=AbsentLimit.UNLIMITED)
    assert zero.decide(order("USD 1"), Facts(), as_of=DAY).effect is Effect.BLOCK
    assert zero.decide(order("USD 1", "C-2"), Facts(), as_of=DAY).effect is Effect.PASS
    assert CreditPolicy().decide(order("USD 1"), Facts(), as_of=DAY).reasons[0].code == "credit.limit.absent"


def test_limits_hold_in_their_time() -> None:
    policy = CreditPolicy([CreditLimit("L", "C-1", "USD 10", "2026-01-01/2026-05-15")])
    assert policy.limit_of("C-1", date(2026, 5, 14)) is not None
    assert policy.limit_of("C-1", DAY) is None


def test_overlapping_limits_are_all_named() -> None:
    limits = [CreditLimit(name, "C-1", "USD 10") for name in ("a", "b", "c")]
    with pytest.raises(BatchError) as caught:
        CreditPolicy(limits)
    assert len(caught.value.problems) == 3


def test_what_was_invoiced_of_an_order_is_not_counted_again() -> None:
    first = Order("o", "2026-05-01", Line(None, "USD 900"), customer="C-1")
    bill = Invoice("I", "2026-05-02", Line(None, "USD 600"), customer="C-1", order="o", due="2026-06-01")
    facts = Facts([first, bill])
    policy = CreditPolicy([LIMIT])
    assert policy.decide(first, facts, as_of=DAY).after == Money.of("USD 900")
    corrected = evolve(first, id="o2", lines=Line(None, "USD 1000"), supersedes="o")
    assert policy.decide(corrected, facts, as_of=DAY).after == Money.of("USD 1000")
    assert policy.decide(corrected, Facts([first, bill, corrected]), as_of=DAY).effect is Effect.PASS
    smaller = evolve(first, id="o2", lines=Line(None, "USD 500"), supersedes="o")
    assert policy.decide(smaller, facts, as_of=DAY).after == Money.of("USD 600")


def test_the_overdue_reason_names_the_invoices_that_make_up_its_amount() -> None:
    bills = [
        Invoice(name, "2026-03-01", Line(None, amount), customer="C-1", due=due)
        for name, amount, due in (
            ("old", "USD 3", "2026-04-01"),
            ("young", "USD 4", "2026-05-14"),
            ("credit", "USD -9", "2026-04-01"),
            ("later", "USD 5", "2026-05-15"),
        )
    ]
    reason, *_ = CreditPolicy([LIMIT], grace_days=5).decide(order("USD 1"), Facts(bills), as_of=DAY).reasons
    assert reason.code == "credit.overdue"
    assert reason.facts == ("old", "young")
    assert (reason.get("amount"), reason.get("days")) == (Money.of("USD 7"), 44)


@given(credit_policies(), receivables_histories(), st.lists(st.integers(-(10**7), 10**7), max_size=3))
def test_many_orders_are_decided_as_each_alone(
    policy: CreditPolicy, facts: Facts, amounts: list[int]
) -> None:
    orders = [evolve(order(amount), id=f"n{place}") for place, amount in enumerate(amounts)]
    alone = tuple(policy.decide(one, facts, as_of=DAY) for one in orders)
    assert policy.decide_all(orders, facts, as_of=DAY) == alone


def test_thousands_of_customers_take_one_pass_each() -> None:
    count = 3000
    orders = [evolve(order("USD 10"), id=f"n{number}", customer=f"C-{number}") for number in range(count)]
    bills = [Invoice(f"i{n}", "2026-01-01", Line(None, "USD 5"), customer=f"C-{n}") for n in range(count)]
    policy = CreditPolicy([CreditLimit(f"l{n}", f"C-{n}", "USD 15") for n in range(count)])
    started = time.process_time()
    decisions = policy.decide_all(orders, Facts(bills), as_of=DAY)
    assert time.process_time() - started < 3
    assert {decision.after for decision in decisions} == {Money.of("USD 15")}


def test_an_order_in_another_currency_than_the_limit_is_named() -> None:
    with pytest.raises(CurrencyMismatchError, match="be in USD, as the limit"):
        CreditPolicy([LIMIT]).decide(order("EUR 1"), Facts(), as_of=DAY)


@pytest.mark.parametrize(
    "make",
    [
        lambda: CreditPolicy(cast(list[CreditLimit], 5)),
        lambda: CreditPolicy([cast(CreditLimit, "limit")]),
        lambda: CreditPolicy(at_limit=cast(AtLimit, "never")),
        lambda: CreditPolicy(absent=cast(AbsentLimit, None)),
        lambda: CreditPolicy(warn_at="-1%"),
        lambda: CreditPolicy(warn_at="101%"),
        lambda: CreditPolicy().replace(cast(CreditLimit, None)),
        lambda: CreditPolicy().decide(cast(Order, None), Facts(), as_of=DAY),
        lambda: CreditPolicy().decide(order("USD 1"), cast(Facts, []), as_of=DAY),
        lambda: CreditLimit("L", "C", "USD 1", cast(str, None)),
        lambda: CreditLimit("", "C", "USD 1"),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


def test_the_warning_line_takes_its_ends() -> None:
    assert (
        CreditPolicy([LIMIT], warn_at="100%").decide(order("USD 1000"), Facts(), as_of=DAY).effect == "warn"
    )
    assert CreditPolicy([LIMIT], warn_at="0%").decide(order("USD 1"), Facts(), as_of=DAY).effect == "warn"


def test_bad_input_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        CreditLimit("L", "C-1", "USD -1")
    with pytest.raises(InvalidValueError):
        CreditPolicy(grace_days=-1)
    with pytest.raises(InvalidValueError):
        CreditPolicy().decide(Order("o", DAY, ()), Facts(), as_of=DAY)
