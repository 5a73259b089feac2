"""Who takes part in a plan, and who leads whom, by date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from salesmgmt.calendars import DateRange
from salesmgmt.records import Facts

__all__ = ["Leader", "People"]

Leader: TypeAlias = Callable[[str, date], "str | None"]
"""The one who stands above somebody on a day; None where nobody does, or several do."""


class People:
    """Who takes part in a plan and who leads whom, by date, looked up once per call.

    Where any assignment of the batch names a plan, those take part whose assignment names this one on the
    day; else everybody does.
    """

    __slots__ = ("_leads", "_plans", "_present")

    def __init__(self, facts: Facts, plan: str) -> None:
        self._plans: dict[str, list[DateRange]] | None = None
        self._leads: dict[str, list[tuple[DateRange, str]]] = {}
        self._present = sorted({person.id for person in facts.participants})
        if any(assignment.plan is not None for assignment in facts.assignments):
            self._plans = {}
        for assignment in facts.assignments:
            if self._plans is not None and assignment.plan == plan:
                self._plans.setdefault(assignment.participant, []).append(assignment.during)
            if assignment.manager is not None:
                lead = (assignment.during, assignment.manager)
                self._leads.setdefault(assignment.participant, []).append(lead)

    def takes_part(self, participant: str, day: date) -> bool:
        """Whether the plan holds for somebody on a day."""
        if self._plans is None:
            return True
        return any(day in during for during in self._plans.get(participant, ()))

    def during(self, span: DateRange) -> tuple[str, ...]:
        """Everybody known to take part at some time of a span, in the order of identifiers."""
        if self._plans is None:
            return tuple(self._present)
        return tuple(sorted(name for name, ranges in self._plans.items() if any(map(span.overlaps, ranges))))

    def managers(self, participant: str, day: date, level: int) -> frozenset[str]:
        """Who stands that many levels above somebody on a day: nobody, one, or several by their assignments.

        A chain that comes back to where it has been leads to nobody.
        """
        here, seen = participant, {participant}
        for _ in range(level):
            above = frozenset(manager for during, manager in self._leads.get(here, ()) if day in during)
            if len(above) != 1:
                return above
            (here,) = above
            if here in seen:
                return frozenset()
            seen.add(here)
        return frozenset({here})

    @property
    def is_open(self) -> bool:
        """Whether everybody takes part."""
        return self._plans is None

    def leader(self, level: int) -> Leader:
        """Who stands that many levels above, for very many questions: changes are looked up once a person."""
        steady: dict[str, str | None] = {}
        moving: dict[str, tuple[list[date], list[str | None]]] = {}

        def leader(participant: str, day: date) -> str | None:
            if participant in steady:
                return steady[participant]
            if participant not in moving:
                days = self._changes(participant, level)
                above = [self.managers(participant, first, level) for first in (date.min, *days)]
                found = [next(iter(one)) if len(one) == 1 else None for one in above]
                if len(set(found)) == 1:
                    steady[participant] = found[0]
                    return found[0]
                moving[participant] = days, found
            days, found = moving[participant]
            return found[bisect_right(days, day)]

        return leader

    def _changes(self, participant: str, level: int) -> list[date]:
        """The days on which somebody's managers up to a level may change."""
        people = {participant}
        days: set[date] = set()
        for _ in range(level):
            leads = [lead for person in people for lead in self._leads.get(person, ())]
            days.update(day for during, _ in leads for day in (during.start, during.end) if day is not None)
            people = {manager for _, manager in leads}
        return sorted(days)
