"""The checked batch: facts with their links, verified once, so that engines check nothing again.

A batch is a value. It does not depend on the order in which its records were given, except that records
without an order of their own are handed out as they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import TypeAlias, TypeVar, cast

from attrs import field, frozen

from salesmgmt.calendars import DateRange, as_date
from salesmgmt.errors import BatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.records.checks import KINDS, LINKS, Record, batch_problems
from salesmgmt.records.deals import Activity, DealShare, Opportunity
from salesmgmt.records.digest import digest_of
from salesmgmt.records.people import Assignment, Participant, Quota, Unit
from salesmgmt.records.receivables import Application, Payment, Promise, WriteOff
from salesmgmt.records.reference import Customer, Product
from salesmgmt.records.sales import CreditNote, Delivery, Invoice, Order

__all__ = ["Facts"]

R = TypeVar("R")
Index: TypeAlias = Mapping[str, Record]

_NAMES: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "unit": (Unit,),
        "participant": (Participant,),
        "owner": (Participant,),
        "manager": (Participant,),
        "holder": (Participant, Unit),
        "product": (Product,),
        "customer": (Customer,),
        "opportunity": (Opportunity,),
        "order": (Order,),
        "deal": (Opportunity, Order),
        "invoice": (Invoice,),
    }
)


def _as_records(given: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(given)


@frozen(eq=False, repr=False)
class Facts:
    """A batch of records, checked as a whole: identifiers, links and supersession.

    References are checked against the kinds that the batch holds: with a customer table, every customer
    named must be in it; without one, customers are taken as names. `links="all"` insists on every table.

    Args:
        records: Records of any kinds, in any order.
        links: `"held"` to check references to the kinds that are held, `"all"` to check every reference.

    Attributes:
        records: All records as given, superseded ones included.

    Raises:
        BatchError: Every fault of every record: identifiers used twice, links to nothing, circles among
            units or customers, supersession of nothing, twice or in a circle.
        WrongTypeError: If something in the batch is not a record.

    Examples:
        >>> from salesmgmt.records import Facts, Opportunity, Participant
        >>> facts = Facts([
        ...     Participant("ann"),
        ...     Opportunity("D-1", "ann", "USD 12,000", outcome="won", closed="2026-03-09"),
        ... ])
        >>> facts
        Facts(1 participant, 1 opportunity)
        >>> [deal.id for deal in facts.opportunities]
        ['D-1']
    """

    records: tuple[Record, ...] = field(default=(), converter=_as_records)
    links: str = field(default="held", kw_only=True)
    _all: Mapping[type, tuple[Record, ...]] = field(init=False)
    _in_force: Mapping[type, tuple[Record, ...]] = field(init=False)
    _indexes: dict[type, Index] = field(init=False)

    def __attrs_post_init__(self) -> None:
        if self.links not in ("held", "all"):
            raise InvalidValueError("links", self.links, "be 'held' or 'all'")
        self._group()
        problems = batch_problems(self._all, every_link=self.links == "all")
        if problems:
            raise BatchError("facts", problems)

    def _group(self) -> None:
        groups: dict[type, list[Record]] = {kind: [] for kind in KINDS}
        for record in self.records:
            group = groups.get(type(record))
            if group is None:
                raise WrongTypeError("facts", record, f"be one of {', '.join(kind.__name__ for kind in KINDS)}")
            group.append(record)
        everything = {kind: tuple(group) for kind, group in groups.items()}
        in_force = {}
        for kind, group_given in everything.items():
            replaced = {record.supersedes for record in group_given if record.supersedes is not None}
            in_force[kind] = (
                tuple(record for record in group_given if record.id not in replaced) if replaced else group_given
            )
        object.__setattr__(self, "_all", MappingProxyType(everything))
        object.__setattr__(self, "_in_force", MappingProxyType(in_force))
        object.__setattr__(self, "_indexes", {})

    def _view(self, records: Iterable[Record]) -> Facts:
        """Some of these records as a batch of their own; checked already, and links may lead outside."""
        view = object.__new__(Facts)
        object.__setattr__(view, "records", tuple(records))
        object.__setattr__(view, "links", self.links)
        view._group()
        return view

    def __getstate__(self) -> tuple[tuple[Record, ...], str]:
        return self.records, self.links

    def __setstate__(self, state: tuple[tuple[Record, ...], str]) -> None:
        object.__setattr__(self, "records", state[0])
        object.__setattr__(self, "links", state[1])
        self._group()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Facts):
            return NotImplemented
        return self.links == other.links and frozenset(self.records) == frozenset(other.records)

    def __hash__(self) -> int:
        return hash((self.links, frozenset(self.records)))

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __repr__(self) -> str:
        parts = [
            f"{len(group):,} {kind.__name__.lower() if len(group) == 1 else _plural(kind)}"
            for kind, group in self._all.items()
            if group
        ]
        return f"Facts({', '.join(parts)})"

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a kind, superseded ones included, as given.

        Raises:
            WrongTypeError: If `kind` is not a kind of record.
        """
        return cast("tuple[R, ...]", self._of(self._all, kind))

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The records of a kind that are in force: those that no other one supersedes.

        Raises:
            WrongTypeError: If `kind` is not a kind of record.
        """
        return cast("tuple[R, ...]", self._of(self._in_force, kind))

    @staticmethod
    def _of(groups: Mapping[type, tuple[Record, ...]], kind: type) -> tuple[Record, ...]:
        try:
            return groups[kind]
        except KeyError:
            raise WrongTypeError("kind", kind, "be a class of records, such as Order") from None

    def index(self, kind: type[R]) -> Mapping[str, R]:
        """The records of a kind that are in force, by identifier; a superseded identifier leads to its correction.

        Raises:
            WrongTypeError: If `kind` is not a kind of record.
        """
        known = self._indexes.get(kind)
        if known is None:
            by_id: dict[str, Record] = {record.id: record for record in self._of(self._in_force, kind)}
            if len(self._all[kind]) != len(self._in_force[kind]):
                later = {r.supersedes: r for r in self._all[kind] if r.supersedes is not None}
                for record in self._all[kind]:
                    current = record
                    while current.id in later:
                        current = later[current.id]
                    by_id[record.id] = current
            known = self._indexes[kind] = MappingProxyType(by_id)
        return cast("Mapping[str, R]", known)

    def get(self, kind: type[R], identifier: str) -> R:
        """The record of a kind that is in force under an identifier.

        Raises:
            UnknownIdentifierError: If there is none.
            WrongTypeError: If `kind` is not a kind of record.
        """
        try:
            return self.index(kind)[identifier]
        except KeyError:
            name = kind.__name__
            raise UnknownIdentifierError(name, identifier, f"be the identifier of a {name} of the batch") from None

    @property
    def tables(self) -> Mapping[str, Mapping[str, object]]:
        """Reference tables by field name (`customer`, `product`, `owner` …), for criteria with nested fields."""
        return _Tables(self)

    def as_known(self, at: date | str | datetime, zone: tzinfo = UTC) -> Facts:
        """The batch as it stood at a time: later facts are absent, and what they corrected is in force.

        A record without `recorded` counts as known from its business date, a reference row without either
        always.

        Args:
            at: The end of that day in `zone`, or an aware instant.
            zone: Where the day ends.

        Raises:
            InvalidValueError: If an instant has no time zone.
        """
        if isinstance(at, datetime):
            if at.utcoffset() is None:
                raise InvalidValueError("at", at, "carry a time zone")
            instant, day = at, at.date()
        else:
            day = as_date(at, "at")
            instant = datetime.combine(day + timedelta(days=1), time.min, zone) if day < date.max else None

        def known(record: Record) -> bool:
            recorded = record.recorded
            if recorded is None:
                return record.on is None or record.on <= day
            if isinstance(at, datetime):
                return recorded <= at
            return instant is None or recorded < instant

        return self._view(record for record in self.records if known(record))

    def cut(
        self, *, participants: Iterable[str] | None = None, during: DateRange | str | None = None
    ) -> Facts:
        """The part of the batch that concerns some people, a period, or both.

        Reference rows (units, participants, products, customers) stay. A document belongs to its owner and to
        everybody with a share of its deal; deliveries, invoices, credit notes and payments follow the order
        or invoice that they belong to. Assignments and quotas stay where they overlap the period, everything
        else where its business date falls in it; links may then lead outside.

        Args:
            participants: Identifiers of the people; None for all.
            during: The period; None for all time.
        """
        keep: Iterable[Record] = self.records
        if participants is not None:
            keep = _belonging(self, frozenset(participants))
        if during is not None:
            span = DateRange.of(during) if isinstance(during, str) else during
            keep = [record for record in keep if _falls_in(record, span)]
        return self._view(keep)

    @property
    def digest(self) -> str:
        """SHA-256 over the records in a canonical form and order, as 64 hexadecimal digits."""
        return digest_of(self.records)

    @property
    def units(self) -> tuple[Unit, ...]:
        """Units in force."""
        return self.of(Unit)

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Participants in force."""
        return self.of(Participant)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Assignments in force."""
        return self.of(Assignment)

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """Quotas in force."""
        return self.of(Quota)

    @property
    def products(self) -> tuple[Product, ...]:
        """Products in force."""
        return self.of(Product)

    @property
    def customers(self) -> tuple[Customer, ...]:
        """Customers in force."""
        return self.of(Customer)

    @property
    def opportunities(self) -> tuple[Opportunity, ...]:
        """Opportunities in force."""
        return self.of(Opportunity)

    @property
    def deal_shares(self) -> tuple[DealShare, ...]:
        """Deal shares in force."""
        return self.of(DealShare)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Activities in force."""
        return self.of(Activity)

    @property
    def orders(self) -> tuple[Order, ...]:
        """Orders in force."""
        return self.of(Order)

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """Deliveries in force."""
        return self.of(Delivery)

    @property
    def invoices(self) -> tuple[Invoice, ...]:
        """Invoices in force."""
        return self.of(Invoice)

    @property
    def credit_notes(self) -> tuple[CreditNote, ...]:
        """Credit notes in force."""
        return self.of(CreditNote)

    @property
    def payments(self) -> tuple[Payment, ...]:
        """Payments in force."""
        return self.of(Payment)

    @property
    def applications(self) -> tuple[Application, ...]:
        """Applications of payments and credit notes in force."""
        return self.of(Application)

    @property
    def promises(self) -> tuple[Promise, ...]:
        """Promises in force."""
        return self.of(Promise)

    @property
    def write_offs(self) -> tuple[WriteOff, ...]:
        """Write-offs in force."""
        return self.of(WriteOff)


