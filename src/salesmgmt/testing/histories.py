"""Small batches of facts that plans earn on, with everything that crediting has to tell apart.

Bounds are met exactly often, since amounts and quotas are drawn from few round figures and from many.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange, FiscalCalendar
from salesmgmt.criteria import ALWAYS, Criterion, field
from salesmgmt.money import Currency, Money
from salesmgmt.records import (
    Assignment,
    DealShare,
    Facts,
    Invoice,
    Line,
    Opportunity,
    Order,
    Participant,
    Product,
    Quota,
    Record,
)

__all__ = ["CALENDARS", "CONDITIONS", "CURRENCIES", "PERIODS", "YEAR", "currencies_of", "histories"]

PERIODS = ("week", "month", "quarter", "half", "year")
CURRENCIES = ("USD", "CNY", "JPY", "KWD")
YEAR = 2026
_DAYS = st.one_of(
    st.sampled_from(
        [date(YEAR, month, day) for month in (1, 3, 4, 12) for day in (1, 31) if (month, day) != (4, 31)]
    ),
    st.dates(date(YEAR - 1, 12, 1), date(YEAR + 1, 1, 31)),
)
_PEOPLE = ("ann", "bob", "cyd", "dan", "eve")

CONDITIONS: tuple[Criterion, ...] = (
    ALWAYS,
    field("product.series").is_in("GTX", "MG").or_if_missing(met=False),
    field("customer").is_missing() | field("customer").starts_with("K").or_if_missing(met=False),
    ~field("product").equals("P-3").or_if_missing(met=True),
    field("owner").is_in("ann", "bob").or_if_missing(met=False),
)
"""Conditions that every deal of `histories` can be asked."""


def currencies_of(currency: Currency | str | None) -> st.SearchStrategy[Currency]:
    """A currency with 0, 2 or 3 digits, or the one that is named."""
    named = CURRENCIES if currency is None else (currency,)
    return st.sampled_from([one if isinstance(one, Currency) else Currency.of(one) for one in named])


_CALENDARS = (
    FiscalCalendar(),
    FiscalCalendar(start_month=4),
    FiscalCalendar(start_month=12, start_day=26),
    FiscalCalendar(2, pattern="4-4-5"),
)
CALENDARS = st.sampled_from(_CALENDARS)


_MINOR = st.sampled_from((0, 1, 50, 100, 150, 200, -1, -100)) | st.integers(-(10**6), 10**7)
_PRODUCTS = ("P-1", "P-2", "P-3")
_REFERENCE: tuple[Record, ...] = (
    *map(Participant, _PEOPLE),
    Product("P-1", series="GTX"),
    Product("P-2", series="MG"),
    Product("P-3"),
)

Sale: TypeAlias = tuple[str, str, int | None, date, str | None, str | None, int | None, bool]
Row: TypeAlias = tuple[str | None, int, int, int | None]
Document: TypeAlias = tuple[date, str | None, str | None, int, bool, list[Row], bool, bool]
Shared: TypeAlias = tuple[int, str, int, str, date | None]
Post: TypeAlias = tuple[Sequence[str], int, int, bool, int]


@st.composite
def histories(
    draw: st.DrawFn, *, currency: Currency | str | None = None, plan: str = "plan", max_deals: int = 8
) -> Facts:
    """Small batches with everything that crediting has to tell apart.

    Won, lost and open opportunities, orders and invoices with and without owners, costs and customers, shares
    of both kinds that begin when they like, people who move between managers and plans, quotas that fit a
    period, lie inside it, are 0, overlap or are missing, and now and then another currency.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of most deals, or None for any.
        plan: Identifier that assignments name, if they name one.
        max_deals: Most deals of each kind.
    """
    money = draw(currencies_of(currency))
    deals = _opportunities(money, draw(st.lists(_SALES, max_size=max_deals)))
    named = [deal.id for deal in deals]
    sold = draw(st.lists(_DOCUMENTS, max_size=max_deals // 2))
    documents = [
        document
        for number, drawn in enumerate(sold)
        for document in _documents(money, f"{number}", drawn, named)
    ]
    named += [document.id for document in documents if isinstance(document, Order)]
    shares = _deal_shares(named, draw(_SHARES_OF_DEALS)) if named else []
    posts = _assignments(draw(_PLANS_NAMED), plan, draw(_POSTS))
    quotas = [
        Quota(f"Q-{number}", holder, period.during, Money(minor, _or_euro(money, foreign)), measure=measure)
        for number, (holder, period, minor, foreign, measure) in enumerate(draw(_QUOTAS))
    ]
    return Facts([*_REFERENCE, *deals, *documents, *shares, *posts, *quotas])


_PRODUCT, _CUSTOMER = st.none() | st.sampled_from(_PRODUCTS), st.none() | st.sampled_from(("K-1", "L-2"))
_PERSON, _COST = st.sampled_from(_PEOPLE), st.none() | _MINOR
_FOREIGN = st.integers(0, 9).map(lambda number: number == 9)
_OUTCOMES = st.sampled_from(("won", "won", "won", "lost", "open"))
_SALES = st.tuples(_OUTCOMES, _PERSON, _MINOR | st.none(), _DAYS, _CUSTOMER, _PRODUCT, _COST, _FOREIGN)
_LINES = st.lists(st.tuples(_PRODUCT, _MINOR, st.integers(1, 9), _COST), max_size=3)
_DOCUMENTS = st.tuples(
    _DAYS, _CUSTOMER, st.none() | _PERSON, st.integers(0, 20), _FOREIGN, _LINES, st.booleans(), st.booleans()
)
_SHARES_OF_DEALS = st.lists(
    st.tuples(
        st.integers(0, 100),
        _PERSON,
        st.sampled_from((1, 1, 2, 3, 30, 70)),
        st.sampled_from(("split", "split", "overlay")),
        st.none() | _DAYS,
    ),
    max_size=5,
)
_PLANS_NAMED = st.sampled_from((False, False, True))
_POSTS = st.lists(
    st.tuples(
        st.permutations(_PEOPLE), st.integers(1, 12), st.integers(0, 2), st.booleans(), st.integers(0, 3)
    ),
    max_size=6,
)
_PERIOD_OF = st.tuples(CALENDARS, _DAYS, st.sampled_from(PERIODS))
_QUOTA_DAYS = _PERIOD_OF.map(lambda drawn: drawn[0].period_at(drawn[1], drawn[2]))
_QUOTAS = st.lists(
    st.tuples(
        _PERSON,
        _QUOTA_DAYS,
        st.sampled_from((0, 100, 100, 200)) | st.integers(0, 10**6),
        _FOREIGN,
        st.sampled_from(("revenue", "revenue", "margin")),
    ),
    max_size=8,
)


def _or_euro(currency: Currency, foreign: bool) -> Currency:
    return Currency.of("EUR") if foreign else currency


def _opportunities(currency: Currency, drawn: Sequence[Sale]) -> list[Opportunity]:
    return [
        Opportunity(
            f"D-{number}",
            owner,
            minor,
            outcome=outcome,
            closed=None if outcome == "open" else day,
            customer=customer,
            product=product,
            cost=cost,
            currency=_or_euro(currency, foreign),
        )
        for number, (outcome, owner, minor, day, customer, product, cost, foreign) in enumerate(drawn)
    ]


def _documents(currency: Currency, number: str, drawn: Document, opportunities: list[str]) -> list[Record]:
    """An order, and the invoice that bills it or stands alone."""
    day, customer, owner, origin, foreign, rows, invoiced, billed = drawn
    unit = _or_euro(currency, foreign)
    lines = [Line(product, minor, count, cost=cost, currency=unit) for product, minor, count, cost in rows]
    origins = [*opportunities, None]
    order = Order(
        f"O-{number}", day, lines, customer=customer, owner=owner, opportunity=origins[origin % len(origins)]
    )
    if not invoiced:
        return [order]
    billing = order.id if billed else None
    return [order, Invoice(f"I-{number}", day, lines[::-1], customer="K-1", order=billing, owner=owner)]


def _deal_shares(deals: list[str], drawn: Sequence[Shared]) -> list[DealShare]:
    return [
        DealShare(f"S-{number}", deals[place % len(deals)], person, weight, kind, on=day)
        for number, (place, person, weight, kind, day) in enumerate(drawn)
    ]


def _assignments(named: bool, plan: str, drawn: Sequence[Post]) -> list[Assignment]:
    """Posts, some of them under a manager, all the year or up to or from a month."""
    found: list[Assignment] = []
    for number, (people, month, part, led, choice) in enumerate(drawn):
        cut = date(YEAR, month, 1)
        during = (DateRange.always(), DateRange(None, cut), DateRange(cut, None))[part]
        manager = people[1] if led else None
        under = (None, plan, plan, "another")[choice] if named else None
        found.append(Assignment(f"A-{number}", people[0], during, manager=manager, plan=under))
    return found
