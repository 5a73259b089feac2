"""Conditions on what somebody reached, read as people write them: `field("attainment").at_least("80%")`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import evolve

from salesmgmt.criteria import AllOf, AnyOf, Criterion, FieldType, Interval, Membership, Not

__all__ = ["as_reached"]

_TYPES: Mapping[str, FieldType] = MappingProxyType(
    {
        "attainment": FieldType.RATE,
        "base": FieldType.MONEY,
        "quota": FieldType.MONEY,
        "pay": FieldType.MONEY,
    }
)


def as_reached(where: Criterion) -> Criterion:
    """The condition, with texts that are compared with shares and amounts read as these.

    A criterion takes a text for text, since it does not know what a field holds. What somebody reached is
    known: attainment is a share, `base`, `quota` and `pay` are amounts, and no score is a text.

    Raises:
        InvalidValueError: If a text is no share or amount, where only one makes sense.
    """
    if isinstance(where, AllOf | AnyOf):
        parts = tuple([as_reached(part) for part in where.parts])
        return where if parts == where.parts else evolve(where, parts=parts)
    if isinstance(where, Not):
        part = as_reached(where.part)
        return where if part == where.part else evolve(where, part=part)
    if not isinstance(where, Interval | Membership) or where.type is not FieldType.TEXT:
        return where
    first, _, rest = where.path.rpartition(".")
    if where.path.startswith("score."):
        kind: FieldType | None = FieldType.RATE
    else:
        kind = _TYPES.get(rest) if "." not in first and first != "participant" else None
    return where if kind is None else evolve(where, type=kind)
