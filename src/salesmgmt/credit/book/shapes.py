"""What rows look like: what is missing in one, or of another type, is named before anything is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from attrs import fields

from salesmgmt.calendars import as_date
from salesmgmt.credit.book.entries import standing_of
from salesmgmt.credit.book.facts import KIND_OF_NAME
from salesmgmt.credit.book.standing import CustomerStanding
from salesmgmt.errors import InvalidValueError, SalesmgmtError, WrongTypeError

__all__ = ["SCHEMA", "check_shape", "is_text"]

SCHEMA: Final = 1


def is_text(value: object) -> bool:
    """Whether something is a text with at least one character."""
    return isinstance(value, str) and bool(value)


def _is_version(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and as_date(value) >= date.min
    except SalesmgmtError:
        return False


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(is_text, value))


def _are_wakes(value: object) -> bool:
    return isinstance(value, Mapping) and _are_texts([*value]) and all(map(_is_day, value.values()))


def _are_corrected(value: object) -> bool:
    return isinstance(value, list) and all(
        _are_texts(one) and len(one) == 3 and one[0] in KIND_OF_NAME for one in value
    )


def _are_lists(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, list) for one in value)


def _is_standing(value: object) -> bool:
    if not isinstance(value, Mapping):
        return value is None
    try:
        return set(value) <= _PARTS and standing_of({**value}) is not None
    except SalesmgmtError:
        return False


_PARTS: Final = frozenset(one.name for one in fields(CustomerStanding))


def _is_any(value: object) -> bool:
    return True


_Part: TypeAlias = tuple[type, Callable[[object], bool]]

_BOTH: Final[Mapping[str, _Part]] = MappingProxyType(
    {"currency": (str, _is_any), "day": (str, _is_day), "version": (int, _is_version)}
)
_SHAPES: Final[Mapping[str, Mapping[str, _Part]]] = MappingProxyType(
    {
        "account": MappingProxyType(
            {
                "customer": (str, is_text),
                **_BOTH,
                "closed": (str, _is_day),
                "cash": (int, _is_any),
                "counted": (int, _is_any),
                "pools": (list, _are_texts),
                "standing": (object, _is_standing),
                "corrected": (list, _are_corrected),
                "entries": (list, _are_lists),
            }
        ),
        "pool": MappingProxyType(
            {"pool": (str, is_text), **_BOTH, "used": (int, _is_any), "wakes": (dict, _are_wakes)}
        ),
    }
)
_WORDS: Final[Mapping[type, str]] = MappingProxyType(
    {str: "a text", int: "a whole number", list: "a list", dict: "a mapping"}
)


def check_shape(row: Mapping[str, Any]) -> None:
    """See that a row has what `to_row` and `pool_row` put there.

    Raises:
        InvalidValueError: If it is another kind of row, or something is missing or none that `to_row` or
            `pool_row` makes.
        WrongTypeError: If it is no mapping, or something in it has another type.
    """
    if not isinstance(row, Mapping):
        raise WrongTypeError("row", row, "be a mapping as to_row() makes it")
    kind = row.get("kind")
    if row.get("schema") != SCHEMA or not isinstance(kind, str) or kind not in _SHAPES:
        found = (row.get("schema"), kind)
        raise InvalidValueError("row", found, f"be an account or a pool of schema {SCHEMA}")
    for name, (wanted, is_right) in _SHAPES[kind].items():
        if name not in row:
            raise InvalidValueError("row", sorted(row), f"have {name}, as to_row() makes it")
        if wanted is not object and type(row[name]) is not wanted:
            raise WrongTypeError(name, row[name], f"be {_WORDS[wanted]}, as to_row() makes it")
        if not is_right(row[name]):
            rule = "be a date" if is_right is _is_day else "be as to_row() and pool_row() make it"
            raise InvalidValueError(name, row[name], rule)
