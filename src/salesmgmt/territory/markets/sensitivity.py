"""How much a ranking of markets hangs on the weights.

One weight is moved at a time, and the others keep their proportions among themselves, so all still total
100 %. Every score is then a straight line over that weight, and the weights at which two markets draw level
are where two lines cross: exact fractions, found without trying.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate, RateLike, rate_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, check_text, tuple_of
from salesmgmt.territory.markets.attractiveness import MarketRanking, MarketScore
from salesmgmt.territory.texts import HEADINGS

__all__ = ["RankRange", "Sensitivity", "WeightRange", "sensitivity_of"]

_Line: TypeAlias = tuple[Fraction, Fraction]
"""A score over the weight of one criterion: its value at 0, and its slope."""


def _as_weight(value: RateLike) -> Rate:
    return rate_of(value, "weight")


def _as_end(value: RateLike | None) -> Rate | None:
    return None if value is None else rate_of(value, "end")


def _as_swing(value: RateLike) -> Rate:
    return rate_of(value, "swing")


def _as_markets(markets: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(tuple_of(markets, str, "markets")))


@frozen
class WeightRange:
    """How far one weight may move before the first place changes.

    Attributes:
        criterion: Name of the figure.
        title: What people call it.
        weight: Its part of all weights.
        low: The weight below it at which another market draws level; None where none does down to 0.
        high: The weight above it at which another market draws level; None where none does up to 100 %.
        rivals_low: Who draws level at the lower end.
        rivals_high: Who draws level at the upper end.

    Where several markets share the first place, both ends are the weight itself wherever moving it would part
    them.

    Raises:
        InvalidValueError: If an end lies on the wrong side of the weight, or has no rivals, or none has some.
        WrongTypeError: If a field has another type.
    """

    criterion: str
    title: str
    weight: Rate = field(converter=_as_weight)
    low: Rate | None = field(converter=_as_end)
    high: Rate | None = field(converter=_as_end)
    rivals_low: tuple[str, ...] = field(default=(), converter=_as_markets)
    rivals_high: tuple[str, ...] = field(default=(), converter=_as_markets)

    def __attrs_post_init__(self) -> None:
        check_text("criterion", self.criterion)
        check_text("title", self.title)
        if self.low is not None and self.low > self.weight:
            raise InvalidValueError("low", self.low, f"be at most the weight {self.weight}")
        if self.high is not None and self.high < self.weight:
            raise InvalidValueError("high", self.high, f"be at least the weight {self.weight}")
        if (self.low is None) == bool(self.rivals_low) or (self.high is None) == bool(self.rivals_high):
            raise InvalidValueError(
                "rivals", (self.rivals_low, self.rivals_high), "stand where there is an end"
            )

    @property
    def reason(self) -> Reason:
        """The range in words, with who draws level where."""
        values: dict[str, ReasonValue] = {"criterion": self.title, "weight": self.weight}
        if self.low is None and self.high is None:
            return Reason("territory.market.stays", values)
        values["low"] = Rate(0) if self.low is None else self.low
        values["high"] = Rate(1) if self.high is None else self.high
        ends = ((self.low, self.rivals_low), (self.high, self.rivals_high))
        because = [
            Reason("territory.market.level", {"weight": end, "markets": ", ".join(rivals)}, facts=rivals)
            for end, rivals in ends
            if end is not None
        ]
        return Reason("territory.market.holds", values, because=because)


@frozen
class RankRange:
    """Between which places a market moves.

    Attributes:
        market: Its identifier.
        title: What people call it.
        rank: Its place at the weights as they are.
        best: Its best place while any one weight moves within the swing.
        worst: Its worst place then.

    Raises:
        InvalidValueError: If the place is not between the two.
        WrongTypeError: If a field has another type.
    """

    market: str
    title: str
    rank: int
    best: int
    worst: int

    def __attrs_post_init__(self) -> None:
        check_text("market", self.market)
        check_text("title", self.title)
        for name in ("rank", "best", "worst"):
            check_count(name, getattr(self, name), 1)
        if not self.best <= self.rank <= self.worst:
            raise InvalidValueError("rank", self.rank, f"be between {self.best} and {self.worst}")


def _as_weights(weights: Iterable[WeightRange]) -> tuple[WeightRange, ...]:
    return tuple_of(weights, WeightRange, "weights")


def _as_ranks(ranks: Iterable[RankRange]) -> tuple[RankRange, ...]:
    return tuple_of(ranks, RankRange, "ranks")


@frozen
class Sensitivity:
    """How much a ranking hangs on its weights.

    Attributes:
        first: The markets in the first place.
        weights: How far each weight may move, in the order of the criteria.
        ranks: Between which places each market moves, in the order of their places.
        swing: How far a weight is moved up or down for the places, in points of the total.

    Raises:
        InvalidValueError: If the swing is not from 0 to 100 %.
        WrongTypeError: If a field has another type.
    """

    first: tuple[str, ...] = field(converter=_as_markets)
    weights: tuple[WeightRange, ...] = field(converter=_as_weights)
    ranks: tuple[RankRange, ...] = field(converter=_as_ranks)
    swing: Rate = field(converter=_as_swing)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.swing.value <= 1:
            raise InvalidValueError("swing", self.swing, "be from 0% to 100%")

    @property
    def stable(self) -> bool:
        """Whether every market in the first place keeps it while any one weight moves within the swing."""
        return all(each.worst == 1 for each in self.ranks if each.rank == 1)

    @property
    def reason(self) -> Reason:
        """The sensitivity in words, weight by weight."""
        values = {"markets": ", ".join(self.first)}
        because = tuple(each.reason for each in self.weights)
        return Reason("territory.market.sensitivity", values, facts=self.first, because=because)

    def records(self) -> list[dict[str, object]]:
        """One row per weight, for a DataFrame."""
        return [
            {
                "criterion": each.criterion,
                "weight": each.weight,
                "low": each.low,
                "high": each.high,
                "rivals_low": ", ".join(each.rivals_low),
                "rivals_high": ", ".join(each.rivals_high),
            }
            for each in self.weights
        ]

    def table(self, lang: str = "en") -> Table:
        """How far each weight may move before the first place changes."""
        names = ("criterion", "weight", "low", "high", "rivals_low", "rivals_high")
        rows = [
            (
                each.title,
                each.weight,
                each.low,
                each.high,
                ", ".join(each.rivals_low) or None,
                ", ".join(each.rivals_high) or None,
            )
            for each in self.weights
        ]
        return Table("", headed(HEADINGS, lang, *names), rows, lang=lang)

    def rank_table(self, lang: str = "en") -> Table:
        """Between which places each market moves."""
        rows = [(each.title, each.rank, each.best, each.worst) for each in self.ranks]
        return Table("", headed(HEADINGS, lang, "market", "rank", "best_rank", "worst_rank"), rows, lang=lang)


def sensitivity_of(ranking: MarketRanking, swing: RateLike = "10%") -> Sensitivity:
    """How much a ranking hangs on its weights; vetoed markets stay out.

    Args:
        ranking: The outcome of `Attractiveness.rank`.
        swing: How far a weight is moved up or down, in points of the total, for the places of the markets.

    Raises:
        InvalidValueError: If the swing is not from 0 to 100 %.
        WrongTypeError: If the ranking is none.

    Examples:
        >>> from salesmgmt.territory import Attractiveness, Market, MarketCriterion, MinMax
        >>> policy = Attractiveness(
        ...     [MarketCriterion("buyers", 60, MinMax(0, 10)), MarketCriterion("growth", 40, MinMax(0, 10))]
        ... )
        >>> ranking = policy.rank([
        ...     Market("GD", {"buyers": 9, "growth": 4}), Market("HN", {"buyers": 4, "growth": 9}),
        ... ])
        >>> for each in sensitivity_of(ranking).weights:
        ...     print(each.criterion, each.weight, each.low, each.high, each.rivals_low)
        buyers 60% 50% None ('HN',)
        growth 40% None 50% ()
    """
    if not isinstance(ranking, MarketRanking):
        raise WrongTypeError("ranking", ranking, "be the outcome of Attractiveness.rank")
    reach = rate_of(swing, "swing")
    ranked = ranking.ranked
    weights = []
    spans: list[list[tuple[int, int]]] = [[(each.rank or 1, each.rank or 1)] for each in ranked]
    for place, line in enumerate(ranked[0].lines if ranked else ()):
        weight = line.weight.value
        scores = [_line(each, place) for each in ranked]
        low, rivals_low = _end(ranked, scores, weight, up=False)
        high, rivals_high = _end(ranked, scores, weight, up=True)
        weights.append(
            WeightRange(line.criterion, line.title, line.weight, low, high, rivals_low, rivals_high)
        )
        if weight < 1:
            start, stop = max(weight - reach.value, Fraction(0)), min(weight + reach.value, Fraction(1))
            for at, span in enumerate(spans):
                span.append(_places(scores, at, start, stop))
    ranks = [
        RankRange(
            each.market,
            each.title,
            each.rank or 1,
            min(best for best, _ in span),
            max(worst for _, worst in span),
        )
        for each, span in zip(ranked, spans, strict=True)
    ]
    return Sensitivity(ranking.first, weights, ranks, reach)


def _line(score: MarketScore, place: int) -> _Line:
    """The score of a market over the weight of one criterion."""
    part, weight = score.lines[place].part.value, score.lines[place].weight.value
    if weight == 1:
        return part, Fraction(0)
    rest = sum((line.score.value for line in score.lines), Fraction(0)) - weight * part
    others = rest / (1 - weight)
    return others, part - others


def _end(
    ranked: Sequence[MarketScore], scores: Sequence[_Line], weight: Fraction, *, up: bool
) -> tuple[Rate | None, tuple[str, ...]]:
    """Where the first place changes as a weight goes up or down, and who draws level there."""
    crossings: dict[Fraction, list[str]] = {}
    leader, slope = scores[0]
    for rival, (value, other) in zip(ranked[1:], scores[1:], strict=True):
        if slope == other:
            continue
        at = (value - leader) / (slope - other)
        gains = other > slope if up else other < slope
        if rival.rank == 1:
            # Whichever of the two gains, they part.
            crossings.setdefault(weight, []).append(rival.market)
        elif gains and 0 <= at <= 1:
            crossings.setdefault(at, []).append(rival.market)
    if not crossings:
        return None, ()
    nearest = min(crossings, key=lambda at: abs(at - weight))
    return Rate(nearest), tuple(crossings[nearest])


def _places(scores: Sequence[_Line], mine: int, start: Fraction, stop: Fraction) -> tuple[int, int]:
    """The best and the worst place of a market while the weight runs from start to stop.

    The rivals above it are counted at the start, and again at and after every weight where one of them passes
    it or falls behind.
    """
    value, slope = scores[mine]
    above = 0
    events: list[tuple[Fraction, int, int]] = []
    for at, (other, steepness) in enumerate(scores):
        if at == mine:
            continue
        ahead, gain = other - value, steepness - slope
        above += ahead + gain * start > 0
        if gain:
            level = -ahead / gain
            if gain > 0 and start <= level < stop:
                events.append((level, 1, 1))
            elif gain < 0 and start < level <= stop:
                events.append((level, 0, -1))
    fewest = most = above
    for _, _, change in sorted(events):
        above += change
        fewest, most = min(fewest, above), max(most, above)
    return fewest + 1, most + 1
