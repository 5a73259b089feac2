"""The checks on the document itself: what it is worth, and the terms that it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from attrs import field, frozen

from salesmgmt.credit.decisions.checks import (
    Check,
    as_at_limit,
    as_late_from,
    check_days,
    check_money,
    late_days,
)
from salesmgmt.credit.decisions.choices import AtLimit, LateFrom
from salesmgmt.credit.decisions.figures import NEVER, Asked, Figures
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, money_of

__all__ = ["ChangeOfTerms", "DocumentValue", "ValueByDelay"]


@frozen
class DocumentValue(Check):
    """How much the document is worth.

    Attributes:
        amount: So much is let pass.
        at_limit: Whether exactly so much is.

    Raises:
        InvalidValueError: If the amount is negative.
        WrongTypeError: If a field has another type.
    """

    kind: ClassVar[str] = "document_value"

    amount: Money = field(converter=money_of)
    at_limit: AtLimit = field(default=AtLimit.PASS, converter=as_at_limit, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_money(self.amount, "amount")

    def amounts(self) -> tuple[Money, ...]:
        """The amounts that it names."""
        return (self.amount,)

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return asked.amount <= self.amount.minor - strict

    def to_cut(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least cut of the document after which it is; None where none helps."""
        return max(0, asked.amount - self.amount.minor + strict)


def _as_steps(
    steps: Mapping[int, Money | str] | Iterable[tuple[int, Money | str]],
) -> tuple[tuple[int, Money], ...]:
    try:
        pairs = [
            (days, money_of(amount))
            for days, amount in (steps.items() if isinstance(steps, Mapping) else steps)
        ]
    except TypeError as error:
        raise WrongTypeError("steps", steps, "be a mapping, or pairs, of days to amounts") from error
    for days, amount in pairs:
        check_days(days, "steps")
        check_money(amount, "steps")
        if amount.currency != pairs[0][1].currency:
            raise InvalidValueError("steps", str(amount), f"be in one currency, here {pairs[0][1].currency}")
    if len({days for days, _ in pairs}) < len(pairs):
        raise InvalidValueError("steps", sorted(days for days, _ in pairs), "name each number of days once")
    return tuple(sorted(pairs))


@frozen
class ValueByDelay(Check):
    """How much the document is worth, where the later the oldest open item, the less is let pass.

    Attributes:
        steps: From days late to the value that is let pass from there on; below the first step, any is.
        late_from: Which day is the first late one.

    Raises:
        InvalidValueError: If there is no step, a step stands twice, or a later step lets more pass.
        WrongTypeError: If a field has another type.

    Examples:
        >>> check = ValueByDelay({5: "USD 1,000", 15: "USD 0"})
        >>> check.step(10), check.step(3)
        (5, None)
    """

    kind: ClassVar[str] = "value_by_delay"

    steps: tuple[tuple[int, Money], ...] = field(converter=_as_steps)
    late_from: LateFrom = field(default=LateFrom.NEXT_DAY, converter=as_late_from, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.steps:
            raise InvalidValueError("steps", self.steps, "have a step")
        amounts = [amount.minor for _, amount in self.steps]
        if amounts != sorted(amounts, reverse=True):
            raise InvalidValueError("steps", self.steps, "let no more pass at a later step")

    def amounts(self) -> tuple[Money, ...]:
        """The amounts that it names."""
        return (self.steps[0][1],)

    def step(self, days: int) -> int | None:
        """The highest step that is not above a number of days; None where all are."""
        return max((step for step, _ in self.steps if step <= days), default=None)

    def bound(self, days: int) -> int | None:
        """The value that is let pass at a number of days late, in minor units; None for any."""
        step = self.step(days)
        return None if step is None else dict(self.steps)[step].minor

    def oldest(self, figures: Figures, day: int) -> int:
        """By how many days the oldest item is late; 0 where none is."""
        return late_days(figures.items[0][0], day, self.late_from) if figures.items else 0

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        bound = self.bound(self.oldest(figures, asked.day))
        return bound is None or asked.amount <= bound - strict

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        before = 0
        for due, opened, _, _ in (*figures.items, (NEVER, 0, 0, 0)):
            bound = self.bound(late_days(due, asked.day, self.late_from))
            if bound is None or asked.amount <= bound - strict:
                return before
            before += opened
        return None

    def to_cut(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least cut of the document after which it is; None where none helps."""
        bound = self.bound(self.oldest(figures, asked.day))
        return 0 if bound is None else max(0, asked.amount - bound + strict)


@frozen
class ChangeOfTerms(Check):
    """Whether the document asks for more days until payment than agreed; without an agreement, none are.

    Attributes:
        days: So many more are let pass.

    Raises:
        InvalidValueError: If the days are negative.
        WrongTypeError: If they are no whole number.
    """

    kind: ClassVar[str] = "change_of_terms"

    days: int = 0

    def __attrs_post_init__(self) -> None:
        check_days(self.days, "days")

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return asked.terms is None or asked.terms - (figures.terms or 0) <= max(0, self.days - strict)
