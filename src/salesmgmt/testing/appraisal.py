"""Hypothesis strategies for the types of `salesmgmt.appraisal`: every valid value, narrowed by keyword."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

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
    ScoreLine,
    Scoring,
)
from salesmgmt.money import Rate

__all__ = [
    "STRATEGIES",
    "appraisals",
    "kpis",
    "rating_scales",
    "results_for",
    "score_lines",
    "scorecards",
    "scorings",
]

_NUMBERS = st.integers(-(10**6), 10**6).map(lambda drawn: Fraction(drawn, 60))
_SHARES = st.integers(0, 200).map(lambda drawn: Fraction(drawn, 100))


def _linear() -> st.SearchStrategy[Linear]:
    return st.lists(_NUMBERS, min_size=2, max_size=2, unique=True).map(lambda ends: Linear(*ends))


def _proportional() -> st.SearchStrategy[Proportional]:
    targets = st.integers(1, 10**6).map(lambda drawn: Fraction(drawn, 60))
    ends = st.lists(_SHARES, min_size=2, max_size=2).map(sorted)
    return st.builds(lambda target, pair: Proportional(target, pair[1], pair[0]), targets, ends)


def _banded() -> st.SearchStrategy[Banded]:
    return st.dictionaries(_NUMBERS, _SHARES, min_size=1, max_size=5).map(lambda bands: Banded(bands))


def scorings() -> st.SearchStrategy[Scoring]:
    """Any of the scoring rules."""
    return st.one_of(_linear(), _proportional(), _banded())


def kpis() -> st.SearchStrategy[Kpi]:
    """Criteria of any weight."""
    weights = st.builds(Fraction, st.integers(1, 1000), st.just(1000))
    return st.builds(Kpi, st.text(min_size=1), weights, scorings(), st.text(), st.booleans())


def rating_scales() -> st.SearchStrategy[RatingScale]:
    """One to five grades with borders of their own."""
    grades = st.dictionaries(st.text(min_size=1), _NUMBERS, min_size=1, max_size=5).filter(
        lambda drawn: len(set(drawn.values())) == len(drawn)
    )
    return st.builds(RatingScale, grades, st.sampled_from([1, 5, 100]))


@st.composite
def scorecards(draw: st.DrawFn, *, max_kpis: int = 6) -> Scorecard:
    """Scorecards whose weights total 100 %.

    Args:
        draw: Supplied by Hypothesis.
        max_kpis: Most criteria.
    """
    weights = draw(st.lists(st.integers(1, 100), min_size=1, max_size=max_kpis))
    names = draw(st.lists(st.text(min_size=1), min_size=len(weights), max_size=len(weights), unique=True))
    return Scorecard(
        draw(st.text(min_size=1)),
        tuple(
            Kpi(name, Fraction(weight, sum(weights)), draw(scorings()))
            for name, weight in zip(names, weights, strict=True)
        ),
        draw(rating_scales()),
        draw(st.sampled_from(Missing)),
    )


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


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Appraisal: appraisals,
        Banded: _banded,
        Kpi: kpis,
        Linear: _linear,
        Missing: lambda: st.sampled_from(Missing),
        Proportional: _proportional,
        RatingScale: rating_scales,
        ScoreLine: score_lines,
        Scorecard: scorecards,
    }
)
