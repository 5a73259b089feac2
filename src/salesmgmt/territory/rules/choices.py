"""The fields of which a criterion accepts a few listed values and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from salesmgmt.criteria import AllOf, Criterion, Membership
from salesmgmt.criteria.values import Value
from salesmgmt.criteria.valuesets import Key, key_of

__all__ = ["Choices", "choices_of"]

Choices = Mapping[str, Mapping[Key, Value]]
"""By path, the values that are accepted, each by its place in the order of its type."""


def choices_of(criterion: Criterion) -> Choices:
    """The listed values by field; a record whose field holds no such value does not meet the criterion."""
    if isinstance(criterion, Membership) and criterion.inside and criterion.if_missing is not True:
        return {criterion.path: {key_of(value): value for value in criterion.values}}
    found: dict[str, Mapping[Key, Value]] = {}
    for part in criterion.parts if isinstance(criterion, AllOf) else ():
        for path, values in choices_of(part).items():
            known = found.get(path)
            found[path] = (
                values if known is None else {key: value for key, value in known.items() if key in values}
            )
    return found
