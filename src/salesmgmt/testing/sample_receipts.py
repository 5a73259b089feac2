"""How the sample company delivers, bills and is paid: in time, late, in parts, and now and then never."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from salesmgmt.money import Currency
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Invoice,
    Line,
    Order,
    Payment,
    PaymentKind,
    Promise,
    Record,
    WriteOff,
)
from salesmgmt.testing.dice import Dice
from salesmgmt.testing.sample_people import LAST
from salesmgmt.testing.sample_trade import Sold

__all__ = ["fulfilments"]


def fulfilments(dice: Dice, sold: Sold, currency: Currency) -> Iterator[Record]:
    """Deliveries of an order, their invoices, and what became of these, as far as the two years go."""
    order = sold.order
    if order is None or order.customer is None:
        return
    number = order.id.split("-")[1]
    terms = {"small": 30, "mid-market": 45, "enterprise": 60}[sold.customer.segment or "small"]
    day = order.on
    for place, lines in enumerate(_parcels(dice, order), 1):
        day += timedelta(days=dice.between(3, 30))
        if day > LAST:
            return
        yield Delivery(f"L-{number}-{place}", day, lines, order=order.id)
        billed = day + timedelta(days=dice.between(0, 4))
        if billed > LAST:
            return
        invoice = Invoice(
            f"I-{number}-{place}",
            billed,
            lines,
            customer=order.customer,
            due=billed + timedelta(days=terms),
            order=order.id,
        )
        yield invoice
        yield from _settlement(dice, invoice, f"{number}-{place}", currency)


def _parcels(dice: Dice, order: Order) -> list[tuple[Line, ...]]:
    """The lines of an order with their numbers, in one parcel or in two that add up to them."""
    whole: list[Line] = []
    first: list[Line] = []
    second: list[Line] = []
    for number, line in enumerate(order.lines, 1):
        pieces = int(line.quantity)
        now = pieces // 2 if pieces > 3 else pieces
        parts = _split(line, number, now, pieces)
        whole.append(_split(line, number, pieces, pieces)[0])
        first.append(parts[0])
        second += parts[1:]
    if second and dice.chance(35):
        return [tuple(first), tuple(second)]
    return [tuple(whole)]


def _split(line: Line, number: int, now: int, pieces: int) -> list[Line]:
    """A line in two, by pieces; tax is rounded half up on the first and the rest on the second."""
    cost = line.cost_minor or 0
    tax = (2 * line.tax_minor * now + pieces) // (2 * pieces)
    amount = line.amount_minor * now // pieces
    part = Line(line.product, amount, now, cost * now // pieces, tax, source=number, currency=line.currency)
    if now == pieces:
        return [part]
    return [
        part,
        Line(
            line.product,
            line.amount_minor - amount,
            pieces - now,
            cost - (part.cost_minor or 0),
            line.tax_minor - tax,
            source=number,
            currency=line.currency,
        ),
    ]


def _settlement(dice: Dice, invoice: Invoice, number: str, currency: Currency) -> Iterator[Record]:
    """Payments and what else becomes of an invoice."""
    owed = invoice.gross_minor
    due = invoice.due or invoice.on
    if dice.chance(5):
        note = _returned(dice, invoice, number)
        if note is not None:
            owed -= note.gross_minor
            yield note
            yield Application(f"X-{number}-n", note.on, note.id, invoice.id, note.gross_minor, currency)
    manner = dice.between(1, 100)
    if manner <= 3:
        yield from _never_paid(dice, invoice, number, owed, currency)
        return
    if manner <= 72:
        paid = due - timedelta(days=dice.between(0, 12))
    else:
        paid = due + timedelta(days=dice.between(3, 75))
        called = due + timedelta(days=2)
        if manner > 82 and called <= LAST:
            by = due + timedelta(days=dice.between(8, 30))
            yield Promise(f"Z-{number}", called, invoice.customer, owed, by, invoice.id, currency)
    first = owed if manner <= 92 else owed * dice.between(30, 70) // 100
    yield from _paid(dice, invoice, f"{number}-1", paid, first, currency)
    if first != owed and dice.chance(70):
        again = paid + timedelta(days=dice.between(15, 60))
        yield from _paid(dice, invoice, f"{number}-2", again, owed - first, currency)


def _paid(
    dice: Dice, invoice: Invoice, number: str, on: date, amount: int, currency: Currency
) -> Iterator[Record]:
    """A payment and its application; a few pay a little more, which stays open on their account."""
    on = max(on, invoice.on)
    if on > LAST:
        return
    kind = dice.pick((PaymentKind.TRANSFER,) * 8 + (PaymentKind.CHEQUE, PaymentKind.BILL))
    clears = (
        None if kind is PaymentKind.TRANSFER else on + timedelta(days=5 if kind is PaymentKind.CHEQUE else 90)
    )
    extra = currency.minor_per_major * 100 if dice.chance(2) else 0
    yield Payment(f"P-{number}", on, invoice.customer, amount + extra, kind, clears, currency)
    yield Application(f"X-{number}", on, f"P-{number}", invoice.id, amount, currency)


def _returned(dice: Dice, invoice: Invoice, number: str) -> CreditNote | None:
    """A credit note for a piece of the first line, or for a tenth of its price."""
    on = invoice.on + timedelta(days=dice.between(3, 25))
    line = invoice.lines[0]
    pieces = int(line.quantity)
    if on > LAST:
        return None
    back, reason = (1, "return") if pieces > 1 and dice.chance(60) else (0, "price")
    share, whole = (back, pieces) if back else (1, 10)
    credited = Line(
        line.product,
        line.amount_minor * share // whole,
        back,
        (line.cost_minor or 0) * share // whole if back else 0,
        line.tax_minor * share // whole,
        source=1,
        currency=line.currency,
    )
    return CreditNote(
        f"N-{number}", on, credited, customer=invoice.customer, invoice=invoice.id, reason=reason
    )


def _never_paid(dice: Dice, invoice: Invoice, number: str, owed: int, currency: Currency) -> Iterator[Record]:
    """Promises that are not kept, and in the end a write-off."""
    due = invoice.due or invoice.on
    called = due + timedelta(days=dice.between(5, 20))
    if called <= LAST:
        by = called + timedelta(days=14)
        yield Promise(f"Z-{number}", called, invoice.customer, owed, by, invoice.id, currency)
    given_up = due + timedelta(days=dice.between(200, 300))
    if given_up <= LAST:
        yield WriteOff(f"V-{number}", given_up, invoice.id, owed, "insolvent", currency)
