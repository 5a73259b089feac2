"""Lanes: the questions that are asked of the deals of an event, and the sums that they make.

Deals go by many at once. All questions are asked of a deal together, and it is put with those of which the
same hold; then their figures are added to the slots of their owners. What that means for accounts, periods
and people is worked out once, from the sums.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
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
from salesmgmt.incentives.engine.bulk.deal_pay import DealPay
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
        factors: Conditions on which a deal counts at a part of its figure, and the parts.
        eligible: The condition on the post of whoever is credited.
        reader: How the figure is read.
        accounts: The accounts that are filled, each with its periods.
        pay: What the first account pays for single deals, if it does; a deal that it knows no pay of does not
            count at all.
        needs: What has to be known of a deal for it to count.
    """

    where: Criterion
    factors: Sequence[tuple[Criterion, Fraction]]
    eligible: Criterion
    reader: Reader
    accounts: Sequence[tuple[Account, PeriodIndex]]
    pay: DealPay | None = None
    needs: Sequence[Callable[[Any, date, Tables], object]] = ()

    @property
    def reads_alone(self) -> bool:
        """Whether other questions that read the same figure may sum something else of it."""
        return self.pay is not None or bool(self.needs)


@frozen(eq=False)
class Ground:
    """What all lanes of a call stand on.

    Attributes:
        facts: The batch.
        tables: Its reference tables.
        currency: The currency of all deals that come by.
        cuts: First days of the slots; see `bulk.seats`.
        first: The first day that counts where nothing builds up; slots may begin before it.
        seats: Who has which slots.
        read: The days on which it matters whether a condition can be asked.
        test: A condition made ready for single deals.
        shares: The shares of opportunities that have any; None where other things decide as well, so that
            everything is shared out deal by deal.
        parts: Who is credited with how much of a deal's figure, which may be a number of things.
        rounded: How the part of a figure that counts is rounded; None where it stays exact.
        halves: Whether two shares divide a deal to the minor unit.
        reached: Who is credited in an account when somebody sells on a day, given who is eligible; None where
            that is the seller in all accounts, whatever the day.
    """

    facts: Facts
    tables: Tables
    currency: Currency
    cuts: Sequence[date]
    first: date
    seats: Seats
    read: DateRange
    test: Callable[[Criterion], Callable[[object], bool]]
    shares: Mapping[str, Sequence[DealShare]] | None
    parts: Callable[[Any, Deal, date, bool], Iterable[tuple[str, Any]]]
    rounded: Callable[[int, int], int] | None
    halves: bool
    reached: Callable[[Account, str, date, Criterion], Sequence[str]] | None


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


class _PayBook(_Book):
    """A book in which what is paid for the deals is summed beside what is credited of them."""

    __slots__ = ("pays",)

    def __init__(self, seats: Seats) -> None:
        super().__init__(seats)
        self.pays: dict[str | None, list[Any]] = {}

    def learn(self, owner: str | None, day: date) -> None:
        """Make room for somebody and a day."""
        super().learn(owner, day)
        if owner not in self.pays:
            self.pays[owner] = [0] * len(self.rows[owner][1])

    def pay(self, participant: str | None, day: date, value: Any, pay: Any) -> None:
        """Add a figure and what is paid for it."""
        try:
            slots, row = self.rows[participant]
            slot = slots[day]
        except KeyError:
            self.learn(participant, day)
            self.pay(participant, day, value, pay)
            return
        row[slot] += value
        self.pays[participant][slot] += pay


_Taken: TypeAlias = tuple[tuple[Question, Fraction], ...]
"""The questions for which a deal counts, and at which part of its figure."""

