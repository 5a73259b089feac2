"""What the values of a type look like in a document: reading, writing and describing, side by side.

A form belongs to a type as an annotation states it. Where the annotation tells the type, a value stands in
its bare form (`"2026-03-31"` for a date). Where it leaves a choice, the value is tagged with its kind
(`{"kind": "date", "value": "2026-03-31"}`), unless its bare form alone tells it apart.
"""

# The methods of a form are documented at `Form`.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from salesmgmt.documents.faults import Fault, Faults
from salesmgmt.documents.history import Document, Json
from salesmgmt.documents.kinds import Kinds

__all__ = ["KIND", "SCHEMA", "VALUE", "Form", "Sheet", "Shelf", "Unfit", "object_schema", "quoted"]

KIND, SCHEMA, VALUE = "kind", "schema", "value"


def quoted(names: list[str]) -> str:
    """Names as JSON texts, joined by commas, for a rule."""
    return ", ".join(f'"{name}"' for name in names)


def object_schema(properties: Document, required: list[Json], **rest: Json) -> Document:
    """JSON Schema of an object with these entries and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        **rest,
        "additionalProperties": False,
    }


class Sheet:
    """A JSON Schema under construction: definitions by name, made once, so that types may hold themselves."""

    def __init__(self) -> None:
        self.definitions: dict[str, Json] = {}
        self._names: dict[Form, str] = {}

    def reference(self, form: Form, name: str, make: Callable[[], Document]) -> Document:
        """A reference to the definition of a form."""
        known = self._names.get(form)
        if known is None:
            taken = set(self._names.values())
            known = name if name not in taken else f"{name}.{len(taken)}"
            self._names[form] = known
            self.definitions[known] = make()
        return {"$ref": f"#/$defs/{known}"}


class Form:
    """How the values of one type stand in a document.

    Attributes:
        json_types: The JSON types that a bare value may have.
        tag: The kind that tells the type where an annotation does not; None where there is none.
        grammar: Name of what its texts look like; no text is of two grammars. Empty for any text.
    """

    json_types: frozenset[str] = frozenset()
    tag: str | None = None
    grammar: str = ""

    def accepts(self, value: object) -> bool:
        """Whether a value is of the type, as far as a first look tells."""
        raise NotImplementedError

    def read(self, given: object) -> object:
        """The value that a bare form stands for; raises `Fault` or `Faults`."""
        raise NotImplementedError

    def write(self, value: object) -> Json:
        """The bare form of a value; raises `Fault` or `Faults`."""
        raise NotImplementedError

    def schema(self, sheet: Sheet) -> Document:
        """JSON Schema of the bare form."""
        raise NotImplementedError

    def read_body(self, given: dict[str, object]) -> object:
        """The value that a tagged form stands for, once its kind and schema have been looked at."""
        places = [
            ((key,), Fault(given[key], f'be left out; beside "{KIND}" there is only "{VALUE}"'))
            for key in sorted(given.keys() - {KIND, SCHEMA, VALUE})
        ]
        if VALUE not in given:
            raise Faults([*places, ((VALUE,), Fault(None, "be given"))])
        try:
            value = self.read(given[VALUE])
        except Exception as error:
            raise Faults([*places, ((VALUE,), error)]) from None
        if places:
            raise Faults(places)
        return value

    def write_body(self, value: object) -> Document:
        """The tagged form of a value without its kind and schema."""
        try:
            return {VALUE: self.write(value)}
        except Exception as error:
            raise Faults([((VALUE,), error)]) from None

    def body_schema(self, sheet: Sheet) -> Document:
        """JSON Schema of the tagged form, but for kind and schema."""
        return object_schema({VALUE: self.schema(sheet)}, [VALUE])


class Shelf(Protocol):
    """Where the forms stand: each is made when it is first asked for."""

    @property
    def kinds(self) -> Kinds:
        """The names of kinds."""
        ...

    def of(self, hint: object) -> Form:
        """The form of a type, as an annotation states it."""
        ...

    def of_class(self, cls: type) -> Form:
        """The form of a class that has a kind."""
        ...


class Unfit(Form):
    """The form of a type that documents cannot hold: it reports so wherever it is met."""

    def __init__(self, rule: str) -> None:
        self._rule = rule

    def accepts(self, value: object) -> bool:
        return False

    def read(self, given: object) -> object:
        raise Fault(given, self._rule)

    def write(self, value: object) -> Json:
        raise Fault(f"<{type(value).__name__}>", self._rule)

    def schema(self, sheet: Sheet) -> Document:
        return {"not": {}, "description": f"Must {self._rule}."}
