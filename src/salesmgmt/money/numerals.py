"""Whole numbers in Chinese numerals, spelt in the capital forms of documents and read in either form."""

from __future__ import annotations

import re
from fractions import Fraction
from types import MappingProxyType

__all__ = ["DIGITS", "capital", "read", "read_decimal", "simplified", "spell", "value_of"]

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_CAPITAL = str.maketrans("〇一二两三四五六七八九十百千", "零壹贰贰叁肆伍陆柒捌玖拾佰仟")
_SIMPLIFIED = str.maketrans("萬億圓塊錢幣歐韓鎊貳陸叄參", "万亿圆块钱币欧韩镑贰陆叁叁")
_PLACES = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_UNITS = MappingProxyType({"拾": 10, "佰": 100, "仟": 1000})
_MYRIAD = 10**4
_MYRIAD_SQUARED = 10**8


def simplified(text: str) -> str:
    """Traditional characters that stand in amounts as simplified ones: 壹萬圓 as 壹万圆."""
    return text.translate(_SIMPLIFIED)


def capital(text: str) -> str:
    """Everyday numerals as capital ones: 一百 as 壹佰."""
    return text.translate(_CAPITAL)


def spell(number: int, optional: str = "") -> str:
    """A number of 0 or more in capital numerals.

    Args:
        number: 0 or more; what exceeds 亿 repeats it, as in 万亿 and 亿亿.
        optional: Put where a 零 may stand or be left out, which is where a group ends in zero and the next
            one is full (107,000 is 壹拾万柒仟 or 壹拾万零柒仟).

    Examples:
        >>> spell(107_000), spell(107_000, "零"), spell(20_300_000_000_001)
        ('壹拾万柒仟', '壹拾万零柒仟', '贰拾万叁仟亿零壹')
    """
    if number >= _MYRIAD_SQUARED:
        return _joined(number, _MYRIAD_SQUARED, "亿", optional)
    if number >= _MYRIAD:
        return _joined(number, _MYRIAD, "万", optional)
    if number == 0:
        return DIGITS[0]
    text, gap = "", False
    for size, unit in _PLACES:
        digit = number // size % 10
        if digit:
            text += (DIGITS[0] if gap and text else "") + DIGITS[digit] + unit
        gap = digit == 0
    return text


def _joined(number: int, size: int, unit: str, optional: str) -> str:
    high, low = divmod(number, size)
    text = spell(high, optional) + unit
    if low == 0:
        return text
    if low < size // 10:
        text += DIGITS[0]
    elif high % 10 == 0:
        text += optional
    return text + spell(low, optional)


def read(text: str) -> int | None:
    """The number that numerals say, or None where they are not a proper one.

    Both everyday and capital numerals are read. What can be understood in two ways is not a proper number:
    一百二 is said for 120 but spells 102 without its 零.

    Examples:
        >>> read("一百二十"), read("十二"), read("壹万零伍"), read("一百二")
        (120, 12, 10005, None)
    """
    text = capital(text)
    if text.startswith("拾"):
        text = "壹" + text
    value = value_of(text)
    if value is None or not re.fullmatch(spell(value, "零?"), text):
        return None
    return value


def read_decimal(text: str) -> Fraction | None:
    """The number that numerals with or without decimals say, or None.

    Examples:
        >>> read_decimal("十二点五")
        Fraction(25, 2)
    """
    whole, point, decimals = capital(text).partition("点")
    number = read(whole)
    if number is None or not point:
        return None if number is None else Fraction(number)
    if not decimals or any(character not in DIGITS for character in decimals):
        return None
    return Fraction(f"{number}.{''.join(str(DIGITS.index(character)) for character in decimals)}")


def value_of(text: str) -> int | None:
    """What the numerals add up to, with no care for their order or their zeros."""
    for unit, size in (("亿", _MYRIAD_SQUARED), ("万", _MYRIAD)):
        if unit in text:
            before, _, after = text.rpartition(unit)
            high, low = value_of(before), value_of(after)
            return None if high is None or low is None else high * size + low
    total = digit = 0
    for character in text:
        if character in _UNITS:
            total, digit = total + digit * _UNITS[character], 0
        elif character in DIGITS:
            digit = DIGITS.index(character)
        else:
            return None
    return total + digit
