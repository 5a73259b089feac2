"""Texts of credit decisions, and headings of their tables, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["DECISION_HEADINGS", "DECISION_TEXTS"]

DECISION_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "credit.limit.absent": (
            "{customer} has no credit limit; the exposure would be {exposure}",
            "{customer} 没有信用额度；信用占用将为 {exposure}",
        ),
        "credit.limit.exceeded": (
            "the exposure of {exposure} would be {excess} above the limit of {limit}",
            "信用占用 {exposure} 将超出信用额度 {limit}，超额 {excess}",
        ),
        "credit.limit.kept": (
            "the exposure of {exposure} keeps within the limit of {limit}; {headroom} is left",
            "信用占用 {exposure} 在信用额度 {limit} 以内，可用额度 {headroom}",
        ),
        "credit.limit.near": (
            "the exposure of {exposure} reaches the warning line of {line} of the limit {limit}",
            "信用占用 {exposure} 已达预警线（信用额度 {limit} 的 {line}）",
        ),
        "credit.limit.none": (
            "{customer} may buy without a limit; the exposure would be {exposure}",
            "{customer} 不设信用额度限制；信用占用将为 {exposure}",
        ),
        "credit.lowered": (
            "an order of {amount} lowers the exposure to {exposure}",
            "{amount} 的订单使信用占用降至 {exposure}",
        ),
        "credit.overdue": (
            "{amount} is overdue, the oldest invoice by {days} days; {grace} are let pass",
            "逾期 {amount}，最长逾期 {days} 天；宽限 {grace} 天",
        ),
    }
)

DECISION_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "invoice": ("invoice", "发票"),
        "due": ("due", "到期日"),
        "open": ("open", "未收金额"),
        "days": ("days overdue", "逾期天数"),
        "total": ("total", "合计"),
    }
)
