"""Criteria: conditions over records, as data that can be tested, read aloud, simplified and analysed."""

from salesmgmt.criteria.analysis import No, Unknown, Verdict, Witness, Yes, contains, impossible, overlap
from salesmgmt.criteria.criterion import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Checked,
    Criterion,
    Explanation,
    Finding,
    Not,
    all_of,
    any_of,
)
from salesmgmt.criteria.fields import Field, field
from salesmgmt.criteria.leaves import FieldComparison, Interval, Membership, Prefix, Presence, Relation
from salesmgmt.criteria.reads import Read
from salesmgmt.criteria.rows import Compiled
from salesmgmt.criteria.values import FieldType

__all__ = [
    "ALWAYS",
    "NEVER",
    "AllOf",
    "AnyOf",
    "Checked",
    "Compiled",
    "Criterion",
    "Explanation",
    "Field",
    "FieldComparison",
    "FieldType",
    "Finding",
    "Interval",
    "Membership",
    "No",
    "Not",
    "Prefix",
    "Presence",
    "Read",
    "Relation",
    "Unknown",
    "Verdict",
    "Witness",
    "Yes",
    "all_of",
    "any_of",
    "contains",
    "field",
    "impossible",
    "overlap",
]
