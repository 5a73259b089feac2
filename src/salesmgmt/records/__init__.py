"""The facts that several questions share, with identity and time, and the checked batch that holds them."""

from salesmgmt.records.batch import Facts
from salesmgmt.records.checks import Record
from salesmgmt.records.common import AmountLike, Fact, More, QuantityLike, Scalar
from salesmgmt.records.deals import Activity, DealShare, Opportunity, Outcome, ShareKind, StageChange
from salesmgmt.records.people import Assignment, Participant, Quota, Unit
from salesmgmt.records.receivables import Application, Payment, PaymentKind, Promise, WriteOff
from salesmgmt.records.reference import Customer, Product
from salesmgmt.records.rows import RowMapping, Scan
from salesmgmt.records.sales import CreditNote, Delivery, Invoice, Line, Order

__all__ = [
    "Activity",
    "AmountLike",
    "Application",
    "Assignment",
    "CreditNote",
    "Customer",
    "DealShare",
    "Delivery",
    "Fact",
    "Facts",
    "Invoice",
    "Line",
    "More",
    "Opportunity",
    "Order",
    "Outcome",
    "Participant",
    "Payment",
    "PaymentKind",
    "Product",
    "Promise",
    "QuantityLike",
    "Quota",
    "Record",
    "RowMapping",
    "Scalar",
    "Scan",
    "ShareKind",
    "StageChange",
    "Unit",
    "WriteOff",
]
