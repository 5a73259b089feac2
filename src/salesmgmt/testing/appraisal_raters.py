"""Hypothesis strategies for several raters: groups, marks, policies, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.appraisal import (
    Against,
    Agreement,
    AgreementGate,
    AgreementMeasure,
    CombinedMark,
    CombinedMarks,
    Disagreement,
    GroupMark,
    IntraclassCorrelations,
    Judgement,
    Kappa,
    KappaWeights,
    LeniencyAdjustment,
    Middle,
    RaterGroup,
    RaterLeniency,
    RaterPolicy,
    TooFew,
    cohen_kappa,
    intraclass_correlations,
)
from salesmgmt.money import Rate

__all__ = [
    "STRATEGIES",
    "agreement_gates",
    "combined",
    "intraclass",
    "judgements",
    "kappas",
    "leniency_adjustments",
    "marks_for",
    "rater_groups",
    "rater_policies",
]

_MARKS = st.integers(2, 10).map(lambda drawn: Fraction(drawn, 2))
_SHARES = st.integers(0, 20).map(lambda drawn: Fraction(drawn, 20))
_BORDERS = st.integers(-20, 20).map(lambda drawn: Fraction(drawn, 20))


def judgements() -> st.SearchStrategy[Judgement]:
    """Marks of anybody for anybody."""
    names = st.text(min_size=1)
    return st.builds(Judgement, names, names, names, names, _MARKS)


def rater_groups() -> st.SearchStrategy[RaterGroup]:
    """Groups of any weight."""
    return st.builds(RaterGroup, st.text(min_size=1), _SHARES, st.text(), st.integers(1, 4), st.booleans())


def leniency_adjustments() -> st.SearchStrategy[LeniencyAdjustment]:
    """Any adjustment."""
    return st.builds(LeniencyAdjustment, _SHARES, st.integers(1, 4), st.sampled_from(Against))


def agreement_gates() -> st.SearchStrategy[AgreementGate]:
    """Any gate."""
    return st.builds(
        AgreementGate,
        st.sampled_from(AgreementMeasure),
        _BORDERS,
        st.sampled_from(Disagreement),
        st.booleans(),
    )


@st.composite
def rater_policies(draw: st.DrawFn) -> RaterPolicy:
    """Policies of one to four groups whose weights total 100 %.

    Args:
        draw: Supplied by Hypothesis.
    """
    weights = draw(st.lists(st.integers(0, 10), min_size=1, max_size=4).filter(any))
    names = ("self", "manager", "peers", "reports")
    groups = tuple(
        RaterGroup(
            name,
            Fraction(weight, sum(weights)),
            draw(st.text()),
            draw(st.integers(1, 3)),
            draw(st.booleans()),
        )
        for name, weight in zip(names, weights, strict=False)
    )
    return RaterPolicy(
        groups,
        draw(st.integers(1, 4)),
        draw(st.sampled_from(Middle)),
        draw(st.sampled_from(TooFew)),
        draw(st.none() | leniency_adjustments()),
        draw(st.none() | agreement_gates()),
        draw(st.sampled_from([None, Fraction(1)])),
        draw(st.sampled_from([None, Fraction(5)])),
    )


@st.composite
def marks_for(draw: st.DrawFn, policy: RaterPolicy) -> list[Judgement]:
    """What some raters say of some people, each once.

    Args:
        draw: Supplied by Hypothesis.
        policy: The policy whose groups they belong to.
    """
    found = []
    for participant in ("ann", "bob", "cy"):
        for criterion in ("honesty", "zeal"):
            raters = draw(st.sets(st.sampled_from([*"stuvwxyz", participant]), max_size=6))
            for rater in sorted(raters):
                group = draw(st.sampled_from(policy.groups))
                found.append(Judgement(participant, criterion, rater, group.id, draw(_MARKS)))
    return found


def combined() -> st.SearchStrategy[CombinedMarks]:
    """What generated policies make of generated marks."""
    return rater_policies().flatmap(lambda policy: marks_for(policy).map(policy.combine))


def kappas() -> st.SearchStrategy[Kappa]:
    """Kappas of tables of two to four classes."""
    counts = st.integers(0, 20)
    tables = st.integers(2, 4).flatmap(
        lambda size: st.lists(
            st.lists(counts, min_size=size, max_size=size), min_size=size, max_size=size
        ).filter(lambda table: any(map(any, table)))
    )
    return st.builds(cohen_kappa, tables, st.sampled_from(KappaWeights))


def intraclass() -> st.SearchStrategy[IntraclassCorrelations]:
    """Correlations of two to five people by two to four raters."""
    rows = st.integers(2, 4).flatmap(
        lambda size: st.lists(st.lists(_MARKS, min_size=size, max_size=size), min_size=2, max_size=5)
    )
    return rows.map(lambda drawn: intraclass_correlations(drawn))


def _combined_mark() -> st.SearchStrategy[CombinedMark]:
    return combined().filter(lambda drawn: bool(drawn.marks)).map(lambda drawn: drawn.marks[0])


def _agreement() -> st.SearchStrategy[Agreement]:
    figures = st.none() | st.floats(-1, 1)
    measures = st.sampled_from(AgreementMeasure)
    return st.builds(Agreement, st.text(min_size=1), measures, figures, _BORDERS, st.booleans())


def _group_mark() -> st.SearchStrategy[GroupMark]:
    names = st.lists(st.text(min_size=1), min_size=1, max_size=3)
    return st.builds(GroupMark, names, st.integers(1, 9), _MARKS, _SHARES.map(Rate))


def _rater_leniency() -> st.SearchStrategy[RaterLeniency]:
    return st.builds(RaterLeniency, st.text(min_size=1), st.integers(0, 9), st.none() | _BORDERS, _BORDERS)


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Against: lambda: st.sampled_from(Against),
        Agreement: _agreement,
        AgreementGate: agreement_gates,
        AgreementMeasure: lambda: st.sampled_from(AgreementMeasure),
        CombinedMark: _combined_mark,
        CombinedMarks: combined,
        Disagreement: lambda: st.sampled_from(Disagreement),
        GroupMark: _group_mark,
        IntraclassCorrelations: intraclass,
        Kappa: kappas,
        KappaWeights: lambda: st.sampled_from(KappaWeights),
        LeniencyAdjustment: leniency_adjustments,
        Middle: lambda: st.sampled_from(Middle),
        RaterGroup: rater_groups,
        RaterLeniency: _rater_leniency,
        Judgement: judgements,
        RaterPolicy: rater_policies,
        TooFew: lambda: st.sampled_from(TooFew),
    }
)
