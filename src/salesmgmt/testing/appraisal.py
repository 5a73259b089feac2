"""Hypothesis strategies for the types of `salesmgmt.appraisal`: every valid value, narrowed by keyword."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.appraisal import (
    Anchor,
    Anchored,
    Appraisal,
    Banded,
    DesignReport,
    DesignRules,
    Direction,
    Goal,
    Interpolated,
    Inverse,
    Kpi,
    Linear,
    Missing,
    Part,
    PerUnit,
    Proportional,
    RatingScale,
    Scorecard,
    ScoreLine,
    Scoring,
    Veto,
    WithinRange,
)
from salesmgmt.criteria import field
from salesmgmt.money import Rate, Rounding

__all__ = [
    "STRATEGIES",
    "anchors",
    "appraisals",
    "design_rules",
    "goals",
    "kpis",
    "rating_scales",
    "results_for",
    "score_lines",
    "scorecards",
    "scorings",
    "vetoes",
]

_NUMBERS = st.integers(-(10**6), 10**6).map(lambda drawn: Fraction(drawn, 60))
_SHARES = st.integers(0, 200).map(lambda drawn: Fraction(drawn, 100))


_PARTS = st.sampled_from(Part)
_RULES = st.none() | st.sampled_from(Missing)
_CONTROL = st.none() | st.integers(0, 100).map(lambda drawn: Fraction(drawn, 100))
_SIDES = st.sampled_from([Direction.HIGHER, Direction.LOWER])


def _limits() -> st.SearchStrategy[tuple[Fraction | None, Fraction | None]]:
    """A lowest and a highest share, either of which may be missing."""
    ends = st.lists(_SHARES, min_size=2, max_size=2).map(sorted)
    return st.builds(
        lambda pair, low, high: (-pair[0] if low else None, pair[1] if high else None),
        ends,
        st.booleans(),
        st.booleans(),
    )


def _linear() -> st.SearchStrategy[Linear]:
    ends = st.lists(_NUMBERS, min_size=2, max_size=2, unique=True)
    plain = ends.map(lambda drawn: Linear(*drawn))
    return plain | st.builds(lambda drawn, limits: Linear(*drawn, *limits), ends, _limits())


def _per_unit() -> st.SearchStrategy[PerUnit]:
    each = st.integers(-100, 100).filter(bool).map(lambda drawn: Fraction(drawn, 100))
    return st.builds(lambda unit, base, limits: PerUnit(unit, base, *limits), each, _SHARES, _limits())


def _proportional() -> st.SearchStrategy[Proportional]:
    targets = st.integers(1, 10**6).map(lambda drawn: Fraction(drawn, 60))
    ends = st.lists(_SHARES, min_size=2, max_size=2).map(sorted)
    return st.builds(
        lambda target, pair, side, inverse: Proportional(target, pair[1], pair[0], side, inverse),
        targets,
        ends,
        _SIDES,
        st.sampled_from(Inverse),
    )


def _steps(least: int) -> st.SearchStrategy[dict[Fraction, Fraction]]:
    return st.dictionaries(_NUMBERS, _SHARES, min_size=least, max_size=5)


def _banded() -> st.SearchStrategy[Banded]:
    return st.builds(lambda bands, side: Banded(bands, side), _steps(1), _SIDES)


def _interpolated() -> st.SearchStrategy[Interpolated]:
    return _steps(2).map(lambda points: Interpolated(points))


def _ranges() -> st.SearchStrategy[WithinRange]:
    def made(low: Fraction, wide: Fraction, below: Fraction | None, above: Fraction | None) -> WithinRange:
        high = low + wide
        return WithinRange(
            low, high, None if below is None else low - below, None if above is None else high + above
        )

    gaps = st.integers(1, 10**4).map(lambda drawn: Fraction(drawn, 60))
    return st.builds(made, _NUMBERS, gaps | st.just(Fraction(0)), st.none() | gaps, st.none() | gaps)


def anchors() -> st.SearchStrategy[Anchor]:
    """Marks with what people do who earn them."""
    return st.builds(Anchor, _NUMBERS, _SHARES, st.text(min_size=1))


def _ladders() -> st.SearchStrategy[list[Anchor]]:
    """Two to five anchors, the better mark bringing no less."""

    def made(marks: list[Fraction], shares: list[Fraction]) -> list[Anchor]:
        pairs = zip(sorted(marks), sorted(shares), strict=False)
        return [Anchor(mark, share, f"does what {place} asks") for place, (mark, share) in enumerate(pairs)]

    marks = st.lists(_NUMBERS, min_size=2, max_size=5, unique=True)
    return st.builds(made, marks, st.lists(_SHARES, min_size=5, max_size=5))


def _anchored() -> st.SearchStrategy[Anchored]:
    return st.builds(Anchored, _ladders(), st.booleans())


def scorings() -> st.SearchStrategy[Scoring]:
    """Any of the scoring rules."""
    return st.one_of(
        _linear(), _per_unit(), _proportional(), _banded(), _interpolated(), _ranges(), _anchored()
    )


def kpis() -> st.SearchStrategy[Kpi]:
    """Criteria of any weight."""
    weights = st.builds(Fraction, st.integers(1, 1000), st.just(1000))
    return st.builds(
        Kpi,
        st.text(min_size=1),
        weights,
        scorings(),
        st.text(),
        st.booleans(),
        source=st.text(),
        part=_PARTS,
        missing=_RULES,
        controllable=_CONTROL,
    )


def vetoes() -> st.SearchStrategy[Veto]:
    """Veto items on a fact that stands beside the results, or on none."""
    fact = field("breaches").at_least(1).or_if_missing(met=False)
    grades = st.none() | st.text(min_size=1)
    most = st.none() | _SHARES
    deciding = st.builds(Veto, st.text(min_size=1), st.just(fact), st.text(), grades, most)
    some = st.lists(st.text(min_size=1), min_size=1, max_size=3, unique=True)
    return deciding | st.builds(Veto, st.text(min_size=1), st.just(fact), only=some)


def rating_scales() -> st.SearchStrategy[RatingScale]:
    """One to five grades with borders of their own."""
    grades = st.dictionaries(st.text(min_size=1), _NUMBERS, min_size=1, max_size=5).filter(
        lambda drawn: len(set(drawn.values())) == len(drawn)
    )
    return st.builds(RatingScale, grades, st.sampled_from([1, 5, 100]))


@st.composite
def scorecards(draw: st.DrawFn, *, max_kpis: int = 6, plain: bool = False) -> Scorecard:
    """Scorecards whose weights total 100 %.

    Args:
        draw: Supplied by Hypothesis.
        max_kpis: Most criteria.
        plain: Whether the form has no vetoes, no ends of the scale, and no rounding of lines.
    """
    weights = draw(st.lists(st.integers(1, 100), min_size=1, max_size=max_kpis))
    names = draw(st.lists(st.text(min_size=1), min_size=len(weights), max_size=len(weights), unique=True))
    criteria = tuple(
        Kpi(name, Fraction(weight, sum(weights)), draw(scorings()), missing=None if plain else draw(_RULES))
        for name, weight in zip(names, weights, strict=True)
    )
    identifier, scale, missing = (
        draw(st.text(min_size=1)),
        draw(rating_scales()),
        draw(st.sampled_from(Missing)),
    )
    if plain:
        return Scorecard(identifier, criteria, scale, missing, below_zero=True, above_maximum=True)
    return Scorecard(
        identifier,
        criteria,
        scale,
        missing,
        draw(st.sampled_from([Rounding("0.01"), Rounding("1", "down"), Rounding("0.5", "half_even")])),
        draw(st.just(()) | _vetoes_for(scale, names)),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.none() | st.just(Rounding("0.1"))),
    )


def _vetoes_for(scale: RatingScale, names: list[str]) -> st.SearchStrategy[tuple[Veto, ...]]:
    """A veto on a fact that may be missing, which decides alone or strikes some criteria."""
    fact = field("!breaches").at_least(1).or_if_missing(met=False)
    ratings = st.none() | st.sampled_from([name for name, _ in scale.grades])
    deciding = st.builds(Veto, st.just("v"), st.just(fact), st.text(), ratings, st.none() | _SHARES)
    some = st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)
    striking = st.builds(Veto, st.just("v"), st.just(fact), only=some)
    return (deciding | striking).map(lambda veto: (veto,))


def results_for(card: Scorecard, *, complete: bool = False) -> st.SearchStrategy[dict[str, Fraction | None]]:
    """Results by criterion of a scorecard, some missing unless told otherwise."""
    values = _NUMBERS if complete else st.none() | _NUMBERS
    return st.fixed_dictionaries({kpi.id: values for kpi in card.kpis})


def appraisals() -> st.SearchStrategy[Appraisal]:
    """Outcomes of generated scorecards on generated results."""
    return scorecards().flatmap(
        lambda card: results_for(card).map(lambda results: card.appraise("somebody", results))
    )


def score_lines() -> st.SearchStrategy[ScoreLine]:
    """One criterion of an outcome."""
    rates = _SHARES.map(Rate)
    return st.builds(ScoreLine, st.text(), st.text(), rates, st.none() | _NUMBERS | rates, _SHARES, _NUMBERS)


def goals() -> st.SearchStrategy[Goal]:
    """Goals with a progress, and trees of them."""
    shares = st.integers(0, 120).map(lambda drawn: Fraction(drawn, 100))
    weights = st.integers(1, 5)
    leaves = st.builds(Goal, st.text(min_size=1), shares, weight=weights, title=st.text())
    return st.recursive(
        leaves,
        lambda below: st.builds(
            lambda name, goals, weight: Goal(name, None, goals, weight),
            st.text(min_size=1),
            st.lists(below, min_size=1, max_size=3),
            weights,
        ),
        max_leaves=6,
    )


def design_rules() -> st.SearchStrategy[DesignRules]:
    """Rules that forms have to keep."""
    shares = st.integers(0, 20).map(lambda drawn: Fraction(drawn, 20))
    some = st.none() | shares
    return st.builds(
        lambda few, more, *rest: DesignRules(few, few + more, *rest),
        st.integers(1, 5),
        st.integers(0, 5),
        shares,
        some,
        some,
        some,
        some,
        st.integers(1, 20),
    )


def _reports() -> st.SearchStrategy[DesignReport]:
    return st.builds(lambda rules, card: rules.check(card), design_rules(), scorecards())


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Anchor: anchors,
        Anchored: _anchored,
        Appraisal: appraisals,
        Banded: _banded,
        DesignReport: _reports,
        DesignRules: design_rules,
        Direction: lambda: st.sampled_from(Direction),
        Goal: goals,
        Interpolated: _interpolated,
        Inverse: lambda: st.sampled_from(Inverse),
        Kpi: kpis,
        Linear: _linear,
        Missing: lambda: st.sampled_from(Missing),
        Part: lambda: _PARTS,
        PerUnit: _per_unit,
        Proportional: _proportional,
        RatingScale: rating_scales,
        ScoreLine: score_lines,
        Scorecard: scorecards,
        Veto: vetoes,
        WithinRange: _ranges,
    }
)
