"""Laws of pools: what is shared and what is taken out adds up, at every level and on every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.credit import CreditLimit, Limits, NoLimit, Pool, PoolMember, PoolNesting, Pools
from salesmgmt.errors import BatchError
from salesmgmt.money import Money
from salesmgmt.testing.credit_limits import pool_trees

pytestmark = pytest.mark.properties

NODES = tuple(f"N-{number}" for number in range(7))
days = st.integers(-30, 500).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))
amounts = st.integers(0, 10**6).map(lambda minor: Money(minor, "USD"))


def up_by_hand(pools: Pools, node: str, day: date) -> list[str]:
    """A node and all above it, the long way."""
    found = [node]
    while True:
        parents = [one.parent for one in pools.members if one.member == found[-1] and day in one.during]
        if not parents:
            return found
        found += parents


@given(pool_trees(nesting=PoolNesting.TAKEN_OUT), days)
def test_members_take_out_what_they_have_of_the_nearest_pool_above(pools: Pools, day: date) -> None:
    own = {node: pools.limits.held_by(node, day) for node in NODES}
    taken: dict[str, int] = {}
    for node, limit in own.items():
        above = next((name for name in up_by_hand(pools, node, day)[1:] if own[name] is not None), None)
        if limit is not None and isinstance(limit.amount, Money) and above is not None:
            taken[above] = taken.get(above, 0) + limit.amount.minor
    for pool in pools.all(day):
        limit = own[pool.id]
        assert limit is not None
        assert pool.limit == limit.amount
        if not isinstance(limit.amount, Money):
            assert pool.amount == limit.amount
            continue
        left = limit.amount.minor - taken.get(pool.id, 0)
        assert pool.amount == Money(max(0, left), "USD")
        assert pool.short == (Money(-left, "USD") if left < 0 else None)


@given(pool_trees(), days)
def test_the_nearest_limit_at_or_above_is_the_pool(pools: Pools, day: date) -> None:
    for node in NODES:
        path = up_by_hand(pools, node, day)
        assert list(pools.path(node, day)) == path
        with_limits = [name for name in path if pools.limits.held_by(name, day) is not None]
        assert pools.nearest(node, day) == (with_limits[0] if with_limits else None)
        binding = with_limits[:1] if pools.nesting is PoolNesting.TAKEN_OUT else with_limits
        assert [pool.id for pool in pools.of(node, day)] == binding


@given(pool_trees(nesting=PoolNesting.TAKEN_OUT), days, st.dictionaries(st.sampled_from(NODES), amounts))
def test_what_is_owed_is_used_once(pools: Pools, day: date, used: dict[str, Money]) -> None:
    uses = pools.uses(used, day)
    counted = {use.pool.id for use in uses}
    owed = sum(money.minor for node, money in used.items() if pools.nearest(node, day) in counted)
    assert sum(use.used.minor for use in uses) == owed
    for use in uses:
        assert isinstance(use.pool.amount, Money)
        assert use.available == use.pool.amount - use.used


@given(pool_trees(nesting=PoolNesting.WITHIN), days, st.dictionaries(st.sampled_from(NODES), amounts))
def test_within_a_pool_all_below_it_counts(pools: Pools, day: date, used: dict[str, Money]) -> None:
    for use in pools.uses(used, day):
        below = [node for node in used if use.pool.id in up_by_hand(pools, node, day)]
        assert use.used.minor == sum(used[node].minor for node in below)
        assert use.pool.amount == use.pool.limit


@given(pool_trees(), days, st.integers(0, 400), st.sampled_from(NODES))
def test_nothing_changes_before_the_next_change(pools: Pools, day: date, ahead: int, node: str) -> None:
    later = pools.next_change(node, day)
    assert later is None or later > day
    seen = day + timedelta(days=ahead)
    assume(later is None or seen < later)
    assert pools.path(node, seen) == pools.path(node, day)
    then, now = pools.of(node, seen), pools.of(node, day)
    assert [(pool.id, pool.amount) for pool in then] == [(pool.id, pool.amount) for pool in now]


@given(pool_trees(), days, st.sampled_from(NODES))
def test_who_moves_is_elsewhere_from_the_day_on_and_where_they_were_before(
    pools: Pools, day: date, node: str
) -> None:
    moved = pools.moved(node, "elsewhere", day)
    before = day - timedelta(days=1)
    assert moved.parent(node, before) == pools.parent(node, before)
    assert moved.parent(node, day) == moved.parent(node, day + timedelta(days=900)) == "elsewhere"
    assert moved.moved(node, None, day).parent(node, day) is None
    for other in NODES:
        if other != node:
            assert moved.parent(other, day) == pools.parent(other, day)


@given(pool_trees(), days, st.data())
def test_the_order_of_members_changes_nothing(pools: Pools, day: date, data: st.DataObject) -> None:
    again = Pools(pools.limits, data.draw(st.permutations(pools.members)), pools.nesting)
    assert again == pools
    assert [again.of(node, day) for node in NODES] == [pools.of(node, day) for node in NODES]


LIMITS = Limits(
    [
        CreditLimit("L-1", "corp", "USD 50,000,000", scope="group"),
        CreditLimit("L-2", "usa", "USD 20,000,000"),
        CreditLimit("L-3", "shop", "USD 5,000,000"),
    ]
)
MEMBERS = [
    PoolMember("usa", "corp"),
    PoolMember("canada", "corp"),
    PoolMember("shop", "usa"),
    PoolMember("store", "usa"),
]


def test_several_levels_and_a_table() -> None:
    pools = Pools(LIMITS, MEMBERS)
    used = {"store": Money.of("USD 16,000,000"), "canada": Money.of("USD 1,000,000")}
    assert [(use.pool.id, str(use.available)) for use in pools.uses(used, "2026-01-01")] == [
        ("corp", "USD 29,000,000.00"),
        ("shop", "USD 5,000,000.00"),
        ("usa", "USD -1,000,000.00"),
    ]
    assert pools.table(used, "2026-01-01").records()[0]["taken"] == Money.of("USD 20,000,000")
    assert pools.table(used, "2026-01-01", "zh").columns[0].heading == "额度池"
    within = Pools(LIMITS, MEMBERS, "within")
    assert [pool.id for pool in within.of("store", "2026-01-01")] == ["usa", "corp"]
    assert pools.limits.of("shop", "2026-01-01", groups=pools.groups("shop", "2026-01-01")) is not None


def test_a_limit_two_levels_down_is_taken_out_of_the_pool_above() -> None:
    known = LIMITS.without("L-2")
    pool = Pools(known, MEMBERS).of("canada", "2026-01-01")[0]
    assert (pool.id, pool.taken, pool.amount) == (
        "corp",
        Money.of("USD 5,000,000"),
        Money.of("USD 45,000,000"),
    )


@pytest.mark.parametrize(
    ("taken", "left", "short"),
    [("USD 9", "USD 1", None), ("USD 10", "USD 0", None), ("USD 12", "USD 0", "USD 2")],
)
def test_nothing_is_left_below_zero(taken: str, left: str, short: str | None) -> None:
    pool = Pool("corp", "USD 10", taken)
    assert pool.amount == Money.of(left)
    assert pool.short == (None if short is None else Money.of(short))


def test_the_first_change_at_or_below_or_above() -> None:
    known = Limits([CreditLimit("L", "shop", "USD 5", "2026-03-01/2026-04-01")])
    pools = Pools(known, [PoolMember("shop", "usa", "2026-02-01/.."), PoolMember("usa", "corp")])
    asked = ["2026-01-31", "2026-02-01", "2026-03-01", "2026-04-01"]
    found = [pools.next_change("usa", day) for day in asked]
    assert found == [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1), None]


def test_a_member_without_a_limit_takes_nothing_out() -> None:
    free = LIMITS.replace(CreditLimit("L-2", "usa", NoLimit()))
    pools = Pools(free, MEMBERS)
    assert pools.of("canada", "2026-01-01")[0].amount == Money.of("USD 50,000,000")
    assert pools.of("store", "2026-01-01")[0].amount == NoLimit()
    assert pools.of("nobody", "2026-01-01") == ()


def test_a_tree_is_one() -> None:
    with pytest.raises(BatchError) as caught:
        Pools(
            Limits(),
            [
                PoolMember("a", "b", "2026-01-01/2026-06-01"),
                PoolMember("a", "c", "2026-05-31/.."),
                PoolMember("b", "d"),
                PoolMember("d", "a", "../2026-02-01"),
            ],
        )
    problems = {(problem.record, problem.field) for problem in caught.value.problems}
    assert problems == {
        ("PoolMember a", "during"),
        ("PoolMember a", "parent"),
        ("PoolMember b", "parent"),
        ("PoolMember d", "parent"),
    }
    turns = [PoolMember("a", "b", "../2026-01-01"), PoolMember("b", "a", "2026-01-01/..")]
    assert Pools(Limits(), turns).path("a", "2025-12-31") == ("a", "b")


@pytest.mark.parametrize(
    ("during", "said"),
    [
        ("../..", "as it does on every day"),
        ("../2026-04-01", "as it does on every day before 2026-04-01"),
        ("2026-01-01/..", "as it does on 2026-01-01"),
    ],
)
def test_a_circle_says_from_when_on_it_is_one(during: str, said: str) -> None:
    members = [PoolMember("a", "b", during), PoolMember("b", "a", during)]
    with pytest.raises(BatchError) as raised:
        Pools(Limits(), members)
    assert raised.value.problems[0].rule.endswith(said)
