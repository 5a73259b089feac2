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

Json: TypeAlias = str | int | bool | None | list["Json"] | dict[str, "Json"]


def digest_of(records: Iterable[object]) -> str:
    """SHA-256 over the canonical lines of the records, sorted, as 64 hexadecimal digits.

    Each line is the JSON of the kind and its fields, keys sorted, without spaces, in UTF-8; numbers are exact
    texts, dates ISO, instants in UTC, amounts minor units beside their currency's code.

    Raises:
        WrongTypeError: If a record holds something that has no canonical form.
    """
    total = hashlib.sha256()
    for line in sorted(canonical_line(record) for record in records):
        total.update(line.encode())
        total.update(b"\n")
    return total.hexdigest()


def canonical_line(record: object) -> str:
    """One record as canonical JSON text on one line."""
    return json.dumps(_plain(record), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> Json:
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return _plain(value.value)
        case str():
            return value
        case Decimal() | Fraction():
            return {"number": str(Fraction(value))}
        case datetime():
            return {"instant": value.astimezone(UTC).isoformat()}
        case date():
            return {"date": value.isoformat()}
        case Money():
            return {"money": [value.minor, value.currency.code]}
        case Currency():
            return value.code
        case DateRange():
            return {"during": [str(value.start or ""), str(value.end or "")]}
        case tuple():
            return [_plain(item) for item in value]
    if attrs.has(type(value)):
        fields = {a.alias: _plain(getattr(value, a.name)) for a in attrs.fields(type(value)) if a.init}
        return {type(value).__name__: fields}
    raise WrongTypeError("value", value, "be a record or one of its values")
