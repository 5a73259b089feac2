"""How a year's amount falls on its months or quarters."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.calendars import Period, PeriodKind
from salesmgmt.errors import InvalidValueError
from salesmgmt.targets.branches import WeightLike, as_weight, whole_weights

__all__ = ["Seasonality"]


def _as_weights(values: Iterable[WeightLike]) -> tuple[int | Fraction, ...]:
    return tuple(as_weight(value) for value in values)


@frozen
class Seasonality:
    """Weights of the periods of a year, in their order; indices, shares and raw past sales all serve.

    Attributes:
        weights: One weight per period, exact; at least one above 0.
        kind: Kind of the periods: months by default.

    Raises:
        InvalidValueError: If no weight is above 0.

    Examples:
        >>> Seasonality(("0.9", "1.1", "1.3", "0.7"), kind=PeriodKind.QUARTER).shares
        (Fraction(9, 40), Fraction(11, 40), Fraction(13, 40), Fraction(7, 40))
    """

    weights: tuple[int | Fraction, ...] = field(converter=_as_weights)
    kind: PeriodKind = field(default=PeriodKind.MONTH, converter=PeriodKind)

    def __attrs_post_init__(self) -> None:
        if not any(self.weights):
            raise InvalidValueError("weights", self.weights, "hold at least one weight above 0")

    @classmethod
    def even(cls, count: int = 12, kind: PeriodKind = PeriodKind.MONTH) -> Seasonality:
        """The same weight for every period."""
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

    def scaled(self, total: int) -> tuple[Fraction, ...]:
        """The indices scaled to a total, such as 1200 for twelve months around 100."""
        return tuple(share * total for share in self.shares)

    def periods(self, year: Period) -> tuple[Period, ...]:
        """The periods of a year that the weights stand for.

        Raises:
            InvalidValueError: If the year has another number of them.
        """
        periods = year.children(self.kind)
        if len(periods) != len(self.weights):
            raise InvalidValueError(
                "weights", len(self.weights), f"be {len(periods)}, one for each {self.kind} of {year.label}"
            )
        return periods
