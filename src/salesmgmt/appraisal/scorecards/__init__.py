"""Scorecards: criteria with weights, and what a person's results come to."""

from salesmgmt.appraisal.scorecards.anchors import Anchor, Anchored
from salesmgmt.appraisal.scorecards.appraisals import Appraisals
from salesmgmt.appraisal.scorecards.criteria import Kpi, Missing, Part
from salesmgmt.appraisal.scorecards.outcome import Appraisal, ScoreLine
from salesmgmt.appraisal.scorecards.scorecard import Scorecard
from salesmgmt.appraisal.scorecards.scoring import (
    Banded,
    Direction,
    Interpolated,
    Inverse,
    Linear,
    PerUnit,
    Proportional,
    Scoring,
    WithinRange,
)
from salesmgmt.appraisal.scorecards.vetoes import Veto

__all__ = [
    "Anchor",
    "Anchored",
    "Appraisal",
    "Appraisals",
    "Banded",
    "Direction",
    "Interpolated",
    "Inverse",
    "Kpi",
    "Linear",
    "Missing",
    "Part",
    "PerUnit",
    "Proportional",
    "ScoreLine",
    "Scorecard",
    "Scoring",
    "Veto",
    "WithinRange",
]
