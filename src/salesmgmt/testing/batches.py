"""Strategies for batches of facts, sound ones and ones with a planted fault, and for mappings of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from attrs import evolve, frozen
from hypothesis import strategies as st

from salesmgmt.money import Currency, Money, currency_of
from salesmgmt.records import (
    Absence,
    Activity,
    Application,
    Assignment,
    CreditNote,
    Customer,
    DealShare,
    Delivery,
    Expense,
    Facts,
    Handover,
    Invoice,
    Line,
    Opening,
    Opportunity,
    Order,
    Outcome,
    Participant,
    Payment,
    Product,
    Promise,
    Quota,
    Record,
    Registration,
    RowMapping,
    Scalar,
    Scan,
    Score,
    ShareKind,
    StageChange,
    Unit,
    WriteOff,
)
from salesmgmt.records.checks import KINDS
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.errors import problems
from salesmgmt.testing.money import currencies
from salesmgmt.testing.records import identifiers, mores, quantities, records

__all__ = ["STRATEGIES", "FaultyBatch", "facts", "faulty_batches", "row_mappings", "scans"]

T = TypeVar("T")
R = TypeVar("R", bound=Record)

_FIRST, _LAST = date(2025, 1, 1), date(2026, 12, 31)
_CURRENCIES = tuple(Currency.of(code) for code in ("USD", "CNY", "JPY", "KWD"))
_DAYS = st.dates(_FIRST, _LAST)
_MAYBE_DAYS = st.none() | _DAYS
_RANGES = date_ranges(first=_FIRST, last=_LAST)
_PERIODS = date_ranges(first=_FIRST, last=_LAST, bounded=True)
_MINOR = st.integers(-(10**6), 10**9)
_QUANTITIES = quantities()
_SCORES = quantities(least=0)
_MORES = mores(max_size=1)
_INSTANTS = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute),
    _DAYS,
    st.integers(0, 24 * 60 - 1),
)
_RECORDED = st.none() | _INSTANTS


class _Company:
    """Records that are made one after the other, so that each can refer to earlier ones."""

    def __init__(self, draw: st.DrawFn, currency: Currency) -> None:
        self.draw = draw
        self.currency = currency
        self.made: list[Record] = []

    def some(self, kind: type[R], most: int, make: Callable[[str], R]) -> list[R]:
        """Make up to so many records of a kind."""
        stem = kind.__name__
        found = [make(f"{stem}-{number}") for number in range(self.draw(st.integers(0, most)))]
        self.made += found
        return found

    def one_of(self, held: list[R]) -> str | None:
        """The identifier of an earlier record, or None."""
        return self.draw(st.sampled_from([None, *(record.id for record in held)]))

    def needed(self, held: list[R]) -> str:
        """The identifier of an earlier record."""
        return self.draw(st.sampled_from([record.id for record in held]))

    def lines(self, products: list[Product], sources: int) -> list[Line]:
        """Lines in the currency of the company."""
        return [
            Line(
                self.one_of(products),
                self.draw(_MINOR),
                self.draw(_QUANTITIES),
                self.draw(st.none() | _MINOR),
                self.draw(_MINOR),
                self.draw(st.none() | st.integers(1, sources)) if sources else None,
                self.currency,
                self.draw(_MORES),
            )
            for _ in range(self.draw(st.integers(0, 2)))
        ]

    def amount(self) -> Money:
        """An amount in the currency of the company."""
        return Money(self.draw(_MINOR), self.currency)


def _sellers(company: _Company, most: int) -> tuple[list[Participant], list[Product], list[Customer]]:
    """People in units, with posts, absences, quotas and scores; products; customers with their owners."""
    draw = company.draw
    people = company.some(
        Participant,
        most,
        lambda name: Participant(
            name, employed=draw(st.none() | _RANGES), more=draw(_MORES), recorded=draw(_RECORDED)
        ),
    )
    units: list[Unit] = []
    for number in range(draw(st.integers(0, most))):
        units.append(Unit(f"Unit-{number}", parent=company.one_of(units)))
    company.made += units
    if people:
        company.some(
            Assignment,
            most,
            lambda name: Assignment(
                name, company.needed(people), draw(_RANGES), company.one_of(units), recorded=draw(_RECORDED)
            ),
        )
        company.some(
            Quota,
            most,
            lambda name: Quota(name, company.needed(people), draw(_PERIODS), abs(company.amount())),
        )
        company.some(Absence, most, lambda name: Absence(name, company.needed(people), draw(_PERIODS)))
        holders: list[Record] = [*people, *units]
        company.some(
            Score,
            most,
            lambda name: Score(name, company.needed(holders), draw(_PERIODS), "appraisal", draw(_SCORES)),
        )
        company.some(
            Opening,
            most,
            lambda name: Opening(name, company.needed(people), draw(_DAYS), "sales", company.amount()),
        )
    products = company.some(
        Product, most, lambda name: Product(name, series=draw(st.sampled_from([None, "A", "B"])))
    )
    customers = company.some(
        Customer, most, lambda name: Customer(name, owner=company.one_of(people), recorded=draw(_RECORDED))
    )
    return people, products, customers


def _sales(company: _Company, most: int) -> None:
    """Opportunities, what is done for them and spent on them, orders, their shares, deliveries, invoices."""
    draw = company.draw
    people, products, customers = _sellers(company, most)
    deals: list[Opportunity] = []
    if people:
        deals = company.some(
            Opportunity,
            most,
            lambda name: _opportunity(company, name, people, customers, products),
        )
        company.some(
            Activity,
            most,
            lambda name: Activity(
                name,
                draw(_DAYS),
                company.needed(people),
                "visit",
                company.one_of(customers),
                company.one_of(deals),
            ),
        )
        company.some(
            Expense,
            most,
            lambda name: Expense(
                name,
                company.needed(people),
                draw(_DAYS),
                company.amount(),
                customer=company.one_of(customers),
                opportunity=company.one_of(deals),
            ),
        )
        _claims(company, most, people, customers, products, deals)
    orders = company.some(
        Order,
        most,
        lambda name: Order(
            name,
            draw(_DAYS),
            company.lines(products, 0),
            customer=company.one_of(customers),
            owner=company.one_of(people),
            opportunity=company.one_of(deals),
            recorded=draw(_RECORDED),
        ),
    )
    shared: list[Record] = [*deals, *orders]
    if people and shared:
        company.some(
            DealShare,
            most,
            lambda name: DealShare(
                name,
                company.needed(shared),
                company.needed(people),
                draw(st.integers(1, 9)),
                draw(st.sampled_from(ShareKind)),
                on=draw(_MAYBE_DAYS),
            ),
        )
    lengths = {order.id: len(order.lines) for order in orders}

    def delivery(name: str) -> Delivery:
        order = company.needed(orders)
        return Delivery(name, draw(_DAYS), company.lines(products, lengths[order]), order=order)

    if orders:
        company.some(Delivery, most, delivery)

    def invoice(name: str) -> Invoice:
        order = company.one_of(orders)
        return Invoice(
            name,
            draw(_DAYS),
            company.lines(products, lengths[order] if order else 0),
            customer=company.needed(customers),
            due=draw(_MAYBE_DAYS),
            order=order,
            owner=company.one_of(people),
            recorded=draw(_RECORDED),
        )

    if customers:
        bills = company.some(Invoice, most, invoice)
        _receipts(company, most, products, customers, bills)


def _claims(
    company: _Company,
    most: int,
    people: list[Participant],
    customers: list[Customer],
    products: list[Product],
    deals: list[Opportunity],
) -> None:
    """Who was given customers, and who has registered them or their deals."""
    draw = company.draw
    if not customers:
        return

    def handover(name: str) -> Handover:
        giver, taker = draw(st.permutations([person.id for person in people]))[:2]
        return Handover(name, company.needed(customers), giver, taker, draw(_DAYS), recorded=draw(_RECORDED))

    if len(people) > 1:
        company.some(Handover, most, handover)
    company.some(
        Registration,
        most,
        lambda name: Registration(
            name,
            company.needed(people),
            draw(st.dates(_FIRST, date(2026, 1, 1))),
            company.needed(customers),
            company.one_of(products),
            company.one_of(deals),
            draw(st.none() | st.dates(date(2026, 1, 2), _LAST)),
        ),
    )


def _opportunity(
    company: _Company,
    name: str,
    people: list[Participant],
    customers: list[Customer],
    products: list[Product],
) -> Opportunity:
    draw = company.draw
    outcome = draw(st.sampled_from(Outcome))
    days = sorted(draw(st.lists(_DAYS, max_size=3)))
    return Opportunity(
        name,
        company.needed(people),
        draw(st.none() | _MINOR),
        outcome=outcome,
        closed=None if outcome is Outcome.OPEN else draw(_DAYS),
        customer=company.one_of(customers),
        product=company.one_of(products),
        cost=draw(st.none() | _MINOR),
        currency=company.currency,
        history=[StageChange(f"stage {number}", day) for number, day in enumerate(days)],
        more=draw(_MORES),
        recorded=draw(_RECORDED),
    )


def _receipts(
    company: _Company, most: int, products: list[Product], customers: list[Customer], bills: list[Invoice]
) -> None:
    """Payments, credit notes, what they settle, promises and write-offs."""
    draw = company.draw
    lengths = {bill.id: len(bill.lines) for bill in bills}
    received = company.some(
        Payment,
        most,
        lambda name: Payment(
            name, draw(_DAYS), company.needed(customers), company.amount(), recorded=draw(_RECORDED)
        ),
    )

    def note(name: str) -> CreditNote:
        bill = company.one_of(bills)
        lines = company.lines(products, lengths[bill] if bill else 0)
        return CreditNote(name, draw(_DAYS), lines, customer=company.needed(customers), invoice=bill)

    notes = company.some(CreditNote, most, note)
    company.some(
        Promise,
        most,
        lambda name: Promise(
            name, _FIRST, company.needed(customers), company.amount(), draw(_DAYS), company.one_of(bills)
        ),
    )
    sources: list[Record] = [*received, *notes]
    if bills and sources:
        company.some(
            Application,
            most,
            lambda name: Application(
                name, draw(_DAYS), company.needed(sources), company.needed(bills), company.amount()
            ),
        )
    if bills:
        company.some(
            WriteOff,
            most,
            lambda name: WriteOff(name, draw(_DAYS), company.needed(bills), company.amount()),
        )


def _corrected(company: _Company, name: str) -> Record:
    """A correction of a record that none has corrected so far."""
    draw = company.draw
    gone = {(type(record), record.supersedes) for record in company.made}
    before = draw(st.sampled_from([r for r in company.made if (type(r), r.id) not in gone]))
    recorded = draw(_RECORDED)
    if before.recorded is not None:
        recorded = before.recorded + timedelta(minutes=draw(st.integers(0, 10**6)))
    people = [record for record in company.made if isinstance(record, Participant)]
    match before:
        case Order():
            lines = draw(st.sampled_from([(), before.lines, (*before.lines, *company.lines([], 0))]))
            changed: Record = evolve(before, owner=company.one_of(people), lines=lines)
        case Customer():
            changed = evolve(before, owner=company.one_of(people))
        case Opportunity():
            changed = evolve(before, owner=company.needed(people), amount=draw(_MINOR))
        case Handover():
            changed = evolve(before, giver=before.taker, taker=before.giver)
        case Payment() | Application() | WriteOff() | Promise() | Expense() | Opening():
            changed = evolve(before, amount=company.amount())
        case _:
            changed = evolve(before, more=draw(_MORES))
    return evolve(changed, id=name, recorded=recorded, supersedes=before.id)


@st.composite
def facts(
    draw: st.DrawFn, *, currency: Currency | str | None = None, most: int = 2, corrected: bool | None = None
) -> Facts:
    """Sound batches: every link leads to a record, and some records are corrected, once or more.

    Args:
        draw: Supplied by Hypothesis.
        currency: Currency of all amounts; one of a few where left out.
        most: Most records of a kind, before corrections.
        corrected: Whether records are corrected; True for some, False for none, None for either.
    """
    unit = draw(st.sampled_from(_CURRENCIES)) if currency is None else currency_of(currency)
    return Facts(draw(st.permutations(_sound(draw, unit, most, corrected).made)))


def _sound(draw: st.DrawFn, currency: Currency, most: int, corrected: bool | None) -> _Company:
    company = _Company(draw, currency)
    _sales(company, most)
    if corrected is not False and company.made:
        for number in range(draw(st.integers(1 if corrected else 0, 4))):
            company.made.append(_corrected(company, f"correction-{number}"))
    return company


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
    company = _sound(draw, draw(st.sampled_from(_CURRENCIES)), 2, None)
    person, other = Participant("planted"), Customer("planted")
    product, unit = Product("planted"), Unit("planted", parent="planted-2")
    day, money = draw(_DAYS), Money(1, company.currency)
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


@st.composite
def row_mappings(draw: st.DrawFn) -> RowMapping:
    """Mappings for every kind of record, with every setting."""
    kind = draw(st.sampled_from(KINDS))
    lined = kind in (Order, Delivery, Invoice, CreditNote)
    targets = ["id", "supersedes", "recorded", "more.region", "more.Größe"]
    chosen = draw(st.lists(st.sampled_from(targets), unique=True))
    constants: dict[str, Scalar] = {"more.source": "sheet", "more.checked": True}
    words: dict[str, dict[str, Scalar]] = {"id": {"one": "1"}, "more.region": {"N": "North", "0": 0}}
    return RowMapping(
        kind,
        {target: draw(identifiers()) for target in chosen},
        constants=draw(st.sampled_from([{}, constants])),
        defaults=draw(st.sampled_from([{}, {"more.region": "none", "more.weight": Decimal("1.5")}])),
        values=draw(st.sampled_from([{}, words])),
        currency=draw(st.none() | currencies()),
        ints=draw(st.sampled_from(["major", "minor"])),
        float_tolerance=draw(st.sampled_from([None, "0.000001", Decimal("0.001")])),
        dates=draw(st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%Y年%m月%d日"])),
        lines_from=draw(st.none() | identifiers()) if lined else None,
        first_row=draw(st.integers(0, 10)),
        by_name=draw(st.booleans()),
        strip=draw(st.booleans()),
        blanks=tuple(draw(st.lists(st.sampled_from(["", "-", "n/a", "无"]), unique=True))),
    )


@st.composite
def scans(draw: st.DrawFn) -> Scan:
    """Accounts of readings."""
    found = draw(st.lists(records(), max_size=3))
    refused = draw(st.sets(st.integers(1, 9), max_size=3))
    blank = draw(st.sets(st.integers(10, 19), max_size=3))
    faults = draw(st.lists(problems(), min_size=1, max_size=3)) if refused else []
    return Scan(found, faults, len(found) + len(refused) + len(blank), sorted(refused), sorted(blank))


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {Facts: facts, RowMapping: row_mappings, Scan: scans}
)
"""A strategy for each public type of the module."""
