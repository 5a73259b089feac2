"""What a step pays, and how: a rate of the base, an amount for each unit, or a sum."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from salesmgmt._choices import choice_of
from salesmgmt.errors import InexactError, InvalidValueError
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Money, Rate, RateLike, money_of, rate_of

__all__ = ["LUMPS", "Method", "Pays", "PaysLike", "as_method", "counts_things", "pays_of", "size_of_pays"]

Pays: TypeAlias = Rate | Money
"""A rate of the base; or an amount: for each unit of the base, or a sum, as the method says."""

PaysLike: TypeAlias = RateLike | Money
"""What a step pays, as people write it: `"5%"`, `"USD 6"`."""

_RULE = "be a rate such as '5%', or an amount with its currency such as 'USD 50'"


class Method(StrEnum):
    """How a step pays.

    - MARGINAL: what lies in the step earns its rate, on top of what the step below pays at its end
      (slab, 超额累进).
    - WHOLE: the whole base earns the rate of the step (retroactive, 全额累进).
    - AMOUNT: a sum once the step is reached, in place of everything below.
    - SPREAD: a sum spread evenly over the step, on top of what the step below pays at its end
      (interpolated).
    """

    MARGINAL = "marginal"
    WHOLE = "whole"
    AMOUNT = "amount"
    SPREAD = "spread"


LUMPS = frozenset({Method.AMOUNT, Method.SPREAD})
"""The methods of which the amount is a sum, and not a rate."""


def as_method(value: Method | str) -> Method:
    """A method, from its name.

    Raises:
        InvalidValueError: If there is none of that name.
    """
    return choice_of(Method, value, "method")


def pays_of(value: PaysLike, name: str = "pays") -> Pays:
    """A rate or an amount from what people write, 0 or more; a rate above 100 % with its %.

    Raises:
        InvalidValueError: The text is neither, it is below zero, or a bare number above 1: 5 is not 5 %.
        InexactError: The amount has more digits than its currency.
        WrongTypeError: A float or another type.
    """
    pays = value if isinstance(value, Money) else _read(value, name)
    if size_of_pays(pays) < 0:
        raise InvalidValueError(name, pays, "be 0 or more")
    return pays


def _read(value: RateLike, name: str) -> Pays:
    if not isinstance(value, str) or _is_rate(value):
        return stated_rate(value, name)
    try:
        return money_of(value, name)
    except InexactError:
        raise
    except InvalidValueError:
        raise InvalidValueError(name, value, _RULE) from None


def _is_rate(text: str) -> bool:
    try:
        rate_of(text)
    except InvalidValueError:
        return False
    return True


def size_of_pays(pays: Pays) -> Fraction:
    """What is paid, without its unit: the rate as a fraction, or minor units."""
    return pays.value if isinstance(pays, Rate) else Fraction(pays.minor)


def counts_things(terms: Iterable[tuple[Pays, Method]]) -> bool | None:
    """Whether a base has to be a number of things (True) or money (False); None where either will do.

    Sums do not ask, and 0% is nothing of whatever it is.
    """
    for pays, method in terms:
        if method in LUMPS or not pays:
            continue
        return isinstance(pays, Money)
    return None
