"""Splitting by weights, against an election-style reference and the laws that the method is known for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, apportion, apportion_minor
from salesmgmt.testing.money import moneys, weights

pytestmark = pytest.mark.properties

ANY_APPORTION: Any = apportion
ANY_MINOR: Any = apportion_minor

totals = st.integers(-50, 50) | st.integers(-(10**12), 10**12)
whole_weights = weights(whole=True)


def slowly(total: int, by: list[Fraction]) -> list[int]:
    """Hand out the whole parts, then seat after seat to whoever has the largest claim left."""
    if total < 0:
        return [-part for part in slowly(-total, by)]
    claims = [total * weight / sum(by) for weight in by]
    parts = [floor(claim) for claim in claims]
    claims = [claim - part for claim, part in zip(claims, parts, strict=True)]
    while sum(parts) < total:
        place = claims.index(max(claims))
        parts[place] += 1
        claims[place] = Fraction(-1)
    return parts


@given(totals, weights())
def test_the_reference_agrees(total: int, by: list[int | Fraction]) -> None:
    assert list(apportion(total, by)) == slowly(total, [Fraction(weight) for weight in by])


@given(totals, whole_weights)
def test_the_core_agrees(total: int, by: list[int]) -> None:
    expected = slowly(total, [Fraction(weight) for weight in by])
    assert apportion_minor(total, by) == apportion_minor(total, by, sum(by)) == expected
    assert apportion_minor(total, tuple(by)) == expected
    assert all(type(part) is int for part in apportion_minor(total, by))


@given(totals, weights())
def test_the_parts_sum_to_the_total(total: int, by: list[int | Fraction]) -> None:
    assert sum(apportion(total, by)) == total


@given(totals, weights())
def test_every_part_lies_within_one_of_its_share(total: int, by: list[int | Fraction]) -> None:
    whole = sum(map(Fraction, by))
    for part, weight in zip(apportion(total, by), by, strict=True):
        assert abs(part - total * Fraction(weight) / whole) < 1


@given(totals, weights())
def test_more_weight_never_means_less(total: int, by: list[int | Fraction]) -> None:
    parts = apportion(abs(total), by)
    for one, less in zip(by, parts, strict=True):
        assert all(less <= more for other, more in zip(by, parts, strict=True) if other > one)


@given(totals, weights())
def test_equal_weights_differ_by_one_at_most_and_the_first_listed_gains(
    total: int, by: list[int | Fraction]
) -> None:
    parts = apportion(abs(total), by)
    for place, weight in enumerate(by):
        for later in range(place + 1, len(by)):
            if by[later] == weight:
                assert 0 <= parts[place] - parts[later] <= 1


@given(totals, weights())
def test_a_negative_total_is_the_mirror_image(total: int, by: list[int | Fraction]) -> None:
    assert apportion(-total, by) == tuple(-part for part in apportion(total, by))


@given(totals, weights(), st.fractions(Fraction(1, 1000), 1000).filter(bool))
def test_the_scale_of_the_weights_does_not_matter(
    total: int, by: list[int | Fraction], factor: Fraction
) -> None:
    assert apportion(total, [weight * factor for weight in by]) == apportion(total, by)


@given(totals, whole_weights)
def test_the_kind_of_number_does_not_matter(total: int, by: list[int]) -> None:
    parts = apportion(total, by)
    assert apportion(total, [Decimal(weight) for weight in by]) == parts
    assert apportion(total, [Fraction(weight) for weight in by]) == parts
    assert apportion(total, [Rate(weight) / 100 for weight in by]) == parts
    assert apportion(total, [Decimal(f"{weight}E-3") for weight in by]) == parts


@given(totals, weights())
def test_no_weight_no_part(total: int, by: list[int | Fraction]) -> None:
    assert all(part == 0 for part, weight in zip(apportion(total, by), by, strict=True) if weight == 0)


@given(totals, weights(), st.randoms(use_true_random=False))
def test_with_keys_the_order_of_the_list_does_not_matter(
    total: int, by: list[int | Fraction], random: Any
) -> None:
    names = [f"rep-{k:02d}" for k in range(len(by))]
    random.shuffle(names)
    expected = dict(zip(names, apportion(total, by, ties=names), strict=True))
    order = sorted(range(len(by)), key=names.__getitem__)
    assert apportion(total, [by[k] for k in order]) == tuple(expected[names[k]] for k in order)
    random.shuffle(order)
    again = apportion(total, [by[k] for k in order], ties=[names[k] for k in order])
    assert dict(zip([names[k] for k in order], again, strict=True)) == expected


@given(moneys(), weights())
def test_an_amount_splits_as_its_minor_units(money: Money, by: list[int | Fraction]) -> None:
    parts = apportion(money, by)
    assert tuple(part.minor for part in parts) == apportion(money.minor, by)
    assert all(part.currency is money.currency for part in parts)
    assert Money.total(parts, money.currency) == money


@given(st.integers(0, 10**6), whole_weights, st.integers(1, 9))
def test_what_is_split_in_two_steps_still_sums(total: int, by: list[int], ways: int) -> None:
    months = [apportion_minor(part, [1] * ways) for part in apportion_minor(total, by)]
    assert sum(map(sum, months)) == total


@pytest.mark.parametrize(
    "total, by, parts",
    [
        # Published: percentages by largest remainder; Hare quota; Foemmel's conundrum.
        (100, (3, 2, 2), (43, 29, 28)),
        (10, (47_000, 16_000, 15_900, 12_000, 6_000, 3_100), (5, 2, 1, 1, 1, 0)),
        (5, (7, 3), (4, 1)),
        (100, (1, 1, 1), (34, 33, 33)),
        # By hand.
        (0, (1, 2), (0, 0)),
        (0, (0, 0), (0, 0)),
        (0, (), ()),
        (-100, (1, 1, 1), (-34, -33, -33)),
        (2, (1, 1, 1), (1, 1, 0)),
        (1, (0, 0, 1), (0, 0, 1)),
        (7, (1,), (7,)),
        (1, (1, 2, 2), (0, 1, 0)),
    ],
)
def test_published_and_hand_made_cases(total: int, by: tuple[int, ...], parts: tuple[int, ...]) -> None:
    assert apportion(total, by) == parts
    assert tuple(apportion_minor(total, by)) == parts
    assert tuple(part.minor for part in apportion(Money(total, "USD"), by)) == parts


def test_naive_rounding_down_loses_two_percent_of_the_published_case() -> None:
    assert sum(100 * weight // 7 for weight in (3, 2, 2)) == 98


def test_a_tie_goes_to_the_first_listed_or_to_the_smallest_key() -> None:
    assert apportion(1, [1, 1]) == (1, 0)
    assert apportion(1, [1, 1], ties=["b", "a"]) == (0, 1)
    assert apportion(-1, [1, 1], ties=[2, 1]) == (0, -1)


@pytest.mark.parametrize("total", [1, -1, 100])
@pytest.mark.parametrize("by", [(), (0,), (0, 0, 0)])
def test_nobody_to_take_it_is_refused(total: int, by: tuple[int, ...]) -> None:
    for split in (apportion, apportion_minor):
        with pytest.raises(InvalidValueError, match=f"hold one above 0 to take a part of {total}"):
            split(total, by)


@pytest.mark.parametrize("by", [(1, -1), (-1,), (5, -1), (-5, 1)])
@pytest.mark.parametrize("total", [0, 1, -7])
def test_negative_weights_are_refused(total: int, by: tuple[int, ...]) -> None:
    for split in (apportion, apportion_minor):
        with pytest.raises(InvalidValueError, match="be 0 or more, every one") as caught:
            split(total, by)
        assert caught.value.field == "weights"
    with pytest.raises(InvalidValueError):
        apportion(total, [Fraction(weight, 3) for weight in by])


@pytest.mark.parametrize("by", [[0.5, 0.5], ["1", "2"], [True, 1], [None], [Money(1, "USD")]])
def test_weights_are_exact_numbers(by: list[object]) -> None:
    with pytest.raises(WrongTypeError) as caught:
        ANY_APPORTION(100, by)
    assert caught.value.field == "weights"


@pytest.mark.parametrize("by", [[0.5, 0.5], [Fraction(1, 2), 1], [Decimal(1)]])
def test_the_core_takes_whole_weights(by: list[object]) -> None:
    with pytest.raises(WrongTypeError, match="apportion takes fractions and decimals"):
        ANY_MINOR(100, by)


@pytest.mark.parametrize("total", [1.0, True, "5", None, Decimal(5)])
def test_a_total_is_money_or_an_int(total: object) -> None:
    with pytest.raises(WrongTypeError) as caught:
        ANY_APPORTION(total, [1])
    assert caught.value.field == "total"


@pytest.mark.parametrize("ties", [["a"], ["a", "b", "c"], ["a", "a"], []])
def test_keys_match_the_weights_one_to_one(ties: list[str]) -> None:
    with pytest.raises(InvalidValueError) as caught:
        apportion(1, [1, 1], ties=ties)
    assert caught.value.field == "ties"


def test_keys_of_two_kinds_are_refused() -> None:
    with pytest.raises(WrongTypeError):
        apportion(1, [1, 1], ties=["a", 1])


@given(totals, whole_weights)
def test_the_weights_given_are_left_alone(total: int, by: list[int]) -> None:
    before = list(by)
    assume(len(by) > 1)
    apportion(total, by)
    apportion_minor(total, by)
    assert by == before
