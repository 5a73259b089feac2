"""What a field may hold: the types, the literals that a criterion is written with, the values of a record.

Literals become exact values of one spelling at once, so that criteria which say the same are equal: numbers
are ints where they are whole and fractions otherwise, dates are plain dates, text is plain text. Values of a
record are checked and never converted, but for a float, which stands for the fraction that it exactly is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from salesmgmt.calendars import as_date
from salesmgmt.errors import InvalidValueError, SalesmgmtError, WrongTypeError
from salesmgmt.money import Money, Rate, money_of, rate_of
from salesmgmt.money.figures import exact, half_width, read_number

__all__ = [
    "FieldType",
    "Found",
    "Operand",
    "Value",
    "checked",
    "literal",
    "read_text",
    "type_of",
    "written_kind",
]

Value: TypeAlias = str | int | Fraction | bool | Money | Rate | date
"""A literal as a criterion keeps it."""

Operand: TypeAlias = Value | Decimal
"""A literal as it may be written: text can stand for a number, amount, rate or date of a declared type."""

Found: TypeAlias = Value | Decimal | None
"""What a record holds in a field; None where it holds nothing."""


class FieldType(StrEnum):
    """What a field holds.

    Attributes:
        TEXT: `str`; ordered by code points, so upper case comes before lower case.
        NUMBER: `int`, `Decimal`, `Fraction`, or a finite `float`, which is compared as the fraction that it
            exactly is (the float 0.1 is a little more than 1/10). Neither text nor a flag is a number.
        MONEY: `Money`; compared within one currency only.
        RATE: `Rate`.
        DATE: `date`; a `datetime` is refused.
        FLAG: `True` or `False`.
    """

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    RATE = "rate"
    DATE = "date"
    FLAG = "flag"


_HELD: Mapping[FieldType, str] = MappingProxyType(
    {
        FieldType.TEXT: "be text",
        FieldType.NUMBER: "be a number: an int, a Decimal, a Fraction or a float",
        FieldType.MONEY: "be Money",
        FieldType.RATE: "be a Rate",
        FieldType.DATE: "be a date without a time of day",
        FieldType.FLAG: "be True or False",
    }
)


def type_of(operand: Operand, path: str) -> FieldType:
    """The type of a field that is compared with a literal.

    Raises:
        WrongTypeError: The literal has a type that no field can be compared with.
    """
    if isinstance(operand, str):
        return FieldType.TEXT
    if isinstance(operand, bool):
        return FieldType.FLAG
    if isinstance(operand, int | Decimal | Fraction):
        return FieldType.NUMBER
    if isinstance(operand, Money):
        return FieldType.MONEY
    if isinstance(operand, Rate):
        return FieldType.RATE
    if isinstance(operand, date) and not isinstance(operand, datetime):
        return FieldType.DATE
    raise WrongTypeError(path, operand, f"be compared with {_writable(operand)}")


def _writable(operand: object) -> str:
    if isinstance(operand, float):
        return f"an exact number: write Decimal({str(operand)!r})"
    if isinstance(operand, datetime):
        return "a date: write .date() after moving the time to the zone that is meant"
    return "text, a number, Money, a Rate, a date, True or False"


def literal(operand: Operand, kind: FieldType, path: str) -> Value:
    """A literal as a value of the field's type, in its one spelling.

    Raises:
        InvalidValueError: Text that is no number, amount, rate or date where one is meant.
        WrongTypeError: A literal of another type.
    """
    if kind is FieldType.TEXT and isinstance(operand, str):
        return str.__str__(operand)
    if kind is FieldType.NUMBER and not isinstance(operand, bool):
        if isinstance(operand, str):
            return _shortest(_read_number(operand, path))
        if isinstance(operand, int | Decimal | Fraction):
            return _shortest(exact(operand, path))
    if kind is FieldType.MONEY and isinstance(operand, Money | str):
        return money_of(operand, path)
    if kind is FieldType.RATE and isinstance(operand, Rate | str):
        return rate_of(operand, path)
    if kind is FieldType.DATE and isinstance(operand, date | str):
        return as_date(operand, path)
    if kind is FieldType.FLAG and isinstance(operand, bool):
        return operand
    expected = _writable(operand) if isinstance(operand, float | datetime) else f"a {kind.value}"
    raise WrongTypeError(path, operand, f"be compared with {expected}")


def _shortest(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number


def _read_number(text: str, path: str) -> Fraction:
    rest = half_width(text)
    negative = rest.startswith("-")
    above, slash, below = (rest[1:] if rest[:1] in ("-", "+") else rest).partition("/")
    number, divisor = read_number(above.strip()), read_number(below.strip()) if slash else Fraction(1)
    if number is None or not divisor:
        raise InvalidValueError(path, text, "be compared with a number such as '1,200.5' or '1/3'")
    return (-number if negative else number) / divisor


_READABLE = (FieldType.NUMBER, FieldType.DATE, FieldType.RATE, FieldType.MONEY)


def read_text(text: str, path: str) -> FieldType:
    """The type that a bound written as text has: the first of number, date, rate, money that can read it.

    Raises:
        InvalidValueError: None of them can.
    """
    for kind in _READABLE:
        try:
            literal(text, kind, path)
        except SalesmgmtError:
            continue
        return kind
    raise InvalidValueError(
        path,
        text,
        "be a number, date, rate or amount with its currency; declare the type where text is meant",
    )


_SHARE_MARKS = "%‰‱％"


def written_kind(text: str) -> FieldType | None:
    """What a text unmistakably is: an amount with its currency, a share with %, a date; None: a text."""
    share = any(mark in text for mark in _SHARE_MARKS)
    for kind in (FieldType.RATE,) if share else (FieldType.DATE, FieldType.MONEY):
        try:
            literal(text, kind, "bound")
        except SalesmgmtError:
            continue
        return kind
    return None


def checked(value: object, kind: FieldType, path: str) -> Found:
    """The value that a record holds, if it has the declared type; None is for the caller to judge.

    Raises:
        InvalidValueError: A number that is not finite.
        WrongTypeError: A value of another type.
    """
    match kind:
        case FieldType.TEXT:
            if isinstance(value, str):
                return value
        case FieldType.NUMBER:
            if isinstance(value, int | Fraction) and not isinstance(value, bool):
                return value
            if isinstance(value, Decimal | float):
                return _finite(value, path)
        case FieldType.MONEY:
            if isinstance(value, Money):
                return value
        case FieldType.RATE:
            if isinstance(value, Rate):
                return value
        case FieldType.DATE:
            if isinstance(value, date) and not isinstance(value, datetime):
                return value
        case FieldType.FLAG:
            if isinstance(value, bool):
                return value
    raise WrongTypeError(path, value, _HELD[kind])


def _finite(value: Decimal | float, path: str) -> Decimal | Fraction:
    if isinstance(value, Decimal):
        if value.is_finite():
            return value
    elif value - value == 0:
        return Fraction(*value.as_integer_ratio())
    raise InvalidValueError(path, value, "be a finite number")
