"""Contests and pools of plans, period by period: places counted, funds shared out one unit at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from salesmgmt.criteria import Criterion
from salesmgmt.incentives import (
    ByContribution,
    ByPoints,
    ByWeights,
    Contest,
    FixedFund,
    OverTarget,
    Pool,
    ShareOf,
    ShareOfTotal,
)
from salesmgmt.money import Money, Rate, Unrounded
from salesmgmt.testing.plan_awards import SELLERS
from tests.incentives.awards.reference import place_of, shared, won
from tests.incentives.reference.numbers import ZERO, half_up

Asked = Callable[[str], str | None]
"""The role of somebody at the end of the period."""


def joins(where: Criterion, person: str, role: Asked) -> bool:
    """Whether somebody takes part: everybody does, or only sellers do."""
    return where != SELLERS or role(person) == "seller"


def prizes(
    contest: Contest, sizes: Mapping[str, Fraction], reached: Mapping[str, date], role: Asked
) -> dict[str, int]:
    """What everybody wins who has a figure: nothing for most."""
    least = contest.minimum
    bound = least.minor if isinstance(least, Unrounded) else least
    sign = -1 if contest.ascending else 1
    taking = {
        who: size
        for who, size in sizes.items()
        if joins(contest.eligible, who, role) and (bound is None or sign * size >= sign * bound)
    }
    placed = {who: place_of(who, taking, contest.ties, reached, contest.ascending) for who in taking}
    money = [0 if one.money is None else one.money.minor for one in contest.prizes]
    found = won(placed, money, contest.ties, None if contest.budget is None else contest.budget.minor)
    return {who: found.get(who, 0) for who in sizes}


def fund_of(
    pool: Pool, pays: Mapping[str, int], bases: Mapping[str, Fraction]
) -> tuple[int, dict[str, int]] | None:
    """What is shared out, and what is withheld from whom for it; None where nothing could fill it."""
    fund = pool.fund
    if isinstance(fund, FixedFund):
        return fund.amount.minor, {}
    if not pays:
        return None
    assert isinstance(fund, ShareOf | ShareOfTotal | OverTarget)
    if isinstance(fund, ShareOf):
        put_in = {who: int(half_up(max(pay, 0) * fund.rate.value)) for who, pay in pays.items()}
        return sum(put_in.values()), put_in if fund.withheld else {}
    total = sum(bases.values(), ZERO) - (fund.target.minor if isinstance(fund, OverTarget) else 0)
    return int(half_up(max(total, ZERO) * fund.rate.value)), {}


def shares(
    pool: Pool,
    fund: int,
    present: list[str],
    bases: Mapping[str, Fraction],
    points: Mapping[str, Fraction | None],
    role: Asked,
) -> dict[str, int]:
    """What every member gets of a fund."""
    by = pool.by
    weights = dict.fromkeys(present, Fraction(1))
    if isinstance(by, ByContribution):
        weights = {who: max(bases.get(who, ZERO), ZERO) for who in {*present, *bases}}
    elif isinstance(by, ByPoints):
        weights = {who: size for who, size in points.items() if size is not None}
    elif isinstance(by, ByWeights):
        weights = {who: dict(by.agreed).get(who, ZERO) for who in present}
    members = {who: size for who, size in weights.items() if joins(pool.members, who, role)}
    most = pool.most
    if isinstance(most, Rate):
        most = Money(int(fund * most.value), "USD")
    caps = {} if most is None else dict.fromkeys(members, most.minor)
    return shared(fund, members, caps, pool.leftover)
