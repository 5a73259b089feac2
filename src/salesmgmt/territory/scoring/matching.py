"""Names for new territories: each gets that of the present one with which it shares most."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["cheapest_matching"]


def cheapest_matching(costs: Sequence[Sequence[int]]) -> list[int]:
    """A column for each row, no column twice, so that the sum of their costs is least.

    The Hungarian method with prices (H. W. Kuhn, 1955; here row by row, with shortest paths).

    Args:
        costs: Rows of equal length, at least as long as there are rows.

    Examples:
        >>> cheapest_matching([[4, 1, 3], [2, 0, 5], [3, 2, 2]])
        [1, 0, 2]
    """
    count, width = len(costs), len(costs[0]) if costs else 0
    row_price, column_price = [0] * (count + 1), [0] * (width + 1)
    row_of = [0] * (width + 1)  # by column from 1; 0 is nobody
    for row in range(1, count + 1):
        row_of[0] = row
        least: list[int | None] = [None] * (width + 1)
        before = [0] * (width + 1)
        seen = [False] * (width + 1)
        column = 0
        while row_of[column]:
            seen[column] = True
            at = row_of[column]
            step: int | None = None
            following = 0
            for other in range(1, width + 1):
                if seen[other]:
                    continue
                cost = costs[at - 1][other - 1] - row_price[at] - column_price[other]
                known = least[other]
                if known is None or cost < known:
                    least[other], before[other], known = cost, column, cost
                if step is None or known < step:
                    step, following = known, other
            assert step is not None, "there are as many columns as rows"
            for other in range(width + 1):
                if seen[other]:
                    row_price[row_of[other]] += step
                    column_price[other] -= step
                else:
                    known = least[other]
                    least[other] = None if known is None else known - step
            column = following
        while column:
            row_of[column] = row_of[before[column]]
            column = before[column]
    found = [0] * count
    for column in range(1, width + 1):
        if row_of[column]:
            found[row_of[column] - 1] = column - 1
    return found
