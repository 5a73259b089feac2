"""Units that no territory can hold, with two measures: claimed only where trying everything finds no plan."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.territory.alignment.case import Case
from salesmgmt.territory.bounds import surroundings as surroundings_module
from salesmgmt.territory.bounds.surroundings import stuck_unit
from tests.territory.bounds.brute import least, pieces

pytestmark = pytest.mark.properties


@st.composite
def heavy_cases(draw: st.DrawFn) -> Case:
    """Up to nine units, one or two of which nearly fill a territory, and two or three measures."""
    n, k = draw(st.integers(4, 9)), draw(st.integers(2, 3))
    people = draw(st.lists(st.integers(1, 12), min_size=n, max_size=n))
    for unit in range(draw(st.integers(1, 2))):
        people[unit] = draw(st.integers(15, 40))
    weights = [people]
    for _ in range(draw(st.integers(1, 2))):
        factors = draw(st.lists(st.integers(6, 14), min_size=n, max_size=n))
        weights.append([each * factor // 10 for each, factor in zip(people, factors, strict=True)])
    slack = draw(st.sampled_from([5, 15, 30]))
    near: list[set[int]] = [set() for _ in range(n)]
    links = [(unit, draw(st.integers(0, unit - 1))) for unit in range(1, n)]
    some = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    for one, other in links + draw(st.lists(some, max_size=n)):
        if one != other:
            near[one].add(other)
            near[other].add(one)
    return Case(
        neighbours=[sorted(row) for row in near],
        weights=weights,
        lower=[[(100 - slack) * sum(column) // (100 * k)] * k for column in weights],
        upper=[[(100 + slack) * sum(column) // (100 * k) + 1] * k for column in weights],
        k=k,
        n=n,
        far=lambda one, other: abs(one - other),
    )


@given(heavy_cases())
def test_a_unit_is_stuck_only_where_no_plan_exists(case: Case) -> None:
    if stuck_unit(case) is not None:
        assert least(case) is None


@given(heavy_cases())
def test_every_connected_set_that_keeps_the_bounds_is_listed(case: Case) -> None:
    around = surroundings_module._Surroundings(case, None)
    near = case.neighbours or []
    for unit in range(2):
        expected = [
            bits
            for bits in range(1 << case.n)
            if bits >> unit & 1
            and all(
                low[0] <= sum(w for each, w in enumerate(column) if bits >> each & 1) <= high[0]
                for column, low, high in zip(case.weights, case.lower, case.upper, strict=True)
            )
            and pieces(near, {each for each in range(case.n) if bits >> each & 1}) == 1
        ]
        assert sorted(around.sets(unit, (1 << case.n) - 1) or ()) == expected


def test_a_unit_among_many_small_ones_is_stuck_where_none_has_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Far more sets than could be listed, were they not left as soon as nothing within reach helps."""
    side, draw = 9, Random(1)
    n = side * side
    people = [draw.randrange(15, 25) for _ in range(n)]
    sales = [int(each * (0.8 + 0.3 * draw.random())) for each in people]
    people[40], sales[40] = 340, 204
    near = [
        [
            other
            for other in (unit - side, unit - 1, unit + 1, unit + side)
            if 0 <= other < n and (abs(other - unit) == side or other // side == unit // side)
        ]
        for unit in range(n)
    ]
    case = Case(
        neighbours=near,
        weights=[people, sales],
        lower=[[95 * sum(column) // 400] * 4 for column in (people, sales)],
        upper=[[105 * sum(column) // 400] * 4 for column in (people, sales)],
        k=4,
        n=n,
    )
    assert stuck_unit(case) == 40
    monkeypatch.setattr(surroundings_module._Surroundings, "lacks", lambda _self, _unit: [])
    assert stuck_unit(case) is None
