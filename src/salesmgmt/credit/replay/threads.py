"""Documents that hang together: an order, what came of it, what settles that, and so on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

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

__all__ = ["threads_of"]

_Name: TypeAlias = tuple[str, str]


def threads_of(records: Iterable[Record]) -> list[int]:
    """To which thread each of some records belongs, by number.

    What names another document, or corrects it, is of one thread with it; so is what names the same one.
    """
    named = [_names(record) for record in records]
    leads: dict[_Name, _Name] = {}

    def root(name: _Name) -> _Name:
        while (above := leads.setdefault(name, name)) != name:
            leads[name] = leads.get(above, above)
            name = above
        return name

    for first, *others in named:
        for other in others:
            leads[root(other)] = root(first)
    numbers: dict[_Name, int] = {}
    return [numbers.setdefault(root(names[0]), len(numbers)) for names in named]


def _names(record: Record) -> list[_Name]:
    """What a record is called, and what it names."""
    # An application may mean a payment or a credit note, so both are called alike.
    kind = "source" if isinstance(record, Payment | CreditNote) else type(record).__name__
    found = [(kind, record.id)]
    if record.supersedes is not None:
        found.append((kind, record.supersedes))
    if isinstance(record, Delivery | Invoice) and record.order is not None:
        found.append((Order.__name__, record.order))
    if isinstance(record, Application | CreditNote | Dispute | DunningNotice | WriteOff):
        found += [] if record.invoice is None else [(Invoice.__name__, record.invoice)]
    if isinstance(record, Application):
        found.append(("source", record.source))
    return found
