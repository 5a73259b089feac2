"""Tests over a row of values, as closures that do no more than they must.

The values of a row have been checked: each is of its field's type, finite, and in the one currency.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from salesmgmt.criteria.rows import Test
from salesmgmt.criteria.values import Value
from salesmgmt.criteria.valuesets import key_of
from salesmgmt.money import Money
from salesmgmt.money.figures import plain

__all__ = ["Relation", "comparison_test", "guarded", "interval_test", "membership_test", "prefix_test"]

_QUICK_DECIMALS = 30


class Relation(StrEnum):
    """How the values of two fields stand to each other."""

    EQUAL = "=="
    DIFFERENT = "!="
    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"


_OPERATORS: Mapping[Relation, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        Relation.EQUAL: operator.eq,
        Relation.DIFFERENT: operator.ne,
        Relation.AT_LEAST: operator.ge,
        Relation.MORE: operator.gt,
        Relation.AT_MOST: operator.le,
        Relation.LESS: operator.lt,
    }
)

_minor: Callable[[Any], int] = operator.attrgetter("minor")


def _quick(value: Value | None) -> Any:
    """A value that compares fast with what records hold: a decimal for a fraction, where that is exact."""
    if isinstance(value, Fraction):
        text = plain(value, _QUICK_DECIMALS)
        return value if text is None else Decimal(text)
    return value


def guarded(test: Test, place: int, if_missing: bool | None) -> Test:
    """The test with its answer for a missing value, where that is not an error."""
    if if_missing is None:
        return test
    return lambda row: if_missing if row[place] is None else test(row)


def membership_test(place: int, values: tuple[Value, ...], inside: bool) -> Test:
    """Whether the value is one of these, or is none of them."""
    if isinstance(values[0], Money):
        minors = frozenset([key_of(value) for value in values])
        if inside:
            return lambda row: _minor(row[place]) in minors
        return lambda row: _minor(row[place]) not in minors
    if len(values) == 1:
        only = _quick(values[0])
        return (lambda row: row[place] == only) if inside else (lambda row: row[place] != only)
    known = frozenset(values)
    return (lambda row: row[place] in known) if inside else (lambda row: row[place] not in known)


def interval_test(
    place: int, low: Value | None, high: Value | None, low_included: bool, high_included: bool
) -> Test:
    """Whether the value lies between bounds."""
    if isinstance(low, Money) or isinstance(high, Money):
        return _amount_test(
            place,
            low.minor + (not low_included) if isinstance(low, Money) else None,
            high.minor + high_included if isinstance(high, Money) else None,
        )
    least, most = _quick(low), _quick(high)
    if most is None:
        return (lambda row: least <= row[place]) if low_included else (lambda row: least < row[place])
    if least is None:
        return (lambda row: row[place] <= most) if high_included else (lambda row: row[place] < most)
    if low_included and not high_included:
        return lambda row: least <= row[place] < most
    if low_included:
        return lambda row: least <= row[place] <= most
    if high_included:
        return lambda row: least < row[place] <= most
    return lambda row: least < row[place] < most


def _amount_test(place: int, low: int | None, stop: int | None) -> Test:
    """Whether an amount has at least one number of minor units and less than another."""
    if low is None:
        return (lambda row: True) if stop is None else (lambda row: _minor(row[place]) < stop)
    if stop is None:
        return lambda row: _minor(row[place]) >= low
    return lambda row: low <= _minor(row[place]) < stop


def prefix_test(place: int, prefixes: tuple[str, ...], inside: bool) -> Test:
    """Whether the text starts with one of these, or with none of them."""
    starts: Callable[[Any], bool] = operator.methodcaller("startswith", prefixes)
    return (lambda row: starts(row[place])) if inside else (lambda row: not starts(row[place]))


def comparison_test(left: int, relation: Relation, right: int, if_missing: bool | None) -> Test:
    """Whether two values stand in a relation."""
    compare = _OPERATORS[relation]
    if if_missing is None:
        return lambda row: compare(row[left], row[right])
    return lambda row: (
        if_missing if row[left] is None or row[right] is None else compare(row[left], row[right])
    )
