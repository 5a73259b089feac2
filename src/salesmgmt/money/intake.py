"""The doors through which amounts come in: text, whole numbers, decimals, and one for floats."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isfinite

from salesmgmt.errors import InexactError, InvalidValueError, WrongTypeError
from salesmgmt.money.currency import Currency
from salesmgmt.money.figures import exact
from salesmgmt.money.parsing import read_amount
from salesmgmt.money.rate import rate_of
from salesmgmt.money.rounding import divide

__all__ = ["minor_of", "minor_of_float"]


def minor_of(amount: str | Decimal | int, stated: Currency | None, field: str) -> tuple[int, Currency]:
    """Minor units and currency of an amount in major units.

    Args:
        amount: Text, which may carry its currency, or a number.
        stated: The currency that stands beside the amount.
        field: Name to use in an error.

    Raises:
        CurrencyMismatchError: The text names another currency than the stated one.
        InexactError: The amount has more digits than the currency.
        InvalidValueError: No amount, or no currency is known.
        WrongTypeError: A float or another type.
    """
    if isinstance(amount, str):
        return read_amount(amount, stated, field)
    if isinstance(amount, float):
        text = f"Money.of({str(amount)!r}, …)"
        rule = f"be exact: write {text}, or Money.from_float for a spreadsheet's floats"
        raise WrongTypeError(field, amount, rule)
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise WrongTypeError(field, amount, "be text, a Decimal or an int, in major units")
    if stated is None:
        raise InvalidValueError(field, amount, "have a currency beside it, as in Money.of(5, 'USD')")
    if isinstance(amount, int):
        return int(amount) * stated.minor_per_major, stated
    value = exact(amount, field)
    minor, rest = divmod(value.numerator * stated.minor_per_major, value.denominator)
    if rest:
        rule = f"have at most {stated.digits} decimals in {stated.code}; round it to the minor unit first"
        raise InexactError(field, amount, rule)
    return minor, stated


def minor_of_float(
    amount: float, currency: Currency, tolerance: str | Decimal | Fraction
) -> tuple[int, Currency]:
    """Minor units of a float that is a whole number of them but for its noise.

    Args:
        amount: Major units.
        currency: What is counted.
        tolerance: How far the float may lie from the nearest minor unit, in major units.

    Raises:
        InexactError: The float lies farther off.
        InvalidValueError: The float is not finite, or the tolerance reaches half a minor unit.
        WrongTypeError: The amount is not a float or int.
    """
    if isinstance(amount, bool) or not isinstance(amount, float | int):
        raise WrongTypeError("amount", amount, "be a float; Money.of takes text and decimals")
    if isinstance(amount, float) and not isfinite(amount):
        raise InvalidValueError("amount", amount, "be finite")
    allowed = rate_of(tolerance, "tolerance").value * currency.minor_per_major
    if not 0 <= allowed < Fraction(1, 2):
        raise InvalidValueError("tolerance", tolerance, "be from 0 to less than half a minor unit")
    value = Fraction(amount) * currency.minor_per_major
    minor = divide(value.numerator, value.denominator)
    if abs(value - minor) > allowed:
        rule = f"lie within {tolerance} of an amount with {currency.digits} digits; round it first"
        raise InexactError("amount", amount, rule)
    return minor, currency
