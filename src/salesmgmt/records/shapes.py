"""What the columns of a row may be, for each kind of record: names, and how a cell of that name is read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType

import attrs
from attrs import frozen

from salesmgmt.records.checks import KINDS, Record
from salesmgmt.records.deals import Opportunity, StageChange
from salesmgmt.records.reference import Product
from salesmgmt.records.sales import CreditNote, Delivery, Invoice, Line, Order

__all__ = ["MORE", "PARTS", "PRICED_BESIDE", "RANGE_ENDS", "Form", "Parts", "kind_named", "shape_of"]


class Form(Enum):
    """How a cell is read."""

    TEXT = auto()
    CHOICE = auto()
    AMOUNT = auto()
    PRICE = auto()
    CURRENCY = auto()
    QUANTITY = auto()
    FIGURE = auto()
    COUNT = auto()
    DATE = auto()
    RANGE = auto()
    INSTANT = auto()
    SCALAR = auto()
    MORE = auto()
    PARTS = auto()


MORE = "more."
RANGE_ENDS = ("start", "end", "last")

_FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "amount": Form.AMOUNT,
        "by": Form.DATE,
        "clears": Form.DATE,
        "closed": Form.DATE,
        "cost": Form.AMOUNT,
        "currency": Form.CURRENCY,
        "days": Form.COUNT,
        "due": Form.DATE,
        "during": Form.RANGE,
        "employed": Form.RANGE,
        "expected": Form.DATE,
        "expires": Form.DATE,
        "history": Form.PARTS,
        "level": Form.COUNT,
        "lines": Form.PARTS,
        "list_price": Form.PRICE,
        "minutes": Form.COUNT,
        "more": Form.MORE,
        "of": Form.COUNT,
        "on": Form.DATE,
        "opened": Form.DATE,
        "outcome": Form.CHOICE,
        "quantity": Form.QUANTITY,
        "recorded": Form.INSTANT,
        "settled": Form.DATE,
        "since": Form.DATE,
        "tax": Form.AMOUNT,
        "value": Form.FIGURE,
        "weight": Form.COUNT,
        "DealShare.kind": Form.CHOICE,
        "Line.source": Form.COUNT,
        "Payment.kind": Form.CHOICE,
    }
)


def shape_of(kind: type) -> Mapping[str, Form]:
    """The fields of a record, a line or a stage change, as its constructor names them."""
    names = [field.alias or field.name for field in attrs.fields(kind) if field.init]
    return {name: _FORMS.get(f"{kind.__name__}.{name}", _FORMS.get(name, Form.TEXT)) for name in names}


@frozen
class Parts:
    """The part of a record that repeats: the lines of a document, the stages of an opportunity.

    Attributes:
        field: The record's field that holds them.
        prefix: What the columns of a part begin with in a flat row.
        kind: Their class.
    """

    field: str
    prefix: str
    kind: type


_LINES = Parts("lines", "line.", Line)
PARTS: Mapping[type[Record], Parts] = MappingProxyType(
    {
        Order: _LINES,
        Delivery: _LINES,
        Invoice: _LINES,
        CreditNote: _LINES,
        Opportunity: Parts("history", "history.", StageChange),
    }
)


PRICED_BESIDE: tuple[type[Record], ...] = (Order, Delivery, Invoice, CreditNote, Product)
"""Kinds without a currency of their own, whose rows may have a column for that of their amounts."""


def kind_named(name: str) -> type[Record] | None:
    """The kind of record of this name."""
    return next((kind for kind in KINDS if kind.__name__ == name), None)
