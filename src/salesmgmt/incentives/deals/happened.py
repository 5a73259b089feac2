"""The deals of a batch to which an event happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from salesmgmt.incentives.deals.events import Event
from salesmgmt.incentives.deals.receipts import Receipt
from salesmgmt.incentives.deals.sale_lines import Document, SaleLine
from salesmgmt.money import apportion_minor
from salesmgmt.records import Facts, Invoice, Opportunity, Order, Outcome, Payment

__all__ = ["Deal", "deals_of"]

Deal: TypeAlias = Opportunity | SaleLine | Receipt
"""What is judged, measured and credited."""


def deals_of(facts: Facts, event: Event) -> Iterator[Deal]:
    """Every deal of a batch to which an event happened, in the order of the batch."""
    if event is Event.WON:
        won = Outcome.WON
        return (one for one in facts.opportunities if one.outcome is won)
    if event is Event.ORDER:
        return (SaleLine(one, number) for one in facts.orders for number in _numbers(one))
    if event is Event.DELIVERY:
        return _delivered(facts)
    return _invoiced(facts) if event is Event.INVOICE else _received(facts)


def _numbers(document: Document) -> range:
    return range(1, len(document.lines) + 1)


def _delivered(facts: Facts) -> Iterator[Deal]:
    orders = facts.index(Order)
    for delivery in facts.deliveries:
        order = orders.get(delivery.order)
        for number in _numbers(delivery):
            yield SaleLine(delivery, number, order)


def _behind(orders: Mapping[str, Order], invoice: Invoice | None) -> Order | None:
    return None if invoice is None or invoice.order is None else orders.get(invoice.order)


def _invoiced(facts: Facts) -> Iterator[Deal]:
    orders, invoices = facts.index(Order), facts.index(Invoice)
    for invoice in facts.invoices:
        order = _behind(orders, invoice)
        for number in _numbers(invoice):
            yield SaleLine(invoice, number, order)
    for note in facts.credit_notes:
        reduced = None if note.invoice is None else invoices.get(note.invoice)
        order = _behind(orders, reduced)
        for number in _numbers(note):
            yield SaleLine(note, number, order, reduced)


def _received(facts: Facts) -> Iterator[Deal]:
    """What payments settle, spread over the lines of the invoices, and what of them settles nothing yet."""
    orders, invoices, payments = facts.index(Order), facts.index(Invoice), facts.index(Payment)
    rest = {payment.id: payment.amount_minor for payment in facts.payments}
    for application in facts.applications:
        payment = payments.get(application.source)
        if payment is None:
            continue
        rest[payment.id] -= application.amount_minor
        invoice = invoices.get(application.invoice)
        if invoice is None or not invoice.lines:
            yield Receipt(payment, application.amount_minor, application)
            continue
        order = _behind(orders, invoice)
        parts = _spread(application.amount_minor, invoice)
        for number, part in zip(_numbers(invoice), parts, strict=True):
            yield Receipt(payment, part, application, SaleLine(invoice, number, order))
    for payment in facts.payments:
        if rest[payment.id]:
            yield Receipt(payment, rest[payment.id])


def _spread(amount: int, invoice: Invoice) -> list[int]:
    """An amount over the lines of an invoice, by what they come to with tax.

    Where lines of both signs stand on it, their magnitudes would not do as weights: every line but the last
    takes its share rounded down, and the last what is left.
    """
    weights = [line.amount_minor + line.tax_minor for line in invoice.lines]
    if len(weights) == 1:
        return [amount]
    whole = sum(weights)
    if not whole:
        return [amount] + [0] * (len(weights) - 1)
    if all(weight >= 0 for weight in weights):
        return apportion_minor(amount, weights, whole)
    parts = [amount * weight // whole for weight in weights[:-1]]
    return [*parts, amount - sum(parts)]
