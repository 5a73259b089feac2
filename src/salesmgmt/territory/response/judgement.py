"""From what people know to a curve: decision calculus.

Where no data tell how sales answer to time, the people who sell are asked a few questions, and the curve goes
through their answers (J. D. C. Little, "Models and managers: the concept of a decision calculus", 1970; L. M.
Lodish, "CALLPLAN: an interactive salesman's call planning system", 1971).
"""

from __future__ import annotations

from math import log

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError
from salesmgmt.territory.response.curves import AdbudgResponse, ExponentialResponse, PowerResponse
from salesmgmt.territory.response.numbers import NumberLike, as_number, check_above, check_least

__all__ = ["SalesJudgement"]

_MORE = 1.5


def _as_hours(value: NumberLike) -> float:
    return as_number(value, "hours")


def _as_sales(value: NumberLike) -> float:
    return as_number(value, "sales")


def _as_none(value: NumberLike) -> float:
    return as_number(value, "none")


def _as_half_more(value: NumberLike | None) -> float | None:
    return None if value is None else as_number(value, "half_more")


def _as_saturation(value: NumberLike | None) -> float | None:
    return None if value is None else as_number(value, "saturation")


@frozen
class SalesJudgement:
    """Answers about one unit: its sales today, without calls, with half as much time again, and at most.

    Attributes:
        hours: Hours of calls today.
        sales: Sales today.
        none: Sales that would come without any calls, in the long run.
        half_more: Sales with half as much time again.
        saturation: Sales that no effort would exceed.

    Raises:
        InvalidValueError: If the hours are not above 0, or more effort is said to sell less.
        WrongTypeError: If an answer is no number.

    Examples:
        >>> judgement = SalesJudgement(40, 1000, none=200, half_more=1150, saturation=2000)
        >>> curve = judgement.adbudg()
        >>> [round(curve.sales(hours), 6) for hours in (0, 40, 60)]
        [200.0, 1000.0, 1150.0]
        >>> round(SalesJudgement(40, 1000, half_more=1130).power().elasticity, 3)
        0.301
    """

    hours: float = field(converter=_as_hours)
    sales: float = field(converter=_as_sales)
    none: float = field(default=0.0, converter=_as_none, kw_only=True)
    half_more: float | None = field(default=None, converter=_as_half_more, kw_only=True)
    saturation: float | None = field(default=None, converter=_as_saturation, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_above("hours", self.hours)
        check_least("none", self.none)
        check_least("sales", self.sales, self.none)
        least = self.sales
        if self.half_more is not None:
            check_least("half_more", self.half_more, least)
            least = self.half_more
        if self.saturation is not None:
            check_least("saturation", self.saturation, least)

    def power(self) -> PowerResponse:
        """The curve of constant elasticity through today and half as much again.

        Raises:
            InvalidValueError: If `half_more` was not answered, sales without calls are above 0 (this curve
                begins at 0), or the answers give an elasticity that is not between 0 and 1.
        """
        more = self._answered("half_more", self.half_more)
        if self.none:
            rule = "be 0 for this curve, which begins at 0; exponential() and adbudg() begin elsewhere"
            raise InvalidValueError("none", self.none, rule)
        if not self.sales < more < self.sales * _MORE:
            rule = f"be between {self.sales:g} and {self.sales * _MORE:g}, for an elasticity between 0 and 1"
            raise InvalidValueError("half_more", more, rule)
        elasticity = log(more / self.sales) / log(_MORE)
        return PowerResponse(self.sales / self.hours**elasticity, elasticity)

    def exponential(self) -> ExponentialResponse:
        """The modified exponential through no calls and today, with the saturation as its ceiling.

        Raises:
            InvalidValueError: If the saturation was not answered, or today is not between none and it.
        """
        ceiling = self._answered("saturation", self.saturation)
        if not self.none < self.sales < ceiling:
            rule = f"be above {self.none:g} and below {ceiling:g}"
            raise InvalidValueError("sales", self.sales, rule)
        won = (self.sales - self.none) / (ceiling - self.none)
        return ExponentialResponse(self.none, ceiling, -log(1 - won) / self.hours)

    def adbudg(self, *, enveloped: bool = False) -> AdbudgResponse:
        """Little's curve through all four answers.

        Args:
            enveloped: Whether the answers may be S-shaped, and the curve is then taken by its envelope.

        Raises:
            InvalidValueError: If an answer is missing, they do not rise, or they are S-shaped and may not be.
        """
        more = self._answered("half_more", self.half_more)
        ceiling = self._answered("saturation", self.saturation)
        if not self.none < self.sales < more < ceiling:
            rule = f"be above {self.sales:g} and below {ceiling:g}, and today's sales above {self.none:g}"
            raise InvalidValueError("half_more", more, rule)
        today = (self.sales - self.none) / (ceiling - self.sales)
        then = (more - self.none) / (ceiling - more)
        shape = log(then / today) / log(_MORE)
        half = self.hours / today ** (1 / shape)
        return AdbudgResponse(self.none, ceiling, half, shape, enveloped=enveloped)

    def _answered(self, name: str, value: float | None) -> float:
        if value is None:
            raise InvalidValueError(name, value, "be answered for this curve")
        return value
