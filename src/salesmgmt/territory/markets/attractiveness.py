"""Which market next: markets ranked by weighted criteria, with vetoes, every score explained.

Simple additive weighting: each figure becomes a part of the full points, the parts are weighed and added. A
veto takes a market out before anything is compared, so that a market that is out of the question cannot
stretch the scale for the others. A scale that follows the markets compared may turn the order of two markets
when a third is added; where that must not be, give the ends of the scale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.criteria import Criterion
from salesmgmt.errors import (
    BatchError,
    InvalidValueError,
    Problem,
    SalesmgmtError,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import Money, Rate, RateLike, rate_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import More, Scalar
from salesmgmt.tables import Column, Table, headed
from salesmgmt.territory.areas.area import Area
from salesmgmt.territory.checks import check_text, tuple_of
from salesmgmt.territory.markets.normalising import (
    Better,
    MarketFigure,
    MarketFigureLike,
    Scale,
    figure_of,
)
from salesmgmt.territory.texts import HEADINGS

__all__ = [
    "Attractiveness",
    "Market",
    "MarketCriterion",
    "MarketLine",
    "MarketRanking",
    "MarketScore",
    "Veto",
]

_RESERVED = ("id", "title", "area")


# Pairs are taken too, as the value itself holds them; the type names the mapping alone, since a type checker
# could not read a literal of mixed figures otherwise.
def _as_figures(figures: Mapping[str, MarketFigureLike]) -> tuple[tuple[str, MarketFigure], ...]:
    if not isinstance(figures, Mapping | Iterable) or isinstance(figures, str):
        raise WrongTypeError("figures", figures, "be a mapping from criterion to figure")
    items = figures.items() if isinstance(figures, Mapping) else figures
    return tuple(
        sorted(((name, figure_of(value, str(name))) for name, value in items), key=lambda pair: pair[0])
    )


def _as_area(value: Area | str | None) -> Area | None:
    return value if value is None or isinstance(value, Area) else Area(value)


def _as_more(value: Mapping[str, Scalar | None]) -> More:
    return value if isinstance(value, More) else More(value)


@frozen
class Market:
    """A market that may be entered, with what is known of it.

    Attributes:
        id: Identifier given by the caller.
        figures: Pairs of name and figure, sorted; a mapping is accepted. A figure is a number, an amount or a
            rate, written exactly.
        title: What people call it; the identifier where left out.
        area: Its code, for criteria that ask where it is.
        more: What else a veto may ask, such as texts, flags and dates; a mapping is accepted.

    Raises:
        InvalidValueError: If the identifier is empty, a name stands twice, among figures and columns, or is
            `id`, `title` or `area`, or a figure or code cannot be read.
        UnknownIdentifierError: If there is no such area.
        WrongTypeError: If a field has another type; a float is refused.

    Examples:
        >>> market = Market("GD", {"buyers": 1200, "growth": "8%"}, area="44")
        >>> market.record["growth"], market.record["area"]
        (Rate('8%'), '44')
    """

    id: str
    figures: tuple[tuple[str, MarketFigure], ...] = field(converter=_as_figures)
    title: str = ""
    area: Area | None = field(default=None, converter=_as_area)
    more: More = field(factory=More, converter=_as_more)

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        check_text("title", self.title, empty=True)
        if not self.title:
            object.__setattr__(self, "title", self.id)
        names = [name for name, _ in (*self.figures, *self.more.pairs)]
        for name, count in Counter(names).items():
            check_text("figures", name)
            if count > 1 or name in _RESERVED:
                raise InvalidValueError("figures", name, "stand once, and be none of id, title and area")

    @property
    def record(self) -> Mapping[str, object]:
        """What a veto can ask: each figure and column by its name, `id`, `title` and the `area`'s code."""
        area = None if self.area is None else self.area.code
        return {**dict(self.figures), **self.more, "id": self.id, "title": self.title, "area": area}


def _as_weight(value: RateLike) -> Fraction:
    return rate_of(value, "weight").value


def _as_better(value: Better | str) -> Better:
    try:
        return Better(value)
    except ValueError:
        raise InvalidValueError("better", value, f"be one of {', '.join(Better)}") from None


@frozen
class MarketCriterion:
    """A figure that markets are compared by.

    Attributes:
        id: Name of the figure.
        weight: Its weight, in any scale: what counts is its part of all weights.
        scale: How the figure becomes a part of the full points.
        better: Whether more of it is better, or less.
        title: What people call it; the name where left out.

    Raises:
        InvalidValueError: If the name is empty, the weight is not above 0, or `better` is neither word.
        WrongTypeError: If the scale has no `parts`, or a field has another type.
    """

    id: str
    weight: Fraction = field(converter=_as_weight)
    scale: Scale
    better: Better = field(default=Better.HIGHER, converter=_as_better)
    title: str = ""

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        if self.weight <= 0:
            raise InvalidValueError("weight", self.weight, "be above 0")
        if isinstance(self.scale, type) or not callable(getattr(self.scale, "parts", None)):
            raise WrongTypeError("scale", self.scale, "be MinMax(), ToTarget(…), RatioToBest() or your own")
        check_text("title", self.title, empty=True)
        if not self.title:
            object.__setattr__(self, "title", self.id)


