"""Workflows: states, roles, guards and deadlines as data, and cases that are the fold over what happened."""

from salesmgmt.workflows.cases import Case, Ready
from salesmgmt.workflows.choices import Actor, Choice
from salesmgmt.workflows.deadlines import Due
from salesmgmt.workflows.details import Details
from salesmgmt.workflows.events import Event
from salesmgmt.workflows.parts import Counted, Deadline, Needs, Required, State, StateKind, Transition
from salesmgmt.workflows.refusals import NotAllowedError
from salesmgmt.workflows.workflow import Workflow

__all__ = [
    "Actor",
    "Case",
    "Choice",
    "Counted",
    "Deadline",
    "Details",
    "Due",
    "Event",
    "Needs",
    "NotAllowedError",
    "Ready",
    "Required",
    "State",
    "StateKind",
    "Transition",
    "Workflow",
]
