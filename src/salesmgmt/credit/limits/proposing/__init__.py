"""Limits proposed from a customer's figures: by formula, by score and grade, by season."""

from salesmgmt.credit.limits.proposing.formulas import (
    AverageLimit,
    AverageOver,
    GradeLimit,
    LimitStep,
    LowestLimit,
    ShareLimit,
    StepLimit,
)
from salesmgmt.credit.limits.proposing.outcome import LimitFormula, LimitProposal
from salesmgmt.credit.limits.proposing.profile import CreditProfile, SalesBasis, profile_of
from salesmgmt.credit.limits.proposing.rules import LimitRule, LimitRules
from salesmgmt.credit.limits.proposing.seasonal import Season, SeasonalCheck, SeasonalLimit

__all__ = [
    "AverageLimit",
    "AverageOver",
    "CreditProfile",
    "GradeLimit",
    "LimitFormula",
    "LimitProposal",
    "LimitRule",
    "LimitRules",
    "LimitStep",
    "LowestLimit",
    "SalesBasis",
    "Season",
    "SeasonalCheck",
    "SeasonalLimit",
    "ShareLimit",
    "StepLimit",
    "profile_of",
]
