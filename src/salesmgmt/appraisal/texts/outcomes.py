"""Texts of outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["OUTCOME_HEADINGS", "OUTCOME_TEXTS"]

OUTCOME_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({})

OUTCOME_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType({})
