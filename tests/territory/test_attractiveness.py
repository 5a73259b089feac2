"""Markets by weighted criteria: scores by hand, ties stated, and how far weights may move, by trying."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import cast

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.criteria import Criterion, field
from salesmgmt.errors import BatchError, InvalidValueError, SalesmgmtError, UnknownIdentifierError
from salesmgmt.money import Money, Rate
from salesmgmt.territory import (
    Attractiveness,
    Better,
    Market,
    MarketCriterion,
    MarketFigure,
    MarketRanking,
    MarketScore,
    MinMax,
    RankRange,
    RatioToBest,
    Sensitivity,
    ToTarget,
    Veto,
    WeightRange,
    in_area,
    sensitivity_of,
)
from salesmgmt.testing.territory_markets import attractivenesses, market_rankings, markets

pytestmark = pytest.mark.properties

F = Fraction
FIGURES = st.lists(st.fractions(F(1, 9), 99, max_denominator=9), min_size=1, max_size=6)


@given(
    FIGURES, st.sampled_from(Better), st.sampled_from([MinMax(), RatioToBest(), ToTarget(7), MinMax(2, 50)])
)
def test_scales_answer_with_parts_that_follow_the_figures(
    figures: list[Fraction], better: Better, scale: MinMax | RatioToBest | ToTarget
) -> None:
    parts = scale.parts(figures, better)
    assert all(0 <= part <= 1 for part in parts)
    for figure, part in zip(figures, parts, strict=True):
        for other, theirs in zip(figures, parts, strict=True):
            if figure < other:
                assert part <= theirs if better is Better.HIGHER else part >= theirs
    if not isinstance(scale, ToTarget) and scale != MinMax(2, 50):
        assert max(parts) == 1


@pytest.mark.parametrize(
    ("scale", "better", "figures", "parts"),
    [
        (MinMax(), "higher", [10, 20, 15], [0, 1, F(1, 2)]),
        (MinMax(), "lower", [10, 20, 15], [1, 0, F(1, 2)]),
        (MinMax(), "lower", [7, 7], [1, 1]),
        (MinMax(0, 10), "higher", [-5, 5, 15], [0, F(1, 2), 1]),
        (MinMax(low=0), "higher", [5, 10], [F(1, 2), 1]),
        (MinMax(low=20), "higher", [5, 10], [0, 0]),
        (MinMax(low=20), "lower", [5, 10], [1, 1]),
        (MinMax(high=1), "higher", [5, 10], [1, 1]),
        (MinMax(high=1), "lower", [5, 1], [0, 1]),
        (ToTarget(10), "higher", [-5, 5, 10, 20], [0, F(1, 2), 1, 1]),
        (ToTarget(10), "lower", [-5, 5, 10, 20], [1, 1, 1, F(1, 2)]),
        (RatioToBest(), "higher", [0, 5, 10], [0, F(1, 2), 1]),
        (RatioToBest(), "lower", [5, 10], [1, F(1, 2)]),
        (RatioToBest(), "higher", [0, 0], [1, 1]),
        (RatioToBest(), "higher", [], []),
        (MinMax(), "higher", [], []),
    ],
)
def test_scales_by_hand(
    scale: MinMax | ToTarget | RatioToBest, better: str, figures: list[int], parts: list[int | Fraction]
) -> None:
    assert list(scale.parts([F(figure) for figure in figures], Better(better))) == parts


@given(attractivenesses(), st.lists(markets(), max_size=5, unique_by=lambda market: market.id), st.randoms())
def test_scores_by_hand(policy: Attractiveness, given_markets: list[Market], chance: object) -> None:
    ranking = policy.rank(given_markets)
    assert policy.rank(reversed(given_markets)) == ranking
    whole = sum(each.weight for each in policy.criteria)
    by_id = {market.id: dict(market.figures) for market in given_markets}
    struck = {
        market.id: tuple(veto.id for veto in policy.vetoes if veto.when.matches(market.record))
        for market in given_markets
    }
    open_ = [name for name in sorted(by_id) if not struck[name]]
    totals = dict.fromkeys(open_, F(0))
    for criterion in policy.criteria:
        parts = criterion.scale.parts([by_id[name][criterion.id] for name in open_], criterion.better)
        for name, part in zip(open_, parts, strict=True):
            totals[name] += criterion.weight / whole * part
    assert {each.market: each.score.value for each in ranking.ranked if each.score} == {
        name: total for name, total in totals.items() if Rate(total)
    }
    assert {each.market: each.vetoes for each in ranking.scores} == struck
    for each in ranking.ranked:
        assert each.rank == 1 + sum(total > totals[each.market] for total in totals.values())
    assert set(ranking.first) == {name for name, total in totals.items() if total == max(totals.values())}


def test_a_veto_asks_what_is_no_figure() -> None:
    policy = Attractiveness(
        [MarketCriterion("a", 100, RatioToBest())], [Veto("closed", field("channel").equals("none"))]
    )
    ranking = policy.rank(
        [Market("N", {"a": 1}, more={"channel": "none"}), Market("S", {"a": 2}, more={"channel": "open"})]
    )
    assert (ranking.first, ranking.of("N").vetoes) == (("S",), ("closed",))
    with pytest.raises(InvalidValueError, match="stand once"):
        Market("N", {"a": 1}, more={"a": "text"})


@given(market_rankings())
def test_rankings_are_told_in_both_languages(ranking: MarketRanking) -> None:
    found = sensitivity_of(ranking)
    for lang in ("en", "zh"):
        assert ranking.reason.tree(lang)
        assert len(ranking.table(lang).rows) == len(ranking.scores)
        assert found.reason.tree(lang)
        assert len(found.table(lang).rows) == len(found.weights) == len(found.records())
        assert len(found.rank_table(lang).rows) == len(ranking.ranked)
    assert len(ranking.records()) == sum(max(1, len(each.lines)) for each in ranking.scores)
    assert "ranked" in repr(ranking)


def totals_at(ranking: MarketRanking, place: int, weight: Fraction) -> dict[str, Fraction]:
    """Every score with one weight set and the others in proportion, line by line."""
    totals = {}
    for each in ranking.ranked:
        now = each.lines[place].weight.value
        rest = F(0) if now == 1 else (1 - weight) / (1 - now)
        totals[each.market] = sum(
            (
                (weight if at == place else line.weight.value * rest) * line.part.value
                for at, line in enumerate(each.lines)
            ),
            F(0),
        )
    return totals


def first_of(totals: dict[str, Fraction]) -> set[str]:
    """Who scores most."""
    return {name for name, total in totals.items() if total == max(totals.values())}


@given(market_rankings(), st.lists(st.fractions(0, 1, max_denominator=60), max_size=6))
def test_the_first_place_changes_where_it_is_said_and_nowhere_nearer(
    ranking: MarketRanking, tried: list[Fraction]
) -> None:
    found = sensitivity_of(ranking)
    now = set(ranking.first)
    for place, each in enumerate(found.weights):
        if each.weight == Rate(1):
            assert (each.low, each.high) == (None, None)
            continue
        low = F(0) if each.low is None else each.low.value
        high = F(1) if each.high is None else each.high.value
        for end, rivals in ((each.low, each.rivals_low), (each.high, each.rivals_high)):
            if end is not None:
                assert first_of(totals_at(ranking, place, end.value)) == now | set(rivals)
        for weight in [*tried, (low + each.weight.value) / 2, (high + each.weight.value) / 2]:
            same = first_of(totals_at(ranking, place, weight)) == now
            inside = (low < weight < high) or (weight == low and each.low is None)
            inside = inside or (weight == high and each.high is None)
            if len(now) == 1:
                assert same == inside
            elif weight != each.weight.value and not inside:
                assert not same


@given(
    market_rankings(max_markets=4),
    st.fractions(0, 1, max_denominator=20),
    st.lists(st.fractions(-1, 1, max_denominator=40), max_size=8),
)
def test_places_stay_within_what_is_said_and_reach_it(
    ranking: MarketRanking, swing: Fraction, tried: list[Fraction]
) -> None:
    found = sensitivity_of(ranking, swing)
    seen: dict[str, set[int]] = {each.market: {each.rank} for each in found.ranks}
    for place, each in enumerate(found.weights):
        if each.weight == Rate(1):
            continue
        now = each.weight.value
        start, stop = max(now - swing, F(0)), min(now + swing, F(1))
        levels = {start, stop}
        for one in ranking.ranked:
            for two in ranking.ranked:
                a = {end: totals_at(ranking, place, end) for end in (F(0), F(1))}
                d0 = a[F(0)][one.market] - a[F(0)][two.market]
                d1 = a[F(1)][one.market] - a[F(1)][two.market]
                if d0 != d1:
                    levels.add(min(max(d0 / (d0 - d1), start), stop))
        points = sorted(levels)
        points += [(left + right) / 2 for left, right in pairwise(points)]
        points += [now + swing * part for part in tried if 0 <= now + swing * part <= 1]
        for weight in points:
            totals = totals_at(ranking, place, weight)
            for name, total in totals.items():
                seen[name].add(1 + sum(other > total for other in totals.values()))
    assert {each.market: (each.best, each.worst) for each in found.ranks} == {
        name: (min(places), max(places)) for name, places in seen.items()
    }
    assert found.stable == all(each.worst == 1 for each in found.ranks if each.market in ranking.first)


POLICY = Attractiveness(
    [
        MarketCriterion("buyers", 60, MinMax(0, 10), title="买家"),
        MarketCriterion("growth", 40, MinMax(0, 10)),
    ],
    [Veto("risk", field("risk").more_than(8)), Veto("abroad", ~in_area("area", "44", "43", "33"))],
)
GD = Market("GD", {"buyers": 9, "growth": 4, "risk": 1}, "Guangdong", area="44")
HN = Market("HN", {"buyers": 4, "growth": 9, "risk": 1}, area="43")
ZJ = Market("ZJ", {"buyers": 10, "growth": 10, "risk": 9}, area="33")


def test_a_worked_case() -> None:
    ranking = POLICY.rank([HN, ZJ, GD])
    assert ranking.first == ("GD",)
    assert ranking.ties == ()
    assert [(each.market, each.rank, str(each.score)) for each in ranking.scores] == [
        ("GD", 1, "70%"),
        ("HN", 2, "60%"),
        ("ZJ", None, "None"),
    ]
    assert ranking.reason.tree().splitlines() == [
        "next: Guangdong",
        "  1. Guangdong: 70%",
        "    买家 is 9: 90% of the points, weighed 60%: 54%",
        "    growth is 4: 40% of the points, weighed 40%: 16%",
        "  2. HN: 60%",
        "    买家 is 4: 40% of the points, weighed 60%: 24%",
        "    growth is 9: 90% of the points, weighed 40%: 36%",
        "  ZJ is out of the question: risk",
    ]
    found = sensitivity_of(ranking, "10%")
    assert found.weights[0] == WeightRange("buyers", "买家", "60%", "50%", None, ["HN"])
    assert found.stable
    assert not sensitivity_of(ranking, "10.01%").stable
    assert found.ranks == (RankRange("GD", "Guangdong", 1, 1, 1), RankRange("HN", "HN", 2, 1, 2))
    with pytest.raises(UnknownIdentifierError):
        ranking.of("XX")


def test_ties_are_stated() -> None:
    policy = Attractiveness(
        [MarketCriterion("buyers", 1, MinMax(0, 10)), MarketCriterion("growth", 1, MinMax(0, 10))]
    )
    ranking = policy.rank([GD, HN, Market("Z", {"buyers": 1, "growth": 1})])
    assert ranking.first == ("GD", "HN")
    assert ranking.ties == (("GD", "HN"),)
    assert [each.rank for each in ranking.scores] == [1, 1, 3]
    assert "level in the first place" in ranking.reason.text()
    for each in sensitivity_of(ranking).weights:
        assert each.low == each.high == each.weight
        assert each.rivals_low == each.rivals_high == ("HN",)


def test_no_market_is_open() -> None:
    assert POLICY.rank([ZJ]).first == ()
    assert POLICY.rank([ZJ]).reason.text("zh") == "没有可进入的市场"
    assert sensitivity_of(POLICY.rank([])).ranks == ()


def test_all_faults_of_the_markets_at_once() -> None:
    odd = Market("B", {"buyers": Money.of("CNY 5"), "risk": 1}, area="44")
    with pytest.raises(BatchError) as caught:
        POLICY.rank([GD, odd, GD, Market("C", {"buyers": 1, "growth": 2})])
    found = {(problem.record, problem.field) for problem in caught.value.problems}
    assert found == {
        ("Market GD", "id"),
        ("Market B", "growth"),
        ("Market C, veto risk", "risk"),
        ("Market C, veto abroad", "area"),
        ("Market C", "buyers"),
        ("Market GD", "buyers"),
    }
    with pytest.raises(BatchError, match="0 or more"):
        Attractiveness([MarketCriterion("a", 1, RatioToBest())]).rank([Market("A", {"a": -1})])
    with pytest.raises(BatchError, match="kind"):
        Attractiveness([MarketCriterion("a", 1, ToTarget(Money.of("USD 5")))]).rank([Market("A", {"a": 1})])


def test_amounts_and_rates_are_figures_too() -> None:
    policy = Attractiveness(
        [
            MarketCriterion("sales", 1, MinMax(Money.of("CNY 0"), Money.of("CNY 100"))),
            MarketCriterion("growth", 1, ToTarget("10%")),
        ]
    )
    ranking = policy.rank([Market("A", {"sales": Money.of("CNY 50"), "growth": "5%"})])
    assert str(ranking.scores[0].score) == "50%"
    assert "CNY 50.00" in ranking.reason.tree()


def test_a_scale_of_your_own() -> None:
    @frozen
    class Wild:
        value: Fraction

        def parts(self, figures: Sequence[MarketFigure], better: Better) -> Sequence[Fraction]:
            return [self.value for _ in figures]

    market = Market("A", {"a": 1})
    assert Attractiveness(MarketCriterion("a", 1, Wild(F(1, 2)))).rank([market]).scores[0].score == Rate(
        "50%"
    )
    for value in (F(2), cast(Fraction, 0.5)):
        with pytest.raises(BatchError):
            Attractiveness(MarketCriterion("a", 1, Wild(value))).rank([market])


@pytest.mark.parametrize(
    "make",
    [
        lambda: Market("", {}),
        lambda: Market("A", {"id": 1}),
        lambda: Market("A", cast(dict[str, int], [("a", 1), ("a", 2)])),
        lambda: Market("A", {"a": cast(int, 1.5)}),
        lambda: Market("A", {"a": "many"}),
        lambda: Market("A", cast(dict[str, int], 5)),
        lambda: Market("A", {}, area="99"),
        lambda: Market("A", {"": 1}),
        lambda: MarketCriterion("", 1, MinMax()),
        lambda: MarketCriterion("a", 0, MinMax()),
        lambda: MarketCriterion("a", 1, MinMax(), "more"),
        lambda: MarketCriterion("a", 1, cast(MinMax, MinMax)),
        lambda: MarketCriterion("a", 1, cast(MinMax, 5)),
        lambda: Veto("", field("a").at_least(1)),
        lambda: Veto("a", cast(Criterion, 5)),
        lambda: MinMax(2, 1),
        lambda: MinMax(1, "200%"),
        lambda: ToTarget(0),
        lambda: ToTarget(cast(int, 0.5)),
        lambda: RatioToBest().parts([F(0)], Better.LOWER),
        lambda: Attractiveness([]),
        lambda: Attractiveness([MarketCriterion("a", 1, MinMax())] * 2),
        lambda: Attractiveness(cast(list[MarketCriterion], [5])),
        lambda: POLICY.rank(cast(list[Market], [5])),
        lambda: MarketScore("A", "A", 1, []),
        lambda: MarketScore("A", "A", 1, [], ["risk"]),
        lambda: MarketScore("A", "A", cast(int, "1"), []),
        lambda: MarketRanking(POLICY.rank([GD]).scores * 2),
        lambda: MarketRanking([*POLICY.rank([GD]).scores, *other_scores()]),
        lambda: sensitivity_of(cast(MarketRanking, 5)),
        lambda: sensitivity_of(POLICY.rank([GD]), "120%"),
        lambda: Sensitivity([], [], [], "-1%"),
        lambda: WeightRange("a", "a", "50%", "60%", None, ["B"]),
        lambda: WeightRange("a", "a", "50%", None, "40%", (), ["B"]),
        lambda: WeightRange("a", "a", "50%", "40%", None),
        lambda: RankRange("A", "A", 3, 1, 2),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


def other_scores() -> tuple[MarketScore, ...]:
    """Scores by other criteria."""
    return Attractiveness([MarketCriterion("growth", 1, MinMax())]).rank([HN]).scores


def test_a_veto_is_out_before_anything_is_compared() -> None:
    policy = Attractiveness(MarketCriterion("a", 1, MinMax()), Veto("x", field("a").at_least(100)))
    low, high, huge = (Market(name, {"a": figure}) for name, figure in (("A", 1), ("B", 3), ("C", 1000)))
    assert [str(each.score) for each in policy.rank([low, high, huge]).ranked] == ["100%", "0%"]
    with pytest.raises(InvalidValueError):
        MarketScore("A", "A", None, [], [])


def test_a_place_that_only_a_heavier_weight_takes() -> None:
    policy = Attractiveness([MarketCriterion(name, 1, MinMax(0, 10)) for name in ("a", "b", "c")])
    ranking = policy.rank(
        [
            Market("X", {"a": 2, "b": 9, "c": 9}),
            Market("Y", {"a": 10, "b": 1, "c": 1}),
        ]
    )
    found = sensitivity_of(ranking, "50%")
    assert found.weights[0] == WeightRange("a", "a", "1/3", None, "1/2", (), ["Y"])
    assert [(each.low, each.high) for each in found.weights[1:]] == [(Rate(0), None), (Rate(0), None)]
    assert found.ranks == (RankRange("X", "X", 1, 1, 2), RankRange("Y", "Y", 2, 1, 2))
