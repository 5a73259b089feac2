"""The book and the sums over facts say the same of generated histories."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    Component,
    CreditBook,
    CreditPolicy,
    ExposurePolicy,
    exposure_of,
    open_items_of,
    stages_of,
)
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Dispute,
    DunningNotice,
    Facts,
    Guarantee,
    Invoice,
    Line,
    Order,
    Payment,
    WriteOff,
)
from salesmgmt.testing.credit import receivables_histories
from salesmgmt.testing.credit_exposure import credit_histories
from salesmgmt.testing.credit_replay import portfolio_histories

pytestmark = pytest.mark.properties

KINDS = (
    Order,
    Delivery,
    Invoice,
    CreditNote,
    Payment,
    Application,
    WriteOff,
    Dispute,
    DunningNotice,
    Guarantee,
)
DAYS = st.integers(0, 150).map(lambda days: date(2026, 1, 1) + timedelta(days=days))
HISTORIES = receivables_histories() | credit_histories() | portfolio_histories()

#: A book carries these; other policies it refuses.
POLICIES = st.builds(
    lambda days, left, more: ExposurePolicy(horizon_days=days).leaving_out(*left).counting(*more),
    st.sampled_from([None, None, 0, 15, 40]),
    st.sampled_from(
        [
            (),
            (),
            (Component.ORDERS,),
            (Component.DELIVERIES,),
            (Component.DISPUTED,),
            (Component.INVOICES,),
            (Component.UNAPPLIED, Component.ADVANCES, Component.CREDITS),
        ]
    ),
    st.sampled_from([(), (Component.GUARANTEES,)]),
)


def book_of(facts: Facts, day: date, policy: ExposurePolicy) -> CreditBook:
    """A book of all facts of a batch; money covers what applications name, as in sums over facts."""
    book = CreditBook(CreditPolicy.standard(), currency="USD", day=day, exposure=policy, settles="named")
    book.take_all([record for record in facts if isinstance(record, KINDS)])
    return book


@given(facts=HISTORIES, day=DAYS, policy=POLICIES)
def test_the_book_counts_what_exposure_counts(facts: Facts, day: date, policy: ExposurePolicy) -> None:
    book = book_of(facts, day, policy)
    for customer in book.customers:
        counted = exposure_of(facts, customer, day, "USD", policy=policy)
        assert book.owed(customer) == counted.total
        carried = book.position(customer).exposure
        assert carried.total == counted.total
        for component in {Component.ORDERS, Component.DELIVERIES} & policy.counts:
            assert carried.of(component) == counted.of(component)
        for component in (Component.DISPUTED, Component.GUARANTEES):
            assert carried.of(component) == counted.of(component)


@given(facts=HISTORIES, day=DAYS)
def test_the_book_has_the_stages_that_facts_have(facts: Facts, day: date) -> None:
    book = book_of(facts, day, ExposurePolicy())
    for order in facts.orders:
        slow = stages_of(facts, order.id, day)
        if slow is None or order.on > day:
            continue
        assert book.stages(order.id) == slow


@given(facts=HISTORIES, day=DAYS)
def test_the_book_has_the_open_items_that_facts_have(facts: Facts, day: date) -> None:
    book = book_of(facts, day, ExposurePolicy())
    for customer in book.customers:
        slow = open_items_of(facts, customer, day, "USD")
        fast = book.position(customer).items
        assert fast == tuple(evolve(one, covered=None) for one in slow)
        level = max([one.level for one in facts.dunning_notices if _is_of(one, customer, day)], default=0)
        assert book.position(customer).dunning_level == level


def _is_of(notice: DunningNotice, customer: str, day: date) -> bool:
    return notice.customer == customer and notice.invoice is None and notice.on <= day


def test_what_is_paid_beyond_one_invoice_settles_no_other() -> None:
    def line(amount: str) -> Line:
        return Line(None, amount)

    facts = Facts(
        [
            Order("o", "2026-01-01", line("USD 10"), customer="a"),
            Invoice("i", "2026-01-02", line("USD 4"), customer="a", order="o"),
            Invoice("j", "2026-01-02", line("USD 5"), customer="a", order="o"),
            Payment("p", "2026-01-03", "a", "USD 7"),
            Application("x", "2026-01-03", "p", "i", "USD 7"),
        ]
    )
    day = date(2026, 1, 9)
    book = book_of(facts, day, ExposurePolicy())
    assert book.stages("o") == stages_of(facts, "o", day)
    assert str(book.stages("o").collected) == "USD 4.00"
    position = book.position("a")
    assert [item.id for item in position.items] == ["j"]
    counted = exposure_of(facts, "a", day, "USD")
    for component in Component:
        assert position.exposure.of(component) == counted.of(component)
