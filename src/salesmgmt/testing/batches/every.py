"""The strategies by the class that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.records import Facts, RowMapping, Scan
from salesmgmt.testing.batches.mapped import row_mappings, scans
from salesmgmt.testing.batches.sound import facts

__all__ = ["STRATEGIES"]

STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {Facts: facts, RowMapping: row_mappings, Scan: scans}
)
"""A strategy for each public type of the module."""
