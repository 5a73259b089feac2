"""Rates of a plan: a bare number above 1 is refused, since 5 is not 5 %."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from salesmgmt.criteria import field
from salesmgmt.errors import InvalidValueError
from salesmgmt.incentives import (
    Chain,
    Commission,
    Curve,
    Factor,
    Gate,
    Marginal,
    Multiplier,
    Revenue,
    ShareOf,
    Whole,
    accelerated,
)
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Rate, RateLike


@pytest.mark.parametrize(
    "value", ["0.05", "1", 1, 0, "1/20", "500%", "５００％", "百分之五百", Rate(5), "-1"]
)
def test_shares_up_to_one_and_percentages_are_taken(value: RateLike) -> None:
    assert stated_rate(value) == Rate(value)


@pytest.mark.parametrize("value", [5, "5", "1.5", Decimal("1.5"), Fraction(4, 3), "4/3", -2, "+2"])
def test_bare_numbers_above_one_are_refused(value: RateLike) -> None:
    with pytest.raises(InvalidValueError, match=r"must be (written with %|a Rate)"):
        stated_rate(value)


MADE: dict[str, Callable[[], object]] = {
    "pays": lambda: Commission("a", of=Revenue(), pays=5),
    "pays as text": lambda: Commission("a", of=Revenue(), pays="5"),
    "tiers": lambda: Marginal({"0%": "2", "100%": "5"}),
    "whole tiers": lambda: Whole({"0%": "80"}),
    "curve": lambda: Curve({"0%": 0, "100%": 100}),
    "factors of a rate": lambda: accelerated("5%", {"100%": "150"}),
    "factor": lambda: Factor(80),
    "multiplier": lambda: Multiplier("80"),
    "part left": lambda: Gate(field("attainment").at_least("80%"), otherwise="50"),
    "chain": lambda: Chain("a", of=Revenue(), rates=["5", "2"]),
    "fund": lambda: ShareOf("a", "25"),
    "attainment as text": lambda: Gate(field("attainment").at_least("80")),
    "attainment as a number": lambda: Gate(field("sales.attainment").at_least(80)),
    "score as text": lambda: Gate(field("score.csat").less_than("80")),
}


@pytest.mark.parametrize("name", MADE)
def test_a_plan_refuses_them_wherever_a_rate_is_written(name: str) -> None:
    with pytest.raises(InvalidValueError, match="be written with %"):
        MADE[name]()


def test_a_share_of_a_quota_may_be_written_as_a_number_up_to_one() -> None:
    gate = Gate(field("attainment").at_least(Decimal("0.8")))
    assert gate == Gate(field("attainment").at_least("80%"))
    assert Gate(field("attainment").is_in(1, Fraction(1, 2))) == Gate(
        field("attainment").is_in("100%", "50%")
    )
