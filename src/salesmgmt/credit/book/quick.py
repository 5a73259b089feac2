"""The short way for the facts that come most: nothing unusual about them, so that little is to be asked."""

from __future__ import annotations

from salesmgmt.credit.book.accounts import Account, Waiting
from salesmgmt.credit.book.closing import Closing
from salesmgmt.credit.book.items import item_of
from salesmgmt.records import CreditNote, Invoice, Order, Payment

__all__ = ["Quick"]


class Quick(Closing):
    """A book that enters plain invoices, payments, orders and free credit notes at once.

    A plain fact is new, in the currency of the book, not dated ahead, no correction of another and not
    mentioned by one. Everything else, faults included, is left to the long way.
    """

    __slots__ = ()

    def _paid(self, payment: Payment) -> bool:
        """Enter a plain payment."""
        try:
            account = self._accounts[payment.customer]
        except KeyError:
            account = self._account(payment.customer)
        name, minor, on = payment.id, payment.amount_minor, payment.on
        if (
            minor < 0
            or payment.supersedes is not None
            or payment.clears is not None
            or name in self._payments
            or (self._special and name in self._special)
            or payment.currency is not self._currency
            or (on is not self._date and on > self._date)
            or (not account.plain and account.closed and on <= account.opening.through)
        ):
            return False
        self._payments[name] = payment
        account.journal.append(payment)
        account.exposure -= minor
        rest = account.rest
        if minor < rest and self._covers and account.cash >= 0:
            account.rest = rest - minor
        elif self._covers and (rest or account.cash < 0):
            account.cover(minor)
        else:
            account.cash += minor
        if not account.plain and account.shared:
            self._moved(account)
        return True

    def _credited(self, note: CreditNote) -> bool:
        """Enter a plain credit note that names no invoice."""
        try:
            account = self._accounts[note.customer]
        except KeyError:
            account = self._account(note.customer)
        minor, name, on = note.gross_minor, note.id, note.on
        if (
            minor < 0
            or note.supersedes is not None
            or note.invoice is not None
            or name in self._notes
            or (self._special and name in self._special)
            or note.currency is not self._currency
            or (on is not self._date and on > self._date)
            or (not account.plain and account.closed and on <= account.opening.through)
        ):
            return False
        self._notes[name] = note
        account.journal.append(note)
        account.exposure -= minor
        if self._covers:
            account.cover(minor)
        else:
            account.cash += minor
        if not account.plain and account.shared:
            self._moved(account)
        return True

    def _billed(self, invoice: Invoice) -> bool:
        """Enter a plain invoice: of no order, or of one of which nothing was delivered."""
        customer = invoice.customer
        try:
            account = self._accounts[customer]
        except KeyError:
            account = self._account(customer)
        on, due, name, order = invoice.on, invoice.due, invoice.id, invoice.order
        if (
            due is None
            or invoice.supersedes is not None
            or name in self._invoices
            or (self._special and name in self._special)
            or (on is not self._date and on > self._date)
            or (not account.plain and account.closed and on <= account.opening.through)
        ):
            return False
        minor = invoice.gross_minor
        if minor <= 0 or invoice.currency is not self._currency:
            return False
        if order is None:
            account.exposure += minor
        else:
            waits = account.waiting.pop(order, None)
            if waits != minor and (waits is None or not self._billed_in_part(account, order, waits, minor)):
                return False
        account.journal.append(invoice)
        self._invoices[name] = invoice
        if due > account.last:
            account.last = due
            account.entries.append(invoice)
            if not account.rest:
                cash = account.cash
                if cash <= 0 or not self._covers:
                    account.oldest = due.toordinal()
                    account.rest = minor
                elif cash < minor:
                    account.oldest = due.toordinal()
                    account.cash, account.rest = 0, minor - cash
                else:
                    account.cash = cash - minor
                    account.head += 1
        else:
            account.insert(item_of(invoice), covers=self._covers)
        if not account.plain and account.shared:
            self._moved(account)
        return True

    def _billed_in_part(self, account: Account, order: str, waits: int | Waiting, minor: int) -> bool:
        """Let a part of an order no longer wait, or what an invoice left of it."""
        account.waiting[order] = waits
        entry, (left, out, far, due) = self._reserved(order), account.part(order)
        if entry is None or entry[6] < 0 or minor > left or out or far:
            return False
        account.open += left - minor if isinstance(waits, int) else -minor
        if minor < left:
            account.waiting[order] = (left - minor, 0, 0, due)
        else:
            del account.waiting[order]
        self._orders[order] = (*entry[:6], entry[6] + minor, entry[7])
        return True

    def _ordered(self, order: Order) -> bool:
        """Enter a plain order that nobody decides on."""
        customer, name, due, on = order.customer, order.id, order.due, order.on
        if (
            customer is None
            or order.supersedes is not None
            or name in self._orders
            or (self._special and name in self._special)
            or order.currency is not self._currency
            or on > self._date
            or (due is not None and self._horizon is not None)
        ):
            return False
        account, minor = self._account(customer), order.gross_minor
        if minor <= 0 or (account.closed and on <= account.opening.through):
            return False
        if self._plain:
            self._orders[name], account.waiting[name] = order, minor
        else:
            self._orders[name] = (name, customer, minor, on, due, 0, 0, None)
            account.waiting[name] = (minor, 0, 0, due)
            account.open += minor
        account.exposure += minor
        account.journal.append(order)
        if not account.plain and account.shared:
            self._moved(account)
        return True
