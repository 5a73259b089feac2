"""What a book takes, and what changes an account: facts, reservations and releases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import frozen

from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Dispute,
    DunningNotice,
    Guarantee,
    Invoice,
    Order,
    Payment,
    WriteOff,
)

__all__ = [
    "KINDS",
    "KIND_OF_NAME",
    "ORDER_OF_KINDS",
    "BookDocument",
    "Entry",
    "Fact",
    "Key",
    "Link",
    "Release",
    "Reservation",
]

Link: TypeAlias = Delivery | Application | WriteOff | Dispute | DunningNotice | Guarantee
"""What speaks of a document or a customer, and nothing speaks of."""

Fact: TypeAlias = Order | Invoice | Payment | CreditNote | Link
"""What a book takes."""

BookDocument: TypeAlias = Order | Delivery | Invoice
"""What a book decides on."""


@frozen(weakref_slot=False)
class Reservation:
    """An order that was reserved for a time.

    Attributes:
        order: The order.
        until: Day from which its open part no longer counts.
    """

    order: Order
    until: date


@frozen(weakref_slot=False)
class Release:
    """So much of an order no longer waits.

    Attributes:
        order: Identifier of the order.
        minor: How much, in minor units.
    """

    order: str
    minor: int


Entry: TypeAlias = Fact | Reservation | Release | None
"""What changes an account: a fact, a reservation that ends by itself, a release, or a day that has come."""

Key: TypeAlias = tuple[type, str]

KINDS: Final = (
    Order,
    Delivery,
    Invoice,
    Payment,
    CreditNote,
    Application,
    WriteOff,
    Dispute,
    DunningNotice,
    Guarantee,
)
KIND_OF_NAME: Final[Mapping[str, type[Fact]]] = MappingProxyType({kind.__name__: kind for kind in KINDS})
ORDER_OF_KINDS: Final[Mapping[type, int]] = MappingProxyType(
    {kind: place for place, kind in enumerate((Reservation, *KINDS, Release))}
)
