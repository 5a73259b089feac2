"""What customers may owe."""

from salesmgmt.credit.limits.amounts import LimitAmount, LimitAmountLike, NoLimit, NotChecked
from salesmgmt.credit.limits.collection import Limits
from salesmgmt.credit.limits.in_force import LimitInForce
from salesmgmt.credit.limits.limit import CreditLimit, LimitKind, LimitScope
from salesmgmt.credit.limits.policy import LimitChoice, LimitPolicy, LimitStanding, SharedRule, ZeroLimit
from salesmgmt.credit.limits.pools import Pool, PoolMember, PoolNesting, Pools, PoolUse

__all__ = [
    "CreditLimit",
    "LimitAmount",
    "LimitAmountLike",
    "LimitChoice",
    "LimitInForce",
    "LimitKind",
    "LimitPolicy",
    "LimitScope",
    "LimitStanding",
    "Limits",
    "NoLimit",
    "NotChecked",
    "Pool",
    "PoolMember",
    "PoolNesting",
    "PoolUse",
    "Pools",
    "SharedRule",
    "ZeroLimit",
]
