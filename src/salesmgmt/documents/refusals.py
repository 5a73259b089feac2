"""When a class refuses its arguments: which part of the object each of its errors is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import attrs

from salesmgmt.documents.faults import Fault, Faults, Path, Place
from salesmgmt.errors import BatchError, Problem, SalesmgmtError

__all__ = ["places_of"]

KeysOf: TypeAlias = Callable[[type], Mapping[str, str]]

_FIRST_NAME = re.compile(r"[^.\[]+")


def places_of(cls: type, keys_of: KeysOf, values: Mapping[str, object], error: Exception) -> list[Place]:
    """What stands against the arguments that a class has refused, with the path of each from the object.

    A class stops at its first error. So the converters and validators of its fields, which look at one value
    each, are all asked once more; where none of them has anything to say, the error is about the whole.

    Args:
        cls: The class.
        keys_of: The names of a class's entries in a document, by name of the attribute.
        values: The arguments that the document gives, by name of the attribute.
        error: What the class raised.
    """
    keys = keys_of(cls)
    return (
        list(_converter_places(cls, keys, values))
        or list(_validator_places(cls, keys, values))
        or list(_own_places(cls, keys_of, values, error))
    )


def _converter_places(cls: type, keys: Mapping[str, str], values: Mapping[str, object]) -> Iterator[Place]:
    bound_to_an_instance = getattr(attrs, "Converter", ())
    for field in attrs.fields(cls):
        if field.name in values and callable(field.converter):
            if isinstance(field.converter, bound_to_an_instance):
                continue
            try:
                field.converter(values[field.name])
            except Exception as refused:
                yield (keys[field.name],), _fault(cls, refused, values[field.name])


def _validator_places(cls: type, keys: Mapping[str, str], values: Mapping[str, object]) -> Iterator[Place]:
    unchecked: object = object.__new__(cls)
    for field in attrs.fields(cls):
        if field.name in values:
            convert = field.converter if callable(field.converter) else None
            object.__setattr__(
                unchecked, field.name, values[field.name] if convert is None else convert(values[field.name])
            )
    for field in attrs.fields(cls):
        if field.validator is not None and field.name in values:
            try:
                field.validator(unchecked, field, getattr(unchecked, field.name))
            except (SalesmgmtError, ValueError, TypeError) as refused:
                yield (keys[field.name],), _fault(cls, refused, values[field.name])
            except AttributeError:
                continue  # it looks at another field too, which the document leaves to its default


def _own_places(
    cls: type, keys_of: KeysOf, values: Mapping[str, object], error: Exception
) -> Iterator[Place]:
    keys = keys_of(cls)
    if isinstance(error, BatchError):
        records = _records(keys, values)
        for problem in error.problems:
            above, owner = records.get(problem.record, ((), cls))
            path = _path(keys_of(owner), problem.field)
            rule = _rule(problem, exact=problem.field in (*path, *keys_of(owner)))
            yield above + path, Fault(problem.value, rule, problem.record)
    elif isinstance(error, SalesmgmtError):
        path = _path(keys, error.field)
        yield path, Fault(error.value, _rule(error, exact=error.field in (*path, *keys)))
    else:
        yield (), _fault(cls, error, None)


def _rule(error: SalesmgmtError | Problem, *, exact: bool) -> str:
    return error.rule if exact else f"{error.rule} ({error.field})"


def _path(keys: Mapping[str, str], field: str) -> Path:
    """The entry that a class means by the name of a field, or of a part of one; the whole if none."""
    first = _FIRST_NAME.match(field)
    name = first.group() if first else ""
    if name in keys:
        return (keys[name],)
    return (name,) if name in keys.values() else ()


def _records(keys: Mapping[str, str], values: Mapping[str, object]) -> dict[str, tuple[Path, type]]:
    """Where the records of a batch stand, and their classes, by the label that problems have: `Order O-1`."""
    return {
        f"{type(item).__name__} {item.id}": ((keys[name], index), type(item))
        for name, value in values.items()
        if isinstance(value, tuple)
        for index, item in enumerate(value)
        if hasattr(item, "id")
    }


def _fault(cls: type, error: Exception, value: object) -> Exception:
    if isinstance(error, BatchError):
        found = [((), Fault(p.value, _rule(p, exact=False), p.record)) for p in error.problems]
        return Faults(found)
    if isinstance(error, SalesmgmtError):
        return Fault(error.value, error.rule)
    if isinstance(error, RecursionError):
        return error
    return Fault(value, f"be accepted by {cls.__name__}, which says: {error}")
