"""What is paid for what was reached, in plain numbers, for very many figures."""

from salesmgmt.incentives.paying.draft import Draft
from salesmgmt.incentives.paying.payroll import Payroll

__all__ = ["Draft", "Payroll"]
