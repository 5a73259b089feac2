"""Which deadlines a case stands under on a day, and which it has missed."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.workflows.workflow import Workflow

__all__ = ["Due", "deadlines"]


def _last(value: date | str) -> date:
    return as_date(value, "last")


@frozen(weakref_slot=False)
class Due:
    """One deadline of a state, seen from a day.

    Attributes:
        state: The state that has it.
        last: The last day in time.
        left: How many calendar days are left; below zero when overdue.
        then: The event that may be fired once it has passed, or None.
    """

    state: str
    last: date = field(converter=_last)
    left: int
    then: str | None = None

    @property
    def overdue(self) -> bool:
        """Whether the last day has passed."""
        return self.left < 0


def deadlines(workflow: Workflow, state: str, since: date, on: date) -> tuple[Due, ...]:
    """The deadlines of a state that was entered on a day, the nearest first.

    Args:
        workflow: Where the state stands.
        state: Its name.
        since: The day on which it was entered.
        on: The day from which they are seen.
    """
    here = workflow.state(state)
    found = [
        Due(state, last, (last - on).days, deadline.then)
        for deadline in (() if here is None else here.deadlines)
        for last in [deadline.due(since, workflow.calendar)]
    ]
    return tuple(sorted(found, key=lambda due: due.last))
