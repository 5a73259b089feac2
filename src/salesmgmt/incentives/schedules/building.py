"""Tables written as people speak of them: a rate with accelerators, and a rate with points added."""

from __future__ import annotations

from itertools import accumulate
from typing import TypeAlias

from salesmgmt.errors import InvalidValueError
from salesmgmt.incentives.schedules.bounds import (
    Bound,
    Boundary,
    BoundLike,
    bound_of,
    nothing_like,
    size_of_bound,
)
from salesmgmt.incentives.schedules.pairs import Pairs
from salesmgmt.incentives.schedules.pays import Pays, PaysLike, pays_of
from salesmgmt.incentives.schedules.stepped import Marginal
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Rate, RateLike
from salesmgmt.money.figures import half_width

__all__ = ["RatesLike", "accelerated", "uplift"]

RatesLike: TypeAlias = Pairs[BoundLike, RateLike]
"""A rate for each bound, in ascending order."""


def accelerated(pays: PaysLike, factors: RatesLike, boundary: Boundary | str = Boundary.UPPER) -> Marginal:
    """A marginal table of one rate, and what it is multiplied by from each bound on.

    A factor above 100 % accelerates, one below it decelerates. Below the first bound the rate stands.

    Args:
        pays: The base rate, or an amount for each unit.
        factors: Where each begins, and its factor of the base rate (not of the one before).
        boundary: Who owns a bound, as for `Marginal`.

    Raises:
        BatchError: If the bounds do not make a table.
        InexactError: If an amount times its factor is no amount.
        InvalidValueError: If there are no factors, or one is negative.

    Examples:
        >>> [str(tier.pays) for tier in accelerated("11.5%", {"100%": "150%", "200%": "50%"}).tiers]
        ['11.5%', '17.25%', '5.75%']
    """
    base = pays_of(pays)
    bounds, rates = _read(factors, "factors")
    table: dict[Bound, Pays] = {} if not size_of_bound(bounds[0]) else {nothing_like(bounds[0]): base}
    for bound, factor in zip(bounds, rates, strict=True):
        rate = stated_rate(factor, "factors")
        table[bound] = base * rate if isinstance(base, Rate) else (base * rate).exactly()
    return Marginal(table, boundary)


def uplift(increments: RatesLike, boundary: Boundary | str = Boundary.UPPER) -> Marginal:
    """A marginal table of a first rate, and what is added to the rate from each further bound on.

    Args:
        increments: Where each rate begins: the first from 0 as it is, every further one as the points that
            are added to the rate before it, written with their sign (`"+1%"`, `"-2%"`).
        boundary: Who owns a bound, as for `Marginal`.

    Raises:
        BatchError: If the bounds do not make a table.
        InvalidValueError: If there is nothing, an increment has no sign, or a rate falls below 0.

    Examples:
        >>> [str(tier.pays) for tier in uplift({"0%": "5%", "100%": "+1%", "125%": "+1%"}).tiers]
        ['5%', '6%', '7%']
    """
    bounds, given = _read(increments, "increments")
    for value in given[1:]:
        if isinstance(value, str) and half_width(value)[:1] not in ("+", "-"):
            rule = "begin with + or -, since it is added to the rate before it; Marginal takes rates"
            raise InvalidValueError("increments", value, rule)
    rates = accumulate((stated_rate(value, "increments") for value in given), lambda rate, more: rate + more)
    return Marginal(dict(zip(bounds, rates, strict=True)), boundary)


def _read(given: RatesLike, field: str) -> tuple[list[Bound], list[RateLike]]:
    """Bounds, each of which stands once, and what is written for them."""
    bounds = [bound_of(bound, field) for bound, _ in given.items()]
    if not bounds:
        raise InvalidValueError(field, given, "hold one bound or more")
    if len(set(bounds)) < len(bounds):
        raise InvalidValueError(field, given, "name each bound once")
    return bounds, [rate for _, rate in given.items()]
