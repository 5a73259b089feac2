"""The names of kinds: from the tag in a document to a class and back, and to nothing else.

A kind is `package.Class`, where the class stands in the `__all__` of that package of the library. Packages
are imported when a document first names one of their kinds, and only those that are listed here; no other
text of a document leads to an import or to an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TypeGuard

import attrs

from salesmgmt.documents.history import RENAMED, UPGRADES, Upgrade
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["GROUND", "PACKAGES", "Kinds", "handed_on", "is_class_of", "package_of"]

GROUND = ("errors", "money", "tables", "calendars", "reasons", "criteria", "records", "workflows")
"""The packages of the ground floor, whose names a class may use in its annotations."""

PACKAGES = (
    *GROUND,
    "organization",
    "customers",
    "territory",
    "targets",
    "pipeline",
    "incentives",
    "appraisal",
    "credit",
    "contracts",
    "economics",
    "risk",
)
"""Every package that has kinds, as the architecture names them; those that are not built yet have none."""

_TAG = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+")
_TAG_RULE = "be names joined by dots, such as 'acme.MyDivision'"


def package_of(name: str) -> ModuleType | None:
    """A package of the library by its short name; None where there is none."""
    if name not in PACKAGES:
        return None
    full = f"salesmgmt.{name}"
    try:
        return import_module(full)
    except ModuleNotFoundError as error:
        if error.name == full:
            return None
        raise


def handed_on(package: ModuleType, name: str) -> object | None:
    """What a package hands on under a name; None where it hands on nothing of that name."""
    found: object | None = getattr(package, name) if name in package.__all__ else None
    return found


def _own_tag(cls: type) -> str:
    return f"{cls.__module__.partition('.')[0]}.{cls.__name__}"


class Kinds:
    """The kinds that a reader knows: those of the library, and the caller's own classes.

    Args:
        classes: The caller's own classes by kind; listed without kinds, a class is called by its top package
            and its name.
        upgrades: Upgrades for the caller's own kinds.
        renamed: Former names of the caller's own kinds.

    Raises:
        InvalidValueError: If a kind is no dotted name, belongs to the library, or is given twice.
        WrongTypeError: If something in `classes` is neither an attrs class nor an enum.
    """

    def __init__(
        self,
        classes: Mapping[str, type] | Iterable[type] = (),
        upgrades: Mapping[str, Iterable[Upgrade]] | None = None,
        renamed: Mapping[str, str] | None = None,
    ) -> None:
        named = (
            classes.items() if isinstance(classes, Mapping) else [(_own_tag(_class(c)), c) for c in classes]
        )
        self._classes: dict[str, type] = {}
        for kind, cls in named:
            _check_own(kind, "classes")
            if self._classes.setdefault(kind, _class(cls)) is not cls:
                raise InvalidValueError(
                    "classes", kind, "name one class; hand the two in under names of their own"
                )
        self._tags = {cls: kind for kind, cls in self._classes.items()}
        for kind in (*(upgrades or ()), *(renamed or ())):
            _check_own(kind, "kind")
        self._upgrades = MappingProxyType({**UPGRADES, **{k: tuple(v) for k, v in (upgrades or {}).items()}})
        self._renamed = MappingProxyType({**RENAMED, **(renamed or {})})

    @property
    def own(self) -> tuple[type, ...]:
        """The caller's own classes."""
        return tuple(self._classes.values())

    def current(self, kind: str) -> str:
        """The present name of a kind."""
        for _ in range(len(self._renamed)):
            kind = self._renamed.get(kind, kind)
        return kind

    def class_of(self, kind: str) -> type | None:
        """The class of a kind under its present name; None where the kind is unknown."""
        own = self._classes.get(kind)
        if own is not None:
            return own
        package, dot, name = kind.partition(".")
        module = package_of(package) if dot else None
        found = None if module is None else handed_on(module, name)
        return found if is_class_of(found, package) else None

    def kind_of(self, cls: type) -> str | None:
        """The kind of a class; None where it is neither public nor handed in."""
        own = self._tags.get(cls)
        if own is not None:
            return own
        top, _, rest = cls.__module__.partition(".")
        package = rest.partition(".")[0]
        module = package_of(package) if top == "salesmgmt" else None
        if module is None or handed_on(module, cls.__name__) is not cls:
            return None
        return f"{package}.{cls.__name__}"

    def heirs_of(self, base: type) -> tuple[type, ...]:
        """The classes with a kind that inherit from a class: of its own package, and the caller's."""
        top, _, rest = base.__module__.partition(".")
        package = rest.partition(".")[0]
        module = package_of(package) if top == "salesmgmt" else None
        found = [] if module is None else [handed_on(module, name) for name in module.__all__]
        public = [cls for cls in found if is_class_of(cls, package)]
        return tuple(cls for cls in (*public, *self.own) if issubclass(cls, base) and cls is not base)

    def schema_of(self, kind: str | None) -> int:
        """The schema in which this release writes a kind."""
        return 1 + len(self._upgrades.get(kind or "", ()))

    def upgrades_of(self, kind: str) -> tuple[Upgrade, ...]:
        """The upgrades of a kind, from schema 1 on."""
        return self._upgrades.get(kind, ())


def is_class_of(found: object | None, package: str) -> TypeGuard[type]:
    """Whether something is a class of values that is at home in a package."""
    return (
        isinstance(found, type)
        and (attrs.has(found) or issubclass(found, Enum))
        and f"{found.__module__}.".startswith(f"salesmgmt.{package}.")
    )


def _class(cls: type) -> type:
    if not isinstance(cls, type) or not (attrs.has(cls) or issubclass(cls, Enum)):
        raise WrongTypeError("classes", cls, "be frozen attrs classes or enums")
    return cls


def _check_own(kind: str, field: str) -> None:
    if not isinstance(kind, str):
        raise WrongTypeError(field, kind, _TAG_RULE)
    if not _TAG.fullmatch(kind):
        raise InvalidValueError(field, kind, _TAG_RULE)
    if kind.partition(".")[0] in (*PACKAGES, "salesmgmt"):
        rule = "not begin with the name of a package of the library; hand it in under another kind"
        raise InvalidValueError(field, kind, rule)
