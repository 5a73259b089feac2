"""Conditions on what somebody reached, read as people write them: `field("attainment").at_least("80%")`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from attrs import evolve

from salesmgmt.criteria import AllOf, AnyOf, Criterion, FieldType, Interval, Membership, Not
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import RateLike

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
    known: attainment is a share, `base`, `quota` and `pay` are amounts, and no score is a text. A bare number
    beside an attainment is a share as well, and is refused above 1: 80 is not 80 %.

    Raises:
        InvalidValueError: If a text is no share or amount, where only one makes sense, or a share above
            100 % is written without %.
    """
    if isinstance(where, AllOf | AnyOf):
        parts = tuple([as_reached(part) for part in where.parts])
        return where if parts == where.parts else evolve(where, parts=parts)
    if isinstance(where, Not):
        part = as_reached(where.part)
        return where if part == where.part else evolve(where, part=part)
    if not isinstance(where, Interval | Membership) or where.type not in (FieldType.TEXT, FieldType.NUMBER):
        return where
    kind = _kind_at(where.path)
    if kind is FieldType.RATE:
        if where.type is FieldType.NUMBER:
            # Scores may be points, and amounts may be numbers of things; an attainment is a share.
            return where if where.path.startswith("score.") else _as_shares(where)
        for _, text in _stated(where):
            stated_rate(text, where.path)
    return where if kind is None or where.type is FieldType.NUMBER else evolve(where, type=kind)


def _kind_at(path: str) -> FieldType | None:
    """What is found at a path; None where that is not known."""
    if path.startswith("score."):
        return FieldType.RATE
    first, _, rest = path.rpartition(".")
    return _TYPES.get(rest) if "." not in first and first != "participant" else None


def _stated(where: Interval | Membership) -> Iterator[tuple[int, RateLike]]:
    """What a condition compares with, by place."""
    values = where.values if isinstance(where, Membership) else (where.low, where.high)
    for place, value in enumerate(values):
        if isinstance(value, str | int | Fraction) and not isinstance(value, bool):
            yield place, value


def _as_shares(where: Interval | Membership) -> Criterion:
    rates = {place: stated_rate(value, where.path) for place, value in _stated(where)}
    if isinstance(where, Membership):
        return evolve(where, values=tuple(rates.values()), type=FieldType.RATE)
    return evolve(where, low=rates.get(0), high=rates.get(1), type=FieldType.RATE)
