"""What a book knows: its accounts, and the documents by which facts refer to each other."""

from __future__ import annotations

from datetime import date
from heapq import heappush

from salesmgmt.credit.book.accounts import Account, Reserved
from salesmgmt.credit.book.claims import Claims
from salesmgmt.credit.book.facts import Entry, Fact, Key, Link, Release, Reservation
from salesmgmt.credit.book.items import Billed, item_of
from salesmgmt.credit.exposure.policy import ExposurePolicy
from salesmgmt.credit.exposure.values import Component
from salesmgmt.money import Currency
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Dispute,
    DunningNotice,
    Guarantee,
    Invoice,
    Order,
    Payment,
    PaymentKind,
    WriteOff,
)

__all__ = ["Known"]


class Known:
    """The accounts and documents that a book remembers."""

    __slots__ = (
        "_accounts",
        "_applied",
        "_claims",
        "_counts",
        "_covers",
        "_currency",
        "_date",
        "_day",
        "_due",
        "_exposure",
        "_heads",
        "_horizon",
        "_invoices",
        "_links",
        "_naming",
        "_notes",
        "_olds",
        "_orders",
        "_papers",
        "_payments",
        "_pending",
        "_settled",
        "_special",
        "_turn",
    )

    def __init__(self, currency: Currency, day: date, exposure: ExposurePolicy, *, covers: bool) -> None:
        self._currency = currency
        self._exposure = exposure
        self._counts = exposure.counts
        self._covers = covers
        self._accounts: dict[str, Account] = {}
        # An order as it is stands for all that nobody has delivered, changed or released: it waits, or it is
        # invoiced in full.
        self._orders: dict[str, Order | Reserved] = {}
        self._invoices: dict[str, Billed] = {}
        self._payments: dict[str, Payment] = {}
        self._notes: dict[str, CreditNote] = {}
        self._links: dict[Key, Link] = {}
        # Only of customers of whom anything is said: most accounts have no claims, and pay nothing for them.
        self._claims: dict[str, Claims] = {}
        self._papers: dict[str, set[str]] = {}
        self._settled: dict[str, tuple[int, int, int]] = {}
        self._naming: dict[str, list[CreditNote]] = {}
        self._applied: dict[str, int] = {}
        self._heads: dict[Key, str] = {}
        self._olds: dict[Key, list[str]] = {}
        self._pending: dict[Key, Fact] = {}
        # Identifiers that were corrected, wait for their day or are named by what came before them.
        self._special: set[str] = set()
        self._due: list[tuple[int, int, str, str]] = []
        self._turn = 0
        self._set_day(day)

    def _set_day(self, day: date) -> None:
        self._date = day
        self._day = day.toordinal()
        self._horizon = None if self._exposure.horizon_days is None else self._exposure.horizon_date(day)

    # What the book adds.

    def _opened(self, account: Account) -> None:
        """An account has just been opened."""

    def _reset(self, account: Account) -> None:
        """An account forgets its entries."""
        account.reset()

    def _moved(self, account: Account) -> None:
        """The numbers of an account with shared pools have moved."""

    def _paced(self, account: Account) -> None:
        """An account has its first claims, or no longer any."""

    def _limits_changed(self, customer: str) -> None:
        """The day has come on which limits or pools of a customer are others."""

    # What is known.

    def _account(self, customer: str) -> Account:
        account = self._accounts.get(customer)
        if account is None:
            account = self._accounts[customer] = Account(customer, self._orders)
            self._opened(account)
        return account

    def _reserved(self, name: str) -> Reserved | None:
        """An order in force in full."""
        order = self._orders.get(name)
        if not isinstance(order, Order):
            return order
        minor, customer = order.gross_minor, order.customer or ""
        billed = 0 if name in self._accounts[customer].waiting else minor
        return name, customer, minor, order.on, order.due, 0, billed, None

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
            found = self._orders.get(name)
            return found is not None and (isinstance(found, Order) or found[3] is not None)
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
            item = item_of(self._invoices[found])
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
            case Application() | WriteOff() | Dispute():
                invoice = self._invoice_of(entry.invoice)
                return None if invoice is None else invoice[1]
            case Order() | Invoice() | Payment() | CreditNote() | DunningNotice() | Guarantee():
                return entry.customer
        return None

    def _owner(self, order: str) -> str | None:
        name = self._head(Order, order)
        found = self._reserved(name)
        if found is not None and found[1] is not None:
            return found[1]
        waiting = self._pending.get((Order, name))
        return waiting.customer if isinstance(waiting, Order) else None

    def _counts_from(self, fact: Fact) -> date:
        """The day from which a fact counts."""
        day = fact.on or date.min
        if isinstance(fact, Payment) and fact.clears is not None:
            paper = Component.BILLS if fact.kind is PaymentKind.BILL else Component.CHEQUES
            return fact.clears if paper in self._counts else day
        if isinstance(fact, Application | WriteOff | Dispute | DunningNotice):
            invoice = None if fact.invoice is None else self._invoice_of(fact.invoice)
            if invoice is not None:
                day = max(day, invoice[2])
        if isinstance(fact, Application):
            source = self._source(fact.source)
            if source is not None:
                day = max(day, self._counts_from(source))
        return day

    def _replaced(self, kind: type, old: str, new: str) -> str:
        """Let an identifier lead to the correction; the one that was in force until now."""
        found = self._head(kind, old)
        self._special |= {old, found}
        if found != new:
            self._heads[kind, found] = new
            self._olds[kind, new] = [*self._olds.pop((kind, found), ()), found]
            self._pending.pop((kind, found), None)
        return found

    def _wake(self, day: date, what: str, name: str) -> None:
        self._turn += 1
        heappush(self._due, (day.toordinal(), self._turn, what, name))
