"""Forms where an annotation leaves a choice: nothing or something, one of several types, or any type."""

# The methods of a form are documented at `Form`.
# ruff: noqa: D102

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from enum import Enum
from types import NoneType
from typing import TypeVar

import attrs

from salesmgmt.documents.faults import Fault, Faults
from salesmgmt.documents.forms import KIND, Form, Sheet, Shelf, quoted
from salesmgmt.documents.history import Document, Json
from salesmgmt.documents.objects import ObjectForm, tagged_choices
from salesmgmt.documents.scalars import NATURAL, Choice, json_type
from salesmgmt.documents.tagging import form_of_kind, read_tagged, tagged, tagged_schema, written_form

__all__ = ["Either", "Nullable", "Open"]

T = TypeVar("T")


class Nullable(Form):
    """Something, or nothing: null stands for None."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.json_types = form.json_types | {"null"}

    def accepts(self, value: object) -> bool:
        return value is None or self._form.accepts(value)

    def read(self, given: object) -> object:
        return None if given is None else self._form.read(given)

    def write(self, value: object) -> Json:
        return None if value is None else self._form.write(value)

    def schema(self, sheet: Sheet) -> Document:
        return {"anyOf": [{"type": "null"}, self._form.schema(sheet)]}


class Open(Form):
    """Whatever keeps a promise: a protocol, a base class, or any value at all.

    Objects carry their kind. Where anything may stand, texts, whole numbers, flags and null stand for
    themselves, and a list is a tuple of such values.

    Args:
        shelf: Where the forms stand.
        bound: The protocol or base class; `object` for anything.
    """

    def __init__(self, shelf: Shelf, bound: type) -> None:
        self._shelf, self._bound = shelf, bound
        self._anything = bound is object
        natural = ("string", "integer", "boolean", "null", "array") if self._anything else ()
        self.json_types = frozenset({"object", *natural})
        self._rule = "name a kind" if self._anything else f"be the kind of a {bound.__name__}"

    def allows(self, cls: type) -> bool:
        """Whether instances of a class may stand here."""
        if self._anything:
            return True
        if getattr(self._bound, "_is_protocol", False):
            given = {field.name for field in attrs.fields(cls)} if attrs.has(cls) else set()
            return all(name in given or hasattr(cls, name) for name in _promised(self._bound))
        return issubclass(cls, self._bound)

    def accepts(self, value: object) -> bool:
        return self.allows(type(value))

    def read(self, given: object) -> object:
        if type(given) is dict:
            form = form_of_kind(self._shelf, given, self.allows, self._rule)
            return read_tagged(self._shelf, given, form)
        if not self._anything:
            raise Fault(given, f"be an object with the kind of a {self._bound.__name__}")
        if type(given) is list:
            return self._shelf.of(tuple[object, ...]).read(given)
        if type(given) not in NATURAL:
            raise Fault(given, "be text, a whole number, true, false, null, a list or an object with a kind")
        return given

    def write(self, value: object) -> Json:
        if not self.allows(type(value)):
            raise Fault(f"<{type(value).__name__}>", f"be a {self._bound.__name__}")
        if self._anything:
            if isinstance(value, tuple):
                return self._shelf.of(tuple[object, ...]).write(value)
            if isinstance(value, str | int | None) and not isinstance(value, Enum):
                return NATURAL[_natural(value)].write(value)
        return tagged(self._shelf, value, written_form(self._shelf, value))

    def schema(self, sheet: Sheet) -> Document:
        name = "any" if self._anything else self._bound.__name__
        return sheet.reference(self, name, lambda: self._definition(sheet))

    def _definition(self, sheet: Sheet) -> Document:
        some: Document = {
            "type": "object",
            "properties": {KIND: {"type": "string"}},
            "required": [KIND],
        }
        if self._anything:
            items: Document = {"type": "array", "items": self.schema(sheet)}
            return {"anyOf": [{"type": ["string", "integer", "boolean", "null"]}, items, some]}
        if getattr(self._bound, "_is_protocol", False):
            return some
        heirs = tagged_choices(self._shelf, self._shelf.kinds.heirs_of(self._bound), sheet)
        return {"anyOf": heirs} if heirs else some


def _natural(value: str | int | None) -> type:
    return next(cls for cls in (bool, int, str, NoneType) if isinstance(value, cls))


def _promised(protocol: type) -> list[str]:
    """The names that a protocol asks for, its own and those of the protocols that it extends."""
    return [
        name
        for base in protocol.__mro__
        if getattr(base, "_is_protocol", False) and base.__module__ != "typing"
        for name in (*vars(base), *vars(base).get("__annotations__", ()))
        if not name.startswith("_") or name in ("__call__", "__contains__", "__iter__", "__len__")
    ]


class Either(Form):
    """One of several types.

    What JSON has itself stands for itself. Any other value stands bare where its JSON type, or the grammar of
    its text, tells it from the others, and tagged elsewhere; an object of a class always carries its kind.

    Args:
        shelf: Where the forms stand.
        forms: The forms of the types, None not among them.
    """

    def __init__(self, shelf: Shelf, forms: Sequence[Form]) -> None:
        self._shelf = shelf
        self._open = [form for form in forms if isinstance(form, Open)]
        closed = [form for form in forms if not isinstance(form, Open)]
        tagged_ones = [form for form in closed if form.tag is not None and _needs_tag(form, forms)]
        self._tagged = {form.tag: form for form in tagged_ones}
        self._bare = [form for form in closed if form not in tagged_ones]
        self._classes = {form.cls: form for form in tagged_ones if isinstance(form, ObjectForm)}
        # A member of an enum of texts is a text too, and is to be written as what it is.
        self._closed = sorted(closed, key=lambda form: not isinstance(form, Choice))
        objects = frozenset({"object"} if self._tagged else ())
        self.json_types = objects.union(*(form.json_types for form in (*self._bare, *self._open)))
        self._bare_types = frozenset[str]().union(*(form.json_types for form in self._bare))
        names = [form.tag for form in tagged_ones if form.tag is not None]
        self._kind_rule = (
            f"name one of the kinds {quoted(names)}" if names and not self._open else "name a kind"
        )
        self._rule = f"be of JSON type {' or '.join(sorted(self.json_types))}"

    def accepts(self, value: object) -> bool:
        return any(form.accepts(value) for form in (*self._closed, *self._open))

    def read(self, given: object) -> object:
        found = json_type(given)
        has_kinds = bool(self._tagged or self._open)
        if has_kinds and type(given) is dict and (KIND in given or "object" not in self._bare_types):
            form = form_of_kind(self._shelf, given, self._allows, self._kind_rule)
            return read_tagged(self._shelf, given, self._tagged.get(form.tag, form))
        forms = [form for form in (*self._bare, *self._open) if found in form.json_types]
        if not forms:
            raise Fault(given, self._rule)
        return _first([form.read for form in forms], given)

    def _allows(self, cls: type) -> bool:
        return (
            cls in self._classes
            or any(form.allows(cls) for form in self._open)
            or any(issubclass(cls, base) for base in self._classes)
            or self._shelf.of_class(cls).tag in self._tagged
        )

    def write(self, value: object) -> Json:
        own = self._classes.get(type(value))
        if own is not None:
            return tagged(self._shelf, value, own)
        forms = [form for form in self._closed if form.accepts(value)]
        writers = [self._write_tagged if form.tag in self._tagged else form.write for form in forms]
        writers += [form.write for form in self._open if form.accepts(value)]
        if not writers:
            raise Fault(f"<{type(value).__name__}>", self._rule)
        return _first(writers, value)

    def _write_tagged(self, value: object) -> Json:
        form = written_form(self._shelf, value)
        return tagged(self._shelf, value, self._tagged.get(form.tag, form))

    def schema(self, sheet: Sheet) -> Document:
        choices: list[Json] = [form.schema(sheet) for form in (*self._bare, *self._open)]
        for form in self._tagged.values():
            if isinstance(form, ObjectForm):
                choices.append(form.tagged_schema(sheet))
                choices += tagged_choices(self._shelf, self._shelf.kinds.heirs_of(form.cls), sheet)
            else:
                choices.append(tagged_schema(self._shelf, form, sheet))
        # Types that are written in another order are the same type: which one was read first is no matter.
        return {"anyOf": sorted(choices, key=lambda choice: json.dumps(choice, sort_keys=True))}


def _needs_tag(form: Form, forms: Sequence[Form]) -> bool:
    """Whether a bare value of a form could be taken for one of another."""
    return isinstance(form, ObjectForm) or any(
        name != "string" or not form.grammar or not other.grammar or form.grammar == other.grammar
        for other in forms
        if other is not form
        for name in form.json_types & other.json_types
    )


def _first(attempts: Sequence[Callable[[object], T]], given: object) -> T:
    """What the first attempt gives that succeeds; what stands against all of them where none does."""
    failures: list[Fault | Faults] = []
    for attempt in attempts:
        try:
            return attempt(given)
        except (Fault, Faults) as failure:
            failures.append(failure)
    plain = [failure for failure in failures if isinstance(failure, Fault)]
    if len(plain) > 1:
        raise Fault(plain[0].value, ", or ".join(dict.fromkeys(fault.rule for fault in plain)))
    raise failures[-1]
