"""From a type, as an annotation states it, to its form."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NewType, TypeVar, Union, get_args, get_origin

import attrs

from salesmgmt.documents.compact import compact_form
from salesmgmt.documents.containers import Assorted, Listed, Mapped, Row
from salesmgmt.documents.forms import Form, Unfit
from salesmgmt.documents.hints import Unresolved
from salesmgmt.documents.kinds import Kinds
from salesmgmt.documents.objects import ObjectForm
from salesmgmt.documents.scalars import EXACT, NATURAL, Choice, Constants
from salesmgmt.documents.unions import Either, Nullable, Open

__all__ = ["Forms"]

_ANYTHING = (object, Any)


class Forms:
    """The forms of types, made when they are first asked for and kept as long as this object.

    Args:
        kinds: The names of kinds.
    """

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._forms: dict[object, Form] = {}

    @property
    def kinds(self) -> Kinds:
        """The names of kinds."""
        return self._kinds

    def of_class(self, cls: type) -> Form:
        """The form of a class that has a kind, or of a set of anything."""
        return self.of(cls)

    def of(self, hint: object) -> Form:
        """The form of a type."""
        form = self._forms.get(hint)
        if form is None:
            form = self._forms[hint] = self._made(hint)
        return form

    def _made(self, hint: object) -> Form:
        if isinstance(hint, Unresolved):
            return Unfit(hint.why)
        if hint in _ANYTHING:
            return Open(self, object)
        if hint is None:
            return NATURAL[NoneType]
        if isinstance(hint, TypeVar):
            if hint.__constraints__:
                return self._union(hint.__constraints__)
            return self.of(object if hint.__bound__ is None else hint.__bound__)
        if isinstance(hint, NewType):
            return self.of(hint.__supertype__)
        origin = get_origin(hint)
        if origin is not None:
            return self._generic(hint, origin, get_args(hint))
        meant = getattr(hint, "__value__", None)
        if meant is not None:
            return self.of(meant)
        return self._of_class(hint, ()) if isinstance(hint, type) else _unknown(hint)

    def _generic(self, hint: object, origin: object, arguments: tuple[object, ...]) -> Form:
        if origin is Annotated:
            return self.of(arguments[0])
        if origin is Literal:
            return Constants(arguments)
        if origin is Union or origin is UnionType:
            return self._union(arguments)
        if not isinstance(origin, type):
            return _unknown(hint)
        if origin is tuple:
            if len(arguments) == 2 and arguments[1] is Ellipsis:
                return Listed(self.of(arguments[0]))
            return Row(tuple(map(self.of, arguments)))
        if attrs.has(origin):
            return self._of_class(origin, arguments)
        if issubclass(origin, AbstractSet):
            return Assorted(self.of(arguments[0]))
        if issubclass(origin, Mapping):
            return Mapped(self.of(arguments[0]), self.of(arguments[1]))
        if issubclass(tuple, origin) and len(arguments) == 1:
            return Listed(self.of(arguments[0]))
        return Open(self, origin) if getattr(origin, "_is_protocol", False) else _unknown(hint)

    def _union(self, arguments: tuple[object, ...]) -> Form:
        some = [self.of(argument) for argument in arguments if argument not in (None, NoneType)]
        form = some[0] if len(some) == 1 else Either(self, some)
        return form if len(some) == len(arguments) else Nullable(form)

    def _of_class(self, cls: type, arguments: tuple[object, ...]) -> Form:
        if cls in NATURAL:
            return NATURAL[cls]
        if cls in EXACT:
            return EXACT[cls]
        if issubclass(cls, Enum):
            return Choice(cls, self._kinds.kind_of(cls))
        if cls is tuple:
            return Listed(self.of(object))
        if cls is frozenset:
            return Assorted(self.of(object))
        if (
            not attrs.has(cls)
            or getattr(cls, "__abstractmethods__", None)
            or vars(cls).get("_is_protocol", False)
        ):
            return Open(self, cls)
        tag = self._kinds.kind_of(cls)
        fields = ObjectForm(self, cls, arguments)
        compact = None if tag is None else compact_form(cls, tag, fields)
        return compact or self._mapping(cls, tag) or fields

    def _mapping(self, cls: type, tag: str | None) -> Form | None:
        """The form of a class that is a mapping and is made from one; None for all other classes."""
        taken = [field for field in attrs.fields(cls) if field.init]
        if not issubclass(cls, Mapping) or len(taken) != 1:
            return None
        for base in getattr(cls, "__orig_bases__", ()):
            origin, arguments = get_origin(base), get_args(base)
            if isinstance(origin, type) and issubclass(origin, Mapping) and len(arguments) == 2:
                return Mapped(self.of(arguments[0]), self.of(arguments[1]), cls, tag)
        return None


def _unknown(hint: object) -> Form:
    return Unfit(f"have a type that documents can hold; {getattr(hint, '__name__', hint)} is none")
