"""Money that is on its way, and what exchange rates did to an item: figures beside the balance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import HALF_UP_TO_MINOR, Conversion, Money, Rounding, money_of

__all__ = ["DatedPayment", "ExchangeOutcome", "Outlook", "exchange_outcome", "outlook_of"]


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


@frozen
class DatedPayment:
    """A payment and the day from which it counts.

    Attributes:
        on: From which day it counts as money.
        amount: How much.

    Raises:
        InvalidValueError: If the amount is negative.
        WrongTypeError: If a field has another type.
    """

    on: date = field(converter=_as_on)
    amount: Money = field(converter=money_of)

    def __attrs_post_init__(self) -> None:
        if self.amount.minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more")


@frozen
class Outlook:
    """What is open at a day, and what payments of later days will leave of it.

    Attributes:
        open: What is open at the day; later payments do not lower it.
        coming: What later payments will settle of it.
        unallocated: What is left of payments, those of later days included.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
    """

    open: Money = field(converter=money_of)
    coming: Money = field(converter=money_of)
    unallocated: Money = field(converter=money_of)

    def __attrs_post_init__(self) -> None:
        for name in ("coming", "unallocated"):
            part: Money = getattr(self, name)
            if part.currency != self.open.currency:
                raise CurrencyMismatchError(name, part, f"be in {self.open.currency}, as what is open")

    @property
    def remaining(self) -> Money:
        """What will still be open after them."""
        return self.open - self.coming


def outlook_of(amount: Money | str, payments: Iterable[DatedPayment], as_of: date | str) -> Outlook:
    """What is open of an amount at a day, and what payments of later days will leave of it.

    Args:
        amount: What was billed.
        payments: The payments on it, of any day.
        as_of: The end of this day.

    Raises:
        CurrencyMismatchError: If a payment is in another currency.
        InvalidValueError: If the amount is negative.
        WrongTypeError: If a payment is something else.

    Examples:
        >>> found = outlook_of("USD 100", [DatedPayment("2026-05-02", "USD 90")], "2026-05-01")
        >>> str(found.open), str(found.coming), str(found.remaining)
        ('USD 100.00', 'USD 90.00', 'USD 10.00')
    """
    whole, day = money_of(amount), as_date(as_of, "as_of")
    if whole.minor < 0:
        raise InvalidValueError("amount", whole, "be 0 or more")
    now = later = 0
    for payment in payments:
        if not isinstance(payment, DatedPayment):
            raise WrongTypeError("payments", payment, "be DatedPayment values")
        if payment.amount.currency != whole.currency:
            raise CurrencyMismatchError("payments", payment.amount, f"be in {whole.currency}")
        if payment.on <= day:
            now += payment.amount.minor
        else:
            later += payment.amount.minor
    left = max(0, whole.minor - now)
    coming = min(left, later)
    over = now + later - (whole.minor - left) - coming
    unit = whole.currency
    return Outlook(Money(left, unit), Money(coming, unit), Money(over, unit))


@frozen
class ExchangeOutcome:
    """An item in another currency, and what exchange rates did to it.

    Attributes:
        open: What is unpaid, in the item's currency.
        booked: What was booked for the item in the book's currency, at the rate of its day.
        received: What its payments came to in the book's currency, each at the rate of its own day.
        at_booked_rate: What is unpaid, at the rate of the item's day.

    Raises:
        CurrencyMismatchError: If the booked amounts are in several currencies.
    """

    open: Money = field(converter=money_of)
    booked: Money = field(converter=money_of)
    received: Money = field(converter=money_of)
    at_booked_rate: Money = field(converter=money_of)

    def __attrs_post_init__(self) -> None:
        for name in ("received", "at_booked_rate"):
            amount: Money = getattr(self, name)
            if amount.currency != self.booked.currency:
                raise CurrencyMismatchError(name, amount, f"be in {self.booked.currency}")

    @property
    def unadjusted(self) -> Money:
        """What the book shows as open before the exchange difference is booked."""
        return self.booked - self.received

    @property
    def difference(self) -> Money:
        """What exchange rates made of the part that is paid: below zero for a loss."""
        return self.at_booked_rate - self.unadjusted


def exchange_outcome(
    item: Conversion, payments: Iterable[Conversion], *, rounding: Rounding = HALF_UP_TO_MINOR
) -> ExchangeOutcome:
    """What is open of an item in another currency, and the exchange difference on what is paid.

    Args:
        item: The item, converted at the rate of its day.
        payments: Its payments, each converted at the rate of its own day.
        rounding: How amounts in the book's currency are rounded, each for itself.

    Raises:
        CurrencyMismatchError: If a payment is in another currency than the item, or leads to another one.
        WrongTypeError: If the item or a payment is no conversion.

    Examples:
        >>> from salesmgmt.money import ExchangeRate, ExchangeRates
        >>> quoted = [("2026-01-05", "80"), ("2026-02-05", "75")]
        >>> rates = ExchangeRates([ExchangeRate("USD", "INR", day, rate) for day, rate in quoted])
        >>> item = rates.convert("USD 100", "INR", "2026-01-05")
        >>> paid = rates.convert("USD 100", "INR", "2026-02-05")
        >>> found = exchange_outcome(item, [paid])
        >>> str(found.open), str(found.unadjusted), str(found.difference)
        ('USD 0.00', 'INR 500.00', 'INR -500.00')
    """
    if not isinstance(item, Conversion):
        raise WrongTypeError("item", item, "be a Conversion, as rates.convert gives it")
    left = item.given
    received = Money.zero(item.to)
    for payment in payments:
        if not isinstance(payment, Conversion):
            raise WrongTypeError("payments", payment, "be Conversions, as rates.convert gives them")
        if payment.given.currency != left.currency or payment.to != item.to:
            rule = f"lead from {left.currency} to {item.to}, as the item"
            raise CurrencyMismatchError("payments", str(payment), rule)
        left -= payment.given
        received += payment.round(rounding)
    rest = Conversion(left, item.to, item.on, item.quoted, item.inverted)
    return ExchangeOutcome(left, item.round(rounding), received, rest.round(rounding))