@frozen
class Veto:
    """What takes a market out of the question, however well it does otherwise.

    Attributes:
        id: What people call the reason.
        when: The condition over the figures, `id`, `title` and `area` of a market.

    Raises:
        InvalidValueError: If the identifier is empty.
        WrongTypeError: If the condition is none.
    """

    id: str
    when: Criterion

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        if not isinstance(self.when, Criterion):
            raise WrongTypeError("when", self.when, "be a criterion, such as field('risk').more_than(8)")


def _as_weight_rate(value: RateLike) -> Rate:
    return rate_of(value, "weight")


def _as_part(value: RateLike) -> Rate:
    return rate_of(value, "part")


@frozen
class MarketLine:
    """What one criterion brings a market.

    Attributes:
        criterion: Name of the figure.
        title: What people call it.
        figure: What is known.
        weight: Part of all weights.
        part: Part of the full points that the figure earns, 0 to 100 %.
    """

    criterion: str
    title: str
    figure: MarketFigure
    weight: Rate = field(converter=_as_weight_rate)
    part: Rate = field(converter=_as_part)

    def __attrs_post_init__(self) -> None:
        check_text("criterion", self.criterion)
        check_text("title", self.title)
        if not isinstance(self.figure, Fraction | Money | Rate):
            raise WrongTypeError("figure", self.figure, "be a Fraction, Money or Rate")

    @property
    def score(self) -> Rate:
        """What it adds to the score: weight times part."""
        return self.weight * self.part

    @property
    def reason(self) -> Reason:
        """The line in words."""
        values: dict[str, ReasonValue] = {
            "criterion": self.title,
            "figure": self.figure,
            "weight": self.weight,
            "part": self.part,
            "score": self.score,
        }
        return Reason("territory.market.line", values)


def _as_market_lines(lines: Iterable[MarketLine]) -> tuple[MarketLine, ...]:
    return tuple_of(lines, MarketLine, "lines")


def _as_vetoes(vetoes: Iterable[str]) -> tuple[str, ...]:
    return tuple_of(vetoes, str, "vetoes")


@frozen
class MarketScore:
    """How one market does.

    Attributes:
        market: Its identifier.
        title: What people call it.
        rank: Its place, 1 for the first; one more than the number of markets that score higher, so equal
            scores share a place. None where it is vetoed.
        lines: What each criterion brings; none where it is vetoed.
        vetoes: What takes it out of the question.

    Raises:
        InvalidValueError: If a vetoed market has a place or lines, or another one has none.
        WrongTypeError: If a field has another type.
    """

    market: str
    title: str
    rank: int | None
    lines: tuple[MarketLine, ...] = field(converter=_as_market_lines)
    vetoes: tuple[str, ...] = field(default=(), converter=_as_vetoes)

    def __attrs_post_init__(self) -> None:
        check_text("market", self.market)
        check_text("title", self.title)
        if self.rank is not None and type(self.rank) is not int:
            raise WrongTypeError("rank", self.rank, "be a whole number or None")
        if bool(self.vetoes) == bool(self.lines) or bool(self.vetoes) == (self.rank is not None):
            raise InvalidValueError("vetoes", self.vetoes, "stand where there are no place and no lines")

    @property
    def score(self) -> Rate | None:
        """The sum of the lines, 0 to 100 %; None where it is vetoed."""
        if self.vetoes:
            return None
        return Rate(sum((line.score.value for line in self.lines), Fraction(0)))

    @property
    def reason(self) -> Reason:
        """The score in words, with every line below it."""
        if self.vetoes:
            values: dict[str, ReasonValue] = {"market": self.title, "vetoes": ", ".join(self.vetoes)}
            return Reason("territory.market.vetoed", values, facts=(self.market,))
        values = {"market": self.title, "rank": self.rank, "score": self.score}
        because = tuple(line.reason for line in self.lines)
        return Reason("territory.market.scored", values, facts=(self.market,), because=because)


def _as_scores(scores: Iterable[MarketScore]) -> tuple[MarketScore, ...]:
    given = tuple_of(scores, MarketScore, "scores")
    return tuple(sorted(given, key=lambda each: (each.rank is None, each.rank or 0, each.market)))


