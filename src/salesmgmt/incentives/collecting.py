"""From facts to credited totals: one pass that reads, judges and adds, and keeps nothing per deal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from salesmgmt.criteria import ALWAYS
from salesmgmt.errors import BatchError, Problem, SalesmgmtError
from salesmgmt.incentives.keys import DealAmount
from salesmgmt.incentives.measures import Deal, Event, deals_of
from salesmgmt.incentives.people import Leader
from salesmgmt.incentives.scope import Scope
from salesmgmt.incentives.terms import Component, Override
from salesmgmt.records import Opportunity, Order

__all__ = ["Minor", "Totals", "collect"]

Minor: TypeAlias = int | Fraction
"""Minor units, exact."""

Totals: TypeAlias = Mapping[tuple[str, int], Mapping[str, Minor]]
"""By participant and place of the period: what is credited, by deal (empty where deals do not matter)."""


class _Ledger:
    """The sums of one component, and what adds to them."""

    __slots__ = ("_leader", "_opens", "_periods", "_rows", "by_deal", "matches", "minor", "overrides")

    def __init__(self, scope: Scope, component: Component) -> None:
        key = scope.terms.key_of(component)
        commission = scope.terms.commission_of(component)
        where = commission.of.where
        self.minor = commission.of.minor
        self.matches: Callable[[object], bool] | None = None if where == ALWAYS else scope.test(commission)
        self.by_deal = isinstance(key, DealAmount)
        self.overrides: list[_Ledger] = []
        self._leader: Leader | None = None
        if isinstance(component, Override):
            self._leader = scope.people.leader(component.level)
        self._opens = None if scope.people.is_open else scope.people.takes_part
        self._periods = scope.periods(key.per)
        self._rows: dict[date, dict[tuple[str, str] | str, Minor]] = {}

    def credit(self, participant: str, day: date, deal: str, value: Minor) -> None:
        """Credit somebody, and those above, if they take part."""
        if self._opens is not None and not self._opens(participant, day):
            return
        self._add(participant, day, deal, value)
        for above in self.overrides:
            manager = above.leader(participant, day)
            if manager is not None and (self._opens is None or self._opens(manager, day)):
                above._add(manager, day, deal, value)

    def leader(self, participant: str, day: date) -> str | None:
        return None if self._leader is None else self._leader(participant, day)

    def _add(self, participant: str, day: date, deal: str, value: Minor) -> None:
        row = self._rows.get(day)
        if row is None:
            # All days of a period share one row, so that the period is looked up once per day, not per deal.
            first = self._periods.at(day).start
            row = self._rows[day] = self._rows.setdefault(first, {})
        key = (participant, deal) if self.by_deal else participant
        row[key] = row.get(key, 0) + value

    def totals(self) -> Totals:
        """Everything added, by participant and period."""
        found: dict[tuple[str, int], dict[str, Minor]] = {}
        for place, first in enumerate(self._periods.starts):
            for key, value in self._rows.get(first, {}).items():
                participant, deal = key if isinstance(key, tuple) else (key, "")
                found.setdefault((participant, place), {})[deal] = value
        return found


def collect(scope: Scope) -> Mapping[str, Totals]:
    """Everything credited, summed by component, participant and period.

    Raises:
        BatchError: Every deal for which a condition cannot be answered, with the field that it lacks.
    """
    ledgers = {component.id: _Ledger(scope, component) for component in scope.terms.components}
    for override in scope.terms.overrides:
        ledgers[override.of].overrides.append(ledgers[override.id])
    problems: dict[tuple[str, str], Problem] = {}
    for event in Event:
        own = [ledgers[one.id] for one in scope.terms.commissions if one.of.event is event]
        if own and scope.counted is not None:
            for problem in _collect(scope, event, own):
                problems.setdefault((problem.record, problem.field), problem)
    if problems:
        raise BatchError("facts", problems.values())
    return {name: ledger.totals() for name, ledger in ledgers.items()}


def _collect(scope: Scope, event: Event, ledgers: list[_Ledger]) -> Iterable[Problem]:
    """Add up all deals of one event; the problems are the deals for which a condition cannot be answered."""
    problems: list[Problem] = []
    counted, currency, shares = scope.counted, scope.terms.currency, scope.shares
    first, end = (None, None) if counted is None else (counted.start or date.min, counted.end)
    for deal in deals_of(scope.facts, event):
        day = deal.on
        if day is None or first is None or day < first or (end is not None and day >= end):
            continue
        if deal.amount_minor is None or (deal.currency is not currency and deal.currency != currency):
            continue
        identifier, owner = deal.id, deal.owner
        held = shares.of(deal, day) if shares.any else None
        for ledger in ledgers:
            if ledger.matches is not None:
                try:
                    if not ledger.matches(deal):
                        continue
                except SalesmgmtError as error:
                    problems.append(Problem.of(_label(deal), error))
                    continue
            value = ledger.minor(deal)
            if value is None:
                continue
            if held:
                for part in shares.parts(value, held, owner):
                    ledger.credit(part.participant, day, identifier, part.value)
            elif owner is not None:
                ledger.credit(owner, day, identifier, value)
    return problems


def _label(deal: Deal) -> str:
    if isinstance(deal, Opportunity):
        return f"Opportunity {deal.id}"
    kind = "Order" if isinstance(deal.document, Order) else "Invoice"
    return f"{kind} {deal.id}, line {deal.line_number}"
