"""The checks on the customer: how it was dunned, how late it pays, when its limit is to be reviewed."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from salesmgmt.credit.decisions.checks import Check, check_days, pay_through
from salesmgmt.credit.decisions.figures import Asked, Figures

__all__ = ["AverageDelay", "HighestDunning", "ReviewOverdue"]


@frozen
class HighestDunning(Check):
    """How sternly the customer, or an open item, was dunned.

    Attributes:
        level: The highest level that is let pass.

    Raises:
        InvalidValueError: If the level is negative.
        WrongTypeError: If it is no whole number.
    """

    kind: ClassVar[str] = "dunning_level"

    level: int = 0

    def __attrs_post_init__(self) -> None:
        check_days(self.level, "level")

    def highest(self, figures: Figures) -> int:
        """The highest level of the customer and the open items."""
        return max((figures.dunning, *(level for _, _, _, level in figures.items)))

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return self.highest(figures) <= max(0, self.level - strict)

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        allowed = max(0, self.level - strict)
        if figures.dunning > allowed:
            return None
        return pay_through(figures, lambda due, opened, disputed, level: 0 if level > allowed else None)


@frozen
class AverageDelay(Check):
    """By how many days the customer pays late on average.

    Attributes:
        days: So many days are let pass.

    Raises:
        InvalidValueError: If the days are negative.
        WrongTypeError: If they are no whole number.
    """

    kind: ClassVar[str] = "average_delay"

    days: int

    def __attrs_post_init__(self) -> None:
        check_days(self.days, "days")

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return figures.delay is None or figures.delay <= max(0, self.days - strict)


@frozen
class ReviewOverdue(Check):
    """Whether the day has passed on which the limit was to be reviewed.

    Attributes:
        days: So many days after it are let pass.

    Raises:
        InvalidValueError: If the days are negative.
        WrongTypeError: If they are no whole number.
    """

    kind: ClassVar[str] = "review_overdue"

    days: int = 0

    def __attrs_post_init__(self) -> None:
        check_days(self.days, "days")

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return figures.review is None or asked.day - figures.review <= max(0, self.days - strict)
