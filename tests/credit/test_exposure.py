"""Exposure: every coin counted once, nothing that comes later, and equal to adding it up by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import exposure_of
from salesmgmt.errors import BatchError, SalesmgmtError
from salesmgmt.money import Money
from salesmgmt.records import Application, CreditNote, Facts, Invoice, Line, Order, Payment, WriteOff
from salesmgmt.testing.credit import receivables_histories

pytestmark = pytest.mark.properties

DAY = date(2026, 2, 1)
DAYS = st.integers(0, 200).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))


def by_hand(facts: Facts, day: date) -> int:
    """Orders not yet billed, plus everything billed, less everything that came in or was given up."""
    invoices = [invoice for invoice in facts.invoices if invoice.on <= day]
    total = sum(invoice.gross_minor for invoice in invoices)
    for order in facts.orders:
        if order.on <= day:
            billed = sum(invoice.gross_minor for invoice in invoices if invoice.order == order.id)
            total += max(0, order.gross_minor - billed)
    known = {invoice.id for invoice in invoices}
    total -= sum(payment.amount_minor for payment in facts.payments if payment.on <= day)
    total -= sum(note.gross_minor for note in facts.credit_notes if note.on <= day)
    return total - sum(w.amount_minor for w in facts.write_offs if w.on <= day and w.invoice in known)


@given(receivables_histories(), DAYS)
def test_the_total_is_what_adding_up_by_hand_gives(facts: Facts, day: date) -> None:
    assert exposure_of(facts, "C-1", day, "USD").total == Money(by_hand(facts, day), "USD")


@given(receivables_histories(), DAYS)
def test_the_open_items_add_up_to_the_receivables(facts: Facts, day: date) -> None:
    exposure = exposure_of(facts, "C-1", day, "USD")
    assert Money.total([item.open for item in exposure.items], "USD") == exposure.receivables
    assert all(item.open for item in exposure.items)


@given(receivables_histories(), DAYS)
def test_what_comes_later_does_not_count(facts: Facts, day: date) -> None:
    assert exposure_of(facts.as_known(day), "C-1", day, "USD") == exposure_of(facts, "C-1", day, "USD")


@given(receivables_histories(), DAYS)
def test_the_order_of_facts_changes_nothing(facts: Facts, day: date) -> None:
    turned = Facts(sorted(facts.records, key=lambda record: record.id))
    assert exposure_of(turned, "C-1", day, "USD") == exposure_of(facts, "C-1", day, "USD")


@given(receivables_histories(), DAYS, st.integers(1, 10**6))
def test_a_payment_lowers_the_exposure_by_itself(facts: Facts, day: date, minor: int) -> None:
    more = Facts([*facts.records, Payment("extra", day, "C-1", Money(minor, "USD"))])
    before, after = (exposure_of(batch, "C-1", day, "USD").total for batch in (facts, more))
    assert before - after == Money(minor, "USD")


def test_a_document_and_its_predecessor_are_counted_once() -> None:
    order = Order("O", "2026-01-05", [Line("a", "USD 600", tax="USD 60"), Line("b", "USD 400")], customer="C")
    invoice = Invoice(
        "I", "2026-01-20", Line("a", "USD 600", tax="USD 60"), customer="C", order="O", due="2026-02-19"
    )
    facts = Facts([order, invoice])
    exposure = exposure_of(facts, "C", "2026-03-01", "USD")
    assert [str(part) for part in (exposure.open_orders, exposure.receivables, exposure.total)] == [
        "USD 400.00",
        "USD 660.00",
        "USD 1,060.00",
    ]
    assert exposure.days_overdue == 10
    assert exposure.overdue == Money.of("USD 660")
    assert exposure_of(facts, "C", "2026-02-19", "USD").days_overdue == 0
    assert exposure_of(facts, "C", "2026-02-01", "USD").days_overdue == 0
    assert exposure_of(facts, "C", "2026-01-10", "USD").open_orders == Money.of("USD 1060")
    assert exposure_of(facts, "C", "2026-03-01", "USD", without="O").open_orders == Money.zero("USD")


def test_a_credit_note_counts_once_whether_applied_or_naming_its_invoice() -> None:
    invoice = Invoice("I", "2026-01-20", Line("a", "USD 100"), customer="C")
    naming = CreditNote("N", "2026-01-25", Line("a", "USD 30"), customer="C", invoice="I")
    applied = Application("A", "2026-01-26", "N", "I", "USD 30")
    for facts in (Facts([invoice, naming]), Facts([invoice, naming, applied])):
        assert exposure_of(facts, "C", "2026-02-01", "USD").receivables == Money.of("USD 70")


def test_a_cheque_counts_when_it_clears() -> None:
    invoice = Invoice("I", "2026-01-20", Line("a", "USD 100"), customer="C")
    cheque = Payment("P", "2026-01-25", "C", "USD 100", "cheque", "2026-02-10")
    facts = Facts([invoice, cheque, Application("A", "2026-01-25", "P", "I", "USD 100")])
    assert exposure_of(facts, "C", "2026-02-09", "USD").total == Money.of("USD 100")
    assert exposure_of(facts, "C", "2026-02-10", "USD").total == Money.zero("USD")


def test_what_names_a_corrected_document_means_its_correction() -> None:
    facts = Facts(
        [
            Order("O", "2026-01-01", Line("a", "USD 500"), customer="C"),
            Order("O2", "2026-01-02", Line("a", "USD 400"), customer="C", supersedes="O"),
            Invoice("I", "2026-01-20", Line("a", "USD 100"), customer="C", order="O"),
            Invoice("I2", "2026-01-20", Line("a", "USD 300"), customer="C", order="O", supersedes="I"),
            Payment("P", "2026-01-25", "C", "USD 10"),
            Payment("P2", "2026-01-25", "C", "USD 50", supersedes="P"),
            Application("A", "2026-01-25", "P", "I", "USD 50"),
            CreditNote("N", "2026-01-26", Line("a", "USD 9"), customer="C", invoice="I"),
            WriteOff("W", "2026-01-27", "I", "USD 1"),
        ]
    )
    exposure = exposure_of(facts, "C", "2026-02-01", "USD")
    parts = (exposure.open_orders, exposure.receivables, exposure.unapplied)
    assert parts == (Money.of("USD 100"), Money.of("USD 240"), Money.of("USD 0"))
    assert exposure_of(facts, "C", "2026-02-01", "USD", without="O2").open_orders == Money.of("USD 0")


def test_what_is_overpaid_or_negative_is_not_overdue() -> None:
    facts = Facts(
        [
            Invoice("I", "2026-01-20", Line("a", "USD -100"), customer="C", due="2026-01-30"),
            Invoice("J", "2026-01-20", Line("a", "USD 10"), customer="C", due="2026-01-30"),
            Payment("P", "2026-01-25", "C", "USD 30"),
            Application("A", "2026-01-25", "P", "J", "USD 30"),
            Invoice("K", "2026-02-01", Line("a", "USD 7"), customer="C", due="2026-02-25"),
        ]
    )
    exposure = exposure_of(facts, "C", "2026-03-01", "USD")
    assert (exposure.overdue, exposure.days_overdue) == (Money.of("USD 7"), 4)
    assert [item.invoice for item in exposure.late] == ["K"]
    assert exposure.total == Money.of("USD -113")


def test_nothing_counts_before_its_day() -> None:
    facts = Facts(
        [
            Invoice("I", "2026-01-20", Line("a", "USD 100"), customer="C"),
            CreditNote("N", "2026-01-10", Line("a", "USD 30"), customer="C", invoice="I"),
            Payment("P", "2026-01-25", "C", "USD 50"),
            Application("A", "2026-01-28", "P", "I", "USD 50"),
            WriteOff("W", "2026-02-01", "I", "USD 5"),
        ]
    )

    def parts(day: str) -> list[int]:
        exposure = exposure_of(facts, "C", day, "USD")
        return [exposure.receivables.minor // 100, exposure.unapplied.minor // 100]

    days = ["2026-01-09", "2026-01-10", "2026-01-20", "2026-01-25", "2026-01-28", "2026-02-01"]
    assert [parts(day) for day in days] == [[0, 0], [0, 30], [70, 0], [70, 50], [20, 0], [15, 0]]


def test_what_another_customer_pays_is_taken_from_that_customer() -> None:
    facts = Facts(
        [
            Invoice("I", "2026-01-20", Line("a", "USD 100"), customer="child"),
            Payment("P", "2026-01-25", "mother", "USD 100"),
            Application("A", "2026-01-25", "P", "I", "USD 80"),
        ]
    )
    assert exposure_of(facts, "child", "2026-02-01", "USD").total == Money.of("USD 20")
    assert exposure_of(facts, "mother", "2026-02-01", "USD").total == Money.of("USD -20")


def test_items_are_read_oldest_first_with_unknown_due_dates_last() -> None:
    facts = Facts(
        [
            Invoice("A", "2026-01-01", Line("a", "USD 1"), customer="C"),
            Invoice("B", "2026-01-01", Line("a", "USD 1"), customer="C", due="2026-03-01"),
            Invoice("C", "2026-01-01", Line("a", "USD 1"), customer="C", due="2026-02-01"),
        ]
    )
    exposure = exposure_of(facts, "C", "2026-02-15", "USD")
    assert [item.invoice for item in exposure.items] == ["C", "B", "A"]
    assert [item.days_overdue for item in exposure.items] == [14, -14, 0]
    assert [row[-1] for row in exposure.table("zh").rows] == [14, 0, 0]
    assert [record["days_overdue"] for record in exposure.records()] == [14, -14, 0]


@pytest.mark.parametrize(
    ("facts", "customer", "day"),
    [(None, "C", DAY), ([], "C", DAY), (Facts(), None, DAY), (Facts(), "", DAY), (Facts(), "C", None)],
)
def test_bad_input_is_refused_by_the_family(facts: object, customer: object, day: object) -> None:
    with pytest.raises(SalesmgmtError):
        exposure_of(cast(Facts, facts), cast(str, customer), cast(date, day), "USD")


def test_a_write_off_settles() -> None:
    invoice = Invoice("I", "2026-01-20", Line("a", "USD 100"), customer="C")
    facts = Facts([invoice, WriteOff("W", "2026-02-01", "I", "USD 40")])
    assert exposure_of(facts, "C", "2026-02-01", "USD").total == Money.of("USD 60")


def test_documents_in_another_currency_are_all_listed() -> None:
    facts = Facts(
        [
            Order("O", "2026-01-05", Line("a", "EUR 600"), customer="C"),
            Payment("P", "2026-01-05", "C", "EUR 5"),
            Payment("Q", "2026-01-05", "C", "USD 5"),
        ]
    )
    with pytest.raises(BatchError) as caught:
        exposure_of(facts, "C", "2026-02-01", "USD")
    assert {problem.record for problem in caught.value.problems} == {"Order O", "Payment P"}
