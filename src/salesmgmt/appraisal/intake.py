"""Lists, figures and flags as callers give them, in their checked form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import TypeVar

from salesmgmt.appraisal.numbers import as_number, named, pairs_of
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError

__all__ = ["check_flag", "check_kind", "figures_of", "once", "optional_number", "texts_of", "tuple_of"]

_Kind = TypeVar("_Kind")


def tuple_of(given: object, kind: type[_Kind], name: str) -> tuple[_Kind, ...]:
    """Values of one class, given singly or in any iterable.

    Raises:
        WrongTypeError: If something else is among them.
    """
    if isinstance(given, kind):
        return (given,)
    rule = f"be {kind.__name__} values, in a list or any other iterable"
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise WrongTypeError(name, given, rule)
    found = tuple(given)
    for one in found:
        if not isinstance(one, kind):
            raise WrongTypeError(name, one, rule)
    return found


def texts_of(given: object, name: str) -> tuple[str, ...]:
    """Names, given singly or in any iterable; each once.

    Raises:
        InvalidValueError: If one is empty or stands twice.
        WrongTypeError: If there is something else among them.
    """
    found = tuple_of(given, str, name)
    for one in found:
        named(one, name)
        if found.count(one) > 1:
            raise InvalidValueError(name, one, "stand there once")
    return found


def figures_of(given: object, name: str) -> tuple[tuple[str, Fraction], ...]:
    """Named exact figures, in the order of their names.

    Raises:
        InvalidValueError: If a name is empty or stands twice.
        WrongTypeError: If a figure is a float or no number.
    """
    found: dict[str, Fraction] = {}
    for key, value in pairs_of(given, name):
        if not isinstance(key, str) or not key or key in found:
            raise InvalidValueError(name, key, "be a text with at least one character, each once")
        found[key] = as_number(value, f"{name}.{key}")
    return tuple(sorted(found.items()))


def optional_number(value: object) -> Fraction | None:
    """An exact number, or None."""
    return None if value is None else as_number(value)


def check_flag(value: object, name: str) -> None:
    """Refuse what is neither True nor False.

    Raises:
        WrongTypeError: If it is something else.
    """
    if type(value) is not bool:
        raise WrongTypeError(name, value, "be True or False")


def check_kind(value: object, kind: type[object], name: str) -> None:
    """Refuse a value of another class.

    Raises:
        WrongTypeError: If it is one.
    """
    if not isinstance(value, kind):
        raise WrongTypeError(name, value, f"be a {kind.__name__}")


def once(names: Iterable[str], batch: str, name: str = "id") -> None:
    """Refuse names that stand twice, all at once.

    Raises:
        BatchError: With each of them.
    """
    twice = [one for one, count in Counter(names).items() if count > 1]
    if twice:
        raise BatchError(batch, [Problem(one, name, one, "stand there once") for one in twice])
