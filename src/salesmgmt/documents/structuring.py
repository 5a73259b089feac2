"""From the entries of an object to an instance of its class, with all faults; cattrs is known only here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from salesmgmt.documents.faults import Fault, Faults, Place
from salesmgmt.documents.forms import quoted

try:
    import cattrs
except ImportError as missing:
    message = "salesmgmt.documents needs the package cattrs: pip install 'salesmgmt[documents]'"
    raise ImportError(message, name="cattrs") from missing

__all__ = ["Reader", "structurer"]

Reader = Callable[[object], object]
Refused = Callable[[Mapping[str, object], Exception], Sequence[Place]]


def structurer(
    cls: type, keys: Mapping[str, str], readers: Mapping[str, Reader], refused: Refused
) -> Callable[[dict[str, object]], object]:
    """A function that makes an instance from a dict, or raises `Faults` with all that stands against it.

    Args:
        cls: The attrs class.
        keys: Names in the document by name of the attribute, in order.
        readers: For every attribute, the function that reads its part.
        refused: From the dict and what the class itself raised, where the fault lies.
    """
    fields = [field.evolve(type=object) for field in attrs.fields(cls) if field.name in keys]
    overrides: dict[str, Any] = {
        field.name: cattrs.override(rename=keys[field.name], struct_hook=_hook(readers[field.name]))
        for field in fields
    }
    convert: Callable[[dict[str, object], type], object] = cattrs.gen.make_dict_structure_fn_from_attrs(
        fields,
        cls,
        cattrs.BaseConverter(),
        {parameter.__name__: object for parameter in getattr(cls, "__parameters__", ())},
        _cattrs_forbid_extra_keys=True,
        _cattrs_use_linecache=False,
        _cattrs_detailed_validation=True,
        _cattrs_use_alias=True,
        **overrides,
    )

    def structure(given: dict[str, object]) -> object:
        try:
            return convert(given, cls)
        except cattrs.ClassValidationError as group:
            raise Faults(_places(group, given, keys, refused)) from None

    return structure


def _hook(read: Reader) -> Callable[[object, object], object]:
    return lambda given, _: read(given)


def _places(
    group: cattrs.ClassValidationError,
    given: dict[str, object],
    keys: Mapping[str, str],
    refused: Refused,
) -> list[Place]:
    """Where in the object each exception of a group belongs, in the order of the class's fields."""
    places: list[Place] = []
    noted, others = group.group_exceptions()
    for error, note in noted:
        key = keys[note.name]
        places.append(((key,), error if key in given else Fault(None, "be given")))
    for error in others:
        if isinstance(error, cattrs.ForbiddenExtraKeysError):
            rule = f"be left out; the fields are {quoted(list(keys.values()))}"
            places += [((key,), Fault(given[key], rule)) for key in sorted(error.extra_fields)]
        else:
            places += refused(given, error)
    return places
