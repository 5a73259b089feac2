"""Hypothesis strategies for contests and pools: every valid value, narrowed by keyword.

Figures are drawn close together, so that people are often tied; the outcomes are those of real contests and
pools on such standings.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TypeGuard

from hypothesis import strategies as st

from salesmgmt.calendars import PeriodKind
from salesmgmt.criteria import ALWAYS, Criterion, field
from salesmgmt.incentives import Revenue
from salesmgmt.incentives.awards import (
    Award,
    Basis,
    ByContribution,
    ByPoints,
    ByProduct,
    ByWeights,
    Contest,
    Contribution,
    Distribution,
    Equally,
    FixedFund,
    Fund,
    FundSource,
    LeftOut,
    Leftover,
    OverTarget,
    Place,
    Pool,
    PoolShare,
    Prize,
    Ranking,
    Recognition,
    ShareOf,
    ShareOfTotal,
    Ties,
    places,
)
from salesmgmt.incentives.figures import Figure
from salesmgmt.money import Currency, Money, Rate, Unrounded
from salesmgmt.reasons import Reason
from salesmgmt.testing.criteria import criteria
from salesmgmt.testing.money import moneys, roundings

__all__ = [
    "STRATEGIES",
    "awards",
    "bases",
    "contests",
    "contributions",
    "distributions",
    "fund_sources",
    "funds",
    "left_out",
    "people",
    "place_records",
    "pool_shares",
    "pools",
    "prize_tables",
    "prizes",
    "rankings",
    "recognitions",
    "standings",
]

_CURRENCIES = ("USD", "CNY", "JPY")
_NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=3)
_SIZES = st.integers(-2, 6) | st.integers(0, 10**9) | st.fractions(-5, 10**4)
_WEIGHTS = st.integers(0, 4) | st.integers(0, 10**6) | st.fractions(0, 100)
_RATES = st.sampled_from(("0%", "1%", "25%", "100%", "1/3")).map(Rate) | st.fractions(0, 1).map(Rate)
_DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 4))
_CONDITIONS: st.SearchStrategy[Criterion] = st.sampled_from(
    (ALWAYS, ALWAYS, field("participant").not_in("a"), field("participant").starts_with("b", "c"))
)


def _currency(currency: Currency | str | None) -> st.SearchStrategy[str]:
    return st.sampled_from(_CURRENCIES) if currency is None else st.just(str(currency))


def people(*, max_size: int = 8) -> st.SearchStrategy[list[str]]:
    """Distinct identifiers of participants, in any order.

    Args:
        max_size: The most of them.
    """
    return st.lists(_NAMES, max_size=max_size, unique=True)


@st.composite
def standings(
    draw: st.DrawFn,
    *,
    money: bool | None = None,
    currency: Currency | str | None = None,
    max_size: int = 8,
    min_value: int | None = None,
) -> dict[str, Figure]:
    """Figures by participant, of which several are often equal.

    Args:
        draw: Supplied by Hypothesis.
        money: True for amounts, False for numbers, None for either.
        currency: Of the amounts, or None for any.
        max_size: The most participants.
        min_value: The least figure, in minor units where it is money; None for any.
    """
    unit = draw(_currency(currency)) if (draw(st.booleans()) if money is None else money) else None
    sizes = _SIZES if min_value is None else _SIZES.map(lambda size: max(size, min_value))
    found = {person: Fraction(draw(sizes)) for person in draw(people(max_size=max_size))}
    return {person: size if unit is None else Unrounded(size, unit) for person, size in found.items()}


def recognitions() -> st.SearchStrategy[Recognition]:
    """Recognitions with and without a Chinese name and a value."""
    return st.builds(Recognition, st.text(min_size=1), st.text(), value=st.none() | moneys(min_minor=0))


@st.composite
def prizes(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Prize:
    """Prizes of money, recognition or both.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of the money, or None for any.
    """
    honours = draw(st.lists(recognitions(), max_size=2))
    money = draw(moneys(currency=draw(_currency(currency)), min_minor=1))
    bare = draw(st.booleans()) and bool(honours)
    return Prize(None if bare else money, honours)


@st.composite
def prize_tables(
    draw: st.DrawFn, *, currency: Currency | str | None = None, money_only: bool = False, max_size: int = 6
) -> tuple[Prize, ...]:
    """Prizes of the first places, which never rise from a place to the next.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of the money, or None for any.
        money_only: Whether there are no recognitions.
        max_size: The most places.
    """
    unit = draw(_currency(currency))
    amounts = st.integers(1, 5) | st.integers(1, 10**7)
    sizes = sorted(draw(st.lists(amounts, min_size=1, max_size=max_size)), reverse=True)
    table = [Prize(Money(size, unit)) for size in sizes]
    if money_only:
        return tuple(table)
    honours = draw(st.lists(st.lists(recognitions(), max_size=1), min_size=len(table), max_size=len(table)))
    kept = draw(st.lists(st.booleans(), min_size=len(table), max_size=len(table)))
    return tuple(
        Prize(prize.money if keep or not honour else None, honour)
        for prize, honour, keep in zip(table, honours, kept, strict=True)
    )


@st.composite
def place_records(draw: st.DrawFn) -> Place:
    """Places of rankings."""
    found = draw(standings(max_size=4).filter(bool))
    rule = draw(st.sampled_from(Ties))
    days = {person: draw(_DAYS) for person in found}
    return draw(st.sampled_from(places(found, rule, days)))


@st.composite
def contests(
    draw: st.DrawFn,
    *,
    currency: Currency | str | None = None,
    ties: Ties | None = None,
    money_only: bool = False,
    eligible: st.SearchStrategy[Criterion] | None = None,
) -> Contest:
    """Contests of every kind.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of prizes and of a minimum, or None for any.
        ties: The rule for equal figures, or None for any.
        money_only: Whether there are no recognitions.
        eligible: Conditions; any where left out.
    """
    unit = draw(_currency(currency))
    table = draw(prize_tables(currency=unit, money_only=money_only))
    paid = any(prize.money for prize in table)
    figure = st.fractions(-5, 10**4) | st.builds(Unrounded, st.integers(-2, 10**4), st.just(unit))
    return Contest(
        draw(_NAMES),
        of=Revenue(),
        per=draw(st.sampled_from(PeriodKind)),
        prizes=table,
        ties=draw(st.sampled_from(Ties)) if ties is None else ties,
        minimum=draw(st.none() | figure),
        eligible=draw(criteria() if eligible is None else eligible),
        budget=draw(st.none() | moneys(currency=unit, min_minor=0, max_minor=10**7)) if paid else None,
        title=draw(st.text(max_size=8)),
        ascending=draw(st.booleans()),
    )


@st.composite
def rankings(
    draw: st.DrawFn, *, ties: Ties | None = None, money_only: bool = False, eligible: bool = True
) -> Ranking:
    """How contests end.

    Args:
        draw: Supplied by Hypothesis.
        ties: The rule for equal figures, or None for any.
        money_only: Whether there are no recognitions.
        eligible: Whether some may be left out by a condition.
    """
    asked = _CONDITIONS if eligible else st.just(ALWAYS)
    contest = draw(contests(ties=ties, money_only=money_only, eligible=asked))
    money = None if contest.minimum is None else isinstance(contest.minimum, Unrounded)
    unit = contest.minimum.currency if isinstance(contest.minimum, Unrounded) else None
    found = draw(standings(money=money, currency=unit))
    return contest.award(found, reached={person: draw(_DAYS) for person in found})


def awards() -> st.SearchStrategy[Award]:
    """What somebody wins."""
    return rankings().map(lambda one: one.awards).filter(bool).flatmap(st.sampled_from)


def left_out() -> st.SearchStrategy[LeftOut]:
    """Somebody who does not take part."""
    figures = st.fractions() | st.builds(Unrounded, st.fractions(), st.sampled_from(_CURRENCIES))
    return st.builds(
        lambda person, figure: LeftOut(
            person, figure, (Reason("incentives.award.left_out.condition", {"participant": person}),)
        ),
        _NAMES,
        figures,
    )


def contributions(*, currency: Currency | str | None = None) -> st.SearchStrategy[Contribution]:
    """What commissions put into a fund.

    Args:
        currency: Of the amounts, or None for any.
    """
    return _currency(currency).flatmap(
        lambda unit: st.builds(
            Contribution, _NAMES, moneys(currency=unit), moneys(currency=unit, min_minor=0), st.booleans()
        )
    )


def fund_sources(*, currency: Currency | str | None = None) -> st.SearchStrategy[FundSource]:
    """What fills a pool, of every kind.

    Args:
        currency: Of the amounts, or None for any.
    """
    return _currency(currency).flatmap(_sources)


def _sources(unit: str) -> st.SearchStrategy[FundSource]:
    rounding = roundings(currency=Currency.of(unit))
    kinds: tuple[st.SearchStrategy[FundSource], ...] = (
        st.builds(FixedFund, moneys(currency=unit, min_minor=0)),
        st.builds(ShareOf, _NAMES, _RATES, st.booleans(), rounding=rounding),
        st.builds(ShareOfTotal, _NAMES, _RATES, rounding=rounding),
        st.builds(OverTarget, _NAMES, _RATES, moneys(currency=unit), rounding=rounding),
    )
    return st.one_of(*kinds)


@st.composite
def funds(draw: st.DrawFn, *, currency: Currency | str | None = None, max_minor: int | None = None) -> Fund:
    """Funds, with and without contributions.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of the amount, or None for any.
        max_minor: The largest fixed fund, in minor units, and no fund of another kind; None for any.
    """
    unit = draw(_currency(currency))
    if max_minor is not None:
        return FixedFund(draw(moneys(currency=unit, min_minor=0, max_minor=max_minor))).raised()
    source = draw(_sources(unit))
    figures = draw(standings(money=True, currency=unit))
    rounded = {person: Unrounded(int(one.minor), unit) for person, one in figures.items() if _is_amount(one)}
    return source.raised(rounded, unit)


def _is_amount(figure: Figure) -> TypeGuard[Unrounded]:
    return isinstance(figure, Unrounded)


def bases() -> st.SearchStrategy[Basis]:
    """By what funds are shared, of every kind; products are of the fields `salary` and `months`."""
    agreed = st.dictionaries(_NAMES, _WEIGHTS, max_size=4)
    kinds: tuple[st.SearchStrategy[Basis], ...] = (
        st.just(Equally()),
        st.builds(ByContribution, _NAMES),
        st.builds(ByPoints, _NAMES),
        st.builds(ByProduct, st.sampled_from((("salary",), ("salary", "months")))),
        st.builds(ByWeights, agreed),
    )
    return st.one_of(*kinds)


@st.composite
def pools(
    draw: st.DrawFn,
    *,
    currency: Currency | str | None = None,
    members: st.SearchStrategy[Criterion] | None = None,
) -> Pool:
    """Pools of every kind.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of the fund and of a cap, or None for any.
        members: Conditions; any where left out.
    """
    unit = draw(_currency(currency))
    fund = draw(_sources(unit))
    return Pool(
        draw(_NAMES),
        per=draw(st.sampled_from(PeriodKind)),
        fund=fund,
        by=draw(bases()),
        members=draw(criteria() if members is None else members),
        most=draw(st.none() | _RATES | moneys(currency=unit, min_minor=0, max_minor=10**6)),
        leftover=draw(st.sampled_from(Leftover)),
        unit=draw(st.sampled_from((None, None, "1", "10", "1000"))),
        title=draw(st.text(max_size=8)),
        contributors=ALWAYS if fund.component is None else draw(st.just(ALWAYS) | criteria()),
    )


@st.composite
def distributions(draw: st.DrawFn, *, currency: Currency | str | None = None) -> Distribution:
    """Funds shared out by pools.

    Args:
        draw: Supplied by Hypothesis.
        currency: Of the fund, or None for any.
    """
    unit = draw(_currency(currency))
    pool = draw(pools(currency=unit, members=_CONDITIONS))
    points = isinstance(pool.by, ByPoints)
    found = draw(standings(money=False, min_value=0 if points else None))
    records = {
        person: {"participant": person, "salary": Money(draw(st.integers(0, 10**6)), unit), "months": months}
        for months, person in enumerate(found)
    }
    return pool.distribute(draw(funds(currency=unit)), found, records=records)


def pool_shares() -> st.SearchStrategy[PoolShare]:
    """What somebody gets of a fund."""
    return distributions().map(lambda one: one.shares).filter(bool).flatmap(st.sampled_from)


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Award: awards,
        ByContribution: lambda: st.builds(ByContribution, _NAMES),
        ByPoints: lambda: st.builds(ByPoints, _NAMES),
        ByProduct: lambda: st.builds(ByProduct, st.sampled_from((("salary",), ("salary", "more.months")))),
        ByWeights: lambda: st.builds(ByWeights, st.dictionaries(_NAMES, _WEIGHTS, max_size=4)),
        Contest: contests,
        Contribution: contributions,
        Distribution: distributions,
        Equally: lambda: st.just(Equally()),
        FixedFund: lambda: st.builds(FixedFund, moneys(min_minor=0)),
        Fund: funds,
        LeftOut: left_out,
        Leftover: lambda: st.sampled_from(Leftover),
        OverTarget: lambda: st.builds(OverTarget, _NAMES, _RATES, moneys(), rounding=roundings()),
        Place: place_records,
        Pool: pools,
        PoolShare: pool_shares,
        Prize: prizes,
        Ranking: rankings,
        Recognition: recognitions,
        ShareOf: lambda: st.builds(ShareOf, _NAMES, _RATES, st.booleans(), rounding=roundings()),
        ShareOfTotal: lambda: st.builds(ShareOfTotal, _NAMES, _RATES, rounding=roundings()),
        Ties: lambda: st.sampled_from(Ties),
    }
)
"""A strategy for each public type of the package."""
