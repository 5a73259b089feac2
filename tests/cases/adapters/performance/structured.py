"""Who sells, and how posts are tied: the cases on roles and responsibilities."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.cases.adapters import Adapter

ADAPTERS: Mapping[str, Adapter] = MappingProxyType({})
