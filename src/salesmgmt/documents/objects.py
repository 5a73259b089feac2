"""The form of an attrs class: an object with the arguments of its constructor."""

# The methods of a form are documented at `Form`.
# ruff: noqa: D102

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import get_origin

from salesmgmt.documents.faults import Fault, Faults, Place
from salesmgmt.documents.forms import KIND, SCHEMA, Form, Sheet, Shelf, object_schema
from salesmgmt.documents.history import Document, Json
from salesmgmt.documents.members import CURRENCY, Member, members_of, with_minor_units
from salesmgmt.documents.refusals import places_of
from salesmgmt.documents.structuring import structurer
from salesmgmt.documents.tagging import form_of_kind, read_tagged, tagged, upgraded, with_entries

__all__ = ["ObjectForm", "tagged_choices"]


class ObjectForm(Form):
    """An attrs class, as an object with one entry per argument of its constructor.

    Entries that equal the argument's default are left out. Arguments called `kind` or `schema` get an
    underscore, since these two words are the document's own.

    Args:
        shelf: Where the forms stand.
        cls: The class.
        arguments: What its type variables stand for, where an annotation says so.
    """

    json_types = frozenset({"object"})

    def __init__(self, shelf: Shelf, cls: type, arguments: tuple[object, ...] = ()) -> None:
        self.tag = shelf.kinds.kind_of(cls)
        self._shelf, self._cls, self._arguments = shelf, cls, arguments
        self._newest = shelf.kinds.schema_of(self.tag)
        self._members: tuple[Member, ...] | None = None
        self._structure: Callable[[dict[str, object]], object] | None = None
        self._amounts: tuple[str, ...] = ()

    @property
    def cls(self) -> type:
        """The class."""
        return self._cls

    @property
    def members(self) -> tuple[Member, ...]:
        """The entries, in the order of the fields."""
        if self._members is None:
            meaning = dict(zip(getattr(self._cls, "__parameters__", ()), self._arguments, strict=False))
            members = tuple(members_of(self._shelf, self._cls, meaning))
            # Another thread that finds the members finds the amounts too.
            self._amounts = tuple(member.key for member in members if member.is_amount)
            self._members = members
        return self._members

    def accepts(self, value: object) -> bool:
        return isinstance(value, self._cls)

    def read(self, given: object) -> object:
        if type(given) is not dict:
            raise Fault(given, f"be an object with the fields of {self._cls.__name__}")
        if KIND in given:
            form = form_of_kind(self._shelf, given, self._allows, f"be a {self._cls.__name__}")
            own = isinstance(form, ObjectForm) and form.cls is self._cls
            return read_tagged(self._shelf, given, self if own else form)
        if SCHEMA in given or self._newest > 1:
            given = upgraded(self._shelf, given, self.tag)
        return self.read_body(given)

    def _allows(self, cls: type) -> bool:
        return issubclass(cls, self._cls)

    def read_body(self, given: dict[str, object]) -> object:
        members = self.members
        if self._structure is None:
            self._structure = structurer(
                self._cls,
                {member.name: member.key for member in members},
                {member.name: member.form.read for member in members},
                self._refused,
            )
        fields = given
        if KIND in given or SCHEMA in given:
            fields = {key: part for key, part in given.items() if key not in (KIND, SCHEMA)}
        if self._amounts:
            fields = with_minor_units(self._shelf, self._amounts, fields)
        return self._structure(fields)

    def _refused(self, given: Mapping[str, object], error: Exception) -> list[Place]:
        read = {m.name: m.form.read(given[m.key]) for m in self.members if m.key in given}
        return places_of(self._cls, self._keys_of, read, error)

    def _keys_of(self, cls: type) -> dict[str, str]:
        form = self if cls is self._cls else self._shelf.of_class(cls)
        return {m.name: m.key for m in form.members} if isinstance(form, ObjectForm) else {}

    def write(self, value: object) -> Json:
        if type(value) is not self._cls:
            if not isinstance(value, self._cls):
                raise Fault(f"<{type(value).__name__}>", f"be a {self._cls.__name__}")
            return tagged(self._shelf, value, self._shelf.of_class(type(value)))
        body = self.write_body(value)
        return {SCHEMA: self._newest, **body} if self._newest > 1 else body

    def write_body(self, value: object) -> Document:
        written: Document = {}
        for member in self.members:
            item = getattr(value, member.name)
            if item is member.default:
                continue
            try:
                part = member.write(item, value)
            except Exception as error:
                raise Faults([((member.key,), error)]) from None
            if not member.is_default(item, part):
                written[member.key] = part
        return written

    def schema(self, sheet: Sheet) -> Document:
        own = self._reference(sheet)
        heirs = tagged_choices(self._shelf, self._shelf.kinds.heirs_of(self._cls), sheet)
        return {"anyOf": [own, *heirs]} if heirs else own

    def tagged_schema(self, sheet: Sheet) -> Document:
        """JSON Schema of the object with its kind."""
        return {**self._reference(sheet), "required": [KIND]}

    def _reference(self, sheet: Sheet) -> Document:
        return sheet.reference(self, self._name(), lambda: self._definition(sheet))

    def _name(self) -> str:
        return ".".join([self.tag or self._cls.__name__, *map(_word, self._arguments)])

    def _definition(self, sheet: Sheet) -> Document:
        own: Document = {}
        if self.tag is not None:
            own = {KIND: {"const": self.tag}, SCHEMA: {"const": self._newest}}
        summary = (self._cls.__doc__ or "").strip().partition("\n")[0]
        return {
            "title": self._cls.__name__,
            **({"description": summary} if summary else {}),
            **with_entries(self.body_schema(sheet), own, [SCHEMA] if self._newest > 1 else []),
        }

    def body_schema(self, sheet: Sheet) -> Document:
        properties: Document = {}
        for member in self.members:
            part = member.form.schema(sheet)
            if member.has_default and not member.is_amount:
                part = {**part, "default": member.written}
            properties[member.key] = part
        required: list[Json] = [member.key for member in self.members if member.is_required]
        amounts = [m.key for m in self.members if m.is_amount and "null" not in m.form.json_types]
        beside: Document = {key: [CURRENCY] for key in amounts}
        return object_schema(properties, required, **({"dependentRequired": beside} if beside else {}))


def tagged_choices(shelf: Shelf, classes: Iterable[type], sheet: Sheet) -> list[Json]:
    """JSON Schemas of the objects of some classes, each with its kind."""
    forms = [shelf.of_class(cls) for cls in classes]
    return [form.tagged_schema(sheet) for form in forms if isinstance(form, ObjectForm)]


def _word(argument: object) -> str:
    """A type as part of a name: `Rate`, `tuple_str`."""
    name = argument.__name__ if isinstance(argument, type) and get_origin(argument) is None else str(argument)
    return re.sub(r"\W+", "_", name).strip("_")
