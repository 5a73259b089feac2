"""Invoices in a book, and what settles them: money, credit notes, write-offs."""

from __future__ import annotations

from datetime import date
from typing import Final

from salesmgmt.credit.book.carrying import Carrying
from salesmgmt.credit.book.items import REST, item_of
from salesmgmt.errors import UnknownIdentifierError
from salesmgmt.records import Application, CreditNote, Invoice, Order, Payment, WriteOff

__all__ = ["Settling"]

_NOTHING: Final = (0, 0, 0)


class Settling(Carrying):
    """A book that knows what is billed, and what is paid."""

    __slots__ = ()

    def _enter_invoice(self, invoice: Invoice) -> None:
        name, gross = invoice.id, invoice.gross_minor
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
                self._reduce(note, note.gross_minor)

    def _settle(self, invoice: str, place: int, minor: int) -> None:
        """Let so much of an invoice be collected (0), credited (1) or written off (2)."""
        parts = list(self._settled.get(invoice, _NOTHING))
        parts[place] += minor
        self._settled[invoice] = (parts[0], parts[1], parts[2])
        old = item_of(self._invoices[invoice])
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
        gross = note.gross_minor
        self._money(note.customer, gross)
        if note.invoice is not None:
            named = self._head(Invoice, note.invoice)
            self._special.add(named)
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
                self._reduce(source, -source.gross_minor)
        minor = application.amount_minor
        self._money(source.customer, -minor)
        self._settle(invoice, 1 if isinstance(source, CreditNote) else 0, minor)

    def _enter_write_off(self, entry: WriteOff) -> None:
        self._links[WriteOff, entry.id] = entry
        self._settle(self._head(Invoice, entry.invoice), 2, entry.amount_minor)
