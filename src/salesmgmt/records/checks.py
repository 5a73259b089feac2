"""What makes a batch sound: unique identifiers, links that lead somewhere, corrections of what exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import TypeAlias

from attrs import frozen

from salesmgmt.errors import Problem
from salesmgmt.records.deals import Activity, DealShare, Opportunity
from salesmgmt.records.people import Assignment, Participant, Quota, Unit
from salesmgmt.records.receivables import Application, Payment, Promise, WriteOff
from salesmgmt.records.reference import Customer, Product
from salesmgmt.records.sales import CreditNote, Delivery, Invoice, Order

Record: TypeAlias = (
    Unit
    | Participant
    | Assignment
    | Quota
    | Product
    | Customer
    | Opportunity
    | DealShare
    | Activity
    | Order
    | Delivery
    | Invoice
    | CreditNote
    | Payment
    | Application
    | Promise
    | WriteOff
)

KINDS: tuple[type, ...] = (
    Unit,
    Participant,
    Assignment,
    Quota,
    Product,
    Customer,
    Opportunity,
    DealShare,
    Activity,
    Order,
    Delivery,
    Invoice,
    CreditNote,
    Payment,
    Application,
    Promise,
    WriteOff,
)

Groups: TypeAlias = Mapping[type, tuple[Record, ...]]


@frozen
class Link:
    """A field of one kind that names a record of other kinds."""

    kind: type
    name: str
    targets: tuple[type, ...]

    def reader(self) -> Callable[[Record], object]:
        """A function that reads the reference off a record."""
        return attrgetter(self.name)


LINKS: tuple[Link, ...] = (
    Link(Unit, "parent", (Unit,)),
    Link(Assignment, "participant", (Participant,)),
    Link(Assignment, "manager", (Participant,)),
    Link(Assignment, "unit", (Unit,)),
    Link(Quota, "holder", (Participant, Unit)),
    Link(Customer, "parent", (Customer,)),
    Link(Customer, "owner", (Participant,)),
    Link(Opportunity, "owner", (Participant,)),
    Link(Opportunity, "customer", (Customer,)),
    Link(Opportunity, "product", (Product,)),
    Link(DealShare, "deal", (Opportunity, Order)),
    Link(DealShare, "participant", (Participant,)),
    Link(Activity, "participant", (Participant,)),
    Link(Activity, "customer", (Customer,)),
    Link(Activity, "opportunity", (Opportunity,)),
    Link(Order, "customer", (Customer,)),
    Link(Order, "owner", (Participant,)),
    Link(Order, "opportunity", (Opportunity,)),
    Link(Delivery, "order", (Order,)),
    Link(Invoice, "customer", (Customer,)),
    Link(Invoice, "owner", (Participant,)),
    Link(Invoice, "order", (Order,)),
    Link(CreditNote, "customer", (Customer,)),
    Link(CreditNote, "invoice", (Invoice,)),
    Link(Payment, "customer", (Customer,)),
    Link(Application, "source", (Payment, CreditNote)),
    Link(Application, "invoice", (Invoice,)),
    Link(Promise, "customer", (Customer,)),
    Link(Promise, "invoice", (Invoice,)),
    Link(WriteOff, "invoice", (Invoice,)),
)
"""Every reference between records, apart from the products of document lines."""


def batch_problems(groups: Groups, *, every_link: bool) -> tuple[Problem, ...]:
    """All faults of a batch: identifiers, then supersession, then links, then circles.

    Args:
        groups: The records by kind.
        every_link: Whether a reference to a kind that is not held at all is a fault.
    """
    identifiers = {kind: {record.id for record in group} for kind, group in groups.items()}
    found: list[Problem] = []
    for kind, group in groups.items():
        if len(identifiers[kind]) != len(group):
            found += _twice(kind, group)
        found += _supersession(kind, group, identifiers[kind])
    for link in LINKS:
        found += _dangling(link, groups[link.kind], identifiers, every_link=every_link)
    for kind in (Order, Delivery, Invoice, CreditNote):
        found += _unknown_products(kind, groups[kind], identifiers[Product], every_link=every_link)
    found += _circles(Unit, groups[Unit])
    found += _circles(Customer, groups[Customer])
    return tuple(found)


def _label(kind: type, identifier: str) -> str:
    return f"{kind.__name__} {identifier}"


def _twice(kind: type, group: Iterable[Record]) -> Iterator[Problem]:
    for identifier, count in Counter(record.id for record in group).items():
        if count > 1:
            rule = f"be unique; {count} records of kind {kind.__name__} carry it"
            yield Problem(_label(kind, identifier), "id", identifier, rule)


def _supersession(kind: type, group: Iterable[Record], known: set[str]) -> Iterator[Problem]:
    later = [record for record in group if record.supersedes is not None]
    if not later:
        return
    by_id = {record.id: record for record in group}
    claims = Counter(record.supersedes for record in later)
    for record in later:
        label = _label(kind, record.id)
        earlier = record.supersedes
        if earlier not in known:
            yield Problem(label, "supersedes", earlier, f"name a {kind.__name__} of the batch")
            continue
        if claims[earlier] > 1:
            yield Problem(label, "supersedes", earlier, "be superseded by one record, not by several")
        before = by_id[earlier]
        if before.recorded is not None and record.recorded is not None and record.recorded < before.recorded:
            rule = f"not be earlier than {before.recorded.isoformat()}, when {earlier} became known"
            yield Problem(label, "recorded", record.recorded, rule)
    for identifier in _on_circles({r.id: r.supersedes for r in later}):
        yield Problem(_label(kind, identifier), "supersedes", identifier, "not supersede itself in a circle")


def _dangling(
    link: Link, group: tuple[Record, ...], identifiers: Mapping[type, set[str]], *, every_link: bool
) -> Iterator[Problem]:
    targets = [identifiers[target] for target in link.targets]
    if not group or not (every_link or any(targets)):
        return
    read = link.reader()
    named = {read(record) for record in group}
    named.discard(None)
    unknown = named.difference(*targets)
    several = set.intersection(*targets) & named if len(targets) > 1 else set()
    if not unknown and not several:
        return
    names = " or ".join(target.__name__ for target in link.targets)
    for record in group:
        value = read(record)
        if value in unknown:
            yield Problem(_label(link.kind, record.id), link.name, value, f"name a {names} of the batch")
        elif value in several:
            rule = f"name one record; there is a {' and a '.join(t.__name__ for t in link.targets)} of that name"
            yield Problem(_label(link.kind, record.id), link.name, value, rule)


def _unknown_products(
    kind: type, group: tuple[Record, ...], known: set[str], *, every_link: bool
) -> Iterator[Problem]:
    if not group or not (every_link or known):
        return
    for record in group:
        if isinstance(record, Order | Delivery | Invoice | CreditNote):
            for number, line in enumerate(record.lines, 1):
                if line.product is not None and line.product not in known:
                    where = f"lines[{number}].product"
                    yield Problem(_label(kind, record.id), where, line.product, "name a Product of the batch")


def _circles(kind: type, group: tuple[Record, ...]) -> Iterator[Problem]:
    parents = {r.id: r.parent for r in group if isinstance(r, Unit | Customer)}
    for identifier in _on_circles(parents):
        yield Problem(_label(kind, identifier), "parent", parents[identifier], "not lead back to itself")


def _on_circles(above: Mapping[str, str | None]) -> Iterator[str]:
    """The identifiers that lie on a circle of a parent relation, in its order."""
    settled: set[str] = set()
    circular: set[str] = set()
    for start in above:
        path: list[str] = []
        seen: set[str] = set()
        node: str | None = start
        while node is not None and node in above and node not in settled and node not in seen:
            seen.add(node)
            path.append(node)
            node = above[node]
        if node is not None and node in seen:
            circular.update(path[path.index(node) :])
        settled.update(path)
    return (identifier for identifier in above if identifier in circular)
