"""Applications for credit: what is asked for, the rules by which they run, and each one on its way."""

from salesmgmt.credit.approval.applications.application import CreditApplication
from salesmgmt.credit.approval.applications.case import ApplicationCase
from salesmgmt.credit.approval.applications.policy import ApplicationPolicy, CheckerApproves

__all__ = ["ApplicationCase", "ApplicationPolicy", "CheckerApproves", "CreditApplication"]
