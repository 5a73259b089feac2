"""Amounts as people type them, in English and Chinese, read strictly.

A text is peeled from both ends of its sign, its parentheses and the marks of its currency; what remains is a
figure with its units. Whatever could be meant in two ways is refused with the way to write it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from salesmgmt.errors import CurrencyMismatchError, InexactError, InvalidValueError
from salesmgmt.money import numerals
from salesmgmt.money.currency import CURRENCIES, Currency
from salesmgmt.money.figures import LONGEST_TEXT, half_width, read_number

__all__ = ["MARKS", "read_amount"]

_RULE = "be an amount such as 'USD 1,200.50', '¥1,200.50', '50万', '1.2亿元' or '(3.10)'"
_THOUSAND_RULE = "have at most {} decimals in {}, and a comma where thousands are meant, as in '1,200.50'"
_POINT_RULE = "have a point before its decimals and a comma between full thousands, as in '1,200.50'"

_DOLLARS = (
    "USD",
    "AUD",
    "CAD",
    "HKD",
    "MXN",
    "NZD",
    "SGD",
    "TWD",
    "BRL",
    "CLP",
    "COP",
    "ARS",
    "FJD",
    "JMD",
    "MOP",
)
_YUAN = ("CNY", "HKD", "TWD", "MOP", "SGD", "USD", "AUD", "CAD", "NZD")

MARKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "$": _DOLLARS,
        "¥": ("CNY", "JPY"),
        "元": _YUAN,
        "US$": ("USD",),
        "HK$": ("HKD",),
        "NT$": ("TWD",),
        "NZ$": ("NZD",),
        "A$": ("AUD",),
        "C$": ("CAD",),
        "S$": ("SGD",),
        "R$": ("BRL",),
        "CN¥": ("CNY",),
        "JP¥": ("JPY",),
        "RMB": ("CNY",),
        "€": ("EUR",),
        "£": ("GBP",),
        "₩": ("KRW",),
        "₹": ("INR",),
        "฿": ("THB",),
        "₫": ("VND",),
        "₽": ("RUB",),
        "₱": ("PHP",),
        "₪": ("ILS",),
        "₺": ("TRY",),
        "人民币": ("CNY",),
        "美元": ("USD",),
        "美金": ("USD",),
        "欧元": ("EUR",),
        "英镑": ("GBP",),
        "日元": ("JPY",),
        "日圆": ("JPY",),
        "円": ("JPY",),
        "港元": ("HKD",),
        "港币": ("HKD",),
        "新台币": ("TWD",),
        "台币": ("TWD",),
        "澳门元": ("MOP",),
        "澳元": ("AUD",),
        "加元": ("CAD",),
        "新加坡元": ("SGD",),
        "新元": ("SGD",),
        "韩元": ("KRW",),
        "泰铢": ("THB",),
        "卢布": ("RUB",),
        "越南盾": ("VND",),
        "瑞士法郎": ("CHF",),
    }
)
"""What may stand for a currency, and for which ones; the first is meant where none is stated."""

_BY_LENGTH = tuple(sorted(MARKS.keys() - {"元"}, key=lambda mark: (-len(mark), mark)))
_MULTIPLES: Mapping[str, int] = MappingProxyType(
    {
        "k": 10**3,
        "thousand": 10**3,
        "w": 10**4,
        "m": 10**6,
        "mn": 10**6,
        "million": 10**6,
        "b": 10**9,
        "bn": 10**9,
        "billion": 10**9,
        "十": 10,
        "百": 10**2,
        "千": 10**3,
        "万": 10**4,
        "十万": 10**5,
        "百万": 10**6,
        "千万": 10**7,
        "亿": 10**8,
        "十亿": 10**9,
        "百亿": 10**10,
        "千亿": 10**11,
        "万亿": 10**12,
    }
)
_COINS = (
    (Fraction(1), ("块钱", "块", "元", "圆")),
    (Fraction(1, 10), ("角", "毛")),
    (Fraction(1, 100), ("分",)),
)
_PLAIN = re.compile(r"(?:([A-Z]{3}) ?)?(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")
_LETTERS_BEFORE = re.compile(r"[A-Za-z]+")
_LETTERS_AFTER = re.compile(r"[A-Za-z]+\Z")
_SCALED = re.compile(r"([0-9.,]+) *([A-Za-z]+|[十百千万亿]+)?")
_STEPS = re.compile(r"(?:[0-9]+[十百千万亿]+){2,}")
_STEP = re.compile(r"([0-9]+)([十百千万亿]+)")
_SPELT = re.compile(r"(.+点.+?)([十百千万亿]*)")
_EUROPEAN = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(\.[0-9]{3}){2,}|[0-9]+,[0-9]{1,2}")
_THOUSAND_OR_DECIMALS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def read_amount(text: str, currency: Currency | None, field: str) -> tuple[int, Currency]:
    """Minor units and currency of a typed amount.

    Args:
        text: As typed.
        currency: What the caller says it is in; the text may then leave it out, and has to agree.
        field: Name to use in an error.

    Raises:
        CurrencyMismatchError: The text names another currency.
        InexactError: More digits than the currency has.
        InvalidValueError: No amount, an ambiguous one, or one without any currency.
    """
    return _read_plain(text, currency) or _read_any(text, currency, field)


def _read_plain(text: str, stated: Currency | None) -> tuple[int, Currency] | None:
    """The usual spelling in one step, ten times as fast; None leaves the text to the full reading."""
    found = _PLAIN.fullmatch(text)
    if found is None or len(text) > LONGEST_TEXT:
        return None
    code, sign, whole, decimals = found.groups(default="")
    currency = stated if not code or (stated is not None and stated.code == code) else CURRENCIES.get(code)
    if currency is None or len(decimals) > currency.digits or (stated is not None and currency is not stated):
        return None
    minor = int(whole.replace(",", "") + decimals.ljust(currency.digits, "0"))
    return (-minor if sign else minor), currency


def _read_any(text: str, currency: Currency | None, field: str) -> tuple[int, Currency]:
    if len(text) > LONGEST_TEXT:
        raise InvalidValueError(field, text, _RULE)
    peeled = _peel(numerals.simplified(half_width(text)), currency)
    if peeled is None:
        raise InvalidValueError(field, text, _RULE)
    body, negative, marks = peeled
    major = _major(body)
    if any(coin in body for _, coins in _COINS for coin in coins):
        marks = (*marks, "元")
    if major is None:
        raise InvalidValueError(
            field, text, _POINT_RULE if "," in body or _EUROPEAN.fullmatch(body) else _RULE
        )
    money = _currency(marks, currency, text, field)
    if money.digits < 3 and _THOUSAND_OR_DECIMALS.fullmatch(body.rstrip(" 元圆块钱整正")):
        raise InexactError(field, text, _THOUSAND_RULE.format(money.digits, money.code))
    minor = major * money.minor_per_major
    if minor.denominator != 1:
        raise InexactError(
            field,
            text,
            f"have at most {money.digits} decimals in {money.code}; round it to the minor unit first",
        )
    return (-minor.numerator if negative else minor.numerator), money


def _peel(text: str, currency: Currency | None) -> tuple[str, bool, tuple[str, ...]] | None:
    """The text without sign and marks, whether it is negative, and the marks; None where it has two signs."""
    body, sign, marks = text, "", []
    while True:
        before = body
        if body.startswith(("-", "+", "负")) or (body.startswith("(") and body.endswith(")")):
            if sign:
                return None
            sign = body[0]
            body = (body[1:-1] if sign == "(" else body[1:]).strip()
        body, mark = _unmarked(body, currency)
        if mark:
            marks.append(mark)
        if body == before:
            return body, sign not in ("", "+"), tuple(marks)


def _unmarked(body: str, currency: Currency | None) -> tuple[str, str]:
    """The body without one mark of a currency at either end, and the mark."""
    for mark in _BY_LENGTH:
        if body.startswith(mark):
            return body.removeprefix(mark).strip(), mark
        if body.endswith(mark):
            return body.removesuffix(mark).strip(), mark
    letters = _LETTERS_BEFORE.match(body)
    if letters and _is_code(letters[0].upper(), currency):
        return body[letters.end() :].strip(), letters[0].upper()
    letters = _LETTERS_AFTER.search(body)
    if letters and letters[0].lower() not in _MULTIPLES:
        code = letters[0][-3:].upper()
        if _is_code(code, currency):
            return body[:-3].strip(), code
    return body, ""


def _is_code(letters: str, currency: Currency | None) -> bool:
    return letters == "RMB" or letters in CURRENCIES or (currency is not None and letters == currency.code)


def _currency(marks: tuple[str, ...], stated: Currency | None, text: str, field: str) -> Currency:
    meant = [MARKS.get(mark, (mark,)) for mark in marks]
    if stated is not None:
        if all(stated.code in codes for codes in meant):
            return stated
        raise CurrencyMismatchError(field, text, f"be in {stated.code}, the currency stated for it")
    if not meant:
        raise InvalidValueError(
            field, text, "name its currency, as in 'USD 1,200.50', or be given one beside it"
        )
    for codes in sorted(meant, key=len):
        if all(codes[0] in others for others in meant):
            return CURRENCIES[codes[0]]
    raise CurrencyMismatchError(field, text, "name one currency only")


def _major(body: str) -> Fraction | None:
    """A figure in major units, with or without 元, 角 and 分."""
    parts: list[tuple[str, Fraction]] = []
    rest = body
    for size, coins in _COINS:
        coin = next((coin for coin in coins if coin in rest), None)
        if coin is not None:
            figure, _, rest = rest.partition(coin)
            parts.append((figure.strip(), size))
    if not parts:
        return _figure(body)
    if rest.strip() not in ("", "整", "正"):
        return None
    total = Fraction(0)
    for place, (figure, size) in enumerate(parts):
        value = _figure(figure) if place == 0 else _figure(figure.removeprefix("零"))
        if value is None or (place > 0 and not value < 10) or (len(parts) > 1 and value.denominator != 1):
            return None
        total += value * size
    return total


def _figure(body: str) -> Fraction | None:
    """A number with its multiple: 1,200.50, 1.2亿, 1.5m, 3万5千, 三万五千."""
    if scaled := _SCALED.fullmatch(body):
        number, multiple = read_number(scaled[1]), (scaled[2] or "").lower()
        if number is None or (multiple and multiple not in _MULTIPLES):
            return None
        return number * _MULTIPLES.get(multiple, 1)
    if _STEPS.fullmatch(body):
        return _stepped(
            [(int(number), _MULTIPLES.get(multiple, 0)) for number, multiple in _STEP.findall(body)]
        )
    if spelt := _SPELT.fullmatch(body):
        number = numerals.read_decimal(spelt[1])
        multiple = spelt[2]
        if number is None or (multiple and multiple not in _MULTIPLES):
            return None
        return number * _MULTIPLES.get(multiple, 1)
    return numerals.read_decimal(body)


def _stepped(steps: list[tuple[int, int]]) -> Fraction | None:
    """3万5千: each step stays below the multiple before it."""
    total, room = 0, None
    for number, multiple in steps:
        value = number * multiple
        if value == 0 or (room is not None and value >= room):
            return None
        total, room = total + value, multiple
    return Fraction(total)
