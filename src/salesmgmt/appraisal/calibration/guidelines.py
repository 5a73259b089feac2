"""Guidelines for a spread of ratings: one rule with its operator, and how many people it allows."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.intake import texts_of
from salesmgmt.errors import InvalidValueError
from salesmgmt.money import Rate, RateLike, rate_of

__all__ = ["Guideline", "Operator", "WholePeople"]


class Operator(StrEnum):
    """How a share of people is bounded."""

    EXACTLY = "="
    AT_MOST = "<="
    AT_LEAST = ">="
    BETWEEN = "between"


class WholePeople(StrEnum):
    """How a bound that is no whole number of people becomes one."""

    WITHIN = "within"
    """Towards the inside: at most 10 % of 19 is 1, at least 10 % of 19 is 2."""
    NEAREST = "nearest"
    """To the nearest whole number, half up: 10 % of 19 is 2 either way."""
    GENEROUS = "generous"
    """Towards the outside: at most 10 % of 19 is 2, at least 10 % of 19 is 1."""


#: How people write the operators.
_WRITTEN = ("≤", "≥", "==")
_MEANT = (Operator.AT_MOST, Operator.AT_LEAST, Operator.EXACTLY)


def _as_operator(value: Operator | str) -> Operator:
    if isinstance(value, str) and value in _WRITTEN:
        return _MEANT[_WRITTEN.index(value)]
    return choice_of(Operator, value, "operator")


def _as_whole(value: WholePeople | str) -> WholePeople:
    return choice_of(WholePeople, value, "whole")


def _as_ratings(value: str | Iterable[str]) -> tuple[str, ...]:
    return texts_of(value, "ratings")


def _as_share(value: RateLike) -> Rate:
    return rate_of(value, "share")


def _or_share(value: RateLike | None) -> Rate | None:
    return None if value is None else rate_of(value, "upper")


@frozen
class Guideline:
    """What share of people one rating, or several together, may have.

    A range in which no whole number of people lies, such as exactly 10 % of 5, is kept by the whole numbers
    on both sides of it.

    Attributes:
        ratings: One rating, or several that are counted together.
        operator: ``=``, ``<=``, ``>=`` or ``between``; ``≤`` and ``≥`` are read as well.
        share: The bound; with ``between`` the lower one.
        upper: The upper bound of ``between``, which belongs to the range; None with the others.
        whole: How a bound that is no whole number of people becomes one.

    Raises:
        InvalidValueError: If no rating is named, a share is not from 0 % to 100 %, the upper bound is
            missing, or given beside another operator, or below the lower one.
        WrongTypeError: If a share is a float.

    Examples:
        >>> Guideline(("poor", "fair"), "<=", "10%").allowed(20)
        (0, 2)
        >>> Guideline("met", "between", "65%", "75%").allowed(20)
        (13, 15)
        >>> Guideline("top", "=", "10%").allowed(5), Guideline("top", "<=", "10%", whole="nearest").allowed(5)
        ((0, 1), (0, 1))
    """

    ratings: tuple[str, ...] = field(converter=_as_ratings)
    operator: Operator = field(converter=_as_operator)
    share: Rate = field(converter=_as_share)
    upper: Rate | None = field(default=None, converter=_or_share)
    whole: WholePeople = field(default=WholePeople.WITHIN, converter=_as_whole)

    def __attrs_post_init__(self) -> None:
        if not self.ratings:
            raise InvalidValueError("ratings", self.ratings, "name at least one rating")
        if not 0 <= self.share.value <= 1:
            raise InvalidValueError("share", self.share, "be from 0% to 100%")
        if (self.upper is None) is (self.operator is Operator.BETWEEN):
            raise InvalidValueError("upper", self.upper, "be given with between, and only there")
        if self.upper is not None and not self.share.value <= self.upper.value <= 1:
            raise InvalidValueError("upper", self.upper, f"be from {self.share} to 100%")

    @property
    def bounds(self) -> tuple[Rate, Rate]:
        """The least and the largest share."""
        low = Rate(0) if self.operator is Operator.AT_MOST else self.share
        if self.upper is not None:
            return low, self.upper
        return low, Rate(1) if self.operator is Operator.AT_LEAST else self.share

    def allowed(self, headcount: int) -> tuple[int, int]:
        """The least and the largest number of people.

        Args:
            headcount: How many people there are.

        Raises:
            InvalidValueError: If it is no whole number of 0 or more.
        """
        if type(headcount) is not int or headcount < 0:
            raise InvalidValueError("headcount", headcount, "be a whole number of 0 or more")
        low, high = (share.value * headcount for share in self.bounds)
        if self.whole is WholePeople.NEAREST:
            return _nearest(low), _nearest(high)
        inside = ceil(low), floor(high)
        if self.whole is WholePeople.GENEROUS or inside[0] > inside[1]:
            return floor(low), ceil(high)
        return inside

    def text(self) -> str:
        """The guideline in its own signs, as tables show it."""
        names = " + ".join(self.ratings)
        if self.upper is not None:
            return f"{names}: {self.share} – {self.upper}"
        return f"{names} {self.operator} {self.share}"


def _nearest(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))
