"""What a rule asks: each check compares one figure with what is allowed.

Every check answers the same questions about plain figures: whether they are within what is allowed, and how
much has to be paid, cut from the document or put on a limit until they are. An exclusion asks the same
checks, and holds strictly below what is allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeAlias

from salesmgmt._choices import choice_of
from salesmgmt.credit.decisions.choices import AtLimit, DisputedItems, Effect, LateFrom
from salesmgmt.credit.decisions.figures import Asked, Figures
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate

__all__ = [
    "Check",
    "Raises",
    "as_at_limit",
    "as_late_from",
    "check_days",
    "check_money",
    "check_share",
    "late_days",
    "open_of",
    "pay_through",
]

Raises: TypeAlias = "tuple[int | None, dict[int, int]]"
"""What limits would have to be at least: the customer's own, and those of pools by their place."""


def as_at_limit(value: AtLimit | str) -> AtLimit:
    """What happens exactly at the limit, from its word."""
    return choice_of(AtLimit, value, "at_limit")


def as_late_from(value: LateFrom | str) -> LateFrom:
    """Which day is the first late one, from its word."""
    return choice_of(LateFrom, value, "late_from")


def check_days(value: object, field: str) -> None:
    """Refuse what is no number of days from 0."""
    if type(value) is not int:
        raise WrongTypeError(field, value, "be a whole number")
    if value < 0:
        raise InvalidValueError(field, value, "be a whole number, 0 or more")


def check_money(value: Money, field: str) -> None:
    """Refuse what is below zero."""
    if value.minor < 0:
        raise InvalidValueError(field, value, "be 0 or more")


def late_days(due: int, day: int, late_from: LateFrom) -> int:
    """By how many days an item is late; 0 where it is not."""
    days = day - due + (late_from is LateFrom.DUE_DAY)
    return max(days, 0)


def open_of(opened: int, disputed: int, kind: DisputedItems) -> int:
    """What of an item counts."""
    return opened if kind is DisputedItems.COUNTED else opened - disputed


class Check:
    """What all checks have in common."""

    __slots__ = ()

    kind: ClassVar[str]
    usual: ClassVar[Effect] = Effect.BLOCK

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        raise NotImplementedError

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        return 0 if self.ok(figures, asked, strict) else None

    def to_cut(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least cut of the document after which it is; None where none helps."""
        return 0 if self.ok(figures, asked, strict) else None

    def to_raise(self, figures: Figures, asked: Asked, strict: int) -> Raises | None:
        """The least limits with which it is; None where none helps."""
        return (None, {}) if self.ok(figures, asked, strict) else None

    def amounts(self) -> tuple[Money, ...]:
        """The amounts that it names, which have to be in the currency of the position."""
        return ()


def pay_through(figures: Figures, keeps: Callable[[int, int, int, int], int | None]) -> int:
    """The payment, from the oldest due date on, after which each item is down to what may be left of it.

    Args:
        figures: The customer.
        keeps: From the fields of an item to what may be left open of it; None where it may stay as it is.
    """
    before = needed = 0
    for due, opened, disputed, level in figures.items:
        left = keeps(due, opened, disputed, level)
        if left is not None and left < opened:
            needed = before + opened - left
        before += opened
    return needed


def check_share(share: Rate) -> None:
    """Refuse what is no share."""
    if not 0 <= share.value <= 1:
        raise InvalidValueError("share", share, "be a share, 0% to 100%")
