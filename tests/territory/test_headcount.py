"""People by workload: largest remainder, nobody below the minimum, every hour explained."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import BatchError, InvalidValueError, SalesmgmtError
from salesmgmt.reasons.values import format_value
from salesmgmt.records import Customer, Facts, Product
from salesmgmt.territory import (
    CallPlan,
    Coverage,
    Division,
    HeadcountLine,
    HeadcountPlan,
    HeadcountPolicy,
    SharedWork,
    by_product,
    by_region,
)
from salesmgmt.testing.territory import divisions, markets
from salesmgmt.testing.territory_coverage import headcount_plans, headcount_policies

pytestmark = pytest.mark.properties

CLASSES = {"A": (24, 10), "B": (12, 5)}
POLICY = HeadcountPolicy(CLASSES, 400)


def facts_of(*groups: tuple[str, str, int]) -> Facts:
    """Customers by region and class, and two products."""
    customers = [
        Customer(f"{region}{segment}{number}", region=region, segment=segment)
        for region, segment, count in groups
        for number in range(count)
    ]
    return Facts([*customers, Product("G5", series="GTX"), Product("M1", series="MG")])


@given(headcount_policies(), divisions(), markets(), st.none() | st.integers(0, 40))
def test_people_by_workload(
    policy: HeadcountPolicy, division: Division, market: Facts, more: int | None
) -> None:
    coverage = division.assign(market)
    parts = len(coverage.load())
    people = None if more is None else policy.minimum * parts + (more if parts else 0)
    plan = policy.plan(coverage, market, people=people)
    work = {each.name: each.visits * each.hours for each in policy.classes}
    hours: dict[str, Fraction] = {}
    for customer in market.customers:
        owners = coverage.owners(customer.id)
        split = len(owners) if policy.shared is SharedWork.SPLIT else 1
        name = customer.industry if customer.industry in work else policy.otherwise
        for owner in owners:
            hours[owner] = hours.get(owner, Fraction(0)) + work[name or ""] / split
    assert {line.owner: line.hours for line in plan.lines} == hours
    assert plan.needed == sum(hours.values()) / policy.selling_hours
    if people is None:
        assert plan.people == max(policy.minimum * parts, ceil(plan.needed))
    else:
        assert plan.people == people
    assert all(line.people >= policy.minimum for line in plan.lines)
    check_split(policy.minimum, plan)


def check_split(minimum: int, plan: HeadcountPlan) -> None:
    """Above the minimum, people follow the hours: each within one of its exact part of what is left."""
    free = [line for line in plan.lines if not line.least]
    left = sum(line.people for line in free)
    whole = sum((line.hours for line in free), Fraction(0))
    assert all(line.people == minimum for line in plan.lines if line.least)
    for line in free:
        if whole:
            assert abs(line.people - left * line.hours / whole) < 1
        for other in free:
            if line.hours > other.hours:
                assert line.people >= other.people


@given(headcount_plans())
def test_plans_are_told_in_both_languages(plan: HeadcountPlan) -> None:
    assert len(plan.records()) == len(plan.table("zh").rows) == len(plan.lines)
    for lang in ("en", "zh"):
        assert format_value(plan.people, lang) in plan.reason.text(lang)
        assert len(plan.reason.tree(lang).splitlines()) > len(plan.lines)


def test_a_worked_case() -> None:
    facts = facts_of(("north", "A", 5), ("south", "A", 2), ("south", "B", 4))
    coverage = by_region({"north": "n", "south": "s"}).assign(facts)
    plan = POLICY.plan(coverage, facts)
    assert [(line.owner, line.hours, line.needed, line.people) for line in plan.lines] == [
        ("n", Fraction(1200), Fraction(3), 3),
        ("s", Fraction(720), Fraction(9, 5), 2),
    ]
    assert plan.needed == Fraction(24, 5)
    assert (plan.people, plan.of("n"), plan.of("x")) == (5, 3, 0)
    assert plan.reason.tree().splitlines()[3:] == [
        "  s: 720 hours at 6 customers ask for 1.8: 2",
        "    2 of class A, 24 visits of 10 hours a year each: 480 hours",
        "    4 of class B, 12 visits of 5 hours a year each: 240 hours",
    ]


def test_small_parts_get_the_minimum_and_the_others_what_is_left() -> None:
    facts = facts_of(("north", "A", 20), ("south", "B", 5), ("west", "B", 1))
    coverage = by_region({"north": "n", "south": "s", "west": "w"}).assign(facts)
    plan = POLICY.plan(coverage, facts, people=5)
    assert [(line.owner, line.people, line.least) for line in plan.lines] == [
        ("n", 3, False),
        ("s", 1, True),
        ("w", 1, True),
    ]
    assert "no fewer than 1" in plan.reason.tree()


def test_several_sellers_at_a_customer_make_their_visits_each() -> None:
    facts = facts_of(("north", "A", 5))
    coverage = by_product({"GTX": "g", "MG": "m"}).assign(facts)
    assert POLICY.plan(coverage, facts).hours == 2400
    assert HeadcountPolicy(CLASSES, 400, shared="split").plan(coverage, facts).hours == 1200


def test_ties_go_to_the_first_name_whatever_the_order() -> None:
    facts = facts_of(("north", "A", 1), ("south", "A", 1), ("west", "A", 1))
    coverage = by_region({"west": "a", "north": "b", "south": "c"}).assign(facts)
    plan = POLICY.plan(coverage, facts, people=4)
    assert [line.people for line in plan.lines] == [2, 1, 1]
    backwards = Facts(reversed(facts.records))
    assert POLICY.plan(coverage, backwards, people=4) == plan


def test_customers_of_no_class_are_all_named() -> None:
    facts = Facts([Customer("C-1", region="north"), Customer("C-2", region="north", segment="C")])
    coverage = by_region({"north": "n"}).assign(facts)
    with pytest.raises(BatchError) as caught:
        POLICY.plan(coverage, facts)
    assert len(caught.value.problems) == 2
    assert HeadcountPolicy(CLASSES, 400, otherwise="B").plan(coverage, facts).hours == 120
    with pytest.raises(BatchError, match="in the batch"):
        POLICY.plan(coverage, Facts([]))
    with pytest.raises(InvalidValueError, match="1 or more"):
        HeadcountPolicy(CLASSES, 400, otherwise="B").plan(coverage, facts, people=0)


def test_a_market_without_owners_needs_nobody() -> None:
    plan = POLICY.plan(Coverage([]), Facts([]))
    assert (plan.people, len(plan.lines), plan.needed) == (0, 0, Fraction(0))


@pytest.mark.parametrize(
    "make",
    [
        lambda: CallPlan("", 1, 1),
        lambda: CallPlan("A", -1, 1),
        lambda: CallPlan("A", 1, cast(int, 1.5)),
        lambda: HeadcountPolicy({}, 400),
        lambda: HeadcountPolicy(CLASSES, 0),
        lambda: HeadcountPolicy({"A": cast(tuple[int, int], 5)}, 400),
        lambda: HeadcountPolicy([CallPlan("A", 1, 1)] * 2, 400),
        lambda: HeadcountPolicy(CLASSES, 400, otherwise="C"),
        lambda: HeadcountPolicy(CLASSES, 400, shared="some"),
        lambda: HeadcountPolicy(CLASSES, 400, minimum=-1),
        lambda: HeadcountPolicy(CLASSES, 400, on=""),
        lambda: POLICY.plan(cast(Coverage, 5), Facts([])),
        lambda: POLICY.plan(Coverage([]), cast(Facts, [])),
        lambda: POLICY.plan(Coverage([]), Facts([]), people=cast(int, "5")),
        lambda: HeadcountPlan(cast(list[HeadcountLine], [5]), 0, POLICY.plan(Coverage([]), Facts([])).reason),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()
