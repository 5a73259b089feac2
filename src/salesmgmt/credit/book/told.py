"""What a verdict rests on beside the running numbers of an account."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, TypeAlias

from salesmgmt.credit.book.standing import CustomerStanding
from salesmgmt.credit.decisions import Checkpoint, CreditDecision
from salesmgmt.credit.limits import LimitInForce, Pool, Pools
from salesmgmt.credit.positions import Position

__all__ = ["Explaining", "OwnLimit", "Told"]


class OwnLimit:
    """The customer's own limit as of a day, put together when somebody asks."""

    __slots__ = ("_customer", "_day", "_found", "_pools", "_segment")

    _found: LimitInForce | None

    def __init__(self, pools: Pools, customer: str, day: date, segment: str | None) -> None:
        self._pools = pools
        self._customer = customer
        self._day = day
        self._segment = segment

    @property
    def in_force(self) -> LimitInForce | None:
        """The limit, and what it was made of."""
        try:
            return self._found
        except AttributeError:
            self._found = self._pools.limit_of(self._customer, self._day, segment=self._segment)
            return self._found


class Explaining(Protocol):
    """Whoever can put a decision together out of a verdict."""

    def _explain(self, verdict: Any) -> tuple[Position, CreditDecision]: ...


Told: TypeAlias = tuple[
    Explaining,
    OwnLimit,
    CustomerStanding | None,
    tuple[str, ...],
    tuple[tuple[Pool, int], ...],
    int,
    Checkpoint,
]
"""Who explains it, the own limit, standing, groups, what was used of shared pools and the sum of their
versions, and the step."""
