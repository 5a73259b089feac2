"""Headings of tables about terms of payment and what settles."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["TERM_HEADINGS", "TERM_TEXTS"]

TERM_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({})

TERM_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "allocation": ("allocation", "核销"),
        "item": ("item", "款项"),
        "due": ("due", "到期日"),
        "amount": ("amount", "金额"),
        "paid": ("paid", "已收"),
        "credited": ("credited", "已冲减"),
        "open": ("open", "未收金额"),
        "unallocated": ("not allocated", "未分配"),
    }
)
