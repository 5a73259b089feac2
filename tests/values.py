"""Every public value class of the package, found through what its packages hand on."""

from __future__ import annotations

import enum
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs
from hypothesis.strategies import SearchStrategy

import salesmgmt
import salesmgmt.testing

Strategies = Mapping[type, Callable[[], SearchStrategy[object]]]

#: The mutable kind, by its name: a single-owner accumulator, which is no value.
BOOK = "Book"
#: Tools that a caller makes for many calls: they keep what they have learned, and nobody keeps them.
TOOLS = frozenset({"criteria.Compiled", "documents.Codec"})

#: Outcomes that are opened when somebody reads them: what they hold are values, they are not.
VIEWS = frozenset({"appraisal.Appraisals", "credit.Verdict", "incentives.Credits"})

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


def value_classes() -> dict[str, type]:
    """The classes whose instances have to behave as values: no errors, protocols, choices, books or tools."""
    found = public_classes()
    return {
        name: kind
        for name, kind in found.items()
        if not issubclass(kind, BaseException | enum.Enum)
        and not _is_protocol(kind)
        and not _is_only_a_base(kind, found.values())
        and not kind.__name__.endswith(BOOK)
        and name not in TOOLS | VIEWS
    }


def enums() -> dict[str, type[enum.Enum]]:
    """The public lists of choices."""
    return {name: kind for name, kind in public_classes().items() if issubclass(kind, enum.Enum)}


def strategies() -> Iterator[tuple[str, Strategies]]:
    """The tables of strategies, by the module of `salesmgmt.testing` that has them."""
    for module in pkgutil.iter_modules(salesmgmt.testing.__path__):
        table = getattr(importlib.import_module(f"salesmgmt.testing.{module.name}"), "STRATEGIES", None)
        if table is not None:
            yield module.name, table


def _is_only_a_base(kind: type, others: Iterable[type]) -> bool:
    """Whether a class without fields stands for the kinds below it, which are walked themselves."""
    return not attrs.has(kind) and any(other is not kind and issubclass(other, kind) for other in others)


def _is_protocol(kind: type) -> bool:
    return bool(vars(kind).get("_is_protocol", False))
