"""Texts of workload."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["WORKLOAD_HEADINGS", "WORKLOAD_TEXTS"]

WORKLOAD_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({})

WORKLOAD_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType({})
