"""What a reason may hold, and how it reads in a sentence of each language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from salesmgmt.calendars import DateRange
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, Unrounded
from salesmgmt.tables import cell_text, language_of, percent_text

__all__ = ["ReasonValue", "checked_value", "format_value"]

ReasonValue: TypeAlias = (
    str | int | bool | date | Decimal | Fraction | Money | Unrounded | Rate | DateRange | None
)

#: Types of which every value may stand in a reason.
SOUND = frozenset({str, int, bool, date, Fraction, Money, Unrounded, Rate, DateRange, type(None)})
_KINDS = (str, int, date, Fraction, Money, Unrounded, Rate, DateRange, type(None))
_RULE = "be text, an exact number, a flag, a date, a range of dates, an amount, a rate or None"
_NOTHING: Mapping[str, str] = MappingProxyType({"en": "none", "zh": "无"})


def checked_value(value: object, field: str) -> None:
    """Refuse what a reason cannot hold.

    Raises:
        WrongTypeError: If the value has another type than those of `ReasonValue`; a float and a datetime do.
        InvalidValueError: If a decimal is not finite.
    """
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InvalidValueError(field, value, "be finite; write None where there is no number")
        return
    if isinstance(value, float):
        raise WrongTypeError(field, value, f"be exact: write Decimal({str(value)!r})")
    if isinstance(value, datetime) or not isinstance(value, _KINDS):
        raise WrongTypeError(field, value, _RULE)


def _amount(value: Money | Unrounded, lang: str) -> str:
    text = str(value)
    # Chinese readers expect the sign of the yuan where no other currency could be meant.
    return f"¥{text.removeprefix('CNY ')}" if lang == "zh" and value.currency.code == "CNY" else text


def _range(value: DateRange, lang: str) -> str:
    """With the last day that belongs to the range, since nobody says the day after."""
    start, last = value.start, value.last
    if start is None and last is None:
        return "any date" if lang == "en" else "不限日期"
    if last is None:
        return f"from {start} on" if lang == "en" else f"{start}起"
    if start is None:
        return f"up to {last}" if lang == "en" else f"至{last}止"
    if start == last:
        return str(start)
    return f"{start} to {last}" if lang == "en" else f"{start}至{last}"


def format_value(value: ReasonValue, lang: str = "en") -> str:
    """Show a value as it stands in a sentence, on one line.

    Amounts and numbers are exact and have commas between thousands, whatever the machine's locale; what is
    not rounded yet, and a rate that no decimal can say, show their first places and an ellipsis. A range of
    dates names its last day, which the half-open range does not.

    Args:
        value: A value of a reason.
        lang: ``en`` or ``zh``.

    Examples:
        >>> values = (Money.of("CNY 1200.5"), Rate("12.5%"), True, None, DateRange.month(2026, 1))
        >>> [format_value(value) for value in values]
        ['CNY 1,200.50', '12.5%', 'yes', 'none', '2026-01-01 to 2026-01-31']
        >>> [format_value(value, "zh") for value in values]
        ['¥1,200.50', '12.5%', '是', '无', '2026-01-01至2026-01-31']
    """
    if lang not in _NOTHING:
        language_of(lang)
    if value is None:
        return _NOTHING[lang]
    if isinstance(value, Money | Unrounded):
        return _amount(value, lang)
    if isinstance(value, Rate):
        return percent_text(value.value)
    if isinstance(value, DateRange):
        return _range(value, lang)
    return cell_text(value, lang)
