"""Calibration: whole people, equals stay together, order is kept, and every change is told."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import ceil, floor
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.appraisal import (
    Calibration,
    EqualScores,
    ForcedDistribution,
    GradeQuotas,
    Guideline,
    Guidelines,
    Operator,
    Rated,
    RatingChange,
    RatingDistribution,
    RatingScale,
    SmallGroup,
    TieBreak,
    WholePeople,
)
from salesmgmt.errors import BatchError, InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.testing.appraisal_calibration import (
    RATINGS,
    calibrations,
    forced_distributions,
    guideline_lists,
    guidelines,
    people,
    rating_distributions,
)

pytestmark = pytest.mark.properties

SCALE = RatingScale({"A": 90, "B": 75, "C": 60, "D": 0})
PLACE = {name: number for number, name in enumerate(RATINGS)}


@given(forced_distributions(), st.integers(0, 500))
def test_whole_people_add_up_and_lie_within_one_of_their_share(
    policy: ForcedDistribution, headcount: int
) -> None:
    spread = policy.counts(headcount)
    assert spread.headcount == headcount
    for (_, count), (_, share) in zip(spread.counts, policy.shares, strict=True):
        assert floor(share.value * headcount) <= count <= ceil(share.value * headcount)


@given(forced_distributions(), people())
def test_a_distribution_keeps_order_and_equals_together(
    policy: ForcedDistribution, some: tuple[Rated, ...]
) -> None:
    outcome = policy.assign(some)
    shuffled = sorted(some, key=lambda one: (one.score or 0, one.group, one.participant))
    assert policy.assign(shuffled) == outcome
    assert len(outcome.lines) == len(some)
    ranked = [one for one in some if one.eligible]
    if len(ranked) < policy.smallest:
        assert all(line.rating == line.before for line in outcome.lines)
        return
    assert outcome.reached.headcount == outcome.wanted.headcount == len(ranked)
    for one, other in combinations(ranked, 2):
        first, second = outcome.rating(one.participant), outcome.rating(other.participant)
        assert first is not None
        assert second is not None
        if one.score == other.score and (not policy.tie_by or one.figures == other.figures):
            assert first == second
        elif one.score is not None and other.score is not None and one.score > other.score:
            assert PLACE[first] <= PLACE[second]
    for one in some:
        if not one.eligible:
            assert outcome.rating(one.participant) == one.rating


@given(forced_distributions(), st.integers(0, 30))
def test_without_equals_the_counts_are_reached(policy: ForcedDistribution, headcount: int) -> None:
    some = [Rated(f"p{number}", "D", number, figures={"tenure": 0}) for number in range(headcount)]
    outcome = policy.assign(some)
    if headcount >= policy.smallest:
        assert outcome.reached == outcome.wanted == policy.counts(headcount)


def test_equals_go_where_the_policy_says() -> None:
    some = [Rated("a", "B", 9), *[Rated(name, "B", 8) for name in "bcd"], Rated("e", "B", 7)]
    shares = {"A": "40%", "B": "60%"}
    found = {
        rule: [
            line.participant
            for line in ForcedDistribution(shares, equal=rule).assign(some).lines[:5]
            if line.rating == "A"
        ]
        for rule in EqualScores
    }
    assert found == {
        EqualScores.UP: ["a", "b", "c", "d"],
        EqualScores.DOWN: ["a"],
        EqualScores.NEAREST: ["a"],
    }
    reason = ForcedDistribution(shares).assign(some).lines[1].reason
    assert reason.because[0].text() == "3 people stand equal across a border and stay together in A"
    assert reason.text("zh") == "得 8 分，排名第 2，等级 A"


def test_a_named_figure_tells_equals_apart() -> None:
    some = [Rated("a", "B", 8, figures={"tenure": 1}), Rated("b", "B", 8, figures={"tenure": 2})]
    halves = {"A": "50%", "B": "50%"}
    assert ForcedDistribution(halves, "tenure").assign(some).rating("b") == "A"
    assert (
        ForcedDistribution(halves, TieBreak("tenure", more_is_better=False)).assign(some).rating("a") == "A"
    )
    with pytest.raises(BatchError, match=r"figures\.tenure"):
        ForcedDistribution(halves, "tenure").assign([*some, Rated("c", "B", 8)])
    with pytest.raises(BatchError, match="score"):
        ForcedDistribution(halves).assign([Rated("c", "B")])


def test_shares_that_miss_are_refused_by_how_much() -> None:
    with pytest.raises(BatchError, match="10% short"):
        ForcedDistribution({"A": "20%", "B": "70%"})
    with pytest.raises(InvalidValueError, match="0% or more"):
        ForcedDistribution({"A": "-20%", "B": "120%"})
    with pytest.raises(WrongTypeError):
        cast("type", ForcedDistribution)({"A": 0.2, "B": 0.8})


@given(guidelines(), st.integers(0, 300))
def test_a_guideline_allows_whole_people_near_its_shares(rule: Guideline, headcount: int) -> None:
    least, most = rule.allowed(headcount)
    low, high = (share.value * headcount for share in rule.bounds)
    assert 0 <= least <= most <= headcount
    assert floor(low) <= least <= ceil(low)
    assert floor(high) <= most <= ceil(high)
    inside = [count for count in range(headcount + 1) if low <= count <= high]
    if rule.whole is WholePeople.WITHIN and inside:
        assert (least, most) == (inside[0], inside[-1])
    if rule.whole is WholePeople.GENEROUS:
        assert set(inside) <= set(range(least, most + 1))


@given(guideline_lists(), people())
def test_moving_as_many_as_asked_for_keeps_a_guideline(rules: Guidelines, some: tuple[Rated, ...]) -> None:
    report = rules.check(some)
    counted = [one for one in some if one.eligible]
    assert report.spread.headcount == len(counted)
    for finding in report.findings:
        assert finding.count == sum(one.rating in finding.guideline.ratings for one in counted)
        moved = finding.count + finding.add_at_least - finding.remove_at_least
        assert finding.low <= moved <= finding.high
        assert finding.ok is (not finding.add_at_least and not finding.remove_at_least)
        needed = finding.add_at_least + finding.remove_at_least
        possible = finding.remove_at_least == 0 or len(finding.guideline.ratings) < len(RATINGS)
        if possible:
            assert len(finding.nearest) >= needed
        for near in finding.nearest:
            assert (near.rating in finding.guideline.ratings) is bool(finding.remove_at_least)
            assert (near.to in finding.guideline.ratings) is bool(finding.add_at_least)


def test_who_is_nearest_to_the_border_and_who_stands_equal() -> None:
    rules = Guidelines.on(SCALE, Guideline("A", "<=", "20%"))
    some = [Rated("a", "A", 99), Rated("b", "A", 91), Rated("c", "A", 91), Rated("d", "B", 80)]
    finding = rules.check([*some, Rated("e", "C", 70)]).findings[0]
    assert finding.remove_at_least == 2
    assert [(near.participant, near.to) for near in finding.nearest] == [("b", "B"), ("c", "B")]
    assert {near.gap for near in finding.nearest} == {Fraction(1)}
    assert not finding.tied
    top = Guidelines.on(SCALE, Guideline("A", ">=", "80%")).check([*some, Rated("e", "C", 70)]).findings[0]
    assert [(near.participant, near.gap) for near in top.nearest] == [("d", Fraction(10))]
    assert top.reason.text("zh") == "A >= 80%：现有 3 人，允许 4 至 5 人；至少增加 1 人，至多增加 2 人"


def test_equals_at_the_border_are_all_named() -> None:
    rules = Guidelines(("A", "B"), Guideline("A", "<=", "50%"))
    finding = rules.check(
        [Rated("a", "A", 9), Rated("b", "A", 8), Rated("c", "A", 8), Rated("d", "B")]
    ).findings[0]
    assert finding.remove_at_least == 1
    assert [near.participant for near in finding.nearest] == ["b", "c"]
    assert finding.tied


@pytest.mark.parametrize(
    ("small", "groups", "checked"),
    [
        (SmallGroup.SKIP, ["n", "s", "w"], [1, 0, 0]),
        (SmallGroup.ADVISE, ["n", "s", "w"], [1, 1, 1]),
        (SmallGroup.POOL, ["", "n"], [1, 1]),
    ],
)
def test_small_groups(small: SmallGroup, groups: list[str], checked: list[int]) -> None:
    some = [Rated(f"n{number}", "A", number, "n") for number in range(4)]
    some += [
        Rated("s1", "A", 1, "s"),
        Rated("s2", "A", 1, "s"),
        Rated("w1", "A", 1, "w"),
        Rated("w2", "B", 1, "w"),
    ]
    rules = Guidelines(("A", "B"), Guideline("A", "<=", "50%"), smallest=4, small=small)
    reports = rules.check_groups(reversed(some))
    assert [report.group for report in reports] == groups
    assert [len(report.findings) for report in reports] == checked
    binding = {report.group: [one.binding for one in report.findings] for report in reports}
    assert binding["n"] == [True]
    assert not next(report for report in reports if report.group == "n").ok
    if small is SmallGroup.ADVISE:
        assert reports[1].ok
    if small is SmallGroup.SKIP:
        assert reports[1].reasons[0].text("zh") == "仅 2 人，人数过少，不检查比例"


def test_quotas_follow_the_grade_of_the_team_and_who_is_eligible() -> None:
    quotas = GradeQuotas(
        ("A", "B"), {"good": Guideline("A", "<=", "30%"), "fair": Guideline("A", "<=", "10%")}
    )
    some = [Rated(f"p{number}", "A" if number < 3 else "B", number, "t") for number in range(10)]
    some.append(Rated("new", "A", 1, "t", eligible=False))
    assert quotas.check(some, {"t": "good"})[0].ok
    found = quotas.check(some, {"t": "fair"})[0]
    assert not found.ok
    assert found.left_out == ("new",)
    assert found.reason.text() == "team t has the grade fair; its quotas are asked of 10 people"
    assert quotas.seats("fair", 10) == {"A": (0, 1)}
    with pytest.raises(UnknownIdentifierError):
        quotas.check(some, {})
    with pytest.raises(WrongTypeError):
        quotas.check(some, cast(dict[str, str], None))
    with pytest.raises(UnknownIdentifierError):
        quotas.seats("poor", 10)
    with pytest.raises(InvalidValueError, match="skip or advise"):
        GradeQuotas(("A", "B"), {"good": Guideline("A", "<=", "30%")}, small=SmallGroup.POOL)


@given(calibrations())
def test_no_two_people_swap_without_an_override(found: Calibration) -> None:
    named = {change.participant for change in found.changes if change.override}
    now = {one.participant: one.rating for one in found.rated}
    assert len(now) == len(found.people)
    turned = set()
    for one, other in combinations(found.people, 2):
        for first, second in ((one, other), (other, one)):
            higher = first.score is not None and second.score is not None and first.score > second.score
            before = PLACE[first.rating] < PLACE[second.rating] or (first.rating == second.rating and higher)
            if before and PLACE[now[first.participant]] > PLACE[now[second.participant]]:
                turned.add((first.participant, second.participant))
    assert set(found.turned) == turned
    assert all(set(pair) & named for pair in turned)


@given(calibrations())
def test_every_change_is_told_and_the_rating_is_their_fold(found: Calibration) -> None:
    assert found.report.spread.headcount == sum(one.eligible for one in found.people)
    for one in found.people:
        own = [change for change in found.changes if change.participant == one.participant]
        assert found.rating(one.participant) == (own[-1].after if own else one.rating)
        reason = found.reason(one.participant)
        assert len(reason.because) == 1 + len(own)
        assert reason.tree("zh")
    assert len(found.history().rows) == len(found.changes)
    again = Calibration(found.id, found.guidelines, found.people[::-1], found.calibrators, found.changes)
    assert again == found


def test_what_a_change_may_not_do() -> None:
    rules = Guidelines(("A", "B"), Guideline("A", "<=", "50%"))
    found = Calibration("r", rules, [Rated("ann", "A"), Rated("bob", "B")], ("bob", "cyn"))
    for change, rule in (
        (RatingChange("ann", "B", "A", "cyn", "x", "2026-01-01"), "be the rating that stands, A"),
        (RatingChange("bob", "B", "A", "bob", "x", "2026-01-01"), "nobody changes their own rating"),
        (RatingChange("ann", "A", "B", "dan", "x", "2026-01-01"), "be one of bob, cyn"),
        (RatingChange("ann", "A", "Z", "cyn", "x", "2026-01-01"), "be one of A, B"),
        (RatingChange("eve", "A", "B", "cyn", "x", "2026-01-01"), "be somebody of r"),
    ):
        with pytest.raises(BatchError, match=rule):
            Calibration("r", rules, found.people, found.calibrators, [change])
    with pytest.raises(InvalidValueError, match="differ"):
        RatingChange("ann", "A", "A", "cyn", "x", "2026-01-01")
    with pytest.raises(InvalidValueError, match="why"):
        RatingChange("ann", "A", "B", "cyn", "", "2026-01-01")
    with pytest.raises(UnknownIdentifierError):
        found.rating("eve")
    same = found.change("bob", "A", by="cyn", why="x", on="2026-01-02").change(
        "ann", "B", by="cyn", why="y", on="2026-01-02", override=True
    )
    assert same.turned == (("ann", "bob"),)
    assert same.history("zh").rows[1][-1] is True


@given(rating_distributions())
def test_shares_total_one_and_the_mean_lies_on_the_scale(spread: RatingDistribution) -> None:
    mean = spread.mean_point()
    if not spread.headcount:
        assert mean is None
        return
    assert sum(share.value for share in spread.shares) == 1
    assert mean is not None
    assert 1 <= mean <= len(spread.counts)
    assert mean == Fraction(
        sum(point * count for point, (_, count) in enumerate(reversed(spread.counts), 1)), spread.headcount
    )


def test_operators_as_people_write_them() -> None:
    assert Guideline("A", "≤", "10%") == Guideline(("A",), Operator.AT_MOST, "10%")
    assert Guideline("A", "≥", "10%").allowed(19) == (2, 19)
    for arguments in (("between", "10%"), ("=", "10%", "20%"), ("between", "20%", "10%"), ("<=", "101%")):
        with pytest.raises(InvalidValueError):
            Guideline("A", *arguments)
    with pytest.raises(BatchError, match="one of A, B"):
        Guidelines(("A", "B"), Guideline("Z", "<=", "10%"))


def test_a_change_that_swaps_two_people_is_refused_unless_named() -> None:
    rules = Guidelines(("A", "B", "C"), Guideline("A", "<=", "50%"))
    found = Calibration("r", rules, [Rated("ann", "B", 80), Rated("bob", "B", 70), Rated("cyn", "C", 60)])
    for who, to in (("bob", "A"), ("cyn", "A"), ("ann", "C")):
        with pytest.raises(InvalidValueError, match="has to be named an override"):
            found.change(who, to, by="boss", why="x", on="2026-01-01")
    raised = found.change("bob", "A", by="boss", why="x", on="2026-01-01", override=True)
    assert raised.turned == (("ann", "bob"),)
    assert raised.change("ann", "C", by="boss", why="x", on="2026-01-01").rating("ann") == "C"
    assert found.change("cyn", "B", by="boss", why="x", on="2026-01-01").turned == ()
    split = Calibration("r", rules, [Rated("ann", "B", 80), Rated("bob", "B", 80)])
    assert split.change("ann", "A", by="boss", why="x", on="2026-01-01").separated == (("ann", "bob"),)
