"""Scores: sums, bands, what is missing, and linear models."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    BandGaps,
    ChoiceFactor,
    CreditProfile,
    FlagFactor,
    LimitFindingKind,
    MissingValue,
    PointsCard,
    RatioModel,
    ScoreBand,
    ScoreFactor,
    StepFactor,
    ZoneBy,
)
from salesmgmt.criteria import field
from salesmgmt.errors import BatchError, InvalidValueError, WrongTypeError
from salesmgmt.testing.credit_approval import figures_for, points_cards, ratio_models

pytestmark = pytest.mark.properties

YEARS = StepFactor("years", {2: 3, 5: 5})
GUARANTEE = FlagFactor("guarantee", 5)
HISTORY = ChoiceFactor("history", {"prompt": 5, "slow": 2, "bad": 0})


def faults(factors: list[ScoreFactor], bands: list[ScoreBand] | None = None) -> list[str]:
    with pytest.raises(BatchError) as refused:
        PointsCard("c", factors, bands or [])
    return [f"{one.field}: {one.value}" for one in refused.value.problems]


@given(st.data(), points_cards())
def test_a_score_is_the_sum_of_its_parts(data: st.DataObject, card: PointsCard) -> None:
    figures = data.draw(figures_for(card, complete=True))
    done = card.score(figures)
    assert [name for name, _ in done.points] == [one.id for one in card.factors]
    assert done.exact == sum(points for _, points in done.points)
    assert 2 * abs(done.value - done.exact) <= Fraction(1, 10**card.places)
    low, high = card.range
    assert low <= done.value <= high
    shuffled = {name: figures[name] for name in sorted(figures, reverse=True)}
    assert card.score(shuffled) == done
    for factor, (_, points) in zip(card.factors, done.points, strict=True):
        lowest, highest = factor.range
        off = bool(factor.zero_if.reads) and "off" in figures
        assert points == 0 if off else lowest <= points <= highest
    assert all(reason.text("zh") for reason in done.reason.walk())
    assert len(done.table("zh").rows) == len(card.factors) + 1


@given(st.data(), points_cards())
def test_each_score_has_the_one_band_that_holds_it(data: st.DataObject, card: PointsCard) -> None:
    done = card.score(data.draw(figures_for(card, complete=True)))
    holding = [one for one in card.bands if done.value in one]
    assert len(holding) == bool(card.bands)
    if not card.bands:
        assert done.band is None
        return
    points = dict(done.points)
    allowed = [one.name for one in card.bands if all(points[name] > 0 for name in one.requires)]
    below = [one.name for one in card.bands[: card.bands.index(holding[0]) + 1]]
    expected = [name for name in below if name in allowed]
    assert done.band == (expected[-1] if expected else None)


@given(st.data(), points_cards())
def test_what_is_missing_follows_the_stated_rule(data: st.DataObject, card: PointsCard) -> None:
    figures = data.draw(figures_for(card))
    missing = [one for one in card.factors if one.id not in figures]
    if card.missing is MissingValue.REFUSE and missing:
        with pytest.raises(BatchError) as refused:
            card.score(figures)
        assert [one.field for one in refused.value.problems] == [one.id for one in missing]
        return
    points = dict(card.score(figures).points)
    for one in missing:
        assert points[one.id] == (0 if card.missing is MissingValue.ZERO else one.range[0])
    low, high = card.range
    assert low <= card.score(figures).value <= high


@given(st.sets(st.integers(-3, 13), max_size=6), st.integers(-5, 20))
def test_gaps_and_overlaps_are_what_a_walk_over_all_scores_finds(cuts: set[int], stretch: int) -> None:
    bounds = sorted(cuts)
    bands = [
        ScoreBand(f"b{number}", low, max(low, high - 1 + stretch % 3 - 1))
        for number, (low, high) in enumerate(pairwise(bounds))
    ]

    def card_of(gaps: BandGaps) -> PointsCard:
        return PointsCard("c", [YEARS, GUARANTEE], bands, gaps=gaps)

    held = {score: sum(score in band for band in bands) for score in range(11)}
    if any(count > 1 for count in held.values()):
        with pytest.raises(BatchError, match="both hold"):
            card_of(BandGaps.ALLOW)
        return
    card = card_of(BandGaps.ALLOW)
    left_out = {score for score, count in held.items() if not count}
    found = {score for score in range(11) for one in card.findings() if score in one.where}
    assert all(one.kind is LimitFindingKind.GAP for one in card.findings())
    assert found == left_out
    if left_out and bands:
        with pytest.raises(BatchError, match="nothing is said"):
            card_of(BandGaps.REFUSE)
    else:
        assert card_of(BandGaps.REFUSE)


@given(st.data(), ratio_models())
def test_a_linear_model_is_its_formula(data: st.DataObject, model: RatioModel) -> None:
    ratios = {name: data.draw(st.fractions(-5, 5, max_denominator=50)) for name, _ in model.weights}
    done = model.score(ratios)
    exact = model.constant + sum(ratios[name] * weight for name, weight in model.weights)
    assert done.exact == exact
    assert 2 * abs(done.value - exact) <= Fraction(1, 10**model.places)
    held = done.value if model.zone_by is ZoneBy.ROUNDED else exact
    zone = "distress" if held < model.distress_below else "safe" if held > model.safe_above else "grey"
    assert done.band == zone
    signs = {name: (weight > 0) - (weight < 0) for name, weight in model.weights}
    higher = {name: ratio + signs[name] for name, ratio in ratios.items()}
    assert model.score(higher).exact >= exact
    for name, _ in model.weights:
        with pytest.raises(BatchError, match="be known"):
            model.score({other: ratio for other, ratio in ratios.items() if other != name})


def test_bounds_belong_to_the_grey_zone() -> None:
    model = RatioModel("m", {"x": 1}, "1.81", "2.99", "s")
    assert [model.score({"x": Decimal(value)}).band for value in ("1.80", "1.81", "2.99", "3.00")] == [
        "distress",
        "grey",
        "grey",
        "safe",
    ]
    near = {"x": Decimal("1.806")}
    assert model.score(near).band == "distress"
    shown = RatioModel("m", {"x": 1}, "1.81", "2.99", "s", zone_by="rounded")
    assert (float(shown.score(near).value), shown.score(near).band) == (1.81, "grey")


def test_published_models() -> None:
    assert [len(made().weights) for made in (RatioModel.altman, RatioModel.altman_private)] == [5, 5]
    general = RatioModel.altman_general()
    done = general.score({"wc_ta": 1, "re_ta": 1, "ebit_ta": 1, "bve_tl": 1})
    assert (float(done.value), done.band) == (17.59, "safe")
    assert "2000" in general.source


def test_a_requirement_lets_a_score_fall_to_the_band_below() -> None:
    bands = [ScoreBand("low", 0, 4), ScoreBand("high", 5, None, "guarantee")]
    card = PointsCard("c", [HISTORY, GUARANTEE], bands)
    done = card.score({"history": "prompt", "guarantee": False})
    assert (int(done.value), done.band) == (5, "low")
    assert "high asks for guarantee, which earned nothing" in [reason.text() for reason in done.reasons]
    assert card.score({"history": "bad", "guarantee": True}).band == "high"
    alone = PointsCard("c", [HISTORY, GUARANTEE], ScoreBand("all", 0, 10, "guarantee"))
    assert alone.score({"history": "prompt", "guarantee": False}).band is None


def test_a_profile_is_scored_by_its_figures() -> None:
    card = PointsCard("c", [YEARS, StepFactor("score", {50: 5}), FlagFactor("vip", 1)], missing="zero")
    profile = CreditProfile("C-9", "2026-01-01", "CNY", years=6, score=60)
    assert card.score(profile).value == 10
    ratios = CreditProfile("C-9", "2026-01-01", "CNY", figures={"x": Fraction(2)})
    assert RatioModel("m", {"x": "1.5"}, 1, 2, "s").score(ratios).band == "safe"


def test_exceptions_are_worth_nothing() -> None:
    off = field("cover", "number").less_than(1).or_if_missing(False)  # noqa: FBT003
    card = PointsCard("c", [FlagFactor("gearing", 3, zero_if=off)])
    assert card.score({"gearing": True}).value == 3
    done = card.score({"gearing": True, "cover": 0})
    assert (int(done.value), done.reasons[0].code) == (0, "credit.score.zeroed")


def test_faults_of_a_card_are_all_named() -> None:
    assert faults([YEARS, YEARS]) == ["factors: years"]
    assert faults([YEARS], [ScoreBand("A", "0.5", None, "nobody"), ScoreBand("A")]) == [
        "bands: A",
        "bands: 0.5",
        "requires: nobody",
    ]
    assert faults([YEARS], [ScoreBand("A", 0, 3), ScoreBand("B", 3, 5)]) == [
        "bands: A and B both hold for [3, 4)"
    ]
    with pytest.raises(BatchError) as refused:
        PointsCard("c", [YEARS, GUARANTEE, HISTORY]).score(
            {"years": "many", "guarantee": json.loads("1"), "history": "odd"}
        )
    assert [one.field for one in refused.value.problems] == ["years", "guarantee", "history"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: ChoiceFactor("x", {}),
        lambda: ChoiceFactor("x", [("a", 1), ("a", 2)]),
        lambda: StepFactor("x", {}),
        lambda: FlagFactor("", 1),
        lambda: FlagFactor("x", 1, weight=0),
        lambda: ScoreBand("x", 5, 4),
        lambda: PointsCard("x", []),
        lambda: PointsCard("x", YEARS, places=-1),
        lambda: RatioModel("x", {}, 1, 2, "s"),
        lambda: RatioModel("x", {"a": 1}, 2, 1, "s"),
        lambda: RatioModel("x", {"a": 1}, 1, 2, ""),
        lambda: RatioModel("x", {"a": 1}, 1, 2, "s", zone_by="guess"),
    ],
)
def test_wrong_values_are_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(InvalidValueError):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: FlagFactor("x", json.loads("0.5")),
        lambda: ChoiceFactor("x", json.loads('["ab c"]')),
        lambda: PointsCard("x", json.loads('["years"]')),
        lambda: PointsCard("x", YEARS, json.loads("[1]")),
        lambda: RatioModel("x", {"a": json.loads("0.5")}, 1, 2, "s"),
        lambda: FlagFactor("x", 1).worth("yes"),
        lambda: StepFactor("x", {1: 1}).worth(json.loads("true")),
        lambda: HISTORY.worth(json.loads("1")),
    ],
)
def test_wrong_types_are_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(WrongTypeError):
        make()


def test_a_step_begins_at_its_figure() -> None:
    years = StepFactor("years", {2: 3, 5: 5}, below=1)
    assert [int(years.worth(value)) for value in (1, 2, 4, 5, 6)] == [1, 3, 3, 5, 5]
