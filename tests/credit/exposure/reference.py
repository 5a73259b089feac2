"""What counts, added up document by document in fractions of nothing but plain rules, slowly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from salesmgmt.credit import ExposurePolicy
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Facts,
    Invoice,
    Order,
    Payment,
    PaymentKind,
)

#: Parts by name; those that do not count are written in brackets.
Parts = Mapping[str, int]


def led(facts: Facts, kind: type, name: str | None) -> str | None:
    """The identifier in force to which a name leads."""
    if name is None:
        return None
    found = facts.index(kind).get(name)
    return name if found is None else found.id


def is_money(payment: Payment, day: date, policy: ExposurePolicy) -> bool:
    paper = "bills" if payment.kind is PaymentKind.BILL else "cheques"
    return payment.clears is None or payment.clears <= day or paper not in policy.counts


def live(facts: Facts, day: date) -> list[Application]:
    """The applications that count on a day: theirs, their source's and their invoice's day are past."""
    found = []
    for one in facts.applications:
        source = facts.index(Payment).get(one.source) or facts.index(CreditNote).get(one.source)
        invoice = facts.index(Invoice).get(one.invoice)
        if source is not None and invoice is not None and max(one.on, source.on, invoice.on) <= day:
            found.append(one)
    return found


def settled(facts: Facts, invoice: Invoice, day: date, policy: ExposurePolicy) -> tuple[int, int, int, int]:
    """Collected, credited, written off, and what is covered by paper that is no money yet."""
    paid = credited = covered = 0
    used = {led(facts, CreditNote, one.source) for one in live(facts, day)}
    for one in live(facts, day):
        if led(facts, Invoice, one.invoice) != invoice.id:
            continue
        payment = facts.index(Payment).get(one.source)
        if payment is None:
            credited += one.amount_minor
        elif is_money(payment, day, policy):
            paid += one.amount_minor
        else:
            covered += one.amount_minor
    for note in facts.credit_notes:
        if note.on <= day and led(facts, Invoice, note.invoice) == invoice.id and note.id not in used:
            credited += note.gross_minor
    lost = sum(
        one.amount_minor
        for one in facts.write_offs
        if one.on <= day and led(facts, Invoice, one.invoice) == invoice.id
    )
    return paid, credited, lost, covered


def flows(facts: Facts, order: Order, day: date, policy: ExposurePolicy) -> tuple[int, int, int]:
    """Ordered, delivered and invoiced."""
    if order.on > day:
        return 0, 0, 0
    ordered = order.gross_minor
    delivered = sum(
        one.gross_minor
        for one in facts.of(Delivery)
        if one.on <= day and led(facts, Order, one.order) == order.id
    )
    bills = [one for one in facts.invoices if one.on <= day and led(facts, Order, one.order) == order.id]
    invoiced = sum(one.gross_minor for one in bills)
    if policy.credited == "reopens":
        for one in bills:
            _, credited, lost, _ = settled(facts, one, day, policy)
            sign = 1 if one.gross_minor >= 0 else -1
            room = sign * one.gross_minor - min(max(0, sign * lost), sign * one.gross_minor)
            invoiced -= sign * min(max(0, sign * credited), room)
    return ordered, delivered, invoiced


def order_parts(facts: Facts, order: Order, day: date, policy: ExposurePolicy) -> tuple[int, int]:
    """What is open and what is delivered and not invoiced, none below zero."""
    ordered, delivered, invoiced = flows(facts, order, day, policy)
    if ordered < 0 or (ordered == 0 and delivered <= 0 and invoiced < 0):
        return 0, 0
    billed = max(0, invoiced)
    return max(0, ordered - max(delivered, billed)), max(0, delivered - billed)


def parts(facts: Facts, customer: str, day: date, policy: ExposurePolicy) -> tuple[Parts, Parts]:
    """What counts and what does not, by component."""
    counted: dict[str, int] = {}
    ignored: dict[str, int] = {}

    def add(name: str, minor: int) -> None:
        into = counted if name in policy.counts else ignored
        into[name] = into.get(name, 0) + minor

    for order in facts.orders:
        if order.customer != customer:
            continue
        left, sent = order_parts(facts, order, day, policy)
        far = False
        if policy.horizon_days is not None and order.due is not None:
            end = day + timedelta(days=policy.horizon_days)
            far = order.due > end if policy.horizon_end == "inclusive" else order.due >= end
        if far and "orders" in policy.counts:
            ignored["beyond"] = ignored.get("beyond", 0) + left
        else:
            add("orders", left)
        add("deliveries", sent)
    for invoice in facts.invoices:
        if invoice.customer != customer or invoice.on > day:
            continue
        paid, credited, lost, _ = settled(facts, invoice, day, policy)
        rest = invoice.gross_minor - paid - credited - lost
        if invoice.gross_minor >= 0 and rest < 0:
            add("unapplied", rest)
            continue
        for paper in ("cheques", "bills"):
            held = sum(
                one.amount_minor
                for one in live(facts, day)
                if led(facts, Invoice, one.invoice) == invoice.id
                and (payment := facts.index(Payment).get(one.source)) is not None
                and not is_money(payment, day, policy)
                and (payment.kind is PaymentKind.BILL) == (paper == "bills")
            )
            # Cheques and bills share what is open; tests below let only one kind be on an invoice.
            held = max(0, min(held, rest))
            add(paper, held)
            rest -= held
        told = 0
        for dispute in facts.disputes:
            over = dispute.settled is not None and dispute.settled <= day
            if led(facts, Invoice, dispute.invoice) == invoice.id and dispute.on <= day and not over:
                whole = invoice.gross_minor - paid - credited - lost
                told += max(0, whole if dispute.amount_minor is None else dispute.amount_minor)
        told = max(0, min(told, rest))
        add("disputed", told)
        add("invoices", rest - told)
    for payment in facts.payments:
        if payment.customer != customer or payment.on > day:
            continue
        used = sum(
            one.amount_minor
            for one in live(facts, day)
            if one.source in facts.index(Payment) and led(facts, Payment, one.source) == payment.id
        )
        if is_money(payment, day, policy):
            name = "advances" if payment.kind is PaymentKind.ADVANCE else "unapplied"
            add(name, used - payment.amount_minor)
        else:
            name = "bills" if payment.kind is PaymentKind.BILL else "cheques"
            ignored[name] = ignored.get(name, 0) + used - payment.amount_minor
    for note in facts.credit_notes:
        if note.customer != customer or note.on > day:
            continue
        mine = [
            one
            for one in live(facts, day)
            if one.source not in facts.index(Payment) and led(facts, CreditNote, one.source) == note.id
        ]
        named = facts.index(Invoice).get(note.invoice or "")
        if mine or named is None or named.on > day:
            add("credits", sum(one.amount_minor for one in mine) - note.gross_minor)
    answered = sum(
        one.amount_minor for one in facts.guarantees if one.customer == customer and day in one.during
    )
    add("guarantees", -min(answered, max(0, sum(counted.values()))))
    return (
        {name: minor for name, minor in counted.items() if minor},
        {name: minor for name, minor in ignored.items() if minor},
    )
