"""Everything that a plan earns: component by component, participant by participant, period by period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from salesmgmt.calendars import DateRange
from salesmgmt.criteria import ALWAYS
from salesmgmt.incentives.awards import Contest, Pool
from salesmgmt.incentives.components import (
    Adjustment,
    Commission,
    ExpenseAllowance,
    Fixed,
    Negative,
    Objectives,
    Override,
)
from salesmgmt.incentives.earned import Earned
from salesmgmt.incentives.engine.awarding import award_figures
from salesmgmt.incentives.engine.board import Board, last_day
from salesmgmt.incentives.engine.collecting import collect
from salesmgmt.incentives.engine.eligibility import Eligibility
from salesmgmt.incentives.engine.paying import Payroll, is_plain, plain_rows
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.engine.sheet import Column, Row, Sheet, row_of
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import Amount, Attainment
from salesmgmt.incentives.modifiers import Cap, Floor, LimitPer
from salesmgmt.incentives.terms import Component, PaidAlone

__all__ = ["board_of", "earn"]


def earn(scope: Scope) -> Sheet:
    """Everything that is earned.

    Raises:
        BatchError: Every deal for which a condition cannot be answered.
    """
    return board_of(scope)[1]


def board_of(scope: Scope) -> tuple[Board, Sheet]:
    """Everything that is earned, and what it rests on.

    Raises:
        BatchError: Every deal for which a condition cannot be answered.
    """
    terms = scope.terms
    board = Board(scope, collect(scope))
    columns = [_column(scope, component) for component in terms.components]
    # What later components look at is kept as figures; where none looks back, rows will do.
    kept = scope.reach != scope.during or not all(
        isinstance(one, Commission | Override) and is_plain(board, one) for one in terms.components
    )
    rows: list[Row] = []
    for number, component in enumerate(terms.components):
        starts = {period.start: place for place, period in enumerate(columns[number].periods)}
        if not kept and isinstance(component, Commission | Override):
            rows += plain_rows(board, component, number, columns[number])
            continue
        for earned in _figures(board, component, columns[number]):
            board.done[component.id, earned.participant, earned.period.start] = earned
            if scope.counted is not None and earned.during.overlaps(scope.counted):
                rows.append(row_of(earned, number, starts[earned.period.start]))
    return board, Sheet(terms.currency, columns, rows)


def _figures(board: Board, component: Component, column: Column) -> Iterable[Earned]:
    if isinstance(component, Contest | Pool):
        return award_figures(board, component)
    return _Worker(board, component, column).all()


def _column(scope: Scope, component: Component) -> Column:
    periods = scope.periods(scope.terms.per_of(component)).periods
    spans: list[DateRange] = []
    for period in periods:
        counted = None if scope.counted is None else period.during.intersection(scope.counted)
        spans.append(period.during if counted is None else counted)
    mirrors = isinstance(component, Commission | Override) and component.negative is Negative.MIRROR
    things = scope.terms.counts_things(component)
    return Column(component.id, periods, spans, things=things, mirrors=mirrors)


class _Worker:
    """One component: who has a figure in which period, and what it is."""

    __slots__ = ("_board", "_component", "_periods", "_scope", "_span", "_within")

    def __init__(self, board: Board, component: PaidAlone, column: Column) -> None:
        scope = board.scope
        self._scope = scope
        self._board = board
        self._component = component
        self._periods = scope.periods(scope.terms.per_of(component))
        self._within = None
        if isinstance(component, Commission | Override):
            for key in scope.terms.keys_of(component):
                if isinstance(key, Amount | Attainment):
                    self._within = key.within
        counted = scope.counted
        self._span: list[DateRange | None] = [
            span if counted is not None and counted.contains(span) else None for span in column.spans
        ]

    def all(self) -> Iterator[Earned]:
        """Every figure of the component."""
        terms = self._scope.terms
        standard = Payroll(self._board, self._component)
        personal = {
            one.participant: Payroll(self._board, one.component)
            for one in terms.personal
            if one.component.id == self._component.id
        }
        for participant, places in sorted(self._concerned().items()):
            yield from self._figures(personal.get(participant, standard), participant, places)

    def _figures(self, payroll: Payroll, participant: str, places: list[int]) -> Iterator[Earned]:
        brought: Minor = 0
        before: Minor = 0
        span: DateRange | None = None
        for place in places:
            period = self._periods.periods[place]
            if self._within is not None and (span is None or period.start not in span):
                span, before = period.calendar.period_at(period.start, self._within).during, 0
            if self._goes_on_here(payroll.component, participant, place):
                before = 0
            during = self._span[place] or period.during
            earned, brought, paid = payroll.pay(participant, period, place, during, brought, before)
            before += paid
            yield earned

    def _goes_on_here(self, component: PaidAlone, participant: str, place: int) -> bool:
        """Whether a period is the first after an opening, which says what was paid before as well."""
        if self._within is None or not isinstance(component, Commission | Override):
            return False
        stated = self._board.stated(component, participant, place)
        return stated is not None and stated.place == place

    def _concerned(self) -> dict[str, list[int]]:
        """Who has a figure, and in which periods, in order."""
        component, board = self._component, self._board
        found: dict[str, set[int]] = {}
        for participant, place in board.sums(component.id):
            found.setdefault(participant, set()).add(place)
        end = len(self._periods.periods)
        if self._within is not None:
            found = {who: set(range(min(places), end)) for who, places in found.items()}
        if isinstance(component, ExpenseAllowance):
            for participant, place in board.spent(component):
                found.setdefault(participant, set()).add(place)
        if isinstance(component, Adjustment):
            for one in board.adjusted(component):
                place = self._periods.position(last_day(one, self._scope))
                found.setdefault(one.participant, set()).add(place)
        if isinstance(component, Fixed | Objectives) or self._is_floored():
            for place, during in enumerate(self._span):
                for who in () if during is None else self._present(during):
                    found.setdefault(who, set()).add(place)
        if self._carries():
            found = {who: set(range(min(places), end)) for who, places in found.items()}
        return {who: sorted(places) for who, places in found.items()}

    def _variants(self) -> list[PaidAlone]:
        personal = self._scope.terms.personal
        own = [one.component for one in personal if one.component.id == self._component.id]
        return [self._component, *own]

    def _carries(self) -> bool:
        return any(
            isinstance(step, Cap) and step.carries for one in self._variants() for step in one.modifiers
        )

    def _is_floored(self) -> bool:
        floors = (step for one in self._variants() for step in one.modifiers if isinstance(step, Floor))
        return any(step.per is LimitPer.PERIOD for step in floors)

    def _present(self, during: DateRange) -> Iterator[str]:
        """Who takes part in these days and is eligible at their end."""
        scope, component = self._scope, self._component
        if isinstance(component, Override):
            component = scope.terms.commission_of(component)
        where = getattr(component, "eligible", ALWAYS)
        eligible = None if where == ALWAYS else Eligibility(scope, where)
        last = during.last or date.max
        people = scope.people.during(during)
        if not people and not scope.facts.participants and not scope.people.is_restricted:
            # Without a table of participants, whoever is credited anywhere in the plan is known to be there.
            sums = self._board.collected.sums.values()
            people = tuple(sorted({who for places in sums for who, _ in places}))
        return (who for who in people if eligible is None or eligible.holds(who, last))
