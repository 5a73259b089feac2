"""Mappings as people write them, whatever the type of their keys."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Protocol, TypeVar, runtime_checkable

__all__ = ["Pairs"]

K_co = TypeVar("K_co", covariant=True)
V_co = TypeVar("V_co", covariant=True)


@runtime_checkable
class Pairs(Protocol[K_co, V_co]):
    """Whatever has items, such as a dict.

    `Mapping` is strict about the type of its keys: to a type checker a dict of texts is no mapping of texts
    or numbers. What is only read need not be.
    """

    def items(self) -> AbstractSet[tuple[K_co, V_co]]:
        """Keys with their values."""
