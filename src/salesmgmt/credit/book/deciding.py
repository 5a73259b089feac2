"""Verdicts of a book, the decisions behind them, and positions out of accounts."""

from __future__ import annotations

from datetime import date
from typing import Final, cast

from attrs import evolve

from salesmgmt.credit.book.accounts import NEVER, Account, Reserved
from salesmgmt.credit.book.claims import Claims
from salesmgmt.credit.book.facts import BookDocument
from salesmgmt.credit.book.items import is_over
from salesmgmt.credit.book.journal import Journal
from salesmgmt.credit.book.ledger import Ledger
from salesmgmt.credit.book.limiting import Limiting
from salesmgmt.credit.book.standing import CustomerStanding
from salesmgmt.credit.book.verdicts import Verdict
from salesmgmt.credit.decisions import Checkpoint, CreditDecision, Effect
from salesmgmt.credit.decisions.decision import decision_made
from salesmgmt.credit.decisions.figures import Asked, Figures, limit_minor
from salesmgmt.credit.decisions.requests import asked as asked_of
from salesmgmt.credit.exposure import Component, Exposure, ExposurePart, OpenItem
from salesmgmt.credit.positions import OpenOrder, PoolPosition, Position
from salesmgmt.errors import InvalidValueError
from salesmgmt.money import Currency, Money
from salesmgmt.records import Order

__all__ = ["Deciding"]

_EFFECTS: Final = tuple(Effect)
_UNKNOWN: Final = CustomerStanding()


