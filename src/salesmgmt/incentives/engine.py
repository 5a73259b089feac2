"""From facts to credited totals: one pass that adds integers, and the same pass again, told deal by deal.

`collect` is what `Plan.earn` runs: per deal it reads, judges and adds, and keeps nothing. `trace` walks the
same way when somebody asks why, and makes a credit or a finding of every step.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from salesmgmt.calendars import DateRange, PeriodIndex, PeriodKind
from salesmgmt.criteria import ALWAYS, Explanation
from salesmgmt.errors import BatchError, Problem, SalesmgmtError
from salesmgmt.incentives.crediting import Credit, CreditKind, People, Shares
from salesmgmt.incentives.keys import DealAmount
from salesmgmt.incentives.measures import Deal, Event, SaleLine, deals_of
from salesmgmt.incentives.terms import Commission, Override, Terms
from salesmgmt.incentives.texts import heading
from salesmgmt.money import Money, Unrounded
from salesmgmt.reasons import Reason
from salesmgmt.records import Facts, Opportunity, Order

__all__ = ["NotCounted", "Scope", "Totals", "collect", "tell", "trace"]

Totals: TypeAlias = dict[tuple[str, int, str], "int | Fraction"]
"""Credited minor units by participant, place of the period, and deal (empty where deals do not matter)."""


@frozen(weakref_slot=False)
class NotCounted:
    """A deal of the period, or a part of it, that a component does not count, and why.

    Attributes:
        component: Identifier of the component.
        participants: Whom it would have concerned; none where nobody is known.
        event: What happened to the deal.
        deal: Identifier of the opportunity, order or invoice.
        line: Number of the line, from 1; None for an opportunity.
        on: Business date of the deal.
        value: What does not count; None where it cannot be told.
        reason: Why.
        condition: The condition that was not met, with the values found; None for other reasons.
    """

    component: str
    participants: tuple[str, ...]
    event: Event
    deal: str
    line: int | None
    on: date
    value: Unrounded | None
    reason: Reason
    condition: Explanation | None = None

    def why(self, lang: str = "en") -> str:
        """The reason in words, with the conditions that decided and what was found."""
        words = self.reason.text(lang)
        if self.condition is None:
            return words
        findings = heading("and", lang).join(finding.text(lang) for finding in self.condition.deciding)
        return heading("because", lang, words, findings)


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


class _Ledger:
    """A component with its bulk tools: an accumulator, and for a commission the test and the figure."""

    __slots__ = ("commission", "key_by_deal", "level", "matches", "minor", "overrides", "starts", "totals")

    def __init__(self, scope: Scope, component: Commission | Override) -> None:
        key = scope.terms.key_of(component)
        self.commission = scope.terms.commission_of(component)
        self.key_by_deal = isinstance(key, DealAmount)
        self.starts = scope.periods(key.per).starts
        self.totals: Totals = {}
        self.level = component.level if isinstance(component, Override) else 0
        self.overrides: list[_Ledger] = []
        where = self.commission.of.where
        self.matches: Callable[[object], bool] | None = None
        if where != ALWAYS:
            self.matches = scope.test(self.commission)
        self.minor = self.commission.of.minor

    def add(self, participant: str, day: date, deal: str, value: int | Fraction) -> None:
        place = (participant, bisect_right(self.starts, day) - 1, deal if self.key_by_deal else "")
        self.totals[place] = self.totals.get(place, 0) + value


def _ledgers(scope: Scope) -> dict[str, _Ledger]:
    ledgers = {component.id: _Ledger(scope, component) for component in scope.terms.components}
    for override in scope.terms.overrides:
        ledgers[override.of].overrides.append(ledgers[override.id])
    return ledgers


def _label(deal: Deal) -> str:
    if isinstance(deal, Opportunity):
        return f"Opportunity {deal.id}"
    kind = "Order" if isinstance(deal.document, Order) else "Invoice"
    return f"{kind} {deal.id}, line {deal.line_number}"


def collect(scope: Scope) -> Mapping[str, Totals]:
    """Everything credited, summed by component, participant and period.

    Raises:
        BatchError: Every deal for which a condition cannot be answered, with the field that it lacks.
    """
    ledgers = _ledgers(scope)
    problems: dict[tuple[str, str], Problem] = {}
    counted = scope.counted
    if counted is not None:
        for event in Event:
            own = [ledgers[one.id] for one in scope.terms.commissions if one.of.event is event]
            if own:
                _collect(scope, event, own, counted, problems)
    if problems:
        raise BatchError("facts", problems.values())
    return {name: ledger.totals for name, ledger in ledgers.items()}


def _collect(
    scope: Scope,
    event: Event,
    ledgers: list[_Ledger],
    counted: DateRange,
    problems: dict[tuple[str, str], Problem],
) -> None:
    currency = scope.terms.currency
    people, shares = scope.people, scope.shares
    for deal in deals_of(scope.facts, event):
        day = deal.on
        if day is None or day not in counted or deal.currency != currency or deal.amount_minor is None:
            continue
        identifier, owner = deal.id, deal.owner
        held = shares.of(deal, day)
        for ledger in ledgers:
            if ledger.matches is not None:
                try:
                    if not ledger.matches(deal):
                        continue
                except SalesmgmtError as error:
                    problem = Problem.of(_label(deal), error)
                    problems.setdefault((problem.record, problem.field), problem)
                    continue
            value = ledger.minor(deal)
            if value is None:
                continue
            for part in shares.parts(value, held, owner):
                if not people.takes_part(part.participant, day):
                    continue
                ledger.add(part.participant, day, identifier, part.value)
                for above in ledger.overrides:
                    managers = people.managers(part.participant, day, above.level)
                    if len(managers) == 1:
                        (manager,) = managers
                        if people.takes_part(manager, day):
                            above.add(manager, day, identifier, part.value)


def trace(scope: Scope, participant: str | None = None) -> Iterator[Credit | NotCounted]:
    """Every deal of the days in question, as credits and as findings why something is not credited.

    Args:
        scope: What was looked up for the call.
        participant: Whose credits and findings to tell; None for everybody's.
    """
    for event in Event:
        commissions = [one for one in scope.terms.commissions if one.of.event is event]
        if not commissions:
            continue
        for deal in deals_of(scope.facts, event):
            if deal.on is not None and deal.on in scope.during:
                for commission in commissions:
                    for told in tell(scope, commission, deal, deal.on):
                        if participant is None or participant in _concerned(told):
                            yield told


def _concerned(told: Credit | NotCounted) -> tuple[str, ...]:
    return (told.participant,) if isinstance(told, Credit) else told.participants


def tell(scope: Scope, commission: Commission, deal: Deal, day: date) -> Iterator[Credit | NotCounted]:
    """What becomes of one deal in one commission and in the overrides above it."""
    line = deal.line_number if isinstance(deal, SaleLine) else None
    event, currency = commission.of.event, scope.terms.currency

    def not_counted(
        component: str,
        code: str,
        people: tuple[str, ...],
        value: Unrounded | None,
        values: Mapping[str, str | Money] | None = None,
        condition: Explanation | None = None,
    ) -> NotCounted:
        reason = Reason(f"incentives.excluded.{code}", values or {}, (deal.id,))
        return NotCounted(component, people, event, deal.id, line, day, value, reason, condition)

    held = scope.shares.of(deal, day)
    minor = commission.of.minor(deal)
    whole = None if minor is None or deal.currency is None else Money(minor, deal.currency)
    parts = list(scope.shares.parts(0 if minor is None else minor, held, deal.owner))
    names = tuple(dict.fromkeys(part.participant for part in parts))
    found = _objection(scope, commission, deal, day)
    if found is None and whole is None:
        found = "value_missing", {}, None
    if found is None and not any(part.kind is not CreditKind.OVERLAY for part in parts):
        found = "nobody", {}, None
    if found is not None:
        code, values, condition = found
        value = None if whole is None else whole.exact
        yield not_counted(commission.id, code, names, value, values, condition)
        if code != "nobody":
            return
    if whole is None:
        return
    overrides = [one for one in scope.terms.overrides if one.of == commission.id]
    for part in parts:
        value = Unrounded(part.value, currency)
        if not scope.people.takes_part(part.participant, day):
            code = "overlay_not_in_plan" if part.kind is CreditKind.OVERLAY else "not_in_plan"
            yield not_counted(
                commission.id, code, (part.participant,), value, {"participant": part.participant}
            )
            continue
        credit = Credit(
            commission.id, part.participant, event, deal.id, line, day, value, whole,
            part.kind, part.share, part.weight, part.of,
        )  # fmt: skip
        yield credit
        for override in overrides:
            yield from _up(scope, override, credit, not_counted)


NotCountedMaker: TypeAlias = Callable[
    [str, str, tuple[str, ...], "Unrounded | None", "Mapping[str, str | Money] | None"], NotCounted
]


def _up(
    scope: Scope, override: Override, credit: Credit, not_counted: NotCountedMaker
) -> Iterator[Credit | NotCounted]:
    """What a credit means for the manager above."""
    managers = scope.people.managers(credit.participant, credit.on, override.level)
    values: dict[str, str | Money] = {"participant": credit.participant}
    if len(managers) != 1:
        code = "several_managers" if managers else "no_manager"
        if managers:
            values["managers"] = ", ".join(sorted(managers))
        yield not_counted(override.id, code, tuple(sorted(managers)), credit.value, values)
        return
    (manager,) = managers
    if not scope.people.takes_part(manager, credit.on):
        yield not_counted(override.id, "not_in_plan", (manager,), credit.value, {"participant": manager})
        return
    yield Credit(
        override.id, manager, credit.event, credit.deal, credit.line, credit.on, credit.value, credit.whole,
        CreditKind.TEAM, credit.share, credit.weight, credit.of, credit.participant,
    )  # fmt: skip


def _objection(
    scope: Scope, commission: Commission, deal: Deal, day: date
) -> tuple[str, dict[str, str | Money], Explanation | None] | None:
    """Why a deal as a whole does not count in a commission, or None; in the order in which it is asked."""
    terms = scope.terms
    if scope.counted is None or day not in scope.counted:
        return "plan_dates", {"during": str(terms.during)}, None
    if deal.currency is not None and deal.currency != terms.currency:
        return "currency", {"currency": deal.currency.code, "plan": terms.currency.code}, None
    if deal.amount_minor is None:
        return "value_missing", {}, None
    if scope.test(commission)(deal):
        return None
    return "condition", {}, commission.of.where.explain(deal, scope.tables)
