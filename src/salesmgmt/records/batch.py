"""The checked batch: facts with their links, verified once, so that engines check nothing again.

A batch is a value. It does not depend on the order in which its records were given, except that it hands
records out in that order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import TypeVar, cast

from attrs import field, frozen

from salesmgmt.calendars import DateRange
from salesmgmt.errors import BatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.money import Currency
from salesmgmt.records.accounts import Handover, Registration
from salesmgmt.records.chains import leading
from salesmgmt.records.checks import KINDS, Record, a_kind, batch_problems
from salesmgmt.records.claims import CreditTerm, Dispute, DunningNotice, Guarantee
from salesmgmt.records.common import read_range
from salesmgmt.records.deals import Activity, DealShare, Opportunity
from salesmgmt.records.digest import digest_of
from salesmgmt.records.expenses import Expense
from salesmgmt.records.flat import Row, rows_of
from salesmgmt.records.lookup import Lookup, ReferenceTables, grouped
from salesmgmt.records.people import Absence, Assignment, Participant, Quota, Unit
from salesmgmt.records.readings import Opening, Score
from salesmgmt.records.receivables import Application, Payment, Promise, WriteOff
from salesmgmt.records.reference import Customer, Product
from salesmgmt.records.sales import CreditNote, Delivery, Invoice, Order
from salesmgmt.records.views import belonging_to, falling_in, known_at

__all__ = ["Facts"]

R = TypeVar("R", bound=Record)

_LINKS = ("held", "all", "open")
_set = object.__setattr__


def _as_records(given: Iterable[Record]) -> tuple[Record, ...]:
    if isinstance(given, Iterable):
        return tuple(given)
    rule = "be records, in a list or any other iterable"
    if isinstance(getattr(given, "records", None), tuple):
        rule = f"{rule}; hand in its .records"
    raise WrongTypeError("facts", given, rule)


@frozen(eq=False, repr=False, weakref_slot=False)
class Facts:
    """A batch of records, checked as a whole: identifiers, links and supersession.

    References are checked against the kinds that the batch holds: with a customer table, every customer
    named must be in it; without one, customers are taken as names. `links="all"` insists on every table;
    `links="open"` lets references lead outside, as those of a part of a batch do.

    Two batches are equal when they hold the same records, in whatever order.

    Attributes:
        records: All records as given, superseded ones included.
        links: Which references were checked: `held`, `all` or `open`.

    Raises:
        BatchError: Every fault of every record: identifiers used twice, links to nothing, circles among
            units or customers, supersession of nothing, twice, in a circle or back in time, amounts in
            another currency than the invoice that they reduce.
        InvalidValueError: If `links` is another word.
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
    _lookup: Lookup = field(init=False)
    _tables: ReferenceTables = field(init=False)

    def __attrs_post_init__(self) -> None:
        if self.links not in _LINKS:
            raise InvalidValueError("links", self.links, "be 'held', 'all' or 'open'")
        self._group()
        problems = batch_problems(self._lookup.all, links=self.links)
        if problems:
            raise BatchError("facts", problems)

    def _group(self) -> None:
        try:
            groups = grouped(self.records)
        except KeyError as error:
            found = next(record for record in self.records if type(record) is error.args[0])
            raise WrongTypeError("facts", found, f"be {a_kind(*KINDS)}") from None
        _set(self, "_lookup", Lookup(groups))
        _set(self, "_tables", ReferenceTables(self._lookup))

    def _part(self, records: list[Record]) -> Facts:
        """Some of these records as a batch of their own: checked already, and links may lead outside."""
        if len(records) == len(self.records):
            return self
        part = object.__new__(Facts)
        part.__setstate__((tuple(records), "open"))
        return part

    def __getstate__(self) -> tuple[tuple[Record, ...], str]:
        return self.records, self.links

    def __setstate__(self, state: tuple[tuple[Record, ...], str]) -> None:
        _set(self, "records", state[0])
        _set(self, "links", state[1])
        self._group()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Facts):
            return NotImplemented
        return len(self.records) == len(other.records) and frozenset(self.records) == frozenset(other.records)

    def __hash__(self) -> int:
        return hash(frozenset(self.records))

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def __repr__(self) -> str:
        held = ((kind.__name__, len(group)) for kind, group in self._lookup.all.items() if group)
        return f"Facts({', '.join(_counted(name, count) for name, count in held)})"

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Every record of a kind, superseded ones included, as given.

        Raises:
            WrongTypeError: If `kind` is not a kind of record.
        """
        _check_kind(kind)
        return cast("tuple[R, ...]", self._lookup.all[kind])

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The records of a kind that are in force: those that no other one supersedes.

        Raises:
            WrongTypeError: If `kind` is not a kind of record.
        """
        _check_kind(kind)
        return cast("tuple[R, ...]", self._lookup.in_force[kind])

    def index(self, kind: type[R]) -> Mapping[str, R]:
        """The records of a kind that are in force, by identifier.

        A superseded identifier leads to the last of its corrections.

        Raises:
            WrongTypeError: If `kind` is not a kind of record.
        """
        _check_kind(kind)
        return self._lookup.index(kind)

    def get(self, kind: type[R], identifier: str) -> R:
        """The record of a kind that is in force under an identifier.

        Raises:
            UnknownIdentifierError: If there is none.
            WrongTypeError: If `kind` is not a kind of record.
        """
        try:
            return self.index(kind)[identifier]
        except KeyError:
            rule = f"be the identifier of {a_kind(kind)} of the batch"
            raise UnknownIdentifierError(kind.__name__, identifier, rule) from None

    @property
    def tables(self) -> Mapping[str, Mapping[str, object]]:
        """Reference tables by the name of the referring field (`customer`, `product`, `owner` …).

        Criteria follow nested fields through them: `product.series` reads the series of the product that a
        record's `product` names.

        Examples:
            >>> from salesmgmt.records import Facts, Product
            >>> Facts([Product("P-1", series="GTX")]).tables["product"]["P-1"].series
            'GTX'
        """
        return self._tables

    def as_known(self, at: date | str | datetime, zone: tzinfo = UTC) -> Facts:
        """The batch as it stood at a time: later facts are absent, and what they corrected is in force.

        A record without `recorded` counts as known from its business date, a reference row without either
        always; what a known record corrects counts as known. So a deal that was won in May and has no
        `recorded` is absent in April: its `history` says where it stood, the batch can't.

        Args:
            at: The end of that day in `zone`, or an aware instant.
            zone: Where the day ends, and on which day an instant falls.

        Raises:
            InvalidValueError: If an instant has no time zone, or a text is no date.
        """
        return self._part(known_at(self.records, at, zone))

    def cut(
        self,
        *,
        participants: Iterable[str] | str | None = None,
        during: DateRange | str | None = None,
    ) -> Facts:
        """The part of the batch that concerns some people, a period, or both.

        What is in force decides, and what it corrected goes with it; so take `as_known` first where a past
        state is cut. Links of the part may lead outside it.

        By people: an opportunity belongs to its owner and to everybody with a share of it, an order also to
        those of its opportunity, an invoice also to those of its order. What names none of these belongs to
        its customer's owner. Where a customer was handed over or registered, all that belongs to it also
        belongs to giver, taker and registrant, and the hand-over or registration to everybody who sells to
        the customer, since it may decide who is credited. Deliveries, credit notes, payments, their
        applications, promises, write-offs, disputes and dunning notices follow the order or invoice that they
        concern, or else their customer; guarantees and agreed terms follow it too. All shares follow their
        deal, and assignments, absences, quotas, scores, openings and activities the person they name; an
        expense also follows its opportunity, or else its customer.

        By period: assignments, absences, quotas, scores, registrations, guarantees and agreed terms stay
        where they overlap it, hand-overs always, since earlier and later ones say whose customer it was;
        everything else stays where its business date falls in it or it has none; a share without a date has
        its deal's. Units, participants, products and customers always stay.

        Args:
            participants: Identifiers of the people (or units, for their quotas); None for all.
            during: The period; None for all time.

        Raises:
            InvalidValueError: If a text is no range.
        """
        judges = []
        if participants is not None:
            people = {participants} if isinstance(participants, str) else participants
            judges.append(belonging_to(self, frozenset(people)))
        if during is not None:
            judges.append(falling_in(self, read_range(during, "during")))
        if not judges:
            return self
        kept: dict[type, set[str]] = {}
        for kind, current in self._lookup.in_force.items():
            chosen = list(current)
            for judge in judges:
                chosen = [record for record in chosen if judge(record)]
            heads = {record.id for record in chosen}
            if len(current) != len(self._lookup.all[kind]):
                leads = leading(self._lookup.all[kind], current)
                heads = {name for name, record in leads.items() if record.id in heads}
            kept[kind] = heads
        return self._part([record for record in self.records if record.id in kept[type(record)]])

    def rows(self, kind: type[Record], *, superseded: bool = False) -> list[Row]:
        """The records of a kind as plain rows for a DataFrame or for storage; `RowMapping.stored` reads them.

        Amounts are decimals in major units beside a `currency`, a range is `during.start` and the day after
        it, `during.end`, the caller's own columns are named `more.…`. A document gives one row per line, with
        the header on each and the line's columns named `line.…`, and one row where it has no line.

        Args:
            kind: The class of the records.
            superseded: Whether superseded records come along; storage needs them, a sum doesn't.

        Raises:
            WrongTypeError: If `kind` is not a kind of record.

        Examples:
            >>> from salesmgmt.records import Facts, Payment
            >>> row, = Facts([Payment("P-1", "2026-03-09", "C-1", "USD 500")]).rows(Payment)
            >>> row["amount"], row["currency"]
            (Decimal('500.00'), 'USD')
        """
        return rows_of(kind, self.all(kind) if superseded else self.of(kind))

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
    def absences(self) -> tuple[Absence, ...]:
        """Absences in force."""
        return self.of(Absence)

    @property
    def quotas(self) -> tuple[Quota, ...]:
        """Quotas in force."""
        return self.of(Quota)

    @property
    def scores(self) -> tuple[Score, ...]:
        """Scores in force."""
        return self.of(Score)

    @property
    def openings(self) -> tuple[Opening, ...]:
        """Openings in force."""
        return self.of(Opening)

    @property
    def products(self) -> tuple[Product, ...]:
        """Products in force."""
        return self.of(Product)

    @property
    def customers(self) -> tuple[Customer, ...]:
        """Customers in force."""
        return self.of(Customer)

    @property
    def handovers(self) -> tuple[Handover, ...]:
        """Hand-overs of customers in force."""
        return self.of(Handover)

    @property
    def registrations(self) -> tuple[Registration, ...]:
        """Registrations of customers and deals in force."""
        return self.of(Registration)

    @property
    def opportunities(self) -> tuple[Opportunity, ...]:
        """Opportunities in force."""
        return self.of(Opportunity)

    def won_in(self, currency: Currency) -> tuple[Opportunity, ...]:
        """The opportunities in force that were won and have a value in a currency, in the order given."""
        return self._lookup.won_in(currency)

    def won_only_in(self, currency: Currency) -> bool:
        """Whether all opportunities in force that were won have a value in this currency."""
        return self._lookup.won_only_in(currency)

    def won_shared(self, currency: Currency) -> tuple[bytes, tuple[Opportunity, ...]]:
        """Of the same: a 1 for each that has no deal shares and a 0 for each that has; and the latter."""
        return self._lookup.won_shared(currency)

    @property
    def shares_by_deal(self) -> Mapping[str, tuple[DealShare, ...]]:
        """Deal shares in force by the deal in force that they are of, in the order of their identifiers."""
        return self._lookup.shares_by_deal()

    def won_by_owner(self, currency: Currency) -> Mapping[str, tuple[Opportunity, ...]]:
        """The same by owner."""
        return self._lookup.won_by_owner(currency)

    @property
    def deal_shares(self) -> tuple[DealShare, ...]:
        """Deal shares in force."""
        return self.of(DealShare)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """Activities in force."""
        return self.of(Activity)

    @property
    def expenses(self) -> tuple[Expense, ...]:
        """Expenses in force."""
        return self.of(Expense)

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

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Disputes in force."""
        return self.of(Dispute)

    @property
    def dunning_notices(self) -> tuple[DunningNotice, ...]:
        """Dunning notices in force."""
        return self.of(DunningNotice)

    @property
    def guarantees(self) -> tuple[Guarantee, ...]:
        """Guarantees in force."""
        return self.of(Guarantee)

    @property
    def credit_terms(self) -> tuple[CreditTerm, ...]:
        """Agreed terms of payment in force."""
        return self.of(CreditTerm)


def _check_kind(kind: type) -> None:
    if kind not in KINDS:
        raise WrongTypeError("kind", kind, "be a class of records, such as Order")


def _counted(name: str, count: int) -> str:
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()
    if count != 1:
        words = f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"
    return f"{count:,} {words}"
