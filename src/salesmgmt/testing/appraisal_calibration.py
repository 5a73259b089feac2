"""Strategies for calibration: people with ratings, guidelines, distributions, changes that are allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.appraisal import (
    Calibration,
    Distributed,
    DistributedLine,
    EqualScores,
    ForcedDistribution,
    GradeQuotas,
    Guideline,
    GuidelineFinding,
    GuidelineReport,
    Guidelines,
    NearBorder,
    Operator,
    Rated,
    RatingChange,
    RatingDistribution,
    SmallGroup,
    TeamQuota,
    TieBreak,
    WholePeople,
)
from salesmgmt.errors import InvalidValueError
from salesmgmt.testing.reasons import reasons

__all__ = [
    "RATINGS",
    "STRATEGIES",
    "calibrations",
    "distributeds",
    "forced_distributions",
    "grade_quotas",
    "guideline_findings",
    "guideline_lists",
    "guideline_reports",
    "guidelines",
    "near_borders",
    "people",
    "rated",
    "rating_changes",
    "rating_distributions",
    "team_quotas",
]

#: The ratings that people of these strategies have, from the best down.
RATINGS = ("A", "B", "C", "D")

_NAMES = st.sampled_from(["ann", "bob", "cyn", "李雷"])
_GRADES = st.sampled_from(RATINGS)
_SCORES = st.integers(0, 20).map(lambda drawn: Fraction(drawn, 2))
_DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
_PER_CENT = st.integers(0, 100).map(lambda drawn: Fraction(drawn, 100))


def rated(*, scored: bool | None = None) -> st.SearchStrategy[Rated]:
    """One person with a rating.

    Args:
        scored: Only people with a score; None: with and without.
    """
    scores = _SCORES if scored else st.none() | _SCORES
    return st.builds(
        Rated,
        _NAMES,
        _GRADES,
        scores,
        st.sampled_from(["", "north", "south"]),
        st.fixed_dictionaries({"tenure": _SCORES}),
        st.booleans(),
    )


@st.composite
def people(
    draw: st.DrawFn, *, max_size: int = 12, scored: bool = True, eligible: bool = False
) -> tuple[Rated, ...]:
    """People with names of their own.

    Args:
        draw: Supplied by Hypothesis.
        max_size: Most people.
        scored: Whether each has a score.
        eligible: Whether each counts.
    """
    found = draw(st.lists(rated(scored=scored), max_size=max_size))
    return tuple(
        Rated(f"p{number}", one.rating, one.score, one.group, one.figures, eligible=eligible or one.eligible)
        for number, one in enumerate(found)
    )


def rating_distributions() -> st.SearchStrategy[RatingDistribution]:
    """Numbers of people by rating."""
    return st.fixed_dictionaries({name: st.integers(0, 50) for name in RATINGS}).map(RatingDistribution)


@st.composite
def guidelines(draw: st.DrawFn) -> Guideline:
    """A guideline with any operator."""
    operator = draw(st.sampled_from(Operator))
    low, high = sorted((draw(_PER_CENT), draw(_PER_CENT)))
    names = draw(st.lists(_GRADES, min_size=1, max_size=2, unique=True))
    upper = high if operator is Operator.BETWEEN else None
    return Guideline(tuple(names), operator, low, upper, draw(st.sampled_from(WholePeople)))


def guideline_lists() -> st.SearchStrategy[Guidelines]:
    """Several guidelines on one list of ratings."""
    return st.builds(
        Guidelines,
        st.just(RATINGS),
        st.lists(guidelines(), max_size=3),
        st.none(),
        st.integers(1, 6),
        st.sampled_from(SmallGroup),
    )


def near_borders() -> st.SearchStrategy[NearBorder]:
    """Somebody near a border."""
    return st.builds(NearBorder, _NAMES, _GRADES, _GRADES, st.none() | _SCORES)


def guideline_reports() -> st.SearchStrategy[GuidelineReport]:
    """Reports on generated people."""
    return st.builds(lambda rules, some: rules.check(some), guideline_lists(), people())


def guideline_findings() -> st.SearchStrategy[GuidelineFinding]:
    """Findings, of one guideline each."""
    made = st.builds(Guidelines, st.just(RATINGS), st.lists(guidelines(), min_size=1, max_size=1))
    return st.builds(
        lambda rules, some: rules.check(some).findings[0],
        made,
        people().filter(lambda some: any(one.eligible for one in some)),
    )


@st.composite
def forced_distributions(draw: st.DrawFn) -> ForcedDistribution:
    """Shares that total 100 %, with any rule for equals."""
    weights = draw(st.lists(st.integers(0, 10), min_size=4, max_size=4).filter(any))
    shares = {name: Fraction(weight, sum(weights)) for name, weight in zip(RATINGS, weights, strict=True)}
    ties = draw(st.lists(st.builds(TieBreak, st.just("tenure"), st.booleans()), max_size=1))
    return ForcedDistribution(shares, ties, draw(st.sampled_from(EqualScores)), draw(st.integers(1, 4)))


def distributeds() -> st.SearchStrategy[Distributed]:
    """Outcomes of generated distributions."""
    return st.builds(lambda policy, some: policy.assign(some), forced_distributions(), people())


def _lines() -> st.SearchStrategy[DistributedLine]:
    return st.builds(
        DistributedLine, _NAMES, _GRADES, _GRADES, st.integers(0, 9), st.none() | _SCORES, reasons()
    )


def grade_quotas() -> st.SearchStrategy[GradeQuotas]:
    """Quotas by the team's grade."""
    tables = st.fixed_dictionaries({name: st.lists(guidelines(), max_size=2) for name in ("A", "B")})
    return st.builds(
        GradeQuotas,
        st.just(RATINGS),
        tables,
        st.integers(1, 5),
        st.sampled_from([SmallGroup.SKIP, SmallGroup.ADVISE]),
    )


