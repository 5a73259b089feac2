"""Cutting a batch by people and period, against a slow reading of whom and when each record concerns."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.errors import InvalidValueError
from salesmgmt.records import (
    Absence,
    Application,
    Customer,
    DealShare,
    Expense,
    Facts,
    Handover,
    Invoice,
    Line,
    Opening,
    Opportunity,
    Order,
    Participant,
    Payment,
    Promise,
    Record,
    Registration,
    Score,
)
from salesmgmt.records.checks import KINDS
from salesmgmt.testing.batches import facts
from salesmgmt.testing.calendars import date_ranges
from tests.records.reference import REFERENCE, chain, concerns_period, in_force, people_of

pytestmark = pytest.mark.properties

PEOPLE = st.frozensets(st.sampled_from(["Participant-0", "Participant-1", "Unit-0", "nobody"]))
PERIODS = date_ranges(first=date(2024, 12, 1), last=date(2027, 2, 1))
BATCHES = facts()


def held(batch: Facts) -> set[Record]:
    """The records in force."""
    return {record for kind in KINDS for record in batch.of(kind)}


@given(BATCHES, PEOPLE)
def test_by_people_it_is_what_a_slow_reading_finds(batch: Facts, people: frozenset[str]) -> None:
    part = batch.cut(participants=people)
    expected = {
        record
        for record in in_force(batch.records)
        if isinstance(record, REFERENCE) or people_of(batch, record) & people
    }
    assert held(part) == expected
    assert set(part.records) == set().union(*(chain(batch, record) for record in expected))


@given(BATCHES, PERIODS)
def test_by_period_it_is_what_a_slow_reading_finds(batch: Facts, span: DateRange) -> None:
    part = batch.cut(during=span)
    expected = {record for record in in_force(batch.records) if concerns_period(batch, record, span)}
    assert held(part) == expected
    assert part == batch.cut(during=str(span))


@settings(max_examples=25)
@given(BATCHES, PEOPLE, PERIODS)
def test_a_cut_is_a_part_that_cutting_again_leaves_alone(
    batch: Facts, people: frozenset[str], span: DateRange
) -> None:
    by_people, by_period = batch.cut(participants=people), batch.cut(during=span)
    both = batch.cut(participants=people, during=span)
    assert set(both) <= set(by_people) <= set(batch)
    assert set(both) <= set(by_period) <= set(batch)
    assert by_people.cut(participants=people) == by_people
    assert by_period.cut(during=span) == by_period
    assert held(by_people) <= held(batch)
    assert held(by_people) & held(by_period) == held(both)
    assert batch.cut() == batch
    assert list(by_people) == [record for record in batch if record in set(by_people)]


@settings(max_examples=25)
@given(BATCHES)
def test_the_cuts_by_person_cover_all_that_concerns_anybody(batch: Facts) -> None:
    everybody = {person for record in held(batch) for person in people_of(batch, record)}
    covered = set().union(*(held(batch.cut(participants=[person])) for person in everybody), set())
    assert covered >= {record for record in held(batch) if people_of(batch, record)}
    assert batch.cut(participants=everybody) == batch.cut(participants=sorted(everybody))


@settings(max_examples=25)
@given(BATCHES, PEOPLE)
def test_a_cut_is_a_batch(batch: Facts, people: frozenset[str]) -> None:
    part = batch.cut(participants=people)
    assert Facts(part.records, links="open") == part
    for kind in KINDS:
        assert set(part.index(kind)) == {record.id for record in part.all(kind)}


class TestAnExample:
    batch = Facts(
        [
            Participant("ann"),
            Participant("bob"),
            Customer("C", owner="bob"),
            Opportunity("D", "ann", outcome="won", closed="2026-03-09", customer="C"),
            DealShare("S-1", "D", "ann", 60),
            DealShare("S-2", "D", "bob", 40),
            Order("O", "2026-03-10", Line("P", "USD 100"), opportunity="D", owner="ann"),
            Order("O-own", "2026-04-10", Line("P", "USD 100"), customer="C"),
            Invoice("I", "2026-04-01", Line("P", "USD 100"), customer="C", order="O"),
            Payment("P", "2026-05-01", "C", "USD 100"),
            Payment("P-open", "2026-05-01", "C", "USD 30"),
            Application("A", "2026-05-01", "P", "I", "USD 100"),
            Promise("Z", "2026-05-02", "C", "USD 30", "2026-06-01"),
        ]
    )

    def identifiers(self, part: Facts) -> set[str]:
        return {record.id for record in part} - {"ann", "bob", "C"}

    def test_a_sale_concerns_everybody_who_shares_it(self) -> None:
        assert self.identifiers(self.batch.cut(participants="ann")) == {"D", "S-1", "S-2", "O", "I", "P", "A"}
        assert self.identifiers(self.batch.cut(participants=["bob"])) == {
            *self.identifiers(self.batch.cut(participants="ann")),
            "O-own",
            "P-open",
            "Z",
        }
        assert self.identifiers(self.batch.cut(participants=[])) == set()

    def test_a_share_without_a_date_goes_with_its_deal(self) -> None:
        assert self.identifiers(self.batch.cut(during="2026-03-01/2026-04-01")) == {"D", "S-1", "S-2", "O"}
        assert self.identifiers(self.batch.cut(during="2026-05-01/2026-05-02")) == {"P", "P-open", "A"}

    def test_a_correction_decides_and_takes_its_past_along(self) -> None:
        moved = Order("O-b", "2026-03-10", Line("P", "USD 100"), owner="cid", supersedes="O")
        batch = Facts([*self.batch, Participant("cid"), moved])
        ann, cid = batch.cut(participants="ann"), batch.cut(participants="cid")
        assert not {"O", "O-b", "I", "P"} & self.identifiers(ann)
        assert {"O", "O-b", "I", "P"} <= self.identifiers(cid)
        assert [order.id for order in cid.orders] == ["O-b"]

    def test_money_follows_the_invoices_that_it_settles(self) -> None:
        batch = Facts(
            [
                Participant("ann"),
                Participant("bob"),
                Customer("C", owner="bob"),
                Invoice("I", "2026-04-01", Line("P", "USD 100"), customer="C", owner="ann"),
                Payment("P", "2026-05-01", "C", "USD 100"),
                Application("A", "2026-05-01", "P", "I", "USD 100"),
            ]
        )
        assert self.identifiers(batch.cut(participants="ann")) == {"I", "P", "A"}
        assert self.identifiers(batch.cut(participants="bob")) == set()

    def test_a_customer_handed_over_concerns_both(self) -> None:
        batch = Facts(
            [
                *(Participant(name) for name in ("ann", "bob", "cid")),
                Customer("C", owner="bob"),
                Customer("K", owner="cid"),
                Handover("H", "C", "ann", "bob", "2026-03-01"),
                Opportunity("D-old", "ann", outcome="won", closed="2026-01-09", customer="C"),
                Order("O-new", "2026-05-09", Line("P", "USD 100"), customer="C", owner="bob"),
                Order("O-cid", "2026-05-09", Line("P", "USD 100"), customer="C", owner="cid"),
                Invoice("I", "2026-05-10", Line("P", "USD 100"), customer="C", order="O-new"),
                Invoice("I-cid", "2026-05-10", Line("P", "USD 100"), customer="C", owner="cid"),
                Payment("P-open", "2026-06-01", "C", "USD 30"),
                Expense("E", "cid", "2026-05-09", "USD 5", customer="C"),
                Order("O-other", "2026-05-09", Line("P", "USD 100"), customer="K"),
            ]
        )
        everything = {"H", "D-old", "O-new", "O-cid", "I", "I-cid", "P-open", "E"}
        assert self.identifiers(batch.cut(participants="ann")) - {"cid", "K"} == everything
        assert self.identifiers(batch.cut(participants="bob")) - {"cid", "K"} == everything
        assert self.identifiers(batch.cut(participants="cid")) - {"cid", "K"} == {
            "H",
            "O-cid",
            "I-cid",
            "O-other",
            "E",
        }
        for span in ("2025-01-01/2025-02-01", "2027-01-01/2027-02-01"):
            assert [moved.id for moved in batch.cut(during=span).handovers] == ["H"]

    def test_a_registration_goes_with_the_sales_that_it_may_claim(self) -> None:
        batch = Facts(
            [
                *(Participant(name) for name in ("ann", "bob", "cid")),
                Customer("C", owner="bob"),
                Registration("R-all", "ann", "2026-01-05", "C", expires="2026-04-05"),
                Registration("R-one", "cid", "2026-01-05", "C", opportunity="D"),
                Opportunity("D", "bob", outcome="won", closed="2026-03-09", customer="C"),
                Opportunity("D-other", "bob", customer="C"),
                Expense("E", "bob", "2026-02-01", "USD 5", opportunity="D"),
            ]
        )
        everything = {"cid", "R-all", "R-one", "D", "D-other", "E"}
        assert self.identifiers(batch.cut(participants="bob")) == everything
        assert self.identifiers(batch.cut(participants="ann")) == everything
        assert self.identifiers(batch.cut(participants="cid")) == {"cid", "R-all", "R-one", "D", "E"}
        assert [claim.id for claim in batch.cut(during="2026-04-04/2026-04-05").registrations] == [
            "R-all",
            "R-one",
        ]
        assert [claim.id for claim in batch.cut(during="2026-04-05/2026-05-01").registrations] == ["R-one"]
        assert batch.cut(during="2025-01-01/2026-01-05").registrations == ()

    def test_an_order_that_shares_a_name_with_a_registered_deal_is_another_one(self) -> None:
        claim = Registration("R", "ann", "2026-01-05", "C", opportunity="D")
        batch = Facts([claim, Order("D", "2026-01-05", (), owner="bob")])
        assert self.identifiers(batch.cut(participants="ann")) == {"R"}

    def test_customers_without_a_table_are_names(self) -> None:
        deal = Opportunity("D", "bob", customer="C")
        batch = Facts([deal, Handover("H", "C", "ann", "bob", "2026-03-01")])
        assert self.identifiers(batch.cut(participants="ann")) == {"D", "H"}

    def test_a_customer_is_the_same_under_its_earlier_name(self) -> None:
        batch = Facts(
            [
                *(Participant(name) for name in ("ann", "bob", "cid")),
                Customer("C"),
                Customer("C-b", owner="bob", supersedes="C"),
                Handover("H", "C", "ann", "bob", "2026-03-01"),
                Opportunity("D", "cid", customer="C-b"),
            ]
        )
        for person in ("ann", "bob", "cid"):
            assert self.identifiers(batch.cut(participants=person)) == {"cid", "C-b", "H", "D"}

    def test_what_holds_over_days_stays_where_they_overlap(self) -> None:
        quarter = "2026-01-01/2026-04-01"
        batch = Facts(
            [
                Absence("a", "ann", quarter),
                Score("s", "ann", quarter, "points", 90),
                Opening("o", "ann", "2026-01-01", "sales", "USD 5"),
            ]
        )
        assert self.identifiers(batch.cut(during="2026-03-31/2026-05-01")) == {"a", "s"}
        assert self.identifiers(batch.cut(during="2025-12-31/2026-01-02")) == {"a", "s", "o"}
        assert self.identifiers(batch.cut(during="2026-04-01/2026-05-01")) == set()
        assert self.identifiers(batch.cut(participants="ann")) == {"a", "s", "o"}
        assert self.identifiers(batch.cut(participants="bob")) == set()

    def test_a_period_is_a_range(self) -> None:
        with pytest.raises(InvalidValueError, match="be two dates"):
            self.batch.cut(during="March")
