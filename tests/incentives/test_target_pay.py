"""Pay at target: its parts add up, and the rate pays the variable part when the quota is met."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, SalesmgmtError, WrongTypeError
from salesmgmt.incentives import Amount, Commission, Plan, Revenue, TargetPay
from salesmgmt.money import Money, Rate
from salesmgmt.testing.target_pay import target_pays

pytestmark = pytest.mark.properties

PERIODS = {"year": 1, "half": 2, "quarter": 4, "month": 12}


@given(target_pays())
def test_fixed_and_variable_add_up_to_the_whole(target: TargetPay) -> None:
    assert target.base_pay + target.variable == target.total
    assert Money.zero(target.currency) <= target.variable <= target.total
    exact = Fraction(target.total.minor) * (1 - target.fixed.value)
    assert abs(target.variable.minor - exact) <= Fraction(1, 2)


@given(target_pays())
def test_the_rate_pays_the_variable_part_at_target(target: TargetPay) -> None:
    sales = Commission("sales", of=Revenue(), by=Amount("year"), pays=target.rate)
    plan = Plan("plan", currency=target.currency, components=sales)
    assert plan.pay("sales", target.annual_quota).amount == target.variable


@given(target_pays())
def test_the_quotas_of_a_year_are_so_many_times_the_pay(target: TargetPay) -> None:
    assert target.annual_quota.minor == target.quota.minor * PERIODS[target.per]
    if target.total:
        assert target.quota_multiple == Fraction(target.annual_quota.minor, target.total.minor)
    else:
        assert target.quota_multiple is None


def test_half_a_cent_goes_to_the_fixed_part() -> None:
    target = TargetPay("USD 0.01", fixed="50%", quota="USD 1")
    assert (target.base_pay, target.variable) == (Money.of("USD 0.01"), Money.of("USD 0"))


def test_a_published_mix() -> None:
    # https://comp.quotapath.com/account-executive/capped: 140,000 at 50:50 and 175,000 a quarter make 10 %.
    target = TargetPay("USD 140,000", fixed="50%", quota="USD 175,000", per="quarter")
    assert (target.variable, target.rate) == (Money.of("USD 70,000"), Rate("10%"))
    assert target.quota_multiple == 5


@pytest.mark.parametrize(
    ("error", "change"),
    [
        (InvalidValueError, {"total": "USD -1"}),
        (InvalidValueError, {"fixed": "101%"}),
        (InvalidValueError, {"fixed": "-1%"}),
        (InvalidValueError, {"quota": "USD 0"}),
        (InvalidValueError, {"per": "week"}),
        (InvalidValueError, {"per": "fortnight"}),
        (CurrencyMismatchError, {"quota": "EUR 1"}),
        (WrongTypeError, {"fixed": 0.5}),
        (WrongTypeError, {"total": 140000}),
    ],
)
def test_what_is_no_pay_at_target(error: type[SalesmgmtError], change: dict[str, Any]) -> None:
    given: dict[str, Any] = {"total": "USD 10", "fixed": "50%", "quota": "USD 100", "per": "month", **change}
    with pytest.raises(error) as caught:
        TargetPay(**given)
    assert next(iter(change)) in str(caught.value)
