"""Exposure: equal to adding it up by hand, every coin counted once, nothing that comes later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    Component,
    Exposure,
    ExposurePart,
    ExposurePolicy,
    FloorCredit,
    HorizonEnd,
    OpenItem,
    Reversal,
    average_delay_of,
    exposure_of,
    open_items_of,
    position_of,
)
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import ExchangeRate, ExchangeRates, Money
from salesmgmt.records import (
    Application,
    CreditNote,
    CreditTerm,
    Customer,
    Delivery,
    Dispute,
    DunningNotice,
    Facts,
    Guarantee,
    Invoice,
    Line,
    Order,
    Payment,
    Record,
    WriteOff,
)
from salesmgmt.testing.credit_exposure import credit_histories
from tests.credit.exposure.reference import parts

pytestmark = pytest.mark.properties

DAYS = st.integers(0, 200).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))
CHOICES = [part for part in Component if part not in (Component.BEYOND, Component.FLOOR)]
POLICIES = st.builds(
    ExposurePolicy,
    st.just(ExposurePolicy().counts) | st.frozensets(st.sampled_from(CHOICES)),
    horizon_days=st.none() | st.integers(0, 60),
    horizon_end=st.sampled_from(HorizonEnd),
    credited=st.sampled_from(Reversal),
)


def shown(exposure: Exposure) -> tuple[dict[str, int], dict[str, int]]:
    return (
        {part.component.value: part.amount.minor for part in exposure.counted},
        {part.component.value: part.amount.minor for part in exposure.ignored},
    )


def one_paper(facts: Facts) -> bool:
    """No invoice has both a cheque and a bill in hand: which covers it first is a matter of their order."""
    kinds: dict[str, set[bool]] = {}
    for one in facts.applications:
        payment = facts.index(Payment).get(one.source)
        if payment is not None and payment.clears is not None:
            kinds.setdefault(one.invoice, set()).add(payment.kind == "bill")
    return all(len(found) == 1 for found in kinds.values())


@given(credit_histories().filter(one_paper), DAYS, POLICIES)
def test_the_parts_are_what_adding_up_by_hand_gives(facts: Facts, day: date, policy: ExposurePolicy) -> None:
    exposure = exposure_of(facts, "C-1", day, "USD", policy=policy)
    assert shown(exposure) == parts(facts, "C-1", day, policy)
    assert exposure.total_minor == sum(parts(facts, "C-1", day, policy)[0].values())


@given(credit_histories(), DAYS, POLICIES)
def test_the_open_items_are_what_counts_of_invoices(facts: Facts, day: date, policy: ExposurePolicy) -> None:
    items = open_items_of(facts, "C-1", day, "USD", policy=policy)
    exposure = exposure_of(facts, "C-1", day, "USD", policy=policy)
    owed = [Component.INVOICES, Component.DISPUTED]
    papers = [part for part in (Component.CHEQUES, Component.BILLS) if part in policy.counts]
    found = sum(
        part.amount.minor
        for part in exposure.parts
        if part.component in owed or (part.component in papers and part.counted)
    )
    assert Money.total([item.open for item in items], "USD") == Money(found, "USD")
    assert all(item.open for item in items)
    assert [item.due or date.max for item in items] == sorted(item.due or date.max for item in items)


@given(credit_histories(), DAYS, POLICIES)
def test_what_comes_later_does_not_count(facts: Facts, day: date, policy: ExposurePolicy) -> None:
    """The facts as they were known by the day give the same; corrections aside, which hold throughout."""
    first = Facts([record for record in facts if record.supersedes is None])
    early = first.as_known(day)
    assert position_of(early, "C-1", day, "USD", policy=policy) == position_of(
        first, "C-1", day, "USD", policy=policy
    )


@given(credit_histories(), DAYS, POLICIES)
def test_the_order_of_facts_changes_nothing(facts: Facts, day: date, policy: ExposurePolicy) -> None:
    turned = Facts(sorted(facts.records, key=lambda record: record.id, reverse=True))
    assert position_of(turned, "C-1", day, "USD", policy=policy) == position_of(
        facts, "C-1", day, "USD", policy=policy
    )


@given(credit_histories(), DAYS, st.integers(1, 10**6))
def test_a_payment_lowers_the_exposure_by_itself(facts: Facts, day: date, minor: int) -> None:
    more = Facts([*facts.records, Payment("extra", day, "C-1", Money(minor, "USD"))])
    before, after = (exposure_of(batch, "C-1", day, "USD").total for batch in (facts, more))
    assert before - after == Money(minor, "USD")


@given(credit_histories(), DAYS, st.integers(1, 10**6))
def test_an_order_adds_its_value_and_is_left_out_by_name(facts: Facts, day: date, minor: int) -> None:
    more = Facts([*facts.records, Order("new", day, Line(None, Money(minor, "USD")), customer="C-1")])
    before = exposure_of(facts, "C-1", day, "USD")
    assert exposure_of(more, "C-1", day, "USD").total - before.total == Money(minor, "USD")
    assert exposure_of(more, "C-1", day, "USD", without="new") == before


@given(credit_histories(), DAYS)
def test_delivering_and_invoicing_what_is_ordered_adds_nothing(facts: Facts, day: date) -> None:
    line = Line(None, "USD 5")
    order = Order("new", day, [line, line], customer="C-1")
    batches: list[list[Record]] = [
        [order],
        [order, Delivery("d-new", day, line, order="new")],
        [
            order,
            Delivery("d-new", day, line, order="new"),
            Invoice("i-new", day, line, customer="C-1", order="new"),
        ],
        [order, Invoice("i-new", day, [line, line], customer="C-1", order="new")],
    ]
    totals = {exposure_of(Facts([*facts.records, *batch]), "C-1", day, "USD").total for batch in batches}
    assert len(totals) == 1


@given(credit_histories(), DAYS, POLICIES)
def test_what_counts_and_what_does_not_is_the_same_money_under_any_policy(
    facts: Facts, day: date, policy: ExposurePolicy
) -> None:
    """Leaving a component out moves it, and moves nothing else; paper and reversals apart."""
    whole = ExposurePolicy([*ExposurePolicy().counts])
    fewer = whole.leaving_out("deliveries", "invoices", "disputed")
    counted, left = (exposure_of(facts, "C-1", day, "USD", policy=one) for one in (whole, fewer))
    for component in (Component.DELIVERIES, Component.INVOICES, Component.DISPUTED, Component.ORDERS):
        assert counted.of(component) == left.of(component)


def test_horizon_inclusive_and_not() -> None:
    order = Order("O", "2026-06-01", Line("a", "USD 600"), customer="C", due="2026-06-16")
    undated = Order("P", "2026-06-01", Line("a", "USD 1"), customer="C")
    facts = Facts([order, undated])
    inclusive = ExposurePolicy(horizon_days=10)
    exclusive = ExposurePolicy(horizon_days=10, horizon_end="exclusive")
    found = exposure_of(facts, "C", "2026-06-06", "USD", policy=inclusive)
    assert (found.total, found.of("beyond")) == (Money.of("USD 601"), Money.zero("USD"))
    found = exposure_of(facts, "C", "2026-06-06", "USD", policy=exclusive)
    assert (found.total, found.of("beyond")) == (Money.of("USD 1"), Money.of("USD 600"))
    found = exposure_of(facts, "C", "2026-06-05", "USD", policy=inclusive)
    assert found.total == Money.of("USD 1")
    assert ExposurePolicy(horizon_days=0, horizon_end="exclusive").horizon_date("2026-06-06") == date(
        2026, 6, 5
    )
    assert ExposurePolicy().horizon_date("2026-06-06") is None


def test_a_cheque_counts_until_it_clears() -> None:
    invoice = Invoice("I", "2026-01-20", Line("a", "USD 100"), customer="C", due="2026-01-30")
    cheque = Payment("P", "2026-01-25", "C", "USD 120", "cheque", "2026-02-10")
    facts = Facts([invoice, cheque, Application("A", "2026-01-25", "P", "I", "USD 100")])
    held = exposure_of(facts, "C", "2026-02-09", "USD")
    assert (held.total, held.of("invoices")) == (Money.of("USD 100"), Money.zero("USD"))
    assert [(part.component.value, str(part.amount), part.counted) for part in held.parts] == [
        ("cheques", "USD 100.00", True),
        ("cheques", "USD -20.00", False),
    ]
    (item,) = open_items_of(facts, "C", "2026-02-09", "USD")
    assert (item.open, item.covered) == (Money.of("USD 100"), Money.of("USD 100"))
    assert exposure_of(facts, "C", "2026-02-10", "USD").total == Money.of("USD -20")
    trusted = ExposurePolicy().leaving_out("cheques")
    assert exposure_of(facts, "C", "2026-01-25", "USD", policy=trusted).total == Money.of("USD -20")
    assert open_items_of(facts, "C", "2026-01-25", "USD", policy=trusted) == ()


def test_a_credit_note_counts_once_whether_applied_or_naming_its_invoice() -> None:
    invoice = Invoice("I", "2026-01-20", Line("a", "USD 100"), customer="C")
    naming = CreditNote("N", "2026-01-25", Line("a", "USD 30"), customer="C", invoice="I")
    applied = Application("A", "2026-01-26", "N", "I", "USD 30")
    for facts in (Facts([invoice, naming]), Facts([invoice, naming, applied])):
        assert shown(exposure_of(facts, "C", "2026-02-01", "USD")) == ({"invoices": 7000}, {})
    part = Application("A", "2026-01-26", "N", "I", "USD 10")
    facts = Facts([invoice, naming, part])
    assert shown(exposure_of(facts, "C", "2026-02-01", "USD")) == ({"invoices": 9000, "credits": -2000}, {})


def test_disputes_are_told_apart_until_they_are_settled() -> None:
    invoice = Invoice("I", "2026-01-20", Line("a", "USD 100"), customer="C")
    part = Dispute("X", "2026-01-25", "I", "USD 30", "2026-02-10")
    facts = Facts([invoice, part])
    found = exposure_of(facts, "C", "2026-02-09", "USD")
    assert (found.of("disputed"), found.of("invoices")) == (Money.of("USD 30"), Money.of("USD 70"))
    assert open_items_of(facts, "C", "2026-02-09", "USD")[0].disputed == Money.of("USD 30")
    assert exposure_of(facts, "C", "2026-02-10", "USD").of("disputed") == Money.zero("USD")
    assert exposure_of(facts, "C", "2026-01-25", "USD").of("disputed") == Money.of("USD 30")
    assert exposure_of(facts, "C", "2026-01-24", "USD").of("disputed") == Money.zero("USD")
    lenient = ExposurePolicy().leaving_out("disputed")
    assert exposure_of(facts, "C", "2026-02-09", "USD", policy=lenient).total == Money.of("USD 70")
    whole = Facts([invoice, Dispute("X", "2026-01-25", "I")])
    assert exposure_of(whole, "C", "2026-02-09", "USD", policy=lenient).total == Money.zero("USD")


def test_guarantees_count_where_the_policy_says_so_and_up_to_what_is_owed() -> None:
    invoice = Invoice("I", "2026-01-20", Line("a", "USD 100"), customer="C")
    facts = Facts([invoice, Guarantee("G", "C", "2026-01-01/2026-03-01", "USD 500")])
    found = exposure_of(facts, "C", "2026-02-01", "USD")
    assert (found.total, found.of("guarantees")) == (Money.of("USD 100"), Money.of("USD -100"))
    secured = ExposurePolicy().counting("guarantees")
    assert exposure_of(facts, "C", "2026-02-01", "USD", policy=secured).total == Money.zero("USD")
    assert exposure_of(facts, "C", "2026-03-01", "USD", policy=secured).total == Money.of("USD 100")


def test_other_currencies_come_in_at_dated_rates_that_are_kept() -> None:
    rates = ExchangeRates(
        [
            ExchangeRate("EUR", "USD", "2026-01-20", "1.10"),
            ExchangeRate("EUR", "USD", "2026-02-01", "1.20"),
        ],
        day="latest",
    )
    facts = Facts(
        [
            Invoice("I", "2026-01-20", Line("a", "EUR 100"), customer="C"),
            Invoice("J", "2026-01-20", Line("a", "USD 5"), customer="C"),
        ]
    )
    at_decision = exposure_of(facts, "C", "2026-02-02", "USD", policy=ExposurePolicy(rates=rates))
    assert at_decision.total == Money.of("USD 125")
    assert [str(rate) for rate in at_decision.rates] == ["1 EUR = 1.2 USD on 2026-02-01"]
    own = ExposurePolicy(rates=rates, rate_of="document")
    assert exposure_of(facts, "C", "2026-02-02", "USD", policy=own).total == Money.of("USD 115")
    with pytest.raises(BatchError) as raised:
        exposure_of(facts, "C", "2026-02-02", "USD")
    assert [str(problem) for problem in raised.value.problems] == [
        "Invoice I: currency is 'EUR'; it must be USD; convert it first, or give the policy rates"
    ]
    with pytest.raises(BatchError, match="GBP"):
        exposure_of(facts, "C", "2026-02-02", "GBP", policy=ExposurePolicy(rates=rates))


def test_one_order_in_two_currencies_is_refused() -> None:
    facts = Facts(
        [
            Order("O", "2026-01-05", Line("a", "USD 600"), customer="C"),
            Invoice("I", "2026-01-20", Line("a", "EUR 100"), customer="C", order="O"),
        ]
    )
    with pytest.raises(BatchError, match="as order O"):
        exposure_of(facts, "C", "2026-02-02", "USD")


def test_floor_stock_counts_beside_the_limit_until_its_term_ends() -> None:
    facts = Facts(
        [
            Invoice("I", "2026-01-05", Line("a", "CNY 600"), customer="C", due="2026-02-05"),
            Invoice("J", "2026-01-05", Line("a", "CNY 50"), customer="C", due="2026-02-05"),
        ]
    )
    floor = FloorCredit("F", "C", "CNY 500", "2026-01-01/2027-01-01", ["I"])
    found = exposure_of(facts, "C", "2026-12-31", "CNY", floors=[floor])
    assert (found.total, found.of("floor")) == (Money.of("CNY 150"), Money.of("CNY 500"))
    items = open_items_of(facts, "C", "2026-12-31", "CNY", floors=[floor])
    assert [(item.id, item.due) for item in items] == [("J", date(2026, 2, 5)), ("I", date(2026, 12, 31))]
    found = exposure_of(facts, "C", "2027-01-01", "CNY", floors=[floor])
    assert (found.total, found.of("floor")) == (Money.of("CNY 650"), Money.zero("CNY"))
    assert items[1].days_late("2027-01-01") == 1
    others = FloorCredit("F", "D", "CNY 500", "2026-01-01/2027-01-01", ["I"])
    assert exposure_of(facts, "C", "2026-12-31", "CNY", floors=[others]).total == Money.of("CNY 650")


def test_what_names_a_corrected_document_means_its_correction() -> None:
    facts = Facts(
        [
            Order("O", "2026-01-01", Line("a", "USD 500"), customer="C"),
            Order("O2", "2026-01-02", Line("a", "USD 400"), customer="C", supersedes="O"),
            Delivery("D", "2026-01-10", Line("a", "USD 350"), order="O"),
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
    assert shown(exposure) == ({"orders": 5000, "deliveries": 5000, "invoices": 24000}, {})
    assert exposure_of(facts, "C", "2026-02-01", "USD", without="O2").of("orders") == Money.zero("USD")


def test_what_pays_too_much_is_money_not_applied() -> None:
    facts = Facts(
        [
            Invoice("J", "2026-01-20", Line("a", "USD 10"), customer="C", due="2026-01-30"),
            Payment("P", "2026-01-25", "C", "USD 30"),
            Application("A", "2026-01-25", "P", "J", "USD 30"),
        ]
    )
    assert shown(exposure_of(facts, "C", "2026-02-01", "USD")) == ({"unapplied": -2000}, {})
    assert open_items_of(facts, "C", "2026-02-01", "USD") == ()


def test_an_application_in_another_currency_than_its_payment_is_refused() -> None:
    facts = Facts(
        [
            Invoice("J", "2026-01-20", Line("a", "USD 10"), customer="C"),
            Payment("P", "2026-01-25", "C", "EUR 30"),
            Application("A", "2026-01-25", "P", "J", "USD 10"),
        ]
    )
    with pytest.raises(BatchError, match="as Payment P"):
        exposure_of(facts, "C", "2026-02-01", "USD")


def test_a_position_has_what_facts_know() -> None:
    facts = Facts(
        [
            Customer("C", segment="dealer"),
            CreditTerm("T", "C", "2026-01-01/..", 60),
            CreditTerm("T2", "C", "2026-02-01/..", 30),
            Invoice("I", "2026-01-05", Line("a", "USD 10"), customer="C", due="2026-01-10"),
            Payment("P", "2026-01-15", "C", "USD 10"),
            Application("A", "2026-01-15", "P", "I", "USD 10"),
            Invoice("J", "2026-01-05", Line("a", "USD 10"), customer="C", due="2026-01-10"),
            Payment("Q", "2026-01-12", "C", "USD 10", "bill", "2026-01-18"),
            Application("B", "2026-01-12", "Q", "J", "USD 10"),
            Invoice("K", "2026-01-05", Line("a", "USD 10"), customer="C", due="2026-01-10"),
            DunningNotice("M", "2026-01-20", "C", 2, "K"),
            DunningNotice("M2", "2026-01-21", "C", 1),
            Order("O", "2026-01-05", Line("a", "USD 3"), customer="C", due="2026-05-01"),
        ]
    )
    position = position_of(
        facts, "C", "2026-02-05", "USD", policy=ExposurePolicy(horizon_days=5), concerning="O"
    )
    assert (position.segment, position.terms_days, position.dunning_level) == ("dealer", 30, 1)
    assert position.average_delay_days == 13  # 5 and 8 days, and 26 of the invoice that is still open
    assert [(item.id, item.dunning_level) for item in position.items] == [("K", 2)]
    (order,) = position.orders
    assert (order.open, order.beyond, order.invoiced) == (
        Money.zero("USD"),
        Money.of("USD 3"),
        Money.zero("USD"),
    )
    assert position_of(facts, "C", "2026-01-10", "USD").average_delay_days is None
    assert average_delay_of(facts, "C", "2026-02-05", within_days=20) == 8
    assert average_delay_of(facts, "C", "2027-02-05") is None
    assert average_delay_of(facts, "C", "2027-02-05", within_days=None) == pytest.approx(6.5)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="horizon_days"):
        ExposurePolicy(horizon_days=-1)
    with pytest.raises(WrongTypeError, match="horizon_days"):
        ExposurePolicy(horizon_days=True)
    with pytest.raises(InvalidValueError, match="counts"):
        ExposurePolicy(["beyond"])
    with pytest.raises(InvalidValueError, match="counts"):
        ExposurePolicy(["nothing"])
    with pytest.raises(InvalidValueError, match="customer"):
        exposure_of(Facts(), "", "2026-01-01", "USD")
    with pytest.raises(WrongTypeError, match="facts"):
        exposure_of(cast("Facts", []), "C", "2026-01-01", "USD")
    with pytest.raises(CurrencyMismatchError):
        OpenItem("I", "2026-01-01", None, "USD 1", "EUR 1")
    with pytest.raises(InvalidValueError, match="dunning_level"):
        OpenItem("I", "2026-01-01", None, "USD 1", "USD 1", dunning_level=-1)
    with pytest.raises(InvalidValueError, match="once"):
        Exposure("C", "2026-01-01", "USD", [ExposurePart("orders", "USD 1"), ExposurePart("orders", "USD 2")])
    with pytest.raises(InvalidValueError, match="within_days"):
        average_delay_of(Facts(), "C", "2026-01-01", within_days=0)


def test_two_invoices_on_one_floor_share_it() -> None:
    bills = [Invoice(name, "2026-01-05", Line("a", "CNY 300"), customer="C") for name in ("I", "J")]
    floor = FloorCredit("F", "C", "CNY 500", "2026-01-01/2027-01-01", ["I", "J"])
    found = exposure_of(Facts(bills), "C", "2026-03-01", "CNY", floors=[floor])
    assert (found.total, found.of("floor")) == (Money.of("CNY 100"), Money.of("CNY 500"))


def test_a_cheque_and_a_bill_cover_no_more_of_an_invoice_than_is_open() -> None:
    papers: list[Payment | Application] = []
    for name, kind in (("P", "cheque"), ("B", "bill")):
        papers.append(Payment(name, "2026-01-25", "C", "USD 70", kind, "2026-02-10"))
        papers.append(Application(f"A-{name}", "2026-01-25", name, "I", "USD 70"))
    facts = Facts([Invoice("I", "2026-01-20", Line("a", "USD 100"), customer="C"), *papers])
    held = exposure_of(facts, "C", "2026-02-09", "USD")
    assert (held.of("cheques") + held.of("bills"), held.of("invoices")) == (
        Money.of("USD 100"),
        Money.of("USD 0"),
    )
    (item,) = open_items_of(facts, "C", "2026-02-09", "USD")
    assert item.covered == Money.of("USD 100")
