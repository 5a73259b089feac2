"""A history without some orders and all that came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from salesmgmt.credit.replay.sequence import Key
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
    part: Iterable[tuple[Key, Record]], gone: set[str], heads: Mapping[str, Order]
) -> list[tuple[Key, Record]]:
    """Records without some orders, their deliveries and invoices, and what was said and paid for these.

    Money that came for such an invoice did not come either; what else it paid for stays.

    Args:
        part: Records with their places.
        gone: Identifiers of the orders in force.
        heads: From any identifier of an order to the one in force.
    """
    given = list(part)
    bills = {
        record.id
        for _, record in given
        if isinstance(record, Invoice) and record.order is not None and _is_gone(record.order, gone, heads)
    }
    corrected = {(type(record), record.supersedes) for _, record in given}
    spent: dict[str, int] = {}
    for _, record in given:
        if (
            isinstance(record, Application)
            and record.invoice in bills
            and (Application, record.id) not in corrected
        ):
            spent[record.source] = spent.get(record.source, 0) + record.amount_minor
    kept: list[tuple[Key, Record]] = []
    for key, record in given:
        left = _left(record, bills, spent, gone, heads)
        if left is not None:
            kept.append((key, left))
    return kept


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
