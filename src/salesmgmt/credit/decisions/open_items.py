"""The checks on open items: how late they are, how much of them is, and how large they are."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.decisions.checks import (
    Check,
    Raises,
    as_at_limit,
    as_late_from,
    check_days,
    check_money,
    check_share,
    late_days,
    open_of,
    pay_through,
)
from salesmgmt.credit.decisions.choices import AtLimit, DisputedItems, LateFrom, ShareOf
from salesmgmt.credit.decisions.figures import Asked, Figures
from salesmgmt.money import Money, Rate, money_of, rate_of

__all__ = ["HighestItem", "OldestItem", "ShareOverdue"]


def _as_disputed(value: DisputedItems | str) -> DisputedItems:
    return choice_of(DisputedItems, value, "disputed")


def _as_share_of(value: ShareOf | str) -> ShareOf:
    return choice_of(ShareOf, value, "of")


def _as_share(value: Rate | str) -> Rate:
    return rate_of(value, "share")


def _as_least(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "least")


@frozen
class OldestItem(Check):
    """How late the oldest open item is.

    Attributes:
        days: So many days late are let pass.
        at_limit: Whether exactly so many are.
        late_from: Which day is the first late one.
        disputed: Whether what is disputed counts.
        least: Items of which no more is open are not looked at; None: all are.

    Raises:
        InvalidValueError: If the days or the amount are negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> OldestItem(10).kind
        'oldest_item'
    """

    kind: ClassVar[str] = "oldest_item"

    days: int = 0
    at_limit: AtLimit = field(default=AtLimit.PASS, converter=as_at_limit, kw_only=True)
    late_from: LateFrom = field(default=LateFrom.NEXT_DAY, converter=as_late_from, kw_only=True)
    disputed: DisputedItems = field(default=DisputedItems.COUNTED, converter=_as_disputed, kw_only=True)
    least: Money | None = field(default=None, converter=_as_least, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_days(self.days, "days")
        if self.least is not None:
            check_money(self.least, "least")

    def amounts(self) -> tuple[Money, ...]:
        """The amounts that it names."""
        return () if self.least is None else (self.least,)

    @property
    def plain(self) -> bool:
        """Whether the oldest due date alone decides."""
        return self.least is None and self.disputed is DisputedItems.COUNTED

    def allowed(self, strict: int) -> int:
        """The most days that are within."""
        return max(0, self.days - strict)

    def looked_at(self, opened: int, disputed: int) -> bool:
        """Whether an item counts."""
        return open_of(opened, disputed, self.disputed) > (0 if self.least is None else self.least.minor)

    def oldest(self, figures: Figures, day: int) -> int:
        """By how many days the oldest item is late; 0 where none is."""
        for due, opened, disputed, _ in figures.items:
            if self.looked_at(opened, disputed):
                return late_days(due, day, self.late_from)
        return 0

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return self.oldest(figures, asked.day) <= self.allowed(strict)

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        allowed, least = self.allowed(strict), 0 if self.least is None else self.least.minor

        def left(due: int, opened: int, disputed: int, level: int) -> int | None:
            if late_days(due, asked.day, self.late_from) <= allowed or not self.looked_at(opened, disputed):
                return None
            return least + opened - open_of(opened, disputed, self.disputed)

        return pay_through(figures, left)


@frozen
class ShareOverdue(Check):
    """How much is overdue, as a share of the limit or of what is open.

    The share of the limit is the default, since a payment never raises it; that of the receivables is what
    some systems show, and rises when an item is paid that is not late. Where no limit names an amount, there
    is nothing to take a share of, and the check is passed.

    Attributes:
        share: The share that is let pass.
        days: Only items late by more days count.
        of: Of what the share is taken.
        at_limit: Whether exactly the share is let pass.
        late_from: Which day is the first late one.
        disputed: Whether what is disputed counts.

    Raises:
        InvalidValueError: If the share is not from 0% to 100%, or the days are negative.
        WrongTypeError: If a field has another type.
    """

    kind: ClassVar[str] = "share_overdue"

    share: Rate = field(converter=_as_share)
    days: int = 0
    of: ShareOf = field(default=ShareOf.LIMIT, converter=_as_share_of, kw_only=True)
    at_limit: AtLimit = field(default=AtLimit.PASS, converter=as_at_limit, kw_only=True)
    late_from: LateFrom = field(default=LateFrom.NEXT_DAY, converter=as_late_from, kw_only=True)
    disputed: DisputedItems = field(default=DisputedItems.COUNTED, converter=_as_disputed, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_share(self.share)
        check_days(self.days, "days")

    def counts(self, due: int, day: int) -> bool:
        """Whether an item is late enough."""
        return late_days(due, day, self.late_from) > self.days

    def overdue(self, figures: Figures, day: int) -> int:
        """Sum of what is overdue."""
        return sum(
            open_of(opened, disputed, self.disputed)
            for due, opened, disputed, _ in figures.items
            if self.counts(due, day)
        )

    def base(self, figures: Figures) -> int | None:
        """Of what the share is taken; None where there is nothing."""
        if self.of is ShareOf.RECEIVABLES:
            return sum(open_of(opened, disputed, self.disputed) for _, opened, disputed, _ in figures.items)
        limits = (figures.limit, *(limit for limit, _ in figures.pools))
        return next((limit for limit in limits if limit is not None and limit >= 0), None)

    def allowed(self, base: int, strict: int) -> int:
        """The most that may be overdue."""
        part = self.share.value * base
        return (
            max(0, -(-part.numerator // part.denominator) - 1)
            if strict
            else part.numerator // part.denominator
        )

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        base = self.base(figures)
        return base is None or self.overdue(figures, asked.day) <= self.allowed(base, strict)

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        if self.ok(figures, asked, strict):
            return 0
        base = self.base(figures) or 0
        overdue = self.overdue(figures, asked.day)
        if self.of is ShareOf.LIMIT:
            less = overdue - self.allowed(base, strict)
        else:
            less = self._less_of_receivables(overdue, base, strict)
        before = 0
        for due, opened, disputed, _ in figures.items:
            counted = open_of(opened, disputed, self.disputed)
            if self.counts(due, asked.day) and counted:
                if counted >= less:
                    return before + less
                less -= counted
            before += opened
        return before

    def _less_of_receivables(self, overdue: int, total: int, strict: int) -> int:
        """By how much both have to fall until the one is the share of the other, or nothing."""
        share = self.share.value
        if share == 1:
            return overdue
        least = Fraction(overdue - share * total) / (1 - share)
        whole = -(-least.numerator // least.denominator)
        if strict and whole == least:
            whole += 1
        return min(whole, overdue)

    def to_raise(self, figures: Figures, asked: Asked, strict: int) -> Raises | None:
        """The least limits with which it is; None where none helps."""
        if self.ok(figures, asked, strict):
            return None, {}
        if self.of is ShareOf.RECEIVABLES or not self.share.value:
            return None
        least = Fraction(self.overdue(figures, asked.day)) / self.share.value
        whole = -(-least.numerator // least.denominator)
        if strict and whole == least:
            whole += 1
        if figures.limit is not None and figures.limit >= 0:
            return whole, {}
        return None, {next(place for place, (limit, _) in enumerate(figures.pools) if limit >= 0): whole}


@frozen
class HighestItem(Check):
    """How much is open of the largest item, late or not.

    Attributes:
        amount: So much is let pass.
        at_limit: Whether exactly so much is.
        disputed: Whether what is disputed counts.

    Raises:
        InvalidValueError: If the amount is negative.
        WrongTypeError: If a field has another type.
    """

    kind: ClassVar[str] = "highest_item"

    amount: Money = field(converter=money_of)
    at_limit: AtLimit = field(default=AtLimit.PASS, converter=as_at_limit, kw_only=True)
    disputed: DisputedItems = field(default=DisputedItems.COUNTED, converter=_as_disputed, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_money(self.amount, "amount")

    def amounts(self) -> tuple[Money, ...]:
        """The amounts that it names."""
        return (self.amount,)

    def allowed(self, strict: int) -> int:
        """The most that may be open of one item."""
        return max(0, self.amount.minor - strict)

    def highest(self, figures: Figures) -> int:
        """What is open of the largest item."""
        return max(
            (open_of(opened, disputed, self.disputed) for _, opened, disputed, _ in figures.items), default=0
        )

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return self.highest(figures) <= self.allowed(strict)

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        allowed = self.allowed(strict)
        return pay_through(
            figures,
            lambda due, opened, disputed, level: allowed + opened - open_of(opened, disputed, self.disputed),
        )
