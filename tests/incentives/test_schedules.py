"""Schedules: slices against compiled integers, laws of marginal and whole tiers, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.incentives import (
    Boundary,
    Commission,
    Flat,
    Marginal,
    Revenue,
    Schedule,
    Slice,
    Tier,
    TiersLike,
    Whole,
)
from salesmgmt.incentives.compiled import payer_of
from salesmgmt.incentives.schedules import as_schedule
from salesmgmt.money import Currency, Money, Rate, Unrounded
from salesmgmt.testing.incentives import marginals, schedules, wholes

pytestmark = pytest.mark.properties

USD = Currency.of("USD")
BASES = st.sampled_from((0, 50, 100, 150, 200)) | st.integers(0, 10**10)
QUOTAS = st.sampled_from((1, 100, 200)) | st.integers(1, 10**8)
MIXED = schedules(currency="USD")


def pay(schedule: Schedule, minor: Fraction | int, quota: int = 1) -> Fraction:
    """The sum of the slices' pay."""
    slices = schedule.slices(Unrounded(minor, USD), Money(quota, USD))
    return sum((part.pay.minor for part in slices), Fraction(0))


def edges(schedule: Schedule, quota: int) -> list[Fraction]:
    """Where the tiers of a schedule begin, in minor units."""
    if isinstance(schedule, Flat):
        return [Fraction(0)]
    assert isinstance(schedule, Marginal | Whole)
    starts = [tier.start for tier in schedule.tiers]
    return [Fraction(one.minor) if isinstance(one, Money) else one.value * quota for one in starts]


@given(MIXED, BASES, QUOTAS, st.integers(1, 7))
def test_compiled_integers_pay_what_slices_pay_beside_the_bounds_and_on_them(
    schedule: Schedule, top: int, quota: int, bottom: int
) -> None:
    compiled, unit = payer_of(schedule, USD), quota if schedule.needs_quota else 1
    around = [edge + Fraction(step, bottom) for edge in edges(schedule, quota) for step in (-1, 0, 1)]
    for base in (Fraction(top, bottom), *around):
        if base > 0:
            assert Fraction(*compiled(*base.as_integer_ratio(), unit)) == pay(schedule, base, quota)


@given(MIXED, BASES, QUOTAS)
def test_slices_add_up_to_the_base(schedule: Schedule, base: int, quota: int) -> None:
    slices = schedule.slices(Unrounded(base, USD), Money(quota, USD))
    assert sum(part.base.minor for part in slices) == base
    assert all(part.base.minor > 0 and part.pay.minor == part.base.minor * part.rate.value for part in slices)


@given(marginals(currency="USD"), BASES, BASES, QUOTAS)
def test_marginal_pay_grows_with_the_base_and_goes_on_from_a_position(
    schedule: Marginal, first: int, more: int, quota: int
) -> None:
    assert pay(schedule, first + more, quota) >= pay(schedule, first, quota)
    on_top = schedule.slices(Unrounded(more, USD), Money(quota, USD), opening=Unrounded(first, USD))
    assert sum(part.pay.minor for part in on_top) == pay(schedule, first + more, quota) - pay(
        schedule, first, quota
    )


@given(wholes(currency="USD"), BASES, QUOTAS)
def test_whole_pays_no_less_than_marginal_where_rates_rise_and_no_more_where_they_fall(
    whole: Whole, base: int, quota: int
) -> None:
    marginal = Marginal(whole.tiers)
    rates = [tier.rate for tier in whole.tiers]
    if rates == sorted(rates):
        assert pay(whole, base, quota) >= pay(marginal, base, quota)
    if rates == sorted(rates, reverse=True):
        assert pay(whole, base, quota) <= pay(marginal, base, quota)


@given(wholes(currency="USD"), QUOTAS)
def test_the_owner_of_a_bound_decides_on_it_and_nowhere_else(whole: Whole, quota: int) -> None:
    upper, lower = Whole(whole.tiers), Whole(whole.tiers, Boundary.LOWER)
    bounds = edges(whole, quota)
    for place, edge in enumerate(bounds[1:], 1):
        assert pay(upper, edge, quota) == edge * whole.tiers[place].rate.value
        assert pay(lower, edge, quota) == edge * whole.tiers[place - 1].rate.value
        step = min(after - before for before, after in pairwise([*bounds, bounds[-1] + 1])) / 3
        for near in (edge - step, edge + step):
            assert pay(upper, near, quota) == pay(lower, near, quota)


