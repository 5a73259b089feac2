"""Strategies for products, customers and whose they are, opportunities, and what is done for them."""

from __future__ import annotations

from hypothesis import strategies as st

from salesmgmt.money import Currency
from salesmgmt.records import (
    Activity,
    Customer,
    DealShare,
    Expense,
    Handover,
    Opportunity,
    Outcome,
    Product,
    Registration,
    ShareKind,
    StageChange,
)
from salesmgmt.testing.money import moneys
from salesmgmt.testing.records.parts import (
    CURRENCIES,
    DAYS,
    IDS,
    MAYBE_DAYS,
    MINOR,
    NAMES,
    WORDS,
    amounts,
    identifiers,
    ordered,
    owns,
)

__all__ = [
    "activities",
    "customers",
    "deal_shares",
    "expenses",
    "handovers",
    "opportunities",
    "outcomes",
    "products",
    "registrations",
    "share_kinds",
    "stage_changes",
    "stage_histories",
]


@st.composite
def products(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Product:
    """Products of a price list."""
    own = draw(owns(ids))
    return Product(
        own.id,
        draw(NAMES),
        draw(WORDS),
        draw(WORDS),
        draw(st.none() | moneys()),
        draw(MAYBE_DAYS),
        *own[1:],
    )


@st.composite
def customers(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Customer:
    """Customers."""
    own = draw(owns(ids))
    segment, industry, region, country, owner = (draw(WORDS) for _ in range(5))
    parent = draw(WORDS.filter(lambda text: text != own.id))
    since, on = draw(MAYBE_DAYS), draw(MAYBE_DAYS)
    name = draw(NAMES)
    return Customer(own.id, name, segment, industry, region, country, parent, owner, since, on, *own[1:])


@st.composite
def handovers(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Handover:
    """Customers passing from one participant to another."""
    own = draw(owns(ids))
    customer, giver = draw(IDS), draw(IDS)
    taker = draw(IDS.filter(lambda text: text != giver))
    return Handover(own.id, customer, giver, taker, draw(DAYS), *own[1:])


@st.composite
def registrations(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Registration:
    """Announcements of customers and deals, with and without an end."""
    own = draw(owns(ids))
    on, expires = draw(ordered().filter(lambda days: days[0] < days[1]))
    person, customer, product, deal = draw(IDS), draw(IDS), draw(WORDS), draw(WORDS)
    ending = draw(st.sampled_from([None, expires]))
    return Registration(own.id, person, on, customer, product, deal, ending, *own[1:])


def outcomes() -> st.SearchStrategy[Outcome]:
    """How opportunities end."""
    return st.sampled_from(Outcome)


def share_kinds() -> st.SearchStrategy[ShareKind]:
    """Kinds of deal shares."""
    return st.sampled_from(ShareKind)


def stage_changes() -> st.SearchStrategy[StageChange]:
    """Days on which opportunities entered stages."""
    return st.builds(StageChange, identifiers(), st.dates())


def stage_histories(*, max_size: int = 4) -> st.SearchStrategy[tuple[StageChange, ...]]:
    """Stages entered, oldest first."""
    return st.lists(stage_changes(), max_size=max_size).map(
        lambda changes: tuple(sorted(changes, key=lambda change: change.on))
    )


@st.composite
def opportunities(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Opportunity:
    """Opportunities, open and decided, with and without a value and a history.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(owns(ids))
    outcome = draw(outcomes())
    first, last = draw(ordered())
    amount, cost = draw(st.none() | MINOR), draw(st.none() | MINOR)
    stated = amount is not None or cost is not None or draw(st.booleans())
    return Opportunity(
        own.id,
        draw(IDS),
        amount,
        outcome=outcome,
        closed=None if outcome is Outcome.OPEN else last,
        customer=draw(WORDS),
        product=draw(WORDS),
        stage=draw(WORDS),
        opened=draw(st.sampled_from([None, first])),
        expected=draw(MAYBE_DAYS),
        cost=cost,
        currency=(currency or draw(CURRENCIES)) if stated else None,
        history=draw(stage_histories()),
        more=own.more,
        recorded=own.recorded,
        supersedes=own.supersedes,
    )


@st.composite
def deal_shares(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> DealShare:
    """Shares of deals."""
    own = draw(owns(ids))
    weights = st.integers(1, 10**6)
    deal, person, on = draw(IDS), draw(IDS), draw(MAYBE_DAYS)
    return DealShare(own.id, deal, person, draw(weights), draw(share_kinds()), draw(weights), on, *own[1:])


@st.composite
def activities(draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None) -> Activity:
    """Calls, visits and whatever else people do."""
    own = draw(owns(ids))
    person, kind, customer, deal = draw(IDS), draw(IDS), draw(WORDS), draw(WORDS)
    minutes = draw(st.none() | st.integers(0, 600))
    return Activity(own.id, draw(DAYS), person, kind, customer, deal, minutes, *own[1:])


@st.composite
def expenses(
    draw: st.DrawFn, *, ids: st.SearchStrategy[str] | None = None, currency: Currency | None = None
) -> Expense:
    """Money that people spent, and got back.

    Args:
        draw: Supplied by Hypothesis.
        ids: Identifiers to take.
        currency: Currency of the amounts; any where left out.
    """
    own = draw(owns(ids))
    amount = draw(amounts(currency))
    kind, customer, deal = draw(WORDS), draw(WORDS), draw(WORDS)
    return Expense(own.id, draw(IDS), draw(DAYS), amount, kind, customer, deal, amount.currency, *own[1:])
