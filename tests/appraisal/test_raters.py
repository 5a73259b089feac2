"""Several raters: what counts, what is shown, and what nobody may find out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import cast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.appraisal import (
    Against,
    Agreement,
    AgreementGate,
    CombinedMarks,
    Judgement,
    LeniencyAdjustment,
    RaterGroup,
    RaterPolicy,
)
from salesmgmt.errors import BatchError, SalesmgmtError, UnknownIdentifierError
from salesmgmt.money import Rate
from salesmgmt.testing.appraisal_raters import marks_for, rater_policies

pytestmark = pytest.mark.properties

GROUPS = (
    RaterGroup("manager", "50%", "Manager", anonymous=False),
    RaterGroup("peers", "30%", "Peers"),
    RaterGroup("reports", "20%", "Reports"),
    RaterGroup("self", 0, "Self", anonymous=False),
)
PEERS = (RaterGroup("peers", 1), RaterGroup("self", 0))
POLICY = RaterPolicy(GROUPS, lowest=1, highest=5)


def said(group: str, *marks: int | str, about: str = "ann", raters: str = "abcdefgh") -> list[Judgement]:
    """Marks of a group, by raters of its own."""
    names = [about] if group == "self" else [f"{group}-{name}" for name in raters]
    return [Judgement(about, "c", name, group, mark) for name, mark in zip(names, marks, strict=False)]


def policies_with_marks() -> st.SearchStrategy[tuple[RaterPolicy, list[Judgement]]]:
    return rater_policies().flatmap(lambda policy: st.tuples(st.just(policy), marks_for(policy)))


@given(policies_with_marks())
def test_the_order_of_marks_and_groups_changes_nothing(
    case: tuple[RaterPolicy, list[Judgement]],
) -> None:
    policy, marks = case
    here = policy.combine(marks)
    there = evolve(policy, groups=policy.groups[::-1]).combine(marks[::-1])
    assert here.results() == there.results()
    assert here.agreements == there.agreements


@given(policies_with_marks())
def test_weights_total_the_whole_and_marks_lie_within_what_was_said(
    case: tuple[RaterPolicy, list[Judgement]],
) -> None:
    policy, marks = case
    plain = evolve(policy, leniency=None)
    for combined in plain.combine(marks).marks:
        if combined.mark is None:
            continue
        assert sum(one.weight.value for one in combined.groups) == 1
        given_ = [
            mark.mark
            for mark in marks
            if (mark.participant, mark.criterion) == (combined.participant, combined.criterion)
        ]
        assert min(given_) <= combined.mark <= max(given_)


@given(policies_with_marks())
def test_no_anonymous_group_is_shown_below_the_threshold(case: tuple[RaterPolicy, list[Judgement]]) -> None:
    policy, marks = case
    open_groups = {group.id for group in policy.groups if not group.anonymous}
    for combined in policy.combine(marks).marks:
        for one in combined.groups:
            assert set(one.groups) <= open_groups or one.raters >= policy.anonymity


@given(policies_with_marks())
def test_what_a_hidden_group_says_changes_nothing_that_is_shown(
    case: tuple[RaterPolicy, list[Judgement]],
) -> None:
    policy, marks = case
    plain = evolve(policy, leniency=None, gate=None)
    before = plain.combine(marks)
    for combined in before.marks:
        shown = {name for one in combined.groups for name in one.groups}
        hidden = [
            mark
            for mark in marks
            if (mark.participant, mark.criterion) == (combined.participant, combined.criterion)
            and mark.group not in shown
        ]
        changed = [evolve(mark, mark=6 - mark.mark) if mark in hidden else mark for mark in marks]
        assert evolve(plain, lowest=None, highest=None).combine(changed) == before


def only(marks: list[Judgement], policy: RaterPolicy = POLICY) -> CombinedMarks:
    return policy.combine(marks)


def test_groups_are_weighed() -> None:
    marks = [*said("manager", 4), *said("peers", 5, 4, 3), *said("reports", 2, 2, 5), *said("self", 5)]
    [combined] = only(marks).marks
    assert combined.mark == Fraction(38, 10)
    assert [(one.groups, one.weight) for one in combined.groups] == [
        (("manager",), Rate("50%")),
        (("peers",), Rate("30%")),
        (("reports",), Rate("20%")),
        (("self",), Rate(0)),
    ]
    text = combined.reasons[0].tree()
    assert "Manager: 4 from 1 rater, at a weight of 50%" in text
    assert "Self: 5 from 1 rater, not counted" in text
    assert "peers-a" not in text
    assert "综合评分" in combined.reasons[0].text("zh")


def test_small_groups_are_pooled_and_a_small_pool_is_left_out() -> None:
    [pooled] = only([*said("manager", 4), *said("peers", 5, 4), *said("reports", 3)]).marks
    assert pooled.groups[1].groups == ("peers", "reports")
    assert pooled.groups[1].weight == Rate("50%")
    assert pooled.mark == 4
    assert pooled.reasons[0].find("appraisal.raters.pooled")
    [hidden] = only([*said("manager", 4), *said("peers", 1, 1)]).marks
    assert (hidden.mark, len(hidden.groups)) == (Fraction(4), 1)
    assert hidden.reasons[0].find("appraisal.raters.hidden")
    assert hidden.groups[0].weight == Rate(1)


def test_too_few_raters_are_left_out_or_hold_the_mark_back() -> None:
    needy = evolve(POLICY, groups=(evolve(GROUPS[0]), evolve(GROUPS[1], least=2, weight="50%")))
    [left_out] = only([*said("manager", 4), *said("peers", 1)], needy).marks
    assert left_out.mark == 4
    assert left_out.reasons[0].find("appraisal.raters.too_few")
    [held] = only([*said("manager", 4), *said("peers", 1)], evolve(needy, too_few="hold")).marks
    assert held.mark is None
    assert held.reasons[0].code == "appraisal.raters.held"
    [alone] = only(said("self", 5)).marks
    assert alone.mark is None


@pytest.mark.parametrize(
    ("middle", "marks", "expected"),
    [
        ("mean", (1, 4, 5, 5), Fraction(15, 4)),
        ("median", (1, 4, 5, 5), Fraction(9, 2)),
        ("median", (5, 1, 4), Fraction(4)),
        ("trimmed", (1, 4, 5, 5), Fraction(9, 2)),
        ("trimmed", (1, 5), Fraction(3)),
    ],
)
def test_what_several_marks_of_a_group_come_to(
    middle: str, marks: tuple[int, ...], expected: Fraction
) -> None:
    policy = RaterPolicy((RaterGroup("peers", 1),), 1, middle)
    [combined] = policy.combine(said("peers", *marks)).marks
    assert combined.mark == expected


def many() -> list[Judgement]:
    """Three people rated by a lenient and a strict rater, and by themselves."""
    marks = []
    for about, (high, low) in {"ann": (5, 3), "bob": (4, 2), "cy": (3, 1)}.items():
        marks += [
            Judgement(about, "c", "kind", "peers", high),
            Judgement(about, "c", "stern", "peers", low),
            Judgement(about, "c", about, "self", 5),
        ]
    return marks


def test_leniency_is_measured_on_the_same_people_and_taken_away() -> None:
    adjustment = LeniencyAdjustment(least=3)
    kind, stern = adjustment.leniencies(many())
    assert [kind.rater, kind.leniency, kind.adjustment, kind.compared] == ["kind", 2, -2, 3]
    assert [stern.leniency, stern.adjustment] == [-2, 2]
    policy = RaterPolicy(
        (RaterGroup("peers", 1), RaterGroup("self", 0)), 1, leniency=LeniencyAdjustment("50%", 3)
    )
    assert [mark.mark for mark in policy.combine(many()).marks] == [4, 3, 2]
    groups = policy.combine(many()).marks[0].groups
    assert [one.mark for one in groups] == [4, 5]
    few = LeniencyAdjustment(least=4).leniencies(many())
    assert [[one.leniency, one.adjustment] for one in few] == [[None, 0], [None, 0]]
    everybody = LeniencyAdjustment(least=1, against=Against.ALL).leniencies(many())
    assert [one.leniency for one in everybody] == [1, -1]


def test_a_manager_of_good_people_is_not_lenient() -> None:
    marks = [
        *(Judgement(who, "c", "good", "peers", 5) for who in ("ann", "bob")),
        *(Judgement(who, "c", "other", "peers", 5) for who in ("ann", "bob")),
        *(Judgement(who, "c", "other", "peers", 1) for who in ("cy", "dee")),
    ]
    good = LeniencyAdjustment(least=2).leniencies(marks)[0]
    assert [good.rater, good.leniency] == ["good", 0]
    assert LeniencyAdjustment(least=2, against="all").leniencies(marks)[0].leniency == Fraction(4, 3)


def test_adjusted_marks_stay_within_the_scale() -> None:
    policy = RaterPolicy(
        (RaterGroup("peers", 1),), 1, leniency=LeniencyAdjustment(least=1), lowest=1, highest=5
    )
    marks = [mark for mark in many() if mark.group == "peers"]
    marks += [Judgement("dee", "c", "stern", "peers", 5), Judgement("dee", "c", "kind", "peers", 1)]
    assert all(1 <= (mark.mark or 0) <= 5 for mark in policy.combine(marks).marks)


@pytest.mark.parametrize(
    ("measure", "least", "kept"),
    [
        ("ICC(1,1)", "0.5", False),
        ("ICC(2,1)", "0.3", True),
        ("ICC(3,1)", "0.99", True),
        ("ICC(3,k)", 1, True),
        ("kappa", 0, False),
        ("linear kappa", "0.9", False),
        ("quadratic kappa", "0.5", False),
    ],
)
def test_the_gate_holds_marks_back_where_raters_do_not_agree(
    measure: str,
    least: str,
    kept: bool,
) -> None:
    policy = RaterPolicy(
        (RaterGroup("peers", 1), RaterGroup("self", 0)), 1, gate=AgreementGate(measure, least)
    )
    done = policy.combine(many())
    assert [agreement.kept for agreement in done.agreements] == [kept]
    assert all((mark.mark is not None) == kept for mark in done.marks)
    warned = evolve(policy, gate=AgreementGate(measure, least, "warn")).combine(many())
    assert all(mark.mark is not None for mark in warned.marks)
    assert bool(warned.marks[0].reasons[0].find("appraisal.raters.agreement.missed")) == (not kept)
    for lang in ("en", "zh"):
        assert done.agreements[0].reason.text(lang)


def test_where_agreement_cannot_be_computed_the_policy_says_what_follows() -> None:
    for measure in ("ICC(1,1)", "ICC(2,k)", "kappa"):
        [found] = AgreementGate(measure, "0.5").look(said("peers", 5, 4, 3))
        assert (found.value, found.kept) == (None, True)
        assert found.reason.code == "appraisal.raters.agreement.unknown"
    strict = RaterPolicy((RaterGroup("peers", 1),), 1, gate=AgreementGate("kappa", "0.5", unknown=False))
    assert strict.combine(said("peers", 5, 4, 3)).marks[0].mark is None


def test_marks_go_into_a_scorecard_and_into_a_table() -> None:
    done = only([*said("manager", 4), *said("peers", 5, 4, 3)])
    assert done.results() == {"ann": {"c": Fraction(4)}}
    assert done.table("ann").rows == (
        ("c", "manager", 1, Rate("5/8"), Fraction(4)),
        ("c", "peers", 3, Rate("3/8"), Fraction(4)),
        ("c", "together", None, None, Fraction(4)),
    )
    assert done.table("ann", "zh").columns[1].heading == "评价者"
    with pytest.raises(UnknownIdentifierError):
        done.of("eve")


def test_all_faulty_marks_are_named_at_once() -> None:
    marks = [*said("manager", 6, 0), *said("aliens", 3), *said("peers", 3), *said("peers", 3)]
    with pytest.raises(BatchError) as caught:
        POLICY.combine(marks)
    assert [problem.field for problem in caught.value.problems] == ["mark", "mark", "group", "marks"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Judgement("", "c", "x", "g", 1),
        lambda: Judgement("ann", "c", "x", "g", cast(int, 0.5)),
        lambda: RaterGroup("g", "120%"),
        lambda: RaterGroup("g", 1, least=0),
        lambda: RaterGroup("g", 1, least=cast(int, "2")),
        lambda: RaterGroup("g", 1, anonymous=cast(bool, 1)),
        lambda: RaterPolicy(GROUPS[:2]),
        lambda: RaterPolicy((RaterGroup("g", "60%"), RaterGroup("h", "60%"))),
        lambda: RaterPolicy((RaterGroup("g", "50%"),) * 2),
        lambda: RaterPolicy(cast(tuple[RaterGroup, ...], (1,))),
        lambda: RaterPolicy(GROUPS, 0),
        lambda: RaterPolicy(GROUPS, middle="mode"),
        lambda: RaterPolicy(GROUPS, too_few="guess"),
        lambda: RaterPolicy(GROUPS, leniency=cast(LeniencyAdjustment, 1)),
        lambda: RaterPolicy(GROUPS, gate=cast(AgreementGate, 1)),
        lambda: RaterPolicy(GROUPS, lowest=5, highest=1),
        lambda: POLICY.combine(cast(list[Judgement], [1])),
        lambda: LeniencyAdjustment("120%"),
        lambda: LeniencyAdjustment(least=0),
        lambda: LeniencyAdjustment(least=cast(int, "2")),
        lambda: LeniencyAdjustment(against="nobody"),
        lambda: AgreementGate("ICC(4,1)", 0),
        lambda: AgreementGate("kappa", 2),
        lambda: AgreementGate("kappa", 0, "shout"),
        lambda: Agreement("", "kappa", 0.5, Fraction(0), kept=True),
        lambda: POLICY.combine(cast(list[Judgement], None)),
        lambda: POLICY.combine(cast(list[Judgement], [4])),
        lambda: LeniencyAdjustment().leniencies(cast(list[Judgement], None)),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()
