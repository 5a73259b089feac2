"""Steps from what a schedule pays to what is earned, in the order in which a component lists them."""

from salesmgmt.incentives.modifiers.gates import Gate, Threshold
from salesmgmt.incentives.modifiers.limits import Cap, Floor, Limit, LimitPer
from salesmgmt.incentives.modifiers.moment import Modifier, Moment
from salesmgmt.incentives.modifiers.multipliers import (
    Combine,
    Multiplier,
    MultiplierKey,
    Multipliers,
    Prorated,
)

__all__ = [
    "Cap",
    "Combine",
    "Floor",
    "Gate",
    "Limit",
    "LimitPer",
    "Modifier",
    "Moment",
    "Multiplier",
    "MultiplierKey",
    "Multipliers",
    "Prorated",
    "Threshold",
]
