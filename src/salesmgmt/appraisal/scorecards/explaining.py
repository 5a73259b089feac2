"""Why somebody has their score: down to the criterion, the rule and the figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from salesmgmt.appraisal.scorecards.anchors import Anchored
from salesmgmt.appraisal.scorecards.criteria import Kpi, Missing
from salesmgmt.appraisal.scorecards.form import Form
from salesmgmt.appraisal.scorecards.outcome import ScoreLine
from salesmgmt.appraisal.scorecards.scoring import (
    Banded,
    Interpolated,
    Inverse,
    Linear,
    PerUnit,
    Proportional,
    WithinRange,
)
from salesmgmt.appraisal.scorecards.settling import Settled, rule_for
from salesmgmt.appraisal.scorecards.vetoes import Veto
from salesmgmt.money import Rate
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["explained", "lines_of"]

_RULE = "appraisal.rule."


def lines_of(card: Form, figures: Mapping[str, Fraction], done: Settled) -> tuple[ScoreLine, ...]:
    """The criteria in the order of the scorecard."""
    lines = []
    for place, kpi in enumerate(card.kpis):
        result = figures.get(kpi.id)
        shown = Rate(result) if kpi.percent and result is not None else result
        weight, share, points = Rate(done.weights[place]), done.shares[place], done.points[place]
        title, maximum = kpi.title or kpi.id, card.scale.maximum
        lines.append(ScoreLine(kpi.id, title, weight, shown, share, points, kpi.part, maximum))
    return tuple(lines)


def explained(
    card: Form,
    lines: Sequence[ScoreLine],
    done: Settled,
    hits: Sequence[tuple[Veto, Mapping[str, object]]],
) -> tuple[Reason, ...]:
    """The reasons of an outcome."""
    struck = {name for veto, _ in hits for name in veto.only}
    vetoes = [_vetoed(card, veto, read) for veto, read in hits]
    if done.score is None or done.rating is None:
        held = [
            Reason("appraisal.held", {"kpi": kpi.title or kpi.id})
            for kpi, line in zip(card.kpis, lines, strict=True)
            if line.result is None and rule_for(card, kpi) is Missing.HOLD
        ]
        return (*(held or [Reason("appraisal.unmeasured")]), *vetoes)
    because = [_line(card, kpi, line, kpi.id in struck) for kpi, line in zip(card.kpis, lines, strict=True)]
    if not done.decided and done.before is not None and done.before != done.score:
        because.append(Reason("appraisal.limited", {"before": done.before, "score": done.score}))
    values: dict[str, ReasonValue] = {
        "score": done.score,
        "rating": done.rating,
        "maximum": card.scale.maximum,
    }
    code = "appraisal.rated.by_veto" if done.decided else "appraisal.rated"
    return (Reason(code, values, because=(*vetoes, *because)),)


def _line(card: Form, kpi: Kpi, line: ScoreLine, struck: bool) -> Reason:
    title = {"kpi": line.title}
    if line.result is None:
        zero = rule_for(card, kpi) is not Missing.REWEIGH
        return Reason("appraisal.kpi.zero" if zero else "appraisal.kpi.reweighed", title)
    if struck:
        return Reason("appraisal.kpi.struck", {**title, "result": line.result})
    values: dict[str, ReasonValue] = {
        **title,
        "result": line.result,
        "share": Rate(line.share),
        "weight": line.weight,
        "points": line.points,
    }
    if isinstance(kpi.scoring, Anchored):
        mark = line.result.value if isinstance(line.result, Rate) else line.result
        return Reason("appraisal.kpi.judged", {**values, "behaviour": kpi.scoring.behaviour(mark)})
    rule = _rule(kpi.scoring, percent=kpi.percent)
    return Reason("appraisal.kpi.scored", values, because=() if rule is None else (rule,))


def _rule(scoring: object, *, percent: bool) -> Reason | None:
    """The rule that turned a result into points; None for a rule of the caller's own."""

    def level(figure: Fraction | None) -> ReasonValue:
        return Rate(figure) if percent and figure is not None else figure

    def steps(pairs: Sequence[tuple[Fraction, Fraction]]) -> tuple[Reason, ...]:
        return tuple(
            Reason(f"{_RULE}step", {"level": level(at), "share": Rate(share)}) for at, share in pairs
        )

    match scoring:
        case Linear():
            ends = {"worst": level(scoring.worst), "best": level(scoring.best)}
            return Reason(f"{_RULE}linear", ends)
        case PerUnit():
            return Reason(f"{_RULE}per_unit", {"each": Rate(scoring.each), "base": Rate(scoring.base)})
        case Proportional():
            given = {"target": level(scoring.target), "cap": Rate(scoring.cap), "floor": Rate(scoring.floor)}
            kind = "attained"
            if scoring.direction == "lower":
                kind = "undercut" if scoring.inverse is Inverse.MIRRORED else "inverted"
            return Reason(f"{_RULE}{kind}", given)
        case Banded():
            kind = "bands_up" if scoring.direction == "higher" else "bands_down"
            return Reason(f"{_RULE}{kind}", because=steps(scoring.bands))
        case Interpolated():
            return Reason(f"{_RULE}points", because=steps(scoring.points))
        case WithinRange():
            return Reason(f"{_RULE}range", {"low": level(scoring.low), "high": level(scoring.high)})
    return None


def _vetoed(card: Form, veto: Veto, read: Mapping[str, object]) -> Reason:
    facts = tuple(
        Reason("appraisal.veto.fact", {"field": path, "found": _shown(found)})
        for finding in veto.when.explain(read).deciding
        for path, found in finding.found
    )
    title = veto.title or veto.id
    if veto.only:
        titles = {kpi.id: kpi.title or kpi.id for kpi in card.kpis}
        named = ", ".join(titles[name] for name in veto.only)
        return Reason("appraisal.veto.only", {"veto": title, "kpis": named}, because=facts)
    values: dict[str, ReasonValue] = {
        "veto": title,
        "rating": veto.rating or card.scale.grades[-1][0],
    }
    if veto.score is None:
        return Reason("appraisal.veto.rating", values, because=facts)
    return Reason("appraisal.veto.score", {**values, "score": veto.score}, because=facts)


def _shown(found: object) -> ReasonValue:
    """A value that a condition found; a float that stood beside the results as the number that it is."""
    if isinstance(found, float):
        return Fraction(found)
    if found is None or isinstance(found, str | int | Fraction | Rate | Decimal):
        return found
    return str(found)
