"""What a plan is composed of."""

from salesmgmt.incentives.components.adjustments import Adjustment
from salesmgmt.incentives.components.chains import Chain
from salesmgmt.incentives.components.commissions import Commission, Override
from salesmgmt.incentives.components.expenses import ExpenseAllowance
from salesmgmt.incentives.components.fixed import FieldOf, Fixed, FixedKind, Objective, Objectives
from salesmgmt.incentives.components.parts import AnyModifier, ComponentBase, Negative, Rounds

__all__ = [
    "Adjustment",
    "AnyModifier",
    "Chain",
    "Commission",
    "ComponentBase",
    "ExpenseAllowance",
    "FieldOf",
    "Fixed",
    "FixedKind",
    "Negative",
    "Objective",
    "Objectives",
    "Override",
    "Rounds",
]
