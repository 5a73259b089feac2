"""What counts: which deals, by which event, and which figure of each.

A deal is judged as a whole, before it is shared out. For `won` it is the opportunity; for `order` and
`invoice` it is one line together with its document, since products, amounts and costs stand on lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Protocol, TypeAlias

from attrs import field, frozen

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money
from salesmgmt.records import Facts, Invoice, Line, More, Opportunity, Order, Outcome

__all__ = ["Deal", "Event", "Margin", "Measure", "Revenue", "SaleLine"]


class Event(StrEnum):
    """What has to happen for a deal to count; its business date decides the period."""

    WON = "won"
    ORDER = "order"
    INVOICE = "invoice"


def _as_event(value: Event | str) -> Event:
    try:
        return Event(value)
    except ValueError:
        raise InvalidValueError("event", value, f"be one of {', '.join(Event)}") from None


@frozen(weakref_slot=False)
class SaleLine:
    """A line of an order or invoice with what its document says: what criteria and measures look at.

    Fields of the document and of the line stand side by side: `id`, `on`, `customer`, `owner`, `opportunity`,
    `order`, `invoice`, `due`, and `product`, `quantity`, `amount`, `cost`, `margin`, `tax` of the line. The
    caller's own columns of the line come before those of the document.

    Attributes:
        document: The order or invoice.
        line_number: Which line, from 1.
        billed_order: The order that an invoice bills, where it is known; it names owner and opportunity.

    Raises:
        InvalidValueError: If the document has no such line.
    """

    document: Order | Invoice
    line_number: int
    billed_order: Order | None = None

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.line_number <= len(self.document.lines):
            raise InvalidValueError("line_number", self.line_number, f"be 1 to {len(self.document.lines)}")

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.document.lines[self.line_number - 1]

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
        return self.document.customer

    @property
    def owner(self) -> str | None:
        """Whose sale it is: of the document, else of the order behind an invoice."""
        if self.document.owner is None and self.billed_order is not None:
            return self.billed_order.owner
        return self.document.owner

    @property
    def opportunity(self) -> str | None:
        """The opportunity that the order came from."""
        order = self.document if isinstance(self.document, Order) else self.billed_order
        return None if order is None else order.opportunity

    @property
    def order(self) -> str | None:
        """Identifier of the order."""
        return self.document.id if isinstance(self.document, Order) else self.document.order

    @property
    def invoice(self) -> str | None:
        """Identifier of the invoice; None for an order."""
        return self.document.id if isinstance(self.document, Invoice) else None

    @property
    def due(self) -> date | None:
        """Day on which delivery is wanted, or by which the invoice is to be paid."""
        return self.document.due

    @property
    def product(self) -> str | None:
        """What is sold."""
        return self.line.product

    @property
    def quantity(self) -> int | Fraction:
        """How many."""
        return self.line.quantity

    @property
    def amount_minor(self) -> int:
        """Value before tax in minor units."""
        return self.line.amount_minor

    @property
    def cost_minor(self) -> int | None:
        """Cost in minor units; None while unknown."""
        return self.line.cost_minor

    @property
    def currency(self) -> Currency:
        """Currency of the line."""
        return self.line.currency

    @property
    def amount(self) -> Money:
        """Value before tax."""
        return self.line.amount

    @property
    def cost(self) -> Money | None:
        """Cost of what is sold; None while unknown."""
        return self.line.cost

    @property
    def margin(self) -> Money | None:
        """Amount less cost; None while the cost is unknown."""
        return self.line.margin

    @property
    def tax(self) -> Money:
        """Tax on the amount."""
        return self.line.tax

    @property
    def more(self) -> More:
        """The caller's own columns, of the line before those of the document."""
        if not self.line.more:
            return self.document.more
        return More({**self.document.more, **self.line.more}) if self.document.more else self.line.more


Deal: TypeAlias = Opportunity | SaleLine
"""What is judged, measured and credited."""


class Measure(Protocol):
    """Anything that says which deals count and for how much; write a class of your own for another figure."""

    @property
    def where(self) -> Criterion:
        """The condition that a deal has to meet."""

    @property
    def event(self) -> Event:
        """What has to happen for a deal to count."""

    def minor(self, deal: Deal) -> int | None:
        """The figure of a deal in minor units of its currency; None where it cannot be told."""


def _is_criterion(_measure: object, _attribute: object, value: object) -> None:
    if not isinstance(value, Criterion):
        raise WrongTypeError("where", value, 'be a criterion, such as field("product").equals("Router")')


@frozen
class Revenue:
    """The value of deals before tax.

    Attributes:
        where: Condition on the deal; every deal where left out.
        event: `won` (opportunities), `order` or `invoice`.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> Revenue(field("product.series").is_in("GTX", "MG")).event
        <Event.WON: 'won'>
    """

    where: Criterion = field(default=ALWAYS, validator=_is_criterion)
    event: Event = field(default=Event.WON, converter=_as_event)

    def minor(self, deal: Deal) -> int | None:
        """The amount of a deal in minor units."""
        return deal.amount_minor


@frozen
class Margin:
    """The value of deals before tax, less their cost; a deal whose cost is unknown has no margin.

    Attributes:
        where: Condition on the deal; every deal where left out.
        event: `won` (opportunities), `order` or `invoice`.
    """

    where: Criterion = field(default=ALWAYS, validator=_is_criterion)
    event: Event = field(default=Event.WON, converter=_as_event)

    def minor(self, deal: Deal) -> int | None:
        """Amount less cost of a deal in minor units; None where either is unknown."""
        amount, cost = deal.amount_minor, deal.cost_minor
        return None if amount is None or cost is None else amount - cost


def deals_of(facts: Facts, event: Event) -> Iterator[Deal]:
    """Every deal of a batch to which an event happened, in the order of the batch."""
    if event is Event.WON:
        won = Outcome.WON
        for opportunity in facts.opportunities:
            if opportunity.outcome is won:
                yield opportunity
    elif event is Event.ORDER:
        for order in facts.orders:
            for number in range(1, len(order.lines) + 1):
                yield SaleLine(order, number)
    else:
        orders = facts.index(Order)
        for invoice in facts.invoices:
            order_behind = None if invoice.order is None else orders.get(invoice.order)
            for number in range(1, len(invoice.lines) + 1):
                yield SaleLine(invoice, number, order_behind)
