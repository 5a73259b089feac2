"""Strategies for small batches of facts that plans earn on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import evolve
from hypothesis import strategies as st

from salesmgmt.incentives import Plan
from salesmgmt.money import Currency, Money
from salesmgmt.records import (
    Customer,
    DealShare,
    Facts,
    Invoice,
    Opportunity,
    Order,
    Product,
    Record,
    Registration,
)
from salesmgmt.testing.conditions import YEAR, currencies_of
from salesmgmt.testing.histories.deals import handovers_of, opportunities_of, registrations_of, shares_of
from salesmgmt.testing.histories.documents import documents_of
from salesmgmt.testing.histories.drawn import (
    ABSENT,
    CORRECTIONS,
    DEALINGS,
    EXPENSES,
    HANDOVERS,
    MOVES,
    OPENINGS,
    PEOPLE_DRAWN,
    PLANS_NAMED,
    QUOTAS,
    REGISTRATIONS,
    SCORES,
    SHARES_OF_DEALS,
    STANDING,
    WON,
)
from salesmgmt.testing.histories.figures import openings_of, quotas_of, scores_of
from salesmgmt.testing.histories.people import absences_of, assignments_of, expenses_of, participants_of

__all__ = ["histories"]

_GOODS: tuple[Record, ...] = (
    Product("P-1", series="GTX", on=date(YEAR - 2, 6, 15)),
    Product("P-2", series="MG", on=date(YEAR, 1, 31)),
    Product("P-3"),
    Customer("K-1", since=date(YEAR - 3, 2, 28)),
    Customer("L-2"),
)


@st.composite
def histories(
    draw: st.DrawFn,
    *,
    plan: Plan | None = None,
    currency: Currency | str | None = None,
    min_deals: int = 0,
    max_deals: int = 6,
) -> Facts:
    """Small batches with everything that crediting has to tell apart.

    Won, lost and open opportunities; orders of several lines, deliveries, invoices with tax, credit notes,
    payments that clear later, come in part, are over-applied or match nothing; shares of both kinds that
    begin when they like, registrations, customers handed over; people who join, leave, are absent and move
    between managers and plans; quotas that fit a period, lie inside it, are 0, overlap or are missing;
    scores, openings, expenses; now and then another currency, and documents of different kinds under one
    number. Now and then a record is corrected by another one.

    Args:
        draw: Supplied by Hypothesis.
        plan: Whose currency, periods, measures and components the facts fit, and whose identifier assignments
            name.
        currency: Of most deals, or None for that of the plan or any.
        min_deals: Least number of opportunities.
        max_deals: Most of them; orders are up to half as many.
    """
    money = draw(currencies_of(plan.currency if plan is not None and currency is None else currency))
    deals = opportunities_of(money, draw(st.lists(WON, min_size=min_deals, max_size=max_deals)))
    named = [deal.id for deal in deals]
    dealings = draw(st.lists(DEALINGS, min_size=min_deals // 2, max_size=max(max_deals // 2, 1)))
    documents = documents_of(money, named, dealings)
    named += [document.id for document in documents if isinstance(document, Order)]
    shares = shares_of(named, draw(SHARES_OF_DEALS)) if named else []
    posts = assignments_of(
        draw(PLANS_NAMED), "plan" if plan is None else plan.id, draw(STANDING), draw(MOVES)
    )
    days = [deal.on for deal in (*deals, *documents) if deal.on is not None]
    quotas = quotas_of(plan, money, days, draw(QUOTAS)) if days else []
    beside: list[Record] = []
    if plan is not None:
        beside += scores_of(plan.calendar, draw(SCORES))
        beside += openings_of(plan, draw(OPENINGS))
        beside += expenses_of(money, draw(EXPENSES))
    handed = handovers_of(draw(HANDOVERS))
    registered = registrations_of([deal.id for deal in deals], draw(REGISTRATIONS))
    people = participants_of(money, draw(PEOPLE_DRAWN))
    absences = absences_of(draw(ABSENT))
    corrected = _corrections(money, [*deals, *documents, *shares, *registered], draw(CORRECTIONS))
    return Facts(
        [
            *_GOODS, *people, *deals, *documents, *shares, *posts, *quotas, *beside, *handed, *registered,
            *absences, *corrected,
        ]
    )  # fmt: skip


def _corrections(
    currency: Currency, given: Sequence[Record], drawn: Sequence[tuple[int, int, str, int]]
) -> list[Record]:
    """Records that take the place of others: with another amount, owner or weight, or just another number."""
    standing = list(given)
    found: list[Record] = []
    for place, minor, person, weight in drawn if standing else ():
        number = place % len(standing)
        one = standing[number]
        name = f"{one.id}-c"
        later: Record
        if isinstance(one, Opportunity):
            later = evolve(
                one, id=name, supersedes=one.id, owner=person, amount=Money(minor, one.currency or currency)
            )
        elif isinstance(one, Order):
            later = evolve(one, id=name, supersedes=one.id, owner=person)
        elif isinstance(one, Invoice):
            later = evolve(one, id=name, supersedes=one.id, due=None)
        elif isinstance(one, DealShare):
            later = evolve(one, id=name, supersedes=one.id, weight=weight)
        elif isinstance(one, Registration):
            later = evolve(one, id=name, supersedes=one.id, participant=person)
        else:
            continue
        standing[number] = later
        found.append(later)
    return found
