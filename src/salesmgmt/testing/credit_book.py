"""Hypothesis strategies for the types of the credit book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.credit import CustomerStanding, ManualStatus

__all__ = ["STRATEGIES", "customer_standings"]

_NAMES = st.text(min_size=1, max_size=6)


def customer_standings() -> st.SearchStrategy[CustomerStanding]:
    """What a book is told of a customer beside its documents, all of it or some."""
    return st.builds(
        CustomerStanding,
        st.none() | _NAMES,
        groups=st.lists(_NAMES, max_size=3),
        dunning_level=st.integers(0, 9),
        review_on=st.none() | st.dates(),
        average_delay_days=st.none() | st.integers(-60, 400),
        terms_days=st.none() | st.integers(0, 400),
        status=st.none() | st.sampled_from(ManualStatus),
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {CustomerStanding: customer_standings}
)
