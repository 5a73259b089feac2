"""What is paid deal by deal or seller by seller: the parts of a deal that enter a table at the same place.

A deal may be credited in several parts, such as the lines of a document that look up different things. Each
part is paid as its place in the table says; what is limited or rounded is the deal as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from salesmgmt.incentives.engine.collecting import EntryKey
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import At

__all__ = ["Apart", "Part", "apart"]


class Part(NamedTuple):
    """What of a deal enters a table at one place.

    Attributes:
        at: The place; None where the deal enters by its own figure.
        value: What is credited.
        paid: The part of the rate at which it is paid, on average.
    """

    at: At | None
    value: Minor
    paid: Fraction


class Apart(NamedTuple):
    """A deal, as far as it is credited to somebody in a period; or all that one seller below sold.

    Attributes:
        deal: Its number; empty where deals do not matter.
        seller: Who was credited below; empty where that does not matter.
        parts: What enters a table at different places.
    """

    deal: str
    seller: str
    parts: tuple[Part, ...]

    @property
    def base(self) -> Minor:
        """What is credited of the deal."""
        return sum(part.value for part in self.parts)


def apart(entries: Mapping[EntryKey, Minor], *, by_deal: bool, by_seller: bool) -> list[Apart]:
    """What was credited, as one component keeps it apart, in the order of numbers.

    Args:
        entries: What was credited; other variants of the component may keep more apart.
        by_deal: Whether deals matter.
        by_seller: Whether sellers below matter.
    """
    found: dict[tuple[str, str, str], dict[At | None, tuple[Minor, Minor]]] = {}
    for key, value in entries.items():
        deal = (key.deal, key.kind) if by_deal else ("", "")
        parts = found.setdefault((*deal, key.seller if by_seller else ""), {})
        size, weighted = parts.get(key.at, (0, 0))
        parts[key.at] = size + value, weighted + (value if key.paid == 1 else value * key.paid)
    return [
        Apart(
            deal,
            seller,
            tuple(
                Part(at, size, Fraction(weighted) / size if size else Fraction(1))
                for at, (size, weighted) in sorted(parts.items(), key=lambda item: str(item[0]))
            ),
        )
        for (deal, _, seller), parts in sorted(found.items(), key=lambda item: item[0])
    ]
