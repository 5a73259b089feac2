"""Documents out of values, and values out of documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TypeAlias, TypeVar, overload

import attrs

from salesmgmt.documents.building import Forms
from salesmgmt.documents.containers import line
from salesmgmt.documents.faults import DocumentError, Fault, Faults, Place, problems_of
from salesmgmt.documents.forms import KIND, SCHEMA, Form, Sheet
from salesmgmt.documents.history import Document, Upgrade
from salesmgmt.documents.json_text import parsed, rendered
from salesmgmt.documents.kinds import Kinds
from salesmgmt.documents.sound import cleaned, is_sound
from salesmgmt.documents.tagging import form_of_kind, read_tagged, tagged, tagged_schema, written_form
from salesmgmt.documents.unions import Open
from salesmgmt.errors import WrongTypeError

__all__ = ["Classes", "Codec"]

T = TypeVar("T")

Classes: TypeAlias = Mapping[str, type] | Iterable[type]
"""A caller's own classes: by kind, or listed, which calls each by its top package and its name."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SUBJECT = "document"


class Codec:
    """Writes and reads documents, and keeps what it has learned about the classes that it met.

    The functions of this package make one for each call. Where many documents are written or read, one codec
    for all of them is several times faster. It may be shared between threads.

    Args:
        classes: Classes of your own that may stand in documents, by kind (`{"acme.MyDivision": MyDivision}`)
            or listed.
        upgrades: For kinds of your own: the function from schema 1 to 2, the one from 2 to 3, and so on. The
            number of upgrades is what makes the present schema.
        renamed: For kinds of your own: from a former name to the present one.

    Raises:
        InvalidValueError: If a kind is no dotted name, or belongs to the library.
        WrongTypeError: If a class is neither an attrs class nor an enum.

    Examples:
        >>> from salesmgmt.money import Money
        >>> codec = Codec()
        >>> codec.to_document(Money.of("USD 1,200.50"))
        {'kind': 'money.Money', 'schema': 1, 'value': 'USD 1200.50'}
        >>> codec.loads('{"kind": "money.Money", "schema": 1, "value": "USD 1200.50"}')
        Money.of('USD 1,200.50')
    """

    def __init__(
        self,
        classes: Classes = (),
        *,
        upgrades: Mapping[str, Iterable[Upgrade]] | None = None,
        renamed: Mapping[str, str] | None = None,
    ) -> None:
        self._forms = Forms(Kinds(classes, upgrades, renamed))

    def kind_of(self, cls: type) -> str | None:
        """The kind of a class; None where it is neither public in the library nor handed in."""
        return self._forms.kinds.kind_of(cls)

    def to_document(self, value: object) -> Document:
        """A value as a plain dict of texts, whole numbers, flags, None, lists and dicts.

        Raises:
            DocumentError: If the value, or something in it, has no kind, or is too deep or too long a number.
        """
        try:
            document = tagged(self._forms, value, self._form_of(value), always=True)
        except (Fault, Faults, RecursionError) as error:
            raise DocumentError(_SUBJECT, problems_of(error, _name_of(value))) from None
        if not is_sound(document):
            raise DocumentError(_SUBJECT, problems_of(Faults(cleaned(document)[1]), _name_of(value)))
        return document

    def _form_of(self, value: object) -> Form:
        if not attrs.has(type(value)) and not isinstance(value, Enum):
            raise Fault(
                f"<{type(value).__name__}>", "be a public value of the library, or of a class handed in"
            )
        return written_form(self._forms, value)

    @overload
    def from_document(self, document: Mapping[str, object]) -> object: ...
    @overload
    def from_document(self, document: Mapping[str, object], expect: type[T]) -> T: ...
    def from_document(self, document: Mapping[str, object], expect: type = object) -> object:
        """The value that a document stands for.

        Args:
            document: A plain dict with `kind` and `schema`.
            expect: The class, base class or protocol that the value has to be of.

        Raises:
            DocumentError: All faults of the document at once, each with its JSON path.
        """
        return self._read(document, expect)

    def dumps(self, value: object, *, indent: int | None = None) -> str:
        """A value as JSON text, the same on every machine.

        Args:
            value: The value.
            indent: Blanks per level, for people to read; None for one line.

        Raises:
            DocumentError: As `to_document`.
        """
        return rendered(self.to_document(value), indent)

    @overload
    def loads(self, text: str | bytes) -> object: ...
    @overload
    def loads(self, text: str | bytes, expect: type[T]) -> T: ...
    def loads(self, text: str | bytes, expect: type = object) -> object:
        """The value that a JSON text stands for.

        Args:
            text: JSON; bytes are UTF-8.
            expect: The class, base class or protocol that the value has to be of.

        Raises:
            DocumentError: All faults of the document at once; text that is no JSON is one.
        """
        try:
            document = parsed(text)
        except Fault as fault:
            raise DocumentError(_SUBJECT, problems_of(fault, _SUBJECT)) from None
        return self._read(document, expect)

    def canonical(self, value: object) -> bytes:
        """A value, or a document as it stands, as one line of JSON in ASCII: keys sorted, no blanks.

        Raises:
            DocumentError: As `to_document`; or a dict is no document.
        """
        document = value if isinstance(value, dict) else self.to_document(value)
        if not is_sound(document):
            raise DocumentError(_SUBJECT, problems_of(Faults(cleaned(document)[1]), _SUBJECT))
        return line(document).encode("ascii")

    def digest(self, value: object) -> str:
        """SHA-256 of the canonical form, as 64 hexadecimal digits.

        Raises:
            DocumentError: As `canonical`.
        """
        return hashlib.sha256(self.canonical(value)).hexdigest()

    def schema_of(self, cls: type) -> Document:
        """JSON Schema (draft 2020-12) of the documents of a class, as this release writes them.

        Raises:
            WrongTypeError: If the class has no kind.
        """
        kind = self.kind_of(cls) if isinstance(cls, type) else None
        if kind is None:
            raise WrongTypeError("cls", cls, "be a public value class of the library, or handed in")
        sheet = Sheet()
        described = tagged_schema(self._forms, self._forms.of_class(cls), sheet, always=True)
        return {"$schema": _DIALECT, "title": kind, **described, "$defs": sheet.definitions}

    def _read(self, document: object, expect: type) -> object:
        if isinstance(expect, str):
            raise WrongTypeError("expect", expect, "be a class, such as Plan")
        places: list[Place] = []
        if not is_sound(document):
            document, places = cleaned(document)
        kind = document.get(KIND) if isinstance(document, dict) else None
        try:
            value = self._value_of(document, expect)
        except Exception as error:
            places.append(((), error))
        if places:
            record = kind if isinstance(kind, str) else _SUBJECT
            raise DocumentError(_SUBJECT, problems_of(Faults(places), record))
        return value

    def _value_of(self, document: object, expect: type) -> object:
        if type(document) is not dict:
            raise Fault(document, f'be an object with "{KIND}" and "{SCHEMA}"')
        wanted = Open(self._forms, expect)
        rule = "name a kind" if expect is object else f"be the kind of a {expect.__name__}"
        form = form_of_kind(self._forms, document, lambda cls: _is_kind(cls) and wanted.allows(cls), rule)
        if SCHEMA in document:
            return read_tagged(self._forms, document, form)
        places: list[Place] = [
            ((SCHEMA,), Fault(None, "be given: the number of the schema that it was written in"))
        ]
        try:
            read_tagged(self._forms, document, form)
        except Exception as error:
            places.append(((), error))
        raise Faults(places)


