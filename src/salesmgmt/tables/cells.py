"""What a value looks like in a cell: exact, on one line, and the same whatever the machine's locale is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.tables.lines import one_line

__all__ = ["LANGUAGES", "Cell", "cell_text", "is_quantity", "language_of", "percent_text"]

#: What a cell may hold: any hashable value. Texts, numbers, rates, dates, flags and None are shown as
#: `cell_text` says, everything else (money, ranges, periods) as its own `str`.
Cell: TypeAlias = object

#: The languages that the library speaks, by their codes.
LANGUAGES: tuple[str, ...] = ("en", "zh")

_FLAGS: Mapping[str, tuple[str, str]] = MappingProxyType({"en": ("no", "yes"), "zh": ("否", "是")})
_NOTHING = "-"
_GROUPED_FROM = 5
_LONGEST_FIXED = 40
_LONGEST_FRACTION = 12
_ENDLESS = 4


def language_of(value: str, field: str = "lang") -> str:
    """The code of a language, checked.

    Raises:
        InvalidValueError: If the library does not speak it.
    """
    if value not in LANGUAGES:
        raise InvalidValueError(field, value, f"be one of {', '.join(LANGUAGES)}")
    return value


def is_quantity(value: Cell) -> bool:
    """Whether a value counts or measures something, so that a column of such values is aligned at the point.

    A quantity is what has a negative: numbers, amounts of money and rates have one; texts, dates and flags
    have none.
    """
    return hasattr(type(value), "__neg__") and not isinstance(value, bool)


def _grouped(digits: str) -> str:
    """A plain number with commas between thousands, from five digits on; four digits may be a year."""
    sign = "-" if digits.startswith("-") else ""
    whole, point, rest = digits.removeprefix("-").partition(".")
    if len(whole) < _GROUPED_FROM:
        return digits
    first = len(whole) % 3
    parts = [whole[:first]] if first else []
    parts += [whole[place : place + 3] for place in range(first, len(whole), 3)]
    return f"{sign}{','.join(parts)}{point}{rest}"


def _decimal(value: Decimal) -> str:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or abs(exponent) > _LONGEST_FIXED:
        return str(value)
    text = "".join(map(str, digits)) + "0" * max(exponent, 0)
    if exponent < 0:
        text = text.rjust(-exponent, "0")
        text = f"{text[:exponent]}.{text[exponent:]}"
    whole, point, rest = text.partition(".")
    return _grouped(f"{'-' if sign else ''}{whole.lstrip('0') or '0'}{point}{rest}")


def _fixed(scaled: int, places: int) -> str:
    return _decimal(Decimal((int(scaled < 0), tuple(map(int, str(abs(scaled)))), -places)))


def _terminating(value: Fraction) -> str | None:
    """A fraction as a decimal, or None where that does not end within a few places."""
    for places in range(_LONGEST_FRACTION + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return _fixed(scaled.numerator, places)
    return None


def _number(value: Fraction) -> str:
    """A fraction as a decimal, or its first places with an ellipsis where nobody would read them all."""
    exact = _terminating(value)
    if exact is not None:
        return exact
    scaled = abs(value.numerator) * 10**_ENDLESS // value.denominator
    return f"{'-' if value < 0 else ''}{_fixed(scaled, _ENDLESS)}…"


def percent_text(value: Fraction) -> str:
    """A fraction in per cent: exact where that ends within twelve places, else four of them and ``…``.

    Examples:
        >>> percent_text(Fraction(1, 20)), percent_text(Fraction(-2, 3))
        ('5%', '-66.6666…%')
    """
    return f"{_number(value * 100)}%"


def cell_text(value: Cell, lang: str = "en") -> str:
    r"""Show a value on one line.

    Numbers are exact, with commas between thousands from 10,000 on (2026 stays 2026). A fraction is a
    decimal, exact where that ends within twelve places, else four of them and ``…``; a rate (what has a
    fraction as its `value`) is in per cent. Dates are ISO 8601, flags are words of the language, None is a
    dash.

    Args:
        value: Any value.
        lang: ``en`` or ``zh``.

    Examples:
        >>> from decimal import Decimal
        >>> [cell_text(value) for value in (1234567, Decimal("0.50"), True, None, "two\nlines")]
        ['1,234,567', '0.50', 'yes', '-', 'two lines']
        >>> cell_text(True, "zh")
        '是'
    """
    if isinstance(value, str):
        return one_line(value)
    if value is None:
        return _NOTHING
    if isinstance(value, bool):
        return _FLAGS[lang][value]
    if isinstance(value, int):
        return _grouped(int.__repr__(value))
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    share = getattr(value, "value", None)
    if isinstance(share, Fraction):
        return percent_text(share)
    return one_line(str(value))


def checked_cell(value: Cell, field: str) -> None:
    """Refuse what cannot stand in a table that is compared and hashed.

    Raises:
        WrongTypeError: If the value cannot be hashed.
        InvalidValueError: If it does not equal itself, as a missing number of a DataFrame (NaN).
    """
    try:
        hash(value)
    except TypeError as error:
        raise WrongTypeError(field, value, "be an immutable value; write a list as text") from error
    if value != value:
        raise InvalidValueError(field, value, "be a number; write None where there is none")
