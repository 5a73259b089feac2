"""Texts of media, reply times and escalation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CHANNEL_HEADINGS", "CHANNEL_TEXTS"]

CHANNEL_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({})

CHANNEL_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType({})