@frozen(repr=False)
class MarketRanking:
    """Markets in the order of their scores.

    Attributes:
        scores: By place, equal ones by identifier; vetoed markets last.

    Raises:
        BatchError: If a market stands twice, or two markets are judged by different criteria.
        WrongTypeError: If one is no score.
    """

    scores: tuple[MarketScore, ...] = field(converter=_as_scores)

    def __attrs_post_init__(self) -> None:
        problems = [
            Problem(f"Market {name}", "market", name, "stand once")
            for name, count in Counter(each.market for each in self.scores).items()
            if count > 1
        ]
        ranked = self.ranked
        for each in ranked[1:]:
            mine = [(line.criterion, line.weight) for line in each.lines]
            if mine != [(line.criterion, line.weight) for line in ranked[0].lines]:
                rule = f"be the criteria and weights of {ranked[0].market}"
                problems.append(Problem(f"Market {each.market}", "lines", mine, rule))
        if problems:
            raise BatchError("scores", problems)

    def __repr__(self) -> str:
        return f"MarketRanking({len(self.ranked)} ranked, {len(self.scores) - len(self.ranked)} vetoed)"

    @property
    def ranked(self) -> tuple[MarketScore, ...]:
        """The markets with a place."""
        return tuple(each for each in self.scores if each.rank is not None)

    @property
    def vetoed(self) -> tuple[MarketScore, ...]:
        """The markets that are out of the question."""
        return tuple(each for each in self.scores if each.rank is None)

    @property
    def first(self) -> tuple[str, ...]:
        """The markets in the first place: several where they score the same, none where all are vetoed."""
        return tuple(each.market for each in self.scores if each.rank == 1)

    @property
    def ties(self) -> tuple[tuple[str, ...], ...]:
        """The markets that share a place, place by place."""
        places: dict[int, list[str]] = {}
        for each in self.ranked:
            places.setdefault(each.rank or 0, []).append(each.market)
        return tuple(tuple(markets) for markets in places.values() if len(markets) > 1)

    def of(self, market: str) -> MarketScore:
        """How one market does.

        Raises:
            UnknownIdentifierError: If it was not compared.
        """
        for each in self.scores:
            if each.market == market:
                return each
        raise UnknownIdentifierError("market", market, "be a market that was compared")

    @property
    def reason(self) -> Reason:
        """The choice in words, with every market below it."""
        because = tuple(each.reason for each in self.scores)
        titles = ", ".join(each.title for each in self.scores if each.rank == 1)
        code = ("none", "first")[len(self.first)] if len(self.first) < 2 else "tied"
        values = {"markets": titles} if self.first else {}
        return Reason(f"territory.market.{code}", values, because=because)

    def records(self) -> list[dict[str, object]]:
        """One row per market and criterion, for a DataFrame; one without a criterion for a vetoed market."""
        rows: list[dict[str, object]] = []
        for each in self.scores:
            head: dict[str, object] = {"market": each.market, "rank": each.rank, "score": each.score}
            if each.vetoes:
                rows.append(head | dict.fromkeys(("criterion", "figure", "weight", "part")))
            for line in each.lines:
                names = ("criterion", "figure", "weight", "part")
                rows.append(head | {name: getattr(line, name) for name in names})
        return rows

    def table(self, lang: str = "en") -> Table:
        """Markets by place, with the part that each criterion earns and what vetoes them."""
        place, market, score, vetoes = headed(HEADINGS, lang, "rank", "market", "score", "vetoes")
        lines = self.ranked[0].lines if self.ranked else ()
        columns = [place, market, score]
        columns += [Column(f"part_{line.criterion}", f"{line.title} ({line.weight})") for line in lines]
        columns += [vetoes] if self.vetoed else []
        rows: list[tuple[object, ...]] = []
        for each in self.scores:
            parts = [line.part for line in each.lines] if each.lines else [None for _ in lines]
            told = [", ".join(each.vetoes) or None] if self.vetoed else []
            rows.append((each.rank, each.title, each.score, *parts, *told))
        return Table("", columns, rows, lang=lang)


def _as_criteria(criteria: Iterable[MarketCriterion] | MarketCriterion) -> tuple[MarketCriterion, ...]:
    return tuple_of(criteria, MarketCriterion, "criteria")


def _as_veto_list(vetoes: Iterable[Veto] | Veto) -> tuple[Veto, ...]:
    return tuple_of(vetoes, Veto, "vetoes")


