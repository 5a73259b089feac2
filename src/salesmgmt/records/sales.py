"""What was agreed, delivered and billed: documents with lines.

Amounts are before tax; the tax stands beside them. A document is corrected as a whole, by one that
supersedes it; a document without lines says that nothing of it remains.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import field, frozen

from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    as_amount,
    as_currency,
    as_day,
    as_instant,
    as_more,
    as_optional_amount,
    as_optional_day,
    as_quantity,
    check_needed,
    check_text,
    exact_quantity,
    set_field,
    settle_amounts,
    settle_date,
    settle_dates,
    settle_identity,
)

__all__ = ["CreditNote", "Delivery", "Invoice", "Line", "Order"]

if TYPE_CHECKING:

    def _as_lines(value: Iterable[Line] | Line) -> tuple[Line, ...]: ...

else:
    _as_lines = None


@frozen(weakref_slot=False)
class Line:
    """One line of a document.

    Attributes:
        product: What is sold; None where the document does not say.
        amount_minor: Value before tax in minor units (argument `amount`); negative for a return.
        quantity: How many, exact; negative for a return.
        cost_minor: Cost of what is sold (argument `cost`); None while unknown.
        tax_minor: Tax on the amount (argument `tax`).
        source: Number, from 1, of the order's line that a delivery or an invoice carries out, or of the
            invoice's line that a credit note reduces.
        currency: Currency of the amounts.
        more: The caller's own columns.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If no currency is known.
        WrongTypeError: If a field has another type.

    Examples:
        >>> line = Line("GTX-5", "USD 1,200.50", cost="USD 800")
        >>> line.amount, line.margin
        (Money.of('USD 1,200.50'), Money.of('USD 400.50'))
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
        if type(self.product) is not str or not self.product:
            check_text(self.product, "product")
        if (
            type(self.amount_minor) is not int
            or type(self.tax_minor) is not int
            or type(self.currency) is not Currency
        ):
            settle_amounts(self, self.currency, "amount_minor", "tax_minor", optional=("cost_minor",))
        elif self.cost_minor is not None and type(self.cost_minor) is not int:
            settle_amounts(self, self.currency, "cost_minor")
        if type(self.quantity) is not int:
            set_field(self, "quantity", exact_quantity(self.quantity))
        if self.source is not None and type(self.source) is not int:
            raise WrongTypeError("source", self.source, "be the number of a line, from 1")
        if self.source is not None and self.source < 1:
            raise InvalidValueError("source", self.source, "be the number of a line, from 1")
        if type(self.more) is not More:
            set_field(self, "more", More(self.more))

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


@frozen(weakref_slot=False)
class _Document:
    """A dated document of one customer, with lines in one currency."""

    id: str
    on: date = field(converter=as_day)
    lines: tuple[Line, ...] = field(converter=_as_lines)
    currency: Currency | None = field(init=False, repr=False, eq=False)
    """Currency of the lines; None where there are none."""
    gross_minor: int = field(init=False, repr=False, eq=False)
    """Value with tax, in minor units."""

    def _settle_document(self) -> None:
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        lines = self.lines
        if type(lines) is not tuple or len(lines) != 1 or type(lines[0]) is not Line:
            lines = _read_lines(lines)
            set_field(self, "lines", lines)
        # Summed up once: whoever asks for the value of a document asks often.
        set_field(self, "currency", lines[0].currency if lines else None)
        set_field(self, "gross_minor", sum([line.amount_minor + line.tax_minor for line in lines]))

    @property
    def amount_minor(self) -> int:
        """Value before tax, in minor units."""
        return sum(line.amount_minor for line in self.lines)

    @property
    def amount(self) -> Money | None:
        """Value before tax; None where there are no lines."""
        return None if self.currency is None else Money(self.amount_minor, self.currency)

    @property
    def gross(self) -> Money | None:
        """Value with tax; None where there are no lines."""
        return None if self.currency is None else Money(self.gross_minor, self.currency)


def _read_lines(given: Iterable[Line] | Line) -> tuple[Line, ...]:
    if isinstance(given, Line):
        return (given,)
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongTypeError("lines", given, "hold Line records")
    lines = tuple(given)
    for line in lines:
        if not isinstance(line, Line):
            raise WrongTypeError("lines", line, "hold Line records")
    for line in lines[1:]:
        if line.currency != lines[0].currency:
            raise CurrencyMismatchError(
                "lines", line.currency, f"be in one currency, here {lines[0].currency}"
            )
    return lines


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
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the order that this one corrects.

    Raises:
        CurrencyMismatchError: If the lines are in several currencies.
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If a field has another type.

    Examples:
        >>> Order("O-1", "2026-02-03", Line("GTX-5", "USD 1,200.50"), customer="C-9", owner="rep-17").amount
        Money.of('USD 1,200.50')
    """

    customer: str | None = field(default=None, kw_only=True)
    owner: str | None = field(default=None, kw_only=True)
    opportunity: str | None = field(default=None, kw_only=True)
    due: date | None = field(default=None, converter=as_optional_day, kw_only=True)
    more: More = field(default=NOTHING_MORE, converter=as_more, kw_only=True)
    recorded: datetime | None = field(default=None, converter=as_instant, kw_only=True)
    supersedes: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        self._settle_document()
        check_text(self.customer, "customer")
        check_text(self.owner, "owner")
        check_text(self.opportunity, "opportunity")
        if self.due is not None:
            settle_dates(self, "due")


@frozen(weakref_slot=False)
class Delivery(_Document):
    """What was handed over of an order.

    Attributes:
        id: Identifier given by the caller.
        on: Day of the delivery.
        lines: What was delivered; `source` names the order's line.
        order: The order that it carries out.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the delivery that this one corrects.

    Raises:
        CurrencyMismatchError: If the lines are in several currencies.
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If a field has another type.
    """

    order: str = field(kw_only=True)
    more: More = field(default=NOTHING_MORE, converter=as_more, kw_only=True)
    recorded: datetime | None = field(default=None, converter=as_instant, kw_only=True)
    supersedes: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        self._settle_document()
        check_needed(self.order, "order")


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
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the invoice that this one corrects.

    Raises:
        CurrencyMismatchError: If the lines are in several currencies.
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If a field has another type.
    """

    customer: str = field(kw_only=True)
    due: date | None = field(default=None, converter=as_optional_day, kw_only=True)
    order: str | None = field(default=None, kw_only=True)
    owner: str | None = field(default=None, kw_only=True)
    more: More = field(default=NOTHING_MORE, converter=as_more, kw_only=True)
    recorded: datetime | None = field(default=None, converter=as_instant, kw_only=True)
    supersedes: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        self._settle_document()
        check_needed(self.customer, "customer")
        check_text(self.order, "order")
        check_text(self.owner, "owner")
        if self.due is not None:
            settle_dates(self, "due")


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
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the note that this one corrects.

    Raises:
        CurrencyMismatchError: If the lines are in several currencies.
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If a field has another type.
    """

    customer: str = field(kw_only=True)
    invoice: str | None = field(default=None, kw_only=True)
    reason: str | None = field(default=None, kw_only=True)
    more: More = field(default=NOTHING_MORE, converter=as_more, kw_only=True)
    recorded: datetime | None = field(default=None, converter=as_instant, kw_only=True)
    supersedes: str | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        self._settle_document()
        check_needed(self.customer, "customer")
        check_text(self.invoice, "invoice")
        check_text(self.reason, "reason")
