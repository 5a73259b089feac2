"""The entries of a stored row, as a book takes them over: they may have been changed where they were kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from salesmgmt.credit.book.entries import entry_of
from salesmgmt.credit.book.facts import KIND_OF_NAME, Entry, Release, Reservation
from salesmgmt.credit.book.shapes import is_text
from salesmgmt.errors import InvalidValueError, SalesmgmtError, UnknownIdentifierError
from salesmgmt.money import Currency
from salesmgmt.records import Application, CreditNote, Delivery, Dispute, Invoice, Order, Payment, WriteOff

__all__ = ["entries_in"]


def entries_in(row: Mapping[str, Any], unit: Currency) -> list[Entry]:
    """The entries of an account's row; each is the customer's own, and names what is in the row.

    Raises:
        InvalidValueError: If an entry is malformed, another's, or there twice.
        UnknownIdentifierError: If an entry names a document that the row lacks.
    """
    entries = [_entry(plain, unit) for plain in row["entries"]]
    names: set[tuple[type, str]] = set()
    for entry in entries:
        fact = entry.order if isinstance(entry, Reservation) else entry
        if fact is None or isinstance(fact, Release):
            continue
        if (type(fact), fact.id) in names:
            raise InvalidValueError("entries", fact.id, "be there once")
        if getattr(fact, "customer", row["customer"]) != row["customer"]:
            raise InvalidValueError("entries", fact.id, f"be of {row['customer']}")
        names.add((type(fact), fact.id))
    for kind, old, new in row["corrected"]:
        if (KIND_OF_NAME[kind], new) not in names:
            raise UnknownIdentifierError("corrected", new, f"be the {kind} of an entry")
        names.add((KIND_OF_NAME[kind], old))
    for entry in entries:
        for name, kinds in _named(entry):
            if not any((kind, name) in names for kind in kinds):
                known = " or ".join(kind.__name__ for kind in kinds)
                raise UnknownIdentifierError("entries", name, f"be the {known} of an entry")
    return entries


def _entry(plain: Any, unit: Currency) -> Entry:
    rule = "be an entry as to_row() makes it"
    try:
        entry = entry_of(plain, unit)
        minor = plain[2] if isinstance(entry, Release) else plain[4]
    except SalesmgmtError:
        raise
    except (LookupError, TypeError, ValueError):
        raise InvalidValueError("entries", plain, rule) from None
    if type(minor) is not int and (minor is not None or type(entry) is not Dispute):
        raise InvalidValueError("entries", plain, rule)
    if type(entry) is Release and not is_text(entry.order):
        raise InvalidValueError("entries", plain, rule)
    return entry


def _named(entry: Entry) -> Iterable[tuple[str, tuple[type, ...]]]:
    """The documents that an entry can't do without."""
    match entry:
        case Release() | Delivery():
            yield entry.order, (Order,)
        case WriteOff():
            yield entry.invoice, (Invoice,)
        case Application():
            yield entry.invoice, (Invoice,)
            yield entry.source, (Payment, CreditNote)
