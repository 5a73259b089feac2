"""What follows from an appraisal, and whether it is fair."""

from salesmgmt.appraisal.outcomes.agreements import (
    AgreementOutcome,
    Signature,
    TargetAgreement,
)
from salesmgmt.appraisal.outcomes.fairness import (
    GivenScore,
    GroupRating,
    GroupRatings,
    RankCorrelation,
    RaterDrift,
    pay_against_performance,
    rank_correlation,
    rater_drift,
    ratings_by_group,
)
from salesmgmt.appraisal.outcomes.improvement import (
    ImprovementCheckIn,
    ImprovementGoal,
    ImprovementPlan,
    PlanResult,
    PlanStatus,
)
from salesmgmt.appraisal.outcomes.interventions import (
    Intervention,
    InterventionAction,
    InterventionBand,
    InterventionTable,
)
from salesmgmt.appraisal.outcomes.pay import (
    PayCase,
    PayPolicy,
    PayProposal,
)
from salesmgmt.appraisal.outcomes.profiles import (
    Profile,
    score_records,
)
from salesmgmt.appraisal.outcomes.recognition import (
    AwardTies,
    Ranking,
    Recognition,
    Standing,
)
from salesmgmt.appraisal.outcomes.rules import (
    OutcomeKind,
    OutcomePolicy,
    OutcomeRule,
    Proposal,
)

__all__ = [
    "AgreementOutcome",
    "AwardTies",
    "GivenScore",
    "GroupRating",
    "GroupRatings",
    "ImprovementCheckIn",
    "ImprovementGoal",
    "ImprovementPlan",
    "Intervention",
    "InterventionAction",
    "InterventionBand",
    "InterventionTable",
    "OutcomeKind",
    "OutcomePolicy",
    "OutcomeRule",
    "PayCase",
    "PayPolicy",
    "PayProposal",
    "PlanResult",
    "PlanStatus",
    "Profile",
    "Proposal",
    "RankCorrelation",
    "Ranking",
    "RaterDrift",
    "Recognition",
    "Signature",
    "Standing",
    "TargetAgreement",
    "pay_against_performance",
    "rank_correlation",
    "rater_drift",
    "ratings_by_group",
    "score_records",
]
