"""Misspelt names: which of two names is probably the other one with a slip of the finger.

Names that differ in a digit, in a Chinese character or in a letter that stands alone (`north-1` and
`north-2`, 华东 and 华北, `team A` and `team B`) are different names; those that differ in one letter of a
longer word, in case or in spaces are taken for the same one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

__all__ = ["nearest", "same_word"]

_LONG_ENOUGH = 4
_LAST_LATIN = 0x24F


def nearest(name: str, others: Iterable[str]) -> str | None:
    """The first of the others, sorted, that the name is probably meant to be; None where none is near.

    Examples:
        >>> nearest("nroth", ["south", "north"]), nearest("north-1", ["north-2"])
        ('north', None)
    """
    return _first(name, others, _near)


def same_word(name: str, others: Iterable[str]) -> str | None:
    """The first of the others, sorted, that is the name in another writing; None where none is.

    Case, width and spaces do not count, nor do two letters that changed places. A letter more, less or other
    does: Hunan and Henan, Shanxi and Shaanxi are different places.

    Examples:
        >>> same_word("nroth", ["north"]), same_word("North ", ["north"]), same_word("Hunan", ["Henan"])
        ('north', 'north', None)
    """
    return _first(name, others, lambda one, other: _near(one, other) and sorted(one) == sorted(other))


def _first(name: str, others: Iterable[str], alike: Callable[[str, str], bool]) -> str | None:
    return next(
        (other for other in sorted(others) if other != name and alike(_plain(name), _plain(other))), None
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _near(a: str, b: str) -> bool:
    """Whether the two are the same, or differ by one letter that is missing, wrong, too many, or swapped."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    head = next(
        (place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    one, two = a[head : len(a) - tail], b[head : len(b) - tail]
    if not (max(len(one), len(two)) == 1 or (len(one) == len(two) == 2 and one == two[::-1])):
        return False
    letters = all(_is_letter(letter) for letter in one + two)
    return letters and min(_word(a, head, tail), _word(b, head, tail)) >= _LONG_ENOUGH


def _is_letter(character: str) -> bool:
    return character.isalpha() and ord(character) <= _LAST_LATIN


def _word(text: str, head: int, tail: int) -> int:
    """Length of the word around a place."""
    start, end = head, len(text) - tail
    while start and _is_letter(text[start - 1]):
        start -= 1
    while end < len(text) and _is_letter(text[end]):
        end += 1
    return end - start
