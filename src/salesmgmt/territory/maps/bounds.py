"""What every territory of a map has to carry: a share within a tolerance, or between two numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, RateLike, rate_of
from salesmgmt.territory.balancing.settings import Pairs, as_weights, exact
from salesmgmt.territory.checks import check_text

__all__ = ["Between", "LoadBound", "Within"]


def as_tolerance(value: RateLike, name: str = "tolerance") -> Rate:
    """A tolerance of 0 to 100 %.

    Raises:
        InvalidValueError: If it is negative or above 100 %: a 5 without its per cent sign is 500 %.
        WrongTypeError: If it is a float or anything else.
    """
    rate = rate_of(value, name)
    if rate.value < 0:
        raise InvalidValueError(name, str(rate), "be 0 or more")
    if rate.value > 1:
        raise InvalidValueError(name, str(rate), "be at most 100%; five per cent is written '5%' or '0.05'")
    return rate


def _as_shares(
    given: Mapping[str, int | Fraction | str] | Iterable[tuple[str, int | Fraction | str]],
) -> Pairs:
    return as_weights("shares", given)


@frozen
class Within:
    """Every territory carries its share of a measure, within a tolerance to both sides.

    Attributes:
        measure: Name of the measure.
        tolerance: Greatest distance from the share, as a part of it: `5%`, at most `100%`. Bounds are
            inclusive.
        shares: Weights of territories where the shares differ, such as the number of people in them; 1 where
            not named. A mapping is accepted.

    Raises:
        InvalidValueError: If the name is empty, the tolerance not within 0 and 100 %, or a share 0 or less.
        WrongTypeError: If something has another type.

    Examples:
        >>> Within("people", "0.5%").limits("N", Fraction(1000), ["N", "S"])
        (Fraction(995, 2), Fraction(1005, 2))
    """

    measure: str
    tolerance: Rate = field(default=Rate("5%"), converter=as_tolerance)
    shares: Pairs = field(default=(), converter=_as_shares)

    def __attrs_post_init__(self) -> None:
        check_text("measure", self.measure)
        for name, share in self.shares:
            if share == 0:
                raise InvalidValueError(f"shares.{name}", share, "be more than 0")

    def target(self, territory: str, total: Fraction, territories: Iterable[str]) -> Fraction:
        """The share of a territory in a total."""
        shares = dict(self.shares)
        whole = sum((shares.get(each, Fraction(1)) for each in territories), Fraction(0))
        return total * shares.get(territory, Fraction(1)) / whole

    def limits(
        self, territory: str, total: Fraction, territories: Iterable[str]
    ) -> tuple[Fraction, Fraction]:
        """Least and greatest load of a territory, for what there is altogether."""
        target = self.target(territory, total, territories)
        return max(target * (1 - self.tolerance.value), Fraction(0)), target * (1 + self.tolerance.value)


def _limit(name: str, value: int | Fraction | str | Money | None) -> Fraction | Money | None:
    if value is None:
        return None
    if isinstance(value, Money):
        if value.minor < 0:
            raise InvalidValueError(name, value, "be 0 or more")
        return value
    return exact(name, value)


def _as_lower(value: int | Fraction | str | Money | None) -> Fraction | Money | None:
    return _limit("lower", value)


def _as_upper(value: int | Fraction | str | Money | None) -> Fraction | Money | None:
    return _limit("upper", value)


def _as_names(given: Iterable[str] | str) -> tuple[str, ...]:
    names = (given,) if isinstance(given, str) or not isinstance(given, Iterable) else tuple(given)
    for name in names:
        check_text("territories", name)
    return tuple(sorted(set(names)))


@frozen
class Between:
    """A territory carries at least and at most so much of a measure.

    Attributes:
        measure: Name of the measure.
        lower: The least, as a number or `Money`; None for no such bound.
        upper: The most; None for no such bound. Both are inclusive.
        territories: Territories that it binds; none named means every one.

    Raises:
        InvalidValueError: If a name is empty, neither bound is given, one is negative, or they cross.
        WrongTypeError: If something has another type, or money stands beside a number.
    """

    measure: str
    lower: Fraction | Money | None = field(default=None, converter=_as_lower)
    upper: Fraction | Money | None = field(default=None, converter=_as_upper)
    territories: tuple[str, ...] = field(default=(), converter=_as_names)

    def __attrs_post_init__(self) -> None:
        check_text("measure", self.measure)
        if self.lower is None and self.upper is None:
            raise InvalidValueError("upper", None, "be given where the lower bound is not")
        if self.lower is not None and self.upper is not None:
            if isinstance(self.lower, Money) != isinstance(self.upper, Money):
                raise WrongTypeError("upper", self.upper, "be of the same kind as the lower bound")
            low = self.lower.minor if isinstance(self.lower, Money) else self.lower
            high = self.upper.minor if isinstance(self.upper, Money) else self.upper
            if high < low:
                raise InvalidValueError(
                    "upper", self.upper, f"be {self.lower} or more, which is the lower bound"
                )


LoadBound: TypeAlias = Within | Between