def _is_kind(cls: type) -> bool:
    return attrs.has(cls) or issubclass(cls, Enum)


def _name_of(value: object) -> str:
    return type(value).__name__


def to_document(value: object, classes: Classes = ()) -> Document:
    """A value as a plain dict of texts, whole numbers, flags, None, lists and dicts.

    Args:
        value: A public value or policy of the library, or one of your own classes.
        classes: Your own classes that it holds, by kind or listed; see `Codec`.

    Raises:
        DocumentError: If the value, or something in it, has no kind, or is too deep or too long a number.

    Examples:
        >>> from salesmgmt.money import Rounding
        >>> to_document(Rounding("0.1"))
        {'kind': 'money.Rounding', 'schema': 1, 'unit': '0.1'}
    """
    return Codec(classes).to_document(value)


@overload
def from_document(document: Mapping[str, object], classes: Classes = ()) -> object: ...
@overload
def from_document(document: Mapping[str, object], classes: Classes = (), *, expect: type[T]) -> T: ...
def from_document(document: Mapping[str, object], classes: Classes = (), *, expect: type = object) -> object:
    """The value that a document stands for.

    Nothing in a document is executed: its kinds lead to the public classes of the library and to those handed
    in, and to nothing else.

    Args:
        document: A plain dict with `kind` and `schema`.
        classes: Your own classes that may stand in it, by kind or listed; see `Codec`.
        expect: The class, base class or protocol that the value has to be of.

    Raises:
        DocumentError: All faults of the document at once, each with its JSON path.

    Examples:
        >>> from salesmgmt.money import Rate
        >>> from_document({"kind": "money.Rate", "schema": 1, "value": "5%"}, expect=Rate)
        Rate('5%')
    """
    return Codec(classes)._read(document, expect)


