"""Texts of cycle."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CYCLE_HEADINGS", "CYCLE_TEXTS"]

CYCLE_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({})

CYCLE_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType({})
