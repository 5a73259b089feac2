"""Small batches of facts that plans earn on, with everything that crediting has to tell apart.

Bounds are met exactly often, since amounts and quotas are drawn from few round figures and from many.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias, TypeVar

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange, FiscalCalendar
from salesmgmt.criteria import ALWAYS, Criterion, field
from salesmgmt.incentives import Attainment, Plan
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
    st.dates(date(YEAR, 1, 1), date(YEAR, 3, 31)),
    st.dates(date(YEAR - 1, 12, 1), date(YEAR + 1, 1, 31)),
)
_PEOPLE = ("ann", "bob", "cyd", "dan")

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


_MINOR = st.sampled_from((0, 1, 50, 50, 100, 100, 100, 150, 200, -1, -100)) | st.integers(-(10**5), 10**7)
_PRODUCTS = ("P-1", "P-2", "P-3")
_REFERENCE: tuple[Record, ...] = (
    *map(Participant, _PEOPLE),
    Product("P-1", series="GTX"),
    Product("P-2", series="MG"),
    Product("P-3"),
)

Drawn = TypeVar("Drawn")

Sale: TypeAlias = tuple[str, str, int | None, date, str | None, str | None, int | None, bool]
Row: TypeAlias = tuple[str | None, int, int, int | None]
Document: TypeAlias = tuple[date, str | None, str | None, int, bool, list[Row], bool, bool]
Shared: TypeAlias = tuple[int, str, int, str, date | None]
Post: TypeAlias = tuple[str, str, int, int, int]
Aim: TypeAlias = tuple[str, int, int, str, bool]


@st.composite
def histories(
    draw: st.DrawFn,
    *,
    plan: Plan | None = None,
    currency: Currency | str | None = None,
    min_deals: int = 0,
    max_deals: int = 8,
) -> Facts:
    """Small batches with everything that crediting has to tell apart.

    Won, lost and open opportunities, orders and invoices with and without owners, costs and customers, shares
    of both kinds that begin when they like, people who move between managers and plans, quotas that fit a
    period, lie inside it, are 0, overlap or are missing, and now and then another currency.

    Args:
        draw: Supplied by Hypothesis.
        plan: Whose currency, periods and measures the quotas fit, and whose identifier assignments name.
        currency: Of most deals, or None for that of the plan or any.
        min_deals: Least number of opportunities.
        max_deals: Most of them; orders are up to half as many.
    """
    money = draw(currencies_of(plan.currency if plan is not None and currency is None else currency))
    deals = _opportunities(money, draw(st.lists(_SALES, min_size=min_deals, max_size=max_deals)))
    named = [deal.id for deal in deals]
    sold = draw(st.lists(_DOCUMENTS, min_size=min_deals // 2, max_size=max_deals // 2))
    documents = [
        document
        for number, drawn in enumerate(sold)
        for document in _documents(money, f"{number}", drawn, named)
    ]
    named += [document.id for document in documents if isinstance(document, Order)]
    shares = _deal_shares(named, draw(_SHARES_OF_DEALS)) if named else []
    posts = _assignments(
        draw(_PLANS_NAMED), "plan" if plan is None else plan.id, draw(_STANDING), draw(_MOVES)
    )
    days = [deal.on for deal in (*deals, *documents) if deal.on is not None]
    quotas = _quotas(plan, money, days, draw(_QUOTAS)) if days else []
    return Facts([*_REFERENCE, *deals, *documents, *shares, *posts, *quotas])


def _seldom_none(values: st.SearchStrategy[Drawn]) -> st.SearchStrategy[Drawn | None]:
    return st.tuples(st.integers(0, 7), values).map(lambda drawn: None if drawn[0] == 7 else drawn[1])


_PERSON = st.sampled_from(_PEOPLE)
_PRODUCT = _seldom_none(st.sampled_from(_PRODUCTS))
_CUSTOMER = _seldom_none(st.sampled_from(("K-1", "K-1", "L-2")))
_COST = _seldom_none(_MINOR)
_FOREIGN = st.integers(0, 19).map(lambda number: number == 19)
_OUTCOMES = st.sampled_from(("won",) * 8 + ("lost", "open"))
_SALES = st.tuples(_OUTCOMES, _PERSON, _seldom_none(_MINOR), _DAYS, _CUSTOMER, _PRODUCT, _COST, _FOREIGN)
_LINES = st.lists(st.tuples(_PRODUCT, _MINOR, st.integers(1, 9), _COST), min_size=1, max_size=3)
_NO_LINES_OR_SOME = st.tuples(st.integers(0, 9), _LINES).map(lambda drawn: drawn[1] if drawn[0] else [])
_DOCUMENTS = st.tuples(
    _DAYS,
    _CUSTOMER,
    _seldom_none(_PERSON),
    st.integers(0, 20),
    _FOREIGN,
    _NO_LINES_OR_SOME,
    st.booleans(),
    st.booleans(),
)
_SHARES_OF_DEALS = st.lists(
    st.tuples(
        st.integers(0, 100),
        _PERSON,
        st.sampled_from((1, 1, 2, 3, 30, 70)),
        st.sampled_from(("split", "split", "overlay")),
        st.sampled_from((None, None, date(YEAR, 1, 31), date(YEAR, 3, 1))),
    ),
    min_size=1,
    max_size=6,
)
_PLANS_NAMED = st.sampled_from((False, False, False, True))
_STANDING = st.tuples(*(st.tuples(st.sampled_from((*_PEOPLE, None)), st.integers(0, 3)) for _ in _PEOPLE))
_MOVES = st.lists(
    st.tuples(
        _PERSON, _PERSON, st.sampled_from((1, 2, 3, 5)), st.sampled_from((0, 0, 1, 2)), st.integers(0, 3)
    ),
    min_size=1,
    max_size=4,
)
_QUOTAS = st.lists(
    st.tuples(
        _PERSON,
        st.integers(0, 100),
        st.sampled_from((0, 50, 100, 100, 100, 200)) | st.integers(0, 10**6),
        st.sampled_from(("whole", "whole", "whole", "whole", "parts", "part", "again")),
        _FOREIGN,
    ),
    min_size=3,
    max_size=10,
)


def _quotas(plan: Plan | None, currency: Currency, days: Sequence[date], drawn: Sequence[Aim]) -> list[Quota]:
    """Quotas for the periods in which deals happen, by the plan's own keys where there is one."""
    calendar = FiscalCalendar() if plan is None else plan.calendar
    keys = [] if plan is None else [plan.key_of(one) for one in plan.components]
    measured = [key for key in keys if isinstance(key, Attainment)] or [Attainment("quarter")]
    found: dict[tuple[object, ...], Quota] = {}
    for number, (holder, place, minor, shape, foreign) in enumerate(drawn):
        key = measured[number % len(measured)]
        period = calendar.period_at(days[place % len(days)], key.per)
        spans = [period]
        if shape in ("parts", "part") and period.kind != "week":
            spans = list(period.children()) if shape == "parts" else [period.children()[0]]
        for span in spans:
            name = holder, key.measure, span, number if shape == "again" else None
            amount = Money(minor, _or_euro(currency, foreign))
            quota = Quota(f"Q-{number}-{span.number}", holder, span.during, amount, measure=key.measure)
            found.setdefault(name, quota)
    return list(found.values())


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


