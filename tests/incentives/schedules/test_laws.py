"""Laws of schedules over generated tables: against the slow reference, on bounds and beside them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.errors import InvalidValueError
from salesmgmt.incentives.figures import Figure, size_of
from salesmgmt.incentives.schedules import (
    Boundary,
    Curve,
    Flat,
    KeyKind,
    Marginal,
    Method,
    Slice,
    Violation,
    Whole,
)
from salesmgmt.incentives.schedules.compiled import payer_of, picker_of
from salesmgmt.incentives.schedules.stepped import Stepped
from salesmgmt.money import Currency, Rate, Unrounded
from salesmgmt.testing.schedules import amounts, curves, marginals, schedules, wholes
from tests.incentives.schedules.reference import bounds_of, number, reference

pytestmark = pytest.mark.properties

USD = Currency.of("USD")
MONEY = schedules(currency="USD", things=False)
THINGS = schedules(currency="USD", things=True)
PICKED = schedules(currency="USD", things=False, runs=False)
SIZES = st.sampled_from((0, 50, 100, 150, 200)).map(Fraction) | st.fractions(0, 10**10, max_denominator=9)
UNITS = (st.sampled_from((1, 100, 200)) | st.integers(1, 10**8)).map(Fraction) | st.fractions(
    Fraction(1, 9), 10**6, max_denominator=9
)
KEYS = st.fractions(-5, 10**9) | st.sampled_from([Fraction(key, 2) for key in (0, 1, 2, 100, 200)])
Any1 = Flat | Stepped | Curve


def self_keyed(schedule: Any1, *, money: bool) -> bool:
    """Whether a base can be the key."""
    return schedule.keyed in (None, KeyKind.SHARE, KeyKind.MONEY if money else KeyKind.NUMBER)


def figure(size: Fraction, *, money: bool) -> Figure:
    return Unrounded(size, USD) if money else size


def around(schedule: Any1, unit: Fraction) -> Iterator[Fraction]:
    """Bases on the bounds and just beside them."""
    for bound in bounds_of(schedule):
        for step in (-1, 0, 1):
            base = bound * unit + Fraction(step, 7)
            if base >= 0:
                yield base


def pay(slices: tuple[Slice, ...]) -> Fraction:
    return sum((part.pay.minor for part in slices), Fraction(0))


def unit_for(schedule: Any1, unit: Fraction) -> Fraction:
    return unit if schedule.keyed is KeyKind.SHARE else Fraction(1)


def run(schedule: Any1, size: Fraction, unit: Fraction, opening: Fraction = Fraction(0)) -> tuple[Slice, ...]:
    money = schedule.things is not True
    return schedule.slices(figure(size, money=money), unit=unit, opening=opening)


@settings(max_examples=200)
@given(MONEY | THINGS, SIZES, UNITS)
def test_slices_and_integers_pay_what_the_reference_pays(
    schedule: Any1, size: Fraction, quota: Fraction
) -> None:
    money = schedule.things is not True
    if not self_keyed(schedule, money=money):
        return
    unit = unit_for(schedule, quota)
    compiled = payer_of(schedule, USD if money else None)
    for base in (size, *around(schedule, unit)):
        expected = reference(schedule, base, base / unit, unit)
        slices = schedule.slices(figure(base, money=money), unit=unit)
        assert pay(slices) == expected
        assert sum(size_of(part.base) for part in slices) == base
        assert all(part.adds_up for part in slices)
        exact = compiled(*base.as_integer_ratio(), *unit.as_integer_ratio())
        assert Fraction(*exact) == expected


BENT = curves(kind=KeyKind.SHARE, currency="USD") | marginals(
    kind=KeyKind.SHARE, currency="USD", mixed=True, things=False
)
ODD = st.builds(Fraction, st.integers(1, 10**9), st.sampled_from((3, 7, 9)))


@settings(max_examples=150)
@given(BENT, ODD, ODD)
def test_spread_and_bent_steps_are_exact_for_odd_quotas_and_bases(
    schedule: Marginal | Curve, size: Fraction, unit: Fraction
) -> None:
    compiled = payer_of(schedule, USD)
    bounds = bounds_of(schedule)
    beside = [(low + high) / 2 * unit + Fraction(1, 11) for low, high in pairwise(bounds)]
    for base in (size, *(one for one in beside if one >= 0)):
        expected = reference(schedule, base, base / unit, unit)
        assert pay(schedule.slices(Unrounded(base, USD), unit=unit)) == expected
        assert Fraction(*compiled(*base.as_integer_ratio(), *unit.as_integer_ratio())) == expected


@settings(max_examples=200)
@given(PICKED, SIZES, KEYS)
def test_what_is_picked_pays_what_the_reference_pays(schedule: Any1, base: Fraction, other: Fraction) -> None:
    picker = picker_of(schedule)
    beside = [bound + Fraction(step, 7) for bound in bounds_of(schedule) for step in (-1, 0, 1)]
    for key in (other, *beside):
        expected = reference(schedule, base, key)
        slices = schedule.slices(Unrounded(base, USD), at=key)
        assert pay(slices) == expected
        assert sum(size_of(part.base) for part in slices) == (base if slices else 0)
        assert all(part.adds_up for part in slices)
        rate, lump = picker(key)
        assert rate * base + lump == expected


@given(marginals(mixed=False, currency="USD", things=False), SIZES, SIZES, SIZES, UNITS)
def test_a_marginal_table_does_not_depend_on_how_a_base_is_cut(
    schedule: Marginal, opening: Fraction, first: Fraction, more: Fraction, quota: Fraction
) -> None:
    if not self_keyed(schedule, money=True):
        return
    unit = unit_for(schedule, quota)
    whole = run(schedule, first + more, unit, opening)
    parts = (*run(schedule, first, unit, opening), *run(schedule, more, unit, opening + first))
    assert pay(whole) == pay(parts)
    rates: dict[object, Fraction] = {}
    for part in parts:
        rates[part.tier] = rates.get(part.tier, Fraction(0)) + size_of(part.base)
    assert rates == {part.tier: size_of(part.base) for part in whole}


@settings(max_examples=200)
@given(MONEY | THINGS, SIZES, SIZES.filter(bool), UNITS)
def test_an_opening_figure_leaves_what_it_did_not_earn_yet(
    schedule: Any1, size: Fraction, opening: Fraction, quota: Fraction
) -> None:
    money = schedule.things is not True
    if not self_keyed(schedule, money=money):
        return
    unit = unit_for(schedule, quota)
    for before in (opening, *around(schedule, unit)):
        if before:
            slices = run(schedule, size, unit, before)
            total = before + size
            earned = reference(schedule, before, before / unit, unit)
            assert pay(slices) == reference(schedule, total, total / unit, unit) - earned
            assert sum(size_of(part.base) for part in slices) == size
            assert all(part.adds_up for part in slices)


@given(wholes(currency="USD", mixed=False, runs=False), UNITS)
def test_the_owner_of_a_bound_decides_on_it_and_nowhere_else(schedule: Whole, base: Fraction) -> None:
    upper, lower = Whole(schedule.tiers), Whole(schedule.tiers, "lower")
    money = schedule.things is not True
    for place, tier in enumerate(schedule.tiers[1:], 1):
        assert tier.start is not None
        edge = number(tier.start)
        below = schedule.tiers[place - 1]
        on_it = [one.slices(figure(base, money=money), at=edge)[0].tier for one in (upper, lower)]
        assert on_it == [tier, below]
        for step in (Fraction(-1, 10**12), Fraction(1, 10**12)):
            beside = [one.slices(figure(base, money=money), at=edge + step) for one in (upper, lower)]
            assert beside[0] == beside[1]


@given(wholes(currency="USD", mixed=False, runs=False, things=False), UNITS, SIZES)
def test_whole_pays_no_less_than_marginal_where_rates_rise_and_no_more_where_they_fall(
    whole: Whole, quota: Fraction, base: Fraction
) -> None:
    if whole.tiers[0].start is None or not self_keyed(whole, money=True):
        return
    marginal = Marginal([type(tier)(tier.start, tier.pays, tier.end) for tier in whole.tiers])
    unit = unit_for(whole, quota)
    rates = [number(tier.pays) for tier in whole.tiers]
    both = pay(run(whole, base, unit)), pay(run(marginal, base, unit))
    if rates == sorted(rates):
        assert both[0] >= both[1]
    if rates == sorted(rates, reverse=True):
        assert both[0] <= both[1]


def check_answer(schedule: Stepped | Curve, base: Fraction, more: Fraction, quota: Fraction) -> None:
    """A yes is never contradicted; a counter-example is one."""
    money = schedule.things is not True
    if not self_keyed(schedule, money=money):
        return
    answer = schedule.monotone
    if isinstance(answer, Violation):
        assert 0 <= answer.lower < answer.upper
        assert answer.unit > 0
        assert schedule.keyed is KeyKind.SHARE or answer.unit == 1
        pays = [
            reference(schedule, size, size / answer.unit, answer.unit)
            for size in (answer.lower, answer.upper)
        ]
        assert pays == [answer.pay_lower, answer.pay_upper]
        assert pays[0] > pays[1]
    else:
        unit = unit_for(schedule, quota)
        bases = sorted([base, base + more, *around(schedule, unit)])
        found = [reference(schedule, size, size / unit, unit) for size in bases]
        assert found == sorted(found)


@settings(max_examples=200)
@given(
    st.one_of(
        marginals(mixed=True, currency="USD"),
        wholes(currency="USD"),
        amounts(currency="USD"),
        marginals(currency="USD", kind=KeyKind.SHARE, mixed=True),
        wholes(currency="USD", kind=KeyKind.SHARE, mixed=True),
    ),
    SIZES,
    SIZES,
    UNITS,
)
def test_whether_more_can_pay_less_is_answered_truly_for_tables(
    schedule: Stepped, base: Fraction, more: Fraction, quota: Fraction
) -> None:
    check_answer(schedule, base, more, quota)


@settings(max_examples=200)
@given(curves(currency="USD"), SIZES, SIZES, UNITS)
def test_whether_more_can_pay_less_is_answered_truly_for_curves(
    schedule: Curve, base: Fraction, more: Fraction, quota: Fraction
) -> None:
    check_answer(schedule, base, more, quota)


@given(marginals(mixed=False))
def test_a_marginal_table_never_pays_less_for_more(schedule: Marginal) -> None:
    assert schedule.monotone is True


@given(MONEY | THINGS, UNITS, st.booleans())
def test_a_table_that_runs_is_not_picked_from(schedule: Any1, key: Fraction, owner: bool) -> None:
    base = figure(Fraction(100), money=schedule.things is not True)
    if schedule.runs:
        with pytest.raises(InvalidValueError):
            schedule.slices(base, at=key)
        with pytest.raises(InvalidValueError):
            picker_of(schedule)
    else:
        schedule.slices(base, at=key)


@given(MONEY | THINGS)
def test_every_schedule_says_its_terms_in_both_languages(schedule: Any1) -> None:
    english, chinese = schedule.said("en"), schedule.said("zh")
    assert len(english) == len(chinese) > 0
    assert all(one and two and one != two for one, two in zip(english, chinese, strict=True))
    if isinstance(schedule, Stepped):
        jumps = any(method in (Method.WHOLE, Method.AMOUNT) for method in schedule.methods[1:])
        side = "above" if schedule.boundary is Boundary.UPPER else "below"
        assert any(one.endswith(f"belongs to the tier {side}") for one in english) is jumps
        assert len(english) == len(schedule.tiers) + jumps


@given(schedules(currency="USD"))
def test_the_table_of_steps_is_the_schedule(schedule: Any1) -> None:
    steps = schedule.steps
    assert steps[0].edge is None or steps[0].edge == 0
    edges = [step.edge for step in steps[1:]]
    assert None not in edges
    codes = [(edge, not step.included) for edge, step in zip(edges, steps[1:], strict=True)]
    assert codes == sorted(codes, key=lambda code: (code[0] or 0, code[1]))
    if not schedule.runs:
        assert not any(step.shift or step.lift for step in steps)


@given(SIZES, SIZES)
def test_flat_is_the_same_at_every_opening(base: Fraction, opening: Fraction) -> None:
    flat = Flat("5%")
    figure = Unrounded(base, USD)
    assert flat.slices(figure, opening=opening) == flat.slices(figure, at=Fraction(3), unit=7)
    assert [part.pays for part in flat.slices(figure)] == ([Rate("5%")] if base else [])
