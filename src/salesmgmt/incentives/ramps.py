"""Reduced quotas for the first months of service."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.incentives.stated import written_as_share
from salesmgmt.money import Money, Rate, RateLike, money_of, rate_of

__all__ = ["Ramp", "RampStep"]

RampStep: TypeAlias = Rate | Money | Fraction
"""What a month asks for: a share of the quota, or an amount or number in place of it."""

_RULE = "be a share of the quota such as '25%', or an amount such as 'USD 10,000'"


def _step(value: RampStep | RateLike) -> RampStep:
    if isinstance(value, Rate | Money):
        return value
    if isinstance(value, str):
        if written_as_share(value):
            return rate_of(value, "shares")
        try:
            return money_of(value, "shares")
        except InvalidValueError:
            raise InvalidValueError("shares", value, _RULE) from None
    if type(value) in (int, Fraction):
        return Fraction(value)
    raise WrongTypeError("shares", value, _RULE)


def _steps(given: Iterable[RampStep | RateLike]) -> tuple[RampStep, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongTypeError("shares", given, "list what each month of service asks for")
    return tuple(_step(value) for value in given)


@frozen
class Ramp:
    """Quotas that grow with the months of service.

    The month in which somebody joins is the first. The quota of a longer period is the sum over its months,
    each having an equal part of it.

    Attributes:
        shares: What the first, the second, … month of service asks for: a share of the monthly quota, or an
            amount (or number of pieces) in place of it.
        after: What later months ask for.

    Raises:
        InvalidValueError: If a step is below 0, or there is none.
        WrongTypeError: If a step is neither share nor amount nor number.

    Examples:
        >>> ramp = Ramp(["USD 10,000", "USD 20,000", "USD 30,000"], after="USD 45,000")
        >>> [str(ramp.month(number)) for number in (1, 3, 4, 12)]
        ['USD 10,000.00', 'USD 30,000.00', 'USD 45,000.00', 'USD 45,000.00']
    """

    shares: tuple[RampStep, ...] = field(converter=_steps)
    after: RampStep = field(default=Rate(1), converter=_step)

    def __attrs_post_init__(self) -> None:
        if not self.shares:
            raise InvalidValueError("shares", self.shares, "hold one month or more")
        for step in (*self.shares, self.after):
            size = step.minor if isinstance(step, Money) else step.value if isinstance(step, Rate) else step
            if size < 0:
                raise InvalidValueError("shares", step, "be 0 or more")

    def month(self, number: int) -> RampStep:
        """What a month of service asks for, the first one being 1.

        Raises:
            InvalidValueError: If the number is below 1.
        """
        if number < 1:
            raise InvalidValueError("number", number, "be 1 or more: the month of joining is the first")
        return self.shares[number - 1] if number <= len(self.shares) else self.after

    def quota(self, full: Fraction | int | None, months: Iterable[int]) -> Fraction | None:
        """The quota of a period, in minor units or pieces.

        Args:
            full: The quota without the ramp; None where there is none.
            months: Months of service that the period covers; those below 1, before joining, ask for nothing.

        Returns:
            The reduced quota; None where it is a share of a quota that does not exist.
        """
        numbers = tuple(months)
        total = Fraction(0)
        for number in numbers:
            step = self.month(number) if number >= 1 else Rate(0)
            if isinstance(step, Rate):
                if full is None:
                    return None
                total += step.value * Fraction(full, len(numbers))
            else:
                total += step.minor if isinstance(step, Money) else step
        return total
