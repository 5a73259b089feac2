"""Exact numbers from what people type and what programs pass, and back to text.

Only constructors, comparisons and `as_integer_ratio` of `Decimal` are used, in this module and all of the
package, because its arithmetic follows the caller's context and would round where that has few digits.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from salesmgmt.errors import InvalidValueError, WrongTypeError

__all__ = ["exact", "grouped", "half_width", "plain", "read_number"]

LONGEST_TEXT = 200
_LARGEST_EXPONENT = 100
_MOST_DECIMALS = 12

_FULL_WIDTH = "".join(chr(0xFF01 + k) for k in range(94)) + "￥￡￦"
_ASCII = "".join(chr(0x21 + k) for k in range(94)) + "¥£₩"
_BLANKS = "\t\u00a0\u2002\u2003\u2009\u202f\u3000"
_MINUSES = "\u2212\ufe63"
_HALF_WIDTH = str.maketrans(
    _FULL_WIDTH + _BLANKS + _MINUSES, _ASCII + " " * len(_BLANKS) + "-" * len(_MINUSES)
)

_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+")


def half_width(text: str) -> str:
    """The text with full-width characters, and blanks and minus signs of all sorts, in their ASCII form.

    Unicode's own compatibility form goes too far for figures: it turns 2² into 22.

    Examples:
        >>> half_width("￥１，２００．５０　（５％）")
        '¥1,200.50 (5%)'
    """
    return text.translate(_HALF_WIDTH).strip()


def read_number(text: str) -> Fraction | None:
    """An unsigned decimal number with or without thousands separators, or None where it is not one.

    Examples:
        >>> read_number("1,200.50"), read_number("1,2,3")
        (Fraction(2401, 2), None)
    """
    if len(text) > LONGEST_TEXT or not _NUMBER.fullmatch(text):
        return None
    return Fraction(text.replace(",", ""))


def exact(value: Decimal | Fraction | int, field: str) -> Fraction:
    """A number as the fraction it is; anything that may have lost digits on its way is refused.

    Args:
        value: A whole number, a fraction or a finite decimal.
        field: Name to use in an error.

    Raises:
        InvalidValueError: The decimal is not finite, or beyond 100 digits.
        WrongTypeError: Another type, such as a float or a bool.
    """
    if type(value) is Fraction:
        return value
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InvalidValueError(field, value, "be finite")
        exponent = value.as_tuple().exponent
        if abs(value.adjusted()) > _LARGEST_EXPONENT or abs(int(exponent)) > _LARGEST_EXPONENT:
            raise InvalidValueError(field, value, f"have at most {_LARGEST_EXPONENT} digits")
        return Fraction(*value.as_integer_ratio())
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        hint = f": write {value!r} as text" if isinstance(value, float) else ""
        raise WrongTypeError(field, value, f"be exact{hint or ', an int, a Decimal, a Fraction or text'}")
    return Fraction(value)


def plain(value: Fraction, most_decimals: int = _MOST_DECIMALS) -> str | None:
    """A fraction as a decimal without exponent or trailing zeros; None where it takes more decimals.

    Examples:
        >>> plain(Fraction(5, 4)), plain(Fraction(-300)), plain(Fraction(1, 3))
        ('1.25', '-300', None)
    """
    scaled = value * 10**most_decimals
    if scaled.denominator != 1:
        return None
    whole, decimals = divmod(abs(scaled.numerator), 10**most_decimals)
    tail = f"{decimals:0{most_decimals}d}".rstrip("0") if most_decimals else ""
    return f"{'-' if value < 0 else ''}{whole}{'.' if tail else ''}{tail}"


def grouped(minor: int, digits: int) -> str:
    """Minor units as a major amount with thousands separators and all its decimals.

    Examples:
        >>> grouped(-120050, 2), grouped(120050, 0)
        ('-1,200.50', '120,050')
    """
    whole, decimals = divmod(abs(minor), 10**digits)
    tail = f".{decimals:0{digits}d}" if digits else ""
    return f"{'-' if minor < 0 else ''}{whole:,}{tail}"
