"""What is to be said about a figure beside its amount."""

from __future__ import annotations

from datetime import date

from salesmgmt.incentives.components.parts import AnyModifier
from salesmgmt.incentives.modifiers import Gate, Moment, Multiplier, Multipliers, Threshold
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["KEY_UNKNOWN", "NEGATIVE", "NO_QUOTA", "WORKINGS", "opening_remark", "remarks_of"]

NEGATIVE = "incentives.total.negative"
"""Code of the reason that a total below zero earns nothing."""

KEY_UNKNOWN = "incentives.key.unknown"
"""Code of the reason that a table could not be entered."""

NO_QUOTA = "incentives.quota.unstated"
"""Code of the reason that no quota above 0 was given."""

WORKINGS = frozenset({"incentives.expenses", "incentives.quota.prorated", "incentives.quota.ramp"})
"""Codes of reasons that say how a figure came about as the plan has it, and not what was missing."""


def opening_remark(on: date, opening: ReasonValue, aside: ReasonValue) -> Reason:
    """That an opening stands in place of what the batch has before its day."""
    return Reason("incentives.opening.replaces", {"on": on, "opening": opening, "aside": aside})


def remarks_of(step: AnyModifier, moment: Moment) -> tuple[Reason, ...]:
    """What a step finds missing or not met, which is to be said beside its effect."""
    if isinstance(step, Gate) and not step.is_open(moment):
        return (Reason("incentives.gate.closed", {"left": step.otherwise}),)
    if isinstance(step, Threshold) and not step.is_reached(moment):
        level = step.at_least
        return (Reason("incentives.threshold.missed", {"level": level, "left": step.otherwise}),)
    unknown = [
        one
        for one in (step.of if isinstance(step, Multipliers) else (step,))
        if isinstance(one, Multiplier) and not one.is_known(moment)
    ]
    return tuple(Reason("incentives.multiplier.unknown", {"factor": one.missing}) for one in unknown)
