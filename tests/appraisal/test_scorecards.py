"""Scorecards: monotone, independent of order, and adding up to the score."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import cast

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.appraisal import (
    Anchor,
    Anchored,
    Appraisal,
    Banded,
    Direction,
    Interpolated,
    Kpi,
    Linear,
    Missing,
    Part,
    PerUnit,
    Proportional,
    RatingScale,
    Scorecard,
    Scoring,
    Veto,
    WithinRange,
)
from salesmgmt.appraisal.scorecards.pieces import pieces_of
from salesmgmt.criteria import Criterion, field
from salesmgmt.errors import BatchError, InvalidValueError, SalesmgmtError
from salesmgmt.money import Rate, Rounding
from salesmgmt.testing.appraisal import rating_scales, results_for, scorecards, scorings

pytestmark = pytest.mark.properties


class Careless:
    """A scoring rule that answers with a float."""

    def score(self, result: Fraction) -> Fraction:
        return cast(Fraction, float(result))


SCALE = RatingScale({"A": 90, "B": 70, "C": 0})
HALVES = (Kpi("x", "50%", Proportional(10)), Kpi("y", "50%", Proportional(10)))


@given(st.data())
def test_the_points_add_up_to_the_score_before_rounding(data: st.DataObject) -> None:
    card = data.draw(scorecards(max_kpis=3, plain=True))
    outcome = card.appraise("ann", data.draw(results_for(card, complete=True)))
    assert outcome.score is not None
    total = sum(line.points for line in outcome.lines)
    assert abs(total - outcome.score) <= Fraction(1, 200)
    assert sum(line.weight.value for line in outcome.lines) == 1
    assert outcome.rating == card.scale.rating(outcome.score)


@given(st.data())
def test_every_point_is_weight_times_share_times_maximum(data: st.DataObject) -> None:
    card = data.draw(scorecards(max_kpis=3, plain=True))
    results = data.draw(results_for(card, complete=True))
    for kpi, line in zip(card.kpis, card.appraise("ann", results).lines, strict=True):
        figure = results[kpi.id]
        assert figure is not None
        assert line.points == kpi.weight.value * kpi.scoring.score(figure) * card.scale.maximum


@given(st.data())
def test_the_order_of_criteria_changes_nothing(data: st.DataObject) -> None:
    card = data.draw(scorecards(max_kpis=3, plain=True))
    results = data.draw(results_for(card))
    turned = evolve(card, kpis=card.kpis[::-1])
    here, there = card.appraise("ann", results), turned.appraise("ann", dict(reversed(results.items())))
    assert (here.score, here.rating) == (there.score, there.rating)
    assert here.lines == there.lines[::-1]


@given(scorings(), st.fractions(max_denominator=100), st.fractions(min_value=0, max_denominator=100))
def test_scores_are_monotone_in_their_direction(scoring: Scoring, low: Fraction, more: Fraction) -> None:
    kpi = Kpi("x", 1, scoring)
    assume(kpi.aim is not Direction.RANGE)
    falling = kpi.aim is Direction.LOWER
    if isinstance(scoring, Banded):
        shares = [share for _, share in scoring.bands]
        assume(shares == sorted(shares, reverse=falling))
    rising = [scoring.score(low), scoring.score(low + more)]
    assert rising == sorted(rising, reverse=falling)


@given(scorings(), st.fractions(max_denominator=100))
def test_pieces_say_what_the_rule_says(scoring: Scoring, result: Fraction) -> None:
    pieces = pieces_of(scoring)
    if pieces is None:
        assert isinstance(scoring, Proportional)
        return
    starts = [piece.start for piece in pieces[1:] if piece.start is not None]
    for here in (result, *starts):
        reached = [
            piece
            for piece in pieces
            if piece.start is None or here > piece.start or (here == piece.start and not piece.after)
        ]
        assert reached[-1].slope * here + reached[-1].base == scoring.score(here)


@given(st.data())
def test_a_score_lies_within_the_scale_unless_the_form_says_so(data: st.DataObject) -> None:
    card = data.draw(scorecards(max_kpis=3))
    outcome = card.appraise("ann", data.draw(results_for(card)))
    if outcome.score is not None and not outcome.reasons[0].find("appraisal.veto"):
        assert card.below_zero or outcome.score >= 0
        assert card.above_maximum or outcome.score <= card.scale.maximum


@given(st.data())
def test_a_better_result_is_never_worse_for_the_score(data: st.DataObject) -> None:
    card = data.draw(scorecards(max_kpis=3))
    results = data.draw(results_for(card, complete=True))
    kpi = data.draw(st.sampled_from(card.kpis))
    assume(kpi.aim is not Direction.RANGE)
    if isinstance(kpi.scoring, Banded):
        shares = [share for _, share in kpi.scoring.bands]
        assume(shares == sorted(shares, reverse=kpi.aim is Direction.LOWER))
    figure = results[kpi.id]
    assert figure is not None
    step = data.draw(st.fractions(min_value=0, max_denominator=60))
    better = {**results, kpi.id: figure + step if kpi.aim is Direction.HIGHER else figure - step}
    before, after = card.appraise("ann", results).score, card.appraise("ann", better).score
    assert before is not None
    assert after is not None
    assert after >= before


@given(st.data())
def test_reweighing_conserves_the_whole_whatever_each_criterion_says(data: st.DataObject) -> None:
    card = data.draw(scorecards(max_kpis=4))
    outcome = card.appraise("ann", data.draw(results_for(card)))
    assert sum(line.weight.value for line in outcome.lines) == 1


@given(rating_scales(), st.fractions(max_denominator=100))
def test_a_rating_is_the_best_grade_reached(scale: RatingScale, score: Fraction) -> None:
    reached = [name for name, low in scale.grades if low <= score]
    assert scale.rating(score) == (reached[0] if reached else scale.grades[-1][0])


@given(st.data())
def test_reweighing_gives_what_the_rest_alone_would_give(data: st.DataObject) -> None:
    card = evolve(data.draw(scorecards(max_kpis=3, plain=True)), missing=Missing.REWEIGH)
    results = data.draw(results_for(card))
    there = [kpi for kpi in card.kpis if results[kpi.id] is not None]
    assume(there)
    total = sum(kpi.weight.value for kpi in there)
    alone = evolve(card, kpis=tuple(evolve(kpi, weight=kpi.weight.value / total) for kpi in there))
    outcome = card.appraise("ann", results)
    assert outcome.score == alone.appraise("ann", {kpi.id: results[kpi.id] for kpi in there}).score
    assert sum(line.weight.value for line in outcome.lines) == 1


def appraised(missing: Missing) -> Appraisal:
    return Scorecard("s", HALVES, SCALE, missing).appraise("ann", {"x": 8})


def test_each_rule_for_a_missing_result() -> None:
    assert (appraised(Missing.REWEIGH).score, appraised(Missing.REWEIGH).rating) == (Fraction(80), "B")
    assert (appraised(Missing.ZERO).score, appraised(Missing.ZERO).rating) == (Fraction(40), "C")
    held = appraised(Missing.HOLD)
    assert (held.score, held.rating) == (None, None)
    assert held.reasons[0].code == "appraisal.held"
    assert Scorecard("s", HALVES, SCALE, Missing.REWEIGH).appraise("ann", {}).score is None


def test_a_border_belongs_to_the_better_grade() -> None:
    card = Scorecard("s", HALVES, SCALE)
    assert card.appraise("ann", {"x": 8, "y": 10}).rating == "A"
    assert card.appraise("ann", {"x": 8, "y": "9.99"}).rating == "B"


def test_rounding_is_one_step_and_comes_before_the_rating() -> None:
    card = Scorecard("s", HALVES, SCALE, rounding=Rounding("1"))
    outcome = card.appraise("ann", {"x": "8.9", "y": 9})
    assert (outcome.score, outcome.rating) == (Fraction(90), "A")


def test_weights_that_miss_say_by_how_much() -> None:
    with pytest.raises(BatchError, match=r"10% short"):
        Scorecard("s", (Kpi("x", "40%", Proportional(1)), Kpi("y", "50%", Proportional(1))), SCALE)
    with pytest.raises(BatchError, match=r"20% over"):
        Scorecard("s", (Kpi("x", "70%", Proportional(1)), Kpi("y", "50%", Proportional(1))), SCALE)


def test_all_bad_results_are_named_at_once() -> None:
    with pytest.raises(BatchError) as caught:
        Scorecard("s", HALVES, SCALE).appraise("ann", {"x": "much", "z": 3})
    assert {problem.field for problem in caught.value.problems} == {"x", "z"}


def test_a_score_explains_itself_in_both_languages() -> None:
    outcome = Scorecard("s", HALVES, SCALE, Missing.ZERO).appraise("ann", {"x": 8})
    for lang in ("en", "zh"):
        text = outcome.reasons[0].tree(lang)
        assert "x" in text
        assert "40" in text


@pytest.mark.parametrize(
    "make",
    [
        *(
            lambda bands=bands: Banded(bands)
            for bands in (None, 5, "abc", [1], [(1, 2, 3)], {1: None}, {None: 1}, {1: 0.5})
        ),
        *(
            lambda grades=grades: RatingScale(grades)
            for grades in (None, 5, "AB", [("A",)], {5: 1}, {"": 1}, {"A": None}, {"A": "much"})
        ),
        lambda: RatingScale({"A": 1}, maximum=cast(int, None)),
        lambda: SCALE.rating(cast(Fraction, 0.5)),
        lambda: SCALE.rating(cast(Fraction, None)),
        lambda: Linear(1, 2).score(cast(Fraction, 1.5)),
        lambda: Proportional(2).score(cast(Fraction, None)),
        lambda: Banded({1: 1}).score(cast(Fraction, 1.5)),
        lambda: Linear(Decimal("1e999999"), 1),
        lambda: Linear(cast(int, None), 2),
        *(lambda rule=rule: Kpi("x", 1, rule) for rule in (None, "linear", Linear)),
        lambda: Kpi("x", cast(Rate, 0.5), Linear(1, 2)),
        lambda: Kpi("x", 1, Linear(1, 2), cast(str, 5)),
        lambda: Kpi("x", 1, Linear(1, 2), percent=cast(bool, "yes")),
        lambda: Scorecard("", HALVES, SCALE),
        lambda: Scorecard("s", (), SCALE),
        lambda: Scorecard("s", cast(tuple[Kpi, ...], None), SCALE),
        lambda: Scorecard("s", cast(tuple[Kpi, ...], (5,)), SCALE),
        lambda: Scorecard("s", HALVES, cast(RatingScale, None)),
        lambda: Scorecard("s", HALVES, SCALE, cast(Missing, "skip")),
        lambda: Scorecard("s", HALVES, SCALE, rounding=cast(Rounding, "0.01")),
        lambda: Scorecard("s", (HALVES[0], HALVES[0]), SCALE),
        lambda: Scorecard("s", HALVES, SCALE).appraise(cast(str, None), {"x": 1, "y": 1}),
        lambda: Scorecard("s", HALVES, SCALE).appraise("", {"x": 1, "y": 1}),
        lambda: Scorecard("s", HALVES, SCALE).appraise("ann", cast(dict[str, int], [1])),
        lambda: Scorecard("s", HALVES, SCALE).appraise("ann", {"x": cast(int, 0.5), "y": 1}),
        lambda: Scorecard("s", (Kpi("x", 1, Careless()),), SCALE).appraise("ann", {"x": 1}),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


def test_where_points_begin_and_end() -> None:
    capped = Proportional(10, cap="120%", floor="50%")
    assert [capped.score(Fraction(n)) for n in (-1, 0, 4, 5, 12, 13)] == [
        *(0, 0, 0),
        *(Fraction(1, 2), Fraction(6, 5), Fraction(6, 5)),
    ]
    rising, falling = Linear(worst=0, best=10), Linear(worst=10, best=0)
    assert [rising.score(Fraction(n)) for n in (-1, 0, 4, 10, 11)] == [0, 0, Fraction(2, 5), 1, 1]
    assert [falling.score(Fraction(n)) for n in (-1, 0, 4, 10, 11)] == [1, 1, Fraction(3, 5), 0, 0]
    banded = Banded({1: "50%", 2: "80%"})
    levels = [Fraction(1, 2), Fraction(1), Fraction(19, 10), Fraction(2)]
    assert [banded.score(level) for level in levels] == [0, Fraction(1, 2), Fraction(1, 2), Fraction(4, 5)]


def test_results_that_are_shares_are_shown_in_per_cent() -> None:
    card = Scorecard("s", (Kpi("x", 1, Proportional(1), "Share", percent=True),), SCALE)
    outcome = card.appraise("ann", {"x": "0.9"})
    assert outcome.lines[0].result == Rate("90%")
    assert outcome.table("zh").rows == (("Share", Rate(1), Rate("90%"), Rate("90%"), Fraction(90)),)
    assert outcome.records()[0]["points"] == 90


@pytest.mark.parametrize(
    "make",
    [
        lambda: Linear(1, 1),
        lambda: Proportional(0),
        lambda: Proportional(1, cap="50%", floor="60%"),
        lambda: Banded({}),
        lambda: Banded([("1", 1), ("100%", 2)]),
        lambda: RatingScale({}),
        lambda: RatingScale({"A": 1, "B": 1}),
        lambda: RatingScale({"A": 1}, maximum=0),
        lambda: Kpi("x", 0, Proportional(1)),
        lambda: Kpi("", 1, Proportional(1)),
    ],
)
def test_what_makes_no_sense_is_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(InvalidValueError):
        make()


def test_a_bare_number_for_a_share_is_refused() -> None:
    card = Scorecard("s", (Kpi("x", "100%", Proportional("100%"), percent=True),), SCALE)
    with pytest.raises(BatchError, match="'95%'"):
        card.appraise("ann", {"x": 95})
    assert card.appraise("ann", {"x": "95%"}).score == card.appraise("ann", {"x": Fraction(95, 100)}).score
    assert card.appraise("ann", {"x": 1}).score == Fraction(100)


LADDER = (Anchor(1, "20%", "hides it"), Anchor(3, "60%", "admits it"), Anchor(5, "100%", "says it first"))


def test_a_mark_is_anchored_by_what_people_do() -> None:
    honesty = Anchored(LADDER)
    card = Scorecard("s", (Kpi("honesty", 1, honesty, "Honesty"),), SCALE)
    outcome = card.appraise("ann", {"honesty": 4})
    assert outcome.score == 80
    assert "a mark of 4 (admits it) earns 80%" in outcome.reasons[0].tree()
    assert "评 4 分（admits it）" in outcome.reasons[0].tree("zh")
    stepped = Scorecard("s", (Kpi("honesty", 1, evolve(honesty, between=False)),), SCALE)
    scores = [stepped.appraise("ann", {"honesty": mark}).score for mark in ("0.5", 1, "2.9", 3, 5, 6)]
    assert scores == [20, 20, 20, 60, 100, 100]
    assert honesty.behaviour(Fraction(0)) == "hides it"


def test_points_may_lie_below_zero_and_above_the_maximum_where_the_form_says_so() -> None:
    growth = Kpi("growth", 1, PerUnit(1), percent=True)
    open_ended = Scorecard("s", (growth,), SCALE, below_zero=True, above_maximum=True)
    closed = Scorecard("s", (growth,), SCALE)
    for share, free, kept in (
        ("-3%", -3, 0),
        ("12.4%", Fraction(124, 10), Fraction(124, 10)),
        ("130%", 130, 100),
    ):
        assert open_ended.appraise("ann", {"growth": share}).score == free
        outcome = closed.appraise("ann", {"growth": share})
        assert outcome.score == kept
        assert bool(outcome.reasons[0].find("appraisal.limited")) == (free != kept)
        assert outcome.lines[0].earned == free


@pytest.mark.parametrize(
    ("veto", "score", "rating"),
    [
        (Veto("v", field("breaches").at_least(1)), 0, "C"),
        (Veto("v", field("breaches").at_least(1), rating="B", score=None), 95, "B"),
        (Veto("v", field("breaches").at_least(1), rating="A", score=60), 60, "C"),
        (Veto("v", field("breaches").at_least(1), only=("x",)), 50, "C"),
        (Veto("v", field("x").less_than(Fraction(19, 2))), 0, "C"),
        (Veto("v", field("x").less_than(9)), 95, "A"),
    ],
)
def test_a_veto_decides_alone(veto: Veto, score: int, rating: str) -> None:
    card = Scorecard("s", HALVES, SCALE, vetoes=(veto,))
    results = {"x": 9, "y": 10} | ({"breaches": 1} if "breaches" in veto.when.fields else {})
    outcome = card.appraise("ann", results)
    assert [outcome.score, outcome.rating] == [score, rating]
    assert bool(outcome.reasons[0].find("appraisal.veto")) == (rating != "A")
    clean = card.appraise("ann", {"x": 10, "y": 9} | ({"breaches": 0} if "breaches" in results else {}))
    assert [clean.score, clean.rating] == [95, "A"]


def test_a_veto_decides_even_without_results() -> None:
    card = Scorecard("s", HALVES, SCALE, vetoes=(Veto("v", field("breaches").at_least(1)),))
    outcome = card.appraise("ann", {"breaches": 2})
    assert [outcome.score, outcome.rating] == [0, "C"]
    assert "breaches is 2" in outcome.reasons[0].tree()
    assert "一票否决" in outcome.reasons[0].text("zh")
    lenient = evolve(card, vetoes=(Veto("v", field("breaches").at_least(1), score=None),))
    assert lenient.appraise("ann", {"breaches": 2}).rating is None
    with pytest.raises(BatchError, match="veto v reads it"):
        card.appraise("ann", {"x": 1, "y": 2})


def test_each_criterion_may_have_its_own_rule_for_a_missing_result() -> None:
    kpis = (
        Kpi("x", "50%", Proportional(10)),
        Kpi("y", "25%", Proportional(10), missing=Missing.ZERO),
        Kpi("z", "25%", Proportional(10), missing=Missing.REWEIGH),
    )
    card = Scorecard("s", kpis, SCALE)
    outcome = card.appraise("ann", {"x": 9})
    assert outcome.score == 60
    assert [line.weight for line in outcome.lines] == [Rate("2/3"), Rate("1/3"), Rate(0)]
    assert card.appraise("ann", {"y": 9, "z": 9}).score is None


def test_lines_are_rounded_where_the_form_says_so() -> None:
    thirds = tuple(Kpi(name, Fraction(1, 3), Proportional(1)) for name in "xyz")
    card = Scorecard("s", thirds, SCALE, line_rounding=Rounding("0.1"))
    assert card.appraise("ann", dict.fromkeys("xyz", 1)).score == Fraction(999, 10)
    assert evolve(card, line_rounding=None).appraise("ann", dict.fromkeys("xyz", 1)).score == 100


def test_team_results_stand_apart() -> None:
    kpis = (Kpi("x", "60%", Proportional(10)), Kpi("y", "40%", Proportional(10), part="team"))
    card = Scorecard("s", kpis, SCALE)
    outcome = card.appraise("ann", {"x": 10}, {"y": 5})
    assert [outcome.points_of("personal"), outcome.points_of(Part.TEAM)] == [60, 20]
    assert outcome.score == card.appraise("ann", {"x": 10, "y": 5}).score == 80
    with pytest.raises(BatchError, match="results of the team"):
        card.appraise("ann", {"x": 10, "y": 5}, {})


@pytest.mark.parametrize(
    "scoring",
    [
        Linear(0, 10),
        PerUnit("10%"),
        Proportional(10),
        Proportional(10, direction="lower"),
        Proportional(10, direction="lower", inverse="ratio"),
        Banded({1: 1}),
        Banded({1: 1}, direction="lower"),
        Interpolated({0: 0, 10: 1}),
        WithinRange(1, 2, 0, 3),
    ],
)
def test_every_rule_is_told_in_both_languages(scoring: Scoring) -> None:
    card = Scorecard("s", (Kpi("x", 1, scoring),), SCALE)
    [line] = card.appraise("ann", {"x": 5}).reasons[0].because
    [rule] = line.because
    assert rule.code.startswith("appraisal.rule.")
    assert rule.tree("en")
    assert rule.tree("zh")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Linear(0, 1, lowest="50%", highest="20%"),
        lambda: PerUnit(0),
        lambda: Proportional(1, direction="range"),
        lambda: Banded({1: 1}, direction="range"),
        lambda: Interpolated({1: 1}),
        lambda: Interpolated([(1, 1), ("100%", 0)]),
        lambda: WithinRange(2, 1),
        lambda: WithinRange(1, 2, nothing_below=1),
        lambda: WithinRange(1, 2, nothing_above=2),
        lambda: Kpi("x", 1, Linear(0, 1), direction="lower"),
        lambda: Kpi("x", 1, Linear(0, 1), controllable="120%"),
        lambda: Kpi("x", 1, Linear(0, 1), source=cast(str, None)),
        lambda: Anchored(LADDER[:1]),
        lambda: Anchored((*LADDER, LADDER[0])),
        lambda: Anchored((Anchor(1, 1, "a"), Anchor(2, 0, "b"))),
        lambda: Anchored(cast(tuple[Anchor, ...], (1, 2))),
        lambda: Anchored(LADDER, between=cast(bool, 1)),
        lambda: Anchor(1, 1, ""),
        lambda: Veto("", field("x").at_least(1)),
        lambda: Veto("v", cast(Criterion, "x")),
        lambda: Veto("v", field("x").at_least(1), rating="A", only=("x",)),
        lambda: Veto("v", field("x").at_least(1), only=("x", "x")),
        lambda: Veto("v", field("x").at_least(1), only="x"),
        lambda: Scorecard("s", HALVES, SCALE, vetoes=(Veto("v", field("x").at_least(1), rating="Z"),)),
        lambda: Scorecard("s", HALVES, SCALE, vetoes=(Veto("v", field("x").at_least(1), only=("q",)),)),
        lambda: Scorecard("s", HALVES, SCALE, vetoes=(Veto("v", field("x").at_least(1)),) * 2),
        lambda: Scorecard("s", HALVES, SCALE, vetoes=cast(tuple[Veto, ...], (1,))),
        lambda: Scorecard("s", HALVES, SCALE, below_zero=cast(bool, 1)),
        lambda: Scorecard("s", HALVES, SCALE, line_rounding=cast(Rounding, "0.1")),
        lambda: Scorecard("s", HALVES, SCALE).appraise("ann", {}, cast(dict[str, int], [1])),
    ],
)
def test_what_a_form_cannot_say_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


@pytest.mark.parametrize("missing", [Missing.ZERO, Missing.REWEIGH])
def test_nobody_without_any_result_gets_a_score_and_the_reason_says_so(missing: Missing) -> None:
    outcome = Scorecard("s", HALVES, SCALE, missing).appraise("ann", {})
    assert (outcome.score, outcome.rating) == (None, None)
    assert [reason.text() for reason in outcome.reasons] == [
        "no criterion has a result, so there is no score"
    ]


def test_only_criteria_that_hold_a_score_back_are_said_to() -> None:
    kpis = (
        Kpi("x", "40%", Proportional(10)),
        Kpi("y", "30%", Proportional(10), missing=Missing.REWEIGH),
        Kpi("z", "30%", Proportional(10), missing=Missing.HOLD),
    )
    outcome = Scorecard("s", kpis, SCALE, Missing.ZERO).appraise("ann", {"x": 8})
    assert [reason.text() for reason in outcome.reasons] == ["z has no result, so the score is held back"]
