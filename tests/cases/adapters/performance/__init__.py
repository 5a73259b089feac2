"""Targets, appraisal and people: the adapters of their cases, by family."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.cases.adapters import Adapter
from tests.cases.adapters.performance import calibrated, hired, scored, structured

ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {**calibrated.ADAPTERS, **hired.ADAPTERS, **scored.ADAPTERS, **structured.ADAPTERS}
)
