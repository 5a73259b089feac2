"""A component that holds expenses against a lump sum: who overspends pays, who saves has a share."""

from __future__ import annotations

from attrs import field, frozen

from salesmgmt.calendars import PeriodKind
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.components.parts import ComponentBase, check_criterion
from salesmgmt.incentives.keys import as_per
from salesmgmt.incentives.measures import Measure
from salesmgmt.incentives.stated import stated_rate, written_as_share
from salesmgmt.money import Money, MoneyLike, Rate, RateLike, money_of

__all__ = ["ExpenseAllowance"]


def _allowed(value: MoneyLike | RateLike) -> Money | Rate:
    if isinstance(value, Money | Rate):
        return value
    if isinstance(value, str) and not written_as_share(value):
        try:
            return money_of(value, "allowed")
        except InvalidValueError:
            pass
    return stated_rate(value, "allowed")


def _share(name: str, value: RateLike) -> Rate:
    rate = stated_rate(value, name)
    if rate.value < 0:
        raise InvalidValueError(name, rate, "be 0 or more")
    return rate


def _overspent(value: RateLike) -> Rate:
    return _share("overspent", value)


def _saved(value: RateLike) -> Rate:
    return _share("saved", value)


@frozen
class ExpenseAllowance(ComponentBase):
    """Expenses against a lump sum, which is fixed or a share of what is credited.

    The pay is the saved part of what is left of the lump sum, or minus the overspent part of what was spent
    above it. It concerns whoever is credited or has spent.

    Attributes:
        id: Identifier, unique in the plan, that stays when the title changes.
        of: What the lump sum is a share of, in money; where it is a fixed amount, what decides that a
            period concerns somebody.
        allowed: The lump sum of a period: a share such as `"2%"`, or an amount.
        per: The period.
        overspent: The part of overspending that is borne.
        saved: The part of savings that is paid out.
        where: Which expenses count, by the fields of `salesmgmt.records.Expense`; all where left out.
        title: What statements call it; the identifier where left out.
        modifiers: Steps from there to what is earned, in their order.
        rounding: The one rounding.

    Raises:
        InvalidValueError: If a share or the lump sum is below 0.
        WrongTypeError: If a part is of another type.

    Examples:
        >>> from salesmgmt.incentives import Collected
        >>> lump = ExpenseAllowance("expenses", of=Collected(), allowed="2%", saved="50%")
        >>> str(lump.overspent), str(lump.saved)
        ('100%', '50%')
    """

    of: Measure = field(kw_only=True)
    allowed: Money | Rate = field(converter=_allowed, kw_only=True)
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per, kw_only=True)
    overspent: Rate = field(default=Rate(1), converter=_overspent, kw_only=True)
    saved: Rate = field(default=Rate(0), converter=_saved, kw_only=True)
    where: Criterion = field(default=ALWAYS, kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if not isinstance(self.of, Measure) or self.of.counts_things:
            raise WrongTypeError("of", self.of, "be a measure in money, such as Collected()")
        check_criterion(self.where, "where")
        size = self.allowed.minor if isinstance(self.allowed, Money) else self.allowed.value
        if size < 0:
            raise InvalidValueError("allowed", self.allowed, "be 0 or more")
        if self.limits_deals:
            raise InvalidValueError("modifiers", self.modifiers, "limit the period")
