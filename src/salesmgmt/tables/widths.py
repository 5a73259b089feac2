"""How many columns a text takes on a terminal, and texts padded, cut and wrapped to such a width.

A Chinese character takes two columns where a Latin letter takes one (Unicode Standard Annex 11, East Asian
Width), and a combining mark takes none.
"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category, east_asian_width

__all__ = ["cut", "display_width", "pad_left", "pad_right", "wrapped"]

ELLIPSIS = "…"
_NO_WIDTH = frozenset({"Mn", "Me", "Cf", "Cc", "Cs", "Zl", "Zp"})
_TWO_COLUMNS = frozenset({"W", "F"})


def _width(character: str, ambiguous: int) -> int:
    # Vowels and final consonants of decomposed Korean join the syllable before them.
    if (
        category(character) in _NO_WIDTH
        or "\u1160" <= character <= "\u11ff"
        or "\ud7b0" <= character <= "\ud7ff"
    ):
        return 0
    width = east_asian_width(character)
    if width in _TWO_COLUMNS:
        return 2
    return ambiguous if width == "A" else 1


def display_width(text: str, *, ambiguous: int = 1) -> int:
    r"""The number of terminal columns that a line of text takes.

    Args:
        text: One line, without control characters.
        ambiguous: Columns of the characters that are narrow in Western and wide in East Asian fonts, such
            as ``…``, ``±`` or Greek letters: 1 or 2.

    Examples:
        >>> display_width("Li Lei"), display_width("韩梅梅"), display_width("e\N{COMBINING ACUTE ACCENT}")
        (6, 6, 1)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_width(character, ambiguous) for character in text)


def pad_right(text: str, width: int, ambiguous: int) -> str:
    """The text with spaces after it, up to a width."""
    return text + " " * (width - display_width(text, ambiguous=ambiguous))


def pad_left(text: str, width: int, ambiguous: int) -> str:
    """The text with spaces before it, up to a width."""
    return " " * (width - display_width(text, ambiguous=ambiguous)) + text


def _head(text: str, width: int, ambiguous: int) -> str:
    """The longest beginning of a text that fits, with the marks on its last letter, which take no width."""
    used = 0
    for place, character in enumerate(text):
        used += _width(character, ambiguous)
        if used > width:
            return text[:place]
    return text


def cut(text: str, width: int, ambiguous: int) -> str:
    """The text, shortened to a width of at least 2 with an ellipsis where it is longer."""
    if display_width(text, ambiguous=ambiguous) <= width:
        return text
    return _head(text, width - display_width(ELLIPSIS, ambiguous=ambiguous), ambiguous) + ELLIPSIS


def _pieces(text: str, ambiguous: int) -> Iterator[tuple[bool, str, int]]:
    """A word, or a wide letter with its marks: what stays on one line, and whether a space stands before."""
    for number, word in enumerate(text.split(" ")):
        spaced, held, wide = number > 0, "", False
        for character in word:
            own = _width(character, 1)
            if held and (own == 2 or (own == 1 and wide)):
                yield spaced, held, display_width(held, ambiguous=ambiguous)
                spaced, held = False, ""
            held += character
            wide = own == 2 or (own == 0 and wide)
        if held:
            yield spaced, held, display_width(held, ambiguous=ambiguous)


def wrapped(text: str, width: int, ambiguous: int) -> list[str]:
    """The text on lines no wider than a width of at least 2.

    Lines break at spaces and beside wide characters; a word that is longer than a line is broken where it
    must be.
    """
    if display_width(text, ambiguous=ambiguous) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for spaced, piece, own in _pieces(text, ambiguous):
        gap = 1 if spaced and line else 0
        if used + gap + own <= width:
            line += " " * gap + piece
            used += gap + own
            continue
        if line:
            lines.append(line)
        rest = piece
        while display_width(rest, ambiguous=ambiguous) > width:
            head = _head(rest, width, ambiguous)
            lines.append(head)
            rest = rest[len(head) :]
        line, used = rest, display_width(rest, ambiguous=ambiguous)
    return [*lines, line] if line else lines
