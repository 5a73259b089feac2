"""The checks on what may be owed: the limit itself, and the line from which on somebody is warned."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.decisions.checks import Check, Raises, as_at_limit, check_days, check_share
from salesmgmt.credit.decisions.choices import AbsentLimit, AtLimit, Effect
from salesmgmt.credit.decisions.figures import NEVER, UNCHECKED, Asked, Figures
from salesmgmt.credit.exposure.policy import HorizonEnd
from salesmgmt.money import Rate, rate_of

__all__ = ["WarningLine", "WithinLimit"]


def _as_absent(value: AbsentLimit | str) -> AbsentLimit:
    return choice_of(AbsentLimit, value, "absent")


def _as_end(value: HorizonEnd | str) -> HorizonEnd:
    return choice_of(HorizonEnd, value, "horizon_end")


def _as_share(value: Rate | str) -> Rate:
    return rate_of(value, "share")


def bound(figures: Figures, added: int, beyond: int) -> list[tuple[int | None, int, int]]:
    """What binds: place (None for the customer's own limit), limit, and exposure with what is added."""
    limit = figures.limit
    if limit == UNCHECKED:
        return []
    found: list[tuple[int | None, int, int]] = []
    if limit is not None and limit >= 0:
        found.append((None, limit, figures.exposure - beyond + added))
    found += [
        (place, pool, used - beyond + added) for place, (pool, used) in enumerate(figures.pools) if pool >= 0
    ]
    return found


@frozen
class WithinLimit(Check):
    """Whether the exposure with the document keeps within the customer's limit and those of all pools.

    Attributes:
        horizon_days: Orders count, the one in question too, where delivery is wanted within so many days;
            None: all do, which makes the check static.
        horizon_end: Whether the last day of the horizon is within it.
        at_limit: Whether exactly the limit is within it.
        absent: What it means that there is no limit at all.

    Raises:
        InvalidValueError: If the horizon is negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> WithinLimit(horizon_days=10).kind
        'limit'
    """

    kind: ClassVar[str] = "limit"

    horizon_days: int | None = None
    horizon_end: HorizonEnd = field(default=HorizonEnd.INCLUSIVE, converter=_as_end, kw_only=True)
    at_limit: AtLimit = field(default=AtLimit.PASS, converter=as_at_limit, kw_only=True)
    absent: AbsentLimit = field(default=AbsentLimit.BLOCK, converter=_as_absent, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.horizon_days is not None:
            check_days(self.horizon_days, "horizon_days")

    def last_day(self, day: int) -> int:
        """The last day on which delivery may be wanted for an order to count."""
        if self.horizon_days is None:
            return NEVER
        return day + self.horizon_days - (self.horizon_end is HorizonEnd.EXCLUSIVE)

    def beyond(self, figures: Figures, day: int) -> int:
        """What is ordered for days after the horizon, and not counted."""
        if self.horizon_days is None:
            return 0
        last = self.last_day(day)
        return sum(minor for due, minor in figures.orders if last < due < NEVER)

    def counts(self, asked: Asked) -> bool:
        """Whether the document itself counts."""
        return self.horizon_days is None or asked.due == NEVER or asked.due <= self.last_day(asked.day)

    def bound(self, figures: Figures, asked: Asked) -> list[tuple[int | None, int, int]]:
        """What binds, as `bound` says."""
        added = asked.added if self.counts(asked) else 0
        return bound(figures, added, self.beyond(figures, asked.day))

    def is_absent(self, figures: Figures) -> bool:
        """Whether there is no limit, neither the customer's own nor one with others."""
        return figures.limit is None and not figures.pools

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        if self.is_absent(figures):
            return self.absent is AbsentLimit.UNLIMITED
        return all(after <= limit - strict for _, limit, after in self.bound(figures, asked))

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        if self.is_absent(figures):
            return super().to_pay(figures, asked, strict)
        return max((0, *(after - limit + strict for _, limit, after in self.bound(figures, asked))))

    def to_cut(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least cut of the document after which it is; None where none helps."""
        if self.is_absent(figures):
            return super().to_cut(figures, asked, strict)
        needed = self.to_pay(figures, asked, strict) or 0
        return needed if not needed or (self.counts(asked) and needed <= asked.added) else None

    def to_raise(self, figures: Figures, asked: Asked, strict: int) -> Raises | None:
        """The least limits with which it is; None where none helps."""
        if self.is_absent(figures):
            if self.absent is AbsentLimit.UNLIMITED:
                return None, {}
            after = figures.exposure + (asked.added if self.counts(asked) else 0)
            return max(0, after - self.beyond(figures, asked.day) + strict), {}
        own, pools = None, {}
        for place, limit, after in self.bound(figures, asked):
            if after > limit - strict:
                if place is None:
                    own = after + strict
                else:
                    pools[place] = after + strict
        return own, pools


@frozen
class WarningLine(Check):
    """Whether the exposure with the document stays below a line, a share of the limit; warns by itself.

    Attributes:
        share: The share of the limit from which on it speaks.

    Raises:
        InvalidValueError: If the share is not from 0% to 100%.
        WrongTypeError: If it is no rate.
    """

    kind: ClassVar[str] = "warning_line"
    usual: ClassVar[Effect] = Effect.WARN

    share: Rate = field(converter=_as_share)

    def __attrs_post_init__(self) -> None:
        check_share(self.share)

    def line(self, limit: int) -> int:
        """The least whole exposure that reaches the line."""
        part = self.share.value * limit
        return -(-part.numerator // part.denominator)

    def bound(self, figures: Figures, asked: Asked) -> list[tuple[int | None, int, int]]:
        """What binds, as `bound` says."""
        return bound(figures, asked.added, 0)

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return all(after < self.line(limit) for _, limit, after in self.bound(figures, asked))

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        needed = [after - self.line(limit) + 1 for _, limit, after in self.bound(figures, asked)]
        return max((0, *needed))

    def to_cut(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least cut of the document after which it is; None where none helps."""
        needed = self.to_pay(figures, asked, strict) or 0
        return needed if needed <= asked.added else None

    def to_raise(self, figures: Figures, asked: Asked, strict: int) -> Raises | None:
        """The least limits with which it is; None where none helps."""
        own, pools = None, {}
        share = self.share.value
        for place, limit, after in self.bound(figures, asked):
            if after >= self.line(limit):
                if not share:
                    return None
                least = after * share.denominator // share.numerator + 1
                if place is None:
                    own = least
                else:
                    pools[place] = least
        return own, pools
