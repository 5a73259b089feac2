"""A fingerprint of records that does not depend on their order, the process or the Python version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

import attrs

from salesmgmt.calendars import DateRange
from salesmgmt.errors import WrongTypeError
from salesmgmt.money import Currency, Money
from salesmgmt.records.common import NOTHING_MORE, More

Json: TypeAlias = str | int | list["Json"] | dict[str, "Json"] | None
Layout: TypeAlias = tuple[tuple[str, str], ...]


_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))


def digest_of(records: Iterable[object]) -> str:
    """SHA-256 over the SHA-256 of each record's canonical line, in their order, as 64 hexadecimal digits.

    Raises:
        WrongTypeError: If a record holds something that has no canonical form.
    """
    layouts: dict[type, Layout] = {}
    parts = sorted(hashlib.sha256(canonical_line(r, layouts).encode()).digest() for r in records)
    return hashlib.sha256(b"".join(parts)).hexdigest()


def canonical_line(record: object, layouts: dict[type, Layout]) -> str:
    """One record as canonical JSON on one line.

    The object names the kind and its fields; keys are sorted, without spaces. What a record leaves out (None,
    no lines, no columns) is left out, so that a field added to a kind later changes no fingerprint. Numbers
    that are not whole are fractions as text, dates ISO, instants in UTC, amounts minor units.

    Args:
        record: A record.
        layouts: The fields of the kinds met so far, added to on the way.
    """
    return _ENCODER.encode(_plain(record, layouts))


def _plain(value: object, layouts: dict[type, Layout]) -> Json:
    kind = type(value)
    layout = layouts.get(kind)
    if layout is not None:
        fields: dict[str, Json] = {}
        for name, attribute in layout:
            part: object = getattr(value, attribute)
            if part is None or part is NOTHING_MORE:
                continue
            plain = part if type(part) is str or type(part) is int else _plain(part, layouts)
            if plain != [] and plain != {}:
                fields[name] = plain
        return {kind.__name__: fields}
    if kind is date:
        return {"date": str(value)}
    match value:
        case Currency():
            return [value.code, value.digits]
        case tuple():
            return [_plain(item, layouts) for item in value]
        case Enum():
            return _plain(value.value, layouts)
        case bool():
            return {"flag": int(value)}
        case None | int() | str():
            return value
        case Decimal() | Fraction():
            exact = Fraction(value)
            return exact.numerator if exact.denominator == 1 else {"number": str(exact)}
        case datetime():
            return {"instant": value.astimezone(UTC).isoformat()}
        case date():
            return {"date": value.isoformat()}
        case Money():
            return {"money": [value.minor, value.currency.code, value.currency.digits]}
        case DateRange():
            return {"during": str(value)}
        case More():
            return {name: _plain(column, layouts) for name, column in value.pairs}
    if not attrs.has(kind):
        raise WrongTypeError("value", value, "be a record or one of its values")
    layouts[kind] = tuple(sorted((a.alias or a.name, a.name) for a in attrs.fields(kind) if a.init))
    return _plain(value, layouts)
