"""Pay at target: how it divides into a fixed and a variable part, and the rate that follows from a quota."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import PeriodKind
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Currency, Money, MoneyLike, Rate, RateLike, money_of

__all__ = ["TargetPay"]

_IN_A_YEAR = MappingProxyType(
    {PeriodKind.YEAR: 1, PeriodKind.HALF: 2, PeriodKind.QUARTER: 4, PeriodKind.MONTH: 12}
)
_PER = f"be one of {', '.join(_IN_A_YEAR)}"


def _total(value: MoneyLike) -> Money:
    return money_of(value, "total")


def _quota(value: MoneyLike) -> Money:
    return money_of(value, "quota")


def _fixed(value: RateLike) -> Rate:
    return stated_rate(value, "fixed")


def _per(value: PeriodKind | str) -> PeriodKind:
    kind = choice_of(PeriodKind, value, "per", _PER)
    if kind not in _IN_A_YEAR:
        raise InvalidValueError("per", value, _PER)
    return kind


@frozen
class TargetPay:
    """What somebody earns in a year in which the quota is met exactly: on-target earnings and their mix.

    The variable part over the quota of the year is the rate at which a flat commission pays out just the
    variable part at target. Write that rate into a plan as any other: `Commission(…, pays=target.rate)`.

    Attributes:
        total: Pay of a year at target, fixed and variable together.
        fixed: The fixed share of it, the first figure of a mix such as 50:50.
        quota: Quota of one period.
        per: The period of the quota: `year`, `half`, `quarter` or `month`.

    Raises:
        CurrencyMismatchError: If pay and quota are in two currencies.
        InvalidValueError: If the pay is below 0, the share not between 0 and 100 %, the quota not above 0, or
            the period none of these.

    Examples:
        >>> target = TargetPay("USD 140,000", fixed="50%", quota="USD 175,000", per="quarter")
        >>> print(target.variable, target.annual_quota, target.rate, target.quota_multiple)
        USD 70,000.00 USD 700,000.00 10% 5
    """

    total: Money = field(converter=_total)
    fixed: Rate = field(converter=_fixed, kw_only=True)
    quota: Money = field(converter=_quota, kw_only=True)
    per: PeriodKind = field(default=PeriodKind.YEAR, converter=_per, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.quota.currency != self.total.currency:
            raise CurrencyMismatchError("quota", self.quota, f"be in {self.total.currency}, as the pay")
        if self.total.minor < 0:
            raise InvalidValueError("total", self.total, "be 0 or more")
        if not 0 <= self.fixed.value <= 1:
            raise InvalidValueError("fixed", self.fixed, "be between 0% and 100%")
        if self.quota.minor <= 0:
            raise InvalidValueError("quota", self.quota, "be above 0")

    @property
    def currency(self) -> Currency:
        """Currency of pay and quota."""
        return self.total.currency

    @property
    def base_pay(self) -> Money:
        """The fixed part of a year's pay, half up to the minor unit."""
        return (self.total * self.fixed).round()

    @property
    def variable(self) -> Money:
        """The variable part of a year's pay at target: what the fixed part leaves."""
        return self.total - self.base_pay

    @property
    def annual_quota(self) -> Money:
        """The quotas of a year together."""
        return self.quota * _IN_A_YEAR[self.per]

    @property
    def rate(self) -> Rate:
        """The variable part over the quota of the year: the base rate of a commission."""
        return self.variable.ratio(self.annual_quota)

    @property
    def quota_multiple(self) -> Fraction | None:
        """How many times the pay of a year the quota of a year is; None where the pay is 0."""
        return self.annual_quota.ratio(self.total).value if self.total else None
