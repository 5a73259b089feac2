"""Bounds for maps too large for a table of all pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds.cutting import least_wishes
from salesmgmt.territory.bounds.outcome import Bound

__all__ = ["wide_bound"]


def wide_bound(
    case: Case,
    best: int | None,
    *,
    owner: Sequence[int] | None = None,
    rounds: int = 300,
    keep_going: Callable[[], bool] | None = None,
) -> Bound:
    """A bound from near units only."""
    return Bound(least_wishes(case))
