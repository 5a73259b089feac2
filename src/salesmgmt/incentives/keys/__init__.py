"""What a schedule is entered by, and over which period its base builds up.

Keys of a period look at what somebody reached in it: the base itself, the share of a quota, another figure.
Keys of a deal look at each deal on its own: its amount, its margin, how late it was paid.
"""

from salesmgmt.incentives.keys.deals import (
    Age,
    AgeUnit,
    DaysFromInvoice,
    DaysOverdue,
    DealAmount,
    DealField,
    DealKey,
    MarginPercent,
    position_of,
    whole_months,
)
from salesmgmt.incentives.keys.kinds import At, Key, key_kind, own_key
from salesmgmt.incentives.keys.periods import (
    Amount,
    Attainment,
    PeriodKey,
    Rank,
    Ratio,
    ScoreOf,
    StandingOf,
    Tenure,
    TotalOf,
)
from salesmgmt.incentives.keys.spans import Accumulates, QuotaSpan, as_per

__all__ = [
    "Accumulates",
    "Age",
    "AgeUnit",
    "Amount",
    "At",
    "Attainment",
    "DaysFromInvoice",
    "DaysOverdue",
    "DealAmount",
    "DealField",
    "DealKey",
    "Key",
    "MarginPercent",
    "PeriodKey",
    "QuotaSpan",
    "Rank",
    "Ratio",
    "ScoreOf",
    "StandingOf",
    "Tenure",
    "TotalOf",
    "as_per",
    "key_kind",
    "own_key",
    "position_of",
    "whole_months",
]
