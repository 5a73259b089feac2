"""In which order the events of a batch became known, and whose they are."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import UTC, date, datetime, tzinfo
from typing import TypeAlias

from salesmgmt.credit.limits import Pools
from salesmgmt.records import (
    Application,
    CreditNote,
    CreditTerm,
    Customer,
    Delivery,
    Dispute,
    DunningNotice,
    Facts,
    Guarantee,
    Invoice,
    Order,
    Payment,
    Record,
    WriteOff,
)

__all__ = ["Key", "Owners", "day_of", "key_of", "parts_of", "upto"]

Key: TypeAlias = tuple[date, int, datetime, int, str, int]
"""Where an event stands: its day; at an instant (0) or at the end of the day (1); the instant; orders (1)
after what has nothing to do with them (0), and before what comes of them (2); its identifier, of an order its
first one; number of the version."""

_NO_INSTANT = datetime(1, 1, 1, tzinfo=UTC)
_KINDS = (
    Order,
    Delivery,
    Invoice,
    CreditNote,
    Payment,
    Application,
    WriteOff,
    Dispute,
    DunningNotice,
    Guarantee,
    CreditTerm,
    Customer,
)


def day_of(record: Record, zone: tzinfo) -> date:
    """The day on which a record became known: that of its recording, or else its own."""
    if record.recorded is not None:
        return record.recorded.astimezone(zone).date()
    return date.min if record.on is None else record.on


def key_of(record: Record, zone: tzinfo) -> Key:
    """Where a record stands among the others.

    What says when it was recorded stands at that instant, and what does not at the end of its day: first
    everything else, then orders by identifier; their own deliveries and invoices stand after them. An order
    dated ahead stands at the end of its own day, on which it is decided.
    """
    day = day_of(record, zone)
    place = int(isinstance(record, Order))
    if place and record.on is not None and record.on > day:
        return record.on, 1, _NO_INSTANT, place, record.id, 0
    if record.recorded is None:
        return day, 1, _NO_INSTANT, place, record.id, 0
    return day, 0, record.recorded.astimezone(UTC), place, record.id, 0


class Owners:
    """Whose a record is: the customers that it speaks of, through the documents that it names."""

    __slots__ = ("_by_id",)

    def __init__(self, facts: Facts) -> None:
        self._by_id: dict[type, dict[str, Record]] = {
            kind: {record.id: record for record in facts.all(kind)}
            for kind in (Order, Invoice, Payment, CreditNote)
        }

    def of(self, record: Record) -> set[str]:
        """The customers; none where nobody is named."""
        found = set(self._named(record))
        if record.supersedes is not None and type(record) in self._by_id:
            earlier = self._by_id[type(record)].get(record.supersedes)
            found.update(() if earlier is None else self._named(earlier))
        return found

    def _named(self, record: Record) -> Iterator[str]:
        if isinstance(record, Customer):
            yield record.id
        customer: str | None = getattr(record, "customer", None)
        if customer is not None:
            yield customer
        if isinstance(record, Delivery | Invoice) and record.order is not None:
            yield from self._customer(Order, record.order)
        if isinstance(record, CreditNote | WriteOff | Dispute | DunningNotice | Application):
            yield from () if record.invoice is None else self._customer(Invoice, record.invoice)
        if isinstance(record, Application):
            yield from self._customer(Payment, record.source)
            yield from self._customer(CreditNote, record.source)

    def _customer(self, kind: type, name: str) -> Iterator[str]:
        found = self._by_id[kind].get(name)
        if isinstance(found, Order | Invoice | Payment | CreditNote) and found.customer is not None:
            yield found.customer


def parts_of(facts: Facts, pools: Pools, zone: tzinfo) -> list[list[tuple[Key, Record]]]:
    """The records of a batch, in their order, for customers that have nothing to do with each other.

    Customers go together where they share a pool at some time, or a document of the one names one of another.
    """
    owners = Owners(facts)
    leads: dict[str, str] = {}

    def root(name: str) -> str:
        while (above := leads.setdefault(name, name)) != name:
            leads[name] = leads.get(above, above)
            name = above
        return name

    def join(names: Iterable[str]) -> str | None:
        roots = sorted({root(name) for name in names})
        for name in roots[1:]:
            leads[name] = roots[0]
        return roots[0] if roots else None

    for member in pools.members:
        join((member.member, member.parent))
    held = [(record, owners.of(record)) for kind in _KINDS for record in facts.all(kind)]
    for _, names in held:
        join(names)
    placed = _placed(facts, zone)
    found: dict[str, list[tuple[Key, Record]]] = {}
    for record, names in held:
        if names:
            key = placed[record.id] if isinstance(record, Order) else key_of(record, zone)
            if isinstance(record, Delivery | Invoice) and placed.get(record.order or "", key)[:3] == key[:3]:
                key = (*key[:3], 2, *key[4:])
            found.setdefault(root(min(names)), []).append((key, record))
    return [sorted(found[name], key=lambda one: (one[0], type(one[1]).__name__)) for name in sorted(found)]


def _placed(facts: Facts, zone: tzinfo) -> dict[str, Key]:
    """Where every version of every order stands: those of one moment one after the other."""
    by_id = {order.id: order for order in facts.all(Order)}
    found = {}
    for name, order in by_id.items():
        first, version = order, 0
        while first.supersedes is not None and first.supersedes in by_id:
            first, version = by_id[first.supersedes], version + 1
        found[name] = (*key_of(order, zone)[:4], first.id, version)
    return found


def upto(part: Iterable[tuple[Key, Record]], key: Key, without: Container[str] = ()) -> list[Record]:
    """What was known just before an event; what a known record corrects was known as well.

    Args:
        part: Records in their order.
        key: Where the event stands.
        without: Identifiers of orders of which nothing is to have come yet.
    """
    kept: list[Record] = []
    others: dict[tuple[type, str], Record] = {}
    for at, record in part:
        if at < key and not (isinstance(record, Delivery | Invoice) and record.order in without):
            kept.append(record)
        else:
            others[type(record), record.id] = record
    for record in kept:  # grows by what is corrected, and by what that one corrected in turn
        if record.supersedes is not None:
            earlier = others.pop((type(record), record.supersedes), None)
            if earlier is not None:
                kept.append(earlier)
    return kept
