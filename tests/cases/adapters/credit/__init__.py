"""Customer credit: the adapters of its cases, by family."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.cases.adapters import Adapter
from tests.cases.adapters.credit import approving, checking, documents, limits

ADAPTERS: Mapping[str, Adapter] = MappingProxyType(
    {**approving.ADAPTERS, **checking.ADAPTERS, **documents.ADAPTERS, **limits.ADAPTERS}
)
