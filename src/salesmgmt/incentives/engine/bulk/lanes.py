"""Lanes: questions that read the same figure of the same deals, and the sums that they make.

Deals go by many at once. Each is sorted into the book of those that count for the same questions, and its
figure is added there to the slot of its owner. What that means for accounts, periods and people is worked out
once, from the sums.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import compress
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
from salesmgmt.incentives.engine.bulk.seats import Places, Seats, Slots
from salesmgmt.incentives.engine.streams import Account, SourceId
from salesmgmt.money import Currency
from salesmgmt.records import DealShare, Facts, Opportunity, ShareKind

__all__ = ["Ground", "Lane", "Question", "Sums"]

Sums: TypeAlias = dict[tuple[str, int], Any]
"""What is credited, exact, by participant and place of the period."""

_on: Callable[[Any], date] = attrgetter("on")
_closed: Callable[[Any], date] = attrgetter("closed")


@frozen(eq=False)
class Question:
    """Which deals count, and whose sums they go into.

    Attributes:
        where: The condition.
        accounts: The accounts that are filled, each with its periods.
    """

    where: Criterion
    accounts: Sequence[tuple[Account, PeriodIndex]]


@frozen(eq=False)
class Ground:
    """What all lanes of a call stand on.

    Attributes:
        facts: The batch.
        tables: Its reference tables.
        currency: The currency of all deals that come by.
        cuts: First days of the slots; see `bulk_seats`.
        slots: The slot of each day, where everybody has the same ones; else None.
        places: The number of each day, where everybody has slots of their own; else None.
        seats: Who has which slots; None where everybody has the same ones and no deal is shared.
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
    slots: Slots | None
    places: Places | None
    seats: Seats | None
    read: DateRange
    test: Callable[[Criterion], Callable[[object], bool]]
    shares: Mapping[str, Sequence[DealShare]] | None
    parts: Callable[[Any, Deal, date], Iterable[tuple[str, Any]]]
    halves: bool
    reached: Callable[[Account, str, date], Sequence[str]] | None


class _Book(dict["str | None", list[Any]]):
    """The sums of everybody by slot, of deals that count for the same questions.

    A slot to which nothing was added holds False, which adds like 0 and tells that there is no figure. The
    slot behind the last takes what does not count, and so does the row of nobody.
    """

    __slots__ = ("_length",)

    def __init__(self, length: int) -> None:
        super().__init__()
        self._length = length + 1
        self[None] = [False] * self._length

    def __missing__(self, participant: str | None) -> list[Any]:
        row = self[participant] = [False] * self._length
        return row


class _SeatBook(dict["str | None", tuple[list[int], list[Any]]]):
    """A book in which everybody has slots of their own: the slot of each day, and the sums by slot."""

    __slots__ = ("_seats",)

    def __init__(self, seats: Seats) -> None:
        super().__init__()
        self._seats = seats
        self[None] = self[None]

    def __missing__(self, participant: str | None) -> tuple[list[int], list[Any]]:
        seat = self._seats.of(participant)
        found = self[participant] = seat.slot_of, [False] * (len(seat.starts) + 1)
        return found


