"""Positions of many customers of a batch at the end of one day, their pools among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from salesmgmt.credit.book import CustomerStanding
from salesmgmt.credit.exposure import Accounts, ExposurePolicy
from salesmgmt.credit.limits import CreditLimit, LimitInForce, Limits, Pools
from salesmgmt.credit.positions import PoolPosition, Position, position_in
from salesmgmt.credit.terms import FloorCredit
from salesmgmt.errors import WrongTypeError
from salesmgmt.money import Currency, Money
from salesmgmt.records import Customer, Facts

__all__ = ["DEFAULT", "NOBODY", "Looking", "Standing", "check_standings", "pools_of"]

DEFAULT = ExposurePolicy()
NOBODY: Mapping[str, CustomerStanding] = MappingProxyType({})


def pools_of(limits: Pools | Limits | Iterable[CreditLimit]) -> Pools:
    """Limits as pools, whichever way they were given."""
    if isinstance(limits, Pools):
        return limits
    return Pools(limits if isinstance(limits, Limits) else Limits(limits))


def check_standings(standings: Mapping[str, CustomerStanding]) -> None:
    """See that standings are what they should be."""
    if not isinstance(standings, Mapping):
        raise WrongTypeError("standings", standings, "be a mapping of customers to CustomerStanding values")
    for standing in standings.values():
        if not isinstance(standing, CustomerStanding):
            raise WrongTypeError("standings", standing, "hold CustomerStanding values")


class Looking:
    """Positions of customers on one day, wherever their accounts come from."""

    __slots__ = ("_currency", "_day", "_members", "_pools", "_standings", "_used")

    def __init__(
        self, day: date, currency: Currency, pools: Pools, standings: Mapping[str, CustomerStanding]
    ) -> None:
        self._currency = currency
        self._pools = pools
        self._standings = standings
        self._look(day)

    def _look(self, day: date) -> None:
        """Look at the accounts of a day anew."""
        self._day = day
        self._members: dict[str, list[str]] | None = None
        self._used: dict[str, int] = {}

    @property
    def customers(self) -> tuple[str, ...]:
        """Those who have documents by that day, in the order of their names."""
        raise NotImplementedError

    def _record(self, customer: str) -> Customer | None:
        """The customer's own row, as known."""
        raise NotImplementedError

    def _total(self, customer: str) -> int:
        """What counts of a customer, in minor units."""
        raise NotImplementedError

    def groups(self, customer: str) -> tuple[str, ...]:
        """The groups to which a customer belongs on the day."""
        told = self._standings.get(customer)
        own = () if told is None else told.groups
        return tuple(sorted({*self._pools.groups(customer, self._day), *own}))

    def segment(self, customer: str) -> str | None:
        """The customer's segment; None where there is none."""
        told = self._standings.get(customer)
        if told is not None and told.segment is not None:
            return told.segment
        known = self._record(customer)
        return None if known is None else known.segment

    def _limit(self, customer: str) -> LimitInForce | None:
        return self._pools.limit_of(customer, self._day, segment=self.segment(customer))

    def _shared(self, customer: str) -> list[PoolPosition]:
        """The pools that a customer shares with others, and what they use of them together."""
        if not self._pools.members:
            return []
        found = []
        for pool in self._pools.of(customer, self._day):
            if pool.id != customer:
                if pool.id not in self._used:
                    self._used[pool.id] = sum([self._total(name) for name in self._sharing(pool.id)])
                used = Money(self._used[pool.id], self._currency)
                found.append(PoolPosition(pool.id, pool.amount, used, pool.taken))
        return found

    def _sharing(self, pool: str) -> list[str]:
        if self._members is None:
            self._members = {}
            for name in self.customers:
                for one in self._pools.of(name, self._day):
                    if one.id != name:
                        self._members.setdefault(one.id, []).append(name)
        return self._members.get(pool, [])


class Standing(Looking):
    """All customers of a batch at the end of a day; the facts are read through once."""

    __slots__ = ("_accounts", "_facts", "_totals")

    def __init__(
        self,
        facts: Facts,
        day: date,
        currency: Currency,
        pools: Pools,
        policy: ExposurePolicy = DEFAULT,
        floors: Iterable[FloorCredit] = (),
        standings: Mapping[str, CustomerStanding] = NOBODY,
    ) -> None:
        super().__init__(day, currency, pools, standings)
        self._facts = facts
        self._accounts = Accounts(facts, day, policy, floors)
        self._totals: dict[str, int] = {}

    @property
    def customers(self) -> tuple[str, ...]:
        """Those who have documents by that day, in the order of their names."""
        return tuple(sorted(self._accounts.ledger.of_customer))

    def position(self, customer: str, concerning: Iterable[str] = ()) -> Position:
        """One customer's position.

        Raises:
            BatchError: If documents are in another currency and the policy has no rate for them.
            CurrencyMismatchError: If a limit is in another currency.
        """
        told = self._standings.get(customer)
        return position_in(
            self._accounts,
            self._facts,
            customer,
            self._currency,
            limit=self._limit(customer),
            pools=self._shared(customer),
            concerning=concerning,
            groups=self.groups(customer),
            review_on=None if told is None else told.review_on,
            status=None if told is None else told.status,
        )

    def _record(self, customer: str) -> Customer | None:
        return self._facts.index(Customer).get(customer)

    def _total(self, customer: str) -> int:
        if customer not in self._totals:
            account = self._accounts.of(customer, self._currency)
            self._totals[customer] = account.exposure.total_minor
        return self._totals[customer]
