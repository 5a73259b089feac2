"""What a stored row has to hold before a book takes it over: it may have been changed where it was kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from attrs import fields

from salesmgmt.calendars import as_date
from salesmgmt.credit.book.entries import entry_of, standing_of
from salesmgmt.credit.book.facts import KIND_OF_NAME, Entry, Release, Reservation
from salesmgmt.credit.book.standing import CustomerStanding
from salesmgmt.errors import InvalidValueError, SalesmgmtError, UnknownIdentifierError
from salesmgmt.money import Currency
from salesmgmt.records import Application, CreditNote, Delivery, Dispute, Invoice, Order, Payment, WriteOff

__all__ = ["check_parts", "entries_in"]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_version(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and as_date(value) >= date.min
    except SalesmgmtError:
        return False


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _are_wakes(value: object) -> bool:
    return isinstance(value, Mapping) and _are_texts([*value]) and all(map(_is_day, value.values()))


def _are_corrected(value: object) -> bool:
    return isinstance(value, list) and all(
        _are_texts(one) and len(one) == 3 and one[0] in KIND_OF_NAME for one in value
    )


def _are_lists(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, list) for one in value)


def _is_standing(value: object) -> bool:
    if not isinstance(value, Mapping):
        return value is None
    try:
        return set(value) <= _PARTS and standing_of({**value}) is not None
    except SalesmgmtError:
        return False


_PARTS: Final = frozenset(one.name for one in fields(CustomerStanding))

_Shape: TypeAlias = Mapping[str, Callable[[object], bool]]

_ACCOUNT: Final[_Shape] = MappingProxyType(
    {
        "customer": _is_text,
        "version": _is_version,
        "pools": _are_texts,
        "standing": _is_standing,
        "corrected": _are_corrected,
        "entries": _are_lists,
    }
)
_POOL: Final[_Shape] = MappingProxyType({"pool": _is_text, "version": _is_version, "wakes": _are_wakes})


def check_parts(row: Mapping[str, Any]) -> None:
    """See that what a row holds is what the row of an account or of a pool holds.

    Raises:
        InvalidValueError: If a part is none that `to_row` or `pool_row` makes.
    """
    for name, is_right in (_ACCOUNT if row["kind"] == "account" else _POOL).items():
        if name not in row or not is_right(row[name]):
            raise InvalidValueError(name, row.get(name), "be as to_row() and pool_row() make it")


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
    if type(entry) is Release and not _is_text(entry.order):
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
