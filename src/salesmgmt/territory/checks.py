"""Checks that the values of this package share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from salesmgmt.criteria import Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.records import Facts

__all__ = [
    "check_count",
    "check_criterion",
    "check_facts",
    "check_flag",
    "check_optional_count",
    "check_text",
    "tuple_of",
]

T = TypeVar("T")


def check_text(name: str, value: object, *, empty: bool = False) -> None:
    """Refuse what is no text, or an empty one.

    Raises:
        InvalidValueError: If the text is empty and may not be.
        WrongTypeError: If it is no text.
    """
    if not isinstance(value, str):
        raise WrongTypeError(name, value, "be text")
    if not value and not empty:
        raise InvalidValueError(name, value, "be text with at least one character")


def check_count(name: str, value: object, least: int = 0) -> None:
    """Refuse what is no whole number of at least so many.

    Raises:
        InvalidValueError: If it is less.
        WrongTypeError: If it is no whole number.
    """
    if type(value) is not int:
        raise WrongTypeError(name, value, "be a whole number")
    if value < least:
        raise InvalidValueError(name, value, f"be {least} or more")


def check_optional_count(name: str, value: object, least: int = 0) -> None:
    """The same, where None stands for no such number.

    Raises:
        InvalidValueError: If it is less.
        WrongTypeError: If it is neither None nor a whole number.
    """
    if value is not None:
        check_count(name, value, least)


def check_flag(name: str, value: object) -> None:
    """Refuse what is neither True nor False.

    Raises:
        WrongTypeError: If it is not.
    """
    if type(value) is not bool:
        raise WrongTypeError(name, value, "be True or False")


def check_criterion(name: str, value: object) -> None:
    """Check a criterion.

    Raises:
        WrongTypeError: If it is none.
    """
    if not isinstance(value, Criterion):
        raise WrongTypeError(name, value, "be a criterion such as field('segment').equals('key')")


def check_facts(value: object) -> None:
    """Check a batch.

    Raises:
        WrongTypeError: If it is none.
    """
    if not isinstance(value, Facts):
        raise WrongTypeError("facts", value, "be a checked batch: Facts([…])")


def tuple_of(given: Iterable[T] | T, kind: type[T], name: str) -> tuple[T, ...]:
    """Values of one kind as a tuple; a single one stands for itself.

    Raises:
        WrongTypeError: If one of them is of another kind.
    """
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
