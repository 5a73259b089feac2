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
    Appraisal,
    Banded,
    Kpi,
    Linear,
    Missing,
    Proportional,
    RatingScale,
    Scorecard,
)
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
    card = data.draw(scorecards(max_kpis=3))
    outcome = card.appraise("ann", data.draw(results_for(card, complete=True)))
    assert outcome.score is not None
    total = sum(line.points for line in outcome.lines)
    assert abs(total - outcome.score) <= Fraction(1, 200)
    assert sum(line.weight.value for line in outcome.lines) == 1
    assert outcome.rating == card.scale.rating(outcome.score)


@given(st.data())
def test_every_point_is_weight_times_share_times_maximum(data: st.DataObject) -> None:
    card = data.draw(scorecards(max_kpis=3))
    results = data.draw(results_for(card, complete=True))
    for kpi, line in zip(card.kpis, card.appraise("ann", results).lines, strict=True):
        figure = results[kpi.id]
        assert figure is not None
        assert line.points == kpi.weight.value * kpi.scoring.score(figure) * card.scale.maximum


@given(st.data())
def test_the_order_of_criteria_changes_nothing(data: st.DataObject) -> None:
    card = data.draw(scorecards(max_kpis=3))
    results = data.draw(results_for(card))
    turned = evolve(card, kpis=card.kpis[::-1])
    here, there = card.appraise("ann", results), turned.appraise("ann", dict(reversed(results.items())))
    assert (here.score, here.rating) == (there.score, there.rating)
    assert here.lines == there.lines[::-1]


@given(scorings(), st.fractions(max_denominator=100), st.fractions(min_value=0, max_denominator=100))
def test_scores_are_monotone_in_their_direction(
    scoring: Linear | Proportional | Banded, low: Fraction, more: Fraction
) -> None:
    rising = [scoring.score(low), scoring.score(low + more)]
    if isinstance(scoring, Banded):
        assume([share for _, share in scoring.bands] == sorted(share for _, share in scoring.bands))
    falling = isinstance(scoring, Linear) and scoring.worst > scoring.best
    assert rising == sorted(rising, reverse=falling)


@given(rating_scales(), st.fractions(max_denominator=100))
def test_a_rating_is_the_best_grade_reached(scale: RatingScale, score: Fraction) -> None:
    reached = [name for name, low in scale.grades if low <= score]
    assert scale.rating(score) == (reached[0] if reached else scale.grades[-1][0])


@given(st.data())
def test_reweighing_gives_what_the_rest_alone_would_give(data: st.DataObject) -> None:
    card = evolve(data.draw(scorecards(max_kpis=3)), missing=Missing.REWEIGH)
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
