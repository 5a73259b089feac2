"""Exact numbers and pairs as callers write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate, rate_of

__all__ = ["NumberLike", "as_number", "named", "pairs_of", "titled"]

NumberLike: TypeAlias = int | Fraction | Decimal | Rate | str


def as_number(value: object, name: str = "number") -> Fraction:
    """Convert to an exact number; `"90%"` is 0.9.

    Raises:
        WrongTypeError: If it is a float or a flag.
        InvalidValueError: If a text is no number.
    """
    if type(value) is Fraction:
        return value
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal | Rate | str):
        raise WrongTypeError(
            name, value, "be exact: an int, a Decimal, a Fraction, a Rate or a text such as '4.5'"
        )
    return rate_of(value, name).value


def pairs_of(given: object, name: str) -> list[tuple[object, object]]:
    """The pairs of a mapping, or of anything that holds pairs.

    Raises:
        WrongTypeError: If it holds something else.
    """
    rule = "be a mapping, or pairs in a list or any other iterable"
    items: object = given.items() if isinstance(given, Mapping) else given
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise WrongTypeError(name, given, rule)
    pairs = []
    for pair in items:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise WrongTypeError(name, pair, rule)
        pairs.append((pair[0], pair[1]))
    return pairs


def named(value: object, name: str = "id") -> None:
    """Refuse an identifier that is none.

    Raises:
        InvalidValueError: If it is no text or an empty one.
    """
    if not isinstance(value, str) or not value:
        raise InvalidValueError(name, value, "be a text with at least one character")


def titled(value: object, name: str = "title") -> None:
    """Refuse what is no text; an empty one is allowed.

    Raises:
        WrongTypeError: If it is no text.
    """
    if not isinstance(value, str):
        raise WrongTypeError(name, value, "be text")
