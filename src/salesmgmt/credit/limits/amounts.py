"""What may be owed: an amount, no limit at all, or no check; three different things."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from salesmgmt.errors import WrongTypeError
from salesmgmt.money import Money, money_of

__all__ = ["LimitAmount", "LimitAmountLike", "NoLimit", "NotChecked", "amount_of"]

_RULE = "be money such as 'USD 10,000', NoLimit() or NotChecked()"


@frozen
class NoLimit:
    """Whoever has it may owe any amount; what is owed is still counted, and held against other rules."""

    def __str__(self) -> str:
        return "no limit"


@frozen
class NotChecked:
    """Whoever has it is not checked against an amount at all."""

    def __str__(self) -> str:
        return "not checked"


LimitAmount: TypeAlias = Money | NoLimit | NotChecked
"""Three different things: an amount, of which zero is one, no limit, and no check."""

LimitAmountLike: TypeAlias = Money | NoLimit | NotChecked | str
"""The same, with an amount that may be text such as `USD 10,000`."""


def amount_of(value: LimitAmountLike, field: str = "amount") -> LimitAmount:
    """The amount of a limit, checked; text is read as money, or as one of `no limit` and `not checked`.

    Args:
        value: An amount, its text, `NoLimit()` or `NotChecked()`.
        field: Name to use in an error.

    Raises:
        InvalidValueError: If a text is none of these.
        WrongTypeError: If the value has another type.

    Examples:
        >>> amount_of("USD 10,000"), amount_of("no limit")
        (Money.of('USD 10,000.00'), NoLimit())
    """
    if isinstance(value, Money | NoLimit | NotChecked):
        return value
    if not isinstance(value, str):
        raise WrongTypeError(field, value, _RULE)
    word = value.strip().lower()
    if word == "no limit":
        return NoLimit()
    return NotChecked() if word == "not checked" else money_of(value, field)
