"""Rules: who gets which account, by rules that can be dated, compared, explained and audited."""

from salesmgmt.territory.rules.findings import Audit, AuditFinding, FindingKind
from salesmgmt.territory.rules.model import TerritoryRule, rule
from salesmgmt.territory.rules.ruleset import Assigned, Match, RuleSet
from salesmgmt.territory.rules.tracing import Trace, TraceLine

__all__ = [
    "Assigned",
    "Audit",
    "AuditFinding",
    "FindingKind",
    "Match",
    "RuleSet",
    "TerritoryRule",
    "Trace",
    "TraceLine",
    "rule",
]
