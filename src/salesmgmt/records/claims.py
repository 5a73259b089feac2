"""What becomes of claims on customers: disputes, dunning notices, guarantees, agreed terms of payment."""

from __future__ import annotations

from datetime import date, datetime

from attrs import field, frozen

from salesmgmt.calendars import DateRange
from salesmgmt.errors import InvalidValueError, WrongTypeError
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
    as_optional_currency,
    as_optional_day,
    as_range,
    check_needed,
    check_text,
    set_field,
    settle_amounts,
    settle_date,
    settle_dates,
    settle_identity,
    settle_range,
)

__all__ = ["CreditTerm", "Dispute", "DunningNotice", "Guarantee"]


@frozen(weakref_slot=False)
class Dispute:
    """A customer contests an invoice, or part of it.

    Attributes:
        id: Identifier given by the caller.
        on: Day on which it was raised.
        invoice: The invoice concerned.
        amount_minor: Minor units of `currency` (argument `amount`), with tax; None where all that is open is
            contested.
        settled: Day from which it is no longer contested; None while it is.
        reason: Why, such as `damaged` or `price`.
        currency: Currency of the amount; None where there is no amount.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the dispute that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty, the amount is not above 0, or the dispute is settled
            before it was raised.
        WrongTypeError: If a field has another type.

    Examples:
        >>> Dispute("X-1", "2026-03-09", "I-1", "USD 400", reason="damaged").amount
        Money.of('USD 400.00')
    """

    id: str
    on: date = field(converter=as_day)
    invoice: str
    amount_minor: int | None = field(default=None, alias="amount", converter=as_optional_amount)
    settled: date | None = field(default=None, converter=as_optional_day)
    reason: str | None = None
    currency: Currency | None = field(default=None, converter=as_optional_currency)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        check_needed(self.invoice, "invoice")
        check_text(self.reason, "reason")
        settle_dates(self, "settled")
        if self.settled is not None and self.settled < self.on:
            raise InvalidValueError(
                "settled", self.settled, f"not be before the day of the dispute {self.on}"
            )
        if self.amount_minor is not None or self.currency is not None:
            settle_amounts(self, self.currency, optional=("amount_minor",))
        if self.amount_minor is None:
            set_field(self, "currency", None)
        if self.amount_minor is not None and self.amount_minor <= 0:
            raise InvalidValueError("amount", self.amount, "be above 0, or None for all that is open")

    @property
    def amount(self) -> Money | None:
        """The money contested; None where it is all that is open."""
        if self.amount_minor is None or self.currency is None:
            return None
        return Money(self.amount_minor, self.currency)


@frozen(weakref_slot=False)
class DunningNotice:
    """A reminder that was sent to a customer.

    Attributes:
        id: Identifier given by the caller.
        on: Day on which it was sent.
        customer: Who was reminded.
        level: How stern it was, from 1.
        invoice: The invoice that it reminds of; None for the account.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the notice that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or the level below 1.
        WrongTypeError: If a field has another type.
    """

    id: str
    on: date = field(converter=as_day)
    customer: str
    level: int
    invoice: str | None = None
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        if type(self.on) is not date:
            settle_date(self, "on", self.on)
        check_needed(self.customer, "customer")
        check_text(self.invoice, "invoice")
        _check_count(self.level, "level", 1)


@frozen(weakref_slot=False)
class Guarantee:
    """Somebody answers for what a customer owes: a bank, a parent company, a deposit.

    Attributes:
        id: Identifier given by the caller.
        customer: For whose debts it stands.
        during: Days on which it holds.
        amount_minor: Minor units of `currency` (argument `amount`): the most that it covers.
        guarantor: Who answers; None where the caller does not say.
        kind: Such as `bank`, `parent` or `deposit`.
        currency: Currency of the amount.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the guarantee that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty, the amount is negative or no currency is known.
        WrongTypeError: If a field has another type.

    Examples:
        >>> Guarantee("G-1", "C-9", "2026-01-01/2027-01-01", "USD 50,000", "First Bank", "bank").amount
        Money.of('USD 50,000.00')
    """

    id: str
    customer: str
    during: DateRange = field(converter=as_range)
    amount_minor: int = field(alias="amount", converter=as_amount)
    guarantor: str | None = None
    kind: str | None = None
    currency: Currency = field(default=None, converter=as_currency)
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        check_needed(self.customer, "customer")
        settle_range(self, "during", self.during)
        check_text(self.guarantor, "guarantor")
        check_text(self.kind, "kind")
        if type(self.amount_minor) is not int or type(self.currency) is not Currency:
            settle_amounts(self, self.currency, "amount_minor")
        if self.amount_minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more")

    @property
    def on(self) -> date | None:
        """First day on which it holds."""
        return self.during.start

    @property
    def amount(self) -> Money:
        """The most that it covers."""
        return Money(self.amount_minor, self.currency)


@frozen(weakref_slot=False)
class CreditTerm:
    """How long a customer may take to pay, as it was agreed.

    Attributes:
        id: Identifier given by the caller.
        customer: With whom it was agreed.
        during: Days on which it holds.
        days: Days until payment; 0 for payment at once.
        terms: Name of the terms that the house keeps, where it has names for them.
        more: The caller's own columns.
        recorded: Aware instant at which it became known, kept in UTC.
        supersedes: Identifier of the agreement that this one corrects.

    Raises:
        InvalidValueError: If an identifier is empty or the days are negative.
        WrongTypeError: If a field has another type.
    """

    id: str
    customer: str
    during: DateRange = field(converter=as_range)
    days: int
    terms: str | None = None
    more: More = field(default=NOTHING_MORE, converter=as_more)
    recorded: datetime | None = field(default=None, converter=as_instant)
    supersedes: str | None = None

    def __attrs_post_init__(self) -> None:
        settle_identity(self)
        check_needed(self.customer, "customer")
        settle_range(self, "during", self.during)
        _check_count(self.days, "days", 0)
        check_text(self.terms, "terms")

    @property
    def on(self) -> date | None:
        """First day on which it holds."""
        return self.during.start


def _check_count(value: object, name: str, least: int) -> None:
    if type(value) is not int:
        raise WrongTypeError(name, value, "be a whole number")
    if value < least:
        raise InvalidValueError(name, value, f"be {least} or more")
