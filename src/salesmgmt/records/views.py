"""Parts of a batch: what was known at a time, and what concerns some people or a period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from salesmgmt.calendars import DateRange, as_date
from salesmgmt.errors import InvalidValueError
from salesmgmt.records.accounts import Handover, Registration
from salesmgmt.records.chains import ancestry
from salesmgmt.records.checks import Record
from salesmgmt.records.claims import CreditTerm, Dispute, DunningNotice, Guarantee
from salesmgmt.records.deals import Activity, DealShare, Opportunity
from salesmgmt.records.expenses import Expense
from salesmgmt.records.people import Absence, Assignment, Participant, Quota, Unit
from salesmgmt.records.readings import Opening, Score
from salesmgmt.records.receivables import Application, Payment, Promise, WriteOff
from salesmgmt.records.reference import Customer, Product
from salesmgmt.records.sales import CreditNote, Delivery, Invoice, Order

R = TypeVar("R", bound=Record)
Judge: TypeAlias = Callable[[Record], bool]

_TICK = timedelta(microseconds=1)
_LAST = datetime.combine(date.max, time.max, UTC)


class Batch(Protocol):
    """What the parts of a batch are made from."""

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The records of a kind that are in force."""

    def index(self, kind: type[R]) -> Mapping[str, R]:
        """The records of a kind in force by every identifier that leads to them."""


def known_at(records: tuple[Record, ...], at: date | str | datetime, zone: tzinfo) -> list[Record]:
    """The records that were known at the end of a day in a zone, or at an instant, in their order.

    What a known record corrects was known as well.

    Raises:
        InvalidValueError: If an instant has no time zone.
    """
    day, beyond = _moment(at, zone)
    kept: list[Record] = []
    corrections: list[Record] = []
    for record in records:
        recorded = record.recorded
        if recorded is None:
            on = record.on
            known = on is None or on <= day
        else:
            known = beyond is None or recorded < beyond
        if known:
            kept.append(record)
            if record.supersedes is not None:
                corrections.append(record)
    if not corrections or len(kept) == len(records):
        return kept
    implied: dict[type[Record], set[str]] = {type(record): set() for record in corrections}
    by_kind = {kind: {r.id: r for r in records if type(r) is kind} for kind in implied}
    for record in corrections:
        implied[type(record)].update(ancestry(record, by_kind[type(record)]))
    given = {kind: {r.id for r in kept if type(r) is kind} for kind in implied}
    if all(implied[kind] <= given[kind] for kind in implied):
        return kept
    present = set(map(id, kept))
    return [r for r in records if id(r) in present or r.id in implied.get(type(r), ())]


def _moment(at: date | str | datetime, zone: tzinfo) -> tuple[date, datetime | None]:
    """The day that business dates are held against, and the first instant that is too late; None: none is."""
    if isinstance(at, datetime):
        if at.utcoffset() is None:
            raise InvalidValueError("at", at, "carry a time zone")
        try:
            day, instant = at.astimezone(zone).date(), at.astimezone(UTC)
        except OverflowError:
            raise InvalidValueError("at", at, "lie within the years 1 to 9999") from None
        return day, instant + _TICK if instant < _LAST else None
    day = as_date(at, "at")
    if day == date.max:
        return day, None
    return day, datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)


def falling_in(batch: Batch, span: DateRange) -> Judge:
    """Whether a record in force concerns a period."""

    def judge(record: Record) -> bool:
        match record:
            case Unit() | Participant() | Product() | Customer() | Handover():
                return True
            case Assignment() | Absence() | Quota() | Score() | Registration() | Guarantee() | CreditTerm():
                return record.during.overlaps(span)
            case DealShare() if record.on is None:
                deal = batch.index(Opportunity).get(record.deal) or batch.index(Order).get(record.deal)
                return deal is None or deal.on is None or deal.on in span
        return record.on is None or record.on in span

    return judge


