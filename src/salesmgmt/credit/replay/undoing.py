"""A history without some orders and all that came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import evolve

from salesmgmt.money import Money
from salesmgmt.records import (
    Application,
    CreditNote,
    Delivery,
    Dispute,
    DunningNotice,
    Invoice,
    Line,
    Order,
    Payment,
    Record,
    WriteOff,
)

__all__ = ["without_orders"]


def without_orders(
    records: Iterable[Record], day: date, gone: set[str], heads: Mapping[str, Order]
) -> list[Record]:
    """Records without some orders, their deliveries and invoices, and what was said and paid for these.

    Money that settled such an invoice by the day did not come either; what else it paid for stays.

    Args:
        records: The records.
        day: The day.
        gone: Identifiers of the orders in force.
        heads: From any identifier of an order to the one in force.
    """
    given = list(records)
    bills = {
        record.id
        for record in given
        if isinstance(record, Invoice) and record.order is not None and _is_gone(record.order, gone, heads)
    }
    corrected = {record.supersedes for record in given if isinstance(record, Application)}
    spent: dict[str, int] = {}
    for record in given:
        if (
            isinstance(record, Application)
            and record.invoice in bills
            and record.id not in corrected
            and record.on <= day
        ):
            spent[record.source] = spent.get(record.source, 0) + record.amount_minor
    kept = [_left(record, bills, spent, gone, heads) for record in given]
    return [record for record in kept if record is not None]


def _is_gone(order: str, gone: set[str], heads: Mapping[str, Order]) -> bool:
    return order in heads and heads[order].id in gone


def _left(
    record: Record, bills: set[str], spent: Mapping[str, int], gone: set[str], heads: Mapping[str, Order]
) -> Record | None:
    """What is left of a record; None for nothing."""
    match record:
        case Order():
            return None if _is_gone(record.id, gone, heads) else record
        case Delivery():
            return None if _is_gone(record.order, gone, heads) else record
        case Invoice():
            return None if record.id in bills else record
        case Application() | WriteOff() | Dispute():
            return None if record.invoice in bills else record
        case DunningNotice():
            return None if record.invoice is not None and record.invoice in bills else record
        case Payment() if record.id in spent:
            rest = Money(record.amount_minor - spent[record.id], record.currency)
            return evolve(record, amount=rest)
        case CreditNote():
            if record.invoice is not None and record.invoice in bills:
                return None
            if record.id in spent and record.currency is not None:
                rest = Money(record.gross_minor - spent[record.id], record.currency)
                return evolve(record, lines=Line(None, rest))
    return record
