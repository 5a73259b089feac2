"""The conventions that a fiscal calendar has to choose between, and how their settings are read."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from salesmgmt._choices import choice_of

__all__ = ["WEEKS_OF_A_QUARTER", "NamedFor", "YearEnd", "YearPattern", "one_of"]


class YearPattern(StrEnum):
    """What the months of a year are made of: months of the common calendar, or whole weeks."""

    MONTHS = "months"
    WEEKS_4_4_5 = "4-4-5"
    WEEKS_4_5_4 = "4-5-4"
    WEEKS_5_4_4 = "5-4-4"


class NamedFor(StrEnum):
    """Which end gives a period its name."""

    START = "start"
    END = "end"


class YearEnd(StrEnum):
    """On which of the weekdays about a month's end a year of whole weeks ends."""

    LAST = "last"
    NEAREST = "nearest"


WEEKS_OF_A_QUARTER = MappingProxyType(
    {
        YearPattern.WEEKS_4_4_5: (4, 4, 5),
        YearPattern.WEEKS_4_5_4: (4, 5, 4),
        YearPattern.WEEKS_5_4_4: (5, 4, 4),
    }
)

_E = TypeVar("_E", bound=StrEnum)


def one_of(kind: type[_E], value: str, field: str) -> _E:
    """Read a choice from its value, with an error that lists the choices in quotation marks."""
    names = ", ".join(repr(choice.value) for choice in kind)
    return choice_of(kind, value, field, f"be one of {names}")
