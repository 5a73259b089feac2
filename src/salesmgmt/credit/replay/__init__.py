"""What was, what would have been, and what might be: past positions, reruns, stress, gaps and overlaps."""

from salesmgmt.credit.replay.aftermath import Aftermath
from salesmgmt.credit.replay.findings import SetupFinding, SetupFindings, SetupPart, gaps_and_overlaps
from salesmgmt.credit.replay.orders import ReplayedOrder, RerunTotal
from salesmgmt.credit.replay.outcome import Rerun, RerunComparison, RerunMove
from salesmgmt.credit.replay.past import PastPosition, position_at
from salesmgmt.credit.replay.rerunning import StoppedOrders, rerun
from salesmgmt.credit.replay.scenarios import CurrencyMove, GroupDefault, PaymentDelay, Scenario
from salesmgmt.credit.replay.stressing import StressOutcome, StressRow, stress_test

__all__ = [
    "Aftermath",
    "CurrencyMove",
    "GroupDefault",
    "PastPosition",
    "PaymentDelay",
    "ReplayedOrder",
    "Rerun",
    "RerunComparison",
    "RerunMove",
    "RerunTotal",
    "Scenario",
    "SetupFinding",
    "SetupFindings",
    "SetupPart",
    "StoppedOrders",
    "StressOutcome",
    "StressRow",
    "gaps_and_overlaps",
    "position_at",
    "rerun",
    "stress_test",
]
