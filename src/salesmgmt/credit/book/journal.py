"""The journal of an account: what has changed it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from salesmgmt.credit.book.facts import Entry, Key

__all__ = ["Journal"]

_NONE: Final[Mapping[Key, str]] = MappingProxyType({})


class Journal(list[Entry]):
    """What has changed an account, one version after the other, and from what it began.

    Attributes:
        cash: Money less what it settled, of what was forgotten before.
        heads: Which identifiers were corrected before, and where they lead.
        known: Version of the account before its first entry.
    """

    __slots__ = ("cash", "heads", "known")

    heads: Mapping[Key, str]

    def __init__(self, cash: int, known: int) -> None:
        self.cash = cash
        self.known = known
        self.heads = _NONE
