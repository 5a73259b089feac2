"""What a planner gets wrong is refused in words, and what cannot be is told in the units of the map."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from salesmgmt.errors import BatchError, InvalidValueError, SalesmgmtError
from salesmgmt.money import Money
from salesmgmt.territory import (
    Between,
    Continuity,
    Euclidean,
    FrontierSearch,
    HomeBase,
    MapAlignment,
    MapPlanStatus,
    MapUnit,
    MomentOfInertia,
    SalesMap,
    Territory,
    TerritoryPlan,
    Within,
    place_of,
)

LINE = MomentOfInertia("visits", Euclidean("0.1"))
#: What has the wrong type on purpose.
FIVE: Any = 5
MOMENT: Any = "moment"
TWO: Any = "2"
TURNED: Any = {"Ann": ["a", "b"]}
ONE: Any = "ab"
STAFF = (Territory("Ann"), Territory("Bob"))


def row(number: int = 6) -> SalesMap:
    """Units in a row, each with ten visits and some sales; the last sells most."""
    names = "abcdefghij"[:number]
    units = []
    for place, name in enumerate(names):
        sales = Money.of("USD 900.50" if name == names[-1] else "USD 100.50")
        figures: dict[str, int | Fraction | Money] = {"visits": 10, "sales": sales}
        units.append(MapUnit(name, figures, x=place))
    near = {name: [other for other in names if abs(ord(other) - ord(name)) == 1] for name in names}
    return SalesMap(units, near)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: Within("visits", "5"), "at most 100%"),
        (lambda: Within("visits", 5), "at most 100%"),
        (lambda: FrontierSearch(MapAlignment(STAFF, "visits", LINE), tolerances=["8"]), "at most 100%"),
        (lambda: MapAlignment(2, {"visits": "10%"}), "Within"),
        (lambda: MapAlignment(2, FIVE), "Within"),
        (lambda: MapAlignment(2, "visits", MOMENT), "'moment'"),
        (lambda: MapAlignment(TWO), "number of territories"),
        (lambda: MapAlignment(STAFF, locked=TURNED), "unit to territory"),
        (lambda: row().joined(ONE), "pair of units"),
        (
            lambda: SalesMap(
                [MapUnit("a"), MapUnit("b"), MapUnit("c")], {"a": ["b"], "b": ["c"], "c": ["b"]}
            ),
            "too",
        ),
        (lambda: MapAlignment(2, "visits", MomentOfInertia("visits")).align(row()), r"Euclidean\('0.01'\)"),
    ],
)
def test_mistakes_are_refused_in_words(wrong: Callable[[], object], said: str) -> None:
    with pytest.raises(SalesmgmtError, match=said):
        wrong()


def test_figures_of_other_currencies_are_those_of_units() -> None:
    with pytest.raises(BatchError, match="other units"):
        SalesMap([MapUnit("a", {"s": Money.of("USD 1")}), MapUnit("b", {"s": Money.of("EUR 1")})])


def test_continuity_with_a_plan_of_other_territories_is_no_continuity() -> None:
    today = TerritoryPlan("today", STAFF, dict.fromkeys("abcdef", "Ann"))
    policy = MapAlignment(2, "visits", LINE, Continuity(1000))
    with pytest.raises(BatchError, match=r"MapAlignment\(today\.territories"):
        policy.align(row(), current=today)
    nobody = TerritoryPlan("today", STAFF)
    assert policy.align(row(), current=nobody).status is MapPlanStatus.ALIGNED


def test_what_cannot_be_in_money_is_told_in_money() -> None:
    plan = MapAlignment(2, Between("sales", None, Money.of("USD 800")), LINE).align(row())
    reason = next(each for each in plan.reasons if each.code == "territory.obstacle.heavy")
    assert reason.get("figure") == Money.of("USD 900.50")
    assert reason.get("most") == Money.of("USD 800")
    assert "USD 900.50" in plan.text()


def test_a_group_that_is_too_heavy_is_named_by_its_units() -> None:
    policy = MapAlignment(3, Within("visits", "5%"), LINE, together=[list("abcd")])
    (reason,) = [each for each in policy.align(row()).reasons if each.code == "territory.obstacle.heavy"]
    assert (reason.get("unit"), reason.get("figure")) == ("a + b + c + …", 40)
    assert reason.facts == ("a", "b", "c", "d")


def test_a_group_locked_into_two_territories_says_which() -> None:
    homes = HomeBase({"Bob": "b"}, distance=Euclidean("0.1"))
    policy = MapAlignment(
        STAFF, Within("visits", "50%"), LINE, locked={"a": "Ann"}, together=[["a", "b"]], homes=homes
    )
    plan = policy.align(row())
    assert plan.status is MapPlanStatus.IMPOSSIBLE
    reason = next(each for each in plan.reasons if each.code == "territory.obstacle.nowhere")
    assert reason.get("unit") == "a + b"
    assert [each.text() for each in reason.because] == [
        "a is locked into Ann",
        "b may stand in Bob only: a home is there",
    ]


def test_where_there_is_no_division_there_is_no_plan() -> None:
    plan = MapAlignment(7, "visits", LINE).align(row())
    assert plan.status is MapPlanStatus.IMPOSSIBLE
    with pytest.raises(InvalidValueError, match="have a division"):
        plan.plan()


def test_the_place_of_a_locked_unit_says_so_though_nothing_is_next_door() -> None:
    policy = MapAlignment(STAFF, Within("visits", "0%"), LINE, locked={"a": "Ann"})
    place = place_of("a", policy.align(row()), policy, row())
    assert [each.text() for each in place.held] == ["a is locked into Ann"]
    assert "a is locked into Ann" in place.text()


@pytest.mark.parametrize("points", [False, True])
def test_a_map_without_bounds_is_aligned_too(*, points: bool) -> None:
    names = [f"{number:02}" for number in range(30)]
    units = [MapUnit(name, {"visits": 1}, x=int(name)) for name in names]
    near = {name: [other for other in names if abs(int(other) - int(name)) == 1] for name in names}
    sales_map = SalesMap.of_points(units) if points else SalesMap(units, near)
    plan = MapAlignment(2, (), LINE).align(sales_map, budget=20_000)
    # two runs of fifteen: 2 * (1 + 4 + … + 49) * 100 on either side
    assert plan.value == 2 * 2 * 140 * 100
    assert plan.bound is not None
    assert plan.bound <= plan.value
