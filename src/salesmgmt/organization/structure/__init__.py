"""Units, posts, reporting lines and who holds which post, asked and checked for any day; duties (RACI)."""

from salesmgmt.organization.structure.charts import Headcount, OrgChart
from salesmgmt.organization.structure.checking import SpanLimit, StructurePolicy
from salesmgmt.organization.structure.findings import StructureFault, StructureFinding, StructureReport
from salesmgmt.organization.structure.posts import (
    LineKind,
    OrgUnit,
    Position,
    PostAssignment,
    ReportingLine,
)
from salesmgmt.organization.structure.structure import Structure, Vacancy, structure_of

__all__ = [
    "Headcount",
    "LineKind",
    "OrgChart",
    "OrgUnit",
    "Position",
    "PostAssignment",
    "ReportingLine",
    "SpanLimit",
    "Structure",
    "StructureFault",
    "StructureFinding",
    "StructurePolicy",
    "StructureReport",
    "Vacancy",
    "structure_of",
]
