"""Entries of a book as plain lists for a row, and back: what credit asks of a document, no more."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

from salesmgmt.calendars import DateRange
from salesmgmt.credit.book.facts import Entry, Fact, Release, Reservation
from salesmgmt.credit.book.standing import CustomerStanding
from salesmgmt.money import Currency
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Dispute,
    DunningNotice,
    Guarantee,
    Invoice,
    Line,
    Order,
    Payment,
    WriteOff,
)

__all__ = ["entry_of", "plain_entry", "plain_standing", "standing_of"]

Plain: TypeAlias = list[Any]


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def plain_entry(entry: Entry) -> Plain:
    """An entry as a list of texts and whole numbers; the first says what it is."""
    match entry:
        case Reservation():
            return [*plain_entry(entry.order), _text(entry.until)]
        case Release():
            return ["Release", entry.order, entry.minor]
        case Order():
            return [*_head(entry), entry.gross_minor, entry.customer, _text(entry.due)]
        case Delivery():
            return [*_head(entry), entry.gross_minor, entry.order]
        case Invoice():
            return [*_head(entry), entry.gross_minor, entry.customer, _text(entry.due), entry.order]
        case CreditNote():
            return [*_head(entry), entry.gross_minor, entry.customer, entry.invoice]
        case Payment():
            clears = _text(entry.clears)
            return [*_head(entry), entry.amount_minor, entry.customer, entry.kind.value, clears]
        case Application():
            return [*_head(entry), entry.amount_minor, entry.source, entry.invoice]
        case WriteOff():
            return [*_head(entry), entry.amount_minor, entry.invoice]
        case Dispute():
            return [*_head(entry), entry.amount_minor, entry.invoice, _text(entry.settled)]
        case DunningNotice():
            return [*_head(entry), entry.level, entry.customer, entry.invoice]
        case Guarantee():
            return [*_head(entry), entry.amount_minor, entry.customer, _text(entry.during.end)]
    raise TypeError(entry)


def _head(fact: Fact) -> Plain:
    return [type(fact).__name__, fact.id, _text(fact.on), fact.supersedes]


def entry_of(plain: Plain, unit: Currency) -> Entry:
    """The entry that a list stands for; a document has one line with its whole value."""
    if plain[0] == "Release":
        return Release(plain[1], plain[2])
    kind, name, on, supersedes, minor, *rest = plain
    if kind == "Payment":
        customer, form, clears = rest
        return Payment(name, on, customer, minor, form, clears, unit, supersedes=supersedes)
    if kind == "Application":
        return Application(name, on, rest[0], rest[1], minor, unit, supersedes=supersedes)
    if kind == "WriteOff":
        return WriteOff(name, on, rest[0], minor, None, unit, supersedes=supersedes)
    if kind == "Dispute":
        invoice, settled = rest
        currency = None if minor is None else unit
        return Dispute(name, on, invoice, minor, settled, currency=currency, supersedes=supersedes)
    if kind == "DunningNotice":
        return DunningNotice(name, on, rest[0], minor, rest[1], supersedes=supersedes)
    if kind == "Guarantee":
        during = DateRange(on, rest[1])
        return Guarantee(name, rest[0], during, minor, currency=unit, supersedes=supersedes)
    lines = (Line(None, minor, currency=unit),)
    if kind == "Delivery":
        return Delivery(name, on, lines, order=rest[0], supersedes=supersedes)
    if kind == "Invoice":
        return Invoice(name, on, lines, customer=rest[0], due=rest[1], order=rest[2], supersedes=supersedes)
    if kind == "CreditNote":
        return CreditNote(name, on, lines, customer=rest[0], invoice=rest[1], supersedes=supersedes)
    order = Order(name, on, lines, customer=rest[0], due=rest[1], supersedes=supersedes)
    return order if len(rest) == 2 else Reservation(order, date.fromisoformat(rest[2]))


def plain_standing(standing: CustomerStanding | None) -> dict[str, Any] | None:
    """A standing as texts and whole numbers."""
    if standing is None:
        return None
    return {
        "segment": standing.segment,
        "groups": list(standing.groups),
        "dunning_level": standing.dunning_level,
        "review_on": _text(standing.review_on),
        "average_delay_days": standing.average_delay_days,
        "terms_days": standing.terms_days,
        "status": None if standing.status is None else standing.status.value,
    }


def standing_of(plain: dict[str, Any] | None) -> CustomerStanding | None:
    """The standing that a mapping stands for."""
    return None if plain is None else CustomerStanding(**plain)
