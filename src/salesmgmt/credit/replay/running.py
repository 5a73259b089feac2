"""Positions that are carried along from one decision to the next, so that none of them sums history again.

What a customer owes is a sum over threads: documents that hang together, such as an order, its deliveries and
invoices, and what settles these. Before a decision only those threads are summed anew to which something has
happened since the last one, by the engine that sums up whole batches.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import heappop, heappush
from typing import TypeVar

from attrs import define, field

from salesmgmt.credit.book import CustomerStanding
from salesmgmt.credit.exposure import Accounts, Component, Exposure, ExposurePart, ExposurePolicy, OpenItem
from salesmgmt.credit.exposure.delays import DELAY_DAYS, settled_invoices
from salesmgmt.credit.limits import Pools
from salesmgmt.credit.positions import OpenOrder, Position
from salesmgmt.credit.positions.from_facts import open_order
from salesmgmt.credit.replay.sequence import Key, upto
from salesmgmt.credit.replay.standing import Looking
from salesmgmt.credit.replay.threads import threads_of
from salesmgmt.credit.replay.undoing import without_orders
from salesmgmt.money import Currency, Money
from salesmgmt.records import CreditTerm, Customer, Dispute, Facts, Guarantee, Order, Payment, Record

__all__ = ["Running", "is_carried"]

T = TypeVar("T")


def is_carried(part: Iterable[tuple[Key, Record]], currency: Currency) -> bool:
    """Whether positions of a part can be carried along: where all its amounts are in one currency.

    Others are converted at rates of the day, so each day sums them anew.
    """
    found = (getattr(record, "currency", None) for _, record in part)
    return all(unit is None or unit == currency for unit in found)


@define
class _Share:
    """What the documents of one thread come to for one customer."""

    counted: dict[Component, int]
    ignored: dict[Component, int]
    items: tuple[OpenItem, ...]
    orders: tuple[OpenOrder, ...]
    level: int
    guaranteed: int
    delay: int
    settled: int


@define
class _Sum:
    """What all threads of one customer come to."""

    counted: dict[Component, int] = field(factory=dict)
    ignored: dict[Component, int] = field(factory=dict)
    items: dict[int, tuple[OpenItem, ...]] = field(factory=dict)
    orders: dict[int, tuple[OpenOrder, ...]] = field(factory=dict)
    levels: dict[int, int] = field(factory=dict)
    guaranteed: int = 0
    delay: int = 0
    settled: int = 0

    def put(self, number: int, share: _Share, sign: int) -> None:
        """Add the share of a thread, or take it away."""
        for held, found in ((self.counted, share.counted), (self.ignored, share.ignored)):
            for component, minor in found.items():
                held[component] = held.get(component, 0) + sign * minor
        _keep(self.items, number, share.items, sign)
        _keep(self.orders, number, share.orders, sign)
        _keep(self.levels, number, share.level, sign)
        self.guaranteed += sign * share.guaranteed
        self.delay += sign * share.delay
        self.settled += sign * share.settled

    def parts(self, policy: ExposurePolicy) -> tuple[dict[Component, int], dict[Component, int]]:
        """What counts and what does not; guarantees answer for no more than there is to answer for."""
        counted, ignored = dict(self.counted), dict(self.ignored)
        held = counted if Component.GUARANTEES in policy.counts else ignored
        held[Component.GUARANTEES] = -min(self.guaranteed, max(0, sum(self.counted.values())))
        return counted, ignored


def _keep(held: dict[int, T], number: int, found: T, sign: int) -> None:
    if found and sign > 0:
        held[number] = found
    else:
        held.pop(number, None)


class Running(Looking):
    """The positions of a part, just before one of its events after the other."""

    __slots__ = (
        "_about",
        "_changed",
        "_heads",
        "_known",
        "_last",
        "_left",
        "_names",
        "_of",
        "_own",
        "_part",
        "_policy",
        "_shares",
        "_sums",
        "_terms",
        "_threads",
        "_told",
        "_wakes",
    )

    def __init__(
        self,
        part: Sequence[tuple[Key, Record]],
        currency: Currency,
        pools: Pools,
        policy: ExposurePolicy,
        standings: Mapping[str, CustomerStanding],
        heads: Mapping[str, Order],
    ) -> None:
        super().__init__(date.min, currency, pools, standings)
        self._part = part
        self._policy = policy
        self._heads = heads
        # Agreed terms and the customers' own rows are few, and stand beside the documents.
        self._about = [one for one in part if isinstance(one[1], CreditTerm | Customer)]
        self._threads = threads_of([record for _, record in part])
        self._of: list[list[int]] = [[] for _ in part]
        for number, thread in enumerate(self._threads):
            for place in thread.places:
                self._of[place].append(number)
        self._known = 0
        self._changed: set[int] = set()
        self._wakes: list[tuple[int, int]] = []
        self._shares: dict[int, dict[str, _Share]] = {}
        self._sums: dict[str, _Sum] = {}
        self._names = 0
        self._last: int | None = None
        self._left = 0
        self._own = self._told = Facts([])
        self._terms = Accounts(self._told, date.min)

    def before(self, place: int, without: Collection[str], gone: set[str]) -> Running:
        """Positions just before an event, which stands after those asked for so far.

        Args:
            place: Where in the part it stands.
            without: Identifiers of orders of which nothing is to have come yet: those of the event itself.
            gone: Identifiers in force of orders that never were, with all that came of them.
        """
        key, own = self._part[place][0], self._of[place][0]
        changed, self._changed = {*self._changed, own}, {own}
        if len(gone) != self._left and self._last is not None:
            changed |= self._beside(self._last)
        self._last, self._left = own, len(gone)
        while self._known < len(self._part) and self._part[self._known][0] < key:
            changed.update(self._of[self._known])
            self._known += 1
        while self._wakes and self._wakes[0][0] <= key[0].toordinal():
            changed.add(heappop(self._wakes)[1])
        if without and len(self._upto(own, key)) != len(self._upto(own, key, without)):
            changed |= self._beside(own)
            self._changed |= self._beside(own)
        told = upto(self._about, key)
        if len(told) != len(self._told):
            self._told = Facts(told, links="open")
        self._terms = Accounts(self._told, key[0], self._policy)
        for number in changed:
            known = self._upto(number, key, without)
            self._wake(number, key[0], known)
            if gone:
                known = without_orders(known, key[0], gone, self._heads)
            facts = Facts(known, links="open")
            self._replace(number, key[0], facts, every=number == own)
            if number == own:
                self._own = facts
        if key[0] != self._day or len(self._sums) != self._names:
            self._look(key[0])
            self._names = len(self._sums)
        self._used = {}
        return self

    def _upto(self, number: int, key: Key, without: Collection[str] = ()) -> list[Record]:
        """What is known of a thread just before an event."""
        return upto([self._part[place] for place in self._threads[number].places], key, without)

    def _beside(self, number: int) -> set[int]:
        """A thread, and those in which its documents stand as well."""
        return {other for place in self._threads[number].places for other in self._of[place]}

    def _wake(self, number: int, day: date, known: Iterable[Record]) -> None:
        """Look at a thread again on the first day after this one on which it may come to something else."""
        today = day.toordinal()
        days = [one for record in known for one in self._days(record) if one > today]
        if days:
            heappush(self._wakes, (min(days), number))

    def _days(self, record: Record) -> Iterator[int]:
        """The days from which on a record may count otherwise, as ordinal numbers."""
        if record.on is not None:
            yield record.on.toordinal()
        if isinstance(record, Payment) and record.clears is not None:
            yield record.clears.toordinal()
        if isinstance(record, Dispute) and record.settled is not None:
            yield record.settled.toordinal()
        if isinstance(record, Guarantee):
            for day in (record.during.start, record.during.end):
                if day is not None:
                    yield day.toordinal()
        ahead = self._policy.horizon_days
        if isinstance(record, Order) and record.due is not None and ahead is not None:
            # Whether or not the last day of the horizon is within it.
            yield record.due.toordinal() - ahead
            yield record.due.toordinal() - ahead + 1

    def _replace(self, number: int, day: date, facts: Facts, *, every: bool) -> None:
        """Put what a thread comes to now in the place of what it came to before."""
        shares = self._shared_out(number, day, facts, every=every)
        left = self._shares.pop(number, {})
        for name, share in left.items():
            self._sums[name].put(number, share, -1)
        for name, share in shares.items():
            self._sums.setdefault(name, _Sum()).put(number, share, 1)
        if shares:
            self._shares[number] = shares

    def _shared_out(self, number: int, day: date, facts: Facts, *, every: bool) -> dict[str, _Share]:
        """What a thread comes to for each of its customers, with every order or with those that are open."""
        if not facts:
            return {}
        accounts = Accounts(facts, day, self._policy)
        ledger, of_payments = accounts.ledger, self._threads[number].of_payments
        ledger.keep(payments=of_payments)
        settled = {} if of_payments else settled_invoices(facts, day)
        first = day.toordinal() - DELAY_DAYS
        found = {}
        for name in {*ledger.of_customer, *ledger.guarantees, *ledger.levels}:
            account = accounts.of(name, self._currency)
            paid = [pair for pair in settled.get(name, ()) if pair[1].toordinal() > first]
            if paid:
                heappush(self._wakes, (min(one.toordinal() for _, one in paid) + DELAY_DAYS, number))
            sums: tuple[dict[Component, int], dict[Component, int]] = ({}, {})
            for part in account.exposure.parts:
                sums[not part.counted][part.component] = part.amount.minor
            orders = [one for one in account.waiting if every or one.open or one.delivered]
            found[name] = _Share(
                *sums,
                account.items,
                tuple([open_order(one, self._currency) for one in orders]),
                account.dunning_level,
                sum([one.amount_minor for one in ledger.guarantees.get(name, ())]),
                sum([(one - due).days for due, one in paid]),
                len(paid),
            )
        return found

    @property
    def customers(self) -> tuple[str, ...]:
        """Those of whom there have been documents, in the order of their names."""
        return tuple(sorted(self._sums))

    def position(self, customer: str, concerning: Iterable[str] = ()) -> Position:
        """One customer's position.

        Args:
            customer: Whose position.
            concerning: Identifiers of orders that are listed even where nothing of them counts any more.

        Raises:
            CurrencyMismatchError: If a limit is in another currency.
        """
        index = self._own.index(Order)
        asked = {index[name].id if name in index else name for name in concerning}
        told, known = self._standings.get(customer), self._record(customer)
        held = self._sums.get(customer) or _Sum()
        items = [item for listed in held.items.values() for item in listed]
        orders = [order for listed in held.orders.values() for order in listed]
        return Position(
            self._exposure(customer, held),
            self._limit(customer),
            pools=self._shared(customer),
            items=items,
            orders=[one for one in orders if one.counted or one.id in asked],
            dunning_level=max(held.levels.values(), default=0),
            review_on=None if told is None else told.review_on,
            average_delay_days=self._delay(held, items),
            terms_days=self._terms.terms_of(customer),
            groups=self.groups(customer),
            segment=None if known is None else known.segment,
            status=None if told is None else told.status,
        )

    def _exposure(self, customer: str, held: _Sum) -> Exposure:
        parts = [
            ExposurePart(component, Money(minor, self._currency), counted)
            for sums, counted in zip(held.parts(self._policy), (True, False), strict=True)
            for component, minor in sums.items()
            if minor
        ]
        return Exposure(customer, self._day, self._currency, parts)

    def _delay(self, held: _Sum, items: Iterable[OpenItem]) -> int | None:
        """Whole days of delay on average; what is late and open counts as if it were paid on the day."""
        late = [days for item in items if item.open.minor > 0 and (days := item.days_late(self._day)) > 0]
        count = held.settled + len(late)
        return -(-(held.delay + sum(late)) // count) if count else None

    def _record(self, customer: str) -> Customer | None:
        return self._told.index(Customer).get(customer)

    def _total(self, customer: str) -> int:
        return sum(self._sums[customer].parts(self._policy)[0].values())
