"""Hypothesis strategies for balances, what they bound, and what an alignment finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from attrs import frozen
from hypothesis import strategies as st

from salesmgmt.territory import (
    AccountFigures,
    AccountMove,
    Aligned,
    AlignmentStatus,
    Balance,
    Balanced,
    Capacity,
    Disruption,
    Eligibility,
    MeasureColumn,
    Territory,
    TerritoryLoad,
    TerritoryPlan,
)
from salesmgmt.testing.criteria import criteria
from salesmgmt.testing.money import moneys

__all__ = [
    "STRATEGIES",
    "Market",
    "account_moves",
    "aligneds",
    "alignment_statuses",
    "balanceds",
    "balances",
    "capacities",
    "disruptions",
    "eligibilities",
    "small_markets",
    "territory_loads",
]

_NAMES = st.text(min_size=1, max_size=8)
_PARTS = st.fractions(min_value=0, max_value=3, max_denominator=20)


@frozen
class Market:
    """A case for an alignment: the policy and everything that it is given.

    Attributes:
        policy: The balance.
        figures: Figures of the accounts.
        territories: Where they may stand.
        current: Where they stand today.
        locked: Which accounts are locked, and where.
        together: Which accounts share a territory.
    """

    policy: Balance
    figures: AccountFigures
    territories: tuple[Territory, ...]
    current: TerritoryPlan
    locked: Mapping[str, str]
    together: tuple[tuple[str, ...], ...]


def balanceds() -> st.SearchStrategy[Balanced]:
    """Measures within tolerances."""
    return st.builds(Balanced, _NAMES, _PARTS)


def capacities() -> st.SearchStrategy[Capacity]:
    """Capacities in numbers or money."""
    most = _PARTS | moneys(min_minor=0)
    return st.builds(Capacity, _NAMES, most, st.lists(_NAMES, max_size=3), st.booleans())


def eligibilities() -> st.SearchStrategy[Eligibility]:
    """Rules about owners and accounts."""
    return st.builds(Eligibility, criteria(), criteria())


def disruptions() -> st.SearchStrategy[Disruption]:
    """Costs of a move."""
    return st.builds(Disruption, _PARTS, st.dictionaries(_NAMES, _PARTS, max_size=3))


def balances() -> st.SearchStrategy[Balance]:
    """Policies with at least one bound."""
    measures = st.lists(balanceds(), min_size=1, max_size=3, unique_by=lambda each: each.measure)
    return st.builds(
        Balance,
        measures,
        st.lists(capacities(), max_size=2),
        st.lists(eligibilities(), max_size=1),
        disruptions(),
        st.dictionaries(_NAMES, _PARTS, max_size=2),
    )


def account_moves() -> st.SearchStrategy[AccountMove]:
    """Accounts that leave, come or change."""

    def made(account: str, ends: list[str | None]) -> AccountMove:
        return AccountMove(account, ends[0], ends[1])

    ends = st.lists(st.none() | _NAMES, min_size=2, max_size=2, unique=True)
    return st.builds(made, _NAMES, ends)


def territory_loads() -> st.SearchStrategy[TerritoryLoad]:
    """Loads beside shares and bounds."""
    return st.builds(
        TerritoryLoad,
        _NAMES,
        _NAMES,
        st.integers(0, 10**9),
        st.fractions(min_value=0, max_value=10**9, max_denominator=7),
        st.none() | _PARTS,
        st.none() | _PARTS,
        st.none() | st.just("USD"),
    )


def alignment_statuses() -> st.SearchStrategy[AlignmentStatus]:
    """How an alignment may end."""
    return st.sampled_from(AlignmentStatus)


@st.composite
def small_markets(draw: st.DrawFn, *, max_accounts: int = 6, max_territories: int = 3) -> Market:
    """Cases that can be decided by trying everything.

    Args:
        draw: Supplied by Hypothesis.
        max_accounts: Most accounts.
        max_territories: Most territories.
    """
    count = draw(st.integers(1, max_accounts))
    accounts = [f"a{number}" for number in range(count)]
    whole = st.lists(st.integers(0, 12), min_size=count, max_size=count)
    parts = st.lists(st.fractions(0, 5, max_denominator=3), min_size=count, max_size=count)
    figures = AccountFigures(
        accounts,
        [
            MeasureColumn("hours", draw(parts)),
            MeasureColumn("revenue", draw(whole), "USD"),
            MeasureColumn("visits", draw(whole)),
        ],
    )
    names = [f"t{number}" for number in range(draw(st.integers(1, max_territories)))]
    territories = tuple(map(Territory, names))
    placed = draw(st.dictionaries(st.sampled_from(accounts), st.sampled_from(names)))
    locked = draw(st.dictionaries(st.sampled_from(accounts), st.sampled_from(names), max_size=2))
    group = draw(st.lists(st.sampled_from(accounts), max_size=3, unique=True))
    wide = st.fractions(Fraction(1, 10), 1, max_denominator=10)
    chosen = draw(st.lists(st.sampled_from(["hours", "revenue", "visits"]), unique=True, max_size=2))
    capacity = Capacity("visits", draw(st.integers(0, 40)), (), draw(st.booleans()))
    policy = Balance(
        [Balanced(name, draw(wide)) for name in chosen],
        [capacity] if not chosen or draw(st.booleans()) else [],
        disruption=Disruption(draw(_PARTS), draw(st.dictionaries(st.just("revenue"), _PARTS))),
        heads=draw(st.dictionaries(st.sampled_from(names), st.integers(1, 3), max_size=2)),
    )
    return Market(
        policy, figures, territories, TerritoryPlan("now", territories, placed), locked, (tuple(group),)
    )


def aligneds() -> st.SearchStrategy[Aligned]:
    """What alignments of small markets find."""

    def made(market: Market, seed: int) -> Aligned:
        return market.policy.align(
            market.figures,
            market.territories,
            market.current,
            locked=market.locked,
            together=market.together,
            seed=seed,
            budget=2000,
        )

    return st.builds(made, small_markets(max_accounts=4), st.integers(0, 99))


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        AccountMove: account_moves,
        Aligned: aligneds,
        AlignmentStatus: alignment_statuses,
        Balance: balances,
        Balanced: balanceds,
        Capacity: capacities,
        Disruption: disruptions,
        Eligibility: eligibilities,
        TerritoryLoad: territory_loads,
    }
)
