"""Hypothesis strategies for the types of `salesmgmt.incentives`: every valid value, narrowed by keyword.

`plans` and `histories` fit each other: a plan drawn for a currency earns on any history drawn for it.
Bounds are met exactly often, since amounts, quotas and tiers are drawn from few round figures and from many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange, FiscalCalendar
from salesmgmt.criteria import ALWAYS, Criterion, field
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
from salesmgmt.money import Currency, Money, Rate
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
from salesmgmt.testing.criteria import criteria
from salesmgmt.testing.money import rates, roundings, unroundeds

__all__ = [
    "CONDITIONS",
    "STRATEGIES",
    "calculations",
    "commissions",
    "credit_records",
    "crediting_policies",
    "earned_figures",
    "earnings",
    "flats",
    "histories",
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

_PERIODS = ("week", "month", "quarter", "half", "year")
_CURRENCIES = ("USD", "CNY", "JPY", "KWD")
_YEAR = 2026
_DAYS = st.one_of(
    st.sampled_from(
        [date(_YEAR, month, day) for month in (1, 3, 4, 12) for day in (1, 31) if (month, day) != (4, 31)]
    ),
    st.dates(date(_YEAR - 1, 12, 1), date(_YEAR + 1, 1, 31)),
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


def _currency(currency: Currency | str | None) -> st.SearchStrategy[Currency]:
    named = _CURRENCIES if currency is None else (currency,)
    return st.sampled_from([one if isinstance(one, Currency) else Currency.of(one) for one in named])


def _pay_rates() -> st.SearchStrategy[Rate]:
    return rates(min_value=0, max_value=2)


def _shares() -> st.SearchStrategy[Rate]:
    """Bounds of tiers above 0, as shares of a quota."""
    return st.sampled_from([Rate(Fraction(percent, 100)) for percent in (50, 60, 100, 150)]) | st.fractions(
        Fraction(1, 10**6), 5
    ).map(Rate)


def _amounts(currency: Currency) -> st.SearchStrategy[Money]:
    """Bounds of tiers above 0, as amounts."""
    return st.builds(Money, st.sampled_from((50, 100, 150, 200)) | st.integers(1, 10**9), st.just(currency))


@st.composite
def tiers(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Tier:
    """Single tiers of shares or amounts, open or closed at the top."""
    money = draw(_currency(currency))
    start: Rate | Money
    end: Rate | Money
    if draw(st.booleans()):
        start, end = sorted(draw(st.lists(_shares(), min_size=2, max_size=2, unique=True)))
    else:
        start, end = sorted(draw(st.lists(_amounts(money), min_size=2, max_size=2, unique=True)))
    return Tier(start, draw(_pay_rates()), draw(st.sampled_from((end, None))))


@st.composite
def _tables(draw: st.DrawFn, attainment: bool | None, currency: Currency | str | None) -> tuple[Tier, ...]:
    """Tiers that join from 0 upwards."""
    if attainment if attainment is not None else draw(st.booleans()):
        found = draw(st.lists(_shares(), max_size=4, unique=True))
        starts = [Rate(0), *sorted(found)]
        ends = [*starts[1:], None]
        return tuple(Tier(start, draw(_pay_rates()), end) for start, end in zip(starts, ends, strict=True))
    money = draw(_currency(currency))
    edges = draw(st.lists(_amounts(money), max_size=4, unique=True))
    floors = [Money.zero(money), *sorted(edges)]
    tops = [*floors[1:], None]
    return tuple(Tier(floor, draw(_pay_rates()), top) for floor, top in zip(floors, tops, strict=True))


def flats() -> st.SearchStrategy[Flat]:
    """One rate for everything."""
    return st.builds(Flat, _pay_rates())


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
        Slice, unroundeds(), _pay_rates(), unroundeds(), st.none() | tiers(), st.none() | st.text(min_size=1)
    )


def _attainments() -> st.SearchStrategy[Attainment]:
    return st.builds(Attainment, st.sampled_from(_PERIODS), st.sampled_from(("revenue", "margin")))


def keys() -> st.SearchStrategy[Key]:
    """What tiers are entered by, of every kind."""
    per = st.sampled_from(_PERIODS)
    return st.one_of(_attainments(), st.builds(Amount, per), st.builds(DealAmount, per))


def revenues(*, where: st.SearchStrategy[Criterion] | None = None) -> st.SearchStrategy[Revenue]:
    """Revenue by every event; with any condition unless told."""
    return st.builds(Revenue, criteria() if where is None else where, st.sampled_from(Event))


def margins(*, where: st.SearchStrategy[Criterion] | None = None) -> st.SearchStrategy[Margin]:
    """Margin by every event; with any condition unless told."""
    return st.builds(Margin, criteria() if where is None else where, st.sampled_from(Event))


def crediting_policies() -> st.SearchStrategy[Crediting]:
    """Both ways of sharing out."""
    return st.builds(Crediting, st.sampled_from(ShareUnit))


def _names() -> st.SearchStrategy[str]:
    return st.text(min_size=1, max_size=8)


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
    key = draw(keys())
    return Commission(
        draw(_names()) if name is None else name,
        of=draw(revenues(where=where) | margins(where=where)),
        by=key,
        pays=draw(schedules(attainment=isinstance(key, Attainment), currency=currency)),
        title=draw(st.text(max_size=8)),
        rounding=draw(roundings(currency=None if currency is None else _as_currency(currency))),
        negative=draw(st.sampled_from(Negative)),
    )


def _as_currency(currency: Currency | str) -> Currency:
    return currency if isinstance(currency, Currency) else Currency.of(currency)


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
    key = draw(st.none() | keys())
    return Override(
        draw(_names()) if name is None else name,
        of=draw(_names()) if of is None else of,
        by=key,
        pays=draw(schedules(attainment=isinstance(key, Attainment), currency=currency)),
        level=draw(st.integers(1, 3)),
        title=draw(st.text(max_size=8)),
        rounding=draw(roundings(currency=None if currency is None else _as_currency(currency))),
        negative=draw(st.sampled_from(Negative)),
    )


_CALENDARS = (
    FiscalCalendar(),
    FiscalCalendar(start_month=4),
    FiscalCalendar(start_month=12, start_day=26),
    FiscalCalendar(2, pattern="4-4-5"),
)


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
    money = draw(_currency(currency))
    asked = st.sampled_from(CONDITIONS) if where is None else where
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
        title=draw(st.text(max_size=8)),
        version=draw(st.integers(1, 9)),
        during=draw(
            st.sampled_from(
                [DateRange.always(), DateRange.year(_YEAR), DateRange("2026-02-10", "2026-11-20")]
            )
        ),
        calendar=draw(st.sampled_from(_CALENDARS)),
        crediting=draw(crediting_policies()) if crediting is None else crediting,
    )


_MINOR = st.sampled_from((0, 1, 50, 100, 150, 200, -1, -100)) | st.integers(-(10**6), 10**7)
_PRODUCTS = ("P-1", "P-2", "P-3")


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
    money = draw(_currency(currency))
    people = [Participant(name) for name in _PEOPLE]
    goods = [Product("P-1", series="GTX"), Product("P-2", series="MG"), Product("P-3")]
    deals = draw(_deals(money, max_deals))
    named = sorted({deal.id for deal in deals if isinstance(deal, Opportunity | Order)})
    return Facts(
        [*people, *goods, *deals, *draw(_shares_of(named)), *draw(_posts(plan)), *draw(_quotas(money))]
    )


def _now_and_then(usual: Currency) -> st.SearchStrategy[Currency]:
    return st.sampled_from([usual] * 9 + [Currency.of("EUR")])


@st.composite
def _deals(draw: st.DrawFn, currency: Currency, most: int) -> list[Record]:
    owners, customers = st.sampled_from(_PEOPLE), st.none() | st.sampled_from(("K-1", "L-2"))
    found: list[Record] = []
    for number in range(draw(st.integers(0, most))):
        outcome = draw(st.sampled_from(("won", "won", "won", "lost", "open")))
        found.append(
            Opportunity(
                f"D-{number}",
                draw(owners),
                draw(st.none() | _MINOR if number % 4 == 3 else _MINOR),
                outcome=outcome,
                closed=None if outcome == "open" else draw(_DAYS),
                customer=draw(customers),
                product=draw(st.none() | st.sampled_from(_PRODUCTS)),
                cost=draw(st.none() | _MINOR),
                currency=draw(_now_and_then(currency)),
            )
        )
    opportunities = [record.id for record in found if isinstance(record, Opportunity)]
    for number in range(draw(st.integers(0, most // 2))):
        order = Order(
            f"O-{number}",
            draw(_DAYS),
            draw(_order_lines(currency)),
            customer=draw(customers),
            owner=draw(st.none() | owners),
            opportunity=draw(st.none() | st.sampled_from(opportunities)) if opportunities else None,
        )
        found.append(order)
        if draw(st.booleans()):
            found.append(
                Invoice(
                    f"I-{number}",
                    draw(_DAYS),
                    draw(_order_lines(currency)),
                    customer="K-1",
                    order=draw(st.sampled_from((order.id, None))),
                    owner=draw(st.none() | owners),
                )
            )
    return found


@st.composite
def _order_lines(draw: st.DrawFn, usual: Currency) -> list[Line]:
    currency = draw(_now_and_then(usual))
    products = st.none() | st.sampled_from(_PRODUCTS)
    one = st.builds(
        Line, products, _MINOR, st.integers(1, 9), cost=st.none() | _MINOR, currency=st.just(currency)
    )
    return draw(st.lists(one, max_size=3))


@st.composite
def _shares_of(draw: st.DrawFn, deals: list[str]) -> list[Record]:
    if not deals:
        return []
    return [
        DealShare(
            f"S-{number}",
            draw(st.sampled_from(deals)),
            draw(st.sampled_from(_PEOPLE)),
            draw(st.sampled_from((1, 1, 2, 3, 30, 70))),
            draw(st.sampled_from(("split", "split", "overlay"))),
            on=draw(st.none() | _DAYS),
        )
        for number in range(draw(st.integers(0, 5)))
    ]


@st.composite
def _posts(draw: st.DrawFn, plan: str) -> list[Record]:
    """Assignments; in most batches none names a plan."""
    named = st.sampled_from((None, plan, plan, "another")) if draw(st.integers(0, 2)) == 0 else st.none()
    found: list[Record] = []
    for number in range(draw(st.integers(0, 6))):
        person, manager = draw(st.lists(st.sampled_from(_PEOPLE), min_size=2, max_size=2, unique=True))
        cut = date(_YEAR, draw(st.integers(1, 12)), 1)
        during = draw(st.sampled_from((DateRange.always(), DateRange(None, cut), DateRange(cut, None))))
        led = draw(st.sampled_from((manager, None)))
        found.append(Assignment(f"A-{number}", person, during, manager=led, plan=draw(named)))
    return found


@st.composite
def _quotas(draw: st.DrawFn, currency: Currency) -> list[Record]:
    found: list[Record] = []
    for number in range(draw(st.integers(0, 8))):
        calendar = draw(st.sampled_from(_CALENDARS))
        period = calendar.period_at(draw(_DAYS), draw(st.sampled_from(_PERIODS)))
        minor = draw(st.sampled_from((0, 100, 100, 200)) | st.integers(0, 10**6))
        found.append(
            Quota(
                f"Q-{number}",
                draw(st.sampled_from(_PEOPLE)),
                period.during,
                Money(minor, draw(_now_and_then(currency))),
                measure=draw(st.sampled_from(("revenue", "revenue", "margin"))),
            )
        )
    return found


@st.composite
def earnings(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Earnings:
    """What plans earn on histories that fit them."""
    money = draw(_currency(currency))
    plan = draw(plans(currency=money))
    facts = draw(histories(currency=money))
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
        Amount: lambda: st.builds(Amount, st.sampled_from(_PERIODS)),
        Attainment: _attainments,
        Boundary: lambda: st.sampled_from(Boundary),
        Calculation: calculations,
        Commission: commissions,
        Credit: credit_records,
        CreditKind: lambda: st.sampled_from(CreditKind),
        Crediting: crediting_policies,
        DealAmount: lambda: st.builds(DealAmount, st.sampled_from(_PERIODS)),
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