def dumps(value: object, classes: Classes = (), *, indent: int | None = None) -> str:
    """A value as JSON text, the same on every machine.

    Args:
        value: A public value or policy of the library, or one of your own classes.
        classes: Your own classes that it holds; see `Codec`.
        indent: Blanks per level, for people to read; None for one line.

    Raises:
        DocumentError: As `to_document`.

    Examples:
        >>> from salesmgmt.calendars import DateRange
        >>> dumps(DateRange.year(2026))
        '{"kind": "calendars.DateRange", "schema": 1, "value": "2026-01-01/2027-01-01"}'
    """
    return Codec(classes).dumps(value, indent=indent)


@overload
def loads(text: str | bytes, classes: Classes = ()) -> object: ...
@overload
def loads(text: str | bytes, classes: Classes = (), *, expect: type[T]) -> T: ...
def loads(text: str | bytes, classes: Classes = (), *, expect: type = object) -> object:
    """The value that a JSON text stands for.

    Args:
        text: JSON; bytes are UTF-8.
        classes: Your own classes that may stand in it; see `Codec`.
        expect: The class, base class or protocol that the value has to be of.

    Raises:
        DocumentError: All faults of the document at once; text that is no JSON is one.
    """
    codec = Codec(classes)
    return codec.loads(text, expect)


def canonical(value: object, classes: Classes = ()) -> bytes:
    """A value, or a document as it stands, as one line of JSON in ASCII: keys sorted, no blanks.

    Args:
        value: A value, or a document (a dict).
        classes: Your own classes that it holds; see `Codec`.

    Raises:
        DocumentError: As `to_document`; or a dict is no document.

    Examples:
        >>> canonical({"schema": 1, "kind": "money.Rate", "value": "5%"})
        b'{"kind":"money.Rate","schema":1,"value":"5%"}'
    """
    return Codec(classes).canonical(value)


def digest(value: object, classes: Classes = ()) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits.

    It depends on the value alone: not on the order of dicts, the process, the machine or the Python version.

    Args:
        value: A value, or a document (a dict).
        classes: Your own classes that it holds; see `Codec`.

    Raises:
        DocumentError: As `canonical`.
    """
    return Codec(classes).digest(value)


def schema_of(cls: type, classes: Classes = ()) -> Document:
    """JSON Schema (draft 2020-12) of the documents of a class, as this release writes them.

    Args:
        cls: A public value class of the library, or one of your own.
        classes: Your own classes; see `Codec`.

    Raises:
        WrongTypeError: If the class has no kind.

    Examples:
        >>> from salesmgmt.money import Rate
        >>> schema_of(Rate)["required"]
        ['kind', 'schema', 'value']
    """
    return Codec(classes).schema_of(cls)
