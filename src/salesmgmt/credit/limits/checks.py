"""Checks that the values of this part share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from salesmgmt.calendars import as_date
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["as_optional_date", "check_count", "check_flag", "check_text", "tuple_of"]

T = TypeVar("T")


def check_text(name: str, value: object) -> None:
    """Refuse what is no text, or an empty one."""
    if not isinstance(value, str):
        raise WrongTypeError(name, value, "be text")
    if not value:
        raise InvalidValueError(name, value, "be text with at least one character")


def check_flag(name: str, value: object) -> None:
    """Refuse what is neither True nor False."""
    if type(value) is not bool:
        raise WrongTypeError(name, value, "be True or False")


def check_count(name: str, value: object, least: int = 0) -> None:
    """Refuse what is no whole number of at least so many."""
    if type(value) is not int:
        raise WrongTypeError(name, value, "be a whole number")
    if value < least:
        raise InvalidValueError(name, value, f"be {least} or more")


def as_optional_date(value: date | str | None) -> date | None:
    """A day or none."""
    return None if value is None else as_date(value)


def tuple_of(given: Iterable[T] | T, kind: type[T], name: str) -> tuple[T, ...]:
    """Values of one kind as a tuple; a single one stands for itself."""
    if isinstance(given, kind):
        return (given,)
    values = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (given,)
    found = []
    for value in values:
        if not isinstance(value, kind):
            rule = f"be {kind.__name__} values, in a list or any other iterable"
            raise WrongTypeError(name, value, rule)
        found.append(value)
    return tuple(found)
