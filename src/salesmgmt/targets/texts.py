"""Texts of the reasons of this package, and headings of its tables, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["HEADINGS", "TEXTS"]

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "targets.cascaded": (
            "{part} has {amount} to bring in {period}",
            "{part} 在 {period} 的目标为 {amount}",
        ),
        "targets.part.fixed": (
            "{part} has the fixed amount {amount} of {whole}",
            "{part} 固定承担 {whole} 中的 {amount}",
        ),
        "targets.part.shared": (
            "{part} has {share} of what {of} shares out of {whole}: {amount}",
            "{part} 承担 {of} 分解额 {whole} 的 {share}，即 {amount}",
        ),
    }
)

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "part": ("part", "部门或人员"),
        "target": ("target", "目标"),
        "total": ("total", "合计"),
    }
)
