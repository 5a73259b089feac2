"""Matrices of one, two and three dimensions: cells, what is missing, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import BatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.incentives.schedules import Axis, AxisKey, Boundary, Matrix, Method
from salesmgmt.incentives.schedules.compiled import cell_picker_of
from salesmgmt.money import Currency, Money, Rate, Unrounded
from salesmgmt.testing.schedules import matrices
from tests.incentives.schedules.reference import number

pytestmark = pytest.mark.properties

USD = Currency.of("USD")
MARGIN = Axis("margin", ("0%", "10%", "20%"))
REGION = Axis("region", values=("East", "West"))
RATES = Matrix((MARGIN, REGION), (("1%", "2%"), ("3%", None), ("5%", "6%")))


def keys_of(axis: Axis) -> list[AxisKey]:
    """Keys on, beside and below everything that an axis has, and unknown ones."""
    if axis.values:
        return [*axis.values, "no such value", None]
    edges = [number(bound) for bound in axis.bounds]
    return [edge + step for edge in edges for step in (Fraction(-1, 10**9), Fraction(0), Fraction(1, 10**9))]


def places(axis: Axis, key: AxisKey) -> list[int]:
    """The places that a key lies in, looked at one by one."""
    if key is None or isinstance(key, str):
        return [place for place, value in enumerate(axis.values) if value == key]
    edges: list[Fraction | None] = [*(number(bound) for bound in axis.bounds), None]
    found = []
    for place, (low, high) in enumerate(pairwise(edges)):
        assert low is not None
        if axis.boundary is Boundary.UPPER:
            inside = low <= key and (high is None or key < high)
        else:
            inside = (low < key or (low == key and not place)) and (high is None or key <= high)
        if inside:
            found.append(place)
    return found


@given(matrices(currency="USD"), st.data())
def test_a_cell_is_where_the_keys_meet_and_missing_is_never_nothing(
    matrix: Matrix, data: st.DataObject
) -> None:
    picker = cell_picker_of(matrix)
    base = Fraction(700) if matrix.things else Unrounded(700, USD)
    every = [keys_of(axis) for axis in matrix.axes]
    for _ in range(10):
        at = tuple(data.draw(st.sampled_from(keys)) for keys in every)
        expected = None
        for cell, place in zip(
            matrix.cells, product(*(range(len(axis.labels)) for axis in matrix.axes)), strict=True
        ):
            if all([one] == places(axis, key) for one, axis, key in zip(place, matrix.axes, at, strict=True)):
                expected = cell
        assert matrix.pick(at) == expected
        if expected is None:
            assert picker(at) is None
            with pytest.raises(UnknownIdentifierError):
                matrix.slices(base, at=at)
        else:
            whole = matrix.method is Method.WHOLE
            rate, lump = (number(expected), Fraction(0)) if whole else (Fraction(0), number(expected))
            assert picker(at) == (rate, lump)
            (part,) = matrix.slices(base, at=at)
            assert part.adds_up
            assert part.pay.minor == 700 * rate + lump


def test_rows_mappings_and_one_list_make_the_same_table() -> None:
    flat = ("1%", "2%", "3%", None, "5%", "6%")
    mapped = {
        ("0%", "East"): "1%",
        ("0%", "West"): "2%",
        ("10%", "East"): "3%",
        ("20%", "East"): "5%",
        ("20%", "West"): "6%",
    }
    assert RATES == Matrix((MARGIN, REGION), flat) == Matrix([MARGIN, REGION], mapped)
    assert RATES.cells == tuple(None if rate is None else Rate(rate) for rate in flat)
    assert Matrix((REGION,), {"East": "1%"}) == Matrix((REGION,), ("1%", None))
    stages = Axis("stage", (1, 5))
    assert Matrix((stages,), {5: "USD 6"}, "amount").cells == (None, Money.of("USD 6"))
    cube = Matrix((MARGIN, REGION, stages), [[["1%", "2%"]] * 2] * 3)
    assert len(cube.cells) == 12
    assert cube.pick((Fraction(1, 10), "West", 4)) == Rate("1%")
    assert cube.pick((Fraction(1, 10), "West", 5)) == Rate("2%")


def test_what_lies_below_the_first_bound_is_missing() -> None:
    assert RATES.pick((Fraction(-1, 100), "East")) is None
    assert RATES.pick((Fraction(0), "East")) == Rate("1%")
    lower = Matrix((Axis("margin", ("0%", "10%"), boundary="lower"),), ("1%", "2%"))
    assert [lower.pick((Fraction(key, 100),)) for key in (0, 10, 11)] == [Rate("1%"), Rate("1%"), Rate("2%")]


@pytest.mark.parametrize(
    ("make", "given", "error"),
    [
        (Axis, ("margin",), InvalidValueError),
        (Axis, ("margin", ("0%",), ("East",)), InvalidValueError),
        (Axis, ("", ("0%",)), InvalidValueError),
        (Axis, (7, ("0%",)), WrongTypeError),
        (Axis, ("margin", ("10%", "0%")), BatchError),
        (Axis, ("margin", ("10%", 20)), BatchError),
        (Axis, ("margin", "10%"), WrongTypeError),
        (Axis, ("region", (), "East"), WrongTypeError),
        (Axis, ("region", (), (7,)), WrongTypeError),
        (Axis, ("region", (), ("East", "East")), InvalidValueError),
        (Axis, ("region", (), ("East",), "middle"), InvalidValueError),
        (Matrix, ((), ()), InvalidValueError),
        (Matrix, ((REGION, REGION), ()), InvalidValueError),
        (Matrix, (("region",), ("1%",)), WrongTypeError),
        (Matrix, ((REGION,), ("1%",)), InvalidValueError),
        (Matrix, ((REGION,), 7), WrongTypeError),
        (Matrix, ((REGION,), ("1%", 0.5)), WrongTypeError),
        (Matrix, ((REGION,), ("1%", "-5%")), BatchError),
        (Matrix, ((REGION,), ("1%", "USD 5")), BatchError),
        (Matrix, ((REGION,), ("EUR 1", "USD 5")), BatchError),
        (Matrix, ((REGION,), ("1%", "2%"), "amount"), BatchError),
        (Matrix, ((REGION,), ("1%", "2%"), "marginal"), InvalidValueError),
        (Matrix, ((REGION,), {"North": "1%"}), BatchError),
        (Matrix, ((REGION, MARGIN), {"East": "1%"}), BatchError),
        (Matrix, ((MARGIN,), {"0%": "1%", "0/1": "2%"}), BatchError),
        (Matrix, ((MARGIN,), {"once": "1%"}), BatchError),
        (Matrix, ((MARGIN, REGION), ("1%", "2%", "3%")), WrongTypeError),
        (Matrix, ((MARGIN, REGION), (("1%",), ("2%",), ("3%",))), InvalidValueError),
        (Matrix, ((Axis("a", ("USD 0",)), Axis("b", ("EUR 0",))), ("1%",)), BatchError),
        (RATES.pick, (("East",),), InvalidValueError),
        (RATES.pick, ("East",), InvalidValueError),
        (RATES.pick, (("East", "East"),), WrongTypeError),
        (RATES.pick, ((0, 0),), WrongTypeError),
        (RATES.slices, (Unrounded(1, USD),), InvalidValueError),
    ],
)
def test_what_is_no_table_is_refused(
    make: Callable[..., object], given: tuple[object, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        make(*given)


def test_all_faults_of_the_cells_are_told_at_once() -> None:
    with pytest.raises(BatchError) as refused:
        Matrix((MARGIN, REGION), (("-1%", "2%"), ("some", None), ("5%", "6%")))
    assert [problem.record for problem in refused.value.problems] == ["cell (0, 0)", "cell (1, 0)"]


def test_an_opening_figure_has_no_place_in_a_cell() -> None:
    with pytest.raises(InvalidValueError):
        RATES.slices(Unrounded(1, USD), at=(0, "East"), opening=1)


def test_terms_as_sentences() -> None:
    assert RATES.said() == (
        "margin from 0% to 10%, region East: 1% of the base",
        "margin from 0% to 10%, region West: 2% of the base",
        "margin from 10% to 20%, region East: 3% of the base",
        "margin from 20% on, region East: 5% of the base",
        "margin from 20% on, region West: 6% of the base",
        "margin: exactly 10% or 20% belongs to the band above",
        "anything else is not in this table",
    )
    assert RATES.said("zh")[0] == "margin 0% 至 10%、region 为 East：基数的 1%"
    sums = Matrix((REGION,), ("USD 5", "0%"), "amount")
    assert sums.said() == (
        "region East: USD 5.00 in all",
        "region West: nothing",
        "anything else is not in this table",
    )
    assert (RATES.keyed, RATES.runs, RATES.monotone, RATES.currency) == (None, False, True, None)
