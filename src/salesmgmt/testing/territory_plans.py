"""Hypothesis strategies for territories, plans and the figures of accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.money import Currency
from salesmgmt.territory import (
    AccountFigures,
    AccountMove,
    DatedMove,
    MeasureColumn,
    Placement,
    PlanDiff,
    PlanStatus,
    Territory,
    TerritoryPlan,
)
from salesmgmt.testing.calendars import date_ranges

__all__ = [
    "STRATEGIES",
    "account_figures",
    "dated_moves",
    "measure_columns",
    "placements",
    "plan_diffs",
    "plan_statuses",
    "territories",
    "territory_plans",
]

_NAMES = st.text(min_size=1, max_size=8)


def territories() -> st.SearchStrategy[Territory]:
    """Territories with or without title, owner and parent."""

    def made(names: list[str], title: str, owner: str | None, nested: bool) -> Territory:
        return Territory(names[0], title, owner, names[1] if nested else None)

    pair = st.lists(_NAMES, min_size=2, max_size=2, unique=True)
    return st.builds(made, pair, st.text(max_size=8), st.none() | _NAMES, st.booleans())


def placements() -> st.SearchStrategy[Placement]:
    """Accounts in territories."""
    return st.builds(Placement, _NAMES, _NAMES)


def plan_statuses() -> st.SearchStrategy[PlanStatus]:
    """Draft or live."""
    return st.sampled_from(PlanStatus)


@st.composite
def territory_plans(
    draw: st.DrawFn, *, max_accounts: int = 8, max_territories: int = 4, overlays: bool = True
) -> TerritoryPlan:
    """Plans whose territories may form a tree, with accounts `a0` … placed in some of them.

    Args:
        draw: Supplied by Hypothesis.
        max_accounts: Most accounts.
        max_territories: Most territories.
        overlays: Whether accounts may stand a second time.
    """
    names = [f"t{number}" for number in range(draw(st.integers(0, max_territories)))]
    made = []
    for number, name in enumerate(names):
        parent = draw(st.none() | st.sampled_from(names[:number])) if number else None
        made.append(
            Territory(name, owner=draw(st.none() | st.sampled_from(("ann", "bob", "cy"))), parent=parent)
        )
    placed: dict[str, str] = {}
    second: list[Placement] = []
    if names:
        for number in range(draw(st.integers(0, max_accounts))):
            if draw(st.booleans()):
                placed[f"a{number}"] = draw(st.sampled_from(names))
            if overlays and draw(st.booleans()):
                other = draw(st.sampled_from(names))
                if placed.get(f"a{number}") != other:
                    second.append(Placement(f"a{number}", other))
    return TerritoryPlan(
        draw(_NAMES),
        draw(st.permutations(made)),
        placed,
        second,
        draw(date_ranges()),
        draw(plan_statuses()),
        draw(st.integers(1, 9)),
    )


@st.composite
def measure_columns(draw: st.DrawFn, *, size: int | None = None, name: str | None = None) -> MeasureColumn:
    """Figures of one measure, numbers or money.

    Args:
        draw: Supplied by Hypothesis.
        size: Number of figures; any where left out.
        name: Name of the measure; any where left out.
    """
    count = draw(st.integers(0, 5)) if size is None else size
    currency = draw(st.none() | st.just(Currency.of("USD")))
    whole = st.integers(-(10**12), 10**12)
    values = whole if currency is not None else whole | st.fractions(max_denominator=1000)
    return MeasureColumn(
        draw(_NAMES) if name is None else name,
        draw(st.lists(values, min_size=count, max_size=count)),
        currency,
    )


@st.composite
def account_figures(draw: st.DrawFn, *, max_accounts: int = 6, max_measures: int = 3) -> AccountFigures:
    """Figures of accounts `a0` … by up to three measures.

    Args:
        draw: Supplied by Hypothesis.
        max_accounts: Most accounts.
        max_measures: Most measures.
    """
    accounts = [f"a{number}" for number in range(draw(st.integers(0, max_accounts)))]
    names = draw(st.lists(_NAMES, max_size=max_measures, unique=True))
    columns = [draw(measure_columns(size=len(accounts), name=name)) for name in names]
    return AccountFigures(draw(st.permutations(accounts)), columns)


def dated_moves() -> st.SearchStrategy[DatedMove]:
    """Accounts that come into a territory on a day."""
    move = st.builds(AccountMove, _NAMES, st.none(), _NAMES)
    return st.builds(DatedMove, st.none() | st.dates(), move, st.none() | _NAMES, st.none() | _NAMES)


def plan_diffs() -> st.SearchStrategy[PlanDiff]:
    """Differences between generated plans."""
    return st.builds(PlanDiff, territory_plans(), territory_plans(), account_figures())


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        AccountFigures: account_figures,
        DatedMove: dated_moves,
        MeasureColumn: measure_columns,
        Placement: placements,
        PlanDiff: plan_diffs,
        PlanStatus: plan_statuses,
        Territory: territories,
        TerritoryPlan: territory_plans,
    }
)
