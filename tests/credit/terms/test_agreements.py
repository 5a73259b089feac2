"""Milestones, money to come, exchange differences, floor stock and releases."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.credit import (
    BillingPlan,
    DatedPayment,
    DeliveryRelease,
    FloorCredit,
    Milestone,
    exchange_outcome,
    outlook_of,
)
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Conversion, ExchangeRate, Money, Rate
from salesmgmt.testing.credit_terms import billing_plans

pytestmark = pytest.mark.properties

WAREHOUSE = BillingPlan(
    "USD 820,000",
    [
        Milestone("ground", "15%"),
        Milestone("walls", "40%", proportional=True),
        Milestone("roof", "45%"),
    ],
    "roof",
)


@given(billing_plans(), st.data())
def test_billing_adds_up_and_the_last_milestone_takes_the_rest(
    plan: BillingPlan, data: st.DataObject
) -> None:
    names = [one.id for one in plan.milestones if one.id != plan.last]
    order = [*data.draw(st.permutations(names)), *([plan.last] if plan.last is not None else [])]
    steps = plan.bill(order)
    so_far = Money.zero(plan.value.currency)
    shares = {one.id: one.share for one in plan.milestones}
    for name, step in zip(order, steps, strict=True):
        so_far += step.amount
        assert step.billed == so_far
        assert step.billed + step.unbilled == plan.value
        if name != plan.last:
            assert step.amount == (plan.value * shares[name]).round(plan.rounding)
    if plan.last is not None:
        assert steps[-1].unbilled == Money.zero(plan.value.currency)


@given(st.lists(st.fractions(0, 1, max_denominator=50).filter(bool), min_size=1, max_size=4, unique=True))
def test_in_proportion_the_parts_bill_what_the_whole_would(done: list[Fraction]) -> None:
    reached = [("walls", share) for share in sorted(done)]
    steps = WAREHOUSE.bill(reached)
    assert steps[-1].billed == (Money.of("USD 328,000") * Rate(max(done))).round()


def test_milestones_that_cannot_be_reached_are_refused() -> None:
    with pytest.raises(UnknownIdentifierError, match="reached"):
        WAREHOUSE.bill(["cellar"])
    with pytest.raises(InvalidValueError, match="once"):
        WAREHOUSE.bill(["ground", "ground"])
    with pytest.raises(InvalidValueError, match="come after walls"):
        WAREHOUSE.bill(["ground", ("walls", "50%"), "roof"])
    with pytest.raises(InvalidValueError, match="grow"):
        WAREHOUSE.bill([("walls", "50%"), ("walls", "50%")])
    with pytest.raises(InvalidValueError, match="grow"):
        WAREHOUSE.bill([("walls", "150%")])
    with pytest.raises(InvalidValueError, match="as a whole"):
        WAREHOUSE.bill([("ground", "50%")])
    with pytest.raises(BatchError) as raised:
        BillingPlan("USD 1", [Milestone("a", "60%"), Milestone("a", "60%")])
    assert len(raised.value.problems) == 2
    with pytest.raises(BatchError, match="total 100%"):
        BillingPlan("USD 1", [Milestone("a", "60%")])
    with pytest.raises(UnknownIdentifierError, match="last"):
        BillingPlan("USD 1", [Milestone("a", "60%")], "b")
    with pytest.raises(InvalidValueError, match="share"):
        Milestone("a", "101%")
    with pytest.raises(WrongTypeError, match="proportional"):
        Milestone("a", "1%", cast("bool", 1))


@given(
    st.integers(0, 1000),
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2026, 1, 9)), st.integers(0, 500)), max_size=4),
    st.dates(date(2026, 1, 1), date(2026, 1, 9)),
)
def test_money_to_come_is_told_beside_the_balance(
    minor: int, paid: list[tuple[date, int]], day: date
) -> None:
    payments = [DatedPayment(on, Money(each, "USD")) for on, each in paid]
    found = outlook_of(Money(minor, "USD"), payments, day)
    early = sum(each for on, each in paid if on <= day)
    everything = sum(each for _, each in paid)
    assert found.open.minor == max(0, minor - early)
    assert found.remaining.minor == max(0, minor - everything)
    assert found.unallocated.minor == max(0, everything - minor)


@given(
    st.integers(-(10**6), 10**6),
    st.lists(st.tuples(st.integers(1, 10**5), st.integers(1, 999)), max_size=3),
    st.integers(1, 999),
)
def test_the_exchange_difference_is_what_paid_parts_gained_or_lost(
    minor: int, paid: list[tuple[int, int]], booked: int
) -> None:
    """With whole rates, nothing is rounded: the difference is money paid times the change of the rate."""

    def at(amount: int, rate: int, on: str) -> Conversion:
        return Conversion(Money(amount, "USD"), "INR", on, ExchangeRate("USD", "INR", on, rate))

    item = at(minor, booked, "2026-01-01")
    found = exchange_outcome(item, [at(each, rate, "2026-02-01") for each, rate in paid])
    assert found.difference.minor == sum(each * (rate - booked) for each, rate in paid)
    assert found.open.minor == minor - sum(each for each, _ in paid)
    assert found.unadjusted == found.booked - found.received


def test_a_payment_of_the_day_counts_on_that_day() -> None:
    found = outlook_of("USD 100", [DatedPayment("2026-05-01", "USD 90")], "2026-05-01")
    assert (found.open, found.coming) == (Money.of("USD 10"), Money.zero("USD"))


def test_what_makes_no_sense_is_refused() -> None:
    item = Conversion("USD 1", "USD", "2026-01-01")
    with pytest.raises(CurrencyMismatchError):
        exchange_outcome(item, [Conversion("EUR 1", "EUR", "2026-01-01")])
    with pytest.raises(WrongTypeError, match="item"):
        exchange_outcome(cast("Conversion", "USD 1"), [])
    with pytest.raises(WrongTypeError, match="payments"):
        exchange_outcome(item, cast("list[Conversion]", ["USD 1"]))
    with pytest.raises(InvalidValueError, match="amount"):
        outlook_of("USD -1", [], "2026-01-01")
    with pytest.raises(CurrencyMismatchError):
        outlook_of("USD 1", [DatedPayment("2026-01-01", "EUR 1")], "2026-01-01")
    with pytest.raises(InvalidValueError, match="end"):
        FloorCredit("F", "C", "USD 1", "2026-01-01/..")
    with pytest.raises(InvalidValueError, match="amount"):
        FloorCredit("F", "C", "USD -1", "2026-01-01/2027-01-01")
    with pytest.raises(InvalidValueError, match="invoices"):
        FloorCredit("F", "C", "USD 1", "2026-01-01/2027-01-01", [""])
    with pytest.raises(InvalidValueError, match="until"):
        DeliveryRelease("R", "D", "ann", "2026-01-02", "2026-01-01")


@given(
    st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    st.integers(0, 200),
    st.integers(0, 200),
    st.sampled_from(["D-7", "D-8"]),
)
def test_a_release_serves_one_document_for_a_time_up_to_an_amount(
    day: date, minor: int, before: int, document: str
) -> None:
    release = DeliveryRelease("R", "D-7", "ann", "2026-01-03", "2026-01-06", Money(150, "USD"))
    served = release.serves(document, day, Money(minor, "USD"), Money(before, "USD"))
    assert served == (
        document == "D-7" and date(2026, 1, 3) <= day <= date(2026, 1, 6) and minor + before <= 150
    )
    endless = DeliveryRelease("R", "D-7", "ann", "2026-01-03")
    assert endless.serves("D-7", "2027-01-01", "USD 1,000,000") is True
    assume(day < date(2026, 1, 3))
    assert not endless.serves("D-7", day, "USD 1")


def test_a_release_names_the_amount_that_is_in_another_currency() -> None:
    release = DeliveryRelease("R", "D-7", "ann", "2026-01-03", up_to="CNY 100")
    with pytest.raises(CurrencyMismatchError, match="amount is 'USD'; it must be in CNY; convert it first"):
        release.serves("D-7", "2026-01-03", "USD 5")
    with pytest.raises(CurrencyMismatchError, match="delivered is 'USD'; it must be in CNY"):
        release.serves("D-7", "2026-01-03", "CNY 5", "USD 5")
    with pytest.raises(CurrencyMismatchError, match="delivered is 'USD'; it must be in CNY"):
        DeliveryRelease("R", "D-7", "ann", "2026-01-03").serves("D-7", "2026-01-03", "CNY 5", "USD 5")
