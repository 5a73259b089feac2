"""Forms of several values: lists in order, rows of fixed length, sets, and mappings."""

# The methods of a form are documented at `Form`.
# ruff: noqa: D102

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import cast

from salesmgmt.documents.faults import Fault, Faults, Place
from salesmgmt.documents.forms import Form, Sheet
from salesmgmt.documents.history import Document, Json

__all__ = ["Assorted", "Listed", "Mapped", "Row", "line"]


def line(given: object) -> str:
    """A part of a document as one canonical line of JSON: ASCII, keys sorted, no blanks."""
    return json.dumps(given, sort_keys=True, separators=(",", ":"))


def _items(value: object, cls: type, rule: str) -> list[object]:
    if not isinstance(value, cls):
        raise Fault(f"<{type(value).__name__}>" if cls is not list else value, rule)
    return list(cast("list[object]", value))


class Listed(Form):
    """A tuple of any length, as a list."""

    json_types = frozenset({"array"})

    def __init__(self, item: Form) -> None:
        self._item = item

    def accepts(self, value: object) -> bool:
        return isinstance(value, tuple)

    def read(self, given: object) -> object:
        if type(given) is not list:
            raise Fault(given, "be a list")
        return tuple(_read_all(given, self._item))

    def write(self, value: object) -> Json:
        return _write_all(_items(value, tuple, "be a tuple"), self._item)

    def schema(self, sheet: Sheet) -> Document:
        return {"type": "array", "items": self._item.schema(sheet)}


class Assorted(Form):
    """A set, as a list in the order of the canonical texts."""

    json_types = frozenset({"array"})
    tag = "set"

    def __init__(self, item: Form) -> None:
        self._item = item

    def accepts(self, value: object) -> bool:
        return isinstance(value, frozenset)

    def read(self, given: object) -> object:
        if type(given) is not list:
            raise Fault(given, "be a list")
        values = _read_all(given, self._item)
        found: set[object] = set()
        places: list[Place] = []
        for index, value in enumerate(values):
            try:
                new = value not in found
            except TypeError:
                places.append(((index,), Fault(given[index], "be hashable, to stand in a set")))
                continue
            if not new:
                places.append(((index,), Fault(given[index], "be listed once")))
            found.add(value)
        if places:
            raise Faults(places)
        return frozenset(found)

    def write(self, value: object) -> Json:
        return sorted(_write_all(_items(value, frozenset, "be a frozenset"), self._item), key=line)

    def schema(self, sheet: Sheet) -> Document:
        return {"type": "array", "items": self._item.schema(sheet), "uniqueItems": True}


class Row(Form):
    """A tuple of a fixed length, each place with a form of its own."""

    json_types = frozenset({"array"})

    def __init__(self, items: tuple[Form, ...]) -> None:
        self._items = items
        self._rule = f"be a list of {len(items)}"

    def accepts(self, value: object) -> bool:
        return isinstance(value, tuple) and len(value) == len(self._items)

    def read(self, given: object) -> object:
        if type(given) is not list or len(given) != len(self._items):
            raise Fault(given, self._rule)
        read: list[object] = []
        places: list[Place] = []
        for index, (form, item) in enumerate(zip(self._items, given, strict=True)):
            try:
                read.append(form.read(item))
            except Exception as error:
                places.append(((index,), error))
        if places:
            raise Faults(places)
        return tuple(read)

    def write(self, value: object) -> Json:
        items = _items(value, tuple, self._rule)
        if len(items) != len(self._items):
            raise Fault("<tuple>", self._rule)
        written: list[Json] = []
        for index, (form, item) in enumerate(zip(self._items, items, strict=True)):
            try:
                written.append(form.write(item))
            except Exception as error:
                raise Faults([((index,), error)]) from None
        return written

    def schema(self, sheet: Sheet) -> Document:
        if not self._items:
            return {"type": "array", "maxItems": 0}
        places: list[Json] = [form.schema(sheet) for form in self._items]
        return {"type": "array", "prefixItems": places, "items": False, "minItems": len(places)}


class Mapped(Form):
    """A mapping, as an object; its keys are texts, or values that are written as text.

    Args:
        key: Form of the keys.
        item: Form of the values.
        cls: Class to which the mapping is handed; None leaves it a dict.
        tag: Kind of that class.
    """

    json_types = frozenset({"object"})

    def __init__(self, key: Form, item: Form, cls: type | None = None, tag: str | None = None) -> None:
        self._key, self._item, self._cls, self.tag = key, item, cls, tag

    def accepts(self, value: object) -> bool:
        return isinstance(value, Mapping if self._cls is None else self._cls)

    def read(self, given: object) -> object:
        if type(given) is not dict:
            raise Fault(given, "be an object")
        read: dict[object, object] = {}
        places: list[Place] = []
        for key, item in given.items():
            try:
                name = self._key.read(key)
                if name in read:
                    raise Fault(key, "stand once; another spelling of it is there too")
                read[name] = self._item.read(item)
            except Exception as error:
                places.append(((key,), error))
        if places:
            raise Faults(places)
        return read if self._cls is None else self._cls(read)

    def write(self, value: object) -> Json:
        if not isinstance(value, Mapping):
            raise Fault(f"<{type(value).__name__}>", "be a mapping")
        written: Document = {}
        for key, item in self._pairs(value):
            try:
                written[key] = self._item.write(item)
            except Exception as error:
                raise Faults([((key,), error)]) from None
        return written

    def _pairs(self, value: Mapping[object, object]) -> Iterator[tuple[str, object]]:
        for key, item in value.items():
            text = self._key.write(key)
            if type(text) is not str:
                raise Fault(text, "be a name that can be written as text")
            yield text, item

    def schema(self, sheet: Sheet) -> Document:
        return {"type": "object", "additionalProperties": self._item.schema(sheet)}


def _read_all(given: list[object], item: Form) -> list[object]:
    read = item.read
    values: list[object] = []
    places: list[Place] = []
    for index, part in enumerate(given):
        try:
            values.append(read(part))
        except Exception as error:
            places.append(((index,), error))
    if places:
        raise Faults(places)
    return values


def _write_all(values: list[object], item: Form) -> list[Json]:
    written: list[Json] = []
    for index, value in enumerate(values):
        try:
            written.append(item.write(value))
        except Exception as error:
            raise Faults([((index,), error)]) from None
    return written
