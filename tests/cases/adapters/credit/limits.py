"""What a customer may owe: the cases on limits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.cases.adapters import Adapter

ADAPTERS: Mapping[str, Adapter] = MappingProxyType({})
