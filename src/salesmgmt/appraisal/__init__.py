"""How well: weighted scorecards with an explained score and rating."""

from salesmgmt.appraisal.numbers import NumberLike
from salesmgmt.appraisal.scales import RatingScale
from salesmgmt.appraisal.scorecards.scorecard import Appraisal, Kpi, Missing, Scorecard, ScoreLine
from salesmgmt.appraisal.scorecards.scoring import Banded, Linear, Proportional, Scoring

__all__ = [
    "Appraisal",
    "Banded",
    "Kpi",
    "Linear",
    "Missing",
    "NumberLike",
    "Proportional",
    "RatingScale",
    "ScoreLine",
    "Scorecard",
    "Scoring",
]
