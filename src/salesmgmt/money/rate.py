"""Rates: exact fractions that are written as percentages."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias, Union

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import numerals
from salesmgmt.money.figures import LONGEST_TEXT, exact, half_width, plain, read_number

__all__ = ["Rate", "RateLike", "rate_of"]

_RULE = "be a number such as '5%', '4‰', '0.05' or '1/3'"
_SUFFIXES = MappingProxyType({"%": 100, "‰": 1000, "‱": 10_000})
_PREFIXES = MappingProxyType({"百分之": 100, "千分之": 1000, "万分之": 10_000})


def _unsigned(text: str) -> Fraction | None:
    if text == "百分之百":
        return Fraction(1)
    for prefix, size in _PREFIXES.items():
        if text.startswith(prefix):
            rest = text.removeprefix(prefix).strip()
            number = read_number(rest)
            number = numerals.read_decimal(rest) if number is None else number
            return None if number is None else number / size
    if text[-1:] in _SUFFIXES:
        number = read_number(text[:-1].strip())
        return None if number is None else number / _SUFFIXES[text[-1]]
    above, slash, below = text.partition("/")
    if slash:
        numerator, denominator = read_number(above.strip()), read_number(below.strip())
        return numerator / denominator if numerator is not None and denominator else None
    return read_number(text)


def _parsed(text: str, label: str) -> Fraction:
    rest = numerals.simplified(half_width(text)) if len(text) <= LONGEST_TEXT else ""
    negative = rest.startswith(("-", "负"))
    value = _unsigned(rest[1:].strip() if negative or rest.startswith("+") else rest)
    if value is None:
        raise InvalidValueError(label, text, _RULE)
    return -value if negative else value


def _fraction(value: Rate | Fraction | Decimal | int | str, label: str = "rate") -> Fraction:
    if isinstance(value, str):
        return _parsed(value, label)
    if isinstance(value, Rate):
        return value.value
    if isinstance(value, float):
        raise WrongTypeError(label, value, f"be exact: write it as text, as in Rate({str(value)!r})")
    return exact(value, label)


@frozen(repr=False, weakref_slot=False)
class Rate:
    """An exact fraction: a commission rate, an attainment, a share.

    Attributes:
        value: The fraction itself, 1/20 for 5 %. May be negative or above 1.

    Written as a decimal, a fraction, with %, ‰ or ‱, in full-width characters, or in Chinese (百分之五). A
    whole number is itself, so `Rate(5)` is 500 %.

    Raises:
        InvalidValueError: The text is none of these forms, or the decimal is not finite.
        WrongTypeError: A float or another type.

    Examples:
        >>> Rate("5%") == Rate("0.05") == Rate(Fraction(1, 20)) == Rate("百分之五")
        True
        >>> print(Rate("4‰"), Rate("1/3"), Rate("5%") + Rate("2.5%"))
        0.4% 1/3 7.5%
    """

    value: Fraction = field(converter=_fraction)

    def __str__(self) -> str:
        percent = plain(self.value * 100)
        return f"{self.value.numerator}/{self.value.denominator}" if percent is None else f"{percent}%"

    @property
    def figure(self) -> str:
        """The number itself, as a decimal where it ends: 0.05, 7.1234, 1/3."""
        return plain(self.value) or f"{self.value.numerator}/{self.value.denominator}"

    def __repr__(self) -> str:
        return f"Rate({str(self)!r})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __bool__(self) -> bool:
        return self.value != 0

    def __neg__(self) -> Rate:
        return Rate(-self.value)

    def __abs__(self) -> Rate:
        return Rate(abs(self.value))

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.value + other.value) if isinstance(other, Rate) else NotImplemented

    def __sub__(self, other: Rate) -> Rate:
        return Rate(self.value - other.value) if isinstance(other, Rate) else NotImplemented

    def __mul__(self, other: Factor) -> Rate:
        factor = factor_of(other)
        return NotImplemented if factor is None else Rate(self.value * factor)

    __rmul__ = __mul__

    def __truediv__(self, other: Factor) -> Rate:
        factor = factor_of(other)
        if factor is None:
            return NotImplemented
        if factor == 0:
            raise InvalidValueError("divisor", other, "be other than 0")
        return Rate(self.value / factor)

    def __lt__(self, other: Rate) -> bool:
        return self.value < other.value if isinstance(other, Rate) else NotImplemented

    def __le__(self, other: Rate) -> bool:
        return self.value <= other.value if isinstance(other, Rate) else NotImplemented

    def __gt__(self, other: Rate) -> bool:
        return self.value > other.value if isinstance(other, Rate) else NotImplemented

    def __ge__(self, other: Rate) -> bool:
        return self.value >= other.value if isinstance(other, Rate) else NotImplemented


RateLike: TypeAlias = Rate | str | int | Fraction | Decimal

Factor: TypeAlias = Union["Rate", Fraction, Decimal, int]
"""What an amount or a rate may be multiplied by: exact numbers, never text."""


def factor_of(value: object, field: str = "factor") -> Fraction | None:
    """An exact factor as a fraction; None for what multiplies by rules of its own.

    Args:
        value: What stands beside the sign of multiplication.
        field: Name to use in an error.

    Raises:
        InvalidValueError: A decimal that is not finite.
        WrongTypeError: A float or a bool.
    """
    if isinstance(value, Rate):
        return value.value
    if isinstance(value, float):
        raise WrongTypeError(field, value, f"be exact: write Rate({str(value)!r})")
    return exact(value, field) if isinstance(value, int | Fraction | Decimal) else None


def rate_of(value: RateLike, field: str = "rate") -> Rate:
    """A rate from whatever states one exactly; made for `attrs` fields.

    Args:
        value: A rate, text, or an exact number.
        field: Name to use in an error.

    Raises:
        InvalidValueError: The text or number is no rate.
        WrongTypeError: A float or another type.

    Examples:
        >>> rate_of("5%", "commission")
        Rate('5%')
    """
    return value if isinstance(value, Rate) else Rate(_fraction(value, field))
