"""Amounts of renminbi in words (人民币大写), as cheques and contracts have them, and back.

The form is that of the People's Bank of China's rules for filling in bills and settlement vouchers: capital
numerals, a 零 wherever digits between others are zero, 整 after an amount that ends before the fen.
"""

from __future__ import annotations

import re

from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.money.currency import CURRENCIES
from salesmgmt.money.figures import LONGEST_TEXT, half_width
from salesmgmt.money.money import Money, made
from salesmgmt.money.numerals import DIGITS, simplified, spell, value_of

__all__ = ["from_words", "in_words"]

_RULE = "be an amount in words, such as '壹仟贰佰元伍角整'"
_YUAN = CURRENCIES["CNY"]
_PARTS = re.compile(
    r"(?:(?P<yuan>[^元角分]+)元)?零?(?:(?P<jiao>[^元角分])角)?零?(?:(?P<fen>[^元角分])分)?整?"
)
_SAME = str.maketrans({"圆": "元", "正": "整", " ": None, ":": None})


def in_words(amount: Money) -> str:
    """An amount of renminbi in words.

    Zeros that the rules leave to the writer are left out; 整 stands after 元 and after 角. A negative
    amount begins with 负.

    Args:
        amount: In CNY, of any size.

    Raises:
        CurrencyMismatchError: Another currency.
        WrongTypeError: No Money.

    Examples:
        >>> in_words(Money.of("¥1,200.50")), in_words(Money.of("¥16,409.02")), in_words(Money.of("1.2亿元"))
        ('壹仟贰佰元伍角整', '壹万陆仟肆佰零玖元零贰分', '壹亿贰仟万元整')
    """
    if not isinstance(amount, Money):
        raise WrongTypeError("amount", amount, "be Money")
    if amount.currency != _YUAN:
        raise CurrencyMismatchError("amount", amount, "be in CNY, the only currency with such words")
    return _spelt(amount.minor, "", "整")


def from_words(text: str) -> Money:
    """The amount that words say.

    What the rules leave open is read either way (圆, 正, a 人民币 in front, optional zeros, 整 after 角);
    anything else is refused, since words are there to be proof against tampering.

    Args:
        text: Capital numerals with 元, 角, 分.

    Raises:
        InvalidValueError: No amount in words, or one that the rules would write differently.
        WrongTypeError: No text.

    Examples:
        >>> str(from_words("人民币壹拾万零柒仟元零伍角叁分"))
        'CNY 107,000.53'
    """
    if not isinstance(text, str):
        raise WrongTypeError("text", text, "be text")
    if len(text) > LONGEST_TEXT:
        raise InvalidValueError("text", text, _RULE)
    words = simplified(half_width(text)).translate(_SAME).removeprefix("人民币")
    parts = _PARTS.fullmatch(words.removeprefix("负"))
    if parts is None:
        raise InvalidValueError("text", text, _RULE)
    yuan, jiao, fen = (value_of(parts[name] or "") for name in ("yuan", "jiao", "fen"))
    if yuan is None or jiao is None or fen is None:
        raise InvalidValueError("text", text, _RULE)
    minor = yuan * 100 + jiao * 10 + fen
    if words.startswith("负"):
        minor = -minor
    if not re.fullmatch(_spelt(minor, "零?", "整?"), words):
        raise InvalidValueError(
            "text", text, f"be written as {_spelt(minor, '', '整')!r} if that is what it says"
        )
    return made(minor, _YUAN)


def _spelt(minor: int, optional_zero: str, optional_end: str) -> str:
    """The words, with the given texts where the rules leave a 零 or a 整 to the writer."""
    sign = "负" if minor < 0 else ""
    yuan, fen = divmod(abs(minor), 100)
    jiao, fen = divmod(fen, 10)
    text = f"{spell(yuan, optional_zero)}元" if yuan or not (jiao or fen) else ""
    if jiao:
        text += (optional_zero if yuan % 10 == 0 and yuan else "") + DIGITS[jiao] + "角"
    elif fen and yuan:
        text += DIGITS[0]
    if fen:
        return f"{sign}{text}{DIGITS[fen]}分"
    return f"{sign}{text}{optional_end if jiao else '整'}"
