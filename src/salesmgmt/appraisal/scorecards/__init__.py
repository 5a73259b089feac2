"""Scorecards: criteria with weights, and what a person's results come to."""

from salesmgmt.appraisal.scorecards.anchors import Anchor, Anchored
from salesmgmt.appraisal.scorecards.appraisals import Appraisals
from salesmgmt.appraisal.scorecards.changes import growth, places_gained
from salesmgmt.appraisal.scorecards.criteria import Kpi, Missing, Part
from salesmgmt.appraisal.scorecards.design import DesignReport, DesignRules
from salesmgmt.appraisal.scorecards.goals import Goal, completion
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
from salesmgmt.appraisal.scorecards.sources import results_of
from salesmgmt.appraisal.scorecards.values import company_values
from salesmgmt.appraisal.scorecards.vetoes import Veto

__all__ = [
    "Anchor",
    "Anchored",
    "Appraisal",
    "Appraisals",
    "Banded",
    "DesignReport",
    "DesignRules",
    "Direction",
    "Goal",
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
    "company_values",
    "completion",
    "growth",
    "places_gained",
    "results_of",
]
