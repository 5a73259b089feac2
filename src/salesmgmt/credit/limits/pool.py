"""A pool as it is on a day, who belongs to it, and what is used of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from attrs import field, frozen

from salesmgmt.calendars import DateRange, range_of
from salesmgmt.credit.limits.amounts import LimitAmount, amount_of
from salesmgmt.credit.limits.checks import check_text
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money, money_of
from salesmgmt.reasons import Reason

__all__ = ["Pool", "PoolMember", "PoolNesting", "PoolUse"]


class PoolNesting(StrEnum):
    """What the limit of a member is to the pool above it."""

    TAKEN_OUT = "taken_out"
    """It leaves the pool: the others share the rest, and only the nearest pool binds."""
    WITHIN = "within"
    """It lies within the pool: every pool on the way up binds, each for all that is below it."""


@frozen(weakref_slot=False)
class PoolMember:
    """A customer or group that belongs to another for a time.

    Attributes:
        member: Identifier of the customer or group.
        parent: Identifier of the group that it belongs to.
        during: Days on which it does; always where left out.

    Raises:
        InvalidValueError: If an identifier is empty, or the member is its own parent.
        WrongTypeError: If a field has another type.
    """

    member: str
    parent: str
    during: DateRange = field(default=DateRange(None, None), converter=range_of)

    def __attrs_post_init__(self) -> None:
        check_text("member", self.member)
        check_text("parent", self.parent)
        if self.member == self.parent:
            raise InvalidValueError("parent", self.parent, "be another than the member")


def _as_taken(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "taken")


def _as_reasons(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(reasons)


@frozen
class Pool:
    """What those may owe together who share a limit on a day.

    Attributes:
        id: The customer or group whose limit it is.
        limit: That limit.
        taken: What members with limits of their own take out of it; None where nothing is.
        amount: What is left to share, never below zero, or `NoLimit()` or `NotChecked()`.
        reasons: How it came about.

    Raises:
        CurrencyMismatchError: If amounts are in several currencies.
        InvalidValueError: If an identifier is empty or an amount negative.
        WrongTypeError: If a field has another type.
    """

    id: str
    limit: LimitAmount = field(converter=amount_of)
    taken: Money | None = field(default=None, converter=_as_taken)
    reasons: tuple[Reason, ...] = field(default=(), converter=_as_reasons)

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        for name in ("limit", "taken"):
            value = getattr(self, name)
            if isinstance(value, Money) and value.minor < 0:
                raise InvalidValueError(name, value, "be 0 or more")
        if (
            self.taken is not None
            and isinstance(self.limit, Money)
            and self.taken.currency != self.limit.currency
        ):
            rule = f"be in {self.limit.currency}, as the limit; convert it first"
            raise CurrencyMismatchError("taken", self.taken.currency.code, rule)

    @property
    def amount(self) -> LimitAmount:
        """What is left to share: never below zero."""
        if self.taken is None or not isinstance(self.limit, Money):
            return self.limit
        left = self.limit - self.taken
        return left if left.minor > 0 else Money.zero(left.currency)

    @property
    def short(self) -> Money | None:
        """By how much the limits of its members exceed its own; None where they do not."""
        if self.taken is None or not isinstance(self.limit, Money) or self.taken <= self.limit:
            return None
        return self.taken - self.limit


@frozen
class PoolUse:
    """A pool, and what is used of it.

    Attributes:
        pool: The pool.
        used: What those owe who share it.

    Raises:
        CurrencyMismatchError: If the two are in two currencies.
        WrongTypeError: If a field has another type.
    """

    pool: Pool
    used: Money = field(converter=money_of)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.pool, Pool):
            raise WrongTypeError("pool", self.pool, "be a Pool")
        limit = self.pool.limit
        if isinstance(limit, Money) and limit.currency != self.used.currency:
            rule = f"be in {limit.currency}, as the limit; convert it first"
            raise CurrencyMismatchError("used", self.used.currency.code, rule)

    @property
    def available(self) -> Money | None:
        """What is left, below zero by what is too much; None where no amount binds."""
        amount = self.pool.amount
        return amount - self.used if isinstance(amount, Money) else None
