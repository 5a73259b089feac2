"""Holds: what is held and why, the rules by which it is released, and each one on its way."""

from salesmgmt.credit.approval.holds.case import HoldCase
from salesmgmt.credit.approval.holds.hold import CreditHold
from salesmgmt.credit.approval.holds.policy import HoldPolicy

__all__ = ["CreditHold", "HoldCase", "HoldPolicy"]
