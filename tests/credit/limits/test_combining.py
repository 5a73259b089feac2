"""Laws of limits: which holds, what they come to together, and that nothing else matters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.credit import (
    CreditLimit,
    LimitAmount,
    LimitInForce,
    LimitKind,
    LimitPolicy,
    Limits,
    LimitScope,
    LimitStanding,
    NoLimit,
    NotChecked,
)
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rounding, RoundingMode
from salesmgmt.testing.credit_limits import credit_limits, limit_policies, limits

pytestmark = pytest.mark.properties

GROUPS = ("G-1", "G-2")
days = st.integers(-30, 500).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))


def dollars(amount: int) -> Money:
    return Money.of(amount, "USD")


def height(amount: LimitAmount) -> tuple[int, int]:
    """How high an amount is: no limit is above every amount, and no check above that."""
    if isinstance(amount, Money):
        return 0, amount.minor
    return (1 if amount == NoLimit() else 2), 0


def began(limit: CreditLimit) -> date:
    return limit.during.start or date.min


def holder_by_hand(found: Sequence[CreditLimit], policy: LimitPolicy) -> LimitAmount | None:
    """What the limits of one holder come to, the long way."""

    def standing(limit: CreditLimit) -> str:
        if limit.kind is LimitKind.BASE:
            return "chosen"
        return str(getattr(policy, limit.kind.value).value)

    def counted(limit: CreditLimit) -> LimitAmount:
        if not isinstance(limit.amount, Money) or limit.share.value == 1:
            return limit.amount
        return (limit.amount * limit.share).round(policy.rounding)

    among = [limit for limit in found if standing(limit) == "instead"]
    among = among or [limit for limit in found if standing(limit) == "chosen"]
    if not among:
        return None
    among = sorted(among, key=lambda limit: limit.id)
    if policy.choice.value == "newest":
        last = max(map(began, among))
        among = [limit for limit in among if began(limit) == last]
        amount = counted(min(among, key=lambda limit: limit.priority))
    elif policy.choice.value == "priority":
        first = min(limit.priority for limit in among)
        amount = counted(max([limit for limit in among if limit.priority == first], key=began))
    else:
        heights = sorted((counted(limit) for limit in among), key=height)
        amount = heights[0] if policy.choice.value == "lowest" else heights[-1]
    if policy.zero.value == "unset" and amount == dollars(0):
        return None
    for limit in sorted(found, key=lambda limit: limit.id):
        if isinstance(amount, Money) and standing(limit) == "added":
            more = counted(limit)
            amount = amount + more if isinstance(more, Money) else more
    if policy.secured.value == "taken_off" and isinstance(amount, Money):
        secured = [one.amount.minor for one in found if one.in_exposure and isinstance(one.amount, Money)]
        amount = Money(max(0, amount.minor - sum(secured)), "USD")
    return amount


def wider_by_hand(own: LimitAmount | None, other: LimitAmount | None, rule: str) -> LimitAmount | None:
    """What binds of a customer's own amount and a wider one, the long way."""
    if own is None or other is None:
        return other if own is None else own
    if own == NotChecked() or rule == "own":
        return own
    if rule == "shared":
        return other
    if rule == "no_limit_wins" and own == NoLimit():
        return own
    return min(own, other, key=height)


@given(limits(), days)
def test_what_binds_is_what_the_long_way_finds(known: Limits, day: date) -> None:
    policy = known.policy

    def held(holder: str) -> LimitAmount | None:
        return holder_by_hand([one for one in known.of_holder(holder) if day in one.during], policy)

    expected = wider_by_hand(held("C-1"), held("S-1"), policy.segment.value)
    shared = [amount for amount in map(held, GROUPS) if amount is not None]
    if shared:
        nearest = shared[0] if policy.group.value == "own" else min(shared, key=height)
        expected = wider_by_hand(expected, nearest, policy.group.value)
    found = known.of("C-1", day, groups=GROUPS, segment="S-1")
    assert (None if found is None else found.amount) == expected


