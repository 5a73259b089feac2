"""What counts against a limit: a policy, with the safest answer wherever books differ."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from attrs import evolve, field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import add_days, as_date
from salesmgmt.credit.exposure.values import Component
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import ExchangeRates

__all__ = ["ExposurePolicy", "HorizonEnd", "RateOf", "Reversal"]


class HorizonEnd(StrEnum):
    """Whether an order wanted on the last day of the horizon counts."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"


class RateOf(StrEnum):
    """Of which day the exchange rate of a document is."""

    DECISION = "decision"
    """The day on which the exposure is taken."""
    DOCUMENT = "document"
    """The day of the document."""


class Reversal(StrEnum):
    """What becomes of the part of an order whose invoice was credited."""

    ENDS = "ends"
    """Nothing more comes of it."""
    REOPENS = "reopens"
    """It stands where it was before the invoice: delivered, or open."""


_REDUCING = (Component.UNAPPLIED, Component.ADVANCES, Component.CREDITS)
_DEFAULT = (
    Component.ORDERS,
    Component.DELIVERIES,
    Component.INVOICES,
    Component.DISPUTED,
    Component.CHEQUES,
    Component.BILLS,
    *_REDUCING,
)
_CHOSEN = frozenset(Component) - frozenset((Component.BEYOND, Component.FLOOR))


def _as_counts(counts: Iterable[Component | str] | str) -> frozenset[Component]:
    if isinstance(counts, str):
        counts = (counts,)
    if not isinstance(counts, Iterable):
        raise WrongTypeError("counts", counts, "name components, in a list or any other iterable")
    chosen = frozenset(choice_of(Component, name, "counts") for name in counts)
    for name in chosen - _CHOSEN:
        rule = "be left out: the horizon, or the agreement on floor stock, says what it comes to"
        raise InvalidValueError("counts", str(name), rule)
    return chosen


def _as_end(value: HorizonEnd | str) -> HorizonEnd:
    return choice_of(HorizonEnd, value, "horizon_end")


def _as_rate_of(value: RateOf | str) -> RateOf:
    return choice_of(RateOf, value, "rate_of")


def _as_reversal(value: Reversal | str) -> Reversal:
    return choice_of(Reversal, value, "credited")


@frozen
class ExposurePolicy:
    """What counts against a limit.

    Attributes:
        counts: The components that count; by default all but guarantees. What is left out is still found, and
            shown as ignored. A cheque or bill that does not count is taken as money on receipt.
        horizon_days: Open orders count where delivery is wanted within so many days; None: all of them. An
            order that does not say when it is wanted always counts.
        horizon_end: Whether the last day of the horizon is within it.
        credited: What becomes of the part of an order whose invoice was credited.
        rates: Exchange rates for documents in other currencies; None: such documents are refused.
        rate_of: Of which day the rate is.

    Raises:
        InvalidValueError: If the horizon is negative, or a setting is none of those above.
        WrongTypeError: If a field has another type.

    Examples:
        >>> policy = ExposurePolicy(horizon_days=10).leaving_out("disputed")
        >>> policy.horizon_date("2026-06-06")
        datetime.date(2026, 6, 16)
    """

    counts: frozenset[Component] = field(default=frozenset(_DEFAULT), converter=_as_counts)
    horizon_days: int | None = field(default=None, kw_only=True)
    horizon_end: HorizonEnd = field(default=HorizonEnd.INCLUSIVE, converter=_as_end, kw_only=True)
    credited: Reversal = field(default=Reversal.ENDS, converter=_as_reversal, kw_only=True)
    rates: ExchangeRates | None = field(default=None, kw_only=True)
    rate_of: RateOf = field(default=RateOf.DECISION, converter=_as_rate_of, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.horizon_days is not None:
            if type(self.horizon_days) is not int:
                raise WrongTypeError("horizon_days", self.horizon_days, "be a whole number or None")
            if self.horizon_days < 0:
                raise InvalidValueError("horizon_days", self.horizon_days, "be 0 or more")
        if self.rates is not None and not isinstance(self.rates, ExchangeRates):
            raise WrongTypeError("rates", self.rates, "be ExchangeRates or None")

    def counting(self, *components: Component | str) -> ExposurePolicy:
        """A copy in which these components count as well."""
        return evolve(self, counts=self.counts | _as_counts(components))

    def leaving_out(self, *components: Component | str) -> ExposurePolicy:
        """A copy in which these components do not count."""
        return evolve(self, counts=self.counts - _as_counts(components))

    def horizon_date(self, on: date | str) -> date | None:
        """The last day on which delivery may be wanted for an order to count; None where all orders count.

        Raises:
            InvalidValueError: If it lies beyond the years of a date.
        """
        if self.horizon_days is None:
            return None
        days = self.horizon_days if self.horizon_end is HorizonEnd.INCLUSIVE else self.horizon_days - 1
        return add_days(as_date(on, "on"), days)

    def within_horizon(self, wanted: date | None, on: date | str) -> bool:
        """Whether an order counts that is wanted on a day, or on no day that it names."""
        last = self.horizon_date(on)
        return wanted is None or last is None or wanted <= last
