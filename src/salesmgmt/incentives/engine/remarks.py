"""What is to be said about a figure beside its amount."""

from __future__ import annotations

from datetime import date

from salesmgmt.incentives.components.parts import AnyModifier
from salesmgmt.incentives.engine.unknown import large_scores, of_gate, of_period, of_threshold
from salesmgmt.incentives.modifiers import Gate, Moment, Multiplier, Multipliers, Threshold
from salesmgmt.incentives.texts import heading
from salesmgmt.reasons import Reason, ReasonValue

__all__ = [
    "KEY_UNKNOWN",
    "NEGATIVE",
    "NO_QUOTA",
    "WORKINGS",
    "is_finding",
    "negative_remark",
    "opening_remark",
    "remarks_of",
    "said_with_causes",
]

NEGATIVE = "incentives.total.negative"
"""Code of the reason that a total below zero earns nothing."""

KEY_UNKNOWN = "incentives.key.unknown"
"""Code of the reason that a table could not be entered."""

NO_QUOTA = "incentives.quota.unstated"
"""Code of the reason that no quota above 0 was given."""

_AWARD_FINDINGS = (
    "incentives.award.budget.cut",
    "incentives.award.fund.negative",
    "incentives.award.left_out",
    "incentives.award.share.capped",
    "incentives.award.share.negative",
)

WORKINGS = frozenset({"incentives.expenses", "incentives.quota.prorated", "incentives.quota.ramp"})
"""Codes of reasons that say how a figure came about as the plan has it, and not what was missing."""


def negative_remark(total: ReasonValue) -> Reason:
    """That a total below zero earns nothing."""
    return Reason("incentives.total.negative", {"total": total})


def opening_remark(on: date, opening: ReasonValue, aside: ReasonValue) -> Reason:
    """That an opening stands in place of what the batch has before its day."""
    return Reason("incentives.opening.replaces", {"on": on, "opening": opening, "aside": aside})


def remarks_of(step: AnyModifier, moment: Moment) -> tuple[Reason, ...]:
    """What a step finds missing or not met, which is to be said beside its effect."""
    if isinstance(step, Gate) and not step.is_open(moment):
        return (of_gate(step, moment),)
    if isinstance(step, Threshold) and not step.is_reached(moment):
        return (of_threshold(step, moment),)
    found: list[Reason] = []
    for one in step.of if isinstance(step, Multipliers) else (step,):
        if isinstance(one, Multiplier):
            if not one.is_known(moment):
                why = of_period((one.by,), moment)
                found.append(Reason("incentives.multiplier.unknown", {"factor": one.missing}, (), why))
            found += large_scores((one.by,), moment)
    return tuple(found)


def is_finding(reason: Reason) -> bool:
    """Whether a reason says what kept somebody from being paid: no working, and no prize or share won."""
    if reason.code.startswith("incentives.award."):
        return reason.code.startswith(_AWARD_FINDINGS)
    return reason.code not in WORKINGS


def said_with_causes(reason: Reason, lang: str) -> str:
    """A reason in words, with what it came from behind it."""
    words = reason.text(lang)
    if not reason.because:
        return words
    causes = heading("and", lang).join(cause.text(lang) for cause in reason.because)
    return heading("because", lang, words, causes)
