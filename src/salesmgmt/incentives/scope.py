"""What one call looks up beforehand: shares, people, periods, conditions, the days that count."""

from __future__ import annotations

from collections.abc import Callable

from salesmgmt.calendars import DateRange, PeriodIndex, PeriodKind
from salesmgmt.incentives.crediting import Shares
from salesmgmt.incentives.people import People
from salesmgmt.incentives.terms import Commission, Terms
from salesmgmt.records import Facts

__all__ = ["Scope"]


class Scope:
    """What one call looks up beforehand: shares, people, periods, the days that count."""

    __slots__ = ("_indexes", "_tests", "counted", "during", "facts", "people", "shares", "tables", "terms")

    def __init__(self, terms: Terms, facts: Facts, during: DateRange) -> None:
        self.terms = terms
        self.facts = facts
        self.during = during
        self.counted = during.intersection(terms.during)
        self.shares = Shares(facts, terms.crediting)
        self.people = People(facts, terms.id)
        self.tables = facts.tables
        self._indexes: dict[PeriodKind, PeriodIndex] = {}
        self._tests: dict[str, Callable[[object], bool]] = {}

    def test(self, commission: Commission) -> Callable[[object], bool]:
        """The condition of a commission, made ready for many deals."""
        if commission.id not in self._tests:
            self._tests[commission.id] = commission.of.where.compiled(self.tables).matches
        return self._tests[commission.id]

    def periods(self, kind: PeriodKind) -> PeriodIndex:
        """The periods of a kind that the call touches."""
        if kind not in self._indexes:
            self._indexes[kind] = self.terms.calendar.index(kind, self.during)
        return self._indexes[kind]
