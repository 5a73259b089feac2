"""On what terms customers pay: due dates, what money settles, what is financed and released."""

from salesmgmt.credit.terms.allocation import (
    Allocation,
    AllocationOrder,
    Receipt,
    SettledItem,
    allocate,
    payable,
)
from salesmgmt.credit.terms.due import (
    DaysFrom,
    Instalment,
    InstalmentTerms,
    PaymentTerms,
    ShortMonth,
    Terms,
    earliest,
)
from salesmgmt.credit.terms.floor import FloorCredit
from salesmgmt.credit.terms.milestones import Billing, BillingPlan, Milestone
from salesmgmt.credit.terms.outlook import (
    DatedPayment,
    ExchangeOutcome,
    Outlook,
    exchange_outcome,
    outlook_of,
)
from salesmgmt.credit.terms.release import DeliveryRelease

__all__ = [
    "Allocation",
    "AllocationOrder",
    "Billing",
    "BillingPlan",
    "DatedPayment",
    "DaysFrom",
    "DeliveryRelease",
    "ExchangeOutcome",
    "FloorCredit",
    "Instalment",
    "InstalmentTerms",
    "Milestone",
    "Outlook",
    "PaymentTerms",
    "Receipt",
    "SettledItem",
    "ShortMonth",
    "Terms",
    "allocate",
    "earliest",
    "exchange_outcome",
    "outlook_of",
    "payable",
]
