"""Texts of several raters: groups, anonymity, leniency, agreement."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["RATER_HEADINGS", "RATER_TEXTS"]

RATER_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType({})

RATER_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType({})
