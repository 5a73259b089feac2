"""One figure: what a participant earns by one component in one period."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from salesmgmt.calendars import DateRange, Period
from salesmgmt.incentives.figures import Figure, Minor, figure_of
from salesmgmt.incentives.keys import At
from salesmgmt.money import Currency, Money, Rate, Unrounded
from salesmgmt.reasons import Reason

__all__ = ["Earned"]


@frozen(weakref_slot=False)
class Earned:
    """What a participant earns by one component in one period.

    Attributes:
        participant: Who earns.
        component: Identifier of the component.
        period: The period.
        during: Days of it that were counted: fewer where the plan or the call begins or ends within it.
        currency: Currency of the plan.
        base_size: What was credited, exact: minor units, or a number of things.
        exact_minor: What is earned before rounding, in minor units, exact.
        amount_minor: What is earned, in minor units.
        counts_things: Whether the base is a number of things.
        quota_size: Quota of the period, in the unit of the base; None where none is asked for or known.
        opening_size: What had built up before, where the base goes on from there.
        before_minor: What the schedule paid before, where that is taken off.
        brought_minor: What was carried forward from the period before, to be paid within the cap.
        at: Where the table was entered, if not by the base itself or its share of the quota.
        reasons: What kept the schedule from being used, or is to be known.
    """

    participant: str
    component: str
    period: Period
    during: DateRange
    currency: Currency
    base_size: Minor
    exact_minor: Minor
    amount_minor: int
    counts_things: bool = False
    quota_size: Minor | None = None
    opening_size: Minor = 0
    before_minor: Minor = 0
    brought_minor: Minor = 0
    at: At | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def base(self) -> Figure:
        """What was credited, exact."""
        return figure_of(self.base_size, None if self.counts_things else self.currency)

    @property
    def opening(self) -> Figure:
        """What had built up before, where the base goes on from there."""
        return figure_of(self.opening_size, None if self.counts_things else self.currency)

    @property
    def quota(self) -> Figure | Money | None:
        """Quota of the period; None where none is asked for or known."""
        if self.quota_size is None:
            return None
        if self.counts_things:
            return Fraction(self.quota_size)
        if self.quota_size.denominator == 1:
            return Money(self.quota_size.numerator, self.currency)
        return Unrounded(self.quota_size, self.currency)

    @property
    def exact(self) -> Unrounded:
        """What is earned, not yet rounded."""
        return Unrounded(self.exact_minor, self.currency)

    @property
    def amount(self) -> Money:
        """What is earned."""
        return Money(self.amount_minor, self.currency)

    @property
    def attainment(self) -> Rate | None:
        """Base, with what had built up before, over quota; None where there is no quota above 0."""
        if not self.quota_size:
            return None
        return Rate(Fraction(self.base_size + self.opening_size) / self.quota_size)

    @property
    def variance(self) -> Figure | None:
        """What is above the quota, or below it as a negative figure; None where there is no quota."""
        if self.quota_size is None:
            return None
        size = self.base_size + self.opening_size - self.quota_size
        return figure_of(size, None if self.counts_things else self.currency)

    @property
    def is_partial(self) -> bool:
        """Whether only a part of the period was counted."""
        return self.during != self.period.during
