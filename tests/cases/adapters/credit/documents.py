"""What a customer owes: the cases on documents, settlement and ageing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.cases.adapters import Adapter

ADAPTERS: Mapping[str, Adapter] = MappingProxyType({})
