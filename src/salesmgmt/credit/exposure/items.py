"""What is open: one invoice, or another claim, that is not settled in full."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money, money_of

__all__ = ["OpenItem"]


def _as_due(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "due")


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


def _as_part(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value)


@frozen(weakref_slot=False)
class OpenItem:
    """A claim on a customer that is not settled in full.

    Attributes:
        id: Identifier of the invoice, or of what else is owed.
        on: Day of the document.
        due: Day by which it is to be paid; None where the terms do not say.
        amount: What was billed, with tax.
        open: What is unpaid of it; negative where the document itself is negative.
        disputed: The part of what is open that the customer disputes; None for none of it.
        covered: The part of what is open for which a cheque or bill is in hand that has not cleared; None for
            none of it.
        dunning_level: Highest level of a reminder sent for it; 0 where none was.
        order: The order that it bills; None where no order is named.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If an identifier is empty, a part is negative or the level below 0.
        WrongTypeError: If a field has another type.

    Examples:
        >>> item = OpenItem("I-1", "2026-01-20", "2026-02-19", "USD 4,000", "USD 2,500")
        >>> item.days_late("2026-03-10"), item.days_late("2026-02-19")
        (19, 0)
    """

    id: str
    on: date = field(converter=_as_on)
    due: date | None = field(converter=_as_due)
    amount: Money = field(converter=money_of)
    open: Money = field(converter=money_of)
    disputed: Money | None = field(default=None, converter=_as_part)
    covered: Money | None = field(default=None, converter=_as_part)
    dunning_level: int = 0
    order: str | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id:
            raise InvalidValueError("id", self.id, "be a text with at least one character")
        if self.order is not None and (not isinstance(self.order, str) or not self.order):
            raise InvalidValueError("order", self.order, "be None or a text with at least one character")
        if type(self.dunning_level) is not int:
            raise WrongTypeError("dunning_level", self.dunning_level, "be a whole number")
        if self.dunning_level < 0:
            raise InvalidValueError("dunning_level", self.dunning_level, "be 0 or more")
        for name in ("open", "disputed", "covered"):
            part: Money | None = getattr(self, name)
            if part is None:
                continue
            if part.currency != self.amount.currency:
                raise CurrencyMismatchError(name, part, f"be in {self.amount.currency}, as the amount")
            if name != "open" and part.minor < 0:
                raise InvalidValueError(name, part, "be 0 or more")

    def days_late(self, on: date | str) -> int:
        """Whole days since the due date, at the end of a day; 0 or less where it is not late."""
        return 0 if self.due is None else (as_date(on, "on") - self.due).days
