"""Splitting a total by weights so that the parts sum to it, to the last unit.

Largest remainder (Hamilton's method): each part first gets its exact share rounded down, then the units left
over go to the largest remainders, one each; among equal remainders the first listed comes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TypeAlias, overload

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money.money import Money, made
from salesmgmt.money.rate import Rate, factor_of

__all__ = ["Weight", "apportion", "apportion_minor"]

Weight: TypeAlias = int | Fraction | Decimal | Rate


def apportion_minor(total: int, weights: Sequence[int], weight_sum: int | None = None) -> list[int]:
    """Split a whole number by whole weights: the core of `apportion`, for bulk paths.

    Args:
        total: Any whole number, usually minor units; a negative one is split as its magnitude.
        weights: Whole numbers of 0 or more.
        weight_sum: Their sum, where the caller already has it (taken on trust).

    Returns:
        One part per weight, in their order, summing to the total; each within one of its exact share.

    Raises:
        InvalidValueError: A weight is negative, or all are 0 (or there are none) and the total is not.
        WrongTypeError: The weights do not sum to an int.

    Examples:
        >>> apportion_minor(100, [1, 1, 1]), apportion_minor(-5, [7, 3]), apportion_minor(5, [0, 1])
        ([34, 33, 33], [-4, -1], [0, 5])
    """
    whole = sum(weights) if weight_sum is None else weight_sum
    if type(whole) is not int:
        raise WrongTypeError("weights", weights, "be whole numbers; apportion takes fractions and decimals")
    if weights and min(weights) < 0:
        raise InvalidValueError("weights", weights, "be 0 or more, every one")
    if whole <= 0:
        if total:
            raise InvalidValueError("weights", weights, f"hold one above 0 to take a part of {total}")
        return [0] * len(weights)
    if total < 0:
        return [-part for part in apportion_minor(-total, weights, whole)]
    scaled = [total * weight for weight in weights]
    parts = [share // whole for share in scaled]
    left = total - sum(parts)
    if left:
        rests = [share % whole for share in scaled]
        # Python's sort keeps the order of equals, in reverse too: ties go to the first listed.
        for place in sorted(range(len(parts)), key=rests.__getitem__, reverse=True)[:left]:
            parts[place] += 1
    return parts


def _whole_weights(weights: Sequence[Weight]) -> list[int]:
    """The weights over their common denominator, which leaves every share as it was."""
    if all(type(weight) is int for weight in weights):
        return [weight for weight in weights if isinstance(weight, int)]
    exact: list[Fraction] = []
    for weight in weights:
        value = factor_of(weight, "weights")
        if value is None:
            raise WrongTypeError("weights", weight, "hold exact numbers: int, Fraction, Decimal or Rate")
        exact.append(value)
    common = lcm(*(value.denominator for value in exact))
    return [value.numerator * (common // value.denominator) for value in exact]


@overload
def apportion(
    total: Money, weights: Sequence[Weight], ties: Sequence[str | int] | None = None
) -> tuple[Money, ...]: ...
@overload
def apportion(
    total: int, weights: Sequence[Weight], ties: Sequence[str | int] | None = None
) -> tuple[int, ...]: ...
def apportion(
    total: Money | int, weights: Sequence[Weight], ties: Sequence[str | int] | None = None
) -> tuple[Money, ...] | tuple[int, ...]:
    """Split an amount by weights; the parts sum to it exactly.

    Largest remainder. Equal remainders go to the first listed, or to the smallest tie key where keys are
    given, which makes the answer independent of the order of the list.

    Args:
        total: An amount, or a whole number of any unit; negative ones are split as their magnitude.
        weights: Exact numbers of 0 or more, in any scale: 3, 2, 2 and 30 %, 20 %, 20 % mean the same.
        ties: One key per weight, all text or all whole numbers.

    Returns:
        One part per weight, in their order, of the type of the total.

    Raises:
        InvalidValueError: A weight is negative, or nobody can take a total that is not 0, or the keys do not
            match the weights one to one.
        WrongTypeError: The total or a weight is a float or another type.

    Examples:
        >>> apportion(100, [3, 2, 2])
        (43, 29, 28)
        >>> [str(part) for part in apportion(Money.of("USD 0.05"), [Rate("70%"), Rate("30%")])]
        ['USD 0.04', 'USD 0.01']
        >>> apportion(1, [1, 1], ties=["rep-2", "rep-1"])
        (0, 1)
    """
    minor = total.minor if isinstance(total, Money) else total
    if type(minor) is not int:
        raise WrongTypeError("total", total, "be Money or an int")
    whole = _whole_weights(weights)
    parts = apportion_minor(minor, whole) if ties is None else _by_key(minor, whole, ties)
    if isinstance(total, Money):
        return tuple([made(part, total.currency) for part in parts])
    return tuple(parts)


def _by_key(total: int, weights: list[int], ties: Sequence[str | int]) -> list[int]:
    if len(ties) != len(weights):
        raise InvalidValueError("ties", ties, f"hold one key per weight, {len(weights)} here")
    if not (all(isinstance(key, str) for key in ties) or all(type(key) is int for key in ties)):
        raise WrongTypeError("ties", ties, "hold keys of one kind, text or int")
    if len(set(ties)) != len(ties):
        raise InvalidValueError("ties", ties, "hold distinct keys")
    order = sorted(range(len(ties)), key=ties.__getitem__)
    parts = [0] * len(weights)
    for place, part in zip(order, apportion_minor(total, [weights[k] for k in order]), strict=True):
        parts[place] = part
    return parts
