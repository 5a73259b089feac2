"""Texts of past positions, reruns, stress and findings, and headings of their tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["REPLAY_HEADINGS", "REPLAY_TEXTS"]

REPLAY_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "credit.past.known": (
            "as known at the end of {known}, {total} counted for {customer} at the end of {on}",
            "按 {known} 日终已知的记录，{customer} 在 {on} 日终的信用占用为 {total}",
        ),
        "credit.past.later": (
            "with what was recorded later it is {total}; later records of {customer}: {count}",
            "计入其后补录的记录则为 {total}；{customer} 其后补录 {count} 笔",
        ),
        "credit.past.settled": (
            "nothing of {customer} was recorded later that speaks of this day",
            "{customer} 其后没有补录涉及该日的记录",
        ),
        "credit.stress.currency": (
            "{currency} moves by {change} against every other currency",
            "{currency} 对其他货币变动 {change}",
        ),
        "credit.stress.default": (
            "{count} customers pay nothing any more; {recovery} of what they owe is recovered",
            "{count} 家客户违约，欠款回收率 {recovery}",
        ),
        "credit.stress.delay": (
            "money of {count} customers comes {days} days later",
            "{count} 家客户的回款推迟 {days} 天",
        ),
    }
)

_ORDERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "order": ("order", "订单"),
        "customer": ("customer", "客户"),
        "on": ("decided on", "检查日"),
        "effect": ("effect", "结果"),
        "rules": ("rules", "规则"),
        "amount": ("amount", "金额"),
        "orders": ("orders", "订单数"),
        "invoiced": ("invoiced", "已开票"),
        "in_time": ("paid in time", "按期收款"),
        "late": ("paid late", "逾期收款"),
        "credited": ("credited", "已冲减"),
        "written_off": ("written off", "已核销坏账"),
        "overdue": ("overdue", "逾期未收"),
        "open": ("not due", "未到期"),
        "days_late": ("days late", "逾期天数"),
        "total": ("total", "合计"),
        "before": ("before", "原政策"),
        "after": ("after", "新政策"),
        "effect.pass": ("pass", "通过"),
        "effect.warn": ("warn", "预警"),
        "effect.hold": ("hold", "暂停"),
        "effect.block": ("block", "拒绝"),
    }
)

REPLAY_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **_ORDERS,
        "component": ("what counts", "占用项目"),
        "known": ("as known then", "当时已知"),
        "now": ("as known now", "现在已知"),
        "difference": ("difference", "差额"),
        "exposure": ("exposure", "信用占用"),
        "stressed_exposure": ("exposure under stress", "压力下信用占用"),
        "stressed_overdue": ("overdue under stress", "压力下逾期"),
        "limit": ("limit", "信用额度"),
        "excess": ("over the limit", "超额度"),
        "stressed_excess": ("over the limit under stress", "压力下超额度"),
        "loss": ("loss", "损失"),
        "scenarios": ("scenarios", "情景"),
        "part": ("where", "位置"),
        "name": ("of", "对象"),
        "kind": ("kind", "类型"),
        "finding": ("finding", "发现"),
        "kind.gap": ("gap", "空档"),
        "kind.overlap": ("overlap", "重叠"),
        "kind.short": ("short", "额度不足"),
        "part.limits": ("limits", "额度"),
        "part.pools": ("pools", "额度池"),
        "part.scores": ("score bands", "评分区间"),
        "part.formulas": ("steps of formulas", "测算分档"),
        "part.authority": ("authority", "审批权限"),
    }
)
