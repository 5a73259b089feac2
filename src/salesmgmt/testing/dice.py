"""A small generator of numbers that is the same on every Python: splitmix64, in whole numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

__all__ = ["Dice"]

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Dice:
    """Numbers from a seed.

    Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.

    Args:
        seed: Any whole number; its lowest 64 bits count.
    """

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def word(self) -> int:
        """A number from 0 to 2^64 - 1."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def between(self, low: int, high: int) -> int:
        """A number from the low one to the high one, both included."""
        return low + (self.word() * (high - low + 1) >> 64)

    def chance(self, percent: int) -> bool:
        """True so many times in a hundred."""
        return self.between(1, 100) <= percent

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.between(0, len(items) - 1)]

    def fork(self, number: int) -> Dice:
        """Other dice, so that what is thrown with these changes nothing elsewhere."""
        return Dice(self._state ^ Dice(number).word())
