"""What makes a batch sound: unique identifiers, links that lead somewhere, corrections of what exists.

A sound batch pays for sets of identifiers and nothing else; records are looked at one by one only where the
sets differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import TypeAlias

from attrs import frozen

from salesmgmt.errors import Problem
from salesmgmt.records.accounts import Handover, Registration
from salesmgmt.records.chains import in_force, leading
from salesmgmt.records.claims import CreditTerm, Dispute, DunningNotice, Guarantee
from salesmgmt.records.deals import Activity, DealShare, Opportunity
from salesmgmt.records.expenses import Expense
from salesmgmt.records.people import Absence, Assignment, Participant, Quota, Unit
from salesmgmt.records.readings import Opening, Score
from salesmgmt.records.receivables import Application, Payment, Promise, WriteOff
from salesmgmt.records.reference import Customer, Product
from salesmgmt.records.sales import CreditNote, Delivery, Invoice, Order

Record: TypeAlias = (
    Unit
    | Participant
    | Assignment
    | Absence
    | Quota
    | Score
    | Opening
    | Product
    | Customer
    | Handover
    | Registration
    | Opportunity
    | DealShare
    | Activity
    | Expense
    | Order
    | Delivery
    | Invoice
    | CreditNote
    | Payment
    | Application
    | Promise
    | WriteOff
    | Dispute
    | DunningNotice
    | Guarantee
    | CreditTerm
)
Document: TypeAlias = Order | Delivery | Invoice | CreditNote

KINDS: tuple[type[Record], ...] = (
    Unit,
    Participant,
    Assignment,
    Absence,
    Quota,
    Score,
    Opening,
    Product,
    Customer,
    Handover,
    Registration,
    Opportunity,
    DealShare,
    Activity,
    Expense,
    Order,
    Delivery,
    Invoice,
    CreditNote,
    Payment,
    Application,
    Promise,
    WriteOff,
    Dispute,
    DunningNotice,
    Guarantee,
    CreditTerm,
)

Groups: TypeAlias = Mapping[type, tuple[Record, ...]]
Identifiers: TypeAlias = Mapping[type, set[str]]


@frozen
class Link:
    """A field of one kind that names a record of other kinds."""

    kind: type[Record]
    name: str
    targets: tuple[type[Record], ...]


LINKS: tuple[Link, ...] = (
    Link(Unit, "parent", (Unit,)),
    Link(Assignment, "participant", (Participant,)),
    Link(Assignment, "manager", (Participant,)),
    Link(Assignment, "unit", (Unit,)),
    Link(Absence, "participant", (Participant,)),
    Link(Quota, "holder", (Participant, Unit)),
    Link(Score, "holder", (Participant, Unit)),
    Link(Opening, "participant", (Participant,)),
    Link(Customer, "parent", (Customer,)),
    Link(Customer, "owner", (Participant,)),
    Link(Handover, "customer", (Customer,)),
    Link(Handover, "giver", (Participant,)),
    Link(Handover, "taker", (Participant,)),
    Link(Registration, "participant", (Participant,)),
    Link(Registration, "customer", (Customer,)),
    Link(Registration, "product", (Product,)),
    Link(Registration, "opportunity", (Opportunity,)),
    Link(Opportunity, "owner", (Participant,)),
    Link(Opportunity, "customer", (Customer,)),
    Link(Opportunity, "product", (Product,)),
    Link(DealShare, "deal", (Opportunity, Order)),
    Link(DealShare, "participant", (Participant,)),
    Link(Activity, "participant", (Participant,)),
    Link(Activity, "customer", (Customer,)),
    Link(Activity, "opportunity", (Opportunity,)),
    Link(Expense, "participant", (Participant,)),
    Link(Expense, "customer", (Customer,)),
    Link(Expense, "opportunity", (Opportunity,)),
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
    Link(Dispute, "invoice", (Invoice,)),
    Link(DunningNotice, "customer", (Customer,)),
    Link(DunningNotice, "invoice", (Invoice,)),
    Link(Guarantee, "customer", (Customer,)),
    Link(CreditTerm, "customer", (Customer,)),
)
"""Every reference between records, apart from the products of document lines."""

LINE_PRODUCTS: tuple[type[Document], ...] = (Order, Delivery, Invoice, CreditNote)
LINE_SOURCES: tuple[tuple[type[Document], str, type[Document]], ...] = (
    (Delivery, "order", Order),
    (Invoice, "order", Order),
    (CreditNote, "invoice", Invoice),
)
HIERARCHIES: tuple[type[Record], ...] = (Unit, Customer)
SETTLING: tuple[type[Record], ...] = (CreditNote, Application, Promise, WriteOff, Dispute)
"""Kinds that reduce, or speak of, what is owed on an invoice."""


def batch_problems(groups: Groups, *, links: str) -> tuple[Problem, ...]:
    """All faults of a batch: identifiers, supersession, links, then what linked records say of each other.

    Args:
        groups: The records by kind.
        links: `held` to check references to kinds that are held, `all` to check every one, `open` for none.
    """
    identifiers = {kind: set(map(attrgetter("id"), group)) for kind, group in groups.items()}
    found: list[Problem] = []
    for kind, group in groups.items():
        if len(identifiers[kind]) != len(group):
            found += _twice(kind, group)
        found += _supersession(kind, group, identifiers[kind])
    if links != "open":
        found += _link_problems(groups, identifiers, every_link=links == "all")
    return tuple(found)


def _link_problems(groups: Groups, identifiers: Identifiers, *, every_link: bool) -> Iterator[Problem]:
    kind: type
    for link in LINKS:
        yield from _dangling(link, groups[link.kind], identifiers, every_link=every_link)
    for kind in LINE_PRODUCTS:
        yield from _unknown_products(kind, groups[kind], identifiers[Product], every_link=every_link)
    for kind, name, target in LINE_SOURCES:
        yield from _unknown_lines(kind, groups[kind], name, groups[target])
    for kind in HIERARCHIES:
        yield from _circles(kind, groups[kind])
    for kind in SETTLING:
        yield from _other_currency(kind, groups[kind], groups[Invoice])


def _label(kind: type, identifier: str) -> str:
    return f"{kind.__name__} {identifier}"


def a_kind(*kinds: type) -> str:
    """The kinds with their articles: `an Opportunity or an Order`."""
    return " or ".join(
        f"{'an' if k.__name__[0] in 'AEIOU' and k.__name__ != 'Unit' else 'a'} {k.__name__}" for k in kinds
    )


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
        if earlier is None or earlier not in known:
            yield Problem(label, "supersedes", earlier, f"name {a_kind(kind)} of the batch")
            continue
        if claims[earlier] > 1:
            yield Problem(label, "supersedes", earlier, "be superseded by one record, not by several")
        since = by_id[earlier].recorded
        if since is not None and (record.recorded is None or record.recorded < since):
            rule = f"be an instant from {since.isoformat()} on, when {earlier} became known"
            yield Problem(label, "recorded", record.recorded, rule)
    for identifier in _on_circles({record.id: record.supersedes for record in later}):
        yield Problem(_label(kind, identifier), "supersedes", identifier, "not supersede itself in a circle")


def _dangling(
    link: Link, group: tuple[Record, ...], identifiers: Identifiers, *, every_link: bool
) -> Iterator[Problem]:
    targets = [identifiers[target] for target in link.targets]
    if not group or not (every_link or any(targets)):
        return
    read = attrgetter(link.name)
    named: set[str | None] = set(map(read, group))
    named.discard(None)
    unknown = named.difference(*targets)
    several = named.intersection(*targets) if len(targets) > 1 else set()
    if not unknown and not several:
        return
    kinds = a_kind(*link.targets)
    for record in group:
        value = read(record)
        if value in unknown:
            yield Problem(_label(link.kind, record.id), link.name, value, f"name {kinds} of the batch")
        elif value in several:
            rule = f"name one record; there is {kinds.replace(' or ', ' and ')} of that name"
            yield Problem(_label(link.kind, record.id), link.name, value, rule)


def _documents(group: tuple[Record, ...]) -> tuple[Document, ...]:
    return tuple(record for record in group if isinstance(record, Document))


def _unknown_products(
    kind: type, group: tuple[Record, ...], known: set[str], *, every_link: bool
) -> Iterator[Problem]:
    if not group or not (every_link or known):
        return
    documents = _documents(group)
    named = {line.product for document in documents for line in document.lines}
    named.discard(None)
    unknown = named - known
    if not unknown:
        return
    for document in documents:
        for number, line in enumerate(document.lines, 1):
            if line.product in unknown:
                where = f"lines[{number}].product"
                yield Problem(_label(kind, document.id), where, line.product, "name a Product of the batch")


def _unknown_lines(
    kind: type, group: tuple[Record, ...], name: str, targets: tuple[Record, ...]
) -> Iterator[Problem]:
    """Lines that say they carry out a line which no version of the named document has."""
    read = attrgetter(name)
    numbers = {
        (read(document), line.source)
        for document in _documents(group)
        for line in document.lines
        if line.source is not None
    }
    if not numbers or not targets:
        return
    longest: dict[str, int] = {}
    documents = _documents(targets)
    leads = leading(documents, in_force(documents))
    for target in documents:
        last = leads.get(target.id, target).id
        longest[last] = max(longest.get(last, 0), len(target.lines))
    lengths = {target.id: longest[leads.get(target.id, target).id] for target in documents}
    if all(source <= lengths.get(named, source) for named, source in numbers):
        return
    for document in _documents(group):
        length = lengths.get(read(document))
        for number, line in enumerate(document.lines, 1):
            if length is not None and line.source is not None and line.source > length:
                rule = f"number a line of {name} {read(document)}, which has {length}"
                yield Problem(_label(kind, document.id), f"lines[{number}].source", line.source, rule)


def _other_currency(kind: type, group: tuple[Record, ...], invoices: tuple[Record, ...]) -> Iterator[Problem]:
    """Records that reduce an invoice in another currency than its own."""
    bills = _documents(invoices)
    if not group or not bills:
        return
    owed = {bill_id: bill.currency for bill_id, bill in leading(bills, in_force(bills)).items()}
    for record in in_force(group):
        if isinstance(record, CreditNote | Application | Promise | WriteOff | Dispute):
            due = None if record.invoice is None else owed.get(record.invoice)
            if due is not None and record.currency is not due and record.currency not in (due, None):
                rule = f"be {due}, as invoice {record.invoice} is"
                yield Problem(_label(kind, record.id), "currency", record.currency, rule)


def _circles(kind: type, group: tuple[Record, ...]) -> Iterator[Problem]:
    rows = tuple(record for record in group if isinstance(record, Unit | Customer))
    if not any(row.parent is not None for row in rows):
        return
    current = in_force(rows)
    leads = leading(rows, current)
    parents: dict[str, str | None] = {}
    for row in current:
        above = None if row.parent is None else leads.get(row.parent)
        parents[row.id] = None if above is None else above.id
    for identifier in _on_circles(parents):
        yield Problem(_label(kind, identifier), "parent", leads[identifier].parent, "not lead back to itself")


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
