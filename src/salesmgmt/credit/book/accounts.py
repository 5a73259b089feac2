"""A customer's account in a book: running whole numbers, and the open items that money covers in turn.

Money that nobody has applied to an invoice covers the open items from the first on. What it covers is a
matter of the sums alone, so the account is the same in whatever order its facts came.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from salesmgmt.credit.book.items import REST, Billed, Item, due_of, item_of, rest_of
from salesmgmt.credit.book.journal import Journal
from salesmgmt.credit.decisions.lanes import NEVER_CALM
from salesmgmt.records import Order

if TYPE_CHECKING:
    from salesmgmt.credit.book.standing import CustomerStanding
    from salesmgmt.credit.book.told import Told
    from salesmgmt.credit.decisions.lanes import Lane, Quick
    from salesmgmt.credit.decisions.telling import Telling
    from salesmgmt.credit.limits import Pool

__all__ = [
    "NEVER",
    "Account",
    "Opening",
    "Reserved",
    "SharedPool",
    "Waiting",
]

NEVER: Final = date.max.toordinal() + 1
"""In place of the ordinal of a due date: nothing is open, or the terms do not say."""

Waiting: TypeAlias = tuple[int, int, int, date | None]
"""What of an order is open, delivered and not invoiced, open beyond the horizon; and its wanted day."""

Reserved: TypeAlias = tuple[str, str | None, int, date | None, date | None, int, int, date | None]
"""An order: identifier, customer (None while only what came of it is known), value less what was released,
day, wanted day, what was delivered, what was invoiced, day from which its open part no longer counts."""

_NO_PART: Final = (0, 0, 0, None)


class Opening:
    """What an account remembers of documents that it has forgotten: sums only.

    Attributes:
        cash: Money less what it settled.
        through: Day through which the account is closed.
    """

    __slots__ = ("cash", "through")

    def __init__(self) -> None:
        self.cash = 0
        self.through = date.min


class SharedPool:
    """What several customers use together.

    Attributes:
        pool: The pool as it stands on the day.
        used: What its members owe together.
        version: Number of changes so far.
        wakes: Ordinal of the day on which members that are not in the book are to be looked at again.
    """

    __slots__ = ("pool", "used", "version", "wakes")

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.used = 0
        self.version = 0
        self.wakes: dict[str, int] = {}


class Touched:
    """The part of an account that every document changes: what is touched together lies together."""

    __slots__ = (
        "cash",
        "ceiling",
        "closed",
        "entries",
        "exposure",
        "grace",
        "head",
        "journal",
        "last",
        "oldest",
        "plain",
        "rest",
        "told_of",
        "waiting",
    )


class Account(Touched):
    """The running numbers of one customer, in the words of the figures that rules ask for.

    Attributes:
        name: The customer.
        known: The orders of the book.
        exposure: What counts against the limit.
        open: What is ordered and neither delivered nor invoiced, within the horizon; less what nothing has
            come of yet, where the account counts like most.
        beyond: The same, wanted after the horizon.
        delivered: What is delivered and not invoiced.
        last: The latest due date of them, or a later one.
        cash: Money that covers nothing; below zero where more was paid back than came in.
        entries: Every remembered invoice in its order.
        head: Place of the first that is not covered in full.
        rest: What is not covered of that one.
        oldest: Ordinal of its due date; `NEVER` where all are covered.
        waiting: Orders of which something is open or delivered, by identifier; of one that nothing has come
            of yet, its value alone.
        far: Those of them that lie beyond the horizon.
        figured: The open items as figures, and by what they may have changed since.
        limit: The customer's own limit, as figures write it.
        pools: Limit and use of the pools shared with others, as figures write them.
        plain: Whether it shares no pools, has forgotten nothing, and rules ask for what is counted alone.
        shared: These pools, from the nearest up.
        spaces: These pools as they stood, each with what may be used of it before a rule speaks.
        ceiling: The exposure with an order up to which no rule speaks.
        grace: The days since the oldest due date up to which none does.
        calm: The value of an order, and the ordinal of the day, up to which none does; None where no rule
            asks for them, nor for shared pools.
        told: What of the exposure these pools were told of.
        told_of: What a verdict rests on beside the running numbers.
        until: Ordinal of the day on which limits or pools may be others.
        opening: The sums of what it has forgotten; nothing of it is in the journal.
        closed: Whether it has forgotten anything.
        journal: What has changed the account since; each entry is one version.
    """

    __slots__ = (
        "beyond",
        "calm",
        "delay",
        "delivered",
        "dunning",
        "far",
        "figured",
        "groups",
        "known",
        "lane",
        "limit",
        "name",
        "open",
        "opening",
        "pools",
        "quick",
        "review",
        "shared",
        "spaces",
        "standing",
        "status",
        "tellings",
        "terms",
        "told",
        "until",
    )

    def __init__(self, name: str, known: dict[str, Order | Reserved]) -> None:
        self.name = name
        self.known = known
        self.limit: int | None = None
        self.pools: tuple[tuple[int, int], ...] = ()
        self.shared: tuple[SharedPool, ...] = ()
        self.spaces: tuple[tuple[SharedPool, Pool, int], ...] = ()
        self.ceiling = self.grace = NEVER_CALM
        self.calm: tuple[int, int] | None = None
        self.told = 0
        self.until = 0
        self.opening = Opening()
        self.closed = False
        self.plain = False
        self.standing: CustomerStanding | None = None
        self.lane: Lane | None = None
        self.quick: Quick | None = None
        self.tellings: tuple[Telling, ...] | None = None
        self.dunning = self.status = 0
        self.review: int | None = None
        self.delay: int | None = None
        self.terms: int | None = None
        self.groups: tuple[str, ...] = ()
        self.told_of: Told
        self.reset()

    def reset(self) -> None:
        """Forget all entries; what is left is the opening."""
        self.exposure = -self.opening.cash
        self.open = self.beyond = self.delivered = 0
        self.cash = self.opening.cash
        self.entries: list[Billed] = []
        self.head = self.rest = 0
        self.figured: tuple[tuple[int, int, int], tuple[tuple[int, int, int, int], ...]] | None = None
        self.oldest = NEVER
        self.last = date.min
        self.waiting: dict[str, int | Waiting] = {}
        self.far: frozenset[str] = frozenset()
        self.journal = Journal(self.opening.cash, 0)

    @property
    def version(self) -> int:
        """Number of changes so far."""
        return self.journal.known + len(self.journal)

    @property
    def ordered(self) -> int:
        """What is ordered and neither delivered nor invoiced, within the horizon."""
        return self.open + sum([part for part in self.waiting.values() if isinstance(part, int)])

    @property
    def uncovered(self) -> list[tuple[Item, int]]:
        """The items that are open after what money covers, with what is open of each."""
        found = [
            (item_of(entry), rest_of(entry)) for entry in self.entries[: self.head] if rest_of(entry) < 0
        ]
        if self.head < len(self.entries):
            found.append((item_of(self.entries[self.head]), self.rest))
            later = self.entries[self.head + 1 :]
            found += [(item_of(entry), rest_of(entry)) for entry in later if rest_of(entry)]
        return found

    @property
    def shares(self) -> list[tuple[Item, int]]:
        """Every remembered invoice, with what money covers of it."""
        items = [(item_of(entry), rest_of(entry)) for entry in self.entries]
        found = [(item, max(0, rest)) for item, rest in items[: self.head]]
        if self.head < len(items):
            item, rest = items[self.head]
            found.append((item, rest - self.rest))
            found += [(item, 0) for item, _ in items[self.head + 1 :]]
        return found

    def late(self, day: int) -> list[tuple[str, int, int]]:
        """The open items that are due by a day: identifier, ordinal of the due date, what is open."""
        found = []
        rest = self.rest
        for place in range(self.head, len(self.entries)):
            entry = self.entries[place]
            due = due_of(entry).toordinal()
            if due > day:
                break
            if rest > 0:
                found.append((item_of(entry)[2], due, rest))
            if place + 1 < len(self.entries):
                rest = rest_of(self.entries[place + 1])
        return found

    @property
    def items(self) -> tuple[tuple[int, int, int, int], ...]:
        """The open items above zero as figures; kept until an item comes, goes or is paid."""
        key = (self.head, self.rest, len(self.entries))
        if self.figured is None or self.figured[0] != key:
            found = tuple(
                [
                    (item[0].toordinal() if item[0] != date.max else NEVER, rest, 0, 0)
                    for item, rest in self.uncovered
                    if rest > 0
                ]
            )
            self.figured = (key, found)
        return self.figured[1]

    @property
    def orders(self) -> tuple[tuple[int, int], ...]:
        """The open orders as figures: when they are wanted, and what is open of each."""
        return tuple(
            (NEVER if due is None else due.toordinal(), left)
            for left, out, _, due in map(self.part, self.waiting)
            if left or out
        )

    def part(self, order: str) -> Waiting:
        """What of an order is open, delivered and beyond the horizon, and its wanted day."""
        part = self.waiting.get(order, _NO_PART)
        if not isinstance(part, int):
            return part
        document = self.known[order]
        return part, 0, 0, document.due if isinstance(document, Order) else document[4]

    def cover(self, minor: int) -> None:
        """Let so much more money, 0 or more, cover items from the first open one on."""
        if self.cash < 0:
            self.cash += minor
            minor = self.cash
            if minor <= 0:
                return
            self.cash = 0
        rest = self.rest
        if minor < rest:
            self.rest = rest - minor
            return
        entries = self.entries
        place, end = self.head, len(entries)
        if place < end:
            minor -= rest
            place += 1
            while place < end:
                rest = rest_of(entries[place])
                if rest > 0:
                    if minor < rest:
                        self.head, self.rest = place, rest - minor
                        self._told()
                        return
                    minor -= rest
                place += 1
            self.head, self.rest, self.oldest = place, 0, NEVER
        self.cash += minor

    def uncover(self, minor: int) -> None:
        """Take so much money, 0 or more, away: first what covers nothing, then from the last item back."""
        if self.cash > 0:
            taken = min(self.cash, minor)
            self.cash -= taken
            minor -= taken
        entries = self.entries
        place = self.head
        covered = rest_of(entries[place]) - self.rest if place < len(entries) else 0
        while minor:
            if covered:
                taken = min(covered, minor)
                minor -= taken
                covered -= taken
                self.head = place
                continue
            place -= 1
            while place >= 0 and rest_of(entries[place]) <= 0:
                place -= 1
            if place < 0:
                self.cash -= minor
                break
            covered = rest_of(entries[place])
        if self.head < len(entries):
            self.rest = rest_of(entries[self.head]) - (covered if place == self.head else 0)
        self._told()

    def insert(self, item: Item, *, covers: bool) -> None:
        """Add an item at its place; money that covered later ones covers it first."""
        entries, rest = self.entries, item[REST]
        self.figured = None
        if item[0] > self.last:
            self.last = item[0]
        if not entries or item > item_of(entries[-1]):
            entries.append(item)
            if self.head == len(entries) - 1:
                self._opened(rest, covers=covers)
            return
        place = bisect_left(entries, item, key=item_of)
        entries.insert(place, item)
        if place > self.head:
            return
        self.head += 1
        if rest <= 0:
            return
        if covers:
            self.uncover(rest)
        else:
            self.head, self.rest = place, rest
            self._told()

    def _opened(self, rest: int, *, covers: bool) -> None:
        """The last item has just come, and all before it are covered."""
        if rest <= 0:
            self.head += 1
            return
        self.rest = rest
        self._told()
        if covers and self.cash > 0:
            money, self.cash = self.cash, 0
            self.cover(money)

    def remove(self, item: Item, *, covers: bool) -> None:
        """Take an item away; the money that covered it covers others."""
        self.figured = None
        entries = self.entries
        place = bisect_left(entries, item, key=item_of)
        freed = 0
        if place < self.head:
            freed = max(0, item[REST])
            self.head -= 1
            del entries[place]
        elif place == self.head:
            freed = item[REST] - self.rest
            del entries[place]
            self._seek()
        else:
            del entries[place]
        if covers and freed:
            self.cover(freed)

    def _seek(self) -> None:
        """Find the first item that is open from the head on; none from there on is covered."""
        entries = self.entries
        while self.head < len(entries) and rest_of(entries[self.head]) <= 0:
            self.head += 1
        self.rest = rest_of(entries[self.head]) if self.head < len(entries) else 0
        self._told()

    def _told(self) -> None:
        if self.head < len(self.entries):
            due = due_of(self.entries[self.head])
            self.oldest = due.toordinal() if due != date.max else NEVER
        else:
            self.oldest = NEVER
