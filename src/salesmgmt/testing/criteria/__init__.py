"""Strategies for criteria, and for records that fit them or break their rules.

Criteria are drawn over a schema, a tuple of fields with their types, so that conditions on one field agree
about what it holds. Literals are drawn mostly from small pools, since conditions that touch each other are
the ones worth trying.
"""

from salesmgmt.testing.criteria.answers import explanations, findings, nos, unknowns, witnesses, yeses
from salesmgmt.testing.criteria.every import STRATEGIES
from salesmgmt.testing.criteria.given import records_for
from salesmgmt.testing.criteria.joined import all_ofs, any_ofs, criteria, nots
from salesmgmt.testing.criteria.leaves import (
    checkeds,
    field_comparisons,
    intervals,
    memberships,
    prefixes,
    presences,
)
from salesmgmt.testing.criteria.schemas import (
    Schema,
    field_types,
    fields,
    paths,
    reads,
    relations,
    schemas,
    values_of,
)

__all__ = [
    "STRATEGIES",
    "Schema",
    "all_ofs",
    "any_ofs",
    "checkeds",
    "criteria",
    "explanations",
    "field_comparisons",
    "field_types",
    "fields",
    "findings",
    "intervals",
    "memberships",
    "nos",
    "nots",
    "paths",
    "prefixes",
    "presences",
    "reads",
    "records_for",
    "relations",
    "schemas",
    "unknowns",
    "values_of",
    "witnesses",
    "yeses",
]
