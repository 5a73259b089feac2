"""The facts that several questions share, with identity and time, and the checked batch that holds them."""

from importlib import import_module
from typing import TYPE_CHECKING

from salesmgmt.records.accounts import Handover, Registration
from salesmgmt.records.batch import Facts
from salesmgmt.records.checks import Record
from salesmgmt.records.claims import CreditTerm, Dispute, DunningNotice, Guarantee
from salesmgmt.records.common import AmountLike, Fact, More, QuantityLike, Scalar
from salesmgmt.records.deals import Activity, DealShare, Opportunity, Outcome, ShareKind, StageChange
from salesmgmt.records.expenses import Expense
from salesmgmt.records.people import Absence, Assignment, Participant, Quota, Unit
from salesmgmt.records.readings import Opening, Score
from salesmgmt.records.receivables import Application, Payment, PaymentKind, Promise, WriteOff
from salesmgmt.records.reference import Customer, Product
from salesmgmt.records.sales import CreditNote, Delivery, Invoice, Line, Order

if TYPE_CHECKING:
    from salesmgmt.records.rows import RowMapping, Scan

__all__ = [
    "Absence",
    "Activity",
    "AmountLike",
    "Application",
    "Assignment",
    "CreditNote",
    "CreditTerm",
    "Customer",
    "DealShare",
    "Delivery",
    "Dispute",
    "DunningNotice",
    "Expense",
    "Fact",
    "Facts",
    "Guarantee",
    "Handover",
    "Invoice",
    "Line",
    "More",
    "Opening",
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
    "Registration",
    "RowMapping",
    "Scalar",
    "Scan",
    "Score",
    "ShareKind",
    "StageChange",
    "Unit",
    "WriteOff",
]

if not TYPE_CHECKING:  # what is not there must stay unknown to type checkers

    def __getattr__(name: str) -> object:
        """The reading of rows, which most programs that have records already do without."""
        if name not in ("RowMapping", "Scan"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
        value = getattr(import_module("salesmgmt.records.rows"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
