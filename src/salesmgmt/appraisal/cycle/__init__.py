"""The course of an appraisal: who takes part in a period, the steps, the deadlines, and the appeal."""

from salesmgmt.appraisal.cycle.case import AppraisalCase, AppraisalCycle, AppraisalForm, open_cycle
from salesmgmt.appraisal.cycle.participation import (
    Participation,
    ParticipationPolicy,
    PostChange,
    Spell,
    Treatment,
)
from salesmgmt.appraisal.cycle.policy import AppraisalCyclePolicy

__all__ = [
    "AppraisalCase",
    "AppraisalCycle",
    "AppraisalCyclePolicy",
    "AppraisalForm",
    "Participation",
    "ParticipationPolicy",
    "PostChange",
    "Spell",
    "Treatment",
    "open_cycle",
]
