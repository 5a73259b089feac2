"""What money settles: cash and credits allocated to what is open, and what is left over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import as_date
from salesmgmt.credit.texts.terms import TERM_HEADINGS
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    Problem,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Money, apportion_minor, money_of
from salesmgmt.tables import Table, headed

__all__ = ["Allocation", "AllocationOrder", "Receipt", "SettledItem", "allocate", "payable"]


class AllocationOrder(StrEnum):
    """Which open items money settles first."""

    OLDEST_DUE = "oldest_due"
    """The one due first; those without a due date last."""
    OLDEST_INVOICE = "oldest_invoice"
    """The one billed first."""
    AS_LISTED = "as_listed"
    """In the order in which they are handed in."""
    NAMED = "named"
    """Those that the receipt names, in its order; nothing else."""
    PROPORTIONAL = "proportional"
    """All of them, in proportion to what is open; the largest remainders round up."""


def _text(value: object, name: str) -> None:
    if not isinstance(value, str) or not value:
        raise InvalidValueError(name, value, "be a text with at least one character")


def _as_due(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "due")


def _as_on(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "on")


def _as_zero(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value)


@frozen
class SettledItem:
    """Something to be paid, and what has settled it so far.

    Attributes:
        id: Identifier of the invoice or instalment.
        amount: What was billed.
        paid: What money settled of it; None for nothing.
        credited: What credits settled of it; None for nothing.
        due: Day by which it is to be paid; None where nothing says.
        on: Day of the invoice; None where it does not matter.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If the identifier is empty, an amount is negative, or more is settled than billed.
        WrongTypeError: If a field has another type.
    """

    id: str
    amount: Money = field(converter=money_of)
    paid: Money | None = field(default=None, converter=_as_zero)
    credited: Money | None = field(default=None, converter=_as_zero)
    due: date | None = field(default=None, converter=_as_due)
    on: date | None = field(default=None, converter=_as_on)

    def __attrs_post_init__(self) -> None:
        _text(self.id, "id")
        for name in ("amount", "paid", "credited"):
            part: Money | None = getattr(self, name)
            if part is None:
                continue
            if part.currency != self.amount.currency:
                raise CurrencyMismatchError(name, part, f"be in {self.amount.currency}, as the amount")
            if part.minor < 0:
                raise InvalidValueError(name, part, "be 0 or more")
        if self.open.minor < 0:
            raise InvalidValueError("amount", self.amount, "be at least what is paid and credited")

    @property
    def settled(self) -> Money:
        """What is paid and credited."""
        zero = Money.zero(self.amount.currency)
        return (self.paid or zero) + (self.credited or zero)

    @property
    def open(self) -> Money:
        """What is left to pay."""
        return self.amount - self.settled


def payable(
    parts: Iterable[tuple[date | str | None, Money | str]], *, prefix: str = ""
) -> tuple[SettledItem, ...]:
    """Items out of due dates and amounts, numbered from 1; a schedule of instalments becomes items so.

    Examples:
        >>> [item.id for item in payable([("2026-02-01", "USD 30"), ("2026-03-01", "USD 70")], prefix="I-1/")]
        ['I-1/1', 'I-1/2']
    """
    return tuple(SettledItem(f"{prefix}{n}", amount, due=due) for n, (due, amount) in enumerate(parts, 1))


def _as_names(names: Iterable[str] | str) -> tuple[str, ...]:
    given = (names,) if isinstance(names, str) else tuple(names)
    for name in given:
        _text(name, "items")
    return given


@frozen
class Receipt:
    """Money or a credit that settles what is open.

    Attributes:
        amount: How much.
        credit: Whether it is a credit note, and no money.
        items: Identifiers of the items that it names, in the order in which it settles them; empty where it
            names none.

    Raises:
        InvalidValueError: If the amount is negative or an identifier is empty.
        WrongTypeError: If a field has another type.
    """

    amount: Money = field(converter=money_of)
    credit: bool = False
    items: tuple[str, ...] = field(default=(), converter=_as_names)

    def __attrs_post_init__(self) -> None:
        if type(self.credit) is not bool:
            raise WrongTypeError("credit", self.credit, "be True or False")
        if self.amount.minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more; what is paid back is no receipt")


def _as_items(items: Iterable[SettledItem]) -> tuple[SettledItem, ...]:
    given = tuple(items) if isinstance(items, Iterable) else (items,)
    for item in given:
        if not isinstance(item, SettledItem):
            raise WrongTypeError("items", item, "be SettledItem values, in a list or any other iterable")
    return given


@frozen
class Allocation:
    """What receipts settle, and what is left of them.

    Attributes:
        items: The items in the order in which they were handed in, with what settles them now.
        unallocated: What no item took up.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        WrongTypeError: If an item is something else.
    """

    items: tuple[SettledItem, ...] = field(converter=_as_items)
    unallocated: Money = field(converter=money_of)

    def __attrs_post_init__(self) -> None:
        for item in self.items:
            if item.amount.currency != self.unallocated.currency:
                raise CurrencyMismatchError("items", item.amount, f"be in {self.unallocated.currency}")

    @property
    def open(self) -> Money:
        """What is left to pay of all items."""
        return Money.total([item.open for item in self.items], self.unallocated.currency)

    def table(self, lang: str = "en") -> Table:
        """The items with what settles them.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(TERM_HEADINGS, lang, "item", "due", "amount", "paid", "credited", "open")
        zero = Money.zero(self.unallocated.currency)
        rows = [
            (item.id, item.due, item.amount, item.paid or zero, item.credited or zero, item.open)
            for item in self.items
        ]
        title = headed(TERM_HEADINGS, lang, "allocation")[0].heading
        left = headed(TERM_HEADINGS, lang, "unallocated")[0].heading
        return Table(title, columns, rows, footer=(left, None, None, self.unallocated, None, None), lang=lang)


