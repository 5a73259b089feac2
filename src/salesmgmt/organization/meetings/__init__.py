"""Meetings that recur, whether they are held, and what becomes of what was agreed."""

from salesmgmt.organization.meetings.actions import ActionClosure, ActionState, closure_of
from salesmgmt.organization.meetings.adherence import Adherence, CadencePolicy, Held, MeetingLine
from salesmgmt.organization.meetings.recurrence import Frequency, Occurrence, OnHoliday, Recurrence
from salesmgmt.organization.meetings.series import ActionItem, AgendaItem, Meeting, MeetingSeries

__all__ = [
    "ActionClosure",
    "ActionItem",
    "ActionState",
    "Adherence",
    "AgendaItem",
    "CadencePolicy",
    "Frequency",
    "Held",
    "Meeting",
    "MeetingLine",
    "MeetingSeries",
    "Occurrence",
    "OnHoliday",
    "Recurrence",
    "closure_of",
]
