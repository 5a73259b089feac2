"""Values that say themselves what they are: kind, schema version, upgrade, and which kind may stand where."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from types import MappingProxyType
from typing import cast

import attrs

from salesmgmt.documents.containers import Assorted
from salesmgmt.documents.faults import Fault, Faults
from salesmgmt.documents.forms import KIND, SCHEMA, Form, Sheet, Shelf
from salesmgmt.documents.history import Document, Json
from salesmgmt.documents.scalars import EXACT

__all__ = [
    "form_of_kind",
    "read_tagged",
    "tagged",
    "tagged_schema",
    "upgraded",
    "with_entries",
    "written_form",
]

_BUILT_IN = MappingProxyType({form.tag: cls for cls, form in EXACT.items()})
_SET = Assorted.tag
_LONGEST_KIND = 200


def form_of_kind(shelf: Shelf, given: dict[str, object], allows: Callable[[type], bool], rule: str) -> Form:
    """The form of the kind that an object names.

    Args:
        shelf: Where the forms stand.
        given: The object.
        allows: Whether a class may stand here.
        rule: What is accepted, for the error.
    """
    if KIND not in given:
        raise Faults([((KIND,), Fault(None, f"be given, to {rule}"))])
    kind = given[KIND]
    found = None
    if type(kind) is str and len(kind) <= _LONGEST_KIND:
        found = _BUILT_IN.get(kind, frozenset if kind == _SET else None)
        found = found or shelf.kinds.class_of(shelf.kinds.current(kind))
    if found is None or not allows(found):
        raise Faults([((KIND,), Fault(kind, rule))])
    return shelf.of_class(found)


def read_tagged(shelf: Shelf, given: dict[str, object], form: Form) -> object:
    """The value of a tagged object, whose form is known."""
    if form.tag in _BUILT_IN or form.tag == _SET:
        if SCHEMA in given:
            raise Faults([((SCHEMA,), Fault(given[SCHEMA], f"be left out for the kind {form.tag}"))])
        return form.read_body(given)
    return form.read_body(upgraded(shelf, given, form.tag))


def upgraded(shelf: Shelf, given: dict[str, object], kind: str | None) -> dict[str, object]:
    """An object in the schema that this release writes; without a `schema`, it is of the first.

    Args:
        shelf: Where the forms stand.
        given: The object.
        kind: Its kind, under its present name; None for a class without one.
    """
    newest = shelf.kinds.schema_of(kind)
    version = given.get(SCHEMA, 1)
    if type(version) is not int or version < 1:
        raise Faults([((SCHEMA,), Fault(version, "be the number of a schema, from 1"))])
    if version > newest:
        rule = f"be at most {newest}; a newer release wrote this document, and can read it"
        raise Faults([((SCHEMA,), Fault(version, rule))])
    if version == newest or kind is None:
        return given
    document = cast(Document, dict(given))
    for step, upgrade in enumerate(shelf.kinds.upgrades_of(kind)[version - 1 :], version):
        try:
            document = dict(upgrade(document))
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
            raise Fault(given, f"be of kind {kind} in schema {step}; its upgrade ends in {problem}") from None
    return cast("dict[str, object]", document)


def written_form(shelf: Shelf, value: object) -> Form:
    """The form of a value whose type no annotation tells."""
    cls = type(value)
    if cls in EXACT:
        return EXACT[cls]
    if cls is frozenset or ((attrs.has(cls) or isinstance(value, Enum)) and shelf.kinds.kind_of(cls)):
        return shelf.of_class(cls)
    rule = "be public in a package of the library, or be handed in by its class"
    raise Fault(
        f"<{cls.__name__}>", rule if attrs.has(cls) or isinstance(value, Enum) else "be an immutable value"
    )


def tagged(shelf: Shelf, value: object, form: Form, *, always: bool = False) -> Document:
    """A value with its kind, and with its schema where that is not the first or is always wanted."""
    if form.tag is None:
        raise Fault(
            f"<{type(value).__name__}>", "be public in a package of the library, or be handed in by its class"
        )
    version = shelf.kinds.schema_of(form.tag)
    schema: Document = {SCHEMA: version} if always or version > 1 else {}
    return {KIND: form.tag, **schema, **form.write_body(value)}


def tagged_schema(shelf: Shelf, form: Form, sheet: Sheet, *, always: bool = False) -> Document:
    """JSON Schema of a tagged value; `schema` may be left out where it is the first, unless always wanted."""
    own: Document = {KIND: {"const": form.tag}}
    needed: list[Json] = [KIND]
    if form.tag not in _BUILT_IN and form.tag != _SET:
        version = shelf.kinds.schema_of(form.tag)
        own[SCHEMA] = {"const": version}
        if always or version > 1:
            needed.append(SCHEMA)
    return with_entries(form.body_schema(sheet), own, needed)


def with_entries(described: Document, properties: Document, required: list[Json]) -> Document:
    """JSON Schema of an object with some entries more, which come first."""
    there, needed = described["properties"], described["required"]
    return {
        **described,
        "properties": {**properties, **(there if isinstance(there, dict) else {})},
        "required": [*required, *(needed if isinstance(needed, list) else [])],
    }
