"""Texts of posts, reporting lines, the check of a structure, and duties."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["STRUCTURE_HEADINGS", "STRUCTURE_TEXTS"]

STRUCTURE_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({})

STRUCTURE_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType({})
