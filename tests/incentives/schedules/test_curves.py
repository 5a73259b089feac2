"""Curves: at their points, between them and beyond; what is refused; how they read."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import BatchError, InvalidValueError, WrongTypeError
from salesmgmt.incentives.schedules import Beyond, Curve, KeyKind, Point, Violation
from salesmgmt.incentives.schedules.compiled import payer_of, picker_of
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.testing.schedules import curves
from tests.incentives.schedules.reference import curve_rate, number

pytestmark = pytest.mark.properties

USD = Currency.of("USD")
POINTS = {"50%": "0%", "100%": "100%", "150%": "200%"}


@given(curves(), st.fractions(-5, 10))
def test_the_rate_at_between_and_outside_the_points(curve: Curve, key: Fraction) -> None:
    at = [number(point.at) for point in curve.points]
    for point in curve.points:
        assert curve.rate_at(number(point.at)) == point.rate
    between = [(low + high) / 2 for low, high in pairwise(at)]
    for low, high, middle in zip(curve.points, curve.points[1:], between, strict=False):
        assert curve.rate_at(middle).value == (low.rate.value + high.rate.value) / 2
    for one in (key, *between, at[0] - 1, at[-1] + 1):
        assert curve.rate_at(one).value == curve_rate(curve, one)


@pytest.mark.parametrize(
    ("below", "above", "rates"),
    [
        ("flat", "flat", ["10%", "10%", "60%", "110%", "110%"]),
        ("zero", "flat", ["0%", "10%", "60%", "110%", "110%"]),
        ("flat", "zero", ["10%", "10%", "60%", "110%", "0%"]),
        ("zero", "extend", ["0%", "10%", "60%", "110%", "210%"]),
    ],
)
def test_what_is_paid_beyond_the_points(below: str, above: str, rates: list[str]) -> None:
    curve = Curve({"50%": "10%", "100%": "110%"}, below, above)
    keys = [Fraction(key) for key in ("0.49", "0.5", "0.75", "1", "1.5")]
    assert [str(curve.rate_at(key)) for key in keys] == rates
    picker = picker_of(curve)
    assert [picker(key)[0] for key in keys] == [Rate(rate).value for rate in rates]


def test_a_point_alone() -> None:
    assert [str(Curve({"50%": "10%"}).rate_at(Fraction(key, 10))) for key in (4, 5, 6)] == ["10%"] * 3
    spike = Curve({"50%": "10%"}, "zero", "zero")
    assert [str(spike.rate_at(Fraction(key, 10))) for key in (4, 5, 6)] == ["0%", "10%", "0%"]
    assert [picker_of(spike)(Fraction(key, 10))[0] for key in (4, 5, 6)] == [0, Fraction(1, 10), 0]


def test_a_base_that_is_its_own_key() -> None:
    # At 75 % of a quota of 10,000 the rate is half of what it is at 100 %.
    curve = Curve({"50%": "0%", "100%": "10%"})
    slices = curve.slices(Money.of("USD 7,500").exact, unit=1_000_000)
    assert [str(part.pay) for part in slices] == ["USD 375"]
    assert Fraction(*payer_of(curve, USD)(750_000, 1, 1_000_000, 1)) == 37_500
    more = curve.slices(Money.of("USD 2,500").exact, unit=1_000_000, opening=750_000)
    assert [(str(part.base), str(part.pay)) for part in more] == [
        ("USD -7,500", "USD -375"),
        ("USD 10,000", "USD 1,000"),
    ]


def test_a_curve_that_falls_fast_can_pay_less_for_more() -> None:
    slow = Curve({"100%": "10%", "200%": "8%"})
    assert slow.monotone is True
    fast = Curve({"100%": "10%", "200%": "1%"}).monotone
    assert isinstance(fast, Violation)
    assert fast.pay_lower > fast.pay_upper
    assert isinstance(Curve({"100%": "10%"}, above="zero").monotone, Violation)


@pytest.mark.parametrize(
    ("make", "given", "error"),
    [
        (Curve, ({},), InvalidValueError),
        (Curve, ({"50%": "-1%"},), InvalidValueError),
        (Curve, ({"50%": "1%", "40%": "2%"},), BatchError),
        (Curve, ({"50%": "1%", 60: "2%"},), BatchError),
        (Curve, ({"50%": 0.5},), WrongTypeError),
        (Curve, (["50%"],), WrongTypeError),
        (Curve, (POINTS, "extend"), InvalidValueError),
        (Curve, (POINTS, "flat", "up"), InvalidValueError),
        (Curve, ({"50%": "10%"}, "flat", "extend"), InvalidValueError),
        (Curve, ({"50%": "10%", "60%": "9%"}, "flat", "extend"), InvalidValueError),
        (Curve(POINTS).slices, (Money.of("USD 1").exact,), InvalidValueError),
        (Curve(POINTS).slices, (Fraction(1),), InvalidValueError),
        (Curve(POINTS).rate_at, (0.5,), WrongTypeError),
    ],
)
def test_what_is_no_curve_is_refused(
    make: Callable[..., object], given: tuple[object, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        make(*given)


def test_an_opening_figure_has_no_place_where_a_key_is_given() -> None:
    with pytest.raises(InvalidValueError):
        Curve(POINTS).slices(Money.of("USD 1").exact, at=1, opening=1)


def test_points_are_read_as_people_write_them() -> None:
    curve = Curve({"USD 50": "1%", "USD 60": "2%"})
    assert curve == Curve((Point(Money.of("USD 50"), Rate("1%")), Point("USD 60", "0.02")))
    assert (curve.keyed, curve.currency, curve.runs) == (KeyKind.MONEY, USD, False)
    assert Curve(POINTS, above="extend").above is Beyond.EXTEND


def test_terms_as_sentences() -> None:
    curve = Curve(POINTS, "zero", "extend")
    assert curve.said() == (
        "at 50%: 0% of the base",
        "at 100%: 100% of the base",
        "at 150%: 200% of the base",
        "between these points: in a straight line",
        "below 50%: nothing",
        "above 150%: on in the same straight line",
    )
    assert curve.said("zh")[1:4] == (
        "达到 100% 时：基数的 100%",
        "达到 150% 时：基数的 200%",
        "各点之间：按直线插值",
    )
    assert Curve({"50%": "10%"}).said() == (
        "at 50%: 10% of the base",
        "below 50%: as at 50%",
        "above 50%: as at 50%",
    )
