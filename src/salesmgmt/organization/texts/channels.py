"""Texts of media, reply times and escalation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CHANNEL_HEADINGS", "CHANNEL_TEXTS"]

CHANNEL_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "organization.channel.allowed": (
            "by {channel}",
            "可用 {channel}",
        ),
        "organization.channel.confirm": (
            "to be confirmed in writing within {hours} working {hours:hour|hours}, by “{rule}”",
            "按“{rule}”，须在 {hours} 个工作小时内书面确认",
        ),
        "organization.channel.inside": (
            "{channel} does not reach outside the company",
            "{channel} 只能在公司内部使用",
        ),
        "organization.channel.never": (
            "“{rule}” rules out {channel}",
            "“{rule}”不允许使用 {channel}",
        ),
        "organization.channel.open": (
            "{channel} is not for confidential matters",
            "{channel} 不得用于保密事项",
        ),
        "organization.channel.others": (
            "“{rule}” lets only {only} be used, not {channel}",
            "“{rule}”只允许使用 {only}，不允许 {channel}",
        ),
        "organization.channel.refused": (
            "not by {channel}",
            "不可用 {channel}",
        ),
        "organization.channel.rule.alone": (
            "“{one}” leaves no channel",
            "“{one}”没有可用的渠道",
        ),
        "organization.channel.rule.clash": (
            "“{one}” and “{other}” can meet in one matter and then leave no channel",
            "“{one}”与“{other}”可能同时适用，届时没有可用的渠道",
        ),
        "organization.channel.unkept": (
            "{channel} is not kept by the company, which “{rule}” asks for",
            "“{rule}”要求公司留存记录，{channel} 不留存",
        ),
        "organization.channel.unsigned": (
            "{channel} carries no signature, which “{rule}” asks for",
            "“{rule}”要求签章，{channel} 没有签章",
        ),
        "organization.channel.unwritten": (
            "{channel} leaves nothing to read again, which “{rule}” asks for",
            "“{rule}”要求书面形式，{channel} 不是书面形式",
        ),
        "organization.question.escalated": (
            "{question} has waited {minutes} {minutes:minute|minutes} and has gone up to {holder}",
            "{question} 已等待 {minutes} 分钟，升级至 {holder}",
        ),
        "organization.question.in_time": (
            "{question} was answered within {minutes} {minutes:minute|minutes}, in time",
            "{question} 用时 {minutes} 分钟，按时回复",
        ),
        "organization.question.late": (
            "{question} was answered within {minutes} {minutes:minute|minutes}, late",
            "{question} 用时 {minutes} 分钟，回复逾期",
        ),
        "organization.question.open": (
            "{question} lies with {holder} until {due}",
            "{question} 由 {holder} 处理，应于 {due} 前回复",
        ),
        "organization.question.overdue": (
            "{question} lies with {holder}, whose answer was due at {due}",
            "{question} 由 {holder} 处理，应于 {due} 前回复，已逾期",
        ),
    }
)

CHANNEL_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "allowed": ("allowed", "允许"),
        "channel": ("channel", "渠道"),
        "holder": ("lies with", "处理人"),
        "minutes": ("working minutes", "工作分钟"),
        "question": ("question", "问题"),
        "standing": ("standing", "状态"),
        "why": ("why", "原因"),
    }
)
