"""Hypothesis strategies for the types of `salesmgmt.targets`: every valid value, narrowed by keyword."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import FiscalCalendar, Period, PeriodKind
from salesmgmt.money import Money
from salesmgmt.targets import Branch, Cascade, PeriodTarget, Seasonality, Target, TargetTree
from salesmgmt.testing.calendars import periods
from salesmgmt.testing.money import moneys

__all__ = [
    "STRATEGIES",
    "branches",
    "cascades",
    "period_targets",
    "seasonalities",
    "target_trees",
    "targets",
]

_WEIGHTS = st.integers(0, 10**6).map(lambda drawn: Fraction(drawn, 7) if drawn % 4 == 3 else drawn)


@st.composite
def branches(draw: st.DrawFn, *, max_depth: int = 3, max_parts: int = 4) -> Branch:
    """Organisations with identifiers that are unique in the tree and parts that do not all weigh nothing.

    Args:
        draw: Supplied by Hypothesis.
        max_depth: Most levels below the top.
        max_parts: Most parts of one node.
    """
    count = 0

    def node(depth: int) -> Branch:
        nonlocal count
        count += 1
        name = f"b{count}"
        weight: int | Fraction = draw(_WEIGHTS)
        size = draw(st.integers(0, max_parts)) if depth else 0
        parts = [node(depth - 1) for _ in range(size)]
        if parts and not any(part.weight for part in parts):
            parts[0] = Branch(parts[0].id, 1, parts[0].parts)
        return Branch(name, weight, tuple(parts))

    return node(max_depth)


def seasonalities(*, kind: PeriodKind = PeriodKind.MONTH) -> st.SearchStrategy[Seasonality]:
    """Weights for the months, quarters or halves of a year; not all are nothing."""
    count = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2}[kind]
    weights = st.lists(_WEIGHTS, min_size=count, max_size=count).filter(any)
    return weights.map(lambda drawn: Seasonality(tuple(drawn), kind))


def cascades() -> st.SearchStrategy[Cascade]:
    """Cascades to the minor unit, over months, quarters or halves."""
    kinds = st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF])
    return st.builds(Cascade, branches(), kinds.flatmap(lambda kind: seasonalities(kind=kind)))


def target_trees() -> st.SearchStrategy[TargetTree]:
    """Outcomes of generated cascades, on totals of any sign."""
    years: st.SearchStrategy[Period] = st.integers(1990, 2090).map(FiscalCalendar().year)
    totals: st.SearchStrategy[Money] = moneys()
    return st.builds(lambda policy, total, year: policy.cascade(total, year), cascades(), totals, years)


def period_targets() -> st.SearchStrategy[PeriodTarget]:
    """The part of a target in any period."""
    return st.builds(PeriodTarget, periods(), st.integers())


def targets() -> st.SearchStrategy[Target]:
    """The top node of a generated outcome."""
    return target_trees().map(lambda tree: tree.root)


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Branch: branches,
        Cascade: cascades,
        PeriodTarget: period_targets,
        Seasonality: seasonalities,
        Target: targets,
        TargetTree: target_trees,
    }
)
