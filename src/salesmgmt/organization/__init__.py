"""Who sells, and how they work together: posts and reporting lines, duties, meetings and the ways to talk."""

from salesmgmt.organization.structure import (
    Headcount,
    LineKind,
    OrgChart,
    OrgUnit,
    Position,
    PostAssignment,
    ReportingLine,
    SpanLimit,
    Structure,
    StructureFault,
    StructureFinding,
    StructurePolicy,
    StructureReport,
    Vacancy,
    structure_of,
)

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
