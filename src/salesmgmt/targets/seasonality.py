"""How a year's amount falls on its months or quarters."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.calendars import Period, PeriodKind
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.targets.branches import WeightLike, as_weight, whole_weights

__all__ = ["Seasonality"]


def _as_weights(values: Iterable[WeightLike]) -> tuple[int | Fraction, ...]:
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise WrongTypeError("weights", values, "be one weight per period, in a list or any other iterable")
    return tuple(as_weight(value) for value in values)


def _as_kind(value: PeriodKind | str) -> PeriodKind:
    return choice_of(PeriodKind, value, "kind")


@frozen
class Seasonality:
    """Weights of the periods of a year, in their order; indices, shares and raw past sales all serve.

    Attributes:
        weights: One weight per period, exact; at least one above 0.
        kind: Kind of the periods: months by default.

    Raises:
        InvalidValueError: If no weight is above 0, or the kind of period is unknown.
        WrongTypeError: If a weight is a float.

    Examples:
        >>> Seasonality(("0.9", "1.1", "1.3", "0.7"), kind=PeriodKind.QUARTER).shares
        (Fraction(9, 40), Fraction(11, 40), Fraction(13, 40), Fraction(7, 40))
    """

    weights: tuple[int | Fraction, ...] = field(converter=_as_weights)
    kind: PeriodKind = field(default=PeriodKind.MONTH, converter=_as_kind)

    def __attrs_post_init__(self) -> None:
        if not any(self.weights):
            raise InvalidValueError("weights", self.weights, "hold at least one weight above 0")

    @classmethod
    def even(cls, count: int = 12, kind: PeriodKind = PeriodKind.MONTH) -> Seasonality:
        """The same weight for every period.

        Raises:
            InvalidValueError: If the count is not a whole number above 0.
        """
        if type(count) is not int or count < 1:
            raise InvalidValueError("count", count, "be a whole number, 1 or more")
        return cls((1,) * count, kind)

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The weights scaled to a total of 1."""
        total = sum(self.weights)
        return tuple(Fraction(weight) / total for weight in self.weights)

    @property
    def whole(self) -> tuple[int, ...]:
        """The weights as integers in the same proportion."""
        return whole_weights(self.weights)

    def scaled(self, total: WeightLike) -> tuple[Fraction, ...]:
        """The indices scaled to a total, such as 1200 for twelve months around 100.

        Raises:
            InvalidValueError: If the total is negative or no number.
            WrongTypeError: If it is a float.
        """
        whole = as_weight(total, "total")
        return tuple(share * whole for share in self.shares)

    def periods(self, year: Period) -> tuple[Period, ...]:
        """The periods of a year that the weights stand for.

        Raises:
            InvalidValueError: If the year has another number of them.
            WrongTypeError: If the year is no period.
        """
        if not isinstance(year, Period):
            raise WrongTypeError("year", year, "be a Period, such as FiscalCalendar().year(2026)")
        periods = year.children(self.kind)
        if len(periods) != len(self.weights):
            raise InvalidValueError(
                "weights", len(self.weights), f"be {len(periods)}, one for each {self.kind} of {year.label}"
            )
        return periods
