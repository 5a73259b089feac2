"""The types of a class's fields, as its annotations name them, at run time."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from types import SimpleNamespace
from typing import Protocol, TypeVar, cast, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from salesmgmt.documents.kinds import GROUND, handed_on, package_of

__all__ = ["Unresolved", "field_hints", "substituted"]

_RULE = "have an annotation that means something at run time"


@frozen
class Unresolved:
    """An annotation that cannot be resolved, and why."""

    why: str


def field_hints(cls: type, own: Iterable[type] = ()) -> dict[str, object]:
    """The type of each field that the constructor takes, by the attribute's name.

    A name that the module imports for type checkers only is looked for among the caller's own classes, in the
    class's package, and in the ground floor.

    Args:
        cls: An attrs class.
        own: The caller's own classes.
    """
    return {field.name: _hint(cls, field, own) for field in attrs.fields(cls) if field.init}


def _hint(cls: type, field: attrs.Attribute[object], own: Iterable[type]) -> object:
    if field.type is None:
        return object
    home = next((c for c in cls.__mro__ if field.name in vars(c).get("__annotations__", ())), cls)
    known: dict[str, object] = {}
    stated = SimpleNamespace(__annotations__={field.name: field.type})
    scope = _names_of(home.__module__)
    where = f"that of {home.__name__}.{field.name}"
    while True:
        try:
            found: object = get_type_hints(stated, scope, known, include_extras=True)[field.name]
        except NameError as error:
            name = str(error.name)
            meant = _looked_up(name, home, own)
            if meant is None or name in known:
                return Unresolved(f"{_RULE}; {where} names {name}, which {home.__module__} lacks then")
            known[name] = meant
        except Exception as error:
            return Unresolved(f"{_RULE}; {where} ends in {type(error).__name__}: {error}")
        else:
            return substituted(found, _parameters(cls, home))


def _names_of(module: str) -> dict[str, object]:
    try:
        return vars(import_module(module))
    except ImportError:
        return {}


def _looked_up(name: str, home: type, own: Iterable[type]) -> object | None:
    for cls in own:
        if cls.__name__ == name:
            return cls
    top, _, rest = home.__module__.partition(".")
    near = (rest.partition(".")[0],) if top == "salesmgmt" else ()
    for package in (*near, *GROUND):
        module = package_of(package)
        found = None if module is None else handed_on(module, name)
        if found is not None:
            return found
    return None


def _parameters(cls: type, home: type) -> dict[object, object]:
    """What the type variables of a base class stand for in a class that inherits from it."""
    if cls is home:
        return {}
    for base in getattr(cls, "__orig_bases__", cls.__bases__):
        origin = get_origin(base) or base
        if isinstance(origin, type) and issubclass(origin, home):
            outer = dict(zip(getattr(origin, "__parameters__", ()), get_args(base), strict=False))
            return {key: substituted(hint, outer) for key, hint in _parameters(origin, home).items()} or outer
    return {}


class _Generic(Protocol):
    def __getitem__(self, arguments: tuple[object, ...]) -> object: ...


def substituted(hint: object, meaning: dict[object, object]) -> object:
    """A type with its variables replaced by what they stand for; others stay."""
    if not meaning:
        return hint
    if isinstance(hint, TypeVar):
        return meaning.get(hint, hint)
    parameters = getattr(hint, "__parameters__", ())
    if not parameters or get_origin(hint) is None:
        return hint
    return cast(_Generic, hint)[tuple(meaning.get(p, p) for p in parameters)]
