"""What a customer owes or is about to owe on a day, part by part.

Every coin of an order is counted once: what is invoiced leaves the order, what is settled leaves the invoice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.credit.texts import HEADINGS
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Currency, Money, currency_of
from salesmgmt.records import CreditNote, Facts, Invoice, Order, Payment
from salesmgmt.tables import Table, headed

__all__ = ["Exposure", "OpenItem", "exposure_of"]


@frozen
class OpenItem:
    """An invoice that is not settled in full.

    Attributes:
        invoice: Its identifier.
        due: Day by which it is to be paid; None where the terms do not say.
        open: What is unpaid, with tax.
        days_overdue: Days since the due date; 0 or less where it is not late.
    """

    invoice: str
    due: date | None
    open: Money
    days_overdue: int


def _as_items(items: Iterable[OpenItem]) -> tuple[OpenItem, ...]:
    given = tuple(items) if isinstance(items, Iterable) else (items,)
    for item in given:
        if not isinstance(item, OpenItem):
            raise WrongTypeError("items", item, "be OpenItem values, in a list or any other iterable")
    return given


@frozen
class Exposure:
    """What counts against a customer's limit on a day.

    Attributes:
        customer: Whose exposure it is.
        as_of: The end of this day.
        open_orders: Ordered and not yet invoiced, with tax.
        receivables: Invoiced and not yet settled, with tax.
        unapplied: Money and credits that no invoice has taken up; they reduce the exposure.
        items: The open invoices, oldest due date first.

    Raises:
        WrongTypeError: If an item is something else.
    """

    customer: str
    as_of: date
    open_orders: Money
    receivables: Money
    unapplied: Money
    items: tuple[OpenItem, ...] = field(converter=_as_items)

    @property
    def total(self) -> Money:
        """Open orders and receivables less what is unapplied; negative where the customer is in credit."""
        return self.open_orders + self.receivables - self.unapplied

    @property
    def days_overdue(self) -> int:
        """Days by which the oldest open invoice is late; 0 where none is."""
        return max((item.days_overdue for item in self.late), default=0)

    @property
    def late(self) -> tuple[OpenItem, ...]:
        """The open invoices that are late; one that is overpaid, or negative, is owed by nobody."""
        return tuple(item for item in self.items if item.days_overdue > 0 and item.open.minor > 0)

    @property
    def overdue(self) -> Money:
        """Sum of the open invoices that are late."""
        return Money.total((item.open for item in self.late), self.receivables.currency)

    def records(self) -> list[dict[str, object]]:
        """One row per open invoice, for a DataFrame."""
        return [
            {
                "customer": self.customer,
                "invoice": item.invoice,
                "due": item.due,
                "open": item.open.amount,
                "currency": item.open.currency.code,
                "days_overdue": item.days_overdue,
            }
            for item in self.items
        ]

    def table(self, lang: str = "en") -> Table:
        """The open invoices."""
        columns = headed(HEADINGS, lang, "invoice", "due", "open", "days")
        rows = [(item.invoice, item.due, item.open, max(0, item.days_overdue)) for item in self.items]
        total = headed(HEADINGS, lang, "total")[0].heading
        return Table(self.customer, columns, rows, footer=(total, None, self.receivables, None), lang=lang)


def exposure_of(
    facts: Facts, customer: str, as_of: date | str, currency: Currency | str, *, without: str | None = None
) -> Exposure:
    """Compute a customer's exposure at the end of a day.

    Documents dated later do not exist yet, and what names a corrected document means its correction. An order
    counts with tax, less what was invoiced against it and never below zero. A credit note reduces the invoice
    that it names, or is unapplied; where applications say what it settles, they count instead. A cheque or
    bill counts from the day on which it clears, and so do its applications.

    Args:
        facts: A batch with the customer's documents.
        customer: Whose exposure.
        as_of: The day.
        currency: Currency in which the customer's documents are.
        without: Identifier of an order that is not counted, since a decision on it is being made.

    Raises:
        BatchError: If documents are in another currency; they are listed, and nothing is left out.
        InvalidValueError: If the customer is no text or an empty one.
        WrongTypeError: If the facts are no batch.
    """
    return Books(facts, as_of).exposure(customer, currency, without=without)


class Books:
    """The receivables of a batch at the end of a day, put together once and asked for many customers."""

    __slots__ = (
        "_arrived",
        "_invoices",
        "_known",
        "_orders",
        "_settled",
        "_sources",
        "_used",
        "billed",
        "day",
    )

    def __init__(self, facts: Facts, as_of: date | str) -> None:
        if not isinstance(facts, Facts):
            raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
        self.day = as_date(as_of, "as_of")
        self._known = facts.index(Invoice)
        self._orders: dict[str, list[Order]] = {}
        self._invoices: dict[str, list[Invoice]] = {}
        self._sources: dict[str, list[Payment | CreditNote]] = {}
        self._arrived: set[str] = set()
        self.billed: dict[str, int] = {}
        self._settled: dict[str, int] = {}
        self._used: dict[str, int] = {}
        self._documents(facts)
        self._settlements(facts)

    def _documents(self, facts: Facts) -> None:
        orders = facts.index(Order)
        for order in facts.orders:
            if order.on <= self.day and order.customer is not None:
                self._orders.setdefault(order.customer, []).append(order)
        for invoice in facts.invoices:
            if invoice.on <= self.day:
                self._invoices.setdefault(invoice.customer, []).append(invoice)
                if invoice.order is not None:
                    name = head(orders, invoice.order)
                    self.billed[name] = self.billed.get(name, 0) + invoice.gross_minor
        given: list[Payment | CreditNote] = [*facts.payments, *facts.credit_notes]
        for source in given:
            if _counts_from(source) <= self.day:
                self._arrived.add(source.id)
                self._sources.setdefault(source.customer, []).append(source)

    def _settlements(self, facts: Facts) -> None:
        payments, notes = facts.index(Payment), facts.index(CreditNote)
        for application in facts.applications:
            source = application.source
            source = head(payments, source) if source in payments else head(notes, source)
            if (
                application.on <= self.day
                and source in self._arrived
                and self._is_billed(application.invoice)
            ):
                self._settle(application.invoice, application.amount_minor)
                self._used[source] = self._used.get(source, 0) + application.amount_minor
        for write_off in facts.write_offs:
            if write_off.on <= self.day:
                self._settle(write_off.invoice, write_off.amount_minor)
        for note in facts.credit_notes:
            if note.invoice is not None and note.id in self._arrived and self._reduces(note):
                self._settle(note.invoice, note.gross_minor)

    def _settle(self, invoice: str, minor: int) -> None:
        name = head(self._known, invoice)
        self._settled[name] = self._settled.get(name, 0) + minor

    def _is_billed(self, name: str) -> bool:
        invoice = self._known.get(name)
        return invoice is not None and invoice.on <= self.day

    def _reduces(self, source: Payment | CreditNote) -> bool:
        """Whether a source settles the invoice that it names itself, without an application."""
        return (
            isinstance(source, CreditNote)
            and source.invoice is not None
            and source.id not in self._used
            and self._is_billed(source.invoice)
        )

    def exposure(self, customer: str, currency: Currency | str, *, without: str | None = None) -> Exposure:
        """What one customer owes; see `exposure_of`."""
        if not isinstance(customer, str) or not customer:
            raise InvalidValueError("customer", customer, "be a text with at least one character")
        unit = currency_of(currency)
        invoices = self._invoices.get(customer, ())
        orders = [order for order in self._orders.get(customer, ()) if order.id != without]
        own = self._sources.get(customer, ())
        _check_currency(unit, [*invoices, *orders, *own])
        items = []
        receivables = 0
        for invoice in invoices:
            rest = invoice.gross_minor - self._settled.get(invoice.id, 0)
            receivables += rest
            if rest:
                late = 0 if invoice.due is None else (self.day - invoice.due).days
                items.append(OpenItem(invoice.id, invoice.due, Money(rest, unit), late))
        items.sort(key=lambda item: (item.due or date.max, item.invoice))
        unapplied = sum(
            (source.amount_minor if isinstance(source, Payment) else source.gross_minor)
            - self._used.get(source.id, 0)
            for source in own
            if not self._reduces(source)
        )
        waiting = sum(max(0, order.gross_minor - self.billed.get(order.id, 0)) for order in orders)
        return Exposure(
            customer, self.day, Money(waiting, unit), Money(receivables, unit), Money(unapplied, unit), items
        )


def head(index: Mapping[str, Order | Invoice | Payment | CreditNote], name: str) -> str:
    """The identifier in force to which a name leads; itself where the batch lacks it."""
    return index[name].id if name in index else name


def _counts_from(source: Payment | CreditNote) -> date:
    """The day from which a payment or credit note is money."""
    return (source.clears or source.on) if isinstance(source, Payment) else source.on


def _check_currency(unit: Currency, documents: Iterable[object]) -> None:
    wrong = []
    for document in documents:
        found: object = getattr(document, "currency")  # noqa: B009 - documents and payments share the name only
        if found is not None and found != unit:
            label = f"{type(document).__name__} {getattr(document, 'id')}"  # noqa: B009
            error = CurrencyMismatchError("currency", str(found), f"be {unit}; convert it first")
            wrong.append(Problem.of(label, error))
    if wrong:
        raise BatchError("documents", wrong)
