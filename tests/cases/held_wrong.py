"""Worked cases that are held to be wrong: the id, and why. They are computed, and have to differ."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HELD_WRONG: Mapping[str, str] = MappingProxyType(
    {
        "tiers-marginal-per-transaction": "its blended rates are rounded to two places and three "
        "(1.33, 1.167), by no one rule; its commissions are tested in tests/incentives",
    }
)