@frozen
class Attractiveness:
    """A policy that ranks markets by weighted criteria, with vetoes.

    Attributes:
        criteria: What markets are compared by, in the order in which it is told.
        vetoes: What takes a market out of the question.

    Raises:
        BatchError: If a name stands twice.
        InvalidValueError: If there are no criteria.
        WrongTypeError: If a criterion or a veto is none.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> from salesmgmt.territory import Market, MinMax, RatioToBest
        >>> policy = Attractiveness(
        ...     [
        ...         MarketCriterion("buyers", 60, RatioToBest()),
        ...         MarketCriterion("freight", 40, MinMax(0, 100), "lower"),
        ...     ],
        ...     Veto("price war", field("rivals").at_least(6)),
        ... )
        >>> ranking = policy.rank([
        ...     Market("GD", {"buyers": 100, "freight": 75, "rivals": 5}),
        ...     Market("HN", {"buyers": 80, "freight": 20, "rivals": 2}),
        ...     Market("ZJ", {"buyers": 200, "freight": 10, "rivals": 9}),
        ... ])
        >>> ranking.first, str(ranking.of("HN").score), ranking.of("ZJ").vetoes
        (('HN',), '80%', ('price war',))
    """

    criteria: tuple[MarketCriterion, ...] = field(converter=_as_criteria)
    vetoes: tuple[Veto, ...] = field(default=(), converter=_as_veto_list)

    def __attrs_post_init__(self) -> None:
        if not self.criteria:
            raise InvalidValueError("criteria", self.criteria, "hold at least one criterion")
        problems = [
            Problem(f"{kind} {name}", "id", name, "be unique")
            for kind, names in (
                ("MarketCriterion", [each.id for each in self.criteria]),
                ("Veto", [each.id for each in self.vetoes]),
            )
            for name, count in Counter(names).items()
            if count > 1
        ]
        if problems:
            raise BatchError("criteria", problems)

    def rank(self, markets: Iterable[Market]) -> MarketRanking:
        """Compare markets.

        Args:
            markets: The markets with their figures.

        Raises:
            BatchError: If a market stands twice, lacks a figure, has it in another kind or currency than the
                others, or a veto or scale cannot be asked; all at once.
            WrongTypeError: If one is no market.
        """
        given = sorted(tuple_of(markets, Market, "markets"), key=lambda market: market.id)
        problems = [
            Problem(f"Market {name}", "id", name, "be unique")
            for name, count in Counter(market.id for market in given).items()
            if count > 1
        ]
        struck = {market.id: self._vetoes(market, problems) for market in given}
        open_ = [market for market in given if not struck[market.id]]
        columns = [self._column(criterion, open_, problems) for criterion in self.criteria]
        if problems:
            raise BatchError("markets", problems)
        whole = sum((criterion.weight for criterion in self.criteria), Fraction(0))
        lines = {
            market.id: tuple(
                MarketLine(
                    criterion.id,
                    criterion.title,
                    figures[place],
                    Rate(criterion.weight / whole),
                    Rate(parts[place]),
                )
                for criterion, (figures, parts) in zip(self.criteria, columns, strict=True)
            )
            for place, market in enumerate(open_)
        }
        totals = {name: sum((line.score.value for line in own), Fraction(0)) for name, own in lines.items()}
        return MarketRanking(
            MarketScore(
                market.id,
                market.title,
                None if struck[market.id] else 1 + sum(each > totals[market.id] for each in totals.values()),
                lines.get(market.id, ()),
                struck[market.id],
            )
            for market in given
        )

    def _vetoes(self, market: Market, problems: list[Problem]) -> tuple[str, ...]:
        """The vetoes that a market meets."""
        met = []
        for veto in self.vetoes:
            try:
                if veto.when.matches(market.record):
                    met.append(veto.id)
            except SalesmgmtError as error:
                problems.append(Problem.of(f"Market {market.id}, veto {veto.id}", error))
        return tuple(met)

    def _column(
        self, criterion: MarketCriterion, markets: list[Market], problems: list[Problem]
    ) -> tuple[list[MarketFigure], list[Fraction]]:
        """The figures of a criterion and the parts that they earn, market by market."""
        figures: list[MarketFigure] = []
        before = len(problems)
        for market in markets:
            figure = dict(market.figures).get(criterion.id)
            if figure is None:
                problems.append(
                    Problem(f"Market {market.id}", criterion.id, None, "be known of every market")
                )
                continue
            if figures and _kind(figure) != _kind(figures[0]):
                rule = f"be of one kind and currency in all markets, as {figures[0]}"
                problems.append(Problem(f"Market {market.id}", criterion.id, figure, rule))
            figures.append(figure)
        if len(problems) > before:
            return figures, []
        try:
            parts = [rate_of(part, "part").value for part in criterion.scale.parts(figures, criterion.better)]
            if len(parts) != len(figures) or not all(0 <= part <= 1 for part in parts):
                raise InvalidValueError("parts", tuple(parts), "be one for each figure, 0 to 1")
        except SalesmgmtError as error:
            problems.append(Problem.of(f"MarketCriterion {criterion.id}", error))
            return figures, []
        return figures, parts


def _kind(figure: MarketFigure) -> tuple[type, str]:
    return type(figure), figure.currency.code if isinstance(figure, Money) else ""
