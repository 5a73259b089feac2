"""Bounds of published maps: below the proven optimum, near it, and proved where they can be."""

from __future__ import annotations

import json
from math import hypot
from pathlib import Path

import pytest

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds import enumerate_best, lower_bound, obstacles_of

FOLDER = Path(__file__).parents[3] / ".." / "shared" / "data" / "territory" / "districting"


def published(
    name: str, k: int | None = None, bounds: tuple[int, int] | None = None
) -> tuple[Case, int | None]:
    path = FOLDER / f"{name}.json"
    if not path.exists():
        pytest.skip("no folder of published maps beside the project (../shared/data/territory)")
    read = json.loads(path.read_text(encoding="utf-8"))
    units = read["units"]
    weights = [unit[2] for unit in units]
    near: list[list[int]] = [[] for _ in units]
    for one, other in read["edges"]:
        near[one].append(other)
        near[other].append(one)
    territories = k or read["k"]
    low, high = bounds or (read["lower"], read["upper"])

    def far(one: int, other: int) -> int:
        across, along = units[one][3] - units[other][3], units[one][4] - units[other][4]
        return int(hypot(across, along) / 1000 + 0.5) ** 2

    case = Case(
        neighbours=[sorted(row) for row in near],
        weights=[weights],
        lower=[[low] * territories],
        upper=[[high] * territories],
        k=territories,
        n=len(units),
        far=far,
        hefts=weights,
        points=[(unit[3], unit[4]) for unit in units],
        planar=True,
        names=[unit[1] for unit in units],
        measures=["people"],
    )
    known = read["published"]["moment"].get("contiguous") or {}
    return case, known.get("objective_recomputed")


@pytest.mark.parametrize("name", ["id-county-2010", "me-county-2010", "nm-county-2010"])
def test_some_published_optima_are_proved(name: str) -> None:
    case, optimum = published(name)
    bound = lower_bound(case, optimum)
    assert bound.proof
    assert bound.value == optimum


def test_a_worse_plan_is_not_proved() -> None:
    case, optimum = published("id-county-2010")
    assert optimum is not None
    bound = lower_bound(case, optimum * 101 // 100, rounds=200)
    assert bound.value is not None
    assert not bound.proof
    assert bound.value <= optimum


def test_maine_is_decided_by_trying_everything() -> None:
    case, optimum = published("me-county-2010")
    tried = enumerate_best(case)
    assert tried.complete
    assert tried.value == optimum


@pytest.mark.parametrize("known", [True, False])
def test_the_bound_of_nebraska_is_near_and_below(known: bool) -> None:
    case, optimum = published("ne-county-2010")
    assert optimum is not None
    bound = lower_bound(case, optimum if known else None, rounds=200)
    assert bound.value is not None
    assert optimum * 0.975 <= bound.value <= optimum


def test_colorado_is_impossible_for_one_county() -> None:
    case, _ = published("co-county-2010")
    (reason,) = obstacles_of(case)
    assert reason.code == "territory.obstacle.reach"
    assert reason.get("weight") == reason.get("figure") == 600_158
    assert reason.get("least") == 714_865


def test_heavy_counties_are_named() -> None:
    case, _ = published("ok-county-2010", 8, (422_027, 515_810))
    found = obstacles_of(case)
    assert [reason.code for reason in found] == ["territory.obstacle.heavy"] * 2
    assert {reason.get("figure") for reason in found} == {718_633, 603_403}


@pytest.mark.parametrize("name", ["ar-county-2010", "ok-county-2010", "me-county-2010"])
def test_possible_maps_have_no_obstacle(name: str) -> None:
    assert obstacles_of(published(name)[0]) == ()