class _Tables(Mapping[str, Mapping[str, object]]):
    """Reference tables of a batch by field name, each made when it is first asked for."""

    __slots__ = ("_facts",)

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def __getitem__(self, name: str) -> Mapping[str, object]:
        held = [kind for kind in _NAMES[name] if self._facts.of(kind)]
        if not held:
            raise KeyError(name)
        if len(held) == 1:
            return cast("Mapping[str, object]", self._facts.index(held[0]))
        return {key: record for kind in reversed(held) for key, record in self._facts.index(kind).items()}

    def __iter__(self) -> Iterator[str]:
        return (name for name, kinds in _NAMES.items() if any(self._facts.of(kind) for kind in kinds))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _plural(kind: type) -> str:
    name = kind.__name__.lower()
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def _falls_in(record: Record, span: DateRange) -> bool:
    if isinstance(record, Unit | Participant | Product | Customer):
        return True
    if isinstance(record, Assignment | Quota):
        return record.during.overlaps(span)
    return record.on is None or record.on in span


def _belonging(facts: Facts, people: frozenset[str]) -> list[Record]:
    """Every record that concerns the given people, in the order of the batch."""
    deals = {s.deal for s in facts.all(DealShare) if s.participant in people}
    opportunities = {o.id for o in facts.all(Opportunity) if o.owner in people or o.id in deals}
    orders = {
        o.id
        for o in facts.all(Order)
        if o.owner in people or o.id in deals or o.opportunity in opportunities
    }
    invoices = {i.id for i in facts.all(Invoice) if i.owner in people or i.order in orders}
    sources = {a.source for a in facts.all(Application) if a.invoice in invoices}

    def concerns(record: Record) -> bool:
        match record:
            case Unit() | Participant() | Product() | Customer():
                return True
            case Assignment() | Activity():
                return record.participant in people
            case Quota():
                return record.holder in people
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
            case CreditNote():
                return record.invoice in invoices or record.id in sources
            case Payment():
                return record.id in sources
            case Application() | Promise() | WriteOff():
                return record.invoice in invoices
        return False

    return [record for record in facts.records if concerns(record)]
