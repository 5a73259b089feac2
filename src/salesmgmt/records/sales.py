"""What was agreed, delivered and billed: documents with lines.

Amounts are before tax; the tax stands beside them. A document is corrected as a whole, by one that
supersedes it; a document without lines says that nothing of it remains.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    as_amount,
    as_currency,
    as_more,
    as_optional_amount,
    as_optional_date,
    as_quantity,
    check_identity,
    check_reference,
    settle_amounts,
)

__all__ = ["CreditNote", "Delivery", "Invoice", "Line", "Order"]


@frozen(weakref_slot=False)
class Line:
    """One line of a document.

    Attributes:
        product: What is sold; None where the document does not say.
        amount_minor: Value before tax in minor units (argument `amount`); negative for a return.
        quantity: How many, exact; negative for a return.
        cost_minor: Cost of what is sold (argument `cost`); None while unknown.
        tax_minor: Tax on the amount (argument `tax`).
        source: Number of the line, from 1, of the order that a delivery or invoice line carries out.
        currency: Currency of the amounts.
        more: The caller's own columns.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If no currency is known.

    Examples:
        >>> line = Line("GTX-5", "USD 1,200.50", cost="USD 800")
        >>> line.amount, line.margin
        (Money('USD 1,200.50'), Money('USD 400.50'))
    """

    product: str | None
    amount_minor: int = field(alias="amount", converter=as_amount)
    quantity: int | Fraction = field(default=1, converter=as_quantity)
    cost_minor: int | None = field(default=None, alias="cost", converter=as_optional_amount)
    tax_minor: int = field(default=0, alias="tax", converter=as_amount)
    source: int | None = None
    currency: Currency = field(default=None, converter=as_currency)
    more: More = field(default=NOTHING_MORE, converter=as_more)

    def __attrs_post_init__(self) -> None:
        check_reference(self.product, "product")
        settle_amounts(self, "amount_minor", "cost_minor", "tax_minor")
        if self.source is not None and (type(self.source) is not int or self.source < 1):
            raise InvalidValueError("source", self.source, "be the number of an order line, from 1")

    @property
    def amount(self) -> Money:
        """Value before tax."""
        return Money(self.amount_minor, self.currency)

    @property
    def tax(self) -> Money:
        """Tax on the amount."""
        return Money(self.tax_minor, self.currency)

    @property
    def cost(self) -> Money | None:
        """Cost of what is sold; None while unknown."""
        return None if self.cost_minor is None else Money(self.cost_minor, self.currency)

    @property
    def margin(self) -> Money | None:
        """Amount less cost; None while the cost is unknown."""
        return None if self.cost_minor is None else Money(self.amount_minor - self.cost_minor, self.currency)


def _as_lines(value: Iterable[Line] | Line) -> tuple[Line, ...]:
    if isinstance(value, Line):
        return (value,)
    lines = tuple(value)
    for line in lines:
        if not isinstance(line, Line):
            raise WrongTypeError("lines", line, "hold Line records")
    if len(lines) > 1:
        first = lines[0].currency
        for line in lines:
            if line.currency != first:
                raise CurrencyMismatchError("lines", line.currency, f"be in one currency, here {first}")
    return lines


@frozen(weakref_slot=False)
class _Document:
    """A dated document of one customer, with lines in one currency."""

    id: str
    on: date = field(converter=as_date)
    lines: tuple[Line, ...] = field(converter=_as_lines)

    @property
    def currency(self) -> Currency | None:
        """Currency of the lines; None where there are none."""
        return self.lines[0].currency if self.lines else None

    @property
    def amount_minor(self) -> int:
        """Value before tax, in minor units."""
        return sum(line.amount_minor for line in self.lines)

    @property
    def gross_minor(self) -> int:
        """Value with tax, in minor units."""
        return sum(line.amount_minor + line.tax_minor for line in self.lines)

    @property
    def amount(self) -> Money | None:
        """Value before tax; None where there are no lines."""
        return Money(self.amount_minor, self.lines[0].currency) if self.lines else None

    @property
    def gross(self) -> Money | None:
        """Value with tax; None where there are no lines."""
        return Money(self.gross_minor, self.lines[0].currency) if self.lines else None


@frozen(weakref_slot=False)
class Order(_Document):
    """What a customer ordered.

    Attributes:
        id: Identifier given by the caller.
        on: Day of the order.
        lines: What was ordered; a single `Line` is accepted.
        customer: Who ordered.
        owner: Participant whose order it is.
        opportunity: Opportunity that it came from.
        due: Day on which delivery is wanted.
        more: The caller's own columns.
        recorded: Aware instant at which it became known.
        supersedes: Identifier of the order that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty.
        CurrencyMismatchError: If the lines are in several currencies.

    Examples:
        >>> Order("O-1", "2026-02-03", Line("GTX-5", "USD 1,200.50"), customer="C-9", owner="rep-17").amount
        Money('USD 1,200.50')
    """

    customer: str | None = field(default=None, kw_only=True)
    owner: str | None = field(default=None, kw_only=True)
    opportunity: str | None = field(default=None, kw_only=True)
    due: date | None = field(default=None, converter=as_optional_date, kw_only=True)
    more: More = field(default=NOTHING_MORE, converter=as_more, kw_only=True)
    recorded: datetime | None = field(default=None, kw_only=True)
    supersedes: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_identity(self)
        check_reference(self.customer, "customer")
        check_reference(self.owner, "owner")
        check_reference(self.opportunity, "opportunity")


@frozen(weakref_slot=False)
class Delivery(_Document):
    """What was handed over of an order.

    Attributes:
        id: Identifier given by the caller.
        on: Day of the delivery.
        lines: What was delivered; `source` names the order's line.
        order: The order that it carries out.
        more: The caller's own columns.
        recorded: Aware instant at which it became known.
        supersedes: Identifier of the delivery that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty.
        CurrencyMismatchError: If the lines are in several currencies.
    """

    order: str = field(kw_only=True)
    more: More = field(default=NOTHING_MORE, converter=as_more, kw_only=True)
    recorded: datetime | None = field(default=None, kw_only=True)
    supersedes: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_identity(self)
        check_reference(self.order, "order", optional=False)


@frozen(weakref_slot=False)
class Invoice(_Document):
    """What a customer was billed.

    Attributes:
        id: Identifier given by the caller.
        on: Day of the invoice.
        lines: What was billed.
        customer: Who owes it.
        due: Day by which it is to be paid; None where the terms do not say.
        order: The order that it bills.
        owner: Participant whose sale it is, where no order says so.
        more: The caller's own columns.
        recorded: Aware instant at which it became known.
        supersedes: Identifier of the invoice that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty.
        CurrencyMismatchError: If the lines are in several currencies.
    """

    customer: str = field(kw_only=True)
    due: date | None = field(default=None, converter=as_optional_date, kw_only=True)
    order: str | None = field(default=None, kw_only=True)
    owner: str | None = field(default=None, kw_only=True)
    more: More = field(default=NOTHING_MORE, converter=as_more, kw_only=True)
    recorded: datetime | None = field(default=None, kw_only=True)
    supersedes: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_identity(self)
        check_reference(self.customer, "customer", optional=False)
        check_reference(self.order, "order")
        check_reference(self.owner, "owner")


@frozen(weakref_slot=False)
class CreditNote(_Document):
    """What a customer no longer owes, or gets back; its lines are written as positive amounts.

    Attributes:
        id: Identifier given by the caller.
        on: Day of the note.
        lines: What is credited.
        customer: Who is credited.
        invoice: The invoice that it reduces; None for a free credit.
        reason: Why, such as `return` or `price`.
        more: The caller's own columns.
        recorded: Aware instant at which it became known.
        supersedes: Identifier of the note that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty.
        CurrencyMismatchError: If the lines are in several currencies.
    """

    customer: str = field(kw_only=True)
    invoice: str | None = field(default=None, kw_only=True)
    reason: str | None = field(default=None, kw_only=True)
    more: More = field(default=NOTHING_MORE, converter=as_more, kw_only=True)
    recorded: datetime | None = field(default=None, kw_only=True)
    supersedes: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_identity(self)
        check_reference(self.customer, "customer", optional=False)
        check_reference(self.invoice, "invoice")
        check_reference(self.reason, "reason")
