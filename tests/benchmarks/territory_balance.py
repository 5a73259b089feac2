"""Aligning 100,000 accounts onto 200 reps: three measures within 5 %, 500 accounts locked, few moves.

Run it as `python -m tests.benchmarks.territory_balance [accounts] [reps] [memory]`. Figures and places come
from a seed: potential is skewed as in a real market, and today's places are drawn without regard to balance.
With the word `memory` the run is traced, which is slow, and the most memory used beside what was given is
printed instead.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from random import Random

from salesmgmt.territory import (
    AccountFigures,
    Aligned,
    Balance,
    MeasureColumn,
    Territory,
    TerritoryPlan,
)

__all__ = ["aligned", "market"]

LOCKED = 500


def market(accounts: int, reps: int, seed: int = 1) -> tuple[AccountFigures, list[Territory], TerritoryPlan]:
    """Figures of accounts, territories, and where the accounts stand today."""
    random = Random(seed)
    names = [f"C-{number:07}" for number in range(accounts)]
    figures = AccountFigures(
        names,
        [
            MeasureColumn("count", [1] * accounts),
            MeasureColumn("potential", [int(random.lognormvariate(8, 1)) for _ in names]),
            MeasureColumn("workload", [random.randint(1, 24) for _ in names]),
        ],
    )
    territories = [Territory(f"T-{number:04}", owner=f"rep-{number:04}") for number in range(reps)]
    today = {name: territories[random.randrange(reps)].id for name in names}
    return figures, territories, TerritoryPlan("2026", territories, today)


def aligned(figures: AccountFigures, territories: list[Territory], today: TerritoryPlan) -> Aligned:
    """The alignment, checked: every measure within its bounds, every lock kept."""
    locked = figures.accounts[:: max(1, len(figures) // LOCKED)][:LOCKED]
    found = Balance(("count", "potential", "workload")).align(figures, territories, today, locked=locked)
    assert found.plan is not None, found.text()
    assert all(load.excess == 0 for load in found.loads)
    before, after = today.by_account(), found.plan.by_account()
    assert all(before[account] == after[account] for account in locked)
    return found


def run(accounts: int, reps: int, *, memory: bool) -> None:
    """Print what an alignment took and found."""
    given = market(accounts, reps)
    if memory:
        tracemalloc.start()
        aligned(*given)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"{accounts:,} accounts: {peak / accounts:.0f} bytes an account beside what was given")
        return
    start = time.perf_counter()
    found = aligned(*given)
    print(
        f"{accounts:,} accounts onto {reps:,} reps: {time.perf_counter() - start:.1f} s, "
        f"{len(found.moves):,} moves, disruption {float(found.disruption):,.0f} (at least "
        f"{float(found.at_least):,.0f}), deviation at most {float(found.largest_deviation):.2%}"
    )


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    run(*(numbers + [100_000, 200][len(numbers) :]), memory="memory" in sys.argv)