def allocate(
    receipts: Iterable[Receipt | Money | str],
    items: Iterable[SettledItem],
    *,
    by: AllocationOrder | str = AllocationOrder.OLDEST_DUE,
) -> Allocation:
    """Let receipts settle items, one receipt after the other; no item takes more than is open of it.

    A receipt that names items settles these first; what is left goes on in the order asked for, or is not
    allocated where only named items are to be settled.

    Args:
        receipts: Money and credits in the order in which they came; an amount alone is money.
        items: What is open.
        by: Which items are settled first.

    Raises:
        BatchError: If an identifier of an item stands twice, or amounts are in several currencies.
        InvalidValueError: If there is nothing to allocate to or from, or the order is unknown.
        UnknownIdentifierError: If a receipt names an item that is not there.
        WrongTypeError: If a receipt or item is something else.

    Examples:
        >>> items = payable([("2026-02-01", "USD 30"), ("2026-03-01", "USD 50"), ("2026-04-01", "USD 20")])
        >>> found = allocate(["USD 40"], items)
        >>> [str(item.open) for item in found.items], str(found.unallocated)
        (['USD 0.00', 'USD 40.00', 'USD 20.00'], 'USD 0.00')
    """
    order = choice_of(AllocationOrder, by, "by")
    held = _as_items(items)
    given = tuple(one if isinstance(one, Receipt) else Receipt(one) for one in receipts)
    amounts = [*(one.amount for one in given), *(item.amount for item in held)]
    if not amounts:
        raise InvalidValueError("items", held, "hold something, or the receipts do")
    currency = amounts[0].currency
    names = [item.id for item in held]
    problems = [
        Problem(f"item {name}", "id", name, "be unique")
        for place, name in enumerate(names)
        if name in names[:place]
    ]
    problems += [
        Problem("amounts", "currency", amount.currency.code, f"be {currency}, as the first")
        for amount in amounts
        if amount.currency != currency
    ]
    if problems:
        raise BatchError("items", problems)
    state = {item.id: [item.open.minor, 0, 0] for item in held}
    queue = _queue(held, order)
    left = sum(_settle(one, state, queue, order) for one in given)
    zero = Money.zero(currency)
    return Allocation(
        tuple(
            SettledItem(
                item.id,
                item.amount,
                (item.paid or zero) + Money(state[item.id][1], currency),
                (item.credited or zero) + Money(state[item.id][2], currency),
                item.due,
                item.on,
            )
            for item in held
        ),
        Money(left, currency),
    )


def _queue(items: tuple[SettledItem, ...], order: AllocationOrder) -> list[str]:
    if order is AllocationOrder.NAMED:
        return []
    if order is AllocationOrder.OLDEST_DUE:
        items = tuple(sorted(items, key=lambda item: (item.due or date.max, item.on or date.max)))
    elif order is AllocationOrder.OLDEST_INVOICE:
        items = tuple(sorted(items, key=lambda item: (item.on or date.max, item.due or date.max)))
    return [item.id for item in items]


def _settle(
    receipt: Receipt, state: Mapping[str, list[int]], queue: list[str], order: AllocationOrder
) -> int:
    """Settle what one receipt can; returns what is left of it."""
    minor = receipt.amount.minor
    for name in receipt.items:
        if name not in state:
            raise UnknownIdentifierError("items", name, f"be one of {', '.join(state)}")
        minor -= _take(state[name], minor, receipt.credit)
    if order is AllocationOrder.PROPORTIONAL:
        opened = [state[name][0] for name in queue]
        whole = sum(opened)
        if whole:
            parts = apportion_minor(min(minor, whole), opened)
            minor -= sum(
                _take(state[name], part, receipt.credit) for name, part in zip(queue, parts, strict=True)
            )
        return minor
    for name in queue:
        minor -= _take(state[name], minor, receipt.credit)
    return minor


def _take(item: list[int], minor: int, credit: bool) -> int:
    taken = min(item[0], minor)
    item[0] -= taken
    item[2 if credit else 1] += taken
    return taken
