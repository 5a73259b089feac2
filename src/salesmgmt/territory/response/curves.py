"""How sales answer to selling time: three concave forms, with their slopes and the slopes turned around.

Everything here is estimated, so the numbers are floats. Sales are in whatever unit the caller estimates them
in (dollars, say, not cents), time is in hours of calls.
"""

from __future__ import annotations

from math import exp, inf, log
from typing import Protocol

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.territory.checks import check_flag
from salesmgmt.territory.response.numbers import NumberLike, as_number, check_above, check_least

__all__ = ["AdbudgResponse", "ExponentialResponse", "PowerResponse", "SalesResponse", "check_response"]


class SalesResponse(Protocol):
    """Sales as a concave function of calling time; a class of your own with these methods serves as well."""

    def sales(self, hours: float) -> float:
        """Sales with so many hours of calls; never falling, and concave."""
        ...

    def marginal(self, hours: float) -> float:
        """Sales of one further hour, at the rate of this moment: the slope; infinite is allowed at 0."""
        ...

    def hours_at(self, marginal: float) -> float:
        """The fewest hours from which on the slope is at most so much (above 0)."""
        ...


def check_response(name: str, value: object) -> None:
    """Refuse what has not the methods of a response.

    Raises:
        WrongTypeError: If one is missing.
    """
    if isinstance(value, type) or not all(
        callable(getattr(value, each, None)) for each in ("sales", "marginal", "hours_at")
    ):
        rule = "be a response, such as PowerResponse(scale, elasticity)"
        raise WrongTypeError(name, value, rule)


def _as_scale(value: NumberLike) -> float:
    return as_number(value, "scale")


def _as_elasticity(value: NumberLike) -> float:
    return as_number(value, "elasticity")


def _as_base(value: NumberLike) -> float:
    return as_number(value, "base")


def _as_saturation(value: NumberLike) -> float:
    return as_number(value, "saturation")


def _as_rate(value: NumberLike) -> float:
    return as_number(value, "rate")


def _as_half(value: NumberLike) -> float:
    return as_number(value, "half")


def _as_shape(value: NumberLike) -> float:
    return as_number(value, "shape")


@frozen
class PowerResponse:
    """Constant elasticity: `sales = scale * hours ** elasticity`, the form of Cobb and Douglas (1928).

    One per cent more time brings `elasticity` per cent more sales, at every level, without a ceiling. Studies
    of personal selling find about a third on average (Albers, Mantrala and Sridhar, 2010).

    Attributes:
        scale: Sales with one hour.
        elasticity: Between 0 and 1, both excluded.

    Raises:
        InvalidValueError: If the scale is negative, or the elasticity not between 0 and 1.
        WrongTypeError: If a field is no number.

    Examples:
        >>> response = PowerResponse(1000, "0.5")
        >>> response.sales(4), response.marginal(4), round(response.hours_at(250), 9)
        (2000.0, 250.0, 4.0)
    """

    scale: float = field(converter=_as_scale)
    elasticity: float = field(converter=_as_elasticity)

    def __attrs_post_init__(self) -> None:
        check_least("scale", self.scale)
        if not 0 < self.elasticity < 1:
            rule = "be between 0 and 1, so that each further hour brings less than the one before"
            raise InvalidValueError("elasticity", self.elasticity, rule)

    def sales(self, hours: float) -> float:
        """Sales with so many hours of calls."""
        return self.scale * hours**self.elasticity if hours > 0 else 0.0

    def marginal(self, hours: float) -> float:
        """The slope; infinite at 0, unless nothing is ever sold."""
        if self.scale == 0:
            return 0.0
        return self.scale * self.elasticity * hours ** (self.elasticity - 1) if hours > 0 else inf

    def hours_at(self, marginal: float) -> float:
        """The hours at which the slope is so much."""
        if self.scale == 0:
            return 0.0
        distance = (log(self.scale * self.elasticity) - log(marginal)) / (1 - self.elasticity)
        return exp(min(distance, 700.0))


@frozen
class ExponentialResponse:
    """Growth to a ceiling: `sales = base + (saturation - base) * (1 - exp(-rate * hours))`.

    The modified exponential: each further hour wins the same part of what is still to be won (the reasoning
    of M. L. Vidale and H. B. Wolfe, 1957; the form as in G. L. Lilien, P. Kotler and K. S. Moorthy, 1992).

    Attributes:
        base: Sales without any calls.
        saturation: Sales that no effort exceeds.
        rate: Part of what is still to be won that an hour wins, at the rate of the moment.

    Raises:
        InvalidValueError: If the base is negative, the saturation below it, or the rate not above 0.
        WrongTypeError: If a field is no number.

    Examples:
        >>> response = ExponentialResponse(100, 500, "0.1")
        >>> response.sales(0), round(response.sales(10), 1), round(response.hours_at(20), 3)
        (100.0, 352.8, 6.931)
    """

    base: float = field(converter=_as_base)
    saturation: float = field(converter=_as_saturation)
    rate: float = field(converter=_as_rate)

    def __attrs_post_init__(self) -> None:
        check_least("base", self.base)
        check_least("saturation", self.saturation, self.base)
        check_above("rate", self.rate)

    def sales(self, hours: float) -> float:
        """Sales with so many hours of calls."""
        return self.base + (self.saturation - self.base) * (1 - exp(-self.rate * max(hours, 0.0)))

    def marginal(self, hours: float) -> float:
        """The slope."""
        return (self.saturation - self.base) * self.rate * exp(-self.rate * max(hours, 0.0))

    def hours_at(self, marginal: float) -> float:
        """The hours at which the slope is so much; 0 where it is never that steep."""
        first = (self.saturation - self.base) * self.rate
        return log(first / marginal) / self.rate if first > marginal else 0.0


