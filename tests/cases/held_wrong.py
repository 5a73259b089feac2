"""Worked cases that are held to be wrong: the id, and why. They are computed, and have to differ."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HELD_WRONG: Mapping[str, str] = MappingProxyType({})
