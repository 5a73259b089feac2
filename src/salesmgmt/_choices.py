"""Reading one of a few words: a choice from its name, or an error that says which names there are."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from salesmgmt.errors import InvalidValueError

__all__ = ["choice_of"]

_Choice = TypeVar("_Choice", bound=StrEnum)


def choice_of(kind: type[_Choice], value: str, field: str, rule: str | None = None) -> _Choice:
    """A choice from its name; made for `attrs` fields.

    Args:
        kind: The choices.
        value: One of them, or its name.
        field: Name to use in an error.
        rule: What the error asks for, worded to follow "it must"; the names of all choices where left out.

    Raises:
        InvalidValueError: If none has that name.

    Examples:
        >>> from salesmgmt.calendars import PeriodKind
        >>> choice_of(PeriodKind, "month", "per")
        <PeriodKind.MONTH: 'month'>
    """
    try:
        return kind(value)
    except ValueError:
        raise InvalidValueError(field, value, rule or f"be one of {', '.join(kind)}") from None
