"""What customers may owe: limits, how they combine, pools, proposals, reviews, changes and findings."""

from salesmgmt.credit.limits.amounts import (
    LimitAmount,
    LimitAmountLike,
    NoLimit,
    NotChecked,
)
from salesmgmt.credit.limits.bands import Band, BandFinding, LimitFindingKind, band_findings, bands_of
from salesmgmt.credit.limits.changes import (
    ChangeApproval,
    LimitAuthority,
    LimitChange,
    LimitChanges,
)
from salesmgmt.credit.limits.collection import (
    Limits,
)
from salesmgmt.credit.limits.findings import LimitFinding, limit_findings, pool_findings
from salesmgmt.credit.limits.in_force import (
    LimitInForce,
)
from salesmgmt.credit.limits.indemnity import (
    CreditInsurance,
    Indemnity,
)
from salesmgmt.credit.limits.limit import (
    CreditLimit,
    LimitKind,
    LimitScope,
)
from salesmgmt.credit.limits.policy import (
    LimitChoice,
    LimitPolicy,
    LimitStanding,
    SecuredRule,
    SharedRule,
    ZeroLimit,
)
from salesmgmt.credit.limits.pool import Pool, PoolMember, PoolNesting, PoolUse
from salesmgmt.credit.limits.pools import Pools
from salesmgmt.credit.limits.proposing import (
    AverageLimit,
    AverageOver,
    CreditProfile,
    GradeLimit,
    LimitFormula,
    LimitProposal,
    LimitRule,
    LimitRules,
    LimitStep,
    LowestLimit,
    SalesBasis,
    Season,
    SeasonalCheck,
    SeasonalLimit,
    ShareLimit,
    StepLimit,
    profile_of,
)
from salesmgmt.credit.limits.reviews import (
    LimitReview,
    LimitReviews,
    ReviewKind,
    limit_reviews,
)

__all__ = [
    "AverageLimit",
    "AverageOver",
    "Band",
    "BandFinding",
    "ChangeApproval",
    "CreditInsurance",
    "CreditLimit",
    "CreditProfile",
    "GradeLimit",
    "Indemnity",
    "LimitAmount",
    "LimitAmountLike",
    "LimitAuthority",
    "LimitChange",
    "LimitChanges",
    "LimitChoice",
    "LimitFinding",
    "LimitFindingKind",
    "LimitFormula",
    "LimitInForce",
    "LimitKind",
    "LimitPolicy",
    "LimitProposal",
    "LimitReview",
    "LimitReviews",
    "LimitRule",
    "LimitRules",
    "LimitScope",
    "LimitStanding",
    "LimitStep",
    "Limits",
    "LowestLimit",
    "NoLimit",
    "NotChecked",
    "Pool",
    "PoolMember",
    "PoolNesting",
    "PoolUse",
    "Pools",
    "ReviewKind",
    "SalesBasis",
    "Season",
    "SeasonalCheck",
    "SeasonalLimit",
    "SecuredRule",
    "ShareLimit",
    "SharedRule",
    "StepLimit",
    "ZeroLimit",
    "band_findings",
    "bands_of",
    "limit_findings",
    "limit_reviews",
    "pool_findings",
    "profile_of",
]
