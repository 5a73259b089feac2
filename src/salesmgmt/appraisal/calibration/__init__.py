"""Bringing raters to one standard: guidelines, forced distribution, quotas of grades, recorded changes."""

from salesmgmt.appraisal.calibration.checking import (
    GuidelineFinding,
    GuidelineReport,
    Guidelines,
    NearBorder,
    SmallGroup,
)
from salesmgmt.appraisal.calibration.forced import (
    Distributed,
    DistributedLine,
    EqualScores,
    ForcedDistribution,
    TieBreak,
)
from salesmgmt.appraisal.calibration.guidelines import Guideline, Operator, WholePeople
from salesmgmt.appraisal.calibration.people import Rated, RatingDistribution
from salesmgmt.appraisal.calibration.quotas import GradeQuotas, TeamQuota
from salesmgmt.appraisal.calibration.session import Calibration, RatingChange

__all__ = [
    "Calibration",
    "Distributed",
    "DistributedLine",
    "EqualScores",
    "ForcedDistribution",
    "GradeQuotas",
    "Guideline",
    "GuidelineFinding",
    "GuidelineReport",
    "Guidelines",
    "NearBorder",
    "Operator",
    "Rated",
    "RatingChange",
    "RatingDistribution",
    "SmallGroup",
    "TeamQuota",
    "TieBreak",
    "WholePeople",
]
