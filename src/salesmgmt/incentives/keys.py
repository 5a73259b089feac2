"""What the tiers of a schedule are entered by, and over which period it builds up."""

from __future__ import annotations

from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.calendars import PeriodKind
from salesmgmt.errors import InvalidValueError

__all__ = ["Amount", "Attainment", "DealAmount", "Key"]


def _kind(value: PeriodKind | str) -> PeriodKind:
    try:
        return PeriodKind(value)
    except ValueError:
        raise InvalidValueError("per", value, f"be one of {', '.join(PeriodKind)}") from None


@frozen
class Attainment:
    """By the share of a quota that the base of the period reaches.

    The quota of a participant and period is the one for exactly that period, else the sum of those that lie
    inside it (monthly quotas of a quarter). Without a quota, or with one of 0, attainment is undefined and
    tiers of attainment earn nothing.

    Attributes:
        per: Period over which the base is summed, and earned.
        measure: Measure that the quotas name, see `salesmgmt.records.Quota`.

    Raises:
        InvalidValueError: If the kind of period is unknown or the measure empty.
    """

    per: PeriodKind = field(default=PeriodKind.QUARTER, converter=_kind)
    measure: str = "revenue"

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.measure, str) or not self.measure:
            raise InvalidValueError("measure", self.measure, "be the measure that the quotas name")


@frozen
class Amount:
    """By the base of the period itself.

    Attributes:
        per: Period over which the base is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)


@frozen
class DealAmount:
    """By what is credited of each deal, which runs through the tiers on its own.

    A deal is an opportunity, an order or an invoice with all its lines. One below zero (a return) earns the
    opposite of what its magnitude would, so that it takes back what the sale brought.

    Attributes:
        per: Period over which the pay of the deals is summed, and earned.

    Raises:
        InvalidValueError: If the kind of period is unknown.
    """

    per: PeriodKind = field(default=PeriodKind.MONTH, converter=_kind)


Key: TypeAlias = Attainment | Amount | DealAmount
"""By what the tiers are entered."""