@given(limits(), days, st.data())
def test_the_order_of_limits_changes_nothing(known: Limits, day: date, data: st.DataObject) -> None:
    again = Limits(data.draw(st.permutations(known.limits)), known.policy)
    assert again == known
    asked = [one.of("C-1", day, groups=GROUPS, segment="S-1") for one in (again, known)]
    assert asked[0] == asked[1]


GENEROUS = limit_policies().map(lambda policy: evolve(policy, zero="no_credit", secured="shown"))


@given(limits(min_size=1, policies=GENEROUS), st.integers(0, 10**7) | st.none(), days, st.data())
def test_a_higher_limit_never_binds_more(
    known: Limits, more: int | None, day: date, data: st.DataObject
) -> None:
    limit = data.draw(st.sampled_from(known.limits))
    amount: LimitAmount = NoLimit()
    if isinstance(limit.amount, Money) and (more is not None or limit.is_secured):
        amount = limit.amount + Money(more or 1, "USD")
    if limit.amount == NotChecked():
        amount = limit.amount
    raised = known.replace(evolve(limit, amount=amount))
    before = known.of("C-1", day, groups=GROUPS, segment="S-1")
    after = raised.of("C-1", day, groups=GROUPS, segment="S-1")
    if before is None or after is None:
        assert before is after is None
    else:
        assert height(after.amount) >= height(before.amount)


@given(limits(), days)
def test_what_a_limit_rests_on_holds_on_the_day_and_is_named(known: Limits, day: date) -> None:
    found = known.of("C-1", day, groups=GROUPS, segment="S-1")
    assume(found is not None)
    assert found is not None
    holders = {"customer": {"C-1"}, "group": set(GROUPS), "segment": {"S-1"}}[found.binding.value]
    named = {fact for reason in found.reasons for fact in reason.facts}
    assert found.limits
    for name in found.limits:
        limit = known.get(name)
        assert limit is not None
        assert day in limit.during
        assert limit.holder in holders
        assert name in named
    for reason in found.reasons:
        assert reason.text("en")
        assert reason.text("zh")


@given(limits(), days, st.integers(0, 400))
def test_nothing_changes_before_the_next_change(known: Limits, day: date, ahead: int) -> None:
    later = known.next_change(("C-1", *GROUPS, "S-1"), day)
    assert later is None or later > day
    seen = day + timedelta(days=ahead)
    assume(later is None or seen < later)

    def amount(found: LimitInForce | None) -> LimitAmount | None:
        return None if found is None else found.amount

    then = known.of("C-1", seen, groups=GROUPS, segment="S-1")
    now = known.of("C-1", day, groups=GROUPS, segment="S-1")
    assert amount(then) == amount(now)


@given(limits(policies=limit_policies()), days)
def test_what_is_unsecured_is_the_rest(known: Limits, day: date) -> None:
    found = known.of("C-1", day)
    assume(found is not None)
    assert found is not None
    if not isinstance(found.amount, Money):
        assert found.unsecured is None
        return
    values = [
        one.amount.minor
        for one in known.in_force("C-1", day)
        if one.in_exposure and isinstance(one.amount, Money)
    ]
    total = found.amount if found.total is None else found.total
    assert found.unsecured == total - Money(sum(values), "USD")
    if known.policy.secured.value == "taken_off" and values:
        assert found.amount == max(found.unsecured, dollars(0))


@given(credit_limits())
def test_a_kind_stands_as_the_policy_says(limit: CreditLimit) -> None:
    for standing in LimitStanding:
        policy = LimitPolicy(temporary=standing, seasonal=standing, insured=standing, guaranteed=standing)
        expected = LimitStanding.CHOSEN if limit.kind is LimitKind.BASE else standing
        assert policy.standing_of(limit.kind) is expected


BASE = CreditLimit("L-1", "C-1", "USD 10,000", "2026-01-01/..")


def test_no_limit_zero_and_not_checked_are_three_things_and_nothing_a_fourth() -> None:
    amounts = [Limits([evolve(BASE, amount=one)]).of("C-1", "2026-02-01") for one in ("USD 0", "no limit")]
    assert [one.amount for one in amounts if one is not None] == [dollars(0), NoLimit()]
    unchecked = Limits([evolve(BASE, amount=NotChecked())]).of("C-1", "2026-02-01")
    assert unchecked is not None
    assert unchecked.amount == NotChecked()
    assert Limits([BASE]).of("C-2", "2026-02-01") is None
    assert len({NoLimit(), NotChecked(), dollars(0), None}) == 4


