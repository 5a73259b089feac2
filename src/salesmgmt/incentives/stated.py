"""Rates of a plan as people write them: never so that 5 is taken for five hundred percent."""

from __future__ import annotations

from salesmgmt.errors import InvalidValueError
from salesmgmt.money import Rate, RateLike, rate_of
from salesmgmt.money.figures import half_width, plain

__all__ = ["stated_rate", "written_as_share"]

_IN_PARTS = "%‰‱"


def stated_rate(value: RateLike, name: str = "rate") -> Rate:
    """A rate of a plan from what people write; above 100 % it is written as a percentage, or as a `Rate`.

    A bare number above 1 is a slip more often than it is meant: somebody who writes 5 thinks of 5 %.

    Args:
        value: A rate, text, or an exact number.
        name: Name to use in an error.

    Raises:
        InvalidValueError: The text or number is no rate, or is a bare number above 1 (or below -1).
        WrongTypeError: A float or another type.

    Examples:
        >>> stated_rate("0.05"), stated_rate("500%"), stated_rate(1)
        (Rate('5%'), Rate('500%'), Rate('100%'))
        >>> stated_rate(5)
        Traceback (most recent call last):
        salesmgmt.errors.InvalidValueError: rate is 5; it must be written with %: '5%', or '500%' for 5 times
    """
    rate = rate_of(value, name)
    bare = not isinstance(value, Rate) and not (
        isinstance(value, str) and written_as_share(half_width(value), _IN_PARTS)
    )
    if bare and abs(rate.value) > 1:
        number = plain(rate.value)
        rule = "be a Rate, since it is above 1"
        if number is not None:
            rule = f"be written with %: '{number}%', or '{rate}' for {number} times"
        raise InvalidValueError(name, value, rule)
    return rate


def written_as_share(text: str, marks: str = "%‰％/") -> bool:
    """Whether a text is meant as a share: it has one of the marks of a share, or names it in Chinese.

    Examples:
        >>> written_as_share("5%"), written_as_share("百分之五"), written_as_share("USD 500")
        (True, True, False)
    """
    return "分之" in text or any(mark in text for mark in marks)
