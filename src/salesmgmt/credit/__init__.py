"""On what terms: a customer's exposure, limits, and explained decisions on orders."""

from salesmgmt.credit.decisions import AbsentLimit, AtLimit, CreditDecision, CreditLimit, CreditPolicy, Effect
from salesmgmt.credit.exposure.first import Exposure, OpenItem, exposure_of

__all__ = [
    "AbsentLimit",
    "AtLimit",
    "CreditDecision",
    "CreditLimit",
    "CreditPolicy",
    "Effect",
    "Exposure",
    "OpenItem",
    "exposure_of",
]
