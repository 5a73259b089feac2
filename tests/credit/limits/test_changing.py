"""Laws of changes, reviews and findings: all or nothing, nobody's own, and every gap and overlap."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.credit import (
    Band,
    ChangeApproval,
    CreditLimit,
    LimitAuthority,
    LimitChange,
    LimitChanges,
    LimitPolicy,
    Limits,
    LimitScope,
    PoolMember,
    PoolNesting,
    Pools,
    band_findings,
    limit_findings,
    limit_reviews,
    pool_findings,
)
from salesmgmt.errors import BatchError, InvalidValueError, WrongTypeError
from salesmgmt.money import Money
from salesmgmt.testing.credit_limits import bands, limit_changes, limits, pool_trees

pytestmark = pytest.mark.properties

days = st.integers(-30, 500).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))
WINDOW = DateRange("2026-01-01", "2026-03-01")


@given(st.data(), limits())
def test_a_batch_is_applied_as_a_whole_or_not_at_all(data: st.DataObject, known: Limits) -> None:
    batch = data.draw(limit_changes(of=known))
    everybody = [ChangeApproval("eve", "director")]
    assert batch.missing(everybody) == ()
    after = batch.apply(known, everybody)
    changed = {change.limit.id: change.after for change in batch.changes}
    for limit in known.limits:
        if limit.id not in changed:
            assert after.get(limit.id) == limit
    for name, wanted in changed.items():
        found = after.get(name)
        assert found == (None if wanted is None else evolve(wanted, approver="eve"))
    if batch.changes:
        left_out = data.draw(st.sampled_from(batch.changes)).limit.id
        others = [one.limit.id for one in batch.changes if one.limit.id != left_out]
        partly = [ChangeApproval("eve", "director", others)] if others else []
        assert [reason.get("change") for reason in batch.missing(partly)] == [left_out]
        with pytest.raises(BatchError, match="approval"):
            batch.apply(known, partly)
        assert len(batch.missing()) == len(batch.changes)


@given(st.data(), limits())
def test_nobody_approves_what_they_proposed(data: st.DataObject, known: Limits) -> None:
    batch = data.draw(limit_changes(of=known))
    reasons = batch.missing([ChangeApproval("ann", "director")])
    assert {reason.code for reason in reasons} <= {"credit.change.own"}
    assert len(reasons) == len(batch.changes)


@given(st.data(), limits())
def test_a_role_approves_up_to_its_bound(data: st.DataObject, known: Limits) -> None:
    batch = data.draw(limit_changes(of=known))
    bound = batch.authorities[0].up_to
    assert isinstance(bound, Money)
    for change in batch.changes:
        amount = change.limit.amount
        less = change.after is None or (
            change.before is not None
            and change.difference is not None
            and change.difference.minor <= 0
            and change.before
            == evolve(
                change.after,
                amount=change.before.amount,
                approver=change.before.approver,
                review=change.before.review,
            )
        )
        covered = less or (isinstance(amount, Money) and amount <= bound)
        assert ("clerk" in batch.needs(change.limit.id)) == covered


def test_a_limit_that_has_changed_since_is_told_with_everything_else() -> None:
    before = Limits([CreditLimit("L-1", "C-1", "USD 10"), CreditLimit("L-2", "C-2", "USD 10")])
    roles = [LimitAuthority("clerk", "USD 20")]
    wanted = [CreditLimit("L-1", "C-1", "USD 15"), CreditLimit("L-2", "C-2", "USD 90")]
    batch = LimitChanges.of("B", "ann", before, wanted, roles)
    now = before.replace(CreditLimit("L-1", "C-1", "USD 12"))
    problems = batch.problems(now, [ChangeApproval("bob", "clerk")])
    assert [(one.record, one.field) for one in problems] == [
        ("LimitChange L-1", "before"),
        ("LimitChange L-2", "approval"),
    ]
    assert batch.needs("L-2") == ()
    assert batch.missing()[1].code == "credit.change.nobody"
    with pytest.raises(BatchError):
        batch.apply(now, [ChangeApproval("bob", "clerk")])


def test_a_batch_as_a_table() -> None:
    before = Limits([CreditLimit("L-1", "C-1", "USD 10"), CreditLimit("L-2", "C-2", "USD 10")])
    roles = [LimitAuthority("clerk", "USD 20"), LimitAuthority("chief", "no limit")]
    wanted = [CreditLimit("L-1", "C-1", "USD 25"), CreditLimit("L-3", "C-3", "USD 5")]
    batch = LimitChanges.of("B", "ann", before, wanted, roles, withdrawn=["L-2"])
    rows = batch.records([ChangeApproval("bob", "clerk")])
    assert [(row["limit"], row["difference"], row["needs"], row["approved_by"]) for row in rows] == [
        ("L-1", Money.of("USD 15"), "chief", None),
        ("L-2", None, "clerk", "bob"),
        ("L-3", None, "clerk", "bob"),
    ]
    assert "须批准" in batch.table(lang="zh").text()
    with pytest.raises(BatchError, match="be one of the limits"):
        LimitChanges.of("B", "ann", before, [], roles, withdrawn="L-9")
    with pytest.raises(BatchError, match="be changed once"):
        LimitChanges("B", "ann", [LimitChange(None, wanted[0]), LimitChange(wanted[0], None)], roles)
    with pytest.raises(InvalidValueError, match="have the holder C-1"):
        LimitChange(CreditLimit("L", "C-1", "USD 1"), CreditLimit("L", "C-2", "USD 1"))


@given(limits(), days, st.integers(0, 200))
def test_reviews_that_are_due(known: Limits, day: date, ahead: int) -> None:
    last = day + timedelta(days=ahead)
    found = limit_reviews(known, day, last)
    alive = [one for one in known.limits if one.during.end is None or one.during.end > day]
    reviews = {one.id for one in alive if one.review is not None and one.review <= last}
    ends = {
        one.id for one in alive if one.during.end is not None and one.during.end <= last + timedelta(days=1)
    }
    assert {one.limit.id for one in found.entries if one.kind.value == "review"} == reviews
    assert {one.limit.id for one in found.entries if one.kind.value == "end"} == ends
    assert [one.due for one in found.entries] == sorted(one.due for one in found.entries)
    assert {one.limit.id for one in found.late} == {
        one.id for one in alive if one.review is not None and one.review < day
    }
    assert not any(one.kind.value == "end" for one in limit_reviews(known, day, last, ends=False).entries)
    assert len(found.table("zh").rows) == len(found.records()) == len(found.entries)


@given(limits(max_size=4))
def test_gaps_and_overlaps_of_limits_are_those_of_their_days(known: Limits) -> None:
    found = limit_findings(known, WINDOW)
    for holder in {limit.holder for limit in known.limits}:
        own = known.of_holder(holder)
        standing = {limit.id: known.policy.standing_of(limit.kind).value for limit in own}
        for day in WINDOW.each_day():
            holding = [limit for limit in own if day in limit.during]
            told = [one for one in found if one.holder == holder and day in one.during]
            pairs = {frozenset(one.names) for one in told if one.kind.value == "overlap"}
            assert pairs == {
                frozenset((one.id, other.id))
                for one in holding
                for other in holding
                if one.id < other.id and standing[one.id] == standing[other.id] != "added"
            }
            empty = all(standing[limit.id] == "added" for limit in holding)
            asked = own[0].scope is not LimitScope.SEGMENT
            assert any(one.kind.value == "gap" for one in told) == (empty and asked)


def test_who_should_have_a_limit_and_has_none() -> None:
    found = limit_findings(Limits(), WINDOW, holders=["C-9"])
    assert [(one.holder, one.during) for one in found] == [("C-9", WINDOW)]
    assert found[0].reason.text("zh") == "C-9 在以下期间没有额度：2026-01-01至2026-02-28"


def test_of_an_overlap_the_one_that_counts_is_named() -> None:
    pair = [
        CreditLimit("L-1", "C", "USD 5", priority=1),
        CreditLimit("L-2", "C", "USD 9", WINDOW, priority=2),
    ]
    by_date = limit_findings(Limits(pair), WINDOW)
    by_priority = limit_findings(Limits(pair, LimitPolicy("priority")), WINDOW)
    assert [one.names for one in (*by_date, *by_priority)] == [("L-2", "L-1"), ("L-1", "L-2")]


@given(pool_trees(nesting=PoolNesting.TAKEN_OUT))
def test_pools_that_promise_too_much(pools: Pools) -> None:
    found = pool_findings(pools, WINDOW)
    for day in WINDOW.each_day():
        short = {pool.id for pool in pools.all(day) if pool.short is not None}
        assert {one.holder for one in found if day in one.during} == short


def test_a_pool_that_promises_too_much_is_told_in_one_piece() -> None:
    known = Limits(
        [
            CreditLimit("L-1", "corp", "USD 50"),
            CreditLimit("L-2", "usa", "USD 60", WINDOW),
            CreditLimit("L-3", "elsewhere", "USD 1", "2026-02-01/.."),
        ]
    )
    found = pool_findings(Pools(known, [PoolMember("usa", "corp")]), "2025-01-01/2027-01-01")
    assert [(one.during, one.reason.get("short")) for one in found] == [(WINDOW, Money.of("USD 10"))]
    with pytest.raises(InvalidValueError, match="a first and a last"):
        pool_findings(Pools(known), DateRange.always())


FIGURES = [Fraction(half, 2) for half in range(-2, 27)]


@given(st.lists(bands(), max_size=5), bands() | st.none())
def test_gaps_and_overlaps_of_bands_are_those_of_their_figures(
    table: list[Band], within: Band | None
) -> None:
    table = [evolve(band, name=f"{number}") for number, band in enumerate(table)]
    found = band_findings(table, within)
    lows = [band.lower for band in table]
    highs = [band.upper for band in table]
    for figure in FIGURES:
        holding = {band.name for band in table if figure in band}
        told = [one for one in found if figure in one.where]
        if within is not None:
            asked = figure in within
        else:
            above = any(low is None or low < figure for low in lows)
            asked = bool(holding) or (above and any(high is None or high > figure for high in highs))
        if not asked or len(holding) == 1:
            assert told == []
        else:
            assert len(told) == 1
            assert told[0].kind.value == ("overlap" if holding else "gap")
            assert not holding or set(told[0].names) == holding
    assert all(one.reason.text("zh") for one in found)


def test_bands_touch_or_leave_a_single_figure() -> None:
    table = [Band("low", None, 60), Band("high", 60, None, lower_in=False)]
    (gap,) = band_findings(table)
    assert (str(gap.where), gap.names) == ("[60, 60]", ("high", "low"))
    assert band_findings([Band("low", None, 60), Band("high", 60, None)]) == ()
    with pytest.raises(InvalidValueError, match="at least one figure"):
        Band("none", 5, 5)
    with pytest.raises(WrongTypeError):
        Band("float", 0.5, 1)  # type: ignore[arg-type]


def test_a_role_covers_its_bound_and_a_longer_time_is_no_less() -> None:
    assert LimitAuthority("clerk", "USD 20").covers("USD 20")
    assert not LimitAuthority("clerk", "USD 20").covers("USD 20.01")
    assert not LimitAuthority("clerk", "USD 20").covers("no limit")
    before = Limits([CreditLimit("L-1", "C-1", "USD 50", "../2026-06-01")])
    roles = [LimitAuthority("clerk", "USD 20"), LimitAuthority("chief", "no limit")]
    for during, needed in (("../2026-06-01", ("clerk", "chief")), ("../2027-06-01", ("chief",))):
        batch = LimitChanges.of("B", "ann", before, [CreditLimit("L-1", "C-1", "USD 40", during)], roles)
        assert batch.needs("L-1") == needed


def test_a_review_that_is_put_off_is_no_less() -> None:
    before = Limits([CreditLimit("L-1", "C-1", "USD 50", review="2026-06-01")])
    roles = [LimitAuthority("clerk", "USD 20"), LimitAuthority("chief", "no limit")]
    for review, needed in (
        ("2026-06-01", ("clerk", "chief")),
        ("2026-05-01", ("clerk", "chief")),
        ("2026-06-02", ("chief",)),
        (None, ("chief",)),
    ):
        changed = CreditLimit("L-1", "C-1", "USD 40", review=review)
        assert LimitChanges.of("B", "ann", before, [changed], roles).needs("L-1") == needed


def test_the_borders_of_a_review() -> None:
    known = Limits([CreditLimit("L-1", "C-1", "USD 50", "../2026-06-02", review="2026-06-01")])

    def found(on: str) -> list[str]:
        return [one.kind.value for one in limit_reviews(known, on).entries]

    assert [found(day) for day in ("2026-05-31", "2026-06-01", "2026-06-02")] == [[], ["end", "review"], []]
    assert limit_reviews(known, "2026-06-01").late == ()


def test_two_gaps_are_two() -> None:
    table = [Band("a", 0, 1), Band("b", 2, 3), Band("c", 4, 5)]
    assert [str(one.where) for one in band_findings(table)] == ["[1, 2)", "[3, 4)"]


def test_a_change_of_anything_but_the_amount_is_neither_a_raise_nor_a_cut() -> None:
    before = CreditLimit("L-1", "C", "USD 100")
    for amount, code in (("USD 100", "other"), ("USD 101", "raised"), ("USD 99", "lowered")):
        change = LimitChange(before, CreditLimit("L-1", "C", amount, priority=2))
        assert change.reason.code == f"credit.change.{code}"
