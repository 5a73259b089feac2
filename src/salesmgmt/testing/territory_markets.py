"""Strategies for administrative areas, market attractiveness and its sensitivity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.criteria import field as named
from salesmgmt.money import Rate
from salesmgmt.records import More
from salesmgmt.territory import (
    PROVINCES,
    Area,
    AreaLevel,
    Attractiveness,
    Better,
    ChineseProvince,
    Market,
    MarketCriterion,
    MarketLine,
    MarketRanking,
    MarketScore,
    MinMax,
    RankRange,
    RatioToBest,
    Scale,
    Sensitivity,
    ToTarget,
    Veto,
    WeightRange,
    in_area,
    sensitivity_of,
)
from salesmgmt.territory.areas.provinces import COUNTRIES
from salesmgmt.testing.criteria import criteria
from salesmgmt.testing.money import moneys

__all__ = [
    "STRATEGIES",
    "area_levels",
    "areas",
    "attractivenesses",
    "betters",
    "chinese_provinces",
    "market_criteria",
    "market_lines",
    "market_rankings",
    "market_scores",
    "markets",
    "min_maxes",
    "rank_ranges",
    "ratios_to_best",
    "sensitivities",
    "to_targets",
    "vetoes",
    "weight_ranges",
]

_NAMES = st.text(min_size=1)
_NUMBERS = st.integers(1, 12).map(str) | st.fractions(1, 100, max_denominator=4)
_FIGURES = st.fractions(max_denominator=100) | st.fractions(max_denominator=100).map(Rate) | moneys()
_PARTS = st.fractions(0, 1, max_denominator=50).map(Rate)


def area_levels() -> st.SearchStrategy[AreaLevel]:
    """How large an area is."""
    return st.sampled_from(AreaLevel)


@st.composite
def areas(draw: st.DrawFn, *, chinese: bool | None = None) -> Area:
    """Areas of every level.

    Args:
        draw: Supplied by Hypothesis.
        chinese: Whether by GB/T 2260 or by ISO 3166-2; both where left out.
    """
    if draw(st.booleans()) if chinese is None else chinese:
        code = draw(st.sampled_from(PROVINCES)).code
        for _ in range(draw(st.integers(0, 2))):
            code += f"{draw(st.integers(1, 99)):02}"
        return Area(code)
    country = draw(st.sampled_from(sorted(COUNTRIES - {"CN"})))
    return Area(country + draw(st.just("") | st.from_regex(r"-[A-Z0-9]{1,3}", fullmatch=True)))


def chinese_provinces() -> st.SearchStrategy[ChineseProvince]:
    """Provincial areas, those that are there and others."""
    return st.sampled_from(PROVINCES) | st.builds(ChineseProvince, _NAMES, _NAMES, _NAMES, _NAMES)


def betters() -> st.SearchStrategy[Better]:
    """Which direction is better."""
    return st.sampled_from(Better)


def min_maxes() -> st.SearchStrategy[MinMax]:
    """Scales from a worst to a best figure, with ends given or not."""
    ends = st.tuples(st.integers(-9, 9), st.integers(10, 99))
    given = ends.map(lambda pair: MinMax(*pair)) | ends.map(lambda pair: MinMax(Rate(pair[0]), Rate(pair[1])))
    return given | st.builds(MinMax, st.none() | _FIGURES) | st.builds(MinMax, high=st.none() | _FIGURES)


def to_targets() -> st.SearchStrategy[ToTarget]:
    """Scales with a target."""
    positive = st.fractions(min_value="1/9", max_denominator=9)
    return st.builds(ToTarget, positive | positive.map(Rate) | moneys(min_minor=1))


def ratios_to_best() -> st.SearchStrategy[RatioToBest]:
    """The scale that compares with the best."""
    return st.just(RatioToBest())


@st.composite
def market_criteria(draw: st.DrawFn, *, name: str | None = None) -> MarketCriterion:
    """Criteria over plain positive numbers.

    Args:
        draw: Supplied by Hypothesis.
        name: Name of the figure; any where left out.
    """
    scales: st.SearchStrategy[Scale] = st.sampled_from(
        [MinMax(), MinMax(1, 100), MinMax(low=2), RatioToBest(), ToTarget(40)]
    )
    called = draw(_NAMES) if name is None else name
    return MarketCriterion(called, draw(_NUMBERS), draw(scales), draw(betters()), draw(st.just("") | _NAMES))


def vetoes() -> st.SearchStrategy[Veto]:
    """Conditions that take a market out."""
    return st.builds(Veto, _NAMES, criteria(max_leaves=3))


@st.composite
def attractivenesses(draw: st.DrawFn) -> Attractiveness:
    """Policies over the figures that generated markets have."""
    names = draw(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, unique=True))
    out = [
        Veto("low a", named("a").less_than(3)),
        Veto("south", in_area("area", "44", "45", if_missing=False)),
    ]
    chosen = draw(st.lists(st.sampled_from(out), unique=True))
    return Attractiveness([draw(market_criteria(name=name)) for name in names], chosen)


@st.composite
def markets(draw: st.DrawFn, *, name: str | None = None) -> Market:
    """Markets with four figures above 0, and often an area.

    Args:
        draw: Supplied by Hypothesis.
        name: The identifier; any where left out.
    """
    figures = {each: draw(st.integers(1, 6) | st.fractions(1, 200, max_denominator=4)) for each in "abcd"}
    return Market(
        draw(_NAMES) if name is None else name,
        figures,
        draw(st.just("") | _NAMES),
        draw(st.none() | areas(chinese=True)),
        draw(st.just(More()) | st.builds(More, st.just({"channel": "open"}))),
    )


@st.composite
def market_rankings(draw: st.DrawFn, *, max_markets: int = 6) -> MarketRanking:
    """Rankings of generated markets.

    Args:
        draw: Supplied by Hypothesis.
        max_markets: Most markets.
    """
    count = draw(st.integers(0, max_markets))
    return draw(attractivenesses()).rank([draw(markets(name=f"m{number}")) for number in range(count)])


def market_scores() -> st.SearchStrategy[MarketScore]:
    """How single markets do."""
    some = market_rankings().filter(lambda ranking: ranking.scores)
    return some.flatmap(lambda ranking: st.sampled_from(ranking.scores))


def market_lines() -> st.SearchStrategy[MarketLine]:
    """What single criteria bring."""
    return st.builds(MarketLine, _NAMES, _NAMES, _FIGURES, _PARTS, _PARTS)


def sensitivities() -> st.SearchStrategy[Sensitivity]:
    """How much generated rankings hang on their weights."""
    return st.builds(sensitivity_of, market_rankings(max_markets=4), _PARTS)


def weight_ranges() -> st.SearchStrategy[WeightRange]:
    """How far single weights may move."""
    some = sensitivities().filter(lambda found: found.weights)
    return some.flatmap(lambda found: st.sampled_from(found.weights))


def rank_ranges() -> st.SearchStrategy[RankRange]:
    """Between which places single markets move."""
    return (
        st.lists(st.integers(1, 40), min_size=3, max_size=3)
        .map(sorted)
        .flatmap(
            lambda places: st.builds(
                RankRange, _NAMES, _NAMES, st.just(places[1]), st.just(places[0]), st.just(places[2])
            )
        )
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Area: areas,
        AreaLevel: area_levels,
        Attractiveness: attractivenesses,
        Better: betters,
        ChineseProvince: chinese_provinces,
        Market: markets,
        MarketCriterion: market_criteria,
        MarketLine: market_lines,
        MarketRanking: market_rankings,
        MarketScore: market_scores,
        MinMax: min_maxes,
        RankRange: rank_ranges,
        RatioToBest: ratios_to_best,
        Sensitivity: sensitivities,
        ToTarget: to_targets,
        Veto: vetoes,
        WeightRange: weight_ranges,
    }
)
