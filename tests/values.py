"""Every public value class of the package, found through what its packages hand on."""

from __future__ import annotations

import enum
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping

from hypothesis.strategies import SearchStrategy

import salesmgmt
import salesmgmt.testing

Strategies = Mapping[type, Callable[[], SearchStrategy[object]]]

#: The mutable kind, by its name: a single-owner accumulator, which is no value.
BOOK = "Book"

#: Where values leave and come back; what works there is no value itself.
DOOR = "salesmgmt.documents."


def packages() -> list[str]:
    """The public packages and modules directly below the top."""
    return sorted(
        f"salesmgmt.{module.name}"
        for module in pkgutil.iter_modules(salesmgmt.__path__)
        if not module.name.startswith("_")
    )


def public_classes() -> dict[str, type]:
    """Every class that a package hands on, by the package's name and its own."""
    found: dict[str, type] = {}
    for package in packages():
        module = importlib.import_module(package)
        for name in module.__all__:
            value = getattr(module, name)
            if isinstance(value, type) and value.__module__.split(".")[0] == "salesmgmt":
                found[f"{package.removeprefix('salesmgmt.')}.{name}"] = value
    return found


def is_value(kind: type) -> bool:
    """Whether instances of a class are values: no error, protocol, book, choice, reader or writer."""
    return not (
        issubclass(kind, BaseException | enum.Enum)
        or _is_protocol(kind)
        or kind.__name__.endswith(BOOK)
        or kind.__module__.startswith(DOOR)
    )


def value_classes() -> dict[str, type]:
    """The classes whose instances have to behave as values."""
    return {name: kind for name, kind in public_classes().items() if is_value(kind)}


def enums() -> dict[str, type[enum.Enum]]:
    """The public lists of choices."""
    return {name: kind for name, kind in public_classes().items() if issubclass(kind, enum.Enum)}


def strategies() -> Iterator[tuple[str, Strategies]]:
    """The tables of strategies, by the module of `salesmgmt.testing` that has them."""
    for module in pkgutil.iter_modules(salesmgmt.testing.__path__):
        table = getattr(importlib.import_module(f"salesmgmt.testing.{module.name}"), "STRATEGIES", None)
        if table is not None:
            yield module.name, table


def _is_protocol(kind: type) -> bool:
    return bool(vars(kind).get("_is_protocol", False))
