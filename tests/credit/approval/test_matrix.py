"""The matrix: one rule for each request, gaps and overlaps with witnesses, guards that say the same."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    ApprovalMatrix,
    ApprovalRequest,
    ApprovalRule,
    LimitAuthority,
    LimitFindingKind,
    Uncovered,
    matrix_findings,
)
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError
from salesmgmt.money import Money, Rate
from salesmgmt.testing.credit_approval import (
    GRADES,
    approval_matrices,
    approval_requests,
    approval_rules,
)

pytestmark = pytest.mark.properties

#: Every figure at which the rules of the strategies change, and one on either side.
AMOUNTS = (0, 1, 2, 9_999, 10_000, 10_001, 50_000, 50_001)
SHARES = ("0%", "5%", "10%", "20%", "1/3", "2")
DAYS = (0, 1, 30, 31, 60, 61)
GRID = tuple(
    ApprovalRequest(Money(amount, "CNY"), grade, Rate(share), days)
    for amount in AMOUNTS
    for grade in GRADES
    for share in SHARES
    for days in DAYS
)


def reference(rule: ApprovalRule, asked: ApprovalRequest) -> bool:
    """Whether a rule holds, read off one bound after another."""
    if rule.over is not None and asked.amount.minor <= rule.over.minor:
        return False
    if rule.up_to is not None and asked.amount.minor > rule.up_to.minor:
        return False
    if rule.excess_over is not None and asked.excess <= rule.excess_over:
        return False
    if rule.excess_up_to is not None and asked.excess > rule.excess_up_to:
        return False
    if rule.days_over is not None and asked.term_days <= rule.days_over:
        return False
    if rule.days_up_to is not None and asked.term_days > rule.days_up_to:
        return False
    return not rule.grades or asked.grade in rule.grades


@given(st.lists(approval_rules(), min_size=1, max_size=4, unique_by=lambda one: one.name))
def test_findings_are_what_a_walk_over_a_grid_finds(rules: list[ApprovalRule]) -> None:
    found = matrix_findings(rules, "CNY", GRADES)
    gaps = [one for one in found if one.kind is LimitFindingKind.GAP]
    overlaps = {one.rules for one in found if one.kind is LimitFindingKind.OVERLAP}
    for one in found:
        holding = tuple(rule.name for rule in rules if reference(rule, one.witness))
        assert set(one.rules) <= set(holding)
        assert bool(holding) == (one.kind is LimitFindingKind.OVERLAP)
        assert one.reason.text("zh")
    assert overlaps == {
        (one.name, other.name)
        for one, other in combinations(rules, 2)
        if any(reference(one, asked) and reference(other, asked) for asked in GRID)
    }
    assert bool(gaps) == any(not any(reference(rule, asked) for rule in rules) for asked in GRID)
    again = matrix_findings(rules[::-1], "CNY", GRADES)
    assert len(again) == len(found)


@given(approval_matrices(), st.data())
def test_exactly_one_rule_holds(matrix: ApprovalMatrix, data: st.DataObject) -> None:
    asked = data.draw(approval_requests(grades=matrix.grades))
    holding = [rule for rule in matrix.rules if reference(rule, asked)]
    assert len(holding) == 1 or (not holding and matrix.uncovered is Uncovered.NOBODY)
    route = matrix.route(asked)
    assert route.rule == (holding[0] if holding else None)
    assert route.roles == (holding[0].roles if holding else ())
    assert route.reason.text("zh")
    backward = ApprovalMatrix(matrix.rules[::-1], "CNY", matrix.grades, matrix.uncovered)
    assert backward.route(asked) == route
    assert len(matrix.table("zh").rows) == len(matrix.rules)


@given(approval_rules(), st.sampled_from(GRID))
def test_a_guard_says_the_same_as_the_rule(rule: ApprovalRule, asked: ApprovalRequest) -> None:
    guard = rule.guard("subject.amount", "subject.grade", "subject.excess", "subject.days")
    figures = {
        "amount": asked.amount,
        "grade": asked.grade,
        "excess": asked.excess.value,
        "days": asked.term_days,
    }
    assert guard.matches({"subject": figures}) == rule.covers(asked) == reference(rule, asked)


@given(st.lists(st.integers(0, 90_000), min_size=1, max_size=4, unique=True), st.booleans(), st.booleans())
def test_a_ladder_goes_to_the_lowest_who_may(bounds: list[int], open_end: bool, seniors: bool) -> None:
    rungs = [
        LimitAuthority(f"r{place}", Money(bound, "CNY")) for place, bound in enumerate(sorted(bounds))
    ] + ([LimitAuthority("top", "no limit")] if open_end else [])
    matrix = ApprovalMatrix.ladder(
        rungs, "CNY", seniors="included" if seniors else "excluded", uncovered="nobody"
    )
    for amount in {0, *bounds, *[bound + 1 for bound in bounds]}:
        asked = Money(amount, "CNY")
        may = [rung.role for rung in rungs if rung.covers(asked)]
        route = matrix.route(ApprovalRequest(asked))
        assert route.approver == (may[0] if may else None)
        assert list(route.roles) == (may if seniors else may[:1])
    if not open_end:
        with pytest.raises(BatchError, match="be covered by a rule"):
            ApprovalMatrix.ladder(rungs, "CNY")


def test_faults_are_all_named() -> None:
    with pytest.raises(BatchError) as refused:
        ApprovalMatrix(
            [
                ApprovalRule("a", "x", up_to="USD 5", grades="D"),
                ApprovalRule("a", "x", over="CNY 5", up_to="CNY 9"),
            ],
            "CNY",
        )
    assert [(one.field, one.value) for one in refused.value.problems] == [
        ("name", "a"),
        ("up_to", "USD"),
        ("grades", "D"),
    ]
    with pytest.raises(BatchError) as refused:
        ApprovalMatrix([ApprovalRule("a", "x", up_to="CNY 5"), ApprovalRule("b", "x")], "CNY")
    assert [str(one) for one in refused.value.problems] == [
        "a and b: overlap is 'CNY 5.00'; it must be for one of them only"
    ]


def test_requests_that_a_matrix_says_nothing_about() -> None:
    matrix = ApprovalMatrix(
        [ApprovalRule("a", "x", grades=("A", "B"))], "CNY", ("A", "B", "C"), uncovered="nobody"
    )
    assert matrix.route(ApprovalRequest("CNY 1", "C")).approver is None
    with pytest.raises(InvalidValueError, match="grade"):
        matrix.route(ApprovalRequest("CNY 1"))
    with pytest.raises(CurrencyMismatchError):
        matrix.route(ApprovalRequest("USD 1", "A"))
    with pytest.raises(CurrencyMismatchError):
        ApprovalRule("a", "x", up_to="CNY 5").covers(ApprovalRequest("USD 1"))
    with pytest.raises(BatchError) as refused:
        ApprovalMatrix([ApprovalRule("a", "x", grades=("A", "B"))], "CNY", ("A", "B", "C", "D"))
    assert "CNY 0.00 / C" in str(refused.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ApprovalRequest("CNY -1"),
        lambda: ApprovalRequest("CNY 1", excess="-1%"),
        lambda: ApprovalRequest("CNY 1", term_days=-1),
        lambda: ApprovalRule("a", ()),
        lambda: ApprovalRule("a", "x", over="CNY 5", up_to="CNY 5"),
        lambda: ApprovalRule("a", "x", over="CNY 5", up_to="USD 6"),
        lambda: ApprovalRule("a", "x", days_up_to=-1),
        lambda: ApprovalRule("a", "x", needs="all"),
        lambda: ApprovalRule("a", "x", needs="quorum", quorum=1),
        lambda: ApprovalMatrix([], "CNY"),
        lambda: ApprovalMatrix.ladder([LimitAuthority("a", "no limit"), LimitAuthority("b", "CNY 5")], "CNY"),
        lambda: ApprovalMatrix.ladder([LimitAuthority("a", "CNY 5"), LimitAuthority("b", "CNY 5")], "CNY"),
    ],
)
def test_wrong_values_are_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(InvalidValueError):
        make()
