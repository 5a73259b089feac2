"""Text that is safe to stand in a line: whatever a caller's string holds, it neither breaks nor reorders it.

Names and notes come from other systems and hold what people pasted there: line breaks, tabs, escape
sequences, marks that turn the writing direction. A sentence or a row of a table shows such a
string on one line.
"""

from __future__ import annotations

from itertools import groupby
from unicodedata import bidirectional, category

__all__ = ["isolated", "one_line"]

_JOINERS = frozenset("\u200c\u200d")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_CONTROL_PICTURES = 0x2400
_PICTURE_OF_DELETE = "\u2421"
_PICTURE_OF_SUBSTITUTE = "\u2426"


def _breaks(character: str) -> bool:
    kind = category(character)
    return kind in {"Zl", "Zp"} or (kind == "Cc" and character.isspace())


def _visible(character: str) -> str:
    kind = category(character)
    if kind == "Cc":
        if character < " ":
            return chr(_CONTROL_PICTURES + ord(character))
        return _PICTURE_OF_DELETE if character == "\x7f" else _PICTURE_OF_SUBSTITUTE
    if kind == "Cs":
        return _PICTURE_OF_SUBSTITUTE
    if kind == "Cf" and character not in _JOINERS:
        return ""
    return character


def one_line(text: str) -> str:
    r"""Show a string on one line.

    Line breaks and tabs become one space, other control characters and lone surrogates their pictures (␛, ␦);
    invisible formatting characters, which could turn the writing direction, are left out. The joiners that
    some scripts need stay.

    Examples:
        >>> one_line("Gong Da\r\n\tBuilding 7\x1b[2J")
        'Gong Da Building 7␛[2J'
    """
    exact = str.__str__(text)
    if exact.isprintable():
        return exact
    return "".join(
        " " if breaking else "".join(map(_visible, run)) for breaking, run in groupby(exact, key=_breaks)
    )


def isolated(text: str) -> str:
    """Fence off a text that holds right-to-left writing, so that what stands beside it keeps its order.

    The fence is a pair of invisible characters (first strong isolate, pop directional isolate; Unicode
    Standard Annex 9); other text comes back unchanged.
    """
    if text.isascii() or not any(bidirectional(character) in _RIGHT_TO_LEFT for character in text):
        return text
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"
