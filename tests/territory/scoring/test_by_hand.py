"""Figures of plans on maps that are short enough to be counted by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve

from salesmgmt.errors import BatchError
from salesmgmt.territory import (
    Between,
    Continuity,
    CutEdges,
    DistanceTable,
    Frontier,
    FrontierPoint,
    FrontierSearch,
    MapAlignment,
    MapPlan,
    MapScoring,
    MapUnit,
    MomentOfInertia,
    SalesMap,
    Territory,
    TerritoryLoad,
    TerritoryPlan,
    TravelTime,
    UnitFields,
    Within,
    place_of,
)
from salesmgmt.territory.scoring.changes import changes_of
from salesmgmt.territory.scoring.counting import roundness
from tests.territory.scoring.test_frontier import aligned, lopsided, strip
from tests.territory.scoring.test_metrics import halves, square
from tests.territory.scoring.test_places import LINE, road, split


def test_ways_that_differ_by_direction_go_out_from_the_centre() -> None:
    table = DistanceTable.of(
        {"a": {"b": 3, "c": "7.5"}, "b": {"a": "4.5", "c": 1}, "c": {"a": 8, "b": "0.5"}}
    )
    points = SalesMap.of_points([MapUnit(name) for name in "abc"])
    plan = TerritoryPlan("p", [Territory("A")], dict.fromkeys("abc", "A"))
    scoring = MapScoring(MomentOfInertia(None, table), TravelTime(table))
    found = scoring.score(plan, points).territory("A")
    assert found.centre == "b"
    assert found.moment == Fraction(9, 2) ** 2 + 1
    assert found.travel == Fraction(11, 2)
    assert found.diameter == 8  # the way back from c to a is the longest
    assert evolve(scoring, homes={"A": "a"}).score(plan, points).travel == Fraction(21, 2)


def test_of_several_bounds_the_closest_count() -> None:
    close = {("A", "visits"): Fraction(-7, 10), ("B", "visits"): Fraction(7, 10)}
    for others in ([Within("visits", "50%")], [Between("visits", 1, 9)]):
        scoring = MapScoring(bounds=[*others, Within("visits", "10%")])
        misses = scoring.score(halves(upright=True), square()).misses
        assert {(load.territory, load.measure): load.excess for load in misses} == close


def test_a_territory_without_units_is_not_round_and_not_counted() -> None:
    plan = halves(upright=True)
    wider = evolve(plan, territories=[*plan.territories, Territory("C")])
    one, other = (MapScoring().score(each, square()) for each in (plan, wider))
    assert other.territory("C").units == 0
    assert one.polsby_popper == other.polsby_popper is not None
    assert one.least_polsby_popper == other.least_polsby_popper


def test_roundness_is_rounded_to_the_nearest_billionth() -> None:
    assert roundness(Fraction(1), Fraction(3)) == Fraction(1_396_263_402, 10**9)  # 4 pi / 9 = 1.3962634016


def test_what_moves_within_one_hand_changes_no_hands() -> None:
    both = [Territory("A", owner="ann"), Territory("B", owner="ann"), Territory("C", owner="bob")]
    before = TerritoryPlan("before", both, {"00": "A", "01": "A", "10": "B", "11": "C"})
    after = TerritoryPlan("after", both, {"00": "B", "01": "C", "10": "B"})
    change = MapScoring().compare(before, after, square())
    assert change.moved == ("00", "01")
    assert change.changed_hands == ("01",)
    assert change.share_moved() == Fraction(3, 4)  # the dropped unit with the moved ones


def test_the_cost_of_a_unit_stands_for_itself() -> None:
    today = TerritoryPlan("now", [Territory("N"), Territory("S")], {"a": "N", "b": "N", "c": "S"})
    changes = changes_of(Continuity("0.5", "visits", {"b": 7}), road("abcd"), ["N", "S"], today)
    assert [Fraction(cost, changes.scale) for cost in changes.costs] == [5, 7, 5, 5]
    assert Fraction(changes.most, changes.scale) == 17  # d stands nowhere today
    assert Fraction(changes.of([1, 1, 1, 0]), changes.scale) == 12
    assert changes.moved([1, 1, 1, 0]) == 2


def test_a_move_that_eases_a_broken_bound_is_not_forbidden() -> None:
    policy = MapAlignment(
        [Territory("N"), Territory("S")], Within("visits", "10%"), MomentOfInertia("visits", LINE)
    )
    assert not place_of("e", split("abcde"), policy, road()).option("S").forbidden
    back = place_of("d", split("abc"), policy, road()).option("N").forbidden
    assert [each.code for each in back] == ["territory.unit.above", "territory.unit.below"]


def test_a_unit_may_go_where_it_is_locked() -> None:
    policy = MapAlignment(
        [Territory("N"), Territory("S")], (), MomentOfInertia("visits", LINE), locked={"c": "S"}
    )
    assert not place_of("c", split("abc"), policy, road()).option("S").forbidden
    assert place_of("c", split("ab"), policy, road()).option("N").forbidden


def test_another_place_is_priced_about_the_best_centre_there() -> None:
    policy = MapAlignment([Territory("N"), Territory("S")], (), MomentOfInertia("visits", LINE))
    place = place_of("b", split("ab"), policy, road())
    # c to f: d is the first of the two in the middle, 20 tenths from b.
    assert place.option("S").cost == 10 * 20**2


def test_a_value_that_is_taken_whole_is_not_named_again() -> None:
    groups = {"region": dict.fromkeys("abc", "R"), "district": dict.fromkeys("ab", "D")}
    tree = [Territory("top"), Territory("N", parent="top"), Territory("S", parent="top")]
    plan = TerritoryPlan("plan", tree, {name: "N" if name in "abc" else "S" for name in "abcd"})
    rules = UnitFields("town", groups).rules_of(plan)
    assert str(rules.rule("N").where) == "region is “R” (and is not missing)"
    assert [each.keeps_rest for each in rules.rules] == [each.territory.id != "top" for each in rules.rules]


def point(value: int | Fraction, disruption: int, tolerance: str | None = None) -> FrontierPoint:
    """A point of a frontier, of which only the numbers count."""
    return FrontierPoint(split("abc"), value, disruption, disruption, tolerance=tolerance)


def test_a_plan_that_is_alike_in_one_thing_and_better_in_another_dominates() -> None:
    assert point(5, 2).dominates(point(5, 3))
    assert point(5, 2).dominates(point(6, 2))
    assert point(5, 2, "5%").dominates(point(5, 2, "10%"))
    assert point(5, 2).dominates(point(5, 2))
    assert not point(5, 3).dominates(point(5, 2))
    assert not point(6, 1).dominates(point(5, 2))


def test_prices_are_those_within_one_tolerance() -> None:
    close, wide = (point(200, 1, "5%"), point(99, 3, "5%")), (point(180, 0, "10%"), point(80, 2, "10%"))
    rows = Frontier(split("abc"), [*close, *wide]).records()
    assert [row["price"] for row in rows] == [None, Fraction(101, 2), None, 50]
    table = Frontier(split("abc"), close).table()
    assert table.rows[1][-1] == Fraction(101, 2)  # below a hundred a price is shown with its decimals


def test_a_gap_is_never_said_too_small() -> None:
    plan = MapPlan("aligned", value=1_000_001, bound=1_000_000)
    assert "0.01%" in plan.text()


def test_the_miss_of_the_greatest_part_comes_first() -> None:
    loads = [TerritoryLoad("A", "x", 105, 100, None, 100), TerritoryLoad("B", "y", 3, 2, None, 2)]
    plan = MapPlan("none found", loads=loads)
    assert [load.territory for load in plan.misses] == ["B", "A"]


def test_a_price_counts_for_one_of_disruption_and_not_for_one_unit() -> None:
    """A town counts a half: at 20,000 it is moved where it brings 10,000 or more."""
    policy = aligned(continuity=Continuity("0.5"))
    found = FrontierSearch(policy, 0, ["20000", "30000"]).explore(strip(), lopsided())
    told = {each.moved: (each.disruption, each.penalty) for each in found.points}
    assert told[3] == (Fraction(3, 2), Fraction(20_000))  # a third town brings 12,000, a fourth 7,000
    assert told[2] == (Fraction(1), Fraction(30_000))  # a second one brings 21,000


def test_a_unit_is_priced_by_the_neighbours_that_it_is_parted_from() -> None:
    both = road().joined([("a", "c")])
    policy = MapAlignment([Territory("N"), Territory("S")], (), CutEdges())
    place = place_of("c", split("abc"), policy, both)
    assert place.cost == place.option("S").extra == 1
    assert place.option("S").cost == 2


def test_parts_of_a_plan_are_told_by_the_names_they_might_get() -> None:
    today = TerritoryPlan("now", [Territory("N"), Territory("S")], {"a": "N", "b": "N", "c": "S"})
    changes = changes_of(Continuity(), road("abc"), ["N", "S"], today)
    assert changes.of_names([0, 1, 0]) == [[1, 1], [0, 1]]
    own = changes_of(Continuity(plan=split("c", "abc")), road("abc"), ["N", "S"], today)
    assert own.today == [1, 1, 0]


def test_two_units_tell_one_length_of_the_border_between_them() -> None:
    units = [MapUnit("a", borders={"b": 2}), MapUnit("b", borders={"a": 3})]
    with pytest.raises(BatchError, match="be as long as"):
        SalesMap(units, {"a": ["b"], "b": ["a"]})
