"""Invoices as open items of an account.

An invoice that nothing names stands for itself; what names it makes it an item of its own.
"""

from __future__ import annotations

from datetime import date
from typing import Final, TypeAlias

from salesmgmt.records import Invoice

__all__ = ["BILLED", "REST", "Billed", "Item", "due_of", "is_over", "item_of", "rest_of"]

Item: TypeAlias = tuple[date, date, str, int, int, str, str | None]
"""An invoice: due (`date.max` where the terms do not say), day, identifier, what is left of it after what
names it, what was billed, customer, order. Items of an account stand in this order."""

Billed: TypeAlias = Item | Invoice
"""An item, or the invoice itself, with a due date, where all of it is left."""

REST: Final = 3
BILLED: Final = 4


def item_of(billed: Billed) -> Item:
    """The item that stands in an account or in a book."""
    if isinstance(billed, tuple):
        return billed
    minor = billed.gross_minor
    return due_of(billed), billed.on, billed.id, minor, minor, billed.customer, billed.order


def rest_of(billed: Billed) -> int:
    """What is left of it after what names it."""
    return billed[REST] if isinstance(billed, tuple) else billed.gross_minor


def due_of(billed: Billed) -> date:
    """When it is due; `date.max` where the terms do not say."""
    return billed[0] if isinstance(billed, tuple) else billed.due or date.max


def is_over(item: Item) -> bool:
    """Whether an invoice was settled beyond its amount."""
    return item[REST] < 0 <= item[BILLED]
