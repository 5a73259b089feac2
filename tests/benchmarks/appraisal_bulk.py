"""Appraising 100,000 people on 8 KPIs, against a loop written by hand over the same figures in plain numbers.

Run it as `python -m tests.benchmarks.appraisal_bulk [people] --limit 5`. The floor is what somebody writes
who knows the form: for each person the eight shares in floats, four along a line with two ends, two by
attainment with a floor and a cap, one by bands, one within a range; the weighted sum, rounded to hundredths,
and its grade; both kept by person. Ours reads exact figures (whole numbers, decimals or text) from rows by
criterion, and its totals and ratings are read. Explanations are made when they are read, and nobody reads
them here. Both run in turns in one process; the least CPU time of each counts.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from salesmgmt.appraisal import (
    Banded,
    Kpi,
    Linear,
    NumberLike,
    Proportional,
    RatingScale,
    Scorecard,
    WithinRange,
)

__all__ = ["WRITINGS", "by_hand", "card", "people", "ratio"]

Rows: TypeAlias = "dict[str, dict[str, NumberLike]]"

#: Criteria by name; the loop by hand knows them by heart.
NAMES = ("revenue", "margin", "collected", "new", "days", "complaints", "visits", "stock")


def card() -> Scorecard:
    """A form of eight criteria."""
    return Scorecard(
        "seller",
        (
            Kpi("revenue", "25%", Proportional(1000, cap="120%", floor="50%")),
            Kpi("margin", "15%", Linear(worst=10, best=35)),
            Kpi("collected", "15%", Proportional(900, cap="110%")),
            Kpi("new", "10%", Linear(worst=0, best=20)),
            Kpi("days", "10%", Linear(worst=90, best=30)),
            Kpi("complaints", "10%", Linear(worst=10, best=0)),
            Kpi("visits", "5%", Banded({20: "40%", 40: "70%", 60: "100%"})),
            Kpi("stock", "10%", WithinRange(30, 45, nothing_below=20, nothing_above=60)),
        ),
        RatingScale({"A": 90, "B": 75, "C": 60, "D": 0}),
    )


def figures(count: int) -> dict[str, dict[str, int]]:
    """Results in tenths, spread over and beyond the ends of the rules."""
    spread = ((1500, 7), (40, 11), (1200, 13), (25, 17), (100, 19), (12, 23), (80, 29), (70, 31))
    return {
        f"P-{n}": {
            name: (n * 7919 * step + n // 7) % (10 * most)
            for name, (most, step) in zip(NAMES, spread, strict=True)
        }
        for n in range(count)
    }


def _float(tenths: int) -> float:
    return tenths / 10


WRITINGS: Mapping[str, Callable[[int], NumberLike]] = {
    "whole numbers": lambda tenths: tenths // 10,
    "decimals": lambda tenths: Decimal(f"{tenths // 10}.{tenths % 10}"),
    "text": lambda tenths: f"{tenths // 10}.{tenths % 10}",
    "fractions": lambda tenths: Fraction(tenths, 10),
}


def people(count: int, writing: str) -> tuple[Rows, dict[str, dict[str, float]]]:
    """The same figures as exact numbers in a writing, and as plain ones."""
    write = WRITINGS[writing]
    plain: Callable[[int], float] = (lambda tenths: tenths // 10) if writing == "whole numbers" else _float
    found = figures(count)
    exact: Rows = {who: {name: write(at) for name, at in row.items()} for who, row in found.items()}
    return exact, {who: {name: plain(at) for name, at in row.items()} for who, row in found.items()}


def by_hand(rows: Mapping[str, Mapping[str, float]]) -> dict[str, tuple[float, str]]:
    """The floor: one loop, plain numbers, everything known beforehand."""
    found = {}
    for who, row in rows.items():
        share = row["revenue"] / 1000
        total = 25 * (0 if share < 0.5 else min(share, 1.2))
        total += 15 * min(1.0, max(0.0, (row["margin"] - 10) / 25))
        total += 15 * min(row["collected"] / 900, 1.1)
        total += 10 * min(1.0, max(0.0, row["new"] / 20))
        total += 10 * min(1.0, max(0.0, (90 - row["days"]) / 60))
        total += 10 * min(1.0, max(0.0, (10 - row["complaints"]) / 10))
        visits = row["visits"]
        total += 5 * (1.0 if visits >= 60 else 0.7 if visits >= 40 else 0.4 if visits >= 20 else 0.0)
        stock = row["stock"]
        if stock < 30:
            total += 10 * max(0.0, (stock - 20) / 10)
        elif stock <= 45:
            total += 10
        else:
            total += 10 * max(0.0, (60 - stock) / 15)
        score = min(100.0, round(total, 2))
        grade = "A" if score >= 90 else "B" if score >= 75 else "C" if score >= 60 else "D"
        found[who] = score, grade
    return found


def _timed(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    start = time.process_time()
    done = work()
    took = time.process_time() - start
    gc.enable()
    del done
    return took


def ratio(count: int, writing: str = "whole numbers", rounds: int = 3) -> float:
    """How many times the floor appraising takes, after checking that both say the same."""
    form = card()
    exact, plain = people(count, writing)

    def ours() -> dict[str, tuple[Fraction | None, str | None]]:
        done = form.appraise_all(exact)
        return dict(zip(done.participants, zip(done.scores, done.ratings, strict=True), strict=True))

    expected = by_hand(plain)
    for who, (score, _) in ours().items():
        # Floats may round the other way where a total lies in the middle.
        assert score is not None
        assert abs(float(score) - expected[who][0]) < 0.011
    del expected
    pairs = [(_timed(lambda: by_hand(plain)), _timed(ours)) for _ in range(rounds)]
    floor: float = min(pair[0] for pair in pairs)
    own: float = min(pair[1] for pair in pairs)
    times = own / floor
    print(f"{count:,} people, 8 KPIs, {writing}: by hand {floor:.3f} s, ours {own:.3f} s, {times:.2f} times")
    return times


def main() -> int:
    """Print the ratio for every writing; 1 where one exceeds the limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("people", type=int, nargs="?", default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=None, help="largest ratio allowed")
    asked = parser.parse_args()
    worst = max(ratio(asked.people, writing, asked.rounds) for writing in WRITINGS)
    return 1 if asked.limit is not None and worst > asked.limit else 0


if __name__ == "__main__":
    sys.exit(main())
