"""What a verdict rests on beside the running numbers of an account."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from salesmgmt.credit.book.journal import Journal
from salesmgmt.credit.book.standing import CustomerStanding
from salesmgmt.credit.decisions import Checkpoint, CreditDecision
from salesmgmt.credit.limits import LimitInForce, Pool, Pools
from salesmgmt.credit.positions import Position
from salesmgmt.money import Money

__all__ = ["Explaining", "OwnLimit", "Told"]


class OwnLimit:
    """The customer's own limit as of a day, put together when somebody asks.

    Attributes:
        amount: Its amount; None where it is none.
        ids: The limits that made it.
    """

    __slots__ = ("_customer", "_day", "_found", "_pools", "_segment", "amount", "ids")

    _found: LimitInForce | None

    def __init__(self, pools: Pools, customer: str, day: date, segment: str | None) -> None:
        self._pools = pools
        self._customer = customer
        self._day = day
        self._segment = segment
        self.amount: Money | None = None
        self.ids: tuple[str, ...] = ()

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

    def _open(self, verdict: Any) -> CreditDecision: ...

    def _explain(self, verdict: Any) -> tuple[Position, CreditDecision]: ...


class Told:
    """Whose verdict it is, and what it rests on beside the numbers; it never changes.

    Attributes:
        book: Who explains it.
        customer: The customer.
        journal: What has changed the account.
        limit: The customer's own limit.
        standing: What was told of the customer.
        groups: The groups to which it belongs.
        used: What was used of shared pools.
        others: The sum of their versions.
        at: The step.
    """

    __slots__ = ("at", "book", "customer", "groups", "journal", "limit", "others", "standing", "used")

    def __init__(
        self,
        book: Explaining,
        customer: str,
        journal: Journal,
        limit: OwnLimit,
        standing: CustomerStanding | None,
        groups: tuple[str, ...],
        used: tuple[tuple[Pool, int], ...] = (),
        others: int = 0,
        at: Checkpoint = Checkpoint.ORDER,
    ) -> None:
        self.book = book
        self.customer = customer
        self.journal = journal
        self.limit = limit
        self.standing = standing
        self.groups = groups
        self.used = used
        self.others = others
        self.at = at

    def moved_to(self, journal: Journal) -> Told:
        """The same with another journal."""
        return Told(self.book, self.customer, journal, self.limit, self.standing, self.groups)

    def sharing(self, used: tuple[tuple[Pool, int], ...], others: int, at: Checkpoint) -> Told:
        """The same with what is used of shared pools by now, at a step."""
        return Told(
            self.book, self.customer, self.journal, self.limit, self.standing, self.groups, used, others, at
        )
