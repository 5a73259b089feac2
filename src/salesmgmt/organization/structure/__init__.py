"""Units, posts, reporting lines and who holds which post, asked and checked for any day; duties (RACI)."""

from salesmgmt.organization.structure.charts import Headcount, OrgChart
from salesmgmt.organization.structure.checking import SpanLimit, StructurePolicy
from salesmgmt.organization.structure.findings import StructureFault, StructureFinding, StructureReport
from salesmgmt.organization.structure.overlays import (
    DutyDone,
    OverlayCell,
    OverlayDuty,
    OverlayPlan,
    OverlayRole,
)
from salesmgmt.organization.structure.posts import (
    LineKind,
    OrgUnit,
    Position,
    PostAssignment,
    ReportingLine,
)
from salesmgmt.organization.structure.profiles import (
    JobDuty,
    JobProfile,
    ProfileFault,
    ProfileFinding,
    check_profiles,
)
from salesmgmt.organization.structure.raci import (
    RaciFault,
    RaciFinding,
    RaciLetter,
    RaciMatrix,
    RaciPolicy,
    RaciReport,
    RaciTask,
)
from salesmgmt.organization.structure.structure import Structure, Vacancy, structure_of

__all__ = [
    "DutyDone",
    "Headcount",
    "JobDuty",
    "JobProfile",
    "LineKind",
    "OrgChart",
    "OrgUnit",
    "OverlayCell",
    "OverlayDuty",
    "OverlayPlan",
    "OverlayRole",
    "Position",
    "PostAssignment",
    "ProfileFault",
    "ProfileFinding",
    "RaciFault",
    "RaciFinding",
    "RaciLetter",
    "RaciMatrix",
    "RaciPolicy",
    "RaciReport",
    "RaciTask",
    "ReportingLine",
    "SpanLimit",
    "Structure",
    "StructureFault",
    "StructureFinding",
    "StructurePolicy",
    "StructureReport",
    "Vacancy",
    "check_profiles",
    "structure_of",
]
