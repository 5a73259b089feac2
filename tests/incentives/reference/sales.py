"""Deals as plain rows, one for each that happened, whatever record they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import floor
from typing import TypeVar

from attrs import evolve, frozen

from salesmgmt.money import Money
from salesmgmt.records import (
    Application,
    CreditNote,
    Customer,
    Delivery,
    Facts,
    Invoice,
    Line,
    Opportunity,
    Order,
    Payment,
    Product,
)
from tests.incentives.reference.numbers import shared

T = TypeVar("T")


@frozen
class Sale:
    """What a deal comes to."""

    event: str
    kind: str
    id: str
    on: date
    line: int = 0
    owner: str | None = None
    customer: str | None = None
    product: str | None = None
    currency: str | None = None
    amount: Fraction | None = None
    cost: Fraction | None = None
    gross: Fraction | None = None
    quantity: Fraction | None = None
    order: str | None = None
    opportunity: str | None = None
    overdue: int | None = None
    since_invoice: int | None = None
    more: Mapping[str, object] = {}
    settles: bool = True


def of(facts: Facts, kind: type[T]) -> list[T]:
    """The records of a kind that no other one corrects."""
    held = [record for record in facts.records if isinstance(record, kind)]
    gone = {getattr(record, "supersedes", None) for record in held}
    return [record for record in held if getattr(record, "id", None) not in gone]


def lead(facts: Facts, kind: type[object], name: str) -> str:
    """The number under which what once had a number stands now."""
    for record in facts.records:
        if isinstance(record, kind) and getattr(record, "supersedes", None) == name:
            return lead(facts, kind, record.id)
    return name


def by_number(facts: Facts, kind: type[T]) -> dict[str, T]:
    """The records of a kind by all numbers that they have had."""
    current = {getattr(record, "id", ""): record for record in of(facts, kind)}
    names = [record.id for record in facts.records if isinstance(record, kind)]
    return {name: current[lead(facts, kind, name)] for name in names}


def _fraction(value: int | Fraction | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _line(
    event: str,
    kind: str,
    document: Order | Delivery | Invoice | CreditNote,
    place: int,
    line: Line,
    sign: int = 1,
) -> Sale:
    return Sale(
        event, kind, document.id, document.on, place, None, None, line.product, line.currency.code,
        Fraction(sign * line.amount_minor),
        None if line.cost_minor is None else Fraction(sign * line.cost_minor),
        Fraction(sign * (line.amount_minor + line.tax_minor)), Fraction(sign * line.quantity),
        more={**document.more, **line.more},
    )  # fmt: skip


def sales(facts: Facts) -> Iterator[Sale]:
    """Every deal."""
    orders = by_number(facts, Order)
    invoices = by_number(facts, Invoice)
    for one in of(facts, Opportunity):
        if one.outcome == "won" and one.closed is not None:
            quantity = one.more.get("quantity")
            yield Sale(
                "won", "opportunity", one.id, one.closed, 0, one.owner, one.customer, one.product,
                None if one.currency is None else one.currency.code, _fraction(one.amount_minor),
                _fraction(one.cost_minor), _fraction(one.amount_minor),
                Fraction(quantity) if isinstance(quantity, int | Fraction) else None,
                opportunity=one.id, more=one.more,
            )  # fmt: skip
    for order in of(facts, Order):
        for place, line in enumerate(order.lines, 1):
            yield evolve(
                _line("order", "order", order, place, line),
                owner=order.owner, customer=order.customer, order=order.id, opportunity=_origin(facts, order),
            )  # fmt: skip
    for delivery in of(facts, Delivery):
        order = orders[delivery.order]
        for place, line in enumerate(delivery.lines, 1):
            yield evolve(
                _line("delivery", "delivery", delivery, place, line),
                owner=order.owner, customer=order.customer, order=order.id, opportunity=_origin(facts, order),
            )  # fmt: skip
    for invoice in of(facts, Invoice):
        for place, line in enumerate(invoice.lines, 1):
            yield _billed(facts, _line("invoice", "invoice", invoice, place, line), invoice, orders)
    for note in of(facts, CreditNote):
        for place, line in enumerate(note.lines, 1):
            sale = _line("invoice", "credit note", note, place, line, -1)
            reduced = invoices[note.invoice] if note.invoice is not None else None
            yield (
                evolve(sale, customer=note.customer)
                if reduced is None
                else _billed(facts, sale, reduced, orders)
            )
    yield from _received(facts, orders, invoices)


def _origin(facts: Facts, order: Order) -> str | None:
    """The opportunity that an order came from, under its number of today."""
    return None if order.opportunity is None else lead(facts, Opportunity, order.opportunity)


def _billed(facts: Facts, sale: Sale, invoice: Invoice, orders: Mapping[str, Order]) -> Sale:
    """A sale with what stands on its invoice and behind it."""
    order = None if invoice.order is None else orders[invoice.order]
    owner = invoice.owner
    if owner is None and order is not None:
        owner = order.owner
    return evolve(
        sale,
        owner=owner,
        customer=invoice.customer,
        order=None if order is None else order.id,
        opportunity=None if order is None else _origin(facts, order),
    )


def spread(amount: int, weights: list[int]) -> list[int]:
    """An amount over lines by what they come to with tax, as the documents of the package say."""
    whole = sum(weights)
    if len(weights) == 1 or not whole:
        return [amount, *(0 for _ in weights[1:])]
    if min(weights) >= 0:
        return [int(part) for part in shared(Fraction(amount), weights)]
    parts = [floor(Fraction(amount * weight, whole)) for weight in weights[:-1]]
    return [*parts, amount - sum(parts)]


def _received(facts: Facts, orders: Mapping[str, Order], invoices: Mapping[str, Invoice]) -> Iterator[Sale]:
    payments = {payment.id: payment for payment in of(facts, Payment)}
    for one in of(facts, Application):
        if one.source not in payments:
            continue
        payment, invoice = payments[one.source], invoices[one.invoice]
        there = payment.clears or payment.on
        on = max(there, one.on)
        if not invoice.lines:
            yield Sale("payment", "receipt", one.id, on, currency=payment.currency.code, settles=False)
            continue
        weights = [line.amount_minor + line.tax_minor for line in invoice.lines]
        for place, (line, part) in enumerate(
            zip(invoice.lines, spread(one.amount_minor, weights), strict=True), 1
        ):
            sale = _billed(facts, _line("payment", "receipt", invoice, place, line), invoice, orders)
            yield evolve(
                sale,
                id=one.id,
                on=on,
                customer=payment.customer,
                currency=payment.currency.code,
                gross=Fraction(part),
                amount=Fraction(part) if not line.tax_minor else _share(part, line, line.amount_minor),
                cost=_share(part, line, line.cost_minor),
                quantity=_share(part, line, line.quantity),
                overdue=None if invoice.due is None else (on - invoice.due).days,
                since_invoice=(on - invoice.on).days,
                more={**payment.more, **sale.more},
            )
    for payment in payments.values():
        rest = payment.amount_minor - sum(
            one.amount_minor for one in of(facts, Application) if one.source == payment.id
        )
        if rest:
            there = payment.clears or payment.on
            yield Sale("payment", "receipt", payment.id, there, currency=payment.currency.code, settles=False)


def _share(part: int, line: Line, figure: int | Fraction | None) -> Fraction | None:
    gross = line.amount_minor + line.tax_minor
    return None if not gross or figure is None else Fraction(figure) * part / gross


def field_of(sale: Sale, path: str, facts: Facts) -> object:
    """What stands in a field of a deal; None where it is missing. Only fields that plans ask for."""
    if path in ("discount", "points", "region", "mrr", "term_months"):
        return sale.more.get(path)
    if path == "quantity":
        return sale.quantity
    if path == "amount":
        return None if sale.amount is None or sale.currency is None else sale.amount
    products = {one.id: one for one in of(facts, Product)}
    customers = {one.id: one for one in of(facts, Customer)}
    if path == "product.series":
        return None if sale.product is None else products[sale.product].series
    if path == "product.on":
        return None if sale.product is None else products[sale.product].on
    if path == "customer.since":
        return None if sale.customer is None else customers[sale.customer].since
    raise AssertionError(path)


def minor(value: object, sale: Sale, digits: int) -> Fraction | None:
    """A column that holds money: an amount, or a number of major units of the deal's currency."""
    if isinstance(value, Money):
        return Fraction(value.minor) if value.currency.code == sale.currency else None
    if isinstance(value, int | Fraction) and sale.currency is not None:
        return Fraction(value * 10**digits)
    return None
