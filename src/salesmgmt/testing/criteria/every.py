"""The strategies by the class that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.criteria import (
    AllOf,
    AnyOf,
    Checked,
    Explanation,
    Field,
    FieldComparison,
    FieldType,
    Finding,
    Interval,
    Membership,
    No,
    Not,
    Prefix,
    Presence,
    Read,
    Relation,
    Unknown,
    Witness,
    Yes,
)
from salesmgmt.testing.criteria.answers import explanations, findings, nos, unknowns, witnesses, yeses
from salesmgmt.testing.criteria.joined import all_ofs, any_ofs, nots
from salesmgmt.testing.criteria.leaves import (
    checkeds,
    field_comparisons,
    intervals,
    memberships,
    prefixes,
    presences,
)
from salesmgmt.testing.criteria.schemas import field_types, fields, reads, relations

__all__ = ["STRATEGIES"]

STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        AllOf: all_ofs,
        AnyOf: any_ofs,
        Checked: checkeds,
        Explanation: explanations,
        Field: fields,
        FieldComparison: field_comparisons,
        FieldType: field_types,
        Finding: findings,
        Interval: intervals,
        Membership: memberships,
        No: nos,
        Not: nots,
        Prefix: prefixes,
        Presence: presences,
        Read: reads,
        Relation: relations,
        Unknown: unknowns,
        Witness: witnesses,
        Yes: yeses,
    }
)
"""A strategy for every public class."""
