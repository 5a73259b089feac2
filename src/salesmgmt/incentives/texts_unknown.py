"""Texts of what was not known or not met, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["TEXTS"]

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "incentives.found": ("{path} is {found}", "{path} 为 {found}"),
        "incentives.found.short": (
            "{path} is {found}, and it takes {level}",
            "{path} 为 {found}，须达到 {level}",
        ),
        "incentives.gate.closed": (
            "a condition for paying is not met, so nothing is paid",
            "前置条件未满足，不予计发",
        ),
        "incentives.gate.closed.part": (
            "a condition for paying is not met, so {left} of it is paid",
            "前置条件未满足，按 {left} 计发",
        ),
        "incentives.score.large": (
            "the score {measure} of {participant} is {score}, read as a share; points take kind='number'",
            "{participant} 的 {measure} 得分为 {score}，按比例读取；如为分数，应写 kind='number'",
        ),
        "incentives.threshold.missed": (
            "the threshold of {level} is not reached, so nothing is paid",
            "未达到 {level}，不予计发",
        ),
        "incentives.threshold.missed.part": (
            "the threshold of {level} is not reached, so {left} of it is paid",
            "未达到 {level}，按 {left} 计发",
        ),
        "incentives.threshold.attainment": ("attainment {found}", "完成率 {found}"),
        "incentives.threshold.base": ("the base is {found}", "业绩为 {found}"),
        "incentives.unknown.amount": (
            "the margin of {deal} is unknown, since it has no amount above 0",
            "{deal} 的毛利率未知：无金额或金额为零",
        ),
        "incentives.unknown.attainment": ("the attainment is unknown", "完成率未知"),
        "incentives.unknown.cost": (
            "the margin of {deal} is unknown, since it has no cost",
            "{deal} 的毛利率未知：缺少成本",
        ),
        "incentives.unknown.due": ("invoice {invoice} has no due day", "发票 {invoice} 没有到期日"),
        "incentives.unknown.field": ("{field} of {deal} is unknown", "{deal} 的 {field} 未知"),
        "incentives.unknown.joined": (
            "the first day of employment of {participant} is unknown",
            "{participant} 的入职日期未知",
        ),
        "incentives.unknown.path": ("{path} is unknown", "{path} 未知"),
        "incentives.unknown.rank": (
            "{participant} has no place in {period}",
            "{participant} 在 {period} 没有名次",
        ),
        "incentives.unknown.ratio": (
            "the ratio is undefined, since what it is over totals 0 or less",
            "比率无法确定：分母合计为零或为负",
        ),
        "incentives.unknown.receipt": (
            "{deal} is no payment of an invoice, so no days can be counted to it",
            "{deal} 不是发票回款，无法计算天数",
        ),
        "incentives.unknown.score": (
            "there is no score {measure} of {participant} for {period}",
            "{participant} 在 {period} 没有 {measure} 得分",
        ),
    }
)
"""Templates by code, in English and Chinese."""
