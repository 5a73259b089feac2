"""Where rows come from: objects, mappings, columns; and how a cell is found in a row by a name or a path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TypeAlias

from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["ABSENT", "Absent", "cell_at", "names_of", "rows_in"]


class Absent(Enum):
    """Stands for a cell that a row has not, unlike one that it has and that is blank."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT
Column: TypeAlias = Iterable[object]

_ACCEPTED = "be rows (mappings or objects), a mapping of columns, or a DataFrame that is in memory"


def rows_in(given: object) -> Iterator[object]:
    """The rows of whatever holds rows or columns, one after the other.

    Raises:
        InvalidValueError: If columns differ in length, or two have one name.
        WrongTypeError: If the value holds neither rows nor columns.
    """
    if isinstance(given, str | bytes):
        raise WrongTypeError("rows", given, _ACCEPTED)
    columns = _columns(given)
    if columns is not None:
        return _across(columns)
    if not isinstance(given, Iterable):
        raise WrongTypeError("rows", given, _ACCEPTED)
    return iter(given)


def _columns(given: object) -> dict[str, list[object]] | None:
    """The columns of a mapping of columns or of a DataFrame; None where the value holds rows."""
    if isinstance(given, Mapping):
        return {str(name): _cells(column, name) for name, column in given.items()}
    if callable(getattr(given, "collect", None)):
        raise WrongTypeError("rows", type(given).__name__, _ACCEPTED)
    names = getattr(given, "column_names", None)
    if names is None:
        names = getattr(given, "columns", None)
    if not isinstance(names, Iterable) or isinstance(names, str) or not hasattr(given, "__getitem__"):
        return None
    listed = list(names)
    if len({str(name) for name in listed}) != len(listed):
        raise InvalidValueError("rows", listed, "name each column once")
    columns: dict[str, list[object]] = {}
    for name in listed:
        try:
            column = given[name]
        except TypeError:
            raise WrongTypeError("rows", type(given).__name__, _ACCEPTED) from None
        columns[str(name)] = _cells(column, name)
    return columns


def _cells(column: object, name: object) -> list[object]:
    for convert in ("to_pylist", "to_list"):
        listing = getattr(column, convert, None)
        if callable(listing):
            return list(listing())
    if isinstance(column, str | bytes) or not isinstance(column, Iterable):
        raise WrongTypeError("rows", column, f"hold columns of cells; {name!r} is none")
    return list(column)


def _across(columns: Mapping[str, list[object]]) -> Iterator[object]:
    lengths = {name: len(cells) for name, cells in columns.items()}
    if len(set(lengths.values())) > 1:
        raise InvalidValueError("rows", lengths, "have as many cells in one column as in the other")
    names = tuple(columns)
    return (dict(zip(names, cells, strict=True)) for cells in zip(*columns.values(), strict=True))


def names_of(row: object) -> Iterable[str]:
    """The names of a row's cells, where it is one that lists them."""
    if isinstance(row, dict | Mapping):
        return [name for name in row if isinstance(name, str)]
    return ()


def cell_at(row: object, path: str) -> object:
    """What a row has under a name, or step by step along a path with dots; ABSENT where it has nothing.

    A key that is spelt like the whole path comes before a path; a step that leads to None ends there.
    """
    if isinstance(row, dict | Mapping) and path in row:
        return row[path]
    value = row
    for name in path.split("."):
        if value is None:
            return None
        value = _step(value, name)
        if value is ABSENT:
            return ABSENT
    return value


def _step(value: object, name: str) -> object:
    if isinstance(value, dict | Mapping):
        return value.get(name, ABSENT)
    found: object = getattr(value, name, ABSENT)
    if found is not ABSENT and not callable(found):
        return found
    if hasattr(value, "keys") and hasattr(value, "__getitem__") and name in tuple(value.keys()):
        return value[name]
    return ABSENT
