"""What a decision may come to, and the switches of its rules."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from salesmgmt.credit.exposure.ageing import LateFrom

__all__ = [
    "RANKS",
    "AbsentLimit",
    "AtLimit",
    "Checkpoint",
    "DisputedItems",
    "Effect",
    "LateFrom",
    "NarrowerScope",
    "ShareOf",
]


class Effect(StrEnum):
    """What a decision does to the document, from the mildest to the strictest."""

    PASS = "pass"  # noqa: S105 - the verdict, not a password
    WARN = "warn"
    """It goes ahead, and somebody is told."""
    HOLD = "hold"
    """It waits until somebody releases it."""
    BLOCK = "block"
    """It is refused."""


RANKS: Mapping[Effect, int] = MappingProxyType({effect: rank for rank, effect in enumerate(Effect)})
"""How strict an effect is, from 0."""


class Checkpoint(StrEnum):
    """At which step of a sale a decision is taken."""

    ORDER = "order"
    DELIVERY = "delivery"
    ISSUE = "issue"
    INVOICE = "invoice"


class AbsentLimit(StrEnum):
    """What it means that a customer has no limit on the day, neither of its own nor with others."""

    BLOCK = "block"
    UNLIMITED = "unlimited"


class AtLimit(StrEnum):
    """Whether a figure of exactly what is allowed is within it."""

    PASS = "pass"  # noqa: S105 - the verdict, not a password
    BLOCK = "block"


class DisputedItems(StrEnum):
    """Whether what a customer disputes counts like everything else that is open."""

    COUNTED = "counted"
    IGNORED = "ignored"


class ShareOf(StrEnum):
    """Of what a share is taken."""

    LIMIT = "limit"
    """Of what the customer may owe; a payment never raises such a share."""
    RECEIVABLES = "receivables"
    """Of what is open; the payment of an item that is not late raises such a share."""


class NarrowerScope(StrEnum):
    """What a rule for one customer or group is to the rules of its kind and effect with a wider scope."""

    REPLACES = "replaces"
    """It stands in their place: customer before group before all."""
    ADDS = "adds"
    """It stands beside them."""
