"""What a book asks of a document before it decides: whose it is, what it adds, and what it comes to."""

from __future__ import annotations

from datetime import date

from salesmgmt._choices import choice_of
from salesmgmt.calendars import as_date
from salesmgmt.credit.book.accounts import Account
from salesmgmt.credit.book.facts import BookDocument
from salesmgmt.credit.book.quick import Quick
from salesmgmt.credit.book.told import Told
from salesmgmt.credit.book.verdicts import Verdict
from salesmgmt.credit.decisions import Checkpoint
from salesmgmt.credit.exposure import Component
from salesmgmt.errors import (
    ConflictError,
    CurrencyMismatchError,
    InvalidValueError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.records import Delivery, Invoice, Order

__all__ = ["Reserving"]


class Reserving(Quick):
    """A book that gives verdicts."""

    __slots__ = ()

    def _agree(self, account: Account, version: int) -> None:
        found = self._version_of(account)
        if version != found:
            if type(version) is not int:
                raise WrongTypeError("version", version, "be a whole number, as version() gives it")
            raise ConflictError(f"account {account.name}", version, found)

    def _check_day(self, order: Order) -> None:
        """What is promised counts from now on, so it can't be dated later."""
        if order.on > self._date:
            rule = f"not be after {self._date}, the day of the book; advance() the book first"
            raise InvalidValueError("on", order.on, rule)

    def _end(self, until: date | str | None) -> date | None:
        """The day on which a reservation ends; None where it does not end by itself."""
        end = None if until is None else as_date(until, "until")
        if end is not None and end <= self._date:
            raise InvalidValueError("until", end, f"be after {self._date}, the day of the book")
        return end

    def _order_of(self, order: str) -> tuple[str, Account]:
        name = self._head(Order, order)
        entry = self._reserved(name)
        if entry is None or entry[1] is None:
            raise UnknownIdentifierError("order", order, "be the identifier of an order of the book")
        return name, self._account(entry[1])

    def _step(self, document: BookDocument, at: Checkpoint | str | None) -> Checkpoint:
        if at is not None:
            return choice_of(Checkpoint, at, "at")
        if isinstance(document, Order):
            return Checkpoint.ORDER
        return Checkpoint.DELIVERY if isinstance(document, Delivery) else Checkpoint.INVOICE

    def _added(self, document: BookDocument) -> tuple[Account, int, int, int]:
        """The account of a document, its value, what it adds, and what of it counts already."""
        if not isinstance(document, Order | Delivery | Invoice):
            raise WrongTypeError("document", document, "be an Order, a Delivery or an Invoice")
        if isinstance(document, Delivery):
            account = self._order_of(document.order)[1]
        elif document.customer is None:
            raise InvalidValueError("document", document.id, "name its customer")
        else:
            account = self._account(document.customer)
        currency = document.currency
        if currency is None:
            raise InvalidValueError("document", document.id, "have lines")
        if currency != self._currency:
            raise CurrencyMismatchError(
                "document", currency.code, f"be in {self._currency}; convert it first"
            )
        amount = document.gross_minor
        if isinstance(document, Order):
            return account, amount, *self._new_of(document, account, amount)
        if document.order is None or amount < 0:
            return account, amount, amount, 0
        left, out, _ = self._held(account, self._head(Order, document.order))
        return account, amount, max(0, amount - left - out), 0

    def _held(self, account: Account, order: str) -> tuple[int, int, int]:
        """What of an order counts as open and as delivered, and what of it does not count."""
        left, out, far, _ = account.part(order)
        if not self._plain:
            if Component.ORDERS not in self._counts:
                left, far = 0, far + left
            if Component.DELIVERIES not in self._counts:
                out, far = 0, far + out
        return left, out, far

    def _new_of(self, order: Order, account: Account, amount: int) -> tuple[int, int]:
        """What an order adds, and what of it counts already: itself, or the one in whose place it is put."""
        name = self._head(Order, order.id if order.supersedes is None else order.supersedes)
        known = self._reserved(name)
        added = amount
        base = 0
        if known is not None and known[1] == account.name and name in account.waiting and amount >= 0:
            left, out, far = self._held(account, name)
            new = max(0, amount - (max(known[2], left + out + far) - left - out - far))
            if new < left + out + far:
                return new - left - out - far, 0
            added, base = min(new, amount), left + out
        if added > 0 and self._is_beyond(order.due):
            added = 0
        return added, base

    def _verdict(
        self, account: Account, document: BookDocument, amount: int, added: int, base: int, at: Checkpoint
    ) -> Verdict:
        if base or at is not Checkpoint.ORDER or not isinstance(document, Order) or added != amount:
            rank = self._judge(account, document, amount, added, base, at)
        else:
            rank = self._ranked(account, document, amount)
        return self._made(account, document, rank, self._told(account, at))

    def _made(self, account: Account, document: BookDocument, rank: int, told: Told) -> Verdict:
        verdict = Verdict()
        verdict._at = len(account.journal)
        verdict._document = document
        verdict._full = None
        verdict._ordinal = self._day
        verdict._rank = rank
        verdict._told = told
        return verdict

    def _ranked(self, account: Account, order: Order, minor: int) -> int:
        """The rank of the effect of an order that is new."""
        quick = account.quick
        if quick is None:
            return self._judge(account, order, minor, minor, 0, Checkpoint.ORDER)
        counted = account.exposure if self._plain and not self._claims else self._counted(account)
        return quick(minor, counted, account.limit, account.oldest, self._day)
