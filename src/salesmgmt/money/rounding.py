"""Rounding as a named step: to which unit, and which way."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.errors import InexactError, InvalidValueError
from salesmgmt.money.currency import Currency
from salesmgmt.money.figures import exact, half_width, plain, read_number

__all__ = ["HALF_UP_TO_MINOR", "Rounding", "RoundingMode", "divide"]


class RoundingMode(StrEnum):
    """Which way a figure goes that lies between two units.

    All four treat a negative figure as the mirror image of the positive one.
    """

    HALF_UP = "half_up"
    """To the nearer unit, and from the middle away from zero (四舍五入)."""
    HALF_EVEN = "half_even"
    """To the nearer unit, and from the middle to the even one."""
    DOWN = "down"
    """Toward zero: what is below the unit is dropped (抹零)."""
    UP = "up"
    """Away from zero, however little there is."""


_MODES = f"be one of {', '.join(repr(mode.value) for mode in RoundingMode)}"


def divide(numerator: int, denominator: int, mode: RoundingMode = RoundingMode.HALF_UP) -> int:
    """The whole number next to a quotient, in integers only.

    Args:
        numerator: Any whole number.
        denominator: A whole number above 0 (not checked: this is the bulk path).
        mode: Which way to go.

    Examples:
        >>> divide(5, 2), divide(-5, 2), divide(5, 2, RoundingMode.HALF_EVEN), divide(1, 9, RoundingMode.UP)
        (3, -3, 2, 1)
    """
    if numerator < 0:
        return -divide(-numerator, denominator, mode)
    if mode is RoundingMode.HALF_UP:
        return (2 * numerator + denominator) // (2 * denominator)
    if mode is RoundingMode.DOWN:
        return numerator // denominator
    if mode is RoundingMode.UP:
        return -(-numerator // denominator)
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))


def _unit(value: Decimal | str | int | None) -> Decimal | None:
    """The unit in one spelling (0.1, never 0.10), so that equal settings also print and store alike."""
    if value is None:
        return None
    size = read_number(half_width(value)) if isinstance(value, str) else exact(value, "unit")
    text = None if size is None or size <= 0 else plain(size)
    if text is None:
        raise InvalidValueError("unit", value, "be a decimal above 0, such as '0.01', '0.1', '1' or '100'")
    return Decimal(text)


def _mode(value: RoundingMode | str) -> RoundingMode:
    return choice_of(RoundingMode, value, "mode", _MODES)


@frozen(weakref_slot=False)
class Rounding:
    """How a figure becomes payable: to a unit, in a mode.

    Attributes:
        unit: The step in major units (0.01, 0.05, 1, 10, 100 …), or None for the currency's minor unit.
        mode: Which way to go between two steps; half up, away from zero, unless told.

    Raises:
        InvalidValueError: The unit is not a decimal above 0, or the mode is none of the four.
        WrongTypeError: The unit is a float.

    Examples:
        >>> from salesmgmt.money.currency import Currency
        >>> Rounding("10").apply(Fraction(123_456), Currency.of("USD"))
        123000
        >>> str(Rounding("0.1", RoundingMode.DOWN))
        'down to 0.1'
    """

    unit: Decimal | None = field(default=None, converter=_unit)
    mode: RoundingMode = field(default=RoundingMode.HALF_UP, converter=_mode)

    def __str__(self) -> str:
        return f"{self.mode.value.replace('_', ' ')} to {self.unit or 'the minor unit'}"

    def unit_minor(self, currency: Currency | int) -> int:
        """The step in minor units of a currency.

        Args:
            currency: A currency, or the digits of its minor unit.

        Raises:
            InexactError: The step is no whole number of minor units, such as 0.001 in dollars.
        """
        if self.unit is None:
            return 1
        digits = currency if isinstance(currency, int) else currency.digits
        numerator, denominator = self.unit.as_integer_ratio()
        size = Fraction(numerator * int(10**digits), denominator)
        if size.denominator != 1:
            raise InexactError(
                "unit", self.unit, f"be a whole number of minor units, which have {digits} digits here"
            )
        return size.numerator

    def apply(self, value: Fraction | int, currency: Currency | int) -> int:
        """A figure rounded to the step.

        Args:
            value: Exact, in minor units.
            currency: Its currency, or the digits of its minor unit.

        Returns:
            Minor units, a multiple of the step.

        Raises:
            InexactError: The step is no whole number of minor units.
        """
        size = self.unit_minor(currency)
        return divide(value.numerator, value.denominator * size, self.mode) * size

    def divider(self, currency: Currency | int) -> Callable[[int, int], int]:
        """The same step prepared for many figures: a function of numerator and denominator, in minor units.

        Args:
            currency: A currency, or the digits of its minor unit.

        Raises:
            InexactError: The step is no whole number of minor units.

        Examples:
            >>> to_ten = Rounding("10").divider(2)
            >>> to_ten(123_456, 1), to_ten(1, 3)
            (123000, 0)
        """
        size, mode = self.unit_minor(currency), self.mode
        if size == 1 and mode is RoundingMode.HALF_UP:
            return _half_up
        if size == 1 and mode is RoundingMode.HALF_EVEN:
            return _half_even

        def rounded(numerator: int, denominator: int) -> int:
            return divide(numerator, denominator * size, mode) * size

        return rounded


def _half_even(numerator: int, denominator: int) -> int:
    whole, rest = divmod(numerator, denominator)
    rest += rest - denominator
    return whole + 1 if rest > 0 or (not rest and whole & 1) else whole


def _half_up(numerator: int, denominator: int) -> int:
    if numerator < 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


HALF_UP_TO_MINOR = Rounding()
"""Half up to the currency's minor unit, the rounding of payrolls and spreadsheets."""
