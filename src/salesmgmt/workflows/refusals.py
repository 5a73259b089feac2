"""The error of an event that is not allowed: what stands against it, and what is allowed instead."""

from __future__ import annotations

from collections.abc import Iterable

from salesmgmt.errors import InvalidValueError
from salesmgmt.reasons import Reason

__all__ = ["NotAllowedError"]


class NotAllowedError(InvalidValueError):
    """An event cannot happen in a case as it stands; the case is as it was.

    Attributes:
        event: The name of the event.
        state: The state of the case.
        reasons: All that stands against it.
        allowed: The events that can happen in this state, for whoever may fire them.
    """

    def __init__(self, event: str, state: str, reasons: Iterable[Reason], allowed: Iterable[str]) -> None:
        self.event = event
        self.state = state
        self.reasons: tuple[Reason, ...] = tuple(reasons)
        self.allowed: tuple[str, ...] = tuple(allowed)
        why = "; ".join([reason.text() for reason in self.reasons])
        possible = ", ".join(self.allowed) or "nothing"
        super().__init__(
            "event", event, f"be allowed in the state {state} ({why}); allowed there: {possible}"
        )

    def __reduce__(
        self,
    ) -> tuple[type[NotAllowedError], tuple[str, str, tuple[Reason, ...], tuple[str, ...]]]:
        return type(self), (self.event, self.state, self.reasons, self.allowed)
