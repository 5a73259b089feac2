"""The entries of a book: every fact as what it does to the running numbers of the accounts.

The numbers of an account follow from the set of its entries and the day alone; so a replay in any order, a
stored row and the running book agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from heapq import heappop
from typing import Final

from salesmgmt.credit.book.accounts import Account
from salesmgmt.credit.book.claiming import Claiming
from salesmgmt.credit.book.facts import KIND_OF_NAME, ORDER_OF_KINDS, Entry, Fact, Key, Release, Reservation
from salesmgmt.credit.exposure.policy import ExposurePolicy
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
    WriteOff,
)

__all__ = ["Ledger"]

_LAST: Final = len(ORDER_OF_KINDS)


class Ledger(Claiming):
    """The documents that a book remembers, and the accounts that they moved."""

    __slots__ = ("_enter",)

    def __init__(self, currency: Currency, day: date, exposure: ExposurePolicy, *, covers: bool) -> None:
        super().__init__(currency, day, exposure, covers=covers)
        self._enter: dict[type, Callable[..., None]] = {
            Order: self._enter_order,
            Delivery: self._enter_delivery,
            Invoice: self._enter_invoice,
            Payment: self._enter_payment,
            CreditNote: self._enter_note,
            Application: self._enter_application,
            WriteOff: self._enter_write_off,
            Dispute: self._enter_dispute,
            DunningNotice: self._enter_notice,
            Guarantee: self._enter_guarantee,
            Reservation: self._enter_reservation,
            Release: self._enter_release,
        }

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
                    old = self._reserved(self._replaced(type(entry), entry.supersedes, entry.id))
                    if isinstance(entry, Order) and old is not None:
                        self._carry(old, (entry.id, None, 0, None, None, old[5], old[6], None))
                self._special.add(entry.id)
                if isinstance(entry, Invoice | CreditNote):
                    named = entry.order if isinstance(entry, Invoice) else entry.invoice
                    self._special |= {named} if named else set()
                self._pending[type(entry), entry.id] = entry
                self._wake(day, type(entry).__name__, entry.id)
                if isinstance(entry, Application):
                    self._await(entry)
                return
        self._enter[type(entry)](entry)

    def _woken(self) -> None:
        """Let everything count, or no longer, whose day has come."""
        for what, name in self._ready():
            if what == "limits":
                self._limits_changed(name)
            elif what == "until":
                self._expire(name)
            elif what == "horizon":
                self._near(name)
            elif what == "settled":
                self._cease(Dispute, name)
            elif what == "ended":
                self._cease(Guarantee, name)
            elif what == "held":
                self._hold(name)
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

    def _ready(self) -> Iterator[tuple[str, str]]:
        """What has come due: what others speak of before those, whatever the day of either."""
        due = self._due
        while due and due[0][0] <= self._day:
            ready = []
            while due and due[0][0] <= self._day:
                _, turn, what, name = heappop(due)
                kind = KIND_OF_NAME.get(what)
                ready.append((_LAST if kind is None else ORDER_OF_KINDS[kind], turn, what, name))
            for _, _, what, name in sorted(ready):
                yield what, name

    def _expire(self, name: str) -> None:
        name = self._head(Order, name)
        order = self._reserved(name)
        if order is not None and order[7] is not None and order[7] <= self._date:
            if order[1] is not None:
                self._account(order[1]).journal.append(None)
            self._carry(order, order)

    def _near(self, name: str) -> None:
        """An order has come within the horizon."""
        order = self._reserved(self._head(Order, name))
        if order is not None and order[1] is not None and order[0] in self._accounts[order[1]].far:
            self._account(order[1]).journal.append(None)
            self._carry(order, order)

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
        found = self._invoices.get(name)
        if found is None or isinstance(found, Invoice):
            return found
        journal = self._accounts[found[5]].journal
        return next((one for one in journal if isinstance(one, Invoice) and one.id == name), None)

    def _anew(self, account: Account, entries: Iterable[Entry]) -> None:
        """Put an account together from some entries; it is at its next version then."""
        version = account.version
        for key in list(self._forget(account)):
            self._links.pop(key, None)
        claims = self._claims.pop(account.name, None)
        self._reset(account)
        given = [entry for entry in entries if entry is not None and not self._is_past(entry)]
        heads = {key: name for entry in given for key, name in self._corrected(entry)}
        account.journal.heads = {**account.journal.heads, **heads}
        for entry in sorted(given, key=lambda one: ORDER_OF_KINDS[type(one)]):
            self._write(entry)
        account.journal.known = version + 1 - len(account.journal)
        if claims is not None:
            self._paced(account)
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

    def _forget(self, account: Account) -> Iterable[Key]:
        """Take the documents of an account out of the indexes; the keys of those that link others."""
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
                case Delivery() | Application() | WriteOff() | Dispute() | DunningNotice() | Guarantee():
                    yield type(entry), entry.id
            if entry is not None and not isinstance(entry, Reservation | Release):
                self._pending.pop((type(entry), entry.id), None)