def _assignments(
    named: bool, plan: str, standing: Sequence[tuple[str | None, int]], moves: Sequence[Post]
) -> list[Assignment]:
    """Posts under a manager for the time up to a month and from there on, and further ones beside them."""
    found: list[Assignment] = []
    moved = {person: (other, date(YEAR, month, 1)) for person, other, month, part, _ in moves if part == 0}
    for person, (manager, choice) in zip(_PEOPLE, standing, strict=True):
        other, cut = moved.get(person, (manager, None))
        spans = [(manager, DateRange(None, cut))] if cut else [(manager, DateRange.always())]
        if cut:
            spans.append((other, DateRange(cut, None)))
        for number, (lead, during) in enumerate(spans):
            above = None if lead == person else lead
            under = (plan, plan, "another", plan if number else None)[choice] if named else None
            found.append(Assignment(f"A-{person}-{number}", person, during, manager=above, plan=under))
    for number, (person, other, month, part, choice) in enumerate(moves):
        if part:
            cut = date(YEAR, month, 1)
            during = DateRange(None, cut) if part == 1 else DateRange(cut, None)
            above = other if choice == 0 and other != person else None
            under = "another" if named and choice == 1 else None
            found.append(Assignment(f"A-{number}", person, during, manager=above, plan=under))
    return found
