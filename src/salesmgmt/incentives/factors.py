"""Factors on single deals: what of a deal counts, or at which part of the rate it is paid."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.keys import Age, DaysFromInvoice, DaysOverdue, DealField, MarginPercent
from salesmgmt.incentives.schedules import Curve, Flat, Matrix, Rules, Whole
from salesmgmt.incentives.schedules.stepped import Stepped
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Rate, RateLike

__all__ = ["ActsOn", "Factor", "FactorKey", "Times"]

FactorKey = Age | DaysFromInvoice | DaysOverdue | DealField | MarginPercent
"""What a factor may be looked up by."""


class ActsOn(StrEnum):
    """Where a factor acts.

    `base`: what counts of the deal, before any tier or quota sees it (converted performance). `rate`: the
    tiers see the whole deal, and it is paid at the part of its rate.
    """

    BASE = "base"
    RATE = "rate"


def _acts_on(value: ActsOn | str) -> ActsOn:
    rule = "be 'base' or 'rate'; what acts on the pay of a period is a Multiplier"
    return choice_of(ActsOn, value, "on", rule)


Times = Rate | Whole | Curve
"""A constant factor, or one looked up in a table."""


def as_times(value: Times | RateLike) -> Times:
    """A factor as people write it."""
    if isinstance(value, Rate | Whole | Curve):
        return value
    if isinstance(value, Mapping | Flat | Matrix | Rules | Stepped):
        raise WrongTypeError(
            "times", value, "be a share such as '50%', or Whole({…}) or Curve({…}) of shares"
        )
    return stated_rate(value, "times")


@frozen
class Factor:
    """A part at which certain deals count or are paid.

    Attributes:
        times: The factor: a share such as `"50%"`, or a table of shares that `by` looks up.
        where: Which deals it concerns; all where left out. Others keep their whole value.
        by: What the table is entered by, for each deal.
        on: Where it acts: on the `base` (what counts), or on the `rate` (what is paid).
        title: What statements call it.

    Raises:
        InvalidValueError: If there is a table and nothing to look it up by, or the reverse.
        WrongTypeError: If a part is of another type.

    Examples:
        >>> from salesmgmt.money import Unrounded
        >>> late = Factor(Whole({None: "100%", 31: "80%", 61: "60%"}), by=DaysOverdue(), title="overdue")
        >>> late.times.slices(Unrounded(100, "USD"), at=45)[0].pays
        Rate('80%')
    """

    times: Times = field(converter=as_times)
    where: Criterion = field(default=ALWAYS, kw_only=True)
    by: FactorKey | None = field(default=None, kw_only=True)
    on: ActsOn = field(default=ActsOn.BASE, converter=_acts_on, kw_only=True)
    title: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.where, Criterion):
            raise WrongTypeError("where", self.where, "be a criterion")
        if self.by is not None and not isinstance(self.by, FactorKey):
            raise WrongTypeError("by", self.by, "be DealField(…), MarginPercent(), DaysOverdue() or the like")
        if isinstance(self.times, Rate) is (self.by is not None):
            rule = "be given exactly where the factor is a table"
            raise InvalidValueError("by", self.by, rule)
        if isinstance(self.times, Rate) and self.times.value < 0:
            raise InvalidValueError("times", self.times, "be 0 or more")
