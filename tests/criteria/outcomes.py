"""What asking a criterion comes to: an answer, or an error with its kind and field."""

from __future__ import annotations

from collections.abc import Callable

from salesmgmt.errors import SalesmgmtError

Outcome = bool | tuple[str, str, object]


def outcome(ask: Callable[[], bool]) -> Outcome:
    """The answer, or what stands in for the error."""
    try:
        return ask()
    except SalesmgmtError as error:
        return type(error).__name__, error.field, repr(error.value)
