"""From figures to points, score and rating, one person at a time and exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from salesmgmt.appraisal.numbers import as_number
from salesmgmt.appraisal.scorecards.criteria import Kpi, Missing
from salesmgmt.appraisal.scorecards.form import Form
from salesmgmt.appraisal.scorecards.vetoes import Veto
from salesmgmt.money import Rounding

__all__ = ["FINE", "Settled", "rounded", "settle", "weights_of"]

#: Digits within which a score is rounded: the finest unit of a rounding is one of the last of them.
FINE = 12
_ZERO = Fraction(0)


@frozen
class Settled:
    """What somebody's figures come to.

    Attributes:
        weights: Weights after re-weighing, in the order of the criteria.
        shares: Shares of the full points earned.
        points: Points of the scale brought.
        before: Score before the ends of the scale and vetoes; None where it is held back.
        score: The score; None where it is held back.
        rating: The rating; None where it is held back.
        decided: Whether a veto decided the outcome.
    """

    weights: tuple[Fraction, ...]
    shares: tuple[Fraction, ...]
    points: tuple[Fraction, ...]
    before: Fraction | None
    score: Fraction | None
    rating: str | None
    decided: bool


def rounded(value: Fraction, rounding: Rounding) -> Fraction:
    """A figure rounded to the unit of a rounding."""
    return Fraction(rounding.apply(value * 10**FINE, FINE), 10**FINE)


def rule_for(card: Form, kpi: Kpi) -> Missing:
    """What becomes of a criterion without a result."""
    return card.missing if kpi.missing is None else kpi.missing


def weights_of(card: Form, present: Mapping[str, object]) -> tuple[Fraction, ...] | None:
    """Weights after re-weighing, which total 1; None where the score is held back."""
    absent = [kpi for kpi in card.kpis if kpi.id not in present]
    if len(absent) == len(card.kpis) or any(rule_for(card, kpi) is Missing.HOLD for kpi in absent):
        return None
    out = {kpi.id for kpi in absent if rule_for(card, kpi) is Missing.REWEIGH}
    left = 1 - sum((kpi.weight.value for kpi in absent if kpi.id in out), _ZERO)
    return tuple(_ZERO if kpi.id in out else kpi.weight.value / left for kpi in card.kpis)


def limited(card: Form, score: Fraction) -> Fraction:
    """A score within the ends of the form."""
    if score < 0 and not card.below_zero:
        return _ZERO
    return min(score, card.scale.maximum) if not card.above_maximum else score


def settle(card: Form, figures: Mapping[str, Fraction], hits: Sequence[Veto]) -> Settled:
    """Points, score and rating of somebody's figures, with the vetoes that hold."""
    settled = weights_of(card, figures)
    weights = settled or tuple(kpi.weight.value for kpi in card.kpis)
    struck = {name for veto in hits for name in veto.only}
    shares, points = [], []
    for kpi, weight in zip(card.kpis, weights, strict=True):
        result = figures.get(kpi.id)
        share = _ZERO if result is None else as_number(kpi.scoring.score(result), "share")
        if kpi.id in struck:
            share = min(share, _ZERO)
        shares.append(share)
        brought = weight * share * card.scale.maximum
        points.append(brought if card.line_rounding is None else rounded(brought, card.line_rounding))
    before = None if settled is None else rounded(sum(points, _ZERO), card.rounding)
    score = None if before is None else limited(card, before)
    rating = None if score is None else card.scale.rating(score)
    deciding = [veto for veto in hits if not veto.only]
    caps = [veto.score for veto in deciding if veto.score is not None]
    if caps and score is None:
        score = min(caps)
    elif caps and score is not None:
        score = min(score, *caps)
    if deciding and score is not None:
        grades = [name for name, _ in card.scale.grades]
        reached = [card.scale.rating(score), *(veto.rating or grades[-1] for veto in deciding)]
        rating = max(reached, key=grades.index)
    decided = bool(deciding) and score is not None
    return Settled(tuple(weights), tuple(shares), tuple(points), before, score, rating, decided)
