"""What a key is, whichever it is: a share, money, a number, a word."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from salesmgmt.incentives.keys.deals import DealAmount, DealField, DealKey, MarginPercent
from salesmgmt.incentives.keys.periods import (
    Amount,
    Attainment,
    PeriodKey,
    Ratio,
    ScoreOf,
    StandingOf,
    TotalOf,
)
from salesmgmt.incentives.schedules import KeyKind

__all__ = ["At", "Key", "key_kind", "own_key"]

At: TypeAlias = Fraction | str | tuple[Fraction | str, ...]
"""Where a table is entered: a share, minor units of an amount, a number, a word; a tuple for a matrix."""

Key: TypeAlias = PeriodKey | DealKey
"""By what a table is entered."""


def own_key(key: Key) -> bool:
    """Whether a key is the base itself, or the base over a quota."""
    return isinstance(key, Amount | Attainment | DealAmount)


def key_kind(key: Key, *, things: bool | None) -> KeyKind | None:
    """What a key is: a share, money, a number; None for text, or where the kind of base is not known yet."""
    match key:
        case Attainment() | Ratio() | MarginPercent():
            return KeyKind.SHARE
        case Amount() | DealAmount():
            return None if things is None else KeyKind.NUMBER if things else KeyKind.MONEY
        case ScoreOf() | StandingOf() | DealField():
            return key.kind
        case TotalOf():
            return KeyKind.NUMBER if key.of.counts_things else KeyKind.MONEY
    return KeyKind.NUMBER