def team_quotas() -> st.SearchStrategy[TeamQuota]:
    """The quotas of a team."""
    return st.builds(TeamQuota, _NAMES, st.sampled_from("AB"), st.just(()), guideline_reports())


def rating_changes() -> st.SearchStrategy[RatingChange]:
    """A change of a rating."""
    pairs = st.lists(_GRADES, min_size=2, max_size=2, unique=True)
    return st.builds(
        lambda who, pair, why, on, override: RatingChange(
            who, pair[0], pair[1], "boss", why, on, override=override
        ),
        _NAMES,
        pairs,
        st.text(min_size=1, max_size=5),
        _DAYS,
        st.booleans(),
    )


@st.composite
def calibrations(draw: st.DrawFn, *, max_changes: int = 6, overrides: bool = True) -> Calibration:
    """Calibrations with the changes that they allow out of some that were tried.

    Args:
        draw: Supplied by Hypothesis.
        max_changes: Most changes that are tried.
        overrides: Whether changes may turn the order of people round.
    """
    some = draw(people(max_size=8, scored=False))
    found = Calibration("round", draw(guideline_lists()), some)
    for _ in range(draw(st.integers(0, max_changes)) if some else 0):
        who = draw(st.sampled_from([one.participant for one in some]))
        to, day = draw(_GRADES), draw(_DAYS)
        named = overrides and draw(st.booleans())
        try:
            found = found.change(who, to, by="boss", why="heard both sides", on=day, override=named)
        except InvalidValueError:
            continue
    return found


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Calibration: calibrations,
        Distributed: distributeds,
        DistributedLine: _lines,
        EqualScores: lambda: st.sampled_from(EqualScores),
        ForcedDistribution: forced_distributions,
        GradeQuotas: grade_quotas,
        Guideline: guidelines,
        GuidelineFinding: guideline_findings,
        GuidelineReport: guideline_reports,
        Guidelines: guideline_lists,
        NearBorder: near_borders,
        Operator: lambda: st.sampled_from(Operator),
        Rated: rated,
        RatingChange: rating_changes,
        RatingDistribution: rating_distributions,
        SmallGroup: lambda: st.sampled_from(SmallGroup),
        TeamQuota: team_quotas,
        TieBreak: lambda: st.builds(TieBreak, _NAMES, st.booleans()),
        WholePeople: lambda: st.sampled_from(WholePeople),
    }
)