class Lane:
    """Questions that read the same figure of the same deals, and what they sum.

    Attributes:
        failed: Whether a question could not be asked of some deal.
    """

    def __init__(self, ground: Ground, event: Event, reader: Reader, questions: Sequence[Question]) -> None:
        self.failed = False
        self._ground = ground
        self._questions = questions
        self._reader = reader
        self._won = event is Event.WON
        self._day = _closed if self._won else _on
        self._cuts = ground.cuts
        self._seats = ground.seats
        self._books: dict[tuple[Question, ...], Any] = {}
        self._periods: dict[int, Sequence[int]] = {}
        self._reached: dict[tuple[SourceId, str, date], Sequence[str]] = {}
        self._troubled = False
        criteria = [question.where for question in questions]
        columns = columns_of(event, ground.currency)
        self._sorter: Sorter[Any] = Sorter(criteria, ground.tables, columns, self._sorted)

    @property
    def takes_everything(self) -> bool:
        """Whether all deals count alike, so that they need not come in small numbers."""
        return self._sorter.is_constant

    def _sorted(self, verdict: Verdict) -> Any:
        """Where a deal goes: a book, False for nowhere, or True where a question cannot be asked."""
        if None in verdict:
            self._troubled = True
            return True
        return self._book([one for one, held in zip(self._questions, verdict, strict=True) if held])

    def _book(self, questions: Sequence[Question]) -> Any:
        """The book of deals that count for these questions; False where there are none."""
        key = tuple(questions)
        if key and key not in self._books:
            self._books[key] = _Book(len(self._cuts)) if self._seats is None else _SeatBook(self._seats)
        return self._books[key] if key else False

    def add(self, deals: Sequence[Deal]) -> None:
        """Add some deals of the event."""
        if not deals:
            return
        books: Sequence[Any]
        if self._sorter.is_constant:
            books = self._sorter.of(deals[:1]) * len(deals)
            if not books[0]:
                return
        else:
            deals, books = self._sorter.sift(deals)
            if self._troubled:
                books = [
                    self._asked(deal) if book is True else book
                    for book, deal in zip(books, deals, strict=True)
                ]
                deals, books = [*compress(deals, books)], [*compress(books, books)]
        values = self._reader.values(deals)
        if not self._reader.sure and None in values:
            known = [value is not None for value in values]
            deals, books, values = ([*compress(column, known)] for column in (deals, books, values))
        if self._ground.slots is not None:
            self._sum(self._ground.slots, deals, values, books)
        if self._ground.places is not None:
            self._sum_in_seats(self._ground.places, deals, values, books)

    def _asked(self, deal: Deal) -> Any:
        """The book of a deal of which some question cannot be asked, unless its day does not matter."""
        if self._day(deal) in self._ground.read:
            try:
                return self._book([one for one in self._questions if self._ground.test(one.where)(deal)])
            except SalesmgmtError:
                self.failed = True
        return False

    def _sum(self, slots: Slots, deals: Sequence[Any], values: Sequence[Any], books: Sequence[Any]) -> None:
        days = self._days(deals)
        for deal, day, value, book in zip(deals, days, values, books, strict=True):
            book[deal.owner][slots[day]] += value

    def _sum_in_seats(
        self, places: Places, deals: Sequence[Any], values: Sequence[Any], books: Sequence[Any]
    ) -> None:
        days, shares = self._days(deals), self._ground.shares
        aside: list[tuple[Deal, date, Any, Any]] = []
        if shares is None or (shares and not self._won):
            aside = [*zip(deals, days, values, books, strict=True)]
        else:
            for deal, day, value, book in zip(deals, days, values, books, strict=True):
                if deal.id in shares:
                    aside.append((deal, day, value, book))
                else:
                    slot_of, row = book[deal.owner]
                    row[slot_of[places[day]]] += value
        for deal, day, value, book in aside:
            place = places[day]
            if place < places.length:
                for participant, part in self._parts(deal, value):
                    slot_of, row = book[participant]
                    row[slot_of[place]] += part

    def _days(self, deals: Sequence[Any]) -> list[date]:
        return [deal.closed for deal in deals] if self._won else [deal.on for deal in deals]

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
                for participant, held in book.items():
                    if participant is None:
                        continue
                    if self._seats is None:
                        self._hand_to(totals, question, participant, held)
                    else:
                        self._hand_up(totals, question, participant, held[1])

    def _hand_to(
        self, totals: Mapping[SourceId, Sums], question: Question, participant: str, row: Sequence[Any]
    ) -> None:
        for account, index in question.accounts:
            _add(totals[account.id], participant, self._periods_of(index, self._cuts), row)

    def _hand_up(
        self, totals: Mapping[SourceId, Sums], question: Question, participant: str, row: Sequence[Any]
    ) -> None:
        """Hand the sums of somebody to whoever is credited when they sell."""
        seats, reached = self._seats, self._ground.reached
        if seats is None or reached is None:
            self._hand_to(totals, question, participant, row)
            return
        seat = seats.of(participant)
        for account, index in question.accounts:
            sums, places = totals[account.id], self._periods_of(index, seat.starts)
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
        if starts is not self._cuts:
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
