"""What a payment settles of a line of an invoice, as what is collected."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import frozen

from salesmgmt.incentives.deals.sale_lines import SaleLine
from salesmgmt.money import Currency, Money, Unrounded
from salesmgmt.records import Application, More, Order, Payment

__all__ = ["Receipt"]


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
