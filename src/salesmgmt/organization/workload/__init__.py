"""How much people carry and work, and how teams say they are. Nothing of this is an input to a rating."""

from salesmgmt.organization.workload.loads import (
    LoadLine,
    LoadPolicy,
    LoadReport,
    PersonLoad,
    Workload,
    workloads_of,
)
from salesmgmt.organization.workload.surveys import (
    PulseSurvey,
    SurveyAnswer,
    SurveyIndices,
    SurveyQuestion,
    TeamIndices,
)
from salesmgmt.organization.workload.worktime import (
    CHINA_WORKING_TIME,
    OvertimeMonth,
    TimeBreach,
    TimeLimit,
    WorkingTimeReport,
    WorkingTimeRules,
    WorkRecord,
)

__all__ = [
    "CHINA_WORKING_TIME",
    "LoadLine",
    "LoadPolicy",
    "LoadReport",
    "OvertimeMonth",
    "PersonLoad",
    "PulseSurvey",
    "SurveyAnswer",
    "SurveyIndices",
    "SurveyQuestion",
    "TeamIndices",
    "TimeBreach",
    "TimeLimit",
    "WorkRecord",
    "WorkingTimeReport",
    "WorkingTimeRules",
    "Workload",
    "workloads_of",
]
