"""Texts of the reasons of this package, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["TEXTS"]

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
        "territory.step": (
            "by {by}: {on} is {value}",
            "按 {by} 划分：{on} 为 {value}",
        ),
    }
)
