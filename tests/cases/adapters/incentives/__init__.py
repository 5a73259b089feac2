"""Incentive plans: the adapters of their cases, by family."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.cases.adapters import Adapter
from tests.cases.adapters.incentives import awards, collected, crediting, pay, schedules

ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {**awards.ADAPTERS, **collected.ADAPTERS, **crediting.ADAPTERS, **pay.ADAPTERS, **schedules.ADAPTERS}
)
