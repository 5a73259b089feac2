"""Releases: somebody lets a held document go ahead; by whom, which document, how much, until when."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError
from salesmgmt.money import Money, money_of

__all__ = ["DeliveryRelease"]


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


def _as_until(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "until")


def _as_up_to(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "up_to")


@frozen
class DeliveryRelease:
    """A delivery that was held may go ahead, though the customer's limit or terms speak against it.

    Attributes:
        id: Identifier given by the caller.
        document: The delivery, or the order whose deliveries, it is for.
        by: Who released it.
        on: Day of the release.
        until: Last day on which it serves; None for no end.
        up_to: The most that may be delivered under it, all deliveries together; None for any amount.
        reason: Why; empty where nobody said.

    Raises:
        InvalidValueError: If an identifier is empty, it ends before it begins, or the amount is negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> release = DeliveryRelease("R-1", "D-7", "ann", "2026-03-09", "2026-03-13", "USD 5,000")
        >>> [release.serves("D-7", day, "USD 5,000") for day in ("2026-03-13", "2026-03-14")]
        [True, False]
    """

    id: str
    document: str
    by: str
    on: date = field(converter=_as_on)
    until: date | None = field(default=None, converter=_as_until)
    up_to: Money | None = field(default=None, converter=_as_up_to)
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        for name in ("id", "document", "by"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value:
                raise InvalidValueError(name, value, "be a text with at least one character")
        if not isinstance(self.reason, str):
            raise InvalidValueError("reason", self.reason, "be text")
        if self.until is not None and self.until < self.on:
            raise InvalidValueError("until", self.until, f"not be before the day of the release {self.on}")
        if self.up_to is not None and self.up_to.minor < 0:
            raise InvalidValueError("up_to", self.up_to, "be 0 or more")

    def serves(
        self, document: str, on: date | str, amount: Money | str, delivered: Money | str | None = None
    ) -> bool:
        """Whether a delivery may go ahead under it.

        Args:
            document: The delivery or its order.
            on: Day of the delivery.
            amount: What is to be delivered.
            delivered: What was delivered under it before; None for nothing.

        Raises:
            CurrencyMismatchError: If the amounts are in several currencies.
            InvalidValueError: If a text is no amount or no date.
        """
        day, whole = as_date(on, "on"), self._money(amount, "amount")
        if delivered is not None:
            whole += self._money(delivered, "delivered", whole)
        in_time = self.on <= day and (self.until is None or day <= self.until)
        return document == self.document and in_time and (self.up_to is None or whole <= self.up_to)

    def _money(self, value: Money | str, name: str, other: Money | None = None) -> Money:
        """An amount in the currency of the release, or else of the other amount."""
        amount = money_of(value, name)
        unit = other if self.up_to is None else self.up_to
        if unit is not None and amount.currency != unit.currency:
            raise CurrencyMismatchError(
                name, amount.currency.code, f"be in {unit.currency}; convert it first"
            )
        return amount
