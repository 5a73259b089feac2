"""Who grants credit: scores, authority, applications, holds and their release, and a customer's status."""

from salesmgmt.credit.approval.applications import (
    ApplicationCase,
    ApplicationPolicy,
    CheckerApproves,
    CreditApplication,
)
from salesmgmt.credit.approval.checklist import Checklist, ChecklistItem, ChecklistStep
from salesmgmt.credit.approval.holds import CreditHold, HoldCase, HoldPolicy
from salesmgmt.credit.approval.mandates import Mandate, Mandates
from salesmgmt.credit.approval.matrix import (
    ApprovalMatrix,
    ApprovalRequest,
    ApprovalRoute,
    ApprovalRule,
    MatrixFinding,
    Seniors,
    Uncovered,
    matrix_findings,
)
from salesmgmt.credit.approval.scoring import (
    BandGaps,
    ChoiceFactor,
    CreditScore,
    FlagFactor,
    MissingValue,
    PointsCard,
    RatioModel,
    ScoreBand,
    ScoreFactor,
    ScoreZone,
    StepFactor,
    ZoneBy,
)
from salesmgmt.credit.approval.status import CreditStatus, StatusOutcome, StatusPolicy

__all__ = [
    "ApplicationCase",
    "ApplicationPolicy",
    "ApprovalMatrix",
    "ApprovalRequest",
    "ApprovalRoute",
    "ApprovalRule",
    "BandGaps",
    "CheckerApproves",
    "Checklist",
    "ChecklistItem",
    "ChecklistStep",
    "ChoiceFactor",
    "CreditApplication",
    "CreditHold",
    "CreditScore",
    "CreditStatus",
    "FlagFactor",
    "HoldCase",
    "HoldPolicy",
    "Mandate",
    "Mandates",
    "MatrixFinding",
    "MissingValue",
    "PointsCard",
    "RatioModel",
    "ScoreBand",
    "ScoreFactor",
    "ScoreZone",
    "Seniors",
    "StatusOutcome",
    "StatusPolicy",
    "StepFactor",
    "Uncovered",
    "ZoneBy",
    "matrix_findings",
]
