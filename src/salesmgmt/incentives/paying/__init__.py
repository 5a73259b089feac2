"""What is paid for what was reached, in plain numbers, for very many figures."""

from salesmgmt.incentives.paying.draft import Draft
from salesmgmt.incentives.paying.payroll import Payroll
from salesmgmt.incentives.paying.plain import is_plain, plain_rows

__all__ = ["Draft", "Payroll", "is_plain", "plain_rows"]
