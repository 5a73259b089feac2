"""What is paid for what was reached, in plain numbers, for very many figures."""

from salesmgmt.incentives.engine.paying.draft import Draft
from salesmgmt.incentives.engine.paying.payroll import Payroll
from salesmgmt.incentives.engine.paying.plain import is_plain, plain_rows

__all__ = ["Draft", "Payroll", "is_plain", "plain_rows"]
