"""Reading one cell: blanks, texts, identifiers, amounts, numbers, dates, instants.

Cells come from spreadsheets, databases, DataFrames and people, so a value is taken for what it plainly says
and for nothing else: what would have to be guessed is refused, with a word on what to state instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import MappingProxyType, NoneType
from typing import TypeAlias

from attrs import frozen

from salesmgmt.calendars import DateRange, as_date
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, SalesmgmtError, WrongTypeError
from salesmgmt.money import Currency, Money, Rate, currency_of
from salesmgmt.records.common import More, Scalar, exact_quantity, read_range
from salesmgmt.records.readings import exact_figure
from salesmgmt.records.shapes import Form

__all__ = ["ISO", "Manner", "Reader", "date_pattern", "is_blank", "plain", "reader_of"]

ISO = "%Y-%m-%d"

_FLOATS = "be exact, as text or a Decimal; or state a float_tolerance, such as '0.000001', in the mapping"
_TIMES = "be a date, or a datetime at midnight: of another time the day depends on a time zone"
_ZONES = "be a date; or state the zone whose day is meant, as in read(rows, zone=…)"
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})", re.ASCII)
_ORDINARY = frozenset({str, int, float, bool, Decimal, date, datetime, NoneType})
_DIRECTIVES = (("%Y", r"(?P<Y>\d{4})"), ("%m", r"(?P<m>\d{1,2})"), ("%d", r"(?P<d>\d{1,2})"))


@frozen
class Manner:
    """How the cells of one reading are taken: the settings of the mapping, and the zone of the call."""

    currency: Currency | None
    minor: bool
    tolerance: Decimal | None
    dates: str
    pattern: re.Pattern[str] | None
    zone: tzinfo | None
    strip: bool
    blanks: frozenset[str]


Reader: TypeAlias = Callable[[object, Manner, Currency | None, str], object]


def date_pattern(dates: str) -> re.Pattern[str]:
    """The pattern of dates written so: `%Y`, `%m` and `%d` once each, in any order, between other characters.

    Months and days may be written with one digit, except where nothing separates the parts.

    Raises:
        InvalidValueError: If one of them is missing or named twice, or another one is named.
    """
    rest = dates
    for directive, _ in _DIRECTIVES:
        rest = rest.replace(directive, "", 1)
    if "%" in rest or any(directive not in dates for directive, _ in _DIRECTIVES):
        raise InvalidValueError("dates", dates, "name %Y, %m and %d once each, as in '%d.%m.%Y'")
    touching = re.search(r"%[Ymd]%[Ymd]", dates) is not None
    pattern = re.escape(dates)
    for directive, digits in _DIRECTIVES:
        pattern = pattern.replace(directive, digits.replace("{1,2}", "{2}") if touching else digits)
    return re.compile(pattern, re.ASCII)


def plain(value: object) -> object:
    """A cell without its wrapping: members of enumerations, scalars of arrays, UUIDs as text."""
    if type(value) in _ORDINARY:
        return value
    if isinstance(value, Enum):
        return value.value
    origin = type(value)
    if origin.__module__ == "numpy" and hasattr(value, "item"):
        if origin.__name__ == "datetime64" and hasattr(value, "astype"):
            return value.astype("datetime64[us]").item()
        return value.item()
    return str(value) if origin.__module__ == "uuid" else value


def is_blank(value: object, manner: Manner) -> bool:
    """Whether a cell says nothing: None, a blank text, or what other libraries write where nothing is."""
    if value is None:
        return True
    if isinstance(value, str):
        return (value.strip() if manner.strip else value) in manner.blanks
    if isinstance(value, float):
        return value != value
    if isinstance(value, Decimal):
        return value.is_nan()
    return type(value).__name__ in ("NAType", "NaTType")


def reader_of(form: Form) -> Reader:
    """How a cell of a form is read, once it isn't blank.

    The function takes the cell, the settings, the currency of the row and the name that an error gives to the
    cell; it raises a `SalesmgmtError` where the cell does not plainly say a value of the form.
    """
    return _READERS[form]


def _currency(value: object, manner: Manner, row: Currency | None, label: str) -> Currency:
    """A currency from its code; the mapping's own currency needs not be one of the standard."""
    if isinstance(value, Currency):
        return value
    code = _text(value, manner, row, label)
    own = manner.currency
    return own if own is not None and code == own.code else currency_of(code, label)


def _text(value: object, manner: Manner, row: Currency | None, label: str) -> str:
    if isinstance(value, str):
        return value.strip() if manner.strip else value
    if isinstance(value, float) and manner.tolerance is not None:
        value = _whole(Fraction(value), value, label)
    if isinstance(value, Decimal) and value.is_finite():
        value = _whole(Fraction(value), value, label)
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongTypeError(label, value, "be text, or a whole number to be taken as its digits")
    return str(value)


def _choice(value: object, manner: Manner, row: Currency | None, label: str) -> str:
    return _text(value, manner, row, label).lower()


def _whole(exact: Fraction, value: object, label: str) -> int:
    if exact.denominator != 1:
        raise InvalidValueError(label, value, "be a whole number")
    return exact.numerator


def _amount(value: object, manner: Manner, row: Currency | None, label: str) -> Money:
    if isinstance(value, Money):
        return value
    currency = manner.currency if row is None else row
    try:
        if isinstance(value, str):
            return _amount_text(value, row, manner.currency)
        if isinstance(value, float):
            if manner.tolerance is None:
                raise WrongTypeError(label, value, _FLOATS)
            return Money.from_float(value, _stated(currency), manner.tolerance)
        if type(value) is int and manner.minor:
            return Money(value, _stated(currency))
        if type(value) is int or isinstance(value, Decimal):
            return Money.of(value, _stated(currency))
    except SalesmgmtError as error:
        raise type(error)(label, value, error.rule) from None
    raise WrongTypeError(label, value, "be an amount: a Money, a Decimal, an int or text")