@frozen
class AdbudgResponse:
    """Little's ADBUDG form: `base + (saturation - base) * hours ** shape / (half ** shape + hours ** shape)`.

    J. D. C. Little (1970). With a shape of at most 1 it is concave. Above 1 it is S-shaped: the first hours
    bring less than later ones, and the rule of equal slopes does not hold. Such a curve is refused unless it
    is to be `enveloped`: below the hours where the line from the start touches the curve, the line takes its
    place. What the line says is reached on average by working a unit hard in some periods and not at all in
    others, or by calling on some accounts of the unit only; a constant effort there sells less, as `curve`
    says.

    Attributes:
        base: Sales without any calls.
        saturation: Sales that no effort exceeds.
        half: Hours with which half of the way from base to saturation is gone.
        shape: How steep the middle is.
        enveloped: Whether an S-shaped curve is taken by its concave envelope.

    Raises:
        InvalidValueError: If the base is negative, the saturation below it, `half` or the shape not above 0,
            or the curve S-shaped and not enveloped.
        WrongTypeError: If a field has another type.

    Examples:
        >>> response = AdbudgResponse(0, 1000, half=10, shape=2, enveloped=True)
        >>> response.sales(5), response.curve(5), response.touches
        (250.0, 200.0, 10.0)
    """

    base: float = field(converter=_as_base)
    saturation: float = field(converter=_as_saturation)
    half: float = field(converter=_as_half)
    shape: float = field(default=1.0, converter=_as_shape)
    enveloped: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_least("base", self.base)
        check_least("saturation", self.saturation, self.base)
        check_above("half", self.half)
        check_above("shape", self.shape)
        check_flag("enveloped", self.enveloped)
        if self.shape > 1 and not self.enveloped:
            rule = "be 1 or less; above 1 the curve is S-shaped, which enveloped=True takes by its envelope"
            raise InvalidValueError("shape", self.shape, rule)

    @property
    def touches(self) -> float:
        """The hours up to which a line takes the place of the curve; 0 where the curve is concave."""
        return self.half * (self.shape - 1) ** (1 / self.shape) if self.shape > 1 else 0.0

    def curve(self, hours: float) -> float:
        """Sales of a constant effort of so many hours: the curve itself, without its envelope."""
        return self.base + (self.saturation - self.base) * _part(hours / self.half, self.shape)

    def sales(self, hours: float) -> float:
        """Sales with so many hours of calls; by the envelope, where there is one."""
        touches = self.touches
        if hours < touches:
            return self.base + (self.curve(touches) - self.base) * max(hours, 0.0) / touches
        return self.curve(hours)

    def marginal(self, hours: float) -> float:
        """The slope; of the envelope, where there is one."""
        if self.saturation == self.base:
            return 0.0
        touches = self.touches
        return self._slope(touches if hours < touches else hours)

    def _slope(self, hours: float) -> float:
        if hours <= 0:
            steep = self.shape < 1
            return inf if steep else (self.saturation - self.base) / self.half if self.shape == 1 else 0.0
        part = _part(hours / self.half, self.shape)
        return (self.saturation - self.base) * self.shape * part * (1 - part) / hours

    def hours_at(self, marginal: float) -> float:
        """The fewest hours from which on the slope is at most so much."""
        low = self.touches
        if self.saturation == self.base or self.marginal(low) <= marginal:
            return 0.0
        # Newton's method on the logarithms, where the slope is nearly a line; halving where a step leaps out
        goal = log(marginal)
        high = max(low, self.half)
        while self._slope(high) > marginal:
            low, high = high, 2 * high
        at = high
        for _ in range(100):
            error = log(self._slope(at)) - goal if self._slope(at) > 0 else -700.0
            if error > 0:
                low = at
            else:
                high = at
            part = _part(at / self.half, self.shape)
            bend = self.shape - 1 - 2 * self.shape * part
            step = at * exp(max(min(-error / bend, 50.0), -50.0)) if bend < 0 else 0.0
            after = step if low < step < high else (low + high) / 2
            if abs(after - at) <= 1e-15 * at:
                break
            at = after
        return at


def _part(relative: float, shape: float) -> float:
    """The part of the way that is gone, without overflow."""
    if relative <= 0:
        return 0.0
    power = shape * log(relative)
    return 1 / (1 + exp(-power)) if power > -700 else 0.0
