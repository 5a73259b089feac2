"""The entries of a book: every fact as what it does to the running numbers of the accounts.

The numbers of an account follow from the set of its entries and the day alone; so a replay in any order, a
stored row and the running book agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from heapq import heappop, heappush
from typing import Final, TypeAlias

from salesmgmt.credit.book.accounts import REST, Account, Item, Release, Reservation, Reserved
from salesmgmt.credit.exposure.policy import ExposurePolicy
from salesmgmt.credit.exposure.stages import carried_minor
from salesmgmt.credit.exposure.values import Component
from salesmgmt.errors import UnknownIdentifierError
from salesmgmt.money import Currency
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Invoice,
    Order,
    Payment,
    PaymentKind,
    WriteOff,
)

__all__ = ["KINDS", "KIND_OF_NAME", "ORDER_OF_KINDS", "Entry", "Fact", "Ledger", "gross_of"]

Fact: TypeAlias = Order | Delivery | Invoice | Payment | CreditNote | Application | WriteOff
"""What a book takes."""

Entry: TypeAlias = Fact | Reservation | Release | None
"""What changes an account: a fact, a reservation that ends by itself, a release, or a day that has come."""

Key: TypeAlias = tuple[type, str]

KINDS: Final = (Order, Delivery, Invoice, Payment, CreditNote, Application, WriteOff)
KIND_OF_NAME: Final = {kind.__name__: kind for kind in KINDS}
ORDER_OF_KINDS: Final[dict[type, int]] = {
    **{kind: place for place, kind in enumerate(KINDS)},
    Reservation: 0,
    Release: len(KINDS),
}
_NOTHING: Final = (0, 0, 0)
_NO_PART: Final = (0, 0, 0, None)


def gross_of(document: Order | Delivery | Invoice | CreditNote) -> int:
    """Value with tax in minor units."""
    lines = document.lines
    if len(lines) == 1:
        line = lines[0]
        return line.amount_minor + line.tax_minor
    return document.gross_minor


class Ledger:
    """The documents that a book remembers, and the accounts that they moved."""

    def __init__(self, currency: Currency, day: date, exposure: ExposurePolicy, *, covers: bool) -> None:
        self._currency = currency
        self._exposure = exposure
        self._counts = exposure.counts
        self._covers = covers
        self._accounts: dict[str, Account] = {}
        self._orders: dict[str, Reserved] = {}
        self._invoices: dict[str, Item] = {}
        self._payments: dict[str, Payment] = {}
        self._notes: dict[str, CreditNote] = {}
        self._links: dict[Key, Delivery | Application | WriteOff] = {}
        self._settled: dict[str, tuple[int, int, int]] = {}
        self._naming: dict[str, list[CreditNote]] = {}
        self._applied: dict[str, int] = {}
        self._heads: dict[Key, str] = {}
        self._olds: dict[Key, list[str]] = {}
        self._pending: dict[Key, Fact] = {}
        self._odd = not covers
        self._due: list[tuple[int, int, str, str]] = []
        self._turn = 0
        self._set_day(day)
        self._enter: dict[type, Callable[..., None]] = {
            Order: self._enter_order,
            Delivery: self._enter_delivery,
            Invoice: self._enter_invoice,
            Payment: self._enter_payment,
            CreditNote: self._enter_note,
            Application: self._enter_application,
            WriteOff: self._enter_write_off,
            Reservation: self._enter_reservation,
            Release: self._enter_release,
        }

    def _set_day(self, day: date) -> None:
        self._date = day
        self._day = day.toordinal()
        self._horizon = None if self._exposure.horizon_days is None else self._exposure.horizon_date(day)

    # What the book adds.

    def _opened(self, account: Account) -> None:
        """An account has just been opened."""

    def _moved(self, account: Account) -> None:
        """The numbers of an account with shared pools have moved."""

    def _limits_changed(self, customer: str) -> None:
        """The day has come on which limits or pools of a customer are others."""

    # What is known.

    def _account(self, customer: str) -> Account:
        account = self._accounts.get(customer)
        if account is None:
            account = self._accounts[customer] = Account(customer)
            self._opened(account)
        return account

    def _head(self, kind: type, name: str) -> str:
        """The identifier in force to which a name leads."""
        heads = self._heads
        if heads:
            while (kind, name) in heads:
                name = heads[kind, name]
        return name

    def _is_known(self, kind: type, name: str) -> bool:
        if (kind, name) in self._pending or (kind, name) in self._heads:
            return True
        if kind is Order:
            return name in self._orders and self._orders[name][3] is not None
        if kind is Invoice:
            return name in self._invoices
        if kind is Payment:
            return name in self._payments
        return name in self._notes if kind is CreditNote else (kind, name) in self._links

    def _source(self, name: str) -> Payment | CreditNote | None:
        """The payment or credit note that an application names, arrived or not."""
        for kind, index in ((Payment, self._payments), (CreditNote, self._notes)):
            found = self._head(kind, name)
            if found in index:
                return index[found]
            waiting = self._pending.get((kind, found))
            if isinstance(waiting, Payment | CreditNote):
                return waiting
        return None

    def _invoice_of(self, name: str) -> tuple[str, str, date] | None:
        """Identifier in force, customer and day of an invoice, arrived or not."""
        found = self._head(Invoice, name)
        if found in self._invoices:
            item = self._invoices[found]
            return found, item[5], item[1]
        waiting = self._pending.get((Invoice, found))
        return (found, waiting.customer, waiting.on) if isinstance(waiting, Invoice) else None

    def _customer(self, entry: Entry) -> str | None:
        """Whose account an entry changes; None where it leads to nothing known."""
        match entry:
            case Reservation():
                return entry.order.customer
            case Release() | Delivery():
                return self._owner(entry.order)
            case Application() | WriteOff():
                invoice = self._invoice_of(entry.invoice)
                return None if invoice is None else invoice[1]
            case Order() | Invoice() | Payment() | CreditNote():
                return entry.customer
        return None

    def _owner(self, order: str) -> str | None:
        name = self._head(Order, order)
        if name in self._orders and self._orders[name][1] is not None:
            return self._orders[name][1]
        waiting = self._pending.get((Order, name))
        return waiting.customer if isinstance(waiting, Order) else None

    def _counts_from(self, fact: Fact) -> date:
        """The day from which a fact counts."""
        day = fact.on
        if isinstance(fact, Payment) and fact.clears is not None:
            paper = Component.BILLS if fact.kind is PaymentKind.BILL else Component.CHEQUES
            return fact.clears if paper in self._counts else day
        if isinstance(fact, Application | WriteOff):
            invoice = self._invoice_of(fact.invoice)
            if invoice is not None:
                day = max(day, invoice[2])
        if isinstance(fact, Application):
            source = self._source(fact.source)
            if source is not None:
                day = max(day, self._counts_from(source))
        return day

    # Entries.

    def _write(self, entry: Entry) -> None:
        """Note an entry in the journals of its accounts, and let it count from its day on."""
        customer = self._customer(entry)
        if customer is not None:
            self._account(customer).journal.append(entry)
        self._count(entry)

    def _count(self, entry: Entry) -> None:
        if entry is None:
            return
        if not isinstance(entry, Reservation | Release):
            day = self._counts_from(entry)
            if day > self._date:
                if entry.supersedes is not None:
                    old = self._orders.get(self._replaced(type(entry), entry.supersedes, entry.id))
                    if isinstance(entry, Order) and old is not None:
                        self._carry(old, (entry.id, None, 0, None, None, old[5], old[6], None))
                self._odd = True
                self._pending[type(entry), entry.id] = entry
                self._wake(day, type(entry).__name__, entry.id)
                return
        self._enter[type(entry)](entry)

    def _replaced(self, kind: type, old: str, new: str) -> str:
        """Let an identifier lead to the correction; the one that was in force until now."""
        self._odd = True
        found = self._head(kind, old)
        if found != new:
            self._heads[kind, found] = new
            self._olds[kind, new] = [*self._olds.pop((kind, found), ()), found]
            self._pending.pop((kind, found), None)
        return found

    def _wake(self, day: date, what: str, name: str) -> None:
        self._turn += 1
        heappush(self._due, (day.toordinal(), self._turn, what, name))

    def _woken(self) -> None:
        """Let everything count, or no longer, whose day has come."""
        due = self._due
        while due and due[0][0] <= self._day:
            _, _, what, name = heappop(due)
            if what == "limits":
                self._limits_changed(name)
            elif what == "until":
                self._expire(name)
            elif what == "horizon":
                self._near(name)
            else:
                kind = KIND_OF_NAME[what]
                fact = self._pending.get((kind, name))
                if fact is None:
                    continue
                day = self._counts_from(fact)
                if day > self._date:
                    self._wake(day, what, name)
                    continue
                customer = self._customer(fact)
                if customer is not None:
                    self._account(customer).journal.append(None)
                del self._pending[kind, name]
                self._enter[kind](fact)

    def _expire(self, name: str) -> None:
        name = self._head(Order, name)
        order = self._orders.get(name)
        if order is not None and order[7] is not None and order[7] <= self._date:
            if order[1] is not None:
                self._account(order[1]).journal.append(None)
            self._carry(order, order)

    def _near(self, name: str) -> None:
        """An order has come within the horizon."""
        order = self._orders.get(self._head(Order, name))
        if order is not None and order[1] is not None and order[0] in self._accounts[order[1]].far:
            self._account(order[1]).journal.append(None)
            self._carry(order, order)

    # Orders and what becomes of them.

    def _enter_order(self, order: Order, until: date | None = None) -> None:
        old, name = None, order.id
        if order.supersedes is not None:
            name = self._replaced(Order, order.supersedes, order.id)
        if name != order.id:
            old = self._orders.pop(name, None)
            self._carry(old, None)
        known = self._orders.get(order.id)
        parts = [entry for entry in (old, known) if entry is not None]
        delivered, billed = sum(entry[5] for entry in parts), sum(entry[6] for entry in parts)
        self._carry(
            known, (order.id, order.customer, gross_of(order), order.on, order.due, delivered, billed, until)
        )
        if until is not None:
            self._wake(until, "until", order.id)

    def _enter_reservation(self, entry: Reservation) -> None:
        self._enter_order(entry.order, entry.until)

    def _enter_release(self, entry: Release) -> None:
        old = self._orders.get(entry.order)
        if old is not None:
            self._carry(old, (*old[:2], old[2] - entry.minor, *old[3:]))

    def _enter_delivery(self, delivery: Delivery) -> None:
        self._links[Delivery, delivery.id] = delivery
        self._consume(delivery.order, delivered=gross_of(delivery))

    def _consume(self, order: str, delivered: int = 0, billed: int = 0) -> None:
        """Count what became of an order."""
        name = self._head(Order, order)
        old = self._orders.get(name) or (name, None, 0, None, None, 0, 0, None)
        self._carry(old, (*old[:5], old[5] + delivered, old[6] + billed, old[7]))

    def _carry(self, old: Reserved | None, new: Reserved | None) -> None:
        """Put an order in another's place: what counted of the one goes, what counts of the other comes."""
        if old is not None and old[1] is not None:
            account = self._account(old[1])
            left, out, far, _ = account.waiting.pop(old[0], _NO_PART)
            account.open -= left
            account.delivered -= out
            account.beyond -= far
            account.exposure -= left + out
            account.far.discard(old[0])
            if account.shared:
                self._moved(account)
        if old is not None:
            self._orders.pop(old[0], None)
        if new is None:
            return
        self._orders[new[0]] = new
        if new[1] is None:
            return
        left, out = carried_minor(new[2], new[5], new[6])
        left, out, far = max(0, left), max(0, out), 0
        if new[7] is not None and new[7] <= self._date:
            left = 0
        account = self._account(new[1])
        if left and self._is_beyond(new[4]):
            left, far = 0, left
            account.far.add(new[0])
            self._wake(self._enters(new[4] or date.max), "horizon", new[0])
        if left or out or far:
            account.waiting[new[0]] = (left, out, far, new[4])
        account.open += left
        account.delivered += out
        account.beyond += far
        account.exposure += left + out
        if account.shared:
            self._moved(account)

    def _is_beyond(self, due: date | None) -> bool:
        """Whether an order that is wanted on a day lies beyond the horizon."""
        return self._horizon is not None and due is not None and due > self._horizon

    def _enters(self, due: date) -> date:
        """The first day on whose horizon a wanted day lies."""
        ahead = 0 if self._horizon is None else self._horizon.toordinal() - self._day
        return date.fromordinal(max(self._day + 1, due.toordinal() - ahead))

    # Invoices and what settles them.

    def _enter_invoice(self, invoice: Invoice) -> None:
        name, gross = invoice.id, gross_of(invoice)
        order = None
        if invoice.order is not None:
            order = self._head(Order, invoice.order)
            self._consume(order, billed=gross)
        settled = sum(self._settled.get(name, _NOTHING))
        due = date.max if invoice.due is None else invoice.due
        item = self._invoices[name] = (due, invoice.on, name, gross - settled, gross, invoice.customer, order)
        account = self._account(invoice.customer)
        account.exposure += item[REST]
        account.insert(item, covers=self._covers)
        if account.shared:
            self._moved(account)
        for note in self._naming.get(name, ()):
            if not self._applied.get(note.id):
                self._reduce(note, gross_of(note))

    def _settle(self, invoice: str, place: int, minor: int) -> None:
        """Let so much of an invoice be collected (0), credited (1) or written off (2)."""
        parts = list(self._settled.get(invoice, _NOTHING))
        parts[place] += minor
        self._settled[invoice] = (parts[0], parts[1], parts[2])
        old = self._invoices[invoice]
        account = self._account(old[5])
        new = self._invoices[invoice] = (*old[:3], old[REST] - minor, *old[4:])
        account.remove(old, covers=self._covers)
        account.insert(new, covers=self._covers)
        account.exposure -= minor
        if account.shared:
            self._moved(account)

    def _money(self, customer: str, minor: int) -> None:
        """So much more money, or less, that no invoice names."""
        account = self._account(customer)
        account.exposure -= minor
        if not self._covers:
            account.cash += minor
        elif minor > 0:
            account.cover(minor)
        elif minor < 0:
            account.uncover(-minor)
        if account.shared:
            self._moved(account)

    def _enter_payment(self, payment: Payment) -> None:
        self._payments[payment.id] = payment
        self._money(payment.customer, payment.amount_minor)

    def _enter_note(self, note: CreditNote) -> None:
        self._notes[note.id] = note
        gross = gross_of(note)
        self._money(note.customer, gross)
        if note.invoice is not None:
            named = self._head(Invoice, note.invoice)
            self._odd = True
            self._naming.setdefault(named, []).append(note)
            if named in self._invoices and not self._applied.get(note.id):
                self._reduce(note, gross)

    def _reduce(self, note: CreditNote, minor: int) -> None:
        """Let a credit note reduce the invoice that it names; below zero: no longer."""
        if note.invoice is not None:
            named = self._head(Invoice, note.invoice)
            self._money(note.customer, -minor)
            self._settle(named, 1, minor)

    def _enter_application(self, application: Application) -> None:
        self._links[Application, application.id] = application
        invoice = self._head(Invoice, application.invoice)
        source = self._source(application.source)
        if source is None:
            raise UnknownIdentifierError(
                "source", application.source, "be a payment or credit note of the book"
            )
        if isinstance(source, CreditNote):
            first = not self._applied.get(source.id)
            self._applied[source.id] = self._applied.get(source.id, 0) + 1
            named = None if source.invoice is None else self._head(Invoice, source.invoice)
            if first and named in self._invoices:
                self._reduce(source, -gross_of(source))
        minor = application.amount_minor
        self._money(source.customer, -minor)
        self._settle(invoice, 1 if isinstance(source, CreditNote) else 0, minor)

    def _enter_write_off(self, entry: WriteOff) -> None:
        self._links[WriteOff, entry.id] = entry
        self._settle(self._head(Invoice, entry.invoice), 2, entry.amount_minor)

    # Corrections: accounts put together anew.

    def _correct(self, fact: Fact) -> None:
        """Enter a fact in place of the one that it corrects."""
        kind, old = type(fact), self._head(type(fact), fact.supersedes or "")
        gone = self._pending.get((kind, old)) or self._record(kind, old)
        account = self._account(self._customer(fact) or "")
        entries = [entry for entry in account.journal if entry is not gone]
        self._replaced(kind, old, fact.id)
        self._anew(account, [*entries, fact])

    def _record(self, kind: type, name: str) -> Fact | None:
        """A remembered record."""
        if kind is Payment:
            return self._payments.get(name)
        if kind is CreditNote:
            return self._notes.get(name)
        if kind is not Invoice:
            return self._links.get((kind, name))
        item = self._invoices.get(name)
        journal = [] if item is None else self._accounts[item[5]].journal
        return next((one for one in journal if isinstance(one, Invoice) and one.id == name), None)

    def _anew(self, account: Account, entries: Iterable[Entry]) -> None:
        """Put an account together from some entries; it is at its next version then."""
        version = account.version
        gone = set(self._forget(account))
        for key in [key for key in self._links if key[1] in gone]:
            del self._links[key]
        account.reset()
        given = [entry for entry in entries if entry is not None and not self._is_past(entry)]
        account.journal.heads.update(part for entry in given for part in self._corrected(entry))
        for entry in sorted(given, key=lambda one: ORDER_OF_KINDS[type(one)]):
            self._write(entry)
        account.journal.known = version + 1 - len(account.journal)
        if account.shared:
            self._moved(account)

    def _corrected(self, entry: Entry) -> list[tuple[Key, str]]:
        """Which identifiers lead to an entry since it corrects them."""
        fact = entry.order if isinstance(entry, Reservation) else entry
        if fact is None or isinstance(fact, Release):
            return []
        kind = type(fact)
        return [((kind, old), fact.id) for old in self._olds.get((kind, fact.id), ())]

    def _is_past(self, entry: Entry) -> bool:
        """Whether an entry is an order that was changed since, or speaks of one."""
        match entry:
            case Order():
                return (Order, entry.id) in self._heads
            case Reservation():
                return (Order, entry.order.id) in self._heads
            case Release():
                return (Order, entry.order) in self._heads
        return False

    def _forget(self, account: Account) -> Iterable[str]:
        """Take the documents of an account out of the indexes; the identifiers of those that link others."""
        for entry in account.journal:
            match entry:
                case Order() | Reservation():
                    order = entry if isinstance(entry, Order) else entry.order
                    self._orders.pop(order.id, None)
                case Invoice():
                    self._invoices.pop(entry.id, None)
                    self._settled.pop(entry.id, None)
                    if entry.order is not None:
                        self._orders.pop(self._head(Order, entry.order), None)
                case Payment():
                    self._payments.pop(entry.id, None)
                case CreditNote():
                    self._notes.pop(entry.id, None)
                    self._applied.pop(entry.id, None)
                    if entry.invoice is not None:
                        self._naming.pop(self._head(Invoice, entry.invoice), None)
                case Delivery() | Application() | WriteOff():
                    yield entry.id
            if entry is not None and not isinstance(entry, Reservation | Release):
                self._pending.pop((type(entry), entry.id), None)
