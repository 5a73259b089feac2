"""What rows look like: what is missing in one, or of another type, is named before anything is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["SCHEMA", "check_shape"]

SCHEMA: Final = 1

_BOTH: Final[Mapping[str, type]] = MappingProxyType({"currency": str, "day": str, "version": int})
_SHAPES: Final[Mapping[str, Mapping[str, type]]] = MappingProxyType(
    {
        "account": MappingProxyType(
            {
                "customer": str,
                **_BOTH,
                "closed": str,
                "cash": int,
                "counted": int,
                "pools": list,
                "corrected": list,
                "entries": list,
            }
        ),
        "pool": MappingProxyType({"pool": str, **_BOTH, "used": int, "wakes": dict}),
    }
)
_WORDS: Final[Mapping[type, str]] = MappingProxyType(
    {str: "a text", int: "a whole number", list: "a list", dict: "a mapping"}
)


def check_shape(row: Mapping[str, Any]) -> None:
    """See that a row has what `to_row` and `pool_row` put there.

    Raises:
        InvalidValueError: If it is another kind of row, or something is missing or no date.
        WrongTypeError: If it is no mapping, or something in it has another type.
    """
    if not isinstance(row, Mapping):
        raise WrongTypeError("row", row, "be a mapping as to_row() makes it")
    kind = row.get("kind")
    if row.get("schema") != SCHEMA or not isinstance(kind, str) or kind not in _SHAPES:
        found = (row.get("schema"), kind)
        raise InvalidValueError("row", found, f"be an account or a pool of schema {SCHEMA}")
    for name, wanted in _SHAPES[kind].items():
        if name not in row:
            raise InvalidValueError("row", sorted(row), f"have {name}, as to_row() makes it")
        if type(row[name]) is not wanted:
            raise WrongTypeError(name, row[name], f"be {_WORDS[wanted]}, as to_row() makes it")
    for name in ("day", "closed"):
        if name in row:
            try:
                date.fromisoformat(row[name])
            except ValueError:
                raise InvalidValueError(name, row[name], "be a date, as to_row() makes it") from None