@pytest.mark.parametrize(
    ("tiers", "rules"),
    [
        ({"60%": "5%"}, ["be 0: write what is paid below it, if only 0%"]),
        ({"0%": "2%", "100%": "8%", "60%": "5%"}, ["be above the tier before it, 100%"]),
        ({"0%": "2%", "60%": "5%", "0.6/1": "6%"}, ["be above the tier before it, 60%"]),
        ({"0%": "2%", "USD 60": "5%"}, ["be of the kind of the first one, 0%"]),
        ({"USD 0": "2%", "EUR 60": "5%"}, ["be in USD, as the first one"]),
        ((Tier("0%", "2%", "60%"), Tier("70%", "5%")), ["leave no gap before 70%"]),
        ((Tier("0%", "2%", "60%"), Tier("50%", "5%")), ["not reach over the next start 50%"]),
        ((Tier("0%", "2%"), Tier("50%", "5%")), ["be 50%, where the next one begins"]),
        (
            (Tier("10%", "2%", "40%"), Tier("50%", "5%", "60%")),
            [
                "be 0: write what is paid below it, if only 0%",
                "leave no gap before 50%",
                "be left open: write what is paid above it as a tier of its own",
            ],
        ),
    ],
)
def test_a_table_that_does_not_join_is_refused_with_all_its_faults(
    tiers: TiersLike, rules: list[str]
) -> None:
    for kind in (Marginal, Whole):
        with pytest.raises(BatchError) as refused:
            kind(tiers)
        assert [problem.rule for problem in refused.value.problems] == rules


@pytest.mark.parametrize(
    ("make", "given", "error"),
    [
        (Marginal, ({},), InvalidValueError),
        (Marginal, ({"0": "2%"},), InvalidValueError),
        (Marginal, ({"0%": "-2%"},), InvalidValueError),
        (Marginal, ({"-10%": "2%"},), InvalidValueError),
        (Marginal, ({0: "2%"},), WrongTypeError),
        (Marginal, ({"0%": 0.02},), WrongTypeError),
        (Marginal, (["0%"],), WrongTypeError),
        (Tier, ("60%", "5%", "60%"), InvalidValueError),
        (Tier, ("60%", "5%", "USD 80"), WrongTypeError),
        (Tier, ("USD 60", "5%", "EUR 80"), CurrencyMismatchError),
        (Whole, ({"0%": "2%"}, "middle"), InvalidValueError),
        (Flat, ("-1%",), InvalidValueError),
        (as_schedule, ({"USD 0": "5%"},), WrongTypeError),
        (as_schedule, (object(),), WrongTypeError),
        (as_schedule, (0.05,), WrongTypeError),
        (Marginal({"0%": "2%"}).slices, (Unrounded(-1, "USD"), Money(1, USD)), InvalidValueError),
        (Marginal({"0%": "2%"}).slices, (Unrounded(1, "USD"),), InvalidValueError),
        (Whole({"0%": "2%"}).slices, (Unrounded(1, "USD"), Money(0, USD)), InvalidValueError),
        (Whole({"USD 0": "2%"}).slices, (Unrounded(-1, "USD"),), InvalidValueError),
    ],
)
def test_what_is_no_schedule_is_refused(
    make: Callable[..., object], given: tuple[object, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        make(*given)


def test_tiers_are_read_as_people_write_them() -> None:
    typed = Marginal({"0%": "2%", "60%": "5%"})
    assert typed == Marginal((Tier(Rate(0), Rate("0.02"), Rate("3/5")), Tier("百分之六十", "5%")))
    assert Whole({"¥0": "1%", "50万元": "2%"}).tiers[1].start == Money.of("CNY 500,000")
    assert Commission("c", of=Revenue(), pays="5%").pays == Flat("5%")


class Stepped:
    """A schedule of a caller's own: ten dollars for each full thousand."""

    needs_quota = False
    currency = USD

    def slices(self, base: Unrounded, quota: Money | None = None) -> tuple[Slice, ...]:
        full = Fraction(int(base.minor) // 100_000 * 100_000)
        parts = [(full, Rate("1%")), (base.minor - full, Rate(0))]
        return tuple(
            Slice(Unrounded(size, USD), rate, Unrounded(size * rate.value, USD))
            for size, rate in parts
            if size
        )


def test_a_schedule_of_the_callers_own_is_used_as_it_is() -> None:
    from salesmgmt.incentives import Plan
    from salesmgmt.records import Facts, Opportunity

    plan = Plan("p", currency="USD", components=Commission("steps", of=Revenue(), pays=Stepped()))
    facts = Facts([Opportunity("D-1", "ann", "USD 3,999.99", outcome="won", closed="2026-01-05")])
    outcome = plan.earn(facts, "2026-01")
    assert str(outcome.total("ann")) == "USD 30.00"
    assert outcome.statement("ann").adds_up
