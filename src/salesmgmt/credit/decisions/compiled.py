"""A policy as verdicts on plain whole numbers."""

from __future__ import annotations

from typing import Protocol

from salesmgmt.credit.decisions.choices import Checkpoint
from salesmgmt.credit.decisions.lanes import Lane
from salesmgmt.money import Currency

__all__ = ["CompiledPolicy"]


class _Rules(Protocol):
    def lane(self, customer: str, groups: tuple[str, ...], at: Checkpoint) -> Lane: ...


class CompiledPolicy:
    """The rules of a policy for customers whose figures somebody carries along.

    A lane is the same for all customers that no rule names, so it is made once for each set of groups.

    Attributes:
        currency: Currency of all figures.
    """

    __slots__ = ("_lanes", "_named", "_policy", "currency")

    def __init__(self, policy: _Rules, currency: Currency, named: frozenset[str]) -> None:
        self._policy = policy
        self._named = named
        self._lanes: dict[tuple[str, tuple[str, ...], Checkpoint], Lane] = {}
        self.currency = currency

    def lane(self, customer: str, groups: tuple[str, ...] = (), at: Checkpoint = Checkpoint.ORDER) -> Lane:
        """What applies to a customer at a step: `verdict` on figures, `quick` on five whole numbers."""
        key = (customer if customer in self._named else "", groups, at)
        lane = self._lanes.get(key)
        if lane is None:
            lane = self._lanes[key] = self._policy.lane(customer, groups, at)
        return lane
