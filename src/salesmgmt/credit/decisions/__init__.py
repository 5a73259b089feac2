"""Credit decisions: documents held against limits and rules, every reason kept, and what would change it."""

from salesmgmt.credit.decisions.amounts import WarningLine, WithinLimit
from salesmgmt.credit.decisions.choices import (
    AbsentLimit,
    AtLimit,
    Checkpoint,
    DisputedItems,
    Effect,
    LateFrom,
    NarrowerScope,
    ShareOf,
)
from salesmgmt.credit.decisions.customers import AverageDelay, HighestDunning, ReviewOverdue
from salesmgmt.credit.decisions.decision import CreditDecision
from salesmgmt.credit.decisions.documents import ChangeOfTerms, DocumentValue, ValueByDelay
from salesmgmt.credit.decisions.findings import CreditFinding
from salesmgmt.credit.decisions.open_items import HighestItem, OldestItem, ShareOverdue
from salesmgmt.credit.decisions.policy import CreditPolicy
from salesmgmt.credit.decisions.remedies import ApprovedBy, CutTo, Pay, RaiseLimit, Remedy
from salesmgmt.credit.decisions.requests import CreditDocument, CreditRequest
from salesmgmt.credit.decisions.rules import CreditCheck, CreditExclusion, CreditOverride, CreditRule

__all__ = [
    "AbsentLimit",
    "ApprovedBy",
    "AtLimit",
    "AverageDelay",
    "ChangeOfTerms",
    "Checkpoint",
    "CreditCheck",
    "CreditDecision",
    "CreditDocument",
    "CreditExclusion",
    "CreditFinding",
    "CreditOverride",
    "CreditPolicy",
    "CreditRequest",
    "CreditRule",
    "CutTo",
    "DisputedItems",
    "DocumentValue",
    "Effect",
    "HighestDunning",
    "HighestItem",
    "LateFrom",
    "NarrowerScope",
    "OldestItem",
    "Pay",
    "RaiseLimit",
    "Remedy",
    "ReviewOverdue",
    "ShareOf",
    "ShareOverdue",
    "ValueByDelay",
    "WarningLine",
    "WithinLimit",
]
