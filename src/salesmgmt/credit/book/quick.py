"""The short way for the facts that come most: nothing unusual about them, so that little is to be asked."""

from __future__ import annotations

from datetime import date

from salesmgmt.credit.book.accounts import NEVER, Account
from salesmgmt.credit.book.closing import Closing
from salesmgmt.credit.book.ledger import Fact
from salesmgmt.records import CreditNote, Invoice, Payment

__all__ = ["Quick"]


class Quick(Closing):
    """A book that enters plain invoices, payments and free credit notes at once."""

    def _taken(self, fact: Fact) -> bool:
        """Enter a fact if it is plain; everything else, faults included, is left to the long way.

        A plain fact is new, in the currency of the book, of a customer that is known and shares no pool, not
        dated ahead, no correction, and has one line.
        """
        kind = type(fact)
        if fact.supersedes is not None or self._odd:
            return False
        if kind is Payment:
            index, minor = self._payments, fact.amount_minor
            if fact.clears is not None or fact.currency is not self._currency:
                return False
        elif kind is Invoice:
            return self._billed(fact)
        elif kind is CreditNote:
            index, lines = self._notes, fact.lines
            if fact.invoice is not None or len(lines) != 1 or lines[0].currency is not self._currency:
                return False
            minor = lines[0].amount_minor + lines[0].tax_minor
        else:
            return False
        account = self._accounts.get(fact.customer)
        name = fact.id
        if account is None or account.shared or name in index or minor < 0 or fact.on > self._date:
            return False
        index[name] = fact
        account.journal.append(fact)
        account.exposure -= minor
        rest = account.rest
        if minor < rest:
            account.rest = rest - minor
        elif rest or account.cash < 0:
            account.cover(minor)
        else:
            account.cash += minor
        return True

    def _billed(self, invoice: Invoice) -> bool:
        account = self._accounts.get(invoice.customer)
        lines, on, due, name = invoice.lines, invoice.on, invoice.due, invoice.id
        if (
            account is None
            or account.shared
            or due is None
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
            entry = self._orders.get(order)
            if entry is None or entry[2] != minor or entry[5] or entry[6] or entry[1] != account.name:
                return False
            waits = account.waiting.pop(order, None)
            if waits is None or waits[0] != minor:
                if waits is not None:
                    account.waiting[order] = waits
                return False
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
