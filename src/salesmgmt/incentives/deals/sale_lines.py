"""A line of an order, a delivery, an invoice or a credit note, as what is sold."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from salesmgmt.errors import InvalidValueError
from salesmgmt.money import Currency, Money
from salesmgmt.records import CreditNote, Delivery, Invoice, Line, More, Order

__all__ = ["Document", "SaleLine"]

Document: TypeAlias = Order | Delivery | Invoice | CreditNote
"""What holds lines."""


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
