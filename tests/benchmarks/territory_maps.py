"""Alignments of published maps: valid or not, how far from the proven optimum, how far the bound below it.

Run it as `python -m tests.benchmarks.territory_maps [word …] [instance …]`. Without instances, all maps of
`../shared/data/territory/districting` are aligned with three seeds each. `--small` is a generated map that
needs no files, checked and timed; `--wide` takes the bounds of ±10 %; `--cuts` the fewest cut edges;
`--measures` adds a second measure (people times a random 0.7 to 1.3, both within 5 %); `--large` is a
generated map of 10,000 units and 200 territories; `--frontier` goes from a plan with few cut edges to the
most compact one; `--steps` times a step on maps of growing size. Seconds are those of the processor.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Iterator
from math import log
from pathlib import Path
from random import Random

from attrs import evolve, frozen

from salesmgmt.tables import Table
from salesmgmt.territory import (
    Between,
    CutEdges,
    Euclidean,
    FrontierSearch,
    MapAlignment,
    MapPlan,
    MapPlanStatus,
    MapUnit,
    MomentOfInertia,
    SalesMap,
    Within,
)

__all__ = ["Instance", "chequers", "is_valid", "published"]

DATA = Path(__file__).parents[3] / "shared" / "data" / "territory"
SEEDS = (1, 2, 3)


@frozen
class Instance:
    """A map, what is asked of it, and what is known of the answer."""

    name: str
    sales_map: SalesMap
    policy: MapAlignment
    best: int | None = None
    note: str = ""


def read(name: str) -> tuple[SalesMap, dict[str, object]]:
    """A stored map with its people."""
    data = json.loads((DATA / "districting" / f"{name}.json").read_text(encoding="utf-8"))
    near: dict[str, list[str]] = {row[0]: [] for row in data["units"]}
    ids = [row[0] for row in data["units"]]
    for one, other in data["edges"]:
        near[ids[one]].append(ids[other])
        near[ids[other]].append(ids[one])
    units = [MapUnit(row[0], {"people": row[2]}, row[3], row[4], area=row[7]) for row in data["units"]]
    return SalesMap(units, near), data


def published(names: list[str], *, cuts: bool = False) -> Iterator[Instance]:
    """The stored instances at ±0.5 %, for the moment of inertia or the fewest cut edges."""
    with (DATA / "districting" / "index.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not names or row["id"] in names]
    for row in rows:
        sales_map, _ = read(row["id"])
        bounds = Between("people", int(row["lower"]), int(row["upper"]))
        known = row["moment_contiguous_optimum"]
        best: int | None = None
        if cuts:
            best = int(row["min_cut_edges_contiguous"]) if row["min_cut_edges_contiguous"] else None
        elif row["moment_contiguous_proven"] == "True":
            _, data = read(row["id"])
            best = _optimum(data)
        objective = CutEdges() if cuts else MomentOfInertia("people")
        policy = MapAlignment(int(row["k"]), bounds, objective)
        yield Instance(row["id"], sales_map, policy, best, known if best is None else "")


def _optimum(data: dict[str, object]) -> int:
    published = data["published"]
    assert isinstance(published, dict)
    return int(published["moment"]["contiguous"]["objective_recomputed"])


def wide(names: list[str]) -> Iterator[Instance]:
    """The stored instances at ±10 %."""
    with (DATA / "wide_tolerance" / "values.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not names or row["id"] in names]
    for row in rows:
        sales_map, _ = read(row["id"])
        policy = MapAlignment(
            int(row["k"]),
            Between("people", int(row["lower"]), int(row["upper"])),
            MomentOfInertia("people"),
        )
        value = row["moment_contiguous"]
        yield Instance(row["id"], sales_map, policy, int(value) if value.isdigit() else None, value)


def measured(names: list[str]) -> Iterator[Instance]:
    """Counties with two measures of ±5 % each, three second measures for each map."""
    for name in names or [f"{state}-county-2010" for state in ("ar", "ia", "ks", "ne", "ok")]:
        plain, data = read(name)
        for number in SEEDS:
            draw = Random(number)
            units = []
            for unit in plain.units:
                people = int(str(unit.figure("people")))
                sales = int(people * (0.7 + 0.6 * draw.random()))
                units.append(MapUnit(unit.id, {"people": people, "sales": sales}, unit.x, unit.y))
            policy = MapAlignment(
                int(str(data["k"])), [Within("people"), Within("sales")], MomentOfInertia("people")
            )
            yield Instance(f"{name} #{number}", SalesMap(units, plain.neighbours), policy)


def chequers(width: int, height: int, seed: int = 1) -> SalesMap:
    """A generated map: places on a jittered grid whose weights are skewed as those of towns are."""
    draw = Random(seed)
    units, near = [], {}
    for x in range(width):
        for y in range(height):
            units.append(
                MapUnit(
                    f"{x:03}-{y:03}",
                    {"people": int(draw.lognormvariate(7, 1)) + 1},
                    x * 10_000 + draw.randrange(-4_000, 4_000),
                    y * 10_000 + draw.randrange(-4_000, 4_000),
                )
            )
            near[f"{x:03}-{y:03}"] = [
                f"{a:03}-{b:03}"
                for a, b in ((x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1))
                if 0 <= a < width and 0 <= b < height
            ]
    return SalesMap(units, near)


def is_valid(instance: Instance, plan: MapPlan) -> bool:
    """Whether a plan is aligned and, counted afresh, in one piece everywhere and within its bounds."""
    if plan.status is not MapPlanStatus.ALIGNED:
        return False
    placed = plan.by_unit()
    for territory, units in plan.by_territory().items():
        left, queue = set(units), list(units[:1])
        left -= set(queue)
        while queue:
            for other in instance.sales_map.near(queue.pop()):
                if other in left:
                    left.discard(other)
                    queue.append(other)
        assert not left, f"{territory} falls apart"
        assert all(placed[unit] == territory for unit in units)
    figures = instance.sales_map.figures
    assert all(
        load.load == figures.total(load.measure, plan.by_territory()[load.territory]) for load in plan.loads
    )
    return not plan.misses


def row(instance: Instance, seed: int) -> tuple[object, ...]:
    """One line of the table."""
    start = time.process_time()
    plan = instance.policy.align(instance.sales_map, seed=seed)
    seconds = time.process_time() - start
    gap = below = ""
    if instance.best and plan.value is not None and is_valid(instance, plan):
        gap = f"{float(plan.value / instance.best - 1):.4%}"
        below = "" if plan.bound is None else f"{float(1 - plan.bound / instance.best):.3%}"
        assert plan.bound is None or plan.bound <= instance.best
    elif plan.gap is not None:
        gap = f"<= {float(plan.gap):.3%}"
    told = plan.status.value if plan.status is not MapPlanStatus.ALIGNED else f"{int(plan.value or 0):,}"
    return (
        instance.name,
        seed,
        "yes" if is_valid(instance, plan) else "no",
        told,
        gap,
        "proven" if plan.proven else below,
        plan.steps,
        f"{seconds:.1f}",
    )


def small(limit: float) -> None:
    """One small map for every build: valid, within the bound of its own, and in time."""
    instance = Instance(
        "generated 8 x 8",
        chequers(8, 8),
        MapAlignment(4, Within("people", "5%"), MomentOfInertia("people", Euclidean(1000))),
    )
    start = time.process_time()
    plan = instance.policy.align(instance.sales_map, seed=1, budget=300_000, rounds=200)
    seconds = time.process_time() - start
    assert is_valid(instance, plan), plan.text()
    assert plan.gap is not None
    assert plan.gap < 1
    print(f"{instance.name}: {plan!r}, {plan.steps:,} steps, {seconds:.1f} s")
    if seconds > limit:
        sys.exit(f"it took more than {limit} s")


def steps() -> None:
    """Microseconds of a proposal on generated maps of growing size, beside the logarithm of the size."""
    rows: list[tuple[object, ...]] = []
    base: float | None = None
    for side, territories in ((10, 2), (20, 8), (40, 32), (80, 128)):
        sales_map = chequers(side, side)
        policy = MapAlignment(territories, Within("people"), MomentOfInertia("people"))
        times = []
        for budget in (100_000, 500_000):  # what is made once, starts among it, drops out of the difference
            start = time.process_time()
            policy.align(sales_map, seed=1, budget=budget, rounds=0)
            times.append(time.process_time() - start)
        step = (times[1] - times[0]) / 0.4
        growth = step / log(side * side)
        base = growth if base is None else base
        rows.append((side * side, territories, f"{step:.2f}", f"{growth / base:.2f}"))
    columns = ("units", "territories", "microseconds a step", "over the logarithm of the size")
    print(Table("", columns, rows).text())


def frontier(names: list[str]) -> None:
    """The plans between today's, which has few cut edges, and the most compact one."""
    rows: list[tuple[object, ...]] = []
    for name in names or ["ia-county-2010", "ne-tract-2010", "ar-tract-2010"]:
        (instance,) = published([name])
        wide = evolve(instance.policy, bounds=Within("people", "5%"))
        today = evolve(wide, objective=CutEdges()).align(instance.sales_map, seed=1, budget=400_000)
        kept = evolve(wide, territories=today.territories)
        start = time.process_time()
        found = FrontierSearch(kept).explore(instance.sales_map, today.plan("today"), seed=1)
        seconds = time.process_time() - start
        assert [point.disruption for point in found.points] == sorted({p.disruption for p in found.points})
        values = [point.value for point in found.points]
        assert values == sorted(set(values), reverse=True), "a plan that moves more is no better"
        best = kept.align(instance.sales_map, seed=1, rounds=0).value
        above = f"{float(values[-1] / best - 1):.3%}" if best else ""
        moved = f"{found.points[0].moved} to {found.points[-1].moved}"
        rows.append((name, len(found.points), moved, above, found.steps, f"{seconds:.1f}"))
    columns = ("instance", "plans", "units moved", "last above the best map", "steps", "seconds")
    print(Table("", columns, rows).text())


def main(words: list[str]) -> None:
    """Print the table that the words ask for."""
    names = [word for word in words if not word.startswith("--")]
    if "--small" in words:
        small(20.0)
        return
    if "--steps" in words:
        steps()
        return
    if "--frontier" in words:
        frontier(names)
        return
    if "--large" in words:
        instances = [
            Instance(
                "generated 100 x 100",
                chequers(100, 100),
                MapAlignment(200, Within("people"), MomentOfInertia("people")),
            )
        ]
    elif "--wide" in words:
        instances = list(wide(names))
    elif "--measures" in words:
        instances = list(measured(names))
    else:
        instances = list(published(names, cuts="--cuts" in words))
    rows = []
    for instance in instances:
        for seed in SEEDS[:1] if "--large" in words else SEEDS:
            rows.append(row(instance, seed))
            print(".", end="", file=sys.stderr, flush=True)
    columns = ("instance", "seed", "valid", "value", "gap", "bound below", "steps", "seconds")
    print(Table("", columns, rows).text())


if __name__ == "__main__":
    main(sys.argv[1:])
