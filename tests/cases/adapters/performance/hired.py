"""Who is hired and how much they work: the cases on interviews and working time."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.cases.adapters import Adapter

ADAPTERS: Mapping[str, Adapter] = MappingProxyType({})
