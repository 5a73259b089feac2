"""JSON text in and out, strict where JSON leaves freedom: exact numbers, no key twice, bounded depth."""

from __future__ import annotations

import json
import re

from salesmgmt.documents.faults import Fault
from salesmgmt.documents.sound import DEEPEST, Inexact, Repeated
from salesmgmt.documents.texts import MOST_DIGITS

__all__ = ["parsed", "rendered"]

_STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]', re.DOTALL)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def parsed(text: str | bytes) -> object:
    """What a JSON text says, with marks where it says what no document holds.

    Raises:
        Fault: If it is no JSON text, or nested too deeply to be looked at.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as error:
            raise Fault("<bytes>", f"be UTF-8; byte {error.start} is not") from None
    if _is_too_deep(text):
        raise Fault("<text>", f"be nested at most {DEEPEST} deep")
    try:
        return json.loads(
            text,
            parse_int=_whole,
            parse_float=Inexact,
            parse_constant=Inexact,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        rule = f"be JSON; in line {error.lineno}, column {error.colno}: {error.msg}"
        raise Fault("<text>", rule) from None


def _is_too_deep(text: str) -> bool:
    """Whether brackets open faster than they close; the parser would follow on its stack."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        mark = match.group()
        if mark in ("[", "{"):
            depth += 1
            if depth > DEEPEST:
                return True
        elif mark in ("]", "}"):
            depth -= 1
    return False


def _whole(digits: str) -> object:
    return int(digits) if len(digits) <= MOST_DIGITS else Inexact(digits)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeated(pairs)


def rendered(document: object, indent: int | None = None) -> str:
    """A document as JSON text, readable in every script; escaped where it holds what UTF-8 cannot say."""
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    return json.dumps(document, indent=indent) if _SURROGATE.search(text) else text
