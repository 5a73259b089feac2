"""Who takes part in a plan, since when, and who leads whom, by date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from salesmgmt.calendars import DateRange, DayCount, merge
from salesmgmt.incentives.crediting import Leavers
from salesmgmt.records import Assignment, Facts, Participant

__all__ = ["Leader", "People"]

Leader: TypeAlias = Callable[[str, date], "str | None"]
"""The one who stands above somebody on a day; None where nobody does, or several do."""


class People:
    """Who takes part in a plan and who leads whom, by date, looked up once per call.

    Where any assignment of the batch names a plan, those take part whose assignment names this one on the
    day; else everybody does. Who is not employed on a day takes no part, unless the plan credits leavers.
    """

    __slots__ = ("_absent", "_leads", "_named", "_people", "_plans", "_posts", "_present", "_spans")

    def __init__(self, facts: Facts, plan: str, leavers: Leavers = Leavers.CREDITED) -> None:
        self._plans: dict[str, list[DateRange]] | None = None
        self._leads: dict[str, list[tuple[DateRange, str]]] = {}
        self._posts: dict[str, list[Assignment]] = {}
        self._people = facts.index(Participant)
        self._present = sorted({person.id for person in facts.participants})
        self._absent: dict[str, list[DateRange]] = {}
        for absence in facts.absences:
            self._absent.setdefault(absence.participant, []).append(absence.during)
        if any(assignment.plan is not None for assignment in facts.assignments):
            self._plans = {}
        for assignment in facts.assignments:
            self._posts.setdefault(assignment.participant, []).append(assignment)
            if self._plans is not None and assignment.plan == plan:
                self._plans.setdefault(assignment.participant, []).append(assignment.during)
            if assignment.manager is not None:
                lead = (assignment.during, assignment.manager)
                self._leads.setdefault(assignment.participant, []).append(lead)
        self._spans = self._limited(leavers)

    def _limited(self, leavers: Leavers) -> Mapping[str, tuple[DateRange, ...]]:
        """The days on which the plan holds, for those for whom it does not always."""
        spans = {} if self._plans is None else {name: tuple(ranges) for name, ranges in self._plans.items()}
        if leavers is Leavers.EXCLUDED:
            for name, person in self._people.items():
                if person.employed is not None and (self._plans is None or name in spans):
                    within = map(person.employed.intersection, spans.get(name, (DateRange(None, None),)))
                    spans[name] = tuple([one for one in within if one is not None])
        return spans

    def spans(self, participant: str) -> tuple[DateRange, ...] | None:
        """The days on which the plan holds for somebody; None: always."""
        if participant in self._spans:
            return self._spans[participant]
        return None if self._plans is None else ()

    def takes_part(self, participant: str, day: date) -> bool:
        """Whether the plan holds for somebody on a day."""
        spans = self.spans(participant)
        return spans is None or any(day in during for during in spans)

    def is_named(self, participant: str, day: date) -> bool:
        """Whether the plan names somebody on a day, employed or not."""
        if self._plans is None:
            return True
        return any(day in during for during in self._plans.get(participant, ()))

    def during(self, span: DateRange) -> tuple[str, ...]:
        """Everybody known to take part at some time of a span, in the order of identifiers."""
        names = self._present if self._plans is None else sorted(self._plans)
        found = []
        for name in names:
            spans = self.spans(name)
            if spans is None or any(map(span.overlaps, spans)):
                found.append(name)
        return tuple(found)

    def posts(self, participant: str, day: date) -> list[Assignment]:
        """The assignments of somebody that hold on a day, in the order of identifiers."""
        held = [post for post in self._posts.get(participant, ()) if day in post.during]
        return sorted(held, key=lambda post: post.id)

    def joined(self, participant: str) -> date | None:
        """First day of employment; None while unknown."""
        person = self._people.get(participant)
        return None if person is None or person.employed is None else person.employed.start

    def share(self, participant: str, span: DateRange, by: DayCount) -> Fraction:
        """The share of the days of a span on which somebody takes part, is employed and not absent."""
        present: list[DateRange] = [span]
        spans = self.spans(participant)
        if spans is not None:
            present = [one for one in map(span.intersection, merge(spans)) if one is not None]
        person = self._people.get(participant)
        if person is not None and person.employed is not None:
            present = [one for one in map(person.employed.intersection, present) if one is not None]
        for absent in merge(self._absent.get(participant, ())):
            present = [left for one in present for left in one.difference(absent)]
        whole = by.days(span)
        return Fraction(sum(by.days(one) for one in present), whole) if whole > 0 else Fraction(0)

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

    def above(self, participant: str, day: date) -> tuple[str, ...]:
        """Everybody who stands above somebody on a day, level by level, as far as the line is clear."""
        found: list[str] = []
        here = participant
        while True:
            leads = frozenset(manager for during, manager in self._leads.get(here, ()) if day in during)
            if len(leads) != 1:
                return tuple(found)
            (here,) = leads
            if here == participant or here in found:
                return tuple(found)
            found.append(here)

    def below(self, participant: str) -> frozenset[str]:
        """Everybody who stands below somebody at some time, at whatever level."""
        found: set[str] = set()
        here = {participant}
        while here:
            here = {
                person
                for person, leads in self._leads.items()
                if person not in found and any(manager in here for _, manager in leads)
            }
            found |= here
        return frozenset(found - {participant})

    @property
    def is_restricted(self) -> bool:
        """Whether assignments say who takes part."""
        return self._plans is not None

    @property
    def is_open(self) -> bool:
        """Whether everybody takes part, always."""
        return self._plans is None and not self._spans

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
