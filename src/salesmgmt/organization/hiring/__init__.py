"""Finding people, taking them on, and how soon they are at work; who leaves."""

from salesmgmt.organization.hiring.figures import (
    Fill,
    FillTimes,
    HireQuality,
    HiringCost,
    HiringFunnel,
    QualityPolicy,
    SourceCost,
    SourceQuality,
    StageYield,
    cost_per_hire,
    funnel_of,
    time_to_fill,
)
from salesmgmt.organization.hiring.onboarding import (
    Milestone,
    OnboardingPlan,
    OnboardingProgress,
    OnboardingTask,
    Productivity,
    ProductivityRule,
)
from salesmgmt.organization.hiring.panels import PanelDecision, PanelRule
from salesmgmt.organization.hiring.recruitment import STAGES, Candidacy, Recruitment, Requisition
from salesmgmt.organization.hiring.scorecards import (
    InterviewCriterion,
    InterviewDecision,
    InterviewResult,
    InterviewScorecard,
)
from salesmgmt.organization.hiring.turnover import TeamType, Turnover, TurnoverPolicy

__all__ = [
    "STAGES",
    "Candidacy",
    "Fill",
    "FillTimes",
    "HireQuality",
    "HiringCost",
    "HiringFunnel",
    "InterviewCriterion",
    "InterviewDecision",
    "InterviewResult",
    "InterviewScorecard",
    "Milestone",
    "OnboardingPlan",
    "OnboardingProgress",
    "OnboardingTask",
    "PanelDecision",
    "PanelRule",
    "Productivity",
    "ProductivityRule",
    "QualityPolicy",
    "Recruitment",
    "Requisition",
    "SourceCost",
    "SourceQuality",
    "StageYield",
    "TeamType",
    "Turnover",
    "TurnoverPolicy",
    "cost_per_hire",
    "funnel_of",
    "time_to_fill",
]