_Books: TypeAlias = Sequence[tuple[Reader, Fraction, _Book, "Question | None"]]


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
        self._books: dict[tuple[object, Fraction, tuple[Question, ...]], _Book] = {}
        # By the questions that hold: the deals of which they do, and the books that those go into.
        self._bins: dict[_Taken, tuple[list[Deal], _Books]] = {}
        self._doubtful: list[Deal] = []
        self._periods: dict[int, Sequence[int]] = {}
        self._reached: dict[tuple[SourceId, str, date], Sequence[str]] = {}
        criteria = [
            where for one in questions for where in (one.where, *(condition for condition, _ in one.factors))
        ]
        columns = columns_of(event, ground.currency)
        self._sorter: Sorter[Any] = Sorter(criteria, ground.tables, columns, self._place, many=many)

    @property
    def takes_everything(self) -> bool:
        """Whether all deals count alike, so that they need not come in small numbers."""
        return self._sorter.is_constant

    def _place(self, verdict: Verdict) -> Callable[[Deal], None] | None:
        """What puts a deal where it belongs; None where that is nowhere."""
        answers = iter(verdict)
        taken: list[tuple[Question, Fraction]] = []
        for question in self._questions:
            held, parts = next(answers), [next(answers) for _ in question.factors]
            if held is None or (held and None in parts):
                return self._doubtful.append
            if held:
                taken.append((question, _part(question, parts)))
        return self._bin(tuple(taken))

    def _bin(self, taken: _Taken) -> Callable[[Deal], None] | None:
        """What puts a deal with those that count alike; None where it counts for nothing."""
        if not taken:
            return None
        if taken not in self._bins:
            alike: dict[tuple[object, Fraction], list[Question]] = {}
            for question, part in taken:
                name = question if question.reads_alone else question.reader.name
                alike.setdefault((name, part), []).append(question)
            books = [
                (
                    same[0].reader,
                    part,
                    self._book(name, part, same),
                    same[0] if same[0].reads_alone else None,
                )
                for (name, part), same in alike.items()
            ]
            self._bins[taken] = [], books
        return self._bins[taken][0].append

    def _book(self, name: object, part: Fraction, questions: Sequence[Question]) -> _Book:
        """The book of deals that count for these questions, with the same part of the same figure."""
        key = name, part, tuple(questions)
        if key not in self._books:
            kind = _Book if questions[0].pay is None else _PayBook
            self._books[key] = kind(self._ground.seats)
        return self._books[key]

    def take(self, deals: Sequence[Deal], *, shared: bool) -> None:
        """Add some deals, credited to their owners or shared out; it fails where one cannot be judged."""
        try:
            (self._share_out if shared else self._add_all)(deals)
        except SalesmgmtError:
            # Whether the day of that deal matters, and what else is wrong, is told by going deal by deal.
            self.failed = True

    def _add_all(self, deals: Sequence[Deal]) -> None:
        """Add some deals that are credited to their owners."""
        for placed, books in self._sorted(deals):
            for reader, part, book, alone in books:
                if part == 1 and reader.add is not None and alone is None:
                    reader.add(book, placed)
                else:
                    self._add(reader, part, book, placed, alone)

    def _add(
        self, reader: Reader, part: Fraction, book: _Book, deals: Sequence[Any], alone: Question | None
    ) -> None:
        day_of, rows = self._day, book.rows
        figures = self._figures(reader, part, deals)
        if alone is not None:
            figures = self._known(alone, deals, figures)
            if isinstance(book, _PayBook) and alone.pay is not None:
                one = alone.pay.one
                for deal, value in zip(deals, figures, strict=True):
                    if value is not None:
                        day = day_of(deal)
                        pay = one(deal, value, day)
                        if pay is not None:
                            book.pay(deal.owner, day, value, pay)
                return
        for deal, value in zip(deals, figures, strict=True):
            if value is not None:
                day = day_of(deal)
                try:
                    slots, row = rows[deal.owner]
                    row[slots[day]] += value
                except KeyError:
                    book.add(deal.owner, day, value)

    def _share_out(self, deals: Sequence[Deal]) -> None:
        """Add some deals that are credited to whoever has a part of them."""
        for placed, books in self._sorted(deals):
            for reader, part, book, alone in books:
                figures = self._figures(reader, part, placed)
                if alone is not None:
                    figures = self._known(alone, placed, figures)
                for deal, value in zip(placed, figures, strict=True):
                    day = self._day(deal)
                    if value is None or not self._ground.seats.counts(day):
                        continue
                    parts = self._parts(deal, value, reader.things)
                    if isinstance(book, _PayBook) and alone is not None and alone.pay is not None:
                        self._pay_parts(alone.pay, book, deal, day, parts)
                        continue
                    for participant, share in parts:
                        book.add(participant, day, share)

    @staticmethod
    def _pay_parts(
        pays: DealPay, book: _PayBook, deal: Deal, day: date, parts: Iterable[tuple[str, Any]]
    ) -> None:
        """Add what is paid to each who has a part of a deal; two parts of somebody are one."""
        whole: dict[str, Any] = {}
        for participant, share in parts:
            whole[participant] = whole.get(participant, 0) + share
        for participant, share in whole.items():
            pay = pays.one(deal, share, day)
            if pay is not None:
                book.pay(participant, day, share, pay)

    def _known(self, question: Question, deals: Sequence[Any], figures: Sequence[Any]) -> Sequence[Any]:
        """The figures of deals of which all is known that the question needs."""
        if not question.needs:
            return figures
        tables, day_of = self._ground.tables, self._day
        return [
            value
            if value is not None and all(at(deal, day_of(deal), tables) is not None for at in question.needs)
            else None
            for deal, value in zip(deals, figures, strict=True)
        ]

    def _figures(self, reader: Reader, part: Fraction, deals: Sequence[Any]) -> Sequence[Any]:
        """What counts of the figures of some deals; None where one cannot be told."""
        values, rounded = reader.values(deals), None if reader.things else self._ground.rounded
        if part == 1 and (rounded is None or reader.add is not None):
            return values
        top, bottom = part.numerator, part.denominator
        if rounded is None:
            return [None if value is None else value if part == 1 else value * part for value in values]
        return [
            None if value is None else rounded(value.numerator * top, value.denominator * bottom)
            for value in values
        ]

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
        if self._day(deal) not in self._ground.read:
            return
        test = self._ground.test
        taken: list[tuple[Question, Fraction]] = []
        try:
            for one in self._questions:
                if test(one.where)(deal) and one.reader.values((deal,))[0] is not None:
                    parts = [test(condition)(deal) for condition, _ in one.factors]
                    taken.append((one, _part(one, parts)))
        except SalesmgmtError:
            self.failed = True
            return
        place = self._bin(tuple(taken))
        if place is not None:
            place(deal)

    def _parts(self, deal: Deal, value: Any, things: bool) -> Iterable[tuple[str, Any]]:
        """Who is credited with how much of a deal's figure."""
        if self._ground.halves and not things and type(deal) is Opportunity and self._ground.shares:
            held = self._ground.shares[deal.id]
            if len(held) == 2:
                one, other = held
                if one.kind is other.kind is ShareKind.SPLIT and one.on is other.on is None:
                    # Of two parts the first listed has the larger remainder from one half on.
                    whole = one.weight + other.weight
                    part = (2 * abs(value) * one.weight + whole) // (2 * whole)
                    part = part if value >= 0 else -part
                    return (one.participant, part), (other.participant, value - part)
        return self._ground.parts(value, deal, self._day(deal), things)

    def hand_over(self, totals: Mapping[SourceId, Sums], paid: Mapping[SourceId, Sums]) -> None:
        """Hand the sums to the accounts, people and periods whose they are."""
        for (_, _, questions), book in self._books.items():
            for question in questions:
                for participant, (_, row) in book.rows.items():
                    if participant is not None:
                        self._hand_up(totals, question, question.accounts, participant, row)
                        if isinstance(book, _PayBook) and question.pay is not None:
                            common = question.pay.common
                            pays = [
                                False if size is False else Fraction(pay, common)
                                for size, pay in zip(row, book.pays[participant], strict=True)
                            ]
                            self._hand_up(paid, question, question.accounts[:1], participant, pays)

    def _hand_up(
        self,
        totals: Mapping[SourceId, Sums],
        question: Question,
        accounts: Sequence[tuple[Account, PeriodIndex]],
        participant: str,
        row: Sequence[Any],
    ) -> None:
        """Hand the sums of somebody to whoever is credited when they sell."""
        seat, reached = self._ground.seats.of(participant), self._ground.reached
        before = bisect_left(seat.starts, self._ground.first)
        for account, index in accounts:
            sums, places = totals[account.id], self._periods_of(index, seat.starts)
            begin = 0 if account.builds_up else before
            if reached is None:
                _add(sums, participant, places, row, begin, len(places))
                continue
            for first, stop, day in seat.stretches:
                key = account.id, participant, day
                if key not in self._reached:
                    self._reached[key] = reached(account, participant, day, question.eligible)
                for person in self._reached[key]:
                    _add(sums, person, places, row, max(first, begin), stop)

    def _periods_of(self, index: PeriodIndex, starts: Sequence[date]) -> Sequence[int]:
        """The place of the period of each slot."""
        if starts is not self._ground.cuts:
            return [bisect_right(index.starts, day) - 1 for day in starts]
        if id(index) not in self._periods:
            self._periods[id(index)] = [bisect_right(index.starts, day) - 1 for day in starts]
        return self._periods[id(index)]


def _part(question: Question, held: Iterable[object]) -> Fraction:
    """The part at which a deal counts, by which of the conditions on it hold."""
    part = Fraction(1)
    for (_, times), holds in zip(question.factors, held, strict=True):
        part = part * times if holds else part
    return part


def _add(
    sums: Sums, participant: str, places: Sequence[int], row: Sequence[Any], first: int, stop: int
) -> None:
    """Add the sums of some slots to those of their periods."""
    for slot in range(first, stop):
        value = row[slot]
        if value is not False:
            key = participant, places[slot]
            known = sums.get(key)
            sums[key] = value if known is None else known + value
