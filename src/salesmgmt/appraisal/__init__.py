"""How well: weighted scorecards with an explained score and rating."""

from salesmgmt.appraisal.scales import RatingScale
from salesmgmt.appraisal.scorecards import Appraisal, Kpi, Missing, Scorecard, ScoreLine
from salesmgmt.appraisal.scoring import Banded, Linear, NumberLike, Proportional, Scoring

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
