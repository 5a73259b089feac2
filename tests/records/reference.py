"""Slow, obvious readings of a batch, record by record, that the tests hold the engine against."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from salesmgmt.calendars import DateRange
from salesmgmt.records import (
    Absence,
    Activity,
    Application,
    Assignment,
    CreditNote,
    CreditTerm,
    Customer,
    DealShare,
    Delivery,
    Dispute,
    DunningNotice,
    Expense,
    Facts,
    Guarantee,
    Handover,
    Invoice,
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

REFERENCE = (Unit, Participant, Product, Customer)


def known(records: Iterable[Record], at: date | datetime, zone: tzinfo) -> set[Record]:
    """The records that were known, and everything that they correct."""
    held = list(records)
    found = {record for record in held if _is_known(record, at, zone)}
    while True:
        further = {
            earlier
            for record in found
            for earlier in held
            if type(earlier) is type(record) and earlier.id == record.supersedes and earlier not in found
        }
        if not further:
            return found
        found |= further


def _is_known(record: Record, at: date | datetime, zone: tzinfo) -> bool:
    day = at.astimezone(zone).date() if isinstance(at, datetime) else at
    if record.recorded is None:
        return record.on is None or record.on <= day
    if isinstance(at, datetime):
        return record.recorded <= at
    return record.recorded.astimezone(zone).date() <= day


def in_force(records: Iterable[Record]) -> set[Record]:
    """The records that no other one of their kind supersedes."""
    held = list(records)
    return {
        record
        for record in held
        if not any(type(other) is type(record) and other.supersedes == record.id for other in held)
    }


def current(records: Iterable[Record], kind: type, identifier: str | None) -> Record | None:
    """Where an identifier leads: its record, or the last of its corrections."""
    held = [record for record in records if type(record) is kind]
    found = next((record for record in held if record.id == identifier), None)
    while found is not None:
        later = next((record for record in held if record.supersedes == found.id), None)
        if later is None:
            return found
        found = later
    return None


def people_of(facts: Facts, record: Record) -> set[str]:
    """Whom a record in force concerns; reference rows concern nobody in particular."""

    def led(kind: type, identifier: str | None) -> set[str]:
        found = current(facts.records, kind, identifier)
        return set() if found is None else people_of(facts, found)

    def owner_of(customer: str | None) -> set[str]:
        found = current(facts.records, Customer, customer)
        return {found.owner} if isinstance(found, Customer) and found.owner else set()

    def same(one: str | None, other: str | None) -> bool:
        found = current(facts.records, Customer, one)
        return one is not None and (
            one == other or None is not found == current(facts.records, Customer, other)
        )

    def claimants(customer: str | None) -> set[str]:
        found: set[str] = set()
        for claim in in_force(facts.records):
            if isinstance(claim, Handover) and same(customer, claim.customer):
                found |= {claim.giver, claim.taker}
            if isinstance(claim, Registration) and same(customer, claim.customer) and not claim.opportunity:
                found.add(claim.participant)
        return found

    def with_claimants(customer: str | None) -> set[str]:
        return owner_of(customer) | claimants(customer)

    def registrants(deal: Opportunity) -> set[str]:
        return {
            claim.participant
            for claim in in_force(facts.records)
            if isinstance(claim, Registration)
            and current(facts.records, Opportunity, claim.opportunity) == deal
        }

    def everybody_selling_to(customer: str) -> set[str]:
        sales = [s for s in in_force(facts.records) if isinstance(s, Opportunity | Order | Invoice)]
        theirs = [people_of(facts, sale) for sale in sales if same(sale.customer, customer)]
        return with_claimants(customer) | set().union(*theirs)

    def sharers(deal: Record) -> set[str]:
        shares = [share for share in in_force(facts.records) if isinstance(share, DealShare)]
        return {s.participant for s in shares if current(facts.records, type(deal), s.deal) == deal}

    def applied(source: Record) -> set[str] | None:
        made = [a for a in in_force(facts.records) if isinstance(a, Application) and a.source == source.id]
        return set().union(*(led(Invoice, a.invoice) for a in made)) if made else None

    match record:
        case Assignment() | Absence() | Opening() | Activity():
            return {record.participant}
        case Quota() | Score():
            return {record.holder}
        case Handover():
            return everybody_selling_to(record.customer)
        case Registration():
            named = led(Opportunity, record.opportunity)
            return {record.participant} | (
                named if record.opportunity else everybody_selling_to(record.customer)
            )
        case Expense():
            deal = record.opportunity
            return {record.participant} | (
                led(Opportunity, deal) if deal else with_claimants(record.customer)
            )
        case Opportunity():
            return {record.owner} | sharers(record) | registrants(record) | claimants(record.customer)
        case DealShare():
            return led(Opportunity, record.deal) | led(Order, record.deal)
        case Order():
            named = ({record.owner} if record.owner else set()) | sharers(record)
            if record.opportunity is not None:
                named |= led(Opportunity, record.opportunity)
            elif not named:
                named = owner_of(record.customer)
            return named | claimants(record.customer)
        case Delivery():
            return led(Order, record.order)
        case Invoice():
            named = ({record.owner} if record.owner else set()) | led(Order, record.order)
            if record.owner is None and record.order is None:
                named = owner_of(record.customer)
            return named | claimants(record.customer)
        case Application() | WriteOff() | Dispute():
            return led(Invoice, record.invoice)
        case Guarantee() | CreditTerm():
            return with_claimants(record.customer)
        case Promise() | DunningNotice():
            return led(Invoice, record.invoice) if record.invoice else with_claimants(record.customer)
        case CreditNote() if record.invoice is not None:
            return led(Invoice, record.invoice)
        case CreditNote() | Payment():
            through = applied(record)
            return with_claimants(record.customer) if through is None else through
    return set()


def concerns_period(facts: Facts, record: Record, span: DateRange) -> bool:
    """Whether a record in force concerns a period."""
    if isinstance(record, (*REFERENCE, Handover)):
        return True
    if isinstance(record, Registration):
        return any(day in span for day in _days(DateRange(record.on, record.expires), span))
    if isinstance(record, Assignment | Absence | Quota | Score | Guarantee | CreditTerm):
        return any(day in span for day in _days(record.during, span))
    on = record.on
    if isinstance(record, DealShare) and on is None:
        deal = current(facts.records, Opportunity, record.deal) or current(facts.records, Order, record.deal)
        on = None if deal is None else deal.on
    return on is None or on in span


def _days(during: DateRange, span: DateRange) -> Iterable[date]:
    both = [bound for one in (during, span) for bound in (one.start, one.last) if bound is not None]
    return [day for day in both if day in during and day in span] or ([date.max] if not both else [])


def chain(facts: Facts, record: Record) -> set[Record]:
    """A record in force with everything that it corrects, directly or not."""
    return {
        r
        for r in facts.records
        if current(facts.records, type(record), r.id) == record and type(r) is type(record)
    }


def end_of(day: date, zone: tzinfo) -> datetime:
    """The first instant after a day."""
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)
