"""Alignment without a map: against trying everything on small cases, and its laws on larger ones."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from math import floor
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from salesmgmt.criteria import field
from salesmgmt.errors import BatchError, InvalidValueError, SalesmgmtError
from salesmgmt.money import Money, Rate
from salesmgmt.records import Customer, Facts, Participant
from salesmgmt.territory import (
    AccountFigures,
    Aligned,
    AlignmentStatus,
    Balance,
    Balanced,
    Capacity,
    Disruption,
    Eligibility,
    MeasureColumn,
    Territory,
    TerritoryPlan,
)
from salesmgmt.territory.balancing import enumeration
from salesmgmt.testing.territory_balancing import Market, small_markets

pytestmark = pytest.mark.properties

FOUND, IMPOSSIBLE = AlignmentStatus.FOUND, AlignmentStatus.IMPOSSIBLE


def by_hand(market: Market) -> Fraction | None:
    """The least disruption of all balanced plans, by the definition; None where there is none."""
    policy, figures = market.policy, market.figures
    names = [territory.id for territory in market.territories]
    heads = {name: dict(policy.heads).get(name, Fraction(1)) for name in names}
    before = market.current.by_account()
    best: Fraction | None = None
    for places in itertools.product(names, repeat=len(figures.accounts)):
        placed = dict(zip(figures.accounts, places, strict=True))
        if any(placed[account] != where for account, where in market.locked.items()):
            continue
        if any(len({placed[account] for account in group}) > 1 for group in market.together):
            continue
        if all(fits(policy, figures, placed, name, heads) for name in names):
            fee = Fraction(0)
            for place, account in enumerate(figures.accounts):
                if account in before and before[account] != placed[account]:
                    fee += price(policy.disruption, figures, place)
            best = fee if best is None else min(best, fee)
    return best


def fits(
    policy: Balance,
    figures: AccountFigures,
    placed: Mapping[str, str],
    name: str,
    heads: Mapping[str, Fraction],
) -> bool:
    """Whether a territory is within its bounds."""
    for balanced in policy.measures:
        values = figures.column(balanced.measure).values
        load = sum(v for a, v in zip(figures.accounts, values, strict=True) if placed[a] == name)
        share = Fraction(sum(values)) * heads[name] / sum(heads.values())
        if abs(load - share) > share * balanced.tolerance.value:
            return False
    for capacity in policy.capacities:
        values = figures.column(capacity.measure).values
        load = sum(v for a, v in zip(figures.accounts, values, strict=True) if placed[a] == name)
        most = capacity.most.minor if isinstance(capacity.most, Money) else capacity.most
        if (not capacity.territories or name in capacity.territories) and load > most * (
            heads[name] if capacity.per_head else 1
        ):
            return False
    return True


def price(disruption: Disruption, figures: AccountFigures, place: int) -> Fraction:
    """What it costs to move an account, to the millionth below for each part."""
    parts = [disruption.accounts]
    for name, weight in disruption.measures:
        values = figures.column(name).values
        if sum(values):
            parts.append(weight * values[place] * len(values) / sum(values))
    return sum((Fraction(floor(part * 10**6), 10**6) for part in parts), Fraction(0))


def align(market: Market, *, budget: int = 40_000, **more: Any) -> Aligned:
    return market.policy.align(
        market.figures,
        market.territories,
        market.current,
        locked=market.locked,
        together=market.together,
        budget=budget,
        **more,
    )


@given(small_markets())
def test_small_cases_are_decided_as_trying_everything_decides_them(market: Market) -> None:
    least = by_hand(market)
    aligned = align(market)
    assert aligned.proven
    if least is None:
        assert aligned.status is IMPOSSIBLE
        assert aligned.reasons
    else:
        assert aligned.status is FOUND
        assert aligned.disruption == aligned.at_least == least


@given(small_markets())
def test_the_search_alone_keeps_every_bound_and_is_not_below_the_least(market: Market) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(enumeration, "MOST_UNITS", -1)
        aligned = align(market, budget=4_000)
    least = by_hand(market)
    if aligned.status is FOUND:
        check(market, aligned)
        assert least is not None
        assert aligned.at_least <= least <= aligned.disruption
    elif aligned.status is IMPOSSIBLE:
        assert least is None
    else:
        assert aligned.nearest is not None
        assert aligned.reasons[0].code == "territory.balance.missed"
        assert any(load.excess for load in aligned.loads)


def test_the_search_alone_finds_most_small_plans_at_their_least() -> None:
    found = best = there = 0
    for seed in range(60):
        market = planted(7, 2, seed, tolerance="15%")
        least = by_hand(market)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(enumeration, "MOST_UNITS", -1)
            aligned = align(market, budget=4_000)
        there += least is not None
        found += aligned.status is FOUND
        best += aligned.status is FOUND and aligned.disruption == least
    assert there > 20
    assert found >= there * 9 // 10
    assert best >= there * 8 // 10


def check(market: Market, aligned: Aligned) -> None:
    """Everything that a found plan promises, recomputed."""
    assert aligned.plan is not None
    placed = aligned.plan.by_account()
    assert sorted(placed) == list(market.figures.accounts)
    names = [territory.id for territory in market.territories]
    heads = {name: dict(market.policy.heads).get(name, Fraction(1)) for name in names}
    for name in names:
        assert fits(market.policy, market.figures, placed, name, heads)
    for account, where in market.locked.items():
        assert placed[account] == where
    for group in market.together:
        assert len({placed[account] for account in group}) <= 1
    before = market.current.by_account()
    moved = {account for account in placed if account in before and before[account] != placed[account]}
    assert {move.account for move in aligned.moves} == moved
    fee = Fraction(0)
    for place, account in enumerate(market.figures.accounts):
        if account in moved:
            fee += price(market.policy.disruption, market.figures, place)
    assert aligned.disruption == fee
    assert aligned.at_least <= fee
    for load in aligned.loads:
        values = market.figures.column(load.measure).values
        total = sum(
            v for a, v in zip(market.figures.accounts, values, strict=True) if placed[a] == load.territory
        )
        assert load.load == total
        assert load.excess == 0


def planted(count: int, places: int, seed: int, *, tolerance: str = "5%", new: int = 0) -> Market:
    """A market whose present plan is uneven."""
    random = Random(seed)
    accounts = [f"a{number:05d}" for number in range(count)]
    columns = [
        MeasureColumn("count", [1] * count),
        MeasureColumn("potential", [random.randint(100, 5000) for _ in accounts], "USD"),
        MeasureColumn("workload", [random.randint(1, 40) for _ in accounts]),
    ]
    names = [f"t{number}" for number in range(places)]
    weights = [0.6 + 0.8 * random.random() for _ in names]
    current = dict(zip(accounts[new:], random.choices(names, weights, k=count - new), strict=True))
    territories = tuple(map(Territory, names))
    plan = TerritoryPlan("now", territories, current)
    policy = Balance(
        [Balanced("potential", tolerance), Balanced("workload", tolerance)],
        Capacity("count", count),
        disruption=Disruption(1, {"potential": "1/2"}),
    )
    some = list(current)[:: max(count // 10, 1)]
    locked = {account: current[account] for account in some[:5]} if count > 50 else {}
    return Market(policy, AccountFigures(accounts, columns), territories, plan, locked, ())


@pytest.mark.parametrize("seed", range(4))
def test_larger_cases_are_balanced_near_the_bound(seed: int) -> None:
    market = planted(600, 8, seed, new=40)
    aligned = align(market, seed=seed)
    assert aligned.status is FOUND
    check(market, aligned)
    assert aligned.disruption <= aligned.at_least * Fraction(13, 10) + 3


def test_neither_order_nor_hash_seed_shows_but_the_seed_may() -> None:
    market = planted(120, 5, 3)
    aligned = align(market)
    figures = AccountFigures(
        market.figures.accounts[::-1],
        [evolve(column, values=column.values[::-1]) for column in market.figures.columns[::-1]],
    )
    turned = evolve(market, figures=figures, territories=market.territories[::-1])
    assert align(turned) == aligned
    assert align(market) == aligned
    assert align(market, seed=5).status is FOUND


def test_a_run_that_was_stopped_replays_by_its_proposals() -> None:
    market = planted(2000, 10, 1, tolerance="1%")
    whole = align(market)
    asked: list[int] = []
    stopped = align(
        market, keep_going=lambda: len(asked) < 3, progress=lambda done, outside: asked.append(done)
    )
    assert stopped.proposals < whole.proposals
    assert align(market, budget=stopped.proposals) == stopped


def test_a_balanced_plan_stays_as_it_is() -> None:
    market = planted(200, 4, 1)
    aligned = align(market)
    assert aligned.plan is not None
    again = align(evolve(market, current=aligned.plan))
    assert again.moves == ()
    assert again.disruption == again.at_least == 0


REPS = (Territory("N", owner="ann"), Territory("S", owner="bob"))


def figures_of(**values: int) -> AccountFigures:
    return AccountFigures.of({account: {"x": value} for account, value in values.items()})


@pytest.mark.parametrize(
    ("values", "more", "code"),
    [
        ({"a": 90, "b": 10}, {}, "territory.balance.heavy"),
        ({"a": 50, "b": 50, "c": 50}, {}, "territory.balance.crowd"),
        (
            {"a": 40, "b": 40, "c": 10, "d": 10},
            {"locked": {"a": "N", "b": "N"}},
            "territory.balance.locked",
        ),
        (
            {"a": 40, "b": 40, "c": 10, "d": 10},
            {"locked": {"a": "N", "b": "N"}},
            "territory.balance.reach",
        ),
        ({"a": 1, "b": 1}, {"locked": {"a": "N", "b": "S"}, "together": ["ab"]}, "territory.balance.torn"),
        ({"a": 40, "b": 20, "c": 20, "d": 20}, {}, "territory.balance.none"),
    ],
)
def test_what_makes_it_impossible_is_named(values: dict[str, int], more: dict[str, Any], code: str) -> None:
    aligned = Balance("x").align(figures_of(**values), REPS, **more)
    assert aligned.status is IMPOSSIBLE
    assert code in [reason.code for reason in aligned.reasons]
    for reason in aligned.reasons:
        assert reason.text("en")
        assert reason.text("zh")


def test_capacity_without_room_and_with_room_per_head() -> None:
    figures = figures_of(a=4, b=4, c=4)
    tight = Balance((), Capacity("x", 5))
    assert tight.align(figures, REPS).reasons[0].code == "territory.balance.room"
    wide = Balance((), Capacity("x", 4, per_head=True), heads={"N": 2})
    aligned = wide.align(figures, REPS)
    assert aligned.plan is not None
    assert aligned.load("N", "x").load == 8
    assert aligned.load("N", "x").least is None


def test_eligibility_is_kept_by_the_search_and_by_enumeration() -> None:
    market = planted(60, 4, 2, tolerance="20%")
    accounts = market.figures.accounts
    owned = tuple(Territory(each.id, owner=f"o{n}") for n, each in enumerate(market.territories))
    facts = Facts([
        *(Participant(f"o{n}", more={"grade": "senior" if n < 2 else "junior"}) for n in range(4)),
        *(Customer(a, segment="key" if n % 6 == 0 else "small") for n, a in enumerate(accounts)),
    ])  # fmt: skip
    rule = Eligibility(field("grade").equals("senior"), field("segment").equals("key"))
    policy = evolve(market.policy, eligibility=rule)
    aligned = policy.align(market.figures, owned, market.current, facts=facts)
    assert aligned.plan is not None
    for number, account in enumerate(accounts):
        if number % 6 == 0:
            assert aligned.plan.owner_of(account) in ("o0", "o1")
    nobody = evolve(policy, eligibility=Eligibility(field("grade").equals("chief")))
    assert nobody.align(market.figures, owned, facts=facts).reasons[0].code == "territory.balance.nowhere"
    with pytest.raises(BatchError, match="facts"):
        policy.align(market.figures, owned)


def test_faults_of_the_input_are_told_at_once() -> None:
    figures = AccountFigures.of({"a": {"x": -1, "usd": Money.of("USD 1")}})
    policy = Balance(["x", "y"], Capacity("usd", 5, "W"), disruption=Disruption(1, {"z": 1}), heads={"Q": 1})
    with pytest.raises(BatchError) as caught:
        policy.align(figures, REPS, locked={"b": "X"}, together=[["a", "c"]])
    told = [(problem.record, problem.field) for problem in caught.value.problems]
    assert told == [
        ("Account a", "x"),
        ("Balanced", "measure"),
        ("Capacity", "most"),
        ("Capacity", "territories"),
        ("Disruption", "measures"),
        ("Balance", "heads"),
        ("Account b", "locked"),
        ("Account b", "locked"),
        ("Account c", "together"),
    ]
    with pytest.raises(InvalidValueError, match="locked"):
        Balance("x").align(figures_of(a=1), REPS, locked=["a"])


@pytest.mark.parametrize(
    "make",
    [
        lambda: Balance(),
        lambda: Balance(["x", Balanced("x", "1%")]),
        lambda: Balanced("x", "-1%"),
        lambda: Capacity("x", -1),
        lambda: Disruption(-1),
        lambda: Disruption(1, {"x": -1}),
        lambda: Balance("x", heads={"N": -1}),
    ],
)
def test_settings_are_checked(make: Any) -> None:
    with pytest.raises(SalesmgmtError):
        make()


def test_the_bound_counts_a_move_once_though_it_leaves_and_enters() -> None:
    figures = figures_of(**dict.fromkeys("abcdefgh", 1))
    current = TerritoryPlan("now", REPS, {name: "S" if name in "gh" else "N" for name in "abcdefgh"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(enumeration, "MOST_UNITS", -1)
        aligned = Balance(Balanced("x", 0)).align(figures, REPS, current)
    assert not aligned.proven
    assert aligned.at_least == aligned.disruption == 2


def test_an_account_is_explained() -> None:
    figures = figures_of(a=5, b=5, c=5, d=5)
    current = TerritoryPlan("now", REPS, {"a": "N", "b": "N", "c": "N"})
    aligned = Balance("x").align(figures, REPS, current, locked=["a"])
    codes = {account: aligned.reason(account).code for account in figures.accounts}
    assert codes["a"] == "territory.balance.pinned"
    assert codes["d"] == "territory.balance.placed"
    assert sorted(codes[account] for account in "bc") == [
        "territory.balance.moved",
        "territory.balance.placed",
    ]
    assert aligned.reason("a").tree("zh").splitlines()[1].strip() == "N 的x为 10，允许范围为 10 至 10"
    assert aligned.table("zh").columns[0].heading == "区域"
    assert aligned.table().records()[0]["deviation"] == Rate(0)


def test_overlays_stay_where_they_still_add_something() -> None:
    current = TerritoryPlan("now", REPS, {"a": "N", "b": "N"}, {"a": "S", "b": "S"})
    aligned = Balance("x").align(figures_of(a=1, b=1), REPS, current)
    assert aligned.plan is not None
    (moved,) = aligned.moves
    assert [o.account for o in aligned.plan.overlays] == [a for a in "ab" if a != moved.account]
