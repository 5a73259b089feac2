"""Forms of single values: texts, numbers, dates, choices, and the four that JSON has itself."""

# The methods of a form are documented at `Form`.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType, NoneType
from typing import Generic, TypeVar, cast

from salesmgmt.documents import texts
from salesmgmt.documents.faults import Fault
from salesmgmt.documents.forms import Form, Sheet, quoted
from salesmgmt.documents.history import Document, Json

__all__ = ["EXACT", "NATURAL", "Choice", "Constants", "Exact", "Natural", "json_type"]

T = TypeVar("T")

_JSON_TYPES = MappingProxyType(
    {
        NoneType: "null",
        bool: "boolean",
        int: "integer",
        str: "string",
        list: "array",
        dict: "object",
    }
)


def json_type(given: object) -> str:
    """The JSON type of a part of a document; empty where it has none."""
    return _JSON_TYPES.get(type(given), "")


class Natural(Form):
    """A text, a whole number, a flag or nothing: what JSON has itself. It never needs a tag."""

    def __init__(self, cls: type, rule: str) -> None:
        self._cls = cls
        self._rule = rule
        self.json_types = frozenset({_JSON_TYPES[cls]})

    def accepts(self, value: object) -> bool:
        return isinstance(value, self._cls) and (self._cls is not int or not isinstance(value, bool))

    def read(self, given: object) -> object:
        if type(given) is not self._cls:
            raise Fault(given, self._rule)
        return given

    def write(self, value: object) -> Json:
        if type(value) is self._cls:
            return cast(Json, value)
        if not self.accepts(value):
            raise Fault(_shown(value), self._rule)
        return str.__str__(value) if isinstance(value, str) else int.__index__(cast(int, value))

    def schema(self, sheet: Sheet) -> Document:
        return {"type": _JSON_TYPES[self._cls]}


NATURAL = MappingProxyType(
    {
        str: Natural(str, "be text"),
        int: Natural(int, "be a whole number"),
        bool: Natural(bool, "be true or false"),
        NoneType: Natural(NoneType, "be null"),
    }
)


class Exact(Form, Generic[T]):
    """A number or a time, as text of a fixed grammar.

    Args:
        cls: The type.
        tag: Its kind, where the annotation does not tell.
        grammar: What its texts look like: a number, a date, a time.
        pattern: The same as JSON Schema has it.
        read: From text to value.
        write: From value to text.
        format: Name of the grammar in JSON Schema, where it has one.
    """

    json_types = frozenset({"string"})

    def __init__(
        self,
        cls: type[T],
        tag: str,
        grammar: str,
        pattern: str,
        read: Callable[[object], T],
        write: Callable[[T], str],
        *,
        format: str | None = None,  # noqa: A002 - JSON Schema's own word
    ) -> None:
        self.tag, self.grammar = tag, grammar
        self._cls, self._pattern, self._read, self._write, self._format = cls, pattern, read, write, format

    def accepts(self, value: object) -> bool:
        return type(value) is self._cls

    def read(self, given: object) -> object:
        return self._read(given)

    def write(self, value: object) -> Json:
        if type(value) is not self._cls:
            raise Fault(_shown(value), f"be a {self._cls.__name__}")
        return self._write(value)

    def schema(self, sheet: Sheet) -> Document:
        described: Document = {"type": "string", "pattern": f"^(?:{self._pattern})$"}
        if self._format is not None:
            described["format"] = self._format
        return described


EXACT: MappingProxyType[type, Form] = MappingProxyType(
    {
        Decimal: Exact(Decimal, "decimal", "number", texts.DECIMAL, texts.read_decimal, texts.decimal_text),
        Fraction: Exact(
            Fraction, "fraction", "number", texts.FRACTION, texts.read_fraction, texts.fraction_text
        ),
        float: Exact(float, "float", "number", texts.FLOAT, texts.read_float, texts.float_text),
        date: Exact(date, "date", "date", texts.DATE, texts.read_date, date.isoformat, format="date"),
        datetime: Exact(datetime, "datetime", "time", texts.INSTANT, texts.read_instant, datetime.isoformat),
    }
)


class Choice(Form):
    """A member of an enum, by its value."""

    def __init__(self, cls: type[Enum], tag: str | None) -> None:
        self.tag = tag
        self._cls = cls
        self._by_value = {member.value: member for member in cls}
        self._rule = f"be one of {', '.join(_choice_text(value) for value in self._by_value)}"
        self.json_types = frozenset(map(json_type, self._by_value))

    def accepts(self, value: object) -> bool:
        return isinstance(value, self._cls)

    def read(self, given: object) -> object:
        if type(given) in (str, int):
            found = self._by_value.get(given)
            if found is not None:
                return found
        raise Fault(given, self._rule)

    def write(self, value: object) -> Json:
        if not isinstance(value, self._cls) or type(value.value) not in (str, int):
            raise Fault(_shown(value), self._rule)
        return cast(Json, value.value)

    def schema(self, sheet: Sheet) -> Document:
        return {"enum": list(self._by_value)}


class Constants(Form):
    """One of a few texts, numbers or flags, as `Literal` lists them."""

    def __init__(self, values: tuple[object, ...]) -> None:
        self._values = {(type(value), value): value for value in values}
        self._rule = f"be one of {', '.join(map(_choice_text, values))}"
        self.json_types = frozenset(map(json_type, values))

    def accepts(self, value: object) -> bool:
        return isinstance(value, str | int | None) and (type(value), value) in self._values

    def read(self, given: object) -> object:
        if not isinstance(given, str | int | None) or (type(given), given) not in self._values:
            raise Fault(given, self._rule)
        return given

    def write(self, value: object) -> Json:
        return cast(Json, self.read(value))

    def schema(self, sheet: Sheet) -> Document:
        return {"enum": cast("list[Json]", list(self._values.values()))}


def _choice_text(value: object) -> str:
    return quoted([value]) if isinstance(value, str) else str(value)


def _shown(value: object) -> object:
    """A value as an error may keep it: what is no plain scalar is named by its type alone."""
    return value if value is None or type(value) in (str, int, bool) else f"<{type(value).__name__}>"
