"""What the values of this package check and convert, each in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from salesmgmt.calendars import DateRange, as_date, range_of
from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = [
    "as_texts",
    "check_count",
    "check_flag",
    "check_optional_text",
    "check_text",
    "day_of",
    "days_of",
    "tuple_of",
]

T = TypeVar("T")


def check_text(name: str, value: object) -> None:
    """Refuse what is no text, or an empty one.

    Raises:
        InvalidValueError: If the text is empty.
        WrongTypeError: If it is no text.
    """
    if not isinstance(value, str):
        raise WrongTypeError(name, value, "be text with at least one character")
    if not value:
        raise InvalidValueError(name, value, "be text with at least one character")


def check_optional_text(name: str, value: object) -> None:
    """Refuse what is neither None nor a text with at least one character.

    Raises:
        InvalidValueError: If the text is empty.
        WrongTypeError: If it is no text.
    """
    if value is not None:
        check_text(name, value)


def check_flag(name: str, value: object) -> None:
    """Refuse what is neither True nor False.

    Raises:
        WrongTypeError: If it is anything else.
    """
    if type(value) is not bool:
        raise WrongTypeError(name, value, "be True or False")


def check_count(name: str, value: object, least: int = 0) -> None:
    """Refuse what is no whole number, or below the least one.

    Raises:
        InvalidValueError: If the number is too low.
        WrongTypeError: If it is no whole number.
    """
    if type(value) is not int:
        raise WrongTypeError(name, value, "be a whole number")
    if value < least:
        raise InvalidValueError(name, value, f"be {least} or more")


def tuple_of(kind: type[T], given: object, name: str) -> tuple[T, ...]:
    """Values of one kind, from an iterable or a single one.

    Raises:
        WrongTypeError: If something is of another kind.
    """
    items: object = (given,) if isinstance(given, kind) else given
    rule = f"be {kind.__name__} values, in a list or any other iterable"
    if isinstance(items, str | Mapping) or not isinstance(items, Iterable):
        raise WrongTypeError(name, given, rule)
    found = tuple(items)
    for one in found:
        if not isinstance(one, kind):
            raise WrongTypeError(name, one, rule)
    return found


def as_texts(given: object, name: str) -> tuple[str, ...]:
    """Texts in the order given, from an iterable or a single one; each may stand once.

    Raises:
        InvalidValueError: If a text is empty or stands twice.
        WrongTypeError: If something is no text.
    """
    found = tuple_of(str, given, name) if not isinstance(given, str) else (given,)
    for one in found:
        check_text(name, one)
        if found.count(one) > 1:
            raise InvalidValueError(name, one, "name each once")
    return found


def day_of(value: date | str | None, name: str) -> date | None:
    """A date, its text, or None."""
    return None if value is None else as_date(value, name)


def days_of(value: DateRange | str) -> DateRange:
    """A range of days, or its text; for fields called `during`."""
    return range_of(value, "during")
