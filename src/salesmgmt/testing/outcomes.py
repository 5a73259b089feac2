"""Strategies for what plans earn on histories: figures, credits, findings, statements, reconciliations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from hypothesis import strategies as st

from salesmgmt.incentives import (
    Awarded,
    Calculation,
    Credit,
    CreditAccount,
    CreditShare,
    Earned,
    Earnings,
    Event,
    NotCounted,
    PayGroup,
    Plan,
    Receipt,
    Reconciled,
    Reconciliation,
    SaleLine,
    Statement,
    StatementPart,
    StepTaken,
)
from salesmgmt.incentives.deals import deals_of
from salesmgmt.money import Currency
from salesmgmt.records import Facts
from salesmgmt.testing.awards import distributions, rankings
from salesmgmt.testing.calendars import periods
from salesmgmt.testing.histories import histories
from salesmgmt.testing.modifiers import steps
from salesmgmt.testing.money import unroundeds
from salesmgmt.testing.plans import plans

__all__ = [
    "TABLE",
    "awarded_outcomes",
    "calculations",
    "cases",
    "credit_accounts",
    "credit_records",
    "credit_shares",
    "earned_figures",
    "earnings",
    "not_counted",
    "pay_groups",
    "receipts",
    "reconciled_rows",
    "reconciliations",
    "sale_lines",
    "statement_parts",
    "statements",
    "steps_taken",
]

Told = TypeVar("Told")

_THROUGH = st.sampled_from(("2026-12-31", "2026-05-15"))


@st.composite
def cases(
    draw: st.DrawFn, *, currency: Currency | str | None = None, min_deals: int = 0
) -> tuple[Plan, Facts]:
    """Plans with histories that fit them.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of the plan, or None for any.
        min_deals: Least number of opportunities.
    """
    plan = draw(plans(currency=currency))
    return plan, draw(histories(plan=plan, min_deals=min_deals))


@st.composite
def earnings(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Earnings:
    """What plans earn on histories that fit them.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of the plan, or None for any.
    """
    plan, facts = draw(cases(currency=currency))
    return plan.earn(facts, through=draw(_THROUGH), since="2026-01-01")


def _told(pick: Callable[[Earnings], Iterable[Told]]) -> st.SearchStrategy[Told]:
    """Something that the outcomes of plans hold."""
    return earnings().map(lambda outcome: tuple(pick(outcome))).filter(bool).flatmap(st.sampled_from)


def earned_figures() -> st.SearchStrategy[Earned]:
    """Figures of participants, components and periods."""
    return _told(lambda outcome: outcome.earned)


def credit_records() -> st.SearchStrategy[Credit]:
    """Credits of every kind."""
    return _told(lambda outcome: outcome.credits())


def credit_accounts() -> st.SearchStrategy[CreditAccount]:
    """What credits count in."""
    return credit_records().map(lambda one: one.account)


def credit_shares() -> st.SearchStrategy[CreditShare]:
    """Why somebody is credited, and with which part of a deal."""
    return credit_records().map(lambda one: one.how)


def awarded_outcomes() -> st.SearchStrategy[Awarded]:
    """How contests and pools came out in some period."""
    return st.builds(Awarded, st.text(min_size=1, max_size=8), periods(), rankings() | distributions())


def not_counted() -> st.SearchStrategy[NotCounted]:
    """Deals that do not count, with their reasons."""
    return _told(lambda outcome: outcome.not_counted())


def reconciliations() -> st.SearchStrategy[Reconciliation]:
    """Where the deals of a history went."""
    return earnings().map(lambda outcome: outcome.reconcile())


def reconciled_rows() -> st.SearchStrategy[Reconciled]:
    """Single ways that deals went."""
    return _told(lambda outcome: outcome.reconcile().rows)


def statements() -> st.SearchStrategy[Statement]:
    """Statements in both languages."""
    lang = st.sampled_from(("en", "zh"))
    return lang.flatmap(lambda lang: _told(lambda outcome: outcome.statements(lang)))


def statement_parts() -> st.SearchStrategy[StatementPart]:
    """Payouts down to their credits."""
    return _told(lambda outcome: [part for one in outcome.statements() for part in one.parts])


def calculations() -> st.SearchStrategy[Calculation]:
    """Figures worked out in the open."""
    return statement_parts().map(lambda part: part.calculation)


def pay_groups() -> st.SearchStrategy[PayGroup]:
    """Slices that are added up together."""
    return _told(
        lambda outcome: [
            group for one in outcome.statements() for part in one.parts for group in part.calculation.groups
        ]
    )


@st.composite
def steps_taken(draw: st.DrawFn) -> StepTaken:
    """Steps with a figure before and after; the figures need not follow from each other."""
    before = draw(unroundeds())
    (step,) = draw(steps(currency=before.currency, min_size=1, max_size=1))
    return StepTaken(step, before, draw(unroundeds(currency=before.currency)))


def sale_lines() -> st.SearchStrategy[SaleLine]:
    """Lines of orders, deliveries, invoices and credit notes with their documents."""
    events = (Event.ORDER, Event.DELIVERY, Event.INVOICE)

    def lines(facts: Facts) -> list[SaleLine]:
        return [deal for event in events for deal in deals_of(facts, event) if isinstance(deal, SaleLine)]

    return histories(max_deals=6).map(lines).filter(bool).flatmap(st.sampled_from)


def receipts() -> st.SearchStrategy[Receipt]:
    """Parts of payments that settle lines, or nothing."""

    def received(facts: Facts) -> list[Receipt]:
        return [deal for deal in deals_of(facts, Event.PAYMENT) if isinstance(deal, Receipt)]

    return histories(max_deals=6, min_deals=4).map(received).filter(bool).flatmap(st.sampled_from)


TABLE: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Awarded: awarded_outcomes,
        Calculation: calculations,
        Credit: credit_records,
        CreditAccount: credit_accounts,
        CreditShare: credit_shares,
        Earned: earned_figures,
        Earnings: earnings,
        NotCounted: not_counted,
        PayGroup: pay_groups,
        Receipt: receipts,
        Reconciled: reconciled_rows,
        Reconciliation: reconciliations,
        SaleLine: sale_lines,
        Statement: statements,
        StatementPart: statement_parts,
        StepTaken: steps_taken,
    }
)
"""A strategy for each public type of outcomes."""
