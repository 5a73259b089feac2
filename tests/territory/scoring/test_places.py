"""Why a unit stands where it does, against trying it; and plans on maps as rules, there and back."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.criteria import field
from salesmgmt.errors import BatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.records import Customer
from salesmgmt.territory import (
    Euclidean,
    HomeBase,
    MapAlignment,
    MapScoring,
    MapUnit,
    MomentOfInertia,
    RuleSet,
    SalesMap,
    Territory,
    TerritoryPlan,
    UnitFields,
    UnitPlace,
    Within,
    place_of,
    rule,
)
from salesmgmt.testing.territory_maps import MapCase, sales_maps, small_map_cases
from salesmgmt.testing.territory_scoring import ScoredCase, scored_cases, unit_places
from tests.territory.alignment import slow

pytestmark = pytest.mark.properties

LINE = Euclidean(Fraction(1, 10))


def wrong(value: object) -> Any:
    return value


@given(small_map_cases(max_units=7), st.data())
@settings(max_examples=40)
def test_places_are_those_of_trying(case: MapCase, data: st.DataObject) -> None:
    policy, sales_map = case.policy, case.sales_map
    plan = policy.align(sales_map, seed=1, budget=600, rounds=0, current=case.current)
    if not plan.assignment:
        return
    names = [territory.id for territory in policy.territories]
    division = dict(plan.by_unit())
    unit = data.draw(st.sampled_from(sorted(division)))
    place = place_of(unit, plan, policy, sales_map, current=case.current)
    assert place.territory == division[unit]
    assert unit in place.together
    touched = {division[other] for each in place.together for other in sales_map.near(each)}
    assert {option.territory for option in place.options} == touched - {place.territory}
    before = slow.value(policy, sales_map, division, case.current)
    for option in place.options:
        moved = {**division, **dict.fromkeys(place.together, option.territory)}
        allowed = all(moved[each] == at for each, at in policy.locked)
        whole = not slow.is_in_pieces(sales_map, moved, names)
        kept = slow.keeps_bounds(policy, sales_map, moved)
        if not option.forbidden:
            assert allowed
            assert whole
            assert kept or not slow.keeps_bounds(policy, sales_map, division)
        elif allowed and whole and slow.keeps_bounds(policy, sales_map, division):
            assert not kept
        if option.extra is not None:
            assert option.extra == slow.value(policy, sales_map, moved, case.current) - before
    if plan.proven and plan.status.value == "aligned":
        assert place.settled
    for lang in ("en", "zh"):
        assert place.text(lang)
        assert len(place.table(lang).rows) == len(place.records()) == len(place.options) + 1


@given(unit_places())
def test_every_place_can_be_told(place: UnitPlace) -> None:
    for lang in ("en", "zh"):
        assert len(place.text(lang).splitlines()) >= len(place.options) + 1
    for option in place.options:
        assert place.option(option.territory).territory == option.territory
    with pytest.raises(UnknownIdentifierError, match="be one of"):
        place.option("\0")


def road(names: str = "abcdef") -> SalesMap:
    units = [MapUnit(name, {"visits": 10}, x=place) for place, name in enumerate(names)]
    near = {one: [other for other in names if abs(ord(one) - ord(other)) == 1] for one in names}
    return SalesMap(units, near)


def split(first: str, names: str = "abcdef") -> TerritoryPlan:
    placed = {name: "N" if name in first else "S" for name in names}
    return TerritoryPlan("plan", [Territory("N"), Territory("S")], placed)


def test_each_obstacle_is_named() -> None:
    policy = MapAlignment(
        [Territory("N"), Territory("S")],
        Within("visits", "40%"),
        MomentOfInertia("visits", LINE),
        homes=HomeBase({"S": "d"}, weight=0, distance=LINE),
        locked={"a": "N"},
        together=[("a", "b")],
    )
    home = place_of("d", split("abc"), policy, road())
    assert [reason.code for reason in home.option("N").forbidden] == ["territory.unit.reserved"]
    together = place_of("a", split("ab"), policy, road())
    assert together.text().splitlines() == [
        "a stands in N, whose centre is a; there it costs 0",
        "  it has to stay together with b",
        "  S is no place for it",
        "    a is locked into N",
        "    N would be left without a unit",
        "    S would carry 60 of visits, and may carry 42",
        "    N would be left with 0 of visits, and has to carry 18",
    ]
    free = MapAlignment(split("").territories, (), MomentOfInertia(None, LINE))
    torn = place_of("b", split("abc"), free, road())
    assert not torn.options
    edge = place_of("e", split("abcde"), free, road())
    assert edge.option("S").extra is not None
    assert not edge.option("S").forbidden
    assert not edge.settled
    assert "cheaper by" in edge.text()
    assert "且无任何限制" in edge.text("zh")
    apart = SalesMap.of_points(road().units)
    assert place_of("a", split("abc"), MapAlignment(split("").territories), apart_of(apart)).options


def apart_of(points: SalesMap) -> SalesMap:
    """The same points, a thousand times as far apart."""
    return SalesMap.of_points([MapUnit(unit.id, unit.figures, unit.x * 10_000) for unit in points.units])


def test_a_plan_that_leaves_units_out_has_no_places() -> None:
    plan = TerritoryPlan("p", [Territory("N"), Territory("X")], {"a": "X", "b": "N"})
    policy = MapAlignment(split("").territories, (), MomentOfInertia(None, LINE))
    with pytest.raises(BatchError) as caught:
        place_of("a", plan, policy, road("abc"))
    assert [(each.record, each.value) for each in caught.value.problems] == [
        ("Unit a", "X"),
        ("Unit c", None),
    ]
    with pytest.raises(UnknownIdentifierError, match="unit of the map"):
        place_of("z", plan, policy, road("abc"))
    with pytest.raises(WrongTypeError, match="be a MapAlignment"):
        place_of("a", plan, wrong(MapScoring()), road("abc"))


@given(scored_cases(), st.sampled_from(("area", "postal_code", "id")), st.data())
def test_rules_give_the_plan_they_were_written_from(case: ScoredCase, by: str, data: st.DataObject) -> None:
    units = [unit.id for unit in case.sales_map.units]
    kinds = st.dictionaries(st.sampled_from(units), st.sampled_from("NSW"))
    fields = UnitFields(by, {"region": data.draw(kinds), "district": data.draw(kinds)})
    rules = fields.rules_of(case.before)
    again = fields.plan_of(rules, case.sales_map)
    assert again == case.before
    assert case.scoring.score(again, case.sales_map) == case.scoring.score(case.before, case.sales_map)
    # Accounts in the units get the territory of their unit.
    if by != "id":
        rows = [{**row, "id": f"C-{place}"} for place, row in enumerate(fields.records(case.sales_map))]
        done = rules.assign(rows)
        assert [done.territory_of(row["id"]) for row in rows] == [
            case.before.territory_of(unit) for unit in units
        ]


@given(sales_maps(max_units=6), st.data())
def test_territories_above_others_are_written_too(sales_map: SalesMap, data: st.DataObject) -> None:
    tree = [Territory("top"), Territory("n", parent="top"), Territory("n1", parent="n"), Territory("s")]
    places = st.sampled_from(["top", "n", "n1", "s", None])
    placed = {unit.id: data.draw(places) for unit in sales_map.units}
    plan = TerritoryPlan("tree", tree, {unit: place for unit, place in placed.items() if place is not None})
    fields = UnitFields("area")
    assert fields.plan_of(fields.rules_of(plan), sales_map) == plan


def test_rules_that_somebody_wrote_are_scored_like_a_plan() -> None:
    fields = UnitFields("town", {"region": {"a": "N", "b": "N", "c": "N", "d": "S", "e": "S", "f": "S"}})
    rules = RuleSet(
        "by hand", [rule("N", field("region").equals("N")), rule("S", field("region").equals("S"))]
    )
    scoring = MapScoring(MomentOfInertia("visits", LINE))
    score = scoring.score(fields.plan_of(rules, road()), road())
    assert score.contiguous
    assert score.deviation("visits") == 0
    better = fields.rules_of(split("abcd"))
    both = scoring.compare(fields.plan_of(rules, road()), fields.plan_of(better, road()), road())
    assert both.moved == ("d",)
    # A new town of the north finds its territory, since the whole north stands in one.
    done = better.assign([Customer("C-1", region="N"), {"id": "C-2", "region": "S", "town": "d"}])
    assert done.territories == (("N",), ("N",))
    with pytest.raises(InvalidValueError, match="have the key id"):
        fields.plan_of(RuleSet("other", (), key="number"), road())
    with pytest.raises(WrongTypeError, match="be a RuleSet"):
        fields.plan_of(wrong("rules"), road())
    with pytest.raises(InvalidValueError, match="be another field"):
        UnitFields("town", {"town": {}})
    with pytest.raises(InvalidValueError, match="stand once"):
        UnitFields("town", [("region", {}), ("region", {})])
