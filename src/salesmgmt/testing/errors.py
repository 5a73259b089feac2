"""Strategies for what a batch error lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.errors import Problem

__all__ = ["STRATEGIES", "problems"]


def problems(*, value: st.SearchStrategy[object] | None = None) -> st.SearchStrategy[Problem]:
    """Faults of records, with any plain value found unless told."""
    plain = st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.dates()
    return st.builds(
        Problem,
        record=st.text(min_size=1, max_size=12),
        field=st.text(min_size=1, max_size=12),
        value=plain if value is None else value,
        rule=st.text(min_size=1, max_size=30),
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType({Problem: problems})
"""A strategy for each public type of the module."""
