"""What is judged, measured and credited: deals by the event that happened to them.

A deal is judged as a whole, before it is shared out. For `won` it is the opportunity; for documents it is one
line together with its document, since products, amounts and costs stand on lines; for `payment` it is the
part of a payment that settles one line of an invoice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Currency, Money, Rate, RateLike, Unrounded, apportion_minor
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Facts,
    Invoice,
    Line,
    More,
    Opportunity,
    Order,
    Outcome,
    Payment,
)

__all__ = ["Deal", "Document", "Event", "Receipt", "SaleLine", "Stages", "as_event", "deals_of", "stages_of"]

Document: TypeAlias = Order | Delivery | Invoice | CreditNote
"""What holds lines."""


class Event(StrEnum):
    """What has to happen for a deal to count; its business date decides the period.

    `invoice` counts invoices and, as what reduces them, credit notes. `payment` counts what payments settle
    of invoices, on the day on which the money is there and matched.
    """

    WON = "won"
    ORDER = "order"
    DELIVERY = "delivery"
    INVOICE = "invoice"
    PAYMENT = "payment"


def _event(value: Event | str) -> Event:
    return choice_of(Event, value, "event")


StagesLike: TypeAlias = "Mapping[str, RateLike] | Mapping[Event, RateLike] | Iterable[tuple[Event, Rate]]"


def _shares(given: StagesLike) -> tuple[tuple[Event, Rate], ...]:
    pairs = given.items() if isinstance(given, Mapping) else given
    return tuple(sorted((_event(event), stated_rate(share, "share")) for event, share in pairs))


@frozen
class Stages:
    """Credit that comes in stages, each at a share of the value of its own event.

    Every event is a deal of its own: where shares are apportioned to the minor unit, each stage is rounded on
    its own, and the stages of a deal may miss it by a cent; with exact crediting they do not.

    Attributes:
        shares: From event to the share that it brings; they total 100 %.

    Raises:
        InvalidValueError: If an event is unknown or twice, a share not above 0, or the total not 100 %.

    Examples:
        >>> stages = Stages({"order": "60%", "invoice": "20%", "payment": "20%"})
        >>> [f"{event} {share}" for event, share in stages.shares]
        ['invoice 20%', 'order 60%', 'payment 20%']
    """

    shares: tuple[tuple[Event, Rate], ...] = field(converter=_shares)

    def __attrs_post_init__(self) -> None:
        events = [event for event, _ in self.shares]
        for event, share in self.shares:
            if events.count(event) > 1:
                raise InvalidValueError("shares", event, "name every event once")
            if share.value <= 0:
                raise InvalidValueError("shares", share, f"be above 0, here for {event}")
        total = sum((share.value for _, share in self.shares), Fraction(0))
        if total != 1:
            raise InvalidValueError("shares", Rate(total), "total 100%")


def as_event(value: Event | Stages | StagesLike | str) -> Event | Stages:
    """An event, its name, or stages as people write them."""
    if isinstance(value, Stages):
        return value
    if isinstance(value, Mapping):
        return Stages(value)
    if not isinstance(value, str):
        raise WrongTypeError("event", value, f"be one of {', '.join(Event)}, or Stages of them")
    return _event(value)


def stages_of(event: Event | Stages) -> tuple[tuple[Event, Fraction], ...]:
    """The events that count, each with the share of the value that it brings."""
    if isinstance(event, Stages):
        return tuple((one, share.value) for one, share in event.shares)
    return ((event, Fraction(1)),)


@frozen(weakref_slot=False)
class SaleLine:
    """A line of a document with what its document says: what criteria and measures look at.

    Fields of the document and of the line stand side by side: `id`, `kind`, `on`, `customer`, `owner`,
    `opportunity`, `order`, `invoice`, `due`, and `product`, `quantity`, `amount`, `cost`, `margin`, `tax` of
    the line. The caller's own columns of the line come before those of the document. Figures of a credit note
    are the opposite of what stands on it, since it reduces.

    Attributes:
        document: The order, delivery, invoice or credit note.
        line_number: Which line, from 1.
        billed_order: The order behind a delivery, an invoice or a credit note, where it is known; it names
            owner and opportunity.
        reduced: The invoice that a credit note reduces, where it is known.

    Raises:
        InvalidValueError: If the document has no such line.
    """

    document: Document
    line_number: int
    billed_order: Order | None = None
    reduced: Invoice | None = None

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.line_number <= len(self.document.lines):
            raise InvalidValueError("line_number", self.line_number, f"be 1 to {len(self.document.lines)}")

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.document.lines[self.line_number - 1]

    @property
    def kind(self) -> str:
        """What the document is: `order`, `delivery`, `invoice` or `credit note`."""
        return (
            "credit note" if isinstance(self.document, CreditNote) else type(self.document).__name__.lower()
        )

    @property
    def id(self) -> str:
        """Identifier of the document."""
        return self.document.id

    @property
    def on(self) -> date:
        """Business date of the document."""
        return self.document.on

    @property
    def customer(self) -> str | None:
        """Who ordered or is billed."""
        if isinstance(self.document, Delivery):
            return None if self.billed_order is None else self.billed_order.customer
        return self.document.customer

    @property
    def owner(self) -> str | None:
        """Whose sale it is: of the document, else of what stands behind it."""
        document = self.reduced if isinstance(self.document, CreditNote) else self.document
        if isinstance(document, Order | Invoice) and document.owner is not None:
            return document.owner
        return None if self.billed_order is None else self.billed_order.owner

    @property
    def opportunity(self) -> str | None:
        """The opportunity that the order came from."""
        order = self.document if isinstance(self.document, Order) else self.billed_order
        return None if order is None else order.opportunity

    @property
    def order(self) -> str | None:
        """Identifier of the order."""
        if isinstance(self.document, Order):
            return self.document.id
        source = self.reduced if isinstance(self.document, CreditNote) else self.document
        return None if source is None else source.order

    @property
    def invoice(self) -> str | None:
        """Identifier of the invoice: itself, or the one that a credit note reduces."""
        if isinstance(self.document, CreditNote):
            return self.document.invoice
        return self.document.id if isinstance(self.document, Invoice) else None

    @property
    def due(self) -> date | None:
        """Day on which delivery is wanted, or by which the invoice is to be paid."""
        return self.document.due if isinstance(self.document, Order | Invoice) else None

    @property
    def product(self) -> str | None:
        """What is sold."""
        return self.line.product

    @property
    def _sign(self) -> int:
        return -1 if isinstance(self.document, CreditNote) else 1

    @property
    def quantity(self) -> int | Fraction:
        """How many."""
        return self._sign * self.line.quantity

    @property
    def amount_minor(self) -> int:
        """Value before tax in minor units."""
        return self._sign * self.line.amount_minor

    @property
    def cost_minor(self) -> int | None:
        """Cost in minor units; None while unknown."""
        cost = self.line.cost_minor
        return None if cost is None else self._sign * cost

    @property
    def tax_minor(self) -> int:
        """Tax in minor units."""
        return self._sign * self.line.tax_minor

    @property
    def currency(self) -> Currency:
        """Currency of the line."""
        return self.line.currency

    @property
    def amount(self) -> Money:
        """Value before tax."""
        return Money(self.amount_minor, self.currency)

    @property
    def cost(self) -> Money | None:
        """Cost of what is sold; None while unknown."""
        cost = self.cost_minor
        return None if cost is None else Money(cost, self.currency)

    @property
    def margin(self) -> Money | None:
        """Amount less cost; None while the cost is unknown."""
        cost = self.cost_minor
        return None if cost is None else Money(self.amount_minor - cost, self.currency)

    @property
    def tax(self) -> Money:
        """Tax on the amount."""
        return Money(self.tax_minor, self.currency)

    @property
    def more(self) -> More:
        """The caller's own columns, of the line before those of the document."""
        if not self.line.more:
            return self.document.more
        return More({**self.document.more, **self.line.more}) if self.document.more else self.line.more


