"""What one call looks up beforehand: shares, people, periods, conditions, the days that count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from salesmgmt.calendars import DateRange, PeriodIndex, PeriodKind
from salesmgmt.criteria import Criterion
from salesmgmt.incentives.components import Commission, Override
from salesmgmt.incentives.crediting import Shares
from salesmgmt.incentives.engine.people import People
from salesmgmt.incentives.engine.streams import Stream, streams_of
from salesmgmt.incentives.keys import Amount, Attainment
from salesmgmt.incentives.terms import Terms
from salesmgmt.records import Facts

__all__ = ["Scope"]


class Scope:
    """What one call looks up beforehand: shares, people, periods, the days that count.

    `during` are the days that were asked for, and `counted` those of them on which the plan holds. `reach`
    are the days that have to be read: where a base builds up over a longer span, they begin with it; `read`
    are those of them on which the plan holds.
    """

    __slots__ = (
        "_indexes", "_tests", "counted", "during", "facts", "people", "reach", "read", "shares", "streams",
        "tables", "terms",
    )  # fmt: skip

    def __init__(self, terms: Terms, facts: Facts, during: DateRange) -> None:
        self.terms = terms
        self.facts = facts
        self.during = during
        self.reach = DateRange(self._first(), during.end)
        self.counted = during.intersection(terms.during)
        self.read = self.reach.intersection(terms.during)
        self.shares = Shares(facts, terms.crediting)
        self.people = People(facts, terms.id, terms.crediting.leavers)
        self.tables = facts.tables
        self.streams: tuple[Stream, ...] = tuple(streams_of(terms))
        self._indexes: dict[PeriodKind, PeriodIndex] = {}
        self._tests: dict[int, Callable[[object], bool]] = {}

    def _first(self) -> date | None:
        start = self.during.start
        if start is None:
            return None
        spans: list[PeriodKind] = []
        payers: tuple[Commission | Override, ...] = (*self.terms.commissions, *self.terms.overrides)
        for payer in payers:
            keys = [key for key in self.terms.keys_of(payer) if isinstance(key, Amount | Attainment)]
            spans += [key.within for key in keys if key.within is not None]
        return min([start, *(self.terms.calendar.period_at(start, span).start for span in spans)])

    def test(self, where: Criterion) -> Callable[[object], bool]:
        """A condition, made ready for many deals."""
        if id(where) not in self._tests:
            self._tests[id(where)] = where.compiled(self.tables).matches
        return self._tests[id(where)]

    def periods(self, kind: PeriodKind) -> PeriodIndex:
        """The periods of a kind that the call reads."""
        if kind not in self._indexes:
            self._indexes[kind] = self.terms.calendar.index(kind, self.reach)
        return self._indexes[kind]
