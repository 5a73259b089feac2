"""Rules: who gets which account, by rules that can be dated, compared, explained and audited."""

from salesmgmt.territory.rules.findings import Audit, AuditFinding, FindingKind
from salesmgmt.territory.rules.model import TerritoryRule, rule
from salesmgmt.territory.rules.routing import Member, Routed, Routing, RoutingState, Turn, Window
from salesmgmt.territory.rules.ruleset import Assigned, Match, RuleSet
from salesmgmt.territory.rules.tracing import Trace, TraceLine
from salesmgmt.territory.rules.transfers import (
    Transfer,
    TransferItem,
    TransferKind,
    TransferPolicy,
    Transfers,
)

__all__ = [
    "Assigned",
    "Audit",
    "AuditFinding",
    "FindingKind",
    "Match",
    "Member",
    "Routed",
    "Routing",
    "RoutingState",
    "RuleSet",
    "TerritoryRule",
    "Trace",
    "TraceLine",
    "Transfer",
    "TransferItem",
    "TransferKind",
    "TransferPolicy",
    "Transfers",
    "Turn",
    "Window",
    "rule",
]
