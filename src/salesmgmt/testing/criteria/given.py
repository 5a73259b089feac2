"""Strategies for the records that a criterion is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from salesmgmt.criteria import Criterion, FieldType, Interval, Membership, Prefix, Read
from salesmgmt.criteria.values import Value
from salesmgmt.money import Money, Rate
from salesmgmt.testing.criteria.schemas import a_value

__all__ = ["records_for"]

_TEN = st.integers(0, 9)
_OTHER_NUMBERS = st.sampled_from([0.5, 1.0, 2.25, -0.0, 1e300, Decimal("0.50"), Decimal(2), Decimal("-0")])
_FAULTS: st.SearchStrategy[object] = st.sampled_from(
    [
        None,
        "text",
        7,
        1.5,
        float("nan"),
        float("inf"),
        Decimal("Infinity"),
        Decimal("sNaN"),
        True,
        datetime(2026, 1, 1, 9, tzinfo=UTC),
        Money(5, "EUR"),
        Money(5, "USD"),
        Rate("5%"),
        date(2026, 1, 1),
        ("x",),
    ]
)
Given = tuple[dict[str, object], dict[str, dict[str, object]]]
"""A record and its reference tables."""


def records_for(criterion: Criterion, *, broken: bool = False) -> st.SearchStrategy[Given]:
    """Records that a criterion can be asked about, with their reference tables.

    Args:
        criterion: What will be asked; its own literals turn up in the records.
        broken: Whether the records may also lack fields, hold wrong types, amounts of other currencies, and
            identifiers that are in no table.
    """
    return _records(criterion, broken)


@st.composite
def _records(draw: st.DrawFn, criterion: Criterion, broken: bool) -> Given:
    known = _literals(criterion)
    columns: dict[str, object] = {}
    drawn: dict[FieldType | None, list[object]] = {}
    for read in criterion.reads:
        alike = drawn.setdefault(read.type, [])
        columns[read.path] = _column(draw, read, known.get(read.path, ()), alike, broken=broken)
        alike.append(columns[read.path])
    return _given(columns)


def _literals(criterion: Criterion) -> dict[str, tuple[Value, ...]]:
    known: dict[str, tuple[Value, ...]] = {}
    for leaf in criterion.leaves:
        found: tuple[Value | None, ...] = ()
        if isinstance(leaf, Membership):
            found = leaf.values
        elif isinstance(leaf, Interval):
            found = (leaf.low, leaf.high)
        elif isinstance(leaf, Prefix):
            found = (*leaf.prefixes, *[prefix + "x" for prefix in leaf.prefixes])
        for path in leaf.fields:
            known[path] = (*known.get(path, ()), *[value for value in found if value is not None])
    return known


def _column(
    draw: st.DrawFn, read: Read, known: Sequence[Value], alike: Sequence[object], *, broken: bool
) -> object:
    """A value: missing or wrong, one of the literals, that of a field before it, or any."""
    choice = draw(_TEN)
    if choice == 0 and (broken or not read.required):
        return None
    if choice <= 2 and broken:
        return draw(_FAULTS)
    if choice <= 5 and known:
        return draw(st.sampled_from(known))
    if choice == 6 and alike and _has_currency(alike[-1], read):
        return alike[-1]
    if choice == 7 and read.type is FieldType.NUMBER:
        return draw(_OTHER_NUMBERS)
    return a_value(draw, read)


def _has_currency(value: object, read: Read) -> bool:
    return value is not None and (not isinstance(value, Money) or read.currency in (None, value.currency))


def _given(columns: dict[str, object]) -> Given:
    """A record of nested dicts; what lies behind an identifier goes into a reference table."""
    record: dict[str, object] = {}
    tables: dict[str, dict[str, object]] = {}
    for path, value in columns.items():
        holder: object = record
        *way, last = path.split(".")
        for place, step in enumerate(way, start=1):
            outer = columns.get(".".join(way[:place]))
            if isinstance(outer, str):
                holder = tables.setdefault(step, {}).setdefault(outer, {})
            elif isinstance(holder, dict):
                holder = holder.setdefault(step, {})
        if isinstance(holder, dict):
            holder.setdefault(last, value)
    return record, tables
