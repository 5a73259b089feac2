"""What cuts must cost at least, whatever the plan."""

from __future__ import annotations

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds.graph import components

__all__ = ["least_cuts", "least_wishes"]


def least_cuts(case: Case) -> int:
    """A lower bound on the cost of the cuts of a plan whose territories hang together.

    Drawn together, each territory becomes one point; the cuts hold the points of a component together as a
    tree does, so that there are at least as many of them as there are territories less components. The
    cheapest so many borders cost no more than they do.
    """
    if case.cuts is None or case.neighbours is None:
        return 0
    parts = len(components(case.neighbours))
    cheapest = sorted(
        price for unit, row in enumerate(case.cuts) for other, price in row.items() if unit < other
    )
    return sum(cheapest[: max(case.k - parts, 0)])


def least_wishes(case: Case) -> int:
    """The cheapest place for each unit on its own, summed up."""
    if case.wishes is None:
        return 0
    total = 0
    for unit in range(case.n):
        may = (1 << case.k) - 1 if case.allowed is None else case.allowed[unit]
        total += min((row[unit] for place, row in enumerate(case.wishes) if may >> place & 1), default=0)
    return total
