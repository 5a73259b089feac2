"""Stretches of days: the slots in which sums are kept, and where somebody's are cut finer.

A slot is a stretch of days that lies in one period of everything that is summed. Where somebody's posts
change on the way, or those of anybody above, their slots are cut there too: then sums can be handed up
afterwards, and no deal has to ask who leads whom on its day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise, repeat

from salesmgmt.calendars import DateRange, PeriodIndex
from salesmgmt.records import Facts

__all__ = ["Seat", "Seats", "cuts_of"]

_KNOWN = 4000
"""For so many days it is cheaper to write down the slot of each beforehand."""


def cuts_of(first: date, end: date, indexes: Iterable[PeriodIndex], *days: date) -> list[date]:
    """The first days of the slots that all periods are made of, cut at some days besides."""
    starts = (*(start for index in indexes for start in index.starts), *days)
    return sorted({first, *(start for start in starts if first < start < end)})


class Seat:
    """Somebody's slots.

    Attributes:
        starts: First days of the slots.
        slots: The slot of each day that counts or came by; one behind the last where it does not count.
        stretches: Slots between which nothing changes: the first, the one behind, and the first day.
    """

    __slots__ = ("_end", "slots", "starts", "stretches")

    def __init__(self, cuts: Sequence[date], changes: Iterable[date], end: date) -> None:
        days = sorted(changes)
        self._end = end
        self.starts = sorted({*cuts, *days}) if days else cuts
        self.slots: dict[date, int] = {}
        if (end - self.starts[0]).days <= _KNOWN:
            for slot, (one, other) in enumerate(pairwise((*self.starts, end))):
                days_of_slot = map(date.fromordinal, range(one.toordinal(), other.toordinal()))
                self.slots.update(zip(days_of_slot, repeat(slot), strict=False))
        bounds = [0, *(self.starts.index(day) for day in days), len(self.starts)]
        self.stretches = [(one, other, self.starts[one]) for one, other in pairwise(bounds) if one < other]

    def learn(self, day: date) -> None:
        """Find the slot of a day."""
        if day not in self.slots:
            slot = bisect_right(self.starts, day) - 1
            self.slots[day] = slot if slot >= 0 and day < self._end else len(self.starts)


class Seats:
    """The seats of everybody, made when somebody is first credited.

    Args:
        facts: The batch; None where it does not matter who holds which post.
        cuts: First days of the slots of those for whom nothing changes.
        end: The day after the last that counts.
        height: How many levels up it matters who somebody is led by; None for all.
    """

    __slots__ = ("_common", "_cuts", "_employed", "_end", "_height", "_made", "_posts")

    def __init__(self, facts: Facts | None, cuts: Sequence[date], end: date, height: int | None) -> None:
        self._cuts = cuts
        self._end = end
        self._height = height
        self._common = Seat(cuts, (), end)
        self._made: dict[str, Seat] = {}
        self._posts: dict[str, list[tuple[DateRange, str | None]]] = {}
        self._employed: dict[str, DateRange] = {}
        if facts is not None:
            for post in facts.assignments:
                self._posts.setdefault(post.participant, []).append((post.during, post.manager))
            for person in facts.participants:
                if person.employed is not None:
                    self._employed[person.id] = person.employed

    def counts(self, day: date) -> bool:
        """Whether a day counts."""
        return self._cuts[0] <= day < self._end

    def of(self, participant: str | None) -> Seat:
        """The seat of somebody."""
        if participant is None:
            return self._common
        seat = self._made.get(participant)
        if seat is None:
            days = self._changes(participant) if self._posts or self._employed else ()
            seat = self._made[participant] = Seat(self._cuts, days, self._end) if days else self._common
        return seat

    def _changes(self, participant: str) -> set[date]:
        """The days after the first that counts on which posts begin or end, from somebody up the line."""
        first, end, found = self._cuts[0], self._end, set[date]()
        here, seen, level = {participant}, {participant}, 0
        while here:
            above: set[str] = set()
            for person in here:
                posts = self._posts.get(person, ())
                ranges = [during for during, _ in posts]
                if person in self._employed:
                    ranges.append(self._employed[person])
                for during in ranges:
                    start, stop = during.start, during.end
                    if start is not None and first < start < end:
                        found.add(start)
                    if stop is not None and first < stop < end:
                        found.add(stop)
                above.update([manager for _, manager in posts if manager is not None])
            level += 1
            here = above - seen if self._height is None or level <= self._height else set()
            seen |= here
        return found
