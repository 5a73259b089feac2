"""How documents of earlier releases become documents of this one: schema versions, and renamed kinds.

A kind begins at schema 1, and each upgrade takes it one further; so the number of its upgrades says which
schema this release writes. An upgrade is needed where a field is renamed, removed or means something else, or
where its default changes. A new field with a default that keeps the old meaning needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

__all__ = ["RENAMED", "UPGRADES", "Document", "Json", "Upgrade"]

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
"""What a document is made of: what JSON has, without numbers that have a fraction or an exponent."""

Document: TypeAlias = dict[str, Json]
"""A value as a plain dict with its `kind` and `schema`."""

Upgrade: TypeAlias = Callable[[Document], Document]
"""A pure function from a document of one schema to the same document in the next."""

UPGRADES: Mapping[str, tuple[Upgrade, ...]] = MappingProxyType({})
"""By kind: the function from schema 1 to 2, then the one from 2 to 3, and so on."""

RENAMED: Mapping[str, str] = MappingProxyType({})
"""From a kind's former name to its present one."""
