"""Forms of the library's own small values, which people read and write as one text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Generic, TypeVar

from salesmgmt.calendars import DateRange
from salesmgmt.documents import texts
from salesmgmt.documents.faults import Fault
from salesmgmt.documents.forms import Form, Sheet
from salesmgmt.documents.history import Document, Json
from salesmgmt.money import Currency, Money, Rate
from salesmgmt.money.currency import CURRENCIES

__all__ = ["compact_form"]

T = TypeVar("T")

_MONEY = f"[A-Z]{{3}} {texts.MAJOR}"
_CODE = "[A-Z]{3}"
_RANGE = re.compile(texts.RANGE)
_OPEN = ".."


class Compact(Form, Generic[T]):
    """A value as text, and as an object with its fields where a text would not tell all of it.

    Args:
        cls: The class.
        tag: Its kind.
        grammar: What its texts look like: money, a code, a number, a range.
        pattern: The same as JSON Schema has it.
        rule: What a text has to be.
        read: From text to value.
        write: From value to text; None where a text would not do.
        fields: Form of the object; None where a text always does.
    """

    def __init__(
        self,
        cls: type[T],
        tag: str,
        grammar: str,
        pattern: str,
        rule: str,
        read: Callable[[str], T | None],
        write: Callable[[T], str | None],
        fields: Form | None,
    ) -> None:
        self.tag, self.grammar = tag, grammar
        self.json_types = frozenset({"string"} if fields is None else {"string", "object"})
        self._cls, self._pattern, self._rule = cls, pattern, rule
        self._read, self._write, self._fields = read, write, fields

    def accepts(self, value: object) -> bool:
        return isinstance(value, self._cls)

    def read(self, given: object) -> object:
        if type(given) is str:
            value = self._read(given)
            if value is not None:
                return value
        elif type(given) is dict and self._fields is not None:
            return self._fields.read(given)
        raise Fault(given, self._rule)

    def write(self, value: object) -> Json:
        if not isinstance(value, self._cls):
            raise Fault(f"<{type(value).__name__}>", f"be a {self._cls.__name__}")
        text = self._write(value)
        return text if text is not None or self._fields is None else self._fields.write(value)

    def schema(self, sheet: Sheet) -> Document:
        text: Document = {"type": "string", "pattern": f"^(?:{self._pattern})$"}
        if self._fields is not None:
            return sheet.reference(self, f"{self.tag}.text", lambda: _either(text, self._fields, sheet))
        return text


def _either(text: Document, fields: Form | None, sheet: Sheet) -> Document:
    return {"anyOf": [text] if fields is None else [text, fields.schema(sheet)]}


def compact_form(cls: type, tag: str, fields: Form) -> Form | None:
    """The form of a class that is written as text; None for all other classes.

    Args:
        cls: The class.
        tag: Its kind.
        fields: Its form as an object.
    """
    if cls is Money:
        rule = 'be an amount as text with its currency, such as "USD 1200.50"'
        return Compact(Money, tag, "money", _MONEY, rule, _read_money, _money_text, fields)
    if cls is Currency:
        rule = (
            'be the code of an active currency in ISO 4217, such as "USD", or an object with code and digits'
        )
        return Compact(Currency, tag, "code", _CODE, rule, CURRENCIES.get, _currency_text, fields)
    if cls is Rate:
        return Compact(Rate, tag, "number", texts.RATE, "be a rate as text", _read_rate, _rate_text, None)
    if cls is DateRange:
        rule = 'be a range as text, such as "2026-01-01/2026-04-01", with ".." for an open bound'
        return Compact(DateRange, tag, "range", texts.RANGE, rule, _read_range, _range_text, None)
    return None


def _read_money(text: str) -> Money | None:
    currency = CURRENCIES.get(text[:3])
    if currency is None or text[3:4] != " ":
        return None
    return Money(texts.minor_of(text[4:], currency.digits, text), currency)


def _money_text(value: Money) -> str | None:
    code = _currency_text(value.currency)
    return None if code is None else f"{code} {texts.major_text(value.minor, value.currency.digits)}"


def _currency_text(value: Currency) -> str | None:
    known = CURRENCIES.get(value.code)
    alike = known is value or (
        known is not None
        and (known.digits, known.number, known.name) == (value.digits, value.number, value.name)
    )
    return value.code if alike else None


def _read_rate(text: str) -> Rate:
    return Rate(texts.read_rate(text))


def _rate_text(value: Rate) -> str:
    return texts.rate_text(value.value)


def _read_range(text: str) -> DateRange | None:
    if not _RANGE.fullmatch(text):
        return None
    start, end = text.split("/")
    return DateRange(
        None if start == _OPEN else texts.read_date(start), None if end == _OPEN else texts.read_date(end)
    )


def _range_text(value: DateRange) -> str:
    start, end = value.start, value.end
    return f"{_OPEN if start is None else start.isoformat()}/{_OPEN if end is None else end.isoformat()}"
