"""The sample company: the same everywhere, sound, and holding what examples need."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from salesmgmt.calendars import DateRange
from salesmgmt.errors import UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.records import (
    Assignment,
    CreditNote,
    Facts,
    Invoice,
    Order,
    Outcome,
    Participant,
    Payment,
    Product,
    Quota,
    ShareKind,
)
from salesmgmt.testing.company import sample_company
from salesmgmt.testing.dice import Dice

COMPANY = sample_company()
YEARS = DateRange.of("2025-01-01/2027-01-01")

#: Pinned: whoever writes examples over the company relies on its figures.
DIGEST = "12107aa4c92f01ecbf454610ef80ef4cd047d6f9e7869807977e956c7d73ffc2"


def billed(facts: Facts) -> int:
    """What all invoices come to, with tax, in minor units."""
    return sum(invoice.gross_minor for invoice in facts.invoices)


def test_its_figures_are_pinned() -> None:
    assert COMPANY.digest == DIGEST
    assert repr(COMPANY) == (
        "Facts(10 units, 46 participants, 53 assignments, 239 quotas, 13 products, 320 customers, "
        "1,973 opportunities, 277 deal shares, 5,046 activities, 951 orders, 997 deliveries, 996 invoices, "
        "49 credit notes, 979 payments, 1,028 applications, 211 promises, 16 write offs)"
    )
    ordered = Counter[int]()
    for order in COMPANY.orders:
        ordered[order.on.year] += order.amount_minor
    assert {year: str(Money(minor, "USD")) for year, minor in ordered.items()} == {
        2025: "USD 12,350,921.70",
        2026: "USD 12,343,958.80",
    }
    assert str(Money(billed(COMPANY), "USD")) == "USD 25,043,638.84"


@pytest.mark.parametrize("seed", ["0", "77"])
def test_it_is_the_same_in_another_process(seed: str) -> None:
    code = "from salesmgmt.testing.company import sample_company; print(sample_company().digest)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert done.stdout.strip() == DIGEST


def test_another_seed_is_another_company_of_the_same_people() -> None:
    other = sample_company(7)
    assert other.digest != DIGEST
    assert {p.id for p in other.participants} == {p.id for p in COMPANY.participants}
    assert sample_company(7).digest == other.digest
    wrong: Any = "2026"
    with pytest.raises(WrongTypeError, match="seed"):
        sample_company(wrong)


@pytest.mark.parametrize("code", ["CNY", "JPY", "KWD"])
def test_another_currency(code: str) -> None:
    facts = sample_company(currency=code)
    assert {str(order.currency) for order in facts.orders} == {code}
    assert len(facts.orders) == len(COMPANY.orders)
    with pytest.raises(UnknownIdentifierError):
        sample_company(currency="XXY")


def test_every_reference_is_checked() -> None:
    assert COMPANY.links == "all"
    assert Facts(COMPANY.records, links="all") == COMPANY


class TestPeople:
    def posts(self, person: str) -> list[Assignment]:
        """Somebody's assignments, in order."""
        return sorted(
            (a for a in COMPANY.assignments if a.participant == person), key=lambda a: a.on or date.min
        )

    def test_nobody_is_in_two_units_on_a_day_and_everybody_is_employed_for_it(self) -> None:
        for person in COMPANY.participants:
            posts = self.posts(person.id)
            assert posts
            for earlier, later in pairwise(posts):
                assert not earlier.during.overlaps(later.during)
            if person.employed is not None:
                assert all(person.employed.contains(post.during) for post in posts)

    def test_those_who_come_move_and_go(self) -> None:
        days = {person.id: person.employed for person in COMPANY.participants}
        first = date(2025, 1, 1)
        joined = {name for name, span in days.items() if span and span.start and span.start >= first}
        left = {name for name, span in days.items() if span and span.end}
        assert joined == {"rep-28", "rep-31", "rep-32", "rep-33", "rep-34"}
        assert left == {"rep-12", "rep-16", "rep-25", "lead-1"}
        assert [post.unit for post in self.posts("rep-07")] == ["north-2", "south-2"]
        assert [str(post.during) for post in self.posts("rep-19")] == [
            "2025-01-01/2026-03-16",
            "2026-03-16/..",
        ]
        assert [post.role for post in self.posts("rep-05")] == ["account executive", "team lead"]
        assert {post.manager for post in self.posts("rep-01")} == {"lead-1", "rep-05"}

    def test_three_regions_with_two_teams_each(self) -> None:
        below = Counter(unit.parent for unit in COMPANY.units)
        assert below == {None: 1, "company": 3, "north": 2, "south": 2, "west": 2}
        assert {post.plan for post in COMPANY.assignments} == {"sales"}
        reps = [p for p in COMPANY.participants if p.id.startswith("rep-")]
        assert len(reps) == 34

    def test_quotas_cover_the_quarters_of_a_rep(self) -> None:
        held = Counter(quota.holder for quota in COMPANY.quotas)
        assert held["rep-01"] == 8
        assert held["rep-07"] == 8
        assert held["rep-16"] == 2
        full, short = (COMPANY.get(Quota, f"rep-16-2025-Q{number}").amount for number in (1, 2))
        assert full is not None
        assert short is not None
        assert short < full
        assert all(quota.amount_minor and quota.currency for quota in COMPANY.quotas)


