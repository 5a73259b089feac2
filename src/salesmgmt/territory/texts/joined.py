"""All texts and headings of this package together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from salesmgmt.territory.texts.balancing import ALIGNMENT_HEADINGS, ALIGNMENT_TEXTS
from salesmgmt.territory.texts.bounds import OBSTACLE_TEXTS
from salesmgmt.territory.texts.division import DIVISION_HEADINGS, DIVISION_TEXTS
from salesmgmt.territory.texts.map_plans import MAP_PLAN_TEXTS
from salesmgmt.territory.texts.markets import MARKET_HEADINGS, MARKET_TEXTS
from salesmgmt.territory.texts.pool import POOL_HEADINGS, POOL_TEXTS
from salesmgmt.territory.texts.response import RESPONSE_TEXTS
from salesmgmt.territory.texts.rules import RULE_HEADINGS, RULE_TEXTS
from salesmgmt.territory.texts.scoring import SCORING_TEXTS

__all__ = ["HEADINGS", "TEXTS"]

TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **DIVISION_TEXTS,
        **RULE_TEXTS,
        **ALIGNMENT_TEXTS,
        **MARKET_TEXTS,
        **POOL_TEXTS,
        **MAP_PLAN_TEXTS,
        **OBSTACLE_TEXTS,
        **RESPONSE_TEXTS,
        **SCORING_TEXTS,
    }
)

HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {**RULE_HEADINGS, **ALIGNMENT_HEADINGS, **POOL_HEADINGS, **DIVISION_HEADINGS, **MARKET_HEADINGS}
)
