"""Records as plain rows: one dict per record, or per line of a document, flat enough for any DataFrame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from salesmgmt.calendars import DateRange
from salesmgmt.money import Currency, Money
from salesmgmt.records.checks import Document, Record
from salesmgmt.records.common import More
from salesmgmt.records.deals import StageChange
from salesmgmt.records.reference import Product
from salesmgmt.records.sales import Line
from salesmgmt.records.shapes import MORE, Form, shape_of

__all__ = ["Cell", "Row", "rows_of"]

Plain: TypeAlias = str | int | Decimal | Fraction | date | datetime | Money | None
Cell: TypeAlias = Plain | list[dict[str, Plain]]
Row: TypeAlias = dict[str, Cell]


def rows_of(kind: type[Record], records: Iterable[Record]) -> list[Row]:
    """Records of one kind as rows that all have the same columns.

    Amounts are decimals in major units beside a `currency`, dates stay dates, a range is two columns
    (`during.start` and the first day after it, `during.end`), quantities are ints, decimals or, where these
    have no end, texts such as `1/3`. The caller's own columns are named `more.…`. A document gives a row per
    line, with the header on each and the line's columns named `line.…`; a document without lines gives one
    row. A stage history stays in one cell, as a list of rows.
    """
    held = tuple(records)
    headers = _columns(kind, [record.more for record in held])
    documents = [record for record in held if isinstance(record, Document)]
    if not documents:
        return [dict(_cells(record, headers)) for record in held]
    columns = _columns(Line, [line.more for document in documents for line in document.lines])
    rows: list[Row] = []
    for document in documents:
        header = dict(_cells(document, headers))
        lines = [{f"line.{name}": cell for name, cell in _cells(line, columns)} for line in document.lines]
        rows += [header | line for line in lines or [{f"line.{name}": None for name, _ in columns}]]
    return rows


def _columns(kind: type, own: Iterable[More]) -> list[tuple[str, Form]]:
    """Names and forms of the columns of a kind, the caller's own ones last."""
    columns: list[tuple[str, Form]] = []
    for name, form in shape_of(kind).items():
        if form is Form.RANGE:
            columns += [(f"{name}.start", form), (f"{name}.end", form)]
        elif form is Form.PRICE:
            columns += [(name, form), ("currency", form)]
        elif form is not Form.MORE and name != "lines":
            columns.append((name, form))
    names = sorted({name for more in own for name in more})
    return columns + [(f"{MORE}{name}", Form.MORE) for name in names]


def _cells(value: Record | Line, columns: list[tuple[str, Form]]) -> Iterator[tuple[str, Cell]]:
    for name, form in columns:
        if form is Form.MORE:
            yield name, value.more.get(name.removeprefix(MORE))
        elif form is Form.RANGE:
            attribute, end = name.split(".")
            span = getattr(value, attribute)
            yield name, getattr(span, end) if isinstance(span, DateRange) else None
        elif form is Form.PRICE:
            price = value.list_price if isinstance(value, Product) else None
            yield name, None if price is None else _plain(price.currency if name == "currency" else price)
        else:
            yield name, _plain(getattr(value, name))


def _plain(value: object) -> Cell:
    match value:
        case Money():
            return value.amount
        case Currency():
            return value.code
        case Enum():
            return str(value.value)
        case Fraction():
            return _decimal(value)
        case tuple():
            return [{"stage": part.stage, "on": part.on} for part in value if isinstance(part, StageChange)]
        case str() | int() | date() | None:
            return value
    return str(value)


def _decimal(value: Fraction) -> Decimal | str:
    """A fraction as the decimal that it is, or as text where its decimals have no end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return str(value)
    places = max(twos, fives)
    return Decimal(f"{value.numerator * 10**places // value.denominator}E-{places}")
