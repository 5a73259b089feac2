"""What is asked of credit: a document at one step of a sale, and what it adds to what is owed."""

from __future__ import annotations

from datetime import date

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import as_date
from salesmgmt.credit.decisions.choices import Checkpoint
from salesmgmt.credit.positions import OpenOrder, Position
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money, money_of
from salesmgmt.records import CreditNote, Delivery, Invoice, Order

__all__ = ["CreditDocument", "CreditRequest", "asked"]


def _as_checkpoint(value: Checkpoint | str) -> Checkpoint:
    return choice_of(Checkpoint, value, "at")


def _as_added(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "added")


def _as_due(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "due")


@frozen(weakref_slot=False)
class CreditRequest:
    """A document that waits for a decision.

    Attributes:
        id: Identifier of the document.
        customer: Whose document it is.
        amount: Its value, with tax; below zero for a return.
        added: What it adds to the exposure that the position counts; the whole value where left out. A
            delivery of an order that counts already adds nothing.
        at: The step: `order`, `delivery`, `issue` or `invoice`.
        due: Day on which delivery is wanted; None where it does not say.
        terms_days: Days until payment that it asks for; None where it asks for none.

    Raises:
        CurrencyMismatchError: If the two amounts are in two currencies.
        InvalidValueError: If an identifier is empty, more is added than the document is worth, or the days
            are negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> request = CreditRequest("O-2", "C-9", "USD 3,800")
        >>> request.at.value, str(request.added), request.lowers
        ('order', 'USD 3,800.00', False)
        >>> CreditRequest("D-1", "C-9", "USD 500", "USD 0", at="delivery").lowers
        False
    """

    id: str
    customer: str
    amount: Money = field(converter=money_of)
    added: Money = field(default=None, converter=_as_added)
    at: Checkpoint = field(default=Checkpoint.ORDER, converter=_as_checkpoint)
    due: date | None = field(default=None, converter=_as_due)
    terms_days: int | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("id", "customer"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value:
                raise InvalidValueError(name, value, "be a text with at least one character")
        if self.added is None:
            object.__setattr__(self, "added", self.amount)
        elif self.added.currency != self.amount.currency:
            rule = f"be in {self.amount.currency}, as the amount"
            raise CurrencyMismatchError("added", self.added.currency.code, rule)
        elif self.added.minor > max(self.amount.minor, 0):
            raise InvalidValueError("added", self.added, "be no more than the amount")
        if self.terms_days is not None:
            if type(self.terms_days) is not int:
                raise WrongTypeError("terms_days", self.terms_days, "be a whole number, or None")
            if self.terms_days < 0:
                raise InvalidValueError("terms_days", self.terms_days, "be 0 or more")

    @property
    def lowers(self) -> bool:
        """Whether the document lowers what is owed, or about to be."""
        return self.amount.minor < 0 or self.added.minor < 0

    def cut_to(self, amount: Money | str) -> CreditRequest:
        """The same document with a smaller value; what it adds falls by as much, down to zero.

        Raises:
            CurrencyMismatchError: If the value is in another currency.
            InvalidValueError: If it is not above zero, or more than now.
        """
        value = money_of(amount)
        left = self.amount - value
        if left.minor < 0 or value.minor <= 0:
            raise InvalidValueError("amount", value, f"be above zero and at most {self.amount}")
        added = self.added - left
        return evolve(self, amount=value, added=added if added.minor > 0 else Money.zero(value.currency))


CreditDocument = CreditRequest | Order | Delivery | Invoice | CreditNote
"""What can be decided on: a request, or a document of the records."""


def asked(
    document: CreditDocument, position: Position, at: Checkpoint | None = None
) -> tuple[CreditRequest, Position]:
    """The request that a document makes, and the position that it is held against.

    An order that the position counts already is taken out of it, so that it does not count twice; unless it
    has become smaller, which lowers what is owed. A delivery or an invoice adds what its order does not
    already hold.
    """
    if isinstance(document, CreditRequest):
        return (document if at is None else evolve(document, at=at)), position
    if not isinstance(document, Order | Delivery | Invoice | CreditNote):
        raise WrongTypeError(
            "document", document, "be a CreditRequest, an order, delivery, invoice or credit note"
        )
    value = document.gross
    customer = position.customer if isinstance(document, Delivery) else document.customer
    if customer is None or value is None:
        raise InvalidValueError("document", document.id, "name its customer and have lines")
    if value.currency != position.currency:
        raise CurrencyMismatchError(
            "document", value.currency.code, f"be in {position.currency}; convert it first"
        )
    if isinstance(document, CreditNote):
        return CreditRequest(document.id, customer, -value, at=at or Checkpoint.INVOICE), position
    if isinstance(document, Order):
        return _order(document, customer, value, position, at or Checkpoint.ORDER)
    known = None if document.order is None else _open(position, document.order)
    held = 0 if known is None else known.counted.minor
    added = value if value.minor < 0 else Money(max(0, value.minor - held), value.currency)
    step = at or (Checkpoint.DELIVERY if isinstance(document, Delivery) else Checkpoint.INVOICE)
    return CreditRequest(document.id, customer, value, added, step), position


def _order(
    order: Order, customer: str, value: Money, position: Position, at: Checkpoint
) -> tuple[CreditRequest, Position]:
    known = _open(position, order.id)
    if known is None and order.supersedes is not None:
        known = _open(position, order.supersedes)
    if known is None or value.minor < 0:
        return CreditRequest(order.id, customer, value, at=at, due=order.due), position
    new = Money(max(0, value.minor - known.invoiced.minor), value.currency)
    before = known.amount - known.invoiced  # whether it is wanted within the horizon or later
    if new < before:
        return CreditRequest(order.id, customer, value, new - before, at, order.due), position
    added = new if new < value else value
    return CreditRequest(order.id, customer, value, added, at, order.due), position.without(known.id)


def _open(position: Position, name: str) -> OpenOrder | None:
    return next((order for order in position.orders if order.id == name), None)
