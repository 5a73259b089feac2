"""Markets: which one next, by weighted criteria with vetoes, and how much hangs on the weights."""

from salesmgmt.territory.markets.attractiveness import (
    Attractiveness,
    Market,
    MarketCriterion,
    MarketLine,
    MarketRanking,
    MarketScore,
    Veto,
)
from salesmgmt.territory.markets.normalising import (
    Better,
    MarketFigure,
    MarketFigureLike,
    MinMax,
    RatioToBest,
    Scale,
    ToTarget,
)
from salesmgmt.territory.markets.sensitivity import RankRange, Sensitivity, WeightRange, sensitivity_of

__all__ = [
    "Attractiveness",
    "Better",
    "Market",
    "MarketCriterion",
    "MarketFigure",
    "MarketFigureLike",
    "MarketLine",
    "MarketRanking",
    "MarketScore",
    "MinMax",
    "RankRange",
    "RatioToBest",
    "Scale",
    "Sensitivity",
    "ToTarget",
    "Veto",
    "WeightRange",
    "sensitivity_of",
]
