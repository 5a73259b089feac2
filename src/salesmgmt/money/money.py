"""Amounts: whole minor units of one currency, and what is not yet rounded to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias, overload

from attrs import field, frozen

from salesmgmt.errors import CurrencyMismatchError, InexactError, InvalidValueError, WrongTypeError
from salesmgmt.money.currency import CURRENCIES, Currency, currency_of
from salesmgmt.money.figures import exact, grouped
from salesmgmt.money.intake import minor_of, minor_of_float
from salesmgmt.money.rate import Factor, Rate, factor_of
from salesmgmt.money.rounding import HALF_UP_TO_MINOR, Rounding

__all__ = ["Money", "MoneyLike", "Unrounded", "made", "money_of"]


def _repr_of(currency: Currency) -> str:
    return repr(currency.code) if currency is CURRENCIES.get(currency.code) else repr(currency)


def _mismatch(label: str, ours: Currency, theirs: Currency) -> CurrencyMismatchError:
    if ours.code == theirs.code:
        rule = f"have {ours.digits} digits like the other {ours.code}"
        return CurrencyMismatchError(label, f"{theirs.code} with {theirs.digits} digits", rule)
    return CurrencyMismatchError(label, theirs.code, f"be {ours.code}; convert it first with ExchangeRates")


@frozen(init=False, eq=False, order=False, repr=False, weakref_slot=False)
class Money:
    """An exact amount: a whole number of minor units of a currency.

    Adding and subtracting stay within one currency. A whole number times an amount is an amount; a rate or a
    fraction of it is an `Unrounded`, since only a named rounding may drop digits. Amounts of one currency are
    ordered. An amount is true unless it is zero.

    Attributes:
        minor: Cents, fen, yen: the smallest units of the currency.
        currency: What is counted.

    Raises:
        WrongTypeError: The minor units are not an int.
        UnknownIdentifierError: The currency's code is unknown.

    Examples:
        >>> price = Money.of("USD 1,200.50")
        >>> price.minor, str(price + price), str((price * Rate("5%")).round())
        (120050, 'USD 2,401.00', 'USD 60.03')
        >>> Money(120_050, "USD") == price
        True
    """

    minor: int
    currency: Currency

    def __init__(self, minor: int, currency: Currency | str = "") -> None:
        if type(minor) is not int:
            if isinstance(minor, str):
                raise WrongTypeError(
                    "minor",
                    minor,
                    f"be an int of minor units; Money.of takes major units: Money.of({minor!r})",
                )
            raise WrongTypeError("minor", minor, "be an int of minor units; Money.of takes major units")
        _set_minor(self, minor)
        _set_currency(self, currency if type(currency) is Currency else currency_of(currency))

    @classmethod
    def of(cls, amount: str | Decimal | int, currency: Currency | str | None = None) -> Money:
        """An amount in major units, from what people type or programs pass.

        Text may carry its currency as a code, a symbol or a Chinese word, before or after the figure. It may
        have thousands separators, full-width characters, 万, 亿, k, m or bn, 元 with 角 and 分, and
        parentheses or a minus for a negative. `¥` and 元 mean CNY and `$` means USD unless the currency is
        given.

        Args:
            amount: Text, a whole number or a decimal, in major units (dollars, not cents).
            currency: Needed where the amount carries none; where it does, it has to agree.

        Raises:
            CurrencyMismatchError: The text names another currency than the argument.
            InexactError: The amount has more digits than the currency.
            InvalidValueError: The text is no amount, or can be read in two ways, or no currency is known.
            WrongTypeError: A float (see `from_float`) or another type.

        Examples:
            >>> [str(Money.of(text)) for text in ("¥1,200.50", "1.2亿元", "(EUR 3.10)", "￥５０万")]
            ['CNY 1,200.50', 'CNY 120,000,000.00', 'EUR -3.10', 'CNY 500,000.00']
            >>> str(Money.of(50, "JPY"))
            'JPY 50'
        """
        return made(*minor_of(amount, None if currency is None else currency_of(currency), "amount"))

    @classmethod
    def from_float(
        cls, amount: float, currency: Currency | str, tolerance: str | Decimal | Fraction = "0.000001"
    ) -> Money:
        """An amount from a spreadsheet's float, whole in minor units but for the float's noise.

        Args:
            amount: Major units as a float (or an int).
            currency: What is counted.
            tolerance: How far the float may lie from the nearest minor unit, in major units.

        Raises:
            InexactError: The float lies farther off than the tolerance.
            InvalidValueError: The float is not finite, or the tolerance reaches half a minor unit.
            WrongTypeError: The amount is not a float or int.

        Examples:
            >>> str(Money.from_float(0.1 + 0.2, "USD"))
            'USD 0.30'
        """
        return made(*minor_of_float(amount, currency_of(currency), tolerance))

    @classmethod
    def zero(cls, currency: Currency | str) -> Money:
        """Nothing, in a currency."""
        return made(0, currency_of(currency))

    @classmethod
    def total(cls, amounts: Iterable[Money], currency: Currency | str) -> Money:
        """The sum of amounts of one currency; of none it is zero.

        Raises:
            CurrencyMismatchError: One of them has another currency.
            WrongTypeError: One of them is no Money.

        Examples:
            >>> str(Money.total([Money.of("USD 1"), Money.of("USD 2")], "USD"))
            'USD 3.00'
        """
        ours = currency_of(currency)
        minor = 0
        for amount in amounts:
            if not isinstance(amount, Money):
                raise WrongTypeError("amounts", amount, "hold Money only")
            if amount.currency is not ours and amount.currency != ours:
                raise _mismatch("amounts", ours, amount.currency)
            minor += amount.minor
        return made(minor, ours)

    @property
    def amount(self) -> Decimal:
        """The exact amount in major units, with all digits of the currency."""
        return Decimal(f"{self.minor}E-{self.currency.digits}")

    @property
    def figure(self) -> str:
        """The amount without its currency, for a column whose heading names it: 1,200.50."""
        return grouped(self.minor, self.currency.digits)

    @property
    def is_zero(self) -> bool:
        """Whether it is nothing."""
        return self.minor == 0

    @property
    def exact(self) -> Unrounded:
        """The same amount as a figure to calculate on with, exactly."""
        return Unrounded(Fraction(self.minor), self.currency)

    def ratio(self, other: Money) -> Rate:
        """How many times the other amount this one is, exactly: an attainment, a margin, a share.

        Raises:
            CurrencyMismatchError: The currencies differ.
            InvalidValueError: The other amount is zero.
            WrongTypeError: The other is no Money.

        Examples:
            >>> print(Money.of("USD 50").ratio(Money.of("USD 40")))
            125%
        """
        if not isinstance(other, Money):
            raise WrongTypeError("other", other, "be Money")
        if other.minor == 0:
            raise InvalidValueError("other", other, "be other than zero to compare with")
        return Rate(Fraction(self.minor, self._minor_of(other)))

    def _minor_of(self, other: Money) -> int:
        if other.currency is not self.currency and other.currency != self.currency:
            raise _mismatch("other", self.currency, other.currency)
        return other.minor

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor == other.minor and (
            self.currency is other.currency or self.currency == other.currency
        )

    def __hash__(self) -> int:
        return hash((self.minor, self.currency.code))

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._minor_of(other) if isinstance(other, Money) else NotImplemented

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._minor_of(other) if isinstance(other, Money) else NotImplemented

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._minor_of(other) if isinstance(other, Money) else NotImplemented

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._minor_of(other) if isinstance(other, Money) else NotImplemented

    def __bool__(self) -> bool:
        return self.minor != 0

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return made(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return made(self.minor - self._minor_of(other), self.currency)

    def __neg__(self) -> Money:
        return made(-self.minor, self.currency)

    def __pos__(self) -> Money:
        return self

    def __abs__(self) -> Money:
        return made(abs(self.minor), self.currency)

    @overload
    def __mul__(self, other: int) -> Money: ...
    @overload
    def __mul__(self, other: Rate | Fraction | Decimal) -> Unrounded: ...
    def __mul__(self, other: Factor) -> Money | Unrounded:
        if type(other) is int:
            return made(self.minor * other, self.currency)
        factor = factor_of(other)
        return NotImplemented if factor is None else Unrounded(self.minor * factor, self.currency)

    __rmul__ = __mul__

    def __truediv__(self, other: Factor) -> Unrounded:
        if isinstance(other, Money):
            raise WrongTypeError("divisor", other, "be a number; ratio compares two amounts")
        return self.exact / other

    def __str__(self) -> str:
        return f"{self.currency.code} {grouped(self.minor, self.currency.digits)}"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __repr__(self) -> str:
        if self.currency is CURRENCIES.get(self.currency.code):
            return f"Money.of({str(self)!r})"
        return f"Money({self.minor}, {self.currency!r})"


_set_minor: Callable[[Money, int], None] = Money.__dict__["minor"].__set__
_set_currency: Callable[[Money, Currency], None] = Money.__dict__["currency"].__set__


class _Draft:
    """An amount that is being put together: laid out like one, and not frozen yet."""

    __slots__ = ("currency", "minor")


def made(minor: int, currency: Currency) -> Money:
    """An amount of parts that are known to be right: arithmetic pays for no second check."""
    draft: Any = _Draft()
    draft.minor = minor
    draft.currency = currency
    draft.__class__ = Money
    money: Money = draft
    return money


MoneyLike: TypeAlias = Money | str


def money_of(value: MoneyLike, field: str = "amount") -> Money:
    """An amount from an amount or text that carries its currency; made for `attrs` fields.

    Args:
        value: Money, or text such as `"USD 1,200.50"`.
        field: Name to use in an error.

    Raises:
        InexactError: More digits than the currency has.
        InvalidValueError: The text is no amount, or names no currency.
        WrongTypeError: Another type.

    Examples:
        >>> money_of("USD 1,200.50", "limit").minor
        120050
    """
    if isinstance(value, Money):
        return value
    if not isinstance(value, str):
        raise WrongTypeError(field, value, "be Money or text with its currency, such as 'USD 1,200.50'")
    return made(*minor_of(value, None, field))


def _exact_minor(value: Fraction | Decimal | int) -> Fraction:
    return exact(value, "minor")


@frozen(order=False, repr=False, weakref_slot=False)
class Unrounded:
    """An exact figure on its way to an amount: a fraction of minor units, which nobody has rounded yet.

    Attributes:
        minor: Minor units, exactly.
        currency: What is counted.

    Raises:
        WrongTypeError: The minor units are a float.

    Examples:
        >>> third = Money.of("USD 100") / 3
        >>> str(third), str(third.round()), str((third * 3).round())
        ('USD 33.333333333333…', 'USD 33.33', 'USD 100.00')
    """

    minor: Fraction = field(converter=_exact_minor)
    currency: Currency = field(converter=currency_of)

    @classmethod
    def zero(cls, currency: Currency | str) -> Unrounded:
        """Nothing, in a currency."""
        return cls(0, currency)

    @classmethod
    def total(cls, figures: Iterable[Unrounded | Money], currency: Currency | str) -> Unrounded:
        """The exact sum of figures of one currency; of none it is zero.

        Raises:
            CurrencyMismatchError: One of them has another currency.
            WrongTypeError: One of them is neither Unrounded nor Money.
        """
        ours = cls(0, currency)
        minor = Fraction(0)
        for figure in figures:
            if not isinstance(figure, Unrounded | Money):
                raise WrongTypeError("figures", figure, "hold Unrounded or Money only")
            minor += ours._minor_of(figure)
        return cls(minor, ours.currency)

    @property
    def amount(self) -> Fraction:
        """The exact figure in major units."""
        return self.minor / self.currency.minor_per_major

    @property
    def is_zero(self) -> bool:
        """Whether it is nothing."""
        return self.minor == 0

    def round(self, rounding: Rounding = HALF_UP_TO_MINOR) -> Money:
        """The amount that this figure becomes at a named rounding.

        Raises:
            InexactError: The rounding's unit is no whole number of minor units.
            WrongTypeError: What is given is no `Rounding`.
        """
        if not isinstance(rounding, Rounding):
            raise WrongTypeError("rounding", rounding, "be a Rounding, such as Rounding('0.01', 'half_even')")
        return made(rounding.apply(self.minor, self.currency), self.currency)

    def exactly(self) -> Money:
        """The amount, where the figure is one as it stands.

        Raises:
            InexactError: It has a fraction of a minor unit.
        """
        if self.minor.denominator != 1:
            raise InexactError("minor", self.minor, "be whole; round it")
        return made(self.minor.numerator, self.currency)

    def ratio(self, other: Unrounded | Money) -> Rate:
        """How many times the other figure this one is, exactly.

        Raises:
            CurrencyMismatchError: The currencies differ.
            InvalidValueError: The other figure is zero.
            WrongTypeError: The other is neither Unrounded nor Money.
        """
        if not isinstance(other, Unrounded | Money):
            raise WrongTypeError("other", other, "be Unrounded or Money")
        divisor = self._minor_of(other)
        if divisor == 0:
            raise InvalidValueError("other", other, "be other than zero to compare with")
        return Rate(self.minor / divisor)

    def _minor_of(self, other: Unrounded | Money) -> Fraction | int:
        if other.currency is not self.currency and other.currency != self.currency:
            raise _mismatch("other", self.currency, other.currency)
        return other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Unrounded | Money) -> bool:
        return self.minor < self._minor_of(other) if isinstance(other, Unrounded | Money) else NotImplemented

    def __le__(self, other: Unrounded | Money) -> bool:
        return self.minor <= self._minor_of(other) if isinstance(other, Unrounded | Money) else NotImplemented

    def __gt__(self, other: Unrounded | Money) -> bool:
        return self.minor > self._minor_of(other) if isinstance(other, Unrounded | Money) else NotImplemented

    def __ge__(self, other: Unrounded | Money) -> bool:
        return self.minor >= self._minor_of(other) if isinstance(other, Unrounded | Money) else NotImplemented

    def __add__(self, other: Unrounded | Money) -> Unrounded:
        if not isinstance(other, Unrounded | Money):
            return NotImplemented
        return Unrounded(self.minor + self._minor_of(other), self.currency)

    __radd__ = __add__

    def __sub__(self, other: Unrounded | Money) -> Unrounded:
        if not isinstance(other, Unrounded | Money):
            return NotImplemented
        return Unrounded(self.minor - self._minor_of(other), self.currency)

    def __rsub__(self, other: Unrounded | Money) -> Unrounded:
        if not isinstance(other, Unrounded | Money):
            return NotImplemented
        return Unrounded(self._minor_of(other) - self.minor, self.currency)

    def __neg__(self) -> Unrounded:
        return Unrounded(-self.minor, self.currency)

    def __abs__(self) -> Unrounded:
        return Unrounded(abs(self.minor), self.currency)

    def __mul__(self, other: Factor) -> Unrounded:
        factor = factor_of(other)
        return NotImplemented if factor is None else Unrounded(self.minor * factor, self.currency)

    __rmul__ = __mul__

    def __truediv__(self, other: Factor) -> Unrounded:
        factor = factor_of(other)
        if factor is None:
            return NotImplemented
        if factor == 0:
            raise InvalidValueError("divisor", other, "be other than 0")
        return Unrounded(self.minor / factor, self.currency)

    def __str__(self) -> str:
        return f"{self.currency.code} {_long_figure(self.amount)}"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __repr__(self) -> str:
        return f"Unrounded({self.minor!r}, {_repr_of(self.currency)})"


_SHOWN_DIGITS = 12


def _long_figure(amount: Fraction) -> str:
    """All decimals where they end, else the first twelve and an ellipsis."""
    scaled = abs(amount) * 10**_SHOWN_DIGITS
    figure = grouped(int(scaled), _SHOWN_DIGITS)
    sign = "-" if amount < 0 else ""
    if scaled.denominator != 1:
        return f"{sign}{figure}…"
    return f"{sign}{figure.rstrip('0').rstrip('.')}"
