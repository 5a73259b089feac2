"""What came in, and what it settles: payments, their application, promises and write-offs."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import InvalidValueError
from salesmgmt.money import Currency, Money
from salesmgmt.records.common import (
    NOTHING_MORE,
    More,
    as_amount,
    as_currency,
    as_day,
    as_instant,
    as_more,
    as_optional_day,
    check_needed,
    check_text,
    set_field,
    settle_amounts,
    settle_date,
    settle_dates,
    settle_identity,
)

__all__ = ["Application", "Payment", "PaymentKind", "Promise", "WriteOff"]


class PaymentKind(StrEnum):
    """In what form money came."""

    TRANSFER = "transfer"
    CASH = "cash"
    CHEQUE = "cheque"
    BILL = "bill"
    ADVANCE = "advance"


_KINDS = f"be one of {', '.join(repr(kind.value) for kind in PaymentKind)}"

if TYPE_CHECKING:

    def _as_kind(value: PaymentKind | str) -> PaymentKind: ...

else:
    _as_kind = None


def _read_kind(value: PaymentKind | str) -> PaymentKind:
    return choice_of(PaymentKind, value, "kind", _KINDS)


@frozen(weakref_slot=False)
class Payment:
    """Money received from a customer; negative where it was paid back.

    Attributes:
        id: Identifier given by the caller.
        on: Day of receipt.
        customer: Who paid.
        amount_minor: Minor units of `currency` (argument `amount`).
        kind: `transfer`, `cash`, `cheque`, `bill` (an acceptance bill) or `advance`.
        clears: Day from which a cheque or bill counts as money; None: at once.
        currency: Currency of the amount.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the payment that this one corrects.

    Raises:
        InvalidValueError: If it clears before it was received, or no currency is known.
        WrongTypeError: If a field has another type.
    """

    id: str
    on: date = field(converter=as_day)
    customer: str
    amount_minor: int = field(alias="amount", converter=as_amount)
    kind: PaymentKind = field(default=PaymentKind.TRANSFER, converter=_as_kind)
    clears: date | None = field(default=None, converter=as_optional_day)
    currency: Currency = field(default=None, converter=as_currency)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        check_needed(self.customer, "customer")
        if type(self.amount_minor) is not int or type(self.currency) is not Currency:
            settle_amounts(self, self.currency, "amount_minor")
        if type(self.kind) is not PaymentKind:
            set_field(self, "kind", _read_kind(self.kind))
        settle_dates(self, "clears")
        if self.clears is not None and self.clears < self.on:
            raise InvalidValueError("clears", self.clears, f"not be before the day of receipt {self.on}")

    @property
    def amount(self) -> Money:
        """The money received."""
        return Money(self.amount_minor, self.currency)


@frozen(weakref_slot=False)
class Application:
    """The part of a payment or credit note that settles an invoice.

    Attributes:
        id: Identifier given by the caller.
        on: Day of the application.
        source: Identifier of the payment or credit note.
        invoice: The invoice that is settled.
        amount_minor: Minor units of `currency` (argument `amount`), with tax; negative where it is undone.
        currency: Currency of the amount.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the application that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or no currency is known.
        WrongTypeError: If a field has another type.
    """

    id: str
    on: date = field(converter=as_day)
    source: str
    invoice: str
    amount_minor: int = field(alias="amount", converter=as_amount)
    currency: Currency = field(default=None, converter=as_currency)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        check_needed(self.source, "source")
        check_needed(self.invoice, "invoice")
        if type(self.amount_minor) is not int or type(self.currency) is not Currency:
            settle_amounts(self, self.currency, "amount_minor")

    @property
    def amount(self) -> Money:
        """The part that is applied."""
        return Money(self.amount_minor, self.currency)


@frozen(weakref_slot=False)
class Promise:
    """A customer's word to pay by a day.

    Attributes:
        id: Identifier given by the caller.
        on: Day on which it was given.
        customer: Who promised.
        amount_minor: Minor units of `currency` (argument `amount`).
        by: Day by which the money is to come.
        invoice: The invoice that it concerns; None for the account.
        currency: Currency of the amount.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the promise that this one corrects.

    Raises:
        InvalidValueError: If it is due before it was given, or no currency is known.
        WrongTypeError: If a field has another type.
    """

    id: str
    on: date = field(converter=as_day)
    customer: str
    amount_minor: int = field(alias="amount", converter=as_amount)
    by: date = field(converter=as_day)
    invoice: str | None = None
    currency: Currency = field(default=None, converter=as_currency)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        check_needed(self.customer, "customer")
        check_text(self.invoice, "invoice")
        if type(self.amount_minor) is not int or type(self.currency) is not Currency:
            settle_amounts(self, self.currency, "amount_minor")
        if type(self.by) is not date:
            settle_date(self, "by", self.by)
        if self.by < self.on:
            raise InvalidValueError("by", self.by, f"not be before the day of the promise {self.on}")

    @property
    def amount(self) -> Money:
        """The money promised."""
        return Money(self.amount_minor, self.currency)


@frozen(weakref_slot=False)
class WriteOff:
    """A receivable, or part of it, given up in the books.

    Attributes:
        id: Identifier given by the caller.
        on: Day of the entry.
        invoice: The invoice concerned.
        amount_minor: Minor units of `currency` (argument `amount`); negative where it is taken back.
        reason: Why.
        currency: Currency of the amount.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the entry that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or no currency is known.
        WrongTypeError: If a field has another type.
    """

    id: str
    on: date = field(converter=as_day)
    invoice: str
    amount_minor: int = field(alias="amount", converter=as_amount)
    reason: str | None = None
    currency: Currency = field(default=None, converter=as_currency)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        check_needed(self.invoice, "invoice")
        check_text(self.reason, "reason")
        if type(self.amount_minor) is not int or type(self.currency) is not Currency:
            settle_amounts(self, self.currency, "amount_minor")

    @property
    def amount(self) -> Money:
        """The money given up."""
        return Money(self.amount_minor, self.currency)
