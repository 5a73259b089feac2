"""Documents that hang together: an order with all that came of it, and a payment with what it settles.

Payments would tie everything to everything, since one often settles parts of several invoices. So a thread of
documents knows of the payments that settle them, and a thread of payments of the invoices that they settle;
what is owed is counted in the one, and what is left of the money in the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from attrs import frozen

from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Dispute,
    DunningNotice,
    Invoice,
    Order,
    Payment,
    Record,
    WriteOff,
)

__all__ = ["Thread", "threads_of"]

_Name: TypeAlias = tuple[type, str]


@frozen(eq=False)
class Thread:
    """Some records that can be summed by themselves.

    Attributes:
        places: Where among all records they stand, the first first.
        of_payments: Whether the payments among them count here, or everything but these.
    """

    places: tuple[int, ...]
    of_payments: bool


class _Ties:
    """What belongs together, by name."""

    __slots__ = ("_leads",)

    def __init__(self) -> None:
        self._leads: dict[_Name, _Name] = {}

    def root(self, name: _Name) -> _Name:
        leads = self._leads
        while (above := leads.setdefault(name, name)) != name:
            leads[name] = leads.get(above, above)
            name = above
        return name

    def tie(self, name: _Name, others: Iterable[_Name]) -> None:
        for other in others:
            self._leads[self.root(other)] = self.root(name)


def threads_of(records: Sequence[Record]) -> list[Thread]:
    """The threads of some records; corrections stay with what they correct."""
    notes = {record.id for record in records if isinstance(record, CreditNote)}
    chains, documents, payments = _Ties(), _Ties(), _Ties()
    for record in records:
        name = _name(record)
        chains.tie(name, _corrected(record))
        if isinstance(record, Payment | Application):
            payments.tie(name, _corrected(record))
        if isinstance(record, Application):
            payments.tie(name, [(Payment, record.source)])
        documents.tie(name, _named(record, notes))
    own: dict[_Name, set[int]] = {}
    money: dict[_Name, set[int]] = {}
    versions: dict[_Name, list[int]] = {}
    for place, record in enumerate(records):
        name = _name(record)
        versions.setdefault(chains.root(name), []).append(place)
        if isinstance(record, Payment):
            money.setdefault(payments.root(name), set()).add(place)
        else:
            own.setdefault(documents.root(name), set()).add(place)
    for place, record in enumerate(records):
        if isinstance(record, Application):
            name = _name(record)
            paid = money.get(payments.root(name))
            if paid is not None:
                own[documents.root(name)].update(versions.get(chains.root((Payment, record.source)), ()))
                paid.update([place, *versions.get(chains.root((Invoice, record.invoice)), ())])
    return [
        Thread(tuple(sorted(places)), of_payments)
        for found, of_payments in ((own, False), (money, True))
        for places in found.values()
    ]


def _name(record: Record) -> _Name:
    return type(record), record.id


def _corrected(record: Record) -> list[_Name]:
    return [] if record.supersedes is None else [(type(record), record.supersedes)]


def _named(record: Record, notes: set[str]) -> list[_Name]:
    """The documents that a record corrects or names, payments aside."""
    found = _corrected(record)
    if isinstance(record, Delivery | Invoice) and record.order is not None:
        found.append((Order, record.order))
    if isinstance(record, Application | CreditNote | Dispute | DunningNotice | WriteOff):
        found += [] if record.invoice is None else [(Invoice, record.invoice)]
    if isinstance(record, Application) and record.source in notes:
        found.append((CreditNote, record.source))
    return found
