"""Templates: a sentence with the names of values in braces.

``{limit}`` stands for a value and ``{days:day|days}`` for the word that fits its number, the first for one
and the second for all others; ``{{`` and ``}}`` are braces. There is nothing else: no attributes, no
expressions, no formats. A template is filled in one pass, so braces in a value stay braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from salesmgmt.errors import InvalidValueError, MissingFieldError, WrongTypeError
from salesmgmt.reasons.values import ReasonValue, format_value
from salesmgmt.tables import isolated, one_line

__all__ = ["fill", "parameters_of"]

is_name = re.compile(r"[a-z][a-z0-9_]*", re.ASCII).fullmatch
_PART = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)(?::([^{}|]*)\|([^{}|]*))?\}|[{}]", re.ASCII)
_RULE = "hold {name}, {name:one|many}, or {{ and }} for braces"


def parameters_of(template: str, field: str = "template") -> frozenset[str]:
    """The names of the values that a template asks for.

    Args:
        template: The sentence with its names in braces.
        field: Name to use in an error.

    Raises:
        WrongTypeError: If it is not text.
        InvalidValueError: If it is empty, holds a line break or a control character, or a brace stands alone.

    Examples:
        >>> sorted(parameters_of("{payer} is {days} {days:day|days} late"))
        ['days', 'payer']
    """
    if not isinstance(template, str):
        raise WrongTypeError(field, template, "be text")
    if not template.strip():
        raise InvalidValueError(field, template, "not be empty")
    if one_line(template) != template:
        raise InvalidValueError(field, template, "be one line without control characters")
    names: set[str] = set()
    for part in _PART.finditer(template):
        if part[1]:
            names.add(part[1])
        elif part[0] in "{}":
            raise InvalidValueError(field, template, _RULE)
    return frozenset(names)


def _word(name: str, value: ReasonValue, one: str, many: str) -> str:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise WrongTypeError(name, value, "be a number, since a word depends on it")
    return one if value == 1 else many


def fill(template: str, values: Mapping[str, ReasonValue], lang: str, field: str = "values") -> str:
    """The sentence with the values in their places, written for a language.

    Args:
        template: The sentence with its names in braces.
        values: The values by name; those that the sentence does not show are passed over.
        lang: ``en`` or ``zh``.
        field: Name to use in an error for what lacks a value.

    Raises:
        MissingFieldError: If a value is missing.
        WrongTypeError: If a word depends on a value that is not a number.
        InvalidValueError: If a brace stands alone, or the language is not spoken.

    Examples:
        >>> fill("{payer} is {days} {days:day|days} late", {"payer": "{days}", "days": 1}, "en")
        '{days} is 1 day late'
    """

    def part(found: re.Match[str]) -> str:
        name, one, many = found[1], found[2], found[3]
        if name is None:
            if len(found[0]) == 1:
                raise InvalidValueError("template", template, _RULE)
            return found[0][0]
        if name not in values:
            raise MissingFieldError(field, tuple(values), f"have the value {name}, which its text shows")
        value = values[name]
        if one is not None:
            return _word(name, value, one, many)
        text = format_value(value, lang)
        return isolated(text) if isinstance(value, str) else text

    return _PART.sub(part, template)
