"""Exact values as text and back, in one grammar that stays: a stored document has to mean the same for ever.

Writers give one spelling to a value, and readers take nothing that the patterns here would refuse, which
stand in the JSON Schema too. What people may type elsewhere is no business of a document.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from salesmgmt.documents.faults import Fault

__all__ = [
    "BEYOND",
    "DATE",
    "DECIMAL",
    "FLOAT",
    "FRACTION",
    "INSTANT",
    "MAJOR",
    "MOST_DIGITS",
    "RANGE",
    "RATE",
    "decimal_text",
    "float_text",
    "fraction_text",
    "major_text",
    "minor_of",
    "rate_text",
    "read_date",
    "read_decimal",
    "read_float",
    "read_fraction",
    "read_instant",
    "read_rate",
]

MOST_DIGITS = 640
"""Digits of a number: what Python reads under any limit that its user may set, and enough for anybody."""

BEYOND: int = 10**MOST_DIGITS
"""The first whole number with more digits than that."""

_WHOLE = "(?:0|[1-9][0-9]*)"
MAJOR = rf"-?{_WHOLE}(?:\.[0-9]+)?"
DECIMAL = rf"{MAJOR}(?:E\+[1-9][0-9]{{0,2}})?"
FRACTION = rf"-?{_WHOLE}(?:/[1-9][0-9]*)?"
RATE = rf"{MAJOR}%?|{FRACTION}"
FLOAT = rf"{MAJOR}(?:e[+-][0-9]{{2,3}})?"
DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
RANGE = rf"(?:{DATE}|\.\.)/(?:{DATE}|\.\.)"
_CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?"
_OFFSET = r"[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{6})?)?"
INSTANT = rf"{DATE}T{_CLOCK}(?:Z|{_OFFSET})?"

_DECIMAL = re.compile(DECIMAL)
_FRACTION = re.compile(FRACTION)
_MAJOR = re.compile(MAJOR)
_RATE = re.compile(RATE)
_FLOAT = re.compile(FLOAT)
_DATE = re.compile(DATE)
_INSTANT = re.compile(INSTANT)
_MOST_PERCENT_DECIMALS = 12
_TOO_LONG = f"have at most {MOST_DIGITS} digits"


def _matched(pattern: re.Pattern[str], text: object, rule: str) -> str:
    if type(text) is not str or len(text) > 2 * MOST_DIGITS + 2 or not pattern.fullmatch(text):
        raise Fault(text, rule)
    return text


def _int(digits: str, text: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise Fault(text, _TOO_LONG)
    return int(digits)


def _digits(number: int, value: object) -> str:
    if not -BEYOND < number < BEYOND:
        raise Fault(type(value).__name__, _TOO_LONG)
    return str(number)


def read_decimal(text: object) -> Decimal:
    """A decimal with the digits as they are written."""
    read = _matched(_DECIMAL, text, 'be a decimal as text, such as "12.50"')
    figures, _, exponent = read.partition("E")
    if len(figures) > MOST_DIGITS or int(exponent or 0) > MOST_DIGITS:
        raise Fault(text, _TOO_LONG)
    return Decimal(read)


def decimal_text(value: Decimal) -> str:
    """A finite decimal with all its digits, whatever the decimal context would print."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise Fault(str(value), "be a finite number")
    figures = "".join(map(str, digits))
    if max(len(figures), abs(exponent), value.adjusted() + 1) > MOST_DIGITS:
        raise Fault("Decimal", _TOO_LONG)
    minus = "-" if sign else ""
    if exponent > 0:
        return f"{minus}{figures}E+{exponent}"
    if exponent == 0:
        return minus + figures
    figures = figures.rjust(1 - exponent, "0")
    return f"{minus}{figures[:exponent]}.{figures[exponent:]}"


def read_fraction(text: object) -> Fraction:
    """A fraction, or a whole number as one."""
    read = _matched(_FRACTION, text, 'be a fraction as text, such as "1/3" or "2"')
    above, _, below = read.partition("/")
    return Fraction(_int(above, read), _int(below or "1", read))


def fraction_text(value: Fraction) -> str:
    """A fraction in lowest terms; a whole one without denominator."""
    above = _digits(value.numerator, value)
    return above if value.denominator == 1 else f"{above}/{_digits(value.denominator, value)}"


def read_rate(text: object) -> Fraction:
    """A rate as percentage, decimal or fraction."""
    read = _matched(_RATE, text, 'be a rate as text, such as "5%", "0.05" or "1/3"')
    if "/" in read:
        return read_fraction(read)
    whole, _, decimals = read.removesuffix("%").partition(".")
    number = Fraction(_int(whole + decimals, read), 10 ** len(decimals))
    return number / 100 if read.endswith("%") else number


def rate_text(value: Fraction) -> str:
    """A rate as percentage where that ends within twelve decimals, as a fraction elsewhere."""
    scaled = value * 100 * 10**_MOST_PERCENT_DECIMALS
    if scaled.denominator != 1:
        return fraction_text(value)
    figures = major_text(scaled.numerator, _MOST_PERCENT_DECIMALS)
    return figures.rstrip("0").rstrip(".") + "%"


def major_text(minor: int, digits: int) -> str:
    """Minor units as major ones, with all digits of the currency and nothing between thousands.

    Examples:
        >>> major_text(-120_050, 2), major_text(7, 0)
        ('-1200.50', '7')
    """
    figures = _digits(abs(minor), minor)
    minus = "-" if minor < 0 else ""
    if not digits:
        return minus + figures
    figures = figures.rjust(digits + 1, "0")
    return f"{minus}{figures[:-digits]}.{figures[-digits:]}"


def minor_of(text: object, digits: int | None, example: str = "1200.50") -> int:
    """Minor units of an amount in major units.

    Args:
        text: The amount.
        digits: Digits of its currency; None where the currency itself is at fault, and any will do.
        example: What to show in an error.
    """
    read = _matched(_MAJOR, text, f'be an amount as text, such as "{example}"')
    whole, _, decimals = read.partition(".")
    if digits is None:
        return 0
    if len(decimals) > digits:
        raise Fault(text, f"have at most {digits} decimals, as its currency has")
    return _int(whole + decimals.ljust(digits, "0"), read)


def read_float(text: object) -> float:
    """A float from the text that gives exactly it back."""
    return float(_matched(_FLOAT, text, 'be a float as text, such as "0.5"'))


def float_text(value: float) -> str:
    """The shortest text that gives the same float back."""
    text = repr(value)
    if not _FLOAT.fullmatch(text):
        raise Fault(text, "be a finite number")
    return text


def read_date(text: object) -> date:
    """A date of the calendar."""
    rule = 'be a date as text, such as "2026-03-31"'
    try:
        return date.fromisoformat(_matched(_DATE, text, rule))
    except ValueError:
        raise Fault(text, rule) from None


def read_instant(text: object) -> datetime:
    """A date with a time, and with an offset where it is an instant."""
    rule = 'be a time as text with its offset, such as "2026-03-31T09:30:00+08:00"'
    try:
        return datetime.fromisoformat(_matched(_INSTANT, text, rule))
    except ValueError:
        raise Fault(text, rule) from None
