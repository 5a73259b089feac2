"""What a customer owes or is about to owe on a day, part by part.

Every coin of an order is counted once: what is invoiced leaves the order, what is settled leaves the invoice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.credit.texts import HEADINGS
from salesmgmt.errors import BatchError, CurrencyMismatchError, Problem
from salesmgmt.money import Currency, Money, currency_of
from salesmgmt.records import CreditNote, Facts, Payment
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
    return tuple(items)


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
        return max((item.days_overdue for item in self.items if item.days_overdue > 0), default=0)

    @property
    def overdue(self) -> Money:
        """Sum of the open invoices that are late."""
        late = [item.open for item in self.items if item.days_overdue > 0]
        return Money.total(late, self.receivables.currency)

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

    Documents dated later do not exist yet. An order counts with tax, less what was invoiced against it and
    never below zero. A credit note reduces the invoice that it names, or is unapplied; where applications say
    what it settles, they count instead. A cheque or bill counts from the day on which it clears, and so do
    its applications.

    Args:
        facts: A batch with the customer's documents.
        customer: Whose exposure.
        as_of: The day.
        currency: Currency in which the customer's documents are.
        without: Identifier of an order that is not counted, since a decision on it is being made.

    Raises:
        BatchError: If documents are in another currency; they are listed, and nothing is left out.
    """
    day = as_date(as_of, "as_of")
    unit = currency_of(currency)
    billed_to_all = [invoice for invoice in facts.invoices if invoice.on <= day]
    invoices = [invoice for invoice in billed_to_all if invoice.customer == customer]
    orders = [o for o in facts.orders if o.customer == customer and o.on <= day and o.id != without]
    given: list[Payment | CreditNote] = [*facts.payments, *facts.credit_notes]
    sources = [source for source in given if _counts_from(source) <= day]
    own = [source for source in sources if source.customer == customer]
    _check_currency(unit, [*invoices, *orders, *own])

    known = {invoice.id for invoice in billed_to_all}
    arrived = {source.id for source in sources}
    settled: dict[str, int] = {}
    used: dict[str, int] = {}
    for application in facts.applications:
        if application.on <= day and application.source in arrived and application.invoice in known:
            settled[application.invoice] = settled.get(application.invoice, 0) + application.amount_minor
            used[application.source] = used.get(application.source, 0) + application.amount_minor
    for write_off in facts.write_offs:
        if write_off.on <= day:
            settled[write_off.invoice] = settled.get(write_off.invoice, 0) + write_off.amount_minor
    unapplied = 0
    for source in own:
        if isinstance(source, CreditNote) and source.invoice in known and source.id not in used:
            settled[source.invoice] = settled.get(source.invoice, 0) + source.gross_minor
        else:
            whole = source.amount_minor if isinstance(source, Payment) else source.gross_minor
            unapplied += whole - used.get(source.id, 0)

    billed: dict[str, int] = {}
    items = []
    receivables = 0
    for invoice in invoices:
        if invoice.order is not None:
            billed[invoice.order] = billed.get(invoice.order, 0) + invoice.gross_minor
        rest = invoice.gross_minor - settled.get(invoice.id, 0)
        receivables += rest
        if rest:
            late = 0 if invoice.due is None else (day - invoice.due).days
            items.append(OpenItem(invoice.id, invoice.due, Money(rest, unit), late))
    items.sort(key=lambda item: (item.due or date.max, item.invoice))
    waiting = sum(max(0, order.gross_minor - billed.get(order.id, 0)) for order in orders)
    return Exposure(
        customer, day, Money(waiting, unit), Money(receivables, unit), Money(unapplied, unit), items
    )


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