@frozen(weakref_slot=False)
class Receipt:
    """The part of a payment that settles one line of an invoice, or what of it settles nothing yet.

    It has the fields of the invoice's line as `SaleLine` has them, for the part that is settled: amounts are
    exact parts of the line's. Besides, `days_overdue` and `days_from_invoice` on the day of the receipt.

    Attributes:
        payment: The payment.
        settled_minor: Minor units, with tax, that settle the line; or the rest that settles nothing.
        application: What matches it to the invoice; None for the rest that settles nothing yet.
        sale: The line that is settled; None where the invoice is not known, or for the rest.
    """

    payment: Payment
    settled_minor: int
    application: Application | None = None
    sale: SaleLine | None = None

    @property
    def id(self) -> str:
        """Identifier of the application, or of the payment."""
        return self.payment.id if self.application is None else self.application.id

    @property
    def kind(self) -> str:
        """In what form the money came."""
        return self.payment.kind.value

    @property
    def on(self) -> date:
        """Day on which the money is there and matched to the invoice."""
        there = self.payment.on if self.payment.clears is None else self.payment.clears
        return there if self.application is None else max(there, self.application.on)

    @property
    def line_number(self) -> int | None:
        """Which line of the invoice, from 1."""
        return None if self.sale is None else self.sale.line_number

    @property
    def customer(self) -> str:
        """Who paid."""
        return self.payment.customer

    @property
    def owner(self) -> str | None:
        """Whose sale it is."""
        return None if self.sale is None else self.sale.owner

    @property
    def opportunity(self) -> str | None:
        """The opportunity behind the order."""
        return None if self.sale is None else self.sale.opportunity

    @property
    def order(self) -> str | None:
        """Identifier of the order behind the invoice."""
        return None if self.sale is None else self.sale.order

    @property
    def invoice(self) -> str | None:
        """Identifier of the invoice."""
        return None if self.application is None else self.application.invoice

    @property
    def billed_order(self) -> Order | None:
        """The order behind the invoice, where it is known."""
        return None if self.sale is None else self.sale.billed_order

    @property
    def due(self) -> date | None:
        """Day by which the invoice was to be paid."""
        return None if self.sale is None else self.sale.due

    @property
    def days_overdue(self) -> int | None:
        """Days from the due date to the receipt, below 0 where it came early; None without a due date."""
        return None if self.due is None else (self.on - self.due).days

    @property
    def days_from_invoice(self) -> int | None:
        """Days from the invoice to the receipt."""
        return None if self.sale is None else (self.on - self.sale.on).days

    @property
    def product(self) -> str | None:
        """What was sold."""
        return None if self.sale is None else self.sale.product

    @property
    def currency(self) -> Currency:
        """Currency of the payment."""
        return self.payment.currency

    @property
    def _share(self) -> Fraction | None:
        """What part of the line is settled; None where that cannot be told."""
        if self.sale is None:
            return None
        gross = self.sale.amount_minor + self.sale.tax_minor
        return Fraction(self.settled_minor, gross) if gross else None

    def _part(self, figure: int | Fraction | None) -> int | Fraction | None:
        share = self._share
        if figure is None or share is None:
            return None
        part = share * figure
        return part.numerator if part.denominator == 1 else part

    @property
    def quantity(self) -> int | Fraction | None:
        """How many of the line are paid for."""
        return None if self.sale is None else self._part(self.sale.quantity)

    @property
    def amount_minor(self) -> int | Fraction | None:
        """What is settled before tax, in minor units."""
        if self.sale is None or not self.sale.tax_minor:
            return self.settled_minor
        return self._part(self.sale.amount_minor)

    @property
    def cost_minor(self) -> int | Fraction | None:
        """Cost of what is paid for, in minor units; None while unknown."""
        return None if self.sale is None else self._part(self.sale.cost_minor)

    @property
    def tax_minor(self) -> int | Fraction | None:
        """Tax in what is settled, in minor units."""
        if self.sale is None or not self.sale.tax_minor:
            return 0
        return self._part(self.sale.tax_minor)

    def _figure(self, minor: int | Fraction | None) -> Money | Unrounded | None:
        if minor is None:
            return None
        return Money(minor, self.currency) if type(minor) is int else Unrounded(minor, self.currency)

    @property
    def amount(self) -> Money | Unrounded | None:
        """What is settled before tax."""
        return self._figure(self.amount_minor)

    @property
    def settled(self) -> Money:
        """What is settled, with tax."""
        return Money(self.settled_minor, self.currency)

    @property
    def more(self) -> More:
        """The caller's own columns: of the line, the invoice, and the payment."""
        if self.sale is None or not self.sale.more:
            return self.payment.more
        return More({**self.payment.more, **self.sale.more}) if self.payment.more else self.sale.more


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
