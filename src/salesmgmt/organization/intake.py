"""Figures and pairs as callers write them, and the converters and checks of fields that recur."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from salesmgmt.calendars import as_date
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, rate_of
from salesmgmt.organization.checks import as_texts, check_count, check_flag, check_optional_text, check_text
from salesmgmt.reasons import ReasonValue

if TYPE_CHECKING:
    from attrs import Attribute

__all__ = [
    "NumberLike",
    "Told",
    "any_text",
    "as_day",
    "as_names",
    "as_optional_day",
    "is_amount",
    "is_count",
    "is_flag",
    "is_positive_count",
    "is_text",
    "levels_of",
    "maybe_text",
    "median_of",
    "number_of",
    "numbers_of",
    "optional_number",
    "pairs_of",
]

NumberLike: TypeAlias = int | Fraction | Decimal | Rate | str

Told: TypeAlias = dict[str, ReasonValue]
"""What a reason tells, by name."""


def number_of(value: object, name: str) -> Fraction:
    """Convert to an exact number; `"90%"` is 0.9.

    Raises:
        InvalidValueError: If a text is no number.
        WrongTypeError: If it is a float or a flag.
    """
    if type(value) is Fraction:
        return value
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal | Rate | str):
        raise WrongTypeError(
            name, value, "be exact: an int, a Decimal, a Fraction, a Rate or a text such as '4.5'"
        )
    return rate_of(value, name).value


def optional_number(value: object, name: str) -> Fraction | None:
    """The same, where None stands for no such number."""
    return None if value is None else number_of(value, name)


def pairs_of(given: object, name: str) -> list[tuple[str, object]]:
    """The pairs of a mapping from names, or of anything that holds pairs, in the order of the names.

    Raises:
        InvalidValueError: If a name is empty or stands twice.
        WrongTypeError: If it holds something else, or a name is no text.
    """
    rule = "be a mapping from names, or pairs in a list or any other iterable"
    items: object = given.items() if isinstance(given, Mapping) else given
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise WrongTypeError(name, given, rule)
    found: dict[str, object] = {}
    for pair in items:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise WrongTypeError(name, pair, rule)
        check_text(name, pair[0])
        if pair[0] in found:
            raise InvalidValueError(name, pair[0], "name each once")
        found[pair[0]] = pair[1]
    return sorted(found.items())


def numbers_of(given: object, name: str) -> tuple[tuple[str, Fraction], ...]:
    """Exact numbers by name."""
    return tuple([(key, number_of(value, f"{name}.{key}")) for key, value in pairs_of(given, name)])


def levels_of(given: object, name: str, least: int = 0) -> tuple[tuple[str, int], ...]:
    """Whole numbers by name, each at least so high.

    Raises:
        InvalidValueError: If one is lower.
        WrongTypeError: If one is no whole number.
    """
    found = []
    for key, value in pairs_of(given, name):
        check_count(f"{name}.{key}", value, least)
        if isinstance(value, int):
            found.append((key, value))
    return tuple(found)


def median_of(values: Iterable[Fraction | int]) -> Fraction | None:
    """The middle value, or the mean of the two in the middle; None without values."""
    ranked = sorted(values)
    if not ranked:
        return None
    return Fraction(ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2


def as_day(value: date | str) -> date:
    """A date, or its text."""
    return as_date(value, "date")


def as_optional_day(value: date | str | None) -> date | None:
    """A date, its text, or None."""
    return None if value is None else as_date(value, "date")


def as_names(value: Iterable[str] | str) -> tuple[str, ...]:
    """Texts in the order of the alphabet, each once."""
    return tuple(sorted(as_texts(value, "names")))


def is_text(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is no text, or an empty one."""
    check_text(attribute.name, value)


def maybe_text(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither None nor a text with at least one character."""
    check_optional_text(attribute.name, value)


def any_text(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is no text; an empty one is allowed.

    Raises:
        WrongTypeError: If it is none.
    """
    if not isinstance(value, str):
        raise WrongTypeError(attribute.name, value, "be text")


def is_flag(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is neither True nor False."""
    check_flag(attribute.name, value)


def is_count(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is no whole number of 0 or more."""
    check_count(attribute.name, value)


def is_positive_count(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is no whole number of 1 or more."""
    check_count(attribute.name, value, 1)


def is_amount(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Refuse what is no amount of money, or a negative one.

    Raises:
        InvalidValueError: If it is negative.
        WrongTypeError: If it is no Money.
    """
    if not isinstance(value, Money):
        raise WrongTypeError(attribute.name, value, "be a Money")
    if value.minor < 0:
        raise InvalidValueError(attribute.name, value, "be 0 or more")
