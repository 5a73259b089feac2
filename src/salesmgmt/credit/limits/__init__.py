"""What customers may owe."""

from salesmgmt.credit.limits.amounts import LimitAmount, LimitAmountLike, NoLimit, NotChecked
from salesmgmt.credit.limits.in_force import LimitInForce
from salesmgmt.credit.limits.limit import CreditLimit, LimitKind, LimitScope

__all__ = [
    "CreditLimit",
    "LimitAmount",
    "LimitAmountLike",
    "LimitInForce",
    "LimitKind",
    "LimitScope",
    "NoLimit",
    "NotChecked",
]
