"""Texts of meetings, whether they are held, and what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["MEETING_HEADINGS", "MEETING_TEXTS"]

MEETING_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({})

MEETING_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType({})
