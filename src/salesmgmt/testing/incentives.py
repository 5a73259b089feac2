"""Hypothesis strategies for the types of `salesmgmt.incentives`: every valid value, narrowed by keyword.

`plans` and `histories` fit each other: a plan drawn for a currency earns on any history drawn for it.
Bounds are met exactly often, since amounts, quotas and tiers are drawn from few round figures and from many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from operator import itemgetter
from types import MappingProxyType
from typing import TypeVar

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.criteria import Criterion
from salesmgmt.incentives import (
    Amount,
    Attainment,
    Boundary,
    Calculation,
    Commission,
    Component,
    Credit,
    Crediting,
    CreditKind,
    DealAmount,
    Earned,
    Earnings,
    Event,
    Flat,
    Key,
    Margin,
    Marginal,
    Negative,
    NotCounted,
    Override,
    Plan,
    Reconciled,
    Reconciliation,
    Revenue,
    SaleLine,
    Schedule,
    ShareUnit,
    Slice,
    Statement,
    StatementPart,
    Tier,
    Whole,
)
from salesmgmt.money import Currency, Money, Rate, Rounding
from salesmgmt.records import (
    Facts,
    Invoice,
    Order,
)
from salesmgmt.testing.criteria import criteria
from salesmgmt.testing.histories import (
    CALENDARS,
    CONDITIONS,
    CURRENCIES,
    PERIODS,
    YEAR,
    currencies_of,
    histories,
)
from salesmgmt.testing.money import roundings, unroundeds

__all__ = [
    "STRATEGIES",
    "calculations",
    "commissions",
    "credit_records",
    "crediting_policies",
    "earned_figures",
    "earnings",
    "flats",
    "keys",
    "marginals",
    "margins",
    "not_counted",
    "overrides",
    "plans",
    "reconciled_rows",
    "reconciliations",
    "revenues",
    "sale_lines",
    "schedules",
    "slices",
    "statement_parts",
    "statements",
    "tiers",
    "wholes",
]

Told = TypeVar("Told")

# Strategies are built once and drawn from often: building them again for every draw costs more than drawing.
_PAY_RATES = st.integers(0, 150).map(lambda percent: Rate(Fraction(percent, 100))) | st.fractions(0, 2).map(
    Rate
)
_SHARES = st.sampled_from((50, 60, 100, 150)).map(lambda percent: Fraction(percent, 100)) | st.fractions(
    Fraction(1, 10**6), 5
)
_AMOUNTS = st.sampled_from((50, 100, 150, 200)) | st.integers(1, 10**9)
_SHARE_ROWS = st.lists(st.tuples(_SHARES, _PAY_RATES), max_size=4, unique_by=itemgetter(0))
_AMOUNT_ROWS = st.lists(st.tuples(_AMOUNTS, _PAY_RATES), max_size=4, unique_by=itemgetter(0))
_TITLES = st.text(max_size=8)
_NAMES = st.text(min_size=1, max_size=8)


@st.composite
def tiers(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Tier:
    """Single tiers of shares or amounts, open or closed at the top."""
    money = draw(currencies_of(currency))
    start: Rate | Money
    end: Rate | Money
    if draw(st.booleans()):
        start, end = sorted(map(Rate, draw(st.lists(_SHARES, min_size=2, max_size=2, unique=True))))
    else:
        low, high = sorted(draw(st.lists(_AMOUNTS, min_size=2, max_size=2, unique=True)))
        start, end = Money(low, money), Money(high, money)
    return Tier(start, draw(_PAY_RATES), draw(st.sampled_from((end, None))))


@st.composite
def _tables(draw: st.DrawFn, attainment: bool | None, currency: Currency | str | None) -> tuple[Tier, ...]:
    """Tiers that join from 0 upwards."""
    lowest = draw(_PAY_RATES)
    starts: list[Rate | Money]
    if draw(st.booleans()) if attainment is None else attainment:
        shares = sorted(draw(_SHARE_ROWS), key=itemgetter(0))
        starts = [Rate(0), *(Rate(share) for share, _ in shares)]
        pays = [lowest, *(rate for _, rate in shares)]
    else:
        money = draw(currencies_of(currency))
        amounts = sorted(draw(_AMOUNT_ROWS), key=itemgetter(0))
        starts = [Money.zero(money), *(Money(minor, money) for minor, _ in amounts)]
        pays = [lowest, *(rate for _, rate in amounts)]
    return tuple(map(Tier, starts, pays, [*starts[1:], None]))


def flats() -> st.SearchStrategy[Flat]:
    """One rate for everything."""
    return st.builds(Flat, _PAY_RATES)


def marginals(
    *, attainment: bool | None = None, currency: Currency | str | None = None
) -> st.SearchStrategy[Marginal]:
    """Marginal tiers.

    Args:
        attainment: True for shares of a quota, False for amounts, None for either.
        currency: Of the amounts, or None for any.
    """
    return st.builds(Marginal, _tables(attainment, currency))


def wholes(
    *, attainment: bool | None = None, currency: Currency | str | None = None
) -> st.SearchStrategy[Whole]:
    """Whole tiers, with either owner of the bounds.

    Args:
        attainment: True for shares of a quota, False for amounts, None for either.
        currency: Of the amounts, or None for any.
    """
    return st.builds(Whole, _tables(attainment, currency), st.sampled_from(Boundary))


def schedules(
    *, attainment: bool | None = None, currency: Currency | str | None = None
) -> st.SearchStrategy[Schedule]:
    """Schedules of every kind.

    Args:
        attainment: True for shares of a quota, False for amounts, None for either; flat ones fit both.
        currency: Of the amounts, or None for any.
    """
    return st.one_of(
        flats(),
        marginals(attainment=attainment, currency=currency),
        wholes(attainment=attainment, currency=currency),
    )


def slices() -> st.SearchStrategy[Slice]:
    """Parts of a base with what they earn; the figures need not follow from each other."""
    return st.builds(
        Slice, unroundeds(), _PAY_RATES, unroundeds(), st.none() | tiers(), st.none() | st.text(min_size=1)
    )


_PER = st.sampled_from(PERIODS)
_ATTAINMENTS = st.builds(Attainment, _PER, st.sampled_from(("revenue", "margin")))
_KEYS = st.one_of(_ATTAINMENTS, st.builds(Amount, _PER), st.builds(DealAmount, _PER))


def keys() -> st.SearchStrategy[Key]:
    """What tiers are entered by, of every kind."""
    return _KEYS


def revenues(*, where: st.SearchStrategy[Criterion] | None = None) -> st.SearchStrategy[Revenue]:
    """Revenue by every event; with any condition unless told."""
    return st.builds(Revenue, criteria() if where is None else where, st.sampled_from(Event))


def margins(*, where: st.SearchStrategy[Criterion] | None = None) -> st.SearchStrategy[Margin]:
    """Margin by every event; with any condition unless told."""
    return st.builds(Margin, criteria() if where is None else where, st.sampled_from(Event))


def crediting_policies() -> st.SearchStrategy[Crediting]:
    """Both ways of sharing out."""
    return _CREDITINGS


_ALL_SCHEDULES = MappingProxyType(
    {
        (attainment, code): schedules(attainment=attainment, currency=code)
        for attainment in (True, False)
        for code in (*CURRENCIES, None)
    }
)
_ALL_ROUNDINGS = MappingProxyType(
    {code: roundings(currency=None if code is None else Currency.of(code)) for code in (*CURRENCIES, None)}
)
_SETTINGS = st.tuples(_TITLES, st.sampled_from(Negative))


def _pays(key: Key | None, currency: Currency | str | None) -> st.SearchStrategy[Schedule]:
    """Schedules that suit a key."""
    attainment = isinstance(key, Attainment)
    known = _ALL_SCHEDULES.get((attainment, None if currency is None else str(currency)))
    return schedules(attainment=attainment, currency=currency) if known is None else known


def _roundings(currency: Currency | str | None) -> st.SearchStrategy[Rounding]:
    known = _ALL_ROUNDINGS.get(None if currency is None else str(currency))
    return roundings(currency=_as_currency(currency)) if known is None else known


def _as_currency(currency: Currency | str | None) -> Currency | None:
    return Currency.of(currency) if isinstance(currency, str) else currency


@st.composite
def commissions(
    draw: st.DrawFn,
    *,
    name: str | None = None,
    where: st.SearchStrategy[Criterion] | None = None,
    currency: Currency | str | None = None,
) -> Commission:
    """Commissions whose key suits their schedule.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier, or None for any.
        where: Conditions, or None for any.
        currency: Of amounts in tiers, or None for any.
    """
    key = draw(_KEYS)
    title, negative = draw(_SETTINGS)
    return Commission(
        draw(_NAMES) if name is None else name,
        of=draw(revenues(where=where) | margins(where=where)),
        by=key,
        pays=draw(_pays(key, currency)),
        title=title,
        rounding=draw(_roundings(currency)),
        negative=negative,
    )


_NO_KEY_OR_ONE = st.tuples(st.sampled_from((False, True, True)), _KEYS).map(
    lambda drawn: drawn[1] if drawn[0] else None
)
_LEVELS = st.sampled_from((1, 1, 1, 2, 3))


@st.composite
def overrides(
    draw: st.DrawFn,
    *,
    name: str | None = None,
    of: str | None = None,
    currency: Currency | str | None = None,
) -> Override:
    """Overrides, with a key of their own or that of their commission.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier, or None for any.
        of: Identifier of the commission, or None for any.
        currency: Of amounts in tiers, or None for any.
    """
    key = draw(_NO_KEY_OR_ONE)
    title, negative = draw(_SETTINGS)
    return Override(
        draw(_NAMES) if name is None else name,
        of=draw(_NAMES) if of is None else of,
        by=key,
        pays=draw(_pays(key, currency)),
        level=draw(_LEVELS),
        title=title,
        rounding=draw(_roundings(currency)),
        negative=negative,
    )


_CONDITIONS = st.sampled_from((*CONDITIONS, *[CONDITIONS[0]] * 4))
_DURINGS = st.sampled_from(
    (DateRange.always(), DateRange.year(YEAR), DateRange(date(YEAR, 2, 10), date(YEAR, 11, 20)))
)
_CREDITINGS = st.builds(Crediting, st.sampled_from(ShareUnit))
_VERSIONS = st.integers(1, 9)


@st.composite
def plans(
    draw: st.DrawFn,
    *,
    name: str = "plan",
    currency: Currency | str | None = None,
    where: st.SearchStrategy[Criterion] | None = None,
    crediting: Crediting | None = None,
) -> Plan:
    """Plans of one to three commissions and overrides of them.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier of the plan.
        currency: Of the plan, or None for any.
        where: Conditions of the commissions; those of `CONDITIONS`, which suit `histories`, where left out.
        crediting: How deals are shared out, or None for either way.
    """
    money = draw(currencies_of(currency))
    asked = _CONDITIONS if where is None else where
    names = [f"c{number}" for number in range(draw(st.integers(1, 3)))]
    components: list[Component] = [
        draw(commissions(name=name, where=asked, currency=money)) for name in names
    ]
    for number in range(draw(st.integers(0, 2))):
        above = draw(overrides(name=f"o{number}", of=draw(st.sampled_from(names)), currency=money))
        components.insert(draw(st.integers(0, len(components))), above)
    return Plan(
        name,
        components=components,
        currency=money,
        title=draw(_TITLES),
        version=draw(_VERSIONS),
        during=draw(_DURINGS),
        calendar=draw(CALENDARS),
        crediting=draw(_CREDITINGS) if crediting is None else crediting,
    )


@st.composite
def earnings(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Earnings:
    """What plans earn on histories that fit them."""
    money = draw(currencies_of(currency))
    plan = draw(plans(currency=money))
    facts = draw(histories(plan=plan))
    return plan.earn(facts, through=draw(st.sampled_from(("2026-12-31", "2026-05-15"))), since="2026-01-01")


def _told(pick: Callable[[Earnings], Iterable[Told]]) -> st.SearchStrategy[Told]:
    """Something that the outcomes of plans hold."""
    return earnings().map(lambda outcome: tuple(pick(outcome))).filter(bool).flatmap(st.sampled_from)


def earned_figures() -> st.SearchStrategy[Earned]:
    """Figures of participants, components and periods."""
    return _told(lambda outcome: outcome.earned)


def credit_records() -> st.SearchStrategy[Credit]:
    """Credits of every kind."""
    return _told(lambda outcome: outcome.credits())


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


def sale_lines() -> st.SearchStrategy[SaleLine]:
    """Lines of orders and invoices with their documents."""
    return histories(max_deals=6).map(_lines_in).filter(bool).flatmap(st.sampled_from)


def _lines_in(facts: Facts) -> list[SaleLine]:
    documents: list[Order | Invoice] = [*facts.orders, *facts.invoices]
    return [
        SaleLine(document, number) for document in documents for number in range(1, len(document.lines) + 1)
    ]


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Amount: lambda: st.builds(Amount, st.sampled_from(PERIODS)),
        Attainment: lambda: _ATTAINMENTS,
        Boundary: lambda: st.sampled_from(Boundary),
        Calculation: calculations,
        Commission: commissions,
        Credit: credit_records,
        CreditKind: lambda: st.sampled_from(CreditKind),
        Crediting: crediting_policies,
        DealAmount: lambda: st.builds(DealAmount, st.sampled_from(PERIODS)),
        Earned: earned_figures,
        Earnings: earnings,
        Event: lambda: st.sampled_from(Event),
        Flat: flats,
        Margin: margins,
        Marginal: marginals,
        Negative: lambda: st.sampled_from(Negative),
        NotCounted: not_counted,
        Override: overrides,
        Plan: plans,
        Reconciled: reconciled_rows,
        Reconciliation: reconciliations,
        Revenue: revenues,
        SaleLine: sale_lines,
        ShareUnit: lambda: st.sampled_from(ShareUnit),
        Slice: slices,
        Statement: statements,
        StatementPart: statement_parts,
        Tier: tiers,
        Whole: wholes,
    }
)
