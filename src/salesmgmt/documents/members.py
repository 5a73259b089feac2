"""The entries of an object: what each is called, how it is read and written, and what it is by default."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, cast

import attrs
from attrs import frozen

from salesmgmt.documents import texts
from salesmgmt.documents.containers import line
from salesmgmt.documents.faults import Fault, Faults
from salesmgmt.documents.forms import KIND, SCHEMA, Form, Sheet, Shelf
from salesmgmt.documents.hints import field_hints, substituted
from salesmgmt.documents.history import Document, Json
from salesmgmt.money import Currency

__all__ = ["CURRENCY", "Member", "members_of", "with_minor_units"]

CURRENCY = "currency"
_MINOR = "_minor"
_NEVER = object()
_FACTORY = cast(type, attrs.Factory)


class _Factory(Protocol):
    takes_self: bool
    factory: Callable[[], object]


@frozen(eq=False)
class Member:
    """One field of a class, as an entry of an object.

    Attributes:
        name: Name of the attribute.
        key: Name of the entry.
        form: Form of its values.
        is_required: Whether the class has no default for it.
        default: What it is where the document leaves it out; a mark of its own where that cannot be told.
        written: The default as it would stand in a document.
        is_amount: Whether it counts minor units of the object's currency; it is written in major ones.
    """

    name: str
    key: str
    form: Form
    is_required: bool
    default: object
    written: Json
    is_amount: bool

    @property
    def has_default(self) -> bool:
        """Whether the default is known, and can be written."""
        return self.default is not _NEVER

    def is_default(self, value: object, written: Json) -> bool:
        """Whether leaving the entry out would give the same value back."""
        if self.is_amount:
            return value == self.default
        default = self.written
        if self.default is _NEVER or type(written) is not type(default):
            return False
        if isinstance(written, list | dict) and isinstance(default, list | dict):
            return len(written) == len(default) and line(written) == line(default)
        return written == default

    def write(self, value: object, owner: object) -> Json:
        """The entry for a value of the field."""
        if not self.is_amount or value is None:
            return self.form.write(value)
        currency = getattr(owner, CURRENCY)
        if type(value) is not int or not isinstance(currency, Currency):
            raise Fault(f"<{type(value).__name__}>", "be an int of minor units, beside a Currency")
        return texts.major_text(value, currency.digits)


class Amount(Form):
    """An amount in major units, whose currency is another entry of the same object.

    The digits of the currency are needed to read it; so `with_minor_units` has put minor units, or the fault
    that it found, in its place before.
    """

    def __init__(self, form: Form) -> None:
        self._form = form
        self.json_types = (form.json_types - {"integer"}) | {"string"}

    def read(self, given: object) -> object:
        if isinstance(given, Fault):
            raise given
        return self._form.read(given)

    def write(self, value: object) -> Json:
        return self._form.write(value)

    def schema(self, sheet: Sheet) -> Document:
        return {
            "type": ["string", "null"] if "null" in self.json_types else "string",
            "pattern": f"^(?:{texts.MAJOR})$",
        }


def members_of(shelf: Shelf, cls: type, meaning: dict[object, object]) -> Iterator[Member]:
    """The entries of a class, in the order of its fields.

    Args:
        shelf: Where the forms stand.
        cls: An attrs class.
        meaning: What its type variables stand for, where that is known.
    """
    hints = field_hints(cls, shelf.kinds.own)
    fields = [field for field in attrs.fields(cls) if field.init]
    has_currency = any(field.name == CURRENCY for field in fields)
    taken = {KIND, SCHEMA}
    for field in fields:
        alias = key = field.alias or field.name
        while key in taken:
            key += "_"
        taken.add(key)
        form = shelf.of(substituted(hints[field.name], meaning))
        is_amount = has_currency and field.name == alias + _MINOR and "integer" in form.json_types
        default, written = _default_of(field, form)
        yield Member(
            name=field.name,
            key=key,
            form=Amount(form) if is_amount else form,
            is_required=field.default is attrs.NOTHING,
            default=default,
            written=written,
            is_amount=is_amount,
        )


def _default_of(field: attrs.Attribute[object], form: Form) -> tuple[object, Json]:
    """The default as the class ends up with it, and its form; a mark where one of the two cannot be told."""
    default = field.default
    if default is attrs.NOTHING:
        return _NEVER, None
    try:
        if isinstance(default, _FACTORY):
            factory = cast(_Factory, default)
            if factory.takes_self:
                return _NEVER, None
            default = factory.factory()
        if field.converter is not None:
            default = cast(Callable[[object], object], field.converter)(default)
        return default, form.write(default)
    except Exception:
        return _NEVER, None


def with_minor_units(shelf: Shelf, keys: Sequence[str], given: dict[str, object]) -> dict[str, object]:
    """An object whose amounts, under these keys, are minor units or the fault that stands against them."""
    fields = dict(given)
    stated = given.get(CURRENCY)
    digits: int | None = None
    if stated is not None:
        try:
            currency = shelf.of_class(Currency).read(stated)
        except (Fault, Faults):
            currency = None
        if isinstance(currency, Currency):
            digits = currency.digits
    for key in keys:
        text = given.get(key)
        if text is None:
            continue
        try:
            fields[key] = texts.minor_of(text, digits)
        except Fault as fault:
            fields[key] = fault
        else:
            if stated is None:
                fields[key] = Fault(text, "have a currency beside it")
    return fields
