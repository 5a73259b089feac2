"""Texts and headings of exposures, open items and the stages of documents."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["EXPOSURE_HEADINGS", "EXPOSURE_TEXTS"]

EXPOSURE_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({})

EXPOSURE_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "component": ("what counts", "占用项目"),
        "counted": ("counted", "计入"),
        "ignored": ("left out", "不计入"),
        "total": ("total", "合计"),
        "age": ("days late", "账龄（逾期天数）"),
        "months": ("months back", "账龄（月）"),
        "count": ("items", "笔数"),
        "ageing": ("ageing", "账龄分析"),
        "not_due": ("not due", "未到期"),
        "late": ("late", "逾期"),
        "stage": ("stage", "阶段"),
        "amount": ("amount", "金额"),
        "stage.open": ("open", "未发货"),
        "stage.delivered": ("delivered", "已发货"),
        "stage.invoiced": ("invoiced", "已开票"),
        "stage.collected": ("collected", "已收款"),
        "stage.credited": ("credited", "已冲减"),
        "stage.written_off": ("written off", "已核销坏账"),
        "component.orders": ("open orders", "未发货订单"),
        "component.beyond": ("open orders beyond the horizon", "期限外未发货订单"),
        "component.deliveries": ("deliveries not invoiced", "已发货未开票"),
        "component.invoices": ("open invoices", "应收账款"),
        "component.disputed": ("disputed", "争议款项"),
        "component.cheques": ("cheques not cleared", "未兑现支票"),
        "component.bills": ("acceptance bills not paid", "未到期承兑汇票"),
        "component.floor": ("floor stock", "铺底"),
        "component.unapplied": ("unapplied money", "未核销收款"),
        "component.advances": ("advances", "预收款"),
        "component.credits": ("credit notes not applied", "未核销贷项"),
        "component.guarantees": ("guarantees", "担保"),
    }
)
