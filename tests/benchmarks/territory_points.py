"""Capacitated p-median: points, a capacity each, and how far from the published optimum.

Run it as `python -m tests.benchmarks.territory_points [seconds] [seeds]`. The instances stand in
`../shared/data/territory/cpmp`; without them there is nothing to measure. Every instance is aligned with some
seeds until the seconds of computing are over, and one line says what came of it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

from salesmgmt.territory import (
    Between,
    Euclidean,
    MapAlignment,
    MapPlan,
    MapUnit,
    SalesMap,
    TravelTime,
)

__all__ = ["FOLDER", "aligned", "instances"]

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "territory" / "cpmp"


def instances() -> Iterator[dict[str, object]]:
    """The instances that are there, by name."""
    for path in sorted(FOLDER.glob("pmedcap-*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def policy(instance: dict[str, object]) -> tuple[MapAlignment, SalesMap]:
    """An instance as a policy and its points."""
    points = instance["points"]
    assert isinstance(points, list)
    units = [
        MapUnit(f"{number:04}", {"demand": demand}, x, y) for number, (x, y, demand) in enumerate(points)
    ]
    alignment = MapAlignment(
        int(str(instance["p"])),
        bounds=Between("demand", None, int(str(instance["capacity"]))),
        objective=TravelTime(Euclidean(1, "down")),
    )
    return alignment, SalesMap.of_points(units)


def aligned(instance: dict[str, object], seed: int, seconds: float | None) -> tuple[MapPlan, float]:
    """A plan, and the seconds of computing that it took."""
    alignment, points = policy(instance)
    start = time.process_time()

    def keep_going() -> bool:
        return seconds is None or time.process_time() - start < seconds

    plan = alignment.align(
        points, seed=seed, budget=None if seconds is None else 10**9, keep_going=keep_going
    )
    return plan, time.process_time() - start


def run(seconds: float | None, seeds: int) -> None:
    """Print a line for each instance, and the mean of all."""
    gaps = []
    print("instance    units medians  optimum   best  worst   gap of each seed       bound     steps seconds")
    for instance in instances():
        optimum = int(str(instance["published_optimum"]))
        own, values, bounds, steps, took = [], [], [], [], []
        for seed in range(1, seeds + 1):
            plan, spent = aligned(instance, seed, seconds)
            assert plan.value is not None, plan.text()
            own.append(float(plan.value / optimum - 1) * 100)
            values.append(int(plan.value))
            bounds.append(float(plan.bound or 0))
            steps.append(plan.steps)
            took.append(spent)
        gaps += own
        print(
            f"{instance['id']}  {instance['n']!s:>5} {instance['p']!s:>7} {optimum:>8,} {min(values):>6,} "
            f"{max(values):>6,}   {' '.join(f'{gap:.2f} %' for gap in own):<20} {max(bounds):>7.1f} "
            f"{max(steps):>9,} {max(took):>6.1f}",
            flush=True,
        )
    print(f"mean gap {mean(gaps):.3f} %, worst {max(gaps):.2f} %")


if __name__ == "__main__":
    if not FOLDER.is_dir():
        sys.exit(f"{FOLDER} is not there")
    words = [float(word) for word in sys.argv[1:]]
    run(words[0] if words else None, int(words[1]) if len(words) > 1 else 3)
