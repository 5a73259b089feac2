"""Lanes: the questions that are asked of the deals of an event, and the sums that they make.

Deals go by many at once. All questions are asked of a deal together, and it is put with those of which the
same hold; then their figures are added to the slots of their owners. What that means for accounts, periods
and people is worked out once, from the sums.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, TypeAlias

from attrs import frozen

from salesmgmt.calendars import DateRange, PeriodIndex
from salesmgmt.criteria import Criterion
from salesmgmt.criteria.reads import Tables
from salesmgmt.criteria.sorting import Sorter, Verdict
from salesmgmt.errors import SalesmgmtError
from salesmgmt.incentives.deals import Deal, Event
from salesmgmt.incentives.engine.bulk.columns import Reader, columns_of
from salesmgmt.incentives.engine.bulk.seats import Seats
from salesmgmt.incentives.engine.streams import Account, SourceId
from salesmgmt.money import Currency
from salesmgmt.records import DealShare, Facts, Opportunity, ShareKind

__all__ = ["Ground", "Lanes", "Question", "Sums"]

Sums: TypeAlias = dict[tuple[str, int], Any]
"""What is credited, exact, by participant and place of the period."""

_on: Callable[[Any], date] = attrgetter("on")
_closed: Callable[[Any], date] = attrgetter("closed")


@frozen(eq=False)
class Question:
    """Which deals count, what is read of them, and whose sums it goes into.

    Attributes:
        where: The condition.
        reader: How the figure is read.
        accounts: The accounts that are filled, each with its periods.
    """

    where: Criterion
    reader: Reader
    accounts: Sequence[tuple[Account, PeriodIndex]]


@frozen(eq=False)
class Ground:
    """What all lanes of a call stand on.

    Attributes:
        facts: The batch.
        tables: Its reference tables.
        currency: The currency of all deals that come by.
        cuts: First days of the slots; see `bulk_seats`.
        seats: Who has which slots.
        read: The days on which it matters whether a condition can be asked.
        test: A condition made ready for single deals.
        shares: The shares of opportunities that have any; None where other things decide as well, so that
            everything is shared out deal by deal.
        parts: Who is credited with how much of a deal's figure.
        halves: Whether two shares divide a deal to the minor unit.
        reached: Who is credited in an account when somebody sells on a day; None where that is the seller in
            all accounts, whatever the day.
    """

    facts: Facts
    tables: Tables
    currency: Currency
    cuts: Sequence[date]
    seats: Seats
    read: DateRange
    test: Callable[[Criterion], Callable[[object], bool]]
    shares: Mapping[str, Sequence[DealShare]] | None
    parts: Callable[[Any, Deal, date], Iterable[tuple[str, Any]]]
    halves: bool
    reached: Callable[[Account, str, date], Sequence[str]] | None


class _Book:
    """Everybody's slots by day, and the sums in them, of deals that count for the same questions.

    A slot to which nothing was added holds False, which adds like 0 and tells that there is no figure. The
    slot behind the last takes what does not count, and so does the row of nobody.
    """

    __slots__ = ("_seats", "rows")

    def __init__(self, seats: Seats) -> None:
        self._seats = seats
        self.rows: dict[str | None, tuple[dict[date, int], list[Any]]] = {}

    def learn(self, owner: str | None, day: date) -> None:
        """Make room for somebody and a day."""
        seat = self._seats.of(owner)
        if owner not in self.rows:
            self.rows[owner] = seat.slots, [False] * (len(seat.starts) + 1)
        seat.learn(day)

    def add(self, participant: str, day: date, value: Any) -> None:
        """Add a figure."""
        try:
            slots, row = self.rows[participant]
            row[slots[day]] += value
        except KeyError:
            self.learn(participant, day)
            self.add(participant, day, value)


_Books: TypeAlias = Sequence[tuple[Reader, _Book]]


class Lanes:
    """The questions that are asked of the deals of an event, and what they sum.

    Args:
        ground: What all of them stand on.
        event: The event.
        questions: The questions.
        many: About how many deals there are.

    Attributes:
        failed: Whether a question could not be asked of some deal.
    """

    def __init__(self, ground: Ground, event: Event, questions: Sequence[Question], many: int) -> None:
        self.failed = False
        self._ground = ground
        self._questions = questions
        self._day = _closed if event is Event.WON else _on
        self._books: dict[tuple[Question, ...], _Book] = {}
        # By the questions that hold: the deals of which they do, and the books that those go into.
        self._bins: dict[tuple[Question, ...], tuple[list[Deal], _Books]] = {}
        self._doubtful: list[Deal] = []
        self._periods: dict[int, Sequence[int]] = {}
        self._reached: dict[tuple[SourceId, str, date], Sequence[str]] = {}
        criteria = [question.where for question in questions]
        columns = columns_of(event, ground.currency)
        self._sorter: Sorter[Any] = Sorter(criteria, ground.tables, columns, self._place, many=many)

    @property
    def takes_everything(self) -> bool:
        """Whether all deals count alike, so that they need not come in small numbers."""
        return self._sorter.is_constant

    def _place(self, verdict: Verdict) -> Callable[[Deal], None] | None:
        """What puts a deal where it belongs; None where that is nowhere."""
        if None in verdict:
            return self._doubtful.append
        return self._bin([one for one, held in zip(self._questions, verdict, strict=True) if held])

    def _bin(self, questions: Sequence[Question]) -> Callable[[Deal], None] | None:
        """What puts a deal with those of which the same questions hold; None where none does."""
        key = tuple(questions)
        if not key:
            return None
        if key not in self._bins:
            readers = {one.reader.name: one.reader for one in key}
            books = [(reader, self._book(key, name)) for name, reader in readers.items()]
            self._bins[key] = [], books
        return self._bins[key][0].append

    def _book(self, questions: Sequence[Question], reader: str) -> _Book:
        """The book of deals whose figure counts for these questions, as far as they read it."""
        key = tuple(one for one in questions if one.reader.name == reader)
        if key not in self._books:
            self._books[key] = _Book(self._ground.seats)
        return self._books[key]

    def add(self, deals: Sequence[Deal]) -> None:
        """Add some deals that are credited to their owners."""
        for placed, books in self._sorted(deals):
            for reader, book in books:
                reader.add(book, placed)

    def share_out(self, deals: Sequence[Deal]) -> None:
        """Add some deals that are credited to whoever has a part of them."""
        for placed, books in self._sorted(deals):
            for reader, book in books:
                for deal, value in zip(placed, reader.values(placed), strict=True):
                    day = self._day(deal)
                    if value is not None and self._ground.seats.counts(day):
                        for participant, part in self._parts(deal, value):
                            book.add(participant, day, part)

    def _sorted(self, deals: Sequence[Deal]) -> Iterable[tuple[Sequence[Deal], _Books]]:
        """Deals of which the same questions hold, and the books that they go into."""
        if not deals:
            return
        if self._sorter.is_constant:
            self._sorter.of(deals[:1])
            for _, books in self._bins.values():
                yield deals, books
            return
        self._sorter.hand_out(deals)
        for deal in self._doubtful:
            self._ask(deal)
        self._doubtful.clear()
        for placed, books in self._bins.values():
            if placed:
                yield placed, books
                placed.clear()

    def _ask(self, deal: Deal) -> None:
        """Place a deal of which some question cannot be asked, unless its day does not matter."""
        if self._day(deal) in self._ground.read:
            try:
                place = self._bin([one for one in self._questions if self._ground.test(one.where)(deal)])
            except SalesmgmtError:
                self.failed = True
                return
            if place is not None:
                place(deal)

    def _parts(self, deal: Deal, value: Any) -> Iterable[tuple[str, Any]]:
        """Who is credited with how much of a deal's figure."""
        if self._ground.halves and type(deal) is Opportunity and self._ground.shares:
            held = self._ground.shares[deal.id]
            if len(held) == 2:
                one, other = held
                if one.kind is other.kind is ShareKind.SPLIT and one.on is other.on is None:
                    # Of two parts the first listed has the larger remainder from one half on.
                    whole = one.weight + other.weight
                    part = (2 * abs(value) * one.weight + whole) // (2 * whole)
                    part = part if value >= 0 else -part
                    return (one.participant, part), (other.participant, value - part)
        return self._ground.parts(value, deal, self._day(deal))

    def hand_over(self, totals: Mapping[SourceId, Sums]) -> None:
        """Hand the sums to the accounts, people and periods whose they are."""
        for questions, book in self._books.items():
            for question in questions:
                for participant, (_, row) in book.rows.items():
                    if participant is not None:
                        self._hand_up(totals, question, participant, row)

    def _hand_up(
        self, totals: Mapping[SourceId, Sums], question: Question, participant: str, row: Sequence[Any]
    ) -> None:
        """Hand the sums of somebody to whoever is credited when they sell."""
        seat, reached = self._ground.seats.of(participant), self._ground.reached
        for account, index in question.accounts:
            sums, places = totals[account.id], self._periods_of(index, seat.starts)
            if reached is None:
                _add(sums, participant, places, row)
                continue
            for first, stop, day in seat.stretches:
                key = account.id, participant, day
                if key not in self._reached:
                    self._reached[key] = reached(account, participant, day)
                for person in self._reached[key]:
                    if len(seat.stretches) == 1:
                        _add(sums, person, places, row)
                    else:
                        _add(sums, person, places[first:stop], row[first:stop])

    def _periods_of(self, index: PeriodIndex, starts: Sequence[date]) -> Sequence[int]:
        """The place of the period of each slot."""
        if starts is not self._ground.cuts:
            return [bisect_right(index.starts, day) - 1 for day in starts]
        if id(index) not in self._periods:
            self._periods[id(index)] = [bisect_right(index.starts, day) - 1 for day in starts]
        return self._periods[id(index)]


def _add(sums: Sums, participant: str, places: Sequence[int], row: Sequence[Any]) -> None:
    for place, value in zip(places, row, strict=False):
        if value is not False:
            key = participant, place
            known = sums.get(key)
            sums[key] = value if known is None else known + value