def belonging_to(batch: Batch, people: frozenset[str]) -> Judge:
    """Whether a record in force concerns any of the given people."""
    customers, accounts, opportunities, orders, invoices = _belongings(batch, people)
    applied = {a.source for a in batch.of(Application)}
    theirs = {a.source for a in batch.of(Application) if a.invoice in invoices}

    def judge(record: Record) -> bool:
        match record:
            case Unit() | Participant() | Product() | Customer():
                return True
            case Assignment() | Absence() | Opening() | Activity():
                return record.participant in people
            case Quota() | Score():
                return record.holder in people
            case Registration() | Expense() if record.participant in people:
                return True
            case Registration() | Expense() if record.opportunity is not None:
                return record.opportunity in opportunities
            case Registration() | Handover():
                return record.customer in accounts
            case DealShare():
                return record.deal in opportunities or record.deal in orders
            case Opportunity():
                return record.id in opportunities
            case Order():
                return record.id in orders
            case Delivery():
                return record.order in orders
            case Invoice():
                return record.id in invoices
            case Application() | WriteOff() | Dispute():
                return record.invoice in invoices
            case CreditNote() | Promise() | DunningNotice() if record.invoice is not None:
                return record.invoice in invoices
            case CreditNote() | Payment() if record.id in applied:
                return record.id in theirs
        return record.customer in customers

    return judge


class _Belongings(NamedTuple):
    """The identifiers, superseded ones too, that lead to what some people have.

    Attributes:
        customers: Customers that they look after, were given or gave away, or have registered.
        accounts: These, and all others that they sell to.
        opportunities: Their opportunities.
        orders: Their orders.
        invoices: Their invoices.
    """

    customers: set[str]
    accounts: set[str]
    opportunities: set[str]
    orders: set[str]
    invoices: set[str]


def _belongings(batch: Batch, people: frozenset[str]) -> _Belongings:
    shares = batch.of(DealShare)
    claims = [one for one in batch.of(Registration) if one.participant in people]

    def latest(index: Mapping[str, R], named: set[str]) -> set[str]:
        return {index[name].id for name in named if name in index}

    def led(kind: type[R], test: Callable[[R], bool]) -> set[str]:
        found = {record.id for record in batch.of(kind) if test(record)}
        return {identifier for identifier, record in batch.index(kind).items() if record.id in found}

    def leading_to(names: set[str]) -> set[str]:
        found = latest(batch.index(Customer), names)
        return led(Customer, lambda one: one.id in found) | names

    everybodys = {share.deal for share in shares}
    theirs = {share.deal for share in shares if share.participant in people}
    registered = {claim.opportunity for claim in claims if claim.opportunity is not None}
    their_opportunities = latest(batch.index(Opportunity), theirs | registered)
    their_orders, shared_orders = latest(batch.index(Order), theirs), latest(batch.index(Order), everybodys)

    passed = {one.customer for one in batch.of(Handover) if one.giver in people or one.taker in people}
    claimed = leading_to(passed | {claim.customer for claim in claims if claim.opportunity is None})
    customers = led(Customer, lambda one: one.owner in people) | claimed

    def offered(one: Opportunity) -> bool:
        return one.owner in people or one.id in their_opportunities or one.customer in claimed

    opportunities = led(Opportunity, offered)

    def ordered(one: Order) -> bool:
        if one.owner is None and one.opportunity is None and one.id not in shared_orders:
            return one.customer in customers
        led_to = one.opportunity in opportunities or one.id in their_orders
        return led_to or one.owner in people or one.customer in claimed

    orders = led(Order, ordered)

    def billed(one: Invoice) -> bool:
        if one.owner is None and one.order is None:
            return one.customer in customers
        return one.owner in people or one.order in orders or one.customer in claimed

    invoices = led(Invoice, billed)
    sold = {one.customer for one in batch.of(Opportunity) if one.id in opportunities}
    sold |= {one.customer for one in batch.of(Order) if one.id in orders}
    sold |= {one.customer for one in batch.of(Invoice) if one.id in invoices}
    accounts = customers | leading_to({name for name in sold if name is not None})
    return _Belongings(customers, accounts, opportunities, orders, invoices)
