"""Strategies for batches with one planted fault."""

from __future__ import annotations

from datetime import UTC, datetime

from attrs import frozen
from hypothesis import strategies as st

from salesmgmt.money import Currency, Money
from salesmgmt.records import (
    Absence,
    Customer,
    DealShare,
    Delivery,
    Expense,
    Handover,
    Invoice,
    Line,
    Opening,
    Opportunity,
    Order,
    Participant,
    Product,
    Record,
    Registration,
    Score,
    Unit,
    WriteOff,
)
from salesmgmt.testing.batches.company import CURRENCIES, DAYS
from salesmgmt.testing.batches.sound import company_of

__all__ = ["FaultyBatch", "faulty_batches"]


@frozen
class FaultyBatch:
    """Records that make no batch, and where the fault lies.

    Attributes:
        records: The records.
        record: The faulty one, as the problem names it.
        field: The field at fault.
    """

    records: tuple[Record, ...]
    record: str
    field: str


@st.composite
def faulty_batches(draw: st.DrawFn) -> FaultyBatch:
    """Batches that are sound but for one planted fault of any kind that a batch is checked for."""
    company = company_of(draw, draw(st.sampled_from(CURRENCIES)), 2, None)
    person, other = Participant("planted"), Customer("planted")
    product, unit = Product("planted"), Unit("planted", parent="planted-2")
    day, money = draw(DAYS), Money(1, company.currency)
    strange = Currency.of("EUR")
    bill = Invoice("planted", day, Line(None, money), customer="planted")
    order = Order("planted", day, Line(None, money))
    base: list[Record] = [person, other, product, bill, order]
    early, late = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    plants: dict[str, tuple[list[Record], str]] = {
        "twice": ([Customer("planted", "again")], "Customer planted: id"),
        "owner": ([Opportunity("x", "nobody")], "Opportunity x: owner"),
        "customer": ([Order("x", day, (), customer="nobody")], "Order x: customer"),
        "holder": ([Score("x", "nobody", "2026-01-01/2026-04-01", "points", 1)], "Score x: holder"),
        "absent": ([Absence("x", "nobody", "2026-01-01/2026-04-01")], "Absence x: participant"),
        "opening": ([Opening("x", "nobody", day, "sales", money)], "Opening x: participant"),
        "giver": ([Handover("x", "planted", "nobody", "planted", day)], "Handover x: giver"),
        "taker": ([Handover("x", "planted", "planted", "nobody", day)], "Handover x: taker"),
        "given": ([Handover("x", "nothing", "planted", "nobody", day)], "Handover x: customer"),
        "claimant": ([Registration("x", "nobody", day, "planted")], "Registration x: participant"),
        "claimed": ([Registration("x", "planted", day, "nothing")], "Registration x: customer"),
        "spender": ([Expense("x", "nobody", day, money)], "Expense x: participant"),
        "spent on": (
            [Opportunity("planted", "planted"), Expense("x", "planted", day, money, opportunity="nothing")],
            "Expense x: opportunity",
        ),
        "product": ([Opportunity("x", "planted", product="nothing")], "Opportunity x: product"),
        "line product": ([Order("x", day, Line("nothing", money))], "Order x: lines[1].product"),
        "line source": (
            [Delivery("x", day, Line(None, money, source=2), order="planted")],
            "Delivery x: lines[1].source",
        ),
        "deal": ([DealShare("x", "nothing", "planted")], "DealShare x: deal"),
        "both deals": (
            [Opportunity("planted", "planted"), DealShare("x", "planted", "planted")],
            "DealShare x: deal",
        ),
        "supersedes": ([Customer("x", supersedes="nothing")], "Customer x: supersedes"),
        "several": (
            [Product("x", supersedes="planted"), Product("y", supersedes="planted")],
            "Product y: supersedes",
        ),
        "circle": ([Unit("x", supersedes="y"), Unit("y", supersedes="x")], "Unit x: supersedes"),
        "back in time": (
            [Product("x", recorded=late), Product("y", recorded=early, supersedes="x")],
            "Product y: recorded",
        ),
        "unrecorded": ([Product("x", recorded=late), Product("y", supersedes="x")], "Product y: recorded"),
        "parents": ([unit, Unit("planted-2", parent="planted")], "Unit planted: parent"),
        "currency": ([WriteOff("x", day, "planted", Money(1, strange))], "WriteOff x: currency"),
    }
    records, where = plants[draw(st.sampled_from(sorted(plants)))]
    record, field = where.split(": ")
    mixed = draw(st.permutations([*company.made, *base, *records]))
    return FaultyBatch(tuple(mixed), record, field)
