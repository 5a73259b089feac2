"""The short way for the facts that come most: nothing unusual about them, so that little is to be asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from salesmgmt.credit.book.accounts import NEVER
from salesmgmt.credit.book.closing import Closing
from salesmgmt.records import CreditNote, Invoice, Payment

__all__ = ["Quick"]


class Quick(Closing):
    """A book that enters plain invoices, payments and free credit notes at once.

    A plain fact is new, in the currency of the book, of a customer that is known and shares no pool, not
    dated ahead, no correction, and has one line. Everything else, faults included, is left to the long way.
    """

    def _quick_ways(self) -> dict[type, Callable[[Any], bool]]:
        """The short way by the kind of a fact."""
        return {Payment: self._paid, Invoice: self._billed, CreditNote: self._credited}

    def _paid(self, payment: Payment) -> bool:
        """Enter a plain payment."""
        account = self._accounts.get(payment.customer) or self._account(payment.customer)
        name, minor = payment.id, payment.amount_minor
        if (
            account.shared
            or payment.supersedes is not None
            or payment.clears is not None
            or name in self._payments
            or self._odd
            or minor < 0
            or payment.currency is not self._currency
            or payment.on > self._date
        ):
            return False
        self._payments[name] = payment
        account.journal.append(payment)
        account.exposure -= minor
        rest = account.rest
        if minor < rest:
            account.rest = rest - minor
        elif rest or account.cash < 0:
            account.cover(minor)
        else:
            account.cash += minor
        return True

    def _credited(self, note: CreditNote) -> bool:
        """Enter a plain credit note that names no invoice."""
        account = self._accounts.get(note.customer) or self._account(note.customer)
        lines, name = note.lines, note.id
        if (
            account.shared
            or note.supersedes is not None
            or note.invoice is not None
            or name in self._notes
            or self._odd
            or len(lines) != 1
            or lines[0].currency is not self._currency
            or note.on > self._date
        ):
            return False
        minor = lines[0].amount_minor + lines[0].tax_minor
        if minor < 0:
            return False
        self._notes[name] = note
        account.journal.append(note)
        account.exposure -= minor
        account.cover(minor)
        return True

    def _billed(self, invoice: Invoice) -> bool:
        """Enter a plain invoice: of no order, or of all of one."""
        account = self._accounts.get(invoice.customer) or self._account(invoice.customer)
        lines, on, due, name = invoice.lines, invoice.on, invoice.due, invoice.id
        if (
            account.shared
            or due is None
            or invoice.supersedes is not None
            or self._odd
            or len(lines) != 1
            or name in self._invoices
            or lines[0].currency is not self._currency
            or on > self._date
        ):
            return False
        line = lines[0]
        minor = line.amount_minor + line.tax_minor
        if minor <= 0:
            return False
        order = invoice.order
        if order is not None:
            waits, entry = account.waiting.get(order), self._orders.get(order)
            if waits is None or entry is None or waits[0] != minor or entry[2] != minor or waits[1]:
                return False
            del account.waiting[order]
            self._orders[order] = (order, entry[1], minor, entry[3], entry[4], 0, minor, entry[7])
            account.open -= minor
        else:
            account.exposure += minor
        account.journal.append(invoice)
        entries = account.entries
        item = self._invoices[name] = (due, on, name, minor, minor, account.name, order)
        if account.head == len(entries):
            if entries and item < entries[-1]:
                account.insert(item, covers=True)
                return True
            entries.append(item)
            cash = account.cash
            if cash >= minor:
                account.cash = cash - minor
                account.head += 1
            else:
                account.oldest = due.toordinal() if due != date.max else NEVER
                if cash > 0:
                    account.cash, account.rest = 0, minor - cash
                else:
                    account.rest = minor
        elif item > entries[-1]:
            entries.append(item)
        else:
            account.insert(item, covers=True)
        return True