def _amount_text(text: str, row: Currency | None, default: Currency | None) -> Money:
    """An amount from text: the currency of its row binds it, the mapping's speaks where it is silent."""
    try:
        return Money.of(text, row or default)
    except CurrencyMismatchError:
        if row is not None:
            raise
        return Money.of(text)


def _stated(currency: Currency | None) -> Currency:
    if currency is None:
        raise InvalidValueError(
            "currency", None, "have a currency: state one in the mapping, or map a column"
        )
    return currency


def _number(value: object, manner: Manner, label: str) -> int | Fraction | Decimal | str:
    if isinstance(value, float):
        if manner.tolerance is None:
            raise WrongTypeError(label, value, _FLOATS)
        return repr(value)
    if isinstance(value, str) or (
        isinstance(value, int | Fraction | Decimal) and not isinstance(value, bool)
    ):
        return value
    raise WrongTypeError(label, value, "be a number: an int, a Decimal, a Fraction or text")


def _quantity(value: object, manner: Manner, row: Currency | None, label: str) -> int | Fraction:
    return exact_quantity(_number(value, manner, label), label)


def _figure(value: object, manner: Manner, row: Currency | None, label: str) -> Fraction:
    return exact_figure(value if isinstance(value, Rate) else _number(value, manner, label), label)


def _range(value: object, manner: Manner, row: Currency | None, label: str) -> DateRange:
    return value if isinstance(value, DateRange) else read_range(_text(value, manner, row, label), label)


def _as_it_is(value: object, manner: Manner, row: Currency | None, label: str) -> object:
    return value


def _count(value: object, manner: Manner, row: Currency | None, label: str) -> int:
    number = exact_quantity(_number(value, manner, label), label)
    return _whole(Fraction(number), value, label)


def _date(value: object, manner: Manner, row: Currency | None, label: str) -> date:
    if isinstance(value, datetime):
        return _day_of(value, manner, label)
    if isinstance(value, date):
        return as_date(value, label)
    if type(value) is int and manner.pattern is not None:
        value = str(value)
    if not isinstance(value, str):
        raise WrongTypeError(label, value, f"be a date, or text such as {_example(manner)}")
    text = value.strip()
    if manner.pattern is not None:
        found = manner.pattern.fullmatch(text)
        if found is not None:
            try:
                return date(int(found["Y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                pass
        raise InvalidValueError(label, value, f"be a date of the calendar, written as {_example(manner)}")
    if len(text) > len("2026-03-31") and _DATE.match(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return _day_of(moment, manner, label, value)
    return as_date(text, label)


def _example(manner: Manner) -> str:
    return repr(manner.dates.replace("%Y", "2026").replace("%m", "03").replace("%d", "31"))


def _day_of(moment: datetime, manner: Manner, label: str, given: object = None) -> date:
    shown = moment if given is None else given
    if moment.utcoffset() is None:
        if moment.time() != time.min:
            raise InvalidValueError(label, shown, _TIMES)
        return moment.date()
    if manner.zone is None:
        raise InvalidValueError(label, shown, _ZONES)
    try:
        return moment.astimezone(manner.zone).date()
    except OverflowError:
        raise InvalidValueError(label, shown, "lie within the years 1 to 9999") from None


def _instant(value: object, manner: Manner, row: Currency | None, label: str) -> datetime:
    moment = value
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            raise InvalidValueError(
                label, value, "be an instant such as '2026-03-09T12:00:00+08:00'"
            ) from None
    if not isinstance(moment, datetime):
        raise WrongTypeError(label, value, "be a datetime with a time zone")
    if moment.utcoffset() is not None:
        return moment
    if manner.zone is None:
        rule = "carry a time zone; or state the zone that is meant, as in read(rows, zone=…)"
        raise InvalidValueError(label, value, rule)
    return moment.replace(tzinfo=manner.zone)


def _scalar(value: object, manner: Manner, row: Currency | None, label: str) -> Scalar:
    if isinstance(value, str):
        return value.strip() if manner.strip else value
    if isinstance(value, datetime):
        return _day_of(value, manner, label)
    if isinstance(value, float):
        if manner.tolerance is None:
            raise WrongTypeError(label, value, _FLOATS)
        return Decimal(repr(value))
    if isinstance(value, int | Decimal | Fraction | date | Money):
        return value
    raise WrongTypeError(label, value, "be a text, an exact number, a date, a Money or a flag")


def _more(value: object, manner: Manner, row: Currency | None, label: str) -> dict[str, Scalar]:
    if not isinstance(value, Mapping):
        raise WrongTypeError(label, value, "be a mapping of the caller's own columns")
    if isinstance(value, More):
        return dict(value)
    cells = {str(name): plain(cell) for name, cell in value.items()}
    return {
        name: _scalar(cell, manner, row, f"{label}.{name}")
        for name, cell in cells.items()
        if not is_blank(cell, manner)
    }


_READERS: Mapping[Form, Reader] = MappingProxyType(
    {
        Form.TEXT: _text,
        Form.CHOICE: _choice,
        Form.AMOUNT: _amount,
        Form.PRICE: _amount,
        Form.CURRENCY: _currency,
        Form.QUANTITY: _quantity,
        Form.FIGURE: _figure,
        Form.COUNT: _count,
        Form.DATE: _date,
        Form.RANGE: _range,
        Form.INSTANT: _instant,
        Form.SCALAR: _scalar,
        Form.MORE: _more,
        Form.PARTS: _as_it_is,
    }
)
