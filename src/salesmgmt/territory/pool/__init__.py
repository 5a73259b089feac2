"""Customers without an owner: the public pool, registrations, duplicate pursuit, cross-territory sales."""

from salesmgmt.territory.pool.cross_sales import CrossSale, CrossSalePolicy, CrossSales
from salesmgmt.territory.pool.holdings import Holding, HoldingEnd, Holdings
from salesmgmt.territory.pool.outcomes import ClaimDecision, PoolVerdict, Recycling
from salesmgmt.territory.pool.policy import PoolPolicy, Protection
from salesmgmt.territory.pool.pursuits import Evidence, PursuitClaim, PursuitDecision, PursuitPolicy
from salesmgmt.territory.pool.registrations import (
    RegistrationDecision,
    RegistrationPolicy,
    RegistrationStanding,
    RegistrationStatus,
)

__all__ = [
    "ClaimDecision",
    "CrossSale",
    "CrossSalePolicy",
    "CrossSales",
    "Evidence",
    "Holding",
    "HoldingEnd",
    "Holdings",
    "PoolPolicy",
    "PoolVerdict",
    "Protection",
    "PursuitClaim",
    "PursuitDecision",
    "PursuitPolicy",
    "Recycling",
    "RegistrationDecision",
    "RegistrationPolicy",
    "RegistrationStanding",
    "RegistrationStatus",
]
