"""Limits, pools and rules on top of the ledger: what of an account counts, and up to where no rule speaks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from salesmgmt.credit.book.accounts import NEVER, Account, SharedPool
from salesmgmt.credit.book.items import REST, is_over, item_of
from salesmgmt.credit.book.ledger import Ledger
from salesmgmt.credit.book.told import OwnLimit, Told
from salesmgmt.credit.decisions import Checkpoint, CreditPolicy
from salesmgmt.credit.decisions.figures import STATUS, UNCHECKED, Figures, limit_minor
from salesmgmt.credit.decisions.lanes import ALWAYS_CALM, NEVER_CALM, Lane, Quick
from salesmgmt.credit.decisions.telling import Telling
from salesmgmt.credit.exposure import Component, ExposurePolicy, Reversal
from salesmgmt.credit.limits import CreditLimit, LimitKind, Limits, LimitScope, Pools
from salesmgmt.credit.terms import AllocationOrder
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money

if TYPE_CHECKING:
    from salesmgmt.credit.decisions import CreditDecision
    from salesmgmt.credit.positions import Position

__all__ = ["Limiting"]

_MONEY: Final = frozenset({Component.UNAPPLIED, Component.ADVANCES, Component.CREDITS})
_PLAIN: Final = frozenset({Component.ORDERS, Component.DELIVERIES, Component.INVOICES}) | _MONEY
_SETTLES: Final = (AllocationOrder.OLDEST_DUE, AllocationOrder.NAMED)


class Limiting(Ledger):
    """A ledger that knows who may owe how much, and what the rules are."""

    __slots__ = (
        "_compiled",
        "_left",
        "_plain",
        "_policy",
        "_pools",
        "_quicks",
        "_settles",
        "_shared",
        "_tellings",
    )

    def __init__(
        self,
        policy: CreditPolicy,
        limits: Pools | Limits | Iterable[CreditLimit],
        *,
        currency: Currency,
        day: date,
        exposure: ExposurePolicy,
        settles: AllocationOrder | str,
    ) -> None:
        _check_exposure(exposure)
        order = _settling(settles)
        if not isinstance(limits, Pools):
            limits = Pools(limits if isinstance(limits, Limits) else Limits(limits))
        self._policy = policy
        self._compiled = policy.compiled(currency)
        self._pools = limits
        self._shared: dict[str, SharedPool] = {}
        self._left: dict[str, set[str]] = {}
        self._quicks: dict[Lane, Quick | None] = {}
        self._tellings: dict[Lane, tuple[Telling, ...] | None] = {}
        self._settles = order
        self._plain = exposure.counts >= _PLAIN
        super().__init__(currency, day, exposure, covers=order is AllocationOrder.OLDEST_DUE)

    if TYPE_CHECKING:
        # Whoever decides explains what it said.
        def _open(self, verdict: Any) -> CreditDecision: ...

        def _explain(self, verdict: Any) -> tuple[Position, CreditDecision]: ...

    # Limits and pools.

    def _opened(self, account: Account) -> None:
        try:
            self._refresh(account)
        except CurrencyMismatchError:
            del self._accounts[account.name]  # nothing was opened
            raise

    def _reset(self, account: Account) -> None:
        account.reset()
        account.told_of = account.told_of.moved_to(account.journal)

    def _refresh(self, account: Account) -> None:
        """Ask anew who may owe how much, and which rules apply."""
        name, standing, pools = account.name, account.standing, self._pools
        groups: tuple[str, ...] = pools.groups(name, self._date) if pools.members else ()
        segment = None
        if standing is not None:
            segment = standing.segment
            groups = tuple(sorted({*groups, *standing.groups}))
            account.status = STATUS[standing.status]
            account.dunning = standing.dunning_level
            account.review = None if standing.review_on is None else standing.review_on.toordinal()
            account.delay = standing.average_delay_days
            account.terms = standing.terms_days
        account.groups = groups
        own = OwnLimit(pools, name, self._date, segment)
        account.told_of = Told(self, name, account.journal, own, standing, groups)
        self._limit(account, own, segment)
        if pools.members:
            self._share(account)
        account.lane = lane = self._compiled.lane(name, groups)
        if lane not in self._quicks:
            self._quicks[lane] = lane.quick()
            self._tellings[lane] = lane.tellings()
        account.quick = None if account.shared or account.status else self._quicks[lane]
        self._calm(account, lane)

    def _calm(self, account: Account, lane: Lane) -> None:
        """Up to where no rule speaks, and what may be used of the pools until one does."""
        shared = account.shared
        bound = shared if account.limit != UNCHECKED and not account.status else ()
        if shared or account.pools:
            account.pools = tuple([(limit_minor(pool.pool.amount), 0) for pool in shared])
            account.spaces = tuple(
                [(pool, pool.pool, lane.room(limit_minor(pool.pool.amount))) for pool in bound]
            )
        account.plain, account.tellings = False, None
        if not self._plain or (self._claims and account.name in self._claims):
            account.ceiling = NEVER_CALM
            return
        account.ceiling, account.grace, most, last = lane.calm(cast("Figures", account))
        account.calm = (most, last) if min(most, last) < ALWAYS_CALM or bound else None
        account.plain = account.calm is None and not shared and not account.closed
        account.tellings = None if shared or account.status or self._horizon else self._tellings[lane]

    def _paced(self, account: Account) -> None:
        if account.lane is not None:
            self._calm(account, account.lane)

    def _told(self, account: Account, at: Checkpoint = Checkpoint.ORDER) -> Told:
        """What a verdict rests on, with what is used of shared pools by now."""
        used = tuple([(shared.pool, shared.used) for shared in account.shared])
        others = sum([shared.version for shared in account.shared])
        return account.told_of.sharing(used, others, at)

    def _fits(self, account: Account, minor: int) -> bool:
        """Whether an order of so much leaves the rules on documents, days and pools without a word."""
        most, last = account.calm or (ALWAYS_CALM, ALWAYS_CALM)
        if minor > most or self._day > last:
            return False
        for shared, pool, space in account.spaces:
            if shared.used + minor > space or shared.pool is not pool or shared.wakes:
                return False
        return True

    def _limit(self, account: Account, own: OwnLimit, segment: str | None) -> None:
        """The customer's own limit, and the day on which it may be another."""
        name, day, pools = account.name, self._date, self._pools
        held_by = pools.limits.of_holder(name)
        only = held_by[0] if len(held_by) == 1 else None
        if (
            only is not None
            and segment is None
            and not pools.members
            and only.kind is LimitKind.BASE
            and only.scope is LimitScope.CUSTOMER
            and (only.during.start is None or only.during.start <= day)
            and only.during.end is None
            and isinstance(only.amount, Money)
            and only.amount.currency is self._currency
            and only.amount.minor
        ):
            # One base limit without an end is itself under every policy that combines limits.
            account.limit, account.until = only.amount.minor, NEVER
            own.amount, own.ids = only.amount, (only.id,)
            return
        held = own.in_force
        account.limit = None if held is None else limit_minor(held.amount)
        if held is not None and isinstance(held.amount, Money):
            self._check_currency(f"limit of {name}", held.amount)
            own.amount, own.ids = held.amount, held.limits
        change = pools.next_change(name, day)
        if segment is not None:
            other = pools.limits.next_change(segment, day)
            change = other if change is None or (other is not None and other < change) else change
        account.until = NEVER if change is None else change.toordinal()
        if change is not None:
            self._wake(change, "limits", name)

    def _check_currency(self, field: str, amount: Money) -> None:
        if amount.currency != self._currency:
            rule = f"be in {self._currency}, as the book; convert it first"
            raise CurrencyMismatchError(field, amount.currency.code, rule)

    def _limits_changed(self, customer: str) -> None:
        account = self._accounts.get(customer)
        if account is not None and account.until <= self._day:
            account.journal.append(None)
            self._refresh(account)

    def _share(self, account: Account) -> None:
        """Count an account in the pools that it uses on the day."""
        found = []
        for pool in self._pools.of(account.name, self._date):
            if pool.id == account.name:
                continue
            shared = self._shared.get(pool.id)
            if isinstance(pool.limit, Money):
                self._check_currency(f"limit of {pool.id}", pool.limit)
            if shared is None:
                shared = self._shared[pool.id] = SharedPool(pool)
            elif shared.pool != pool:
                shared.pool = pool
                shared.version += 1
            found.append(shared)
        for shared in account.shared:
            if shared not in found:
                shared.used -= account.told
                shared.version += 1
                self._left.setdefault(account.name, set()).add(shared.pool.id)
        for shared in found:
            if shared not in account.shared:
                shared.used += account.told
                shared.version += 1
        account.shared = tuple(found)
        if found:
            self._moved(account)

    def _moved(self, account: Account) -> None:
        counted = self._counted(account)
        change = counted - account.told
        if change:
            account.told = counted
            for pool in account.shared:
                pool.used += change
                pool.version += 1

    def _counted(self, account: Account) -> int:
        """What of an account counts against its limit."""
        if self._claims and account.name in self._claims:
            parts = self._parts(account, self)
            return sum([minor for component, minor in parts.items() if component in self._counts])
        if self._plain:
            return account.exposure
        counts = self._counts
        total = account.open if Component.ORDERS in counts else 0
        if Component.DELIVERIES in counts:
            total += account.delivered
        over = self._over(account)
        if Component.INVOICES in counts:
            total += self._uncovered(account) + over
        return total - account.cash - over if Component.UNAPPLIED in counts else total

    def _parts(self, account: Account, ledger: Ledger, own: str = "") -> dict[Component, int]:
        """An account part by part, counted or not; `own` is an order in it that is left out.

        Money that covers what is disputed stands for itself: what is disputed may not count, what came in
        does.
        """
        left, out, far, _ = account.part(own)
        over = self._over(account)
        parts = {
            Component.ORDERS: account.ordered - left,
            Component.BEYOND: account.beyond - far,
            Component.DELIVERIES: account.delivered - out,
            Component.INVOICES: self._uncovered(account) + over,
            Component.UNAPPLIED: -account.cash - over,
        }
        claims = ledger._claims.get(account.name)
        if claims is None:
            return parts
        disputed = ledger._disputed(account)
        if disputed:
            whole = sum(disputed.values())
            still = sum([min(disputed.get(item[2], 0), max(0, rest)) for item, rest in account.uncovered])
            parts[Component.INVOICES] -= still
            parts[Component.DISPUTED] = whole
            parts[Component.UNAPPLIED] -= whole - still
        counted = sum([minor for component, minor in parts.items() if component in self._counts])
        parts[Component.GUARANTEES] = -min(claims.guaranteed, max(0, counted))
        return parts

    def _claimed_figures(self, account: Account) -> Figures:
        """The figures of an account with claims; the others are figures themselves."""
        claims, disputed = self._claims[account.name], self._disputed(account)
        found = Figures()
        for name in ("exposure", "limit", "pools", "orders", "review", "delay", "terms", "status"):
            setattr(found, name, getattr(account, name))
        found.dunning = max(account.dunning, claims.level)
        found.items = tuple(
            [
                (
                    item[0].toordinal() if item[0] != date.max else NEVER,
                    rest,
                    min(disputed.get(item[2], 0), rest),
                    claims.levels.get(item[2], 0),
                )
                for item, rest in account.uncovered
                if rest > 0
            ]
        )
        return found

    def _over(self, account: Account) -> int:
        """By how much invoices were settled beyond their amounts: money, or credits, that settle nothing."""
        return -sum([item[REST] for item in map(item_of, account.entries) if is_over(item)])

    def _uncovered(self, account: Account) -> int:
        return account.exposure - account.ordered - account.delivered + account.cash

    def _version_of(self, account: Account) -> int:
        return account.version + sum([pool.version for pool in account.shared])


def _settling(settles: AllocationOrder | str) -> AllocationOrder:
    if settles not in _SETTLES:
        raise InvalidValueError("settles", settles, f"be one of {', '.join(_SETTLES)}")
    return AllocationOrder(settles)


def _check_exposure(exposure: ExposurePolicy) -> None:
    if not isinstance(exposure, ExposurePolicy):
        raise WrongTypeError("exposure", exposure, "be an ExposurePolicy")
    if exposure.rates is not None:
        raise InvalidValueError("exposure", "rates", "do without rates: a book is in one currency")
    if exposure.credited is not Reversal.ENDS:
        raise InvalidValueError("exposure", exposure.credited.value, "let a credited part of an order end")
    if 0 < len(exposure.counts & _MONEY) < len(_MONEY):
        raise InvalidValueError(
            "exposure", sorted(exposure.counts & _MONEY), "count unapplied money, advances and credits alike"
        )
