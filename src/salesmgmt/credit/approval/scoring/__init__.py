"""Scores: points with weights and bands, and linear sums of ratios."""

from salesmgmt.credit.approval.scoring.card import PointsCard
from salesmgmt.credit.approval.scoring.factors import (
    Answer,
    ChoiceFactor,
    FlagFactor,
    ScoreFactor,
    StepFactor,
)
from salesmgmt.credit.approval.scoring.ratios import RatioModel
from salesmgmt.credit.approval.scoring.results import (
    BandGaps,
    CreditScore,
    MissingValue,
    ScoreBand,
    ScoreZone,
    ZoneBy,
)

__all__ = [
    "Answer",
    "BandGaps",
    "ChoiceFactor",
    "CreditScore",
    "FlagFactor",
    "MissingValue",
    "PointsCard",
    "RatioModel",
    "ScoreBand",
    "ScoreFactor",
    "ScoreZone",
    "StepFactor",
    "ZoneBy",
]
