"""A customer's position: everything that a decision may look at, at one moment.

A book makes positions from its running totals, `exposure` makes them from facts; decisions read nothing else,
so both decide alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import as_date
from salesmgmt.credit.exposure.items import OpenItem
from salesmgmt.credit.exposure.values import Component, Exposure, ExposurePart
from salesmgmt.credit.limits import LimitAmount, LimitInForce, NoLimit, NotChecked
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money, money_of

__all__ = [
    "ManualStatus",
    "OpenOrder",
    "PoolPosition",
    "Position",
]

T = TypeVar("T")


class ManualStatus(StrEnum):
    """What a person has said of a customer; nothing that is computed changes it."""

    STOP = "stop"
    NO_CHECK = "no_check"


def _text(value: object, field: str) -> None:
    if not isinstance(value, str) or not value:
        raise InvalidValueError(field, value, "be a text with at least one character")


def _whole(value: object, field: str, least: int | None = 0) -> None:
    if type(value) is not int:
        raise WrongTypeError(field, value, "be a whole number")
    if least is not None and value < least:
        raise InvalidValueError(field, value, f"be {least} or more")


def _as_due(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "due")


def _as_on(value: date | str) -> date:
    return as_date(value, "on")


def _as_review(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "review_on")


def _as_open(value: Money | str) -> Money:
    return money_of(value, "open")


def _as_delivered(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "delivered")


def _as_beyond(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "beyond")


def _as_used(value: Money | str) -> Money:
    return money_of(value, "used")


def _as_taken(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "taken")


def _as_limit(value: LimitAmount | str) -> LimitAmount:
    return value if isinstance(value, NoLimit | NotChecked) else money_of(value, "limit")


@frozen(weakref_slot=False)
class OpenOrder:
    """An order that is not invoiced in full.

    Attributes:
        id: Its identifier.
        due: Day on which delivery is wanted; None where it does not say.
        amount: Its whole value, with tax.
        open: What is counted of it as ordered: neither delivered nor invoiced, 0 or more.
        delivered: What is counted of it as delivered and not invoiced, 0 or more; None for nothing.
        beyond: What else of it is neither invoiced nor counted, since it is wanted after the horizon or left
            out, 0 or more; None for nothing.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If the identifier is empty, or what is counted is negative.
        WrongTypeError: If a field has another type.
    """

    id: str
    due: date | None = field(converter=_as_due)
    amount: Money = field(converter=money_of)
    open: Money = field(converter=_as_open)
    delivered: Money | None = field(default=None, converter=_as_delivered)
    beyond: Money | None = field(default=None, converter=_as_beyond)

    def __attrs_post_init__(self) -> None:
        _text(self.id, "id")
        for name in ("open", "delivered", "beyond"):
            part: Money | None = getattr(self, name)
            if part is not None:
                _same_currency(self.amount.currency, part, name)
                if part.minor < 0:
                    raise InvalidValueError(name, part, "be 0 or more")

    @property
    def counted(self) -> Money:
        """What is counted of it, ordered or delivered."""
        return self.open if self.delivered is None else self.open + self.delivered

    @property
    def invoiced(self) -> Money:
        """What has left it by invoices or otherwise: its value less what is counted or beyond."""
        left = self.amount - self.counted
        return left if self.beyond is None else left - self.beyond


@frozen(weakref_slot=False)
class PoolPosition:
    """A limit that several customers use together.

    Attributes:
        id: Identifier of the pool.
        limit: What its members may owe together: an amount, `NoLimit()` or `NotChecked()`.
        used: What they owe together, the customer in question included.
        taken: What members with limits of their own take out of its limit, and `limit` no longer holds;
            None where they take nothing.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If the identifier is empty, or the limit or what is taken is negative.
        WrongTypeError: If a field has another type.
    """

    id: str
    limit: LimitAmount = field(converter=_as_limit)
    used: Money = field(converter=_as_used)
    taken: Money | None = field(default=None, converter=_as_taken)

    def __attrs_post_init__(self) -> None:
        _text(self.id, "id")
        for name in ("limit", "taken"):
            value: LimitAmount | None = getattr(self, name)
            if isinstance(value, Money):
                _same_currency(self.used.currency, value, name)
                if value.minor < 0:
                    raise InvalidValueError(name, value, "be 0 or more")

    @property
    def available(self) -> Money | None:
        """What is left, below zero by what is too much; None where no amount binds."""
        return self.limit - self.used if isinstance(self.limit, Money) else None


def _all(values: Iterable[T], kind: type[T], field: str) -> tuple[T, ...]:
    rule = f"hold values of {kind.__name__}, in a tuple"
    if not isinstance(values, Iterable):
        raise WrongTypeError(field, values, rule)
    given = tuple(values)
    for value in given:
        if not isinstance(value, kind):
            raise WrongTypeError(field, value, rule)
    return given


def _as_items(items: Iterable[OpenItem]) -> tuple[OpenItem, ...]:
    return tuple(
        sorted(_all(items, OpenItem, "items"), key=lambda item: (item.due or date.max, item.on, item.id))
    )


def _as_orders(orders: Iterable[OpenOrder]) -> tuple[OpenOrder, ...]:
    return tuple(
        sorted(_all(orders, OpenOrder, "orders"), key=lambda order: (order.due or date.max, order.id))
    )


def _as_pools(pools: Iterable[PoolPosition]) -> tuple[PoolPosition, ...]:
    return _all(pools, PoolPosition, "pools")


def _as_groups(groups: Iterable[str] | str) -> tuple[str, ...]:
    if not isinstance(groups, Iterable):
        raise WrongTypeError("groups", groups, "be texts, in a list or any other iterable")
    given = (groups,) if isinstance(groups, str) else tuple(groups)
    for group in given:
        _text(group, "groups")
    return tuple(sorted(set(given)))


def _as_status(value: ManualStatus | str | None) -> ManualStatus | None:
    return None if value is None else choice_of(ManualStatus, value, "status")


@frozen(weakref_slot=False)
class Position:
    """A customer at one moment: what is owed, what may be owed, and what else rules ask for.

    Attributes:
        exposure: What counts, part by part; it names the customer, the day and the currency.
        limit: The customer's own limit in force; None where there is none.
        pools: Limits used together with others, from the nearest up.
        items: The open invoices, oldest due date first.
        orders: The open orders that are counted, earliest delivery first.
        version: Number of changes that the position has seen; a later one is another position.
        dunning_level: Highest level that the customer has reached, items aside.
        review_on: Day on which the limit is to be reviewed; None where no review is planned.
        average_delay_days: By how many days the customer has paid late on average; None while unknown.
        terms_days: Agreed days until payment; None where nothing is agreed.
        groups: The groups to which the customer belongs, in the order of their names.
        segment: The customer's segment; None where there is none.
        status: A stop, or freedom from checks, that a person has set; None where nobody has.

    Raises:
        CurrencyMismatchError: If amounts are in another currency than the exposure.
        InvalidValueError: If an identifier is empty or a number is negative that must not be.
        WrongTypeError: If a field has another type.

    Examples:
        >>> item = OpenItem("I-1", "2026-01-20", "2026-02-19", "USD 4,000", "USD 2,500")
        >>> exposure = Exposure("C-9", "2026-03-10", "USD", [ExposurePart("invoices", "USD 2,500")])
        >>> position = Position(exposure, LimitInForce("USD 10,000"), items=[item])
        >>> position.customer, str(position.total), position.days_overdue
        ('C-9', 'USD 2,500.00', 19)
    """

    exposure: Exposure
    limit: LimitInForce | None = None
    pools: tuple[PoolPosition, ...] = field(default=(), converter=_as_pools, kw_only=True)
    items: tuple[OpenItem, ...] = field(default=(), converter=_as_items, kw_only=True)
    orders: tuple[OpenOrder, ...] = field(default=(), converter=_as_orders, kw_only=True)
    version: int = field(default=0, kw_only=True)
    dunning_level: int = field(default=0, kw_only=True)
    review_on: date | None = field(default=None, converter=_as_review, kw_only=True)
    average_delay_days: int | None = field(default=None, kw_only=True)
    terms_days: int | None = field(default=None, kw_only=True)
    groups: tuple[str, ...] = field(default=(), converter=_as_groups, kw_only=True)
    segment: str | None = field(default=None, kw_only=True)
    status: ManualStatus | None = field(default=None, converter=_as_status, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.exposure, Exposure):
            raise WrongTypeError("exposure", self.exposure, "be an Exposure")
        if self.limit is not None and not isinstance(self.limit, LimitInForce):
            raise WrongTypeError("limit", self.limit, "be a LimitInForce, or None where there is none")
        _whole(self.version, "version")
        _whole(self.dunning_level, "dunning_level")
        if self.average_delay_days is not None:
            _whole(self.average_delay_days, "average_delay_days", None)
        if self.terms_days is not None:
            _whole(self.terms_days, "terms_days")
        if self.segment is not None:
            _text(self.segment, "segment")
        unit = self.exposure.currency
        if self.limit is not None and isinstance(self.limit.amount, Money):
            _same_currency(unit, self.limit.amount, "limit")
        for pool in self.pools:
            _same_currency(unit, pool.used, "pools")
        for item in self.items:
            _same_currency(unit, item.amount, "items")
        for order in self.orders:
            _same_currency(unit, order.amount, "orders")

    @property
    def customer(self) -> str:
        """Whose position it is."""
        return self.exposure.customer

    @property
    def on(self) -> date:
        """The day at whose end it was taken."""
        return self.exposure.on

    @property
    def currency(self) -> Currency:
        """Currency of all amounts."""
        return self.exposure.currency

    @property
    def total(self) -> Money:
        """What counts against the limit."""
        return self.exposure.total

    @property
    def late(self) -> tuple[OpenItem, ...]:
        """The open items that are late; one that is overpaid, or negative, is owed by nobody."""
        return tuple(item for item in self.items if item.open.minor > 0 and item.days_late(self.on) > 0)

    @property
    def days_overdue(self) -> int:
        """Days by which the oldest open item is late; 0 where none is."""
        return max((item.days_late(self.on) for item in self.late), default=0)

    @property
    def overdue(self) -> Money:
        """Sum of the open items that are late."""
        return Money.total((item.open for item in self.late), self.currency)

    def without(self, order: str) -> Position:
        """A copy in which an order does not count, since a decision on it is being made."""
        found = next((one for one in self.orders if one.id == order), None)
        if found is None:
            return self
        left = {Component.ORDERS: found.open.minor}
        if found.delivered is not None:
            left[Component.DELIVERIES] = found.delivered.minor
        return evolve(
            self,
            exposure=_less(self.exposure, left),
            pools=tuple(evolve(pool, used=pool.used - found.counted) for pool in self.pools),
            orders=tuple(one for one in self.orders if one is not found),
        )

    def paid(self, amount: Money | str) -> Position:
        """The position once so much has come in and settled the open items from the oldest due date on.

        Raises:
            CurrencyMismatchError: If it is in another currency.
            InvalidValueError: If it is negative.
        """
        money = money_of(amount)
        _same_currency(self.currency, money, "amount")
        if money.minor < 0:
            raise InvalidValueError("amount", money, "be 0 or more")
        items = []
        rest = money.minor
        for item in self.items:
            taken = min(rest, max(0, item.open.minor))
            rest -= taken
            if taken < item.open.minor:
                items.append(_settled(item, item.open.minor - taken) if taken else item)
            elif item.open.minor <= 0:
                items.append(item)
        return evolve(
            self,
            exposure=_less(self.exposure, {Component.UNAPPLIED: money.minor}),
            pools=tuple(evolve(pool, used=pool.used - money) for pool in self.pools),
            items=items,
        )


def _settled(item: OpenItem, left: int) -> OpenItem:
    """An item of which only so much is still open."""
    most = Money(left, item.open.currency)
    return evolve(
        item,
        open=most,
        disputed=None if item.disputed is None else min(item.disputed, most),
        covered=None if item.covered is None else min(item.covered, most),
    )


def _less(exposure: Exposure, left: Mapping[Component, int]) -> Exposure:
    """An exposure without minor units of some components, which count in it."""
    counted = {part.component: part.amount.minor for part in exposure.counted}
    for component, minor in left.items():
        counted[component] = counted.get(component, 0) - minor
    parts = [
        ExposurePart(component, Money(minor, exposure.currency))
        for component, minor in counted.items()
        if minor
    ]
    return evolve(exposure, parts=(*parts, *exposure.ignored))


def _same_currency(unit: Currency, money: Money, field: str) -> None:
    if money.currency != unit:
        raise CurrencyMismatchError(field, str(money.currency), f"be in {unit}; convert it first")
