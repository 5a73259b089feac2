"""Texts of the reasons of this package, and headings of its tables, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["HEADINGS", "TEXTS"]

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "territory.assigned": (
            "{owner} looks after {customer}",
            "{customer} 由 {owner} 负责",
        ),
        "territory.gap": (
            "nobody looks after {customer}",
            "{customer} 无人负责",
        ),
        "territory.step.customer": ("by customer: {on} is {value}", "按客户划分：{on} 为 {value}"),
        "territory.step.product": ("by product: {on} is {value}", "按产品划分：{on} 为 {value}"),
        "territory.step.region": ("by region: {on} is {value}", "按区域划分：{on} 为 {value}"),
    }
)

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "owner": ("owner", "负责人"),
        "customers": ("customers", "客户数"),
        "cells": ("cells", "市场单元"),
    }
)
