"""The journal of an account: what has changed it."""

from __future__ import annotations

from salesmgmt.credit.book.facts import Entry, Key

__all__ = ["Journal"]


class Journal(list[Entry]):
    """What has changed an account, one version after the other, and from what it began.

    Attributes:
        cash: Money less what it settled, of what was forgotten before.
        heads: Which identifiers were corrected before, and where they lead.
        known: Version of the account before its first entry.
    """

    __slots__ = ("cash", "heads", "known")

    def __init__(self, cash: int, known: int) -> None:
        self.cash = cash
        self.known = known
        self.heads: dict[Key, str] = {}
