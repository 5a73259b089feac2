"""A component that pays a seller and everybody above, level by level."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from salesmgmt.calendars import PeriodKind
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.components.parts import ComponentBase, check_criterion
from salesmgmt.incentives.keys import as_per
from salesmgmt.incentives.measures import Measure
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Rate, RateLike

__all__ = ["Chain"]


def _rates(given: Iterable[RateLike]) -> tuple[Rate, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongTypeError("rates", given, "list the rates, the seller's first")
    return tuple(stated_rate(rate, "rates") for rate in given)


@frozen
class Chain(ComponentBase):
    """Shares of every deal for the seller and the managers above, each level after the one below.

    Every share is rounded on its own. Where the levels subtract, the rounded share of a level leaves the base
    of the next one. A seller without managers, or above whom there are several, ends the chain. One below
    zero mirrors the sale.

    Attributes:
        id: Identifier, unique in the plan, that stays when the title changes.
        of: What counts, in money.
        rates: The rates, the seller's first, then the manager's, and so on.
        subtracts: Whether what a level gets leaves the base of the next one.
        per: Period over which the shares are summed, and earned.
        eligible: Condition on the post of whoever is credited, on the day of the deal.
        title: What statements call it; the identifier where left out.
        modifiers: Steps from the sum of the shares to what is earned, in their order.
        rounding: The rounding of each share.

    Raises:
        InvalidValueError: If there is no rate, one is below 0 or, where levels subtract, above 100 %.
        WrongTypeError: If a part is of another type, or the measure counts things.

    Examples:
        >>> from salesmgmt.incentives import Revenue
        >>> Chain("hierarchy", of=Revenue(event="invoice"), rates=["10%", "10%"]).subtracts
        True
    """

    of: Measure = field(kw_only=True)
    rates: tuple[Rate, ...] = field(converter=_rates, kw_only=True)
    subtracts: bool = field(default=True, kw_only=True)
    per: PeriodKind = field(default=PeriodKind.MONTH, converter=as_per, kw_only=True)
    eligible: Criterion = field(default=ALWAYS, kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if not isinstance(self.of, Measure) or self.of.counts_things:
            raise WrongTypeError("of", self.of, "be a measure in money, such as Revenue()")
        check_criterion(self.eligible, "eligible")
        if type(self.subtracts) is not bool:
            raise WrongTypeError("subtracts", self.subtracts, "be True or False")
        if not self.rates:
            raise InvalidValueError("rates", self.rates, "hold one rate or more")
        for rate in self.rates:
            if rate.value < 0 or (self.subtracts and rate.value > 1):
                raise InvalidValueError(
                    "rates", rate, "be between 0% and 100%" if self.subtracts else "be 0 or more"
                )