class Deciding(Limiting):
    """A ledger with limits and rules that decides."""

    __slots__ = ()

    # Verdicts.

    def _judge(
        self, account: Account, document: BookDocument, amount: int, added: int, base: int, at: Checkpoint
    ) -> int:
        """The rank of the effect where the short way does not do; so much of the document counts already."""
        for pool in account.shared:
            late = [
                name for name, day in pool.wakes.items() if day <= self._day and name not in self._accounts
            ]
            if late:
                rule = f"be read with the rows of {', '.join(sorted(late))}, whose day has come meanwhile"
                raise InvalidValueError(f"pool {pool.pool.id}", self._date, rule)
        lane = account.lane
        if at is not Checkpoint.ORDER or lane is None:
            lane = self._compiled.lane(account.name, account.groups, at)
        account.pools = tuple([(limit_minor(pool.pool.amount), pool.used - base) for pool in account.shared])
        due, name = None, ""
        if isinstance(document, Order):
            due = document.due
            name = self._head(Order, document.id if document.supersedes is None else document.supersedes)
        asked = Asked(amount, added, self._day, NEVER if due is None else due.toordinal())
        whole, account.exposure = account.exposure, self._counted(account) - base
        waiting = account.waiting.pop(name, None) if base else None
        try:
            claimed = self._claims and account.name in self._claims
            figures = self._claimed_figures(account) if claimed else cast("Figures", account)
            return lane.verdict(figures, asked)
        finally:
            account.exposure = whole
            if waiting is not None:
                account.waiting[name] = waiting

    def _open(self, verdict: Verdict) -> CreditDecision:
        """The decision of a verdict: its findings at once where they follow from the numbers."""
        document, told, day, at = verdict._document, verdict._told, verdict._ordinal, verdict._at
        account, journal, limit = self._accounts[told.customer], told.journal, told.limit
        tellings, amount = account.tellings, limit.amount
        if tellings is None or amount is None or told is not account.told_of or day != self._day:
            return verdict.whole()
        after, waits, since = account.exposure, account.waiting.get(document.id), len(journal) - at
        if since == 0 and waits is None and type(document) is Order and document.supersedes is None:
            # The order is new, and nothing has come since.
            minor = document.gross_minor
            if minor <= 0:
                return verdict.whole()
            after += minor
        elif since != 1 or journal[at] is not document or type(waits) is not int:
            return verdict.whole()
        late = account.late(day) if account.oldest <= day else ()
        unit, facts = self._currency, (document.id, *limit.ids)
        found = [tell(after, amount, unit, facts, late, day) for tell in tellings]
        return decision_made(_EFFECTS[verdict._rank], found, verdict)

    def _explain(self, verdict: Verdict) -> tuple[Position, CreditDecision]:
        """The position and the decision that a verdict was made of."""
        name, journal, at = verdict._told.customer, verdict._told.journal, verdict._at
        account = self._accounts[name]
        now = account.journal is journal and verdict._ordinal == self._day
        own: str = ""
        ledger: Ledger = self
        if now and _is_own(journal, at, verdict._document):
            own = verdict._document.id
        elif not now or len(journal) != at:
            account, ledger = self._replayed(name, journal, at, verdict.day)
        position = self._position(account, ledger, verdict, own)
        request, against = asked_of(verdict._document, position)
        if (
            isinstance(verdict._document, Order)
            and request.added.minor > 0
            and not self._exposure.within_horizon(request.due, verdict.day)
        ):
            request = evolve(request, added=Money.zero(self._currency))
        step = verdict._told.at
        if request.at is not step:
            request = evolve(request, at=step)
        return against, self._policy.decide(request, against, on=verdict.day)

    def _replayed(self, name: str, journal: Journal, length: int, day: date) -> tuple[Account, Ledger]:
        """An account as it was, and a ledger with its documents, out of the entries that it had."""
        ledger = Ledger(self._currency, day, self._exposure, covers=self._covers)
        ledger._heads.update(journal.heads)
        account = ledger._account(name)
        account.opening.cash = journal.cash
        account.reset()
        for entry in journal[:length]:
            ledger._write(entry)
        return account, ledger

    # Positions.

    def _position(
        self, account: Account, ledger: Ledger, verdict: Verdict | None = None, own: str = ""
    ) -> Position:
        """A position out of an account; `own` is an order in it that is not to count."""
        unit, counts = self._currency, self._counts
        if verdict is None:
            day, version = self._date, self._version_of(account)
            told = self._told(account)
        else:
            day, version = verdict.day, verdict.version
            told = verdict._told
        limit, standing, groups, used = told.limit, told.standing, told.groups, told.used
        parts = [
            ExposurePart(component, Money(minor, unit), component in counts)
            for component, minor in self._parts(account, ledger, own).items()
            if minor
        ]
        known = _UNKNOWN if standing is None else standing
        disputed, claims = ledger._disputed(account), ledger._claims.get(account.name) or Claims()
        return Position(
            Exposure(account.name, day, unit, parts),
            limit.in_force,
            pools=[
                PoolPosition(pool.id, pool.amount, Money(minor, unit), pool.taken) for pool, minor in used
            ],
            items=[
                OpenItem(
                    item[2],
                    item[1],
                    None if item[0] == date.max else item[0],
                    Money(item[4], unit),
                    Money(rest, unit),
                    _part_of(disputed.get(item[2], 0), rest, unit),
                    dunning_level=claims.levels.get(item[2], 0),
                    order=_order_in(ledger, item[6], own),
                )
                for item, rest in account.uncovered
                if not is_over(item)
            ],
            orders=[
                self._open_order(account, ledger._reserved(name), name)
                for name in account.waiting
                if name != own
            ],
            version=version,
            groups=groups,
            dunning_level=max(known.dunning_level, claims.level),
            review_on=known.review_on,
            average_delay_days=known.average_delay_days,
            terms_days=known.terms_days,
            segment=known.segment,
            status=known.status,
        )

    def _open_order(self, account: Account, entry: Reserved | None, name: str) -> OpenOrder:
        unit = self._currency
        left, out, far, due = account.part(name)
        whole = left + out + far if entry is None else max(entry[2], left + out + far)
        counts_open, counts_out = Component.ORDERS in self._counts, Component.DELIVERIES in self._counts
        beyond = far + (0 if counts_open else left) + (0 if counts_out else out)
        return OpenOrder(
            name,
            due,
            Money(whole, unit),
            Money(left if counts_open else 0, unit),
            Money(out, unit) if out and counts_out else None,
            Money(beyond, unit) if beyond else None,
        )


def _part_of(minor: int, rest: int, unit: Currency) -> Money | None:
    """What of an open item is disputed; None for nothing."""
    part = min(minor, rest)
    return Money(part, unit) if part > 0 else None


def _order_in(ledger: Ledger, order: str | None, own: str) -> str | None:
    """The identifier in force of an order that an invoice names; None where there is no such order yet.

    `own` is the order that is being decided on, which was not there.
    """
    name = None if order is None else ledger._head(Order, order)
    entry = None if name is None else ledger._reserved(name)
    return None if entry is None or entry[1] is None or name == own else name


def _is_own(journal: Journal, at: int, document: BookDocument) -> bool:
    """Whether all that came since is the document itself, which a decision looks through."""
    if len(journal) != at + 1 or not isinstance(document, Order) or document.supersedes is not None:
        return False
    entry = journal[at]
    return entry is document or getattr(entry, "order", None) is document
