"""The approval matrix: rules, routes, and what the rules leave out or claim twice."""

from salesmgmt.credit.approval.matrix.findings import MatrixFinding, matrix_findings
from salesmgmt.credit.approval.matrix.matrix import ApprovalMatrix, ApprovalRoute, Seniors, Uncovered
from salesmgmt.credit.approval.matrix.rules import ApprovalRequest, ApprovalRule

__all__ = [
    "ApprovalMatrix",
    "ApprovalRequest",
    "ApprovalRoute",
    "ApprovalRule",
    "MatrixFinding",
    "Seniors",
    "Uncovered",
    "matrix_findings",
]
