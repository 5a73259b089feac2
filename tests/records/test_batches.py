"""The checked batch: what makes it faulty, what it hands out, what it equals."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.errors import BatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.records import (
    Absence,
    Application,
    CreditNote,
    Customer,
    DealShare,
    Delivery,
    Dispute,
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
    Product,
    Promise,
    Quota,
    Record,
    Registration,
    Score,
    Unit,
    WriteOff,
)
from salesmgmt.records.checks import KINDS
from salesmgmt.testing.batches import FaultyBatch, facts, faulty_batches
from tests.records.reference import chain, current, in_force

pytestmark = pytest.mark.properties


def faults(*records: Record, links: str = "held") -> list[str]:
    """The problems of a batch as texts; none where it is sound."""
    try:
        Facts(records, links=links)
    except BatchError as error:
        return [str(problem) for problem in error.problems]
    return []


def plurals(kind: type[Record]) -> set[str]:
    """What several records of a kind may be called."""
    name = kind.__name__.lower()
    return {f"{name}s", f"{name[:-1]}ies"}


@given(faulty_batches())
def test_a_planted_fault_is_found(batch: FaultyBatch) -> None:
    with pytest.raises(BatchError) as caught:
        Facts(batch.records)
    assert (batch.record, batch.field) in {(found.record, found.field) for found in caught.value.problems}


@settings(max_examples=25)
@given(faulty_batches(), st.randoms(use_true_random=False))
def test_faults_do_not_depend_on_the_order(batch: FaultyBatch, random: Any) -> None:
    def found(records: list[Record]) -> set[tuple[str, str]]:
        with pytest.raises(BatchError) as caught:
            Facts(records)
        return {(problem.record, problem.field) for problem in caught.value.problems}

    mixed = list(batch.records)
    random.shuffle(mixed)
    assert found(mixed) == found(list(batch.records))


def test_all_faults_are_reported_at_once() -> None:
    assert faults(
        Participant("ann"),
        Participant("ann"),
        Customer("C-1", owner="bob"),
        Customer("C-2", supersedes="C-0"),
        Product("P-1"),
        Opportunity("D-1", "ann", product="P-9", customer="C-3"),
        Order("O-1", "2026-01-05", [Line("P-1", "USD 5"), Line("P-2", "USD 5")], owner="cid"),
        DealShare("S-1", "D-9", "ann"),
    ) == [
        "Participant ann: id is 'ann'; it must be unique; 2 records of kind Participant carry it",
        "Customer C-2: supersedes is 'C-0'; it must name a Customer of the batch",
        "Customer C-1: owner is 'bob'; it must name a Participant of the batch",
        "Opportunity D-1: customer is 'C-3'; it must name a Customer of the batch",
        "Opportunity D-1: product is 'P-9'; it must name a Product of the batch",
        "DealShare S-1: deal is 'D-9'; it must name an Opportunity or an Order of the batch",
        "Order O-1: owner is 'cid'; it must name a Participant of the batch",
        "Order O-1: lines[2].product is 'P-2'; it must name a Product of the batch",
    ]


class TestLinks:
    def test_references_to_kinds_that_are_not_held_are_names(self) -> None:
        deal = Opportunity("D", "ann", customer="C", product="P")
        assert faults(deal) == []
        assert len(faults(deal, links="all")) == 3
        assert len(faults(deal, Product("Q"))) == 1
        assert faults(deal, Product("Q"), links="open") == []

    def test_lines_name_lines_of_what_they_carry_out(self) -> None:
        two = [Line("P", "USD 5"), Line("P", "USD 6")]
        order = Order("O", "2026-01-05", two)
        shorter = Order("O-b", "2026-01-05", two[:1], supersedes="O")
        third = Delivery("L", "2026-01-06", Line("P", "USD 5", source=3), order="O")
        assert faults(third) == []
        assert faults(order, third) == [
            "Delivery L: lines[1].source is 3; it must number a line of order O, which has 2"
        ]
        beside = [Line("P", "USD 5", source=number) for number in (2, 3)]
        assert [
            text.split(" ")[2] for text in faults(order, Delivery("L", "2026-01-06", beside, order="O"))
        ] == ["lines[2].source"]
        second = Delivery("L", "2026-01-06", Line("P", "USD 5", source=2), order="O-b")
        assert faults(order, shorter, second) == []
        assert faults(order, shorter, third) != []
        bill = Invoice("I", "2026-01-06", two[:1], customer="C")
        note = CreditNote("N", "2026-01-07", Line("P", "USD 5", source=2), customer="C", invoice="I")
        assert faults(bill, note) != []
        assert faults(bill, CreditNote("N", "2026-01-07", two[0], customer="C", invoice="I")) == []

    def test_what_reduces_an_invoice_is_in_its_currency(self) -> None:
        bill = Invoice("I", "2026-01-06", Line("P", "USD 5"), customer="C")
        day = "2026-02-01"
        reducing: list[tuple[Record, Record]] = [
            (WriteOff("x", day, "I", "EUR 1"), WriteOff("x", day, "I", "USD 1")),
            (Dispute("x", day, "I", "EUR 1"), Dispute("x", day, "I")),
            (Application("x", day, "P", "I", "EUR 1"), Application("x", day, "P", "I", "USD 1")),
            (Promise("x", day, "C", "EUR 1", day, "I"), Promise("x", day, "C", "USD 1", day, "I")),
            (
                CreditNote("x", day, Line("P", "EUR 1"), customer="C", invoice="I"),
                CreditNote("x", day, (), customer="C", invoice="I"),
            ),
        ]
        for wrong, right in reducing:
            assert ["x: currency is" in text for text in faults(bill, wrong)] == [True]
            assert faults(bill, right) == []
        assert faults(bill, Payment("x", day, "C", "EUR 1")) == []
        assert faults(bill, Promise("x", day, "C", "EUR 1", day)) == []

    def test_a_corrected_invoice_counts_as_corrected(self) -> None:
        bill = Invoice("I", "2026-01-06", Line("P", "USD 5"), customer="C")
        wrong = WriteOff("x", "2026-02-01", "I", "EUR 1")
        assert faults(bill, wrong, WriteOff("y", "2026-02-01", "I", "USD 1", supersedes="x")) == []
        euros = Invoice("I-b", "2026-01-06", Line("P", "EUR 5"), customer="C", supersedes="I")
        assert faults(bill, euros, WriteOff("x", "2026-02-01", "I", "EUR 1")) == []
        assert faults(bill, euros, WriteOff("x", "2026-02-01", "I", "USD 1")) != []

    def test_a_score_is_of_a_person_or_a_unit(self) -> None:
        score = Score("s", "north", "2026-01-01/2027-01-01", "satisfaction", "92.5")
        assert faults(score, Unit("north")) == faults(score, Participant("north")) == []
        assert faults(score, Participant("ann")) != []

    def test_claims_to_customers_name_what_is_there(self) -> None:
        people: list[Record] = [
            Participant("ann"),
            Participant("bob"),
            Customer("C"),
            Opportunity("D", "ann"),
            Product("P"),
        ]
        day = "2026-03-09"
        assert faults(*people, Handover("h", "C", "ann", "bob", day)) == []
        assert faults(*people, Registration("r", "ann", day, "C", "P", "D")) == []
        assert faults(*people, Expense("e", "ann", day, "USD 5", "travel", "C", "D")) == []
        assert faults(
            *people,
            Handover("h", "K", "cid", "dan", day),
            Registration("r", "cid", day, "K", "Q", "E"),
            Expense("e", "cid", day, "USD 5", "travel", "K", "E"),
            Absence("a", "cid", "2026-03-09/2026-03-10"),
            Opening("o", "cid", day, "sales", "USD 5"),
        ) == [
            "Absence a: participant is 'cid'; it must name a Participant of the batch",
            "Opening o: participant is 'cid'; it must name a Participant of the batch",
            "Handover h: customer is 'K'; it must name a Customer of the batch",
            "Handover h: giver is 'cid'; it must name a Participant of the batch",
            "Handover h: taker is 'dan'; it must name a Participant of the batch",
            "Registration r: participant is 'cid'; it must name a Participant of the batch",
            "Registration r: customer is 'K'; it must name a Customer of the batch",
            "Registration r: product is 'Q'; it must name a Product of the batch",
            "Registration r: opportunity is 'E'; it must name an Opportunity of the batch",
            "Expense e: participant is 'cid'; it must name a Participant of the batch",
            "Expense e: customer is 'K'; it must name a Customer of the batch",
            "Expense e: opportunity is 'E'; it must name an Opportunity of the batch",
        ]

    def test_a_quota_is_held_by_a_person_or_a_unit(self) -> None:
        quota = Quota("q", "north", "2026-01-01/2027-01-01", "USD 5")
        assert faults(quota, Unit("north")) == []
        assert faults(quota, Participant("north")) == []
        assert faults(quota, Participant("ann")) != []
        (text,) = faults(quota, Participant("north"), Unit("north"))
        assert text.endswith("must name one record; there is a Participant and a Unit of that name")


class TestCorrections:
    def test_a_record_is_corrected_by_one_that_is_there(self) -> None:
        first, second = Customer("a"), Customer("b", supersedes="a")
        assert faults(first, second) == []
        assert faults(second) != []
        assert len(faults(first, second, Customer("c", supersedes="a"))) == 2
        assert faults(first, second, Customer("c", supersedes="b")) == []
        assert faults(Product("a"), second) != []

    def test_no_circles(self) -> None:
        circle = [Customer("a", supersedes="c"), Customer("b", supersedes="a"), Customer("c", supersedes="b")]
        assert [text.split(":")[0] for text in faults(*circle)] == ["Customer a", "Customer b", "Customer c"]
        assert len(faults(*circle, Customer("d", supersedes="a"))) == 5
        tail = [Unit("a", parent="b"), Unit("b", parent="c"), Unit("c", parent="b")]
        assert [text.split(":")[0] for text in faults(*tail)] == ["Unit b", "Unit c"]

    def test_a_circle_below_a_correction_ends(self) -> None:
        units = [Unit("a", parent="z", supersedes="b"), Unit("b", supersedes="a"), Unit("z")]
        assert len(faults(*units, Unit("c", supersedes="a"))) == 4

    def test_a_circle_that_is_corrected_is_none(self) -> None:
        units = [Unit("a", parent="b"), Unit("b", parent="a")]
        assert faults(*units) != []
        assert faults(*units, Unit("b2", supersedes="b")) == []
        assert faults(Unit("a", parent="b"), Unit("b"), Unit("b2", parent="a", supersedes="b")) != []

    def test_a_correction_becomes_known_no_earlier(self) -> None:
        def version(name: str, moment: str | None, earlier: str | None = None) -> Customer:
            return Customer(
                name, recorded=None if moment is None else f"{moment}T12:00:00Z", supersedes=earlier
            )

        assert faults(version("a", "2026-01-05"), version("b", "2026-01-05", "a")) == []
        assert faults(version("a", "2026-01-05"), version("b", "2026-01-04", "a")) != []
        assert faults(version("a", "2026-01-05"), version("b", None, "a")) != []
        assert faults(version("a", None), version("b", "2026-01-04", "a")) == []
        assert faults(version("a", None), version("b", None, "a")) == []


class TestLookups:
    @settings(max_examples=25)
    @given(facts())
    def test_every_kind_has_a_name_under_which_it_is_handed_out(self, batch: Facts) -> None:
        names = [name for name, part in vars(Facts).items() if isinstance(part, property)]
        handed = {
            name: getattr(batch, name) for name in names if name not in ("digest", "shares_by_deal", "tables")
        }
        assert len(handed) == len(KINDS)
        for name, records in handed.items():
            (kind,) = [kind for kind in KINDS if name.replace("_", "") in plurals(kind)]
            assert records == batch.of(kind)

    @settings(max_examples=25)
    @given(facts())
    def test_what_is_in_force_and_where_identifiers_lead(self, batch: Facts) -> None:
        force = in_force(batch.records)
        assert {record for kind in KINDS for record in batch.of(kind)} == force
        for kind in KINDS:
            assert batch.all(kind) == tuple(record for record in batch.records if type(record) is kind)
            index = batch.index(kind)
            assert set(index) == {record.id for record in batch.all(kind)}
            for identifier, record in index.items():
                assert record == current(batch.records, kind, identifier)
                assert batch.get(kind, identifier) is record

    @settings(max_examples=25)
    @given(facts(corrected=True))
    def test_every_chain_has_one_end(self, batch: Facts) -> None:
        chains = [chain(batch, record) for kind in KINDS for record in batch.of(kind)]
        assert sum(map(len, chains)) == len(batch.records)
        assert set().union(*chains) == set(batch.records)

    @settings(max_examples=25)
    @given(facts())
    def test_tables_follow_references(self, batch: Facts) -> None:
        tables = batch.tables
        assert set(tables) == {name for name in tables if tables.get(name)}
        for deal in batch.opportunities:
            assert tables["owner"][deal.owner] is batch.get(Participant, deal.owner)
            if deal.customer is not None:
                assert tables["customer"][deal.customer] is batch.get(Customer, deal.customer)
        for share in batch.deal_shares:
            assert tables["deal"][share.deal] in (*batch.opportunities, *batch.orders)
        for moved in batch.handovers:
            assert tables["giver"][moved.giver] is batch.get(Participant, moved.giver)
            assert tables["taker"][moved.taker] is batch.get(Participant, moved.taker)
        for quota in batch.quotas:
            assert tables["holder"][quota.holder] is batch.get(Participant, quota.holder)
        assert tables.get("no such field") is None
        assert len(tables) == len(list(tables))

    def test_tables_that_are_not_held_are_absent(self) -> None:
        tables = Facts([Opportunity("D", "ann")]).tables
        assert set(tables) == {"opportunity", "deal"}
        with pytest.raises(KeyError):
            tables["customer"]
        assert tables["deal"] is tables["deal"]
        assert repr(tables) == "ReferenceTables(opportunity, deal)"

    def test_what_is_not_there(self) -> None:
        batch = Facts([Participant("ann")])
        with pytest.raises(
            UnknownIdentifierError, match="Participant is 'bob'; it must be the identifier of a"
        ):
            batch.get(Participant, "bob")
        no_kind: Any = str
        for ask in (batch.of, batch.all, batch.index):
            with pytest.raises(WrongTypeError, match="be a class of records"):
                ask(no_kind)

    def test_a_long_chain_is_no_slower_than_its_length(self) -> None:
        chained = [Product("0"), *(Product(str(n), supersedes=str(n - 1)) for n in range(1, 20_000))]
        batch = Facts(chained)
        assert len(batch.products) == 1
        assert batch.get(Product, "0").id == "19999"


class TestBatches:
    @settings(max_examples=25)
    @given(facts(), st.randoms(use_true_random=False))
    def test_the_order_does_not_matter(self, batch: Facts, random: Any) -> None:
        mixed = list(batch.records)
        random.shuffle(mixed)
        other = Facts(mixed)
        assert other == batch
        assert hash(other) == hash(batch)
        assert repr(other) == repr(batch)
        for kind in KINDS:
            assert set(other.of(kind)) == set(batch.of(kind))
            assert dict(other.index(kind)) == dict(batch.index(kind))

    @settings(max_examples=25)
    @given(facts())
    def test_a_batch_is_a_value(self, batch: Facts) -> None:
        for other in (
            copy.copy(batch),
            copy.deepcopy(batch),
            pickle.loads(pickle.dumps(batch)),
            Facts(batch),
        ):
            assert other == batch
            assert hash(other) == hash(batch)
            assert other.opportunities == batch.opportunities
        assert len(batch) == len(batch.records) == len(list(batch))
        assert Facts([*batch, Participant("somebody else")]) != batch

    def test_a_batch_is_no_other_thing(self) -> None:
        assert Facts() != ()
        assert repr(Facts()) == "Facts()"
        assert repr(Facts([Opportunity("D", "a"), CreditNote("N", "2026-01-01", (), customer="C")])) == (
            "Facts(1 opportunity, 1 credit note)"
        )
        claims = Facts(
            [Registration("R", "a", "2026-01-01", "C"), Handover("H", "C", "a", "b", "2026-01-01")]
        )
        assert repr(claims) == "Facts(1 handover, 1 registration)"
        assert repr(Facts([Opportunity(f"D{n}", "a") for n in range(1200)])) == "Facts(1,200 opportunities)"

    def test_only_records_make_a_batch(self) -> None:
        wrong: Any = [Participant("ann"), "bob"]
        with pytest.raises(WrongTypeError, match="facts is 'bob'; it must be a Unit or a Participant"):
            Facts(wrong)
        with pytest.raises(WrongTypeError, match="in a list"):
            Facts(wrong[0])
        with pytest.raises(InvalidValueError, match="'held', 'all' or 'open'"):
            Facts(links="some")
