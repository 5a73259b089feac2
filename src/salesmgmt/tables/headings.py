"""Columns with headings in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from salesmgmt.errors import UnknownIdentifierError
from salesmgmt.tables.cells import LANGUAGES, language_of
from salesmgmt.tables.columns import Column

__all__ = ["headed"]


def headed(headings: Mapping[str, tuple[str, str]], lang: str, *names: str) -> tuple[Column, ...]:
    """Columns of the given names, headed in a language.

    Args:
        headings: English and Chinese heading by name.
        lang: ``en`` or ``zh``.
        names: The columns, in their order.

    Raises:
        InvalidValueError: If the language is neither.
        UnknownIdentifierError: If a name has no heading.

    Examples:
        >>> [column.heading for column in headed({"owner": ("owner", "负责人")}, "zh", "owner")]
        ['负责人']
    """
    place = LANGUAGES.index(language_of(lang))
    for name in names:
        if name not in headings:
            raise UnknownIdentifierError("names", name, f"be one of {', '.join(headings)}")
    return tuple(Column(name, headings[name][place]) for name in names)
