"""Where the prices of units may start."""

from __future__ import annotations

from salesmgmt.territory.alignment.case import Case

__all__ = ["cold_prices"]


def cold_prices(case: Case) -> list[float]:
    """The cost of each unit under the (n / 2k)-th cheapest centre for it."""
    place = min(max(case.n // (2 * case.k), 1), case.n - 1)
    columns = zip(*(case.row(centre) for centre in range(case.n)), strict=True)
    return [float(sorted(column)[place]) for column in columns]