@pytest.mark.parametrize(
    ("rule", "own", "shared", "expected", "binding"),
    [
        ("lower", "USD 10,000", "USD 15,000", "USD 10,000", "customer"),
        ("lower", "USD 20,000", "USD 15,000", "USD 15,000", "group"),
        ("lower", "no limit", "USD 15,000", "USD 15,000", "group"),
        ("no_limit_wins", "no limit", "USD 15,000", "no limit", "customer"),
        ("own", "USD 20,000", "USD 15,000", "USD 20,000", "customer"),
        ("shared", "USD 10,000", "USD 15,000", "USD 15,000", "group"),
        ("shared", "not checked", "USD 15,000", "not checked", "customer"),
        ("lower", "USD 20,000", "not checked", "USD 20,000", "customer"),
    ],
)
def test_individual_and_group(rule: str, own: str, shared: str, expected: str, binding: str) -> None:
    known = Limits(
        [evolve(BASE, amount=own), CreditLimit("G", "G-1", shared, scope="group")], LimitPolicy(group=rule)
    )
    found = known.of("C-1", "2026-02-01", groups=["G-1"])
    assert found is not None
    assert found == evolve(found, amount=expected, binding=binding)


def test_the_first_change_after_a_day() -> None:
    known = Limits([evolve(BASE, during="2026-01-01/2026-03-01")])
    asked = ["2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01"]
    found = [known.next_change("C-1", day) for day in asked]
    assert found == [date(2026, 1, 1), date(2026, 3, 1), date(2026, 3, 1), None]


@pytest.mark.parametrize(("choice", "chosen"), [("newest", "L-3"), ("priority", "L-2"), ("lowest", "L-4")])
def test_which_of_several_limits_holds(choice: str, chosen: str) -> None:
    known = [
        evolve(BASE, priority=2),
        CreditLimit("L-2", "C-1", "USD 9", "2026-01-02/..", priority=1),
        CreditLimit("L-3", "C-1", "USD 8", "2026-01-03/..", priority=2),
        CreditLimit("L-4", "C-1", "USD 1", "2026-01-03/..", priority=3),
        CreditLimit("L-5", "C-1", "USD 7", "2026-01-01/..", priority=1),
    ]
    held = Limits(known, LimitPolicy(choice)).of("C-1", "2026-02-01")
    assert held is not None
    assert held.limits == (chosen,)


def test_of_equal_limits_the_own_one_binds_and_of_groups_the_nearest_or_the_lowest() -> None:
    groups = [
        CreditLimit(f"L-{name}", name, amount, scope="group")
        for name, amount in (("near", "USD 10,000"), ("far", "USD 8,000"))
    ]
    equal = Limits([BASE, groups[0]]).of("C-1", "2026-02-01", groups=["near"])
    assert equal is not None
    assert equal.binding is LimitScope.CUSTOMER
    for rule, amount in (("own", 10_000), ("lower", 8_000)):
        held = Limits(groups, LimitPolicy(group=rule)).of("C-1", "2026-02-01", groups=["near", "far"])
        assert held is not None
        assert held.amount == dollars(amount)


def test_a_temporary_limit_stands_in_place_or_on_top() -> None:
    extra = CreditLimit("T", "C-1", "USD 4,000", "2026-03-01/2026-04-01", "temporary")
    instead = Limits([BASE, extra])
    on_top = Limits([BASE, extra], LimitPolicy(temporary="added"))
    for known, amount in ((instead, "USD 4,000"), (on_top, "USD 14,000")):
        held = known.of("C-1", "2026-03-31")
        assert held is not None
        assert held.amount == Money.of(amount)
        after = known.of("C-1", "2026-04-01")
        assert after is not None
        assert after.amount == dollars(10_000)


