"""Names in a division that do not fit the records are told; names that merely look alike are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import BatchError, InvalidValueError
from salesmgmt.records import Customer, Facts, Product
from salesmgmt.territory import Division, Members, Part, by_customer_group, by_product, by_region
from salesmgmt.territory.division.spelling import nearest
from salesmgmt.testing.territory import divisions, markets

pytestmark = pytest.mark.properties

FACTS = Facts(
    [
        Customer("C-1", region="north", industry="retail"),
        Customer("C-2", region="south", more={"size": "small"}),
        Product("G5", series="GTX"),
    ]
)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("nroth", "north"),
        ("norh", "north"),
        ("norrth", "north"),
        ("nortj", "north"),
        ("North", "north"),
        (" north ", "north"),
        ("ｎorth", "north"),
        ("new yrok", "New York"),
    ],
)
def test_slips_are_seen(one: str, two: str) -> None:
    assert nearest(one, ["elsewhere", two]) == two
    assert nearest(two, [one]) == one


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("north-1", "north-2"),
        ("44", "45"),
        ("华东大区", "华北大区"),
        ("team A", "team B"),
        ("east", "west"),
        ("GTX", "GTK"),
        ("A1", "A1b"),
        ("north", "north-1"),
        ("", "a"),
    ],
)
def test_other_names_are_other_names(one: str, two: str) -> None:
    assert nearest(one, [two]) is None
    assert nearest(two, [one]) is None


@given(st.text("abcd中1", max_size=7), st.text("abcd中1", max_size=7))
def test_a_near_name_is_one_letter_away(one: str, two: str) -> None:
    if one == two or nearest(one, [two]) is None:
        return
    letters = "abcd"
    near = {one[:n] + c + one[n:] for n in range(len(one) + 1) for c in letters}
    near |= {one[:n] + c + one[n + 1 :] for n in range(len(one)) for c in ("", *letters)}
    near |= {one[:n] + one[n + 1] + one[n] + one[n + 2 :] for n in range(len(one) - 1)}
    assert two in near


def test_a_field_that_no_record_has_is_refused_with_all_other_faults() -> None:
    division = by_region(
        {
            "nroth": by_product({"GTX": "ann"}, on="serie"),
            "south": by_customer_group({"retail": "bob"}, on="sector"),
        }
    )
    with pytest.raises(BatchError) as caught:
        division.assign(FACTS)
    found = [(problem.field, problem.value) for problem in caught.value.problems]
    assert found == [("parts", "nroth"), ("on", "serie"), ("on", "sector")]
    assert "'north'" in str(caught.value)
    assert "'series'" in str(caught.value)
    assert "industry" in str(caught.value)


def test_an_own_column_of_one_record_is_known() -> None:
    assert by_customer_group({"small": "ann"}, on="size", otherwise="bob").problems(FACTS) == ()


def test_without_records_nothing_can_be_said() -> None:
    assert by_region({"nroth": "ann"}, on="place").problems(Facts([])) == ()
    assert by_product({"GTX": "ann"}, on="line").assign(Facts([Customer("C-1")])).gaps


def test_a_value_that_looks_like_a_covered_one_is_another_value() -> None:
    division = by_region({"north": "ann", "northe": "bob"}, otherwise="cy")
    assert division.assign(FACTS).owner("C-1") == "ann"


@pytest.mark.parametrize(("one", "two"), [("Hunan", "Henan"), ("Shanxi", "Shaanxi"), ("norh", "north")])
def test_a_real_neighbour_is_not_refused_though_it_is_pointed_out(one: str, two: str) -> None:
    facts = Facts([Customer("C-1", region=two)])
    coverage = by_region({one: "ann"}).assign(facts)
    assert [cell.customer for cell in coverage.gaps] == ["C-1"]
    [problem] = by_region({one: "ann"}).problems(facts)
    assert f"such as {two!r}" in str(problem)


def test_how_strictly_values_are_checked() -> None:
    division = by_region({"nroth": "ann", "moon": "bob"})
    assert [problem.value for problem in division.problems(FACTS)] == ["moon", "nroth"]
    assert [problem.value for problem in division.problems(FACTS, members="near")] == ["nroth"]
    assert division.problems(FACTS, members=Members.ANY) == ()
    assert len(division.assign(FACTS, members="any").gaps) == 2
    with pytest.raises(BatchError):
        division.assign(FACTS, members="all")
    with pytest.raises(InvalidValueError):
        division.assign(FACTS, members="some")


def test_a_fault_that_stands_in_two_places_is_told_once() -> None:
    below = by_customer_group({"retial": "ann"})
    division = by_region([Part("north", below), Part("south", by_region({"south": below}))])
    assert len(division.problems(FACTS, members="near")) == 1


@given(divisions(), markets())
def test_values_that_records_hold_are_no_problems(division: Division, market: Facts) -> None:
    held = {customer.region for customer in market.customers} | {
        customer.industry for customer in market.customers
    }
    held |= {product.series for product in market.products}
    for problem in division.problems(market):
        assert problem.value not in held
    assert division.problems(market, members="near") == ()
