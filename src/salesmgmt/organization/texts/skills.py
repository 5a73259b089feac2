"""Texts of skills."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SKILL_HEADINGS", "SKILL_TEXTS"]

SKILL_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({})

SKILL_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType({})
