"""Floor credit: a fixed stock that a distributor was financed, beside what it buys and pays as it goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import DateRange, as_date, range_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, money_of

__all__ = ["FloorCredit"]


def _as_during(value: DateRange | str) -> DateRange:
    return range_of(value, "during")


def _as_invoices(names: Iterable[str] | str) -> tuple[str, ...]:
    if not isinstance(names, Iterable):
        raise WrongTypeError("invoices", names, "be identifiers of invoices, in a list or any other iterable")
    given = (names,) if isinstance(names, str) else tuple(names)
    for name in given:
        if not isinstance(name, str) or not name:
            raise InvalidValueError("invoices", name, "be a text with at least one character")
    return tuple(sorted(set(given)))


@frozen
class FloorCredit:
    """An agreement to finance a distributor's first stock, 铺底 in Chinese practice.

    While it runs, the invoices for that stock count against its own amount, beside the limit for the
    running business, and need not be paid. At its end they are recalled: they are due, and count against the
    limit like all others. What they come to above the amount counts against the limit from the start.

    Attributes:
        id: Identifier given by the caller.
        customer: The distributor.
        amount: The most that is financed.
        during: Days on which it runs; on the last of them the stock is to be paid.
        invoices: The invoices for the stock.

    Raises:
        InvalidValueError: If an identifier is empty, the amount is negative or the term has no end.
        WrongTypeError: If a field has another type.

    Examples:
        >>> floor = FloorCredit("F-1", "C-9", "CNY 500,000", "2026-01-01/2027-01-01", ["I-1"])
        >>> floor.due, floor.runs("2026-12-31"), floor.runs("2027-01-01")
        (datetime.date(2026, 12, 31), True, False)
    """

    id: str
    customer: str
    amount: Money = field(converter=money_of)
    during: DateRange = field(converter=_as_during)
    invoices: tuple[str, ...] = field(default=(), converter=_as_invoices)

    def __attrs_post_init__(self) -> None:
        for name in ("id", "customer"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value:
                raise InvalidValueError(name, value, "be a text with at least one character")
        if self.amount.minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more")
        if self.during.end is None:
            raise InvalidValueError("during", str(self.during), "have an end, at which the stock is recalled")

    @property
    def due(self) -> date | None:
        """The last day of the term, by which the stock is to be paid; it has one, as every term does."""
        return self.during.last

    def runs(self, on: date | str) -> bool:
        """Whether it runs on a day."""
        return as_date(on, "on") in self.during