class TestTrade:
    def test_owners_are_there_when_they_sell(self) -> None:
        for order in COMPANY.orders:
            owner = COMPANY.get(Participant, order.owner or "")
            assert owner.employed is None or order.on in owner.employed or owner.id == "rep-05"

    def test_orders_are_their_deals_and_deliveries_their_orders(self) -> None:
        deals = {deal.id: deal for deal in COMPANY.opportunities}
        delivered = Counter[str]()
        for delivery in COMPANY.deliveries:
            delivered[delivery.order] += delivery.amount_minor
        for order in COMPANY.orders:
            deal = deals[order.opportunity or ""]
            assert deal.outcome is Outcome.WON
            assert order.amount_minor == deal.amount_minor
            assert delivered[order.id] <= order.amount_minor
        assert sum(order.amount_minor == delivered[order.id] for order in COMPANY.orders) > 850

    def test_histories_lead_to_the_outcome(self) -> None:
        for deal in COMPANY.opportunities:
            assert deal.history[0].stage == "Prospecting"
            assert deal.on is not None
            assert deal.on in YEARS or deal.outcome is Outcome.OPEN
            if deal.outcome is not Outcome.OPEN:
                assert (deal.stage, deal.history[-1].on) == (deal.outcome.capitalize(), deal.closed)

    def test_splits_and_overlays(self) -> None:
        splits = Counter(s.deal for s in COMPANY.deal_shares if s.kind is ShareKind.SPLIT)
        assert set(splits.values()) == {2}
        assert any(share.kind is ShareKind.OVERLAY for share in COMPANY.deal_shares)

    def test_corrections_and_late_bookings(self) -> None:
        corrected = [order for order in COMPANY.orders if order.supersedes is not None]
        late = [o for o in COMPANY.orders if o.recorded is not None and o.supersedes is None]
        assert len(corrected) > 15
        assert len(late) > 15
        first = min(corrected, key=lambda order: order.id)
        assert first.recorded is not None
        assert COMPANY.as_known(first.on).get(Order, first.supersedes or "").supersedes is None
        assert COMPANY.as_known(first.recorded).get(Order, first.supersedes or "") is first

    def test_products_have_series_families_and_costs(self) -> None:
        assert {product.family for product in COMPANY.products} == {"hardware", "software", "service"}
        assert len({product.series for product in COMPANY.products}) == 4
        for product in COMPANY.products:
            cost = product.more["unit_cost"]
            assert isinstance(cost, Money)
            assert product.list_price is not None
            assert cost < product.list_price
        for order in COMPANY.orders:
            for line in order.lines:
                price = COMPANY.get(Product, line.product or "").list_price
                assert price is not None
                assert line.amount_minor <= price.minor * line.quantity

    def test_customers_are_named_once(self) -> None:
        assert len({customer.name for customer in COMPANY.customers}) == len(COMPANY.customers) == 320
        assert {customer.region for customer in COMPANY.customers} == {"north", "south", "west"}
        assert any(customer.parent for customer in COMPANY.customers)


class TestReceipts:
    def test_no_invoice_is_paid_more_than_once(self) -> None:
        settled = Counter[str]()
        for application in COMPANY.applications:
            settled[application.invoice] += application.amount_minor
        for entry in COMPANY.write_offs:
            settled[entry.invoice] += entry.amount_minor
        owed = {invoice.id: invoice.gross_minor for invoice in COMPANY.invoices}
        assert all(amount <= owed[name] for name, amount in settled.items())
        exact = sum(amount == owed[name] for name, amount in settled.items())
        assert (exact, len(settled), len(owed)) == (exact, len(settled), 996)
        assert 0 < len(settled) - exact < 100 < len(owed)

    def test_no_source_is_used_up_twice(self) -> None:
        used = Counter[str]()
        for application in COMPANY.applications:
            used[application.source] += application.amount_minor
        for name, amount in used.items():
            if name.startswith("N"):
                assert amount == COMPANY.get(CreditNote, name).gross_minor
            else:
                assert amount <= COMPANY.get(Payment, name).amount_minor

    def test_some_pay_late_some_in_parts_and_some_never(self) -> None:
        bills = COMPANY.index(Invoice)
        paid = Counter(a.invoice for a in COMPANY.applications if a.source.startswith("P"))
        late = [
            a
            for a in COMPANY.applications
            if a.source.startswith("P") and a.on > (bills[a.invoice].due or a.on)
        ]
        assert len(late) > 100
        assert sum(count > 1 for count in paid.values()) > 20
        assert len(COMPANY.write_offs) > 5
        overdue = [b for b in COMPANY.invoices if b.due and b.due < date(2026, 10, 1) and b.id not in paid]
        assert len(overdue) > 10

    def test_nothing_happens_after_the_books_close(self) -> None:
        for record in COMPANY:
            if not isinstance(record, Assignment) and record.on is not None:
                assert record.on < date(2027, 1, 1)


def test_the_dice_are_those_of_the_paper() -> None:
    dice = Dice(1234567)
    assert [dice.word() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_dice_stay_in_their_range() -> None:
    dice = Dice(1)
    thrown = [dice.between(2, 5) for _ in range(400)]
    assert set(thrown) == {2, 3, 4, 5}
    assert {dice.pick("ab") for _ in range(40)} == {"a", "b"}
    assert all(dice.chance(100) and not dice.chance(0) for _ in range(50))
    assert Dice(5).fork(1).word() != Dice(5).fork(2).word()
