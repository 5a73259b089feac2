"""Several raters: groups, anonymity, leniency, and how far they agree."""

from salesmgmt.appraisal.raters.agreement import (
    IntraclassCorrelations,
    Kappa,
    KappaWeights,
    cohen_kappa,
    intraclass_correlations,
    kappa_of_pairs,
)
from salesmgmt.appraisal.raters.combined import CombinedMark, CombinedMarks, GroupMark
from salesmgmt.appraisal.raters.gate import Agreement, AgreementGate, AgreementMeasure, Disagreement
from salesmgmt.appraisal.raters.leniency import Against, LeniencyAdjustment, RaterLeniency
from salesmgmt.appraisal.raters.marks import Judgement
from salesmgmt.appraisal.raters.policy import Middle, RaterGroup, RaterPolicy, TooFew

__all__ = [
    "Against",
    "Agreement",
    "AgreementGate",
    "AgreementMeasure",
    "CombinedMark",
    "CombinedMarks",
    "Disagreement",
    "GroupMark",
    "IntraclassCorrelations",
    "Judgement",
    "Kappa",
    "KappaWeights",
    "LeniencyAdjustment",
    "Middle",
    "RaterGroup",
    "RaterLeniency",
    "RaterPolicy",
    "TooFew",
    "cohen_kappa",
    "intraclass_correlations",
    "kappa_of_pairs",
]
