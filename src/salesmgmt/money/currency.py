"""Currencies: what an amount is counted in, and how finely."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from attrs import field, frozen

from salesmgmt.errors import InvalidValueError, UnknownIdentifierError, WrongTypeError
from salesmgmt.money.iso_4217 import ACTIVE, WITHOUT_MINOR_UNIT

__all__ = ["CURRENCIES", "Currency", "CurrencyLike", "currency_of"]

_MOST_DIGITS = 18
_ISO_DIGITS: Mapping[str, int] = MappingProxyType({code: digits for code, digits, _, _ in ACTIVE})
_UNCOUNTED: frozenset[str] = frozenset(code for code, _, _ in WITHOUT_MINOR_UNIT)


@frozen(weakref_slot=False)
class Currency:
    """A currency, or any other unit that amounts are counted in (points of a contest, say).

    Two currencies are equal when code and digits are; number and name are for reading only. A code that
    ISO 4217 lists keeps the digits that the standard gives it, so that `USD` means one thing everywhere.

    Attributes:
        code: Three capital letters.
        digits: Decimal places of the minor unit: 2 for cents, 0 for yen.
        number: The standard's numeric code, three digits, or empty.
        name: English name, or empty.

    Raises:
        InvalidValueError: A field breaks a rule above.
        WrongTypeError: A field has another type.

    Examples:
        >>> Currency.of("JPY").digits
        0
        >>> points = Currency("PTS", 0, name="Contest points")
        >>> str(points)
        'PTS'
    """

    code: str
    digits: int
    number: str = field(default="", eq=False)
    name: str = field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        for label, text in (("code", self.code), ("number", self.number), ("name", self.name)):
            if not isinstance(text, str):
                raise WrongTypeError(label, text, "be text")
        if type(self.digits) is not int:
            raise WrongTypeError("digits", self.digits, "be an int")
        code = self.code
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            raise InvalidValueError("code", code, "be three capital letters, as in ISO 4217")
        if not 0 <= self.digits <= _MOST_DIGITS:
            raise InvalidValueError("digits", self.digits, f"be from 0 to {_MOST_DIGITS}")
        if _ISO_DIGITS.get(code, self.digits) != self.digits:
            raise InvalidValueError(
                "digits",
                self.digits,
                f"be {_ISO_DIGITS[code]} for {code}, as in ISO 4217; choose another code",
            )
        if self.number and not (len(self.number) == 3 and self.number.isascii() and self.number.isdigit()):
            raise InvalidValueError("number", self.number, "be three digits or empty")

    def __hash__(self) -> int:
        return hash(self.code)

    def __str__(self) -> str:
        return self.code

    def __reduce__(self) -> tuple[Callable[[str, int, str, str], Currency], tuple[str, int, str, str]]:
        return _shared, (self.code, self.digits, self.number, self.name)

    @property
    def minor_per_major(self) -> int:
        """How many minor units make one major unit: 100 cents, 1 yen, 1000 fils."""
        return int(10**self.digits)

    @classmethod
    def of(cls, code: str) -> Currency:
        """The currency of ISO 4217 with this code; always the same object.

        Args:
            code: Three letters; small letters and blanks around them are forgiven.

        Raises:
            UnknownIdentifierError: ISO 4217 has no active currency of this code.
            InvalidValueError: The standard gives the code no minor unit, as for gold (`XAU`).
            WrongTypeError: The code is not text.

        Examples:
            >>> Currency.of("USD").name
            'US Dollar'
            >>> Currency.of("XAU")
            Traceback (most recent call last):
            salesmgmt.errors.InvalidValueError: currency is 'XAU'; it must have a minor unit, and ISO 4217 \
gives it none: state the digits, as in Currency('XAU', 4)
        """
        return _find(code, "currency")


CURRENCIES: Mapping[str, Currency] = MappingProxyType(
    {code: Currency(code, digits, number, name) for code, digits, number, name in ACTIVE}
)
"""The currencies of ISO 4217 by code."""

CurrencyLike: TypeAlias = Currency | str


def _shared(code: str, digits: int, number: str, name: str) -> Currency:
    """The table's own object where there is one, so that comparing copies stays a test of identity."""
    known = CURRENCIES.get(code)
    if known is not None and (known.digits, known.number, known.name) == (digits, number, name):
        return known
    return Currency(code, digits, number, name)


def _find(code: str, label: str) -> Currency:
    if not isinstance(code, str):
        raise WrongTypeError(label, code, "be a Currency or a code such as 'USD'")
    known = CURRENCIES.get(code)
    if known is None:
        tidy = code.strip().upper()
        known = CURRENCIES.get(tidy)
        if known is None:
            if tidy in _UNCOUNTED:
                raise InvalidValueError(
                    label,
                    code,
                    "have a minor unit, and ISO 4217 gives it none: "
                    f"state the digits, as in Currency({tidy!r}, 4)",
                )
            raise UnknownIdentifierError(
                label,
                code,
                "be the code of an active currency in ISO 4217, such as 'USD', or a Currency of your own",
            )
    return known


def currency_of(value: CurrencyLike, field: str = "currency") -> Currency:
    """A currency from a currency or its ISO code; made for `attrs` fields.

    Args:
        value: A currency or a code.
        field: Name to use in an error.

    Raises:
        UnknownIdentifierError: No active currency has this code.
        InvalidValueError: ISO 4217 gives the code no minor unit.
        WrongTypeError: Neither a currency nor text.

    Examples:
        >>> currency_of("CNY") is Currency.of("CNY")
        True
    """
    return value if isinstance(value, Currency) else _find(value, field)
