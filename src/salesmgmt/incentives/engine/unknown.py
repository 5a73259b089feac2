"""What exactly was not known, or not met: the key and the deal, the score and the period, the figure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from salesmgmt.criteria.leaves import Interval
from salesmgmt.criteria.reads import Tables
from salesmgmt.errors import MissingFieldError
from salesmgmt.incentives.deals import Deal, Receipt
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import (
    Age,
    Attainment,
    DaysFromInvoice,
    DaysOverdue,
    DealField,
    MarginPercent,
    Rank,
    Ratio,
    ScoreOf,
    StandingOf,
    Tenure,
)
from salesmgmt.incentives.modifiers import Gate, Moment, Threshold
from salesmgmt.money import Money, Rate, Unrounded
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["large_scores", "of_deal", "of_gate", "of_period", "of_threshold"]

_LARGE = 10
"""A share above this is points that were taken for a share."""


def of_deal(keys: Iterable[object], deal: Deal, day: date, tables: Tables) -> tuple[Reason, ...]:
    """What is not known of a deal, by which a table is entered or a factor looked up."""
    return tuple(
        _of_key(key, deal)
        for key in keys
        if isinstance(key, DealField | MarginPercent | DaysOverdue | DaysFromInvoice | Age)
        and key.at(deal, day, tables) is None
    )


def _of_key(key: DealField | MarginPercent | DaysOverdue | DaysFromInvoice | Age, deal: Deal) -> Reason:
    if isinstance(key, MarginPercent):
        code = "amount" if not deal.amount_minor else "cost"
        return Reason(f"incentives.unknown.{code}", {"deal": deal.id})
    if isinstance(key, DealField | Age):
        path = key.path if isinstance(key, DealField) else key.since
        return Reason("incentives.unknown.field", {"field": path, "deal": deal.id})
    if isinstance(deal, Receipt) and deal.sale is not None:
        return Reason("incentives.unknown.due", {"invoice": deal.sale.id})
    return Reason("incentives.unknown.receipt", {"deal": deal.id})


def of_period(keys: Iterable[object], moment: Moment) -> tuple[Reason, ...]:
    """What is not known of somebody's period, by which a table is entered or a factor looked up."""
    found = [
        _of_period(key, moment)
        for key in keys
        if isinstance(key, Attainment | Ratio | ScoreOf | StandingOf | Tenure | Rank)
        and moment.at(key) is None
    ]
    return tuple(found)


def _of_period(key: Attainment | Ratio | ScoreOf | StandingOf | Tenure | Rank, moment: Moment) -> Reason:
    who, label = moment.participant, moment.period.label
    match key:
        case ScoreOf():
            values = {"measure": key.measure, "participant": who, "period": label}
            return Reason("incentives.unknown.score", values)
        case StandingOf():
            return Reason("incentives.unknown.path", {"path": key.path})
        case Tenure():
            return Reason("incentives.unknown.joined", {"participant": who})
        case Rank():
            return Reason("incentives.unknown.rank", {"participant": who, "period": label})
        case Ratio():
            return Reason("incentives.unknown.ratio")
    return Reason("incentives.unknown.attainment")


def large_scores(keys: Iterable[object], moment: Moment) -> tuple[Reason, ...]:
    """Scores that are read as shares and can hardly be any: 92 points are not 9200 %."""
    found = []
    for key in keys:
        if isinstance(key, ScoreOf) and key.kind == "share":
            score = moment.at(key)
            if isinstance(score, Fraction) and score > _LARGE:
                values: dict[str, ReasonValue] = {
                    "measure": key.measure, "participant": moment.participant, "score": Rate(score),
                }  # fmt: skip
                found.append(Reason("incentives.score.large", values))
    return tuple(found)


def of_threshold(step: Threshold, moment: Moment) -> Reason:
    """That a threshold is not reached, with what was."""
    found: Reason
    if not isinstance(step.at_least, Rate):
        found = Reason("incentives.threshold.base", {"found": _size(moment.base, step, moment)})
    elif moment.attainment is None:
        found = Reason("incentives.unknown.attainment")
    else:
        found = Reason("incentives.threshold.attainment", {"found": Rate(moment.attainment)})
    if not step.otherwise:
        return Reason("incentives.threshold.missed", {"level": step.at_least}, (), (found,))
    values: dict[str, ReasonValue] = {"level": step.at_least, "left": step.otherwise}
    return Reason("incentives.threshold.missed.part", values, (), (found,))


def _size(base: Minor, step: Threshold, moment: Moment) -> ReasonValue:
    if not isinstance(step.at_least, Money):
        return Fraction(base)
    figure = Unrounded(base, moment.currency)
    return figure.exactly() if figure.minor.denominator == 1 else figure


def of_gate(step: Gate, moment: Moment) -> Reason:
    """That a gate is closed, with what was found for the conditions that close it."""
    if not step.otherwise:
        return Reason("incentives.gate.closed", {}, (), _found(step, moment))
    return Reason("incentives.gate.closed.part", {"left": step.otherwise}, (), _found(step, moment))


def _found(step: Gate, moment: Moment) -> tuple[Reason, ...]:
    try:
        explained = step.explained(moment)
    except MissingFieldError as missing:
        return (Reason("incentives.unknown.path", {"path": missing.field}),)
    said = []
    for finding in explained.deciding:
        for path, value in finding.found:
            if value is None:
                said.append(Reason("incentives.unknown.path", {"path": path}))
                continue
            shown = (
                value
                if isinstance(value, str | int | Fraction | date | Money | Unrounded | Rate)
                else str(value)
            )
            values: dict[str, ReasonValue] = {"path": path, "found": shown}
            leaf = finding.leaf
            if not finding.held and isinstance(leaf, Interval) and leaf.high is None and leaf.low is not None:
                said.append(Reason("incentives.found.short", {**values, "level": leaf.low}))
            else:
                said.append(Reason("incentives.found", values))
    return tuple(said)
