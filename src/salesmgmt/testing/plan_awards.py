"""Strategies for contests and pools that fit into a plan: what is shared among everybody in it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from salesmgmt.calendars import PeriodKind
from salesmgmt.criteria import ALWAYS, Criterion, field
from salesmgmt.incentives import Contest, Measure, Pool, Ties
from salesmgmt.incentives.awards import (
    Basis,
    ByContribution,
    ByPoints,
    ByWeights,
    Equally,
    FixedFund,
    FundSource,
    Leftover,
    OverTarget,
    Prize,
    ShareOf,
    ShareOfTotal,
)
from salesmgmt.money import Currency, Money, Rate, Unrounded
from salesmgmt.testing.conditions import CONDITIONS, PEOPLE
from salesmgmt.testing.measures import measures

__all__ = ["SELLERS", "Filling", "contests_in_plans", "pools_in_plans"]

Filling = tuple[str, PeriodKind, bool]
"""A component that may fill a pool: its identifier, its period, whether its base counts things."""

_LENGTHS = tuple(PeriodKind)
_PER = st.sampled_from(("month", "quarter", "quarter", "year", "week"))
SELLERS: Criterion = field("role").equals("seller").or_if_missing(met=False)
_WHO = st.sampled_from((ALWAYS, ALWAYS, ALWAYS, SELLERS))
_MEASURES = measures(where=st.sampled_from((*CONDITIONS, *[CONDITIONS[0]] * 4)))
_SIZES = st.sampled_from((1, 2, 100, 100, 300)) | st.integers(1, 10**5)
_RATES = st.sampled_from(("1%", "10%", "25%", "100%")).map(Rate)
_SUMS = st.sampled_from((0, 1, 100, 1000)) | st.integers(0, 10**6)
_LEAST = st.sampled_from((None, None, None, 0, 2, 100))
_SPENDABLE = st.sampled_from((None, None, 0, 101, 500))


@st.composite
def contests_in_plans(draw: st.DrawFn, *, name: str, currency: Currency) -> Contest:
    """Contests by any measure, with prizes of money.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier of the contest.
        currency: Of the plan.
    """
    of: Measure = draw(_MEASURES)
    sizes = sorted(draw(st.lists(_SIZES, min_size=1, max_size=3)), reverse=True)
    least, budget = draw(_LEAST), draw(_SPENDABLE)
    minimum = None
    if least is not None:
        minimum = least if of.counts_things else Unrounded(least, currency)
    return Contest(
        name,
        of=of,
        per=draw(_PER),
        prizes=[Prize(Money(size, currency)) for size in sizes],
        ties=draw(st.sampled_from(Ties)),
        minimum=minimum,
        eligible=draw(_WHO),
        budget=None if budget is None else Money(budget, currency),
        ascending=draw(st.booleans()),
    )


@st.composite
def pools_in_plans(draw: st.DrawFn, *, name: str, currency: Currency, filling: Sequence[Filling]) -> Pool:
    """Pools that components of the plan fill, by which it is shared as well.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier of the pool.
        currency: Of the plan.
        filling: The components listed earlier.
    """
    source, kind, things = draw(st.sampled_from(tuple(filling)))
    longest = _LENGTHS.index(kind)
    fund = draw(_funds(source, currency, things=things))
    by = draw(_bases(source))
    most = draw(st.sampled_from((None, None, None, Rate("30%"), Money(100, currency))))
    return Pool(
        name,
        per=draw(st.sampled_from(_LENGTHS[: longest + 1])),
        fund=fund,
        by=by,
        members=draw(_WHO),
        most=most,
        leftover=draw(st.sampled_from(Leftover)),
    )


def _funds(source: str, currency: Currency, *, things: bool) -> st.SearchStrategy[FundSource]:
    kinds: list[st.SearchStrategy[FundSource]] = [
        st.builds(ShareOf, st.just(source), _RATES, st.booleans()),
        _SUMS.map(lambda minor: FixedFund(Money(minor, currency))),
    ]
    if not things:
        kinds.append(st.builds(ShareOfTotal, st.just(source), _RATES))
        kinds.append(
            st.builds(lambda rate, minor: OverTarget(source, rate, Money(minor, currency)), _RATES, _SUMS)
        )
    return st.one_of(kinds)


def _bases(source: str) -> st.SearchStrategy[Basis]:
    kinds: tuple[st.SearchStrategy[Basis], ...] = (
        st.just(Equally()),
        st.just(ByContribution(source)),
        st.sampled_from((ByPoints("csat"), ByPoints("goal"))),
        st.just(ByWeights({PEOPLE[0]: "3", PEOPLE[1]: "1.5", PEOPLE[2]: "0"})),
    )
    return st.one_of(kinds)
