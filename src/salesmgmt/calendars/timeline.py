"""Values that hold from one day to another, and what they were on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from typing import Generic, TypeVar

from attrs import field, frozen

from salesmgmt.calendars.dates import as_date
from salesmgmt.calendars.ranges import DateRange, gaps, range_of
from salesmgmt.errors import BatchError, Problem, UnknownIdentifierError

__all__ = ["Change", "Dated", "Timeline"]

T = TypeVar("T")
D = TypeVar("D")


@frozen(weakref_slot=False)
class Dated(Generic[T]):
    """A value and the days on which it holds.

    Attributes:
        during: The days, as a range or its text.
        value: What holds; hashable if the whole is to be.

    Examples:
        >>> from salesmgmt.calendars import Dated
        >>> print(Dated("2026-01-01/..", "East").during)
        2026-01-01/..
    """

    during: DateRange = field(converter=range_of)
    value: T


@frozen(weakref_slot=False)
class Change(Generic[T]):
    """A day on which the value of a timeline becomes another, begins or ends.

    Attributes:
        on: The first day of the new state.
        before: What held until then, or None where nothing did.
        after: What holds from then, or None where nothing does.
    """

    on: date
    before: Dated[T] | None
    after: Dated[T] | None


def _first(entry: Dated[T]) -> date:
    return entry.during.start or date.min


def _outlasts(one: DateRange, other: DateRange) -> bool:
    return other.end is not None and (one.end is None or one.end > other.end)


def _in_order(entries: Iterable[Dated[T]]) -> tuple[Dated[T], ...]:
    return tuple(sorted(entries, key=lambda entry: (_first(entry), entry.during.end or date.max)))


@frozen(weakref_slot=False)
class Timeline(Generic[T]):
    """Values of one thing over time, at most one on any day.

    Entries may leave gaps and come in any order; they are kept in the order of time. Entries that overlap are
    refused, all of them at once; `Timeline.problems` reports the same as values.

    Attributes:
        entries: The values and their days.

    Raises:
        BatchError: If entries overlap.

    Examples:
        >>> from datetime import date
        >>> from salesmgmt.calendars import Dated, Timeline
        >>> manager = Timeline([Dated("2026-01-01/2026-07-01", "ann"), Dated("2026-07-01/..", "bob")])
        >>> manager.at(date(2026, 6, 30)), manager.at(date(2026, 7, 1))
        ('ann', 'bob')
        >>> manager.get(date(2025, 12, 31), "nobody")
        'nobody'
    """

    entries: tuple[Dated[T], ...] = field(converter=_in_order)
    _starts: tuple[date, ...] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        problems = Timeline.problems(self.entries)
        if problems:
            raise BatchError("entries", problems)
        object.__setattr__(self, "_starts", tuple(_first(entry) for entry in self.entries))

    @staticmethod
    def problems(entries: Iterable[Dated[T]], within: DateRange | None = None) -> tuple[Problem, ...]:
        """What stops entries from being one timeline, as findings.

        Args:
            entries: Values and their days, in any order.
            within: Days that the entries should cover without a gap; None asks for overlaps only.

        Returns:
            One problem for each entry that begins before an earlier one has ended, then one for each gap.
        """
        ordered = _in_order(entries)
        found: list[Problem] = []
        longest: Dated[T] | None = None
        for entry in ordered:
            if longest is not None and entry.during.overlaps(longest.during):
                rule = f"not overlap {longest.during}"
                found.append(
                    Problem(str(entry.during), "during", str(entry.during.intersection(longest.during)), rule)
                )
            if longest is None or _outlasts(entry.during, longest.during):
                longest = entry
        if within is not None:
            missing = gaps((entry.during for entry in ordered), within)
            found.extend(Problem(str(gap), "during", None, "be covered by a value") for gap in missing)
        return tuple(found)

    @classmethod
    def steps(cls, starts: Iterable[tuple[date | str, T]], until: date | str | None = None) -> Timeline[T]:
        """A timeline in which each value holds until the next one begins, and the last until ``until``.

        Examples:
            >>> from salesmgmt.calendars import Timeline
            >>> target = Timeline.steps([("2026-01-01", 100), ("2026-04-01", 120)])
            >>> [str(entry.during) for entry in target.entries]
            ['2026-01-01/2026-04-01', '2026-04-01/..']
        """
        ordered = sorted(((as_date(day, "start"), value) for day, value in starts), key=lambda step: step[0])
        ends: list[date | str | None] = [day for day, _ in ordered[1:]]
        ends.append(until)
        return cls(
            [Dated(DateRange(day, end), value) for (day, value), end in zip(ordered, ends, strict=False)]
        )

    def entry_at(self, day: date | str) -> Dated[T] | None:
        """The value and its days that hold on a day, or None."""
        day = day if type(day) is date else as_date(day, "day")
        position = bisect_right(self._starts, day) - 1
        if position < 0:
            return None
        entry = self.entries[position]
        return entry if day in entry.during else None

    def at(self, day: date | str) -> T:
        """The value on a day.

        Raises:
            UnknownIdentifierError: If no value holds on it.
        """
        entry = self.entry_at(day)
        if entry is None:
            raise UnknownIdentifierError("day", day, "be a day on which a value holds")
        return entry.value

    def get(self, day: date | str, default: D) -> T | D:
        """The value on a day, or the default where none holds."""
        entry = self.entry_at(day)
        return default if entry is None else entry.value

    def within(self, during: DateRange) -> tuple[Dated[T], ...]:
        """The values that hold on a day of a range, each with the days of its own that lie within it."""
        cut = ((entry.during.intersection(during), entry.value) for entry in self.entries)
        return tuple(Dated(days, value) for days, value in cut if days is not None)

    def changes(self, during: DateRange) -> tuple[Change[T], ...]:
        """The days of a range on which the value differs from that of the day before.

        A value that is followed at once by an equal one makes no change.
        """
        found: list[Change[T]] = []
        before: Dated[T] | None = None
        for entry in self.entries:
            start, follows = (
                entry.during.start,
                before is not None and before.during.end == entry.during.start,
            )
            if before is not None and not follows and before.during.end is not None:
                found.append(Change(before.during.end, before, None))
            if start is not None and not (follows and before is not None and before.value == entry.value):
                found.append(Change(start, before if follows else None, entry))
            before = entry
        if before is not None and before.during.end is not None:
            found.append(Change(before.during.end, before, None))
        return tuple(change for change in found if change.on in during)

    def gaps(self, within: DateRange) -> tuple[DateRange, ...]:
        """The days of a range on which no value holds."""
        return gaps((entry.during for entry in self.entries), within)

    def covering(self, during: DateRange) -> Timeline[T]:
        """This timeline, made sure to have a value on every day of a range.

        Raises:
            BatchError: If it has gaps there; all of them are listed.
        """
        problems = Timeline.problems(self.entries, during)
        if problems:
            raise BatchError("entries", problems)
        return self

    def merged(self) -> Timeline[T]:
        """The same values on the same days, with neighbours of equal value made one entry."""
        joined: list[Dated[T]] = []
        for entry in self.entries:
            if joined and joined[-1].value == entry.value and joined[-1].during.touches(entry.during):
                joined[-1] = Dated(joined[-1].during.union(entry.during), entry.value)
            else:
                joined.append(entry)
        return Timeline(joined)

    def replaced(self, during: DateRange | str, value: T) -> Timeline[T]:
        """A timeline in which the value holds during a range, whatever held there before.

        Examples:
            >>> from salesmgmt.calendars import Dated, Timeline
            >>> unit = Timeline([Dated("2026-01-01/..", "East")]).replaced("2026-03-01/2026-05-01", "West")
            >>> [(str(entry.during), entry.value) for entry in unit.entries]
            [('2026-01-01/2026-03-01', 'East'), ('2026-03-01/2026-05-01', 'West'), ('2026-05-01/..', 'East')]
        """
        days = range_of(during)
        kept = [Dated(rest, entry.value) for entry in self.entries for rest in entry.during.difference(days)]
        return Timeline([*kept, Dated(days, value)])