def test_an_uplift_alone_is_no_limit_and_a_share_is_rounded_as_the_policy_says() -> None:
    insured = CreditLimit("P", "C-1", "USD 0.33", kind="insured", share="50%")
    assert Limits([insured]).of("C-1", "2026-02-01") is None
    up = Limits([BASE, insured]).of("C-1", "2026-02-01")
    rounding = Rounding(mode=RoundingMode.DOWN)
    down = Limits([BASE, insured], LimitPolicy(rounding=rounding)).of("C-1", "2026-02-01")
    assert up is not None
    assert down is not None
    assert (up.uplift, down.uplift) == (Money.of("USD 0.17"), Money.of("USD 0.16"))


def test_reasons_in_both_languages() -> None:
    renewed = CreditLimit("L-2", "C-1", "USD 12,000", "2026-02-01/..")
    shared = CreditLimit("G", "G-1", "USD 9,000", scope="group")
    found = Limits([BASE, renewed, shared]).of("C-1", "2026-03-01", groups=["G-1"])
    assert found is not None
    assert [reason.text() for reason in found.reasons] == [
        "the group's limit binds, being the lower one",
        "G holds: USD 9,000.00",
    ]
    own = Limits([BASE, renewed]).of("C-1", "2026-03-01")
    assert own is not None
    assert own.reasons[0].tree() == "L-2 holds: USD 12,000.00\n  of 2 limits L-2 began last"
    assert own.reasons[0].tree("zh") == "L-2 生效：USD 12,000.00\n  2 个额度中 L-2 生效日期最新"


def test_faults_are_told_all_at_once() -> None:
    with pytest.raises(BatchError) as caught:
        Limits([BASE, BASE, CreditLimit("L-2", "C-1", "EUR 5", "2026-06-01/..")])
    assert [problem.field for problem in caught.value.problems] == ["id", "amount", "amount"]
    apart = CreditLimit("L-2", "C-1", "EUR 5", "2025-01-01/2026-01-01")
    assert len(Limits([BASE, apart]).limits) == 2
    other = CreditLimit("G", "G-1", "EUR 5", scope="group")
    with pytest.raises(CurrencyMismatchError, match="be in USD"):
        Limits([BASE, other]).of("C-1", "2026-02-01", groups=["G-1"])


@pytest.mark.parametrize(
    ("change", "error", "rule"),
    [
        ({"amount": "USD -1"}, InvalidValueError, "be 0 or more"),
        ({"priority": 0}, InvalidValueError, "be 1 or more"),
        ({"share": "50%"}, InvalidValueError, "insured or guaranteed"),
        ({"in_exposure": True}, InvalidValueError, "insured or guaranteed"),
        ({"kind": "insured", "amount": "no limit"}, WrongTypeError, "be money"),
        ({"kind": "insured", "share": "101%"}, InvalidValueError, "0% to 100%"),
        ({"kind": "spare"}, InvalidValueError, "base, temporary"),
        ({"amount": 5}, WrongTypeError, r"NoLimit\(\)"),
        ({"amount": 5.0}, WrongTypeError, r"NoLimit\(\)"),
        ({"holder": ""}, InvalidValueError, "at least one character"),
    ],
)
def test_a_wrong_limit_says_what_it_must_be(
    change: dict[str, object], error: type[Exception], rule: str
) -> None:
    fields = {"id": "L", "holder": "C", "amount": "USD 1", **change}
    with pytest.raises(error, match=rule):
        CreditLimit(**fields)  # type: ignore[arg-type]


def test_a_table_in_both_languages() -> None:
    known = Limits([BASE, CreditLimit("L-2", "G-1", NoLimit(), kind="temporary", scope="group")])
    assert [row["amount"] for row in known.records()] == [dollars(10_000), "no limit"]
    rows = known.table("2026-02-01", "zh").rows
    assert [row[2:5] for row in rows] == [
        ("客户", "基本额度", dollars(10_000)),
        ("集团", "临时额度", "不限额"),
    ]
    assert len(known.table("2025-12-31").rows) == 1


def test_scopes_are_kept_apart() -> None:
    same = [CreditLimit(scope.value, "X", "USD 5", scope=scope) for scope in LimitScope]
    known = Limits(same)
    for scope in LimitScope:
        assert [limit.id for limit in known.in_force("X", "2026-01-01", scope)] == [scope.value]
