"""Positions out of facts: what a decision may look at, for a customer of a batch."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from salesmgmt.credit.exposure.accounts import Accounts, Waiting
from salesmgmt.credit.exposure.delays import DELAY_DAYS
from salesmgmt.credit.exposure.policy import ExposurePolicy
from salesmgmt.credit.limits import LimitInForce
from salesmgmt.credit.positions.position import ManualStatus, OpenOrder, PoolPosition, Position
from salesmgmt.credit.terms.floor import FloorCredit
from salesmgmt.money import Currency, Money
from salesmgmt.records import Customer, Facts, Order

__all__ = ["open_order", "position_in", "position_of"]

_DEFAULT = ExposurePolicy()


def position_of(
    facts: Facts,
    customer: str,
    as_of: date | str,
    currency: Currency | str,
    *,
    policy: ExposurePolicy = _DEFAULT,
    limit: LimitInForce | None = None,
    pools: Iterable[PoolPosition] = (),
    floors: Iterable[FloorCredit] = (),
    concerning: Iterable[str] | str = (),
    groups: Iterable[str] = (),
    review_on: date | str | None = None,
    status: ManualStatus | str | None = None,
    delay_within_days: int | None = DELAY_DAYS,
) -> Position:
    """A customer's position at the end of a day.

    The facts give what is owed and open, the dunning level of notices for the account, how late the customer
    pays on average, the terms that were agreed and the customer's segment. An invoice that is late and open
    counts towards the average as if it were paid on the day, so that its payment makes nothing worse; a part
    of a day counts as a whole one. What facts do not know is handed in.

    Args:
        facts: A batch with the customer's documents.
        customer: Whose position.
        as_of: The day.
        currency: Currency of the position.
        policy: What counts.
        limit: The customer's own limit in force.
        pools: Limits used together with others.
        floors: Agreements on floor stock.
        concerning: Identifiers of orders that a decision is about; they are listed even where nothing of them
            counts any more.
        groups: The groups to which the customer belongs.
        review_on: Day on which the limit is to be reviewed.
        status: A stop, or freedom from checks, that a person has set.
        delay_within_days: How far back payments are looked at for the average delay; None: all.

    Raises:
        BatchError: If documents are in another currency and the policy has no rate for them.
        CurrencyMismatchError: If a limit is in another currency.
        InvalidValueError: If the customer is no text or an empty one.
        WrongTypeError: If the facts are no batch, or an argument has another type.

    Examples:
        >>> from salesmgmt.records import Facts, Invoice, Line
        >>> facts = Facts(
        ...     [Invoice("I-1", "2026-01-20", Line("GTX", "USD 4,000"), customer="C-9", due="2026-02-19")]
        ... )
        >>> position = position_of(facts, "C-9", "2026-03-10", "USD")
        >>> str(position.total), position.days_overdue
        ('USD 4,000.00', 19)
    """
    return position_in(
        Accounts(facts, as_of, policy, floors),
        facts,
        customer,
        currency,
        limit=limit,
        pools=pools,
        concerning=concerning,
        groups=groups,
        review_on=review_on,
        status=status,
        delay_within_days=delay_within_days,
    )


def position_in(
    accounts: Accounts,
    facts: Facts,
    customer: str,
    currency: Currency | str,
    *,
    limit: LimitInForce | None = None,
    pools: Iterable[PoolPosition] = (),
    concerning: Iterable[str] | str = (),
    groups: Iterable[str] = (),
    review_on: date | str | None = None,
    status: ManualStatus | str | None = None,
    delay_within_days: int | None = DELAY_DAYS,
) -> Position:
    """The same out of accounts that were put together once, for many customers."""
    account = accounts.of(customer, currency)
    index = facts.index(Order)
    names = (concerning,) if isinstance(concerning, str) else tuple(concerning)
    asked = {index[name].id if name in index else name for name in names}
    unit = account.currency
    day = accounts.ledger.day
    late = [
        item.due for item in account.items if item.due is not None and item.due < day and item.open.minor > 0
    ]
    delay = accounts.delay_of(customer, delay_within_days, late)
    known = facts.index(Customer).get(customer)
    return Position(
        account.exposure,
        limit,
        pools=pools,
        items=account.items,
        orders=[
            open_order(one, unit)
            for one in account.waiting
            if one.open or one.delivered or one.order.id in asked
        ],
        dunning_level=account.dunning_level,
        review_on=review_on,
        average_delay_days=None if delay is None else math.ceil(delay),
        terms_days=accounts.terms_of(customer),
        groups=groups,
        segment=None if known is None else known.segment,
        status=status,
    )


def open_order(one: Waiting, unit: Currency) -> OpenOrder:
    """An order of an account as decisions see it."""
    return OpenOrder(
        one.order.id,
        one.order.due,
        Money(one.amount, unit),
        Money(one.open, unit),
        Money(one.delivered, unit) if one.delivered else None,
        Money(one.beyond, unit) if one.beyond else None,
    )
