"""Which matter may go by which medium, how soon an answer is due, and who is asked next."""

from salesmgmt.organization.channels.escalation import (
    EscalationPolicy,
    EscalationStep,
    Question,
    ReplyLimit,
    ResponseTimes,
    Standing,
)
from salesmgmt.organization.channels.hours import OfficeHours
from salesmgmt.organization.channels.policy import (
    Channel,
    ChannelDecision,
    ChannelKind,
    ChannelPolicy,
    ChannelRule,
    ChannelVerdict,
    Matter,
    RuleClash,
)

__all__ = [
    "Channel",
    "ChannelDecision",
    "ChannelKind",
    "ChannelPolicy",
    "ChannelRule",
    "ChannelVerdict",
    "EscalationPolicy",
    "EscalationStep",
    "Matter",
    "OfficeHours",
    "Question",
    "ReplyLimit",
    "ResponseTimes",
    "RuleClash",
    "Standing",
]
